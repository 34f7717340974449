"""How the rights of a grant move between balances: what leaves one enters another, so the sum is what was granted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.dependence import MOVEMENTS
from kenri.model.expressions import EventNumber, Quantity, Rounding
from kenri.model.lacking import lacks
from kenri.model.life import Event
from kenri.model.numbers import rounded
from kenri.model.plan import HELD, Effect, kept_apart, outstanding
from kenri.reference.occurrences import Occurrence, Occurrences
from kenri.reference.steps import ZERO, ByDay, Steps, Unknown, Value, finite, followed, normal
from kenri.reference.truth import NOTHING

if TYPE_CHECKING:
    from kenri.reference.case import Case

_DAY = attrgetter("day")

_GRANTED = ""
"""Stands among the balances for what was granted, scaled since."""


class _Part(NamedTuple):
    """The rights of one event that stand apart in a balance."""

    balance: str
    event: str
    """The id of the event."""


_Name: TypeAlias = str | _Part
"""What something stands in: a balance as a whole, a part of one, or what was granted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Rights that moved by an effect. `asked` is what the effect called for, `number` what there was to move.

    `day` is the first day on which it is seen, and `made` the day on which it is made: the eve of it for what is made
    as a day ends.

    A scaling (`to` is None) adds `number`, which may be negative, to what stands in `from_` and to what was granted. It
    makes one movement for each balance in which anything stands.

    `parts` are the rights of single events among those that move, by the ids of the events, where they stand apart in
    one of the two balances.
    """

    day: Day
    made: Day
    effect: str
    event: Event | None
    from_: str
    to: str | None
    number: Value
    asked: Value
    parts: tuple[tuple[str, Value], ...] = ()

    @property
    def is_by_itself(self) -> bool:
        """Whether no event of its day makes it."""
        return self.event is None or self.event.on != self.made


class Movements:
    """Every movement in order, and what stands in each balance at the end of each day.

    `days` are those on which each effect of the plan takes effect, whether or not any right moves.
    """

    def __init__(
        self,
        all_: tuple[Movement, ...],
        balances: Mapping[_Name, Steps],
        days: Mapping[str, Occurrences],
        scalings: tuple[Movement, ...] = (),
        by_themselves: tuple[Movement, ...] = (),
    ) -> None:
        self.all = all_
        self.granted = balances[_GRANTED]
        self.standing = balances
        """All of it: the balances, the parts of them that stand apart, and what was granted."""
        self.balances = {name: each for name, each in balances.items() if isinstance(name, str) and name != _GRANTED}
        self.days = days
        self.by_themselves = by_themselves
        """Those that no event of their day makes: also the lapse some days after an event."""
        self._scalings = scalings

    @property
    def made(self) -> Movements:
        """The same, worked out for all days."""
        return self

    def balance(self, name: str) -> Steps:
        """The balance of that name; one nothing ever moved to is zero."""
        return self.balances.get(name, ZERO)

    def part(self, name: str, event: str) -> Steps:
        """How many rights of an event, by its id, stand in a balance in which they stand apart."""
        return self.standing.get(_Part(name, event), ZERO)

    def parts(self, day: Day) -> list[tuple[str, str, Value]]:
        """The balances in which rights of single events stand on a day, each with the id of the event and how many."""
        return _told_apart((name, each.on(day)) for name, each in self.standing.items() if isinstance(name, _Part))

    def on(self, day: Day) -> Sequence[Movement]:
        """The movements of a day."""
        return _on(self.all, day)

    def by_themselves_on(self, day: Day) -> Sequence[Movement]:
        """The movements of a day that no event of it makes."""
        return _on(self.by_themselves, day)

    def scalings(self, until: Day) -> Sequence[Movement]:
        """The movements up to a day, included, that scale a balance."""
        return self._scalings[: bisect_right(self._scalings, until, key=_DAY)]

    def closing(self, day: Day) -> tuple[Mapping[str, Value], Value]:
        """What stands in each balance, and what was granted, when a day is over: after what is made as it ends."""
        current: dict[_Name, Value] = {name: each.on(day) for name, each in self.balances.items()}
        current[_GRANTED] = self.granted.on(day)
        for movement in self.on(day + 1):
            if movement.made == day:
                _make(current, movement)
        return {name: current[name] for name in self.balances}, current[_GRANTED]


def _told_apart(several: Iterable[tuple[_Name, Value]]) -> list[tuple[str, str, Value]]:
    return [(name.balance, name.event, number) for name, number in several if isinstance(name, _Part) and number != 0]


def _on(movements: Sequence[Movement], day: Day) -> Sequence[Movement]:
    return movements[bisect_left(movements, day, key=_DAY) : bisect_right(movements, day, key=_DAY)]


class Made(NamedTuple):
    """Some movements, with those of them that scale a balance, and those that no event of their day makes."""

    all: tuple[Movement, ...] = ()
    scalings: tuple[Movement, ...] = ()
    by_themselves: tuple[Movement, ...] = ()

    @classmethod
    def of(cls, movements: Iterable[Movement]) -> Made:
        """The same, told apart."""
        made = tuple(movements)
        return cls(
            made,
            tuple(each for each in made if each.to is None),
            tuple(each for each in made if each.is_by_itself),
        )

    def and_then(self, later: Made) -> Made:
        """These and those of later."""
        return Made(*(mine + theirs for mine, theirs in zip(self, later, strict=True)))


Turn: TypeAlias = tuple[Day, int, int, str, Effect, Occurrence]
"""An effect of an occurrence, behind what decides its place: the day from which it is seen, its rank on that day, and
the place of the effect in the plan.

