"""The value of a term where all its variables have one: written for tests, without anything that makes terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from kenri.terms import Function, Table, TermNode


def plain_value(term: Any, values: Mapping[str, Any]) -> Any:
    """A number or a flag; `values` has that of each variable."""
    found: dict[TermNode, Any] = {}  # a node has as many parts as it has, and not as often as they stand in it

    def value(part: Any) -> Any:
        if not isinstance(part, TermNode):
            return part
        if part not in found:
            found[part] = _value(part, values, value)
        return found[part]

    return value(term)


def _value(term: TermNode, values: Mapping[str, Any], value: Callable[[Any], Any]) -> Any:
    if term.op == "variable":
        return values[term.operands[0]]
    if term.op == "ite":
        test, then, otherwise = term.operands
        return value(then if value(test) else otherwise)
    of: list[Any] = [each if isinstance(each, Table | Function) else value(each) for each in term.operands]
    match term.op:
        case "not":
            return not of[0]
        case "and":
            return all(of)
        case "or":
            return any(of)
        case "iff" | "eq":
            return of[0] == of[1]
        case "le":
            return of[0] <= of[1]
        case "is-whole":
            return Fraction(of[0]).denominator == 1
        case "at-most":
            return sum(of[1:]) <= of[0]
        case "add":
            return of[0] + of[1]
        case "sub":
            return of[0] - of[1]
        case "mul":
            return of[0] * of[1]
        case "div":
            return Fraction(of[0]) / Fraction(of[1])
        case "mod":
            return of[0] % of[1]
        case "floor":
            return floor(of[0])
        case "lookup":
            return looked_up(of[0], of[1])
        case "has":
            return looked_up(of[0], of[1]) is not None


def looked_up(x: int, table: Table | Function) -> int | None:
    """The value of a function, or of a table, found by going through its pieces one by one."""
    if isinstance(table, Function):
        return table.of(x)
    reached = [piece for piece in table.pieces if piece.start <= x] or [table.pieces[0]]
    piece = reached[-1]
    return None if piece.offset is None else piece.slope * x + piece.offset
