"""A request of which nothing was recorded when it was made, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kenri.faces.words.acts import word
from kenri.model.visible import on_one_line

if TYPE_CHECKING:
    from kenri.model.sentences import Language

__all__ = ["render_request"]


def render_request(each: Mapping[str, Any], lang: Language) -> str:
    """What was asked, and what became of it, of a request as data."""
    number = "" if each["number"] is None else word("request-number", lang, number=each["number"])
    who = each["holder"] or word("request-of-all", lang)
    said = word("request-line", lang, name=each["key"], holder=who, action=each["action"], number=number, on=each["on"])
    said += word(f"request-{each['state']}", lang, instant=each["ended"] or "", author=each["ended_by"] or "")
    if each["state"] == "waits" and each["missing"]:
        said += word("request-missing", lang, names=", ".join(each["missing"]))
    if each["reason"]:
        said += word("request-reason", lang, reason=each["reason"])
    return on_one_line(said)
