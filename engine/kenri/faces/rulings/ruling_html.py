"""A ruling as HTML, for a notebook: the answer first, then until when, how many, what it costs, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from html import escape as escape_html
from typing import Any

from kenri.faces.contracts.nearest import days_elsewhere, nearest, nearest_windows
from kenri.faces.drawing import calendar_svg
from kenri.faces.drawing.timeline import Bar, DayMark, Timeline, TimelineTrack
from kenri.faces.words import Voice, day, said
from kenri.faces.words.advice import following, how_many, lacking_words
from kenri.faces.words.duties import line as duty_line
from kenri.faces.words.duties import word as duty_word
from kenri.faces.words.glossary import counted, word
from kenri.faces.words.grants import sum_lines
from kenri.faces.words.names import PlanNames
from kenri.faces.words.turning import (
    MARK,
    figure_words,
    number_words,
    part_words,
    settled_words,
    turned_note,
    way_lines,
    way_words,
    windows_words,
)
from kenri.faces.words.values import asked_on, at, hours, in_brackets, in_zone, listed, window_span
from kenri.faces.words.windows import window_hours
from kenri.model.days import Day
from kenri.model.life import UNNAMED
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, FigureValue, Finding, Outcome, Ruling, Turn, Window
from kenri.model.sentences import Language
from kenri.model.turning import Turning
from kenri.model.visible import visible

_COLOURS: dict[Outcome, str] = {"allowed": "#1a7f37", "denied": "#b3261e", "unknown": "#8a6100"}
"""Dark enough for white letters on them (contrast above 4.5 to 1)."""


def escape(text: str) -> str:
    """Text of others as HTML: neither a tag of it nor a character that cannot be seen means anything."""
    return escape_html(visible(text))


def render(ruling: Ruling, lang: Language = "en") -> str:
    """The ruling as one `<div>`, with nothing loaded from elsewhere and all text escaped.

    It is made of the ruling alone: sentences are those of the rules, and the words of single facts are left out.
    """
    parts = [*_answer(ruling, lang), *_why(ruling, lang), *_readings(ruling, lang), *_windows(ruling, lang)]
    parts += [*_duties(ruling, lang), *_sums(ruling, lang), *_cautions(ruling, lang)]
    return f'<div lang="{lang}" style="max-width: 60em; line-height: 1.45">{"".join(parts)}</div>'


def _answer(ruling: Ruling, lang: Language) -> Iterator[str]:
    badge = f"background: {_COLOURS[ruling.outcome]}; color: #fff; padding: .15em .6em; border-radius: .3em"
    when = asked_on(ruling, lang)
    if ruling.number is None:
        question = word("question-any", lang, action=ruling.action, day=when)
    else:
        many = counted(ruling.number, ruling.counts, lang)
        question = word("question", lang, action=ruling.action, number=many, day=when)
    outcome = escape(word(ruling.outcome, lang))
    yield f'<p><strong style="{badge}">{outcome}</strong> <strong>{escape(question)}</strong></p>'
    grant = word("question-grant", lang, grant=ruling.grant) if ruling.grant not in ("", UNNAMED) else ""
    yield f"<p>{escape(word('question-about', lang, plan=ruling.plan.id, by=ruling.by) + grant)}</p>"
    facts: list[tuple[str, str]] = []
    if ruling.hours is not None:
        facts.append((word("hours-of-day", lang), in_zone(hours(ruling.hours, lang), ruling.plan.zone, lang)))
    if ruling.window is not None:
        window = window_span(ruling.window, lang)
        key = "until-open" if ruling.window.last is None else "until-last"
        last = "" if ruling.window.last is None else at(ruling.window.last, ruling.window.closes, lang)
        facts.append((word("until", lang), word(key, lang, last=last, window=window + _perhaps(ruling.window, lang))))
        facts += _ways(ruling.window.turns, partial(windows_words, lang=lang), lang)
    if ruling.lapsed_on is not None:
        facts.append((word("lapsed", lang), word("lapsed-on", lang, day=day(ruling.lapsed_on, lang))))
    facts += _ways(ruling.turning.get("lapsed_on"), partial(_lapsed, lang=lang), lang)
    if ruling.outcome != "allowed":
        facts += [(word(key, lang), text) for key, text in following(ruling, lang)]
        facts += _parts(ruling, ("next_day", "perhaps_day"), lang)
    if ruling.outcome != "denied":
        facts.append((word("how-many", lang), how_many(ruling, lang)))
        facts += _parts(ruling, ("most", "least", "lot", "gaps"), lang)
    for figure in ruling.figures:
        facts.append((said(figure.says, lang) or figure.name, _figure(figure, ruling.plan, lang)))
        facts += _ways(figure.turns, partial(figure_words, unit=figure.unit, lang=lang), lang)
    facts += _ways(ruling.turning.get("balances"), partial(_balances, names=PlanNames(ruling.plan, lang)), lang)
    if ruling.missing:
        facts.append((word("missing", lang), lacking_words(ruling.missing, lang, ruling.plan)))
    if facts:
        yield _table((f"<th {_HEAD}>{escape(name)}</th><td {_CELL}>{escape(text)}</td>") for name, text in facts)


def _ways(turning: Turning[Any] | None, shown: Callable[[Any], str], lang: Language) -> list[tuple[str, str]]:
    """Rows below a fact: what it is when clauses are read otherwise."""
    return [(MARK, line) for line in way_lines(turning, shown, lang)]


def _parts(ruling: Ruling, parts: Iterable[str], lang: Language) -> list[tuple[str, str]]:
    """Rows for what parts of a ruling are when clauses are read otherwise."""
    return [
        row
        for part in parts
        for row in _ways(ruling.turning.get(part), partial(part_words, part, counts=ruling.counts, lang=lang), lang)
    ]


def _lapsed(when: Day | None, lang: Language) -> str:
    return word("next-none", lang) if when is None else word("lapsed-on", lang, day=day(when, lang))


def _balances(balances: Mapping[str, Exact | None], names: PlanNames) -> str:
    lang = names.lang
    return listed((f"{names.balance(name)} {number_words(value, lang)}" for name, value in balances.items()), lang)


def _figure(figure: FigureValue, plan: Plan, lang: Language) -> str:
    value = figure_words(figure.shown, figure.unit, lang)
    if figure.missing:
        value = word("figure-missing", lang, names=lacking_words(figure.missing, lang, plan))
    return value + in_brackets(word("clause", lang, clause=figure.clause), lang)


def _why(ruling: Ruling, lang: Language) -> Iterator[str]:
    yield _heading(word("why", lang))
    if not ruling.findings:
        yield f"<p>{escape(word('no-rule', lang, by=ruling.by))}</p>"
        return
    yield _table(
        f"<td {_CELL}>{escape(_verdict(finding, lang))}<br><code>{escape(finding.rule)}</code></td>"
        f"<td {_CELL}>{escape(finding.clause)}</td><td {_CELL}>{escape(said(finding.says, lang))}</td>"
        for finding in ruling.findings
    )


def _verdict(finding: Finding, lang: Language) -> str:
    ending = {True: "", False: "-not", None: "-unknown"}[finding.holds]
    return word(f"{finding.verdict}{ending if finding.verdict != 'limit' or finding.holds is None else ''}", lang)


def _readings(ruling: Ruling, lang: Language) -> Iterator[str]:
    if not ruling.readings:
        return
    yield _heading(word("readings", lang))
    if settled := settled_words(ruling, lang):
        yield f"<p>{escape(settled)}</p>"
        return
    yield f"<p>{escape(word('unsettled', lang))}</p>"
    yield _table(f"<td {_CELL}>{_turn(turn, lang)}</td>" for turn in ruling.turns_on)
    if ruling.together:
        together = way_words(ruling.together, partial(word, lang=lang), lang)
        yield f"<p>{escape(word('together', lang))}</p>"
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in together) + "</ul>"
    if beyond := ruling.turning["outcome"].beyond:
        yield f"<p>{escape(word('beyond', lang, count=beyond))}</p>"


def _turn(turn: Turn, lang: Language) -> str:
    ways = [
        f"{escape(option)}: {escape(word(outcome, lang))}"
        + (escape(in_brackets(word("chosen", lang), lang)) if option == turn.chosen else "")
        for option, outcome in turn.outcomes.items()
    ]
    question = escape(said(turn.question, lang) + in_brackets(word("clause", lang, clause=turn.clause), lang))
    return f"<code>{escape(turn.reading)}</code> {question}<br>" + "<br>".join(ways)


def _windows(ruling: Ruling, lang: Language) -> Iterator[str]:
    yield _heading(word("windows", lang))
    if not ruling.windows:
        yield f"<p>{escape(word('windows-none', lang))}</p>"
        yield from _elsewhere(ruling, lang)
        return
    windows, left_out = nearest_windows(ruling.windows, ruling.on)
    items = [
        [window_span(window, lang) + _perhaps(window, lang), *_windows_otherwise(window.turns, lang)]
        for window in windows
    ]
    items += [[word("and-more", lang, count=left_out)]] if left_out else []
    yield "<ul>" + "".join(f"<li>{'<br>'.join(map(escape, item))}</li>" for item in items) + "</ul>"
    yield from _elsewhere(ruling, lang)
    bars = tuple(
        Bar(
            first=date.min if window.first is None else date.fromordinal(window.first),
            last=None if window.last is None else date.fromordinal(window.last),
            label=window_hours(window, lang),
            kind="open" if window.status == "allowed" else "unknown",
            note=turned_note(window, lang),
        )
        for window in windows
    )
    drawn = Timeline.fit(
        ruling.plan.id,
        tracks=[TimelineTrack(f"{ruling.action}: {ruling.by}", bars)],
        marks=[DayMark(date.fromordinal(ruling.on), "", "asked")],
    )
    picture = calendar_svg.render(drawn, lang=lang)
    yield f"<details><summary>{escape(word('windows', lang))}</summary>{picture}</details>"


def _elsewhere(ruling: Ruling, lang: Language) -> Iterator[str]:
    elsewhere, left_out = nearest(ruling.elsewhere, ruling.on, days_elsewhere)
    lines = [line for turning in elsewhere for line in _windows_otherwise(turning, lang)]
    lines += [word("and-more", lang, count=left_out)] if left_out else []
    if lines:
        yield f"<p>{escape(word('elsewhere', lang))}</p>"
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _windows_otherwise(turning: Turning[tuple[Window, ...]] | None, lang: Language) -> list[str]:
    return [f"{MARK} {line}" for line in way_lines(turning, partial(windows_words, lang=lang), lang)]


def _duties(ruling: Ruling, lang: Language) -> Iterator[str]:
    if ruling.duties:
        yield _heading(duty_word("must", lang))
        lines = (
            duty_line(each, ruling.on, lacking_words(each.missing, lang, ruling.plan), lang) for each in ruling.duties
        )
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _sums(ruling: Ruling, lang: Language) -> Iterator[str]:
    if ruling.sums:
        voice = Voice(ruling.plan, lang, ruling.readings)
        yield _heading(word("sums", lang))
        for each in ruling.sums:
            first, *shares = sum_lines(each, voice, lang)
            yield f"<p>{escape(first)}</p>"
            yield "".join(f"<div>{escape(line)}</div>" for line in shares)


def _cautions(ruling: Ruling, lang: Language) -> Iterator[str]:
    if ruling.cautions:
        yield _heading(word("cautions", lang))
        yield "<ul>" + "".join(f"<li>{escape(each.says(lang))}</li>" for each in ruling.cautions) + "</ul>"


def _perhaps(window: Window, lang: Language) -> str:
    return "" if window.status == "allowed" else in_brackets(word("window-unknown", lang), lang)


_CELL = 'style="text-align: left; vertical-align: top"'
_HEAD = 'scope="row" style="text-align: left; vertical-align: top"'


def _heading(text: str) -> str:
    return f'<p style="margin-bottom: .2em"><strong>{escape(text)}</strong></p>'


def _table(rows: Iterable[str]) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
