"""A sweep as a PNG picture: exact pixels, the same number for every cell, with its words in the file's text."""

from __future__ import annotations

from kenri.faces.drawing.png_drawing import GLYPH_HEIGHT, GLYPH_WIDTH, Pixels
from kenri.faces.playback.sweep_svg import blocks
from kenri.faces.playback.sweep_view import ticks
from kenri.faces.words import Lang
from kenri.faces.words.sweep import SweepWords
from kenri.model.days import Day, iso
from kenri.simulation.sweep import Sweep

PALETTE = ("#ffffff", "#eef1f5", "#0b6e4f", "#fdebc2", "#d99a1c", "#f7dfe0", "#c3ccd6", "#1d4e89", "#1c2733")
PAPER, DENIED, ALLOWED, UNKNOWN, HATCH, DEAD, LINE, EVENT, INK = range(len(PALETTE))

_MARGIN = 16
_WIDE, _HIGH = 1000, 800
"""Cells get as many whole pixels as keep the grid within this, and one at least."""
_TALLEST = 24
_STRIP = 48


def render(sweep: Sweep, *, lang: Lang) -> bytes:
    """The file. A strip, where no event is varied, is one row."""
    words = SweepWords(sweep, lang)
    width = max(1, min(_TALLEST, _WIDE // len(sweep.asked_days)))
    height = _STRIP if sweep.event is None else max(1, min(_TALLEST, _HIGH // len(sweep)))
    sheet = _Sheet(sweep, words, width, height)
    sheet.draw()
    described = ". ".join([*(f"{each.days}: {each.says}" for each in words.told), *words.cliffs])
    texts = {"Title": words.title, "Description": ". ".join(filter(None, [words.subtitle, described]))}
    return sheet.pixels.png({key: text for key, text in texts.items() if text})


class _Sheet:
    """A grid with days at its left and above it; `width` and `height` are the pixels of a cell."""

    def __init__(self, sweep: Sweep, words: SweepWords, width: int, height: int) -> None:
        self.sweep = sweep
        self.words = words
        self.width = width
        self.height = height
        label = GLYPH_WIDTH * len("2045-07-13 ") * 2
        self.left = _MARGIN + (label if sweep.event is not None else 0)
        self.top = _MARGIN + GLYPH_HEIGHT * 2 + 10
        self.across = width * len(sweep.asked_days)
        self.down = height * len(sweep)
        self.pixels = Pixels(self.left + self.across + _MARGIN + 60, self.top + self.down + _MARGIN, PALETTE)

    def draw(self) -> None:
        sweep, pixels = self.sweep, self.pixels
        pixels.rect(self.left, self.top, self.across, self.down, DENIED)
        for told in self.words.told:
            if told.trend == "none":
                tall = (told.last - told.first + 1) * self.height
                pixels.rect(self.left, self._y(told.first), self.across, tall, DEAD)
        self._asked_days()
        for column, row, columns, rows in blocks(sweep.rows, sweep.asked_first, sweep.asked_last, "allowed"):
            pixels.rect(*self._place(column, row), columns * self.width, rows * self.height, ALLOWED)
        for column, row, columns, rows in blocks(sweep.rows, sweep.asked_first, sweep.asked_last, "unknown"):
            pixels.rect(*self._place(column, row), columns * self.width, rows * self.height, UNKNOWN)
            pixels.hatch(*self._place(column, row), columns * self.width, rows * self.height, HATCH)
        for day in sweep.event_days:
            if day in sweep.asked_days:
                place = self._place(day - sweep.asked_first, day - sweep.event_days[0])
                pixels.rect(*place, max(1, self.width // 4), self.height, EVENT)
        self._event_days()

    def _asked_days(self) -> None:
        """Lines down through the grid, with their days above."""
        free = 0
        for day, label in ticks(self.sweep.asked_first, self.sweep.asked_last, max(2, self.across // 100)):
            x = self.left + (day - self.sweep.asked_first) * self.width
            if x >= free:
                self.pixels.rect(x, self.top - 6, 1, self.down + 6, LINE)
                self.pixels.text(x, _MARGIN, label, INK, scale=2)
                free = x + (len(label) + 1) * GLYPH_WIDTH * 2

    def _event_days(self) -> None:
        """The first day of each zone, and days between as far as there is room."""
        if self.sweep.event is None:
            return
        start, last = self.sweep.event_days[0], self.sweep.event_days[-1]
        own = [told.first for told in self.words.told]
        placed: list[int] = []
        for day in (*own, *(day for day, _ in ticks(start, last, self.down // 40 + 1))):
            y = self._y(day)
            if all(abs(y - other) > GLYPH_HEIGHT * 2 + 2 for other in placed):
                placed.append(y)
                self.pixels.text(_MARGIN, y, iso(day), INK if day in own else EVENT, scale=2)
                self.pixels.rect(self.left - 8, y, 8, 1, INK if day in own else LINE)

    def _y(self, day: Day) -> int:
        return self.top + (day - self.sweep.event_days[0]) * self.height

    def _place(self, column: int, row: int) -> tuple[int, int]:
        return self.left + column * self.width, self.top + row * self.height
