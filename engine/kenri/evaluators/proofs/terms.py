"""Terms of the solver, built so that what is already known is never given to it; the only file that knows Z3.

A term is a Python value as long as it can be (`bool`, `int`, `Fraction`) and an expression of Z3 otherwise. Of whole
numbers the least and the greatest value are kept where they are known, and a day so many days after another is written
in one way only, so that comparisons that cannot go otherwise vanish.

Seen with z3-solver 5.4.1: `Context` objects are not shared between threads, and building is some ten microseconds a
term; each check has a context of its own (`afresh`), one solver for each plan, a fixed seed, one thread, and a bound on
the solver's own steps in the place of a clock, so that the same questions give the same answers, whatever was asked
before and however busy the machine is. A model leaves out what it does not depend on: `Model.value` completes it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from threading import RLock
from typing import Any, Literal, NamedTuple, TypeAlias

from kenri.evaluators.proofs import SolverMissingError
from kenri.evaluators.proofs.effort import Effort

try:
    import z3
except ImportError as error:
    raise SolverMissingError from error

ILL_SORTED: tuple[type[Exception], ...] = (z3.Z3Exception, AttributeError, TypeError, KeyError, AssertionError)
"""What building terms may end in where a plan compares what is of different sorts; loading it should have told."""

Flag: TypeAlias = Any
"""True, False, or a Boolean expression."""

Number: TypeAlias = Any
"""An `int`, a `Fraction`, or an arithmetic expression."""

Range: TypeAlias = tuple[int | None, int | None]
"""The least and the greatest value, None where it is not known."""


class _Known(NamedTuple):
    """What is known of a whole number: what it was before a constant was added, the constant, and its range."""

    term: Any
    base: Any
    offset: int
    range: Range


class _Space:
    """Where terms are made: a context of the solver, and what is known of the terms in it."""

    def __init__(self) -> None:
        self.context = z3.Context()
        self.known: dict[int, _Known] = {}
        """By the id of the term, which is kept alive here: Z3 gives equal terms the same id."""
        self.kept: dict[object, Any] = {}
        """What other files keep about terms of this space."""


_spaces: list[_Space] = [_Space()]
"""The space that terms are made in is the last; one is entered and left again, so that none outlives its check."""


_one_at_a_time = RLock()
"""Checks in several threads wait for one another; one inside another, in the same thread, does not."""


@contextmanager
def afresh() -> Iterator[None]:
    """Inside, terms are made in a space of their own, as if nothing had been asked before; it is given up at the end.

    No term may be taken in or out. Terms that nothing refers to any more are not collected meanwhile: the solver gives
    their numbers to others, and what it finds first may hang on these.
    """
    with _one_at_a_time:
        collects = gc.isenabled()
        gc.disable()
        _spaces.append(_Space())
        try:
            yield
        finally:
            _spaces.pop()
            if collects:
                gc.enable()


def kept() -> dict[object, Any]:
    """What may be kept about terms as long as they are: it is given up together with them."""
    return _spaces[-1].kept


def is_known(term: Any) -> bool:
    """Whether a term is a plain value."""
    return not isinstance(term, z3.ExprRef)


def key(term: Any) -> Any:
    """What tells a term from others."""
    return term if is_known(term) else ("term", term.get_id())


def range_of(term: Number) -> Range:
    """The least and the greatest value that a whole number can have, as far as that is plain."""
    if isinstance(term, int):
        return term, term
    if is_known(term):
        return None, None
    found = _spaces[-1].known.get(term.get_id())
    return found.range if found is not None else (None, None)


def _note(term: Any, within: Range, base: Any = None, offset: int = 0) -> Any:
    _spaces[-1].known[term.get_id()] = _Known(term, term if base is None else base, offset, within)
    return term


# --- variables


def whole(name: str, least: int | None = None, most: int | None = None) -> Number:
    """A whole number; its range must be stated to the solver too, as `in_range` says it."""
    return _note(z3.Int(name, _spaces[-1].context), (least, most))


def real(name: str) -> Number:
    """Any number."""
    return z3.Real(name, _spaces[-1].context)


def flag(name: str) -> Flag:
    """True or false."""
    return z3.Bool(name, _spaces[-1].context)


def in_range(term: Number) -> Flag:
    """That a variable is within its range."""
    least, most = range_of(term)
    return conj(*([term >= least] if least is not None else []), *([term <= most] if most is not None else []))


# --- truth


def conj(*flags: Flag) -> Flag:
    """Whether all are true."""
    left: list[Any] = []
    seen: set[int] = set()
    for each in flags:
        if each is False:
            return False
        if each is not True and each.get_id() not in seen:
            seen.add(each.get_id())
            left.append(each)
    return True if not left else left[0] if len(left) == 1 else z3.And(left)


def disj(*flags: Flag) -> Flag:
    """Whether at least one is true."""
    left: list[Any] = []
    seen: set[int] = set()
    for each in flags:
        if each is True:
            return True
        if each is not False and each.get_id() not in seen:
            seen.add(each.get_id())
            left.append(each)
    return False if not left else left[0] if len(left) == 1 else z3.Or(left)


def neg(value: Flag) -> Flag:
    """Whether it is false."""
    if isinstance(value, bool):
        return not value
    return value.arg(0) if z3.is_not(value) else z3.Not(value)


def implies(premise: Flag, value: Flag) -> Flag:
    """Whether one is true wherever the other is."""
    return disj(neg(premise), value)


def same(a: Flag, b: Flag) -> Flag:
    """Whether both are true or both false."""
    if isinstance(a, bool):
        return b if a else neg(b)
    if isinstance(b, bool):
        return a if b else neg(a)
    return True if a.eq(b) else a == b


def ite(test: Flag, then: Any, otherwise: Any) -> Any:
    """One of two numbers or of two flags."""
    if isinstance(test, bool):
        return then if test else otherwise
    if key(then) == key(otherwise) and type(then) is type(otherwise):
        return then
    if isinstance(then, bool) or isinstance(otherwise, bool) or _is_flag(then):
        return disj(conj(test, then), conj(neg(test), otherwise))
    term = z3.If(test, _operand(then, otherwise), _operand(otherwise, then))
    if not term.is_int():
        return term
    (a, b), (c, d) = range_of(then), range_of(otherwise)
    return _note(term, (_each(min, a, c), _each(max, b, d)))


def _is_flag(term: Any) -> bool:
    return isinstance(term, z3.BoolRef)


def _each(choose: Any, a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else choose(a, b)


def _operand(term: Number, beside: Number = 0) -> Any:
    context = _spaces[-1].context
    if isinstance(term, Fraction):
        return z3.Q(term.numerator, term.denominator, context)
    if isinstance(term, int):
        is_real = isinstance(beside, Fraction) or (not is_known(beside) and beside.is_real())
        return z3.RealVal(term, context) if is_real else z3.IntVal(term, context)
    if term.is_int() and (isinstance(beside, Fraction) or (not is_known(beside) and beside.is_real())):
        return z3.ToReal(term)
    return term


# --- comparisons


def le(a: Number, b: Number) -> Flag:
    """Whether `a` is at most `b`."""
    if is_known(a) and is_known(b):
        return a <= b
    (least_a, most_a), (least_b, most_b) = range_of(a), range_of(b)
    if most_a is not None and least_b is not None and most_a <= least_b:
        return True
    if least_a is not None and most_b is not None and least_a > most_b:
        return False
    (x, m), (y, n) = _parts(a), _parts(b)
    if x is not None and y is not None:
        if x.eq(y):
            return m <= n
        return x - y <= n - m if n != m else x <= y
    if x is not None and isinstance(b, int):
        return x <= b - m
    if y is not None and isinstance(a, int):
        return y >= a - n
    return _operand(a, b) <= _operand(b, a)


def lt(a: Number, b: Number) -> Flag:
    """Whether `a` is less than `b`."""
    return neg(le(b, a))


def ge(a: Number, b: Number) -> Flag:
    """Whether `a` is at least `b`."""
    return le(b, a)


def gt(a: Number, b: Number) -> Flag:
    """Whether `a` is more than `b`."""
    return lt(b, a)


def eq(a: Any, b: Any) -> Flag:
    """Whether two numbers, or two flags, are equal."""
    if isinstance(a, bool) or isinstance(b, bool) or _is_flag(a) or _is_flag(b):
        return same(a, b)
    if is_known(a) and is_known(b):
        return bool(a == b)
    (least_a, most_a), (least_b, most_b) = range_of(a), range_of(b)
    if most_a is not None and least_b is not None and most_a < least_b:
        return False
    if least_a is not None and most_b is not None and least_a > most_b:
        return False
    (x, m), (y, n) = _parts(a), _parts(b)
    if x is not None and y is not None and x.eq(y):
        return m == n
    return _operand(a, b) == _operand(b, a)


def _parts(term: Number) -> tuple[Any, int]:
    """What a whole number was before a constant was added, and the constant; None for one not seen so."""
    if is_known(term):
        return None, 0
    found = _spaces[-1].known.get(term.get_id())
    return (None, 0) if found is None else (found.base, found.offset)


# --- arithmetic


def add(a: Number, b: Number) -> Number:
    """The sum of two."""
    if is_known(a) and is_known(b):
        return _plain(a + b)
    if is_known(a):
        a, b = b, a
    if b == 0 and is_known(b):
        return a
    if isinstance(b, int) and a.is_int():
        base, offset = _parts(a)
        base = a if base is None else base
        least, most = range_of(a)
        total = offset + b
        term = base + total if total else base
        within = (None if least is None else least + b, None if most is None else most + b)
        return _note(term, within, base, total) if total else term
    term = _operand(a, b) + _operand(b, a)
    if not term.is_int():
        return term
    (least_a, most_a), (least_b, most_b) = range_of(a), range_of(b)
    return _note(term, (_each(int.__add__, least_a, least_b), _each(int.__add__, most_a, most_b)))


def sub(a: Number, b: Number) -> Number:
    """The first less the second."""
    if is_known(b):
        return add(a, -b)
    if not is_known(a):
        (x, m), (y, n) = _parts(a), _parts(b)
        if x is not None and y is not None and x.eq(y):
            return m - n
    return _operand(a, b) - _operand(b, a)


def mul(a: Number, b: Number) -> Number:
    """The product of two."""
    if is_known(a) and is_known(b):
        return _plain(a * b)
    if is_known(a):
        a, b = b, a
    if is_known(b):
        return a if b == 1 else 0 if b == 0 else _operand(a, b) * _operand(b, a)
    chosen = _choices(b)
    if chosen is None:
        a, b = b, a
        chosen = _choices(b)
    if chosen is not None:  # so many times one of some constants is still linear
        *some, (_, last) = chosen
        return reduce(lambda rest, line: ite(line[0], mul(line[1], a), rest), reversed(some), mul(last, a))
    return _operand(a, b) * _operand(b, a)


def divide(a: Number, b: Number) -> Number:
    """The quotient, exactly; the caller sees to it that what divides is not nought."""
    if is_known(b):
        return mul(a, Fraction(1) / Fraction(b)) if b else 0
    return _real(a) / _real(b)


def modulo(a: Number, b: int) -> Number:
    """What is left of a whole number when it is divided by a positive constant."""
    return a % b if is_known(a) else _note(a % b, (0, b - 1))


def floor(a: Number) -> Number:
    """The greatest whole number that is at most this."""
    if is_known(a):
        return a // 1
    if a.is_int():
        return a
    return z3.ToInt(a)


def is_whole(a: Number) -> Flag:
    """Whether a number has no fraction."""
    if is_known(a):
        return Fraction(a).denominator == 1
    return True if a.is_int() else z3.IsInt(a)


def minimum(a: Number, b: Number) -> Number:
    """The lesser of two."""
    return ite(le(a, b), a, b)


def maximum(a: Number, b: Number) -> Number:
    """The greater of two."""
    return ite(le(a, b), b, a)


def total(numbers: Iterable[Number]) -> Number:
    """The sum of several."""
    return reduce(add, numbers, 0)


def _plain(value: int | Fraction) -> int | Fraction:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _real(term: Number) -> Any:
    return _operand(term, Fraction(1, 2))


def choices(term: Number) -> list[tuple[Flag, int | Fraction]] | None:
    """The few constants that a number is one of, each with when it is that one; None if it is not such a choice."""
    lines = _choices(term)
    if lines is None:
        return None
    found: list[tuple[Flag, int | Fraction]] = []
    before: Flag = True
    for test, value in lines:
        found.append((conj(before, test), value))
        before = conj(before, neg(test))
    return found


def _choices(term: Number) -> list[tuple[Any, int | Fraction]] | None:
    """The constants that a number is one of, each with when; None if it is not a choice among a few."""
    if is_known(term):
        return [(True, term)]
    lines: list[tuple[Any, int | Fraction]] = []
    while z3.is_app_of(term, z3.Z3_OP_ITE) and len(lines) < 8:
        test, then, term = term.arg(0), term.arg(1), term.arg(2)
        value = _constant(then)
        if value is None:
            return None
        lines.append((test, value))
    value = _constant(term)
    return None if value is None else [*lines, (True, value)]


def _constant(term: Any) -> int | Fraction | None:
    if z3.is_app_of(term, z3.Z3_OP_TO_REAL):
        term = term.arg(0)
    if z3.is_int_value(term):
        return int(term.as_long())
    if z3.is_rational_value(term):
        return _plain(Fraction(term.numerator_as_long(), term.denominator_as_long()))
    return None


# --- functions of a day that are straight between a few days


class Piece(NamedTuple):
    """From an argument on, a function is `slope * x + offset`; it has no value where `offset` is None."""

    start: int
    slope: int
    offset: int | None


def piecewise(x: Number, pieces: Sequence[Piece], within: Range) -> tuple[Number, Flag]:
    """The value of a function at a whole number, and whether it has one there; the first piece reaches down."""

    def value(some: Sequence[Piece]) -> Any:
        if len(some) == 1:
            _, slope, offset = some[0]
            return (add(x, offset or 0) if slope else (offset or 0)) if offset is not None else 0
        half = len(some) // 2
        return ite(lt(x, some[half].start), value(some[:half]), value(some[half:]))

    def exists(some: Sequence[Piece]) -> Any:
        if all((piece.offset is None) == (some[0].offset is None) for piece in some):
            return some[0].offset is not None
        half = len(some) // 2
        return ite(lt(x, some[half].start), exists(some[:half]), exists(some[half:]))

    least, most = range_of(x)
    reached = [
        piece
        for piece, following in zip(pieces, [*(each.start for each in pieces[1:]), None], strict=True)
        if (least is None or following is None or following > least) and (most is None or piece.start <= most)
    ] or [pieces[0]]
    found = value(reached)
    if not is_known(found) and found.get_id() not in _spaces[-1].known:
        _note(found, within)
    return found, exists(reached)


# --- solving

Answer: TypeAlias = Literal["yes", "no", "gave-up", "stopped"]
"""`gave-up`: the steps that were allowed did not do. `stopped`: the clock ran out before, which says nothing."""


EFFORT = Effort()
"""What a question may take where nothing else is said."""


class Model:
    """A way in which everything asked for is so."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def value(self, term: Any) -> Any:
        """A term as a plain value."""
        if is_known(term):
            return term
        found = self._model.eval(term, model_completion=True)
        if z3.is_bool(found):
            return bool(z3.is_true(found))
        number = _constant(found)
        return 0 if number is None else number  # an algebraic number, which replaying will tell from the right one


