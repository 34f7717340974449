"""One recorded life answered by the same terms that all lives are searched with: every value of it is plain."""

from __future__ import annotations

from collections.abc import Mapping

from kenri.model.days import Day
from kenri.model.dependence import dependence
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, Outcome
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars
from kenri.reference import case as reference
from kenri.reference.standing import Standing, stretches
from kenri.symbolic.case import InexpressibleError, SymbolicCase, SymbolicNumber, SymbolicTruth
from kenri.symbolic.standing import standing
from kenri.symbolic.world import SymbolicValue, WordNumbers, defaults_of, number_of, recorded, supplied


def outcome(
    plan: Plan,
    life: Life,
    grant: Grant,
    action: str,
    asker: Party,
    day: Day,
    *,
    number: Exact | None = None,
    question: Mapping[str, Fact],
    readings: Mapping[str, str],
    calendars: Calendars,
) -> Outcome:
    """What the terms say of one question; `readings` chooses among readings, the others are as by default.

    Raises `InexpressibleError` for a construct that has no terms.
    """

    def allowed(number: Exact | None) -> Outcome:
        case = recorded_case(plan, life, grant, action, asker, number, question, readings, calendars)
        return outcome_of(standing(case, action).allowed(day, None if number is None else SymbolicNumber(number)))

    needs = dependence(plan)
    if number is not None or action not in needs.actions_on_number:
        return allowed(number)
    # Some number is allowed where one is of those between which no rule turns that looks at the number.
    chosen = {**{name: each.default for name, each in plan.readings.items()}, **readings}
    case = reference.Case(plan, life, grant=grant, asker=asker, readings=chosen, calendars=calendars, dependence=needs)
    there = Standing(case, action, question)
    turns = there.turns
    if turns is None or any(each.rule.in_lots_of is not None for each in there.limits):
        raise InexpressibleError(Sentence("any-number-and-lots"))
    return max((allowed(one) for _, one in stretches(turns)), key=("denied", "unknown", "allowed").index)


def recorded_case(
    plan: Plan,
    life: Life,
    grant: Grant,
    action: str,
    asker: Party,
    number: Exact | None,
    question: Mapping[str, Fact],
    readings: Mapping[str, str],
    calendars: Calendars,
) -> SymbolicCase:
    """The case of a question about a recorded life."""
    words = WordNumbers()
    world = recorded(plan, life, grant, words)
    facts = {**defaults_of(plan.actions[action].attributes), **question}
    asked: dict[str, SymbolicValue] = {name: supplied(value, words) for name, value in facts.items()}
    if number is not None:
        asked["number"] = SymbolicValue(number)
    return SymbolicCase(
        world,
        asker=number_of(world, asker),
        action=action,
        asked=asked,
        readings={**{name: each.default for name, each in plan.readings.items()}, **readings},
        calendars=calendars,
        roles=asker.roles,
    )


def outcome_of(truth: SymbolicTruth) -> Outcome:
    """A truth of plain values as an outcome."""
    if truth.yes is True:
        return "allowed"
    if truth.maybe is False:
        return "denied"
    assert (truth.yes, truth.maybe) == (False, True), "a recorded life leaves nothing open"
    return "unknown"
