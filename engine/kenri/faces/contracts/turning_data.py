"""What values turn on, as plain data: each way with the readings that are changed, and what is then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from kenri.faces.contracts.nearest import counted_out, nearest, nearest_windows, on
from kenri.faces.contracts.plain import day_or_null, exact, plain
from kenri.model.days import Day, iso
from kenri.model.hours import clock
from kenri.model.ruling import Ruling, Window
from kenri.model.turning import Turning, Way

JsonValue = dict[str, Any]


def turning_data(
    turning: Turning[Any] | None, key: str = "value", shown: Callable[[Any], Any] | None = None
) -> JsonValue:
    """`settled` (null: not known) and `ways`, each with `readings` and, under `key`, the value."""
    if turning is None:
        return {"settled": None, "ways": []}
    return {"settled": turning.is_settled, "ways": [way_data(way, key, shown or plain) for way in turning.ways]}


def way_data(way: Way[Any], key: str, shown: Callable[[Any], Any]) -> JsonValue:
    """One change of readings, and the value it gives."""
    return {"readings": dict(way.readings), key: shown(way.value)}


def windows_turning(turning: Turning[tuple[Window, ...]] | None, day: Day) -> JsonValue:
    """What a window turns on: each way with the `windows` that share days with it then, nearest to a day."""
    return turning_data(turning, "windows", partial(bare_windows, day=day))


def bare_windows(windows: tuple[Window, ...], day: Day) -> list[JsonValue]:
    """The days of windows, whether the action is allowed on them, and for how many, without what they turn on.

    Of many windows those nearest to a day.
    """
    return [bare_window(each, day) for each in nearest_windows(windows, day)[0]]


def bare_window(window: Window, day: Day) -> JsonValue:
    """One of them; of many steps those nearest to a day."""
    steps, left_out = nearest(window.steps, day, lambda step: on(step[0]))
    return {
        "first": day_or_null(window.first),
        "last": day_or_null(window.last),
        **hours_data(window),
        "status": window.status,
        "most": exact(window.most),
        "steps": [{"from": iso(start), "most": exact(most)} for start, most in steps],
        **counted_out(left_out),
    }


def hours_data(window: Window) -> JsonValue:
    """From which hour of its first day to which of its last it is open, and the zone; nothing where both are whole."""
    ends = (("opens", window.opens), ("closes", window.closes))
    found = {key: clock(hour) for key, hour in ends if hour is not None}
    return {**found, "zone": window.zone} if found else {}


def elsewhere_data(elsewhere: Sequence[Turning[tuple[Window, ...]]], day: Day) -> list[JsonValue]:
    """The windows that there are under other readings only."""
    shown = partial(bare_windows, day=day)
    return [way_data(way, "windows", shown) for turning in elsewhere for way in turning.ways]


def varying(ruling: Ruling) -> list[JsonValue]:
    """The parts of a ruling, besides its outcome, figures and windows, that are not surely settled."""
    return [
        {"what": what, **turning_data(turning, shown=day_or_null if what in DAYS else plain)}
        for what, turning in ruling.turning.items()
        if what != "outcome" and turning.is_settled is not True
    ]


DAYS = ("next_day", "perhaps_day", "lapsed_on")
"""The parts of a ruling that are days."""
