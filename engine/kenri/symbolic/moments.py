"""Moments in terms: each thing that may happen, with whether it does, on which day, and by which event."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from kenri import terms
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import (
    AskedDay,
    AskerNamed,
    AttributeDay,
    Bounds,
    CountingUse,
    DayCases,
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
from kenri.symbolic.perhaps import (
    LAST_DAY,
    SymbolicPossible,
    SymbolicSpan,
    any_day,
    by_day,
    greatest,
    is_one_of,
    least,
    must_be_known,
    not_followed,
    possible,
)
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
    """All that may happen: what is known, whether it happens or not, and what is not."""

    all: tuple[SymbolicHappening, ...] = ()
    perhaps: tuple[SymbolicPossible, ...] = ()

    @property
    def is_known(self) -> terms.Flag:
        """Whether all of it is known."""
        return neg(disj(*(each.may for each in self.perhaps)))


def if_known(found: Iterable[SymbolicHappening], is_known: terms.Flag) -> SymbolicHappenings:
    """What is known to happen, unless nothing is known."""
    if is_known is True:
        return SymbolicHappenings(tuple(found))
    there = (each._replace(happens=conj(is_known, each.happens)) for each in found)
    return SymbolicHappenings(
        tuple(each for each in there if each.happens is not False), possible([any_day(neg(is_known))])
    )


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
            if found.perhaps:
                from kenri.symbolic import which

                if not case.is_timeless(inner):
                    not_followed()
                return which.latest(found, day)
            came = ((each, conj(each.happens, le(each.day, day))) for each in found.all)
            come = tuple(each._replace(happens=happens) for each, happens in came if happens is not False)
            return SymbolicHappenings(_alone(come, first=False))
        case StartOf(start_of=condition):
            return _edges(case, condition, slot, begins=True)
        case EndOf(end_of=condition):
            return _edges(case, condition, slot, begins=False)
        case LastDayOf(last_day_of=condition):
            return _earlier(_edges(case, condition, slot, begins=False))
        case Plus(plus=duration, to=inner, counting=counting):
            return _shifted(case, of(inner), duration, counting, day, 1)
        case Minus(minus=duration, from_=inner, counting=counting):
            return _shifted(case, of(inner), duration, counting, day, -1)
        case Every():
            return _every(case, node, of(node.from_), day, slot)
        case AttributeDay(attribute=name, of=inner):
            return _attribute_days(case, name, of(inner))
        case EarlierOf(earlier_of=several):
            return first(each_of([of(one) for one in several]), (), may_merge=case.is_timeless(node))
        case LaterOf(later_of=several):
            return _later([of(one) for one in several])
        case Prefer(prefer=several):
            return _preferred([of(one) for one in several])
        case DayCases():
            return _cases(case, node, day, slot)
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
            return _whichever(ways)
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
        return SymbolicHappenings((), (any_day(True),))
    return if_known((SymbolicHappening(lt(fact.value, NEVER), terms.below(fact.value, NEVER)),), fact.is_known)


def each_of(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    """All of several together."""
    if len(several) == 1:
        return several[0]
    return SymbolicHappenings(
        tuple(each._replace(order=(index, *each.order)) for index, part in enumerate(several) for each in part.all),
        tuple(each._replace(order=(index, *each.order)) for index, part in enumerate(several) for each in part.perhaps),
    )


def first(
    found: SymbolicHappenings, bounds: Sequence[tuple[SymbolicHappenings, int]], *, may_merge: bool
) -> SymbolicHappenings:
    """The earliest; with bounds, of those so many days after the earliest of each."""
    if found.perhaps or any(bound.perhaps for bound, _ in bounds):
        for bound, least_ in bounds:
            found = _no_earlier(found, bound, least_)
        return _earliest(found)
    fitting = found.all
    for bound, least_ in bounds:
        floors = [(each.happens, terms.add(each.day, least_)) for each in bound.all]
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
        return SymbolicHappenings((_merged(fitting),))
    return SymbolicHappenings(_alone(fitting, first=True))


def _no_earlier(found: SymbolicHappenings, bound: SymbolicHappenings, least_: int) -> SymbolicHappenings:
    """What happens so many days after the earliest of some others, or later; they need not all be known."""
    by = by_day(bound.all, bound.perhaps)
    surely = lt(by, NEVER)
    may = disj(*(each.happens for each in bound.all), *(each.may for each in bound.perhaps))
    lower = terms.add(
        least([*((each.happens, each.day) for each in bound.all), *((e.may, e.first) for e in bound.perhaps)]), least_
    )
    # Where none surely comes, the last day on which the earliest can be is that of all that may.
    latest = greatest([*((each.happens, each.day) for each in bound.all), *((e.may, e.last) for e in bound.perhaps)])
    upper = terms.add(terms.ite(surely, terms.minimum(by, latest), latest), least_)
    kept: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for each in found.all:
        is_late = le(upper, each.day)
        kept.append(each._replace(happens=conj(each.happens, surely, is_late)))
        might = conj(each.happens, may, le(lower, each.day), neg(conj(surely, is_late)))
        perhaps.append(may_be(each, might))
    for one in found.perhaps:
        is_late = le(upper, one.first)
        there = one.only(may).within(lower, LAST_DAY)
        perhaps.append(there._replace(surely=conj(surely, is_late, one.surely)))
    return SymbolicHappenings(tuple(each for each in kept if each.happens is not False), possible(perhaps))


def may_be(each: SymbolicHappening, may: terms.Flag) -> SymbolicPossible:
    """What happens on its day, if it does."""
    span = SymbolicSpan(may, each.day, each.day)
    return SymbolicPossible((span,), slot=each.slot, order=each.order, on_a_day=True)


def _earliest(found: SymbolicHappenings) -> SymbolicHappenings:
    """The earliest where not all is known.

    What is known to happen is, unless something that may happen comes before it; else it is one of those that can be
    first, on a day by which one surely has happened.
    """
    by = by_day(found.all, found.perhaps)

    def is_passed(day: terms.Number, order: tuple[terms.Number, ...]) -> terms.Flag:
        """Whether something known happens before a place."""
        return disj(*(conj(o.happens, stands_before((o.day, *o.order), (day, *order))) for o in found.all))

    places = [(each.may, each.first, each.order) for each in found.perhaps]
    known: list[SymbolicHappening] = []
    among: list[tuple[terms.Flag, SymbolicPossible]] = []
    for each in found.all:
        comes = conj(each.happens, le(each.day, by), neg(is_passed(each.day, each.order)))
        before = [conj(may, stands_before((day, *order), (each.day, *each.order))) for may, day, order in places]
        known.append(each._replace(happens=conj(comes, neg(disj(*before)))))
        among.append((conj(comes, disj(*before)), may_be(each, True)))
    for one, (may, day, order) in zip(found.perhaps, places, strict=True):
        among.append((conj(may, le(day, by), neg(is_passed(day, order))), one))
    is_one = is_one_of(among)
    surely = lt(by, NEVER)
    alone: list[SymbolicPossible] = []
    spans: list[SymbolicSpan] = []
    for flag, one in among:
        here = one.within(FIRST_DAY, by)
        by_itself = conj(flag, is_one)
        alone.append(here.only(by_itself)._replace(surely=conj(by_itself, surely)))
        spans += here.only(conj(flag, neg(is_one))).spans
    hull = SymbolicPossible(tuple(spans), surely=conj(surely, neg(is_one), disj(*(flag for flag, _ in among))))
    return SymbolicHappenings(tuple(each for each in known if each.happens is not False), possible([*alone, hull]))


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
    if found.perhaps:
        from kenri.symbolic import which

        return which.nth(found, n)
    known = _known_places(found.all)
    if known is not None:
        return SymbolicHappenings(_nth_in_order(found.all, known, n))

    def is_nth(each: SymbolicHappening) -> terms.Flag:
        earlier = [
            terms.ite(conj(other.happens, precedes(other, each)), 1, 0) for other in found.all if other is not each
        ]
        return conj(each.happens, eq(terms.total(earlier), n - 1))

    return SymbolicHappenings(tuple(each._replace(happens=is_nth(each)) for each in found.all))


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
    if any(one.perhaps for one in several):
        from kenri.symbolic import which

        return which.later(several)
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
    )


def _later_than(other: SymbolicHappening, each: SymbolicHappening, index: int, place: int) -> terms.Flag:
    """Of equal days the one named first counts."""
    return disj(lt(each.day, other.day), conj(eq(each.day, other.day), place < index))


def _preferred(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    """Those of the first part that has any; where it need not have, one of all up to the first part that surely has."""
    found: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    some: list[SymbolicPossible] = []  # of which one may be meant
    none_yet: terms.Flag = True  # no part so far may have any
    none_sure: terms.Flag = True  # no part so far surely has
    surely_some: terms.Flag = False  # of several parts, the last of which surely has
    for part in several:
        found += [each._replace(happens=conj(none_yet, each.happens)) for each in part.all]
        is_sure = disj(*(each.happens for each in part.all), *(conj(each.may, each.surely) for each in part.perhaps))
        perhaps += [each.only(conj(none_yet, is_sure)) for each in part.perhaps]
        # Of parts that are known, no other may be meant than the first that has any.
        also = False if none_sure is none_yet else conj(none_sure, neg(none_yet))
        if also is not False:
            some += [may_be(each, conj(also, each.happens)) for each in part.all]
        some += [each.only(conj(none_sure, neg(conj(none_yet, is_sure)))) for each in part.perhaps]
        surely_some = disj(surely_some, conj(also, is_sure))
        are_known = none_sure is none_yet and not part.perhaps
        none_yet = conj(none_yet, *(neg(each.happens) for each in part.all), *(neg(each.may) for each in part.perhaps))
        none_sure = none_yet if are_known else conj(none_sure, neg(is_sure))
    perhaps += [each.only(neg(surely_some))._replace(surely=False) for each in some]
    spans = [span for each in some for span in each.only(surely_some).spans]
    if spans:
        perhaps.append(SymbolicPossible(tuple(spans), surely_some, many=True))
    return SymbolicHappenings(tuple(each for each in found if each.happens is not False), possible(perhaps))


def _whichever(ways: Sequence[tuple[terms.Flag, SymbolicHappenings]]) -> SymbolicHappenings:
    """What happens in the one of several ways that is so."""
    known = (
        each._replace(happens=conj(chosen, each.happens), order=(index, *each.order))
        for index, (chosen, found) in enumerate(ways)
        for each in found.all
    )
    perhaps = (
        each.only(chosen)._replace(order=(index, *each.order))
        for index, (chosen, found) in enumerate(ways)
        for each in found.perhaps
    )
    return SymbolicHappenings(tuple(each for each in known if each.happens is not False), possible(perhaps))


def _cases(case: SymbolicCase, node: DayCases, day: terms.Number, slot: Slot | None) -> SymbolicHappenings:
    """Those of the line that counts on a day; where it is not known which, what is known of one of several."""
    surely: list[tuple[terms.Flag, SymbolicHappenings]] = []
    perhaps: list[tuple[terms.Flag, SymbolicHappenings]] = []
    none_yet: terms.Flag = True  # no line so far may count
    none_sure: terms.Flag = True  # no line so far surely does
    are_known = True  # of each line so far it is known whether it holds
    for line in node.cases:
        truth = case.holds(line.when, day, slot)
        are_known = are_known and truth.yes is truth.maybe
        counts, may = conj(none_yet, truth.yes), conj(none_sure, truth.maybe)
        if may is not False:
            found = case.moments(line.is_, day, slot)
            surely.append((counts, found))
            perhaps.append((False if are_known else conj(may, neg(counts)), found))
        none_sure = conj(none_sure, neg(truth.yes))
        none_yet = none_sure if are_known else conj(none_yet, neg(truth.maybe))
    if none_sure is not False:
        found = case.moments(node.otherwise, day, slot)
        surely.append((none_yet, found))
        perhaps.append((False if are_known else conj(none_sure, neg(none_yet)), found))
    several = [(flag, found) for flag, found in perhaps if flag is not False]
    known = _whichever(surely)
    if not several:
        return known
    from kenri.symbolic import which

    unsure = which.one_way(several)
    first = (each._replace(order=(0, *each.order)) for each in known.all)
    return SymbolicHappenings(
        (*first, *unsure.all),
        possible([*(each._replace(order=(0, *each.order)) for each in known.perhaps), *unsure.perhaps]),
    )


# --- events


def _events(case: SymbolicCase, node: EventMoments) -> SymbolicHappenings:
    found: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for slot in (slot for kind in node.event for slot in case.world.slots(kind)):
        fits = [_is_whose(case, slot, node)]
        fits += [_fits(case, slot, name, wanted) for name, wanted in node.where.items()]
        fits += [_not(_fits(case, slot, name, wanted)) for name, wanted in node.where_not.items()]
        for condition, when in ((node.during, slot.day), (node.just_before, terms.add(slot.day, -1))):
            if condition is not None:
                truth = case.holds(condition, when)
                fits.append((truth.yes, truth.maybe))
        yes, maybe = (conj(slot.happens, *(each[way] for each in fits)) for way in (0, 1))
        found.append(SymbolicHappening(yes, slot.day, slot, (slot.rank,)))
        if any(a is not b for a, b in fits):
            perhaps.append(may_be(found[-1], conj(maybe, neg(yes))))
    return SymbolicHappenings(tuple(each for each in found if each.happens is not False), possible(perhaps))


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
        named, perhaps = names_party(case, naming, node.who.named, slot.who)
        return (named, named) if perhaps is False else (named, disj(named, perhaps))
    flag = case.is_who(slot.who, node.who)
    return flag, flag


def names_party(
    case: SymbolicCase, naming: SymbolicHappenings, attribute: str, party: terms.Number
) -> tuple[terms.Flag, terms.Flag]:
    """Whether an event that is known to happen names a party, and whether one that may does."""
    named = disj(
        *(conj(each.happens, case.names(each.slot, attribute, party)) for each in naming.all if each.slot is not None)
    )
    perhaps = disj(
        *(
            conj(each.may, True if each.slot is None else case.names(each.slot, attribute, party))
            for each in naming.perhaps
        )
    )
    return named, perhaps


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


def _attribute_days(case: SymbolicCase, name: str, found: SymbolicHappenings) -> SymbolicHappenings:
    changed: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for each in found.all:
        fact = case.attribute(each.slot, name)
        perhaps.append(any_day(conj(each.happens, neg(fact.is_known)))._replace(slot=each.slot))
        if fact.is_known is not False:
            happens = conj(each.happens, fact.is_known, lt(fact.value, NEVER))
            changed.append(each._replace(happens=happens, day=fact.value, order=(each.day, *each.order)))
    for one in found.perhaps:
        fact = case.attribute(one.slot, name)
        perhaps.append(any_day(conj(one.may, neg(fact.is_known)))._replace(slot=one.slot, many=one.many))
        if fact.is_known is not False:
            may = conj(one.may, fact.is_known, lt(fact.value, NEVER))
            known = conj(may, one.surely, neg(one.many))
            order = (one.first, *one.order)
            changed.append(SymbolicHappening(known, fact.value, one.slot, order))
            span = SymbolicSpan(conj(may, neg(known)), fact.value, fact.value)
            surely = conj(may, neg(known), one.surely)
            perhaps.append(SymbolicPossible((span,), surely, one.many, one.slot, order, on_a_day=True))
    return SymbolicHappenings(tuple(each for each in changed if each.happens is not False), possible(perhaps))


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


Change = Callable[[terms.Number], tables.Moved]
"""Moves a day, and says whether that is known."""


def _mapped(found: SymbolicHappenings, *changes: Change) -> SymbolicHappenings:
    """The same on other days, once for each change; what is moved beyond all days does not happen, and where one is not
    known nothing is.
    """
    changed = [(each, *change(each.day)) for change in changes for each in found.all]
    is_known = [disj(neg(each.happens), known) for each, _, known in changed]
    perhaps: list[SymbolicPossible] = []
    for change, one in product(changes, found.perhaps):
        may = one.may

        def moved(day: terms.Number, change: Change = change, may: terms.Flag = may) -> terms.Number:
            there, known = change(day)
            is_known.append(disj(neg(may), known))
            return there

        perhaps.append(one.moved(moved, moved))
    here = (
        each._replace(happens=conj(each.happens, lt(day, NEVER)), day=day, order=(each.day, *each.order))
        for each, day, _ in changed
    )
    return _all_or_nothing(list(here), perhaps, conj(*is_known))


def _all_or_nothing(
    known: Sequence[SymbolicHappening], perhaps: Sequence[SymbolicPossible], is_known: terms.Flag
) -> SymbolicHappenings:
    """What happens and what may, unless nothing is known."""
    found = if_known(known, is_known)
    return SymbolicHappenings(found.all, possible([*(each.only(is_known) for each in perhaps), *found.perhaps]))


def _earlier(found: SymbolicHappenings) -> SymbolicHappenings:
    """The same a day earlier."""
    return _mapped(found, lambda day: (terms.add(day, -1), True))


def _shifted(
    case: SymbolicCase,
    found: SymbolicHappenings,
    duration: Duration,
    use: CountingUse | None,
    day: terms.Number,
    direction: int,
) -> SymbolicHappenings:
    counting = case.counting(use)
    several: list[tuple[terms.Flag, SymbolicHappenings]] = []
    for holds, number, unit in tables.lengths(case, duration, day):
        if number is None:
            several.append((holds, _some_time_from(found, unit, counting, direction)))
        else:
            several.append((holds, _mapped(found, partial(_end, number, unit, counting, direction))))
    return _as_it_is(several)


def _recurring(number: int, unit: periods.Unit, counting: periods.Counting, day: terms.Number) -> tables.Moved:
    return tables.recurring(day, number, unit, counting)


def _end(
    number: int, unit: periods.Unit, counting: periods.Counting, direction: int, day: terms.Number
) -> tables.Moved:
    return tables.shifted(day, number, unit, counting, direction)


def _as_it_is(several: Sequence[tuple[terms.Flag, SymbolicHappenings]]) -> SymbolicHappenings:
    """What happens where each of several is so."""
    known = (each._replace(happens=conj(holds, each.happens)) for holds, found in several for each in found.all)
    return SymbolicHappenings(
        tuple(each for each in known if each.happens is not False),
        possible(each.only(holds) for holds, found in several for each in found.perhaps),
    )


def _some_time_from(
    found: SymbolicHappenings, unit: periods.Unit, counting: periods.Counting, direction: int
) -> SymbolicHappenings:
    """What happens some time after or before, nobody knows how long."""
    is_known: list[terms.Flag] = []

    def at_once(day: terms.Number) -> terms.Number:
        there, known = tables.shifted(day, 0, unit, counting, direction)
        is_known.append(known)
        return there

    perhaps: list[SymbolicPossible] = []
    come = (may_be(each, each.happens)._replace(surely=each.happens) for each in found.all)
    for each in (one._replace(on_a_day=False) for one in (*come, *found.perhaps)):
        later = each.moved(at_once, lambda _: NEVER) if direction > 0 else each.moved(lambda _: FIRST_DAY, at_once)
        perhaps.append(later)
    return _all_or_nothing((), perhaps, conj(*is_known))


def _every(
    case: SymbolicCase, node: Every, start: SymbolicHappenings, day: terms.Number, slot: Slot | None
) -> SymbolicHappenings:
    from kenri.symbolic.case import must_be_few  # a case evaluates moments

    counting = case.counting(node.counting)
    several: list[tuple[terms.Flag, SymbolicHappenings]] = []
    for (is_long, number, unit), (is_often, times) in product(
        tables.lengths(case, node.every, day), tables.times(case, node.times, day)
    ):
        holds = conj(is_long, is_often)
        if holds is False:
            continue
        if number is None or times is None:
            not_followed()
        must_be_few(sum(len(each.all) for _, each in several) + times * len(start.all))
        ends = (partial(_recurring, index * number, unit, counting) for index in range(1, times + 1))
        several.append((holds, _mapped(start, *ends)))
    found = _as_it_is(several)
    if node.paused is None:
        return found
    must_be_known(found.perhaps)
    moved_back: list[SymbolicHappening] = []
    unsure: list[SymbolicPossible] = []
    for each in found.all:
        end, latest = paused(case, node, each.order[0], each.day, slot)
        # What is unknown of the suspension matters where it would move the day.
        same = eq(end, latest)
        moved_back.append(each._replace(day=end, happens=conj(each.happens, same, lt(end, NEVER))))
        span = SymbolicSpan(conj(each.happens, neg(same)), end, terms.minimum(latest, LAST_DAY))
        unsure.append(SymbolicPossible((span,), conj(span.may, lt(latest, NEVER)), False, each.slot, each.order))
    return SymbolicHappenings(tuple(each for each in moved_back if each.happens is not False), possible(unsure))


def paused(
    case: SymbolicCase, node: Every, anchor: terms.Number, end: terms.Number, slot: Slot | None
) -> tuple[terms.Number, terms.Number]:
    """The day to which one that recurs, counted from a day, surely moves back, and that to which it may."""
    if node.paused is None:
        return end, end
    from kenri.symbolic.stretches import PERHAPS, SURELY, stretches, tolled

    counting = case.counting(node.counting)
    surely, perhaps = (stretches(case, node.paused, slot, way=way) for way in (SURELY, PERHAPS))
    return tolled(anchor, end, surely, counting), tolled(anchor, end, perhaps, counting)


def _edges(case: SymbolicCase, condition: Any, slot: Slot | None, *, begins: bool) -> SymbolicHappenings:
    """The days on which a condition begins or ceases to hold: sought where anything that it rests on changes."""
    from kenri.symbolic import turns

    def holds(day: terms.Number) -> tuple[terms.Flag, terms.Flag]:
        truth = case.holds(condition, day, slot)
        here = truth if begins else ~truth
        return here.yes, here.maybe

    days = turns.of_condition(case, condition, slot)
    found: list[SymbolicHappening] = []
    truths = [(holds(terms.add(day, -1)), holds(day)) for day in days]
    for day, ((_, may_before), (on, _)) in zip(days, truths, strict=True):
        happens = conj(on, neg(may_before), *(neg(eq(day, other.day)) for other in found))
        if happens is not False:
            found.append(SymbolicHappening(happens, day))
    at_first = holds(FIRST_DAY)
    if all(yes is maybe for yes, maybe in (at_first, *(each for pair in truths for each in pair))):
        return SymbolicHappenings(tuple(found))
    return SymbolicHappenings(tuple(found), possible(_begun(days, truths, at_first)))


def _begun(
    days: Sequence[terms.Number],
    truths: Sequence[tuple[tuple[terms.Flag, terms.Flag], tuple[terms.Flag, terms.Flag]]],
    at_first: tuple[terms.Flag, terms.Flag],
) -> Iterable[SymbolicPossible]:
    """What of the days on which something begins to hold is not known: they are in the stretches in which it is not
    known whether it holds.
    """

    def is_unsure(truth: tuple[terms.Flag, terms.Flag]) -> terms.Flag:
        return conj(truth[1], neg(truth[0]))

    starts: list[tuple[terms.Flag, terms.Number, terms.Flag]] = [(is_unsure(at_first), FIRST_DAY, False)]
    for index, (day, (before, on)) in enumerate(zip(days, truths, strict=True)):
        again = disj(*(eq(day, other) for other in days[:index]))
        starts.append((conj(is_unsure(on), neg(is_unsure(before)), neg(again)), day, before[0]))
    for is_one, start, is_before in starts:
        if is_one is False:
            continue
        ends = [
            (conj(is_unsure(before), neg(is_unsure(on)), lt(start, day)), day, on[0])
            for day, (before, on) in zip(days, truths, strict=True)
        ]
        until = least((ended, day) for ended, day, _ in ends)
        is_after = disj(*(conj(ended, eq(day, until), holds) for ended, day, holds in ends))
        first_day = terms.ite(is_before, terms.add(start, 1), start)
        last_day = terms.ite(is_after, until, terms.add(until, -1))
        is_sure = False if start is FIRST_DAY else conj(is_one, is_after, neg(is_before))
        span = SymbolicSpan(conj(is_one, le(first_day, last_day)), first_day, last_day)
        yield SymbolicPossible((span,), is_sure, lt(terms.add(first_day, 1), last_day))
