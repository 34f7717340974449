"""A plan for the forward evaluator: compiled once, asked as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kenri.forward.adapter import LOCK, ForwardUnavailable, available
from kenri.forward.compiled import Compiled, compiled
from kenri.forward.evaluation import Evaluation
from kenri.forward.refusals import Refusal, refused
from kenri.forward.ruling import ForwardJudgement
from kenri.forward.supply import Supply
from kenri.forward.trace import Trace
from kenri.forward.values import Lacking, Number
from kenri.model.days import Day
from kenri.model.dependence import MOVEMENTS, Dependence, dependence
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import Plan
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.ruling import Exact, Most, Outcome
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars
from kenri.reference.allowance import Allowed, LimitBounds, NumberRange, allowed, within
from kenri.reference.breakpoints import NUMBER
from kenri.reference.case import Case
from kenri.reference.standing import Standing, of_each, stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the forward evaluator answers: a part of a ruling, and how it came about.

    `missing` names what is not known on the asked day; a ruling may also name what matters on other days.
    """

    outcome: Outcome
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    most: Most
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


def must_be_expressible(plan: Plan) -> None:
    """Raise `RefusedError` for a plan with entries that the forward evaluator cannot express."""
    if refusals := refused(plan):
        raise RefusedError(plan, refusals)


class ForwardPlan:
    """A plan compiled for forward chaining. It may be asked from several threads, which then take turns."""

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        if not available():
            raise ForwardUnavailable
        must_be_expressible(plan)
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
        facts = dict(question or {})
        chosen = {**self._default, **(readings or {})}
        looks = action in self._dependence.actions_on_number
        moves = NUMBER in self._dependence.needs("movements", MOVEMENTS).asked

        def judged(asked: Exact | None, judged_for: Exact | None) -> ForwardJudgement:
            """The question with a number that rules and movements see that look at it, judged for a number or any."""
            seen = {**facts, NUMBER: asked} if (looks or moves) and asked is not None else facts
            supply = Supply(self.plan, life, grant=grant, asker=asker, action=action, question=seen)
            return ForwardJudgement(
                Evaluation(self._compiled, supply, chosen, self._calendars), action, day, judged_for
            )

        with LOCK:
            turns = self._turns(life, grant, action, asker, facts, chosen) if looks else None
            numbers = None
            if turns is not None:
                numbers = _numbers((stretch, one, judged(one, None)) for stretch, one in stretches(turns))
            decided = [judged(number, number)]
            if number is None and turns is not None and numbers is not None:
                tried = [numbers.one] if numbers.one is not None else [one for _, one in stretches(turns)]
                decided = [judged(one, one) for one in tried]
            first = decided[0]
            # A number that was tried for any number is not the one that moves rights.
            moved = judged(None, None) if looks and moves and number is None else first
            balances = {name: _plain(value) for name, value in moved.at.balances(day).items() if isinstance(name, str)}
            if numbers is not None:
                most = numbers.most
            else:
                most = judged(None, None).most if looks and number is not None else first.most
        return Decision(
            outcome=first.outcome,
            rules=tuple(of_each([each.rules for each in decided], str)),
            missing=tuple(sorted(first.missing)),
            most=most,
            balances=balances,
            trace=tuple(step for each in decided for step in each.at.steps),
        )

    def _turns(
        self, life: Life, grant: Grant, action: str, asker: Party, facts: Mapping[str, Fact], chosen: Mapping[str, str]
    ) -> tuple[Exact, ...] | None:
        """The numbers at which rules may turn that look at the number: where to look, not what is answered there."""
        case = Case(
            self.plan,
            life,
            grant=grant,
            asker=asker,
            readings=chosen,
            calendars=self._calendars,
            dependence=self._dependence,
        )
        return Standing(case, action, facts).turns


def compile_plan(plan: Plan, calendars: Calendars) -> ForwardPlan:
    """A plan ready for forward chaining.

    Raises `ForwardUnavailable` where durable-rules is not, `RefusedError` for a plan with entries it cannot express.
    """
    return ForwardPlan(plan, calendars)


def _numbers(tried: Iterable[tuple[NumberRange, Exact, ForwardJudgement]]) -> Allowed:
    """The numbers allowed, from what is judged about one number of each stretch of them."""
    surely: list[NumberRange] = []
    perhaps: list[NumberRange] = []
    for stretch, one, judgement in tried:
        ways = ((surely, judgement.surely, 2), (perhaps, judgement.perhaps, 1))
        for found, numbers, open_ in ways:
            if numbers is not None and judgement.open.value >= open_:
                most, least, lot = numbers
                bound = LimitBounds(True, most, least, lot).as_kept_by(one)
                if (part := within((bound,), stretch, surely=False)) is not None:
                    found.append(part)
    return allowed(surely, perhaps, frozenset())


def _plain(value: Number) -> int | Fraction | None:
    return None if isinstance(value, Lacking | float) else value


__all__ = ["Decision", "ForwardPlan", "RefusedError", "compile_plan"]
