"""How the rights under a plan moved between two days, by plan, holder or grant: an opening, what moved, and a closing
that the two come to.

Which balances there are and what moves rights is told by the plan. Grants of which something is not known are apart:
what stands in their balances has bounds, for no balance is below zero and all of them come to what was granted. Days
are ordinals, as within the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from kenri.asking.askable import AskablePlan
from kenri.auditing.sources import KeptLife, PlanVersions
from kenri.model.days import FIRST_DAY, Day
from kenri.model.life import Grant, Instant, Life, Party
from kenri.model.plan import HELD, Plan, Said
from kenri.model.ruling import Exact
from kenri.reference.balances import Movement, Movements
from kenri.reference.steps import Unknown, Value, exact_or_none

__all__ = [
    "NumberBounds",
    "RollForward",
    "RollGroup",
    "RollKind",
    "RollLine",
    "UnknownRights",
    "difference",
    "movements_of",
    "roll_forward",
]

RollGroup: TypeAlias = Literal["plan", "holder", "grant"]

RollKind: TypeAlias = Literal["opening", "granted", "moved", "scaled", "restated", "closing"]
"""`scaled`: every balance is counted in other units, as by a split. `restated`: what stood before the first day is
another number by the version of the plan, and by the parties and facts, of the last day."""

Numbers: TypeAlias = Mapping[str, Exact]
"""Of each balance that a line changes, by how much; of an opening and a closing, what stands in it."""

LISTED = 20
"""So many grants that are not known are named; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One line of a roll-forward; `count` is how many grants, or movements that moved something, it adds up."""

    kind: RollKind
    numbers: Numbers
    count: int
    effect: str = ""
    clause: str = ""
    says: Said = ""

    @property
    def total(self) -> Exact:
        """By how much all balances together change."""
        return sum(self.numbers.values(), start=0)


class NumberBounds(NamedTuple):
    """Between which numbers another one is, both included; None where there is no upper one."""

    low: Exact
    high: Exact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRights:
    """The grants of which something is not known between the two days, and which are in none of the lines."""

    count: int
    grants: tuple[tuple[str, str], ...]
    """The first of them, each with its holder."""
    granted: Exact
    """The number granted, in the units of its day."""
    opening: Mapping[str, NumberBounds]
    closing: Mapping[str, NumberBounds]
    missing: tuple[str, ...]
    """The names of what is missing to know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForward:
    """How rights moved from the first day to the last, both included."""

    plan: Plan
    holder: str
    """Whose, where it is told by holder or grant."""
    grant: str
    """Of which grant, where it is told by grant."""
    grants: int
    """How many grants it adds up."""
    lines: tuple[RollLine, ...]
    """The opening first, and the closing last."""
    unknown: UnknownRights | None = None

    @property
    def opening(self) -> Numbers:
        """What stood in each balance when the first day began."""
        return self.lines[0].numbers

    @property
    def closing(self) -> Numbers:
        """What stands in each balance when the last day is over."""
        return self.lines[-1].numbers

    @property
    def balances(self) -> tuple[str, ...]:
        """The balances that rights stood or moved in: held first, the others as the plan declares them."""
        used = {name for line in self.lines for name, number in line.numbers.items() if number != 0}
        if self.unknown is not None:
            bounds = (self.unknown.opening, self.unknown.closing)
            used |= {name for some in bounds for name, each in some.items() if each != (0, 0)}
        return (HELD, *(name for name in self.plan.balances if name in used and name != HELD))

    @property
    def adds_up(self) -> bool:
        """Whether the opening and all that moved make the closing, in each balance."""
        return all(
            sum((line.numbers.get(name, 0) for line in self.lines[:-1]), start=0) == self.closing.get(name, 0)
            for name in {name for line in self.lines for name in line.numbers}
        )


