"""A sweep as a standalone SVG picture: days of the event downwards, asked days to the right.

Each outcome of a zone is one path of runs, merged over the rows that are alike, so that a year by a year stays small.
The picture says everything twice, so that colour is never needed: unknown days are hatched, zones carry numbers that
lead to their text, and the same words stand in `<desc>` for who does not see it. Equal sweeps give equal files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kenri.faces.drawing.svg_drawing import Drawing, text_width
from kenri.faces.playback.sweep_view import strip, ticks
from kenri.faces.words.sweep import SweepWords, ZoneInWords
from kenri.faces.words.values import listed_apart
from kenri.model.days import Day, iso
from kenri.model.ruling import Outcome
from kenri.model.sentences import Language
from kenri.simulation.sweep import Sweep, SweepRow

_WIDTH, _MARGIN = 960, 32
_LEFT, _RIGHT = 150, _WIDTH - _MARGIN
_NUMBERS = _LEFT - 20
"""Where the brackets of the zones stand."""
_SHORTEST, _TALLEST = 160, 720
_TALLEST_ROW = 14

_PAPER, _GROUND, _LINE = "#ffffff", "#eef1f5", "#c3ccd6"
_INK, _MUTED = "#1c2733", "#52606d"
_DEAD = "#f7dfe0"
_OPEN, _EVENT = "#0b6e4f", "#1d4e89"
_TRENDS = {"none": "#a4262c", "shrinks": "#8a5a00", "grows": "#8a5a00", "steady": "#0b6e4f"}


def render(sweep: Sweep, *, lang: Language) -> str:
    """The file's text, without an XML declaration. 960 pixels wide."""
    if sweep.event is None:
        from kenri.faces.drawing import calendar_svg

        return calendar_svg.render(strip(sweep, lang), lang=lang)
    return _Sheet(sweep, lang).drawn()


def blocks(rows: Sequence[SweepRow], first: Day, last: Day, outcome: Outcome) -> Iterator[tuple[int, int, int, int]]:
    """The cells of an outcome as rectangles: column, row, columns, rows; rows that are alike are merged."""
    place = 0
    for runs, alike in groupby(tuple(row.runs(first, last)) for row in rows):
        height = len(list(alike))
        for run in runs:
            if run.outcome == outcome:
                yield run.first - first, place, run.last - run.first + 1, height
        place += height


