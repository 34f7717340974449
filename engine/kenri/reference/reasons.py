"""Why a rule applies on a day, or does not: the parts of its conditions that made it so."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.model.days import Day
from kenri.model.expressions import All, AnyOf, Compare, Condition, ConditionChoice, Held, Not
from kenri.model.numbers import COMPARISONS
from kenri.model.plan import Rule
from kenri.model.ruling import Because
from kenri.reference.case import Case
from kenri.reference.grounds import grounds
from kenri.reference.steps import Unknown
from kenri.reference.truth import NOTHING

Path = tuple[str | int, ...]


def reasons(case: Case, rule: Rule, day: Day) -> Iterator[Because]:
    """The conditions of a rule that account for whether it applies on a day, each with the days it holds.

    When it applies that is everything it needs; when it does not, what failed. A named state is followed by the parts
    of its definition that account for it, at any depth, each name in it once; their paths begin with its own.
    """
    applies = case.condition(rule.when).on(day)
    barred = case.condition(rule.unless).on(day)
    if applies is not False or barred is not True:
        yield from _parts(case, rule.when, day, wanted=applies, path=("when",))
    if rule.unless != "never" and applies is not False:
        yield from _parts(case, rule.unless, day, wanted=barred, path=("unless",))


def _parts(
    case: Case,
    node: Condition,
    day: Day,
    *,
    wanted: bool | None,
    path: Path,
    told: set[tuple[str, bool | None]] | None = None,
) -> Iterator[Because]:
    """The smallest parts of a condition that make it `wanted` on a day.

    Inside the definition of a named state another one is passed over for its own definition, unless that is among
    those that are `told` already: states that each name the one before twice would double the parts with each.
    """
    if node == "always":
        return
    match node:
        case All(all=several) if wanted is not True:
            for index, part in enumerate(several):
                if case.condition(part).on(day) is wanted:
                    yield from _parts(case, part, day, told=told, wanted=wanted, path=(*path, "all", index))
        case All(all=several):
            for index, part in enumerate(several):
                yield from _parts(case, part, day, told=told, wanted=True, path=(*path, "all", index))
        case AnyOf(any=several) if wanted is not False:
            for index, part in enumerate(several):
                if case.condition(part).on(day) is wanted:
                    yield from _parts(case, part, day, told=told, wanted=wanted, path=(*path, "any", index))
        case AnyOf(any=several):
            for index, part in enumerate(several):
                yield from _parts(case, part, day, told=told, wanted=False, path=(*path, "any", index))
        case Not(not_=other):
            turned = None if wanted is None else not wanted
            yield from _parts(case, other, day, told=told, wanted=turned, path=(*path, "not"))
        case ConditionChoice(reading=reading, choices=choices) if (chosen := case.chosen(reading, choices)) is not None:
            option = next(name for name, choice in choices.items() if choice is chosen)
            yield from _parts(case, chosen, day, told=told, wanted=wanted, path=(*path, "choices", option))
        case str() if node in case.plan.states and not _is_told_by_events(case, case.plan.states[node].is_):
            if told is None:
                yield _because(case, node, day, path)
                told = set()
            if (node, wanted) not in told:
                told.add((node, wanted))
                definition = case.plan.states[node].is_
                yield from _parts(case, definition, day, told=told, wanted=wanted, path=(*path, node))
        case _:
            yield _because(case, node, day, path)


def lacking(case: Case, rule: Rule, day: Day) -> frozenset[str]:
    """What is missing to know whether a rule applies on a day."""
    parts = (part for part in reasons(case, rule, day) if part.holds is None)
    return NOTHING.union(*(_lacking(case, part.expression, day) for part in parts))


def _lacking(case: Case, node: Condition, day: Day) -> frozenset[str]:
    """What is missing to know whether a condition that is not made of others holds on a day."""
    if isinstance(node, Compare):
        quantities = (node.quantity, *(bound for key in COMPARISONS if (bound := getattr(node, key)) is not None))
        values = (case.quantity(quantity).on(day) for quantity in quantities)
        return NOTHING.union(*(value.missing for value in values if isinstance(value, Unknown)))
    return case.condition(node).missing


def _because(case: Case, node: Condition, day: Day, path: Path) -> Because:
    truth = case.condition(node)
    return Because(
        expression=node,
        holds=truth.on(day),
        days=truth.yes,
        path=path,
        grounds=grounds(case, node),
        perhaps=truth.maybe - truth.yes,
    )


def _is_told_by_events(case: Case, definition: Condition) -> bool:
    """Whether a state is begun and ended by events: its name and the events say more than its definition would."""
    match definition:
        case Held():
            return True
        case ConditionChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            return chosen is None or _is_told_by_events(case, chosen)
        case _:
            return False