One that may take place is among those of the first day on which it can: from then on it is not known what it moved.
"""


def movements(case: Case) -> Movements:
    """All movements that the effects of the plan make in a life.

    On one day, what no event makes comes first (a lapse takes effect as the day begins), then events in the order of
    the record, and of one event the effects in the order of the plan. What an effect says of its place goes before.
    """
    case.record.looked_until = NEVER
    days = {name: case.moments(effect.on) for name, effect in case.plan.effects.items()}
    current: dict[_Name, Value] = {
        **dict.fromkeys(case.plan.balances, 0),
        HELD: case.grant.number,
        _GRANTED: case.grant.number,
    }
    before = Movements((), dict.fromkeys(current, ZERO), days)
    turns = turns_of(case, case.plan.effects, days, case.grant.on, case.grant.on + 1)
    first = Made.of(_moved(case, current, turns, days))
    return _continued(case, before, first, current, days, case.grant.on)


def _continued(
    case: Case,
    other: Movements,
    that_day: Made,
    current: dict[_Name, Value],
    days: Mapping[str, Occurrences],
    since: Day,
) -> Movements:
    """The other movements until the day `since`, those of that day, and from then on those of a case; `current` is what
    stands after those of that day.
    """
    points: dict[_Name, list[tuple[Day, Value]]] = {name: [(since, value)] for name, value in current.items()}
    made: list[Movement] = []
    apart = kept_apart(case.plan)
    for movement in _moved(case, current, turns_of(case, case.plan.effects, days, since + 1), days):
        made.append(movement)
        for name in _changed_by(movement, apart):
            points.setdefault(name, [(since, 0)]).append((movement.day, current[name]))
    balances = {name: followed(other.standing.get(name, ZERO), since, series) for name, series in points.items()}

    def until_then(there: Sequence[Movement]) -> tuple[Movement, ...]:
        return tuple(there[: bisect_left(there, since, key=_DAY)])

    before = Made(until_then(other.all), until_then(other.scalings(NEVER)), until_then(other.by_themselves))
    moved = before.and_then(that_day.and_then(Made.of(made)))
    whole = Movements(moved.all, balances, days, moved.scalings, moved.by_themselves)
    if case.origin is not None:
        case.origin.last_movements = ((case.record, whole),)
    return whole


def _turned(case: Case, on: Occurrences, since: Day, until: Day) -> tuple[Occurrence, ...]:
    """Those that rights may move on from a day on until another. One that may be stands on the first day from the grant
    on on which it can.
    """
    if on.missing:
        several = ((item, item.span & DaySet.between(max(item.since, case.grant.on), item.until)) for item in on.all)
        items = (item if item.is_known else item._replace(day=days.first) for item, days in several if days)
        return tuple(sorted((item for item in items if since <= item.day < until), key=_DAY))
    start, stop = bisect_left(on.all, since, key=_DAY), bisect_left(on.all, until, key=_DAY)
    return on.all[start:stop]


def turns_of(
    case: Case, effects: Mapping[str, Effect], days: Mapping[str, Occurrences], since: Day, until: Day = NEVER
) -> list[Turn]:
    """What makes rights move as seen from the days [since, until), in order; nothing that comes before the grant."""
    return _in_order(case, effects, _items_of(case, effects, days, since, until))


def _items_of(
    case: Case, effects: Mapping[str, Effect], days: Mapping[str, Occurrences], since: Day, until: Day
) -> Mapping[str, Sequence[Occurrence]]:
    """On which days each effect makes rights move, as seen from the days [since, until)."""
    return {
        name: _turned(case, days[name], since - effect.later, until - effect.later) for name, effect in effects.items()
    }


def _in_order(case: Case, effects: Mapping[str, Effect], items: Mapping[str, Sequence[Occurrence]]) -> list[Turn]:
    """What makes rights move. They move on the day itself: what is seen from another day is nothing."""
    found: list[Turn] = []
    for index, (name, effect) in enumerate(effects.items()):
        found += [
            (item.day + effect.later, effect.rank(case.rank(item.event)), index, name, effect, item)
            for item in items[name]
            if item.day >= case.grant.on and item.since <= item.day < item.until
        ]
    return sorted(found, key=_place)


def _place(turn: Turn) -> tuple[Day, int, int]:
    return turn[:3]


class MovedDay(NamedTuple):
    """The movements of a day, with all that they were made of: by a record that has more of its day behind it, they go
    on from there.
    """

    by: tuple[object, ...]
    """The day, the events that numbers depend on, what stood as it began, and what is missing to know each effect."""
    items: Mapping[str, Sequence[Occurrence]]
    last: tuple[Day, int, int]
    """The place of the last turn; before all others where there is none."""
    made: Made
    current: Mapping[_Name, Value]
    """What stands in each balance after them."""


_BEFORE_ALL = (FIRST_DAY - 1, 0, 0)
"""Stands for the place of a turn before all others."""


def _moved_on(case: Case, days: Mapping[str, Occurrences], eve: dict[_Name, Value], day: Day) -> MovedDay:
    """The movements of a day, of a case that comes from another one; `eve` is what stands as the day begins.

    What effects call for must depend on nothing that differs from record to record; see `resumed`.
    """
    assert case.origin is not None, "a case that comes from no other has none to go on from"
    effects = case.plan.effects
    by = (
        day,
        case.record.of_kinds(case.dependence.kinds_moved_by),
        eve,
        {name: each.missing for name, each in days.items()},
    )
    items = _items_of(case, effects, days, day, day + 1)
    ways = ((each, _turns_after(case, each, by, items)) for each in case.origin.last_days)
    known = [(each, turns) for each, turns in ways if turns is not None]
    if known:
        before, turns = min(known, key=lambda way: len(way[1]))
    else:
        before, turns = MovedDay(by, {}, _BEFORE_ALL, Made(), eve), _in_order(case, effects, items)
    if before.items == items:
        return before
    current = {**before.current}
    made = before.made.and_then(Made.of(_moved(case, current, turns, days)))
    found = MovedDay(by, items, _place(turns[-1]) if turns else before.last, made, current)
    case.origin.last_days = (found, *case.origin.last_days[:1])
    return found


def _turns_after(
    case: Case, there: MovedDay, by: tuple[object, ...], items: Mapping[str, Sequence[Occurrence]]
) -> list[Turn] | None:
    """The turns of a day that come after those that were worked out there; None where they do not all come after."""
    if there.by != by or any(items[name][: len(kept)] != kept for name, kept in there.items.items()):
        return None
    rest = {name: several[len(there.items[name]) :] for name, several in items.items()}
    turns = _in_order(case, case.plan.effects, rest)
    return None if any(_place(turn) < there.last for turn in turns[:1]) else turns


def _moved(
    case: Case, current: dict[_Name, Value], turns: Iterable[Turn], days: Mapping[str, Occurrences]
) -> Iterator[Movement]:
    """The movements that turns make; `current` is what stands in each balance, and is kept up to date."""
    apart = kept_apart(case.plan)
    for turn in turns:
        name, item = turn[3], turn[5]
        for movement in _of_turn(case, current, turn, apart):
            if not item.is_known:
                if movement.number == 0 and item.day == item.last:
                    continue
                unknown = Unknown(days[name].missing)
                parts = tuple((part, unknown) for part, _ in movement.parts)
                movement = replace(movement, number=unknown, asked=unknown, parts=parts)
            if movement.number == 0 and movement.asked == 0:
                continue
            _make(current, movement, apart)
            yield movement


def _make(current: dict[_Name, Value], movement: Movement, apart: Collection[str] = ()) -> None:
    """Keep what stands in each balance up to date, with its parts where the rights of each event stand apart."""
    for balance, sign in ((movement.from_, -1 if movement.to else 1), (movement.to or _GRANTED, 1)):
        current[balance] = _add(current[balance], movement.number, sign)
        for event, number in movement.parts if balance in apart else ():
            part = _Part(balance, event)
            current[part] = _add(current.get(part, 0), number, sign)


def _changed_by(movement: Movement, apart: Collection[str]) -> Iterator[_Name]:
    """All that a movement changes."""
    for balance in (movement.from_, movement.to or _GRANTED):
        yield balance
        for event, _ in movement.parts if balance in apart else ():
            yield _Part(balance, event)


class Resumed(Movements):
    """The movements by a record that makes the same ones as another until the day `since`.

    Before that day they are told from the other's, and that day is worked out from there. Of later days nothing is
    known until one is looked at: then all that follows is worked out.
    """

    def __init__(self, case: Case, other: Movements, days: Mapping[str, Occurrences], since: Day) -> None:
        self._rest = _Rest(case, other, days, since)
        self.since = since
        self.days = days

    @property
    def granted(self) -> Steps:  # type: ignore[override]  # what is here is made where it is looked at
        """What was granted, scaled since."""
        return self._rest.by_day(_GRANTED, self._rest.other.granted)

    @property
    def balances(self) -> Mapping[str, Steps]:  # type: ignore[override]
        """What stands in each balance."""
        return {name: self._rest.by_day(name, each) for name, each in self._rest.other.balances.items()}

    @property
    def made(self) -> Movements:
        """The same, worked out for all days."""
        return self._rest.whole

    def balance(self, name: str) -> Steps:
        """The balance of that name; one nothing ever moved to is zero."""
        before = self._rest.other.balances.get(name)
        return ZERO if before is None else self._rest.by_day(name, before)

    def part(self, name: str, event: str) -> Steps:
        """How many rights of an event, by its id, stand in a balance in which they stand apart."""
        return self._rest.by_day(_Part(name, event), self._rest.other.part(name, event))

    def parts(self, day: Day) -> list[tuple[str, str, Value]]:
        """The balances in which rights of single events stand on a day, each with the id of the event and how many."""
        rest = self._rest
        rest.look_at(day)
        if day < self.since:
            return rest.other.parts(day)
        return _told_apart(rest.that_day.current.items()) if day == self.since else rest.whole.parts(day)

    @property
    def all(self) -> tuple[Movement, ...]:  # type: ignore[override]
        """Every movement in order."""
        return self._rest.whole.all

    @property
    def by_themselves(self) -> tuple[Movement, ...]:  # type: ignore[override]
        """Those that no event of their day makes."""
        return self._rest.whole.by_themselves

    def on(self, day: Day) -> Sequence[Movement]:
        """The movements of a day."""
        rest = self._rest
        rest.look_at(day)
        if day < self.since:
            return rest.other.on(day)
        return rest.that_day.made.all if day == self.since else rest.whole.on(day)

    def scalings(self, until: Day) -> Sequence[Movement]:
        """The movements up to a day, included, that scale a balance."""
        rest = self._rest
        rest.look_at(until)
        if until < self.since:
            return rest.other.scalings(until)
        if until > self.since:
            return rest.whole.scalings(until)
        return [*rest.other.scalings(until - 1), *rest.that_day.made.scalings]

    def by_themselves_on(self, day: Day) -> Sequence[Movement]:
        """The movements of a day that no event of it makes."""
        rest = self._rest
        rest.look_at(day)
        if day < self.since:
            return rest.other.by_themselves_on(day)
        return rest.that_day.made.by_themselves if day == self.since else rest.whole.by_themselves_on(day)


class _Rest:
    """What is worked out of resumed movements where it is looked at.

    Nothing here leads back to what is made of it, and the case is one that nobody else keeps anything in: who lets go
    of the movements lets go of all of it at once, without waiting for somebody to look for circles.
    """

    def __init__(self, case: Case, other: Movements, days: Mapping[str, Occurrences], since: Day) -> None:
        self._case = case.alone()
        self.other = other
        self._days = days
        self._since = since

    @cached_property
    def whole(self) -> Movements:
        """All movements."""
        self._case.record.looked_until = NEVER
        moved, current = self.that_day.made, {**self.that_day.current}
        return _continued(self._case, self.other, moved, current, self._days, self._since)

    @cached_property
    def that_day(self) -> MovedDay:
        """The movements of the first day that may differ, and what stands in each balance after them."""
        eve = {name: each.on(self._since - 1) for name, each in self.other.standing.items()}
        return _moved_on(self._case, self._days, eve, self._since)

    def look_at(self, day: Day) -> None:
        """A day is looked at: who keeps an answer learns from the record how far it may depend on it."""
        record = self._case.record
        record.looked_until = max(record.looked_until, day)

    def by_day(self, name: _Name, before: Steps) -> Steps:
        """A balance, which was another one before the first day that may differ."""

        def on(day: Day) -> Value:
            self.look_at(day)
            if day < self._since:
                return before.on(day)
            if day == self._since:
                return self.that_day.current.get(name, 0)
            return make().on(day)

        def make() -> Steps:
            return self.whole.standing.get(name, ZERO)

        return ByDay(on, make)


def resumed(case: Case) -> Movements | None:
    """The movements of a case, resumed from those of the case that it comes from; None where they cannot be.

    They can be where the same turns come before some day, and what effects call for depends on nothing that differs.
    """
    origin, needs = case.origin, case.dependence
    moved = needs.needs("movements", MOVEMENTS)
    if origin is None or moved.asked or moved.across:
        return None
    kinds = needs.kinds_moved_by
    found: Resumed | None = None
    for record, other in ((origin.record, origin.movements), *origin.last_movements):
        differing = case.record.differing(record)
        if differing.isdisjoint(kinds):
            days = {name: _days(case, name, differing, other) for name in case.plan.effects}
            since = _until_they_differ(days, other.days)
            if since > (case.grant.on if found is None else found.since):
                found = Resumed(case, other, days, since)
    return found


def _days(case: Case, name: str, differing: frozenset[str], other: Movements) -> Occurrences:
    """The days of an effect, which are those by another record where none of its events is among those that differ."""
    is_same = differing.isdisjoint(case.dependence.of_effects[name].kinds)
    return other.days[name] if is_same else case.moments(case.plan.effects[name].on)


def first_difference(one: Movements, other: Movements) -> Day:
    """The first day on which the turns of two records may differ: before it, the same rights move in both.

    What effects call for must depend on nothing that differs; see `Dependence.kinds_moved_by`.
    """
    return _until_they_differ(one.days, other.days)


def _until_they_differ(one: Mapping[str, Occurrences], other: Mapping[str, Occurrences]) -> Day:
    pairs = [(one[name], other[name]) for name in one]
    if any(a.missing != b.missing for a, b in pairs):
        return FIRST_DAY
    different = {(id(a.all), id(b.all)): (a, b) for a, b in pairs}  # many effects are those of the same events
    return min((a.first_apart(b) for a, b in different.values()), default=NEVER)


def _of_turn(case: Case, current: Mapping[_Name, Value], turn: Turn, apart: Collection[str]) -> Iterator[Movement]:
    """What a turn moves: rights from one balance to another, or every balance by itself where it scales."""
    seen, _, _, name, effect, item = turn

    def movement(from_: str, number: Value, asked: Value, parts: Iterable[tuple[str, Value]] = ()) -> Movement:
        return Movement(
            day=seen,
            made=item.day,
            effect=name,
            event=item.event,
            from_=from_,
            to=effect.to,
            number=number,
            asked=asked,
            parts=tuple(parts),
        )

    if effect.scales is not None:
        factor = factor_of(case, turn)
        rounds = outstanding(case.plan)
        standing = {HELD: current[HELD], **current}
        for balance, value in standing.items():
            if isinstance(balance, str) and balance != _GRANTED:
                rounding = effect.round or "down" if balance in rounds else None
                added, parts = _added(value, _parts_of(current, balance), factor, rounding)
                yield movement(balance, added, added, parts)
        return
    of_one = case.named_by(item.event, effect.for_) if effect.for_ is not None else None
    if effect.for_ is None:
        there = current[effect.from_]
    else:
        there = 0 if of_one is None else current.get(_Part(effect.from_, of_one.id), 0)
    called = _number(case, effect.moves or 0, item.event, item.day) if effect.moves != "all" else there
    number: Value = _not_below_zero(called, name)
    if effect.for_ is not None and there == 0:
        number = 0  # whatever is called for: it may as well not have come yet
    elif isinstance(number, Unknown) or isinstance(there, Unknown):
        lacking = [value.missing for value in (number, there) if isinstance(value, Unknown)]
        number = Unknown(NOTHING.union(*lacking))
    else:
        number = min(number, there)
    if effect.for_ is not None:
        parts = [] if of_one is None else [(of_one.id, number)]
    elif effect.from_ in apart:  # all that is there
        parts = [*_parts_of(current, effect.from_)]
    else:
        parts = [(item.event.id, number)] if effect.to in apart and item.event is not None else []
    yield movement(effect.from_, number, called, parts)


def _parts_of(current: Mapping[_Name, Value], balance: str) -> Iterator[tuple[str, Value]]:
    """The rights in a balance that stand apart, by the ids of their events."""
    for name, number in current.items():
        if isinstance(name, _Part) and name.balance == balance and number != 0:
            yield name.event, number


def _added(
    there: Value, parts: Iterable[tuple[str, Value]], factor: Value, rounding: Rounding | None
) -> tuple[Value, list[tuple[str, Value]]]:
    """What a scaling adds to a balance, and to each part of it: each is scaled, and rounded, by itself."""
    found: list[tuple[str, Value]] = []
    rest = there
    for event, number in parts:
        rest = _add(rest, number, -1)
        found.append((event, _add(scaled_by(number, factor, rounding), number, -1)))
    added = _add(scaled_by(rest, factor, rounding), rest, -1)
    for _, number in found:
        added = _add(added, number, 1)
    return added, found


def factor_of(case: Case, turn: Turn) -> Value:
    """By what a turn of an effect that scales multiplies the rights."""
    _, _, _, name, effect, item = turn
    assert effect.scales is not None, "only effects that scale have a factor"
    return _not_below_zero(_number(case, effect.scales, item.event, item.day), name)


def _number(case: Case, number: Quantity, event: Event | None, day: Day) -> Value:
    """A number of an effect on the day of the event that makes it; most are one that the event states."""
    if isinstance(number, EventNumber):
        return case.attribute_number(event, number.of_event)
    return case.at_event(event).quantity(number).on(day)


def scaled_by(there: Value, factor: Value, rounding: Rounding | None) -> Value:
    """Rights in the units of after a scaling: whole where they are rounded. Of nothing nothing comes."""
    if there == 0:
        return 0
    lacking = [value.missing for value in (there, factor) if isinstance(value, Unknown)]
    if isinstance(there, Unknown) or isinstance(factor, Unknown):
        return Unknown(NOTHING.union(*lacking))
    scaled = finite(there * factor)
    if isinstance(scaled, Unknown | float):
        return Unknown(frozenset({lacks("limit")}))
    return normal(scaled if rounding is None else rounded(scaled, rounding))


def _not_below_zero(value: Value, effect: str) -> Value:
    """How many rights an effect calls for, or what it scales by: unknown where it comes out below zero.

    Rights neither move backwards nor turn into debts, so that a plan which says so does not say what becomes of them.
    """
    if isinstance(value, Unknown) or value >= 0:
        return value
    return Unknown(frozenset({lacks("number-from-zero", name=effect)}))


def _add(value: Value, number: Value, sign: int) -> Value:
    if isinstance(value, Unknown):
        return value
    if isinstance(number, Unknown):
        return number
    return finite(value + sign * number)
