"""How much work one question to the solver may be, in steps that are the same on every machine; needs no solver."""

from __future__ import annotations

from typing import NamedTuple

STEPS = 40_000_000
"""Steps of the solver, as it counts them itself, that one question may take: the same on every machine."""

SAFETY = 600.0
"""Seconds after which a question is stopped all the same, so that no check hangs: no verdict rests on it."""


class Effort(NamedTuple):
    """What one question to the solver may take: so many of its steps, and for safety so many seconds."""

    steps: int = STEPS
    seconds: float = SAFETY
