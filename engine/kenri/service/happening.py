"""What a register records that happened in the life of a holder, as far as it matters for who may see their rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

__all__ = ["Happened", "Happening"]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: its kind, whom it is about, its day, and what it says besides, each by its name and as text."""

    event: str
    who: str
    on: date
    said: tuple[tuple[str, str], ...] = ()


Happened: TypeAlias = tuple[tuple[Happening, ...], ...]
"""What counts for each grant of a holder, in the order in which it was recorded. What is the same stands there once."""
