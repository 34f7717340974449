"""The decision on NumPy's columns, by hand: from folded facts, and from tables of events."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from benchmarks.by_hand import FIRST, LAST, NEVER
from benchmarks.peers.population import (
    DIES,
    DIRECTOR,
    EPOCH,
    EVENTS,
    EXERCISES,
    INHERITS,
    LEAVES,
    TAKES,
    Folded,
    Population,
)


class Told(NamedTuple):
    """What is told of each row: the outcome, what is left, and the last day of the window."""

    yes: Any
    held: Any
    last: Any


def decided(facts: Folded) -> Any:
    """Whether each may be exercised."""
    first, last = window(facts)
    day = facts.on
    return (day >= FIRST) & (day <= LAST) & (facts.rights <= facts.held) & (day >= first) & (day <= last)


def window(facts: Folded) -> tuple[Any, Any]:
    """The days on which the asker may exercise."""
    first = np.where(facts.by_heir, facts.inherited, facts.left + 1)
    last = np.minimum(facts.left + 10, facts.died)
    heirs = np.flatnonzero(facts.by_heir)
    last[heirs] = six_months_after(facts.inherited[heirs])
    return first, last


def six_months_after(day: Any) -> Any:
    """The last of the six months that begin the day after, as the Civil Code counts them."""
    begins = (np.minimum(day, LAST + 1) + 1 - EPOCH).astype("M8[D]")
    month = begins.astype("M8[M]")
    ends = np.minimum(
        (month + np.timedelta64(6, "M")).astype("M8[D]") + (begins - month),
        (month + np.timedelta64(7, "M")).astype("M8[D]"),
    ) - np.timedelta64(1, "D")
    return (ends.astype(np.int64) + EPOCH).astype(np.int32)


def fold(people: Population) -> Folded:
    """What the events come to."""
    rows = people.rows
    is_director, is_officer = np.ones(rows, bool), np.zeros(rows, bool)
    left, died, inherited = (np.full(rows, NEVER, np.int32) for _ in range(3))
    held = people.granted.astype(np.int32)
    for at in range(EVENTS):
        kind, day = people.kinds[:, at], people.days[:, at]
        of_director = people.positions[:, at] == DIRECTOR
        takes, leaves = kind == TAKES, kind == LEAVES
        is_director = (is_director | (takes & of_director)) & ~(leaves & of_director)
        is_officer = (is_officer | (takes & ~of_director)) & ~(leaves & ~of_director)
        ends = leaves & ~is_director & ~is_officer & (left == NEVER) & (died == NEVER)
        left[ends] = day[ends]
        for what, when in ((DIES, died), (INHERITS, inherited)):
            here = (kind == what) & (when == NEVER)
            when[here] = day[here]
        held -= np.where(kind == EXERCISES, people.numbers[:, at], 0).astype(np.int32)
    return Folded(left, died, inherited, held, people.on, people.rights, people.by_heir)


def answered(people: Population) -> Told:
    """The answers from tables of events."""
    facts = fold(people)
    return Told(decided(facts), facts.held, window(facts)[1])
