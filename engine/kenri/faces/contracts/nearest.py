"""What is shown of a long list of days: what lies nearest to the asked one, and how much more there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, TypeVar

from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.limits import SHOWN
from kenri.model.ruling import Window
from kenri.model.turning import Turning

if TYPE_CHECKING:
    from kenri.simulation.steps import Revised, StateSpan, Step, WindowChange

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


def nearest_of(step: Step) -> tuple[Step, dict[str, int]]:
    """A step with the parts of each of its lists that lie nearest to its day, and how many of each are left out."""
    cut: dict[str, Any] = {}
    left_out: dict[str, int] = {}
    for name, days_of in _LISTS.items():
        near, more = nearest(getattr(step, name), step.day, days_of)
        if more:
            cut[name], left_out[name] = tuple(near), more
    return replace(step, **cut), left_out


def _days_of_span(span: StateSpan) -> tuple[Day, Day]:
    return span.first or FIRST_DAY, (span.last or NEVER - 1) + 1


def _days_of_change(change: WindowChange) -> tuple[Day, Day]:
    window = change.after or change.before
    return (FIRST_DAY, NEVER) if window is None else _days_of(window)


def _days_revised(revised: Revised) -> tuple[Day, Day]:
    from kenri.simulation.steps import DaysRevised  # whoever has a step has loaded it

    return (revised.first, revised.last + 1) if isinstance(revised, DaysRevised) else on(revised.event.on)


_LISTS: dict[str, Callable[[Any], tuple[Day, Day]]] = {
    "states_began": _days_of_span,
    "states_ended": _days_of_span,
    "states_withdrawn": _days_of_span,
    "windows_changed": _days_of_change,
    "movements": lambda moved: on(moved.day),
    "movements_withdrawn": lambda moved: on(moved.day),
    "reconsider": _days_revised,
}
"""The lists of a step that a plan can make as long as the calendar, with the days that each of their items is about."""


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
