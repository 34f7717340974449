"""The schedule that a number comes down to, as a table: the days of its parts, and what of each has vested when.

The table is read off the meaning of the number and of its `vests` on every day, and works out neither anew: what has
vested on a day of it is what the number is on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import assert_never

from kenri.model.combinations import Combinations, Readings, Shown
from kenri.model.days import ALWAYS, FIRST_DAY, Day
from kenri.model.dependence import Needs
from kenri.model.expressions import (
    AskedNumber,
    AttributeNumber,
    Balance,
    BlackScholes,
    Cases,
    Count,
    DaysBetween,
    Difference,
    EventMoments,
    EventNumber,
    GrantNumber,
    Greatest,
    Least,
    Moments,
    OverGrants,
    PartyNumber,
    Product,
    Quantity,
    QuantityChoice,
    Quotient,
    Round,
    Running,
    Sum,
    Take,
    Total,
    Vests,
)
from kenri.model.lacking import lacks
from kenri.model.limits import TIMES
from kenri.model.numbers import Number
from kenri.model.plan import Amount, Figure, Plan
from kenri.model.ruling import Exact
from kenri.model.schedule import Fate, Schedule, SchedulePart
from kenri.model.turning import Turning
from kenri.reference import cautions
from kenri.reference.case import Case
from kenri.reference.occurrences import Occurrences
from kenri.reference.steps import ZERO, Steps, Unknown, Value, constant, exact_or_none, finite, spliced, steps
from kenri.reference.undecided import facts_in, readings_in
from kenri.reference.vesting import skipping, vested_after, vested_without

Names = frozenset[str]

_NOTHING: Names = frozenset()


def entry(plan: Plan, name: str) -> Figure | Amount:
    """What a name stands for: a figure, or else an amount."""
    return plan.figures[name] if name in plan.figures else plan.amounts[name]


def number_of(plan: Plan, name: str) -> Quantity:
    """The number of a figure or an amount."""
    found = entry(plan, name)
    return found.number if isinstance(found, Figure) else found.is_


def schedule(case: Case, name: str) -> Schedule:
    """The schedule that a figure or an amount comes down to, which must be one, unless it is not known which."""
    found, node = entry(case.plan, name), number_of(case.plan, name)
    behind = reached(case, node)
    of, parts, _ = _lines(case, name, behind)
    return Schedule(
        name=name,
        clause=found.clause,
        says=found.says,
        unit=found.unit if isinstance(found, Figure) else "",
        grant=case.grant.id,
        of=of,
        parts=parts,
        missing=() if len(behind.schedules) == 1 else _plain(frozenset(behind.missing)),
        cautions=cautions.of_number(case, node, across=_needs(case, name).across, day=None),
    )


def turning(case_of: Callable[[Readings], Case], name: str, readings: Readings) -> Turning[tuple[SchedulePart, ...]]:
    """Which readings give other lines than the chosen ones."""

    def look(readings: Readings) -> Shown:
        case = case_of(readings)
        _, parts, missing = _lines(case, name, reached(case, number_of(case.plan, name)))
        return Shown(parts, readings_in(missing))

    return Combinations(case_of(readings).plan.readings, readings).turning(look)


def _needs(case: Case, name: str) -> Needs:
    return case.dependence.needs("figures" if name in case.plan.figures else "amounts", name)


def _lines(case: Case, name: str, behind: Reached) -> tuple[int | None, tuple[SchedulePart, ...], Names]:
    """How many parts there are, the lines of the table, and all that is missing to know them."""
    if len(behind.schedules) != 1:
        return None, (), frozenset(behind.missing)
    vested = case.figure(name) if name in case.plan.figures else case.named_quantity(name)
    found = _Table(case, behind.schedules[0], vested)
    lines = [*found.parts()]
    lines += found.beside(lines)
    lines.sort(key=lambda line: (line.first or FIRST_DAY, line.parts is None))
    return found.of(FIRST_DAY), tuple(lines), frozenset(found.missing)


@dataclass(slots=True)
class Reached:
    """The schedules that a number may come down to, and what leaves open by which it is.

    A schedule is one in parts, or the sum of what grants list by their days.
    """

    schedules: list[Vests | Total] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def reached(case: Case, node: Quantity) -> Reached:
    """The schedules behind a number: through names, the chosen readings, cases that may hold on some day, the least
    and the greatest of several, and what is taken on another day. What is worked out with a schedule is none.
    """
    found = Reached()
    _reach(case, node, found)
    return found


def _reach(case: Case, node: Quantity, found: Reached) -> None:
    match node:
        case str():
            amount = case.plan.amounts.get(node)
            if amount is not None:
                _reach(case, amount.is_, found)
        case Vests():
            if node not in found.schedules:
                found.schedules.append(node)
        case Total():
            if node.per is None and _is_listed(case, node.of) and node not in found.schedules:
                found.schedules.append(node)
        case QuantityChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            if chosen is None:
                found.missing.add(case.reading_name(reading))
            for each in choices.values() if chosen is None else (chosen,):
                _reach(case, each, found)
        case Cases(cases=lines, otherwise=otherwise):
            left = ALWAYS
            for line in lines:
                holds = case.condition(line.when)
                if left & holds.maybe:
                    found.missing |= holds.missing
                    _reach(case, line.is_, found)
                left = left & ~holds.yes
            if left:
                _reach(case, otherwise, found)
        case Least(least=several) | Greatest(greatest=several):
            for each in several:
                _reach(case, each, found)
        case Take(take=other):
            _reach(case, other, found)
        case int() | Decimal():
            return
        case AskedNumber() | GrantNumber() | PartyNumber() | AttributeNumber() | EventNumber() | Balance():
            return
        case Sum() | Difference() | Product() | Quotient() | Round() | Count() | Running() | OverGrants():
            return
        case DaysBetween() | BlackScholes():
            return
        case _:
            assert_never(node)


def _is_listed(case: Case, moments: Moments) -> bool:
    """Whether some moments are events that grants list, the same from wherever they are seen."""
    plan = case.plan
    while isinstance(moments, str) and moments in plan.dates:
        moments = plan.dates[moments].is_
    if not isinstance(moments, EventMoments):
        return False
    listed = all(plan.events[kind].with_grant is not None for kind in moments.event)
    return listed and case.moments(moments).are_seen_always


class _Table:
    """A schedule in one case, beside a number that comes down to it."""

    def __init__(self, case: Case, node: Vests | Total, vested: Steps) -> None:
        self.missing: set[str] = set()
        """All that is missing to know its lines, open readings too."""
        self._vested = vested
        self._total = self._cliff = ZERO
        self._after_parts: Callable[[Number, int, Number, Number], Value]
        """What has vested by the schedule, of a total, after so many of some parts, with a cliff."""
        self._gone: Callable[[Number, int, Number, Number, Day], Value] | None = None
        """The same, as seen from a day, without the parts that are skipped and gone; None where none is."""
        if isinstance(node, Vests):
            self._come = _come(case, node)
            self._total = case.quantity(node.vests)
            self._parts = constant(len(node.portions or ())) if node.parts is None else case.quantity(node.parts)
            self._cliff = ZERO if node.cliff is None else case.quantity(node.cliff)
            self._after_parts = partial(vested_after, node)
            if node.skipped is not None and node.skipped_parts == "gone":
                self._gone = _gone(case, node)
        else:
            self._come = case.quantity(Count(count=node.of))
            found = case.moments(node.of)
            self._parts = constant(len(found.all))
            self._after_parts = lambda _total, come, _parts, _cliff: _listed_after(case, node, found, come)
        several = (vested, self._total, self._parts, self._cliff)
        self._turns = sorted(set(chain.from_iterable(each.starts for each in several)))

    def of(self, day: Day) -> int | None:
        """How many parts there are; None where that is not known, or cannot be."""
        found = self._parts.on(day)
        return found if isinstance(found, int) and 1 <= found <= TIMES.most else None

    def _after(self, come: int, day: Day, *, as_written: bool = False) -> Value:
        """What has vested by the schedule after so many parts, as it stands on a day; `as_written` with all of them."""
        operands = [self._total.on(day), self._parts.on(day), self._cliff.on(day)]
        missing = [each.missing for each in operands if isinstance(each, Unknown)]
        if missing:
            return Unknown(frozenset().union(*missing))
        total, parts, cliff = operands
        if self._gone is not None and not as_written:
            return finite(self._gone(total, come, parts, cliff, day))  # type: ignore[arg-type]  # each is known
        return finite(self._after_parts(total, come, parts, cliff))  # type: ignore[arg-type]  # each is known

    # --- its parts

    def parts(self) -> Iterator[SchedulePart]:
        """A line for each part, or for those that vest together."""
        if self._parts.on(FIRST_DAY) == 0:
            return
        told = 0
        since: Day | None = None  # the first of the days on which it is not known how many have come
        missing = _NOTHING
        for day, come in zip(self._come.starts, self._come.values, strict=True):
            most = self.of(day)
            if most is None:
                yield self._unknown(day, told, _NOTHING)
                return
            if told >= most:
                return
            if isinstance(come, Unknown):
                since = day if since is None else since
                missing |= come.missing
                continue
            now = min(int(come), most)
            cliff = self._cliff.on(day)
            if now > told and (isinstance(cliff, Unknown) or now >= cliff):
                yield self._part(day if since is None else since, day, told, now, missing)
                told = now
            elif now < told:
                told = now
            since, missing = None, _NOTHING
        if since is not None:
            yield self._unknown(since, told, missing)

    def _unknown(self, since: Day, told: int, missing: Names) -> SchedulePart:
        """The parts of which it is not known when they come, or whether they do."""
        after = self._after(told + 1, since)
        lacking = missing | (after.missing if isinstance(after, Unknown) else _NOTHING)
        return SchedulePart(
            first=None if since == FIRST_DAY else since,
            last=None,
            parts=(told + 1, self.of(since)),
            number=None,
            scheduled=None,
            adds=None,
            in_all=None,
            fate="unknown",
            missing=self._names(lacking),
        )

    def _part(self, first: Day, last: Day, told: int, now: int, missing: Names) -> SchedulePart:
        before, after = self._after(told, last), self._after(now, last)
        number = _less(after, before)
        in_all, had = self._vested.on(last), self._vested.on(first - 1) if first > FIRST_DAY else 0
        adds = _less(in_all, had)
        fate, since, lacking = self._fate(now, last, number, had, adds)
        written = _less(self._after(now, last, as_written=True), self._after(told, last, as_written=True))
        if written != number and number is not None:
            fate, since, lacking = "in-part" if number else "lapses", None, _NOTHING
            number = written
        lacking |= missing if first < last else _NOTHING
        return SchedulePart(
            first=None if first == FIRST_DAY and first < last else first,
            last=last,
            parts=(told + 1, now),
            number=number,
            scheduled=exact_or_none(after),
            adds=adds,
            in_all=exact_or_none(in_all),
            fate=fate,
            since=since,
            missing=self._names(lacking, before, after, in_all, *([had] if adds is None else [])),
        )

    def _fate(
        self, now: int, day: Day, number: Exact | None, had: Value, adds: Exact | None
    ) -> tuple[Fate, Day | None, Names]:
        """What comes of the parts up to one of them, the day on which they vest otherwise, and what is missing."""
        enough = self._is_enough(now, day)
        if number == 0 and enough is not None:
            return "vests", None, _NOTHING
        if enough is None or adds is None:
            return "unknown", None, _lacking(had)
        if enough:
            since = day
            for other in reversed([each for each in self._turns if each < day]):
                if not self._is_enough(now, max(since - 1, FIRST_DAY)):
                    break
                since = other
            if since == day:
                return "vests", None, _NOTHING
            return "brought-forward", since if since > FIRST_DAY else None, _NOTHING
        for other in (each for each in self._turns if each > day):
            enough = self._is_enough(now, other)
            if enough is None:
                return "unknown", None, _lacking(self._vested.on(other)) | _lacking(self._after(now, other))
            if enough:
                return "later", other, _NOTHING
        return ("in-part" if adds > 0 else "lapses"), None, _NOTHING

    def _is_enough(self, now: int, day: Day) -> bool | None:
        """Whether as many have vested on a day as the schedule has after so many parts; None where that is unknown."""
        vested, after = self._vested.on(day), self._after(now, day)
        return None if isinstance(vested, Unknown) or isinstance(after, Unknown) else vested >= after

    def _names(self, missing: Names, *values: Value) -> tuple[str, ...]:
        """What is missing to know a line, and some values on it."""
        found = missing.union(*map(_lacking, values))
        self.missing |= found
        return _plain(found)

    # --- what changes beside it

    def beside(self, parts: list[SchedulePart]) -> Iterator[SchedulePart]:
        """A line for each other day on which what has vested changes."""
        spans = [(each.first or FIRST_DAY, each.last) for each in parts]
        for day in self._vested.starts[1:]:
            if any(first <= day and (last is None or day <= last) for first, last in spans):
                continue
            in_all, come = self._vested.on(day), self._come.on(day)
            scheduled = come if isinstance(come, Unknown) else self._after(int(come), day)
            had = self._vested.on(day - 1)
            adds = _less(in_all, had)
            yield SchedulePart(
                first=day,
                last=day,
                parts=None,
                number=None,
                scheduled=exact_or_none(scheduled),
                adds=adds,
                in_all=exact_or_none(in_all),
                fate="beside" if adds is not None else "unknown",
                missing=self._names(_NOTHING, in_all, *([had] if adds is None else [])),
            )


def _come(case: Case, node: Vests) -> Steps:
    """How many of the days of parts have come; without those whose part is skipped and comes later."""
    if node.skipped is None or node.skipped_parts == "gone":
        return case.quantity(Count(count=node.on))
    found, missing = skipping(case, node)

    def of(items: tuple[tuple[Day, bool | None], ...]) -> Steps:
        points: list[tuple[Day, Value]] = [(FIRST_DAY, 0)]
        number: Value = 0
        for day, is_skipped in items:
            if isinstance(number, int) and not is_skipped:
                number = Unknown(missing) if is_skipped is None else number + 1
            points.append((day, number))
        return steps(points)

    return spliced((since, until, of(items)) for since, until, items in found)


def _gone(case: Case, node: Vests) -> Callable[[Number, int, Number, Number, Day], Value]:
    """What has vested by a schedule without the parts that are skipped."""
    found, missing = skipping(case, node)

    def after(total: Number, come: int, parts: Number, cliff: Number, day: Day) -> Value:
        items = next(items for since, until, items in found if since <= day < until)
        are_skipped = [is_skipped for _, is_skipped in items[:come]]
        if None in are_skipped or len(are_skipped) < come:
            return Unknown(missing)
        return vested_without(node, total, [*map(bool, are_skipped)], parts, cliff)

    return after


def _listed_after(case: Case, node: Total, found: Occurrences, come: int) -> Value:
    """The sum over the first so many of the events that a grant lists."""
    numbers = [case.attribute_number(each.event, node.total) for each in found.all[:come]]
    missing = found.missing.union(*(each.missing for each in numbers if isinstance(each, Unknown)))
    return Unknown(missing) if missing else sum(each for each in numbers if not isinstance(each, Unknown))


def _less(one: Value, other: Value) -> Exact | None:
    """A difference of exact numbers; None where one is not known, or without limit."""
    if isinstance(one, Unknown | float) or isinstance(other, Unknown | float):
        return None
    return exact_or_none(finite(one - other))


def _lacking(value: Value) -> Names:
    if isinstance(value, Unknown):
        return value.missing
    return frozenset({lacks("limit")}) if isinstance(value, float) else _NOTHING


def _plain(missing: Names) -> tuple[str, ...]:
    """The names of what is missing, without the readings that are left open."""
    return tuple(sorted(facts_in(missing)))
