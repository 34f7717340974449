"""Running scenarios: their files are read, their questions asked, and what differs is told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kenri.api import LoadedPlan, load
from kenri.asking.question import Question, QuestionOptions
from kenri.audit import Audit
from kenri.loader.lives import OtherPlans
from kenri.loader.scenarios import read_scenarios
from kenri.model.duty import Duties
from kenri.model.plan import Plan, action_of_figure
from kenri.model.problems import Place, Problem, ProblemsError, Report, quote
from kenri.model.ruling import Exact, FigureValue, Ruling
from kenri.model.scenario import (
    ExpectedAudit,
    ExpectedDuty,
    ExpectedFigure,
    ExpectedRuling,
    LoadedScenario,
    PlacedAsk,
)
from kenri.model.sentences import Sentence
from kenri.scenarios.comparing import Answer, asked, audit_answers, duty_answers, figure_answers, ruling_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetExpectation:
    """One expectation that an answer did not meet, in words; `place` is where it is written."""

    scenario: LoadedScenario
    asked: str
    what: str
    expected: str
    got: str
    place: Place


class Scenarios:
    """Reads scenario files and examines their scenarios; each plan is loaded once.

    `plans` stand in the place of those that would be loaded under their names. With `only_compared` nothing of a ruling
    is settled that an expectation is not compared with.
    """

    def __init__(
        self,
        *,
        rules: Path | str | None = None,
        plans: Mapping[str, LoadedPlan] | None = None,
        only_compared: bool = False,
    ) -> None:
        self._rules = rules
        self._only_compared = only_compared
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

    def read(self, paths: Iterable[Path | str], report: Report) -> list[LoadedScenario]:
        """The scenarios of some files, in order; problems go to the report."""

        def plan_of(name: str) -> Plan:
            return self.plan(name).plan

        def others_of(name: str) -> OtherPlans:
            return self.plan(name).other_plan

        return [each for path in paths for each in read_scenarios(path, plan_of, report, others_of)]

    def examine(self, scenario: LoadedScenario) -> tuple[UnmetExpectation, ...]:
        """Everything in which the answers differ from what a scenario expects; nothing when it passes.

        Raises `ProblemsError` for a question that means nothing.
        """
        return tuple(self.unmet(scenario))

    def unmet(self, scenario: LoadedScenario) -> Iterator[UnmetExpectation]:
        """The same one by one: who wants to know only whether there are any need not wait for all."""
        return (difference for ask in scenario.asks for difference in self._ask(scenario, ask))

    def _ask(self, scenario: LoadedScenario, ask: PlacedAsk) -> Iterator[UnmetExpectation]:
        try:
            answers = list(self._answers(scenario, ask))
        except ProblemsError as error:
            subject = Sentence("about-scenario", name=quote(scenario.name))
            raise ProblemsError(
                Problem(each.place or ask.place, each.sentence, each.advice, subject, scenario.clause)
                for each in error.problems
            ) from None
        for what, expected, got, meets in answers:
            if not meets:
                yield UnmetExpectation(
                    scenario=scenario,
                    asked=asked(ask),
                    what=what,
                    expected=expected,
                    got=got,
                    place=ask.places.get(what.partition(" ")[0], ask.place),
                )

    def ruling(self, scenario: LoadedScenario, expected: ExpectedRuling) -> Ruling:
        """The ruling on a question of a scenario. Raises `ProblemsError` for one that means nothing."""
        plan = self.plan(scenario.plan)
        if self._only_compared and settles(expected) and not plan.has_hours:
            question = self.question(scenario, expected)
            return question.court.rule(
                question.action,
                question.asker,
                question.on,
                number=question.number,
                question=question.facts,
                chosen=question.chosen,
                settle_windows=expected.window_turns_on is not None,
                settle_numbers=expected.settled is not None,
            )
        return plan.ask(
            scenario.life,
            expected.action,
            on=expected.on,
            **_options(expected),
            settle=settles(expected),
        )

    def question(self, scenario: LoadedScenario, expected: ExpectedRuling | ExpectedFigure) -> Question:
        """What `ruling` answers, or what `figure` does, without an action unless that one is about the company.

        Raises `ProblemsError` as they do.
        """
        plan, options = self.plan(scenario.plan), _options(expected)
        if isinstance(expected, ExpectedRuling):
            return plan.question(scenario.life, expected.action, on=expected.on, **options)
        figure = plan.plan.figures.get(expected.figure)
        action = "" if figure is None else action_of_figure(figure, plan.plan, ())
        if plan.is_about_company(action):
            return plan.question(scenario.life, action, on=expected.on, needs_asker=False, **options)
        return plan.question(scenario.life, on=expected.on, has_action=False, needs_asker=False, **options)

    def figure(self, scenario: LoadedScenario, expected: ExpectedFigure) -> FigureValue:
        """The figure that a scenario asks for. Raises `ProblemsError` for a question that means nothing."""
        return self.plan(scenario.plan).figure(
            scenario.life,
            expected.figure,
            on=expected.on,
            **_options(expected),
            settle=settles(expected),
        )

    def duties(self, scenario: LoadedScenario, expected: ExpectedDuty) -> Duties:
        """The duties that a scenario asks for. Raises `ProblemsError` for a question that means nothing."""
        return self.plan(scenario.plan).duties(
            scenario.life,
            on=expected.on,
            by=expected.by,
            grant=expected.grant,
            known_at=expected.known_at,
            readings=expected.readings,
            settle=expected.turns_on is not None,
        )

    def audit(self, scenario: LoadedScenario, expected: ExpectedAudit) -> Audit:
        """The audit that a scenario asks for. Raises `ProblemsError` for one that means nothing."""
        return self.plan(scenario.plan).audit(
            scenario.life,
            grant=expected.grant,
            known_at=expected.known_at,
            until=expected.on,
            readings=expected.readings,
        )

    def _answers(self, scenario: LoadedScenario, ask: PlacedAsk) -> Iterator[Answer]:
        match ask.expected:
            case ExpectedRuling() as expected:
                yield from ruling_answers(expected, self.ruling(scenario, expected))
            case ExpectedFigure() as expected:
                declared = self.plan(scenario.plan).plan.figures
                figure = self.figure(scenario, expected)
                yield from figure_answers(expected, figure, declared[expected.figure])
            case ExpectedDuty() as expected:
                yield from duty_answers(expected, self.duties(scenario, expected))
            case ExpectedAudit() as expected:
                yield from audit_answers(expected, self.audit(scenario, expected))


def settles(expected: ExpectedRuling | ExpectedFigure) -> bool:
    """Whether an expectation is about other ways of reading too."""
    if isinstance(expected, ExpectedFigure):
        return expected.turns_on is not None
    return (expected.turns_on, expected.settled, expected.window_turns_on) != (None, None, None)


def _options(expected: ExpectedRuling | ExpectedFigure) -> QuestionOptions:
    return {
        "rights": _rights(expected),
        "by": expected.by,
        "grant": expected.grant,
        "known_at": expected.known_at,
        "readings": expected.readings,
        "facts": expected.with_,
    }


def _rights(expected: ExpectedRuling | ExpectedFigure) -> Exact | None:
    if expected.rights is None:
        return None
    number = Fraction(expected.rights)
    return number.numerator if number.denominator == 1 else number
