"""What all checks of one plan share: the solver with the terms built so far, and how a result is put."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kenri import terms
from kenri.api import LoadedPlan
from kenri.checking import stories
from kenri.checking.verdict import Bound, Grade, Kind, Result, Status, Story
from kenri.loader.declarations import attributes_of
from kenri.model.days import iso
from kenri.model.dependence import all_reached
from kenri.model.expressions import AskerIs, Count, EventMoments, Node, Nth, OverGrants, Running, Total, Vests
from kenri.model.life import Fact
from kenri.model.plan import Plan, Rule, Said
from kenri.model.problems import quote
from kenri.model.rules import verbs
from kenri.model.scenario import LoadedScenario
from kenri.model.sentences import Sentence
from kenri.model.walk import Part, everything
from kenri.solving.effort import Effort
from kenri.solving.open_lives import LENGTHS, Frame, lengths_of, recorded_lengths
from kenri.solving.prover import Found, Prover, Search
from kenri.solving.solver import EFFORT, ILL_SORTED
from kenri.symbolic.case import InexpressibleError
from kenri.symbolic.standing import SymbolicStanding

WHOSE = ("asker", "grantee", "others")
"""What an event may be said to be whose, besides a role."""


MANY = 12
"""How often a kind of event occurs where a rule counts it."""


class CheckContext:
    """One plan and all lives within a frame."""

    def __init__(
        self, plan: LoadedPlan, frame: Frame, *, effort: Effort = EFFORT, scenarios: Sequence[LoadedScenario] = ()
    ) -> None:
        self.plan = plan
        self.frame = frame
        self.effort = effort
        self.scenarios = tuple(scenarios)
        self.prover = Prover(frame)
        self.readings: Mapping[str, str] = {name: each.default for name, each in plan.plan.readings.items()}
        self._without: dict[str, LoadedPlan] = {}

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The actions that some rule is about, in the order of the plan."""
        about = {action for rule in self.plan.plan.rules.values() for action in actions_of(rule)}
        return tuple(action for action in self.plan.plan.actions if action in about)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Roles between which the plan makes a difference: the grantee's, each named, and one for the others."""
        named = _roles_named(self.plan.plan)
        own = self.frame.grantee
        others = [role for role in self.plan.plan.roles if role not in named and role != own]
        return (own, *(role for role in self.plan.plan.roles if role in named and role != own), *others[:1])

    @cached_property
    def _roles_asked_for(self) -> set[str]:
        return _roles_asked_for(self.plan.plan)

    def askers(self, action: str) -> tuple[str, ...]:
        """Roles that may ask about an action and get different answers."""
        concerned = {
            role for rule in self.plan.plan.rules.values() if action in actions_of(rule) for role in rule.by
        } | self._roles_asked_for
        permits_all = any(not rule.by and action in rule.permit for rule in self.plan.plan.rules.values())
        others = [role for role in self.roles if role not in concerned]
        is_one_more = permits_all or len(others) == len(self.roles)
        return tuple(role for role in self.roles if role in concerned or (is_one_more and role in others[:1]))

    def standing(
        self, asker: str, action: str, readings: Mapping[str, str] | None = None, plan: Plan | None = None
    ) -> SymbolicStanding:
        """How an action stands for an asker, by default under the default readings."""
        return self.prover.standing(asker, action, {**self.readings, **(readings or {})}, plan)

    def wider(self, rule: Rule) -> CheckContext:
        """The same with more events of the kinds that a rule counts, and more grants where it goes over them."""
        plan = self.plan.plan
        counted = {
            kind
            for part in everything_named(plan, rule)
            if isinstance(part.value, Count | Nth | Total | Running | Vests)
            for inside in everything_named(plan, part.value)
            if isinstance(inside.value, EventMoments)
            for kind in inside.value.event
        }
        often = {kind: max(self.frame.events, MANY) for kind in sorted(counted)}
        further = self.frame.further * 2 if goes_over_grants(plan, rule) else self.frame.further
        return CheckContext(self.plan, replace(self.frame, often=often, further=further), effort=self.effort)

    def without(self, rule: str) -> LoadedPlan:
        """The plan without one of its rules."""
        if rule not in self._without:
            rules = {name: each for name, each in self.plan.plan.rules.items() if name != rule}
            self._without[rule] = self.plan.with_plan(replace(self.plan.plan, rules=rules))
        return self._without[rule]

    def search(
        self, asker: str, action: str, *flags: terms.Flag, number: terms.Number | None = None, least: bool = False
    ) -> Search:
        """A life in which all of these are so; with `least` the least there is, for what is told as a finding."""
        return self.prover.search(asker, action, *flags, effort=self.effort, number=number, least=least)

    def first(self, attempts: Iterable[Callable[[], Search]]) -> Search:
        """The first thing that any of some searches finds; nothing only if none is undecided."""
        undecided = stopped = False
        for attempt in attempts:
            search = attempt()
            if search.found is not None:
                return search
            undecided, stopped = undecided or search.undecided, stopped or search.stopped
        return Search(undecided=undecided, stopped=stopped)

    def story(
        self,
        found: Found,
        shows: stories.Shows,
        *,
        readings: Mapping[str, str] | None = None,
        asks_number: bool = True,
        is_complete: bool = False,
    ) -> Story:
        """The story of what was found, replayed through the reference evaluator; `readings` are those chosen for it."""
        return stories.replayed(
            self.plan, found, shows, readings=readings, asks_number=asks_number, is_complete=is_complete
        )

    def all_supplied(self) -> list[terms.Flag]:
        """That nothing is left out which a record may leave out."""
        life = self.prover.symbolic_life
        in_events = [
            terms.implies(slot.happens, fact.is_known)
            for slot in life.all_events()
            for fact in slot.attributes.values()
        ]
        of_people = [fact.is_known for person in life.people for fact in person.attributes.values()]
        of_grants = [fact.is_known for each in (life, *life.further) for fact in each.grant.values()]
        return [*in_events, *of_people, *of_grants]

    def _open_lengths(self) -> list[Sentence]:
        terms_left = [name for name in sorted(lengths_of(self.plan.plan)) if name in self.plan.plan.terms]
        left_open = [name for name in terms_left if self.plan.plan.terms[name].is_unknown]
        left_open += sorted(recorded_lengths(self.plan.plan))
        return [Sentence("lengths-tried", names=tuple(left_open), lengths=tuple(LENGTHS))] if left_open else []

    def _further_grants(self) -> list[Sentence]:
        under = [each for each in self.frame.further if not each.plan]
        own = [each for each in under if each.holder == self.frame.grantee]
        others = [each for each in under if each.holder != self.frame.grantee]
        found = [Sentence("further-grants-of-holder", count=len(own))] if own else []
        found += [Sentence("further-grants-of-others", count=len(others))] if others else []
        if plans := tuple(map(quote, self.frame.others)):
            found.append(Sentence("further-grants-under", plans=plans))
        return [*found, Sentence("further-grants-alike")] if found else []

    def bound(self) -> Bound:
        """Which lives were looked at so far."""
        frame = self.frame
        return Bound(
            events=self.prover.symbolic_life.kinds(),
            first=frame.first,
            last=frame.last,
            granted_on=frame.granted_on,
            number=frame.number,
            askers=self.roles,
            notes=(
                Sentence("whole-numbers"),
                Sentence("few-ratios"),
                Sentence("nothing-late"),
                *([frame.note] if frame.note is not None else []),
                *self._further_grants(),
                *self._open_lengths(),
                *(
                    Sentence("of-the-grant", name=name, value=_written(value, name, self.plan.plan))
                    for name, value in frame.recorded.items()
                ),
            ),
        )


