"""The terms that claims are proved with say what the reference says where they are open: as terms, and in tables.

With plain values they are compared with all evaluators in `tests/conformance`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kenri
from kenri import terms
from kenri.api import LoadedPlan
from kenri.checking.check_context import CheckContext
from kenri.checking.frames import frame
from kenri.checking.stories import outcome as by_reference
from kenri.checking.verdict import Story
from kenri.loader.calendars import business_days, calendars_of
from kenri.loader.library import Library
from kenri.model import periods
from kenri.model.life import Event, Grant, Life, Party
from kenri.solving.solver import Solver
from kenri.symbolic import tables
from kenri.symbolic.answer import outcome
from kenri.symbolic.case import InexpressibleError
from kenri.terms import conj, neg
from tests.effort import examples

PLANS = Library().ids("plan")


@cache
def loaded(name: str) -> LoadedPlan:
    return kenri.load(name)


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("name", PLANS)
def test_what_the_solver_finds_the_reference_finds_too(name: str) -> None:
    """Translation validation: models of allowed and of denied, with various further events, replayed."""
    plan = loaded(name)
    context = CheckContext(plan, frame(plan.plan))
    on, number = context.prover.asked_on, context.prover.number
    replayed, refused = 0, 0
    for action in context.actions:
        for asker in context.askers(action):
            try:
                truth = context.standing(asker, action).allowed(on, number)
            except InexpressibleError:  # what hangs on days that are partly known
                refused += 1
                continue
            life = context.prover.symbolic_life
            slots = [*life.all_events()]
            several = [slot.happens for slot in slots[:: max(1, len(slots) // 3)]]
            several += [each.exists for each in life.further]
            for expected, flag in (("allowed", truth.yes), ("denied", neg(truth.maybe))):
                for with_ in ([], several[:1], several):
                    # Asked for as it is found, without being made shorter.
                    answer, model = context.prover.model(conj(flag, *with_))
                    if answer != "yes" or model is None:
                        continue
                    found = context.prover.found_in(model, asker, action)
                    story = Story(
                        plan=plan.id,
                        life=found.life,
                        grant=found.grant,
                        action=action,
                        by=asker,
                        on=found.on,
                        time=found.time,
                        number=found.number,
                        facts=found.facts,
                    )
                    assert by_reference(plan, story) == expected, story
                    replayed += 1
    assert replayed or refused


COUNTINGS = [
    periods.Counting(months=months, first_day=first_day, roll=roll, calendar=business_days("japan"))
    for months in ("month-end", "corresponding-day", "next-day")
    for first_day in ("excluded", "included")
    for roll in ("none", "forward")
] + [
    periods.Counting("corresponding-day", first_day, "none", business_days("japan"), number)
    for first_day in ("excluded", "included")
    for number in (1, 28, 30, 31)
]


@examples(40)
@given(
    st.sampled_from(COUNTINGS),
    st.sampled_from(("days", "weeks", "months", "years", "business-days")),
    st.integers(0, 14),
    st.sampled_from((1, -1)),
    st.integers(date(2015, 12, 1).toordinal(), date(2021, 3, 5).toordinal()),
)
def test_a_table_is_the_function_it_was_made_from(
    counting: periods.Counting, unit: periods.Unit, number: int, direction: int, day: int
) -> None:
    """A solver that is told which day a variable is reads off the table what the reference computes."""
    anchor = terms.whole("anchor", date(2015, 12, 1).toordinal(), date(2021, 3, 5).toordinal())
    end, is_known = tables.shifted(anchor, number, unit, counting, direction)
    answer, model = Solver().can(terms.eq(anchor, day), is_known)
    assert answer == "yes"
    assert model is not None
    function = periods.last_day if direction > 0 else periods.first_day_before
    assert model.value(end) == function(day, number, unit, counting)


def test_a_table_has_no_value_beyond_its_calendar() -> None:
    anchor = terms.whole("late", date(2098, 1, 1).toordinal(), date(2102, 1, 1).toordinal())
    _, is_known = tables.shifted(anchor, 1, "business-days", COUNTINGS[0], 1)
    late = terms.ge(anchor, date(2100, 1, 1).toordinal())
    assert Solver().can(is_known, late)[0] == "no"


def test_a_bar_of_unknown_length_after_the_window_lengthens_nothing() -> None:
    """A bar that begins when the window is over cannot toll it, however long it lasts (f2 of the blackout plan)."""
    plan = loaded("plans/blackout-extension")
    left = date(2020, 3, 31).toordinal()
    life = Life(
        parties={"ann": Party(id="ann", roles=("grantee",))},
        grants={
            "g": Grant(
                id="g", grantee="ann", on=left - 100, number=10, attributes={"form": "tolling", "expires": left + 900}
            )
        },
        events=(
            Event(id="a", kind="terminates", on=left, recorded=0, who="ann", attributes={"reason": "injury"}),
            Event(id="b", kind="bar_begins", on=left + 95, recorded=1, who="ann"),
        ),
    )
    asked_of = (plan.plan, life, life.grants["g"], "exercise", life.parties["ann"])
    court = plan.court(life, "g", None)
    for day in (left, left + 89, left + 90, left + 94, left + 95, left + 200):
        found = outcome(*asked_of, day, question={}, readings={}, calendars=calendars_of(plan.plan))
        assert found == court.decide("exercise", life.parties["ann"], day)[0]
        assert (found == "allowed") == (day <= left + 90)