class _Sheet:
    """The page from top to bottom."""

    def __init__(self, sweep: Sweep, lang: Language) -> None:
        self.sweep = sweep
        self.lang = lang
        self.words = SweepWords(sweep, lang)
        self.rows = sweep.rows
        self.draw = Drawing(width=_WIDTH, lang=lang)
        tall = min(max(_SHORTEST, len(self.rows) * _TALLEST_ROW), _TALLEST)
        self.across = (_RIGHT - _LEFT) / len(sweep.asked_days)
        self.down = min(tall / len(self.rows), 40)
        self.y: float = _MARGIN

    def drawn(self) -> str:
        draw, words = self.draw, self.words
        draw.describe(listed_apart((words.title, words.subtitle), self.lang), self._description())
        self.hatch = draw.hatch(ground="#fdebc2", stroke="#d99a1c")
        width = _RIGHT - _MARGIN
        self.y = draw.paragraph(_MARGIN, self.y - 6, words.title, size=20, fill=_INK, width=width, bold=True)
        self.y = draw.paragraph(_MARGIN, self.y, words.subtitle, size=13, fill=_MUTED, width=width) + 36
        self._grid()
        self._legend()
        self._key()
        return draw.finished(self.y + _MARGIN, background=_PAPER)

    # --- the grid

    def _grid(self) -> None:
        draw, sweep, top = self.draw, self.sweep, self.y
        height = self.down * len(self.rows)
        draw.rect(_LEFT, top, _RIGHT - _LEFT, height, fill=_GROUND)
        for zone in self.words.zones_in_words:
            if zone.trend == "none":
                y, tall = top + (zone.first - sweep.event_days[0]) * self.down, (zone.last - zone.first + 1) * self.down
                draw.rect(_LEFT, y, _RIGHT - _LEFT, tall, fill=_DEAD, title=f"{zone.days}: {zone.says}")
        behind = draw.layer()
        for zone in self.words.zones_in_words:
            self._zone(zone, top)
        self._diagonal(top)
        for when, label in ticks(sweep.asked_first, sweep.asked_last, 12):
            x = self._x(when)
            draw.line((x, top - 6), (x, top + height), stroke=_LINE, under=behind)
            if x + text_width(label, 12) < _RIGHT + 20:
                draw.text(x, top - 11, label, size=12, fill=_MUTED)
        self._row_labels(top)
        self.y = top + height + 18

    def _zone(self, zone: ZoneInWords, top: float) -> None:
        """The cells of a zone, its bracket, and its number."""
        draw = self.draw
        start = self.sweep.event_days[0]
        rows = self.rows[zone.first - start : zone.last - start + 1]
        y, height = top + (zone.first - start) * self.down, len(rows) * self.down
        title = f"{zone.days}: {zone.says}"
        for outcome, fill in (("allowed", _OPEN), ("unknown", self.hatch)):
            d = "".join(
                self._block(y, *block)
                for block in blocks(rows, self.sweep.asked_first, self.sweep.asked_last, outcome)  # type: ignore[arg-type]  # a literal
            )
            if d:
                draw.path(d, fill=fill, title=title)
        x, colour = _NUMBERS, _TRENDS[zone.trend]
        draw.line((x + 6, y + 1), (x, y + 1), (x, y + height - 1), (x + 6, y + height - 1), stroke=colour, width=2)

    def _block(self, top: float, column: int, row: int, columns: int, rows: int) -> str:
        x, y = _LEFT + column * self.across, top + row * self.down
        right, bottom = _LEFT + (column + columns) * self.across, top + (row + rows) * self.down
        return f"M{_px(x)} {_px(y)}H{_px(right)}V{_px(bottom)}H{_px(x)}z"

    def _diagonal(self, top: float) -> None:
        """The day of the event, where it is an asked day."""
        days = [day for day in self.sweep.event_days if day in self.sweep.asked_days]
        if days:
            start = self.sweep.event_days[0]
            ends = [(self._x(day), top + (day - start) * self.down) for day in (days[0], days[-1] + 1)]
            self.draw.line(*ends, stroke=_EVENT, width=1.5)

    def _row_labels(self, top: float) -> None:
        """The first day of each zone, and days between them as far as there is room."""
        start = self.sweep.event_days[0]
        own = [zone.first for zone in self.words.zones_in_words]
        others = [day for day, _ in ticks(start, self.sweep.event_days[-1], int(self.down * len(self.rows) / 28) + 1)]
        placed: list[float] = []
        for day in (*own, *others):
            y = top + (day - start) * self.down
            if any(abs(y - other) < (13 if day in own else 15) for other in placed):
                continue
            placed.append(y)
            is_own = day in own
            fill = _INK if is_own else _MUTED
            self.draw.text(_NUMBERS - 8, y + 11, iso(day), size=12, fill=fill, bold=is_own, anchor="end")
            if is_own:
                number = str(own.index(day) + 1)
                self.draw.text(_NUMBERS - 92, y + 11, number, size=12, fill=_INK, bold=True, anchor="end")

    # --- what it says

    def _legend(self) -> None:
        draw, x = self.draw, float(_LEFT)
        outcomes = {run.outcome for row in self.rows for run in row.runs(self.sweep.asked_first, self.sweep.asked_last)}
        kinds = (("allowed", _OPEN, "allowed"), ("unknown", self.hatch, "not-known"), ("denied", _GROUND, "denied"))
        entries = [(fill, self.words.word(key)) for outcome, fill, key in kinds if outcome in outcomes]
        if any(zone.trend == "none" for zone in self.words.zones_in_words):
            entries.append((_DEAD, self.words.word("none")))
        for fill, text in entries:
            draw.rect(x, self.y, 22, 12, fill=fill, stroke=_LINE, radius=2)
            draw.text(x + 28, self.y + 10, text, size=12, fill=_MUTED)
            x += 28 + text_width(text, 12) + 24
        draw.line((x, self.y), (x + 16, self.y + 12), stroke=_EVENT, width=1.5)
        draw.text(x + 24, self.y + 10, self.words.word("event"), size=12, fill=_MUTED)
        self.y += 34

    def _key(self) -> None:
        """Each zone with its number, its days and what it leads to; then the cliffs."""
        draw, x = self.draw, _MARGIN + 208
        for place, zone in enumerate(self.words.zones_in_words, start=1):
            draw.text(_MARGIN + 14, self.y + 13, str(place), size=13, fill=_INK, bold=True, anchor="end")
            draw.text(_MARGIN + 26, self.y + 13, zone.days, size=13, fill=_INK)
            fill = _INK if zone.trend == "steady" else _TRENDS[zone.trend]
            below = draw.paragraph(x, self.y, zone.says, size=13, fill=fill, width=_RIGHT - x)
            self.y = max(self.y + 22, below + 4)
        for note in (*self.words.cliffs, self.words.common):
            if note:
                self.y = draw.paragraph(_MARGIN, self.y + 6, note, size=13, fill=_INK, width=_RIGHT - _MARGIN)

    def _description(self) -> str:
        lines = [f"{each.days}: {each.says}" for each in self.words.zones_in_words]
        return ". ".join([*lines, *self.words.cliffs, *filter(None, [self.words.common])])

    def _x(self, day: Day) -> float:
        return _LEFT + (day - self.sweep.asked_first) * self.across


def _px(value: float) -> str:
    """A hundredth of a pixel, written as short as it is: rows of a year are two pixels high."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