def _written(value: Fact, name: str, plan: Plan) -> str:
    is_day = attributes_of(plan.grant_attributes)[name].type == "day"
    return iso(value) if is_day and isinstance(value, int) else str(value)


def actions_of(rule: Rule) -> tuple[str, ...]:
    """The actions that a rule is about."""
    return tuple(action for _, actions in verbs(rule) for action in actions)


def everything_named(plan: Plan, entry: Node) -> Iterator[Part]:
    """All that is in an entry, and in what it names, at any depth."""
    named: dict[str, Node] = {**plan.dates, **plan.states, **plan.amounts}
    waiting, seen = [entry], set[str]()
    while waiting:
        for part in everything(waiting.pop()):
            yield part
            if part.sort is not None and isinstance(part.value, str) and part.value in named and part.value not in seen:
                seen.add(part.value)
                waiting.append(named[part.value])


def goes_over_grants(plan: Plan, entry: Node) -> bool:
    """Whether an entry rests on other grants than the one asked about."""
    return any(isinstance(node, OverGrants) for node in all_reached(plan, (entry,)))


def _roles_asked_for(plan: Plan) -> set[str]:
    """Roles that a condition tells from others, whatever action it bears on."""
    return {
        part.value.asker
        for section in ("dates", "states", "amounts", "rules", "effects")
        for entry in getattr(plan, section).values()
        for part in everything(entry)
        if isinstance(part.value, AskerIs) and isinstance(part.value.asker, str)
    }


