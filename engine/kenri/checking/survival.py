"""Which slips the scenarios of a plan would not notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kenri.api import LoadedPlan
from kenri.asking.question import Question
from kenri.checking.mutants import Mutant
from kenri.checking.touched import touches
from kenri.model.dependence import MOVEMENTS
from kenri.model.expressions import Node
from kenri.model.ruling import best
from kenri.model.scenario import (
    Expected,
    ExpectedAudit,
    ExpectedDuty,
    ExpectedFigure,
    ExpectedRuling,
    LoadedScenario,
)
from kenri.reference.case import Case
from kenri.scenarios import Scenarios
from kenri.scenarios.running import settles

EVERYTHING = ("counting", "calendars", "readings", "hours")
"""Sections that any answer may depend on."""


SPOKEN_OF = ("rules", "duties", "figures")
"""Sections whose entries expectations name."""

OF_ALL = (ExpectedAudit, ExpectedDuty)
"""Expectations about all that is recorded, whatever that looks at."""


@dataclass(frozen=True, eq=False)
class Juror:
    """A scenario, and what tells which slips it may notice."""

    scenario: LoadedScenario
    consulted: frozenset[str] | None
    """The entries, as `section name`, that its answers depend on; None for any."""
    questions: tuple[Question, ...]
    """Its questions about what may be done, and about figures."""
    speaks_of: frozenset[tuple[str, str]]
    """The rules, duties and figures, by section and name, of which it expects something."""
    is_dear: bool
    """Whether it needs more than what is so under one way of reading, on a day."""

    def may_notice(self, mutant: Mutant) -> bool:
        """Whether an answer can depend on the slip."""
        return self.consulted is None or _may_widen(mutant) or _entry(mutant.section, mutant.name) in self.consulted

    def is_touched(self, mutant: Mutant, before: Node | None) -> bool:
        """Whether the slip changes a value in its life, as far as that is soon told, or what it speaks of."""
        if before is None or (mutant.section, mutant.name) in self.speaks_of:
            return True
        after = getattr(mutant.plan, mutant.section).get(mutant.name)
        try:
            several = [touches(case, before, after) for case in self._cases]
        except (ValueError, LookupError, AssertionError):  # what cannot be worked out is noticed soon
            return True
        return any(each if each is not None else mutant.section not in SPOKEN_OF for each in several)

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        """What its questions are worked out by: of more lives than a plan remembers, too."""
        return tuple(map(_case, self.questions))

    def has_other_outcome(self, plan: LoadedPlan) -> bool:
        """Whether a plan gives another outcome than is expected: of all there is in an answer, this is soonest told."""
        asked = Scenarios(plans={self.scenario.plan: plan})
        return _goes_wrong(lambda: any(_is_other(asked, self.scenario, ask.expected) for ask in self.scenario.asks))

    def notices(self, plan: LoadedPlan) -> bool:
        """Whether a plan gives another answer than is expected, or none at all."""
        asked = Scenarios(plans={self.scenario.plan: plan}, only_compared=True)
        return _goes_wrong(lambda: any(asked.unmet(self.scenario)))


class Jury:
    """Examines mutants of one plan by those of its scenarios that the plan itself meets.

    Only scenarios whose answers depend on the mutated entry are asked, in an order in which a mutant is caught soon:
    the one that caught the last mutant of the entry, those in whose lives it has another value, and of these first
    those that expect the rule or ask for the duty or the figure by its name, and those that depend on little else.
    """

    def __init__(self, plan: LoadedPlan, scenarios: Sequence[LoadedScenario]) -> None:
        self._plan = plan.by_reference()
        jurors = [self._juror(each) for each in scenarios]
        self.unfit = tuple(each.scenario for each in jurors if each.notices(self._plan))
        """Scenarios that the plan itself does not meet: they would take any slip for one that they notice."""
        jurors = [each for each in jurors if each.scenario not in self.unfit]
        self._jurors = sorted(jurors, key=lambda each: len(each.consulted or ()))
        self._last: dict[str, Juror] = {}

    def _juror(self, scenario: LoadedScenario) -> Juror:
        expected = [ask.expected for ask in scenario.asks]
        consulted = None
        if not any(isinstance(each, OF_ALL) for each in expected):
            alone = self._plan.by_reference()
            Scenarios(plans={scenario.plan: alone}).examine(scenario)
            consulted = frozenset(_entry(sort, name) for sort, name in alone.consulted())
        asked = Scenarios(plans={scenario.plan: self._plan})
        return Juror(
            scenario,
            consulted,
            tuple(asked.question(scenario, each) for each in expected if not isinstance(each, OF_ALL)),
            frozenset(named for each in expected for named in _spoken_of(each)),
            any(isinstance(each, OF_ALL) or settles(each) for each in expected),
        )

    def catches(self, mutant: Mutant) -> bool:
        """Whether some scenario gives another answer for the mutant than it expects, or none at all."""
        plan = self._plan.with_plan(mutant.plan)
        for juror, notices in self._likeliest_first(mutant):
            if notices(plan):
                self._last[_entry(mutant.section, mutant.name)] = juror
                return True
        return False

    def _likeliest_first(self, mutant: Mutant) -> Iterator[tuple[Juror, Callable[[LoadedPlan], bool]]]:
        """Whom to ask, and how: in the end each who may notice, and has not been asked before, in full."""
        before = None if mutant.section in EVERYTHING else getattr(self._plan.plan, mutant.section)[mutant.name]
        last = self._last.get(_entry(mutant.section, mutant.name))
        touched: list[Juror] = []
        others: list[Juror] = []
        for juror in sorted(self._jurors, key=lambda each: each is not last):
            if juror.may_notice(mutant):
                if juror is not last and not juror.is_touched(mutant, before):
                    others.append(juror)
                    continue
                if not touched:
                    yield juror, juror.notices
                elif mutant.section not in ("duties", "figures"):  # no outcome depends on one
                    yield juror, juror.has_other_outcome
                touched.append(juror)
        spoken_of = (mutant.section, mutant.name)
        touched = sorted(touched[1:], key=lambda each: (spoken_of not in each.speaks_of, each.is_dear))
        for juror in (*touched, *sorted(others, key=lambda each: each.is_dear)):
            yield juror, juror.notices

    def survivors(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants that no scenario notices."""
        return [mutant for mutant in mutants if not self.catches(mutant)]


