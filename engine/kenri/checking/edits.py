"""What is written otherwise in one plan than in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from kenri.api import LoadedPlan
from kenri.model.plan import SECTIONS

Edit: TypeAlias = tuple[str, str, str]
"""A section of the plan, the name of an entry, and whether it was added, removed or changed."""


def edits(before: LoadedPlan, after: LoadedPlan) -> Iterator[Edit]:
    """The entries that are not written the same in both plans."""
    for section in SECTIONS:
        old: Mapping[str, Any] = getattr(before.plan, section)
        new: Mapping[str, Any] = getattr(after.plan, section)
        for name in [*old, *(name for name in new if name not in old)]:
            if name not in new:
                yield section, name, "removed"
            elif name not in old:
                yield section, name, "added"
            elif old[name] != new[name]:
                yield section, name, "changed"
