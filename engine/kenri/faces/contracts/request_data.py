"""Requests of which nothing was recorded when they were made, as plain data; the same at a terminal and over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.auditing_data import instant_data
from kenri.faces.contracts.plain import plain
from kenri.register.records import MICROSECONDS

if TYPE_CHECKING:
    from kenri.register.requests import KeptRequest

__all__ = ["request_data"]


def request_data(each: KeptRequest, *, with_authors: bool = True) -> dict[str, Any]:
    """A request: its `key`, whose rights it is about, what was asked and when, and what became of it.

    - `outcome`: how it was judged when it was made, with what was `missing`.
    - `state`: it `waits`, was `not-permitted`, or was `recorded`, `withdrawn` or `refused` since, at the instant
      `ended` and for a `reason`.
    - `author` and `ended_by` are null without `with_authors`: holders are not told who records what.
    """
    given = each.given
    return {
        "key": given.key,
        "holder": given.holder,
        "plan": given.plan,
        "grant": given.grant or None,
        "action": given.action,
        "by": given.by,
        "on": given.on,
        "number": plain(given.asked.get("rights")),
        "outcome": given.verdict,
        "missing": list(given.missing),
        "recorded": instant_data(each.record.recorded // MICROSECONDS),
        "author": each.record.author if with_authors else None,
        "state": each.state,
        "ended": None if each.ended is None else instant_data(each.ended.recorded // MICROSECONDS),
        "ended_by": each.ended.author if with_authors and each.ended is not None else None,
        "reason": each.reason or None,
    }
