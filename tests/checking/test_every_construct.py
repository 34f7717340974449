"""Every construct in every place is checked, compared and given slips, or refused by name; nothing ends otherwise."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.difference import compare, tell_apart
from kenri.checking.mutants import mutants
from kenri.checking.plan_check import check
from kenri.loader.decode import is_well_formed
from kenri.loader.library import Library
from kenri.loader.plain import plain
from kenri.model import expressions as e
from kenri.model.plan import State
from kenri.model.problems import Report
from tests.checking.every_construct import BASE, PLAN, cases, constructs
from tests.loader.constructs import in_flow

FEW = 100_000
"""Steps a question: here it matters that there is an end, and not which."""

PLANS = dict(cases())


def plan(folder: Path, text: str) -> LoadedPlan:
    path = folder / "acme.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_every_construct_stands_somewhere() -> None:
    unions = {each.__name__ for each in (*e.MOMENTS, *e.CONDITIONS, *e.QUANTITIES)}
    assert unions <= constructs()


@pytest.mark.takes_turns(7)
@pytest.mark.parametrize("name", PLANS)
def test_a_construct_is_checked_or_refused_by_name(tmp_path: Path, name: str) -> None:
    loaded = plan(tmp_path, PLANS[name])
    report = check(loaded, steps=FEW, events=1)
    assert report.results
    for each in report.results:
        assert each.status in ("proved", "refuted", "noted", "undecided", "not-checked"), each
        if each.status == "not-checked":
            assert each.note_text().startswith("the solver cannot express "), each
        # Evaluators that disagree, and terms that do not go together, are told of as undecided: one of them is wrong.
        assert each.note is None or each.note.code not in ("evaluators-disagree", "cannot-compare"), each
    compared = compare(loaded, loaded.with_plan(loaded.plan), steps=FEW, events=1)
    assert {each.status for each in compared.differences} <= {"proved", "undecided", "not-checked"}


REFUSED = ("StartOf1", "EndOf1", "Held1", "BlackScholes0", "Within3")


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_solver_cannot_express_is_named(tmp_path: Path, name: str) -> None:
    """The days on which business days turn are too many for it, and the formula of option prices is beyond it."""
    report = check(plan(tmp_path, PLANS[name]), steps=FEW, events=1, kinds=frozenset({"claim", "dead-zone", "lapse"}))
    named = "black_scholes" if name == "BlackScholes0" else "business_day"
    assert any(named in each.text() for each in report.refused), report.refused


CLASHES: dict[str, e.Condition] = {
    "a word for a flag": e.On(on=e.EventMoments(event=("e",), where={"f": "no"})),
    "a word for a number": e.On(on=e.EventMoments(event=("e",), where={"n": "one"})),
    "a flag for a number": e.On(on=e.EventMoments(event=("e",), where={"n": True})),
    "a day for a number": e.On(on=e.EventMoments(event=("e",), where={"n": datetime.date(2024, 1, 1)})),
    "a flag for a word": e.On(on=e.EventMoments(event=("e",), where={"w": True})),
    "a number for a flag": e.On(on=e.EventMoments(event=("e",), where={"f": 1})),
    "a word for a fact that is a flag": e.AskedIs(asked="af", is_="no"),
    "a number for a party's flag": e.PartyIs(party="pf", is_=3),
    "the number of a flag": e.Compare(quantity=e.GrantNumber(grant="gf"), at_least=3),
    "the day of a flag": e.On(on=e.GrantDay(grant="gf")),
    "the day of a word": e.On(on=e.GrantDay(grant="gt")),
    "a condition for a number": e.Compare(quantity="open", at_least=1),
    "a number for a condition": "unknown_number",
    "a period for a day": e.On(on="unknown_period"),
    "a flag of an event for a number": e.Compare(
        quantity=e.AttributeNumber(attribute="f", of=e.EventMoments(event=("e",))), at_least=2
    ),
    "a flag of an event for a day": e.Through(through="f", of=e.EventMoments(event=("e",))),
    "a name that leads nowhere": "nosuch",
}


@pytest.mark.parametrize("name", CLASHES)
def test_what_loading_should_have_refused_ends_in_no_exception(tmp_path: Path, name: str) -> None:
    """Loading refuses a plan that compares what is of different sorts; should one slip through, it is told."""
    text = PLAN.replace("states: {", "states: {odd: {is: always}, ") + f"rules:\n{BASE}".replace(
        "when: open", "when: odd"
    )
    good = plan(tmp_path, f"{text}claims:\n  one: {{clause: c, says: x, never: {{may: exercise}}, when: odd}}\n")
    odd = good.with_plan(replace(good.plan, states={**good.plan.states, "odd": State(is_=CLASHES[name])}))
    assert {each.grade for each in check(odd, steps=FEW, events=1).results} <= {"good", "finding", "note", "open"}
    assert compare(good, odd, steps=FEW, events=1).differences
    tell_apart(good, odd, steps=FEW)


@pytest.mark.parametrize("name", [*Library().ids("plan"), *PLANS])
def test_every_slip_could_be_written(tmp_path: Path, name: str) -> None:
    """Each entry with a slip has values of the right sort, and keeps every constraint of the language."""
    loaded = plan(tmp_path, PLANS[name]) if name in PLANS else load(name)
    for each in mutants(loaded.plan):
        item = getattr(each.plan, each.section)
        entry = item if each.section == "counting" else item.get(each.name)
        assert entry is None or is_well_formed(entry), each.id


EVERY = 40
"""Of so many slips one is loaded from a file."""


@pytest.mark.parametrize("name", ["iij/2013-offering", "iij/2020-restricted-stock", "plans/canon-stock-type"])
def test_slips_load_from_a_file(tmp_path: Path, name: str) -> None:
    report = Report()
    opened = Library().open(name, report)
    assert opened is not None
    document = opened[0].document
    told = 0
    for number, each in enumerate(mutants(load(name).plan)):
        written = getattr(document, each.section, {}) if each.section != "counting" else {}
        if number % EVERY or each.document != name or each.name not in written or each.change == "left out":
            continue
        entries = {**written, each.name: getattr(each.plan, each.section)[each.name]}
        changed: dict[str, Any] = {each.section: entries}
        (tmp_path / "slip.yaml").write_text(in_flow(plain(replace(document, **changed))), "utf-8")
        load(tmp_path / "slip.yaml")
        told += 1
    assert told
