"""Each expected answer beside the one that is given, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from kenri.audit import Audit
from kenri.model.days import iso
from kenri.model.duty import Duties
from kenri.model.hours import clock, second
from kenri.model.plan import Figure
from kenri.model.ruling import Exact, FigureValue, Ruling, Window
from kenri.model.scenario import (
    ExpectedAudit,
    ExpectedDuty,
    ExpectedFigure,
    ExpectedRuling,
    ExpectedWindow,
    PlacedAsk,
    exact_number,
)
from kenri.model.turning import Turning

Answer: TypeAlias = tuple[str, str, str, bool]
"""What is expected (a key, and a name under it), the expectation and the answer in words, and whether they agree."""


def ruling_answers(expected: ExpectedRuling, ruling: Ruling) -> Iterator[Answer]:
    """What is expected of a ruling beside what it says."""
    yield _same("expect", expected.expect, ruling.outcome)
    yield from _among("rules", expected.rules, ruling.rules)
    for each in expected.not_rules:
        yield "not_rules", f"not {each}", _listed(ruling.rules), each not in ruling.rules
    yield from _among("clauses", expected.clauses, [finding.clause for finding in ruling.findings])
    if expected.window is not None:
        yield _same("window", _expected_window(expected.window), _window(ruling.window) if ruling.window else "none")
    if expected.windows is not None:
        got = [_window(window) for window in ruling.windows if window.status == "allowed"]
        yield _same("windows", _listed(map(_expected_window, expected.windows)), _listed(got))
    if expected.next_day is not None:
        sure = "unknown" if ruling.next_day is None and ruling.perhaps_day is not None else _day(ruling.next_day)
        yield _same("next_day", str(expected.next_day), sure)
    if expected.perhaps_day is not None:
        yield _same("perhaps_day", str(expected.perhaps_day), _day(ruling.perhaps_day))
    if isinstance(expected.most, str):
        yield _same("most", expected.most, str(ruling.most))
    elif expected.most is not None:
        words = (None, ruling.most) if isinstance(ruling.most, str) else (ruling.most, "")
        yield _number("most", expected.most, *words)
    if isinstance(expected.least, str):
        yield _same("least", expected.least, "none" if ruling.least is None else str(ruling.least))
    elif expected.least is not None:
        least = (None, ruling.least) if isinstance(ruling.least, str) else (ruling.least, "none")
        yield _number("least", expected.least, *least)
    figures = {figure.name: figure for figure in ruling.figures}
    for name, value in expected.figures.items():
        yield _figure(f"figures {name}", value, figures.get(name))
    if expected.missing is not None:
        yield _set("missing", expected.missing, ruling.missing)
    if expected.turns_on is not None:
        yield _set("turns_on", expected.turns_on, [turn.reading for turn in ruling.turns_on])
    if expected.settled is not None:
        yield _same("settled", str(expected.settled).lower(), str(ruling.is_settled).lower())
    if expected.window_turns_on is not None:
        turns = ruling.window.turns if ruling.window is not None else None
        yield _turning("window_turns_on", expected.window_turns_on, turns)
    if expected.lapsed_on is not None:
        yield _same("lapsed_on", str(expected.lapsed_on), _day(ruling.lapsed_on))
    yield from _balances(expected.balances, ruling.balances)


def figure_answers(expected: ExpectedFigure, figure: FigureValue, declared: Figure) -> Iterator[Answer]:
    """What is expected of a figure beside what it is; `declared` is what the plan says of it."""
    if expected.turns_on is not None:
        yield _turning("turns_on", expected.turns_on, figure.turns)
    if expected.is_ is not None:
        yield _figure("is", expected.is_, figure)
    if expected.missing is not None:
        yield _set("missing", expected.missing, figure.missing)
    if expected.discrepant is not None and declared.stated is not None:
        is_day = isinstance(declared.stated, date)
        stated = declared.stated if is_day else exact_number(declared.stated)
        differs = figure.shown is not None and figure.shown != stated
        found = str(figure.day) if is_day else number_text(figure.value)
        shown = f"{str(differs).lower()} ({found}, stated {declared.stated})"
        yield "discrepant", str(expected.discrepant).lower(), shown, differs == expected.discrepant


def duty_answers(expected: ExpectedDuty, found: Duties) -> Iterator[Answer]:
    """What is expected of a duty beside how it stands."""
    if expected.turns_on is not None:
        yield _turning("turns_on", expected.turns_on, found.turns)
    current = found.current(expected.duty)
    if current is None:
        yield _same("is", expected.is_ or "owed", "none")
        return
    if expected.is_ is not None:
        yield _same("is", expected.is_, current.standing)
    for what, day, got in (
        ("first", expected.first, current.first),
        ("last", expected.last, current.last),
        ("done_on", expected.done_on, current.done_on),
    ):
        if day is not None:
            yield _same(what, str(day), "unknown" if got is None else iso(got))
    if expected.missing is not None:
        yield _set("missing", expected.missing, current.missing)


def audit_answers(expected: ExpectedAudit, found: Audit) -> Iterator[Answer]:
    """What is expected of an audit beside what it found."""
    for what, ids, got in (
        ("violations", expected.violations, found.violating),
        ("unjudged", expected.unjudged, found.unjudged),
        ("not_done", expected.not_done, found.not_done),
    ):
        yield what, _listed(ids), _listed(got), ids == got
    for each in found.grants:
        yield from _balances(expected.balances, each.closing)
        yield "audit", "balances that add up", "balances that do not", each.adds_up is not False


# --- comparing


def _same(what: str, expected: str, got: str) -> Answer:
    return what, expected, got, expected == got


def _number(what: str, expected: object, got: Exact | None, otherwise: str) -> Answer:
    wanted = exact_number(expected)  # type: ignore[arg-type]  # the loader lets numbers pass, and nothing else
    return what, number_text(wanted), number_text(got) if got is not None else otherwise, wanted == got


def _figure(what: str, expected: object, got: FigureValue | None) -> Answer:
    otherwise = "not part of the ruling" if got is None else _lacking(got.missing)
    if isinstance(expected, date):
        return _same(what, str(expected), otherwise if got is None or got.day is None else str(got.day))
    return _number(what, expected, None if got is None else got.value, otherwise)


def _among(what: str, expected: Sequence[str], got: Sequence[str]) -> Iterator[Answer]:
    for each in expected:
        yield what, each, _listed(got), each in got


def _set(what: str, expected: Sequence[str], got: Sequence[str]) -> Answer:
    wanted = sorted(expected)
    return what, _listed(wanted), _listed(sorted(got)), wanted == sorted(got)


def _turning(what: str, expected: Sequence[str], got: Turning[Any] | None) -> Answer:
    """What a value turns on; where not all readings could be looked at, it is not known that there are no others."""
    beyond = () if got is None or got.beyond is None else (f"more, beyond {got.beyond} combinations",)
    return _set(what, expected, (*(got.readings if got is not None else ()), *beyond))


def _balances(expected: Mapping[str, object], got: Mapping[str, Exact | None]) -> Iterator[Answer]:
    for name, value in expected.items():
        yield _number(f"balances {name}", value, got.get(name), "unknown")


# --- words


def number_text(number: Exact | None) -> str:
    """A number as a scenario would have it.

    >>> from fractions import Fraction
    >>> number_text(Fraction(1, 3)), number_text(None)
    ('1/3', 'unknown')
    """
    return "unknown" if number is None else str(number)


def asked(ask: PlacedAsk) -> str:
    """The question, in a few words."""
    expected = ask.expected
    match expected:
        case ExpectedRuling():
            rights = f" {expected.rights}" if expected.rights is not None else ""
            by = f" by {expected.by}" if expected.by else ""
            known = f" as known at {expected.known_at}" if expected.known_at else ""
            readings = "".join(f", {name} = {option}" for name, option in expected.readings.items())
            return f"{expected.action}{rights} on {expected.on}{by}{known}{readings}"
        case ExpectedFigure():
            return f"{expected.figure} on {expected.on}"
        case ExpectedDuty():
            return f"{expected.duty} on {expected.on}"
        case ExpectedAudit():
            return "audit"


def _window(window: Window) -> str:
    return f"{_end(window.first, window.opens)}..{_end(window.last, window.closes)}"


def _end(day: int | None, hour: int | None) -> str:
    """The end of a window, with the hour where it is within its day."""
    return "" if day is None else iso(day) if hour is None else f"{iso(day)} {clock(hour)}"


def _expected_window(window: ExpectedWindow) -> str:
    ends = ((window.first, window.opens), (window.last, window.closes))
    days = (
        _end(None if day is None else day.toordinal(), None if hour is None else second(hour)) for day, hour in ends
    )
    return "..".join(days)


def _day(day: int | None) -> str:
    return "never" if day is None else date.fromordinal(day).isoformat()


def _lacking(missing: Iterable[str]) -> str:
    return f"unknown without {_listed(missing)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