def roll_forward(
    versions: PlanVersions,
    kept: Iterable[KeptLife],
    first: Day,
    last: Day,
    *,
    by: RollGroup = "plan",
    instant: Instant | None = None,
    readings: Mapping[str, str] | None = None,
) -> Iterator[RollForward]:
    """How the rights under a plan moved from a day to another, both included, as known at an instant.

    It is told by the version of the plan that is used on the last day, which there must be. By plan there is one, and
    else one for each holder or grant.
    """
    found = versions.on(last, instant)
    assert found is not None, "who asks looks for a version of the last day"
    whole = _Sum(found.plan)
    span = _Span(versions, found, first, last, instant, readings or {})
    for each in kept:
        of_each: dict[str, _Sum] = {}
        for grant in span.grants(each):
            if by == "plan":
                whole.add(grant)
                continue
            name = grant.grant.grantee if by == "holder" else grant.grant.id
            of_one = of_each.setdefault(name, _Sum(found.plan, grant.grant.grantee, name if by == "grant" else ""))
            of_one.add(grant)
        yield from (of_one.told for of_one in of_each.values())
    if by == "plan":
        yield whole.told


def difference(before: RollForward | None, after: RollForward) -> tuple[RollLine, ...]:
    """By how much each line is another one, where it is; `before` is None where there was nothing."""
    was_there = () if before is None else before.lines
    keys = dict.fromkeys(_key(line) for lines in (after.lines, was_there) for line in lines)
    there, here = ({_key(line): line for line in lines} for lines in (was_there, after.lines))
    found = []
    for key in sorted(keys, key=lambda key: _ORDER.index(key[0])):
        was, now = there.get(key), here.get(key)
        line = now or was
        assert line is not None, "each key is that of a line"
        numbers = _plus(now.numbers if now else {}, was.numbers if was else {}, -1)
        count = (now.count if now else 0) - (was.count if was else 0)
        if any(numbers.values()) or count:
            found.append(
                RollLine(
                    kind=line.kind,
                    numbers={name: number for name, number in numbers.items() if number != 0},
                    count=count,
                    effect=line.effect,
                    clause=line.clause,
                    says=line.says,
                )
            )
    return tuple(found)


_ORDER: tuple[RollKind, ...] = ("opening", "granted", "moved", "scaled", "restated", "closing")


def _key(line: RollLine) -> tuple[RollKind, str, str]:
    return line.kind, line.effect, line.clause


class _Moved(NamedTuple):
    """One movement within the days."""

    effect: str
    is_scaled: bool
    numbers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _OfGrant:
    """What became of one grant. Of what is not known at the end `granted` is the number scaled since."""

    grant: Grant
    is_new: bool
    opening: Mapping[str, Value]
    restated: Mapping[str, Value]
    moved: tuple[_Moved, ...]
    closing: Mapping[str, Value]
    granted: tuple[Value, Value]

    @property
    def is_known(self) -> bool:
        """Whether every number in it is."""
        several = (self.opening, self.restated, self.closing, *(each.numbers for each in self.moved))
        return all(exact_or_none(value) is not None for some in several for value in some.values())

    @property
    def missing(self) -> frozenset[str]:
        """The names of what is missing."""
        several = (self.opening, self.restated, self.closing, *(each.numbers for each in self.moved))
        lacking = (value.missing for some in several for value in some.values() if isinstance(value, Unknown))
        return frozenset().union(*lacking)


def movements_of(
    plan: AskablePlan,
    life: Life,
    grant: Grant,
    *,
    instant: Instant | None = None,
    readings: Mapping[str, str] | None = None,
) -> Movements:
    """How the rights of a grant moved, as known at an instant; readings of another plan are passed over."""
    known = plan.as_known_at(instant)
    court = known.court(life, grant.id, instant)
    chosen = {name: option for name, option in (readings or {}).items() if name in known.plan.readings}
    asker = life.parties.get(grant.grantee) or Party(id=grant.grantee, roles=())
    return court.case(asker, court.readings(chosen)).movements


