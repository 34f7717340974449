"""Scenario files of the stories that checks found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from kenri.api import LoadedPlan
from kenri.checking.about import about
from kenri.checking.story_text import slug, story_text
from kenri.checking.verdict import CheckReport, Story
from kenri.faces.writing.written_file import make_folder, write_file
from kenri.loader.source import is_there
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Language, Sentence

K = TypeVar("K")


def scenarios_of_stories(
    plan: LoadedPlan,
    name: str,
    found: Iterable[tuple[K, Story, Sentence, str]],
    lang: Language,
    *,
    folder: Path | None = None,
) -> dict[K, str]:
    """For each story the text of a scenario that shows it, which is written to a folder too where one is named.

    A story stands between the key that its text is found by and why there is such a scenario; last, what its file is
    named after. `plan` is the one that gives the answers, `name` the id or path a user gave for it. Raises
    `ProblemsError` where a file is there already, or cannot be written.
    """
    texts: dict[K, str] = {}
    for key, story, because, title in found:
        texts[key] = story_text(plan, name, story, because, lang=lang)
        if folder is not None:
            save(folder, title, story_text(plan, name, story, because, file=folder / "story.yaml", lang=lang))
    return texts


def stories_of_findings(
    plan: LoadedPlan, name: str, report: CheckReport, lang: Language, *, folder: Path | None = None
) -> dict[int, str]:
    """The scenarios of what a check found, by its place among the results; as `scenarios_of_stories`."""
    found = (
        (
            index,
            each.story,
            Sentence("of-value", name=about(each.kind, each.subject), said=each.note or Sentence("found-by-check")),
            f"{each.kind} {each.subject}",
        )
        for index, each in enumerate(report.results)
        if each.story is not None and each.grade == "finding"
    )
    return scenarios_of_stories(plan, name, found, lang, folder=folder)


def save(folder: Path, name: str, text: str) -> Path:
    """Write a scenario file that is not there yet. Raises `ProblemsError` where it is, or cannot be written."""
    path = folder / f"{slug(name)}.yaml"
    if is_there(path):
        sentence = Sentence("file-is-there", file=quote(str(path), limit=4096))
        raise ProblemsError([Problem(None, sentence, Sentence("move-or-another-folder"))])
    make_folder(folder)
    write_file(path, text.encode())
    return path
