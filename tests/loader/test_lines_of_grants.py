"""Days and numbers that a grant lists: read as events that are known with it, written back, and refused by line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.life_schema import life_schema
from kenri.loader.lives import life_in, life_of
from kenri.loader.tree import read
from kenri.loader.written_lives import life_data, life_text
from kenri.model.problems import ProblemsError, Report

PLAN = """\
plan: acme/lines
extends: vocabulary/equity
events:
  tranche_vests: {personal: true, number: shares, with_grant: vestings, attributes: {shares: number}}
rules:
  holder: {clause: "1", says: The holder., permit: exercise, by: grantee}
  vested: {clause: "2", says: What has vested., limit: exercise, at_most: vested}
amounts:
  vested: {is: {total: shares, of: {event: tranche_vests, who: grantee}}}
figures:
  vested: {clause: "2", says: What has vested., is: vested}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("lines") / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def grant(*lines: tuple[date, Any], **others: Any) -> dict[str, Any]:
    vestings = [{"on": on, "shares": shares} for on, shares in lines]
    return {"grantee": "ann", "on": date(2024, 1, 1), "number": 100, "vestings": vestings, **others}


def vested(plan: LoadedPlan, life: Any, on: date, **others: Any) -> Any:
    return plan.figure(life, "vested", on=on, **others).value


TWO = ((date(2024, 6, 30), 30), (date(2025, 6, 30), 70))


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2024, 6, 29), 0), (date(2024, 6, 30), 30), (date(2025, 6, 29), 30), (date(2025, 6, 30), 100)],
)
def test_each_line_counts_from_its_day(plan: LoadedPlan, on: date, expected: int) -> None:
    assert vested(plan, {"grants": [grant(*TWO)]}, on) == expected


def test_lines_are_known_as_long_as_the_grant_is(plan: LoadedPlan) -> None:
    assert vested(plan, {"grants": [grant(*TWO)]}, date(2025, 6, 30), known_at=date(2024, 1, 1)) == 100


def test_lines_are_about_their_grant_alone(plan: LoadedPlan) -> None:
    life = {"grants": [grant(*TWO, id="a"), grant((date(2024, 2, 1), 5), id="b"), grant(id="c", grantee="bob")]}
    assert [vested(plan, life, date(2024, 6, 30), grant=id_) for id_ in ("a", "b", "c")] == [30, 5, 0]


def test_a_line_is_put_right_by_its_name(plan: LoadedPlan) -> None:
    right = {"on": date(2024, 7, 31), "event": "tranche_vests", "shares": 20, "recorded": date(2024, 7, 15)}
    life = {"grants": [grant(*TWO)], "events": [{**right, "corrects": "grant-vestings-1"}]}
    assert vested(plan, life, date(2024, 7, 31)) == 20
    assert vested(plan, life, date(2024, 7, 30)) == 0
    assert vested(plan, life, date(2024, 7, 30), known_at=date(2024, 7, 14)) == 30


def test_what_is_recorded_later_comes_on_top(plan: LoadedPlan) -> None:
    later = {"on": date(2024, 12, 31), "event": "tranche_vests", "shares": 7}
    life = {"grants": [grant((date(2024, 6, 30), 30))], "events": [later]}
    assert [vested(plan, life, date(2024, 12, day)) for day in (30, 31)] == [30, 37]


def problems(plan: LoadedPlan, text: str) -> list[tuple[str, str]]:
    """The code of each problem of a life, and the text at its place."""
    report = Report()
    (tree,) = read("life.yaml", text, report=report)
    life_in(tree, (), plan.plan, report)
    lines = text.splitlines()
    return [
        (each.code, lines[each.place.line - 1][each.place.column - 1 :])
        for each in report.problems
        if each.place is not None
    ]


