"""How much work one question to the solver may be, in steps that are the same on every machine; needs no solver."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

STEPS = 40_000_000
"""Steps of the solver, as it counts them itself, that one question may take: the same on every machine."""

SAFETY = 600.0
"""Seconds after which a question is stopped all the same, so that no check hangs: no verdict rests on it."""


class Effort(NamedTuple):
    """What one question to the solver may take: so many of its steps, and for safety so many seconds.

    `left`: how many seconds are left for all questions together, where there is an end to that.
    """

    steps: int = STEPS
    seconds: float = SAFETY
    left: Callable[[], float] | None = None

    @property
    def seconds_now(self) -> float:
        """The most that a question may take which is asked now; zero where no time is left.

        >>> Effort(seconds=60.0, left=lambda: 2.5).seconds_now, Effort(seconds=60.0).seconds_now
        (2.5, 60.0)
        """
        return self.seconds if self.left is None else max(0.0, min(self.seconds, self.left()))
