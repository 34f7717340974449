"""Rights moving between balances: a rule for each effect fires turn after turn, in the order of days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kenri.forward import compiled
from kenri.forward.trace import Firing, Known
from kenri.forward.values import NOTHING, Happening, Lacking, Names, Number, exact, lacked
from kenri.model.days import NEVER, Day, DaySet
from kenri.model.lacking import lacks
from kenri.model.numbers import rounded
from kenri.model.plan import HELD

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

TURNS_AT_ONCE = 300


class DueEffect(NamedTuple):
    """An effect that is due, by an event or by none; `day` is the first on which it is seen."""

    day: Day
    rank: int
    effect: int
    item: Happening
    missing: Names = NOTHING
    """What is missing to know whether it is due, on this day or later."""


class BalanceHistory(NamedTuple):
    """What stands in each balance from which day on; before the first day nothing was granted."""

    since: tuple[Day, ...]
    standing: tuple[Mapping[str, Number], ...]

    def on(self, day: Day) -> Mapping[str, Number]:
        """The balances at the end of a day."""
        index = bisect_right(self.since, day)
        return self.standing[index - 1] if index else dict.fromkeys(self.standing[0], 0)

    @property
    def days(self) -> list[Day]:
        """The days on which balances change."""
        return list(self.since)


def moved(at: Evaluation) -> BalanceHistory:
    """All movements in a life."""
    plan, start = at.plan, at.supply.grant.on
    turns: list[DueEffect] = []
    for index, effect in enumerate(plan.effects.values()):
        views = at.views(effect.on)
        # Rights move on the day itself: what is seen then counts, whatever it looks like from another day.
        due: list[tuple[Happening, Names]] = []
        for day in {item.day for _, found in views for item in found.known}:
            due += [(item, NOTHING) for item in at.moments(effect.on, day).known if item.day == day >= start]
        for (first, found), until in zip(views, [*(first for first, _ in views[1:]), NEVER], strict=True):
            # What may happen stands on the first day on which it can: from then on it is not known what it moved.
            there = ((item, item.span & DaySet.between(max(first, start), until)) for item in found.unknown)
            due += [(item._replace(day=days.first), found.missing) for item, days in there if days]
        turns += [
            DueEffect(item.day + effect.later, effect.rank(at.supply.rank(item.event)), index, item, missing)
            for item, missing in due
        ]
    now: dict[str, Number] = {**dict.fromkeys(plan.balances, 0), HELD: at.supply.grant.number}
    turns.sort(key=lambda turn: turn[:3])
    since, standing = [start], [dict(now)]
    for first in range(0, len(turns), TURNS_AT_ONCE):
        for turn in _in_turn(at, turns[first : first + TURNS_AT_ONCE]):
            _move(at, now, turn)
            if since[-1] != turn.day:
                since.append(turn.day)
                standing.append({})
            standing[-1] = dict(now)
    return BalanceHistory(tuple(since), tuple(standing))


def _in_turn(at: Evaluation, turns: list[DueEffect]) -> list[DueEffect]:
    """The turns in the order in which the rules of their effects fire, each step making way for the next."""
    names = list(at.plan.effects)
    fired: list[DueEffect] = []
    if not turns:
        return fired
    facts: list[dict[str, int]] = [{f"e{turn.effect}": order} for order, turn in enumerate(turns)]
    known = [Known("effect", names[turn.effect], turn.day, order) for order, turn in enumerate(turns)]
    with at.compiled.rule_set("moving", compiled.moving(names)).sitting() as sitting:
        batch = [*facts, {"s": 0}]
        while batch:
            matches = sitting.post(batch)
            batch = []
            for rule, matched in matches:
                order = matched["t"]
                fired.append(turns[order])
                step = Known("step", "", turns[order].day, order)
                at.steps.append(Firing("balances", names[rule], (step, known[order]), step._replace(value=order + 1)))
                batch.append({"s": order + 1})
            if batch and len(fired) == len(turns):
                break
    return fired


def _unless_perhaps(turn: DueEffect, number: Number) -> Number:
    """A number that is moved: of what may be due it is not known, but where on its one day there is nothing to move."""
    if not turn.missing or (number == 0 and turn.item.day == turn.item.last):
        return number
    return Lacking(turn.missing)


def _move(at: Evaluation, now: dict[str, Number], turn: DueEffect) -> None:
    name = list(at.plan.effects)[turn.effect]
    effect = at.plan.effects[name]
    there = now[effect.from_]
    at_event = at.at_event(turn.item.event)
    if effect.scales is not None:
        factor = _not_below_zero(at_event.number(effect.scales, turn.item.day), name)
        if isinstance(there, Lacking) or isinstance(factor, Lacking):
            number: Number = Lacking(lacked(there, factor))
        else:
            scaled = exact(there * factor)
            if isinstance(scaled, Lacking | float):
                number = Lacking(frozenset({lacks("limit")}))
            else:
                number = exact(rounded(scaled, effect.round or "down") - there)
        number = _unless_perhaps(turn, number)
        now[effect.from_] = _add(there, number, 1)
    else:
        called = there
        if effect.moves != "all":
            called = _not_below_zero(at_event.number(effect.moves or 0, turn.item.day), name)
        if isinstance(called, Lacking) or isinstance(there, Lacking):
            number = Lacking(lacked(called, there))
        else:
            number = min(called, there)
        number = _unless_perhaps(turn, number)
        assert effect.to is not None
        now[effect.from_] = _add(there, number, -1)
        now[effect.to] = _add(now[effect.to], number, 1)
    if not isinstance(number, Lacking) and number != 0:
        moved = Known("moved", effect.to or effect.from_, turn.day, number)
        at.steps.append(Firing("balances", name, (Known("effect", name, turn.day),), moved))


def _not_below_zero(number: Number, effect: str) -> Number:
    if isinstance(number, Lacking) or number >= 0:
        return number
    return Lacking(frozenset({lacks("number-from-zero", name=effect)}))


def _add(there: Number, number: Number, sign: int) -> Number:
    if isinstance(there, Lacking):
        return there
    return number if isinstance(number, Lacking) else exact(there + sign * number)
