"""What if: a recorded life with further events, told in a phrase or as data, or several such lives from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from kenri.asking.askable import AskablePlan
from kenri.loader.documents import Path
from kenri.loader.lives import before_their_cause, events_after, events_of, of_another_plan
from kenri.loader.tree import Tree, read
from kenri.model.life import Life
from kenri.model.plan import Plan
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean
from kenri.simulation.phrases import Phrases

_TOP = ("plan", "title", "branches")


def branch(plan: AskablePlan, life: Life | Mapping[str, Any], *happenings: str | Mapping[str, Any]) -> Life:
    """The life with further events recorded after the others, in the order given: phrases, or data as in a life file.

    Raises `ProblemsError` with everything that is wrong with them; the life given is never changed.
    """
    report = Report()
    grown = _grown(plan.plan, plan.life(life), happenings, report)
    report.raise_if_any()
    return grown


def branches(plan: AskablePlan, life: Life, phrases: Iterable[str], files: Iterable[FilePath | str]) -> dict[str, Life]:
    """A branch for each text of phrases, named by it, and for each that a file names.

    Raises `ProblemsError` with everything that is wrong in any of them.
    """
    report = Report()
    found: dict[str, Life] = {}
    for text in phrases:
        if text in found:
            report.add(Problem(None, Sentence("branch-given-twice", text=quote(text))))
        found[text] = _grown(plan.plan, life, (text,), report)
    for path in files:
        for tree in read(FilePath(path), report=report):
            _of_tree(plan.plan, life, tree, found, report)
    report.raise_if_any()
    return found


def _grown(plan: Plan, life: Life, happenings: Iterable[str | Mapping[str, Any]], report: Report) -> Life:
    for happening in happenings:
        if isinstance(happening, str):
            life = _told(plan, life, Phrases(happening, plan, life, report), report)
        else:
            life = life.with_events(*events_of((happening,), life, plan, report))
    return _checked(plan, life, report)


def _told(plan: Plan, life: Life, phrases: Phrases, report: Report) -> Life:
    return life.with_events(*events_after(phrases, life, plan, report)) if phrases.is_read else life


def _checked(plan: Plan, life: Life, report: Report) -> Life:
    if not report.errors:
        for problem in before_their_cause(life, plan):
            report.add(problem)
    return life


# --- files


@dataclass(frozen=True, slots=True)
class _OneEvent:
    """An event at a path of a tree, as a list of events of its own."""

    tree: Tree
    at: Path

    @property
    def value(self) -> dict[str, Any]:
        found: Any = self.tree.value
        for step in self.at:
            found = found[step]
        return {"events": [found]}

    def place(self, path: Path = (), key: bool = False) -> Place:
        return self.tree.place((*self.at, *path[2:]), key=key)

    def is_refused(self, path: Path = (), /) -> bool:
        return self.tree.is_refused((*self.at, *path[2:]))


def _of_tree(plan: Plan, life: Life, tree: Tree, found: dict[str, Life], report: Report) -> None:
    data = tree.value
    told = data.get("branches") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(told, dict) or not told:
        report.add(Problem(tree.place(), Sentence("no-branches")))
        return
    for key in data:
        if key not in _TOP:
            sentence = Sentence("no-part-of-branches", key=quote(key))
            report.add(Problem(tree.place((key,), key=True), sentence, did_you_mean(key, _TOP)))
    if (other := of_another_plan(data, plan)) is not None:
        report.add(Problem(tree.place(("plan",)), other))
    for name, happenings in told.items():
        path = ("branches", name)
        if name in found:
            report.add(Problem(tree.place(path, key=True), Sentence("same-branch", name=quote(name))))
        elif not isinstance(happenings, list):
            report.add(Problem(tree.place(path), Sentence("branch-is-list")))
        else:
            found[name] = _listed(plan, life, tree, path, happenings, report)


def _listed(plan: Plan, life: Life, tree: Tree, path: Path, happenings: list[Any], report: Report) -> Life:
    for index, happening in enumerate(happenings):
        at = (*path, index)
        if isinstance(happening, str):
            life = _told(plan, life, Phrases(happening, plan, life, report, base=tree.place(at)), report)
        else:
            life = life.with_events(*events_after(_OneEvent(tree, at), life, plan, report))
    return _checked(plan, life, report)
