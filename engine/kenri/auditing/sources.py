"""What an audit of many lives asks of whoever keeps them: the versions of a plan, and what is kept of each holder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from kenri.asking.askable import AskablePlan
from kenri.model.days import Day
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant, Life

__all__ = ["KeptLife", "PlanVersions"]


class PlanVersions(Protocol):
    """A plan as it is used on each day; the same object wherever it is the same version."""

    @property
    def recordings(self) -> Iterable[KnownRecord]:
        """What was recorded in the place of a version."""
        ...

    def on(self, day: Day, instant: Instant | None = None) -> AskablePlan | None:
        """The version that is used on a day, as known at an instant (None: by all there is); None where none is."""
        ...


class KeptLife(Protocol):
    """What is kept of one holder, or of all together where a plan adds over the grants of everybody.

    The plans that it is asked about are those of its `PlanVersions`.
    """

    @property
    def holder(self) -> str:
        """The name; empty for all together."""
        ...

    @property
    def permitted(self) -> int | None:
        """How many acts there are up to the last day that is looked at, where it is known already that all of them were
        permitted, now and when they were recorded, however clauses are read, that nothing was to be done, and that all
        rights are accounted for; None where that is to be found out.
        """
        ...

    def life(self, plan: Any, day: Day, instant: Instant | None = None) -> Life:
        """The life as it was on a day, as known at an instant; the same object wherever it is the same. Events that
        became known later may still be in it.
        """
        ...

    def recordings(self, plan: Any) -> Iterable[KnownRecord]:
        """Each record that counts in it, with the instant from which it was known, by the clocks of a plan."""
        ...
