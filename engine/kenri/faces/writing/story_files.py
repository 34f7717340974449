"""A story that a check found as a scenario file, which `kenri test` passes as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan
from kenri.checking.verdict import Story
from kenri.faces.writing.play_files import Question, life_data, plan_from, scenario_text
from kenri.faces.writing.written_file import write_file
from kenri.loader.declarations import attributes_of
from kenri.loader.source import is_there
from kenri.loader.system_reason import system_reason
from kenri.model.days import NEVER
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Sentence


def story_text(plan: LoadedPlan, name: str, story: Story, because: str, *, file: Path | None = None) -> str:
    """The scenario file of a story: its life, its question, and the answer of the reference evaluator.

    `plan` is the one that gives the answer, `name` the id or path a user gave for it. The file is to stand at `file`.
    """
    ruling = plan.ask(
        story.life,
        story.action,
        on=date.fromordinal(story.on),
        rights=story.number,
        by=story.by,
        readings=dict(story.readings),
        facts=_facts(plan, story),
        settle=False,
    )
    grantees = {grant.grantee for grant in story.life.grants.values()}
    question = Question(
        on=story.on,
        action=story.action,
        by=None if grantees == {story.by} else story.by,
        rights=story.number,
        facts=_facts(plan, story),
    )
    return scenario_text(
        name if file is None else plan_from(name, file),
        _slug(because),
        life_data(story.life, plan.plan),
        [(question, ruling)],
        dict(story.readings),
        because=because,
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


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words[:8]) or "found"


def save(folder: Path, name: str, text: str) -> Path:
    """Write a scenario file that is not there yet. Raises `ProblemsError` where it is, or cannot be written."""
    path = folder / f"{_slug(name)}.yaml"
    if is_there(path):
        sentence = Sentence("file-is-there", file=quote(str(path), limit=4096))
        raise ProblemsError([Problem(None, sentence, Sentence("move-or-another-folder"))])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        name = quote(str(folder), limit=4096)
        raise ProblemsError(
            [Problem(None, Sentence("folder-not-made", folder=name, reason=system_reason(error)))]
        ) from None
    write_file(path, text.encode())
    return path
