"""Terms in which some variables are known after all: whatever rests on them is made anew, and folded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kenri.terms import flags, numbers
from kenri.terms.node import TermNode


class Substitution:
    """Puts values in the place of variables; what was made of a node once serves again."""

    def __init__(self, values: Mapping[TermNode, Any]) -> None:
        self._made: dict[TermNode, Any] = dict(values)

    def __call__(self, term: Any) -> Any:
        """A term with the values put in; the same node where it rests on none of the variables."""
        if not isinstance(term, TermNode):
            return term
        waiting = [term]
        while waiting:
            node = waiting[-1]
            open_ = [each for each in node.operands if isinstance(each, TermNode) and each not in self._made]
            if open_ and node not in self._made:
                waiting += open_
                continue
            waiting.pop()
            if node not in self._made:
                self._made[node] = self._of(node)
        return self._made[term]

    def _of(self, node: TermNode) -> Any:
        operands = [self._made[each] if isinstance(each, TermNode) else each for each in node.operands]
        if all(a is b for a, b in zip(operands, node.operands, strict=True)):
            return node
        return _MADE[node.op](*operands)


_MADE: Mapping[str, Callable[..., Any]] = {
    "not": flags.neg,
    "and": flags.conj,
    "or": flags.disj,
    "iff": flags.same,
    "le": numbers.le,
    "eq": numbers.eq,
    "is-whole": numbers.is_whole,
    "at-most": lambda number, *several: flags.at_most_of(several, number),
    "has": lambda x, table: numbers.looked_up(x, table)[1],
    "lookup": lambda x, table: numbers.looked_up(x, table)[0],
    "add": numbers.add,
    "sub": numbers.sub,
    "mul": numbers.mul,
    "div": numbers.divide,
    "mod": numbers.modulo,
    "floor": numbers.floor,
    "ite": numbers.ite,
}
