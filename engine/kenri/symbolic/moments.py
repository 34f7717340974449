"""Moments in terms: each thing that may happen, with whether it does, on which day, and by which event."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import (
    AskedDay,
    AskerNamed,
    AttributeDay,
    Bounds,
    CountingUse,
    Duration,
    EachOf,
    EarlierOf,
    EndOf,
    EventMoments,
    Every,
    First,
    FirstOf,
    GrantDay,
    Last,
    LastDayOf,
    LastOf,
    LaterOf,
    Latest,
    Minus,
    Moments,
    MomentsChoice,
    Next,
    Nth,
    PartyDay,
    Plus,
    Prefer,
    StartOf,
    Value,
)
from kenri.symbolic import tables
from kenri.symbolic.world import Slot, SymbolicValue
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase


class SymbolicHappening(NamedTuple):
    """Something that may happen: whether it does, on which day, by which event, and what comes first of one day.

    `order` is compared item by item, like words in a dictionary.
    """

    happens: terms.Flag
    day: terms.Number
    slot: Slot | None = None
    order: tuple[terms.Number, ...] = ()


class SymbolicHappenings(NamedTuple):
    """All that may happen, and whether it is known at all."""

    all: tuple[SymbolicHappening, ...] = ()
    is_known: terms.Flag = True


NONE = SymbolicHappenings()


def happenings(case: SymbolicCase, node: Moments, day: terms.Number, slot: Slot | None) -> SymbolicHappenings:
    """What an expression stands for, as seen from a day."""

    def of(inner: Moments) -> SymbolicHappenings:
        return case.moments(inner, day, slot)

    match node:
        case datetime.date():
            return single(SymbolicValue(node.toordinal()))
        case str():
            return _named(case, node, day)
        case EventMoments():
            return _events(case, node)
        case First(first=inner):
            bounds = [
                (of(bound), least) for bound, least in ((node.after, 1), (node.on_or_after, 0)) if bound is not None
            ]
            return first(of(inner), bounds, may_merge=case.is_timeless(node))
        case Nth(nth=n, of=inner):
            return _nth(of(inner), n)
        case Latest(latest=inner):
            found = of(inner)
            came = ((each, conj(each.happens, le(each.day, day))) for each in found.all)
            come = tuple(each._replace(happens=happens) for each, happens in came if happens is not False)
            return SymbolicHappenings(_alone(come, first=False), found.is_known)
        case StartOf(start_of=condition):
            return _edges(case, condition, slot, lambda before, on: conj(on, neg(before)), 0)
        case EndOf(end_of=condition):
            return _edges(case, condition, slot, lambda before, on: conj(before, neg(on)), 0)
        case LastDayOf(last_day_of=condition):
            return _edges(case, condition, slot, lambda before, on: conj(before, neg(on)), -1)
        case Plus(plus=duration, to=inner, counting=counting):
            return _shifted(case, of(inner), duration, counting, day, 1)
        case Minus(minus=duration, from_=inner, counting=counting):
            return _shifted(case, of(inner), duration, counting, day, -1)
        case Every():
            return _every(case, node, of(node.from_), day, slot)
        case AttributeDay(attribute=name, of=inner):
            return _attribute_days(case, name, of(inner), _recorded_always(case, name, inner, slot))
        case EarlierOf(earlier_of=several):
            return first(each_of([of(one) for one in several]), (), may_merge=case.is_timeless(node))
        case LaterOf(later_of=several):
            return _later([of(one) for one in several])
        case Prefer(prefer=several):
            return _preferred([of(one) for one in several])
        case EachOf(each_of=several):
            return each_of([of(one) for one in several])
        case FirstOf(first_of=unit, containing=inner, year_starts=month):
            return _mapped(of(inner), lambda when: tables.first_of(unit, when, month))
        case LastOf(last_of=unit, containing=inner, year_starts=month):
            return _mapped(of(inner), lambda when: tables.last_of(unit, when, month))
        case Last(on_or_before=inner) | Next(on_or_after=inner):
            from kenri.symbolic.nearest import nearest

            return nearest(case, node, of(inner), slot)
        case GrantDay(grant=name):
            return single(case.grant_fact(name))
        case PartyDay(party=name, of=whose):
            return single(case.party_fact(name, whose))
        case AskedDay(asked=name):
            return single(case.asked_fact(name))
        case MomentsChoice(reading=reading, choices=choices):
            ways = [(chosen, of(choice)) for chosen, choice in case.ways(reading, choices)]
            if len(ways) == 1 and ways[0][0] is True:
                return ways[0][1]
            return SymbolicHappenings(
                tuple(
                    each._replace(happens=conj(chosen, each.happens), order=(index, *each.order))
                    for index, (chosen, found) in enumerate(ways)
                    for each in found.all
                ),
                conj(*(disj(neg(chosen), found.is_known) for chosen, found in ways)),
            )
        case _:
            assert_never(node)


def precedes(a: SymbolicHappening, b: SymbolicHappening) -> terms.Flag:
    """Whether one comes before another: on an earlier day, or on the same one and first in the record."""
    return stands_before((a.day, *a.order), (b.day, *b.order))


def stands_before(a: Sequence[terms.Number], b: Sequence[terms.Number]) -> terms.Flag:
    if not a or not b:
        return len(a) < len(b)
    if a[0] == b[0]:
        return stands_before(a[1:], b[1:])
    less, equal = lt(a[0], b[0]), eq(a[0], b[0])
    return less if equal is False else disj(less, conj(equal, stands_before(a[1:], b[1:])))


def single(fact: SymbolicValue) -> SymbolicHappenings:
    """One day that is a fact; it does not come where it is `NEVER`."""
    if fact.is_known is False:
        return SymbolicHappenings((), False)
    return SymbolicHappenings((SymbolicHappening(lt(fact.value, NEVER), fact.value),), fact.is_known)


def each_of(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    """All of several together."""
    return SymbolicHappenings(
        tuple(
            each._replace(order=(index, *each.order)) if len(several) > 1 else each
            for index, part in enumerate(several)
            for each in part.all
        ),
        conj(*(part.is_known for part in several)),
    )


def first(
    found: SymbolicHappenings, bounds: Sequence[tuple[SymbolicHappenings, int]], *, may_merge: bool
) -> SymbolicHappenings:
    """The earliest; with bounds, of those so many days after the earliest of each."""
    is_known = conj(found.is_known, *(bound.is_known for bound, _ in bounds))
    fitting = found.all
    for bound, least in bounds:
        floors = [(each.happens, terms.add(each.day, least)) for each in bound.all]
        if len(floors) > 1:
            # Later than the earliest is later than some.
            fitting = tuple(
                each._replace(
                    happens=conj(each.happens, disj(*(conj(happens, le(floor, each.day)) for happens, floor in floors)))
                )
                for each in fitting
            )
        else:
            fitting = tuple(
                each._replace(happens=conj(each.happens, *(conj(h, le(floor, each.day)) for h, floor in floors)))
                for each in fitting
                if floors
            )
    fitting = tuple(each for each in fitting if each.happens is not False)
    if len(fitting) > 1 and may_merge and all(each.slot is None for each in fitting):
        return SymbolicHappenings((_merged(fitting),), is_known)
    return SymbolicHappenings(_alone(fitting, first=True), is_known)


def _known_places(several: Sequence[SymbolicHappening]) -> list[tuple[int, ...]] | None:
    """The day of each and what comes first of it, where no life decides any of that; their order is that of tuples."""
    places = [tuple(item for item in (each.day, *each.order) if isinstance(item, int)) for each in several]
    is_known = all(len(place) == 1 + len(each.order) for place, each in zip(places, several, strict=True))
    return places if is_known else None


def _alone(several: Sequence[SymbolicHappening], *, first: bool) -> tuple[SymbolicHappening, ...]:
    """Each of several only where no other happens that comes before it or, with `first` false, after it."""
    places = _known_places(several)
    if places is not None:
        order = sorted(range(len(several)), key=places.__getitem__, reverse=not first)
        return _alone_in_order(several, order, places)

    def beyond(each: SymbolicHappening, other: SymbolicHappening) -> terms.Flag:
        return conj(other.happens, precedes(other, each) if first else precedes(each, other))

    return tuple(
        each._replace(happens=conj(each.happens, *(neg(beyond(each, other)) for other in several if other is not each)))
        for each in several
    )


def _alone_in_order(
    several: Sequence[SymbolicHappening], order: Sequence[int], places: Sequence[tuple[int, ...]]
) -> tuple[SymbolicHappening, ...]:
    """The same where the order is known, without comparing each with each: whether any has come is told on."""
    found: dict[int, SymbolicHappening] = {}
    come: terms.Flag = False
    for _, alike in groupby(order, key=places.__getitem__):
        together = list(alike)
        found |= {at: several[at]._replace(happens=conj(several[at].happens, neg(come))) for at in together}
        come = disj(come, *(several[at].happens for at in together))
        if come is True:  # and whatever is left is not it
            break
    return tuple(found[at] for at in sorted(found))


def _merged(fitting: Sequence[SymbolicHappening]) -> SymbolicHappening:
    """The earliest of some that no event makes, as one."""
    happens, day = fitting[0].happens, fitting[0].day
    for each in fitting[1:]:
        sooner = conj(each.happens, disj(neg(happens), lt(each.day, day)))
        day = terms.ite(sooner, each.day, day)
        happens = disj(happens, each.happens)
    return SymbolicHappening(happens, day)


def _nth(found: SymbolicHappenings, n: int) -> SymbolicHappenings:
    known = _known_places(found.all)
    if known is not None:
        return SymbolicHappenings(_nth_in_order(found.all, known, n), found.is_known)

    def is_nth(each: SymbolicHappening) -> terms.Flag:
        earlier = [
            terms.ite(conj(other.happens, precedes(other, each)), 1, 0) for other in found.all if other is not each
        ]
        return conj(each.happens, eq(terms.total(earlier), n - 1))

    return SymbolicHappenings(tuple(each._replace(happens=is_nth(each)) for each in found.all), found.is_known)


def _nth_in_order(
    several: Sequence[SymbolicHappening], places: Sequence[tuple[int, ...]], n: int
) -> tuple[SymbolicHappening, ...]:
    """The same where the order is known: how many have come is counted on."""
    found: dict[int, SymbolicHappening] = {}
    come: terms.Number = 0
    for _, alike in groupby(sorted(range(len(several)), key=places.__getitem__), key=places.__getitem__):
        together = list(alike)
        for at in together:
            happens = conj(several[at].happens, eq(come, n - 1))
            if happens is not False:
                found[at] = several[at]._replace(happens=happens)
        come = terms.add(come, terms.total(terms.ite(several[at].happens, 1, 0) for at in together))
    return tuple(found[at] for at in sorted(found))


def _later(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    """The latest of the earliest of each; never when one never comes."""
    firsts = each_of([first(one, (), may_merge=False) for one in several])
    comes = conj(*(disj(*(each.happens for each in one.all)) for one in several))
    return SymbolicHappenings(
        tuple(
            each._replace(
                happens=conj(
                    comes,
                    each.happens,
                    *(
                        neg(conj(other.happens, _later_than(other, each, index, place)))
                        for place, other in enumerate(firsts.all)
                        if other is not each
                    ),
                )
            )
            for index, each in enumerate(firsts.all)
        ),
        firsts.is_known,
    )


def _later_than(other: SymbolicHappening, each: SymbolicHappening, index: int, place: int) -> terms.Flag:
    """Of equal days the one named first counts."""
    return disj(lt(each.day, other.day), conj(eq(each.day, other.day), place < index))


def _preferred(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    found: list[SymbolicHappening] = []
    none_yet: terms.Flag = True
    for one in several:
        found += [each._replace(happens=conj(none_yet, each.happens)) for each in one.all]
        none_yet = conj(none_yet, *(neg(each.happens) for each in one.all))
    return SymbolicHappenings(tuple(found), conj(*(one.is_known for one in several)))


# --- events


def _events(case: SymbolicCase, node: EventMoments) -> SymbolicHappenings:
    found: list[SymbolicHappening] = []
    unknown: list[terms.Flag] = []
    for slot in (slot for kind in node.event for slot in case.world.slots(kind)):
        fits = [_is_whose(case, slot, node)]
        fits += [_fits(case, slot, name, wanted) for name, wanted in node.where.items()]
        fits += [_not(_fits(case, slot, name, wanted)) for name, wanted in node.where_not.items()]
        for condition, when in ((node.during, slot.day), (node.just_before, terms.add(slot.day, -1))):
            if condition is not None:
                truth = case.holds(condition, when)
                fits.append((truth.yes, truth.maybe))
        yes, maybe = (conj(slot.happens, *(each[way] for each in fits)) for way in (0, 1))
        unknown.append(conj(maybe, neg(yes)) if any(a is not b for a, b in fits) else False)
        found.append(SymbolicHappening(yes, slot.day, slot, (slot.rank,)))
    return SymbolicHappenings(tuple(each for each in found if each.happens is not False), neg(disj(*unknown)))


Fits = tuple[terms.Flag, terms.Flag]
"""Whether an event surely fits, and whether it may."""


def _not(fits: Fits) -> Fits:
    no = neg(fits[0])
    return (no, no) if fits[0] is fits[1] else (neg(fits[1]), no)


def _is_whose(case: SymbolicCase, slot: Slot, node: EventMoments) -> Fits:
    if node.who is None:
        return True, True
    if isinstance(node.who, AskerNamed):
        naming = case.moments(node.who.of, slot.day)
        named = disj(
            *(
                conj(each.happens, case.names(each.slot, node.who.named, slot.who))
                for each in naming.all
                if each.slot is not None
            )
        )
        return (
            (named, named)
            if naming.is_known is True
            else (
                conj(naming.is_known, named),
                disj(neg(naming.is_known), named),
            )
        )
    flag = case.is_who(slot.who, node.who)
    return flag, flag


def _fits(case: SymbolicCase, slot: Slot, name: str, wanted: Value | tuple[Value, ...] | Bounds) -> Fits:
    fact = case.attribute(slot, name)
    if not isinstance(wanted, Bounds):
        # An attribute that is not recorded is not as wanted, which is known.
        flag = conj(fact.is_known, case.is_one_of(fact, wanted))
        return flag, flag
    from kenri.symbolic.quantities import TESTS, compared, of_fact

    number = of_fact(fact)
    truths = [
        compared(test, number, case.number(getattr(wanted, key), slot.day))
        for key, test in TESTS.items()
        if getattr(wanted, key, None) is not None
    ]
    yes, maybe = conj(*(each.yes for each in truths)), conj(*(each.maybe for each in truths))
    return (yes, yes) if all(each.yes is each.maybe for each in truths) else (yes, maybe)


def _recorded_always(case: SymbolicCase, name: str, of: Moments, slot: Slot | None) -> terms.Flag:
    """Whether the day is recorded with every event that is seen from any day: one that is not makes all unknown."""
    from kenri.symbolic import turns

    return conj(
        *(
            disj(neg(each.happens), case.attribute(each.slot, name).is_known)
            for day in [FIRST_DAY, *turns.of_view(case, of, slot)]
            for each in case.moments(of, day, slot).all
        )
    )


def _attribute_days(
    case: SymbolicCase, name: str, found: SymbolicHappenings, is_recorded: terms.Flag
) -> SymbolicHappenings:
    changed = []
    for each in found.all:
        fact = case.attribute(each.slot, name)
        if fact.is_known is False:
            continue
        changed.append(
            each._replace(
                happens=conj(each.happens, lt(fact.value, NEVER)), day=fact.value, order=(each.day, *each.order)
            )
        )
    return SymbolicHappenings(tuple(changed), conj(found.is_known, is_recorded))


# --- other days


def _named(case: SymbolicCase, name: str, day: terms.Number) -> SymbolicHappenings:
    if name == "never":
        return NONE
    date = case.plan.dates.get(name)
    if date is not None:
        return case.moments(date.is_, day)
    found = case.term(name)
    if isinstance(found, SymbolicValue):
        return single(found)
    return SymbolicHappenings(
        tuple(
            SymbolicHappening(conj(le(since, day), lt(day, until)), value)
            for value, since, until in found
            if value < NEVER
        )
    )


def _mapped(found: SymbolicHappenings, change: Any) -> SymbolicHappenings:
    changed = [(each, *change(each.day)) for each in found.all]
    return _moved(found, changed)


def _moved(
    found: SymbolicHappenings, changed: Iterable[tuple[SymbolicHappening, terms.Number, terms.Flag]]
) -> SymbolicHappenings:
    """The same on other days, known where each new day is; what is moved beyond all days does not happen."""
    several = list(changed)
    return SymbolicHappenings(
        tuple(
            each._replace(happens=conj(each.happens, lt(moved, NEVER)), day=moved, order=(each.day, *each.order))
            for each, moved, _ in several
        ),
        conj(found.is_known, *(disj(neg(each.happens), is_known) for each, _, is_known in several)),
    )


def _shifted(
    case: SymbolicCase,
    found: SymbolicHappenings,
    duration: Duration,
    use: CountingUse | None,
    day: terms.Number,
    direction: int,
) -> SymbolicHappenings:
    counting = case.counting(use)
    shifted: list[SymbolicHappening] = []
    is_known = [found.is_known]
    for holds, number, unit in tables.lengths(case, duration, day):
        if number is None:
            is_known.append(neg(holds))
            continue
        moved = _moved(
            found, ((each, *tables.shifted(each.day, number, unit, counting, direction)) for each in found.all)
        )
        shifted += [each._replace(happens=conj(holds, each.happens)) for each in moved.all]
        is_known.append(disj(neg(holds), moved.is_known))
    return SymbolicHappenings(tuple(each for each in shifted if each.happens is not False), conj(*is_known))


def _every(
    case: SymbolicCase, node: Every, start: SymbolicHappenings, day: terms.Number, slot: Slot | None
) -> SymbolicHappenings:
    from kenri.symbolic.case import must_be_few  # a case evaluates moments

    counting = case.counting(node.counting)
    times = tables.times(case, node.times, day)
    found: list[SymbolicHappening] = []
    is_known = [start.is_known]
    for holds, number, unit in tables.lengths(case, node.every, day):
        if number is None or times is None:
            is_known.append(neg(holds))
            continue
        for index in range(1, times + 1):
            changed = ((each, *tables.shifted(each.day, index * number, unit, counting, 1)) for each in start.all)
            moved = _moved(start, changed)
            is_known.append(disj(neg(holds), moved.is_known))
            found += [each._replace(happens=conj(holds, each.happens)) for each in moved.all]
            must_be_few(len(found))
    if node.paused is not None:
        from kenri.symbolic.stretches import PERHAPS, SURELY, stretches, tolled

        surely, perhaps = (stretches(case, node.paused, slot, way=way) for way in (SURELY, PERHAPS))
        moved_back: list[SymbolicHappening] = []
        for each in found:
            end = tolled(each.order[0], each.day, surely, counting)
            # What is unknown of the suspension matters where it would move the day.
            is_known.append(disj(neg(each.happens), eq(end, tolled(each.order[0], each.day, perhaps, counting))))
            moved_back.append(each._replace(day=end, happens=conj(each.happens, lt(end, NEVER))))
        found = moved_back
    return SymbolicHappenings(tuple(found), conj(*is_known))


def _edges(case: SymbolicCase, condition: Any, slot: Slot | None, fits: Any, move: int) -> SymbolicHappenings:
    """The days on which a condition begins or ceases to hold: sought where anything that it rests on changes."""
    from kenri.symbolic import turns

    found: list[SymbolicHappening] = []
    is_known: list[terms.Flag] = []
    for day in turns.of_condition(case, condition, slot):
        before, on = case.holds(condition, terms.add(day, -1), slot), case.holds(condition, day, slot)
        is_known += [before.is_known, on.is_known]
        happens = conj(fits(before.yes, on.yes), *(neg(eq(day, terms.add(other.day, -move))) for other in found))
        if happens is not False:
            found.append(SymbolicHappening(happens, terms.add(day, move)))
    if not is_known:
        is_known.append(case.holds(condition, FIRST_DAY, slot).is_known)
    return SymbolicHappenings(tuple(found), conj(*is_known))
