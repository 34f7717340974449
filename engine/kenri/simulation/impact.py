"""What becomes of the answers about a life when something is otherwise: another reading, another version of the plan,
or another life. It is told before it is done.

Days are ordinals, as within the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kenri.asking.askable import AskablePlan
from kenri.model.days import Day
from kenri.model.duty import OwedDuty
from kenri.model.life import Instant, Life
from kenri.model.ruling import Window
from kenri.simulation import changes
from kenri.simulation.steps import Moved, WindowChange
from kenri.simulation.views import LifeView, SimulationScope

__all__ = ["Impact", "ImpactSide", "impact"]


class ImpactSide(NamedTuple):
    """A life and how it is looked at: by which plan, by which readings, and as known at which instant (None: all)."""

    plan: AskablePlan
    life: Life
    readings: Mapping[str, str]
    instant: Instant | None = None

    @property
    def view(self) -> LifeView:
        """What follows from it."""
        scope = SimulationScope(readings=self.readings)
        return LifeView(self.plan, self.life.known_at(self.instant), scope, self.instant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What becomes of the answers about a life, from a day on."""

    windows: tuple[WindowChange, ...]
    """Windows that are otherwise, where they are, or were, not over by the day."""
    movements: tuple[Moved, ...]
    """Rights that move otherwise than before, whenever."""
    movements_withdrawn: tuple[Moved, ...]
    """Movements of before that do not come about any more."""
    duties: tuple[OwedDuty, ...]
    """What must be done and was not so before, as it stands on the day."""
    duties_withdrawn: tuple[OwedDuty, ...]
    """What had to be done before and has not to be any more."""

    def __bool__(self) -> bool:
        """Whether anything is otherwise."""
        parts = (self.windows, self.movements, self.movements_withdrawn, self.duties, self.duties_withdrawn)
        return any(parts)


def impact(before: ImpactSide | None, after: ImpactSide, day: Day) -> Impact:
    """What becomes of the answers from a day on; `before` is None for a life of which nothing was known."""
    one, other = None if before is None else before.view, after.view
    tracks = () if one is None else one.tracks
    come, gone = changes.movements(() if one is None else one.movements, other.movements)
    owed, owed_no_more = (other.duties(day), ()) if one is None else changes.duties(one, other, day)
    return Impact(
        windows=tuple(each for each in changes.windows(tracks, other.tracks) if _is_other(each, day)),
        movements=come,
        movements_withdrawn=gone,
        duties=owed,
        duties_withdrawn=owed_no_more,
    )


def _is_other(change: WindowChange, day: Day) -> bool:
    """Whether a window has other days or numbers, and is, or was, not over by a day."""
    both = [each for each in (change.before, change.after) if each is not None]
    is_same = len(both) == 2 and _told(both[0]) == _told(both[1])
    return not is_same and max(each.days[1] for each in both) > day


def _told(window: Window) -> tuple[object, ...]:
    return window.days, window.opens, window.closes, window.status, window.most, window.steps
