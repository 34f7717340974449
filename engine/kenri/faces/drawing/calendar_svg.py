"""A timeline as a standalone SVG picture: an overview over the years, and month calendars of the short windows.

The picture says everything twice, so that colour is never needed: open days are filled, unknown ones hatched, the first
and last day of a window are outlined and written out, windows carry numbers and marks letters that lead to their text.
The same words stand in `<desc>` for who does not see it. Equal timelines give equal files.
"""

import calendar
from datetime import date

from kenri.faces.drawing.svg_badges import MARK_FILL, apart, letters, mark_badge
from kenri.faces.drawing.svg_drawing import Drawing, Layer, text_width
from kenri.faces.drawing.timeline import Bar, BarKind, DayMark, Timeline, TimelineTrack, Zoom
from kenri.faces.words.calendar import Words, titled, words
from kenri.faces.words.phrases import filled
from kenri.faces.words.values import in_brackets, listed_apart
from kenri.model.sentences import Language

_MOST_ZOOMS = 8
_WIDTH, _MARGIN = 960, 32
_LEFT, _RIGHT = _MARGIN, _WIDTH - _MARGIN

_PAPER, _CARD, _LINE = "#ffffff", "#f8fafc", "#d5dde6"
_INK, _MUTED = "#1c2733", "#52606d"
_FILL: dict[BarKind, str] = {"open": "#0b6e4f", "closed": "#dfe4ea", "unknown": ""}
_ON_FILL: dict[BarKind | None, str] = {"open": "#ffffff", "closed": _MUTED, "unknown": "#5c3b00", None: _INK}

_BAR = 16
_CELL, _ROW = 27, 27
_MONTH_WIDTH, _MONTH_GAP = 7 * _CELL, 22
_FACTS_WIDTH = 236
_ACROSS = 3


def render(timeline: Timeline, *, lang: Language) -> str:
    """The file's text, without an XML declaration: it stands alone or inside an HTML page. 960 pixels wide."""
    return _Sheet(timeline, words(lang)).drawn()


