"""Reading scenario files: shape by the hints of `kenri.model.scenario`, lives and names against each file's plan."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from kenri.loader import values
from kenri.loader.declarations import attributes_of
from kenri.loader.decode import decode
from kenri.loader.documents import Path
from kenri.loader.lives import OtherPlans, life_in
from kenri.loader.overlay import overlaid, pruned
from kenri.loader.tree import Tree, read
from kenri.loader.type_names import type_name
from kenri.loader.unknown_names import unknown_name
from kenri.loader.values import Misfit
from kenri.model.expressions import Value
from kenri.model.life import Life
from kenri.model.plan import Plan, action_of_figure
from kenri.model.problems import Problem, ProblemsError, Report, quote
from kenri.model.scenario import (
    Asking,
    Expected,
    ExpectedAudit,
    ExpectedDuty,
    ExpectedFigure,
    ExpectedRuling,
    LoadedScenario,
    PlacedAsk,
    Scenario,
    ScenarioFile,
    exact_number,
)
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["OthersOf", "PlanOf", "read_scenarios"]

PlanOf: TypeAlias = Callable[[str], Plan]
"""Gives the plan of an id or path. Raises `ProblemsError` where there is none or it cannot be used."""

OthersOf: TypeAlias = Callable[[str], OtherPlans]
"""Where the other plans that grants are under come from, for the plan of an id or path that is asked."""

HELD = "held"
"""The balance that every plan has."""


def read_scenarios(
    path: FilePath | str, plan_of: PlanOf, report: Report, others_of: OthersOf | None = None
) -> list[LoadedScenario]:
    """The scenarios of a file; problems go to the report, and scenarios that have any are left out.

    `others_of` gives, for the name of a plan, the plans that grants of its lives may be under besides.
    """
    loaded: list[LoadedScenario] = []
    for tree in read(path, report=report):
        loaded += _Reader(tree, plan_of, report, others_of).scenarios()
    return loaded


class _Reader:
    """Reads one document of a scenario file."""

    def __init__(self, tree: Tree, plan_of: PlanOf, report: Report, others_of: OthersOf | None) -> None:
        self.tree = tree
        self.plan_of = plan_of
        self.others_of = others_of
        self.report = report

    def wrong(self, path: Path, sentence: Sentence, help_: Sentence | None = None, *, key: bool = False) -> None:
        subject = Sentence("about-scenario", name=quote(str(path[1]))) if path[:1] == ("scenarios",) else None
        self.report.add(Problem(self.tree.place(path, key=key), sentence, help_, subject))

    def scenarios(self) -> Iterator[LoadedScenario]:
        named: Any = self.tree.value.get("scenarios") if isinstance(self.tree.value, dict) else None
        names = list(named) if isinstance(named, dict) else []
        lives: list[Path] = [("life",), *(("scenarios", name, "life") for name in names)]
        bare = pruned(self.tree, lives, leaving="written")
        document = decode(ScenarioFile, bare, report=self.report)
        plan_name = self.plan_name()
        plan = self.plan(plan_name)
        if plan is None:
            return
        for name in names:
            scenario = document.scenarios.get(name) if document is not None else None
            life = self.life(name, plan)
            if document is None or scenario is None or life is None:
                continue
            asks = tuple(self.asks(name, scenario, plan, life))
            yield LoadedScenario(
                name=name,
                plan=plan_name,
                file=self.tree.source.name,
                clause=scenario.clause or document.clause,
                because=scenario.because,
                rows=scenario.rows,
                life=life,
                asks=asks,
                place=self.tree.place(("scenarios", name), key=True),
            )

    # --- plan and life

    def plan_name(self) -> str:
        """The plan as written; a path is one from the folder of the scenario file."""
        written = self.tree.value.get("plan") if isinstance(self.tree.value, dict) else None
        name = written if isinstance(written, str) else ""
        if name.endswith((".yaml", ".yml")):
            return os.path.normpath(FilePath(self.tree.source.name).parent / name)  # one name from whatever folder
        return name

    def plan(self, name: str) -> Plan | None:
        if not name:
            return None
        try:
            return self.plan_of(name)
        except ProblemsError as error:
            for problem in error.problems:
                if problem.place is None:
                    self.wrong(("plan",), problem.sentence, problem.advice)
                else:
                    self.report.add(problem)
            return None

    def life(self, name: str, plan: Plan) -> Life | None:
        """The life of a scenario, or None with the problems in it reported."""
        tree = overlaid(self.tree, ("life",), ("scenarios", name, "life"), appended="events")
        problems = Report()
        others = None if self.others_of is None else self.others_of(self.plan_name())
        life = life_in(tree, (), plan, problems, others)
        for problem in problems.problems:
            self.report.add(problem)
        return None if problems.errors else life

    # --- what is asked, and the names that are expected

    def asks(self, name: str, scenario: Scenario, plan: Plan, life: Life) -> Iterator[PlacedAsk]:
        for index, expected in enumerate(scenario.asks):
            path: Path = ("scenarios", name, "asks", index)
            self.check(path, expected, plan, life)
            written: Any = self.tree.value
            for step in path:
                written = written[step]
            places = {key: self.tree.place((*path, key), key=True) for key in written}
            yield PlacedAsk(expected=expected, place=self.tree.place(path), places=places)

    def check(self, path: Path, expected: Expected, plan: Plan, life: Life) -> None:
        self.known((*path, "grant"), "grant", [expected.grant] if expected.grant else [], life.grants)
        self.chosen((*path, "readings"), expected.readings, plan)
        if not isinstance(expected, ExpectedAudit):
            self.known(
                (*path, "by"), "party or role", [expected.by] if expected.by else [], {**life.parties, **plan.roles}
            )
        match expected:
            case ExpectedRuling():
                self.known((*path, "action"), "action", [expected.action], plan.actions)
                self.known((*path, "rules"), "rule", expected.rules, plan.rules)
                self.known((*path, "not_rules"), "rule", expected.not_rules, plan.rules)
                self.known((*path, "turns_on"), "reading", expected.turns_on or (), plan.readings)
                turns_on = expected.window_turns_on or ()
                self.known((*path, "window_turns_on"), "reading", turns_on, plan.readings)
                self.facts(path, expected, expected.action, plan, life)
                self.known((*path, "figures"), "figure", expected.figures, plan.figures)
                for name, value in expected.figures.items():
                    self.figure((*path, "figures", name), name, value, plan)
                self.numbers((*path, "balances"), "balance", expected.balances, {HELD, *plan.balances})
            case ExpectedFigure():
                self.known((*path, "figure"), "figure", [expected.figure], plan.figures)
                self.known((*path, "turns_on"), "reading", expected.turns_on or (), plan.readings)
                if expected.figure in plan.figures:
                    action = action_of_figure(plan.figures[expected.figure], plan, expected.with_)
                    self.facts(path, expected, action, plan, life)
                if expected.is_ is not None:
                    self.figure((*path, "is"), expected.figure, expected.is_, plan)
                stated = expected.figure not in plan.figures or plan.figures[expected.figure].stated is not None
                if expected.discrepant is not None and not stated:
                    sentence = Sentence("figure-without-stated", name=quote(expected.figure))
                    self.wrong((*path, "discrepant"), sentence, key=True)
            case ExpectedDuty():
                self.known((*path, "duty"), "duty", [expected.duty], plan.duties)
                self.known((*path, "turns_on"), "reading", expected.turns_on or (), plan.readings)
            case ExpectedAudit():
                if not expected.audit:
                    self.wrong((*path, "audit"), Sentence("audit-is-true"))
                ids = [event.id for event in life.events]
                self.known((*path, "violations"), "event", expected.violations, {*ids, *plan.effects})
                self.known((*path, "unjudged"), "event", expected.unjudged, ids)
                self.known((*path, "not_done"), "duty", expected.not_done, plan.duties)
                self.numbers((*path, "balances"), "balance", expected.balances, {HELD, *plan.balances})

    def facts(self, path: Path, expected: Asking, action: str, plan: Plan, life: Life) -> None:
        """The number of rights, and facts that the action declares, each of its type."""
        if expected.rights is not None and isinstance(found := values.rights(expected.rights), Misfit):
            self.wrong((*path, "rights"), found.sentence, found.advice)
        declared = attributes_of(plan.actions[action].attributes) if action in plan.actions else {}
        if action in plan.actions or not action:
            self.known((*path, "with"), "fact of the question", expected.with_, declared)
        for name, value in expected.with_.items():
            if name in declared:
                events = {event.id: event for event in life.events}
                read = values.fact(value, declared[name], name, ZoneInfo(plan.zone), life.parties, events)
                if isinstance(read, Misfit):
                    self.wrong((*path, "with", name), read.sentence, read.advice)

    def known(self, path: Path, kind: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Every name must be among the known ones."""
        known = set(known)
        for index, name in enumerate(names):
            if name not in known:
                help_ = did_you_mean(name, known)
                where = self.tree.place((*path, name), key=True), self.tree.place((*path, index))
                place = max(where, key=lambda place: (place.line, place.column))  # the deeper of the two exists
                subject = Sentence("about-scenario", name=quote(str(path[1])))
                self.report.add(Problem(place, unknown_name(kind, quote(name)), help_, subject))

    def figure(self, path: Path, name: str, value: Value, plan: Plan) -> None:
        """What is expected of a figure: a day of one that is a day, of another a number."""
        found = quote(str(value))
        if name in plan.figures and plan.figures[name].day is not None:
            if not isinstance(value, date):
                self.wrong(path, Sentence("figure-is-day", name=quote(name), found=found))
        elif exact_number(value) is None:
            self.wrong(path, Sentence("figure-is-number", found=found))

    def numbers(self, path: Path, kind: str, expected: Mapping[str, Any], known: Iterable[str]) -> None:
        self.known(path, kind, expected, known)
        for name, value in expected.items():
            if exact_number(value) is None:
                sentence = Sentence("not-of-type", name=quote(name), type=type_name("number"), found=quote(str(value)))
                self.wrong((*path, name), sentence, Sentence("write-a-number"))

    def chosen(self, path: Path, readings: Mapping[str, str], plan: Plan) -> None:
        self.known(path, "reading", readings, plan.readings)
        for name, option in readings.items():
            options = plan.readings[name].options if name in plan.readings else {option: ""}
            if option not in options:
                sentence = Sentence("no-such-option", option=quote(option), reading=quote(name))
                self.wrong((*path, name), sentence, did_you_mean(option, options))
