"""Days, numbers and sentences as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.exact import as_decimal
from kenri.model.hours import A_DAY, Hours, Second, clock
from kenri.model.plan import Said
from kenri.model.ruling import Ruling, Window
from kenri.model.sentences import Language

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_YOBI = "月火水木金土日"


def plain_day(when: Day | date, lang: Language) -> str:
    """A day without its weekday, as it stands inside a phrase.

    >>> plain_day(date(2025, 7, 5), "en"), plain_day(date(2025, 7, 5), "ja")
    ('2025-07-05', '2025年7月5日')
    """
    if isinstance(when, int):
        if when >= NEVER:
            return "never" if lang == "en" else "到来しない日"
        when = date.fromordinal(when)
    return when.isoformat()[:10] if lang == "en" else f"{when.year}年{when.month}月{when.day}日"


def day(when: Day | date, lang: Language) -> str:
    """A day with its weekday.

    >>> day(date(2025, 7, 5), "en"), day(date(2025, 7, 5), "ja")
    ('2025-07-05 (Sat)', '2025年7月5日(土)')
    """
    text = plain_day(when, lang)
    if isinstance(when, int):
        if when >= NEVER:
            return text
        when = date.fromordinal(when)
    return f"{text} ({_WEEKDAYS[when.weekday()]})" if lang == "en" else f"{text}({_YOBI[when.weekday()]})"


def at(when: Day, hour: Second | None, lang: Language) -> str:
    """A day with its weekday, and an hour of it.

    >>> at(739071, 61200, "en"), at(739071, 61200, "ja")
    ('2024-07-04 (Thu) 17:00', '2024年7月4日(木)17:00')
    """
    gap = " " if lang == "en" else ""
    return day(when, lang) + ("" if hour is None else gap + clock(hour))


def window_span(window: Window, lang: Language) -> str:
    """The days of a window, with the hours where it begins or ends within a day, and their zone."""
    if not window.zone:
        return span(window.first, window.last, lang)
    first = None if window.first is None else at(window.first, window.opens, lang)
    last = None if window.last is None else at(window.last, window.closes, lang)
    match first, last:
        case None, str():
            days = f"until {last}" if lang == "en" else f"{last}まで"
        case str(), None:
            days = f"from {first}" if lang == "en" else f"{first}から"
        case _:
            days = f"{first}{' – ' if lang == 'en' else '〜'}{last}"
    return in_zone(days, window.zone, lang)


def asked_on(ruling: Ruling, lang: Language) -> str:
    """The day that a ruling is about, with the time of it that was asked about."""
    if ruling.time is None:
        return day(ruling.on, lang)
    return in_zone(at(ruling.on, ruling.time, lang), ruling.plan.zone, lang)


def in_zone(hours: str, zone: str, lang: Language) -> str:
    """Hours with the zone of the clocks that show them."""
    return f"{hours} ({zone})" if lang == "en" else f"{hours}（{zone}）"


def hours(part: Hours, lang: Language) -> str:
    """A part of a day.

    >>> hours((0, 61200), "en"), hours((61201, 86399), "en"), hours((32400, 61200), "en")
    ('up to 17:00', 'from 17:00:01 on', '09:00 – 17:00')
    """
    first, last = part
    if first == 0:
        return f"up to {clock(last)}" if lang == "en" else f"{clock(last)}まで"
    if last == A_DAY - 1:
        return f"from {clock(first)} on" if lang == "en" else f"{clock(first)}から"
    return f"{clock(first)}{' – ' if lang == 'en' else '〜'}{clock(last)}"


def span(first: Day | None, last: Day | None, lang: Language) -> str:
    """The days from `first` to `last`, both included; None is without beginning or without end."""
    first = None if first is not None and first <= FIRST_DAY else first
    last = None if last is not None and last >= NEVER - 1 else last
    match first, last:
        case None, None:
            return "every day" if lang == "en" else "すべての日"
        case None, int():
            return f"until {day(last, lang)}" if lang == "en" else f"{day(last, lang)}まで"
        case int(), None:
            return f"from {day(first, lang)}" if lang == "en" else f"{day(first, lang)}から"
        case _ if first == last:
            return day(first or FIRST_DAY, lang)
        case _:
            dash = " – " if lang == "en" else "〜"
            return f"{day(first or FIRST_DAY, lang)}{dash}{day(last or FIRST_DAY, lang)}"


def listed(parts: Iterable[str], lang: Language) -> str:
    """Things that stand one after another.

    >>> listed(["10", "20"], "en"), listed(["10", "20"], "ja")
    ('10, 20', '10、20')
    """
    return (", " if lang == "en" else "、").join(parts)


def listed_apart(parts: Iterable[str], lang: Language) -> str:
    """Things that stand one after another, and in which things may be listed.

    >>> listed_apart(["10, 20", "30"], "en"), listed_apart(["10、20", "30"], "ja")
    ('10, 20; 30', '10、20；30')
    """
    return ("; " if lang == "en" else "；").join(parts)


def in_brackets(text: str, lang: Language) -> str:
    """What is added to something, behind it.

    >>> "5" + in_brackets("rest", "en"), "5" + in_brackets("残り", "ja")
    ('5 (rest)', '5（残り）')
    """
    return f" ({text})" if lang == "en" else f"（{text}）"


def number(value: int | Fraction | Decimal) -> str:
    """A number: thousands in groups, as a decimal where that is exact, else as a fraction.

    A fraction that is too long to be read, and as a decimal would not end, is cut after some six places, and ends in
    `…`; data has it exactly.

    >>> number(2300000), number(Fraction(5, 2)), number(Fraction(1, 3)), number(Decimal("0.10"))
    ('2,300,000', '2.5', '1/3', '0.10')
    >>> number(Fraction(173758928, 100007)), number(-Fraction(100003, 200000007)), number(Fraction(1, 10001))
    ('1,737.467657…', '-0.00050001…', '1/10,001')
    """
    match value:
        case int():
            return f"{value:,}"
        case Decimal():
            return f"{value:,f}"
        case Fraction(denominator=1):
            return f"{value.numerator:,}"
        case Fraction(denominator=denominator):
            decimal = as_decimal(value)
            if decimal is not None:
                return f"{decimal:,f}"
            whole = f"{value.numerator:,}/{denominator:,}"
            if len(whole) <= _READABLE:
                return whole
            if pow(10, denominator.bit_length(), denominator):
                return f"{_cut(value)}…"
            return min(f"{as_decimal(value, denominator.bit_length()):,f}", whole, key=len)


_READABLE = 15
"""Characters of a fraction that can still be read."""

_PLACES = 6
"""Places of one that cannot, after the point and the zeros that follow it."""


def _cut(value: Fraction) -> str:
    """A number with its first decimals; what follows them is left away."""
    size = abs(value)
    places = _PLACES + max(0, len(str(size.denominator)) - len(str(size.numerator)) - 1)
    whole, part = divmod(size.numerator * 10**places // size.denominator, 10**places)
    return f"{'-' if value < 0 else ''}{whole:,}.{part:0{places}}"


def said(text: Said, lang: Language) -> str:
    """A sentence in a language, on one line; in the other one where it is given in that only."""
    chosen = text if isinstance(text, str) else text.get(lang) or next(iter(text.values()), "")
    return " ".join(chosen.split())
