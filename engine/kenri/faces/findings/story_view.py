"""A story that a check found, in plain words: what happens when, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kenri.api import LoadedPlan
from kenri.checking.verdict import Bound, Story
from kenri.faces.contracts.ruling_data import exact
from kenri.faces.words.calendar import Lang
from kenri.loader.declarations import attributes_of
from kenri.model.days import NEVER, iso
from kenri.model.life import Event

OUTCOMES = {
    "en": {"allowed": "allowed", "denied": "denied", "unknown": "unknown"},
    "ja": {"allowed": "可", "denied": "不可", "unknown": "不明"},
}


def story_lines(plan: LoadedPlan, story: Story, lang: Lang) -> Iterator[str]:
    """One line for each event, and one for the question with its outcome."""
    for event in story.life.events:
        yield f"{iso(event.on)}  {_event(plan, event)}"
    if not story.life.events:
        yield "(nothing happens)" if lang == "en" else "（出来事なし）"
    yield f"{iso(story.on)}  {_question(plan, story, lang)}"


def _event(plan: LoadedPlan, event: Event) -> str:
    declared = attributes_of(plan.plan.events[event.kind].attributes)
    facts = ", ".join(f"{name}: {_value(value, declared[name].type)}" for name, value in event.attributes.items())
    who = "" if event.is_who_assumed else f" ({event.who})"
    return f"{event.kind}{who}" + (f" {{{facts}}}" if facts else "")


def _value(value: object, kind: str | None) -> str:
    if kind == "day" and isinstance(value, int):
        return "never" if value >= NEVER else iso(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _question(plan: LoadedPlan, story: Story, lang: Lang) -> str:
    number = "" if story.number is None else f" {story.number}"
    facts = attributes_of(plan.plan.actions[story.action].attributes)
    given = "".join(f", {name} {_value(value, facts[name].type)}" for name, value in story.facts.items())
    read = "".join(f", {name}={option}" for name, option in story.readings.items())
    outcome = OUTCOMES[lang][story.outcome]
    if story.otherwise is not None:
        outcome += f" → {OUTCOMES[lang][story.otherwise]}"
    return f"? {story.by}: {story.action}{number}{given}{read} = {outcome}"


def story_data(plan: LoadedPlan, story: Story) -> dict[str, Any]:
    """A story as data, with the life as a life file holds it."""
    from kenri.loader.written_lives import life_data

    return {
        "life": plain(life_data(story.life, plan.plan)),
        "action": story.action,
        "by": story.by,
        "on": iso(story.on),
        "rights": exact(story.number),
        "with": {name: plain(value) for name, value in story.facts.items()},
        "readings": dict(story.readings),
        "outcome": story.outcome,
        "otherwise": story.otherwise,
    }


def plain(value: Any) -> Any:
    """Data as JSON has it: days as text, fractions as text."""
    match value:
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case bool() | int() | str() | None:
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)


def bound_text(bound: Bound, lang: Lang) -> str:
    """Which lives were looked at, in words."""
    most = max(bound.events.values(), default=0)
    kinds = len(bound.events)
    if lang == "ja":
        return (
            f"調べた範囲：{iso(bound.granted_on)}に割り当てた{bound.number}個、"
            f"{iso(bound.first)}から{iso(bound.last)}まで、{kinds}種の出来事がそれぞれ{most}回まで。"
            "出来事の数は0以上の整数、比率は2・1・1/2・3/2・1/10のいずれか、記録の遅れと訂正はないものとする。"
            + ("割当てを示すシナリオがないため、最も多くの規定が働く割当日と個数を用いた。" if bound.is_taken else "")
        )
    return (
        f"Looked at: every life of one grant of {bound.number} on {iso(bound.granted_on)}, from {iso(bound.first)} to "
        f"{iso(bound.last)}, in which each of {kinds} kinds of event happens at most {most} times; "
        + "; ".join(bound.notes)
        + "."
    )


def bound_data(bound: Bound) -> dict[str, Any]:
    """The bound as data."""
    return {
        "first": iso(bound.first),
        "last": iso(bound.last),
        "granted_on": iso(bound.granted_on),
        "rights": exact(bound.number),
        "events": dict(bound.events),
        "askers": list(bound.askers),
        "notes": list(bound.notes),
    }
