"""What two plans say otherwise about the same lives: newly allowed and newly denied, or proved the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal

from kenri import terms
from kenri.api import LoadedPlan
from kenri.checking.check_context import CheckContext, actions_of, ill_sorted, why_open
from kenri.checking.frames import frame, further, other_plans
from kenri.checking.grant_day import NOT_TOLD, framed, others_of
from kenri.checking.stories import DisagreementError, court_of, outcome
from kenri.checking.verdict import PlanComparison, PlanDifference, Status, Story
from kenri.loader.vocabulary import say_the_same
from kenri.model.dependence import MOVEMENTS, SCALINGS, named_in
from kenri.model.expressions import Duration
from kenri.model.plan import Attribute, Plan
from kenri.model.scenario import LoadedScenario
from kenri.model.sentences import Sentence
from kenri.model.walk import everything
from kenri.solving.effort import SAFETY, STEPS, Effort
from kenri.solving.open_lives import Frame, FurtherGrant, OtherPlan
from kenri.solving.prover import Search
from kenri.solving.solver import ILL_SORTED
from kenri.symbolic.case import InexpressibleError
from kenri.symbolic.words import words_used
from kenri.terms import conj, disj, eq, neg

Direction = Literal["newly-allowed", "newly-denied"]

DIRECTIONS: tuple[Direction, ...] = ("newly-allowed", "newly-denied")


def compare(
    before: LoadedPlan,
    after: LoadedPlan,
    *,
    actions: Sequence[str] | None = None,
    events: int = 2,
    steps: int = STEPS,
    seconds: float = SAFETY,
    left: Callable[[], float] | None = None,
    progress: Callable[[Sentence | str, int, int], None] | None = None,
    scenarios: Sequence[LoadedScenario] = (),
    stopwatch: Callable[[], float] = lambda: 0.0,
) -> PlanComparison:
    """What changes from one plan to another, for each action that both have and in each direction.

    The lives looked at speak the words of both plans; an event that only one of them knows means nothing to the
    other. `steps` and, for safety, `seconds`: the most for one question to the solver; `left`: how many seconds are
    left for all of them, after which what is not decided yet is stopped. Raises `SolverMissingError` where the solver
    is not installed.
    """
    with terms.afresh():
        pair = _Pair(before, after, events=events, effort=Effort(steps, seconds, left), scenarios=scenarios)
        wanted = [action for action in pair.actions if actions is None or action in actions]
        tasks = [(action, direction) for action in wanted for direction in DIRECTIONS]
        found: list[PlanDifference] = []
        for done, (action, direction) in enumerate(tasks):
            if progress is not None:
                way = Sentence("newly-allowed" if direction == "newly-allowed" else "newly-denied")
                progress(Sentence("of-value", name=action, said=way), done, len(tasks))
            since = stopwatch()
            found.append(replace(pair.difference(action, direction), seconds=stopwatch() - since))
        if progress is not None:
            progress("", len(tasks), len(tasks))
        return PlanComparison(before=before.id, after=after.id, bound=pair.context.bound(), differences=tuple(found))


def tell_apart(
    plan: LoadedPlan,
    other: LoadedPlan,
    *,
    steps: int = STEPS,
    seconds: float = SAFETY,
    scenarios: Sequence[LoadedScenario] = (),
) -> Story | Sentence | None:
    """A question that two versions of a plan answer otherwise; None: proved that there is none; else why it is open.

    Figures are compared too, for as many rights as the grant is of. Of duties it is only told whether they are written
    alike.
    """
    with terms.afresh():
        return _told_apart(_Pair(plan, other, events=2, effort=Effort(steps, seconds), scenarios=scenarios))


def _told_apart(pair: _Pair) -> Story | Sentence | None:
    reason: Sentence | None = None
    for action in pair.actions:
        for direction in DIRECTIONS:
            difference = pair.difference(action, direction)
            if difference.story is not None:
                return difference.story
            if difference.status != "proved":
                reason = reason or difference.note
    return pair.figures_differ() or pair.duties_differ() or reason


class _Pair:
    """Two plans over the same lives."""

    def __init__(
        self, before: LoadedPlan, after: LoadedPlan, *, events: int, effort: Effort, scenarios: Sequence[LoadedScenario]
    ) -> None:
        self.before = before
        self.after = after
        self.effort = effort
        common = before.with_plan(_in_both_words(before.plan, after.plan))
        wide = framed(before, scenarios, events=events)
        wider = frame(after.plan, scenarios, events=events, others=others_of(after))
        both = replace(
            wide,
            plan=common.plan,
            first=min(wide.first, wider.first),
            last=max(wide.last, wider.last),
            words=_together(wide.words, wider.words, words_used(after.plan)),
        )
        both = _with_further(both, wider.further, wider.others)
        self.context = CheckContext(common, both, effort=effort, scenarios=scenarios)

    @property
    def actions(self) -> tuple[str, ...]:
        """Actions that both plans have and one of them has rules about."""
        ruled = {
            action for plan in (self.before, self.after) for r in plan.plan.rules.values() for action in actions_of(r)
        }
        return tuple(name for name in self.before.plan.actions if name in ruled and name in self.after.plan.actions)

    def difference(self, action: str, direction: Direction) -> PlanDifference:
        """A life in which an action is allowed by one plan and not by the other."""

        def put(status: Status, **more: object) -> PlanDifference:
            made = PlanDifference(action=action, direction=direction, status=status)
            return replace(made, **more)  # type: ignore[arg-type]  # each is a field of it

        if self.before.plan == self.after.plan:  # what says the same needs no proof
            return put("proved")
        try:
            search = self.context.first(self._attempts(action, direction))
            if search.is_open:
                return put("stopped" if search.stopped else "undecided", note=why_open(search, self.effort))
            if search.found is None:
                return put("proved")
            story = self.context.story(search.found, self._shows(direction))
        except InexpressibleError as error:
            return put("not-checked", note=Sentence("cannot-express", what=error.what))
        except DisagreementError as error:
            return put("undecided", story=error.story, note=error.sentence)
        except ILL_SORTED as error:
            return put("undecided", note=ill_sorted(error))
        first, second = outcome(self.before, story), outcome(self.after, story)
        story = replace(story, plan=self.before.id, outcome=first, otherwise=second)
        return put("refuted", story=story, rules=tuple(self._responsible(story)))

    def figures_differ(self) -> Sentence | None:
        """That a figure may differ, the first that one plan may compute otherwise; None if none does."""
        for name in self.before.plan.figures:
            if name not in self.after.plan.figures or self._same_figure(name):
                continue
            return Sentence("figure-may-differ", name=name)
        return None

    def duties_differ(self) -> Sentence | None:
        """That a duty may differ, the first that is written otherwise; None if none is."""
        before, after = self.before.plan.duties, self.after.plan.duties
        name = next((name for name in (*before, *after) if before.get(name) != after.get(name)), None)
        return None if name is None else Sentence("duty-may-differ", name=name)

    @cached_property
    def _of_figures(self) -> CheckContext:
        """The lives in which figures are compared: with further grants also where figures alone go over them."""
        frame = self.context.frame
        wider = frame
        for plan in (self.before, self.after):
            others = others_of(plan)
            own = further(plan.plan, plan.plan.figures.values(), grantee=frame.grantee, others=others)
            wider = _with_further(wider, own, other_plans(own, others, frame.granted_on))
        if wider.further == frame.further:
            return self.context
        return CheckContext(self.context.plan, wider, effort=self.effort, scenarios=self.context.scenarios)

    def _same_figure(self, name: str) -> bool:
        context = self._of_figures
        action = next(iter((*self.before.plan.figures[name].of, *self.actions)), "")
        if not action:
            return True
        try:
            one, other = (
                context.prover.case(context.frame.grantee, action, self._readings(plan), plan.plan).number(
                    plan.plan.figures[name].number, context.prover.asked_on
                )
                for plan in (self.before, self.after)
            )
            same = disj(
                conj(neg(one.is_known), neg(other.is_known)),
                conj(one.is_known, other.is_known, eq(one.value, other.value)),
            )
        except NOT_TOLD:
            return resting_on(self.before.plan, name) == resting_on(self.after.plan, name)
        number = eq(context.prover.rights, context.frame.number) if isinstance(context.frame.number, int) else True
        search = context.search(context.frame.grantee, action, neg(same), number)
        return search.found is None and not search.is_open

    def _of_one_zone(self) -> None:
        """Raises `InexpressibleError` where an hour would be another for each plan."""
        if self.before.plan.zone != self.after.plan.zone and (self.before.has_hours or self.after.has_hours):
            raise InexpressibleError(Sentence("hours-of-two-zones"))

    def _readings(self, plan: LoadedPlan) -> Mapping[str, str]:
        return {name: each.default for name, each in plan.plan.readings.items()}

    def _attempts(self, action: str, direction: Direction) -> Iterator[Callable[[], Search]]:
        context = self.context
        on, number = context.prover.asked_on, context.prover.number
        askers = {*context.askers(action)}
        after = CheckContext(self.after, context.frame, effort=self.effort)
        askers |= {role for role in after.askers(action) if role in context.plan.plan.roles}
        for asker in (role for role in (context.frame.grantee, *context.plan.plan.roles) if role in askers):
            askers.discard(asker)

            def attempt(asker: str = asker) -> Search:
                self._of_one_zone()
                one, other = (
                    context.prover.standing(asker, action, self._readings(plan), plan.plan).allowed(on, number)
                    for plan in (self.before, self.after)
                )
                if direction == "newly-denied":
                    one, other = other, one
                return context.search(asker, action, conj(neg(one.maybe), other.yes))

            yield attempt

    def _shows(self, direction: Direction) -> Callable[[Story], bool]:
        wanted = ("denied", "allowed") if direction == "newly-allowed" else ("allowed", "denied")
        return lambda story: (outcome(self.before, story), outcome(self.after, story)) == wanted

    def _responsible(self, story: Story) -> Iterator[tuple[str, str]]:
        """The rules that decide before and after, each with its clause."""
        for plan in (self.before, self.after):
            court = court_of(plan, story)
            facts = tuple(sorted(story.facts.items()))
            asker = story.life.parties[story.by]
            standing = court.standing(story.action, asker, court.readings({}), facts, story.number)
            yield from ((each.name, each.rule.clause) for each, _ in standing.deciding(story.on, story.number))


def _together(*several: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The words of several, by the attributes that they may be."""
    names = {name for words in several for name in words}
    return {name: frozenset(word for words in several for word in words.get(name, ())) for name in names}


