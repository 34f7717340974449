"""Attributes and terms as they are declared: each in full, and of which type it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kenri.model.plan import Attribute, AttributeUse, DatedValue, Term

__all__ = ["attribute", "attributes_of", "for_party", "term_type"]


def attribute(use: AttributeUse) -> Attribute:
    """An attribute's declaration; a bare type stands for one of that type."""
    return use if isinstance(use, Attribute) else Attribute(type=use)


def attributes_of(declared: Mapping[str, AttributeUse]) -> dict[str, Attribute]:
    """Declarations of attributes, each in full."""
    return {name: attribute(use) for name, use in declared.items()}


def for_party(declared: Mapping[str, AttributeUse], roles: Iterable[str]) -> dict[str, Attribute]:
    """The attributes of a party with some roles: one that is `for` others may be missing."""
    own = set(roles)
    return {
        name: each if not each.for_ or own.intersection(each.for_) else replace(each, optional=True)
        for name, each in attributes_of(declared).items()
    }


def term_type(term: Term | DatedValue) -> str:
    """The type of a term, from what it says or from its value."""
    if isinstance(term, Term) and term.type is not None:
        return term.type
    if term.first is not None:
        return "period"
    match term.value:
        case bool():
            return "flag"
        case int() | Decimal():
            return "number"
        case datetime.date():
            return "day"
        case _:
            return "text"
