"""*Import*: a form, what files would change, and what they changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.contracts.register_data import changes_data
from kenri.faces.registers.entry_words import entry_words
from kenri.faces.serving.answered import Answered, html_answer, status_of
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.page_forms import carried
from kenri.faces.serving.writes import apply_files, brought_in
from kenri.model.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from kenri.faces.pages.imports import ImportFacts, PlacedProblem

__all__ = ["applied_page", "apply_from_page", "empty_page", "preview_page"]

_MOST_CARRIED = 8 << 20
"""Bytes of files that a page brings back by itself: of more it asks again."""


def empty_page(asked: Asked) -> Answered:
    """The form in which files are chosen."""
    return _answered(asked, _facts(asked, {}))


def preview_page(asked: Asked, *, is_moved: bool = False) -> Answered:
    """What files would change as the register is now, or what is wrong with them."""
    head = _head(asked)
    try:
        changes, warnings = brought_in(asked, is_applied=False)
    except ProblemsError as error:
        return _refused(asked, error.problems)
    size = sum(len(each.content) for each in asked.files)
    facts = _facts(
        asked,
        {
            "told": {**changes_data(changes, warnings, asked.lang, applied=False), "known_now": asked["known_now"]},
            "problems": _placed(asked, warnings),
            "carried": carried(asked.files) if size <= _MOST_CARRIED else None,
            "head": head,
            "once": str(uuid4()),
            "of_files": _digest(asked),
            "words": entry_words(asked.register, asked.lang),
            "is_moved": is_moved,
        },
    )
    return _answered(asked, facts, 412 if is_moved else 200)


def apply_from_page(asked: Asked) -> Any:
    """As `kenri register import --apply`: what is written, as it is kept for who asks again."""
    return apply_files(asked)


def applied_page(asked: Asked, write: Callable[[], Answered]) -> Answered:
    """What was written; where something else was recorded since it was looked at, what it would change now.

    A form that does not say which changes of which files were looked at writes nothing.
    """
    if asked.held_to is None or asked["of_files"] != _digest(asked):
        return preview_page(asked)
    try:
        told = json.loads(write().body)
    except ProblemsError as error:
        if any(each.code == "register-moved" for each in error.problems):
            return preview_page(asked, is_moved=True)
        return _refused(asked, error.problems)
    return _answered(asked, _facts(asked, {"told": told, "words": entry_words(asked.register, asked.lang)}))


def _refused(asked: Asked, problems: Sequence[Problem]) -> Answered:
    """The form again, with everything that is wrong where it stands."""
    answered = _answered(asked, _facts(asked, {"problems": _placed(asked, problems)}), max(map(status_of, problems)))
    return replace(answered, codes=tuple(dict.fromkeys(each.code for each in problems)))


def _facts(asked: Asked, told: Mapping[str, Any]) -> ImportFacts:
    from kenri.faces.pages.imports import ImportFacts

    return ImportFacts(
        plans=[*asked.register.plans()],
        asked={name: asked[name] for name in ("plan", "known_now") if name in asked.values},
        files=[(each.part, each.name, len(each.content)) for each in asked.files],
        **told,
    )


def _placed(asked: Asked, problems: Sequence[Problem]) -> list[PlacedProblem]:
    from kenri.faces.inputs.problems_in_files import problems_in_files
    from kenri.faces.pages.imports import PlacedProblem
    from kenri.importing.sheet_cell import column_letters

    plans = {id_: asked.register.plan(id_).plan for id_ in asked.register.plans()}
    files = [Path(each.name) for each in asked.files]
    mapping = next((Path(each.name) for each in asked.files if each.part == "mapping"), None)
    found = problems_in_files(problems, files, plans, mapping)
    return [
        PlacedProblem(
            data=data,
            where=each.where,
            file=each.file,
            sheet=each.sheet,
            row=each.row,
            column=each.column,
            columns=[(at, column_letters(at)) for at in each.around.columns] if each.around else (),
            headings=each.around.headings if each.around else (),
            rows=each.around.rows if each.around else (),
            lines=each.lines,
        )
        for each, data in zip(found, problems_data(problems, asked.lang), strict=True)
    ]


def _digest(asked: Asked) -> str:
    """A hash of all files, by which it is known whether they are those that were looked at."""
    found = sha256()
    for each in sorted(asked.files, key=lambda each: (each.part, each.name)):
        for part in (each.part.encode(), each.name.encode(), each.content):
            found.update(sha256(part).digest())
    return found.hexdigest()


def _head(asked: Asked) -> str:
    with asked.register.reading() as ledger:
        return f"{ledger.sequence}:{ledger.head}"


def _answered(asked: Asked, facts: ImportFacts, status: int = 200) -> Answered:
    from kenri.faces.pages.imports import import_page
    from kenri.faces.serving.pages_served import frame_of

    lives = {each["life"] for each in facts.told["changes"]} if facts.told else ()
    frame = frame_of(asked, lives)
    frame = replace(frame, address=frame.link("/import"))  # what was sent to this page cannot be asked for again
    return html_answer(import_page(frame, facts), status)
