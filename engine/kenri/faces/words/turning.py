"""What values turn on, in words: the readings that are changed, and what is then, as in `roll: forward → 7 July`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.padding import Padding
from rich.text import Text

from kenri.faces.words import day, number
from kenri.faces.words.glossary import at_most, counted, measured, word
from kenri.faces.words.values import in_brackets, window_span
from kenri.model.ruling import Exact, Ruling, Window
from kenri.model.sentences import Language
from kenri.model.turning import Turning, Way

MARK = "†"
"""Stands before what is otherwise under another reading."""

MOST_WAYS = 5
"""How many ways are shown of one value."""


def ways(turning: Turning[Any] | None, shown: Callable[[Any], str], lang: Language, by: int = 2) -> Iterator[Padding]:
    """A line for each way in which a value is another, the smallest first; and how many there are besides."""
    for line in way_lines(turning, shown, lang):
        yield Padding(Text(f"{MARK} {line}", style="yellow"), (0, 0, 0, by), expand=False)


def way_lines(turning: Turning[Any] | None, shown: Callable[[Any], str], lang: Language) -> Iterator[str]:
    """The ways in which a value is another, each in words."""
    if turning is None:
        return
    yield from way_words(turning.ways, shown, lang)
    if turning.beyond is not None:
        yield word("beyond", lang, count=turning.beyond)


def way_words(several: Sequence[Way[Any]], shown: Callable[[Any], str], lang: Language) -> Iterator[str]:
    """So many ways as can be taken in, and how many there are besides."""
    for way in several[:MOST_WAYS]:
        yield word("way", lang, readings=changed(way.readings, lang), value=shown(way.value))
    if len(several) > MOST_WAYS:
        yield word("and-more", lang, count=len(several) - MOST_WAYS)


def changed(readings: Mapping[str, str], lang: Language) -> str:
    """The readings that are changed, each with its option."""
    return word("comma", lang).join(f"{reading}{word('colon', lang)}{option}" for reading, option in readings.items())


def number_words(value: Exact | None, lang: Language) -> str:
    """A number, or that it is not known."""
    return figure_words(value, "", lang)


def figure_words(value: Exact | date | None, unit: str, lang: Language) -> str:
    """A number with its unit, or a day; or that it is not known."""
    if value is None:
        return word("figure-unknown", lang)
    return day(value, lang) if isinstance(value, date) else measured(number(value), unit, lang)


def part_words(part: str, value: Any, counts: str, lang: Language) -> str:
    """A part of a ruling in words: `most`, `least`, `lot`, `gaps`, `next_day`, `perhaps_day`."""
    match part, value:
        case "most", _:
            return at_most(value, counts, lang)
        case ("least" | "lot") as part, "unknown":
            return word(f"{part}-unknown", lang)
        case "least", None:
            return word("no-least", lang)
        case "least", "no-least":
            return word("above-a-limit", lang)
        case "least", _:
            return word("at-least", lang, number=counted(value, counts, lang))
        case "lot", None:
            return word("no-lot", lang)
        case "lot", _:
            return word("whole", lang) if value == 1 else word("in-lots", lang, number=number(value))
        case "gaps", _:
            return word({True: "gaps", False: "no-gaps", None: "gaps-unknown"}[value], lang)
        case "next_day", _:
            return word("next-none", lang) if value is None else day(value, lang)
        case "perhaps_day", _:
            return word("perhaps-none", lang) if value is None else word("perhaps-day", lang, day=day(value, lang))
        case _:
            raise KeyError(part)


def windows_words(windows: tuple[Window, ...], lang: Language) -> str:
    """The days of windows and for how many they are, or that there is none."""
    shown = [window_span(window, lang) + _beside(window, lang) for window in windows]
    return word("comma", lang).join(shown) or word("no-window", lang)


def _beside(window: Window, lang: Language) -> str:
    parts = [word("window-unknown", lang)] if window.status == "unknown" else []
    known = [most for most in window.numbers if not isinstance(most, str)]
    if known:
        parts.append(word("up-to", lang, number=" – ".join(map(number, dict.fromkeys((min(known), max(known)))))))
    named = dict.fromkeys(most for most in window.numbers if isinstance(most, str))
    parts += [at_most(most, "", lang) for most in named if not (most == "unknown" and window.status == "unknown")]
    return in_brackets(word("comma", lang).join(parts), lang) if parts else ""


def turned_note(window: Window, lang: Language) -> str:
    """What a drawing says of a window that turns on readings; empty for one that does not."""
    return "" if window.turns is None else turned_note_of(window.turns, lang)


def turned_note_of(turning: Turning[tuple[Window, ...]], lang: Language) -> str:
    """What a drawing says of windows that turn on readings."""
    lines = list(way_lines(turning, lambda windows: windows_words(windows, lang), lang))
    return f"{MARK} " + word("semicolon", lang).join(lines) if lines else ""


def settled_words(ruling: Ruling, lang: Language) -> str:
    """Whether an answer is the same under every reading, in a sentence; empty where its outcome is not."""
    outcome = ruling.turning.get("outcome")
    if outcome is None:
        return word("settled" if ruling.is_settled else "not-looked-at", lang) if not ruling.turns_on else ""
    if outcome.is_settled is False:
        return ""
    shown = [*(figure.turns for figure in ruling.figures), *(window.turns for window in ruling.windows)]
    turnings = [turning for turning in (*ruling.turning.values(), *shown, *ruling.elsewhere) if turning is not None]
    if outcome.is_settled is None:
        return word("not-settled", lang, count=ruling.beyond)
    return word("settled" if all(turning.is_settled for turning in turnings) else "settled-but", lang)
