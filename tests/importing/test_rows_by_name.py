"""Rows by name, of which all but the first are in a file: as a dictionary has them, and in the same order."""

from __future__ import annotations

import gc
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kenri
from kenri.importing import rows_by_name
from kenri.importing.rows_by_name import RowsByName
from kenri.importing.tables import read_tables
from kenri.model.problems import ProblemsError

NAMES = st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["x", "y", "\0", "ö", "\ud800"]))
DEEDS = st.lists(st.tuples(st.booleans(), NAMES, st.integers()))


@given(DEEDS, st.integers(0, 4))
def test_they_are_as_in_a_dictionary(deeds: list[tuple[bool, tuple[str, str], int]], in_memory: int) -> None:
    rows, plain = RowsByName[int](in_memory), dict[tuple[str, ...], int]()
    for is_set, name, value in deeds:
        assert rows.get(name) == plain.get(name)
        assert rows.setdefault(name, value) == plain.setdefault(name, value)
        if is_set:
            rows[name] = plain[name] = value + 1
        assert len(rows) == len(plain)
    assert [*rows.items()] == [*plain.items()]
    assert [*rows.values()] == [*plain.values()]


def test_the_file_is_closed_with_what_it_belongs_to(
    monkeypatch: pytest.MonkeyPatch, garbage_of_the_test_alone: None
) -> None:
    """Not only when it is forgotten: from CPython 3.13 on Python warns of each connection that is."""
    opened: list[sqlite3.Connection] = []

    def open_it() -> sqlite3.Connection:
        opened.append(file())
        return opened[-1]

    file = rows_by_name._opened
    monkeypatch.setattr(rows_by_name, "_opened", open_it)
    rows = RowsByName[int](0)
    rows["a",] = 1
    assert [*rows.items()] == [(("a",), 1)]
    del rows
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Full:
        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        def close(self) -> None:
            """As a file is, with what it belongs to."""

    monkeypatch.setattr(rows_by_name, "_opened", Full)
    with pytest.raises(ProblemsError) as error:
        RowsByName[int](0).setdefault(("a",), 1)
    assert [each.code for each in error.value.problems] == ["no-room-for-rows"]


TABLE = """\
Employee ID,Name,Grant ID,Grant Date,Number Granted,grant.position,leaves_position.on,leaves_position.position
e1,Ann,g1,2015-07-13,10,director,2025-06-25,director
e2,Bob,g2,2015-07-13,12,director,,
E2,Bob,g3,2015-07-13,1,director,2025-06-25,director
e1,Anne,g4,2015-07-13,2,director,2025-06-25,director
e3,Cat,g2,2015-07-13,12,director,,
e4,Dan,,2015-07-13,5,director,2025-06-25,director
e4,Dan,,2015-07-13,5,director,2025-06-25,director
,Eve,g9,2015-07-13,5,director,,
e5,Fay,g5,soon,5,director,,
"""


@pytest.mark.parametrize("in_memory", [0, 1, 3])
def test_what_is_read_is_the_same_however_much_is_in_memory(
    in_memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = kenri.load("iij/2015-5th-series").plan
    (tmp_path / "wrong.csv").write_text(TABLE, encoding="utf-8")
    head, *lines = TABLE.splitlines(keepends=True)
    (tmp_path / "right.csv").write_text(head + "".join(lines[:3]), encoding="utf-8")
    for name in ("wrong.csv", "right.csv"):
        whole = read_tables([tmp_path / name], {plan.id: plan})
        with monkeypatch.context() as patch:
            patch.setattr(rows_by_name, "_IN_MEMORY", in_memory)
            kept = read_tables([tmp_path / name], {plan.id: plan})
        assert kept.problems == whole.problems
        assert [*kept.entries] == [*whole.entries]
        assert len(kept.entries) == len(whole.entries) > 0
        assert kept.entries[-1] == whole.entries[-1]
