"""`kenri schedule`."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.engine_source import ROOT
from tests.faces.commands.running import Kenri
from tests.readme_commands import commands

MONTHLY = "plans/ocf-monthly-vesting"
LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2023-10-10", "number": 29, "allocation": "CUMULATIVE_ROUND_DOWN"}],
    "events": [
        {"on": "2023-10-10", "event": "vesting_starts"},
        {"on": "2024-02-10", "event": "vesting_accelerates", "quantity": 6},
    ],
}
TUTORIAL = "plans/ocf-tutorial-option"
IN_SERVICE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2022-12-31", "number": 100_000}],
}


def cells(out: str) -> list[list[str]]:
    """The lines of the table, each as its words."""
    return [line.split() for line in out.splitlines() if re.match(r"▶?\s+20\d\d-", line)]


def test_a_schedule_is_a_table_with_the_next_part_marked(kenri: Kenri) -> None:
    """10 of 29 with the cliff; 6 are accelerated, so that the next instalment brings none, and the one after it 2."""
    answer = kenri("schedule", MONTHLY, "-", "--on", "2024-02-28", stdin=json.dumps(LIFE))
    assert answer.code == 0
    assert "vested — How many options have vested, exercised ones among them: 8 parts" in answer.out
    table = cells(answer.out)
    assert table[0] == ["2024-01-30", "(Tue)", "1–3", "10", "10", "10"]
    assert table[1][:4] == ["2024-02-10", "(Sat)", "6", "16"]
    assert table[2][:6] == ["2024-02-29", "(Thu)", "4", "4", "0", "16"]
    assert table[3] == ["▶", "2024-03-30", "(Sat)", "5", "4", "2", "18"]
    assert len(table) == 7
    assert answer.out.count("▶") == 1
    # from 28 February to 30 March 2024 are 1 + 30 days
    assert "Next part: 2 options on 2024-03-30 (Sat) (31 days away)" in answer.out
    assert "† accelerated-shares: last → 2024-02-29 (Thu) in all 20" in answer.out


def test_without_a_day_no_part_is_the_next(kenri: Kenri) -> None:
    answer = kenri("schedule", MONTHLY, "-", stdin=json.dumps(LIFE))
    assert "▶" not in answer.out
    assert "Next part" not in answer.out
    after = kenri("schedule", MONTHLY, "-", "--on", "2024-06-30", stdin=json.dumps(LIFE))
    assert "Next part: none after 2024-06-30 (Sun)" in after.out
    eve = kenri("schedule", MONTHLY, "-", "--on", "2024-06-29", stdin=json.dumps(LIFE))
    assert "Next part: 4 options on 2024-06-30 (Sun) (1 day away)" in eve.out


def test_in_japanese(kenri: Kenri) -> None:
    answer = kenri("schedule", MONTHLY, "-", "--on", "2024-02-28", "--lang", "ja", stdin=json.dumps(LIFE))
    assert "8回" in answer.out
    assert "予定外の変動" in answer.out
    assert "▶  2024年3月30日(土)" in answer.out
    assert "次回：2024年3月30日(土)に2 options（31日後）" in answer.out


def test_a_long_schedule_is_shown_around_the_next_part(kenri: Kenri) -> None:
    """Of 37 lines (12 of 48 parts come together) 24; the next after 1 June 2025, the 30th part, is the 19th line."""
    life = json.dumps(IN_SERVICE)
    around = kenri("schedule", TUTORIAL, "-", "--on", "2025-06-01", stdin=life)
    table = cells(around.out)
    assert len(table) == 24
    assert table[8][:3] == ["▶", "2025-06-30", "(Mon)"]
    assert "10 before and 3 after are left out; `--all` shows every line" in around.out
    first = kenri("schedule", TUTORIAL, "-", stdin=life)
    assert cells(first.out)[0][0] == "2023-12-31"
    assert "0 before and 13 after are left out" in first.out
    last = kenri("schedule", TUTORIAL, "-", "--on", "2030-01-01", stdin=life)
    assert cells(last.out)[-1][0] == "2026-12-31"
    whole = kenri("schedule", TUTORIAL, "-", "--on", "2025-06-01", "--all", stdin=life)
    assert len(cells(whole.out)) == 37
    assert "left out" not in whole.out
    assert len(kenri("schedule", TUTORIAL, "-", "--json", stdin=life).data["schedule"]) == 37


def test_the_schedule_as_data(kenri: Kenri) -> None:
    data = kenri("schedule", MONTHLY, "-", "--on", "2024-02-28", "--json", stdin=json.dumps(LIFE)).data
    assert (data["plan"], data["name"], data["clause"], data["of"], data["on"], data["grant"], data["unit"]) == (
        MONTHLY, "vested", "c3", 8, "2024-02-28", "grant", "options",
    )  # fmt: skip
    assert data["schedule"][2] == {
        "first": "2024-02-29",
        "last": "2024-02-29",
        "parts": [4, 4],
        "number": 4,
        "scheduled": 14,
        "adds": 0,
        "in_all": 16,
        "fate": "brought-forward",
        "since": "2024-02-10",
        "missing": [],
    }
    assert data["schedule"][1]["parts"] is None
    assert data["next"] == 3
    assert (data["settled"], [way["readings"] for way in data["ways"]]) == (
        False, [{"accelerated-shares": "last"}, {"accelerated-shares": "pro-rata"}],
    )  # fmt: skip
    assert kenri("schedule", MONTHLY, "-", "--json", stdin=json.dumps(LIFE)).data["next"] is None


def test_what_is_not_known_is_said(kenri: Kenri) -> None:
    """Without a recorded start nothing vests, unless the schedule counts from the issuance."""
    nothing = kenri("schedule", MONTHLY, "-", "--on", "2024-02-28", stdin=json.dumps({**LIFE, "events": []}))
    assert nothing.code == 0
    assert "No part of it vests in this life." in nothing.out
    assert "† no-vesting-start: issuance → 2024-01-30 (Tue) in all 10" in nothing.out


PARTLY_KNOWN = """\
plan: acme/scheduled
extends: vocabulary/equity
terms:
  late: {unknown: It is not told., type: flag}
  total: {unknown: It is not told., type: number}
  start: {unknown: It is not told., type: day}
