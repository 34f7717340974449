"""kenri's compiled form of the population's shapes, on columns: what is not folded stands as it is recorded."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from benchmarks.peers.population import HEIR, Population, lives, written
from kenri import terms
from kenri.api import LoadedPlan
from kenri.compiled import roots
from kenri.compiled.shape import LookedAt, ValuePlace, shaped
from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import exact
from kenri.lowering.libraries import available
from kenri.lowering.native import kernels

DAYS = (700_000, 800_000)
WIDEST = 2**20


class Rows(NamedTuple):
    """The rows of one shape: its forms by their names, and the columns of what it leaves open."""

    forms: dict[str, Any]
    columns: list[Any]
    index: Any


def shapes(plan: LoadedPlan, people: Population) -> list[Rows]:
    """The rows by their shapes, each with its form for NumPy and, where there is a compiler, for C."""
    key = (people.kinds * 3 + people.positions) @ (15 ** np.arange(people.kinds.shape[1])) * 2 + people.by_heir
    return [_rows(plan, people, np.flatnonzero(key == each)) for each in np.unique(key)]


def decided(several: list[Rows], form: str, rows: int) -> Any:
    """Whether each row is surely allowed, shape by shape."""
    found = np.empty(rows, bool)
    for each in several:
        found[each.index] = each.forms[form](each.columns, len(each.index))[0]
    return found


def worked_out(several: list[Rows], form: str) -> None:
    """The same, but the answers are left shape by shape, as the columns are."""
    for each in several:
        each.forms[form](each.columns, len(each.index))


def _rows(plan: LoadedPlan, people: Population, index: Any) -> Rows:
    at = int(index[0])
    (events, granted, on, rights, by_heir), *_ = lives(people, range(at, at + 1))
    asked = {"on": _iso(on), "rights": rights, "by": HEIR if by_heir else None}
    question = plan.question(plan.life(written(events, granted)), "exercise", **asked)
    example = shaped(
        question.court.life,
        question.court.grant,
        question.action,
        question.asker,
        question.on,
        number=question.number,
        asked={},
        readings=question.readings,
        looked_at=LookedAt.by(plan.plan),
    )
    columns = [_column(people, index, place, own) for place, own in zip(example.places, example.values, strict=True)]
    assert all(column[0] == own for column, own in zip(columns, example.values, strict=True))
    asking = roots.ShapeQuestion(plan.plan, example.shape, plan.calendars, plan.dependence, DAYS, WIDEST)
    with terms.afresh(as_functions=True):
        found = roots.decision(asking)
        program = exact([found.of["yes"]], found.variables)
    forms: dict[str, Any] = {"on columns": Vectorised(program)}
    if available():
        forms["in C"] = kernels([program])[0]
    return Rows(forms, columns, index)


def _column(people: Population, index: Any, place: ValuePlace, own: Any) -> Any:
    tables = {"event-day": people.days, "event": people.numbers}
    rows = {"day": people.on, "number": people.rights, "granted": people.granted}
    where, number, _ = place
    if where in tables:
        return tables[where][index, number].astype(np.int32)
    return rows[where][index].astype(np.int32) if where in rows else np.array([own])


def _iso(day: int) -> Any:
    from datetime import date

    return date.fromordinal(day)
