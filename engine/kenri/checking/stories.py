"""What a solver found, as a life and a question, once the reference evaluator has shown the same in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from kenri.api import LoadedPlan
from kenri.checking.verdict import Story
from kenri.loader.declarations import for_party
from kenri.model.expressions import Value
from kenri.model.life import Fact, Grant, Life
from kenri.model.plan import Attribute, AttributeUse, Plan
from kenri.model.ruling import Outcome, best
from kenri.model.sentences import Sentence
from kenri.reference.court import Court
from kenri.solving.prover import Found

Shows: TypeAlias = Callable[[Story], bool]
"""Whether the reference evaluator finds in a story what it is there to show."""


class DisagreementError(Exception):
    """The reference evaluator does not find what the solver found: one of the two is wrong."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.sentence = Sentence("evaluators-disagree")
        super().__init__(story)

    def __str__(self) -> str:
        return self.sentence.text()


def courts(plan: LoadedPlan, story: Story) -> Iterator[Court]:
    """Where a story is judged: at its time, or in each part of the day."""
    times = plan.in_parts() if story.time is None else (plan.timed(story.time),)
    return (each.court(story.life, story.grant, None) for each in times)


def court_of(plan: LoadedPlan, story: Story) -> Court:
    """Where a story is judged at its time; without one, at the beginning of the day."""
    return next(courts(plan, story))


def outcome(plan: LoadedPlan, story: Story) -> Outcome:
    """What the reference evaluator answers to the question of a story."""
    return best(
        court.standing(
            story.action,
            story.life.parties[story.by],
            court.readings(story.readings),
            tuple(sorted(story.facts.items())),
            story.number,
        ).outcome(story.on, story.number)
        for court in courts(plan, story)
    )


def missing(plan: LoadedPlan, story: Story) -> tuple[str, ...]:
    """What the reference evaluator lacks to answer the question of a story."""
    return (
        court_of(plan, story)
        .rule(
            story.action,
            story.life.parties[story.by],
            story.on,
            number=story.number,
            question=tuple(sorted(story.facts.items())),
            chosen=story.readings,
            settle=False,
        )
        .missing
    )


def replayed(
    plan: LoadedPlan,
    found: Found,
    shows: Shows,
    *,
    readings: Mapping[str, str] | None = None,
    asks_number: bool = True,
    is_complete: bool = False,
) -> Story:
    """The story of what was found, as short as it can be, with the outcome of the reference evaluator.

    Where it `is_complete`, everything that can be supplied stays supplied.
    Raises `DisagreementError` where the reference does not show in it what it is there to show.
    """
    story = Story(
        plan=plan.id,
        life=found.life,
        grant=found.grant,
        action=found.action,
        by=found.asker,
        on=found.on,
        time=found.time,
        number=found.number if asks_number else None,
        facts=found.facts,
        readings=readings or {},
    )
    if not shows(story):
        raise DisagreementError(story)
    story = shortened(plan, story, shows, is_complete=is_complete)
    if story.time is not None and all(shows(replace(story, time=time)) for time in found.times):
        story = replace(story, time=None)
    return replace(story, outcome=outcome(plan, story))


def shortened(plan: LoadedPlan, story: Story, shows: Shows, *, is_complete: bool = False) -> Story:
    """The same story without whatever it can do without."""
    again = True
    while again:
        again = False
        for shorter in _shorter(plan, story, is_complete=is_complete):
            if shows(shorter):
                story, again = shorter, True
                break
    return _with_parties_named(story)


def _shorter(plan: LoadedPlan, story: Story, *, is_complete: bool) -> Iterator[Story]:
    life = story.life
    for event in reversed(life.events):
        yield replace(story, life=life.without(event.id))
    for other in life.grants:
        if other != story.grant:
            yield replace(story, life=_without_grant(life, other, plan.plan))
    if is_complete:
        return
    for name in life.facts:
        yield replace(story, life=replace(life, facts={key: v for key, v in life.facts.items() if key != name}))
    for name in story.facts:
        yield replace(story, facts={key: value for key, value in story.facts.items() if key != name})
    if story.number is not None and story.number > 1:
        yield replace(story, number=1)
    for grant in life.grants.values():
        for facts in _with_fewer(grant.attributes, life.plans.get(grant.plan, plan.plan).grant_attributes):
            yield _with_facts(story, grant, facts)
    for party in life.parties.values():
        for facts in _with_fewer(party.attributes, for_party(plan.plan.party_attributes, party.roles)):
            parties = {**life.parties, party.id: replace(party, attributes=facts)}
            yield replace(story, life=replace(life, parties=parties))
    for index, event in enumerate(life.events):
        for facts in _with_fewer(event.attributes, life.kind_of(event, plan.plan).attributes):
            events = (*life.events[:index], replace(event, attributes=facts), *life.events[index + 1 :])
            yield replace(story, life=replace(life, events=events))


def _without_grant(life: Life, grant: str, own: Plan) -> Life:
    """The same life without a grant and what is about it alone, or told in the words of its plan alone."""
    grants = {id_: each for id_, each in life.grants.items() if id_ != grant}
    plans = {id_: plan for id_, plan in life.plans.items() if any(each.plan == id_ for each in grants.values())}
    known = {kind for each in (own, *plans.values()) for kind in each.events}
    events = tuple(event for event in life.events if event.grant != grant and event.kind in known)
    return replace(life, grants=grants, events=events, plans=plans)


def _with_facts(story: Story, grant: Grant, facts: Mapping[str, Fact]) -> Story:
    grants = {**story.life.grants, grant.id: replace(grant, attributes=facts)}
    return replace(story, life=replace(story.life, grants=grants))


def _with_fewer(facts: Mapping[str, Fact], declared: Mapping[str, AttributeUse]) -> Iterator[dict[str, Fact]]:
    """The attributes without one that a record may leave out, or with a plainer number."""
    for name, value in facts.items():
        if _may_be_left_out(declared.get(name)):
            yield {key: fact for key, fact in facts.items() if key != name}
        is_number = isinstance(value, int) and not isinstance(value, bool) and _type(declared.get(name)) == "number"
        if is_number and value != 1:
            yield {**facts, name: 1}


def _type(declared: AttributeUse | None) -> str | None:
    return declared.type if isinstance(declared, Attribute) else declared


def _may_be_left_out(declared: AttributeUse | None) -> bool:
    default: Value | None = declared.default if isinstance(declared, Attribute) else None
    return isinstance(declared, Attribute) and (declared.optional or default is not None)


def _with_parties_named(story: Story) -> Story:
    """The same with only the parties that the life and the question name."""
    life: Life = story.life
    named = {story.by, *(grant.grantee for grant in life.grants.values()), *(event.who for event in life.events)}
    named |= {str(fact) for event in life.events for fact in event.attributes.values() if isinstance(fact, str)}
    return replace(
        story, life=replace(life, parties={id_: party for id_, party in life.parties.items() if id_ in named})
    )