@pytest.mark.parametrize(
    ("lines", "code", "at"),
    [
        ("{on: 2025-01-01, shares: 5}", "lines-of-grant-are-list", "{on"),
        ("[5]", "line-of-grant-is-mapping", "5"),
        ("[{shares: 5}]", "missing-key", "{shares"),
        ("[{on: 2025-01-01}]", "missing-key", "{on"),
        ("[{on: soon, shares: 5}]", "no-day-here", "soon"),
        ("[{on: 2025-01-01, shares: many}]", "not-of-type", "many"),
        ("[{on: 2025-01-01, shares: 0}]", "not-above-zero", "0}"),
        ("[{on: 2025-01-01, shares: -5}]", "not-above-zero", "-5"),
        ("[{on: 2025-01-01, shares: 5, who: ann}]", "no-part-of", "who"),
        ("[{on: 2025-01-01, shares: 5}, {on: 2025-01-01, shares: 6}]", "line-out-of-order", "2025-01-01, shares: 6"),
        ("[{on: 2025-01-02, shares: 5}, {on: 2025-01-01, shares: 6}]", "line-out-of-order", "2025-01-01"),
        ("[{on: 2025-01-01, shares: 60}, {on: 2025-01-02, shares: 41}]", "more-than-granted", "41"),
        ("[{on: 2025-01-01, shares: 101}, {on: 2025-01-02, shares: 1}]", "more-than-granted", "101"),
        ("[{on: 2025-01-01, shares: 1, id: a}, {on: 2025-01-02, shares: 1, id: a}]", "same-event", "a}]"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(plan: LoadedPlan, lines: str, code: str, at: str) -> None:
    ((found, place),) = problems(plan, f"grants:\n  - grantee: ann\n    number: 100\n    vestings: {lines}\n")
    assert (found, place[: len(at)]) == (code, at)


@pytest.mark.parametrize("last", [40, 39])
def test_lines_may_come_to_all_or_to_less(plan: LoadedPlan, last: int) -> None:
    lines = f"[{{on: 2025-01-01, shares: 60}}, {{on: 2025-01-02, shares: {last}}}]"
    assert not problems(plan, f"grants: [{{grantee: ann, number: 100, vestings: {lines}}}]\n")


def test_the_same_again_among_the_events_is_refused(plan: LoadedPlan) -> None:
    text = "grants: [{grantee: ann, number: 100, vestings: [{on: 2025-01-01, shares: 5}]}]\nevents:\n"
    ((code, place),) = problems(plan, text + "  - {on: 2025-01-01, event: tranche_vests, shares: 5, grant: grant}\n")
    assert (code, place[:3]) == ("event-again", "{on")


@pytest.mark.parametrize("key", ["number", "plan", "price", "others"])
def test_a_key_that_a_grant_has_already_is_refused(tmp_path: Path, key: str) -> None:
    kind = f"{{number: shares, with_grant: {key}, attributes: {{shares: number}}}}"
    other = "{number: shares, with_grant: others, attributes: {shares: number}}"
    path = tmp_path / "plan.yaml"
    path.write_text(
        f"plan: acme/keys\nextends: vocabulary/equity\nevents:\n  comes: {kind}\n  other: {other}\n"
        'grant_attributes: {price: number}\nrules: {all: {clause: "1", says: All., permit: exercise}}\n',
        encoding="utf-8",
    )
    with pytest.raises(ProblemsError) as raised:
        load(path)
    assert {each.code for each in raised.value.problems} == {"key-of-grant-taken"}


@given(
    gaps=st.lists(st.integers(1, 400), max_size=5),
    shares=st.lists(st.integers(1, 20), min_size=5, max_size=5),
    named=st.sets(st.integers(0, 4)),
)
def test_lines_are_read_as_they_are_written(
    plan: LoadedPlan, gaps: list[int], shares: list[int], named: set[int]
) -> None:
    day = date(2024, 1, 1)
    lines: list[dict[str, Any]] = []
    for place, gap in enumerate(gaps):
        day += timedelta(days=gap)
        lines.append({"on": day, "shares": shares[place], **({"id": f"n{place}"} if place in named else {})})
    data = {"grants": [{"grantee": "ann", "on": date(2024, 1, 1), "number": 100, "vestings": lines}]}
    life = life_of(data, plan.plan)
    written = life_data(life, plan.plan)
    assert written["grants"][0].get("vestings", []) == lines
    assert "events" not in written
    report = Report()
    (tree,) = read("life.yaml", life_text(written), report=report)
    assert life_in(tree, (), plan.plan, report) == life
    assert not report.problems
    so_far = [sum(shares[: place + 1]) for place in range(len(gaps))]
    assert [vested(plan, life, line["on"]) for line in lines] == so_far


def test_the_schema_takes_what_the_loader_takes(plan: LoadedPlan) -> None:
    schema = life_schema(plan.plan)
    good = {"grants": [{"grantee": "ann", "number": 100, "vestings": [{"on": "2025-01-01", "shares": 5, "id": "a"}]}]}
    jsonschema.validate(good, schema)
    for line in ({"on": "2025-01-01"}, {"shares": 5}, {"on": "2025-01-01", "shares": 0}, {"on": "2025-01-01", "x": 1}):
        bad = {"grants": [{"grantee": "ann", "number": 100, "vestings": [line]}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_decide_reads_lines_anew_each_time(plan: LoadedPlan) -> None:
    for shares in (30, 31, 30):
        life = {"grants": [grant((date(2024, 6, 30), shares))]}
        outcome, *_ = plan.decide(life, "exercise", on=date(2024, 6, 30), rights=31, by="ann")
        assert outcome == ("allowed" if shares == 31 else "denied")
