"""What the register of the year says, against what was worked out by hand from the clauses and the workbooks."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")
pytest.importorskip("python_calamine")

from kenri.loader.library import shipped
from kenri.model.problems import Report
from kenri.model.scenario import LoadedScenario
from kenri.scenarios import Scenarios
from tests.year.made_year import SERIES, steps, year_command, year_folder, year_register

_EARLIER = {"before-the-period-is-told": "exercise-period.yaml"}
"""Scenarios of lives as they were before a file was brought in."""


def scenarios() -> list[LoadedScenario]:
    report = Report()
    paths = [shipped("scenarios") / plan / "year.yaml" for plan in SERIES.values()]
    found = Scenarios().read(paths, report)
    report.raise_if_any()
    return found


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda each: f"{each.plan.partition('-')[0]}-{each.name}")
def test_the_register_gives_the_answers_of_the_scenario(scenario: LoadedScenario) -> None:
    """The life that was written down for one person is the one to which the workbooks come."""
    (holder,) = {grant.grantee for grant in scenario.life.grants.values()}
    register = year_register(_EARLIER.get(scenario.name, ""))
    life = register.life(holder, register.plan(scenario.plan))
    unmet = Scenarios().examine(replace(scenario, life=life))
    assert [(each.asked, each.what, each.expected, each.got) for each in unmet] == []


def audits(series: str, until: str, known_at: str | None = None) -> Any:
    """The audit of each grant of a series up to a day."""
    register = year_register()
    plan = register.plan(SERIES[series])
    instant = plan.instant(known_at)
    for _, life in register.lives(plan, known_at=instant):
        if life.grants_under(plan.plan):
            yield from plan.audit(life, known_at=known_at, until=date.fromisoformat(until)).grants


def totals(series: str, until: str, known_at: str | None = None) -> dict[str, int]:
    """What stands in the balances of all grants of a series as a day ends, less what is empty."""
    found = Counter[str]()
    for each in audits(series, until, known_at):
        for balance, number in each.closing.items():
            assert isinstance(number, int)
            found[balance] += number
    return {balance: number for balance, number in found.items() if number}


# Worked out by hand, grant by grant. Of the 230 rights of the 5th series 35 were exercised (18, 10 and 7) and 15
# ended (8 and 7) before the year, which leaves 180. In it 46 are exercised: 20 by 1002, 7 each by 1008 and 1009, 12
# by the heir of 1003; 4 of 1002 end. Of the 163 rights of 2018 31 are exercised: 16 by 1002, 5 each by 1008, 1009 and
# 1022; the 5 of 1023 end. Of the 42,500 shares that are allotted in the year the company takes back 1,000, and 300
# are sold.
ROLL_FORWARD = {
    ("5th", "2020-03-31"): {"held": 180, "exercised": 35, "extinguished": 15},
    ("5th", "2021-03-31"): {"held": 130, "exercised": 81, "extinguished": 19},
    ("2018", "2020-03-31"): {"held": 163},
    ("2018", "2021-03-31"): {"held": 127, "exercised": 31, "extinguished": 5},
    ("shares", "2020-03-31"): {},
    ("shares", "2021-03-31"): {"held": 41_200, "acquired": 1_000, "transferred": 300},
}


@pytest.mark.parametrize(("series", "until"), ROLL_FORWARD)
def test_the_rights_of_each_series_are_where_they_should_be(series: str, until: str) -> None:
    assert totals(series, until) == ROLL_FORWARD[series, until]


def test_before_the_corrections_they_were_thought_to_be_elsewhere() -> None:
    """On 13 January 1002 was thought to have exercised 22 and let 2 end, and 1009 to have let 7 end; 1008 had exercised
    7. With the 35 and 15 of before 64 are exercised and 24 have ended.
    """
    assert totals("5th", "2021-01-13", "2021-01-13") == {"held": 142, "exercised": 64, "extinguished": 24}


def test_the_acts_that_were_not_permitted_are_found() -> None:
    """By all that is known, and by what was known when they were recorded: the requests of 6 July and 13 January were
    refused and kept, and those of 8 October were recorded before it was known that 1008 had left.
    """
    now, then = {}, {}
    for series in SERIES:
        acts = [act for each in audits(series, "2021-03-31") for act in each.acts]
        now[series] = sorted(act.event.id for act in acts if act.verdict != "allowed")
        then[series] = sorted(act.event.id for act in acts if act.judgement_then.outcome != "allowed")
    assert now == {"5th": ["E204"], "2018": ["E212"], "shares": ["E411"]}
    assert then == {"5th": ["E204", "E210", "E214"], "2018": ["E211", "E212"], "shares": ["E411"]}


def shown(number: int) -> Any:
    """What one of the steps that are shown answers, as data."""
    titled = [step["run"] for step in steps() if "title" in step]
    files = ("exercise-period.yaml", "4-corrections.xlsx", "")
    return json.loads(year_command([*titled[number], "--json"], year_folder(files[number])))


def test_the_command_rolls_them_forward_to_the_same() -> None:
    words = ["roll-forward", "2020.db", "--from", "2020-04-01", "--to", "2021-03-31", "--json"]
    rolls = json.loads(year_command(words, year_folder()))["rolls"]
    found = {}
    for roll in rolls:
        series = next(name for name, plan in SERIES.items() if plan == roll["plan"])
        for line, day in (("opening", "2020-03-31"), ("closing", "2021-03-31")):
            (told,) = (each for each in roll["lines"] if each["line"] == line)
            found[series, day] = {balance: number for balance, number in told["numbers"].items() if number}
    assert found == ROLL_FORWARD


def test_the_command_audits_them_to_the_same() -> None:
    words = ["audit", "--all", "2020.db", "--until", "2021-03-31", "--json"]
    data = json.loads(year_command(words, year_folder(), code=1))
    kinds: dict[str, set[str]] = {}
    for act in data["findings"]:
        kinds.setdefault(act["kind"], set()).add(act["event"])
    assert kinds == {"permitted-now": {"E210", "E211", "E214"}, "not-permitted": {"E204", "E212", "E411"}}


RIGHT, LAPSE = "exercise", "lapse-after-ten-days"


def test_what_comes_the_day_after_the_meeting() -> None:
    """1002 was a director until 24 June: ten days from the 25th to 4 July. Whether they are in the exercise period of
    the series of 2018 nobody knows, and so neither how many of its rights end by them.
    """
    data = shown(0)
    assert (data["first"], data["last"], data["holders"]) == ("2020-06-25", "2020-07-25", 28)
    assert {each["holder"] for each in data["due"]} == {"1002"}
    told = [(each["day"], each["kind"], each["what"], each["grant"], each["number"]) for each in data["due"]]
    assert told[:5] == [
        ("2020-06-25", "opens", RIGHT, "5-02", 24),
        ("2020-06-25", "unknown", RIGHT, "18-02", "unknown"),
        ("2020-07-04", "closes", RIGHT, "5-02", 24),
        ("2020-07-05", "moves", LAPSE, "5-02", 24),
        ("2020-07-05", "moves", LAPSE, "18-02", None),
    ]
    (unknown,) = (each for each in data["due"] if each["kind"] == "unknown")
    assert unknown["missing"] == ["exercise_period"]


def test_what_comes_as_the_year_ends() -> None:
    """1010 and 1025 are officers until 31 March: 1 to 10 April. The shares of 1039 are restricted until 31 March; until
    when those of 1040 are nobody knows. The six months of the heir of 1003 end in July; nothing else comes within
    thirty days.
    """
    acts = ("transfer_shares", "pledge_shares", "dispose_of_shares", "move_out_of_account")
    leavers = (("1010", "5-10", 7), ("1010", "18-10", 5), ("1025", "18-15", 4))
    expected = [
        *(("2021-03-15", "unknown", act, "1040", "RS-22", "unknown") for act in acts),
        *(("2021-04-01", "opens", RIGHT, *each) for each in leavers),
        *(("2021-04-01", "opens", act, "1039", "RS-21", 1000) for act in acts),
        *(("2021-04-10", "closes", RIGHT, *each) for each in leavers),
        *(("2021-04-11", "moves", LAPSE, *each) for each in leavers),
    ]
    data = shown(2)
    told = [tuple(each[key] for key in ("day", "kind", "what", "holder", "grant", "number")) for each in data["due"]]
    assert sorted(told, key=str) == sorted(expected, key=str)
    assert {tuple(each["missing"]) for each in data["due"] if each["kind"] == "unknown"} == {("restricted_until",)}


def test_whose_answers_the_corrections_change_before_they_are_made() -> None:
    """10 and not 12 of 1002 were exercised on 2 July, so that 4 and not 2 ended. 1009 left on 5 January: the ten days
    of both series are 6 to 15 January, in which the seven rights of the 5th were exercised on the 13th; the five
    others do not end on the 11th but, if nothing happens, on the 16th.
    """
    data = shown(1)
    assert data["holders"] == 40
    come, gone, windows = [], [], []
    for each in data["impact"]:
        come += [
            (each["holder"], moved["on"], moved["number"], moved["to"], moved["grant"]) for moved in each["movements"]
        ]
        gone += [
            (each["holder"], moved["on"], moved["number"], moved["to"], moved["grant"])
            for moved in each["movements_withdrawn"]
        ]
        windows += [
            (each["holder"], window["grant"], window["before"]["last"], window["after"]["last"])
            for window in each["windows"]
        ]
    assert sorted(come) == [
        ("1002", "2020-07-02", 10, "exercised", "5-02"),
        ("1002", "2020-07-05", 4, "extinguished", "5-02"),
        ("1009", "2021-01-13", 7, "exercised", "5-09"),
        ("1009", "2021-01-16", 5, "extinguished", "18-09"),
    ]
    assert sorted(gone) == [
        ("1002", "2020-07-02", 12, "exercised", "5-02"),
        ("1002", "2020-07-05", 2, "extinguished", "5-02"),
        ("1009", "2021-01-11", 5, "extinguished", "18-09"),
        ("1009", "2021-01-11", 7, "extinguished", "5-09"),
        ("1009", "2021-01-13", 0, "exercised", "5-09"),
    ]
    assert windows == [("1009", "18-09", "2021-01-10", "2021-01-15")]
