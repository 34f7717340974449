"""Terms as one straight function of Python.

A number is written as its numerator: where no variable may be a fraction its denominator is known while the function is
written, so that it works with plain whole numbers. What is used once stands where it is used, so that `and`, `or` and
`if` leave out what they need not know; what is used more often has a name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, pairwise, zip_longest
from math import gcd, lcm
from typing import Any, NamedTuple, Protocol, cast

from kenri import terms
from kenri.lowering.order import in_order
from kenri.lowering.tables import stand_in
from kenri.terms import Function, TermNode


class PythonFunction(Protocol):
    """A function of the variables' values, in the order they were given in: `int`, `Fraction` or `bool`, as is each of
    its answers.
    """

    source: str

    def __call__(self, *values: Any) -> tuple[Any, ...]: ...


def compiled(roots: Sequence[Any], variables: Sequence[TermNode]) -> PythonFunction:
    """A function that gives the value of each root. What divides by zero gives 0, and nothing else goes wrong.

    Raises `ValueError` where a root is made of a variable that is not among those given.
    """
    writer = PythonWriter(roots, variables)
    returned = f"({''.join(f'{writer.answer(root)}, ' for root in roots)})"
    return writer.written(returned, len(variables)).function()


class WrittenFunction(NamedTuple):
    """A function that was written and not yet compiled, which takes longer than to write it."""

    source: str
    world: dict[str, Any]
    """What its names stand for."""

    def function(self) -> PythonFunction:
        """The function, compiled."""
        exec(compile(self.source, "<terms>", "exec"), self.world)
        function = cast("PythonFunction", self.world["compiled"])
        function.source = self.source
        return function


class _Text(NamedTuple):
    """An expression of Python: what it says, and how tightly it binds."""

    says: str
    binds: int
    contrary: str | None = None
    """How to say that it is not so, if that binds as tightly."""
    denominator: int = 1
    depth: int = 0
    value: int | None = None
    """The numerator of a plain number."""

    def within(self, binds: int) -> str:
        return self.says if self.binds >= binds else f"({self.says})"


_CHOICE, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _ATOM = range(8)

_DEEPEST = 30
"""How deep an expression may be before a part of it has a name: Python reads and compiles by descending."""

_MOST_CASES = 3
"""How many pieces of a table are told apart in the expression itself."""

_MOST_SUMMANDS = 50
"""How many flags are counted by adding them: a sum is as deep as it is long."""


class PythonWriter:
    """Writes the lines of a function, each node after its operands."""

    def __init__(self, roots: Sequence[Any], variables: Sequence[TermNode]) -> None:
        self.lines: list[str] = []
        self.world: dict[str, Any] = {"Fraction": Fraction, "bisect": bisect_right}
        self._texts: dict[TermNode, _Text] = {each: _Text(f"v{n}", _ATOM) for n, each in enumerate(variables)}
        order = in_order(roots)
        uses = _uses(order, roots)
        for node in order:
            if node in self._texts or not uses[node]:
                continue
            if node.op == "variable":
                raise ValueError(f"the variable {node} has no place among those given")
            text = _WRITTEN[node.op](self, node)
            if node.op != "not" and self._has_name(node, uses[node], text.depth):
                text = self._named(text)
            self._texts[node] = text
            self._wrote(node)

    def _has_name(self, node: TermNode, uses: int, depth: int) -> bool:  # noqa: ARG002  # others look at the node
        """Whether a node has a line of its own."""
        return uses > 1 or depth >= _DEEPEST

    def _wrote(self, node: TermNode) -> None:
        """A node was written; what else is told of it follows."""

    def written(self, returned: str, arguments: int) -> WrittenFunction:
        """The function that was written, of so many arguments, with what it gives back."""
        names = ", ".join(f"v{n}" for n in range(arguments))
        return WrittenFunction(
            "\n".join([f"def compiled({names}):", *self.lines, f"    return {returned}", ""]), self.world
        )

    def answer(self, root: Any) -> str:
        """A root as it is given back."""
        text = self._text(root)
        return text.says if text.denominator == 1 else f"Fraction({text.says}, {text.denominator})"

    def said(self, term: Any) -> str:
        """A term as an operand of anything."""
        return self._text(term).within(_ATOM)

    def are_equal(self, a: Any, b: Any) -> str:
        """How to say that two numbers, or two flags, are the same."""
        one, other, _ = _alike(self._text(a), self._text(b))
        return f"{one.within(_SUM)} == {other.within(_SUM)}"

    def _named(self, text: _Text) -> _Text:
        name = f"t{len(self.lines)}"
        self.lines.append(f"    {name} = {text.says}")
        return _Text(name, _ATOM, denominator=text.denominator)

    def _kept(self, value: Any) -> str:
        """The name under which the function finds a value that cannot be written out."""
        name = f"k{len(self.world)}"
        self.world[name] = value
        return name

    def _text(self, term: Any) -> _Text:
        if isinstance(term, TermNode):
            return self._texts[term]
        if isinstance(term, bool):
            return _Text(repr(term), _ATOM)
        return _plain(term.numerator, term.denominator)

    def _depth(self, *texts: _Text) -> int:
        return 1 + max(text.depth for text in texts)

    # --- flags

    def _not(self, node: TermNode) -> _Text:
        text = self._text(node.operands[0])
        if text.contrary is not None:
            return text._replace(says=text.contrary, contrary=text.says)
        return _Text(f"not {text.within(_NOT)}", _NOT, depth=self._depth(text))

    def _several(self, node: TermNode) -> _Text:
        binds = _AND if node.op == "and" else _OR
        texts = [self._text(each) for each in node.operands]
        return _Text(f" {node.op} ".join(each.within(binds + 1) for each in texts), binds, depth=self._depth(*texts))

    def _compared(self, node: TermNode) -> _Text:
        first, second = node.operands
        says, contrary = ("<=", ">") if node.op == "le" else ("==", "!=")
        if node.op == "le" and terms.is_integral(first) and _is_one_less(second):  # at most one less is less
            second, says, contrary = second.base, "<", ">="
        a, b = self._text(first), self._text(second)
        one, other, _ = _alike(a, b)
        left, right = one.within(_SUM), other.within(_SUM)
        return _Text(f"{left} {says} {right}", _COMPARISON, f"{left} {contrary} {right}", depth=self._depth(a, b))

    def _is_whole(self, node: TermNode) -> _Text:
        text = self._text(node.operands[0])
        left = f"{text.within(_PRODUCT)} % {text.denominator}"
        return _Text(f"{left} == 0", _COMPARISON, f"{left} != 0", depth=self._depth(text))

    def _at_most(self, node: TermNode) -> _Text:
        most, *flags = node.operands
        texts = [self._text(each) for each in flags]
        if len(texts) <= _MOST_SUMMANDS:
            left = " + ".join(text.within(_SUM + 1) for text in texts)
        else:
            left = f"sum(({', '.join(text.says for text in texts)}))"
        return _Text(f"{left} <= {most}", _COMPARISON, f"{left} > {most}", depth=self._depth(*texts))

    # --- numbers

    def _summed(self, node: TermNode) -> _Text:
        a, b = (self._text(each) for each in node.operands)
        one, other, denominator = _alike(a, b)
        sign = "+" if node.op == "add" else "-"
        if other.value is not None and other.value < 0:
            sign, other = "-" if sign == "+" else "+", _plain(-other.value)
        says = f"{one.within(_SUM)} {sign} {other.within(_PRODUCT)}"
        return _Text(says, _SUM, denominator=denominator, depth=self._depth(a, b))

    def _multiplied(self, node: TermNode) -> _Text:
        a, b = (self._text(each) for each in node.operands)
        if a.value is not None:
            common = gcd(a.value, b.denominator)
            text = _times(b, a.value // common)
            return text._replace(denominator=a.denominator * b.denominator // common)
        says = f"{a.within(_PRODUCT)} * {b.within(_ATOM)}"
        return _Text(says, _PRODUCT, denominator=a.denominator * b.denominator, depth=self._depth(a, b))

    def _divided(self, node: TermNode) -> _Text:
        above, below, given = self._quotient(node)
        says = f"Fraction({above.says}, {below.says}) if {given} else 0"
        return _Text(says, _CHOICE, depth=self._depth(above, below))

    def _quotient(self, node: TermNode) -> tuple[_Text, _Text, str]:
        """What is divided and what divides, as one number over another, and what must not be zero."""
        a, b = (self._text(each) for each in node.operands)
        common = gcd(a.denominator, b.denominator)
        return _times(a, b.denominator // common), _times(b, a.denominator // common), b.says

    def _floor(self, node: TermNode) -> _Text:
        (of,) = node.operands
        if of.op == "div":  # without making the fraction
            above, below, given = self._quotient(of)
            says = f"{above.within(_PRODUCT)} // {below.within(_ATOM)} if {given} else 0"
            return _Text(says, _CHOICE, depth=self._depth(above, below))
        text = self._text(of)
        return _Text(f"{text.within(_PRODUCT)} // {text.denominator}", _PRODUCT, depth=self._depth(text))

    def _modulo(self, node: TermNode) -> _Text:
        text = self._text(node.operands[0])
        return _Text(f"{text.within(_PRODUCT)} % {node.operands[1]}", _PRODUCT, depth=self._depth(text))

    def _either(self, node: TermNode) -> _Text:
        test, then, otherwise = (self._text(each) for each in node.operands)
        one, other, denominator = _alike(then, otherwise)
        says = f"{one.within(_OR)} if {test.within(_OR)} else {other.within(_CHOICE)}"
        return _Text(says, _CHOICE, denominator=denominator, depth=self._depth(test, then, otherwise))

    # --- tables

    def _looked_up(self, node: TermNode) -> _Text:
        x, table = node.operands
        at, missing = self._text(x).says, stand_in(table)
        if isinstance(table, Function):
            value = f"{self._kept(table.at)}({at})"
            return _Text(value, _ATOM, depth=1) if table.is_total else _Text(f"{value} or {missing}", _OR, depth=1)
        # From where, how often the number itself, and how much more: what has no value is level.
        lines = [
            (start, 0, missing) if offset is None else (start, slope, offset)
            for start, slope, offset in terms.reached(x, table)
        ]
        if len(lines) <= _MOST_CASES:
            cases = [_straight(slope, offset, at) for _, slope, offset in lines]
            tests = [f" if {at} < {start} else " for start, _, _ in lines[1:]]
            return _Text("".join(chain(*zip_longest(cases, tests, fillvalue=""))), _CHOICE, depth=1)
        starts = self._kept([start for start, _, _ in lines[1:]])
        offsets = self._kept([offset for _, _, offset in lines])
        if not any(slope for _, slope, _ in lines):
            return _Text(f"{offsets}[bisect({starts}, {at})]", _ATOM, depth=1)
        slopes = self._kept([slope for _, slope, _ in lines])
        found = f"{offsets}[place := bisect({starts}, {at})] + {slopes}[place] * {at}"
        return _Text(found, _SUM, depth=1)

    def _has(self, node: TermNode) -> _Text:
        x, table = node.operands
        at = self._text(x).says
        if isinstance(table, Function):
            value = f"{self._kept(table.at)}({at})"
            return _Text(f"{value} is not None", _COMPARISON, f"{value} is None", depth=1)
        pieces = terms.reached(x, table)
        has = [piece.offset is not None for piece in pieces]
        turns = [
            piece.start for piece, (before, now) in zip(pieces[1:], pairwise(has), strict=True) if before is not now
        ]
        says, contrary = ("==", "!=") if has[0] else ("!=", "==")
        turned = f"bisect({self._kept(turns)}, {at}) % 2"
        return _Text(f"{turned} {says} 0", _COMPARISON, f"{turned} {contrary} 0", depth=1)


def _uses(order: Sequence[TermNode], roots: Sequence[Any]) -> Mapping[TermNode, int]:
    """How often each node is written: not at all where what is made of it says it otherwise. A contrary has no name."""
    uses = dict.fromkeys(order, 0)
    for root in roots:
        if isinstance(root, TermNode):
            uses[root] += 1
    for node in reversed(order):
        if uses[node]:
            times = uses[node] if node.op == "not" else 1
            for each in operands_read(node):
                if isinstance(each, TermNode):
                    uses[each] += times
    return uses


def operands_read(node: TermNode) -> Sequence[Any]:
    """The operands of a node as often as they stand in what is written for it."""
    if node.op == "le" and terms.is_integral(node.operands[0]) and _is_one_less(node.operands[1]):
        return node.operands[0], node.operands[1].base
    if node.op == "floor" and node.operands[0].op == "div":
        return operands_read(node.operands[0])
    if node.op == "div":
        return *node.operands, node.operands[1]
    return node.operands * 2 if node.op in ("lookup", "has") else node.operands


def _is_one_less(term: Any) -> bool:
    return isinstance(term, TermNode) and term.sort == "whole" and term.offset == -1


def _plain(numerator: int, denominator: int = 1) -> _Text:
    return _Text(str(numerator), _ATOM, denominator=denominator, value=numerator)


def _times(text: _Text, factor: int) -> _Text:
    """So many times a numerator."""
    if factor == 1:
        return text
    if text.value is not None:
        return _plain(text.value * factor, text.denominator)
    return _Text(f"{text.within(_PRODUCT)} * {factor}", _PRODUCT, denominator=text.denominator, depth=text.depth + 1)


def _alike(a: _Text, b: _Text) -> tuple[_Text, _Text, int]:
    """Two numerators over one denominator."""
    common = lcm(a.denominator, b.denominator)
    return _times(a, common // a.denominator), _times(b, common // b.denominator), common


def _straight(slope: int, offset: int, at: str) -> str:
    return f"{at} * {slope} + {offset}" if slope else str(offset)


_WRITTEN: Mapping[str, Callable[[PythonWriter, TermNode], _Text]] = {
    "not": PythonWriter._not,
    "and": PythonWriter._several,
    "or": PythonWriter._several,
    "iff": PythonWriter._compared,
    "le": PythonWriter._compared,
    "eq": PythonWriter._compared,
    "is-whole": PythonWriter._is_whole,
    "at-most": PythonWriter._at_most,
    "has": PythonWriter._has,
    "add": PythonWriter._summed,
    "sub": PythonWriter._summed,
    "mul": PythonWriter._multiplied,
    "div": PythonWriter._divided,
    "mod": PythonWriter._modulo,
    "floor": PythonWriter._floor,
    "lookup": PythonWriter._looked_up,
    "ite": PythonWriter._either,
}
"""How each operation is written."""