class _Span:
    """The days that are looked at, by the version of the last of them."""

    def __init__(
        self,
        versions: PlanVersions,
        plan: AskablePlan,
        first: Day,
        last: Day,
        instant: Instant | None,
        readings: Mapping[str, str],
    ) -> None:
        self.versions = versions
        self.plan = plan
        self.before = first - 1
        self.last = last
        self.instant = instant
        self.readings = readings

    def grants(self, kept: KeptLife) -> Iterator[_OfGrant]:
        """What became of each grant of a life under the plan."""
        life = kept.life(self.plan, self.last, self.instant)
        own = life.grants_under(self.plan.plan)
        then, before = self.plan, life
        if own and self.before >= FIRST_DAY:  # nothing stands before the calendar begins
            was_used = self.versions.on(self.before, self.instant)
            then = self.plan if was_used is None else was_used
            before = kept.life(then, self.before, self.instant)
        for id_, grant in own.items():
            if grant.on > self.last:
                continue
            made = movements_of(self.plan, life, grant, instant=self.instant, readings=self.readings)
            is_same = then is self.plan and before is life
            other = before.grants.get(id_)
            if is_same or other is None:
                was = made
            else:
                was = movements_of(then, before, other, instant=self.instant, readings=self.readings)
            yield self._of(grant, made, was, is_same=is_same)

    def _of(self, grant: Grant, made: Movements, was: Movements, *, is_same: bool) -> _OfGrant:
        is_new = grant.on > self.before
        opening, granted = ({}, 0) if is_new else was.closing(self.before)
        now, _ = ({}, 0) if is_new or is_same else made.closing(self.before)
        closing, granted_at_last = made.closing(self.last)
        return _OfGrant(
            grant=grant,
            is_new=is_new,
            opening=opening,
            restated={} if is_new or is_same else _minus(now, opening),
            moved=tuple(self._moved(made.all)),
            closing=closing,
            granted=(granted, granted_at_last),
        )

    def _moved(self, movements: Iterable[Movement]) -> Iterator[_Moved]:
        """What moved within the days; a scaling, which makes a movement for each balance, is one of all of them."""
        within = (each for each in movements if self.before < each.made <= self.last)
        for (_, effect, _, is_scaled), several in groupby(within, key=_turn):
            if is_scaled:
                yield _Moved(effect, is_scaled, {each.from_: each.number for each in several})
            else:
                moved = ((each.from_, each.to or "", each.number) for each in several)
                yield from (_Moved(effect, is_scaled, _between(*each)) for each in moved)


def _turn(movement: Movement) -> tuple[Day, str, str, bool]:
    event = "" if movement.event is None else movement.event.id
    return movement.made, movement.effect, event, movement.to is None


def _between(from_: str, to: str, number: Value) -> Mapping[str, Value]:
    return {from_: number if isinstance(number, Unknown) else -number, to: number}


def _minus(one: Mapping[str, Value], other: Mapping[str, Value]) -> Mapping[str, Value]:
    """One less the other, where they differ."""
    found: dict[str, Value] = {}
    for name in {**one, **other}:
        here, there = one.get(name, 0), other.get(name, 0)
        if isinstance(here, Unknown) or isinstance(there, Unknown):
            if here != there:
                found[name] = here if isinstance(here, Unknown) else there
        elif here != there:
            found[name] = here - there
    return found


def _plus(one: Numbers, other: Numbers, sign: int = 1) -> dict[str, Exact]:
    return {name: one.get(name, 0) + sign * other.get(name, 0) for name in {**one, **other}}


