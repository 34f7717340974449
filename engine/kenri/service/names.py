"""Names of what is made for a service: short, printable, and never given again."""

from __future__ import annotations

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["must_be_name"]

_LONGEST = 100


def must_be_name(name: str) -> None:
    """Raise `ProblemsError` for what is no name."""
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise refused(Sentence("name-not-kept", name=quote(name), most=_LONGEST))
