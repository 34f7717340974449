"""When whoever is turned away is to come again: each in a turn of their own, as fast as answers were given lately."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import monotonic

__all__ = ["LONGEST", "QueueTime"]

LONGEST = 120
"""Seconds that nobody is told to wait beyond: what comes then is judged anew."""

_AT_FIRST = 0.1
"""Seconds that an answer is taken to need, before any was given."""

_WEIGHT = 0.1
"""How much one answer changes what answers are taken to need."""


class QueueTime:
    """How long answers of so many processes take, and to whom which turn was promised."""

    def __init__(self, processes: int, clock: Callable[[], float] = monotonic) -> None:
        self._processes = processes
        self._clock = clock
        self._needed = _AT_FIRST
        self._promised = 0.0

    def took(self, seconds: float) -> None:
        """Note that an answer took so long."""
        self._needed += _WEIGHT * (seconds - self._needed)

    def turn(self, waiting: int) -> int:
        """Seconds until there is room for one more, where so many wait: after all who were turned away before.

        >>> queue = QueueTime(2, lambda: 0.0)
        >>> queue.took(20.0)  # so that an answer is taken to need some two seconds
        >>> queue.turn(4), queue.turn(4), queue.turn(4)
        (6, 7, 8)
        """
        now, each = self._clock(), self._needed / self._processes
        self._promised = min(max(self._promised, now + waiting * each) + each, now + LONGEST)
        return max(1, ceil(self._promised - now))
