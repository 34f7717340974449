"""The limits of what is read, computed and shown, in one place: each has a name, by which it is reported when met.

They lie far beyond what a document needs; `docs/limits.md` lists them, and a test holds that list to this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kenri.model.problems import quote
from kenri.model.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Limit:
    """The most there may be of something, inclusive; `of` says of what, as in "100 characters"."""

    name: str
    most: int
    of: Sentence

    def __str__(self) -> str:
        return self.sentence.text()

    @property
    def sentence(self) -> Sentence:
        """What the limit is, for a problem of something that is beyond it."""
        return Sentence("the-limit", name=quote(self.name), most=f"{self.most:,}", of=self.of)


FILE_SIZE: Final = Limit("file-size", 2 * 1024 * 1024, Sentence("of-bytes"))
"""Of UTF-8, of one file or text."""

FOLDER: Final = Limit("files-in-folder", 10_000, Sentence("of-files"))
"""Files looked at in a folder of rules, scenarios or lives, the folders in it included."""

NESTING: Final = Limit("nesting", 100, Sentence("of-lists-and-mappings"))

NAME_LENGTH: Final = Limit("name-length", 100, Sentence("of-characters"))
"""Of a name, an id or any other key of a file."""

TEXT_LENGTH: Final = Limit("text-length", 10_000, Sentence("of-characters"))
"""Of any text in a file."""

NUMBER_LENGTH: Final = Limit("number-length", 100, Sentence("of-characters"))
"""Of a number as it is written, in a file or a question."""

NUMBER_DIGITS: Final = Limit("number-digits", 1_000, Sentence("of-digits"))
"""Of a number that is computed, above and below the line of a fraction; beyond it the number is unknown."""

ENTRIES: Final = Limit("entries", 5_000, Sentence("of-entries"))
"""Of a plan in all sections together, with all that it extends."""

DEPTH: Final = Limit("depth", 100, Sentence("of-expressions"))
"""Of an expression when each name in it is put in its place: names count, and what they stand for."""

EVENTS: Final = Limit("events", 20_000, Sentence("of-events"))
PARTIES: Final = Limit("parties", 10_000, Sentence("of-parties"))
"""Of one life: the second of each of the three."""

DAYS: Final = Limit("days", 4_000_000, Sentence("of-days"))
MONTHS: Final = Limit("months", 120_000, Sentence("of-months"))
BUSINESS_DAYS: Final = Limit("business-days", 10_000, Sentence("of-business-days"))
"""The longest periods, as counted in days (or weeks), months (or years) and business days. The first two are longer
than the calendar; a longer period is as good as for ever."""

CALENDAR_YEARS: Final = Limit("calendar-years", 400, Sentence("of-years"))
"""Years that a calendar of a plan's own may know."""

TIMES: Final = Limit("times", 1_200, Sentence("of-times"))
"""How often days recur (`every`); where a term says more, the days are unknown."""

OCCURRENCES: Final = Limit("occurrences", 50_000, Sentence("of-days"))
"""Days that one expression of days stands for, those seen from different days each by itself; beyond it they are
unknown, and forward chaining declines the question."""

SOLVER_DAYS: Final = Limit("solver-days", 5_000, Sentence("of-days"))
"""The same for the solver, to which each day is a term: beyond it, what looks at them is not checked."""

SHOWN: Final = Limit("shown", 100, Sentence("of-intervals"))
"""Intervals, steps or days of one list that an answer shows: those nearest to the asked day, with how many more."""

SWEPT_DAYS: Final = Limit("swept-days", 36_600, Sentence("of-asked-days"))
SWEPT_EVENT_DAYS: Final = Limit("swept-event-days", 3_660, Sentence("of-event-days"))
"""A sweep: a hundred years of asked days, and ten of an event."""

PICTURE_PIXELS: Final = Limit("picture-pixels", 40_000_000, Sentence("of-pixels"))
"""Of a PNG; an SVG may be larger."""

FORWARD_FACTS: Final = Limit("forward-facts", 200_000, Sentence("of-facts"))
"""Facts that forward chaining works with for one answer; beyond it, it declines the question."""

CELL_LENGTH: Final = Limit("cell-length", 100_000, Sentence("of-characters"))
WORKBOOK_SIZE: Final = Limit("workbook-size", 1_073_741_824, Sentence("of-bytes"))
PACKAGE_SIZE: Final = Limit("package-size", 268_435_456, Sentence("of-bytes"))
SHEET_CELLS: Final = Limit("sheet-cells", 10_000_000, Sentence("of-cells"))
"""Of what is brought in: the text of one cell; a workbook and a package, unpacked; and the smallest rectangle from the
first cell of a sheet that holds all of its cells. Tables in text may be of any size."""

ALL: Final = (
    FILE_SIZE, FOLDER, NESTING, NAME_LENGTH, TEXT_LENGTH, NUMBER_LENGTH, NUMBER_DIGITS, ENTRIES, DEPTH, EVENTS, PARTIES,
    DAYS, MONTHS, BUSINESS_DAYS, CALENDAR_YEARS, TIMES, OCCURRENCES, SOLVER_DAYS, SHOWN, SWEPT_DAYS, SWEPT_EVENT_DAYS,
    PICTURE_PIXELS, FORWARD_FACTS, CELL_LENGTH, WORKBOOK_SIZE,
    PACKAGE_SIZE, SHEET_CELLS,
)  # fmt: skip

_BEYOND: Final = 10**NUMBER_DIGITS.most


def is_too_long(value: int | Fraction | float) -> bool:
    """Whether an exact number has more digits than are computed with; what is without limit has none.

    >>> is_too_long(10**999), is_too_long(10**1000), is_too_long(Fraction(1, 10**1000))
    (False, True, True)
    """
    if isinstance(value, Fraction):
        return not (-_BEYOND < value.numerator < _BEYOND and value.denominator < _BEYOND)
    return isinstance(value, int) and not -_BEYOND < value < _BEYOND
