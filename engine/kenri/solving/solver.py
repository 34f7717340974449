"""Asks Z3 whether terms can be so together; the only file that knows Z3.

Seen with z3-solver 5.4.1: `Context` objects are not shared between threads. Each solver has a context of its own, a
fixed seed, one thread, and a bound on the solver's own steps in the place of a clock, so that the same questions give
the same answers, whatever was asked before and however busy the machine is. A model leaves out what it does not depend
on: `Model.value` completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from kenri import terms
from kenri.solving import SolverMissingError
from kenri.solving.effort import Effort
from kenri.terms import Flag, Piece, Table, TermNode

try:
    import z3
except ImportError as error:
    raise SolverMissingError from error

ILL_SORTED: tuple[type[Exception], ...] = (z3.Z3Exception, AttributeError, TypeError, KeyError, AssertionError)
"""What building terms may end in where a plan compares what is of different sorts; loading it should have told."""

Answer: TypeAlias = Literal["yes", "no", "undecided", "stopped"]
"""`undecided`: the steps that were allowed did not do. `stopped`: the clock ran out before, which says nothing."""

EFFORT = Effort()
"""What a question may take where nothing else is said."""


class Model:
    """A way in which everything asked for is so."""

    def __init__(self, model: Any, expression: Callable[[TermNode], Any]) -> None:
        self._model = model
        self._expression = expression

    def value(self, term: Any) -> Any:
        """A term as a plain value."""
        if not isinstance(term, TermNode):
            return term
        found = self._model.eval(self._expression(term), model_completion=True)
        if z3.is_bool(found):
            return bool(z3.is_true(found))
        if z3.is_int_value(found):
            return int(found.as_long())
        if z3.is_rational_value(found):
            number = Fraction(found.numerator_as_long(), found.denominator_as_long())
            return number.numerator if number.denominator == 1 else number
        return 0  # an algebraic number, which replaying will tell from the right one


class Solver:
    """Asks whether something can be so, beside what always is."""

    def __init__(self) -> None:
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 7)
        self._stated: set[TermNode] = set()
        self._expressions: dict[TermNode, Any] = {}

    def state(self, *flags: Flag) -> None:
        """Take something as always so."""
        for each in flags:
            if each is False:
                self._solver.add(z3.BoolVal(False, self._context))
            elif each is not True and each not in self._stated:
                self._stated.add(each)
                self._solver.add(self._expression(each))

    @contextmanager
    def supposing(self, *flags: Flag) -> Iterator[None]:
        """Take something as so for a while. What is asked meanwhile is asked beside it, and builds on what the solver
        learns of it: to ask for less is far cheaper than to ask anew.
        """
        self._solver.push()
        try:
            if any(each is False for each in flags):
                self._solver.add(z3.BoolVal(False, self._context))
            else:
                self._solver.add(*(self._expression(each) for each in flags if each is not True))
            yield
        finally:
            self._solver.pop()

    def can(self, *flags: Flag, effort: Effort = EFFORT) -> tuple[Answer, Model | None]:
        """Whether all of these can be so together, as far as some effort tells."""
        if any(each is False for each in flags):
            return "no", None
        seconds = effort.seconds_now
        if seconds <= 0 < effort.seconds:  # no time is left even to put the question
            return "stopped", None
        self._solver.set("rlimit", min(max(1, effort.steps), _MOST_STEPS))
        self._solver.set("timeout", max(1, int(min(seconds * 1000, _MOST_STEPS))))
        with self.supposing(*flags):
            before = self._steps_taken()
            found = self._solver.check()
            if found == z3.sat:
                return "yes", Model(self._solver.model(), self._expression)
            if found == z3.unsat:
                return "no", None
            # Whichever bound was met the solver calls it "canceled"; it is told by the steps.
            was_cut = self._solver.reason_unknown() in ("canceled", "timeout")
            return ("stopped" if was_cut and self._steps_taken() - before < effort.steps else "undecided"), None

    def _steps_taken(self) -> int:
        counted = self._solver.statistics()
        return int(counted.get_key_value("rlimit count")) if "rlimit count" in counted.keys() else 0  # noqa: SIM118  # it is no mapping

    # --- terms as expressions of the solver

    def _expression(self, term: TermNode) -> Any:
        """A node as an expression; what it is made of comes first, without going deeper than one step at a time."""
        made = self._expressions
        waiting = [term]
        while waiting:
            node = waiting[-1]
            open_ = [each for each in node.operands if isinstance(each, TermNode) and each not in made]
            if open_:
                waiting += open_
            else:
                waiting.pop()
                if node not in made:
                    made[node] = _MADE[node.op](self, node)
        return made[term]

    def _of(self, operand: Any, *, is_real: bool = False) -> Any:
        """An operand as an expression; a whole number as any, where that is needed beside another."""
        if isinstance(operand, TermNode):
            found = self._expressions[operand]
            return z3.ToReal(found) if is_real and operand.sort == "whole" else found
        if isinstance(operand, Fraction):
            return z3.Q(operand.numerator, operand.denominator, self._context)
        return z3.RealVal(operand, self._context) if is_real else z3.IntVal(operand, self._context)

    def _pair(self, a: Any, b: Any) -> tuple[Any, Any]:
        is_real = not (terms.is_integral(a) and terms.is_integral(b))
        return self._of(a, is_real=is_real), self._of(b, is_real=is_real)

    def _variable(self, node: TermNode) -> Any:
        name, sort = node.operands
        kind = {"whole": z3.Int, "number": z3.Real, "flag": z3.Bool}[sort]
        return kind(name, self._context)

    def _flags(self, node: TermNode) -> list[Any]:
        return [self._expressions[each] for each in node.operands if isinstance(each, TermNode)]

    def _either(self, node: TermNode) -> Any:
        test, then, otherwise = node.operands
        if node.sort == "flag":
            return z3.If(*self._flags(node))
        return z3.If(self._expressions[test], *self._pair(then, otherwise))

    def _compared(self, node: TermNode) -> Any:
        a, b = self._pair(*node.operands)
        return a <= b if node.op == "le" else a == b

    def _summed(self, node: TermNode) -> Any:
        a, b = self._pair(*node.operands)
        return {"add": a.__add__, "sub": a.__sub__, "mul": a.__mul__}[node.op](b)

    def _divided(self, node: TermNode) -> Any:
        a, b = node.operands
        return self._of(a, is_real=True) / self._of(b, is_real=True)

    def _looked_up(self, node: TermNode) -> Any:
        """A table as cases, halved again and again: it is straight between few days, and comparing is all it takes."""
        x, table = node.operands
        if not isinstance(table, Table):
            raise TypeError(f"{table!r} has no pieces that a solver could be told")
        argument = self._expressions[x]

        def value(some: Sequence[Piece]) -> Any:
            if len(some) == 1:
                _, slope, offset = some[0]
                return argument + (offset or 0) if slope else z3.IntVal(offset or 0, self._context)
            half = len(some) // 2
            return z3.If(argument < some[half].start, value(some[:half]), value(some[half:]))

        def exists(some: Sequence[Piece]) -> Any:
            if len({piece.offset is None for piece in some}) == 1:
                return z3.BoolVal(some[0].offset is not None, self._context)
            half = len(some) // 2
            return z3.If(argument < some[half].start, exists(some[:half]), exists(some[half:]))

        pieces = terms.reached(x, table)
        return value(pieces) if node.op == "lookup" else exists(pieces)


_MOST_STEPS = (1 << 32) - 1
"""The greatest bound that the solver can be given."""

_MADE: Mapping[str, Callable[[Solver, TermNode], Any]] = {
    "variable": Solver._variable,
    "not": lambda solver, node: z3.Not(*solver._flags(node)),
    "and": lambda solver, node: z3.And(solver._flags(node)),
    "or": lambda solver, node: z3.Or(solver._flags(node)),
    "iff": lambda solver, node: solver._flags(node)[0] == solver._flags(node)[1],
    "ite": Solver._either,
    "le": Solver._compared,
    "eq": Solver._compared,
    "is-whole": lambda solver, node: z3.IsInt(solver._expressions[node.operands[0]]),
    "at-most": lambda solver, node: z3.AtMost(*solver._flags(node), node.operands[0]),
    "add": Solver._summed,
    "sub": Solver._summed,
    "mul": Solver._summed,
    "div": Solver._divided,
    "mod": lambda solver, node: solver._expressions[node.operands[0]] % node.operands[1],
    "floor": lambda solver, node: z3.ToInt(solver._expressions[node.operands[0]]),
    "lookup": Solver._looked_up,
    "has": Solver._looked_up,
}
"""How each operation is said to the solver."""
