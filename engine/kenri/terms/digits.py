"""How many digits a number can have at most, which grows with what is multiplied in it."""

from __future__ import annotations

from fractions import Fraction

from kenri.terms.node import Exact, Number, TermNode

__all__ = ["most_digits"]


def most_digits(number: Number, of_a_variable: int) -> int:
    """The most digits that a number can have, above or below the line of its fraction; about, and rather one more.

    A variable has so many, in all terms of a space, unless its range says that it has fewer. A carry is not counted.

    >>> from kenri.terms import mul, real, whole
    >>> most_digits(mul(real("price"), whole("n", 0, 9_999)), 100)
    105
    """
    if not isinstance(number, TermNode):
        return _digits(number)
    waiting = [number] if number.digits is None else []
    while waiting:  # by hand, for terms stand in each other deeper than calls may
        node = waiting[-1]
        operands = _that_bear_on_length(node)
        if first := [each for each in operands if isinstance(each, TermNode) and each.digits is None]:
            waiting += first
            continue
        waiting.pop()
        node.digits = _of(node, [_known(each) for each in operands], of_a_variable)
    return _known(number)


def _known(number: Number) -> int:
    """The digits of what was looked at before, or of a plain value."""
    if not isinstance(number, TermNode):
        return _digits(number)
    assert number.digits is not None
    return number.digits


def _that_bear_on_length(node: TermNode) -> tuple[Number, ...]:
    match node.op:
        case "ite":
            return node.operands[1:]
        case "add" | "sub" | "mul" | "div" | "floor":
            return node.operands
        case _:  # a variable; and what is looked up, or left of a division, is within its range
            return ()


def _of(node: TermNode, has: list[int], of_a_variable: int) -> int:
    """By the digits of its operands; a whole number has no more than its range has."""
    if node.sort == "whole" and node.least is not None and node.most is not None:
        return max(_digits(node.least), _digits(node.most))
    if node.op in ("mul", "div"):
        return sum(has)
    return max(has, default=of_a_variable)


def _digits(value: Exact) -> int:
    numerator, denominator = Fraction(value).as_integer_ratio()
    return int(max(abs(numerator), denominator).bit_length() * 0.30103) + 1
