"""The same question for every day of a range, and for every day on which an event might happen.

For each day of the event the life is judged once, on all days; the asked days are then read from its windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kenri.asking.askable import AskablePlan
from kenri.asking.question import Question
from kenri.loader import instants
from kenri.loader.values import shown
from kenri.model.cautions import Caution, together
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet, iso
from kenri.model.life import Event, Instant, Life, standing_events
from kenri.model.problems import quote, refused
from kenri.model.ruling import Outcome, Window
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.showing import drawn

Days = tuple[date | str, date | str]
"""A first day and a last day, both included."""


class Run(NamedTuple):
    """Consecutive asked days with one outcome; both days are included."""

    first: Day
    last: Day
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRow:
    """The answers for one day of the varied event, on every day there is; `event_on` is None where none is varied."""

    event_on: Day | None
    windows: tuple[Window, ...]
    """In the order of days, with the numbers allowed."""
    allowed: DaySet
    unknown: DaySet

    def outcome(self, day: Day) -> Outcome:
        """The answer for an asked day."""
        if day in self.allowed:
            return "allowed"
        return "unknown" if day in self.unknown else "denied"

    def runs(self, first: Day, last: Day) -> Iterator[Run]:
        """The outcomes from `first` to `last`, both included, in as few runs as there are changes."""
        bounds = {day for set_ in (self.allowed, self.unknown) for day in set_.bounds if first < day <= last}
        for start, until in pairwise((first, *sorted(bounds), last + 1)):
            yield Run(start, until - 1, self.outcome(start))


class Sweep:
    """One question asked for a range of days and, with `vary`, for a range of days of one event.

    Iterating gives a row for each day of the event; each is worked out when it is first needed, and kept. Raises
    `ProblemsError` for a question that means nothing, before any row is worked out.
    """

    def __init__(self, question: Question, *, asked: Days, vary: str | None = None, days: Days | None = None) -> None:
        """`vary` is the id of an event, or its kind where the life has one such event only; `days` are its days.

        The day of the question is not looked at.
        """
        self.question = question
        self.life = question.life
        self.plan = plan = question.plan
        self.action = question.action
        self.number = question.number
        self.grant = question.grant
        self.asker = question.asker
        self.asked_first, self.asked_last = _range(plan, asked, Sentence("asked-days"))
        self.event = None if vary is None else event_named(self.life, vary, question.instant)
        if (days is None) != (vary is None):
            raise refused(Sentence("event-and-days-together"))
        first, last = (FIRST_DAY, FIRST_DAY) if days is None else _range(plan, days, Sentence("event-days"))
        self.event_days = range(first, last + 1) if days is not None else range(0)
        """The days of the varied event; none where none is varied."""
        self._hours = together(*map(plan.hours, (*asked, *(days or ()))), question.hours)
        self._zone = ZoneInfo(plan.plan.zone)
        self._rows: list[SweepRow] = []

    def __repr__(self) -> str:
        varied = f", {self.event.id!r}: {len(self)} day{'' if len(self) == 1 else 's'}" if self.event else ""
        return f"Sweep({self.plan.id!r}, {self.action!r}, {iso(self.asked_first)}..{iso(self.asked_last)}{varied})"

    def _repr_svg_(self) -> str | None:
        return drawn(self)

    def __len__(self) -> int:
        return len(self.event_days) or 1

    def __iter__(self) -> Iterator[SweepRow]:
        for index in range(len(self)):
            if index == len(self._rows):
                self._rows.append(self._row(self.event_days[index] if self.event else None))
            yield self._rows[index]

    def __getitem__(self, index: int) -> SweepRow:
        """The row of the nth day of the event."""
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return next(row for place, row in enumerate(self) if place == index % len(self))

    @property
    def rows(self) -> tuple[SweepRow, ...]:
        return tuple(self)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What the answers did not look at and might turn on: the hours asked about, and what any window says."""
        return together(self._hours, *(window.cautions for row in self for window in row.windows))

    @property
    def asked_days(self) -> range:
        return range(self.asked_first, self.asked_last + 1)

    @property
    def windows_by_day(self) -> dict[Day | None, tuple[Window, ...]]:
        """The windows, whole, for each day of the event; for None where no event is varied."""
        return {row.event_on: row.windows for row in self}

    def table(self) -> list[dict[str, date | str | None]]:
        """A row for each cell: the day of the event, the asked day, and the outcome."""
        return [
            {"event_on": varied, "asked_on": date.fromordinal(day), "outcome": run.outcome}
            for row in self
            for varied in [None if row.event_on is None else date.fromordinal(row.event_on)]
            for run in row.runs(self.asked_first, self.asked_last)
            for day in range(run.first, run.last + 1)
        ]

    def life_with(self, day: Day | None) -> Life:
        """The life with the varied event on another day, and known as long after that day as it was."""
        if self.event is None or day is None:
            return self.life
        events = tuple(self._moved(each, day) if each.id == self.event.id else each for each in self.life.events)
        return replace(self.life, events=events)

    def _moved(self, event: Event, day: Day) -> Event:
        late = event.recorded - instants.beginning(date.fromordinal(event.on), self._zone)
        recorded = instants.beginning(date.fromordinal(day), self._zone) + late
        return replace(event, on=day, recorded=recorded)

    def _row(self, day: Day | None) -> SweepRow:
        life = self.life_with(day)
        question = replace(self.question, life=life, known=life.known_at(self.question.instant))
        windows = self.plan.windows_of(question)

        def days(status: str) -> DaySet:
            return DaySet.of(window.days for window in windows if window.status == status)

        return SweepRow(event_on=day, windows=windows, allowed=days("allowed"), unknown=days("unknown"))


