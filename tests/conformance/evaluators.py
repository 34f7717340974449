"""Every evaluator behind one door: a question goes in, and whichever parts of an answer it knows come out.

A new evaluator joins by a class here, its name in `EVALUATORS`, and a line in `gaps.py` for whatever it leaves out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from kenri.asking.question import Question as CheckedQuestion
from kenri.compiled.form import OUTCOMES
from kenri.compiled.roots import ShapeQuestion, answer
from kenri.compiled.shape import LookedAt, Shape, Shaped, UnshapedError, shaped
from kenri.forward import ForwardPlan, available, compile_plan
from kenri.loader.calendars import calendars_of
from kenri.lowering import compiled
from kenri.model.dependence import dependence
from kenri.model.expressions import BusinessDay, EndOf, LastDayOf, Node, StartOf
from kenri.model.kept import Kept
from kenri.model.plan import Plan, kept_apart
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars
from kenri.model.walk import everything
from kenri.reference.court import Court
from kenri.symbolic import case as terms
from kenri.symbolic.answer import outcome
from kenri.terms import afresh
from kenri.testing import toy_calendar
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.oracle import Oracle, OutsideError, PartlyKnownError

T = TypeVar("T")

MOST_PLANS = 20
"""How many plans an evaluator keeps what it made of: more than are shipped."""

MOST_SHAPES = 200
"""For how many shapes of a plan a compiled form is kept."""

SECTIONS = ("dates", "states", "amounts", "rules", "effects")
"""The sections of a plan that answers rest on."""

PARTS = ("outcome", "rules", "most", "balances", "missing")
"""The parts of an answer that evaluators are compared in."""

Answer: TypeAlias = Mapping[str, Any]
"""The parts that an evaluator answers, by their names."""


PARTLY_KNOWN = Sentence("partly-known-days").text()
"""The words with which an evaluator refuses what hangs on days of which only bounds are known."""


class Question(NamedTuple):
    """A question about a life, under a plan and with the calendars it names."""

    plan: Plan
    asked: EvaluatorQuestion
    others: Calendars | None = None
    """Where the calendars it names come from, if not from the plan."""

    @property
    def calendars(self) -> Calendars:
        """The calendars that the plan can name."""
        return self.others or calendars_of(self.plan)


def asked_of(question: CheckedQuestion) -> EvaluatorQuestion:
    """A checked question about a day, as an evaluator takes it."""
    return EvaluatorQuestion(
        life=question.known,
        grant=question.grant,
        action=question.action,
        asker=question.asker,
        day=question.on,
        number=question.number,
        question=dict(question.facts),
        readings=dict(question.chosen),
    )


class UnansweredError(Exception):
    """An evaluator says that it cannot answer, and of what kind the question is: a gap that must be in the table."""


class ByPlan(Generic[T]):
    """Something made of a plan, kept for the plans that were asked about last."""

    def __init__(self, make: Callable[[Plan, Calendars], T], forget: Callable[[T], None] = lambda _: None) -> None:
        self._make = make
        self._forget = forget
        self._kept: OrderedDict[int, tuple[Plan, T]] = OrderedDict()

    def of(self, plan: Plan, calendars: Calendars) -> T:
        """What belongs to a plan, made when it is not there."""
        if id(plan) not in self._kept:
            self._kept[id(plan)] = (plan, self._make(plan, calendars))
        self._kept.move_to_end(id(plan))
        if len(self._kept) > MOST_PLANS:
            self._forget(self._kept.popitem(last=False)[1][1])
        return self._kept[id(plan)][1]


class Evaluator(Protocol):
    """Answers questions; raises `UnansweredError` for what it cannot answer."""

    name: str

    def is_here(self) -> bool:
        """Whether it runs under this Python at all."""
        ...

    def answer(self, question: Question) -> Answer:
        """The parts of the answer that it knows."""
        ...


class Reference:
    """The meaning: what all others are compared with."""

    name = "reference"

    def __init__(self) -> None:
        self._dependence = ByPlan(lambda plan, _: dependence(plan))

    def is_here(self) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        plan, asked, calendars = question.plan, question.asked, question.calendars
        court = Court(
            plan, asked.life, asked.grant, calendars=calendars, dependence=self._dependence.of(plan, calendars)
        )
        ruling = court.rule(
            asked.action,
            asked.asker,
            asked.day,
            number=asked.number,
            question=tuple(sorted(asked.question.items())),
            chosen=asked.readings,
            settle=False,
        )
        return {**{part: getattr(ruling, part) for part in PARTS}, "balances": dict(ruling.balances)}


class Forward:
    """Forward chaining. Compiled plans are kept for a while, since compiling takes longer than an answer."""

    name = "forward"

    def __init__(self) -> None:
        self._compiled = ByPlan(compile_plan, ForwardPlan.close)

    def is_here(self) -> bool:
        return available()

    def answer(self, question: Question) -> Answer:
        plan, asked, calendars = question.plan, question.asked, question.calendars
        if any(_turns_for_ever(entry) for section in SECTIONS for entry in getattr(plan, section).values()):
            raise UnansweredError("the days on which weekdays turn")
        decision = self._compiled.of(plan, calendars).decide(
            asked.life,
            asked.grant,
            asked.action,
            asked.asker,
            asked.day,
            number=asked.number,
            question=asked.question,
            readings=asked.readings,
        )
        return {**{part: getattr(decision, part) for part in PARTS}, "balances": dict(decision.balances)}


class Terms:
    """The terms that claims are proved with, built of plain values."""

    name = "terms"

    def is_here(self) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        plan, asked, calendars = question.plan, question.asked, question.calendars
        try:
            found = outcome(
                plan,
                asked.life,
                asked.grant,
                asked.action,
                asked.asker,
                asked.day,
                number=asked.number,
                question=asked.question,
                readings=asked.readings,
                calendars=calendars,
            )
        except terms.InexpressibleError as error:
            raise UnansweredError(str(error)) from None
        return {"outcome": found}


class Compiled:
    """What remains of a plan for the shape of a question, as a function of Python."""

    name = "compiled"

    def __init__(self) -> None:
        self._plans = ByPlan(CompiledPlan)
        self.begun = 0
        """How many forms were begun: some turn out not to be expressible."""

    def is_here(self) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        plan, asked, calendars = question.plan, question.asked, question.calendars
        try:
            compiled_plan = self._plans.of(plan, calendars)
            before = compiled_plan.begun
            try:
                told = compiled_plan.whole_answer(asked)
            finally:
                self.begun += compiled_plan.begun - before
        except (terms.InexpressibleError, UnshapedError) as error:
            raise UnansweredError(str(error)) from None
        number: Any = "unlimited" if told["most is_unlimited"] else told["most value"]
        return {
            "outcome": OUTCOMES[told["yes"] + told["maybe"]],
            "rules": named(told, "rule ") if told["yes"] == told["maybe"] else None,
            "most": number if told["most is_known"] else None,
        }


class CompiledPlan:
    """The compiled forms of a plan, kept for the shapes that were asked about last."""

    def __init__(self, plan: Plan, calendars: Calendars) -> None:
        self._plan = plan
        self._calendars = calendars
        self._looked_at = LookedAt.by(plan)
        self._dependence = dependence(plan)
        self._default = {name: each.default for name, each in plan.readings.items()}
        self._runs = Kept[Shape, tuple[tuple[str, ...], Callable[..., Any]]](MOST_SHAPES)
        self.begun = 0

    def shaped(self, asked: EvaluatorQuestion) -> Shaped:
        """The shape of a question and the values that it leaves open."""
        return shaped(
            asked.life,
            asked.grant,
            asked.action,
            asked.asker,
            asked.day,
            number=asked.number,
            asked=asked.question,
            readings={**self._default, **asked.readings},
            looked_at=self._looked_at,
        )

    def whole_answer(self, asked: EvaluatorQuestion) -> Mapping[str, Any]:
        """Everything that a compiled form tells of a question, by the names of its roots."""
        found = self.shaped(asked)
        if found.shape not in self._runs:
            self.begun += 1
            with afresh(as_functions=True):
                roots = answer(ShapeQuestion(self._plan, found.shape, self._calendars, self._dependence))
                self._runs[found.shape] = roots.names, compiled(tuple(roots.of.values()), roots.variables)
        names, run = self._runs[found.shape]
        return dict(zip(names, run(*found.values), strict=True))


def named(told: Mapping[str, Any], prefix: str) -> tuple[str, ...]:
    """The names after a prefix whose roots hold."""
    return tuple(name.removeprefix(prefix) for name, value in told.items() if name.startswith(prefix) and value)


class Pointwise:
    """The oracle that looks at each day of a small universe, for plans over the small vocabulary."""

    name = "pointwise"

    def is_here(self) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        plan, asked, calendars = question.plan, question.asked, question.calendars
        if calendars is not toy_calendar.calendars:
            raise UnansweredError("another calendar than the small one")
        if asked.number is None:
            raise UnansweredError("any number")
        if asked.action != "exercise":
            raise UnansweredError("another action than `exercise`")
        if kept_apart(plan):
            raise UnansweredError("rights of one event alone")
        dumb = Oracle(
            plan=plan,
            life=asked.life,
            grant=asked.grant,
            asker=asked.asker,
            readings={**{name: each.default for name, each in plan.readings.items()}, **asked.readings},
            action=asked.action,
            question={**asked.question, "number": asked.number},
        )
        words = {True: "allowed", False: "denied", None: "unknown"}
        try:
            balances = dumb.balances(asked.day)
            del balances["granted"]
            return {"outcome": words[dumb.allowed(asked.number, asked.day)], "balances": balances}
        except PartlyKnownError:
            raise UnansweredError(PARTLY_KNOWN) from None
        except OutsideError:
            raise UnansweredError("days outside a universe of two years") from None


def _turns_for_ever(entry: Node) -> bool:
    """Whether the days are wanted on which a condition turns that turns every week there is."""
    return any(
        isinstance(part.value, StartOf | EndOf | LastDayOf)
        and any(
            isinstance(each.value, BusinessDay) and each.value.business_day == "weekdays"
            for each in everything(part.value)
        )
        for part in everything(entry)
    )


REFERENCE: Evaluator = Reference()
EVALUATORS: tuple[Evaluator, ...] = (REFERENCE, Forward(), Terms(), Compiled(), Pointwise())
OTHERS = EVALUATORS[1:]
"""What is compared with the reference."""
