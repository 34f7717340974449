"""The words of a vesting schedule: its columns, and what comes of each part."""

from __future__ import annotations

from kenri.faces.words.glossary import measured
from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import day, number, plain_day
from kenri.model.days import Day
from kenri.model.ruling import Exact
from kenri.model.schedule import SchedulePart
from kenri.model.sentences import Language

_PHRASES = {
    "day": ("day", "日"),
    "part": ("part", "回"),
    "number": ("by schedule", "予定"),
    "adds": ("vests", "確定"),
    "in-all": ("in all", "累計"),
    "parts": ("{count:part|parts}", "{count}回"),
    "not-known": ("?", "不明"),
    "brought-forward": ("as many had vested since {day}", "{day}から同数が確定済み"),
    "brought-forward-always": ("as many had vested before", "以前から同数が確定済み"),
    "later": ("as many vest on {day}", "{day}に同数が確定"),
    "in-part": ("the rest does not vest", "残りは確定しない"),
    "lapses": ("does not vest", "確定しない"),
    "beside": ("beside the schedule", "予定外の変動"),
    "missing": ("not known without {names}", "{names}が必要"),
    "comma": (", ", "、"),
    "day-between": ("{first} – {last}", "{first}〜{last}"),
    "day-from": ("from {first}, if it comes", "{first}以降（到来すれば）"),
    "day-until": ("by {last}", "{last}まで"),
    "day-unknown": ("not known", "不明"),
    "next": ("Next part", "次回"),
    "next-is": ("{number} on {day} ({days:day|days} away)", "{day}に{number}（{days}日後）"),
    "next-some": ("on {day} ({days:day|days} away), not known how many", "{day}（{days}日後）、数は不明"),
    "next-some-day": ("{number}, not known on which day: {day}", "{number}、日は不明（{day}）"),
    "next-unknown": ("not known when and how many", "日も数も不明"),
    "next-none": ("none after {day}", "{day}より後はない"),
    "nothing": ("No part of it vests in this life.", "この経過では確定するものはない。"),
    "which": ("By which schedule is not known without {names}.", "どの予定によるかは{names}がなければ分からない。"),
    "left-out": (
        "{before} before and {after} after are left out; `--all` shows every line",
        "前の{before}行と後の{after}行を省略。`--all`ですべて表示",
    ),
    "parts-together": ("parts 1–{last} together {number}", "第1〜{last}回は合わせて{number}"),
    "parts-each": ("parts {first}–{last}: {number} each", "第{first}〜{last}回は各{number}"),
    "one-part": ("part {first}: {number}", "第{first}回は{number}"),
    "share": ("{share} of it", "{share}"),
    "so-on": ("and so on, {count} in all", "以下略、全{count}回"),
    "a-part": ("part {number}", "第{number}回"),
    "some-parts": ("parts {first}–{last}", "第{first}〜{last}回"),
    "vested": ("vested", "確定済み"),
    "ahead": ("vested before its day", "予定より前に確定"),
    "behind": ("by schedule, and not vested", "予定の日に確定していない"),
    "asked-is": ("{number} vested", "{number}が確定済み"),
    "asked-unknown": ("not known how many have vested", "確定済みの数は不明"),
    "no-lines": ("no schedule", "予定なし"),
    "as-here": ("as many on each day, told otherwise", "数は同じで区分が異なる"),
}

word = PhraseTable(_PHRASES)


def counted(value: Exact | None, lang: Language, unit: str = "") -> str:
    """A number, or that it is not known."""
    return word("not-known", lang) if value is None else measured(number(value), unit, lang)


def day_of(part: SchedulePart, lang: Language) -> str:
    """The day of a line, or what is known of it."""
    match part.first, part.last:
        case None, None:
            return word("day-unknown", lang)
        case None, int(last):
            return word("day-until", lang, last=day(last, lang))
        case int(first), None:
            return word("day-from", lang, first=day(first, lang))
        case int(first), int(last) if first != last:
            return word("day-between", lang, first=plain_day(first, lang), last=plain_day(last, lang))
        case _:
            return day(part.last or part.first or 1, lang)


def parts_of(part: SchedulePart, lang: Language) -> str:
    """Which parts a line is about: `4`, `1–12`."""
    if part.parts is None:
        return ""
    first, last = part.parts
    if first == last:
        return number(first)
    return f"{number(first)}–{word('not-known', lang) if last is None else number(last)}"


def note_of(part: SchedulePart, missing: str, lang: Language) -> str:
    """What is to be said of a line besides its numbers; `missing` are the names of what is missing to know it."""
    said = []
    if part.fate in ("brought-forward", "later") and part.since is not None:
        said.append(word(part.fate, lang, day=plain_day(part.since, lang)))
    elif part.fate == "brought-forward":
        said.append(word("brought-forward-always", lang))
    elif part.fate in ("in-part", "lapses", "beside"):
        said.append(word(part.fate, lang))
    if missing:
        said.append(word("missing", lang, names=missing))
    return word("comma", lang).join(said)


def next_words(part: SchedulePart | None, on: Day, unit: str, lang: Language) -> str:
    """The next part after a day: how many, on which day, in how many days."""
    if part is None:
        return word("next-none", lang, day=day(on, lang))
    if part.day is None:
        if part.adds is None:
            return word("next-unknown", lang)
        return word("next-some-day", lang, number=counted(part.adds, lang, unit), day=day_of(part, lang))
    when = {"day": day(part.day, lang), "days": number(part.day - on)}
    if part.adds is None:
        return word("next-some", lang, **when)
    return word("next-is", lang, number=counted(part.adds, lang, unit), **when)
