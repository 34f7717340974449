"""What is shown of a long list of days: what lies nearest to the asked one, and how much more there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, TypeVar

from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.limits import SHOWN
from kenri.model.ruling import Window
from kenri.model.turning import Turning

if TYPE_CHECKING:
    from kenri.simulation.steps import Step, WindowChange

T = TypeVar("T")


def nearest(items: Iterable[T], day: Day, days_of: Callable[[T], tuple[Day, Day]]) -> tuple[list[T], int]:
    """The items nearest to a day in the order they have, at most as many as are shown, and how many are left out.

    `days_of` says on which days [first, until) an item is.
    """
    several = list(items)
    if len(several) <= SHOWN.most:
        return several, 0

    def distance(index: int) -> int:
        first, until = days_of(several[index])
        return max(first - day, day - until + 1, 0)

    near = sorted(nsmallest(SHOWN.most, range(len(several)), key=distance))
    return [several[index] for index in near], len(several) - len(near)


def nearest_windows(windows: Sequence[Window], day: Day) -> tuple[list[Window], int]:
    """The same for windows."""
    return nearest(windows, day, _days_of)


def nearest_changes(step: Step) -> tuple[list[WindowChange], int]:
    """The changes of windows nearest to the day of a step, and how many are left out."""

    def days_of(change: WindowChange) -> tuple[Day, Day]:
        window = change.after or change.before
        return (FIRST_DAY, NEVER) if window is None else _days_of(window)

    return nearest(step.windows_changed, step.day, days_of)


def _days_of(window: Window) -> tuple[Day, Day]:
    return window.first or FIRST_DAY, (window.last or NEVER - 1) + 1


def days_elsewhere(turning: Turning[tuple[Window, ...]]) -> tuple[Day, Day]:
    """From the first to the last of the windows that there are in one place under other readings."""
    several = [_days_of(window) for way in turning.ways for window in way.value]
    return (min(first for first, _ in several), max(until for _, until in several)) if several else (FIRST_DAY, NEVER)


def counted_out(left_out: int, key: str = "left_out") -> dict[str, int]:
    """How much is left out, as data: nothing where everything is there."""
    return {key: left_out} if left_out else {}


def on(day: Day) -> tuple[Day, Day]:
    """The one day, as `nearest` takes it."""
    return day, day + 1
