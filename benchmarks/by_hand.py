"""The decision of the 5th series as a programmer would write it by hand: fast, and only the plain case.

It knows the exercise period, the ten days after the last position is lost, death and the one heir's six months, whole
rights and what is left; no readings, no reasons, no windows. It is what the evaluator's speed is measured against.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kenri.model.periods import add_months

FIRST = date(2015, 7, 14).toordinal()
LAST = date(2045, 7, 13).toordinal()
NEVER = date.max.toordinal() + 1


class Facts(NamedTuple):
    """What the events of a life come to."""

    left: int
    died: int
    inherited: int
    held: int


def decide(facts: Facts, day: int, number: int, *, is_heir: bool) -> tuple[bool, str]:
    """Whether a number of rights may be exercised on a day, and the rule that decides."""
    if not FIRST <= day <= LAST:
        return False, "exercise-period"
    if number != int(number):
        return False, "whole-rights"
    if number > facts.held:
        return False, "within-what-is-held"
    if is_heir:
        if facts.inherited <= day <= add_months(facts.inherited, 6, "month-end"):
            return True, "six-months-for-the-heir"
        return False, "six-months-for-the-heir"
    if day > facts.died:
        return False, "ten-days-after-leaving"
    if facts.left < day <= facts.left + 10:
        return True, "ten-days-after-leaving"
    return False, "ten-days-after-leaving"


def fold(events: list[tuple[int, str, str, int]], granted: int) -> Facts:
    """What (day, kind, position, number) events, in the order of their days, come to for a director."""
    positions = {"director"}
    left = died = inherited = NEVER
    held = granted
    for day, kind, position, number in events:
        if kind == "takes_position":
            positions.add(position)
        elif kind == "leaves_position":
            positions.discard(position)
            if not positions and left == NEVER and died == NEVER:
                left = day
        elif kind == "dies" and died == NEVER:
            died = day
        elif kind == "inherits" and inherited == NEVER:
            inherited = day
        elif kind == "exercises":
            held -= number
    return Facts(left, died, inherited, held)