class _Sheet:
    """The page from top to bottom: each part is drawn from `self.y` down and moves it."""

    def __init__(self, timeline: Timeline, words: Words) -> None:
        self.timeline, self.words = timeline, words
        self.zooms, self.more = timeline.zooms(_MOST_ZOOMS)
        self.letters = dict(
            zip(dict.fromkeys(timeline.marks), letters(), strict=False)
        )  # the same twice has one letter
        self.numbers = {zoom: str(number) for number, zoom in enumerate(self.zooms, start=1)}
        self.drawing = Drawing(width=_WIDTH, lang=words.lang)
        self.y: float = _MARGIN

    def drawn(self) -> str:
        draw = self.drawing
        draw.describe(
            self.timeline.title or self.words.range(self.timeline.first, self.timeline.last), self._description()
        )
        self.fill = {**_FILL, "unknown": draw.hatch(ground="#fdebc2", stroke="#d99a1c")}
        self._head()
        self._overview()
        self._key()
        self._notes()
        for zoom in self.zooms:
            self._window(zoom)
        if self.more:
            note = filled(self.words.more_windows, count=self.more)
            self.y = draw.paragraph(_LEFT, self.y + 4, note, size=13, fill=_MUTED, width=_RIGHT - _LEFT)
        return draw.finished(self.y + _MARGIN, background=_PAPER)

    def _head(self) -> None:
        draw, width = self.drawing, _RIGHT - _LEFT
        self.y = draw.paragraph(_LEFT, self.y - 6, self.timeline.title, size=21, fill=_INK, width=width, bold=True)
        subtitle = self.words.range(self.timeline.first, self.timeline.last)
        self.y = draw.paragraph(_LEFT, self.y, subtitle, size=13, fill=_MUTED, width=width) + 14

    # --- the overview ---

    def _overview(self) -> None:
        """Years above, a bar for each track, and below it badges with a leader to their day."""
        draw, top = self.drawing, self.y
        behind = draw.layer()
        self.y += 24
        for track in self.timeline.tracks:
            self.y = (
                draw.paragraph(_LEFT, self.y, track.name, size=13, fill=_INK, width=_RIGHT - _LEFT, halo=_PAPER) + 3
            )
            for bar in reversed(track.bars):  # the first wins, so it is on top
                self._bar(track, bar)
            self.y += _BAR + 10
        days, are_years = self.timeline.ticks(int((_RIGHT - _LEFT) / 64))
        for day in days:
            x, label = self._x(day), f"{day.year}" if are_years else f"{day.year}-{day.month:02}"
            draw.line((x, top + 2), (x, self.y), stroke=_LINE, under=behind)
            if x + 5 + text_width(label, 12) < _RIGHT:
                draw.text(x + 5, top + 12, label, size=12, fill=_MUTED)
        self._badges(behind, top + 20)
        self._legend()

    def _bar(self, track: TimelineTrack, bar: Bar) -> None:
        first, last = max(bar.first, self.timeline.first), min(bar.last or date.max, self.timeline.last)
        if first > last:
            return
        x, until = self._x(first), self._x(last) + (_RIGHT - _LEFT) / self.timeline.length
        width = max(until - x, 5 if bar.kind != "closed" else 1)
        x = min(x, _RIGHT - width)
        said = self.words.span(bar.first, bar.last) + in_brackets(self.words.kind(bar.kind), self.words.lang)
        title = titled(track.name, bar.label, said, bar.note, lang=self.words.lang)
        fill, middle, bottom = self.fill[bar.kind], self.y + _BAR / 2, self.y + _BAR
        self.drawing.rect(x, self.y, width, _BAR, fill=fill, radius=min(2, width / 2), title=title)
        if bar.note:  # a mark at the end, and the words below the windows
            self.drawing.text(min(x + width + 2, _RIGHT - 6), middle + 4, "†", size=13, fill=_INK, bold=True)
        if bar.first < self.timeline.first:
            self.drawing.polygon((x, self.y), (x - 9, middle), (x, bottom), fill=fill)
        if bar.last is None or bar.last > self.timeline.last:
            self.drawing.polygon((x + width, self.y), (x + width + 9, middle), (x + width, bottom), fill=fill)

    def _badges(self, behind: Layer, top: float) -> None:
        """Windows and marks below their days, moved apart where they are nearer than a badge is wide."""
        inside = [mark for mark in self.timeline.marks if self.timeline.first <= mark.day <= self.timeline.last]
        wanted = [(self._x(zoom.bar.first), zoom) for zoom in self.zooms] + [
            (self._x(mark.day), mark) for mark in inside
        ]
        wanted.sort(key=lambda place: place[0])
        places = apart([x for x, _ in wanted], gap=24, first=_LEFT + 10, last=_RIGHT - 10)
        for (x, what), place in zip(wanted, places, strict=True):
            stroke = MARK_FILL[what.kind] if isinstance(what, DayMark) else _MUTED
            points = ((x, self.y), (place, self.y + 16), (place, self.y + 22))
            if isinstance(what, DayMark):
                self.drawing.line((x, top), (x, self.y), stroke=stroke, under=behind)
            self.drawing.line(*points, stroke=stroke)
            self._badge(place, self.y + 31, what)
        self.y += 56 if wanted else 6

    def _badge(self, x: float, y: float, what: DayMark | Zoom) -> None:
        """Around a point: a window is a pill, an event a disc, the day asked about a diamond, a deadline a square."""
        draw = self.drawing
        if isinstance(what, Zoom):
            outline = "" if what.bar.kind == "open" else _MUTED
            draw.rect(x - 11, y - 9, 22, 18, fill=self.fill[what.bar.kind], stroke=outline, radius=9)
            draw.text(x, y + 4, self.numbers[what], size=11, fill=_ON_FILL[what.bar.kind], bold=True, anchor="middle")
            return
        mark_badge(draw, x, y, what.kind, self.letters[what])

    def _legend(self) -> None:
        """The kinds that the bars have, and the mark of what turns; other marks are explained where they are listed."""
        x: float = _LEFT
        kinds = {bar.kind for track in self.timeline.tracks for bar in track.bars}
        for kind in (kind for kind in self.fill if kind in kinds):
            word = self.words.kind(kind)
            self.drawing.rect(x, self.y, 22, 12, fill=self.fill[kind], radius=2)
            self.drawing.text(x + 28, self.y + 10, word, size=12, fill=_MUTED)
            x += 28 + text_width(word, 12) + 24
        if any(bar.note for track in self.timeline.tracks for bar in track.bars):
            self.drawing.text(x, self.y + 10, "†", size=13, fill=_INK, bold=True)
            self.drawing.text(x + 14, self.y + 10, self.words.turns, size=12, fill=_MUTED)
        self.y += 28

    # --- the days ---

    def _key(self) -> None:
        for mark in self.timeline.marks:
            self._badge(_LEFT + 10, self.y + 10, mark)
            self.drawing.text(_LEFT + 30, self.y + 14, self.words.day(mark.day), size=13, fill=_INK)
            self.drawing.text(_LEFT + 168, self.y + 14, self.words.kind(mark.kind), size=13, fill=_MUTED)
            x = _LEFT + 292
            below = self.drawing.paragraph(x, self.y + 1, mark.label, size=13, fill=_INK, width=_RIGHT - x)
            self.y = max(self.y + 26, below + 4)
        self.y += 10

    def _notes(self) -> None:
        """What long windows turn on; short ones say it on their cards."""
        shown = {zoom.bar for zoom in self.zooms}
        for track in self.timeline.tracks:
            for bar in track.bars:
                if bar.note and bar not in shown:
                    note = titled(track.name, self.words.span(bar.first, bar.last), bar.note, lang=self.words.lang)
                    self.y = self.drawing.paragraph(_LEFT, self.y, note, size=13, fill=_INK, width=_RIGHT - _LEFT) + 4
        self.y += 6 if any(bar.note for track in self.timeline.tracks for bar in track.bars) else 0

    # --- the windows ---

    def _window(self, zoom: Zoom) -> None:
        """A card: the facts on the left, the months on the right."""
        draw, words, top = self.drawing, self.words, self.y
        card = draw.layer()
        x, y = _LEFT + 18, top + 16
        self._badge(x + 11, y + 9, zoom)
        y = draw.paragraph(
            x + 32, y, zoom.name(self.words.lang), size=14, fill=_INK, width=_FACTS_WIDTH - 32, bold=True
        )
        if zoom.bar.label:
            y = draw.paragraph(x, y + 4, zoom.bar.label, size=13, fill=_INK, width=_FACTS_WIDTH)
        if zoom.bar.note:
            y = draw.paragraph(x, y + 4, zoom.bar.note, size=13, fill=_INK, width=_FACTS_WIDTH)
        for name, day in ((words.first_day, zoom.bar.first), (words.last_day, zoom.last)):
            draw.text(x, y + 20, name, size=11, fill=_MUTED)
            draw.text(x, y + 38, words.day(day), size=15, fill=_INK, bold=True)
            y += 44
        draw.text(x, y + 20, words.state(zoom.bar.first, zoom.last, zoom.bar.kind), size=13, fill=_MUTED)
        y += 28
        left = _RIGHT - 18 - _ACROSS * _MONTH_WIDTH - (_ACROSS - 1) * _MONTH_GAP
        row_top = below = top + 16
        for number, (year, month) in enumerate(zoom.months):
            column = number % _ACROSS
            if column == 0:
                row_top = below
            below = max(
                below, self._month(zoom, year, month, left + column * (_MONTH_WIDTH + _MONTH_GAP), row_top) + 14
            )
        bottom = max(y, below) + 6
        draw.rect(_LEFT, top, _RIGHT - _LEFT, bottom - top, fill=_CARD, stroke=_LINE, radius=8, under=card)
        self.y = bottom + 14

    def _month(self, zoom: Zoom, year: int, month: int, x: float, y: float) -> float:
        draw, words = self.drawing, self.words
        draw.text(
            x + _MONTH_WIDTH / 2, y + 13, words.month(year, month), size=13, fill=_INK, bold=True, anchor="middle"
        )
        for column, name in enumerate(words.weekdays):
            draw.text(x + (column + 0.5) * _CELL, y + 34, name, size=11, fill=_MUTED, anchor="middle")
        y += 40
        for week in calendar.Calendar().monthdayscalendar(year, month):
            days = [date(year, month, number) if number else None for number in week]
            for column, day in enumerate(days):
                if day is not None:
                    self._ground(zoom, day, x + column * _CELL, y)
            for column, day in enumerate(days):
                if day is not None:
                    self._day(zoom, day, x + column * _CELL, y)
            y += _ROW
        return y

    def _ground(self, zoom: Zoom, day: date, x: float, y: float) -> None:
        """Days of one kind are a ribbon: no gap between neighbours in a week."""
        if kind := zoom.kind_on(day):
            self.drawing.rect(x, y + 1, _CELL, _ROW - 3, fill=self.fill[kind])

    def _day(self, zoom: Zoom, day: date, x: float, y: float) -> None:
        draw, edges = self.drawing, (zoom.bar.first, zoom.last)
        kind = zoom.kind_on(day)
        if day in edges:
            ring = "#ffffff" if kind == "open" else _INK
            draw.rect(x + 3, y + 3, _CELL - 6, _ROW - 7, fill="none", stroke=ring, stroke_width=1.5, radius=4)
        draw.text(
            x + _CELL / 2, y + 17, f"{day.day}", size=12.5, fill=_ON_FILL[kind], bold=zoom.bar.covers(day),
            anchor="middle",
        )  # fmt: skip
        here = [mark for mark in self.timeline.marks if mark.day == day]
        if here:
            said = "".join(self.letters[mark] for mark in here)
            width = max(12, text_width(said, 9) + 5)
            draw.rect(x + _CELL - width, y - 5, width, 12, fill=MARK_FILL[here[0].kind], stroke=_CARD, radius=6)
            draw.text(x + _CELL - width / 2, y + 4, said, size=9, fill="#ffffff", bold=True, anchor="middle")

    # --- places ---

    def _x(self, day: date) -> float:
        """Where the day begins."""
        return _LEFT + (_RIGHT - _LEFT) * (day - self.timeline.first).days / self.timeline.length

    def _description(self) -> str:
        """Every bar and mark as a sentence."""
        words = self.words
        bars = (
            titled(
                *(track.name, bar.label, words.span(bar.first, bar.last), words.kind(bar.kind), bar.note),
                lang=words.lang,
            )
            for track in self.timeline.tracks
            for bar in track.bars
        )
        marks = (
            titled(words.day(mark.day), words.kind(mark.kind), mark.label, lang=words.lang)
            for mark in self.timeline.marks
        )
        return listed_apart([*bars, *marks], words.lang)
