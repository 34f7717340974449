"""What is known not to come in a span of days, so that nobody need ask about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

__all__ = ["NOT_KNOWN", "KnownQuiet"]


@dataclass(frozen=True, slots=True)
class KnownQuiet:
    """What is known of one life."""

    windows: Collection[tuple[str, str, str]] = frozenset()
    """The actions, each with a party who may ask and the id of a grant, of which no window opens, closes or changes."""
    is_still: bool = False
    """Whether no rights move by themselves."""


NOT_KNOWN: Final = KnownQuiet()
"""Nothing is known: all is asked about."""
