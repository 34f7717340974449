"""Exact numbers in terms, and how they compare: what is known is folded away as nodes are made.

A whole number and a constant more is written in one way only, and so is each comparison of two of them, so that
comparisons that cannot go otherwise vanish and equal ones are one node.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial, reduce

from kenri.terms.flags import as_flag, conj, either, neg, same
from kenri.terms.node import (
    Exact,
    Flag,
    Function,
    Number,
    Piece,
    Range,
    Sort,
    Table,
    TermNode,
    are_as_functions,
    is_integral,
    made,
    range_of,
)

# --- comparisons


def le(a: Number, b: Number) -> Flag:
    """Whether `a` is at most `b`."""
    if not isinstance(a, TermNode) and not isinstance(b, TermNode):
        return a <= b
    (least_a, most_a), (least_b, most_b) = _range(a), _range(b)
    if most_a is not None and least_b is not None and most_a <= least_b:
        return True
    if least_a is not None and most_b is not None and least_a > most_b:
        return False
    if not isinstance(b, TermNode):
        lines = _lines(a)
        if lines is not None:
            return _where(lines, lambda value: value <= b)
        return _at_most(a.base, b - a.offset)
    if not isinstance(a, TermNode):
        lines = _lines(b)
        if lines is not None:
            return _where(lines, lambda value: a <= value)
        return _at_least(b.base, a - b.offset)
    x, y, more = a.base, b.base, _plain(b.offset - a.offset)
    if x is y:
        return more >= 0
    if is_integral(x) and is_integral(y) and isinstance(more, int) and x.serial > y.serial:
        return neg(made("le", (y, add(x, -more - 1)), "flag"))
    return made("le", (x, add(y, more)), "flag")


def _at_most(x: TermNode, bound: Exact) -> Flag:
    return made("le", (x, _floor(bound) if is_integral(x) else bound), "flag")


def _at_least(x: TermNode, bound: Exact) -> Flag:
    """Of whole numbers it is written as not being at most one less, so that there is one way to say it."""
    if is_integral(x):
        return neg(made("le", (x, -_floor(-bound) - 1), "flag"))
    return made("le", (bound, x), "flag")


def _floor(value: Exact) -> int:
    return int(value // 1)


def lt(a: Number, b: Number) -> Flag:
    """Whether `a` is less than `b`."""
    return neg(le(b, a))


def ge(a: Number, b: Number) -> Flag:
    """Whether `a` is at least `b`."""
    return le(b, a)


def gt(a: Number, b: Number) -> Flag:
    """Whether `a` is more than `b`."""
    return lt(b, a)


def eq(a: Number | Flag, b: Number | Flag) -> Flag:
    """Whether two numbers, or two flags, are equal."""
    if _is_flag(a) or _is_flag(b):
        return same(a, b)
    if not isinstance(a, TermNode) and not isinstance(b, TermNode):
        return bool(a == b)
    (least_a, most_a), (least_b, most_b) = _range(a), _range(b)
    if most_a is not None and least_b is not None and most_a < least_b:
        return False
    if least_a is not None and most_b is not None and least_a > most_b:
        return False
    if not isinstance(a, TermNode):
        a, b = b, a
    if not isinstance(b, TermNode):
        lines = _lines(a)
        if lines is not None:
            return _where(lines, lambda value: value == b)
        wanted = _plain(b - a.offset)
        return False if is_integral(a.base) and not isinstance(wanted, int) else made("eq", (a.base, wanted), "flag")
    if a.base.serial > b.base.serial:
        a, b = b, a
    more = _plain(b.offset - a.offset)
    return more == 0 if a.base is b.base else made("eq", (a.base, add(b.base, more)), "flag")


def _is_flag(term: Number | Flag) -> bool:
    return isinstance(term, bool) or (isinstance(term, TermNode) and term.sort == "flag")


def in_range(term: Number) -> Flag:
    """That a variable is within its range: what is known of it is not folded away here, for it is to be stated."""
    if not isinstance(term, TermNode):
        return True
    least, most = term.least, term.most
    at_least = [] if least is None else [_at_least(term, least)]
    return conj(*at_least, *([] if most is None else [_at_most(term, most)]))


# --- choices among a few constants

_MOST_LINES = 8


def choices(term: Number) -> list[tuple[Flag, Exact]] | None:
    """The few constants that a number is one of, each with when it is that one; None if it is not such a choice."""
    lines = [(True, term)] if not isinstance(term, TermNode) else _lines(term)
    return None if lines is None else list(_each_when(lines))


def _lines(term: TermNode) -> list[tuple[Flag, Exact]] | None:
    """The constants that a number is one of, each with a test that decides where none before it did."""
    lines: list[tuple[Flag, Exact]] = []
    rest: Number = term
    while isinstance(rest, TermNode) and rest.op == "ite" and len(lines) < _MOST_LINES:
        test, then, otherwise = rest.operands
        if isinstance(then, TermNode):
            if isinstance(otherwise, TermNode):
                return None
            test, then, otherwise = neg(test), otherwise, then
        lines.append((test, then))
        rest = otherwise
    return None if isinstance(rest, TermNode) else [*lines, (True, rest)]


def _each_when(lines: Iterable[tuple[Flag, Exact]]) -> Iterable[tuple[Flag, Exact]]:
    before: Flag = True
    for test, value in lines:
        yield conj(before, test), value
        before = conj(before, neg(test))


def _where(lines: Sequence[tuple[Flag, Exact]], holds: Callable[[Exact], bool]) -> Flag:
    """When the constant that is chosen is such a one."""
    found: Flag = holds(lines[-1][1])
    for test, value in reversed(lines[:-1]):
        found = either(test, holds(value), found)
    return found


_MOST_CHOICES = 100


def _choice(term: TermNode, most: int) -> Number | None:
    """A number as a choice, with choices in it, of constants alone; None if it is none, or one of more than so many."""
    made: dict[TermNode, Number] = {}
    waiting = [term]
    while waiting:  # by hand, for choices stand in each other deeper than calls may
        node = waiting[-1]
        operands = _chosen_among(node)
        if not operands or len(made) > most:
            return None
        if first := [each for each in operands if isinstance(each, TermNode) and each not in made]:
            waiting += first
            continue
        waiting.pop()
        among = [made[each] if isinstance(each, TermNode) else each for each in operands]
        if node.op == "ite":
            found = ite(node.operands[0], *among)
        elif node.op == "floor":
            found = _each(among[0], floor, most)
        else:
            constant, inner = sorted(among, key=lambda each: isinstance(each, TermNode))
            found = _each(inner, partial(add if node.op == "add" else mul, constant), most)
        if found is None:
            return None
        made[node] = found
    return made[term]


def _chosen_among(node: TermNode) -> tuple[Number, ...]:
    """The numbers that a choice, or what is made of one choice alone, rests on; nothing of another node."""
    match node.op:
        case "ite":
            return node.operands[1:]
        case "floor":
            return node.operands
        case "add" | "mul" if not all(isinstance(each, TermNode) for each in node.operands):
            return node.operands
        case _:
            return ()


def _each(choice: Number, operation: Callable[[Exact], Number], most: int) -> Number | None:
    """What an operation makes of each constant of a choice; None of a choice of more than so many."""
    made: dict[TermNode, Number] = {}
    waiting = [choice] if isinstance(choice, TermNode) else []
    while waiting:
        node = waiting[-1]
        test, *among = node.operands
        if first := [each for each in among if isinstance(each, TermNode) and each not in made]:
            waiting += first
            continue
        waiting.pop()
        then, otherwise = (made[each] if isinstance(each, TermNode) else operation(each) for each in among)
        made[node] = ite(test, then, otherwise)
        if len(made) > most:
            return None
    return made[choice] if isinstance(choice, TermNode) else operation(choice)


# --- arithmetic


def ite(test: Flag, then: Number | Flag, otherwise: Number | Flag) -> Number | Flag:
    """One of two numbers or of two flags."""
    if isinstance(test, bool):
        return then if test else otherwise
    if _is_flag(then) or _is_flag(otherwise):
        return either(test, then, otherwise)
    if then is otherwise or (
        not isinstance(then, TermNode) and not isinstance(otherwise, TermNode) and then == otherwise
    ):
        return then
    if as_flag(test).op == "not":
        test, then, otherwise = test.operands[0], otherwise, then
    if isinstance(then, TermNode) and then.op == "ite" and then.operands[0] is test:
        then = then.operands[1]
    if isinstance(otherwise, TermNode) and otherwise.op == "ite" and otherwise.operands[0] is test:
        otherwise = otherwise.operands[2]
    (a, b), (c, d) = _range(then), _range(otherwise)
    within = (None if a is None or c is None else min(a, c), None if b is None or d is None else max(b, d))
    return made("ite", (test, then, otherwise), _sort(then, otherwise), within)


def add(a: Number, b: Number) -> Number:
    """The sum of two."""
    if not isinstance(a, TermNode):
        a, b = b, a
    if not isinstance(a, TermNode):
        return _plain(a + b)
    if not isinstance(b, TermNode):
        return _more(a.base, _plain(a.offset + b))
    (least_a, most_a), (least_b, most_b) = _range(a.base), _range(b.base)
    first, second = (a.base, b.base) if a.base.serial <= b.base.serial else (b.base, a.base)
    within = _summed(least_a, least_b), _summed(most_a, most_b)
    return _more(made("add", (first, second), _sort(first, second), within), _plain(a.offset + b.offset))


def _more(base: TermNode, constant: Exact) -> TermNode:
    """A number and a constant more, which is always written over what it was before."""
    if constant == 0:
        return base
    within = _summed(base.least, constant), _summed(base.most, constant)
    found = made("add", (base, constant), _sort(base, constant), within)
    found.base, found.offset = base, constant
    return found


def sub(a: Number, b: Number) -> Number:
    """The first less the second."""
    if not isinstance(b, TermNode):
        return add(a, -b)
    if not isinstance(a, TermNode):
        return add(_times(b, -1), a)
    if a.base is b.base:
        return _plain(a.offset - b.offset)
    (least_a, most_a), (least_b, most_b) = _range(a.base), _range(b.base)
    within = _summed(least_a, _negated(most_b)), _summed(most_a, _negated(least_b))
    return _more(made("sub", (a.base, b.base), _sort(a, b), within), _plain(a.offset - b.offset))


def mul(a: Number, b: Number) -> Number:
    """The product of two."""
    if not isinstance(a, TermNode):
        a, b = b, a
    if not isinstance(a, TermNode):
        return _plain(a * b)
    if not isinstance(b, TermNode):
        return _times(a, b)
    for one, other in ((b, a), (a, b)):
        # Of a number that is looked up times another a solver knows little; of others it would have much to go through.
        most = _MOST_CHOICES if other.op == "lookup" and not are_as_functions() else _MOST_LINES
        choice = _choice(one, most)
        product = None if choice is None else _each(choice, partial(mul, other), most)
        if product is not None:  # so many times one of some constants is still linear
            return product
    first, second = (a, b) if a.serial <= b.serial else (b, a)
    return made("mul", (first, second), _sort(a, b), _multiplied(a, b))


def _times(a: TermNode, constant: Exact) -> Number:
    if constant == 1:
        return a
    if constant == 0:
        return 0
    bounds = [None if each is None else _plain(each * constant) for each in (a.base.least, a.base.most)]
    within = (bounds[0], bounds[1]) if constant > 0 else (bounds[1], bounds[0])
    return _more(made("mul", (constant, a.base), _sort(a.base, constant), within), _plain(a.offset * constant))


def _multiplied(a: TermNode, b: TermNode) -> Range:
    """The range of a product of two that are not below zero; of others nothing is said."""
    if a.least is None or b.least is None or a.least < 0 or b.least < 0:
        return None, None
    return _plain(a.least * b.least), None if a.most is None or b.most is None else _plain(a.most * b.most)


def divide(a: Number, b: Number) -> Number:
    """The quotient, exactly; the caller sees to it that what divides is not zero."""
    if not isinstance(b, TermNode):
        return mul(a, Fraction(1) / Fraction(b)) if b else 0
    return made("div", (a, b), "number")


def modulo(a: Number, b: int) -> Number:
    """What is left of a whole number when it is divided by a positive constant."""
    return made("mod", (a, b), "whole", (0, b - 1)) if isinstance(a, TermNode) else a % b


def floor(a: Number) -> Number:
    """The greatest whole number that is at most this."""
    if is_integral(a):
        return a
    if not isinstance(a, TermNode):
        return a // 1
    least, most = (None if each is None else _floor(each) for each in (a.least, a.most))
    return made("floor", (a,), "whole", (least, most))


def is_whole(a: Number) -> Flag:
    """Whether a number has no fraction."""
    if is_integral(a):
        return True
    return made("is-whole", (a,), "flag") if isinstance(a, TermNode) else Fraction(a).denominator == 1


def minimum(a: Number, b: Number) -> Number:
    """The lesser of two."""
    return ite(le(a, b), a, b)


def maximum(a: Number, b: Number) -> Number:
    """The greater of two."""
    return ite(le(a, b), b, a)


def below(number: Number, limit: Exact) -> Number:
    """A number where it is below a limit: of choices, those that are not are left out, so that less is to be looked up.

    Where it is not below, it is any number.
    """
    found: dict[TermNode, Number] = {}

    def is_open(each: Number) -> bool:
        """Whether it is a choice that reaches the limit; they stand in each other deeper than calls may."""
        most = range_of(each)[1]
        return (most is None or most >= limit) and isinstance(each, TermNode) and each.op == "ite" and each not in found

    waiting = [number] if isinstance(number, TermNode) and is_open(number) else []
    while waiting:
        node = waiting[-1]
        test, then, otherwise = node.operands
        kept = [each for each in (then, otherwise) if not _is_at_least(each, limit)] or [otherwise]
        if first := [each for each in kept if is_open(each)]:
            waiting += first
            continue
        waiting.pop()
        made_of = [found.get(each, each) if isinstance(each, TermNode) else each for each in kept]
        found[node] = made_of[0] if len(made_of) == 1 else ite(test, *made_of)
    return found.get(number, number) if isinstance(number, TermNode) else number


def _is_at_least(number: Number, limit: Exact) -> bool:
    least = range_of(number)[0]
    return least is not None and least >= limit


def total(numbers: Iterable[Number]) -> Number:
    """The sum of several."""
    return reduce(add, numbers, 0)


# --- tables


def looked_up(x: Number, table: Table | Function) -> tuple[Number, Flag]:
    """The value of a table or function at a whole number, and whether it has one there."""
    if isinstance(table, Function):
        return _asked(x, table)
    if not isinstance(x, TermNode):
        piece = table.pieces[max(0, bisect_right(table.starts, x) - 1)]
        return (0, False) if piece.offset is None else (piece.slope * x + piece.offset, True)
    pieces = reached(x, table)
    has = {piece.offset is not None for piece in pieces}
    exists = True if has == {True} else False if has == {False} else made("has", (x, table), "flag")
    if exists is False:
        return 0, False
    if len(pieces) == 1:
        (only,) = pieces
        return (add(x, only.offset) if only.slope else only.offset), True
    return made("lookup", (x, table), "whole", table.within), exists


def _asked(x: Number, function: Function) -> tuple[Number, Flag]:
    if not isinstance(x, TermNode):
        value = function.at(x)
        return (0, False) if value is None else (value, True)
    exists = True if function.is_total else made("has", (x, function), "flag")
    return made("lookup", (x, function), "whole", function.within), exists


def reached(x: TermNode, table: Table) -> Sequence[Piece]:
    """The pieces of a table that a number can be on."""
    first = 0 if x.least is None else max(0, bisect_right(table.starts, x.least) - 1)
    last = len(table.pieces) if x.most is None else max(1, bisect_right(table.starts, x.most))
    return table.pieces[first:last]


# --- exact values


def _sort(a: Number, b: Number) -> Sort:
    for each in (a, b):
        if _is_flag(each):
            raise TypeError(f"{each!r} is no number")
    return "whole" if is_integral(a) and is_integral(b) else "number"


def _range(term: Number) -> Range:
    if _is_flag(term) or not isinstance(term, TermNode | int | Fraction):
        raise TypeError(f"{term!r} is no number")
    return range_of(term)


def _plain(value: Exact) -> Exact:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _summed(a: Exact | None, b: Exact | None) -> Exact | None:
    return None if a is None or b is None else _plain(a + b)


def _negated(a: Exact | None) -> Exact | None:
    return None if a is None else -a
