"""Truth in terms: what is known is folded away as nodes are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kenri.terms.node import Flag, TermNode, made


def conj(*flags: Flag) -> Flag:
    """Whether all are true."""
    left = _several(flags, dull=True)
    if left is None:
        return False
    return True if not left else left[0] if len(left) == 1 else made("and", left, "flag")


def disj(*flags: Flag) -> Flag:
    """Whether at least one is true."""
    left = _several(flags, dull=False)
    if left is None:
        return True
    return False if not left else left[0] if len(left) == 1 else made("or", left, "flag")


def _several(flags: Iterable[Flag], *, dull: bool) -> tuple[TermNode, ...] | None:
    """The flags that matter, in one order; None where one settles it, or one is there with its contrary."""
    seen: dict[TermNode, None] = {}
    for each in flags:
        if isinstance(each, bool):
            if each is not dull:
                return None
        else:
            seen[as_flag(each)] = None
    for each in seen:
        if each.op == "not" and each.operands[0] in seen:
            return None
    return tuple(sorted(seen, key=_serial))


def _serial(node: TermNode) -> int:
    return node.serial


def as_flag(term: Flag) -> TermNode:
    """A flag that is no plain value; what is no flag at all is refused."""
    if not isinstance(term, TermNode) or term.sort != "flag":
        raise TypeError(f"{term!r} is neither true nor false")
    return term


def neg(value: Flag) -> Flag:
    """Whether it is false."""
    if isinstance(value, bool):
        return not value
    node = as_flag(value)
    return node.operands[0] if node.op == "not" else made("not", (node,), "flag")


def implies(premise: Flag, value: Flag) -> Flag:
    """Whether one is true wherever the other is."""
    return disj(neg(premise), value)


def same(a: Flag, b: Flag) -> Flag:
    """Whether both are true or both false."""
    if isinstance(a, bool):
        return b if a else neg(b)
    if isinstance(b, bool):
        return a if b else neg(a)
    if a is b:
        return True
    is_negated = False
    if a.op == "not":
        a, is_negated = a.operands[0], not is_negated
    if b.op == "not":
        b, is_negated = b.operands[0], not is_negated
    if a is b:
        return not is_negated
    found = made("iff", tuple(sorted((as_flag(a), as_flag(b)), key=_serial)), "flag")
    return neg(found) if is_negated else found


def either(test: Flag, then: Flag, otherwise: Flag) -> Flag:
    """One of two flags."""
    if isinstance(test, bool):
        return then if test else otherwise
    if then is otherwise:
        return then
    if isinstance(then, bool):
        return disj(test, otherwise) if then else conj(neg(test), otherwise)
    if isinstance(otherwise, bool):
        return disj(neg(test), then) if otherwise else conj(test, then)
    if test.op == "not":
        test, then, otherwise = test.operands[0], otherwise, then
    return made("ite", (as_flag(test), as_flag(then), as_flag(otherwise)), "flag")


def at_most_of(flags: Sequence[Flag], number: int) -> Flag:
    """Whether at most so many of some are true."""
    open_ = [each for each in flags if not isinstance(each, bool)]
    left = number - sum(1 for each in flags if each is True)
    if left < 0:
        return False
    return True if left >= len(open_) else made("at-most", (left, *open_), "flag")
