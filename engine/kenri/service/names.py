"""Names of what is made for a service: short, printable, and never given again; and of the clocks that it goes by."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["must_be_name", "must_be_zone"]

_LONGEST = 100


def must_be_name(name: str, typed: str | None = None) -> None:
    """Raise `ProblemsError` for what is no name; it tells what was typed, where that is another text."""
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise refused(Sentence("name-not-kept", name=quote(name if typed is None else typed), most=_LONGEST))


def must_be_zone(zone: str) -> None:
    """Raise `ProblemsError` for a zone of which no clocks are known."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refused(Sentence("no-such-zone", name=quote(zone))) from None
