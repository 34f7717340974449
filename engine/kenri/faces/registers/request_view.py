"""A request of which nothing was recorded when it was made, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kenri.faces.words.acts import word
from kenri.faces.words.values import listed, plain_day
from kenri.model.visible import on_one_line

if TYPE_CHECKING:
    from kenri.faces.words.entries import EntryWords

__all__ = ["render_request"]


def render_request(each: Mapping[str, Any], words: EntryWords) -> str:
    """What was asked, and what became of it, of a request as data."""
    lang = words.lang
    number = "" if each["number"] is None else word("request-number", lang, number=each["number"])
    who = each["holder"] or word("request-of-all", lang)
    action, on = words.action(each["action"]), plain_day(date.fromisoformat(each["on"]), lang)
    said = word("request-line", lang, name=each["key"], holder=who, action=action, number=number, on=on)
    said += word(f"request-{each['state']}", lang, instant=each["ended"] or "", author=each["ended_by"] or "")
    if each["state"] == "waits" and each["missing"]:
        said += word("request-missing", lang, names=listed(map(words.lacking, each["missing"]), lang))
    if each["reason"]:
        said += word("request-reason", lang, reason=each["reason"])
    return on_one_line(said)
