"""Windows as tracks of a drawing and as a table: for each action, and each party that may ever do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from kenri.asking.askable import AskablePlan
from kenri.faces.contracts.tracks import Tracked, cautions_of
from kenri.faces.drawing.timeline import Bar, BarKind, DayMark, Timeline, TimelineTrack
from kenri.faces.words import number, said
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames
from kenri.faces.words.turning import MARK, turned_note, turned_note_of, way_lines, windows_words
from kenri.faces.words.values import at, in_brackets, in_zone, listed
from kenri.faces.words.windows import between, event_text, most_text, window_hours, word
from kenri.model.days import FIRST_DAY
from kenri.model.life import Life
from kenri.model.ruling import Window
from kenri.model.sentences import Language

if TYPE_CHECKING:
    from kenri.faces.drawing.name_table import NameTable


def timeline(
    plan: AskablePlan,
    life: Life,
    tracks: Sequence[Tracked],
    lang: Language,
    *,
    asked: date | None = None,
    also: Sequence[DayMark] = (),
) -> Timeline | None:
    """The drawing of windows between grants and events, and what else is marked; None where there is no day to draw."""
    names = PlanNames(plan.plan, lang)
    several = len(life.grants) > 1

    def mark(day: int, text: str, grant: str | None) -> DayMark:
        return DayMark(date.fromordinal(day), f"{text} [{grant}]" if several and grant else text, "event")

    marks = [
        mark(grant.on, word("granted", lang, number=number(grant.number)), grant.id)
        for grant in life.grants.values()
        if grant.on > FIRST_DAY
    ]
    marks += [mark(event.on, event_text(event, life, names), event.grant) for event in life.events]
    marks += also
    if asked is not None:
        marks.append(DayMark(asked, "", "asked"))
    try:
        return Timeline.fit(
            word("title", lang, plan=said(plan.plan.title, lang) or plan.id),
            tracks=[
                TimelineTrack(track_name(plan, life, track, lang, several=several), tuple(_bars(track, lang)))
                for track in tracks
                if track.windows or track.elsewhere
            ],
            marks=marks,
        )
    except ValueError:  # windows without beginning and end, and nothing else to show
        return None


def with_deadlines(
    plan: AskablePlan, life: Life, tracks: Sequence[Tracked], lang: Language, *, by: str | None, grant: str | None,
    known_at: str | None, readings: Mapping[str, str],
) -> tuple[Life, Timeline | None]:  # fmt: skip
    """The life as it was known, and its time line with the deadlines of duties; None where there is nothing to draw."""
    known = life.known_at(plan.instant(known_at))
    deadlines: list[DayMark] = []
    if plan.plan.duties:
        from kenri.faces.rulings.duties_view import marks

        last = max([event.on for event in known.events] + [each.on for each in known.grants.values()], default=1)
        owed = plan.duties(
            life, on=date.fromordinal(last), by=by, grant=grant, known_at=known_at, readings=readings, settle=False
        )
        deadlines = marks(owed.owed, lang)
    return known, timeline(plan, known, tracks, lang, also=deadlines)


def calendar(plan: AskablePlan, known: Life, drawing: Timeline, lang: Language, stamp: datetime) -> bytes:
    """The windows of a life as a file for calendars (iCalendar); `stamp` is when it was asked."""
    from kenri.faces.drawing import calendar_ics

    seed = f"{plan.id} {' '.join(sorted(known.grants) + sorted(known.parties))}"
    return calendar_ics.render(drawing, uid_seed=seed, lang=lang, stamp=stamp)


def track_name(plan: AskablePlan, life: Life, track: Tracked, lang: Language, *, several: bool) -> str:
    """Who may do what: `exercise: sato (grantee)`."""
    names = PlanNames(plan.plan, lang)
    party = life.parties.get(track.by)
    # A role is named by its id in English: what it says of itself is a definition, too long beside a bar.
    roles = [
        names.bare(role, plan.plan.roles[role].says if lang == "ja" else "")
        for role in (party.roles if party is not None else ())
    ]
    who = track.by + in_brackets(listed(roles, lang), lang) if roles else names.role(track.by)
    of = f" [{track.grant}]" if several and track.grant else ""
    return f"{names.action(track.action)}{of}{gloss('colon', lang)}{who}"


def table(plan: AskablePlan, life: Life, tracks: Sequence[Tracked], lang: Language) -> NameTable:
    """Every window with its first and last day, its length, and the largest number on its days."""
    from rich.text import Text

    from kenri.faces.drawing.name_table import NameTable

    drawn = NameTable(box=None, padding=(0, 3, 0, 0), show_edge=False)
    drawn.add_column(word("who", lang), header_style="dim", overflow="fold")
    for column, justify in (("first", "left"), ("last", "left"), ("days", "right"), ("most", "right")):
        drawn.add_column(word(column, lang), header_style="dim", justify=justify, no_wrap=True)  # type: ignore[arg-type]  # a literal
    for track in tracks:
        name = track_name(plan, life, track, lang, several=len(life.grants) > 1)
        for window in track.windows:
            first = word("always", lang) if window.first is None else at(window.first, window.opens, lang)
            last = word("open", lang) if window.last is None else at(window.last, window.closes, lang)
            note = in_brackets(word("unknown", lang), lang) if window.status == "unknown" else ""
            note += in_zone("", window.zone, lang) if window.zone else ""
            style = "yellow" if window.status == "unknown" else ""
            length = number(window.last - window.first + 1) if window.first and window.last else ""
            drawn.add_row(Text(name + note, style), first, last, length, most_text(window, lang))
            name = ""
            for line in way_lines(window.turns, partial(windows_words, lang=lang), lang):
                drawn.add_row(Text(f"{MARK} {line}", "yellow"))
        for turning in track.elsewhere:
            for line in way_lines(turning, partial(windows_words, lang=lang), lang):
                drawn.add_row(Text(f"{name} {MARK} {line}".strip(), "yellow"))
                name = ""
        if track.left_out:
            drawn.add_row(Text(word("left_out", lang, count=number(track.left_out)), "dim"))
    return drawn


def nothing(tracks: Sequence[Tracked], lang: Language) -> str:
    """What is said where nobody has a window."""
    return "" if any(track.windows or track.elsewhere for track in tracks) else word("none", lang)


def cautions_text(tracks: Sequence[Tracked], lang: Language) -> list[str]:
    """A sentence for each thing that was not looked at and might matter."""
    return [each.says(lang) for each in cautions_of(tracks)]


def _bars(track: Tracked, lang: Language) -> Iterator[Bar]:
    """The windows, and after them, so that they win, those there are under other readings only."""
    for window in track.windows:
        yield _bar(window, lang, "open" if window.status == "allowed" else "unknown", turned_note(window, lang))
    for turning in track.elsewhere:
        note = turned_note_of(turning, lang)
        for window in {each: None for way in turning.ways for each in way.value}:
            yield _bar(window, lang, "unknown", note)


def _bar(window: Window, lang: Language, kind: BarKind, note: str) -> Bar:
    numbers = [most for most in window.numbers if not isinstance(most, str)]
    most = between(numbers) if numbers and len(numbers) == len(window.numbers) else ""
    many = word("up_to", lang, number=most) if most else ""

    def label(hours: str) -> str:
        return word("comma", lang).join(filter(None, (many, hours)))

    return Bar(
        first=date.min if window.first is None else date.fromordinal(window.first),
        last=None if window.last is None else date.fromordinal(window.last),
        label=label(window_hours(window, lang)),
        kind=kind,
        note=note,
        of_first=label(window_hours(replace(window, closes=None), lang)) if window.closes is not None else "",
        of_last=label(window_hours(replace(window, opens=None), lang)) if window.opens is not None else "",
    )
