"""Terms as one straight function of Python that also tells what its values may hang on.

Some variables bear marks. Beside the values stands a set of marks, as the bits of a whole number: whatever the
variables of all other marks are, and all others as they are given, each value stays what it is. More marks may be told
than there need be, never fewer.

So one look tells which of many choices can matter at all, where looking at each choice with each other would double
with every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kenri.lowering.order import in_order
from kenri.lowering.python import PythonWriter, WrittenFunction, operands_read
from kenri.terms import TermNode


def traced(roots: Sequence[Any], variables: Sequence[TermNode], marks: Mapping[TermNode, int]) -> WrittenFunction:
    """A function, yet to be compiled, that gives the value of each root, and then the marks any of them may hang on.

    `marks` are the bits of the variables that bear any. Raises `ValueError` as `compiled` does.
    """
    writer = _Tracing(roots, variables, marks)
    values = "".join(f"{writer.answer(root)}, " for root in roots)
    return writer.written(f"({values}), {writer.together(roots)}", len(variables))


class _Tracing(PythonWriter):
    def __init__(self, roots: Sequence[Any], variables: Sequence[TermNode], marks: Mapping[TermNode, int]) -> None:
        self._marks: dict[TermNode, str] = {each: str(bits) for each, bits in marks.items()}
        self._read_again = _read_again(in_order(roots), marks)
        super().__init__(roots, variables)

    def marks(self, term: Any) -> str | None:
        """How to say which marks a term may hang on; None where it hangs on none, whatever the values are."""
        return self._marks.get(term) if isinstance(term, TermNode) else None

    def together(self, several: Iterable[Any]) -> str:
        """How to say which marks any of several terms may hang on."""
        return " | ".join(dict.fromkeys(mark for each in several if (mark := self.marks(each)) is not None)) or "0"

    def _has_name(self, node: TermNode, uses: int, depth: int) -> bool:
        return node in self._read_again or super()._has_name(node, uses, depth)

    def _wrote(self, node: TermNode) -> None:
        together = self.together(operands_read(node))
        if together == "0":
            return
        if node.op in ("and", "or"):
            says = self._of_several(node, together)
        elif node.op == "ite":
            says = self._of_either(node)
        else:
            says = together
        if not says.isidentifier() and not says.isdigit():
            name = f"m{len(self.lines)}"
            self.lines.append(f"    {name} = {says}")
            says = name
        self._marks[node] = says

    def _of_several(self, node: TermNode, together: str) -> str:
        """As long as one operand that settles it stays as it is, so do all of them together."""
        settles = "" if node.op == "or" else "not "
        values = [(f"{settles}{self.said(each)}", self.marks(each)) for each in node.operands]
        surely = " or ".join(value if mark is None else f"{value} and not {mark}" for value, mark in values)
        chain = "".join(f"{mark} if {value} else " for value, mark in values if mark is not None)
        return f"0 if {surely} else {chain}{together}"

    def _of_either(self, node: TermNode) -> str:
        """As long as the test stays as it is, only what it chose counts; where both are the same, the test does not."""
        test, then, otherwise = node.operands
        given, one, other = self.marks(test), self.marks(then) or "0", self.marks(otherwise) or "0"
        chosen = one if one == other else f"({one} if {self.said(test)} else {other})"
        if given is None:
            return chosen
        return (
            f"{chosen} if not {given} else {one} | {other} if {self.are_equal(then, otherwise)} else {given} | {chosen}"
        )


def _read_again(order: Sequence[TermNode], marks: Mapping[TermNode, int]) -> set[TermNode]:
    """The nodes that hang on marks, and those that are read where it is told on which."""
    hanging, found = set(marks), set[TermNode]()
    for node in order:
        if not hanging.isdisjoint(each for each in operands_read(node) if isinstance(each, TermNode)):
            hanging.add(node)
            found.add(node)
            if node.op in ("and", "or", "ite"):
                found.update(each for each in node.operands if isinstance(each, TermNode))
    return found
