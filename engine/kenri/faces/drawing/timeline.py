"""What the drawings draw: named tracks of bars, and marks, over a range of days. All days are included on both ends.

Windows differ in length a thousandfold: thirty years to exercise, ten days after leaving. A drawing therefore has two
parts: an overview of the whole range, and one month calendar for every window short enough to be lost in it
(`Timeline.zooms`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from kenri.faces.words.values import listed
from kenri.model.sentences import Language
from kenri.model.visible import flattened

BarKind: TypeAlias = Literal["open", "closed", "unknown"]
MarkKind: TypeAlias = Literal["event", "asked", "deadline"]

SHORT_WINDOW = 120
"""Days: a bar of at most this many is drawn as a month calendar too."""

_NEAR = 10
"""Days: a mark this near to a short window is worth a month of its own, so that the leaving before it is seen."""

_YEARLY_FROM = 3 * 365
"""Days: a range longer than this begins and ends with a year, a shorter one with a month."""


@dataclass(frozen=True)
class Bar:
    """Days of one kind. `last` is None where they go on without end; `first` is `date.min` for "since always".

    `note` says how the days are otherwise when clauses are read otherwise; empty where they are not. `of_first` and
    `of_last` stand in the place of the label where only one of the two days is told.
    Raises `ValueError` if `last` is before `first`.
    """

    first: date
    last: date | None
    label: str
    kind: BarKind
    note: str = ""
    of_first: str = ""
    of_last: str = ""

    def __post_init__(self) -> None:
        for name in ("label", "note", "of_first", "of_last"):
            object.__setattr__(self, name, flattened(getattr(self, name)))
        if self.last is not None and self.last < self.first:
            raise ValueError(f"bar `{self.label}` ends on {self.last}, before its first day {self.first}")

    @property
    def length(self) -> int | None:
        """How many days, both ends counted; None without end."""
        return None if self.last is None else (self.last - self.first).days + 1

    @property
    def is_short(self) -> bool:
        return self.length is not None and self.length <= SHORT_WINDOW

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class DayMark:
    """One day worth pointing at."""

    day: date
    label: str
    kind: MarkKind
    key: str = ""
    """What tells it from all others of a calendar, however often that is made anew; its day, where nothing does."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", flattened(self.label))


@dataclass(frozen=True)
class TimelineTrack:
    """The bars of one action or rule. A day that no bar covers is not drawn; where two overlap, the first wins."""

    name: str
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", flattened(self.name))

    def kind_on(self, day: date) -> BarKind | None:
        return next((bar.kind for bar in self.bars if bar.covers(day)), None)


@dataclass(frozen=True)
class Zoom:
    """A short window, with the tracks that have it on exactly these days."""

    bar: Bar
    tracks: tuple[TimelineTrack, ...]
    months: tuple[tuple[int, int], ...]
    """Year and month of the calendars to draw."""

    @property
    def last(self) -> date:
        """The window's last day, which a short window always has."""
        return self.bar.last or self.bar.first

    def name(self, lang: Language) -> str:
        """The names of its tracks."""
        return listed(dict.fromkeys(track.name for track in self.tracks), lang)

    def kind_on(self, day: date) -> BarKind | None:
        """What the window's own track says of the day; the window first, where bars overlap."""
        return self.bar.kind if self.bar.covers(day) else self.tracks[0].kind_on(day)


