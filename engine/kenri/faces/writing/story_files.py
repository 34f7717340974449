"""Scenario files of the stories that checks found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from kenri.api import LoadedPlan
from kenri.checking.story_text import slug, story_text
from kenri.checking.verdict import Story
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


def save(folder: Path, name: str, text: str) -> Path:
    """Write a scenario file that is not there yet. Raises `ProblemsError` where it is, or cannot be written."""
    path = folder / f"{slug(name)}.yaml"
    if is_there(path):
        sentence = Sentence("file-is-there", file=quote(str(path), limit=4096))
        raise ProblemsError([Problem(None, sentence, Sentence("move-or-another-folder"))])
    make_folder(folder)
    write_file(path, text.encode())
    return path
