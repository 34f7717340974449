"""*People*, *Tokens* and *Reminders*: who signs in and what they were given; by what programs ask; who is told of
deadlines, and how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered

__all__ = ["Changed", "people_page", "reminders_page", "tokens_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of a form."""

    what: str
    """Which: `add`, `give`, `end`, `password`, `totp-end`, `shut-out`, `openid`, `openid-end`, `make`,
    `feed`, `mail`, `webhook` or `revoke`."""
    told: Mapping[str, Any] | None = None
    """The answer; None where it was refused."""
    typed: Mapping[str, Any] = field(default_factory=dict)
    """What was typed, where it was refused."""


def people_page(
    frame: PageFrame,
    people: Sequence[Mapping[str, Any]],
    roles: tuple[Sequence[str], Sequence[str]],
    changed: Changed | None,
    problems: Sequence[Mapping[str, Any]],
    today: date,
    known_at: str,
    *,
    others: Sequence[tuple[str, str]] = (),
    is_of_all: bool = False,
) -> bytes:
    """Everybody as `kenri user list --json` has them; `roles` are those of an issuer, and those for a holder's rights.
    `others` are what each other service by which people sign in calls itself, and its name.

    `is_of_all`: whoever looks ends also what was given for all issuers.

    With `known_at` it is as it was recorded then, and nothing can be changed.
    """
    return rendered(
        "people.html", frame, people=people, roles=roles, changed=changed, problems=problems, today=today.isoformat(),
        known_at=known_at, others=others, is_of_all=is_of_all,
    )  # fmt: skip


def tokens_page(
    frame: PageFrame,
    tokens: Sequence[Mapping[str, Any]],
    scopes: Sequence[str],
    changed: Changed | None,
    problems: Sequence[Mapping[str, Any]],
    now: str,
) -> bytes:
    """Tokens as `tokens` over HTTP has them, with a form for another; `now` is as instants are there."""
    return rendered(
        "tokens.html", frame, tokens=tokens, scopes=scopes, changed=changed, problems=problems, now=now
    )  # fmt: skip


def reminders_page(
    frame: PageFrame,
    found: Mapping[str, Sequence[Mapping[str, Any]]],
    changed: Changed | None,
    problems: Sequence[Mapping[str, Any]],
) -> bytes:
    """Feeds and subscriptions as `kenri feed list --json` and `kenri subscribe list --json` have them."""
    return rendered("reminders.html", frame, found=found, changed=changed, problems=problems)
