"""One check of a small plan by itself, without the others that a whole check makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from kenri.checking.check_context import CheckContext
from kenri.checking.grant_day import framed
from kenri.checking.verdict import Result
from kenri.terms import afresh
from tests.checking.small_plan import loaded

HEAD = """\
plan: acme/parts
extends: vocabulary/equity
zone: UTC
events:
  leaves: {personal: true, once: true}
  returns: {personal: true}
balances: {forfeited: {lapse: true}}
readings: {strict: {question: Is it?, options: {no: it is not, yes: it is}, default: no, clause: c9}}
terms: {period: {clause: c1, first: 2024-01-01, last: 2030-12-31}}
dates: {leaving: {is: {first: {event: leaves, who: grantee}}}}
"""
"""Words for plans of a few rules. The vocabulary has an exercise of rights, and a limit to what is held."""

Part: TypeAlias = Callable[..., Iterator[Result]]


def context_of(folder: Path, rest: str) -> CheckContext:
    """All lives of a plan: the head and the rest, or the rest alone where it is a whole plan."""
    plan = loaded(folder, rest if rest.startswith("plan:") else HEAD + rest)
    return CheckContext(plan, framed(plan, ()))


def results(folder: Path, rest: str, part: Part, *about: Any) -> dict[str, Result]:
    """What one part of a check finds in such a plan: of rules by the kinds of the findings, else by their subjects."""
    with afresh():
        found = list(part(context_of(folder, rest), *about))
    by_kind: dict[str, Result] = {each.kind: each for each in found}
    return by_kind if len(by_kind) == len(found) > 1 else {each.subject: each for each in found}


def result(folder: Path, rest: str, part: Part, *about: Any) -> Result:
    """The one thing it finds."""
    (found,) = results(folder, rest, part, *about).values()
    return found
