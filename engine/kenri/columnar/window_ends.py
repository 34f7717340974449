"""The windows that open and close in a span of days, told from the columns of rows of one shape: for whom, how many, by
which rule, and whether clauses read otherwise make another window.

What forms do not know, they do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from kenri.compiled.columns import ReadingForm, Ways
from kenri.compiled.roots import NOBODY_PERMITS
from kenri.model.combinations import MOST_COMBINATIONS
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.known_quiet import KnownEnd
from kenri.model.ruling import Most

__all__ = ["window_ends"]

Ends: TypeAlias = tuple[KnownEnd, ...]


def window_ends(
    form: ReadingForm, values: Sequence[Any], rows: int, span: tuple[Day, Day], rules: Sequence[str]
) -> Iterator[Ends | None]:
    """For each row the ends of windows in the span, both ends included; None where they are not known, or numbers
    change. `rules` are the names of the rules of the plan in their order.
    """
    # Of more ways than it looks at, the reference does not say that a window is settled.
    is_beyond = prod(len(options) + 1 for options in form.choices.values()) > MOST_COMBINATIONS
    turns = [name.removeprefix("turn ") for name in form.names if name.startswith("turn ")]
    are_whole = all(form.program.denominators[form.names[f"most {place}"]] == 1 for place in turns)
    for number, told in form(values, rows):
        if told is None or is_beyond or not are_whole:
            yield from [None] * number
            continue
        several = [_Way.of(told, chosen, turns, number) for chosen in _ways(told)]
        known = np.logical_and.reduce([way.is_known for way in several])
        for row in range(number):
            yield _ends(several, row, span, rules) if known[row] else None


def _ways(told: Mapping[str, Ways]) -> list[tuple[int, ...]]:
    """Which columns values are, for each way to read clauses in which some is another one: the chosen way first."""
    places = np.broadcast_arrays(*(each.place for each in told.values()))
    flat = np.stack([each.reshape(-1) for each in places], axis=1)
    return [*dict.fromkeys(map(tuple, flat.tolist()))]


class _Way(NamedTuple):
    """All rows as clauses are read in one way: a column for each day on which something may turn."""

    is_known: Any
    days: Any
    most: Any
    permits: Any

    @classmethod
    def of(cls, told: Mapping[str, Ways], chosen: tuple[int, ...], turns: Sequence[str], rows: int) -> _Way:
        """The values of a way, by which columns they are."""
        column = {
            name: np.broadcast_to(each.columns[place], (rows,))
            for (name, each), place in zip(told.items(), chosen, strict=True)
        }
        most = [
            np.where(
                column[f"yes {at}"], np.where(column[f"unlimited {at}"], _UNLIMITED, column[f"most {at}"]), _DENIED
            )
            for at in turns
        ]
        days, permits = ([column[f"{of} {at}"] for at in turns] for of in ("turn", "permit"))
        return cls(column["is_known"], *(np.stack(each, axis=1) for each in (days, most, permits)))

    def windows(self, row: int) -> list[_Window]:
        """The windows of a row, in the order of days."""
        days, most, permits = (each[row].tolist() for each in (self.days, self.most, self.permits))
        there = {day: (number, permit) for day, number, permit in zip(days, most, permits, strict=True)}
        found: list[_Window] = []
        window: _Window | None = None
        for day in sorted(each for each in there if FIRST_DAY <= each < NEVER):
            number, permit = there[day]
            if number == _DENIED:
                if window is not None:
                    found.append(window._replace(until=day))
                window = None
            elif window is None:
                window = _Window(day, NEVER, ((day, number),), permit, permit)
            else:
                steps = window.steps
                if steps[-1][1] != number:
                    steps = (*steps, (day, number))
                window = window._replace(steps=steps, closing=permit)
        return found if window is None else [*found, window]


_DENIED: Final = -1
_UNLIMITED: Final = -2


class _Window(NamedTuple):
    """Days [first, until) on which the action is allowed, from which day on how many at most, and the places of the
    permits that hold as it opens and as it closes.
    """

    first: Day
    until: Day
    steps: tuple[tuple[Day, int], ...]
    opening: int
    closing: int

    @property
    def told(self) -> tuple[Any, ...]:
        """What is told of it."""
        return self.first, self.until, self.steps


def _ends(ways: Sequence[_Way], row: int, span: tuple[Day, Day], rules: Sequence[str]) -> Ends | None:
    chosen, *others = (way.windows(row) for way in ways)
    found: list[KnownEnd] = []
    for each in chosen:
        opens, closes = span[0] <= each.first <= span[1] and each.first > FIRST_DAY, span[0] < each.until <= span[1] + 1
        if any(span[0] <= day <= span[1] for day, _ in each.steps[1:]):
            return None
        if not (opens or closes):
            continue
        if NOBODY_PERMITS in (each.opening, each.closing):
            return None
        is_settled = all(_sharing(windows, each) == [each.told] for windows in others)
        if opens:
            until = each.until - 1 if each.until < NEVER else None
            number, rule = _most(each.steps[0][1]), rules[each.opening]
            found.append(KnownEnd("opens", each.first, number, rule, until, is_settled))
        if closes:
            number, rule = _most(each.steps[-1][1]), rules[each.closing]
            found.append(KnownEnd("closes", each.until - 1, number, rule, None, is_settled))
    return tuple(found)


def _sharing(windows: Sequence[_Window], window: _Window) -> list[tuple[Any, ...]]:
    """The windows that share a day with one."""
    return [each.told for each in windows if each.first < window.until and window.first < each.until]


def _most(number: int) -> Most:
    return "unlimited" if number == _UNLIMITED else number
