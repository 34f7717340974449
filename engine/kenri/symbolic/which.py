"""Which of several comes, where it is not known of all whether or when they do: the n-th, the latest, the later.

What may come instead of what is known makes of both one day among some, between the bounds of
`reference.occurrences`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kenri import terms
from kenri.model.days import NEVER
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings, first, may_be, precedes, stands_before
from kenri.symbolic.perhaps import LAST_DAY, SymbolicPossible, SymbolicSpan, greatest, is_one_of, least, possible
from kenri.terms import conj, disj, eq, le, lt, neg


def nth(found: SymbolicHappenings, n: int) -> SymbolicHappenings:
    """The one that comes n-th, or what is known of it; of one that may be several, all may come."""
    known = tuple(each._replace(happens=_is_nth(each, found, n)) for each in found.all)
    is_known = disj(*(each.happens for each in known))
    firsts = [
        *((each.happens, each.day, 1) for each in found.all),
        *((conj(one.may, neg(one.many)), one.first, 1) for one in found.perhaps),
        *((conj(one.may, one.many), one.first, n) for one in found.perhaps),
    ]
    lasts = [(each.happens, each.day, 1) for each in found.all]
    lasts += [(conj(one.may, one.surely), one.last, 1) for one in found.perhaps]
    lower, by = _nth_of(firsts, n), _nth_of(lasts, n)
    is_one = conj(neg(is_known), lt(lower, NEVER))
    return _either(known, [_hull([*_possibles(found)], is_one, lower, terms.minimum(by, LAST_DAY), lt(by, NEVER))])


def _is_nth(each: SymbolicHappening, found: SymbolicHappenings, n: int) -> terms.Flag:
    """Whether something known comes n-th, and nothing before it that is not known."""
    before = (conj(other.happens, precedes(other, each)) for other in found.all if other is not each)
    is_turn = eq(terms.total(terms.ite(flag, 1, 0) for flag in before), n - 1)
    place = (each.day, *each.order)
    return conj(
        each.happens,
        is_turn,
        *(neg(conj(one.may, stands_before((one.first, *one.order), place))) for one in found.perhaps),
    )


def _nth_of(several: Sequence[tuple[terms.Flag, terms.Number, int]], n: int) -> terms.Number:
    """The n-th of some days, each of which counts so many times if it counts; `NEVER` where there are fewer."""

    def count_to(day: terms.Number) -> terms.Number:
        return terms.total(terms.ite(conj(counts, le(other, day)), times, 0) for counts, other, times in several)

    return least((conj(counts, le(n, count_to(day))), day) for counts, day, _ in several)


def latest(found: SymbolicHappenings, day: terms.Number) -> SymbolicHappenings:
    """The latest that has come by a day, or what is known of it; `found` must be the same from whatever day it is seen.

    It is told for all days until anything turns, so that what may be on each of these is among the days.
    """
    come = [(conj(each.happens, le(each.day, day)), each.day) for each in found.all]
    come += [(conj(one.may, one.surely, le(one.last, day)), one.first) for one in found.perhaps]
    floor, surely = greatest(come), disj(*(flag for flag, _ in come))
    following = least((conj(flag, lt(day, cut)), cut) for flag, cut in _cuts(found))
    within = (floor, terms.add(following, -1))

    def is_last(each: SymbolicHappening) -> terms.Flag:
        others = (conj(other.happens, eq(other.day, floor), precedes(each, other)) for other in found.all)
        return conj(each.happens, le(each.day, day), eq(each.day, floor), neg(disj(*others)))

    last = [(is_last(each), each) for each in found.all]
    among = [(flag, may_be(each, True)) for flag, each in last]
    for one in found.perhaps:
        passed = (
            conj(flag, le(one.last, floor), stands_before((one.first, *one.order), (each.day, *each.order)))
            for flag, each in last
        )
        among.append((conj(one.within(floor, day).may, neg(disj(*passed))), one))
    is_one = is_one_of(among)
    known = tuple(each._replace(happens=conj(flag, is_one)) for flag, each in last)
    alone = [
        one.within(*within).only(conj(flag, is_one))._replace(surely=conj(flag, is_one, surely))
        for flag, one in among[len(last) :]
    ]
    several = [one.only(flag) for flag, one in among]
    return _either(known, [*alone, _hull(several, neg(is_one), *within, surely)])


def _cuts(found: SymbolicHappenings) -> Iterator[tuple[terms.Flag, terms.Number]]:
    """Days between which nothing of what has come turns, each where it is one."""
    days = [(each.happens, each.day, each.day) for each in found.all]
    for may, start, end in (*days, *(span for one in found.perhaps for span in one.spans)):
        yield from ((may, start), (may, terms.add(start, 1)), (may, terms.add(end, 1)), (may, terms.add(end, 2)))
    for one in found.perhaps:
        yield from ((one.may, one.last), (one.may, terms.add(one.last, 1)))


class _Part(NamedTuple):
    """The earliest of a part: whether it comes, what is known of it, and whether it surely is."""

    comes: terms.Flag
    one: SymbolicPossible
    surely: terms.Flag
    known: SymbolicHappening | None


def later(several: Sequence[SymbolicHappenings]) -> SymbolicHappenings:
    """The latest of the earliest of each, or what is known of it; of equal days the one named first."""
    parts = [list(_earliest(part)) for part in several]
    comes = conj(*(disj(*(each.comes for each in part)) for part in parts))
    surely = conj(*(disj(*(conj(each.comes, each.surely) for each in part)) for part in parts))
    firsts = [each for part in parts for each in part]
    lower = greatest((each.comes, each.one.first) for each in firsts)
    fitting = [conj(comes, each.comes, le(lower, each.one.last)) for each in firsts]
    are_days = conj(*(neg(flag) for flag, each in zip(fitting, firsts, strict=True) if not each.one.on_a_day))
    known: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for index, (flag, each) in enumerate(zip(fitting, firsts, strict=True)):
        chosen = conj(flag, are_days, neg(disj(*fitting[:index])))
        if each.known is not None:
            known.append(each.known._replace(happens=conj(chosen, surely)))
            perhaps.append(each.one.only(conj(chosen, neg(surely)))._replace(surely=False))
        elif each.one.on_a_day:
            perhaps.append(each.one.only(chosen)._replace(surely=conj(chosen, surely)))
    among = [(conj(flag, neg(are_days)), each.one) for flag, each in zip(fitting, firsts, strict=True)]
    is_one = is_one_of(among)
    for flag, one in among:
        alone = conj(flag, is_one)
        perhaps.append(one.within(lower, LAST_DAY).only(alone)._replace(surely=conj(alone, surely)))
    some = conj(neg(is_one), disj(*(flag for flag, _ in among)))
    perhaps.append(_hull([one.only(flag) for flag, one in among], some, lower, LAST_DAY, surely))
    return _either(known, perhaps)


def one_way(ways: Sequence[tuple[terms.Flag, SymbolicHappenings]]) -> SymbolicHappenings:
    """What happens in one of those ways that may be so, nobody knows in which.

    What is the same in each of them is known. Of the rest, where no way has more than one, it is that of one of them.
    """
    known: list[SymbolicHappening] = []
    rest: list[tuple[int, terms.Flag, SymbolicPossible]] = []
    for index, (so, found) in enumerate(ways):
        is_first = conj(so, *(neg(other) for other, _ in ways[:index]))
        for place, each in enumerate(found.all):
            alike = _is_alike(each, found.all[:place], [way for at, way in enumerate(ways) if at != index])
            known.append(each._replace(happens=conj(is_first, each.happens, alike), order=(0, *each.order)))
            apart = conj(so, each.happens, neg(alike))
            rest.append((index, apart, may_be(each, apart)._replace(surely=apart)))
        rest += [(index, conj(so, one.may), one.only(so)) for one in found.perhaps]
    surely: terms.Flag = True
    is_one_each: terms.Flag = True
    for index, (so, _) in enumerate(ways):
        own = [(flag, one) for at, flag, one in rest if at == index]
        surely = conj(surely, disj(neg(so), *(conj(flag, one.surely) for flag, one in own)))
        is_one_each = conj(is_one_each, le(terms.total(terms.ite(flag, 1, 0) for flag, _ in own), 1))
    is_one_each = conj(is_one_each, neg(disj(*(conj(flag, one.many) for _, flag, one in rest))))
    is_one = is_one_of([(flag, one) for _, flag, one in rest])
    perhaps: list[SymbolicPossible] = []
    for index, _, one in rest:
        perhaps.append(one.only(is_one)._replace(surely=False, order=(1,)))
        each_may = conj(neg(is_one), neg(is_one_each), neg(surely))
        perhaps.append(one.only(each_may)._replace(surely=False, order=(1, index, *one.order)))
    together = conj(neg(is_one), disj(*(flag for _, flag, _ in rest)), disj(is_one_each, surely))
    of_one = conj(together, is_one_each)
    slots = [*{id(one.slot): one.slot for _, _, one in rest if one.slot is not None}.values()]
    by_slot = [(slot, conj(of_one, *(neg(flag) for _, flag, one in rest if one.slot is not slot))) for slot in slots]
    of_none = conj(together, *(neg(flag) for _, flag in by_slot))
    for slot, flag in (*by_slot, (None, of_none)):
        spans = tuple(span for _, _, one in rest for span in one.only(flag).spans)
        many = conj(flag, neg(is_one_each))
        perhaps.append(SymbolicPossible(spans, conj(flag, surely), many, slot, (1,)))
    return _either(known, perhaps)


def _is_alike(
    each: SymbolicHappening,
    before: Sequence[SymbolicHappening],
    others: Sequence[tuple[terms.Flag, SymbolicHappenings]],
) -> terms.Flag:
    """Whether something happens as well in each of some other ways, as often as it does up to here in its own."""

    def same(several: Iterable[SymbolicHappening]) -> list[terms.Flag]:
        flags = (conj(one.happens, eq(one.day, each.day)) for one in several if one.slot is each.slot)
        return [flag for flag in flags if flag is not False]

    def number(flags: Sequence[terms.Flag]) -> terms.Number:
        return terms.total(terms.ite(flag, 1, 0) for flag in flags)

    so_far = same(before)
    return conj(
        *(
            disj(neg(so), lt(number(so_far), number(there)) if so_far else disj(*there))
            for so, there in ((so, same(found.all)) for so, found in others)
        )
    )


def _earliest(part: SymbolicHappenings) -> Iterator[_Part]:
    """The earliest of a part: one of these, if any comes."""
    found = first(part, (), may_merge=False)
    for each in found.all:
        yield _Part(each.happens, may_be(each, each.happens), True, each)
    for one in found.perhaps:
        yield _Part(one.may, one, one.surely, None)


def _possibles(found: SymbolicHappenings) -> Iterator[SymbolicPossible]:
    """All of some as what may be."""
    yield from (may_be(each, each.happens) for each in found.all)
    yield from found.perhaps


def _hull(
    several: Iterable[SymbolicPossible],
    is_one: terms.Flag,
    lower: terms.Number,
    upper: terms.Number,
    surely: terms.Flag,
) -> SymbolicPossible:
    """One of several on a day between two, where that is all that is known."""
    spans: list[SymbolicSpan] = [span for one in several for span in one.within(lower, upper).only(is_one).spans]
    return SymbolicPossible(tuple(spans), surely=conj(is_one, surely))


def _either(known: Iterable[SymbolicHappening], perhaps: Iterable[SymbolicPossible]) -> SymbolicHappenings:
    return SymbolicHappenings(tuple(each for each in known if each.happens is not False), possible(perhaps))
