"""What the entries of a plan depend on, so that one computation serves every question and reading it is so for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kenri.model.expressions import (
    AskedDay,
    AskedIs,
    AskedNumber,
    Balance,
    ConditionChoice,
    May,
    MomentsChoice,
    Node,
    QuantityChoice,
)
from kenri.model.plan import Plan, Rule
from kenri.model.several import several
from kenri.model.walk import everything

MOVEMENTS = ""
"""Stands for the movements between balances, which the effects of the plan make together."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The facts of the question and the readings that an entry depends on, directly or through others."""

    asked: frozenset[str]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """What each named date, state and amount, each rule, and the movements (`MOVEMENTS`) depend on."""

    of_names: Mapping[str, Needs]
    of_rules: Mapping[str, Needs]
    of_figures: Mapping[str, Needs]
    actions_on_number: frozenset[str]
    """Actions some rule about which depends on the number asked for."""

    def needs(self, sort: str, name: str) -> Needs:
        """What an entry depends on, by the kind of entry and its name; nothing for a term or a calendar."""
        match sort:
            case "rules":
                return self.of_rules[name]
            case "figures":
                return self.of_figures[name]
            case _:
                return self.of_names.get(name, NOTHING)


NOTHING = Needs(frozenset(), ())


def dependence(plan: Plan) -> Dependence:
    """What everything in a plan depends on. Names do not use each other in circles: the loader sees to that."""
    named: dict[str, Any] = {**plan.dates, **plan.states, **plan.amounts, MOVEMENTS: tuple(plan.effects.values())}

    @cache
    def of_name(name: str) -> Needs:
        return of(named[name])

    def of(entry: Any) -> Needs:
        asked, readings = set[str](), set[str]()
        for part in _parts(entry):
            match part:
                case AskedDay(asked=fact) | AskedIs(asked=fact) | AskedNumber(asked=fact):
                    asked.add(fact)
                case MomentsChoice() | ConditionChoice() | QuantityChoice():
                    readings.add(part.reading)
                case Balance():
                    asked |= of_name(MOVEMENTS).asked
                    readings |= {*of_name(MOVEMENTS).readings}
                case May(may=action):
                    for rule in plan.rules.values():
                        if action in _about(rule):
                            needs = of(rule)
                            asked |= needs.asked
                            readings |= {*needs.readings}
                case str() if part in named and part != MOVEMENTS:
                    asked |= of_name(part).asked
                    readings |= {*of_name(part).readings}
                case _:
                    pass
        return Needs(frozenset(asked), tuple(sorted(readings)))

    rules = {name: of(rule) for name, rule in plan.rules.items()}
    on_number = {
        action
        for name, rule in plan.rules.items()
        for verb in (rule.permit, rule.forbid, rule.limit)
        if verb is not None and "number" in rules[name].asked
        for action in several(verb)
    }
    names = {name: of_name(name) for name in named}
    figures = {name: of(figure) for name, figure in plan.figures.items()}
    return Dependence(names, rules, figures, frozenset(on_number))


def _about(rule: Rule) -> Iterator[str]:
    for verb in (rule.permit, rule.forbid, rule.limit):
        yield from several(verb)


def _parts(entry: Any) -> Iterator[Node | str]:
    """Every construct in an entry, at any depth, and every name of a date, state or amount."""
    for each in entry if isinstance(entry, tuple) else (entry,):
        for part in everything(each):
            match part.value:
                case Node():
                    yield part.value
                case str() if part.sort is not None:
                    yield part.value
                case _:
                    pass
