"""How an action stands for a party on every day: which rules apply, and how many rights they allow."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any, NamedTuple, TypeAlias, TypeVar

from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.expressions import Quantity
from kenri.model.first_hand import EntryKey
from kenri.model.kept import Kept
from kenri.model.life import Fact
from kenri.model.numbers import Number
from kenri.model.plan import Rule
from kenri.model.ruling import Exact, Outcome, Verdict
from kenri.reference.allowance import Allowances, Allowed, LimitBounds, NumberRange, allowances, allowed, within
from kenri.reference.breakpoints import NUMBER, UnforeseenError, breakpoints
from kenri.reference.case import Case
from kenri.reference.steps import Steps, Unknown, changes, constant, holds
from kenri.reference.truth import FALSE, NOTHING, TRUE, Truth

T = TypeVar("T")

Stores: TypeAlias = MutableMapping[Any, dict[object, object]]
"""What was worked out for one question under whatever readings, by the number it is about."""

_ANY_NUMBER = NumberRange()

_NUMBERS = 64
"""For how many numbers it is kept on which days they are allowed."""


class Applied(NamedTuple):
    """A rule about the action, the days on which it applies, and the case in which it was looked at."""

    name: str
    rule: Rule
    verdict: Verdict
    applies: Truth
    case: Case


class Standing:
    """The rules about one action for one asker, evaluated on all days; it answers every question of the kind.

    Where rules look at the number asked about and the question has none, every number that can make a difference is
    tried: `question` then has the number.
    """

    def __init__(
        self,
        case: Case,
        action: str,
        question: Mapping[str, Fact],
        stores: Stores | None = None,
        earlier: Standing | None = None,
    ) -> None:
        self._stores: Stores = {} if stores is None else stores
        self.case = case.asking(action, question, self._stores.setdefault(question.get(NUMBER), {}))
        if earlier is not None:
            self.case.following(earlier.case)
        self.action = action
        self.question = question
        self.reads_number = action in case.dependence.actions_on_number
        self.applied = tuple(_applied(self.case, action))
        self.permits = self._all("permit")
        self.forbids = self._all("forbid")
        self.limits = self._all("limit")
        self._has_all_limits = True
        permitted = reduce(operator.or_, (each.applies for each in self.permits), FALSE)
        forbidden = reduce(operator.or_, (each.applies for each in self.forbids), FALSE)
        self.open = permitted & ~forbidden
        """Days on which some permit holds and no forbid does, whatever the number."""
        self._allowed: Kept[Exact | None, Truth] = Kept(_NUMBERS)
        self._kept: Kept[tuple[str, Exact], Truth] = Kept(_NUMBERS)
        self._others: Kept[Exact | None, Standing] = Kept(_NUMBERS)

    def holds_in(self, case: Case) -> bool:
        """Whether what it says of all days is the same in a case that follows its own: the numbers allowed, the windows
        with their cautions, and what doing one of it brings about. What findings rest on may still be other events.
        """
        if not case.is_still(("rules", each.name) for each in self.applied):
            return False
        if not self.reads_number and not self.open.maybe:
            return True  # it is never allowed, whatever the limits are
        then, now = self.case.movements, case.movements
        return case.is_still(self._measures) and (
            now is then or (now.scalings(NEVER) == then.scalings(NEVER) and now.by_themselves == then.by_themselves)
        )

    @cached_property
    def _measures(self) -> tuple[EntryKey, ...]:
        """The bounds of its limits, and the figures of the action."""
        figures = (name for name, figure in self.case.plan.figures.items() if self.action in figure.of)
        return (*(("limits", each.name) for each in self.applied), *(("figures", name) for name in figures))

    def _all(self, verdict: Verdict) -> tuple[Applied, ...]:
        return tuple(each for each in self.applied if each.verdict == verdict)

    def limited_by(self, limit: Applied) -> Standing:
        """How the action would stand if this were the only limit, for a number that no rule looks at."""
        other = type(self)(self.case, self.action, self.question)
        other.limits, other._has_all_limits = (limit,), False
        return other

    # --- the number

    def at(self, number: Exact | None) -> Standing:
        """How the action stands where so many are asked about (None: any number), if rules look at that."""
        if not self.reads_number or self.question.get(NUMBER) == number:
            return self
        found = self._others.get(number)
        if found is None:
            facts = {name: value for name, value in self.question.items() if name != NUMBER}
            if number is not None:
                facts[NUMBER] = number
            found = self._others[number] = type(self)(self.case, self.action, facts, self._stores)
        return found

    @cached_property
    def allowances(self) -> Allowances:
        """The numbers allowed on each day, whatever number the question is about."""
        if NUMBER in self.question and self.reads_number:
            return self.at(None).allowances
        if not self._has_all_limits or self.action not in self.case.dependence.of_actions:
            return self._all_allowances(self.action)
        return self.case.kept("allowances", self.action, self._all_allowances)

    def _all_allowances(self, _: str) -> Allowances:
        if self.turns is not None or not self._has_all_limits:
            return allowances((day for _, _, each in self.tried for day in each._cuts(each.open)), self._allowed_on)
        last = self.case.last_time(self.case.plan.actions[self.action], "allowances", self.action)
        return Allowances.of((self.open, *self._limiting), self._allowed_on, last)

    def allowed_on(self, day: Day) -> Allowed:
        """The numbers allowed on one day, whatever number the question is about."""
        return self.allowances.on(day)

    def _allowed_on(self, day: Day) -> Allowed:
        ways = [each._pieces(each.open, day, stretch, number) for stretch, number, each in self.tried]
        surely = [way[0] for way in ways if way[0] is not None]
        perhaps = [way[1] for way in ways if way[1] is not None]
        return allowed(surely, perhaps, NOTHING.union(*(way[2] for way in ways)))

    @property
    def tried(self) -> tuple[tuple[NumberRange, Exact | None, Standing], ...]:
        """How the action stands for each stretch of numbers, with the number that speaks for all of the stretch.

        Where no rule looks at the number, or it is not known where they turn, it is one stretch, and no number speaks.
        """
        if NUMBER in self.question and self.reads_number:
            return self.at(None).tried
        if self.turns is None:
            return ((_ANY_NUMBER, None, self),)
        return self._tried

    @cached_property
    def _tried(self) -> tuple[tuple[NumberRange, Exact | None, Standing], ...]:
        return tuple((stretch, number, self.at(number)) for stretch, number in stretches(self.turns or ()))

    @cached_property
    def turns(self) -> tuple[Exact, ...] | None:
        """The numbers at which rules that look at the number may turn; None where none does, or it is not known."""
        if not self.reads_number:
            return None
        try:
            return breakpoints(self.case, (each.rule for each in self.applied))
        except UnforeseenError:
            return None

    @cached_property
    def if_open(self) -> Allowances:
        """The numbers within all limits on each day, whether or not the action is open."""
        return self._allowances(TRUE)

    def _allowances(self, open_: Truth) -> Allowances:
        return allowances(self._cuts(open_), lambda day: self._within_on(open_, day))

    def _within_on(self, open_: Truth, day: Day) -> Allowed:
        surely, perhaps, missing = self._pieces(open_, day, NumberRange())
        return allowed((surely,) if surely else (), (perhaps,) if perhaps else (), missing)

    @cached_property
    def _bounds(self) -> tuple[tuple[Applied, tuple[Steps | None, ...]], ...]:
        """The limits, each with what it asks: at most, at least, in lots of."""
        return tuple(
            (each, tuple(None if bound is None else self.case.quantity(bound) for bound in _asked_of(each.rule)))
            for each in self.limits
        )

    @property
    def _limiting(self) -> tuple[Steps | Truth, ...]:
        """When each limit applies, and what it asks."""
        found: list[Steps | Truth] = []
        for each, bounds in self._bounds:
            found += [each.applies, *(bound for bound in bounds if bound is not None)]
        return tuple(found)

    def _cuts(self, open_: Truth) -> Iterator[Day]:
        return changes((open_, *self._limiting), FIRST_DAY)

    def _pieces(
        self, open_: Truth, day: Day, stretch: NumberRange, speaker: Exact | None = None
    ) -> tuple[NumberRange | None, NumberRange | None, frozenset[str]]:
        """The parts of a stretch of numbers that surely and perhaps are allowed on a day, and what is missing.

        Where one number speaks for the whole stretch, a bound that this one keeps is kept by all, and else by none.
        """
        is_open = open_.on(day)
        if is_open is False:
            return None, None, NOTHING
        missing = open_.missing if is_open is None else NOTHING
        is_all_known = is_open is True
        bounds: list[LimitBounds] = []
        for each, values in self._bounds:
            applies = each.applies.on(day)
            if applies is False:
                continue
            bound = LimitBounds(applies, *[None if steps is None else steps.on(day) for steps in values])
            lacking = [value.missing for value in bound[1:] if isinstance(value, Unknown)]
            if lacking or applies is None:
                is_all_known = False
                missing = missing.union(*lacking, each.applies.missing if applies is None else NOTHING)
            bounds.append(bound if speaker is None else bound.as_kept_by(speaker))
        if is_all_known:
            found = within(bounds, stretch, surely=True)
            return found, found, missing
        surely = within(bounds, stretch, surely=True) if is_open else None
        return surely, within(bounds, stretch, surely=False), missing

    # --- answers

    def allowed(self, number: Exact | None) -> Truth:
        """The days on which the action is allowed for a number; without one, for some number above zero."""
        truth = self._allowed.get(number)
        if truth is None:
            truth = self._allowed[number] = self._allowed_for(number)
        return truth

    def _allowed_for(self, number: Exact | None) -> Truth:
        if number is None:
            return self.allowances.is_some
        there = self.at(number)
        return there.open & there.within_limits(number)

    def within_limits(self, number: Exact) -> Truth:
        """The days on which a number is within every limit."""
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
            last = self.case.last_time(rule, "at_most")
            kept &= holds(operator.ge, self.case.quantity(rule.at_most), asked, last=last)
        if rule.at_least is not None:
            last = self.case.last_time(rule, "at_least")
            kept &= holds(operator.le, self.case.quantity(rule.at_least), asked, last=last)
        if rule.in_lots_of is not None:
            kept &= holds(lambda lot: _is_multiple(number, lot), self.case.quantity(rule.in_lots_of))
        return ~each.applies | kept

    def outcome(self, day: int, number: Exact | None) -> Outcome:
        """The bare answer for a day."""
        match self.holds(day, number):
            case True:
                return "allowed"
            case False:
                return "denied"
            case None:
                return "unknown"

    def holds(self, day: Day, number: Exact | None) -> bool | None:
        """Whether the action is allowed on a day for a number; without one, for some number above zero."""
        return self.allowed(number).on(day)

    def limit_holds(self, each: Applied, number: Exact, day: Day) -> bool | None:
        """Whether a number is within one limit on a day, or the limit does not apply."""
        return self.limit_kept(each, number).on(day)

    def deciding(self, day: int, number: Exact | None) -> Iterator[tuple[Applied, bool | None]]:
        """The rules that decide the answer for a day, each with whether it applies.

        Allowed: every permit that holds. Denied: every forbid that holds and every limit that is not kept; where no
        permit holds, the permits that there are. Unknown: every forbid and limit that may be in the way, and the
        permits that hold; where none does, those that may.
        """
        outcome = self.outcome(day, number)
        if number is None and self.turns is not None:
            yield from self._deciding_at(day)
            return
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

    def _deciding_at(self, day: Day) -> Iterator[tuple[Applied, bool | None]]:
        """The rules that decide about a number that is allowed, or may be; where none is, those that bar every number,
        and where no rule does, those that bar some.
        """
        one = self.allowed_on(day).one
        numbers = [one] if one is not None else [number for _, number in stretches(self.turns or ())]
        ways = [list(self.at(number).deciding(day, number)) for number in numbers]
        yield from of_each(ways, lambda each: each[0].name)

    def _limits_not_kept(
        self, day: int, number: Exact | None, outcome: Outcome
    ) -> Iterator[tuple[Applied, bool | None]]:
        found = False
        for each in self.limits:
            kept = self.limit_holds(each, number, day) if number is not None else self._any_holds(each, day)
            if kept is False or (kept is None and outcome == "unknown"):
                found = True
                yield each, each.applies.on(day)
        if found or number is not None or self._is_some_within(day) is not False:
            return
        # Each limit leaves some number, and together they leave none.
        for each in self.limits:
            held = each.applies.on(day)
            if held is not False:
                yield each, held

    def _is_some_within(self, day: Day) -> bool | None:
        """Whether the limits together leave some number on a day, whether or not the action is open."""
        return self.if_open.is_some.on(day)

    def _any_holds(self, each: Applied, day: Day) -> bool | None:
        """Whether some number above zero is within one limit on a day."""
        if each.rule.at_most is None:
            return True
        most = self.case.quantity(each.rule.at_most).on(day)
        return _either(_not(each.applies.on(day)), None if isinstance(most, Unknown) else most > 0)


class OneDay(Standing):
    """The same, for who asks about one day of a life alone: nothing is worked out for the days around it."""

    def allowed_on(self, day: Day) -> Allowed:
        """The numbers allowed on one day, whatever number the question is about."""
        if NUMBER in self.question and self.reads_number:
            return self.at(None).allowed_on(day)
        return self._allowed_on(day)

    def holds(self, day: Day, number: Exact | None) -> bool | None:
        """Whether the action is allowed on a day for a number; without one, for some number above zero."""
        if (day, number) not in self._held:
            self._held[day, number] = self._holds(day, number)
        return self._held[day, number]

    def _holds(self, day: Day, number: Exact | None) -> bool | None:
        if number is None:
            return self.allowed_on(day).is_some
        there = self.at(number)
        is_open = there.open.on(day)
        if is_open is False:
            return False
        return _both(is_open, *(there.limit_holds(each, number, day) for each in there.limits))

    @cached_property
    def _held(self) -> Kept[tuple[Day, Exact | None], bool | None]:
        return Kept(_NUMBERS)

    def limit_holds(self, each: Applied, number: Exact, day: Day) -> bool | None:
        """Whether a number is within one limit on a day, or the limit does not apply."""
        applies = each.applies.on(day)
        if applies is False:
            return True
        tests: list[tuple[Quantity | None, Callable[[Number], bool]]] = [
            (each.rule.at_most, lambda most: most >= number),
            (each.rule.at_least, lambda least: least <= number),
            (each.rule.in_lots_of, lambda lot: _is_multiple(number, lot)),
        ]
        asked = [(self.case.quantity(bound).on(day), test) for bound, test in tests if bound is not None]
        kept = (None if isinstance(value, Unknown) else test(value) for value, test in asked)
        return _either(_not(applies), _both(*kept))

    def _is_some_within(self, day: Day) -> bool | None:
        return self._within_on(TRUE, day).is_some


def _both(*several: bool | None) -> bool | None:
    return False if False in several else None if None in several else True


def _either(*several: bool | None) -> bool | None:
    return True if True in several else None if None in several else False


def _not(one: bool | None) -> bool | None:
    return None if one is None else not one


def _applied(case: Case, action: str) -> Iterator[Applied]:
    for name, rule, verdict in case.dependence.rules_about.get(action, ()):
        if _about(rule, case.asker.roles):
            yield Applied(name, rule, verdict, case.applies(name), case)


def _about(rule: Rule, roles: tuple[str, ...]) -> bool:
    return not rule.by or any(role in roles for role in rule.by)


def _is_multiple(number: Number, lot: Number) -> bool:
    """Whether a number is a whole multiple of a lot; of zero and of no limit there is only zero."""
    return number == 0 if lot == 0 or isinstance(lot, float) else number % Fraction(lot) == 0


def _asked_of(rule: Rule) -> tuple[Quantity | None, ...]:
    return rule.at_most, rule.at_least, rule.in_lots_of


def of_each(ways: Sequence[Sequence[T]], name: Callable[[T], str]) -> Iterator[T]:
    """What is the same by its name in each of several ways, as the first has it; where nothing is, all there is."""
    common = set[str].intersection(*({name(each) for each in way} for way in ways))
    seen: set[str] = set()
    for each in (each for way in ways for each in way):
        if name(each) not in seen and (not common or name(each) in common):
            seen.add(name(each))
            yield each


def stretches(turns: tuple[Exact, ...]) -> Iterator[tuple[NumberRange, Exact]]:
    """The numbers at which rules may turn and those between them, each with one that speaks for all, in order."""
    low: Exact = 0
    for turn in turns:
        yield NumberRange(low, turn), Fraction(low + turn) / 2
        yield NumberRange(turn, turn, True, True), turn
        low = turn
    yield NumberRange(low), low + 1
