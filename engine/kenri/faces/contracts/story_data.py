"""A story that a check found, and how far it looked, as plain data, ready for JSON."""

from __future__ import annotations

from typing import Any

from kenri.api import LoadedPlan
from kenri.checking.verdict import Bound, Story
from kenri.faces.contracts.plain import exact, plain
from kenri.loader.written_lives import life_data
from kenri.model.days import iso
from kenri.model.hours import clock
from kenri.model.sentences import Language


def story_data(plan: LoadedPlan, story: Story) -> dict[str, Any]:
    """A story as data, with the life as a life file holds it."""
    return {
        "life": plain(life_data(story.life, plan.plan)),
        "action": story.action,
        "by": story.by,
        **({"grant": story.grant} if story.grant and story.has_several_grants else {}),
        "on": iso(story.on),
        **({} if story.time is None else {"time": clock(story.time)}),
        "rights": exact(story.number),
        "with": {name: plain(value) for name, value in story.facts.items()},
        "readings": dict(story.readings),
        "outcome": story.outcome,
        "otherwise": story.otherwise,
    }


def bound_data(bound: Bound, lang: Language) -> dict[str, Any]:
    """The bound as data."""
    return {
        "first": iso(bound.first),
        "last": iso(bound.last),
        "granted_on": iso(bound.granted_on),
        "rights": exact(bound.number),
        "events": dict(bound.events),
        "askers": list(bound.askers),
        "notes": [note.text(lang) for note in bound.notes],
    }
