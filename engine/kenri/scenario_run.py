"""Running scenarios: each expected answer beside the one that is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan, load
from kenri.loader.library import SUFFIX, shipped
from kenri.loader.scenarios import read_scenarios
from kenri.loader.source import files_in, is_folder, is_there
from kenri.model.days import iso
from kenri.model.plan import Plan
from kenri.model.problems import Place, Problem, ProblemsError, Report, quote
from kenri.model.ruling import Exact, Ruling, Window
from kenri.model.scenario import (
    ExpectedAudit,
    ExpectedFigure,
    ExpectedRuling,
    ExpectedWindow,
    PlacedAsk,
    Told,
    exact_number,
)
from kenri.model.sentences import Sentence
from kenri.model.turning import Turning

__all__ = ["NO_SCENARIOS", "Difference", "Scenarios", "scenario_files"]

NO_SCENARIOS = {"lives", "demo"}
"""Folders of these names hold lives to ask about, and no scenarios."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One expectation that an answer did not meet, in words; `place` is where it is written."""

    told: Told
    asked: str
    what: str
    expected: str
    got: str
    place: Place


def scenario_files(names: Iterable[Path | str] = ()) -> list[Path]:
    """The scenario files that are meant: files, all files in folders, all about a shipped plan; without names, all
    that are shipped.

    Raises `ProblemsError` for a name that is none of these.
    """
    report = Report()
    found: dict[Path, None] = {}
    for name in list(names) or [shipped("scenarios")]:
        path = Path(name)
        about = shipped("scenarios") / path
        if not is_there(path) and is_folder(about):
            path = about
        if is_folder(path):
            inside = [
                each for each in files_in(path, SUFFIX, report) if NO_SCENARIOS.isdisjoint(each.relative_to(path).parts)
            ]
            if not inside:
                report.add(Problem(None, Sentence("no-scenario-in-folder", folder=quote(str(path), limit=4096))))
            found.update(dict.fromkeys(inside))
        elif is_there(path):
            found[path] = None
        else:
            report.add(Problem(None, Sentence("no-such-scenarios", name=quote(str(name), limit=4096))))
    report.raise_if_any()
    return list(found)


class Scenarios:
    """Reads scenario files and examines their scenarios; each plan is loaded once.

    `plans` stand in the place of those that would be loaded under their names.
    """

    def __init__(self, *, rules: Path | str | None = None, plans: Mapping[str, LoadedPlan] | None = None) -> None:
        self._rules = rules
        self._plans: dict[str, LoadedPlan | ProblemsError] = {**(plans or {})}

    def plan(self, name: str) -> LoadedPlan:
        """The plan of an id or path. Raises `ProblemsError`, each time the same, where it cannot be loaded."""
        if name not in self._plans:
            try:
                self._plans[name] = load(name, rules=self._rules)
            except ProblemsError as error:
                self._plans[name] = error
        found = self._plans[name]
        if isinstance(found, ProblemsError):
            raise found
        return found

    def read(self, paths: Iterable[Path | str], report: Report) -> list[Told]:
        """The scenarios of some files, in order; problems go to the report."""

        def plan_of(name: str) -> Plan:
            return self.plan(name).plan

        return [told for path in paths for told in read_scenarios(path, plan_of, report)]

    def examine(self, told: Told) -> tuple[Difference, ...]:
        """Everything in which the answers differ from what a scenario expects; nothing when it passes.

        Raises `ProblemsError` for a question that means nothing.
        """
        return tuple(difference for ask in told.asks for difference in self._ask(told, ask))

    def _ask(self, told: Told, ask: PlacedAsk) -> Iterator[Difference]:
        try:
            answers = list(self._answers(told, ask))
        except ProblemsError as error:
            subject = Sentence("about-scenario", name=quote(told.name))
            raise ProblemsError(
                Problem(each.place or ask.place, each.sentence, each.advice, subject, told.clause)
                for each in error.problems
            ) from None
        for what, expected, got, meets in answers:
            if not meets:
                yield Difference(
                    told=told,
                    asked=_asked(ask),
                    what=what,
                    expected=expected,
                    got=got,
                    place=ask.places.get(what.partition(" ")[0], ask.place),
                )

    def ruling(self, told: Told, expected: ExpectedRuling) -> Ruling:
        """The ruling on a question of a scenario. Raises `ProblemsError` for one that means nothing."""
        return self.plan(told.plan).ask(
            told.life,
            expected.action,
            on=expected.on,
            rights=_rights(expected),
            by=expected.by,
            grant=expected.grant,
            known_at=expected.known_at,
            readings=expected.readings,
            facts=expected.with_,
            settle=(expected.turns_on, expected.settled, expected.window_turns_on) != (None, None, None),
        )

    def _answers(self, told: Told, ask: PlacedAsk) -> Iterator[_Answer]:
        plan = self.plan(told.plan)
        match ask.expected:
            case ExpectedRuling() as expected:
                ruling = self.ruling(told, expected)
                yield from _ruling_answers(expected, ruling)
            case ExpectedFigure() as expected:
                yield from _figure_answers(expected, plan, told)
            case ExpectedAudit() as expected:
                yield from _audit_answers(expected, plan, told)


