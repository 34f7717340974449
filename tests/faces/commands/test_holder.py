"""`kenri holder`: what one holder has under each plan on a day, and what of it was known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.auditing.small_audit import LIFE, PLAN
from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

SATO = """\
parties: {sato: {role: grantee}}
grants: [{id: s1, grantee: sato, on: 2015-07-13, number: 10, position: director}]
events: [{id: left, on: 2025-06-25, event: leaves_position, position: director, recorded: 2025-06-26}]
"""
SATO_AGAIN = "grants: [{id: s2, grantee: sato, on: 2021-05-31, number: 96}]\nparties: {sato: {role: grantee}}\n"
SPLIT, SERIES = "plans/split-between-exercises", "iij/2015-5th-series"


@pytest.fixture
def year(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of the year of `small_audit`."""
    (project / "options.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    made_register(kenri, "options.yaml", "life.yaml")
    return kenri


@pytest.fixture
def both(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register in which one holder has rights under two plans."""
    (project / "sato.yaml").write_text(SATO, encoding="utf-8")
    (project / "again.yaml").write_text(SATO_AGAIN, encoding="utf-8")
    made_register(kenri, SERIES, "sato.yaml")
    assert kenri("register", "plan", REGISTER, SPLIT).code == 0
    done = kenri("register", "import", REGISTER, "again.yaml", "--plan", SPLIT, "--apply")
    assert done.code == 0, done.err
    return kenri


def test_every_plan_is_told_under_which_there_are_rights(both: Kenri) -> None:
    data = both("holder", REGISTER, "sato", "--json").data
    assert [each["plan"] for each in data["plans"]] == [SERIES, SPLIT]
    assert [[grant["grant"] for grant in each["audit"]["grants"]] for each in data["plans"]] == [["s1"], ["s2"]]
    (only,) = both("holder", REGISTER, "sato", "--plan", SERIES, "--json").data["plans"]
    assert only["plan"] == SERIES
    shown = " ".join(both("holder", REGISTER, "sato").out.split())
    for part in (SERIES, SPLIT, "Grant s1 of sato", "Grant s2 of sato"):
        assert part in shown, part


def test_balances_windows_and_the_next_part_are_those_of_the_day(both: Kenri) -> None:
    """96 in 48 equal months from 31 May 2021, two a month on its last day: 16 have vested by January 2022."""
    (under,) = both("holder", REGISTER, "sato", "--plan", SPLIT, "--on", "2022-02-01", "--json").data["plans"]
    schedule = under["schedules"][0]
    coming = schedule["schedule"][schedule["next"]]
    assert (coming["first"], coming["adds"], coming["in_all"]) == ("2022-02-28", 2, 18)
    (grant,) = under["audit"]["grants"]
    assert (grant["until"], grant["closing"]["held"]) == ("2022-02-01", 96)
    shown = both("holder", REGISTER, "sato", "--plan", SPLIT, "--on", "2022-02-01").out
    assert "2 on 2022-02-28 (Mon) (27 days away)" in " ".join(shown.split())
    (series,) = both("holder", REGISTER, "sato", "--plan", SERIES, "--json").data["plans"]
    windows = [(each["first"], each["last"]) for each in series["windows"]["windows"] if each["action"] == "exercise"]
    assert ("2025-06-26", "2025-07-05") in windows


def test_it_is_told_as_it_was_known(year: Kenri) -> None:
    """On 20 April 2025 nobody knew that Bob had left: he held 75. Now 95 have lapsed."""
    now = year("holder", REGISTER, "bob", "--on", "2025-04-20", "--json").data
    then = year("holder", REGISTER, "bob", "--on", "2025-04-20", "--known-at", "2025-04-20", "--json").data
    closing = [each["plans"][0]["audit"]["grants"][0]["closing"] for each in (now, then)]
    assert [{name: number for name, number in each.items() if number} for each in closing] == [
        {"exercised": 5, "extinguished": 95},
        {"held": 75, "exercised": 25},
    ]
    kinds = [[event["event"] for event in each["plans"][0]["life"]["events"]] for each in (now, then)]
    assert [kind.count("leaves") for kind in kinds] == [1, 0]
    keys = [[each["key"] for each in data["history"]] for data in (now, then)]
    assert ["bob-left" in each for each in keys] == [True, False]
    assert "bob-ex-2" in keys[1]


def test_rights_that_an_heir_exercised_are_those_of_the_grant(year: Kenri) -> None:
    shown = year("holder", REGISTER, "eve", "--on", "2025-06-30")
    assert shown.code == 0
    flat = " ".join(shown.out.split())
    assert "fay: exercise rights 12" in flat
    assert "30 granted = 18 held + 12 exercised" in flat


def test_before_the_first_grant_nothing_is_held(year: Kenri) -> None:
    (under,) = year("holder", REGISTER, "ann", "--on", "2023-06-30", "--json").data["plans"]
    assert all(not any(grant["closing"].values()) for grant in under["audit"]["grants"])


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--plan", "none"], "no-such-plan-in-register"),
        (["--on", "2025-02-30"], "no-such-day"),
        (["--known-at", "never"], "not-day-nor-instant"),
    ],
)
def test_what_means_nothing_is_told(options: list[str], code: str, year: Kenri) -> None:
    found = year("holder", REGISTER, "ann", *options, "--json")
    assert (found.code, found.data["problems"][0]["code"]) == (2, code)


def test_who_the_holder_is_is_told_as_on_the_day_and_as_known(both: Kenri, project: Path) -> None:
    """The number alone stood in the place of the name and the address that the register has."""
    rows = "Employee ID,Name,Address,Valid From\n"
    (project / "who.csv").write_text(f"{rows}sato,佐藤 一郎,1-1 Chiyoda,\n", encoding="utf-8")
    (project / "later.csv").write_text(f"{rows}sato,佐藤 一郎,2-2 Minato,2025-01-01\n", encoding="utf-8")
    for name in ("who.csv", "later.csv"):
        assert both("register", "import", REGISTER, name, "--plan", SERIES, "--apply").code == 0
    shown = both("holder", REGISTER, "sato", "--on", "2024-12-31").out.splitlines()
    assert shown[:2] == ["sato 佐藤 一郎", "  address: 1-1 Chiyoda"]
    assert "住所：2-2 Minato" in both("holder", REGISTER, "sato", "--on", "2025-01-01", "--lang", "ja").out
    assert both("holder", REGISTER, "sato", "--on", "2025-01-01", "--json").data["details"] == {
        "name": "佐藤 一郎",
        "address": "2-2 Minato",
    }
