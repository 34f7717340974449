"""Laws that every plan keeps, as functions to call from a test; each fails with the life and question that break it.

`check_laws(plan)` tries them all. A law takes a plan, and a life and a question about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from kenri.api import LoadedPlan
from kenri.loader.written_lives import life_data, life_text
from kenri.model.days import NEVER, iso
from kenri.model.life import Life
from kenri.model.ruling import Ruling
from kenri.testing.strategies import DrawnQuestion, lives, logs, questions

Law: TypeAlias = Callable[[LoadedPlan, Life, DrawnQuestion], None]


def forbid_trumps_permit(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """What is allowed, no rule that applies forbids."""
    ruling = question.ask(plan, life)
    if ruling.outcome == "allowed":
        standing = _standing(plan, life, question)
        assert not [each.name for each in standing.forbids if each.applies.on(ruling.on) is not False]


def nothing_permitted_is_denied(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """Where no permit may hold, the answer is no."""
    standing = _standing(plan, life, question)
    on = question.on.toordinal()
    if all(each.applies.on(on) is False for each in standing.permits):
        assert question.ask(plan, life).outcome == "denied"


def rule_order_is_irrelevant(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """The order in which rules are written changes no answer."""
    rules = dict(reversed([*plan.plan.rules.items()]))
    other = plan.with_plan(replace(plan.plan, rules=rules))
    assert question.ask(other, life).outcome == question.ask(plan, life).outcome


def movements_add_up(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """What leaves one balance enters another: together they are what was granted, as scaled."""
    court = plan.court(life, None, None)
    movements = _standing(plan, life, question).case.movements
    day = question.on.toordinal()
    values = [steps.on(day) for steps in movements.balances.values()]
    granted = movements.granted.on(day)
    if all(not isinstance(value, tuple) for value in (*values, granted)):
        assert sum(values) == granted, f"{values} of {granted} in {court.grant.id}"


def no_balance_is_negative(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """No balance ever holds less than nothing."""
    movements = _standing(plan, life, question).case.movements
    for name, steps in movements.balances.items():
        assert all(isinstance(value, tuple) or value >= 0 for value in steps.values), name


def windows_agree_with_answers(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """A window is where each day is allowed: its first and last day are, the day before and the day after are not."""
    for window in plan.windows(
        life,
        question.action,
        rights=question.rights,
        by=question.by,
        facts=dict(question.facts),
        readings=dict(question.readings),
        settle=False,
    ):
        inside = [day for day in (window.first, window.last) if day is not None]
        outside = [window.first - 1] if window.first is not None and window.first > 1 else []
        outside += [window.last + 1] if window.last is not None and window.last + 1 < NEVER else []
        for day in inside:
            assert _on(question, day).ask(plan, life).outcome == window.status, iso(day)
        for day in outside:
            assert _on(question, day).ask(plan, life).outcome != window.status, iso(day)


_NEXT_TO_ZERO = Fraction(1, 10**9)
"""A number that is allowed wherever the numbers allowed go down to zero, as far as plans have numbers."""


def most_is_allowed_and_nothing_above_it(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """The largest number is allowed, and none above it is or may be; zero means that none is. The least likewise."""
    found = replace(question, rights=None).ask(plan, life)
    if isinstance(found.most, str):
        assert found.outcome != "denied"
        return
    assert found.outcome == ("allowed" if found.most > 0 else "denied")
    lot = found.lot if isinstance(found.lot, int | Fraction) else 1
    for more in (Fraction(1, 3), Fraction(1, 2), 1, 2, 10):
        outcome = replace(question, rights=found.most + more * lot).ask(plan, life).outcome
        assert outcome == "denied", found.most + more * lot
    if found.most > 0:
        assert replace(question, rights=found.most).ask(plan, life).outcome == "allowed", found.most
    if isinstance(found.least, int | Fraction):
        assert replace(question, rights=found.least).ask(plan, life).outcome == "allowed", found.least
        assert replace(question, rights=found.least / Fraction(2)).ask(plan, life).outcome == "denied", found.least
    if found.lot is None and found.least in (None, "no-least") and found.most > 0:
        outcome = replace(question, rights=_NEXT_TO_ZERO).ask(plan, life).outcome
        assert (outcome == "allowed") == (found.least is None), found.least


def the_next_day_is_the_first(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """No allowed window has a day between the asked one and the next day, and no other before the day that may be."""
    found = question.ask(plan, life)
    for day, status in ((found.next_day, "allowed"), (found.perhaps_day, "unknown")):
        later = [
            max(window.first or 1, found.on + 1)
            for window in found.windows
            if window.status == status and (window.last is None or window.last > found.on)
        ]
        first = min(later, default=None)
        if status == "unknown" and first is not None and found.next_day is not None and first > found.next_day:
            first = None
        assert day == first, status
        if day is not None:
            assert _on(question, day).ask(plan, life).outcome == status, iso(day)
    assert (found.perhaps_day is None) == (not found.perhaps_missing)


def settled_means_every_reading_agrees(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """What is settled is answered alike whichever single reading is chosen otherwise."""
    ruling = question.ask(plan, life, settle=True)
    if ruling.is_settled:
        for name, reading in plan.plan.readings.items():
            for option in reading.options:
                other = replace(question, readings={**question.readings, name: option})
                assert _settled(other.ask(plan, life)) == _settled(ruling), f"{name} read {option}"


def _settled(ruling: Ruling) -> object:
    """What is the same under every reading where a ruling is settled."""
    figures = {figure.name: figure.shown for figure in ruling.figures}
    numbers = ruling.most, ruling.least, ruling.lot, ruling.has_gaps
    return ruling.outcome, numbers, figures, dict(ruling.balances)


def what_is_gone_stays_gone(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """Rights that have lapsed do not come back while nothing is granted."""
    ruling = question.ask(plan, life)
    if ruling.lapsed_on is not None:
        later = _on(question, min(ruling.on + 4000, date(2099, 12, 31).toordinal()))
        if later.on >= question.on:
            assert later.ask(plan, life).lapsed_on is not None


def the_past_is_as_it_was_known(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> None:
    """What is recorded after an instant does not change what was answered as known at it."""
    if not life.events:
        return
    instant = min(event.recorded for event in life.events)
    known = [event for event in life.events if event.recorded <= instant]
    only = replace(life, events=tuple(known))
    assert question.ask(plan, only.known_at(instant)).outcome == question.ask(plan, life.known_at(instant)).outcome


LAWS: Mapping[str, Law] = {
    law.__name__: law
    for law in (
        forbid_trumps_permit,
        nothing_permitted_is_denied,
        rule_order_is_irrelevant,
        movements_add_up,
        no_balance_is_negative,
        windows_agree_with_answers,
        most_is_allowed_and_nothing_above_it,
        the_next_day_is_the_first,
        settled_means_every_reading_agrees,
        what_is_gone_stays_gone,
        the_past_is_as_it_was_known,
    )
}
"""The laws by their names."""


def check_law(plan: LoadedPlan, name: str, *, max_examples: int = 50) -> None:
    """Try one law on so many lives and questions; fails with the shortest story that breaks it, as a life file."""
    law = LAWS[name]
    made = logs if law is the_past_is_as_it_was_known else lives

    @settings(
        max_examples=max_examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,  # one story, also where a law is broken in two ways
        phases=set(Phase) - {Phase.explain},  # it would name lines of the engine, after tracing them for long
    )
    @given(st.data())
    def holds(data: Any) -> None:
        life = data.draw(made(plan), label="a life")
        question = data.draw(questions(plan, life), label="a question")
        note(life_text(life_data(life, plan.plan)))
        law(plan, life, question)

    holds()


def check_laws(plan: LoadedPlan, *, max_examples: int = 50) -> None:
    """Try every law."""
    for name in LAWS:
        check_law(plan, name, max_examples=max_examples)


def _standing(plan: LoadedPlan, life: Life, question: DrawnQuestion) -> Any:
    court = plan.court(life, None, None)
    return court.standing(
        question.action,
        plan.party(life, question.by, court.grant),
        court.readings(dict(question.readings)),
        plan.facts(question.action, dict(question.facts)),
        question.rights,
    )


def _on(question: DrawnQuestion, day: int) -> DrawnQuestion:
    return replace(question, on=date.fromordinal(day))
