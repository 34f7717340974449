"""How far two sequences are the same from their start, told at a glance where they share their members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def alike(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many members are the same from the start on; of shared members that is told by their identity.

    >>> alike((1, 2, 3), (1, 2, 4, 5))
    2
    """
    if one is other:
        return len(one)
    same, until = 0, min(len(one), len(other))  # so many are the same at the least, and at the most
    while same < until:
        middle = (same + until + 1) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            until = middle - 1
    return same
