"""Occurrences: the days that moments stand for, known or not, as they are seen from each asked day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate, islice, pairwise
from operator import and_, attrgetter
from typing import NamedTuple

from kenri.model.alike import alike
from kenri.model.days import ALWAYS, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.life import Event
from kenri.model.limits import OCCURRENCES
from kenri.reference.truth import NOTHING


class Occurrence(NamedTuple):
    """A day, the event that makes it if there is one, and the asked days [since, until) from which it is seen so.

    Where more than that is not known: `days` are those among which the day is, `day` being the first of them;
    `surely` tells whether there is one at all, `many` whether there may be several. Of such a one no event need be
    known, either.
    """

    day: Day
    event: Event | None = None
    since: Day = FIRST_DAY
    until: Day = NEVER
    days: DaySet | None = None
    surely: bool = True
    many: bool = False

    @property
    def is_seen_always(self) -> bool:
        """Whether it is seen so from every day."""
        return self.since == FIRST_DAY and self.until == NEVER

    @property
    def is_known(self) -> bool:
        """Whether it surely is, and on this day."""
        return self.surely and self.days is None

    @property
    def last(self) -> Day:
        """The last day on which it can be."""
        return self.day if self.days is None else self.days.bounds[-1] - 1

    @property
    def span(self) -> DaySet:
        """The days on which it can be."""
        return DaySet.on(self.day) if self.days is None else self.days


_DAY, _SINCE, _UNTIL = attrgetter("day"), attrgetter("since"), attrgetter("until")


class Occurrences(NamedTuple):
    """Occurrences in the order of their days; `missing` names what would settle those that are not known, if any."""

    all: tuple[Occurrence, ...] = ()
    missing: frozenset[str] = NOTHING

    def seen_from(self, day: Day) -> tuple[Occurrence, ...]:
        """Those that are seen so from an asked day."""
        return tuple(item for item in self.all if item.since <= day < item.until)

    @property
    def known(self) -> tuple[Occurrence, ...]:
        """Those that surely are, on a known day."""
        return tuple(item for item in self.all if item.is_known) if self.missing else self.all

    @property
    def unknown(self) -> tuple[Occurrence, ...]:
        """The others."""
        return tuple(item for item in self.all if not item.is_known) if self.missing else ()

    @property
    def earliest(self) -> Day:
        """A day before which there is none."""
        return self.all[0].day if self.all else NEVER

    @property
    def latest(self) -> Day:
        """A day by which there surely is one, from wherever it is seen; `NEVER` where there need be none."""
        return min((item.last for item in self.all if item.surely and item.is_seen_always), default=NEVER)

    @property
    def are_seen_always(self) -> bool:
        """Whether each is seen so from every day."""
        return {*map(_SINCE, self.all)} <= {FIRST_DAY} and {*map(_UNTIL, self.all)} <= {NEVER}

    def on(self, day: Day) -> Occurrences:
        """Those whose first possible day is a given one."""
        place = slice(bisect_left(self.all, day, key=_DAY), bisect_right(self.all, day, key=_DAY))
        return Occurrences(self.all[place], self.missing)

    def before(self, day: Day) -> tuple[Occurrence, ...]:
        """Those before a day."""
        return self.all[: bisect_left(self.all, day, key=_DAY)]

    def since(self, day: Day) -> tuple[Occurrence, ...]:
        """Those on a day or later."""
        return self.all[bisect_left(self.all, day, key=_DAY) :]

    def first_always(self, since: Day | None = None) -> Occurrence | None:
        """The first one, or the first on a day or later, where it is seen from every day."""
        place = 0 if since is None else bisect_left(self.all, since, key=_DAY)
        found = self.all[place] if place < len(self.all) else None
        return found if found is not None and found.is_seen_always else None

    def first_apart(self, other: Occurrences) -> Day:
        """The first day on which two differ; `NEVER` where they are the same."""
        one, two = self.all, other.all
        if one is two:
            return NEVER
        same = alike(one, two)
        return min((each[same].day for each in (one, two) if same < len(each)), default=NEVER)


NONE = Occurrences()


def of_unknown(missing: frozenset[str]) -> Occurrences:
    """A day of which nothing is known: it may be any, and need not come."""
    return Occurrences((Occurrence(FIRST_DAY, days=ALWAYS, surely=False),), missing)


class TooManyDaysError(Exception):
    """An expression stands for more days than are worked with; they are unknown, whatever it is part of."""


def occurrences(items: Iterable[Occurrence], missing: frozenset[str] = NOTHING) -> Occurrences:
    """Occurrences in order; those that never come are left out, and so is what is missing where all are known."""
    found = sorted(items, key=_DAY)
    del found[bisect_left(found, NEVER, key=_DAY) :]
    if len(found) > OCCURRENCES.most:
        raise TooManyDaysError
    if not missing or all(item.is_known for item in found):
        return Occurrences(tuple(found))
    if sum(not item.is_known for item in found) > _APART:
        found = sorted(_together(found), key=_DAY)
    return Occurrences(tuple(found), missing)


_APART = 200
"""How many that are not known are told apart: of more, only the days on which there may be any are looked at."""


def _together(found: Sequence[Occurrence]) -> Iterator[Occurrence]:
    yield from (item for item in found if item.is_known)
    unknown = [item for item in found if not item.is_known]
    days = DaySet.of(interval for item in unknown for interval in item.span)
    surely = any(item.surely and item.is_seen_always for item in unknown)
    yield Occurrence(days.first, days=days, surely=surely, many=True)


def add(found: list[Occurrence], item: Occurrence) -> None:
    """Put one more among some. Raises `TooManyDaysError`."""
    if len(found) >= OCCURRENCES.most:
        raise TooManyDaysError
    found.append(item)


def moved(item: Occurrence, first: Callable[[Day], Day], last: Callable[[Day], Day] | None = None) -> Occurrence:
    """An occurrence on another day, which does not come earlier where the day itself comes later.

    `first` and `last` give the earliest and the latest that the day may come to; without `last` they are the same.
    Since always and for ever stay so.
    """
    last = first if last is None else last
    if item.days is None and last is first:
        return item._replace(day=first(item.day))
    stretches = [
        (start if start == FIRST_DAY else first(start), NEVER if until == NEVER else last(until - 1) + 1)
        for start, until in item.span
    ]
    days = DaySet.of((start, min(until, NEVER)) for start, until in stretches)
    is_sure = item.surely and stretches[-1][1] <= NEVER and item.last < NEVER - 1
    return among(item, days, surely=is_sure)


def among(item: Occurrence, days: DaySet, *, surely: bool) -> Occurrence:
    """The same occurrence on one of some days; on none it never comes."""
    single = days.first if len(days.bounds) == 2 and days.bounds[1] == days.bounds[0] + 1 else None
    is_plain = single is not None and item.days is None
    return item._replace(day=days.first, days=None if is_plain else days, surely=surely)


# --- as seen from a day


Views = Iterator[tuple[Day, Day, tuple[tuple[Occurrence, ...], ...]]]


def views(*values: Occurrences) -> Views:
    """The asked days [since, until) from which the same occurrences are seen, with those of each value."""
    cuts = {FIRST_DAY, NEVER}
    for value in values:
        cuts.update(map(_SINCE, value.all), map(_UNTIL, value.all))
    if len(cuts) == 2:
        yield FIRST_DAY, NEVER, tuple(value.all for value in values)
        return
    coming = [_by_appearance(value) for value in values]
    seen: list[dict[int, Occurrence]] = [{} for _ in values]
    for since, until in pairwise(sorted(cuts)):
        for here, items in zip(seen, coming, strict=True):
            for place in [place for place, item in here.items() if item.until <= since]:
                del here[place]
            while items and items[-1][1].since <= since:
                place, item = items.pop()
                if since < item.until:
                    here[place] = item
        yield since, until, tuple(tuple(here[place] for place in sorted(here)) for here in seen)


def _by_appearance(value: Occurrences) -> list[tuple[int, Occurrence]]:
    """Each occurrence with its place among all, those that are seen first standing last."""
    return sorted(enumerate(value.all), key=lambda placed: -placed[1].since)


def seen(chosen: Iterable[tuple[Day, Day, Sequence[Occurrence]]], missing: frozenset[str] = NOTHING) -> Occurrences:
    """Occurrences, each seen only from the asked days [since, until)."""
    found: list[Occurrence] = []
    for since, until, items in chosen:
        before = found[len(found) - len(items) :] if len(items) <= len(found) else []
        if before and all(one.until == since and _same(one, item) for one, item in zip(before, items, strict=True)):
            found[len(found) - len(items) :] = [one._replace(until=until) for one in before]
            continue
        for item in items:
            previous = found[-1] if found else None
            if previous and previous.until == since and _same(previous, item):
                found[-1] = previous._replace(until=until)
            else:
                add(found, item._replace(since=since, until=until))
    return occurrences(found, missing)


def _same(one: Occurrence, other: Occurrence) -> bool:
    return one[:2] == other[:2] and one[4:] == other[4:]


# --- of some that are seen from one day, in order


def earliest(items: Sequence[Occurrence]) -> list[Occurrence]:
    """The earliest, or what is known of it."""
    by = min((item.last for item in items if item.surely), default=NEVER)
    found: list[Occurrence] = []
    for item in items:
        if item.day > by:
            break
        found.append(item)
        if item.is_known:
            break
    return one_of(found, DaySet.before(by + 1), surely=by < NEVER)


def one_of(found: Sequence[Occurrence], within: DaySet, *, surely: bool) -> list[Occurrence]:
    """One of several, on a day among some."""
    if len(found) == 1 and not found[0].many:
        return [among(found[0], found[0].span & within, surely=surely)]
    days = DaySet.of(interval for item in found for interval in item.span) & within
    return [Occurrence(days.first, days=days, surely=surely)] if days else []


def no_earlier(items: Iterable[Occurrence], limit: Sequence[Occurrence], least: int) -> list[Occurrence]:
    """Those that come so many days after the earliest of some others, or later."""
    if not (bound := earliest(limit)):
        return []
    lower, upper = bound[0].day + least, bound[0].last + least
    found: list[Occurrence] = []
    for item in items:
        if item.day >= upper:
            found.append(item if bound[0].surely else item._replace(surely=False))
        elif days := item.span & DaySet.from_(lower):
            found.append(among(item, days, surely=False))
    return sorted(found, key=_DAY)


def nth(items: Sequence[Occurrence], n: int) -> list[Occurrence]:
    """The one that comes n-th, or what is known of it."""
    if all(item.is_known for item in items[:n]):
        return list(items[n - 1 : n])
    firsts = [item.day for item in items for _ in range(n if item.many else 1)]
    if len(firsts) < n:
        return []
    by = [*sorted(item.last for item in items if item.surely), *[NEVER] * n][n - 1]
    within = DaySet.between(firsts[n - 1], by + 1)
    days = DaySet.of(interval for item in items for interval in item.span) & within
    return [Occurrence(days.first, days=days, surely=by < NEVER)]


def later(parts: Sequence[Sequence[Occurrence]]) -> list[Occurrence]:
    """The latest of the earliest of each, or what is known of it; of equal days the one named first."""
    firsts = [each for part in parts for each in earliest(part)]
    if len(firsts) < len(parts):
        return []
    lower, surely = max(each.day for each in firsts), all(each.surely for each in firsts)
    found = [each for each in firsts if each.last >= lower]
    if all(each.days is None for each in found):
        return [found[0]._replace(surely=surely)]
    return one_of(found, DaySet.from_(lower), surely=surely)


def preferred(parts: Iterable[Sequence[Occurrence]]) -> list[Occurrence]:
    """Those of the first part that has any, or what is known of them."""
    found: list[Occurrence] = []
    for part in parts:
        is_sure = any(item.surely for item in part)
        if is_sure and not found:
            return list(part)
        found += part
        if is_sure:
            days = DaySet.of(interval for item in found for interval in item.span)
            return [Occurrence(days.first, days=days, many=True)]
    return sorted((item._replace(surely=False) for item in found), key=_DAY)


def one_way(ways: Sequence[Sequence[Occurrence]]) -> list[Occurrence]:
    """What happens in one of several ways, nobody knows in which.

    What is the same in each of them is known. Of the rest, where no way has more than one, it is that of one of them.
    """
    alike = reduce(and_, (Counter(_place(item) for item in way if item.is_known) for way in ways))
    common: list[Occurrence] = []
    rests: list[list[Occurrence]] = []
    for way in ways:
        left, rest = Counter(alike), list[Occurrence]()
        for item in way:
            place = _place(item)
            if not item.is_known or not left[place]:
                rest.append(item)
                continue
            left[place] -= 1
            if not rests:
                common.append(item)
        rests.append(rest)
    several = [item for rest in rests for item in rest]
    if not several:
        return common
    surely = all(any(item.surely for item in rest) for rest in rests)
    many = any(len(rest) > 1 for rest in rests) or any(item.many for item in several)
    if not many and len(several) == 1:
        return sorted((*common, several[0]._replace(surely=False)), key=_DAY)
    if many and not surely:
        return sorted((*common, *(item._replace(surely=False) for item in several)), key=_DAY)
    days = DaySet.of(interval for item in several for interval in item.span)
    is_one_event = not many and len({_place(item)[1] for item in several}) == 1
    event = several[0].event if is_one_event else None
    return sorted((*common, Occurrence(days.first, event, days=days, surely=surely, many=many)), key=_DAY)


def _place(item: Occurrence) -> tuple[Day, str | None]:
    """By what two that are known are the same: the day, and the event."""
    return item.day, None if item.event is None else item.event.id


class Passed:
    """What of some occurrences, in the order of their days, has come by a day."""

    def __init__(self, items: Sequence[Occurrence]) -> None:
        self.items = items
        surely = sorted((item.last, item.day) for item in items if item.surely)
        self._ends = [last for last, _ in surely]
        self._days = [*accumulate((day for _, day in surely), max)]
        self._reach = [*accumulate((item.last for item in items), max)]
        self._many = next((item.day for item in items if item.many), NEVER)
        self.possible = DaySet.of(interval for item in items for interval in item.span)

    def surely(self, day: Day) -> Day | None:
        """The last day on or before which one surely came that had come by then: None where none need have."""
        index = bisect_right(self._ends, day)
        return self._days[index - 1] if index else None

    def perhaps(self, day: Day) -> Day | None:
        """The last day up to then on which one can have come."""
        return self.possible.previous_on_or_before(day)

    def number(self, day: Day) -> tuple[int, int | None]:
        """How many have come at least, and at most; None where there is no most."""
        most = None if self._many <= day else bisect_right(self.items, day, key=_DAY)
        return bisect_right(self._ends, day), most

    def last(self, day: Day) -> tuple[list[Occurrence], bool]:
        """Those of which one is the last that came up to a day, and whether one surely came."""
        since = self.surely(day)
        found: list[Occurrence] = []
        start = 0 if since is None else bisect_left(self._reach, since)
        for item in islice(self.items, start, None):
            if item.day > day:
                break
            if item.is_known:
                if item.day == since:  # what comes before it in the record is not the last
                    found = [each for each in found if each.last > item.day]
                    found.append(item)
            elif item.span & DaySet.between(FIRST_DAY if since is None else since, day + 1):
                found.append(item)
        return found, since is not None

    def days(self) -> list[Day]:
        """The first day there is, and those from which on something else has come."""
        return sorted({FIRST_DAY, *(day for day in self.cuts() if FIRST_DAY < day < NEVER)})

    def cuts(self) -> Iterator[Day]:
        """Days between which nothing turns."""
        for item in self.items:
            for day in (*item.span.bounds, item.last):
                yield from (day, day + 1)


def latest(items: Sequence[Occurrence], since: Day, until: Day) -> Iterator[tuple[Day, Day, list[Occurrence]]]:
    """The latest that has come, as seen from each of the asked days [since, until)."""
    passed = Passed(items)
    cuts = sorted({since, *(day for day in passed.cuts() if since < day < until), until})
    for first, following in pairwise(cuts):
        found, surely = passed.last(first)
        floor = passed.surely(first)
        within = DaySet.between(FIRST_DAY if floor is None else floor, following)
        yield first, following, one_of(found, within, surely=surely)