@dataclass
class _Sum:
    """Grants added up."""

    plan: Plan
    holder: str = ""
    grant: str = ""
    grants: int = 0
    opening: dict[str, Exact] = field(default_factory=dict)
    opened: int = 0
    granted: Exact = 0
    new: int = 0
    restated: dict[str, Exact] = field(default_factory=dict)
    restatements: int = 0
    moved: dict[tuple[str, bool], tuple[dict[str, Exact], int]] = field(default_factory=dict)
    closing: dict[str, Exact] = field(default_factory=dict)
    unknown: UnknownRights | None = None

    def add(self, found: _OfGrant) -> None:
        """Add what became of a grant."""
        self.grants += 1
        if not found.is_known:
            self.unknown = _with_unknown(self.unknown, found)
            return
        if found.is_new:
            self.granted += found.grant.number
            self.new += 1
        else:
            self.opening = _plus(self.opening, _exact(found.opening))
            self.opened += 1
        if found.restated:
            self.restated = _plus(self.restated, _exact(found.restated))
            self.restatements += 1
        for each in found.moved:
            numbers = _exact(each.numbers)
            if any(numbers.values()):
                before, count = self.moved.get((each.effect, each.is_scaled), ({}, 0))
                self.moved[each.effect, each.is_scaled] = _plus(before, numbers), count + 1
        self.closing = _plus(self.closing, _exact(found.closing))

    @property
    def told(self) -> RollForward:
        """All of it, line by line."""
        lines = [RollLine(kind="opening", numbers=self.opening, count=self.opened)]
        if self.restatements:
            lines.append(RollLine(kind="restated", numbers=self.restated, count=self.restatements))
        if self.new:
            lines.append(RollLine(kind="granted", numbers={HELD: self.granted}, count=self.new))
        for name, effect in self.plan.effects.items():
            for is_scaled in (False, True):
                if (name, is_scaled) in self.moved:
                    numbers, count = self.moved[name, is_scaled]
                    lines.append(
                        RollLine(
                            kind="scaled" if is_scaled else "moved",
                            numbers=numbers,
                            count=count,
                            effect=name,
                            clause=effect.clause,
                            says=effect.says,
                        )
                    )
        known = self.grants - (0 if self.unknown is None else self.unknown.count)
        lines.append(RollLine(kind="closing", numbers=self.closing, count=known))
        return RollForward(
            plan=self.plan,
            holder=self.holder,
            grant=self.grant,
            grants=self.grants,
            lines=tuple(lines),
            unknown=self.unknown,
        )


def _exact(numbers: Mapping[str, Value]) -> Numbers:
    return {name: found for name, value in numbers.items() if (found := exact_or_none(value)) is not None}


def _with_unknown(before: UnknownRights | None, found: _OfGrant) -> UnknownRights:
    """The grants that are not known, with one more."""
    grant, (at_first, at_last) = found.grant, found.granted
    opening = {} if found.is_new else _bounds(found.opening, at_first)
    closing = _bounds(found.closing, at_last)
    missing = tuple(sorted(found.missing))
    one = ((grant.grantee, grant.id),)
    if before is None:
        return UnknownRights(
            count=1, grants=one, granted=grant.number, opening=opening, closing=closing, missing=missing
        )
    return UnknownRights(
        count=before.count + 1,
        grants=(*before.grants, *one) if len(before.grants) < LISTED else before.grants,
        granted=before.granted + grant.number,
        opening=_both(before.opening, opening),
        closing=_both(before.closing, closing),
        missing=tuple(sorted({*before.missing, *missing})),
    )


def _bounds(standing: Mapping[str, Value], granted: Value) -> Mapping[str, NumberBounds]:
    """Between which numbers each balance is: at most what the known ones leave of what was granted."""
    known = {name: exact_or_none(value) for name, value in standing.items()}
    whole = exact_or_none(granted)
    rest = None if whole is None else whole - sum((value for value in known.values() if value is not None), start=0)
    return {
        name: NumberBounds(0, rest) if value is None else NumberBounds(value, value) for name, value in known.items()
    }


def _both(one: Mapping[str, NumberBounds], other: Mapping[str, NumberBounds]) -> Mapping[str, NumberBounds]:
    found = {}
    for name in {**one, **other}:
        here, there = one.get(name, NumberBounds(0, 0)), other.get(name, NumberBounds(0, 0))
        high = None if here.high is None or there.high is None else here.high + there.high
        found[name] = NumberBounds(here.low + there.low, high)
    return found
