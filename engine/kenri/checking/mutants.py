"""Plans that differ from a plan by one slip, to see whether its scenarios would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kenri.checking.rewriting import Path, Rewrite, rewrites
from kenri.loader.decode import is_well_formed
from kenri.model.expressions import Node
from kenri.model.plan import Plan, Reading, Rule

REWRITTEN = ("calendars", "terms", "hours", "dates", "states", "amounts", "rules", "duties", "effects", "figures")
"""Sections whose entries are rewritten inside."""

DROPPED = ("rules", "duties", "effects")
"""Sections whose entries are also left out one by one; a name or a figure that others use cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A plan with one slip: in which document, entry and place it is, and what was changed."""

    document: str
    section: str
    name: str
    path: Path
    change: str
    plan: Plan

    @property
    def id(self) -> str:
        """The same for the same slip in every plan that inherits the entry."""
        place = ".".join(map(str, (self.section, self.name, *self.path)))
        return f"{self.document}: {place}: {self.change}"


def mutants(plan: Plan) -> Iterator[Mutant]:
    """Every plan that differs by one slip from this one, entry by entry."""
    for section in REWRITTEN:
        for name, item in getattr(plan, section).items():
            for path, change, result in _well_formed(item):
                yield _mutant(plan, section, name, path, change, result)
            if section in DROPPED:
                yield _mutant(plan, section, name, (), "left out", None)
            if isinstance(item, Rule):
                yield from _inverted(plan, name, item)
    for path, change, result in _well_formed(plan.counting):
        counted = replace(plan, counting=result)
        yield Mutant(document=plan.id, section="counting", name="counting", path=path, change=change, plan=counted)
    for name, reading in plan.readings.items():
        yield from _other_defaults(plan, name, reading)


def _well_formed(item: Node) -> Iterator[Rewrite]:
    """The slips that could stand in a file: one that no file could hold, an author would be told of."""
    return (each for each in rewrites(item) if is_well_formed(each.result))


def _inverted(plan: Plan, name: str, rule: Rule) -> Iterator[Mutant]:
    if rule.permit:
        yield _mutant(plan, "rules", name, (), "forbid for permit", replace(rule, permit=(), forbid=rule.permit))
    if rule.forbid:
        yield _mutant(plan, "rules", name, (), "permit for forbid", replace(rule, permit=rule.forbid, forbid=()))


def _other_defaults(plan: Plan, name: str, reading: Reading) -> Iterator[Mutant]:
    for option in reading.options:
        if option != reading.default:
            change = f"{option} for {reading.default}"
            yield _mutant(plan, "readings", name, ("default",), change, replace(reading, default=option))


def _mutant(plan: Plan, section: str, name: str, path: Path, change: str, result: Any) -> Mutant:
    items = dict(getattr(plan, section))
    if result is None:
        del items[name]
    else:
        items[name] = result
    sections: dict[str, Any] = {section: items}
    document = plan.origins[section, name]
    return Mutant(
        document=document, section=section, name=name, path=path, change=change, plan=replace(plan, **sections)
    )
