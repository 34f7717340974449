"""How an action stands for a party on every day: which rules apply, and how many rights they allow."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, reduce
from typing import NamedTuple

from kenri.model.life import Fact
from kenri.model.plan import Rule
from kenri.model.ruling import Exact, Outcome, Verdict
from kenri.reference.case import Case
from kenri.reference.kept import Kept
from kenri.reference.steps import UNLIMITED, Number, Steps, constant, holds, pointwise, where
from kenri.reference.truth import FALSE, TRUE, Truth

_NUMBERS = 64
"""For how many numbers it is kept on which days they are allowed."""


class Applied(NamedTuple):
    """A rule about the action, and the days on which it applies."""

    name: str
    rule: Rule
    verdict: Verdict
    applies: Truth


class Numbers(NamedTuple):
    """The numbers allowed on each day: multiples of `lot` from `least` to `most`, as far as the limits say."""

    most: Steps
    least: Steps
    lot: Steps


class Standing:
    """The rules about one action for one asker, evaluated on all days; it answers every question of the kind."""

    def __init__(self, case: Case, action: str, question: Mapping[str, Fact]) -> None:
        self.case = case.asking(action, question)
        self.action = action
        self.applied = tuple(_applied(self.case, action))
        self.permits = self._all("permit")
        self.forbids = self._all("forbid")
        self.limits = self._all("limit")
        permitted = reduce(operator.or_, (each.applies for each in self.permits), FALSE)
        forbidden = reduce(operator.or_, (each.applies for each in self.forbids), FALSE)
        self.open = permitted & ~forbidden
        """Days on which some permit holds and no forbid does, whatever the number."""
        self.numbers = self._numbers()
        self._allowed = Kept[Exact | None, Truth](_NUMBERS)
        self._kept = Kept[tuple[str, Exact], Truth](_NUMBERS)

    def _all(self, verdict: Verdict) -> tuple[Applied, ...]:
        return tuple(each for each in self.applied if each.verdict == verdict)

    def _numbers(self) -> Numbers:
        most, least, lot = constant(UNLIMITED), constant(0), constant(1)
        for each in self.limits:
            rule = each.rule
            if rule.at_most is not None:
                bound = where(each.applies, self.case.quantity(rule.at_most), constant(UNLIMITED))
                most = pointwise(min, (most, bound))
            if rule.at_least is not None:
                least = pointwise(max, (least, where(each.applies, self.case.quantity(rule.at_least), constant(0))))
            if rule.in_lots_of is not None:
                own = self.case.quantity(rule.in_lots_of)
                lot = where(each.applies, pointwise(common_multiple, (lot, own)), lot)
        return Numbers(most, least, lot)

    def allowed(self, number: Exact | None) -> Truth:
        """The days on which the action is allowed for a number; without one, for any number above nought."""
        truth = self._allowed.get(number)
        if truth is None:
            truth = self._allowed[number] = self.open & self.within_limits(number)
        return truth

    def within_limits(self, number: Exact | None) -> Truth:
        """The days on which a number, or any number above nought, is within every limit."""
        if not self.limits:
            return TRUE
        if number is None:
            return holds(lambda *numbers: _allowed_number(*numbers) > 0, *self.numbers)
        return reduce(operator.and_, (self.limit_kept(each, number) for each in self.limits), TRUE)

    def limit_kept(self, each: Applied, number: Exact) -> Truth:
        """The days on which a number is within one limit, or the limit does not apply."""
        key = (each.name, number)
        if key not in self._kept:
            self._kept[key] = self._limit_kept(each, number)
        return self._kept[key]

    def _limit_kept(self, each: Applied, number: Exact) -> Truth:
        asked = constant(number)
        kept = TRUE
        rule = each.rule
        if rule.at_most is not None:
            kept &= holds(operator.ge, self.case.quantity(rule.at_most), asked)
        if rule.at_least is not None:
            kept &= holds(operator.le, self.case.quantity(rule.at_least), asked)
        if rule.in_lots_of is not None:
            kept &= holds(lambda lot: _is_multiple(number, lot), self.case.quantity(rule.in_lots_of))
        return ~each.applies | kept

    @cached_property
    def most(self) -> Steps:
        """The largest number allowed on each day on which the action is open at all, else nought."""
        numbers = pointwise(_allowed_number, self.numbers)
        return where(self.open, numbers, constant(0))

    def outcome(self, day: int, number: Exact | None) -> Outcome:
        """The bare answer for a day."""
        match self.allowed(number).on(day):
            case True:
                return "allowed"
            case False:
                return "denied"
            case None:
                return "unknown"

    def deciding(self, day: int, number: Exact | None) -> Iterator[tuple[Applied, bool | None]]:
        """The rules that decide the answer for a day, each with whether it applies.

        Allowed: every permit that holds. Denied: every forbid that holds and every limit that is not kept; where no
        permit holds, the permits that there are. Unknown: every forbid and limit that may be in the way, and the
        permits that hold; where none does, those that may.
        """
        outcome = self.outcome(day, number)
        permits = [(each, each.applies.on(day)) for each in self.permits]
        if outcome == "allowed":
            yield from ((each, held) for each, held in permits if held)
            return
        for each in self.forbids:
            held = each.applies.on(day)
            if held or (held is None and outcome == "unknown"):
                yield each, held
        yield from self._limits_not_kept(day, number, outcome)
        is_permitted = any(held for _, held in permits)
        if outcome == "unknown":
            yield from ((each, held) for each, held in permits if held or (held is None and not is_permitted))
        elif not is_permitted:
            yield from permits

    def _limits_not_kept(
        self, day: int, number: Exact | None, outcome: Outcome
    ) -> Iterator[tuple[Applied, bool | None]]:
        found = False
        for each in self.limits:
            kept = (self.limit_kept(each, number) if number is not None else self._any_kept(each)).on(day)
            if kept is False or (kept is None and outcome == "unknown"):
                found = True
                yield each, each.applies.on(day)
        if found or number is not None or self.within_limits(None).on(day) is not False:
            return
        # Each limit leaves some number, and together they leave none.
        for each in self.limits:
            held = each.applies.on(day)
            if held is not False:
                yield each, held

    def _any_kept(self, each: Applied) -> Truth:
        """Whether some number above nought is within one limit."""
        if each.rule.at_most is None:
            return TRUE
        return ~each.applies | holds(lambda most: most > 0, self.case.quantity(each.rule.at_most))


def _applied(case: Case, action: str) -> Iterator[Applied]:
    for name, rule in case.plan.rules.items():
        for verdict, verb in verbs(rule):
            if action not in verb or not _about(rule, case.asker.roles):
                continue
            yield Applied(name, rule, verdict, case.applies(name))


def verbs(rule: Rule) -> Iterator[tuple[Verdict, tuple[str, ...]]]:
    """What a rule does, with the actions it does it to."""
    pairs: Iterable[tuple[Verdict, str | tuple[str, ...] | None]] = (
        ("permit", rule.permit),
        ("forbid", rule.forbid),
        ("limit", rule.limit),
    )
    for verdict, verb in pairs:
        if verb is not None:
            yield verdict, (verb,) if isinstance(verb, str) else verb


def _about(rule: Rule, roles: tuple[str, ...]) -> bool:
    if rule.by is None:
        return True
    return any(role in roles for role in ((rule.by,) if isinstance(rule.by, str) else rule.by))


def _is_multiple(number: Number, lot: Number) -> bool:
    """Whether a number is a whole multiple of a lot; of nought and of no limit there is only nought."""
    return number == 0 if lot == 0 or isinstance(lot, float) else number % Fraction(lot) == 0


def common_multiple(a: Number, b: Number) -> Number:
    """The least positive number that is a multiple of both; nought where there is none."""
    if isinstance(a, float) or isinstance(b, float):
        return 0
    if a == b:
        return a
    x, y = Fraction(a), Fraction(b)
    denominator = math.lcm(x.denominator, y.denominator)
    return Fraction(math.lcm(int(x * denominator), int(y * denominator)), denominator)


def _largest(most: Number, lot: Number) -> Number:
    """The largest multiple of a lot that is not above `most`."""
    if lot == 0:
        return 0
    if isinstance(most, float) or (lot == 1 and isinstance(most, int)):
        return most
    return most - most % Fraction(lot)


def _allowed_number(most: Number, least: Number, lot: Number) -> Number:
    largest = _largest(most, lot)
    return largest if largest >= max(least, 0) else 0
