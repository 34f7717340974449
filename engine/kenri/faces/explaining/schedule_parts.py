"""The parts of a schedule by their numbers, as far as a plan says them without a life."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise

from kenri.faces.words import number
from kenri.faces.words.schedule import word
from kenri.model.expressions import Quantity, Vests
from kenri.model.limits import TIMES
from kenri.model.plan import Plan
from kenri.model.ruling import Exact
from kenri.model.sentences import Language
from kenri.model.supplied import term_value
from kenri.reference.vesting import after_each

_MOST = 6
"""How many stretches of equal parts are told."""


def parts_words(plan: Plan, node: Vests, lang: Language) -> str | None:
    """The parts and how large each is: of a total that is fixed how many, else which share of it, before rounding.

    `parts 1–12 together 25,000, part 13: 2,083, …`; None where the number of parts or the cliff needs a life.
    """
    parts = len(node.portions or ()) if node.parts is None else _fixed(plan, node.parts)
    cliff = 1 if node.cliff is None else _fixed(plan, node.cliff)
    if not isinstance(parts, int) or not isinstance(cliff, int) or not 0 <= cliff <= parts <= TIMES.most or not parts:
        return None
    total, first = _fixed(plan, node.vests), max(cliff, 1)
    portions = node.portions or parts
    if total is None:
        sums = after_each("fractional", 1, portions, 1)[first:]
    elif node.at_cliff == "as-one":
        sums = after_each(node.allocation, total, portions, first)[1:]
    else:
        sums = after_each(node.allocation, total, portions, 1)[first:]
    sizes = [sums[0], *(after - before for before, after in pairwise(sums))]
    told = [*_stretches(first, sizes, lang, is_share=total is None)]
    rest = [word("so-on", lang, count=parts)] if len(told) > _MOST else []
    return word("comma", lang).join([*told[:_MOST], *rest])


def _stretches(first: int, sizes: list[Exact], lang: Language, *, is_share: bool) -> Iterator[str]:
    """Equal parts one after another, each stretch in words; those before the first one vest with it."""

    def size(value: Exact) -> str:
        return word("share", lang, share=Fraction(value)) if is_share else number(value)

    if first > 1:
        yield word("parts-together", lang, last=first, number=size(sizes[0]))
    place = first + 1 if first > 1 else 1
    for value, group in groupby(sizes[1:] if first > 1 else sizes):
        last = place + len([*group]) - 1
        yield word("one-part" if last == place else "parts-each", lang, first=place, last=last, number=size(value))
        place = last + 1


def _fixed(plan: Plan, node: Quantity) -> Exact | None:
    """A number that is the same in every life and on every day; None for any other."""
    if isinstance(node, Decimal):
        return Fraction(node)
    if isinstance(node, int):
        return node
    term = plan.terms.get(node) if isinstance(node, str) else None
    if term is None or term.is_unknown or term.dated:
        return None
    value = term_value(term)
    return value if isinstance(value, int | Fraction) else None
