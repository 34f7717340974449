"""Rights moving between balances: a rule for each effect fires turn after turn, in the order of days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kenri.forward import compiled
from kenri.forward.trace import Firing, Known
from kenri.forward.values import NOTHING, Happening, Lacking, Names, Number, exact, lacked
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import Rounding
from kenri.model.lacking import lacks
from kenri.model.life import Event
from kenri.model.numbers import rounded
from kenri.model.plan import HELD, Effect, Plan, kept_apart, outstanding, scaling

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

TURNS_AT_ONCE = 300

Balances: TypeAlias = "dict[str | tuple[str, str], Number]"
"""What stands in each balance; where the rights of each event stand apart, also what is of which event, under the
balance and the id of the event.
"""

GRANTED = "granted"
"""Under this the number granted stands in its history."""


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
    standing: tuple[Mapping[Any, Number], ...]

    def on(self, day: Day) -> Mapping[Any, Number]:
        """The balances at the end of a day."""
        index = bisect_right(self.since, day)
        return self.standing[index - 1] if index else dict.fromkeys(self.standing[0], 0)

    @property
    def days(self) -> list[Day]:
        """The days on which balances change."""
        return list(self.since)


def _due(at: Evaluation, effects: Mapping[str, Effect]) -> list[DueEffect]:
    """When each of some effects of the plan is due, or may be, in order."""
    start = at.supply.grant.on
    turns: list[DueEffect] = []
    for index, (name, effect) in enumerate(at.plan.effects.items()):
        if name not in effects:
            continue
        views = at.views(effect.on)
        # Rights move on the day itself: what is seen then counts, whatever it looks like from another day.
        due: list[tuple[Happening, Names]] = []
        for day in {item.day for _, found in views for item in found.known}:
            if day >= start:
                due += [(item, NOTHING) for item in at.moments(effect.on, day).on(day).known]
        for (first, found), until in zip(views, [*(first for first, _ in views[1:]), NEVER], strict=True):
            # What may happen stands on the first day on which it can: from then on it is not known what it moved.
            there = ((item, item.span & DaySet.between(max(first, start), until)) for item in found.unknown)
            due += [(item._replace(day=days.first), found.missing) for item, days in there if days]
        turns += [
            DueEffect(item.day + effect.later, effect.rank(at.supply.rank(item.event)), index, item, missing)
            for item, missing in due
        ]
    return sorted(turns, key=lambda turn: turn[:3])


def granted(at: Evaluation) -> BalanceHistory:
    """The number granted, in the units of each day, under `GRANTED`; which no balance is needed to know."""
    number: Number = at.supply.grant.number
    since, standing = [FIRST_DAY], [{GRANTED: number}]
    for turn in _due(at, scaling(at.plan)):
        number = _changed(turn, number, _factor(at, turn), [*at.plan.effects.values()][turn.effect].round or "down")
        since.append(turn.day)
        standing.append({GRANTED: number})
    return BalanceHistory(tuple(since), tuple(standing))


def moved(at: Evaluation) -> BalanceHistory:
    """All movements in a life."""
    plan, start = at.plan, at.supply.grant.on
    turns = _due(at, plan.effects)
    now: Balances = {**dict.fromkeys(plan.balances, 0), HELD: at.supply.grant.number}
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


def _move(at: Evaluation, now: Balances, turn: DueEffect) -> None:
    name = list(at.plan.effects)[turn.effect]
    effect = at.plan.effects[name]

    def tell(balance: str, number: Number) -> None:
        if not isinstance(number, Lacking) and number != 0:
            moved = Known("moved", balance, turn.day, number)
            at.steps.append(Firing("balances", name, (Known("effect", name, turn.day),), moved))

    if effect.scales is not None:
        factor = _factor(at, turn)
        rounds = outstanding(at.plan)
        for balance, stood in [*now.items()]:
            if isinstance(balance, str):
                rounding = effect.round or "down" if balance in rounds else None
                if parts := _parts(now, balance):
                    _scale_parts(turn, now, balance, parts, factor, rounding)
                else:
                    now[balance] = _changed(turn, stood, factor, rounding)
                tell(balance, _add(now[balance], stood, -1))
        return
    named = None if effect.for_ is None else at.supply.named_by(turn.item.event, effect.for_)
    source: str | tuple[str, str] = effect.from_
    if effect.for_ is not None:
        source = (effect.from_, "" if named is None else named.id)
    there = called = now.get(source, 0)
    if effect.moves != "all":
        number = at.at_event(turn.item.event).number(effect.moves or 0, turn.item.day)
        called = _not_below_zero(number, name)
    if effect.for_ is not None and there == 0:
        called = 0
    if isinstance(called, Lacking) or isinstance(there, Lacking):
        number = Lacking(lacked(called, there))
    else:
        number = min(called, there)
    moving = _moving_parts(at.plan, now, effect, named, turn.item.event, number)
    number = _unless_perhaps(turn, number)
    assert effect.to is not None
    is_nothing = number == 0
    for from_, to, some in [(effect.from_, effect.to, number), *moving]:
        surely = some if is_nothing else _unless_perhaps(turn, some)
        if from_ is not None:
            now[from_] = _add(now.get(from_, 0), surely, -1)
        if to is not None:
            now[to] = _add(now.get(to, 0), surely, 1)
    tell(effect.to, number)


def _parts(now: Balances, balance: str) -> dict[str, Number]:
    """The rights of each event that stand apart in a balance, by the ids of the events."""
    return {
        name[1]: some for name, some in now.items() if not isinstance(name, str) and name[0] == balance and some != 0
    }


def _moving_parts(
    plan: Plan, now: Balances, effect: Effect, named: Event | None, event: Event | None, number: Number
) -> list[tuple[str | tuple[str, str] | None, str | tuple[str, str] | None, Number]]:
    """From which part to which other so many rights move, where those of each event stand apart."""
    apart = kept_apart(plan)
    if named is not None:
        several = {named.id: number}
    elif effect.for_ is None and effect.from_ in apart:
        several = _parts(now, effect.from_)
    else:
        several = {event.id: number} if effect.for_ is None and event is not None else {}
    return [
        (
            (effect.from_, id_) if effect.from_ in apart else None,
            (effect.to, id_) if effect.to is not None and effect.to in apart else None,
            some,
        )
        for id_, some in several.items()
    ]


def _scale_parts(
    turn: DueEffect,
    now: Balances,
    balance: str,
    parts: Mapping[str, Number],
    factor: Number,
    rounding: Rounding | None,
) -> None:
    """Scale what is of each event, and what is of none, by itself."""
    stood = rest = now[balance]
    added: Number = 0
    more: dict[str, Number] = {}
    for id_, some in parts.items():
        rest = _add(rest, some, -1)
        more[id_] = _add(_scaled(some, factor, rounding), some, -1)
        added = _add(added, more[id_], 1)
    added = _add(added, _add(_scaled(rest, factor, rounding), rest, -1), 1)
    if added == 0 and turn.missing and turn.item.day == turn.item.last:
        return
    now[balance] = _add(stood, _unless_perhaps(turn, added), 1)
    for id_, some in more.items():
        now[balance, id_] = _add(parts[id_], Lacking(turn.missing) if turn.missing else some, 1)


def _factor(at: Evaluation, turn: DueEffect) -> Number:
    name, effect = [*at.plan.effects.items()][turn.effect]
    assert effect.scales is not None, "only effects that scale have a factor"
    return _not_below_zero(at.at_event(turn.item.event).number(effect.scales, turn.item.day), name)


def _scaled(there: Number, factor: Number, rounding: Rounding | None) -> Number:
    if there == 0:
        return 0
    if isinstance(there, Lacking) or isinstance(factor, Lacking):
        return Lacking(lacked(there, factor))
    scaled = exact(there * factor)
    if isinstance(scaled, Lacking | float):
        return Lacking(frozenset({lacks("limit")}))
    return scaled if rounding is None else exact(rounded(scaled, rounding))


def _changed(turn: DueEffect, there: Number, factor: Number, rounding: Rounding | None) -> Number:
    """Rights in the units of after a scaling, as far as it is known that it takes place."""
    return _add(there, _unless_perhaps(turn, _add(_scaled(there, factor, rounding), there, -1)), 1)


def _not_below_zero(number: Number, effect: str) -> Number:
    if isinstance(number, Lacking) or number >= 0:
        return number
    return Lacking(frozenset({lacks("number-from-zero", name=effect)}))


def _add(there: Number, number: Number, sign: int) -> Number:
    if isinstance(there, Lacking):
        return there
    return number if isinstance(number, Lacking) else exact(there + sign * number)
