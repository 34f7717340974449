"""How long work on an answer may take, so that there is time left to tell what came of it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

__all__ = ["AnswerTime"]

_OF_WORK = 0.8
"""The part of the time of an answer in which questions to a solver may be asked; the rest is for telling of it."""


class AnswerTime:
    """The time of one answer, which may take so many seconds before it is ended with its process."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds * _OF_WORK
        """So many of them for work that can be stopped."""
        self._clock = clock
        self._until = clock() + self.seconds

    def left(self) -> float:
        """How many of these are left; zero and less where none is.

        >>> now = iter((0.0, 10.0, 90.0))
        >>> time = AnswerTime(100.0, lambda: next(now))
        >>> time.left(), time.left()
        (70.0, -10.0)
        """
        return self._until - self._clock()
