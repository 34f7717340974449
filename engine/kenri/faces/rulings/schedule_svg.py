"""A vesting schedule as a standalone SVG picture: how many have vested over the years, beside what the schedule has.

The picture says everything twice, so that colour is never needed: what has vested is a thick line, the schedule a thin
one, what is not known is hatched, and days have letters that lead to their words. The same words stand in `<desc>` for
who does not see it. Equal schedules give equal files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from kenri.faces.drawing.svg_badges import apart, letters, mark_badge
from kenri.faces.drawing.svg_drawing import Drawing, Layer, text_width
from kenri.faces.drawing.timeline import MarkKind, Timeline
from kenri.faces.rulings.schedule_view import otherwise
from kenri.faces.words import day, number, said
from kenri.faces.words import schedule as words
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.glossary import word
from kenri.faces.words.turning import MARK, way_lines
from kenri.faces.words.values import listed_apart, plain_day
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.life import UNNAMED
from kenri.model.ruling import Exact
from kenri.model.schedule import Schedule, SchedulePart
from kenri.model.sentences import Language

_WIDTH, _MARGIN = 960, 32
_LEFT, _RIGHT = 96, _WIDTH - _MARGIN
_HEIGHT = 300
_MOST_MARKS = 14

_PAPER, _LINE = "#ffffff", "#d5dde6"
_INK, _MUTED = "#1c2733", "#52606d"
_VESTED, _VESTED_AREA = "#0b6e4f", "#dcefe7"
_SCHEDULED = "#52606d"
_AHEAD, _BEHIND = "#cfe0f5", "#f7dfe0"

_KINDS: dict[str, MarkKind] = {"brought-forward": "event", "beside": "event", "vests": "event"}

Steps: TypeAlias = "list[tuple[Day, Exact | None]]"
"""From which day on a number is how large; None where it is not known."""


class _Mark(NamedTuple):
    """A day with words."""

    day: Day
    kind: MarkKind
    label: str


def render(found: Schedule, on: Day | None, *, lang: Language) -> str | None:
    """The file's text, without an XML declaration, 960 pixels wide; None where no line has a day to draw.

    With a day, it and the next part after it are marked.
    """
    bounds = [each for part in found.parts for each in (part.first, part.last) if each is not None]
    return _Sheet(found, on, lang, bounds).drawn() if bounds else None


class _Sheet:
    """The page from top to bottom: each part is drawn from `self.y` down and moves it."""

    def __init__(self, found: Schedule, on: Day | None, lang: Language, bounds: list[Day]) -> None:
        self.found, self.on, self.lang = found, on, lang
        days = [*bounds, *([] if on is None else [on])]
        around = max(10, (max(days) - min(days)) // 10)
        self.first, self.last = max(FIRST_DAY, min(days) - around), min(NEVER - 1, max(days) + around)
        told = found.parts[0]
        self.told_from = told.first if told.first is not None else self.first
        self.vested, self.scheduled = _vested(found.parts), _scheduled(found.parts)
        self.coming = None if on is None else found.next_part(on)
        known = [value for _, value in (*self.vested, *self.scheduled) if value is not None]
        self.most, self.least = max([*known, 1]), min([*known, 0])
        widest = max(text_width(number(value), 12) for value in (int(self.most), int(self.least)))
        self.left = max(_LEFT, _MARGIN + widest)
        self.draw = Drawing(width=_WIDTH, lang=lang)
        self.y: float = _MARGIN

    def drawn(self) -> str:
        draw = self.draw
        title = said(self.found.says, self.lang).rstrip(".。") or self.found.name
        draw.describe(title, self._description())
        self.hatch = draw.hatch(ground="#fdebc2", stroke="#d99a1c")
        width = _RIGHT - _MARGIN
        self.y = draw.paragraph(_MARGIN, self.y - 6, title, size=21, fill=_INK, width=width, bold=True)
        self.y = draw.paragraph(_MARGIN, self.y, self._subtitle(), size=13, fill=_MUTED, width=width) + 26
        self.top = self.y
        self._grid()
        self._areas()
        self._lines()
        self._rises()
        self.y = self.top + _HEIGHT
        self._marks()
        self._legend()
        for line in (f"{MARK} {line}" for line in way_lines(self.found.turns, self._otherwise(), self.lang)):
            self.y = draw.paragraph(_MARGIN, self.y, line, size=13, fill=_INK, width=width) + 3
        for caution in self.found.cautions:
            self.y = draw.paragraph(_MARGIN, self.y, caution.says(self.lang), size=12, fill=_MUTED, width=width) + 3
        return draw.finished(self.y + _MARGIN, background=_PAPER)

    def _otherwise(self) -> partial[str]:
        return partial(otherwise, self.found.parts, self.lang)

    def _subtitle(self) -> str:
        found, lang = self.found, self.lang
        told = [found.name]
        if found.of is not None:
            told.append(words.word("parts", lang, count=number(found.of)))
        if found.clause:
            told.append(word("clause", lang, clause=found.clause))
        if found.grant not in ("", UNNAMED):
            told.append(found.grant)
        return words.word("comma", lang).join(told)

    # --- the ground

    def _grid(self) -> None:
        draw = self.draw
        for value in _nice(self.least, self.most):
            y = self._at(value)
            draw.line((self.left, y), (_RIGHT, y), stroke=_LINE)
            draw.text(self.left - 8, y + 4, number(value), size=12, fill=_MUTED, anchor="end")
        timeline = Timeline("", date.fromordinal(self.first), date.fromordinal(self.last), ())
        ticks, are_years = timeline.ticks(int((_RIGHT - self.left) / 64))
        for when in ticks:
            x, label = self._x(when.toordinal()), f"{when.year}" if are_years else f"{when.year}-{when.month:02}"
            draw.line((x, self.top - 4), (x, self.top + _HEIGHT), stroke=_LINE)
            if x + 5 + text_width(label, 12) < _RIGHT:
                draw.text(x + 4, self.top - 8, label, size=12, fill=_MUTED)

    def _areas(self) -> None:
        """What has vested, and where it is before or behind the schedule, or not known."""
        bottom = self._at(0)
        days = sorted({self.first, *(max(each, self.first) for each, _ in (*self.vested, *self.scheduled))})
        for since, until in pairwise([*days, self.last + 1]):
            vested, scheduled = _on(self.vested, since), _on(self.scheduled, since)
            x, width = self._x(since), self._x(until) - self._x(since)
            if vested is None and since < self.told_from:
                continue  # what was before the first line is not told
            if vested is None:
                title = words.word("day-unknown", self.lang)
                self._area(x, self.top, width, self.top + _HEIGHT, self.hatch, title)
                continue
            top = self._at(vested)
            self._area(x, top, width, bottom, _VESTED_AREA)
            if scheduled is not None and scheduled != vested:
                other = self._at(scheduled)
                key, fill = ("ahead", _AHEAD) if vested > scheduled else ("behind", _BEHIND)
                self._area(x, top, width, other, fill, words.word(key, self.lang))

    def _area(self, x: float, y: float, width: float, other: float, fill: str, title: str = "") -> None:
        """A rectangle from one height to another, with neighbours that show no seam."""
        self.draw.path(f"M{x:.1f} {y:.1f}H{x + width:.1f}V{other:.1f}H{x:.1f}z", fill=fill, title=title)

    def _lines(self) -> None:
        for steps, stroke, width in ((self.scheduled, _SCHEDULED, 1.2), (self.vested, _VESTED, 2.6)):
            for points in self._runs(steps):
                self.draw.line(*points, stroke=stroke, width=width)

    def _runs(self, steps: Steps) -> Iterator[list[tuple[float, float]]]:
        """The points of a line of steps, and of others where it is broken by what is not known."""
        points: list[tuple[float, float]] = []
        for (since, value), (until, _) in pairwise([*steps, (self.last + 1, None)]):
            if value is None:
                if points:
                    yield points
                points = []
                continue
            points += [(self._x(max(since, self.first)), self._at(value)), (self._x(until), self._at(value))]
        if points:
            yield points

    def _rises(self) -> None:
        """How many vest, beside the steps, as far as there is room."""
        end: float = self.left
        for each in self.found.parts:
            if not each.adds or each.day is None or each.in_all is None:
                continue
            told = f"+{number(each.adds)}" if each.adds > 0 else number(each.adds)
            x, y = self._x(each.day), self._at(each.in_all)
            if x - 9 - text_width(told, 12) < end:
                continue
            end = x
            self.draw.text(x - 5, y + 4, told, size=12, fill=_INK, bold=each is self.coming, anchor="end", halo=_PAPER)

    # --- days with words

    def _marks(self) -> None:
        draw = self.draw
        marks = sorted(self._told(), key=lambda mark: mark.day)
        shown, left_out = marks[:_MOST_MARKS], max(0, len(marks) - _MOST_MARKS)
        places = apart([self._x(mark.day) for mark in shown], gap=24, first=self.left + 10, last=_RIGHT - 10)
        named = [*zip(shown, places, letters(), strict=False)]
        behind: Layer = draw.layer()
        for mark, place, letter in named:
            x, stroke = self._x(mark.day), _MUTED
            if mark.kind == "asked":
                draw.line((x, self.top), (x, self.y), stroke="#7e22ce", width=1.5, under=behind)
            draw.line((x, self.y), (place, self.y + 16), (place, self.y + 22), stroke=stroke)
            mark_badge(draw, place, self.y + 31, mark.kind, letter)
        self.y += 60 if named else 14
        for mark, _, letter in named:
            mark_badge(draw, _MARGIN + 10, self.y + 10, mark.kind, letter)
            draw.text(_MARGIN + 30, self.y + 14, day(mark.day, self.lang), size=13, fill=_INK)
            x = _MARGIN + 176
            below = draw.paragraph(x, self.y + 1, mark.label, size=13, fill=_INK, width=_RIGHT - x)
            self.y = max(self.y + 26, below + 4)
        if left_out:
            self.y = draw.paragraph(
                _MARGIN, self.y, word("and-more", self.lang, count=left_out), size=13, fill=_MUTED, width=_RIGHT
            )
        self.y += 8

    def _told(self) -> Iterator[_Mark]:
        """The asked day, the next part, the cliff, and whatever does not follow the schedule, stretch by stretch."""
        lang = self.lang
        if self.on is not None:
            vested = _on(self.vested, self.on)
            told = words.word("asked-unknown", lang)
            if vested is not None:
                told = words.word("asked-is", lang, number=words.counted(vested, lang, self.found.unit))
            yield _Mark(self.on, "asked", told)
        told_apart = (self.coming, self._cliff())
        for fate, several in groupby(self.found.parts, key=lambda each: (each.fate, each in told_apart)):
            parts = [*several]
            first, last = parts[0], parts[-1]
            if fate == ("vests", False):
                continue
            at = first.last if first.last is not None else first.first
            if at is not None:
                yield _Mark(at, _KINDS.get(first.fate, "deadline"), self._words(first, last))

    def _cliff(self) -> SchedulePart | None:
        """The line of the parts that vest together, where it is the first."""
        first = next((each for each in self.found.parts if each.parts is not None), None)
        return first if first is not None and first.parts is not None and first.parts[0] != first.parts[1] else None

    def _words(self, first: SchedulePart, last: SchedulePart) -> str:
        """A line in words; of several, as far as they are alike."""
        lang = self.lang
        told: list[str] = []
        if first.parts is not None:
            told.append(_numbered(first.parts[0], None if last.parts is None else last.parts[1], lang))
        if first is self.coming:
            told.insert(0, words.word("next", lang))
        if last is not first:
            told.append(words.word("day-between", lang, first=self._plain(first), last=self._plain(last)))
        if first is last:
            told += self._numbers(first)
        if note := words.note_of(first, lacking_words(first.missing, lang), lang):
            told.append(note)
        return words.word("comma", lang).join(told)

    def _plain(self, part: SchedulePart) -> str:
        """The last day that a line can have."""
        return words.day_of(part, self.lang) if part.last is None else plain_day(part.last, self.lang)

    def _numbers(self, part: SchedulePart) -> list[str]:
        lang = self.lang
        pairs = [("adds", part.adds), ("in-all", part.in_all)]
        if part.parts is not None:
            pairs.insert(0, ("number", part.number))
        return [f"{words.word(key, lang)} {words.counted(value, lang)}" for key, value in pairs]

    # --- what it says

    def _legend(self) -> None:
        draw, lang = self.draw, self.lang
        x: float = _MARGIN
        y = self.y + 8
        days = {max(each, self.told_from) for each, _ in (*self.vested, *self.scheduled)}
        known = [(_on(self.vested, each), _on(self.scheduled, each)) for each in days]
        kinds = [("vested", "line", _VESTED), ("number", "line", _SCHEDULED)]
        if any(a is not None and b is not None and a > b for a, b in known):
            kinds.append(("ahead", "area", _AHEAD))
        if any(a is not None and b is not None and a < b for a, b in known):
            kinds.append(("behind", "area", _BEHIND))
        if any(a is None for a, _ in known):
            kinds.append(("day-unknown", "area", self.hatch))
        for key, shape, fill in kinds:
            if shape == "line":
                draw.line((x, y), (x + 22, y), stroke=fill, width=2.6 if key == "vested" else 1.2)
            else:
                draw.rect(x, y - 6, 22, 12, fill=fill, radius=2)
            told = words.word(key, lang)
            draw.text(x + 28, y + 4, told, size=12, fill=_MUTED)
            x += 28 + text_width(told, 12) + 24
        self.y += 30

    def _description(self) -> str:
        """Every line as a sentence."""
        lang = self.lang
        lines = [
            f"{words.day_of(each, lang)}{word('colon', lang)}{self._words(each, each)}" for each in self.found.parts
        ]
        if self.on is not None:
            lines.append(
                words.word("next", lang)
                + word("colon", lang)
                + words.next_words(self.coming, self.on, self.found.unit, lang)
            )
        return listed_apart(lines, lang)

    # --- places

    def _x(self, when: Day) -> float:
        """Where a day begins."""
        return self.left + (_RIGHT - self.left) * (when - self.first) / (self.last + 1 - self.first)

    def _at(self, value: Exact) -> float:
        """How high a number is."""
        return self.top + _HEIGHT - float(_HEIGHT * (value - self.least) / (self.most - self.least))


def _numbered(first: int, last: int | None, lang: Language) -> str:
    """Which parts: `part 4`, `parts 1–12`, `parts 3–?`."""
    if first == last:
        return words.word("a-part", lang, number=number(first))
    until = words.word("not-known", lang) if last is None else number(last)
    return words.word("some-parts", lang, first=number(first), last=until)


def _vested(parts: tuple[SchedulePart, ...]) -> Steps:
    """How many have vested, from which day on."""
    before: Exact | None = None
    if parts and parts[0].in_all is not None and parts[0].adds is not None:
        before = parts[0].in_all - parts[0].adds
    found: Steps = [(FIRST_DAY, before)]
    for each in parts:
        if each.first != each.last:
            found.append((each.first or FIRST_DAY, None))
        if each.last is not None:
            found.append((each.last, each.in_all))
    return found


def _scheduled(parts: tuple[SchedulePart, ...]) -> Steps:
    """How many there are by the schedule, from which day on."""
    found: Steps = [(FIRST_DAY, 0)]
    for each in parts:
        if each.parts is not None and each.first != each.last:
            found.append((each.first or FIRST_DAY, None))
        if each.parts is not None and each.last is not None:
            found.append((each.last, each.scheduled))
    return found


def _on(steps: Steps, when: Day) -> Exact | None:
    """The number on a day."""
    found: Exact | None = None
    for since, value in steps:
        if since > when:
            break
        found = value
    return found


def _nice(least: Exact, most: Exact) -> Iterator[int]:
    """At most six whole numbers, evenly spaced, from the least to the most."""
    step, factors = 1, (2, 5, 10)
    unit = 1
    while (most - least) / step > 5:
        for factor in factors:
            step = unit * factor
            if (most - least) / step <= 5:
                break
        unit *= 10
    value = -(-least // step) * step
    while value <= most:
        yield int(value)
        value += step
