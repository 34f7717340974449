"""Where the decisions of a fuzzer come from: a seeded generator, or bytes that a coverage-guided engine changes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Choices(Protocol):
    """A source of decisions; the same source makes the same input."""

    def below(self, bound: int) -> int:
        """A whole number from 0 up to but not including `bound`, which is at least 1."""
        ...


class Seeded:
    """Decisions of a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # nothing secret hangs on it

    def below(self, bound: int) -> int:
        return self._random.randrange(bound)


class Bytes:
    """Decisions read from bytes, two at a time; zero when they are used up, so that every text of bytes will do."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, bound: int) -> int:
        taken = self._data[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(taken, "big") % bound


def one_of(choices: Choices, several: Sequence[T]) -> T:
    """One of several things."""
    return several[choices.below(len(several))]


def happens(choices: Choices, once_in: int) -> bool:
    """Whether something happens that does so once in a number of times."""
    return choices.below(once_in) == 0
