"""Years of Japanese eras, as people type them: 令和7年6月25日, R7.6.25, R07/06/25, 令和元年.

The eras begin on the days of their decrees and ordinances: Meiji on 25 January 1868 (by the calendar of today, which
Japan has kept since 1 January 1873), Taisho on 30 July 1912, Showa on 25 December 1926, Heisei on 8 January 1989, Reiwa
on 1 May 2019. The last day of an era belongs to both.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

__all__ = ["GREGORIAN_SINCE", "Era", "era_day", "in_era"]

GREGORIAN_SINCE = date(1873, 1, 1)
"""The first day that Japan counted by the calendar of today."""


class Era(NamedTuple):
    """An era: its name, the letter that stands for it, its first day, and its last one, if it has ended."""

    name: str
    letter: str
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether a day is in it."""
        return self.first <= day and (self.last is None or day <= self.last)


ERAS = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)

_BY_NAME = {name: era for era in ERAS for name in (era.name, era.letter)}
_ERA_DAY = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s?(?P<year>元|[0-9]{1,2})"
    r"(?:\s?年\s?(?P<m1>[0-9]{1,2})\s?月\s?(?P<d1>[0-9]{1,2})\s?日|(?P<sep>[./-])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2}))",
    re.IGNORECASE,
)


def era_day(text: str) -> tuple[Era, date | None] | None:
    """The era that a text in normal form names and the day it stands for; None where it names none.

    The day is None where there is none: the thirtieth of February, a year 0, a day before Japan took the calendar of
    today. It need not lie in the era: 平成31年5月1日 is 1 May 2019.

    >>> era_day("令和元年5月1日")[1].isoformat(), era_day("R7.6.25")[1].isoformat(), era_day("2025-06-25")
    ('2019-05-01', '2025-06-25', None)
    """
    match = _ERA_DAY.fullmatch(text)
    if match is None:
        return None
    era = _BY_NAME[match["era"].upper()]
    year = 1 if match["year"] == "元" else int(match["year"])
    try:
        day = date(era.first.year + year - 1, int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))
    except ValueError:
        return era, None
    return era, None if year == 0 or day < GREGORIAN_SINCE else day


def in_era(day: date, *, letters: bool = False) -> str:
    """A day by its era, the later one where two meet; as ISO text where Japan had another calendar.

    >>> in_era(date(2019, 5, 1)), in_era(date(2025, 6, 25), letters=True), in_era(date(1989, 1, 7))
    ('令和元年5月1日', 'R7.6.25', '昭和64年1月7日')
    """
    if day < GREGORIAN_SINCE:
        return day.isoformat()
    era = next(era for era in reversed(ERAS) if era.holds(day))
    year = day.year - era.first.year + 1
    if letters:
        return f"{era.letter}{year}.{day.month}.{day.day}"
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
