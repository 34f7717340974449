"""Runs leave nothing out for good: whatever takes turns has its turn in some rotation, and some of it in each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import pytest_collection_modifyitems, pytest_ignore_collect, without_a_turn
from tests.effort import (
    QUICK,
    THIS_RUN,
    TURNS,
    TURNS_OF_A_CHANGE,
    USUAL,
    Level,
    Share,
    examples,
    has_turn,
    part_in_turn,
    those_with_a_turn,
)


class Case:
    """A case of a test, as pytest would have collected it."""

    def __init__(self, nodeid: str, turns: int | None = None, *, is_thorough: bool = False, **more: int) -> None:
        self.nodeid = nodeid
        self.turns = turns
        self.is_thorough = is_thorough
        self.more = more

    def get_closest_marker(self, name: str) -> Any:
        if name == "thorough":
            return pytest.mark.thorough.mark if self.is_thorough else None
        return pytest.mark.takes_turns(self.turns, **self.more).mark if self.turns and name == "takes_turns" else None


def begin(monkeypatch: pytest.MonkeyPatch, rotation: int, *, level: Level = "quick") -> None:
    monkeypatch.setattr(THIS_RUN, "level", level)
    monkeypatch.setattr(THIS_RUN, "rotation", rotation)


@pytest.mark.parametrize("number", [1, 2, 5, 7, 12, 131])
@pytest.mark.parametrize("turns", [1, 2, 5, 12, TURNS])
def test_each_has_its_turn_and_some_have_it_in_every_run(
    monkeypatch: pytest.MonkeyPatch, number: int, turns: int
) -> None:
    met: set[int] = set()
    for rotation in range(TURNS):
        begin(monkeypatch, rotation)
        found = those_with_a_turn(range(number), turns)
        assert 1 <= len(found) <= number // turns + 1
        met |= {*found}
    assert met == {*range(number)}


def test_more_turns_than_rotations_would_leave_something_out_for_good() -> None:
    with pytest.raises(ValueError, match=f"{TURNS + 1} turns, and {TURNS} rotations"):
        those_with_a_turn(range(99), TURNS + 1)


def test_the_cases_of_each_marked_test_take_turns_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    cases: Any = [
        *(Case(f"a.py::test_a[{number}]", 3) for number in range(7)),
        *(Case(f"a.py::test_b[{number}]", 2) for number in range(2)),
        *(Case(f"a.py::test_c[{number}]", None) for number in range(9)),
    ]
    begin(monkeypatch, 4)
    assert {each.nodeid for each in {*cases} - without_a_turn(cases) if each.turns} == {
        "a.py::test_a[1]",
        "a.py::test_a[4]",
        "a.py::test_b[0]",
    }
    assert not [each for each in without_a_turn(cases) if not each.turns]  # type: ignore[attr-defined]
    begin(monkeypatch, 4, level="all")
    assert not without_a_turn(cases)


@pytest.mark.parametrize("turns", [1, 2, 4, 11, TURNS])
@pytest.mark.parametrize("number", [1, 3, 4, 50])
def test_before_a_change_is_taken_each_has_its_turn_within_four_days(
    monkeypatch: pytest.MonkeyPatch, number: int, turns: int
) -> None:
    """Whichever day is the first, and however many turns there are in quick runs."""
    several = [f"slip {each}" for each in range(number)]
    for first in range(TURNS):
        met, named, numbered = set[str](), set[str](), list[int]()
        for rotation in range(first, first + TURNS_OF_A_CHANGE):
            begin(monkeypatch, rotation % TURNS, level="change")
            met |= {*those_with_a_turn(several, turns)}
            named |= {each for each in several if has_turn(each, turns)}
            numbered += part_in_turn(number, turns)
        assert met == named == {*several}
        assert {*numbered} == {*range(number)}
        assert len(numbered) == number * TURNS_OF_A_CHANGE // min(turns, TURNS_OF_A_CHANGE)


def test_numbers_are_all_tried_once_in_as_many_rotations_as_there_are_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    for rotation in range(7):
        begin(monkeypatch, rotation)
        found += part_in_turn(100, 7)
    assert found == [*range(100)]
    begin(monkeypatch, 5, level="all")
    assert part_in_turn(100, 7) == range(100)


def test_of_each_test_some_case_runs_before_a_change_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of one that quick runs leave out; and what takes turns only where it is tried in full is whole in those."""
    hook = SimpleNamespace(pytest_deselected=lambda items: None)
    config: Any = SimpleNamespace(hook=hook, getoption=lambda name: None)

    def run(level: Level, rotation: int) -> dict[str, int]:
        cases: Any = [
            *(Case(f"a.py::test_many[{number}]", 11) for number in range(44)),
            *(Case(f"a.py::test_in_full[{number}]", 1, change=4) for number in range(8)),
            *(Case(f"a.py::test_thorough[{number}]", is_thorough=True) for number in range(2)),
        ]
        begin(monkeypatch, rotation, level=level)
        pytest_collection_modifyitems(config, cases)
        return {**Counter(each.nodeid.partition("[")[0].partition("::")[2] for each in cases)}

    for rotation in range(12):
        assert run("quick", rotation) == {"test_many": 4, "test_in_full": 8}
        assert run("change", rotation) == {"test_many": 11, "test_in_full": 2, "test_thorough": 2}
        assert run("all", rotation) == {"test_many": 44, "test_in_full": 8, "test_thorough": 2}


def test_properties_have_all_their_examples_before_a_change_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KENRI_EFFORT", raising=False)
    found: dict[Level, int] = {}
    levels: tuple[Level, ...] = ("quick", "change", "all")
    for level in levels:
        begin(monkeypatch, 0, level=level)
        found[level] = examples(100).max_examples
    assert found == {"quick": 100 * QUICK, "change": 100 * USUAL, "all": 100 * USUAL}


@pytest.mark.parametrize("of", [1, 2, 3])
def test_shares_are_all_of_it_and_each_is_every_part_in_some_rotation(monkeypatch: pytest.MonkeyPatch, of: int) -> None:
    files = [f"tests/test_{number}.py" for number in range(50)]
    for rotation in range(TURNS):
        begin(monkeypatch, rotation)
        shares = [[file for file in files if Share(part, of).has(file)] for part in range(1, of + 1)]
        assert sorted(file for share in shares for file in share) == sorted(files)
    for file in files:
        met = 0
        for rotation in range(TURNS):
            begin(monkeypatch, rotation)
            met += Share(1, of).has(file)
        assert met == TURNS // of


def test_of_a_share_only_its_own_tests_are_read(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is read makes the same share as if all had been read; folders and modules of the engine are always."""
    root = pytestconfig.rootpath
    files = [*sorted((root / "tests" / "register").glob("test_*.py")), *sorted((root / "engine").rglob("*.py"))]
    read: list[set[Path]] = []
    for share in (None, Share(1, 2), Share(2, 2)):
        monkeypatch.setattr(pytestconfig.option, "share", share)
        assert pytest_ignore_collect(root / "tests" / "register", pytestconfig) is None
        found = {path for path in files if pytest_ignore_collect(path, pytestconfig) is None}
        assert share is None or {path for path in files if share.has(path.relative_to(root).as_posix())} <= found
        read.append(found)
    engine = {path for path in files if path.is_relative_to(root / "engine")}
    assert read[0] == read[1] | read[2] == {*files}
    assert read[1] & read[2] == engine
    assert len(read[1]) < len(files) > len(read[2])


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/0", f"1/{TURNS + 1}"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"share|int"):
        Share.read(text)
