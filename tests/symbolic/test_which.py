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
MOST = 30
"""The last day that is drawn."""


@st.composite
def items(draw: st.DrawFn) -> Items:
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
    return sorted(found, key=lambda each: each.day)


def in_terms(several: Items, flags: dict[str, bool]) -> SymbolicHappenings:
    """The same in terms; whatever is there hangs on a flag of its own, so that nothing is folded away."""
    known: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for at, each in enumerate(several):
        flags[name := f"h{len(flags)}"] = True
        there, order = terms.flag(name), (at,)
        if each.is_known:
            known.append(SymbolicHappening(there, each.day, None, order))
            continue
        span = SymbolicSpan(there, each.day, each.last)
        perhaps.append(
            SymbolicPossible(
                (span,), each.surely and there, each.many and there, None, order, on_a_day=each.days is None
            )
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
    return [value(each.day) for each in found.all if value(each.happens)], perhaps


def of_reference(several: Sequence[Occurrence]) -> Told:
    unknown = [each for each in several if not each.is_known]
    return [each.day for each in several if each.is_known], [(list(each.span.bounds), each.surely) for each in unknown]


def agree(found: Callable[[dict[str, bool]], SymbolicHappenings], reference: Sequence[Occurrence]) -> None:
    flags: dict[str, bool] = {}
    with terms.afresh():
        assert told(found(flags), flags) == of_reference(reference)


@given(items(), st.integers(1, 3))
def test_the_nth(several: Items, n: int) -> None:
    agree(lambda flags: which.nth(in_terms(several, flags), n), occurrences.nth(several, n))


@given(items(), st.integers(1, MOST + 2))
def test_the_latest(several: Items, day: Day) -> None:
    views = occurrences.latest(several, FIRST_DAY, NEVER)
    (seen,) = (found for since, until, found in views if since <= day < until)
    agree(lambda flags: which.latest(in_terms(several, flags), day), seen)


@given(st.lists(items(), min_size=1, max_size=3))
def test_the_later(parts: list[Items]) -> None:
    agree(lambda flags: which.later([in_terms(part, flags) for part in parts]), occurrences.later(parts))


@pytest.mark.parametrize("find", [lambda found: which.nth(found, 1), lambda found: which.latest(found, 5)])
def test_what_does_not_happen_counts_for_nothing(find: Callable[[SymbolicHappenings], SymbolicHappenings]) -> None:
    with terms.afresh():
        flags: dict[str, bool] = {}
        found = find(in_terms([Occurrence(2), Occurrence(3, surely=False)], flags))
        assert told(found, dict.fromkeys(flags, False)) == ([], [])