@dataclass(frozen=True)
class Timeline:
    """Tracks and marks from `first` to `last`. What lies outside the range is clipped by the drawings.

    Raises `ValueError` if `last` is before `first`.
    """

    title: str
    first: date
    last: date
    tracks: tuple[TimelineTrack, ...]
    marks: tuple[DayMark, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", flattened(self.title))
        if self.last < self.first:
            raise ValueError(f"timeline `{self.title}` ends on {self.last}, before its first day {self.first}")

    @classmethod
    def fit(cls, title: str, *, tracks: Iterable[TimelineTrack], marks: Iterable[DayMark] = ()) -> "Timeline":
        """The timeline over all days that its bars and marks name, with a margin, in whole years or months.

        A bar without end gets a fifth of the range more. Raises `ValueError` where no bar or mark names a day.
        """
        tracks, marks = tuple(tracks), tuple(sorted(marks, key=lambda mark: mark.day))
        bars = [bar for track in tracks for bar in track.bars]
        days = [mark.day for mark in marks]
        days += [bar.first for bar in bars if bar.first > date.min]
        days += [bar.last for bar in bars if bar.last is not None]
        if not days:
            raise ValueError(f"timeline `{flattened(title)}` has no day to show: no mark, and no bar with an end")
        first, last = min(days), max(days)
        span = (last - first).days
        margin = max(3, span // 100)
        room = max(30, span // 5) if any(bar.last is None for bar in bars) else margin
        first, last = _shifted(first, -margin), _shifted(last, room)
        if (last - first).days > _YEARLY_FROM:
            return cls(title, date(first.year, 1, 1), date(last.year, 12, 31), tracks, marks)
        return cls(title, first.replace(day=1), _month_end(last), tracks, marks)

    @property
    def length(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1

    def ticks(self, most: int) -> tuple[tuple[date, ...], bool]:
        """At most `most` first days of years or months in the range, evenly spaced, and whether they are years."""
        for step in (1, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000))):
            if self.length // (31 * step) > most + 1:
                continue  # surely too many: not worth listing
            found = [
                date(year, month, 1)
                for year in range(self.first.year, self.last.year + 1)
                if step < 12 or year % (step // 12) == 0
                for month in range(1, 13, min(step, 12))
                if self.first <= date(year, month, 1) <= self.last
            ]
            if len(found) <= most:
                return tuple(found), step >= 12
        return (), True

    def zooms(self, most: int) -> tuple[tuple[Zoom, ...], int]:
        """The short windows inside the range, by day, and how many more there are.

        Windows are bars that are open or unknown; a track without a short one shows its short closed bars instead (a
        ban of ninety days). At most `most` are given: those nearest to the day asked about, or else the earliest.
        """
        found: dict[tuple[date, date | None, BarKind], list[tuple[Bar, TimelineTrack]]] = {}
        for track in self.tracks:
            short = [bar for bar in track.bars if bar.is_short and self._shows(bar)]
            windows = [bar for bar in short if bar.kind != "closed"] or short
            for bar in windows:
                found.setdefault((bar.first, bar.last, bar.kind), []).append((bar, track))
        asked = next((mark.day for mark in self.marks if mark.kind == "asked"), self.first)
        near = sorted(found, key=lambda key: _distance(asked, key[0], key[1] or key[0]))[:most]
        zooms = (
            Zoom(found[key][0][0], tuple(track for _, track in found[key]), self._months(found[key][0][0]))
            for key in sorted(near, key=lambda key: (key[0], key[1] or key[0], key[2]))
        )
        return tuple(zooms), len(found) - len(near)

    def _shows(self, bar: Bar) -> bool:
        return bar.first <= self.last and (bar.last is None or self.first <= bar.last)

    def _months(self, bar: Bar) -> tuple[tuple[int, int], ...]:
        last = bar.last or bar.first
        near = [mark.day for mark in self.marks if _distance(mark.day, bar.first, last) <= _NEAR]
        return tuple(_months_between(min([bar.first, *near]), max([last, *near])))


def _distance(day: date, first: date, last: date) -> int:
    """Days from `day` to the nearest of `first` … `last`; 0 inside."""
    return max((first - day).days, (day - last).days, 0)


def _months_between(first: date, last: date) -> Iterator[tuple[int, int]]:
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield count // 12, count % 12 + 1


def _shifted(day: date, days: int) -> date:
    """`days` later, or the nearest day there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _month_end(day: date) -> date:
    if day.month == 12:
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)
