"""Which cautions an answer needs: what it did not look at that its rules could turn on. Each only where it applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kenri.model.cautions import Caution
from kenri.model.days import NEVER, Day, iso
from kenri.model.dependence import all_reached
from kenri.model.expressions import (
    Balance,
    Compare,
    Count,
    GrantNumber,
    Node,
    Quantity,
    Running,
    Total,
    Vests,
)
from kenri.model.life import other_grants
from kenri.model.plan import HELD
from kenri.reference.balances import Movement
from kenri.reference.case import Case
from kenri.reference.standing import Standing

_COUNTED = (Balance, Total, Running, Count, Vests, GrantNumber)
"""Numbers that are of one grant, or are counted over its events."""


def of_ruling(standing: Standing, day: Day) -> tuple[Caution, ...]:
    """The cautions of a ruling on a day."""
    return tuple(_of_ruling(standing, day))


def _of_ruling(standing: Standing, day: Day) -> Iterator[Caution]:
    case = standing.case
    yield from _other_grants(standing)
    yield from _hours(case)
    yield from _units(case, _rules(standing), day)
    yield from _order(case, day)


def of_windows(standing: Standing) -> tuple[Caution, ...]:
    """The cautions of all windows of an action."""
    case = standing.case
    return (*_other_grants(standing), *_hours(case), *_units(case, _rules(standing), None), *_cut(standing))


def of_figure(case: Case, name: str, day: Day) -> tuple[Caution, ...]:
    """The cautions of a figure on a day."""
    across = case.dependence.of_figures[name].across
    return of_number(case, case.plan.figures[name].number, across=across, day=day)


def of_number(case: Case, number: Quantity, *, across: bool, day: Day | None) -> tuple[Caution, ...]:
    """The cautions of a number on a day, or on every day; `across` tells whether it looks at other grants."""
    entries = (number,)
    found: list[Caution] = []
    others = _others(case)
    if others and not across and any(isinstance(node, _COUNTED) for node in reached(case, entries)):
        found.append(Caution("other-grants", others))
    return (*found, *_hours(case), *_units(case, entries, day))


def of_balances(case: Case, day: Day) -> tuple[Caution, ...]:
    """The cautions of what stands in each balance on a day."""
    return (*_hours(case), *_meetings(case, day))


# --- each of them


def _others(case: Case) -> tuple[str, ...]:
    return other_grants(case.life, case.grant, case.asker)


def _other_grants(standing: Standing) -> Iterator[Caution]:
    case, others = standing.case, _others(standing.case)
    if not others or case.dependence.of_actions[standing.action].across:
        return  # what its rules or its figures go over is told
    if any(_counts(case, each.rule) for each in standing.applied):
        yield Caution("other-grants", others)


def _counts(case: Case, rule: Any) -> bool:
    """Whether a rule limits the number, or measures what is counted over the grant."""
    bounds = [bound for bound in (rule.at_most, rule.at_least) if bound is not None]
    if any(bound not in (0, "unlimited") for bound in bounds):
        return True
    compared = [node for node in reached(case, (rule.when, rule.unless)) if isinstance(node, Compare)]
    return any(isinstance(node, _COUNTED) for node in reached(case, compared))


def _hours(case: Case) -> Iterator[Caution]:
    names = (*([case.grant.id] if case.grant.has_hour else []), *case.record.hours)
    if names:
        yield Caution("hours-of-record", names)


def _units(case: Case, entries: Iterable[Any], day: Day | None) -> Iterator[Caution]:
    scalings = case.movements.scalings(NEVER if day is None else day)
    scaled = [movement.day for movement in scalings if movement.number != 0]
    if scaled and any(isinstance(node, Total) for node in reached(case, entries)):
        yield Caution("units-before-split", tuple(dict.fromkeys(map(iso, scaled))))


def _is_placeless(case: Case, movement: Movement) -> bool:
    """Whether the effect of a movement that no event of its day makes does not say when on the day it is made."""
    return case.plan.effects[movement.effect].at is None


def _order(case: Case, day: Day) -> Iterator[Caution]:
    effects = [each.effect for each in case.movements.by_themselves_on(day) if _is_placeless(case, each)]
    if effects:
        yield Caution("order-within-day", tuple(dict.fromkeys(effects)))


def _meetings(case: Case, until: Day) -> Iterator[Caution]:
    """Effects that no event of their day makes, on days on which an event moves rights, too, up to a day."""
    made = [each for each in case.movements.all if each.day <= until]
    days = {each.day for each in made if not each.is_by_itself}
    alone = [each for each in case.movements.by_themselves if each.day <= until and each.day in days]
    effects = [each.effect for each in alone if _is_placeless(case, each)]
    if effects:
        yield Caution("order-within-day", tuple(dict.fromkeys(effects)))


def _cut(standing: Standing) -> Iterator[Caution]:
    """Effects that take rights away as a day begins on which the rules would let them be used."""
    effects = [
        each.effect
        for each in standing.case.movements.by_themselves
        if each.from_ == HELD and each.to and each.day in standing.open.maybe and _is_placeless(standing.case, each)
    ]
    if effects and any(isinstance(node, Balance) for node in reached(standing.case, _rules(standing))):
        yield Caution("order-within-day", tuple(dict.fromkeys(effects)))


# --- what entries rest on


def _rules(standing: Standing) -> tuple[Any, ...]:
    return tuple(each.rule for each in standing.applied)


def reached(case: Case, entries: Iterable[Any]) -> tuple[Node, ...]:
    """Every construct that entries are made of, also through the names they use and the effects behind balances."""
    several = tuple(entries)
    kept = case.dependence.reached
    key = tuple(map(id, several))
    if key not in kept:
        kept[key] = several, tuple(all_reached(case.plan, several))
    return kept[key][1]
