"""Facts and holders that change over time, from tables: told by a column of their own, kept from a day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kenri.importing.template import template_sheets
from kenri.model.problems import ProblemsError
from kenri.register.register import Register
from tests.importing.small_tables import plan_of, read, text, wrong
from tests.register.small_register import PLAN, at, made

HOLDERS = (
    "Employee ID,Name,Role,rank,Grant ID,Grant Date,Number Granted",
    *(f'E{n},Ann,"grantee, heir",chief,G{n},2024-01-01,100' for n in range(5)),
)
BOTH = ("grantee", "heir")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """One for all tests, each of which changes a holder of its own."""
    folder = tmp_path_factory.mktemp("register")
    register = made(str(folder / "a.db"), folder)
    took(register, folder, *HOLDERS)
    return register


def took(register: Register, folder: Path, *lines: str) -> dict[str, int]:
    """What a table changes, as the preview told it."""
    found = read(text(folder / "a.csv", *lines), plan=plan_of(PLAN))
    assert wrong(found) == []
    seen = register.preview(found.entries, now=at("2026-02-01")).counts
    assert register.apply(found.entries, author="ann", now=at("2026-02-01")).counts == seen
    return {name: number for name, number in seen.items() if number}


def party(register: Register, holder: str, day: str) -> tuple[tuple[str, ...], object]:
    """Roles and rank of a holder on a day."""
    found = register.life(holder, register.plan(), day=date.fromisoformat(day)).parties[holder]
    return found.roles, found.attributes.get("rank")


def board_date(register: Register, holder: str, day: str) -> str:
    found: object = register.life(holder, register.plan(), day=date.fromisoformat(day)).facts.get("board_date")
    return date.fromordinal(found).isoformat() if isinstance(found, int) else ""


def test_a_column_of_a_term_tells_what_it_is_from_each_day_on(register: Register, tmp_path: Path) -> None:
    lines = ("Date,Board Date", "2024-01-01,令和6年5月1日", "2025-01-01,2025-05-01")
    assert took(register, tmp_path, *lines) == {"new": 2}
    assert took(register, tmp_path, *lines) == {"same": 2}
    told = [board_date(register, "E0", day) for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")]
    assert told == ["", "2024-05-01", "2024-05-01", "2025-05-01"]
    # Another value for the same day is a correction.
    assert took(register, tmp_path, "Valid From,Board Date", "2025-01-01,2025-06-01") == {"corrected": 1}
    assert board_date(register, "E0", "2025-01-01") == "2025-06-01"
    # Beside a holder it is of that life alone.
    assert took(register, tmp_path, "Employee ID,Board Date", "E1,2024-07-01") == {"new": 1}
    assert [board_date(register, each, "2025-01-01") for each in ("E0", "E1")] == ["2025-06-01", "2024-07-01"]


def test_what_has_no_column_stays_as_it_was(register: Register, tmp_path: Path) -> None:
    lines = ("Employee ID,Valid From,rank", "E2,2025-04-01,boss")
    assert took(register, tmp_path, *lines) == {"new": 1}
    assert took(register, tmp_path, *lines) == {"same": 1}
    assert [party(register, "E2", day) for day in ("2025-03-31", "2025-04-01")] == [(BOTH, "chief"), (BOTH, "boss")]
    assert register.history("E2")[-1].details == {"name": "Ann"}


def test_each_change_goes_on_from_the_one_before(register: Register, tmp_path: Path) -> None:
    """Whatever the order of the rows; an empty cell of a column that is there says that there is nothing from then on,
    but of a role, which everybody has.
    """
    lines = ("Employee ID,Valid From,Role,rank", "E3,2025-06-01,grantee,", "E3,2025-04-01,,boss")
    assert took(register, tmp_path, *lines) == {"new": 2}
    assert party(register, "E3", "2025-04-01") == (BOTH, "boss")
    assert party(register, "E3", "2025-06-01") == (("grantee",), None)


def test_a_question_about_all_days_is_refused(register: Register, tmp_path: Path) -> None:
    took(register, tmp_path, "Employee ID,Valid From,rank", "E4,2025-04-01,boss")
    with pytest.raises(ProblemsError) as error:
        register.life("E4", register.plan())
    assert [each.code for each in error.value.problems] == ["changes-over-time"]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        (("Date,Board Date", "2024-01-01,soon"), ["a.csv:2:2 cell-is-no-day"]),
        (("Date,Board Date", "2024-01-01,2024-05-01", "2024-01-01,2024-05-02"), ["a.csv:3:2 fact-differs"]),
        (("Fact,Fact Value", "board_day,2024-05-01"), ["a.csv:2:1 of-no-plan"]),
        (("Fact,Fact Value,Valid From", ",2024-05-01,2024-01-01"), ["a.csv:2:1 cell-is-empty"]),
    ],
    ids=["no day", "twice", "no term", "no name"],
)
def test_what_is_wrong_is_told_with_its_cell(tmp_path: Path, lines: tuple[str, ...], problems: list[str]) -> None:
    assert wrong(read(text(tmp_path / "a.csv", *lines), plan=plan_of(PLAN))) == problems


def test_a_template_has_a_sheet_for_facts() -> None:
    sheets = {sheet.title: sheet for sheet in template_sheets([plan_of(PLAN)])}
    assert [column.target.name for column in sheets["Facts"].columns] == ["since", "life", "fact.board_date"]
    assert "since" in {column.target.name for column in sheets["Holders"].columns}
    assert "Facts" not in {sheet.title for sheet in template_sheets([plan_of()])}
