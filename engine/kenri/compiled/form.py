"""What remains of a plan for the questions of one shape: the roots of its terms, and functions made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.opened import Opened, opened
from kenri.compiled.shape import Shape
from kenri.lowering.python import compiled
from kenri.model.dependence import Dependence
from kenri.model.periods import Calendar
from kenri.model.plan import Plan
from kenri.model.ruling import Outcome
from kenri.model.several import several
from kenri.symbolic.case import UNKNOWN, Amount, RefusedError
from kenri.symbolic.deciding import around, deciding, most, without_repeats
from kenri.symbolic.quantities import of_fact
from kenri.symbolic.standing import standing
from kenri.symbolic.world import Supplied
from kenri.terms import conj, neg

OUTCOMES: tuple[Outcome, ...] = ("denied", "unknown", "allowed")
"""Outcomes by how many of the two roots of a truth hold: surely, and perhaps."""


class Roots(NamedTuple):
    """The terms of an answer by their names, and the variables they are made of."""

    variables: tuple[terms.Node, ...]
    of: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The names in their order."""
        return tuple(self.of)

    @property
    def size(self) -> int:
        """How many nodes they are made of."""
        seen: set[int] = set()
        waiting = [each for each in self.of.values() if isinstance(each, terms.Node)]
        while waiting:
            node = waiting.pop()
            if node.serial not in seen:
                seen.add(node.serial)
                waiting += [each for each in node.operands if isinstance(each, terms.Node)]
        return len(seen)


class Form:
    """The compiled form of a plan for the questions of one shape.

    Raises `RefusedError`, from each of its parts, where the plan says something of such a question that has no terms.
    """

    def __init__(
        self,
        plan: Plan,
        shape: Shape,
        *,
        calendars: Callable[[str], Calendar],
        dependence: Dependence,
        is_bounded: bool = False,
    ) -> None:
        self.plan = plan
        self.shape = shape
        self._calendars = calendars
        self._dependence = dependence
        self._is_bounded = is_bounded

    def _opened(self, readings: Mapping[str, Any]) -> Opened:
        return opened(self.plan, self.shape, readings=readings, calendars=self._calendars, is_bounded=self._is_bounded)

    def _must_name_a_number(self) -> None:
        if self.shape.number is None and self.shape.action in self._dependence.actions_on_number:
            raise RefusedError("a question about any number where rules look at the number")

    def decision(self) -> Roots:
        """Whether the action is surely allowed, whether perhaps, and whether each rule decides that."""
        self._must_name_a_number()
        asked = self._opened(dict(self.shape.readings))
        there = standing(asked.case, self.shape.action)
        number = _amount(asked.number)
        truth = there.allowed(asked.day, number)
        rules = without_repeats(deciding(there, asked.day, number))
        return Roots(asked.variables, {"yes": truth.yes, "maybe": truth.maybe, **_under("rule", rules)})

    def answer(self) -> Roots:
        """What `decision` has, and the largest number allowed, the days around, the figures, and the outcome by each
        way in which one clause is read otherwise.

        What is not known of a part is told by a root of its own.
        """
        self._must_name_a_number()
        chosen = dict(self.shape.readings)
        asked = self._opened(chosen)
        case, day, number = asked.case, asked.day, _amount(asked.number)
        there = standing(case, self.shape.action)
        truth = there.allowed(day, number)
        found: dict[str, Any] = {"yes": truth.yes, "maybe": truth.maybe}
        found |= _under("rule", without_repeats(deciding(there, day, number)))
        reads_number = self.shape.action in self._dependence.actions_on_number
        largest = UNKNOWN if reads_number else most(there, day)
        found |= _under("most", largest._asdict())
        found |= _under("days", around(case, there, day, number)._asdict())
        meant = number if number is not None else largest
        for name, figure in self.plan.figures.items():
            if figure.of is not None and self.shape.action in several(figure.of):
                found |= _under(f"figure {name}", self._figure(asked, name, meant)._asdict())
        for reading, option in self._others(chosen):
            other = self._opened({**chosen, reading: option})
            otherwise = standing(other.case, self.shape.action).allowed(day, number)
            found |= _under(f"reading {reading} {option}", {"yes": otherwise.yes, "maybe": otherwise.maybe})
        return Roots(asked.variables, found)

    def _others(self, chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Every way in which one clause that the action depends on is read otherwise."""
        for reading in self._dependence.of_actions[self.shape.action].readings:
            for option in self.plan.readings[reading].options:
                if option != chosen[reading]:
                    yield reading, option

    def _figure(self, asked: Opened, name: str, meant: Amount) -> Amount:
        """What the action brings about for a number of rights; it is not known for none, or without limit."""
        number = Supplied(meant.value, conj(meant.is_known, neg(meant.is_unlimited)))
        case = asked.case_of({**asked.case.asked, "number": number})
        return case.number(self.plan.figures[name].number, asked.day)

    @cached_property
    def decide(self) -> Callable[..., tuple[Outcome, tuple[str, ...] | None]]:
        """The outcome and the rules that decide it, from the values left open; of the unknown no rules are told."""
        with terms.afresh(as_functions=True):
            roots = self.decision()
            run = compiled(tuple(roots.of.values()), roots.variables)
        names = tuple(name.removeprefix("rule ") for name in roots.names[2:])
        cases: dict[tuple[bool, ...], tuple[Outcome, tuple[str, ...] | None]] = {}

        def told(found: tuple[bool, ...]) -> tuple[Outcome, tuple[str, ...] | None]:
            yes, maybe, *decides = found
            outcome = OUTCOMES[yes + maybe]
            rules = tuple(name for name, each in zip(names, decides, strict=True) if each)
            answer = cases[found] = outcome, None if outcome == "unknown" else rules
            return answer

        def decide(*values: Any) -> tuple[Outcome, tuple[str, ...] | None]:
            found = run(*values)
            return cases.get(found) or told(found)

        return decide


def _amount(number: Supplied | None) -> Amount | None:
    return None if number is None else of_fact(number)


def _under(prefix: str, several: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix} {name}": each for name, each in several.items()}