dates:
  days: {is: {each_of: [2024-03-01, second, 2024-04-01]}}
  second: {is: {cases: [{when: late, is: 2024-03-20}], otherwise: 2024-03-10}}
  from-start: {is: {every: {months: 1}, from: start, times: 3}}
amounts:
  partly: {is: {vests: {grant: number}, on: days, parts: 3, allocation: front-loaded}}
  of-some: {is: {vests: total, on: days, parts: 3, allocation: front-loaded}}
  some-day: {is: {vests: 9, on: from-start, parts: 3, allocation: front-loaded}}
rules: {may: {clause: "1", says: Holders may., permit: exercise, by: grantee}}
"""


def test_of_a_next_part_it_is_said_what_is_not_known(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(PARTLY_KNOWN, encoding="utf-8")
    grants = [{"grantee": "ann", "on": "2024-01-31", "number": 18}]
    life = json.dumps({"parties": {"ann": {"role": "grantee"}}, "grants": grants})

    def told(name: str, on: str) -> str:
        return " ".join(kenri("schedule", "plan.yaml", "-", name, "--on", on, stdin=life).out.split())

    assert "Next part: 6 on 2024-03-01 (Fri) (1 day away)" in told("partly", "2024-02-29")
    between = told("partly", "2024-03-15")
    assert "▶ 2024-03-10 – 2024-03-20 2 6 6 12 not known without late" in between
    assert "Next part: 6, not known on which day: 2024-03-10 – 2024-03-20" in between
    assert "Next part: on 2024-04-01 (Mon) (2 days away), not known how many" in told("of-some", "2024-03-30")
    never = told("some-day", "2024-03-30")
    assert "▶ not known 1–3 ? ? ? not known without start" in never
    assert "Next part: not known when and how many" in never


def test_where_nothing_more_is_to_come_the_lines_after_the_day_are_shown(kenri: Kenri) -> None:
    """Service ends with 13 of 48 parts; of the 35 lines after it, and 2 before, those around the day."""
    left = {"on": "2024-02-10", "event": "terminates", "reason": "INVOLUNTARY_WITH_CAUSE"}
    life = json.dumps({**IN_SERVICE, "events": [left]})
    answer = kenri("schedule", TUTORIAL, "-", "--on", "2024-03-01", stdin=life)
    table = cells(answer.out)
    assert table[0] == ["2023-12-31", "(Sun)", "1–12", "25,000", "25,000", "25,000"]
    assert table[2] == ["2024-02-29", "(Thu)", "14", "2,084", "0", "27,083", "does", "not", "vest"]
    assert "Next part: none after 2024-03-01 (Fri)" in answer.out


@pytest.mark.parametrize("manner", [(), ("--lang", "ja"), ("--json",)])
@pytest.mark.parametrize(
    "wrong",
    [
        ("nothing",),
        ("--on", "2024-02-30"),
        ("--grant", "g9"),
        ("--reading", "x=y"),
        ("--known-at", "x"),
    ],
)
def test_a_wrong_question_is_one_report(kenri: Kenri, wrong: tuple[str, ...], manner: tuple[str, ...]) -> None:
    assert kenri("schedule", MONTHLY, "-", *wrong, *manner, stdin=json.dumps(LIFE)).code == 2
    assert kenri("schedule", MONTHLY, "-", *manner, stdin=json.dumps(LIFE)).code == 0


def test_the_example_in_the_reference(kenri: Kenri, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    (example,) = commands((ROOT / "docs" / "reference" / "vests.md").read_text(encoding="utf-8"))
    first, life = example.text.split(" <<'END'\n")
    answer = kenri(*shlex.split(first)[1:], stdin=life.removesuffix("END"))
    assert example.output is not None
    assert [line.rstrip() for line in answer.out.splitlines()] == [*example.output]


def test_the_command_writes_it(kenri: Kenri, tmp_path: Path) -> None:
    life = json.dumps(LIFE)
    plan = MONTHLY
    answer = kenri("schedule", plan, "-", "--on", "2024-02-28", "--svg", str(tmp_path / "s.svg"), stdin=life)
    assert answer.code == 0
    assert "Next part" in answer.out
    written = (tmp_path / "s.svg").read_text(encoding="utf-8")
    alone = kenri("schedule", plan, "-", "--on", "2024-02-28", "--svg", "-", stdin=life)
    assert alone.out.strip() == written.strip()
    beside = kenri("schedule", plan, "-", "--svg", "-", "--json", stdin=life)
    assert beside.code == 2
    assert "says nothing beside `--svg -`" in beside.out + beside.err
    none = kenri("schedule", plan, "-", "--svg", str(tmp_path / "n.svg"), stdin=json.dumps({**LIFE, "events": []}))
    assert none.code == 2
    assert "no-part-to-draw" in none.err
    assert not (tmp_path / "n.svg").exists()
