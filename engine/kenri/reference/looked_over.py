"""Which grants the rules of a ruling went over, and what each of them added on the asked day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from kenri.model.days import Day
from kenri.model.expressions import OverGrants
from kenri.model.numbers import UNLIMITED
from kenri.model.ruling import Exact, GrantShare, GrantsSum
from kenri.model.walk import Sort, parts
from kenri.reference.case import Case
from kenri.reference.grounds import sums
from kenri.reference.steps import Unknown, Value, exact_or_none


def looked_over(case: Case, entries: Iterable[Any], day: Day) -> tuple[GrantsSum, ...]:
    """The sums over grants that rules or figures come down to as clauses are read, as they stand on a day."""
    return tuple(_sum(case, node, day) for node in sums(case, _expressions(entries)))


def _expressions(entries: Iterable[Any]) -> Iterator[tuple[Any, Sort]]:
    for entry in entries:
        for part in parts(entry):
            if part.sort is not None:
                yield part.value, part.sort


def _sum(case: Case, node: OverGrants, day: Day) -> GrantsSum:
    there = [each for each in case.grants.contributions(case, node) if each.grant.on <= day]
    found = [(each.grant.id, each.number.on(day)) for each in there]
    shares = tuple(GrantShare(grant=grant, number=_shown(value)) for grant, value in found if value != 0)
    return GrantsSum(
        expression=node,
        value=_shown(case.grants.sum(case, node).on(day)),
        shares=shares,
        nothing=len(found) - len(shares),
    )


def _shown(value: Value) -> Exact | Literal["unlimited"] | None:
    if not isinstance(value, Unknown) and value == UNLIMITED:
        return "unlimited"
    return exact_or_none(value)
