"""A plan for the forward evaluator: compiled once, asked as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from kenri.evaluators.forward.adapter import LOCK, ForwardUnavailable, available
from kenri.evaluators.forward.books import Compiled, compiled
from kenri.evaluators.forward.evaluation import Evaluation
from kenri.evaluators.forward.refusals import Refusal, refused
from kenri.evaluators.forward.ruling import Judgement
from kenri.evaluators.forward.supply import Supply
from kenri.evaluators.forward.trace import Trace
from kenri.evaluators.forward.values import Lacking, Number
from kenri.model.days import Day
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.periods import Calendar
from kenri.model.plan import Plan
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.ruling import Exact, Outcome
from kenri.model.sentences import Sentence
from kenri.reference.dependence import Dependence, dependence

Calendars: TypeAlias = Callable[[str], Calendar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the forward evaluator answers: a part of a ruling, and how it came about.

    `missing` names what is not known on the asked day; a ruling may also name what matters on other days.
    """

    outcome: Outcome
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    most: Exact | None
    balances: Mapping[str, Exact | None]
    trace: Trace


class RefusedError(ProblemsError):
    """A plan has entries that the forward evaluator cannot express; `refusals` names them."""

    def __init__(self, plan: Plan, refusals: tuple[Refusal, ...]) -> None:
        self.refusals = refusals
        super().__init__(
            Problem(
                plan.places.get((each.section, each.name)),
                Sentence(
                    "forward-refuses",
                    entry=f"{each.section}.{each.name}",
                    construct=quote(each.construct),
                    reason=each.reason,
                ),
            )
            for each in refusals
        )


class ForwardPlan:
    """A plan compiled for forward chaining. It may be asked from several threads, which then take turns."""

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        if not available():
            raise ForwardUnavailable
        refusals = refused(plan)
        if refusals:
            raise RefusedError(plan, refusals)
        self.plan = plan
        self._calendars = calendars
        self._compiled: Compiled = compiled(plan)
        self._dependence: Dependence = dependence(plan)
        self._default = {name: reading.default for name, reading in plan.readings.items()}

    def close(self) -> None:
        """Give the engine's memory back at once rather than when the plan is forgotten."""
        with LOCK:
            self._compiled.close()

    def decide(
        self,
        life: Life,
        grant: Grant,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None = None,
        question: Mapping[str, Fact] | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Decision:
        """May the asker do this on a day, for a life as known? Readings that are not chosen are as by default."""
        asked = dict(question or {})
        if number is not None and action in self._dependence.actions_on_number:
            asked["number"] = number
        supply = Supply(self.plan, life, grant=grant, asker=asker, action=action, question=asked)
        with LOCK:
            evaluation = Evaluation(self._compiled, supply, {**self._default, **(readings or {})}, self._calendars)
            judgement = Judgement(evaluation, action, day, number)
            balances = {name: _plain(value) for name, value in evaluation.balances(day).items()}
        return Decision(
            outcome=judgement.outcome,
            rules=judgement.rules,
            missing=tuple(sorted(judgement.missing)),
            most=_plain(judgement.most),
            balances=balances,
            trace=tuple(evaluation.steps),
        )


def compile_plan(plan: Plan, calendars: Calendars) -> ForwardPlan:
    """A plan ready for forward chaining.

    Raises `ForwardUnavailable` where durable-rules is not, `RefusedError` for a plan with entries it cannot express.
    """
    return ForwardPlan(plan, calendars)


def _plain(value: Number) -> int | Fraction | None:
    return None if isinstance(value, Lacking | float) else value


__all__ = ["Decision", "ForwardPlan", "RefusedError", "compile_plan"]
