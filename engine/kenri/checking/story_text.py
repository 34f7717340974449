"""A story that a check found, as the text of a scenario file that `kenri test` passes as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan
from kenri.checking.verdict import Story
from kenri.loader.declarations import attributes_of
from kenri.loader.written_lives import life_data
from kenri.model.days import NEVER
from kenri.model.sentences import Language, Sentence
from kenri.scenarios.written import WrittenQuestion, plan_from, scenario_text


def story_text(
    plan: LoadedPlan,
    name: str,
    story: Story,
    because: Sentence,
    *,
    file: Path | None = None,
    lang: Language = "en",
) -> str:
    """The scenario file of a story: its life, its question, and the answer of the reference evaluator.

    `plan` is the one that gives the answer, `name` the id or path a user gave for it. The file is to stand at `file`.
    The scenario is named after the English of why there is one, in whatever language that is said.
    """
    question = written(plan, story)
    ruling = plan.ask(
        story.life,
        story.action,
        on=question.asked_on(plan.plan.zone),
        rights=story.number,
        by=story.by,
        grant=question.grant,
        readings=dict(story.readings),
        facts=_facts(plan, story),
        settle=False,
    )
    return scenario_text(
        name if file is None else plan_from(name, file),
        slug(because.text()),
        life_data(story.life, plan.plan),
        [(question, ruling)],
        dict(story.readings),
        because=because.text(lang),
    )


def written(plan: LoadedPlan, story: Story) -> WrittenQuestion:
    """The question of a story."""
    grantees = {grant.grantee for grant in story.life.grants.values()}
    return WrittenQuestion(
        on=story.on,
        time=story.time,
        action=story.action,
        by=None if grantees == {story.by} else story.by,
        rights=story.number,
        grant=story.grant if story.grant and story.has_several_grants else None,
        facts=_facts(plan, story),
    )


def _facts(plan: LoadedPlan, story: Story) -> dict[str, Any]:
    """The facts of the question as they are written: days as dates."""
    declared = attributes_of(plan.plan.actions[story.action].attributes)
    return {
        name: date.fromordinal(value)
        if declared[name].type == "day" and isinstance(value, int) and value < NEVER
        else value
        for name, value in story.facts.items()
    }


def slug(text: str) -> str:
    """A short name made of the words of a text."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words[:8]) or "found"
