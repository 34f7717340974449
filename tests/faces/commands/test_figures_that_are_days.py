"""Figures that are days, part of rulings as numbers are: by whatever evaluator, in words and as data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.answers import Answer
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.rulings.ruling_html import render
from kenri.model.problems import ProblemsError
from tests.faces.commands.running import Kenri

PLAN = """\
plan: acme/days
extends: vocabulary/equity
readings:
  whole-month:
    clause: "3"
    question: Does the month begin on the day of leaving?
    options: {"no": on the day after, "yes": on the day itself}
    default: "no"
events: {leaves: {personal: true}}
terms: {set_day: {unknown: the board sets it, type: day}}
rules: {exercise: {clause: "1", says: The holder may exercise., permit: exercise, by: grantee}}
figures:
  pay-by:
    clause: "2"
    says: {en: The day by which the price is paid., ja: 払込みの期限}
    of: exercise
    day: {plus: {days: 10}, to: {first: {event: leaves}}}
  a-month:
    clause: "3"
    says: A month on.
    of: exercise
    day: {reading: whole-month, choices: {"no": {plus: {months: 1}, to: 2024-01-15}, "yes": 2024-02-14}}
  by-the-board: {clause: "4", says: The day the board sets., of: exercise, day: set_day}
"""
LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"id": "g", "grantee": "ann", "on": "2024-01-01", "number": 5}],
    "events": [{"on": "2024-03-25", "event": "leaves", "who": "ann"}],
}


@pytest.fixture
def plan(tmp_path: Path) -> LoadedPlan:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return load(tmp_path / "plan.yaml")


def test_a_ruling_tells_the_day_and_what_is_missing_to_know_it(plan: LoadedPlan) -> None:
    # Ten days after 25 March 2024 is 4 April. The board has set no day, and before anybody left there was none to count
    # from.
    for _ in range(8):  # by the reference first, and once it is met again by a form of its own
        ruling = plan.ask(LIFE, "exercise", on="2024-04-01", by="ann")
        days = {figure.name: figure.day for figure in ruling.figures}
        assert days == {"pay-by": date(2024, 4, 4), "a-month": date(2024, 2, 15), "by-the-board": None}
        assert [figure.value for figure in ruling.figures] == [None, None, None]
        assert {figure.name: figure.missing for figure in ruling.figures}["by-the-board"] == ("set_day",)
        turned = {figure.name: figure.turns for figure in ruling.figures}["a-month"]
        assert turned is not None
        assert [dict(way.readings) | {"day": way.value} for way in turned.ways] == [
            {"whole-month": "yes", "day": date(2024, 2, 14)}
        ]
    before = plan.ask({**LIFE, "events": []}, "exercise", on="2024-04-01", by="ann")
    assert before.figures[0].day is None
    assert before.figures[0].missing


def test_it_is_told_in_words_and_as_data(plan: LoadedPlan, kenri: Kenri, tmp_path: Path) -> None:
    where = ("ask", str(tmp_path / "plan.yaml"), "-", "--on", "2024-04-01", "--by", "ann")
    life = json.dumps(LIFE)
    english, japanese = kenri(*where, stdin=life), kenri(*where, "--lang", "ja", stdin=life)
    assert "The day by which the price is paid: 2024-04-04 (Thu)" in english.out
    assert "払込みの期限：2024年4月4日" in japanese.out
    assert "The day the board sets: not known without set_day" in english.out
    ruling = plan.ask(LIFE, "exercise", on="2024-04-01", by="ann")
    assert "2024-04-04" in render(ruling)
    data = json.dumps(ruling_data(ruling, "en"))
    answer = Answer.model_validate_json(data)
    assert [(each.value, each.unit) for each in answer.figures] == [
        (date(2024, 4, 4), "day"),
        (date(2024, 2, 15), "day"),
        (None, "day"),
    ]
    assert answer.figures[1].ways[0].value == date(2024, 2, 14)


def test_a_table_has_a_column_of_days(plan: LoadedPlan) -> None:
    # Ten days after 25 March 2024, and after 22 December 2023; from nobody's leaving none.
    rows = [
        {"id": str(place), "grant.on": date(2024, 1, 1), "grant.number": 5, "events": events}
        for place, events in enumerate(
            ([{"on": "2024-03-25", "event": "leaves"}], [], [{"on": "2023-12-22", "event": "leaves"}])
        )
    ]
    rows *= 40
    table = pa.Table.from_pylist([{**row, "id": str(place)} for place, row in enumerate(rows)])
    found = plan.batch(table, "exercise", on="2024-04-01", by="grantee", verify=1)
    assert found.schema.field("figure.pay-by").type == pa.date32()
    assert "figure.pay-by_exact" not in found.schema.names
    assert found.column("figure.pay-by").to_pylist() == [date(2024, 4, 4), None, date(2024, 1, 1)] * 40
    assert found.column("figure.by-the-board").to_pylist() == [None] * 120


STATED = """\
plan: acme/stated
extends: vocabulary/equity
rules: {{exercise: {{clause: "1", says: May., permit: exercise}}}}
figures: {{end: {{clause: "2", says: The end., {figure}}}}}
"""


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("day: 2024-02-29, stated: 3", "stated-is-day"),
        ("is: 3, stated: 2024-02-29", "figure-is-number"),
        ("day: 2024-02-29, unit: JPY", "keys-exclude"),
    ],
)
def test_what_a_document_states_is_of_the_sort_of_the_figure(tmp_path: Path, figure: str, code: str) -> None:
    (tmp_path / "plan.yaml").write_text(STATED.format(figure=figure), encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        load(tmp_path / "plan.yaml")
    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_day_that_the_document_states_is_set_against_the_one_computed(kenri: Kenri, tmp_path: Path) -> None:
    path, life = tmp_path / "plan.yaml", json.dumps({**LIFE, "events": []})
    # A month after 31 January 2024 is 29 February.
    for stated, line in (("2024-02-28", "states 2024-02-28"), ("2024-02-29", "")):
        figure = f"day: {{plus: {{months: 1}}, to: 2024-01-31}}, stated: {stated}"
        path.write_text(STATED.format(figure=figure), encoding="utf-8")
        told = kenri("figure", str(path), "-", stdin=life).out
        assert "end: 2024-02-29" in told
        assert ("the document states" in told) is bool(line)
        assert line in told
        data = json.loads(kenri("figure", str(path), "-", "--json", stdin=life).out)["figures"][0]
        assert (data["value"], data["stated"], data["discrepant"]) == ("2024-02-29", stated, bool(line))
        assert ("2024-02-28" in kenri("explain", str(path)).out) is bool(line)
        explained = json.loads(kenri("explain", str(path), "--json").out)["discrepancies"]
        assert [(each["stated"], each["computed"]) for each in explained] == (
            [("2024-02-28", "2024-02-29")] if line else []
        )
