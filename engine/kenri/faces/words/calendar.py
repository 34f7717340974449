"""The frame words of the drawings, in English and Japanese: everything on a page that is not the plan's own text."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kenri.model.sentences import Language

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


@dataclass(frozen=True)
class Words:
    lang: Language
    weekdays: tuple[str, ...]
    """Two terminal cells each, Monday first."""
    open: str
    closed: str
    unknown: str
    event: str
    asked: str
    deadline: str
    first_day: str
    last_day: str
    marks: str
    legend: str
    to: str
    no_end: str
    since_always: str
    several_days_a_cell: str
    more_windows: str
    if_open: str
    turns: str
    """What the mark of a window means whose days or numbers turn on a reading."""

    def month(self, year: int, month: int) -> str:
        return f"{year}年{month}月" if self.lang == "ja" else f"{_MONTHS[month - 1]} {year}"

    def day(self, day: date) -> str:
        if self.lang == "ja":
            return f"{day.year}年{day.month}月{day.day}日({self.weekdays[day.weekday()]})"
        return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"

    def days(self, count: int) -> str:
        if self.lang == "ja":
            return f"{count:,}日間"
        return "1 day" if count == 1 else f"{count:,} days"

    def before(self, days: int) -> str:
        """How long after a reminder its day is."""
        if self.lang == "ja":
            return "明日" if days == 1 else f"あと{days}日"
        return "tomorrow" if days == 1 else f"in {days} days"

    def span(self, first: date, last: date | None) -> str:
        """From the first to the last day, in words; None is without end, `date.min` since always."""
        start = self.since_always if first == date.min else self.day(first)
        return start + (self.no_end if last is None else self.to + self.day(last))

    def range(self, first: date, last: date) -> str:
        """The span in years, months or days, whichever names it exactly."""
        month_end = last == date.max or (last + timedelta(days=1)).day == 1
        if first.day > 1 or not month_end:
            return self.span(first, last)
        if first.month == 1 and last.month == 12:
            start, end = f"{first.year}", f"{last.year}"
            year = "年" if self.lang == "ja" else ""
        else:
            start, end, year = self.month(first.year, first.month), self.month(last.year, last.month), ""
        return start + year if start == end else f"{start}{year}{self.to}{end}{year}"

    def state(self, first: date, last: date, kind: Literal["open", "closed", "unknown"]) -> str:
        """How long it is so, and what: `10 days, open`."""
        return self.days((last - first).days + 1) + ("、" if self.lang == "ja" else ", ") + self.kind(kind)

    def window(self, first: date, last: date, kind: Literal["open", "closed", "unknown"]) -> str:
        state = self.state(first, last, kind)
        if self.lang == "ja":
            return f"{self.first_day} {self.day(first)}、{self.last_day} {self.day(last)}({state})"
        return f"{self.first_day} {self.day(first)}, {self.last_day.lower()} {self.day(last)}; {state}"

    def kind(self, kind: Literal["open", "closed", "unknown", "event", "asked", "deadline"]) -> str:
        word = {
            "open": self.open,
            "closed": self.closed,
            "unknown": self.unknown,
            "event": self.event,
            "asked": self.asked,
            "deadline": self.deadline,
        }
        return word[kind]


_EN = Words(
    lang="en",
    weekdays=("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    open="open",
    closed="closed",
    unknown="unknown",
    event="event",
    asked="day asked about",
    deadline="deadline",
    first_day="First day",
    last_day="Last day",
    marks="Days",
    legend="Legend",
    to=" to ",
    no_end=" onwards",
    since_always="always",
    several_days_a_cell="; one cell is about {days}; it is drawn open if any of its days is",
    more_windows=(
        "{count:more short window is not drawn; ask about a day nearer to it"
        "|more short windows are not drawn; ask about a day nearer to them}"
    ),
    if_open="unsettled",
    turns="turns on a reading, as is said below",
)

_JA = Words(
    lang="ja",
    weekdays=("月", "火", "水", "木", "金", "土", "日"),
    open="可能",
    closed="不可",
    unknown="不明",
    event="出来事",
    asked="照会日",
    deadline="期限",
    first_day="初日",
    last_day="最終日",
    marks="日付",
    legend="凡例",
    to="〜",
    no_end="以降",
    since_always="従来",
    several_days_a_cell="、1マスは約{days}。可能な日が1日でもあれば可能と表示",
    more_windows="ほかに短い期間が{count}件(照会日に近いものだけを表示)",
    if_open="未確定",
    turns="下記の読み方による",
)


def titled(*parts: str, lang: Language) -> str:
    """A name, what it is about, and so on, as far as there is something to say: `Exercise: ten days`."""
    return (": " if lang == "en" else "：").join(part for part in parts if part)


def words(lang: Language) -> Words:
    """Raises `ValueError` for a language that has no words here."""
    match lang:
        case "en":
            return _EN
        case "ja":
            return _JA
        case _:
            raise ValueError(f"the drawings speak `en` and `ja`, not `{lang}`")
