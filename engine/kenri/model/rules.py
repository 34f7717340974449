"""What a rule does, with the actions it does it to."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.model.plan import Rule
from kenri.model.ruling import Verdict


def verbs(rule: Rule) -> Iterator[tuple[Verdict, tuple[str, ...]]]:
    """What a rule does, with the actions it does it to."""
    if rule.permit:
        yield "permit", rule.permit
    if rule.forbid:
        yield "forbid", rule.forbid
    if rule.limit:
        yield "limit", rule.limit
