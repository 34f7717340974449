"""What is known to come in a span of days, and not to come, so that nobody need ask about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from kenri.model.days import Day
from kenri.model.ruling import Most

__all__ = ["NOT_KNOWN", "About", "KnownEnd", "KnownMove", "KnownQuiet"]

About: TypeAlias = tuple[str, str, str]
"""An action, with a party who may ask and the id of a grant."""


class KnownEnd(NamedTuple):
    """The first or the last day of a window on which the action is allowed."""

    kind: Literal["opens", "closes"]
    day: Day
    number: Most
    """The largest number allowed on it."""
    rule: str
    """The first permit that holds on it."""
    until: Day | None
    """The last day of a window that opens; None where there is none."""
    is_settled: bool
    """Whether the window is the same however clauses are read."""


class KnownMove(NamedTuple):
    """Rights of a grant that move by themselves."""

    day: Day
    effect: str
    number: int


@dataclass(frozen=True, slots=True)
class KnownQuiet:
    """What is known of one life."""

    windows: Collection[About] = frozenset()
    """Of what no window opens, closes or changes."""
    is_still: bool = False
    """Whether no rights move by themselves."""
    ends: Mapping[About, tuple[KnownEnd, ...]] = field(default_factory=dict)
    """Of what windows open and close, all of them in the order of days, and none of which changes."""
    moves: Mapping[str, tuple[KnownMove, ...]] | None = None
    """By the id of each grant what rights move by themselves, in the order of days; None where that is not known."""


NOT_KNOWN: Final = KnownQuiet()
"""Nothing is known: all is asked about."""
