"""How far two sequences are the same from their start, told at a glance where they share their members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Beginning(tuple[T_co, ...]):
    """The first so many of a longer tuple: how far two of the same one are alike is told by their lengths.

    >>> events = (1, 2, 3, 4)
    >>> beginning(events, 2)
    (1, 2)
    >>> alike(beginning(events, 2), beginning(events, 3))
    2
    """

    of: tuple[T_co, ...]


def beginning(of: tuple[T_co, ...], count: int) -> tuple[T_co, ...]:
    """The first so many of a tuple; the tuple itself where those are all."""
    if count >= len(of):
        return of
    made = Beginning(of[:count])
    made.of = of.of if isinstance(of, Beginning) else of
    return made


def _whole(one: Sequence[Any]) -> Sequence[Any]:
    """What a tuple is the beginning of: the tuple itself, where it was not taken from a longer one."""
    return one.of if isinstance(one, Beginning) else one


def alike(one: Sequence[Any], other: Sequence[Any]) -> int:
    """How many members are the same from the start on; of shared members that is told by their identity.

    >>> alike((1, 2, 3), (1, 2, 4, 5))
    2
    """
    if one is other or _whole(one) is _whole(other):
        return min(len(one), len(other))
    same, until = 0, min(len(one), len(other))  # so many are the same at the least, and at the most
    nearly = [until - _LATELY, until]
    while same < until:
        middle = nearly.pop() if nearly and until > _LATELY else (same + until + 1) // 2
        if one[same:middle] == other[same:middle]:
            same, nearly = middle, []
        else:
            until = middle - 1
    return same


_LATELY = 8
"""Most that grow do so at their end: the last so many are looked at by themselves."""