def _roles_named(plan: Plan) -> set[str]:
    found: set[str] = set()
    for rule in plan.rules.values():
        found.update(rule.by)
    for section in ("dates", "states", "amounts", "rules", "effects", "claims"):
        for entry in getattr(plan, section, {}).values():
            found |= roles_in(entry)
    return found


def roles_in(entry: Node) -> set[str]:
    """The roles between which an entry makes a difference by what happens, or by who asks."""
    found: set[str] = set()
    for part in everything(entry):
        node = part.value
        if isinstance(node, EventMoments) and isinstance(node.who, str) and node.who not in WHOSE:
            found.add(node.who)
        elif isinstance(node, AskerIs) and isinstance(node.asker, str):
            found.add(node.asker)
    return found


class Outcomes:
    """Puts results of one check."""

    def __init__(self, kind: Kind, subject: str, clause: str, says: Said) -> None:
        self.kind: Kind = kind
        self._subject = subject
        self._clause = clause
        self._says: Said = says

    def put(self, status: Status, grade: Grade, *, story: Story | None = None, note: Sentence | None = None) -> Result:
        """A result."""
        return Result(
            kind=self.kind,
            subject=self._subject,
            clause=self._clause,
            says=self._says,
            status=status,
            grade=grade,
            story=story,
            note=note,
        )

    def undecided(self, search: Search, effort: Effort) -> Result:
        """The solver could not tell, or was stopped."""
        return self.put("stopped" if search.stopped else "undecided", "open", note=why_open(search, effort))


def why_open(search: Search, effort: Effort) -> Sentence:
    """Why a search has found nothing out."""
    if search.stopped:
        one = effort.seconds == 1
        seconds = Sentence("one-second") if one else Sentence("seconds", number=f"{effort.seconds:g}")
        return Sentence("stopped-after", seconds=seconds)
    steps = Sentence("one-step") if effort.steps == 1 else Sentence("steps", number=f"{effort.steps:,}")
    return Sentence("undecided-after", steps=steps)


def guarded(outcomes: Outcomes, work: Callable[[], Iterator[Result]], *others: Outcomes) -> Iterator[Result]:
    """The results of some work; one that says why not, where a construct is refused or evaluators disagree.

    `others` are further checks that the work reports: each that it has not reported by then gets such a result too.
    """
    reported: set[Kind] = set()

    def unreported(put: Callable[[Outcomes], Result]) -> Iterator[Result]:
        return (put(each) for each in (outcomes, *others) if each is outcomes or each.kind not in reported)

    try:
        for result in work():
            reported.add(result.kind)
            yield result
    except InexpressibleError as error:
        note = Sentence("cannot-express", what=error.what)
        yield from unreported(lambda each: each.put("not-checked", "open", note=note))
    except stories.DisagreementError as error:
        story, said = error.story, error.sentence
        yield from unreported(lambda each: each.put("undecided", "open", story=story, note=said))
    except ILL_SORTED as error:
        why = ill_sorted(error)
        yield from unreported(lambda each: each.put("undecided", "open", note=why))


def ill_sorted(error: Exception) -> Sentence:
    """Why a check has found nothing out where what the plan compares does not go together."""
    words = " ".join(str(error).split())
    return Sentence("cannot-compare", type=type(error).__name__, error=words[:120])
