"""A story that a check found, in plain words: what happens when, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.api import LoadedPlan
from kenri.checking.verdict import Story
from kenri.faces.words.findings import word
from kenri.loader.declarations import attributes_of
from kenri.model.days import NEVER, iso
from kenri.model.hours import clock
from kenri.model.life import Event
from kenri.model.sentences import Language


def story_lines(plan: LoadedPlan, story: Story, lang: Language) -> Iterator[str]:
    """One line for each event, and one for the question with its outcome."""
    for event in story.life.events:
        yield f"{iso(event.on)}  {_event(plan, event)}"
    if not story.life.events:
        yield word("nothing-happens", lang)
    at = "" if story.time is None else f" {clock(story.time)}"
    yield f"{iso(story.on)}{at}  {_question(plan, story, lang)}"


def _event(plan: LoadedPlan, event: Event) -> str:
    declared = attributes_of(plan.plan.events[event.kind].attributes)
    facts = ", ".join(f"{name}: {_value(value, declared[name].type)}" for name, value in event.attributes.items())
    who = "" if event.is_who_assumed else f" ({event.who})"
    return f"{event.kind}{who}" + (f" {{{facts}}}" if facts else "")


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
    return f"? {story.by}: {story.action}{number}{given}{read} = {outcome}"
