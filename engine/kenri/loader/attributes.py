"""Declarations of attributes in full, whichever way they are written."""

from __future__ import annotations

from collections.abc import Mapping

from kenri.model.plan import Attribute, AttributeUse

__all__ = ["attribute", "attributes_of"]


def attribute(use: AttributeUse) -> Attribute:
    """An attribute's declaration; a bare type stands for one of that type."""
    return use if isinstance(use, Attribute) else Attribute(type=use)


def attributes_of(declared: Mapping[str, AttributeUse]) -> dict[str, Attribute]:
    """Declarations of attributes, each in full."""
    return {name: attribute(use) for name, use in declared.items()}
