"""Frame words: every table of them says everything in both languages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import kenri.faces.words
from kenri.faces.words.phrases import PhraseTable


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
        "audit",
        "commands",
        "decision",
        "findings",
        "glossary",
        "play",
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


def test_a_phrase_that_is_not_in_the_table_is_no_silence() -> None:
    with pytest.raises(KeyError):
        PhraseTable({})("nothing", "en")
