"""The rights of one grant on a line of days: windows as bars, parts as ticks, events as letters below.

What is drawn stands in a table beside it too: the picture says nothing that its reader could not have otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kenri.faces.drawing.svg_badges import letters

__all__ = ["DrawnBar", "DrawnEvent", "DrawnTrack", "TimeLine", "time_line"]

_WIDTH, _MARGIN = 960.0, 24.0
_LEAST = 5.0
"""So wide a bar is at least, that it can be seen."""
_BADGE = 22.0
_YEARS = 12
"""Lines of years or months across the picture, at most."""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A window: where it is drawn, and whether it goes on beyond the picture."""

    x: float
    width: float
    window: Mapping[str, Any]
    goes_on: bool


@dataclass(frozen=True, slots=True)
class DrawnTrack:
    """The windows of one action of one party."""

    action: str
    by: str
    y: float
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class DrawnEvent:
    """Something that happened: its letter, the place of its day, and of its letter below."""

    letter: str
    x: float
    badge: float
    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """A picture, in units of its own; 960 wide."""

    first: date
    last: date
    height: float
    ticks: tuple[tuple[float, str], ...]
    tracks: tuple[DrawnTrack, ...]
    parts: tuple[tuple[float, Mapping[str, Any]], ...] = ()
    parts_at: float = 0
    events: tuple[DrawnEvent, ...] = ()
    today: float | None = None
    width: float = field(default=_WIDTH)


def time_line(
    windows: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    parts: Sequence[Mapping[str, Any]],
    granted: str | None,
    on: str,
) -> TimeLine | None:
    """The picture of one grant, by plain data as `kenri holder --json` has it; None where there is nothing to draw."""
    asked = date.fromisoformat(on)
    told = [
        *(granted,), *(each["on"] for each in events), *(each["first"] for each in windows),
        *(each["first"] for each in parts),
    ]  # fmt: skip
    days = [date.fromisoformat(each[:10]) for each in told if each]
    if not windows and not days:
        return None
    first = min([*days, asked])
    ends = [date.fromisoformat(each["last"]) for each in windows if each["last"]]
    parted = [date.fromisoformat(each["last"] or each["first"]) for each in parts if each["first"]]
    near = max([*days, *parted, asked, *(each for each in ends if each <= asked + timedelta(days=3653))])
    last = near + timedelta(days=max(30, (near - first).days // 20))
    return _Sheet(first - timedelta(days=max(7, (last - first).days // 60)), last).drawn(windows, events, parts, asked)


class _Sheet:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def x(self, day: date) -> float:
        span = (self.last - self.first).days or 1
        share = min(max((day - self.first).days / span, 0), 1)
        return round(_MARGIN + share * (_WIDTH - 2 * _MARGIN), 1)

    def drawn(
        self,
        windows: Sequence[Mapping[str, Any]],
        events: Sequence[Mapping[str, Any]],
        parts: Sequence[Mapping[str, Any]],
        asked: date,
    ) -> TimeLine:
        y = 36.0
        tracks = []
        several: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for each in windows:
            several.setdefault((each["action"], each["by"]), []).append(each)
        for (action, by), own in several.items():
            tracks.append(DrawnTrack(action, by, y, tuple(self._bar(each) for each in own)))
            y += 48
        parts_at = y
        dated = [(self.x(date.fromisoformat(each["first"])), each) for each in parts if each["first"]]
        if dated:
            y += 48
        lettered = [*self._lettered(events)]
        return TimeLine(
            first=self.first, last=self.last, height=y + (44 if lettered else 8), ticks=tuple(self._ticks()),
            tracks=tuple(tracks), parts=tuple(dated), parts_at=parts_at, events=tuple(lettered), today=self.x(asked),
        )  # fmt: skip

    def _bar(self, window: Mapping[str, Any]) -> DrawnBar:
        first = date.fromisoformat(window["first"]) if window["first"] else self.first
        last = date.fromisoformat(window["last"]) if window["last"] else None
        goes_on = last is None or last > self.last
        until = self.x(self.last if last is None else min(last + timedelta(days=1), self.last))
        x = self.x(first)
        width = max(until - x, _LEAST)
        return DrawnBar(min(x, _WIDTH - _MARGIN - width), round(width, 1), window, goes_on)

    def _lettered(self, events: Sequence[Mapping[str, Any]]) -> Iterator[DrawnEvent]:
        """Letters below the days of events, moved apart where two would cover each other, within the picture."""
        ordered = sorted(events, key=lambda each: str(each["on"]))
        wanted = [self.x(date.fromisoformat(str(each["on"])[:10])) for each in ordered]
        places: list[float] = []
        for x in wanted:
            places.append(max(x, places[-1] + _BADGE) if places else x)
        right = _WIDTH - _MARGIN
        for at in reversed(range(len(places))):
            places[at] = min(places[at], right)
            right = places[at] - _BADGE
        for letter, x, badge, event in zip(letters(), wanted, places, ordered, strict=False):
            yield DrawnEvent(letter, x, badge, event)

    def _ticks(self) -> Iterator[tuple[float, str]]:
        """Beginnings of years, or of months where there are few years."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next(each for each in (1, 3, 6, 12, 24, 60, 120, 1200) if months / each <= _YEARS)
        at = self.first.year * 12 + self.first.month - 1
        at += -at % step
        while (day := date(at // 12, at % 12 + 1, 1)) <= self.last:
            if day > self.first:
                yield self.x(day), f"{day.year}" if step >= 12 else f"{day.year}-{day.month:02}"
            at += step
