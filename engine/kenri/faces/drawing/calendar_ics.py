"""Windows and deadlines as iCalendar entries (RFC 5545): the first and the last day, with reminders before the last.

An entry is a whole day, not a time: DTSTART is a DATE and DTEND, which RFC 5545 3.6.1 excludes, the day after. It does
not make anybody busy (TRANSP). Importing the file again updates entries instead of doubling them, because the UIDs
are made from the window itself.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event, vDuration, vText

from kenri.faces.drawing.timeline import SHORT_WINDOW, Bar, DayMark, Timeline, TimelineTrack
from kenri.faces.words.calendar import Words, titled, words
from kenri.faces.words.values import in_brackets
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line, visible

_PRODUCT = "-//kenri//equity rights calendar//EN"
_REMIND_AT = timedelta(hours=9)
"""Of a whole day a reminder counts back from midnight; nine in the morning of that day is when somebody reads it."""


@dataclass(frozen=True)
class _Entry:
    """One whole day of the calendar."""

    day: date
    uid: str
    summary: str
    description: str
    reminders: tuple[int, ...]
    """Days before."""
    is_settled: bool


def render(
    source: Timeline | Sequence[DayMark],
    *,
    uid_seed: str,
    lang: Language,
    stamp: datetime,
    title: str = "",
    refresh: timedelta | None = None,
) -> bytes:
    """The file: every open or unknown window of a timeline, and its deadlines; or a list of marks alone, deadlines
    and others.

    A window has an entry on its first day, unless it was open since always, and one on its last, unless it has no end.
    One of which it is unknown whether it is open is TENTATIVE. One that turns on how clauses are read is marked †, and
    its description says which days it would be. A deadline on the last day of an open window is told
    there instead of twice.

    `uid_seed` names what the calendar is about (plan and holder), so that two calendars do not share UIDs. `stamp` is
    the instant the answer was given, DTSTAMP. Raises `ValueError` if it has no zone. `title` is the name of a calendar
    of marks; `refresh` is said where the file is read again and again at an address: how long to wait before.
    """
    if stamp.tzinfo is None:
        raise ValueError(f"`stamp` must have a zone, found {stamp!r}")
    said = words(lang)
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if refresh is not None:
        duration = vDuration(refresh)
        calendar.add("REFRESH-INTERVAL", duration, parameters={"VALUE": "DURATION"})  # RFC 7986
        calendar.add("X-PUBLISHED-TTL", duration)  # the same, for those who do not know it
    if isinstance(source, Timeline):
        title = source.title
    if title:
        name = vText(on_one_line(title))  # said outright: icalendar 7.3 takes both for unknown and escapes nothing
        calendar.add("NAME", name)  # RFC 7986
        calendar.add("X-WR-CALNAME", name)  # what came before it, and is still what most read
    if isinstance(source, Timeline):
        entries = _of_timeline(source, uid_seed, said)
    else:
        entries = _of_marks(source, "", uid_seed, said)
    numbered = _numbered(dict.fromkeys(entries))
    for entry in sorted(numbered, key=lambda entry: (entry.day, entry.uid)):
        calendar.add_component(_event(entry, lang, stamp.astimezone(UTC)))
    file: bytes = calendar.to_ical()
    return file


def _numbered(entries: Iterable[_Entry]) -> Iterator[_Entry]:
    """The entries with UIDs that differ: what has one name and one day is told apart by its order."""
    seen: Counter[str] = Counter()
    for entry in entries:
        seen[entry.uid] += 1
        count = seen[entry.uid]
        yield entry if count == 1 else replace(entry, uid=_uid(entry.uid, str(count)))


def _of_timeline(timeline: Timeline, seed: str, said: Words) -> Iterator[_Entry]:
    deadlines = [mark for mark in timeline.marks if mark.kind == "deadline"]
    ends: set[date | None] = set()
    for track in timeline.tracks:
        for bar in track.bars:
            if bar.kind != "closed":
                told = [mark.label for mark in deadlines if bar.kind == "open" and mark.day == bar.last]
                yield from _of_window(track, bar, timeline.title, told, seed, said)
                ends |= {bar.last} if bar.kind == "open" else set()
    yield from _of_marks([mark for mark in deadlines if mark.day not in ends], timeline.title, seed, said)


def _of_window(
    track: TimelineTrack, bar: Bar, title: str, deadlines: Sequence[str], seed: str, said: Words
) -> Iterator[_Entry]:  # fmt: skip
    is_settled = bar.kind == "open"
    notes = ("" if is_settled else in_brackets(said.if_open, said.lang)) + (" †" if bar.note else "")
    name = titled(track.name, bar.label, lang=said.lang) + notes
    about = [title, name, said.span(bar.first, bar.last), said.kind(bar.kind), bar.note]

    def entry(edge: Literal["first", "last"], day: date, also: Sequence[str], reminders: tuple[int, ...]) -> _Entry:
        uid = _uid(seed, "window", track.name, bar.kind, bar.first.isoformat(), str(bar.last), edge)
        word, own = (said.first_day, bar.of_first) if edge == "first" else (said.last_day, bar.of_last)
        summary = titled(word, track.name, own or bar.label, lang=said.lang) + notes
        return _Entry(day, uid, summary, _lines(*about, *also), reminders, is_settled)

    if bar.first > date.min:
        yield entry("first", bar.first, (), (1,))
    if bar.last is not None:
        yield entry("last", bar.last, deadlines, _reminders(bar.length))


def _of_marks(marks: Sequence[DayMark], title: str, seed: str, said: Words) -> Iterator[_Entry]:
    for mark in marks:
        if mark.kind == "deadline":
            uid = _uid(seed, "deadline", mark.key or mark.day.isoformat())
            summary = titled(said.deadline.capitalize(), mark.label, lang=said.lang)
            about = _lines(title, mark.label, said.day(mark.day))
            yield _Entry(mark.day, uid, summary, about, _reminders(None), is_settled=True)
        elif mark.kind == "event":
            uid = _uid(seed, "event", mark.key or mark.day.isoformat())
            yield _Entry(
                mark.day, uid, mark.label, _lines(title, mark.label, said.day(mark.day)), (1,), is_settled=True
            )


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _reminders(length: int | None) -> tuple[int, ...]:
    """Days before the last day, of a window of so many days; None is a deadline of which the window is not known.

    A reminder before the window opens would be of nothing, except the day before.
    """
    if length is None or length > SHORT_WINDOW:
        days: tuple[int, ...] = (90, 30, 7, 1)
    elif length > 30:
        days = (30, 7, 1)
    else:
        days = (5, 1)
    return tuple(before for before in days if length is None or before == 1 or before < length)


def _event(entry: _Entry, lang: Language, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", stamp)
    event.add("DTSTART", entry.day)
    if entry.day < date.max:  # without DTEND a whole day lasts one day, too
        event.add("DTEND", entry.day + timedelta(days=1))
    event.add("SUMMARY", on_one_line(entry.summary), parameters={"LANGUAGE": lang})
    event.add("DESCRIPTION", visible(entry.description), parameters={"LANGUAGE": lang})
    event.add("STATUS", "CONFIRMED" if entry.is_settled else "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    for days in entry.reminders:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", on_one_line(entry.summary + in_brackets(words(lang).before(days), lang)))
        alarm.add("TRIGGER", _REMIND_AT - timedelta(days=days))
        event.add_component(alarm)
    return event


def _uid(*parts: str) -> str:
    """The same for the same parts, whatever the language, title and stamp of the calendar."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@kenri"
