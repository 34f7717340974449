"""Frame words: every table of them says everything in both languages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import kenri.faces.words
from kenri.faces.words.phrases import Phrases


def tables() -> Iterator[tuple[str, Phrases]]:
    for module in pkgutil.iter_modules(kenri.faces.words.__path__, "kenri.faces.words."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Phrases):
                yield f"{module.name}.{name}", value


TABLES = dict(tables())


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_all_tables_are_found() -> None:
    found = {name.split(".")[3] for name in TABLES}
    assert found >= {"audit", "commands", "decision", "findings", "glossary", "play", "simulation", "sweep", "windows"}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_phrase_is_in_both_languages(table: Phrases) -> None:
    for key, (en, ja) in table.table.items():
        assert en, key
        assert ja, key
        assert gaps(en) >= gaps(ja), key  # Japanese may leave out what English must say


def test_a_phrase_that_is_not_in_the_table_is_no_silence() -> None:
    with pytest.raises(KeyError):
        Phrases({})("nothing", "en")