def resting_on(plan: Plan, figure: str) -> list[object]:
    """A figure and all that it rests on, as it is written: where this is the same, so is the figure."""
    named: dict[str, object] = {
        **plan.terms,
        **plan.dates,
        **plan.states,
        **plan.amounts,
        MOVEMENTS: tuple(plan.effects.values()),
        SCALINGS: tuple(plan.effects.values()),
    }
    found: list[object] = [plan.zone, plan.counting, plan.countings, plan.calendars, plan.hours, plan.readings]
    waiting: list[object] = [plan.figures[figure]]
    seen = set[str]()
    while waiting:
        entry = waiting.pop()
        found.append(entry)
        lengths = (part.value.given()[1] for part in everything(entry) if isinstance(part.value, Duration))
        for name in (*named_in(entry, plan.id), *lengths):
            if isinstance(name, str) and name in named and name not in seen:
                seen.add(name)
                waiting.append(named[name])
    return found


def _with_further(frame: Frame, further: Iterable[FurtherGrant], others: Mapping[str, OtherPlan]) -> Frame:
    """The lives with as many further grants as another plan looks at, too, where their plans go with both in words."""
    held = (Counter(frame.further) | Counter(further)).elements()
    told = {id_: each for id_, each in {**others, **frame.others}.items() if say_the_same(frame.plan, each.plan)}
    return replace(frame, further=tuple(each for each in held if not each.plan or each.plan in told), others=told)


def _in_both_words(before: Plan, after: Plan) -> Plan:
    """The one plan with the words of the other beside its own, so that there are lives of which both speak."""
    events = dict(before.events)
    for name, kind in after.events.items():
        own = events.get(name)
        if own is None:
            events[name] = kind
        else:
            attributes: dict[str, Attribute] = {**kind.attributes, **own.attributes}  # type: ignore[dict-item]  # a linked plan has them in full
            events[name] = replace(own, attributes=attributes)
    # What only one of them leaves to be supplied is supplied all the same; the other does not look at it.
    terms = {**before.terms, **{name: term for name, term in after.terms.items() if term.is_unknown}}
    return replace(
        before,
        events=events,
        terms=terms,
        roles={**after.roles, **before.roles},
        actions={**after.actions, **before.actions},
        party_attributes={**after.party_attributes, **before.party_attributes},
        grant_attributes={**after.grant_attributes, **before.grant_attributes},
    )
