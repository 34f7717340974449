"""A ruling with what each part of it turns on, whether it is about a time or about a day of several parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kenri.model.plan import Reading
from kenri.model.ruling import Ruling, Turn
from kenri.model.turning import Turning, all_settled
from kenri.reference.case import Case
from kenri.reference.prospects import CaseOf, Prospects
from kenri.reference.standing import Standing


def turned(
    ruling: Ruling,
    prospects: Prospects,
    declared: Mapping[str, Reading],
    *,
    case_of: CaseOf,
    moving: Callable[[Standing], Case],
    numbers_too: bool = True,
) -> Ruling:
    """A ruling with what each part of it turns on, except for its windows; without `numbers_too` its outcome alone.

    `case_of` gives the case in which the action is taken for a number of rights, `moving` the one by which rights move.
    """
    turns_on = _turns_on(ruling, prospects, declared)
    if not numbers_too:
        return replace(ruling, turns_on=turns_on, turning={"outcome": prospects.outcome})
    balances, lapsed = prospects.balances(moving)
    settling: dict[str, Turning[Any]] = {
        "outcome": prospects.outcome,
        **prospects.numbers(),
        "balances": balances,
    }
    figures = tuple(replace(each, turns=prospects.figure(each.name, case_of)) for each in ruling.figures)
    in_figures = [figure.turns for figure in figures if figure.turns is not None]
    return replace(
        ruling,
        figures=figures,
        turns_on=turns_on,
        is_settled=all_settled([*settling.values(), *in_figures]),
        turning={**settling, "lapsed_on": lapsed, **prospects.days()},
    )


def _turns_on(ruling: Ruling, prospects: Prospects, declared: Mapping[str, Reading]) -> tuple[Turn, ...]:
    """The readings that turn the outcome one by one; where only several together do, those.

    A reading that the question chooses may turn it too: who chose it will want to know.
    """
    turning = prospects.outcome
    alone = sorted({reading for way in turning.alone for reading in way.readings})
    return tuple(
        Turn(
            reading=name,
            clause=declared[name].clause,
            question=declared[name].question,
            chosen=ruling.readings[name],
            outcomes={
                option: prospects.outcome_under({**ruling.readings, name: option}) for option in declared[name].options
            },
        )
        for name in alone or turning.readings
    )


__all__ = ["turned"]
