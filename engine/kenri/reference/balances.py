"""How the rights of a grant move between balances: what leaves one enters another, so the sum is what was granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kenri.model.days import FIRST_DAY, Day
from kenri.model.expressions import EventNumber, Quantity
from kenri.model.life import Event
from kenri.model.plan import Effect
from kenri.reference.quantities import rounded
from kenri.reference.steps import ZERO, Steps, Unknown, Value, finite, normal, steps
from kenri.reference.truth import NOTHING

if TYPE_CHECKING:
    from kenri.reference.case import Case

HELD = "held"
"""The balance in which granted rights begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Rights that moved on a day by an effect. `asked` is what the effect called for, `number` what there was to move.

    A scaling (`to` is None) adds `number`, which may be negative, to what is held and to what was granted.
    """

    day: Day
    effect: str
    event: Event | None
    from_: str
    to: str | None
    number: Value
    asked: Value


@dataclass(frozen=True, slots=True)
class Movements:
    """Every movement in order, and what stands in each balance at the end of each day."""

    granted: Steps
    all: tuple[Movement, ...]
    balances: Mapping[str, Steps]

    def balance(self, name: str) -> Steps:
        """The balance of that name; one nothing ever moved to is nought."""
        return self.balances.get(name, ZERO)


def movements(case: Case) -> Movements:
    """All movements that the effects of the plan make in a life.

    On one day, what no event makes comes first (a lapse takes effect as the day begins), then events in the order of
    the record, and of one event the effects in the order of the plan.
    """
    turns: list[tuple[Day, int, int, str, Effect, Event | None]] = []
    missing = NOTHING
    for index, (name, effect) in enumerate(case.plan.effects.items()):
        on = case.moments(effect.on)
        missing |= on.missing
        # Rights move on the day itself, so that what is seen from another day counts for nothing.
        turns += [
            (item.day, case.rank(item.event), index, name, effect, item.event)
            for item in on.all
            if item.since <= item.day < item.until
        ]
    start = case.grant.on
    if missing:
        lacking = steps([(FIRST_DAY, 0), (start, Unknown(missing))])
        return Movements(lacking, (), dict.fromkeys((HELD, *case.plan.balances), lacking))
    turns.sort(key=lambda turn: turn[:3])

    points: dict[str, list[tuple[Day, Value]]] = {
        name: [(FIRST_DAY, 0), (start, value)]
        for name, value in {
            **dict.fromkeys(case.plan.balances, 0),
            HELD: case.grant.number,
            "": case.grant.number,
        }.items()
    }
    current: dict[str, Value] = {name: series[-1][1] for name, series in points.items()}
    made: list[Movement] = []
    for day, _, _, name, effect, event in turns:
        if day < start:
            continue
        movement = _movement(case, current, day, name, effect, event)
        if movement.number == 0 and movement.asked == 0:
            continue
        made.append(movement)
        for balance, sign in ((movement.from_, -1 if movement.to else 1), (movement.to or "", 1)):
            current[balance] = _add(current[balance], movement.number, sign)
            points[balance].append((day, current[balance]))
    finished = {name: steps(series) for name, series in points.items()}
    return Movements(finished.pop(""), tuple(made), finished)


def _movement(
    case: Case, current: Mapping[str, Value], day: Day, name: str, effect: Effect, event: Event | None
) -> Movement:
    there = current[effect.from_]
    called = _number(case, effect.moves or 0, event, day) if effect.moves != "all" else there
    factor = _not_below_nought(_number(case, effect.scales, event, day), name) if effect.scales is not None else 1
    number: Value
    moving = _not_below_nought(called, name)
    if effect.scales is not None:
        called = number = _scaled(there, factor, effect)
    elif isinstance(moving, Unknown) or isinstance(there, Unknown):
        lacking = [value.missing for value in (moving, there) if isinstance(value, Unknown)]
        number = Unknown(NOTHING.union(*lacking))
    else:
        number = min(moving, there)
    return Movement(day=day, effect=name, event=event, from_=effect.from_, to=effect.to, number=number, asked=called)


def _number(case: Case, number: Quantity, event: Event | None, day: Day) -> Value:
    """A number of an effect on the day of the event that makes it; most are one that the event states."""
    if isinstance(number, EventNumber):
        return case.attribute_number(event, number.of_event)
    return case.at_event(event).quantity(number).on(day)


def _scaled(there: Value, factor: Value, effect: Effect) -> Value:
    lacking = [value.missing for value in (there, factor) if isinstance(value, Unknown)]
    if isinstance(there, Unknown) or isinstance(factor, Unknown):
        return Unknown(NOTHING.union(*lacking))
    scaled = finite(there * factor)
    if isinstance(scaled, Unknown | float):
        return Unknown(frozenset({"a number that has a limit"}))
    return normal(rounded(scaled, effect.round or "down") - there)


def _not_below_nought(value: Value, effect: str) -> Value:
    """How many rights an effect calls for, or what it scales by: unknown where it comes out below nought.

    Rights neither move backwards nor turn into debts, so that a plan which says so does not say what becomes of them.
    """
    if isinstance(value, Unknown) or value >= 0:
        return value
    return Unknown(frozenset({below_nought(effect)}))


def below_nought(effect: str) -> str:
    """How what an effect lacks is named, where the number it calls for comes out below nought."""
    return f"a number from 0 up in {effect}"


def _add(value: Value, number: Value, sign: int) -> Value:
    if isinstance(value, Unknown):
        return value
    if isinstance(number, Unknown):
        return number
    return finite(value + sign * number)
