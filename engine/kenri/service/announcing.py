"""What is to be told of deadlines: each at each of some distances once, and anew where it is another than was told.

A deadline is known by what it is about (its thing) and by its day. What was told of it is a row, and what is told next
follows from the rows and from what comes alone, so that whoever was stopped goes on where nothing was lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

__all__ = ["NOTICE", "Announcement", "Change", "Occasion", "Told", "announced", "vanished"]

Change: TypeAlias = Literal["new", "again", "changed", "moved", "gone", "left"]
"""`new`: it was not told before. `again`: at a nearer distance. `changed`: of the same day, and otherwise. `moved`:
from another day. `gone`: it comes no more. `left`: its day is another now, as is told there; this is not told."""

NOTICE = -1
"""The distance of what is told because something changed, and not because a deadline is near."""

_SAID = ("number", "hour", "zone", "until", "to", "clause", "missing", "settled")
"""What may be another of a deadline of the same day, by the names of `kenri due --json`."""

Key: TypeAlias = tuple[str, date]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A deadline that comes: what it is about, its day, and all that is told of it."""

    thing: str
    day: date
    data: Mapping[str, Any]
    """As `kenri due --json` tells it, and more that is shown."""
    is_standing: bool = False
    """Whether it counts past its day, on which it began: what is late, and what is not known meanwhile."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told of an occasion: in which turn (it grows when what is told becomes another), and at which distance.

    The turn, with the thing, the day and the distance, names it among all that one subscriber is ever told.
    """

    thing: str
    day: date
    turn: int
    distance: int
    change: Change
    is_standing: bool
    data: Mapping[str, Any]
    """With `was`, what was told before, where that is another."""


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement that was made, with its number in their order."""

    number: int
    what: Announcement


class _History:
    """What was told, found by what it was about."""

    def __init__(self, told: Iterable[Told], today: date) -> None:
        self.on = today
        self.last: dict[Key, Announcement] = {}
        self._days: dict[str, list[date]] = {}
        self._distances: dict[tuple[Key, int], set[int]] = {}
        for each in sorted(told, key=lambda each: each.number):
            key = each.what.thing, each.what.day
            if key not in self.last:
                self._days.setdefault(each.what.thing, []).append(each.what.day)
            self.last[key] = each.what
            self._distances.setdefault((key, each.what.turn), set()).add(each.what.distance)

    def key(self, each: Occasion) -> Key:
        """Under which day an occasion is known: of what stands since before today, that under which it was told."""
        if each.is_standing and (each.thing, each.day) not in self.last and each.day <= self.on:
            days = self._days.get(each.thing, ())
            live = [day for day in days if day <= self.on and _is_live(self.last[each.thing, day])]
            return each.thing, max(live, default=each.day)
        return each.thing, each.day

    def is_nearer(self, key: Key, turn: int, reached: int) -> bool:
        """Whether a distance is less than all at which it was told since it last became another."""
        return all(reached < each for each in self._distances[key, turn] if each != NOTICE)

    def lost(self, occasions: Iterable[Occasion]) -> list[Announcement]:
        """The last of what was told to come, and does not come as it was told."""
        current = {self.key(each) for each in occasions}
        return [each for key, each in self.last.items() if key not in current and _is_expected(each, self.on)]


def vanished(today: date, occasions: Iterable[Occasion], told: Iterable[Told]) -> list[Announcement]:
    """The last of what was told of deadlines that do not come any more as they were told."""
    return _History(told, today).lost(occasions)


def announced(
    today: date,
    distances: Sequence[int],
    occasions: Sequence[Occasion],
    told: Sequence[Told],
    elsewhere: Mapping[str, Sequence[Occasion]],
) -> list[Announcement]:
    """What is to be told on a day, in the order of days, of what comes up to the largest distance.

    `elsewhere` has, by their thing, the occasions of whatever has vanished on all days around, near and far.
    """
    history = _History(told, today)
    moved, found = _changed_days(history, occasions, elsewhere)
    for each in occasions:
        key = history.key(each)
        following = _following(history, each, key, moved.pop(key, None), _reached(each.day, today, distances))
        if following is not None:
            found.append(following)
    for key, before in moved.items():  # farther away than is announced, or in the past: told at once all the same
        other = next(each for each in elsewhere[key[0]] if history.key(each) == key)
        found.append(_announcement(other, key[1], _next_turn(history.last.get(key)), NOTICE, "moved", before.data))
    return sorted(found, key=lambda each: (each.day, each.thing))


def _following(
    history: _History, each: Occasion, key: Key, moved_from: Announcement | None, reached: int | None
) -> Announcement | None:
    last = history.last.get(key)
    distance = NOTICE if reached is None else reached
    if last is None or not _is_live(last):
        if moved_from is not None:
            return _announcement(each, key[1], _next_turn(last), distance, "moved", moved_from.data)
        return None if reached is None else _announcement(each, key[1], _next_turn(last), reached, "new", None)
    if _said(each.data) != _said(last.data):
        return _announcement(each, key[1], last.turn + 1, distance, "changed", last.data)
    if reached is not None and history.is_nearer(key, last.turn, reached):
        return _announcement(each, key[1], last.turn, reached, "again", None)
    return None


def _changed_days(
    history: _History, occasions: Sequence[Occasion], elsewhere: Mapping[str, Sequence[Occasion]]
) -> tuple[dict[Key, Announcement], list[Announcement]]:
    """What moved, by where it is now; and what is told of the days that it left, or of what is gone.

    That one day became another is said only where there is no doubt: of a thing that lost one day and has one that was
    not told. Otherwise a day is gone, and others are told as they come near.
    """
    lost: dict[str, list[Announcement]] = {}
    for each in history.lost(occasions):
        lost.setdefault(each.thing, []).append(each)
    moved: dict[Key, Announcement] = {}
    told: list[Announcement] = []
    for thing, several in lost.items():
        keys = {history.key(each) for each in elsewhere.get(thing, ())}
        several = [each for each in several if (thing, each.day) not in keys]  # farther away than is announced
        others = [key for key in keys if key not in history.last or not _is_live(history.last[key])]
        is_plain = len(several) == len(others) == 1
        if is_plain:
            moved[others[0]] = several[0]
        for each in several:
            change: Change = "left" if is_plain else "gone"
            told.append(Announcement(thing, each.day, each.turn + 1, NOTICE, change, each.is_standing, each.data))
    return moved, told


def _announcement(
    each: Occasion, day: date, turn: int, distance: int, change: Change, was: Mapping[str, Any] | None
) -> Announcement:
    data = each.data if was is None else {**each.data, "was": {name: was.get(name) for name in ("day", *_SAID)}}
    return Announcement(each.thing, day, turn, distance, change, each.is_standing, data)


def _next_turn(last: Announcement | None) -> int:
    return 0 if last is None else last.turn + 1


def _is_live(each: Announcement) -> bool:
    return each.change not in ("gone", "left")


def _is_expected(each: Announcement, today: date) -> bool:
    """Whether it was told that something still comes, so that somebody waits for it."""
    return _is_live(each) and each.data["kind"] != "late" and (each.is_standing or each.day >= today)


def _reached(day: date, today: date, distances: Iterable[int]) -> int | None:
    """The distance at which a day is announced now: the least that it has come within; None where it is farther."""
    left = max((day - today).days, 0)
    return min((each for each in distances if each >= left), default=None)


def _said(data: Mapping[str, Any]) -> str:
    return json.dumps({name: data.get(name) for name in _SAID}, sort_keys=True)
