"""Which of several comes where not all is known, as terms say it: what the reference makes of the same occurrences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.reference import occurrences
from kenri.reference.occurrences import Occurrence
from kenri.symbolic import which
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings
from kenri.symbolic.perhaps import SymbolicPossible, SymbolicSpan
from tests.terms.plain_value import plain_value

Items: TypeAlias = list[Occurrence]
MaybeItems: TypeAlias = list[tuple[Occurrence, bool]]
"""Each with whether it is there at all."""
MOST = 30
"""The last day that is drawn."""


@st.composite
def items(draw: st.DrawFn) -> MaybeItems:
    """Some that are known, some on one day perhaps, some on one of several, in the order of their days."""
    found: Items = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(1, MOST))
        match draw(st.integers(0, 3)):
            case 0 | 1:
                found.append(Occurrence(first))
            case 2:
                found.append(Occurrence(first, surely=False))
            case _:
                days = DaySet.between(first, draw(st.integers(first + 1, MOST + 1)) + 1)
                found.append(Occurrence(first, days=days, surely=draw(st.booleans()), many=draw(st.booleans())))
    return [(each, draw(st.sampled_from((True, True, False)))) for each in sorted(found, key=lambda each: each.day)]


def there(several: MaybeItems) -> Items:
    """Those that are there."""
    return [each for each, is_there in several if is_there]


def in_terms(several: MaybeItems, flags: dict[str, bool]) -> SymbolicHappenings:
    """The same in terms; whatever is there hangs on a flag of its own, so that nothing is folded away."""
    known: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for at, (each, is_there) in enumerate(several):
        flags[name := f"h{len(flags)}"] = is_there
        here, order = terms.flag(name), (at,)
        if each.is_known:
            known.append(SymbolicHappening(here, each.day, None, order))
            continue
        span = SymbolicSpan(here, each.day, each.last)
        perhaps.append(
            SymbolicPossible((span,), each.surely and here, each.many and here, None, order, on_a_day=each.days is None)
        )
    return SymbolicHappenings(tuple(known), tuple(perhaps))


Told: TypeAlias = tuple[list[Day], list[tuple[list[Day], bool]]]
"""The days that are known, and of what is not its days, each with whether it surely is."""


def told(found: SymbolicHappenings, flags: dict[str, bool]) -> Told:
    def value(term: Any) -> Any:
        return plain_value(term, flags)

    perhaps: list[tuple[list[Day], bool]] = []
    for one in found.perhaps:
        spans = [(value(first), value(last)) for may, first, last in one.spans if value(may)]
        days = DaySet.of((first, last + 1) for first, last in spans)
        if days:
            perhaps.append((list(days.bounds), bool(value(one.surely))))
        # What may not happen does not surely happen: whoever looks at the latter alone would see it on no day at all.
        assert days or not value(one.surely)
    return [value(each.day) for each in found.all if value(each.happens)], perhaps


def of_reference(several: Sequence[Occurrence]) -> Told:
    unknown = [each for each in several if not each.is_known]
    return [each.day for each in several if each.is_known], [(list(each.span.bounds), each.surely) for each in unknown]


def agree(found: Callable[[dict[str, bool]], SymbolicHappenings], reference: Sequence[Occurrence]) -> None:
    flags: dict[str, bool] = {}
    with terms.afresh():
        assert told(found(flags), flags) == of_reference(reference)


@given(items(), st.integers(1, 3))
def test_the_nth(several: MaybeItems, n: int) -> None:
    agree(lambda flags: which.nth(in_terms(several, flags), n), occurrences.nth(there(several), n))


@given(items(), st.integers(1, MOST + 2))
def test_the_latest(several: MaybeItems, day: Day) -> None:
    views = occurrences.latest(there(several), FIRST_DAY, NEVER)
    (seen,) = (found for since, until, found in views if since <= day < until)
    agree(lambda flags: which.latest(in_terms(several, flags), day), seen)


@given(st.lists(items(), min_size=1, max_size=3))
def test_the_later(parts: list[MaybeItems]) -> None:
    reference = occurrences.later([there(part) for part in parts])
    agree(lambda flags: which.later([in_terms(part, flags) for part in parts]), reference)


@given(st.lists(st.tuples(items(), st.sampled_from((True, True, False))), min_size=1, max_size=3))
def test_one_of_several_ways(ways: list[tuple[MaybeItems, bool]]) -> None:
    def found(flags: dict[str, bool]) -> SymbolicHappenings:
        several = []
        for way, is_so in ways:
            flags[name := f"way{len(flags)}"] = is_so
            several.append((terms.flag(name), in_terms(way, flags)))
        return which.one_way(several)

    meant = [there(way) for way, is_so in ways if is_so]
    flags: dict[str, bool] = {}
    with terms.afresh():
        days, perhaps = told(found(flags), flags)
        expected = of_reference(occurrences.one_way(meant)) if meant else ([], [])
        assert (sorted(days), sorted(perhaps)) == (sorted(expected[0]), sorted(expected[1]))


@pytest.mark.parametrize("find", [lambda found: which.nth(found, 1), lambda found: which.latest(found, 5)])
def test_what_does_not_happen_counts_for_nothing(find: Callable[[SymbolicHappenings], SymbolicHappenings]) -> None:
    with terms.afresh():
        flags: dict[str, bool] = {}
        found = find(in_terms([(Occurrence(2), True), (Occurrence(3, surely=False), True)], flags))
        assert told(found, dict.fromkeys(flags, False)) == ([], [])
