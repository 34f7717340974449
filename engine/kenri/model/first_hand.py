"""What an entry of a plan is made of at first hand: kinds of events, and other entries, which are made of more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from kenri.model import expressions as e
from kenri.model.dependence import SCALINGS
from kenri.model.plan import Plan
from kenri.model.walk import Sort, parts

EntryKey: TypeAlias = tuple[str, str]
"""The kind of an entry and its name, as a case keeps its value. Beside the sections of a plan there are `limits` (the
bounds of a rule), `balances`, and `granted`.
"""


class FirstHand(NamedTuple):
    """The kinds of events that an entry looks at itself, and the entries that it names.

    Its value is the same wherever those events and the values of those entries are, for one grant, asker and question.
    """

    kinds: frozenset[str]
    entries: tuple[EntryKey, ...]


_GRANTED = e.GrantNumber(grant="number")

_SECTIONS: Mapping[Sort, str] = {"moments": "dates", "condition": "states", "quantity": "amounts"}


def first_hand(plan: Plan, key: EntryKey, readings: Mapping[str, str]) -> FirstHand | None:
    """What an entry is made of, as clauses are read; None where it is made of more than can be told so.

    Of a reading that is left open, all options count.
    """
    waiting = expressions_of(plan, key)
    if waiting is None:
        return None
    kinds = set[str]()
    entries: dict[EntryKey, None] = {}
    while waiting:
        value, sort = waiting.pop()
        if isinstance(value, str):
            if sort is not None and value in getattr(plan, _SECTIONS[sort]):
                entries[_SECTIONS[sort], value] = None
        elif isinstance(value, e.OverGrants | e.May) or (isinstance(value, e.Balance) and value.for_ is not None):
            return None
        elif isinstance(value, e.Balance):
            entries["balances", value.balance] = None
        elif value == _GRANTED:
            entries["granted", SCALINGS] = None
        elif isinstance(value, e.MomentsChoice | e.ConditionChoice | e.QuantityChoice):
            options: Mapping[str, Any] = value.choices
            option = readings[value.reading]
            waiting += [(each, sort) for each in ([options[option]] if option in options else options.values())]
        else:
            if isinstance(value, e.EventMoments):
                kinds.update(value.event)
            waiting += [(part.value, part.sort) for part in parts(value)]
    return FirstHand(frozenset(kinds), tuple(entries))


def expressions_of(plan: Plan, key: EntryKey) -> list[tuple[Any, Sort | None]] | None:
    """The expressions that make the value of an entry; None where other things do."""
    section, name = key
    match section:
        case "dates" if name in plan.dates:
            return [(plan.dates[name].is_, "moments")]
        case "states" if name in plan.states:
            return [(plan.states[name].is_, "condition")]
        case "amounts" if name in plan.amounts:
            return [(plan.amounts[name].is_, "quantity")]
        case "figures":
            return [(plan.figures[name].number, "quantity")]
        case "rules":
            return [(plan.rules[name].when, "condition"), (plan.rules[name].unless, "condition")]
        case "limits":
            rule = plan.rules[name]
            bounds = (rule.at_most, rule.at_least, rule.in_lots_of)
            return [(bound, "quantity") for bound in bounds if bound is not None]
        case _:
            return None
