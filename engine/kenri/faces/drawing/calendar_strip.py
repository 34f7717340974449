"""A timeline for the terminal: a strip over the whole range, and a month calendar for every short window.

Everything can be read without colour: open days hang together as a ribbon in brackets, marks are letters, and a legend
explains both. Where the terminal cannot show block characters the strip is drawn in ASCII.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from kenri.faces.drawing.timeline import BarKind, MarkKind, Timeline, TimelineTrack, Zoom
from kenri.faces.words.calendar import Words, titled, words
from kenri.faces.words.phrases import filled
from kenri.model.sentences import Language

_NARROWEST = 40
_MOST_ZOOMS = 8
_MONTH_WIDTH = 7 * 4 + 1
"""A ribbon cell, two digits and a mark for each day, and the ribbon cell after Sunday."""
_GAP = 3

Glyphs: TypeAlias = dict[BarKind | None, str]
_BLOCKS: Glyphs = {"open": "█", "unknown": "▒", "closed": "·", None: " "}
_ASCII: Glyphs = {"open": "#", "unknown": "?", "closed": ".", None: " "}
"""In the order in which they win a cell that stands for several days: no window is lost."""

_RIBBONS: dict[BarKind | None, str] = {"open": "[-]", "unknown": "(~)"}
"""Before the first day, between two days, after the last."""

_SIGNS: dict[MarkKind, str] = {"asked": "@", "deadline": "!", "event": "*"}
"""In the order in which they win a place with several marks."""

_STYLES: dict[BarKind | MarkKind | None, str] = {
    "open": "bold black on green",
    "unknown": "black on yellow",
    "closed": "dim",
    "asked": "bold magenta",
    "deadline": "bold red",
    "event": "bold cyan",
}


def render(timeline: Timeline, *, width: int, lang: Language) -> "Strip":
    """The drawing, at most `width` terminal cells wide, but never narrower than 40."""
    return Strip(timeline, max(width, _NARROWEST), words(lang))


@dataclass(frozen=True)
class Strip:
    """A Rich renderable."""

    timeline: Timeline
    width: int
    words: Words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        glyphs = _ASCII if options.ascii_only else _BLOCKS
        for paragraph in self._paragraphs(glyphs):
            for line in paragraph.wrap(console, self.width):
                line.rstrip()
                line.no_wrap = True
                yield line

    def _paragraphs(self, glyphs: Glyphs) -> Iterator[Text]:
        timeline, words = self.timeline, self.words
        yield Text(timeline.title, style="bold")
        note = words.range(timeline.first, timeline.last)
        if (cell := timeline.length // self.width) > 1:
            note += words.several_days_a_cell.format(days=words.days(cell))
        yield Text(note, style="dim")
        for track in timeline.tracks:
            yield Text("\n" + track.name)
            yield self._bar_line(track, glyphs)
        yield from self._axis()
        zooms, more = timeline.zooms(_MOST_ZOOMS)
        for zoom in zooms:
            yield from self._zoom(zoom)
        if more:
            yield Text("\n" + filled(words.more_windows, count=more), style="dim")
        yield Text()
        for mark in timeline.marks:
            line = Text(_SIGNS[mark.kind], style=_STYLES[mark.kind])
            yield line.append(
                f" {words.day(mark.day)}  {mark.label or words.kind(mark.kind)}", style="not bold default"
            )
        yield from self._legend(glyphs)

    # --- the strip ---

    def _bar_line(self, track: TimelineTrack, glyphs: Glyphs) -> Text:
        line = Text()
        for column in range(self.width):
            kind = self._kind_in(track, column)
            line.append(glyphs[kind], style={"open": "green", "unknown": "yellow"}.get(kind or "", "dim"))
        return line

    def _kind_in(self, track: TimelineTrack, column: int) -> BarKind | None:
        """What the cell shows of the days it stands for. Where there are fewer days than cells, a day has several."""
        length, start = self.timeline.length, self.timeline.first.toordinal()
        first = start + column * length // self.width
        last = max(first, start + (column + 1) * length // self.width - 1)
        kinds = {
            bar.kind
            for bar in track.bars
            if bar.first.toordinal() <= last and (bar.last is None or bar.last.toordinal() >= first)
        }
        return next((kind for kind in _BLOCKS if kind in kinds), None)

    def _column_of(self, day: date) -> int:
        """The first cell that stands for the day: the inverse of the division in `_kind_in`."""
        days, length = (day - self.timeline.first).days, self.timeline.length
        if length < self.width:
            return -(-days * self.width // length)
        return ((days + 1) * self.width - 1) // length

    def _axis(self) -> Iterator[Text]:
        """The marks under the strip, then ticks with their years or months."""
        here = [mark for mark in self.timeline.marks if self.timeline.first <= mark.day <= self.timeline.last]
        signs = [" "] * self.width
        for kind in reversed(_SIGNS):
            for mark in here:
                if mark.kind == kind:
                    signs[self._column_of(mark.day)] = _SIGNS[kind]
        if here:
            yield Text("".join(signs), style="bold")
        days, are_years = self.timeline.ticks(self.width // len("2025-06  "))
        ruler, labels = [" "] * self.width, [" "] * self.width
        for day in days:
            column = self._column_of(day)
            text = f"{day.year:04}" if are_years else f"{day.year:04}-{day.month:02}"
            ruler[column] = "|"
            if column + len(text) <= self.width:
                labels[column : column + len(text)] = text
        yield Text("".join(ruler), style="dim")
        yield Text("".join(labels), style="dim")

    # --- the months ---

    def _zoom(self, zoom: Zoom) -> Iterator[Text]:
        words = self.words
        yield Text("\n" + titled(zoom.name(words.lang), zoom.bar.label, lang=words.lang), style="bold")
        yield Text(words.window(zoom.bar.first, zoom.last, zoom.bar.kind))
        if zoom.bar.note:
            yield Text(zoom.bar.note, style="yellow")
        across = (self.width + _GAP) // (_MONTH_WIDTH + _GAP)
        for start in range(0, len(zoom.months), across):
            months = [self._month(zoom, *month) for month in zoom.months[start : start + across]]
            for row in range(max(map(len, months))):
                line = Text()
                for month in months:
                    cell = month[row] if row < len(month) else Text()
                    line.append_text(cell).append(" " * (_MONTH_WIDTH + _GAP - cell.cell_len))
                line.rstrip()
                yield line

    def _month(self, zoom: Zoom, year: int, month: int) -> list[Text]:
        title = self.words.month(year, month)
        weeks = calendar.Calendar().monthdayscalendar(year, month)
        return [
            Text(" " * ((_MONTH_WIDTH - cell_len(title)) // 2) + title),
            Text("".join(f" {name} " for name in self.words.weekdays), style="dim"),
            *(self._week(zoom, [date(year, month, day) if day else None for day in week]) for week in weeks),
        ]

    def _week(self, zoom: Zoom, days: Iterable[date | None]) -> Text:
        line = Text()
        before: date | None = None
        for day in days:
            line.append(_ribbon(zoom, before, day), style="bold")
            if day is None:
                line.append("   ")
            else:
                here = {mark.kind for mark in self.timeline.marks if mark.day == day}
                sign = next((kind for kind in _SIGNS if kind in here), None)
                line.append(f"{day.day:2}", style=_STYLES.get(zoom.kind_on(day), ""))
                line.append(_SIGNS[sign] if sign else " ", style=_STYLES.get(sign, ""))
            before = day
        return line.append(_ribbon(zoom, before, None), style="bold")

    # --- what the signs mean ---

    def _legend(self, glyphs: Glyphs) -> Iterator[Text]:
        """As many entries to a line as it holds: an entry is not broken."""
        line = f"{self.words.legend}:"
        for entry in self._entries(glyphs):
            if cell_len(f"{line}  {entry}") > self.width:
                yield Text(line, style="dim")
                line = " " * cell_len(f"{self.words.legend}:")
            line += f"  {entry}"
        yield Text(line, style="dim")

    def _entries(self, glyphs: Glyphs) -> Iterator[str]:
        kinds = {bar.kind for track in self.timeline.tracks for bar in track.bars}
        signs = {mark.kind for mark in self.timeline.marks}
        is_zoomed = bool(self.timeline.zooms(_MOST_ZOOMS)[0])
        for kind, glyph in glyphs.items():
            if kind is not None and kind in kinds:
                ribbon = _RIBBONS.get(kind)
                days = f" / {''.join(ribbon)}" if ribbon and is_zoomed else ""
                yield f"{glyph}{days} {self.words.kind(kind)}"
        for sign, glyph in _SIGNS.items():
            if sign in signs:
                yield f"{glyph} {self.words.kind(sign)}"


def _ribbon(zoom: Zoom, left: date | None, right: date | None) -> str:
    """What stands between two neighbouring cells of a week; None is a place without a day, or the calendar's edge.

    A window that goes on past the edge of the week or of the month shows its middle there, not an end.
    """
    ending = starting = ""
    if left is not None and (ribbon := _RIBBONS.get(zoom.kind_on(left))):
        goes_on = left < date.max and zoom.kind_on(left + timedelta(days=1)) == zoom.kind_on(left)
        ending = ribbon[1] if goes_on else ribbon[2]
    if right is not None and (ribbon := _RIBBONS.get(zoom.kind_on(right))):
        goes_on = right > date.min and zoom.kind_on(right - timedelta(days=1)) == zoom.kind_on(right)
        starting = ribbon[1] if goes_on else ribbon[0]
    if ending and starting and ending != starting:
        return "|"
    return ending or starting or " "
