"""Circles among things that use one another."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circles(uses: Mapping[T, Iterable[T]]) -> Iterator[tuple[T, ...]]:
    """Each circle once, found depth first in the order in which things are used.

    Without recursion: a chain of names may be longer than Python lets functions call each other.

    >>> list(circles({"a": ["b"], "b": ["c", "a"], "c": ["c"]}))
    [('c',), ('a', 'b')]
    """
    done: set[T] = set()
    for first in uses:
        path = dict.fromkeys([first])
        waiting = [iter(uses[first])] if first not in done else []
        while waiting:
            used = next(waiting[-1], None)
            if used is None:
                waiting.pop()
                done.add(path.popitem()[0])
            elif used in path:
                names = tuple(path)
                yield names[names.index(used) :]
            elif used not in done:
                path[used] = None
                waiting.append(iter(uses.get(used, ())))