def first_day(days: object) -> date | str | None:
    """The first of a range of days, as somebody wrote it; None of what is no range, which a sweep refuses."""
    return days[0] if isinstance(days, tuple | list) and days else None


def _range(plan: AskablePlan, days: object, which: Sentence) -> tuple[Day, Day]:
    if not isinstance(days, tuple | list) or len(days) != 2:
        raise refused(Sentence("wrong-argument", name=which, form=Sentence("form-two-days"), found=shown(days)))
    first, last = (plan.day(day) for day in days)
    if last < first:
        raise refused(Sentence("range-reversed", which=which, last=iso(last), first=iso(first)))
    if not FIRST_DAY <= first <= last < NEVER:
        raise refused(Sentence("range-outside-calendar", which=which))
    return first, last


def event_named(life: Life, name: object, instant: Instant | None = None) -> Event:
    """The event of an id, or the only one of a kind, that was not corrected or taken back by an instant.

    Raises `ProblemsError` where there is none, or there are several.
    """
    if not isinstance(name, str):
        help_ = did_you_mean("", [each.id for each in life.events])
        raise refused(Sentence("no-such-event-in-life", name=shown(name)), help_)
    by = {event.corrects: event for event in life.events if instant is None or event.recorded <= instant}
    # An event that is not known yet may be varied all the same; until then it corrects nothing.
    applied = [
        each if instant is None or each.recorded <= instant else replace(each, corrects=None) for each in life.events
    ]
    standing = {each.id for each in standing_events(applied)}
    stand = [each for each in life.events if each.id in standing]
    named = [event for event in stand if event.id == name] or [event for event in stand if event.kind == name]
    if len(named) == 1:
        return named[0]
    if named:
        ids = tuple(quote(each.id) for each in named)
        raise refused(Sentence("several-such-events", name=quote(name), ids=ids))
    if name in by:
        is_cancelled, later = by[name].cancelled, quote(by[name].id)
        raise refused(Sentence("event-taken-back" if is_cancelled else "event-corrected", name=quote(name), by=later))
    help_ = did_you_mean(name, [event.id for event in stand])
    raise refused(Sentence("no-such-event-in-life", name=quote(name)), help_)
