"""Findings that the plan says its document means, and marks that no finding bears out any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from kenri.checking.verdict import Kind, Mark, Result
from kenri.model.plan import Plan

WHATEVER = "…"
"""Stands for every permit, where the document means that a rule cuts short whatever window is open."""


def marks(plan: Plan) -> tuple[Mark, ...]:
    """Everything that the plan says is meant, finding by finding."""
    return tuple(
        Mark(
            name=name,
            kind=cast("Kind", kind.replace("_", "-")),
            subject=_subject(kind, of),
            clause=meant.clause,
            says=meant.says,
            place=plan.places.get(("means", name)),
            is_own=plan.origins.get(("means", name)) == plan.id,
        )
        for name, meant in plan.means.items()
        for kind, of in meant.marks()
    )


def _subject(kind: str, of: tuple[str, ...]) -> str:
    """What a result is about, as its check names it."""
    first, second = (*of, "")[:2]
    match kind:
        case "contradiction":
            return f"{first} / {second}" if second else f"limits on {first}"
        case "cut_short":
            return f"{first} / {second}" if second else f"{WHATEVER} / {first}"
        case "dead_zone":
            return f"{first}: {second or 'nothing happens'}"
        case "lapse":
            return f"{first}: {second}"
        case _:
            return first


def marked(results: Sequence[Result], known: Sequence[Mark]) -> list[Result]:
    """The results, with what is refuted and meant counted as meant."""
    by_finding = {(mark.kind, mark.subject): mark for mark in known}

    def each_of(each: Result) -> Result:
        mark = next((by_finding[key] for key in _keys(each) if key in by_finding), None)
        if mark is None or each.grade != "finding":
            return each
        return replace(each, status="meant", grade="meant", mark=mark)

    return [each_of(each) for each in results]


def _keys(each: Result) -> Iterator[tuple[Kind, str]]:
    """What a mark on a result may be about: just this, or every window that the same rule cuts short."""
    yield each.kind, each.subject
    if each.kind == "cut-short":
        yield each.kind, f"{WHATEVER} / {each.subject.rpartition(' / ')[2]}"


def stale(results: Sequence[Result], known: Sequence[Mark], was_checked: Callable[[Kind, str], bool]) -> list[Mark]:
    """The marks of the plan's own that mark nothing, where what they are about was checked and nothing is open.

    What is inherited may be meant for other plans of the family.
    """
    borne_out = {key for each in results if each.grade in ("meant", "open") for key in _keys(each)}
    is_open = {each.kind for each in results if each.status == "not-checked"}
    return [
        mark
        for mark in known
        if mark.is_own
        and was_checked(mark.kind, mark.subject)
        and (mark.kind, mark.subject) not in borne_out
        and mark.kind not in is_open
    ]
