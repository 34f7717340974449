"""Which shipped vocabularies have a name that a plan lacks: help for whoever forgot to extend one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kenri.loader.library import Library
from kenri.model.problems import Report, quote
from kenri.model.sentences import Sentence

__all__ = ["that_declare"]


def that_declare(section: str | None, name: str) -> Sentence | None:
    """That a plan is to extend the vocabularies which declare a name in a section; None where no shipped one does."""
    having = [id_ for id_, names in _declared(section).items() if name in names] if section is not None else []
    return Sentence("declared-by", vocabularies=tuple(map(quote, having))) if having else None


@cache
def _declared(section: str) -> Mapping[str, frozenset[str]]:
    """The names that each shipped vocabulary declares in a section."""
    library = Library()
    found = {id_: library.find(id_, Report()) for id_ in library.ids("vocabulary")}
    return {
        id_: frozenset(key for key, use in getattr(each.document, section).items() if not getattr(use, "widens", False))
        for id_, each in found.items()
        if each is not None
    }
