"""Nodes of terms: immutable, and equal only where they are the same, because equal nodes are made once.

A term is a Python value as long as it can be (`bool`, `int`, `Fraction`), and a node otherwise. Of numbers the least
and the greatest value are kept where they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from threading import local
from typing import Any, Literal, NamedTuple, TypeAlias

Flag: TypeAlias = Any
"""`True`, `False`, or a node that is one of them."""

Number: TypeAlias = Any
"""An `int`, a `Fraction`, or a node that is one of them."""

Exact: TypeAlias = int | Fraction

Range: TypeAlias = tuple[Exact | None, Exact | None]
"""The least and the greatest value, None where it is not known."""

Sort: TypeAlias = Literal["flag", "whole", "number"]

Op: TypeAlias = Literal[
    "variable",  # a name
    "not", "and", "or", "iff", "le", "eq", "is-whole", "at-most", "has",  # flags
    "add", "sub", "mul", "div", "mod", "floor", "lookup",  # numbers
    "ite",  # either
]  # fmt: skip
"""What a node does with its operands; `kenri.terms.lowering` tells of each."""


class Piece(NamedTuple):
    """From an argument on, a function is `slope * x + offset`; it has no value where `offset` is None."""

    start: int
    slope: int
    offset: int | None


class Table:
    """A function of a whole number, straight between a few of them; the first piece reaches down, the last up."""

    __slots__ = ("_hash", "pieces", "starts", "within")

    def __init__(self, pieces: tuple[Piece, ...], within: tuple[int, int]) -> None:
        self.pieces = pieces
        self.starts = tuple(piece.start for piece in pieces)
        self.within = within
        """The least and the greatest value it has anywhere."""
        self._hash = hash(pieces)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Table) and self.pieces == other.pieces)

    def __hash__(self) -> int:
        return self._hash


class Function:
    """A function of a whole number that is worked out when somebody asks: its pieces are not known.

    It is asked of no number outside the range of its argument. What has the same key is the same function.
    """

    __slots__ = ("at", "is_total", "key", "of", "within")

    def __init__(self, key: Hashable, of: Callable[[int], int | None], within: Range, *, is_total: bool) -> None:
        self.key = key
        self.of = of
        """The value at a number, None where there is none."""
        self.at = lru_cache(MOST_KEPT)(of)
        """The same, of which the last values are kept."""
        self.within = within
        """The least and the greatest value it has wherever it is asked."""
        self.is_total = is_total
        """Whether it has a value wherever it is asked."""

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Function) and self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.key)


MOST_KEPT = 4096
"""How many values of a function are kept."""


class TermNode:
    """One operation on terms. Its operands are nodes, plain values, and here and there a name, a table, a function."""

    __slots__ = ("base", "digits", "least", "most", "offset", "op", "operands", "serial", "sort")

    def __init__(self, op: Op, operands: tuple[Any, ...], sort: Sort, serial: int, within: Range) -> None:
        self.op = op
        self.operands = operands
        self.sort = sort
        self.serial = serial
        """The place among all nodes that were made: operands come before what is made of them."""
        self.least, self.most = within
        self.base: TermNode = self
        """What it was before a constant was added."""
        self.offset: Exact = 0
        """The constant that was added."""
        self.digits: int | None = None
        """The most digits it can have, once `kenri.terms.digits` has worked it out."""

    def __repr__(self) -> str:
        return f"({self.op} {' '.join(map(repr, self.operands))})" if self.op != "variable" else str(self.operands[0])


class TooManyTermsError(Exception):
    """More nodes were made than a space is to have."""


class Space:
    """Where nodes are made once: each operation on the same operands gives the same node."""

    def __init__(self, *, as_functions: bool = False, most: int | None = None) -> None:
        self._made: dict[tuple[Any, ...], TermNode] = {}
        self._most = most
        self.as_functions = as_functions
        """Whether functions of days are left as they are, and not tabulated."""

    def __len__(self) -> int:
        """How many nodes have been made."""
        return len(self._made)

    def node(self, op: Op, operands: tuple[Any, ...], sort: Sort, within: Range = (None, None)) -> TermNode:
        """The node of an operation."""
        key = (op, *operands)
        found = self._made.get(key)
        if found is None:
            if self._most is not None and len(self._made) >= self._most:
                raise TooManyTermsError
            found = self._made[key] = TermNode(op, operands, sort, len(self._made), within)
        return found


class _Spaces(local):
    """The spaces of a thread: nodes are made in the last."""

    def __init__(self) -> None:
        self.entered = [Space()]


_spaces = _Spaces()


@contextmanager
def afresh(*, as_functions: bool = False, most: int | None = None) -> Iterator[Space]:
    """Inside, nodes are made in a space of their own, as if none had been made before; it is given up at the end.

    No node may be taken in or out. With `as_functions` no function of days is tabulated: such terms are not for a
    solver. Raises `TooManyTermsError` where more than `most` would be made.
    """
    space = Space(as_functions=as_functions, most=most)
    _spaces.entered.append(space)
    try:
        yield space
    finally:
        _spaces.entered.pop()


def made(op: Op, operands: tuple[Any, ...], sort: Sort, within: Range = (None, None)) -> TermNode:
    """A node in the space that was entered last."""
    return _spaces.entered[-1].node(op, operands, sort, within)


def is_known(term: Any) -> bool:
    """Whether a term is a plain value."""
    return not isinstance(term, TermNode)


def range_of(term: Number) -> Range:
    """The least and the greatest value that a number can have, as far as that is plain."""
    return (term.least, term.most) if isinstance(term, TermNode) else (term, term)


def is_integral(term: Number) -> bool:
    """Whether a number is whole by its sort, or as it stands."""
    return term.sort == "whole" if isinstance(term, TermNode) else isinstance(term, int)


def are_as_functions() -> bool:
    """Whether functions of days are left as they are in the space that was entered last."""
    return _spaces.entered[-1].as_functions


# --- variables


def whole(name: str, least: int | None = None, most: int | None = None) -> Number:
    """A whole number; its range must be stated to a solver too, as `kenri.terms.in_range` says it."""
    return made("variable", (name, "whole"), "whole", (least, most))


def real(name: str) -> Number:
    """Any number."""
    return made("variable", (name, "number"), "number")


def flag(name: str) -> Flag:
    """True or false."""
    return made("variable", (name, "flag"), "flag")