def _may_widen(mutant: Mutant) -> bool:
    """Whether answers that did not depend on the entry may do so after the slip: whom and what a rule is about."""
    about = ((), ("by",), ("permit",), ("forbid",), ("limit",))
    return mutant.section in EVERYTHING or (mutant.section == "rules" and mutant.path[:1] in about)


def _goes_wrong(asks: Callable[[], bool]) -> bool:
    try:
        return asks()
    except (ValueError, LookupError, AssertionError):  # a plan so broken that it cannot be asked
        return True


def _is_other(asked: Scenarios, scenario: LoadedScenario, expected: Expected) -> bool:
    if not isinstance(expected, ExpectedRuling):
        return False
    question = asked.question(scenario, expected)
    in_time = (replace(question, plan=plan) for plan in question.plan.in_time(question.time))
    return best(each.on_its_day.outcome(each.on, each.number) for each in in_time) != expected.expect


def _case(question: Question) -> Case:
    return question.standing.case if question.action else question.court.case(question.asker, question.readings)


def _spoken_of(expected: Expected) -> Iterator[tuple[str, str]]:
    match expected:
        case ExpectedRuling():
            yield from (("rules", name) for name in (*expected.rules, *expected.not_rules))
            yield from (("figures", name) for name in expected.figures)
        case ExpectedFigure():
            yield "figures", expected.figure
        case ExpectedDuty():
            yield "duties", expected.duty
        case ExpectedAudit():
            yield from (("duties", name) for name in expected.not_done)


def _entry(section: str, name: str) -> str:
    """One word for an entry, whether it is looked up as a rule, a movement, a figure, or by its name."""
    match section:
        case "rules" | "figures":
            return f"{section} {name}"
        case "effects" | "movements" | "granted":
            return f"movements {MOVEMENTS}"
        case _:
            return name
