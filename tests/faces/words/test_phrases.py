"""Frame words: every table of them says everything in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import astuple
from string import Formatter

import pytest

import kenri.faces.words
from kenri.faces.explaining import construct_tables
from kenri.faces.words import calendar
from kenri.faces.words.phrases import PhraseTable, filled


def tables() -> Iterator[tuple[str, PhraseTable]]:
    """Each table by the module that it stands in; others import it from there."""
    for found in pkgutil.iter_modules(kenri.faces.words.__path__, "kenri.faces.words."):
        module = importlib.import_module(found.name)
        own = getattr(module, "_PHRASES", None)
        for value in vars(module).values():
            if isinstance(value, PhraseTable) and value.table is own:
                yield found.name.rpartition(".")[2], value


TABLES = dict(tables())


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_all_tables_are_found() -> None:
    assert set(TABLES) == {
        "acts",
        "audit",
        "auditing",
        "commands",
        "decision",
        "demo",
        "due",
        "duties",
        "findings",
        "glossary",
        "impact",
        "pages",
        "play",
        "register",
        "registry",
        "reminding",
        "schedule",
        "service",
        "simulation",
        "sweep",
        "windows",
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_phrase_is_in_both_languages(table: PhraseTable) -> None:
    for key, (en, ja) in table.table.items():
        assert en, key
        assert ja, key
        assert gaps(en) >= gaps(ja), key  # Japanese may leave out what English must say


_VERBS = "is has was does needs calls changes decides leaves holds turns gives says signs as this"
_SINGULAR = re.compile(rf"\b1 (?:[a-z]+ )?(?!(?:{'|'.join(_VERBS.split())})\b)[a-z]+s\b")
"""What stands after one and is said of several; verbs are none of it."""


def phrases() -> Iterator[str]:
    """Every English phrase with gaps, wherever it stands."""
    for table in TABLES.values():
        yield from (en for en, _ in table.table.values())
    yield from (en for key, (en, _) in construct_tables._WORDS.items() if key != "said")  # its braces are no gaps
    yield from (value for value in astuple(calendar.words("en")) if isinstance(value, str))


def test_one_is_not_said_as_several_are() -> None:
    for phrase in phrases():
        ones = filled(phrase, **dict.fromkeys(gaps(phrase), "1"))
        assert not _SINGULAR.search(ones), ones


def test_a_phrase_that_is_not_in_the_table_is_no_silence() -> None:
    with pytest.raises(KeyError):
        PhraseTable({})("nothing", "en")
