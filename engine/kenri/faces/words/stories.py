"""A story that a check found, in plain words: what happens when, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kenri.api import LoadedPlan
from kenri.checking.verdict import Story
from kenri.faces.words.findings import word
from kenri.loader.declarations import attributes_of
from kenri.model.days import NEVER, iso
from kenri.model.hours import clock
from kenri.model.life import Event, Fact, Grant, Life
from kenri.model.plan import Attribute
from kenri.model.sentences import Language


def story_lines(plan: LoadedPlan, story: Story, lang: Language) -> Iterator[str]:
    """One line for each of several grants, one for each event, and one for the question with its outcome."""
    if story.has_several_grants:
        for grant in sorted(story.life.grants.values(), key=lambda each: each.on):
            named = _grant(plan, story.life, grant)
            yield f"{iso(grant.on)}  {word('granted', lang, grant=named, number=grant.number)}"
    for event in story.life.events:
        grant_named = f" [{event.grant}]" if event.grant is not None and story.has_several_grants else ""
        yield f"{iso(event.on)}  {_event(plan, story.life, event)}{grant_named}"
    if not story.life.events:
        yield word("nothing-happens", lang)
    at = "" if story.time is None else f" {clock(story.time)}"
    yield f"{iso(story.on)}{at}  {_question(plan, story, lang)}"


def _event(plan: LoadedPlan, life: Life, event: Event) -> str:
    who = "" if event.is_who_assumed else f" ({event.who})"
    return f"{event.kind}{who}{_facts(event.attributes, attributes_of(life.kind_of(event, plan.plan).attributes))}"


def _grant(plan: LoadedPlan, life: Life, grant: Grant) -> str:
    own = life.plans.get(grant.plan, plan.plan)
    under = f" {grant.plan}" if grant.plan else ""
    return f"{grant.id} ({grant.grantee}){under}{_facts(grant.attributes, attributes_of(own.grant_attributes))}"


def _facts(values: Mapping[str, Fact], declared: Mapping[str, Attribute]) -> str:
    facts = ", ".join(f"{name}: {_value(value, declared[name].type)}" for name, value in values.items())
    return f" {{{facts}}}" if facts else ""


def _value(value: object, kind: str | None) -> str:
    if kind == "day" and isinstance(value, int):
        return "never" if value >= NEVER else iso(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _question(plan: LoadedPlan, story: Story, lang: Language) -> str:
    number = "" if story.number is None else f" {story.number}"
    facts = attributes_of(plan.plan.actions[story.action].attributes)
    given = "".join(f", {name} {_value(value, facts[name].type)}" for name, value in story.facts.items())
    read = "".join(f", {name}={option}" for name, option in story.readings.items())
    outcome = word(story.outcome, lang)
    if story.otherwise is not None:
        outcome += f" → {word(story.otherwise, lang)}"
    grant = f" [{story.grant}]" if story.grant and story.has_several_grants else ""
    return f"? {story.by}: {story.action}{number}{given}{read}{grant} = {outcome}"
