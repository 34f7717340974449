"""What a rule does, with the actions it does it to."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.model.plan import Rule
from kenri.model.ruling import Verdict
from kenri.model.several import several


def verbs(rule: Rule) -> Iterator[tuple[Verdict, tuple[str, ...]]]:
    """What a rule does, with the actions it does it to."""
    if rule.permit is not None:
        yield "permit", several(rule.permit)
    if rule.forbid is not None:
        yield "forbid", several(rule.forbid)
    if rule.limit is not None:
        yield "limit", several(rule.limit)
