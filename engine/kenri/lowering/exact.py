"""Terms in whole numbers of 64 bits alone, each within a range that is known, or refused.

Columns and C have no fractions and no large numbers. So a number is written as a numerator over a denominator that is
known beforehand, comparisons bring both sides over one denominator, and each number on the way is shown to fit before
anything is worked out. What is divided by an open number may be compared, multiplied and rounded down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import gcd, lcm
from typing import Any, NamedTuple

from kenri import terms
from kenri.lowering.not_exact import NotExactError
from kenri.lowering.order import in_order
from kenri.lowering.tables import Dense, stand_in, widened, written_out
from kenri.terms import Function, Piece, TermNode

LEAST, MOST = -(1 << 63), (1 << 63) - 1
"""What 64 bits hold."""


class ExactStep:
    """One operation on flags or whole numbers, of which the least and the greatest outcome are known.

    | operation | on | gives |
    |---|---|---|
    | `constant` | | `detail` |
    | `variable` | | the variable at the place `detail` |
    | `not`, `and`, `or` | flags | a flag |
    | `le`, `eq` | two alike | a flag |
    | `at-most` | flags | whether at most `detail` are true |
    | `add`, `sub`, `mul` | two numbers | a number |
    | `quotient` | two numbers | the first over the second, rounded down; 0 where the second is 0 |
    | `over`, `mod` | a number | what it is over a positive `detail`, rounded down; what is left |
    | `entry` | a number | what stands in `detail`, a `Dense`, for it |
    | `place` | a number | how many of the ascending numbers `detail` it is not below |
    | `ite` | a flag, two alike | one of the two |
    """

    __slots__ = ("base", "detail", "is_flag", "least", "most", "of", "offset", "op")

    def __init__(
        self, op: str, of: tuple[ExactStep, ...], within: tuple[int, int], detail: Any, *, is_flag: bool
    ) -> None:
        self.op, self.of, self.detail, self.is_flag = op, of, detail, is_flag
        self.least, self.most = within
        self.base: ExactStep = self
        """What it was before a constant was added."""
        self.offset = 0


class Program(NamedTuple):
    """Steps in an order in which each comes after those it is made of; constants are not among them."""

    steps: Sequence[ExactStep]
    roots: Sequence[ExactStep]
    denominators: Sequence[int]
    """What each root is over; 1 for flags."""
    ranges: Sequence[tuple[int, int]]
    """What each variable must be within; flags are 0 or 1."""
    flags: Sequence[bool]
    """Which variables are flags."""

    @property
    def is_narrow(self) -> bool:
        """Whether 32 bits hold every number on the way."""
        numbers = [*self.roots, *self.steps, *(each for step in self.steps for each in step.of)]
        details = [step.detail for step in self.steps if step.op in ("over", "mod")]
        details += [start for step in self.steps if step.op == "place" for start in step.detail]
        return all(each.least >= -(1 << 31) and each.most < 1 << 31 for each in numbers) and all(
            -(1 << 31) <= each < 1 << 31 for each in details
        )


def exact(roots: Sequence[Any], variables: Sequence[TermNode]) -> Program:
    """The program of some terms. Raises `NotExactError`, or `ValueError` for a variable that is not given."""
    writer = _Writer(variables)
    for node in in_order(roots):
        if node not in writer.written:
            writer.written[node] = _WRITTEN[node.op](writer, node)
    answers = [writer.of(root) for root in roots]
    if any(answer.by is not None for answer in answers):
        raise NotExactError("a number over one that is not known beforehand")
    found = [answer.step for answer in answers]
    ranges = [(0, 1) if each.sort == "flag" else _held(each) for each in variables]
    flags = [each.sort == "flag" for each in variables]
    return Program(_needed(writer.steps, found), found, [answer.denominator for answer in answers], ranges, flags)


def _needed(steps: Sequence[ExactStep], roots: Sequence[ExactStep]) -> list[ExactStep]:
    """The steps that roots are made of: some were written for a number that in the end only stood in another."""
    needed = set(roots)
    for step in reversed(steps):
        if step in needed:
            needed.update(step.of)
    return [step for step in steps if step in needed]


def _held(variable: TermNode) -> tuple[int, int]:
    """The range of a whole variable; a column of 64 bits holds no other number anyway."""
    least, most = terms.range_of(variable)
    held = max(LEAST, LEAST if least is None else int(least)), min(MOST, MOST if most is None else int(most))
    if held[0] > held[1]:
        raise NotExactError(f"no number of 64 bits is in the range of {variable}")
    return held


class _Value(NamedTuple):
    """A flag, or a number: a step over a denominator, and over another step where there is one (0 where that is 0)."""

    step: ExactStep
    denominator: int = 1
    by: ExactStep | None = None


class _Writer:
    def __init__(self, variables: Sequence[TermNode]) -> None:
        self.steps: list[ExactStep] = []
        self.written: dict[TermNode, _Value] = {}
        self._places = {each: place for place, each in enumerate(variables)}
        self._made: dict[tuple[Any, ...], ExactStep] = {}

    def of(self, term: Any) -> _Value:
        if isinstance(term, TermNode):
            return self.written[term]
        return _Value(self._constant(term.numerator, is_flag=isinstance(term, bool)), term.denominator)

    # --- steps

    def _step(
        self,
        op: str,
        of: tuple[ExactStep, ...],
        within: tuple[int, int] = (0, 1),
        detail: Any = None,
        *,
        is_flag: bool = False,
    ) -> ExactStep:
        if not (within[0] >= LEAST and within[1] <= MOST):
            raise NotExactError(f"a number may be as far out as {within[0]} or {within[1]}, which 64 bits do not hold")
        key = (op, is_flag, *of, detail)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = ExactStep(op, of, within, detail, is_flag=is_flag)
            if op != "constant":
                self.steps.append(found)
        return found

    def _constant(self, value: int, *, is_flag: bool = False) -> ExactStep:
        return self._step("constant", (), (value, value), int(value), is_flag=is_flag)

    def _flag(self, op: str, *of: ExactStep, detail: Any = None) -> ExactStep:
        return self._step(op, of, (0, 1), detail, is_flag=True)

    def _sum(self, a: ExactStep, b: ExactStep) -> ExactStep:
        if a.op == "constant":
            a, b = b, a
        if a.op == "constant":
            return self._constant(a.least + b.least)
        if b.op != "constant":
            return self._step("add", (a, b), (a.least + b.least, a.most + b.most))
        more = a.offset + b.least
        if more == 0:
            return a.base
        within = (a.base.least + more, a.base.most + more)
        found = self._step("add", (a.base, self._constant(more)), within)
        found.base, found.offset = a.base, more
        return found

    def _difference(self, a: ExactStep, b: ExactStep) -> ExactStep:
        if b.op == "constant":
            return self._sum(a, self._constant(-b.least))
        return self._step("sub", (a, b), (a.least - b.most, a.most - b.least))

    def _product(self, a: ExactStep, b: ExactStep) -> ExactStep:
        if a.op == "constant":
            a, b = b, a
        if a.op == "constant":
            return self._constant(a.least * b.least)
        if b.op == "constant" and b.least in (0, 1):
            return a if b.least else b
        ends = [one * other for one in (a.least, a.most) for other in (b.least, b.most)]
        if a is b:  # of a square
            ends = [a.least**2, a.most**2, *([0] if a.least <= 0 <= a.most else [])]
        return self._step("mul", (a, b), (min(ends), max(ends)))

    def _times(self, a: ExactStep, factor: int) -> ExactStep:
        return self._product(a, self._constant(factor))

    def _over(self, a: ExactStep, divisor: int) -> ExactStep:
        if divisor == 1:
            return a
        return self._step("over", (a,), (a.least // divisor, a.most // divisor), divisor)

    def _left(self, a: ExactStep, divisor: int) -> ExactStep:
        if a.least // divisor == a.most // divisor:
            return self._sum(a, self._constant(-(a.least // divisor) * divisor))
        return self._step("mod", (a,), (0, divisor - 1), divisor)

    def _quotient(self, a: ExactStep, b: ExactStep) -> ExactStep:
        if b.least > 0:
            ends = [one // other for one in (a.least, a.most) for other in (b.least, b.most)]
        else:
            far = max(abs(a.least), abs(a.most))
            ends = [-far, far]
        return self._step("quotient", (a, b), (min(ends), max(ends)))

    def _choice(self, test: ExactStep, then: ExactStep, otherwise: ExactStep) -> ExactStep:
        if then is otherwise:
            return then
        (a, b), (c, d) = _where(test, then, holds=True), _where(test, otherwise, holds=False)
        return self._step("ite", (test, then, otherwise), (min(a, c), max(b, d)), is_flag=then.is_flag)

    # --- nodes

    def variable(self, node: TermNode) -> _Value:
        place = self._places.get(node)
        if place is None:
            raise ValueError(f"the variable {node} has no place among those given")
        if node.sort == "number":
            raise NotExactError(f"{node} may be any number")
        is_flag = node.sort == "flag"
        return _Value(self._step("variable", (), (0, 1) if is_flag else _held(node), place, is_flag=is_flag))

    def flags(self, node: TermNode) -> _Value:
        of = [self.of(each).step for each in node.operands if not isinstance(each, int) or isinstance(each, bool)]
        if node.op == "iff":
            return _Value(self._flag("eq", *of))
        return _Value(self._flag(node.op, *of, detail=node.operands[0] if node.op == "at-most" else None))

    def compared(self, node: TermNode) -> _Value:
        a, b = (self.of(each) for each in node.operands)
        if a.by is not None and b.by is not None:
            raise NotExactError("two numbers are compared that are both over one that is not known beforehand")
        if a.by is None and b.by is None:
            one, other, _ = self._alike(a, b)
            return _Value(self._flag(node.op, one, other))
        # Multiplied by what divides, which must not be below zero; where it is zero the quotient is.
        by = a.by or b.by
        assert by is not None
        one, other, _ = self._alike(a, b)
        sides = [side if value.by is not None else self._product(side, by) for side, value in ((one, a), (other, b))]
        found = self._flag(node.op, *sides)
        if by.least <= 0:
            zero = self._constant(0)
            plain = [zero if value.by is not None else side for side, value in ((one, a), (other, b))]
            found = self._choice(self._flag("eq", by, zero), self._flag(node.op, *plain), found)
        return _Value(found)

    def is_whole(self, node: TermNode) -> _Value:
        step, denominator, by = self.of(node.operands[0])
        zero = self._constant(0)
        if by is None:
            return _Value(self._flag("eq", self._left(step, denominator), zero))
        below = self._times(by, denominator)
        rest = self._difference(step, self._product(self._quotient(step, below), below))
        return _Value(self._flag("or", self._flag("eq", by, zero), self._flag("eq", rest, zero)))

    def summed(self, node: TermNode) -> _Value:
        a, b = (self.of(each) for each in node.operands)
        one, other, denominator = self._alike(a, b)
        by = a.by or b.by
        if by is not None:
            if by.least <= 0 or (a.by is not None and b.by is not None and a.by is not b.by):
                raise NotExactError("a sum with a number over one that is not known beforehand")
            one = one if a.by is not None else self._product(one, by)
            other = other if b.by is not None else self._product(other, by)
        return _Value((self._sum if node.op == "add" else self._difference)(one, other), denominator, by)

    def multiplied(self, node: TermNode) -> _Value:
        a, b = (self.of(each) for each in node.operands)
        if a.by is not None and b.by is not None:
            raise NotExactError("a product of two numbers over some that are not known beforehand")
        one, other = a.step, b.step
        denominator = a.denominator * b.denominator
        if one.op == "constant":
            common = gcd(one.least, b.denominator)
            one, denominator = self._constant(one.least // common), denominator // common
        return _Value(self._product(one, other), denominator, a.by or b.by)

    def divided(self, node: TermNode) -> _Value:
        a, b = (self.of(each) for each in node.operands)
        if a.by is not None or b.by is not None:
            raise NotExactError("a quotient of a quotient")
        common = gcd(a.denominator, b.denominator)
        above, below = self._times(a.step, b.denominator // common), b.step
        if below.most <= 0:
            above, below = self._times(above, -1), self._times(below, -1)
        if below.least < 0:
            raise NotExactError("what divides may be above zero and below")
        return _Value(above, a.denominator // common, below)

    def floor(self, node: TermNode) -> _Value:
        step, denominator, by = self.of(node.operands[0])
        if by is None:
            return _Value(self._over(step, denominator))
        return _Value(self._quotient(step, self._times(by, denominator)))

    def modulo(self, node: TermNode) -> _Value:
        return _Value(self._left(self.of(node.operands[0]).step, node.operands[1]))

    def either(self, node: TermNode) -> _Value:
        test, then, otherwise = (self.of(each) for each in node.operands)
        if then.by is not otherwise.by:
            raise NotExactError("a choice with a number over one that is not known beforehand")
        one, other, denominator = self._alike(then, otherwise)
        return _Value(self._choice(test.step, one, other), denominator, then.by)

    def _alike(self, a: _Value, b: _Value) -> tuple[ExactStep, ExactStep, int]:
        """Two numerators over one denominator."""
        common = lcm(a.denominator, b.denominator)
        return self._times(a.step, common // a.denominator), self._times(b.step, common // b.denominator), common

    # --- tables

    def looked_up(self, node: TermNode) -> _Value:
        argument, table = node.operands
        x = self.of(argument).step
        is_flag = node.op == "has"
        if x.most - x.least < MOST_DAYS:
            first, last = widened(x.least, x.most) if isinstance(table, Function) else (x.least, x.most)
            found = written_out(table, first, last)
            return _Value(self._entry(x, found.has if is_flag else found.values, is_flag=is_flag))
        if isinstance(table, Function):
            raise NotExactError(f"a function is asked of {x.most - x.least + 1} numbers")
        pieces = terms.reached(argument, table)
        return _Value(self._has(x, pieces) if is_flag else self._straight(x, pieces, stand_in(table)))

    def _straight(self, x: ExactStep, pieces: Sequence[Piece], missing: int) -> ExactStep:
        place = self._place(x, pieces)
        offset = self._at(place, [missing if piece.offset is None else piece.offset for piece in pieces])
        slopes = [0 if piece.offset is None else piece.slope for piece in pieces]
        return self._sum(self._product(self._at(place, slopes), x), offset) if any(slopes) else offset

    def _has(self, x: ExactStep, pieces: Sequence[Piece]) -> ExactStep:
        return self._at(self._place(x, pieces), [int(piece.offset is not None) for piece in pieces], is_flag=True)

    def _place(self, x: ExactStep, pieces: Sequence[Piece]) -> ExactStep:
        return self._step("place", (x,), (0, len(pieces) - 1), tuple(piece.start for piece in pieces[1:]))

    def _at(self, place: ExactStep, values: Sequence[int], *, is_flag: bool = False) -> ExactStep:
        return self._entry(place, Dense(0, list(values)), is_flag=is_flag)

    def _entry(self, x: ExactStep, values: Dense, *, is_flag: bool = False) -> ExactStep:
        return self._step("entry", (x,), (values.least, values.most), values, is_flag=is_flag)


MOST_DAYS = 400_000
"""Of how many numbers at most a table or function is written out."""


def _where(test: ExactStep, value: ExactStep, *, holds: bool) -> tuple[int, int]:
    """The range of a number where a comparison holds, or where it does not."""
    least, most = value.least, value.most
    if test.op != "le":
        return least, most
    a, b = test.of
    if value.base is a.base:  # the number is `a` and so much more: a <= b, or a >= b + 1
        more = value.offset - a.offset
        least, most = (least, min(most, b.most + more)) if holds else (max(least, b.least + 1 + more), most)
    if value.base is b.base:
        more = value.offset - b.offset
        least, most = (max(least, a.least + more), most) if holds else (least, min(most, a.most - 1 + more))
    return (least, most) if least <= most else (value.least, value.most)


_WRITTEN: Mapping[str, Callable[[_Writer, TermNode], _Value]] = {
    "variable": _Writer.variable,
    "not": _Writer.flags,
    "and": _Writer.flags,
    "or": _Writer.flags,
    "iff": _Writer.flags,
    "at-most": _Writer.flags,
    "le": _Writer.compared,
    "eq": _Writer.compared,
    "is-whole": _Writer.is_whole,
    "has": _Writer.looked_up,
    "lookup": _Writer.looked_up,
    "add": _Writer.summed,
    "sub": _Writer.summed,
    "mul": _Writer.multiplied,
    "div": _Writer.divided,
    "mod": _Writer.modulo,
    "floor": _Writer.floor,
    "ite": _Writer.either,
}
"""How each operation is written."""
