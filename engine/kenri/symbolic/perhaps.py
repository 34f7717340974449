"""Happenings that are not known, in terms: on which days each may be, and whether there surely is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.sentences import Sentence
from kenri.symbolic.world import Slot
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.moments import SymbolicHappening

LAST_DAY = NEVER - 1


class SymbolicSpan(NamedTuple):
    """Days from `first` to `last` on which something may happen, if it may at all."""

    may: terms.Flag
    first: terms.Number
    last: terms.Number


class SymbolicPossible(NamedTuple):
    """Something that may happen on a day of one of some spans; `surely` if it does, `many` if it may be several.

    `on_a_day`: it is on the one day that the one span has, if it happens at all.
    """

    spans: tuple[SymbolicSpan, ...]
    surely: terms.Flag = False
    many: terms.Flag = False
    slot: Slot | None = None
    order: tuple[terms.Number, ...] = ()
    on_a_day: bool = False

    @property
    def may(self) -> terms.Flag:
        """Whether it may happen."""
        return disj(*(span.may for span in self.spans))

    @property
    def first(self) -> terms.Number:
        """The first day on which it may; any day where it may not at all."""
        if len(self.spans) == 1:
            return self.spans[0].first
        return least((span.may, span.first) for span in self.spans)

    @property
    def last(self) -> terms.Number:
        """The last day on which it may; any day where it may not at all."""
        if len(self.spans) == 1:
            return self.spans[0].last
        return greatest((span.may, span.last) for span in self.spans)

    @property
    def ends(self) -> tuple[terms.Number, ...]:
        """The first and the last day of each span."""
        return tuple(day for span in self.spans for day in span[1:])

    def only(self, flag: terms.Flag) -> SymbolicPossible:
        """The same where a flag holds."""
        spans = (span._replace(may=conj(flag, span.may)) for span in self.spans)
        return self._replace(spans=tuple(spans), surely=conj(flag, self.surely))

    def within(self, first: terms.Number, last: terms.Number) -> SymbolicPossible:
        """The same on days from one to another."""
        spans = ((span.may, terms.maximum(first, span.first), terms.minimum(last, span.last)) for span in self.spans)
        return self._replace(
            spans=tuple(SymbolicSpan(conj(may, le(start, end)), start, end) for may, start, end in spans)
        )

    def moved(self, first: Moved, last: Moved) -> SymbolicPossible:
        """The same on other days, which do not go back; of several days, since always and for ever stay so."""
        surely = [self.surely]
        spans: list[SymbolicSpan] = []
        for may, start, end in self.spans:
            if self.on_a_day:
                begins = ends = first(start)
            else:
                begins, ends = _unless(start, FIRST_DAY, first), _unless(end, LAST_DAY, last)
                surely.append(disj(neg(may), lt(end, LAST_DAY)))
            surely.append(disj(neg(may), lt(ends, NEVER)))
            spans.append(SymbolicSpan(conj(may, lt(begins, NEVER)), begins, terms.minimum(ends, LAST_DAY)))
        order = (self.first, *self.order)
        return self._replace(spans=tuple(spans), surely=conj(*surely), order=order)


Moved = Callable[[terms.Number], terms.Number]
"""Gives for a day the day it is moved to."""


def _unless(day: terms.Number, limit: int, move: Moved) -> terms.Number:
    """A day moved, unless it is the first or the last that there is."""
    stays = eq(day, limit)
    return day if stays is True else terms.ite(stays, limit, move(terms.below(day, LAST_DAY)))


def any_day(may: terms.Flag) -> SymbolicPossible:
    """A day of which nothing is known, where that may be so."""
    return SymbolicPossible((SymbolicSpan(may, FIRST_DAY, LAST_DAY),))


def possible(several: Iterable[SymbolicPossible]) -> tuple[SymbolicPossible, ...]:
    """Those that may happen at all, in any life."""
    found = (each._replace(spans=tuple(span for span in each.spans if span.may is not False)) for each in several)
    return tuple(each for each in found if each.spans)


def is_one_of(several: Sequence[tuple[terms.Flag, SymbolicPossible]]) -> terms.Flag:
    """Whether just one of some counts, and is not several."""
    counted = terms.total(terms.ite(flag, 1, 0) for flag, _ in several)
    return conj(eq(counted, 1), neg(disj(*(conj(flag, one.many) for flag, one in several))))


def least(several: Iterable[tuple[terms.Flag, terms.Number]], otherwise: terms.Number = NEVER) -> terms.Number:
    """The least of those numbers that count."""
    found = otherwise
    for counts, number in several:
        found = (
            terms.minimum(found, number)
            if counts is True
            else terms.ite(conj(counts, lt(number, found)), number, found)
        )
    return found


def greatest(several: Iterable[tuple[terms.Flag, terms.Number]]) -> terms.Number:
    """The greatest of those numbers that count."""
    found: terms.Number = 0
    for counts, number in several:
        found = terms.ite(conj(counts, lt(found, number)), number, found)
    return found


def must_be_known(several: Sequence[SymbolicPossible]) -> None:
    """Raise `InexpressibleError` where something is not known that is not followed."""
    if several:
        not_followed()


def not_followed() -> NoReturn:
    """Raise `InexpressibleError`: days that are partly known are not followed there."""
    from kenri.symbolic.case import InexpressibleError  # a case evaluates moments

    raise InexpressibleError(Sentence("partly-known-days"))


def by_day(known: Sequence[SymbolicHappening], several: Sequence[SymbolicPossible]) -> terms.Number:
    """The day by which one surely has happened; `NEVER` where none need have."""
    return least([*((each.happens, each.day) for each in known), *((each.surely, each.last) for each in several)])
