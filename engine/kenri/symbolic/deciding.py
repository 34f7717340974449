"""What else an answer tells, in terms: the rules that decide it, the largest number allowed, and the days around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.ruling import Exact
from kenri.symbolic import quantities
from kenri.symbolic.case import UNLIMITED, SymbolicNumber
from kenri.symbolic.standing import SymbolicRule, SymbolicStanding, common_lots, turns_of
from kenri.terms import conj, disj, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase


def deciding(
    there: SymbolicStanding, day: terms.Number, number: SymbolicNumber | None
) -> Iterator[tuple[SymbolicRule, terms.Flag]]:
    """The rules about an action, each with whether it decides that the action is surely allowed, or surely denied.

    Allowed: every permit that holds. Denied: every forbid that holds and every limit that is not kept; where no permit
    holds, the permits that there are. Of what is unknown nothing is said.
    """
    allowed = there.allowed(day, number)
    denied = neg(allowed.maybe)
    unpermitted = neg(there.permitted(day).yes)
    for each in there.of("forbid"):
        yield each, conj(denied, there.applies(each.name, day).yes)
    limits = there.of("limit")
    if number is not None:
        for each in limits:
            yield each, conj(denied, neg(there.limit_kept(each, day, number).maybe))
    else:
        barring = [neg(_leaves_some(there, each, day)) for each in limits]
        # Where each limit leaves some number, and together they leave none, all that may apply decide.
        together = conj(neg(disj(*barring)), neg(there.within_limits(day, None).maybe)) if limits else False
        for each, bars in zip(limits, barring, strict=True):
            may_apply = there.applies(each.name, day).maybe
            yield each, conj(denied, disj(bars, conj(together, may_apply)))
    for each in there.of("permit"):
        holds = there.applies(each.name, day).yes
        yield each, disj(conj(allowed.yes, holds), conj(denied, unpermitted))


def _leaves_some(there: SymbolicStanding, each: SymbolicRule, day: terms.Number) -> terms.Flag:
    """Whether some number above zero may be within one limit."""
    if each.rule.at_most is None:
        return True
    most = there.case.number(each.rule.at_most, day)
    is_some = disj(neg(most.is_known), most.is_unlimited, lt(0, most.value))
    return disj(neg(there.applies(each.name, day).yes), is_some)


class JointLimits(NamedTuple):
    """What the limits that apply ask of a number together, and whether it is known which apply and what they ask."""

    high: SymbolicNumber
    low: SymbolicNumber
    lots: tuple[tuple[terms.Flag, SymbolicNumber], ...]
    is_known: terms.Flag

    @property
    def terms(self) -> Iterator[terms.Number | terms.Flag]:
        """Everything it is made of."""
        yield from (*self.high, *self.low, self.is_known)
        for applies, lot in self.lots:
            yield from (applies, *lot)


def joint_limits(there: SymbolicStanding, day: terms.Number) -> JointLimits:
    """What the limits ask together, where no rule looks at the number."""
    high, low, lots = UNLIMITED, SymbolicNumber(0), list[tuple[terms.Flag, SymbolicNumber]]()
    all_known: list[terms.Flag] = []

    def bound(applies: terms.Flag, asked: SymbolicNumber) -> SymbolicNumber:
        all_known.append(disj(neg(applies), asked.is_known))
        return asked._replace(is_known=True)

    for each in there.of("limit"):
        rule, truth = each.rule, there.applies(each.name, day)
        applies = truth.yes
        all_known.append(truth.is_known)
        if rule.at_most is not None:
            own = bound(applies, there.case.number(rule.at_most, day))
            high = quantities.least(high, quantities.chosen_of(applies, own, UNLIMITED))
        if rule.at_least is not None:
            own = bound(applies, there.case.number(rule.at_least, day))
            low = quantities.greatest(low, quantities.chosen_of(applies, own, SymbolicNumber(0)))
        if rule.in_lots_of is not None:
            lots.append((applies, bound(applies, there.case.number(rule.in_lots_of, day))))
    return JointLimits(high, low, tuple(lots), conj(*all_known))


def most(there: SymbolicStanding, day: terms.Number) -> SymbolicNumber:
    """The largest number allowed, zero where none is; for an action no rule about which looks at the number.

    Raises `InexpressibleError` where lots are a number that a life decides.
    """
    open_, bounds = there.open(day), joint_limits(there, day)
    found = SymbolicNumber(0)
    for chosen, lot in common_lots(list(bounds.lots)):
        is_some, largest = _largest(bounds.high, bounds.low, lot)
        there_are = conj(open_.yes, is_some)
        own = SymbolicNumber(terms.ite(there_are, largest, 0), True, conj(there_are, bounds.high.is_unlimited))
        found = quantities.chosen_of(chosen, own, found)
    # Of an action that is surely barred no limit matters.
    return found._replace(is_known=disj(neg(open_.maybe), conj(open_.is_known, bounds.is_known)))


def _largest(high: SymbolicNumber, low: SymbolicNumber, lot: Exact | None) -> tuple[terms.Flag, terms.Number]:
    """Whether some number above zero lies between two bounds, and the largest, of a lot its largest multiple."""
    if lot == 0:
        return False, 0
    largest, least = high.value, terms.maximum(low.value, 0)
    if lot is not None:
        largest = terms.mul(terms.floor(terms.divide(high.value, lot)), lot)
    some = conj(neg(low.is_unlimited), disj(high.is_unlimited, conj(le(least, largest), lt(0, largest))))
    return some, largest


class Around(NamedTuple):
    """The days around a day on which an action is surely allowed.

    `first` and `last` bound the days without a break around it (`FIRST_DAY`, `NEVER - 1` where nothing does), where it
    is allowed on the day itself; `next_day` is the first later day on which it is (`NEVER`: none). They count where all
    days are known (`is_known`).
    """

    first: terms.Number
    last: terms.Number
    next_day: terms.Number
    is_known: terms.Flag


def around(case: SymbolicCase, there: SymbolicStanding, day: terms.Number, number: SymbolicNumber | None) -> Around:
    """The days around a day on which an action is allowed for a number, or for any.

    Raises `InexpressibleError` where the days on which it turns cannot be told.
    """
    turns = [FIRST_DAY, *turns_of(case, there.action)]
    truths = [there.allowed(turn, number) for turn in turns]
    tomorrow = terms.add(day, 1)
    on_tomorrow = there.allowed(tomorrow, number)
    until: terms.Number = NEVER
    coming: terms.Number = NEVER
    barred: terms.Number = 0
    for turn, truth in zip(turns, truths, strict=True):
        later = lt(day, turn)
        until = terms.ite(conj(later, neg(truth.yes), lt(turn, until)), turn, until)
        coming = terms.ite(conj(later, truth.yes, lt(turn, coming)), turn, coming)
        barred = terms.ite(conj(neg(later), neg(truth.yes), lt(barred, turn)), turn, barred)
    first: terms.Number = NEVER
    for turn in turns:
        first = terms.ite(conj(lt(barred, turn), lt(turn, first)), turn, first)
    return Around(
        first,
        terms.add(until, -1),
        terms.ite(on_tomorrow.yes, tomorrow, coming),
        conj(on_tomorrow.is_known, *(truth.is_known for truth in truths)),
    )


def without_repeats(several: Iterable[tuple[SymbolicRule, terms.Flag]]) -> dict[str, terms.Flag]:
    """The rules that decide by their names: one that stands for several verdicts decides where one of them does."""
    found: dict[str, terms.Flag] = {}
    for each, decides in several:
        found[each.name] = disj(found.get(each.name, False), decides)
    return found


__all__ = ["Around", "JointLimits", "around", "deciding", "joint_limits", "most", "without_repeats"]
