"""The nodes that terms are made of, in an order in which each comes after its operands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.terms import TermNode


def in_order(roots: Iterable[Any]) -> list[TermNode]:
    """Every node that the roots are made of, once; it goes no deeper than one step at a time."""
    waiting = [root for root in roots if isinstance(root, TermNode)]
    seen = set(waiting)
    while waiting:
        for each in waiting.pop().operands:
            if isinstance(each, TermNode) and each not in seen:
                seen.add(each)
                waiting.append(each)
    return sorted(seen, key=_serial)


def _serial(node: TermNode) -> int:
    return node.serial
