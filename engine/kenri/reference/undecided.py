"""What leaves an answer undecided on some days: the names of what is missing, and of readings that are left open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Literal, TypeAlias

from kenri.model.days import ALWAYS, EMPTY, NEVER, Day, DaySet
from kenri.model.expressions import All, AnyOf, Compare, Condition, ConditionChoice, Not
from kenri.model.numbers import COMPARISONS
from kenri.model.plan import Rule
from kenri.model.ruling import Exact
from kenri.reference.case import READING, Case
from kenri.reference.standing import Applied, Standing
from kenri.reference.steps import Steps, Unknown
from kenri.reference.truth import NOTHING, Truth

Names = frozenset[str]

Part: TypeAlias = Literal["most", "least", "lot", "has_gaps"]
"""A part of what is known of the numbers allowed."""


def readings_in(missing: Names) -> Names:
    """The open readings among what is missing."""
    return frozenset(name.removeprefix(READING) for name in missing if name.startswith(READING))


def facts_in(missing: Names) -> Names:
    """What is missing besides readings."""
    return frozenset(name for name in missing if not name.startswith(READING))


def undecided(truth: Truth) -> DaySet:
    """The days on which it is neither true nor false."""
    return truth.maybe - truth.yes if truth.missing else EMPTY


def of_number(value: Steps, days: DaySet) -> Names:
    """What is missing to know a number on some days."""
    if days.first == days.last:
        found = value.on(days.first)
        return found.missing if isinstance(found, Unknown) else NOTHING
    if not days or not any(isinstance(each, Unknown) for each in value.values):
        return NOTHING
    return NOTHING.union(
        *(
            found.missing
            for first, found, until in value.pieces(value.starts[0], NEVER)
            if isinstance(found, Unknown) and days & DaySet.between(first, until)
        )
    )


def of_allowed(standing: Standing, number: Exact | None, days: DaySet = ALWAYS) -> Names:
    """What is missing to know whether a number, or any, is allowed on those of some days on which that is unknown."""
    days &= undecided(standing.allowed(number))
    if not days:
        return NOTHING
    if number is None:
        return _of_any(standing, days)
    there = standing.at(number)
    missing = of_open(there, days)
    for each in there.limits:
        unsure = days & undecided(there.limit_kept(each, number))
        if unsure:
            missing |= _of_limit(there, each, unsure)
    return missing


def of_day(standing: Standing, number: Exact | None, day: Day) -> Names:
    """What is missing to know whether a number, or any, is allowed on a day; nothing where that is known."""
    today = DaySet.on(day)
    if standing.holds(day, number) is not None:
        return NOTHING
    if number is None:
        return _of_any(standing, today)
    there = standing.at(number)
    missing = of_open(there, today)
    for each in there.limits:
        if there.limit_holds(each, number, day) is None:
            missing |= _of_limit(there, each, today)
    return missing


def of_numbers(standing: Standing, part: Part, days: DaySet) -> Names:
    """What is missing to know a part of which numbers are allowed on those of some days on which that is unknown."""
    unsure = days & unknown_days(standing, part, days)
    return _of_any(standing, unsure) if unsure else NOTHING


def is_unknown(part: Part, value: object) -> bool:
    """Whether a part of which numbers are allowed is not known: of whether there are gaps None says that."""
    return value is None if part == "has_gaps" else value == "unknown"


def unknown_days(standing: Standing, part: Part, days: DaySet = ALWAYS) -> DaySet:
    """The days on which a part of which numbers are allowed is not known, and may hang on an open reading: all of them
    that are among some days, and others beside these.
    """
    starts, values = standing.allowances.starts, standing.allowances.values
    found: list[tuple[Day, Day]] = []
    for since, until in days:
        for place in range(bisect_right(starts, since) - 1, bisect_left(starts, until)):
            each = values[place]
            if is_unknown(part, getattr(each, part)) and readings_in(each.missing):
                found.append((starts[place], starts[place + 1] if place + 1 < len(starts) else NEVER))
    return DaySet.of(found)


def _of_any(standing: Standing, days: DaySet) -> Names:
    """What is missing to know which numbers are allowed on some days."""
    missing = NOTHING
    for _, _, there in standing.tried:
        missing |= of_open(there, days) | of_limits(there, days)
    return missing


def of_limits(standing: Standing, days: DaySet) -> Names:
    """What is missing to know what limits there are on some days."""
    return NOTHING.union(*(_of_limit(standing, each, days) for each in standing.limits))


def _of_limit(standing: Standing, each: Applied, days: DaySet) -> Names:
    """What is missing to know what a limit asks on some days, and whether it applies on them."""
    missing = of_rule(standing.case, each.rule, days & undecided(each.applies))
    bounds = (each.rule.at_most, each.rule.at_least, each.rule.in_lots_of)
    numbers = (standing.case.quantity(bound) for bound in bounds if bound is not None)
    return missing.union(*(of_number(value, days & each.applies.maybe) for value in numbers))


def of_open(standing: Standing, days: DaySet) -> Names:
    """What is missing to know whether an action is open, whatever the number, on some days on which that is unknown."""
    days &= undecided(standing.open)
    if not days:
        return NOTHING
    missing, permitted = NOTHING, EMPTY
    unsure = [each for each in (*standing.forbids, *standing.permits) if each.applies.missing]
    for each in standing.permits:
        permitted |= each.applies.yes
    for each in unsure:
        # One permit is enough.
        within = days - permitted if each.verdict == "permit" else days
        missing |= of_rule(standing.case, each.rule, within & undecided(each.applies))
    return missing


def of_rule(case: Case, rule: Rule, days: DaySet) -> Names:
    """What is missing to know whether a rule applies on those of some days on which that is unknown."""
    return of_condition(case, rule.when, days) | of_condition(case, rule.unless, days)


def of_condition(case: Case, node: Condition, days: DaySet, told: set[object] | None = None) -> Names:
    """What is missing to know whether a condition holds on those of some days on which that is unknown.

    `told` are the named states whose parts were looked at already, with the days: one that is used often is once.
    """
    if not days:
        return NOTHING
    truth = case.condition(node)
    days &= undecided(truth)
    if not days:
        return NOTHING
    told = set() if told is None else told
    match node:
        case All(all=several) | AnyOf(any=several):
            return NOTHING.union(*(of_condition(case, part, days, told) for part in several))
        case Not(not_=other):
            return of_condition(case, other, days, told)
        case ConditionChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            if chosen is not None:
                return of_condition(case, chosen, days, told)
            parts = (of_condition(case, choice, days, told) for choice in choices.values())
            return frozenset({case.reading_name(reading)}).union(*parts)
        case Compare():
            bounds = (bound for key in COMPARISONS if (bound := getattr(node, key)) is not None)
            return NOTHING.union(*(of_number(case.quantity(each), days) for each in (node.quantity, *bounds)))
        case str() if node in case.plan.states:
            if (node, days) in told:
                return NOTHING
            told.add((node, days))
            return of_condition(case, case.plan.states[node].is_, days, told)
        case _:
            return truth.missing