class Solver:
    """Asks whether something can be so, beside what always is."""

    def __init__(self) -> None:
        self._context = _spaces[-1].context
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 7)
        self._stated: set[int] = set()

    def state(self, *flags: Flag) -> None:
        """Take something as always so."""
        for each in flags:
            if each is True:
                continue
            if each is False:
                self._solver.add(z3.BoolVal(False, self._context))
            elif each.get_id() not in self._stated:
                self._stated.add(each.get_id())
                self._solver.add(each)

    def can(self, *flags: Flag, effort: Effort = EFFORT) -> tuple[Answer, Model | None]:
        """Whether all of these can be so together, as far as some effort tells."""
        if any(each is False for each in flags):
            return "no", None
        self._solver.set("rlimit", min(max(1, effort.steps), _MOST_STEPS))
        self._solver.set("timeout", max(1, int(min(effort.seconds * 1000, _MOST_STEPS))))
        self._solver.push()
        try:
            self._solver.add(*(each for each in flags if each is not True))
            before = self._steps_taken()
            found = self._solver.check()
            if found == z3.sat:
                return "yes", Model(self._solver.model())
            if found == z3.unsat:
                return "no", None
            # Whichever bound was met the solver calls it "canceled"; it is told by the steps.
            was_cut = self._solver.reason_unknown() in ("canceled", "timeout")
            return ("stopped" if was_cut and self._steps_taken() - before < effort.steps else "gave-up"), None
        finally:
            self._solver.pop()

    def _steps_taken(self) -> int:
        counted = self._solver.statistics()
        return int(counted.get_key_value("rlimit count")) if "rlimit count" in counted.keys() else 0  # noqa: SIM118  # it is no mapping


_MOST_STEPS = (1 << 32) - 1
"""The greatest bound that the solver can be given."""


def at_most_of(flags: Sequence[Flag], number: int) -> Flag:
    """Whether at most so many of some are true."""
    unknown = [each for each in flags if not isinstance(each, bool)]
    left = number - sum(1 for each in flags if each is True)
    if left < 0:
        return False
    return True if left >= len(unknown) else z3.AtMost(*unknown, left)


def distinct(numbers: Sequence[Number]) -> Flag:
    """Whether no two of some numbers are equal."""
    return z3.Distinct(*numbers) if len(numbers) > 1 else True