_Answer = tuple[str, str, str, bool]
"""What is expected (a key, and a name under it), the expectation and the answer in words, and whether they agree."""


def _ruling_answers(expected: ExpectedRuling, ruling: Ruling) -> Iterator[_Answer]:
    yield _same("expect", expected.expect, ruling.outcome)
    yield from _among("rules", expected.rules, ruling.rules)
    for each in _several(expected.not_rules):
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
        figure = figures.get(name)
        lacking = "not part of the ruling" if figure is None else _lacking(figure.missing)
        yield _number(f"figures {name}", value, figure.value if figure else None, lacking)
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


def _figure_answers(expected: ExpectedFigure, plan: LoadedPlan, told: Told) -> Iterator[_Answer]:
    figure = plan.figure(
        told.life,
        expected.figure,
        on=expected.on,
        rights=_rights(expected),
        by=expected.by,
        grant=expected.grant,
        known_at=expected.known_at,
        readings=expected.readings,
        facts=expected.with_,
        settle=expected.turns_on is not None,
    )
    if expected.turns_on is not None:
        yield _turning("turns_on", expected.turns_on, figure.turns)
    if expected.is_ is not None and plan.plan.figures[expected.figure].day is not None:
        yield _same("is", str(expected.is_), str(figure.day) if figure.day is not None else _lacking(figure.missing))
    elif expected.is_ is not None:
        yield _number("is", expected.is_, figure.value, _lacking(figure.missing))
    if expected.missing is not None:
        yield _set("missing", expected.missing, figure.missing)
    stated = plan.plan.figures[expected.figure].stated
    if expected.discrepant is not None and stated is not None:
        differs = figure.value is not None and figure.value != exact_number(stated)
        shown = f"{str(differs).lower()} ({number_text(figure.value)}, stated {stated})"
        yield "discrepant", str(expected.discrepant).lower(), shown, differs == expected.discrepant


def _audit_answers(expected: ExpectedAudit, plan: LoadedPlan, told: Told) -> Iterator[_Answer]:
    found = plan.audit(
        told.life, grant=expected.grant, known_at=expected.known_at, until=expected.on, readings=expected.readings
    )
    for what, ids, got in (
        ("violations", expected.violations, found.violating),
        ("unjudged", expected.unjudged, found.unjudged),
    ):
        yield what, _listed(_several(ids)), _listed(got), _several(ids) == got
    for each in found.grants:
        yield from _balances(expected.balances, each.closing)
        yield "audit", "balances that add up", "balances that do not", each.adds_up is not False


# --- comparing


def _same(what: str, expected: str, got: str) -> _Answer:
    return what, expected, got, expected == got


def _number(what: str, expected: object, got: Exact | None, otherwise: str) -> _Answer:
    wanted = exact_number(expected)  # type: ignore[arg-type]  # the loader lets numbers pass, and nothing else
    return what, number_text(wanted), number_text(got) if got is not None else otherwise, wanted == got


def _among(what: str, expected: str | tuple[str, ...], got: Sequence[str]) -> Iterator[_Answer]:
    for each in _several(expected):
        yield what, each, _listed(got), each in got


def _set(what: str, expected: str | tuple[str, ...], got: Sequence[str]) -> _Answer:
    wanted = sorted(_several(expected))
    return what, _listed(wanted), _listed(sorted(got)), wanted == sorted(got)


def _turning(what: str, expected: str | tuple[str, ...], got: Turning[Any] | None) -> _Answer:
    """What a value turns on; where not all readings could be looked at, it is not known that there are no others."""
    beyond = () if got is None or got.beyond is None else (f"more, beyond {got.beyond} combinations",)
    return _set(what, expected, (*(got.readings if got is not None else ()), *beyond))


def _balances(expected: Mapping[str, object], got: Mapping[str, Exact | None]) -> Iterator[_Answer]:
    for name, value in expected.items():
        yield _number(f"balances {name}", value, got.get(name), "unknown")


# --- words


def number_text(number: Exact | None) -> str:
    """A number as a scenario would have it.

    >>> number_text(Fraction(1, 3)), number_text(None)
    ('1/3', 'unknown')
    """
    return "unknown" if number is None else str(number)


def _asked(ask: PlacedAsk) -> str:
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
        case ExpectedAudit():
            return "audit"


def _window(window: Window) -> str:
    return f"{iso(window.first) if window.first else ''}..{iso(window.last) if window.last else ''}"


def _expected_window(window: ExpectedWindow) -> str:
    return f"{window.first or ''}..{window.last or ''}"


def _day(day: int | None) -> str:
    return "never" if day is None else date.fromordinal(day).isoformat()


def _lacking(missing: Iterable[str]) -> str:
    return f"unknown without {_listed(missing)}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def _rights(expected: ExpectedRuling | ExpectedFigure) -> Exact | None:
    if expected.rights is None:
        return None
    number = Fraction(expected.rights)
    return number.numerator if number.denominator == 1 else number
