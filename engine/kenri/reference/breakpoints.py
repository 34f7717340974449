"""The numbers of a question at which rules may turn, where rules look at the number asked about.

Between two of them nothing that a rule looks at turns, so that one number of each stretch speaks for all of it. They
are found where what is compared is made of the number by sums, differences, multiples, parts, bounds and lines of
`cases`: two such quantities change places only where they are equal.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

from kenri.model.expressions import (
    AskedIs,
    AskedNumber,
    Cases,
    Compare,
    Difference,
    Duration,
    Greatest,
    Least,
    Node,
    Product,
    QuantityChoice,
    Quotient,
    Sum,
    Take,
)
from kenri.model.numbers import COMPARISONS
from kenri.model.ruling import Exact
from kenri.model.walk import parts
from kenri.reference.steps import ZERO, Steps, Unknown, constant, pointwise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kenri.model.plan import Rule
    from kenri.reference.case import Case

NUMBER = "number"
"""The fact of a question that says how many it is about."""

MOST_BREAKPOINTS = 100
"""More than so many are not tried: what is allowed is then said to be unknown without the number."""

_MOST_LINES = 24
"""So many ways for one quantity to hang on the number; more are not followed."""

ONE = constant(1)
THE_NUMBER = AskedNumber(asked=NUMBER)


class UnforeseenError(Exception):
    """A rule depends on the number in a way of which the turns are not found."""


class LinearQuantity(NamedTuple):
    """A quantity as it may hang on the number: `slope` times the number, and `rest`, on each day."""

    slope: Steps
    rest: Steps


def breakpoints(case: Case, rules: Iterable[Rule]) -> tuple[Exact, ...]:
    """The numbers above zero at which some rule may turn on some day, in their order.

    `case` is one of a question without a number. Raises `UnforeseenError` where they are not found, or are too many.
    """
    turns = _Turns(case)
    for rule in rules:
        turns.condition(rule.when)
        turns.condition(rule.unless)
        for bound in (rule.at_most, rule.at_least):
            if bound is not None:
                turns.compare(THE_NUMBER, bound)
        if rule.in_lots_of is not None and turns.reads(rule.in_lots_of):
            raise UnforeseenError
    return tuple(each.numerator if each.denominator == 1 else each for each in sorted(turns.found))


class _Turns:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.found: set[Fraction] = set()
        # A name stands for the same wherever it is used: what is looked through once need not be again.
        self._looked_through: set[tuple[str, str]] = set()
        self._lines_of: dict[str, list[LinearQuantity]] = {}

    def reads(self, node: Any) -> bool:
        """Whether an expression depends on the number, directly or through names and balances."""
        dependence = self.case.dependence
        if isinstance(node, Node):
            return NUMBER in dependence.of_node(node).asked
        needs = dependence.of_names.get(node) if isinstance(node, str) else None
        return needs is not None and NUMBER in needs.asked

    # --- conditions, and days that conditions make

    def condition(self, node: Any) -> None:
        """All numbers at which a condition may turn."""
        if not self.reads(node):
            return
        match node:
            case str():
                if self._is_new("state", node):
                    self.condition(self.case.plan.states[node].is_)
            case Compare():
                for key in COMPARISONS:
                    bound = getattr(node, key)
                    if bound is not None:
                        self.compare(node.quantity, bound)
            case AskedIs(is_=wanted):
                for value in wanted if isinstance(wanted, tuple) else (wanted,):
                    if isinstance(value, int | Decimal) and not isinstance(value, bool):
                        self.add(Fraction(value))
            case _:
                self._inside(node)

    def _moments(self, node: Any) -> None:
        if not self.reads(node):
            return
        if not isinstance(node, str):
            self._inside(node)
        elif self._is_new("date", node):
            self._moments(self.case.plan.dates[node].is_)

    def _is_new(self, sort: str, name: str) -> bool:
        """Whether a name is come across for the first time."""
        if (sort, name) in self._looked_through:
            return False
        self._looked_through.add((sort, name))
        return True

    def _inside(self, node: Node) -> None:
        """The parts of a construct: days and conditions turn where conditions in them do."""
        if isinstance(node, Duration) and self.reads(node):
            raise UnforeseenError
        for part in parts(node):
            match part.sort:
                case "condition":
                    self.condition(part.value)
                case "moments":
                    self._moments(part.value)
                case "quantity" if self.reads(part.value):
                    raise UnforeseenError
                case _ if isinstance(part.value, Node):
                    self._inside(part.value)
                case _:
                    pass

    # --- quantities

    def compare(self, one: Any, other: Any) -> None:
        """All numbers at which two quantities may change places."""
        if self.reads(one) or self.reads(other):
            for a, b in product(self._lines(one), self._lines(other)):
                self._meet(a, b)

    def _meet(self, a: LinearQuantity, b: LinearQuantity) -> None:
        for day in {day for steps in (*a, *b) for day in steps.starts}:
            values = [steps.on(day) for steps in (*a, *b)]
            if any(isinstance(value, Unknown | float) for value in values):
                continue  # of what is unknown or without limit nothing turns
            slope, rest, other_slope, other_rest = (Fraction(value) for value in values)  # type: ignore[arg-type]
            if slope != other_slope:
                self.add((other_rest - rest) / (slope - other_slope))

    def add(self, number: Fraction) -> None:
        """Another number at which something may turn."""
        if number > 0:
            self.found.add(number)
        if len(self.found) > MOST_BREAKPOINTS:
            raise UnforeseenError

    def _lines(self, node: Any) -> list[LinearQuantity]:
        """Every way in which a quantity may hang on the number: on each day and for each number it is one of them."""
        if not self.reads(node):
            return [LinearQuantity(ZERO, self.case.quantity(node))]
        match node:
            case str():
                if node not in self._lines_of:
                    self._lines_of[node] = self._lines(self.case.plan.amounts[node].is_)
                found = self._lines_of[node]
            case AskedNumber():
                found = [LinearQuantity(ONE, ZERO)]
            case Sum(sum=several):
                found = self._folded(operator.add, several)
            case Difference(subtract=several):
                found = self._folded(operator.sub, several)
            case Product(multiply=several):
                reading = [each for each in several if self.reads(each)]
                if len(reading) > 1:
                    raise UnforeseenError
                factors = [self.case.quantity(each) for each in several if not self.reads(each)]
                found = [self._scaled(line, operator.mul, factors) for line in self._lines(reading[0])]
            case Quotient(divide=(over, divisor)) if not self.reads(divisor):
                by = self.case.quantity(divisor)
                found = [self._scaled(line, _divided, [by]) for line in self._lines(over)]
            case Least(least=several) | Greatest(greatest=several):
                found = [line for each in several for line in self._lines(each)]
            case Cases(cases=several_cases, otherwise=otherwise):
                for each in several_cases:
                    self.condition(each.when)
                found = self._one_of([*(each.is_ for each in several_cases), otherwise])
            case QuantityChoice(choices=choices):
                found = self._one_of([*choices.values()])
            case Take(at=when, take=other) if not self.reads(when):
                found = [LinearQuantity(*(self._taken(when, steps) for steps in line)) for line in self._lines(other)]
            case _:
                raise UnforeseenError
        if len(found) > _MOST_LINES:
            raise UnforeseenError
        return found

    def _one_of(self, several: list[Any]) -> list[LinearQuantity]:
        """One of several, and perhaps it is not known which: it is known again where they are equal."""
        found = [line for each in several for line in self._lines(each)]
        if len(found) > _MOST_LINES:
            raise UnforeseenError
        for a, b in combinations(found, 2):
            self._meet(a, b)
        return found

    def _folded(self, operation: Callable[..., Any], several: tuple[Any, ...]) -> list[LinearQuantity]:
        found = [LinearQuantity(*pair) for pair in self._lines(several[0])]
        for each in several[1:]:
            found = [
                LinearQuantity(*(pointwise(operation, pair) for pair in zip(a, b, strict=True)))
                for a, b in product(found, self._lines(each))
            ]
            if len(found) > _MOST_LINES:
                raise UnforeseenError
        return found

    @staticmethod
    def _scaled(line: LinearQuantity, operation: Callable[..., Any], factors: list[Steps]) -> LinearQuantity:
        return LinearQuantity(*(reduce(lambda a, b: pointwise(operation, (a, b)), factors, steps) for steps in line))

    def _taken(self, when: Any, steps: Steps) -> Steps:
        from kenri.reference.quantities import taken  # it evaluates quantities, of which these are made

        return taken(self.case.moments(when), steps)


def _divided(number: Any, by: Any) -> Any:
    from kenri.reference.quantities import divided  # as above

    return divided(number, by)
