"""A sweep for the terminal: a grid of days of the event and asked days, or a strip where no event is varied.

A line never stands for days of two zones, so that a cliff is an edge between two lines. Everything can be read without
colour, and where the terminal cannot show block characters the grid is drawn in ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from kenri.faces.contracts.tracks import Tracked
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.timeline import Bar, Timeline, TimelineTrack
from kenri.faces.words import day
from kenri.faces.words.sweep import SweepWords
from kenri.model.days import Day, iso
from kenri.model.ruling import Outcome
from kenri.model.sentences import Language
from kenri.simulation.sweep import Sweep, SweepRow

_BY_DAYS = 100
"""Days: a range no longer than this has its ticks at single days."""

_LINES = 36
"""At most so many lines, if each zone can have one of its own."""
_MARGIN = len("12 2045-07-13 ")
_BLOCKS = {"allowed": "█", "partly": "▒", "unknown": "?", "event": "*", "denied": "·"}
_ASCII = {"allowed": "#", "partly": "+", "unknown": "?", "event": "*", "denied": "."}
_STYLES = {"allowed": "green", "partly": "green", "unknown": "yellow", "event": "bold cyan", "denied": "dim"}
_OUTCOMES: dict[Outcome, str] = {"allowed": "green", "denied": "dim", "unknown": "yellow"}
_DEAD = "bold red"


def render(sweep: Sweep, *, width: int, lang: Language) -> RenderableType:
    """The drawing, about `width` terminal cells wide, and what it shows in words."""
    words = SweepWords(sweep, lang)
    cautions = [Text(each.says(lang), "dim") for each in sweep.cautions]
    if sweep.event is None:
        from kenri.faces.drawing import calendar_strip

        drawn = calendar_strip.render(strip(sweep, lang), width=width, lang=lang)
        return Group(drawn, "", _runs(sweep, words), *cautions)
    title = Text(words.title, "bold"), Text(words.subtitle, "dim")
    return Group(*title, "", _Grid(sweep, words, width), "", *_zones(words), *cautions)


def strip(sweep: Sweep, lang: Language) -> Timeline:
    """The asked days as a timeline of one track, with what is recorded on them."""
    from kenri.faces.rulings import windows_view

    first, last = date.fromordinal(sweep.asked_first), date.fromordinal(sweep.asked_last)
    tracked = Tracked(action=sweep.action, by=sweep.asker.id, grant=sweep.grant.id, windows=sweep[0].windows)
    drawn = windows_view.timeline(sweep.plan, sweep.life, [tracked], lang)
    name = windows_view.track_name(sweep.plan, sweep.life, tracked, lang, several=len(sweep.life.grants) > 1)
    title = SweepWords(sweep, lang).title
    if drawn is None:
        bars = tuple(Bar(date.min, None, "", "open") for _ in sweep[0].windows)
        return Timeline(title, first, last, (TimelineTrack(name, bars),))
    marks = tuple(mark for mark in drawn.marks if first <= mark.day <= last)
    return replace(
        drawn, title=title, first=first, last=last, marks=marks, tracks=drawn.tracks or (TimelineTrack(name, ()),)
    )


def ticks(first: Day, last: Day, most: int) -> list[tuple[Day, str]]:
    """At most `most` days of a range with short labels: years, months, or days where it is short."""
    if last - first > _BY_DAYS:
        timeline = Timeline("", date.fromordinal(first), date.fromordinal(last), ())
        found, are_years = timeline.ticks(most)
        return [(each.toordinal(), iso(each.toordinal())[: 4 if are_years else 7]) for each in found]
    step = next((step for step in (1, 2, 5, 7, 14, 28) if (last - first) // step < most), 28)
    return [(each, iso(each)[5:]) for each in range(first, last + 1, step)]


def _runs(sweep: Sweep, words: SweepWords) -> NameTable:
    """Every run of asked days with one outcome."""
    table = NameTable(box=None, padding=(0, 3, 0, 0), show_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for run in sweep[0].runs(sweep.asked_first, sweep.asked_last):
        outcome = words.word("not-known" if run.outcome == "unknown" else run.outcome)
        days = str(run.last - run.first + 1)
        table.add_row(
            day(run.first, words.lang), day(run.last, words.lang), days, Text(outcome, _OUTCOMES[run.outcome])
        )
    return table


def _zones(words: SweepWords) -> Iterator[RenderableType]:
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
    table.add_column(justify="right", style="bold")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for place, zone in enumerate(words.zones_in_words, start=1):
        style = {"none": _DEAD, "shrinks": "yellow"}.get(zone.trend, "")
        table.add_row(str(place), zone.days, Text(zone.says, style))
    yield table
    yield from (Text(cliff, "yellow") for cliff in words.cliffs)
    if words.common:
        yield Text(words.common, "dim")


class _Grid:
    """The grid as a Rich renderable."""

    def __init__(self, sweep: Sweep, words: SweepWords, width: int) -> None:
        self.sweep = sweep
        self.words = words
        self.columns = self._columns(min(max(width - _MARGIN, 20), len(sweep.asked_days)))
        self.wide = max(1, min(3, (width - _MARGIN) // len(self.columns)))
        """Terminal cells for a column: a few days are drawn wider."""

    def _columns(self, count: int) -> list[tuple[Day, Day]]:
        first, length = self.sweep.asked_first, len(self.sweep.asked_days)
        edges = [first + place * length // count for place in range(count + 1)]
        return [(here, after - 1) for here, after in pairwise(edges)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        glyphs = _ASCII if options.ascii_only else _BLOCKS
        yield from self._axis()
        seen: set[str] = set()
        before = ""
        for place, rows in self._lines():
            number = f"{place + 1:>2}" if f"{place}" != before else "  "
            before = f"{place}"
            is_dead = self.words.zones_in_words[place].trend == "none"
            line = Text(f"{number} ", "bold").append(f"{iso(rows[0].event_on or 0)} ", _DEAD if is_dead else "not bold")
            for kind, cells in groupby(self._kind(rows, first, last) for first, last in self.columns):
                seen.add(kind)
                line.append(glyphs[kind] * (self.wide * len(list(cells))), _STYLES[kind])
            line.no_wrap = True
            yield line
        yield Text(self._legend(glyphs, seen), "dim")

    def _lines(self) -> Iterator[tuple[int, list[SweepRow]]]:
        """The rows of each line, with the place of their zone among those that are said."""
        zones, rows = self.words.zones_in_words, self.sweep.rows
        start = rows[0].event_on or 0
        if len(rows) > _LINES >= len(zones):
            height = -(-len(rows) // max(1, _LINES - len(zones)))
        else:
            height = 1 if len(rows) <= _LINES else -(-len(rows) // _LINES)
        for place, zone in enumerate(zones):
            inside = rows[zone.first - start : zone.last - start + 1]
            for index in range(0, len(inside), height):
                yield place, list(inside[index : index + height])

    def _kind(self, rows: Sequence[SweepRow], first: Day, last: Day) -> str:
        """What a cell shows of the days and rows it stands for."""
        days = last - first + 1
        allowed = [row.allowed.count_between(first, last + 1) for row in rows]
        if all(count == days for count in allowed):
            return "allowed"
        if any(allowed):
            return "partly"
        if any(row.unknown.count_between(first, last + 1) for row in rows):
            return "unknown"
        return "event" if any(first <= (row.event_on or 0) <= last for row in rows) else "denied"

    def _axis(self) -> Iterator[Text]:
        """The asked days above the grid: labels, and below each a stroke over its column."""
        cells = len(self.columns) * self.wide
        labels, strokes = [" "] * (cells + 4), [" "] * cells
        free = 0
        for when, label in ticks(self.sweep.asked_first, self.sweep.asked_last, max(2, cells // 9)):
            column = next(place for place, (first, last) in enumerate(self.columns) if first <= when <= last)
            at = column * self.wide
            if at < free or at + len(label) > cells + 4:
                continue
            labels[at : at + len(label)] = label
            strokes[at] = "|"
            free = at + len(label) + 1
        for line in (labels, strokes):
            text = Text(" " * _MARGIN + "".join(line).rstrip(), "dim")
            text.no_wrap = True
            yield text

    def _legend(self, glyphs: dict[str, str], seen: set[str]) -> str:
        names = {"unknown": "not-known"}
        entries = [
            f"{glyph} {self.words.word(names.get(kind, kind))}" for kind, glyph in glyphs.items() if kind in seen
        ]
        return " " * _MARGIN + f"{self.words.word('legend')}:  " + "  ".join(entries)
