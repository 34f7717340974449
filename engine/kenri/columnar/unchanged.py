"""In which rows all answers stay as they are when something is otherwise, told from their columns: no window has other
days or numbers, and rights move on the same days, whenever.

What forms do not know, they do not say: it may be that nothing changes in other rows too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from math import lcm
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from kenri.asking.askable import AskablePlan
from kenri.columnar.alike import Example, Group, OpenColumns, groups, key_of, learnt, reach_of
from kenri.columnar.asked_about import asked_about
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools, Ints, packed
from kenri.columnar.question_example import question_example
from kenri.columnar.rows import Rows
from kenri.compiled.column_forms import ToldOnce
from kenri.compiled.columns import ColumnForm
from kenri.compiled.roots import BY_ITSELF
from kenri.compiled.shape import Shape
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.kept import Kept

__all__ = ["LookedAtBy", "Unchanged"]

_EXAMPLES: Final = 2_000
"""How many examples are kept of each side."""

_WORTH_IT = 200
"""So many rows about one action have to have a shape before forms are made, which may take seconds: as long as the
reference takes for them."""

_MOST: Final = 2**62
"""Numbers are told apart below this."""


class LookedAtBy(NamedTuple):
    """How lives are looked at: by which plan, and by which chosen readings of it."""

    plan: AskablePlan
    readings: Mapping[str, str]

    @property
    def can_tell(self) -> bool:
        """Whether columns tell of this plan: not of hours of the day, duties, or the rights of several holders."""
        is_about_all = any(action.about == "company" for action in self.plan.plan.actions.values())
        return not (self.plan.has_hours or self.plan.plan.duties or is_about_all)


class Unchanged:
    """What is known of blocks of lives of which each is looked at in two ways, before and after something changes."""

    def __init__(self, before: LookedAtBy, after: LookedAtBy, day: Day) -> None:
        """`day` is one of the calendar on which somebody asks."""
        self._sides = _Side(before, day), _Side(after, day)
        self._actions = [*after.plan.plan.actions]
        self.can_tell = before.can_tell and after.can_tell and self._actions == [*before.plan.plan.actions]
        """Whether columns tell anything: of plans with the same actions."""
        self._moves = any(side.plan.plan.effects for side in (before, after))

    def told(self, before: Rows, after: Rows, places: Sequence[tuple[int, int]]) -> Bools:
        """Of which lives it is known that nothing changes; `places` are where each stands before, and after.

        A life has after what it had before among its events, in the same order, and before any other.
        """
        none: Bools = np.zeros(len(places), bool)
        if not self.can_tell or not places:
            return none
        blocks = _lives(before, after, np.array(places, np.int64))
        found = ~none
        pairs, of = _together(blocks, found, with_parties=True)
        for action in self._actions:
            is_same = self._of_all(pairs, len(of), action, "windows")
            found[of[~is_same]] = False
            if not found.any():
                return found
        if self._moves:
            pairs, of = _together(blocks, found, with_parties=False)
            is_same = self._of_all(pairs, len(of), self._actions[0], "each movement")
            found[of[~is_same]] = False
        return found

    def _of_all(self, pairs: _Pairs, count: int, action: str, told: ToldOnce) -> Bools:
        """Of which questions, each in two rows, something is known to be the same."""
        found: Bools = np.zeros(count, bool)
        parts, place = [], []
        for side, (rows, at) in zip(self._sides, pairs, strict=True):
            several = [*side.parts(rows, action, told)]
            part, where = np.full(len(rows), -1), np.zeros(len(rows), np.int64)
            for number, each in enumerate(several):
                part[each.rows], where[each.rows] = number, np.arange(len(each.rows))
            parts.append(several)
            place.append((part[at], where[at]))
        (one, _), (other, _) = place
        left = np.flatnonzero((one >= 0) & (other >= 0))
        if not len(left):
            return found
        code = packed([one[left], other[left]], len(left))
        order = np.argsort(code, kind="stable")
        for some in np.split(left[order], np.cumsum(np.bincount(code))[:-1]):
            mine, theirs = (
                parts[side][int(place[side][0][some[0]])].of(place[side][1][some]) for side in range(len(parts))
            )
            found[some] = mine.are_in_order & theirs.are_in_order & _same(mine, theirs, told)
        return found


_Pairs: TypeAlias = Sequence[tuple[Rows, Ints]]
"""The rows of both sides, and where in each the questions stand that stand in the other too."""


def _lives(before: Rows, after: Rows, places: Ints) -> tuple[Rows, Rows]:
    """The lives at some places before and after; what is one block stays one."""
    found = [_some(rows, at) for rows, at in ((before, places[:, 0]), (after, places[:, 1]))]
    return found[0], found[0] if before is after else found[1]


def _some(rows: Rows, at: Ints) -> Rows:
    if np.array_equal(at, np.arange(len(rows))):
        return rows
    return Rows(rows.columns.take(pa.array(at)), rows.layout, rows.file, rows.first)


def _together(blocks: tuple[Rows, Rows], found: Bools, *, with_parties: bool) -> tuple[_Pairs, Ints]:
    """The questions of lives about which the same is asked on both sides, and of which life each is; of the other lives
    nothing is known.
    """
    before, after = blocks
    one, of_one = asked_about(before, with_parties=with_parties)
    other, of_other = (one, of_one) if after is before else asked_about(after, with_parties=with_parties)
    if one is other:
        own: Ints = np.flatnonzero(found[of_one])
        return [(one, own), (one, own)], of_one[own]
    keys = [_keys(rows) for rows in (one, other)]
    if keys[0] == keys[1] and np.array_equal(of_one, of_other):
        places: Ints = np.flatnonzero(found[of_one])
        return [(one, places), (other, places)], of_one[places]
    firsts = [np.searchsorted(of, np.arange(len(found) + 1)).tolist() for of in (of_one, of_other)]
    mine: list[int] = []
    theirs: list[int] = []
    for life in np.flatnonzero(found).tolist():
        (a, b), (c, d) = (first[life : life + 2] for first in firsts)
        if keys[0][a:b] == keys[1][c:d]:
            mine += range(a, b)
            theirs += range(c, d)
        else:
            found[life] = False
    places, others = np.array(mine, np.int64), np.array(theirs, np.int64)
    return [(one, places), (other, others)], of_one[places]


def _keys(rows: Rows) -> list[tuple[Any, ...]]:
    names = [name for name in ("by", "grant") if name in rows.columns.schema.names]
    return [*zip(*(rows.columns.column(name).to_pylist() for name in names), strict=True)]


class _Part(NamedTuple):
    """Rows of one shape: the form of the shape, the values that it takes, and what is known of them."""

    rows: Ints
    form: ColumnForm
    values: Sequence[Any]
    are_in_order: Bools
    """In which of them events of one day come in the order of the shape."""
    slots: Ints
    """For each event of the shape and each row, its place among the events of its life."""
    plan: AskablePlan

    def of(self, some: Ints) -> _Part:
        """Some of them, by their places."""
        values = [each if each.shape == (1,) else each[some] for each in self.values]
        own = self.rows[some], self.are_in_order[some], self.slots[:, some]
        return self._replace(rows=own[0], are_in_order=own[1], slots=own[2], values=values)

    def is_surely_as(self, other: _Part) -> bool:
        """Whether forms are the same function of the same values: what one of them knows the other one knows too."""
        if self.plan.plan.effects != other.plan.plan.effects or not self.form.is_the_same(other.form):
            return False
        return np.array_equal(self.slots, other.slots) and all(map(_are_same, self.values[1:], other.values[1:]))

    @property
    def answers(self) -> Mapping[str, Any]:
        """What the form says of each row, by its names."""
        found = self.form(self.values, len(self.rows))
        return {
            name: np.broadcast_to(each, (len(self.rows),)) for name, each in zip(self.form.names, found, strict=True)
        }


def _same(one: _Part, other: _Part, told: ToldOnce) -> Bools:
    """In which rows something is known to be the same."""
    if one.is_surely_as(other):
        found: Bools = one.answers["is_known"]
        return found
    return _same_windows(one, other) if told == "windows" else _same_movements(one, other)


def _are_same(one: Any, other: Any) -> bool:
    return one.shape == other.shape and np.array_equal(one, other)


class _Side:
    """Lives as they are looked at in one way."""

    def __init__(self, by: LookedAtBy, day: Day) -> None:
        self._by = by
        self._day = day
        self._examples = Kept[tuple[Any, ...], Example](_EXAMPLES)
        self._seen = Kept[tuple[Shape, ToldOnce], int](_EXAMPLES)

    @cached_property
    def _words(self) -> Mapping[str, KnownWords]:
        plan = self._by.plan
        return {
            action: KnownWords(Layout(plan.plan, action), plan.column_forms.looked_at) for action in plan.plan.actions
        }

    def parts(self, rows: Rows, action: str, told: ToldOnce) -> Iterator[_Part]:
        """The rows for whose shapes there is a form."""
        try:
            coded = Coded(rows, self._words[action], several=True)
        except NotColumnsError:
            return
        for group in groups(coded, np.ones(len(rows), bool)):
            key = (action, str(rows.columns.schema), *key_of(coded, group))
            read = partial(
                question_example, self._by.plan, rows, coded, group, action, day=self._day, readings=self._by.readings
            )
            example = learnt(self._examples, key, read)
            part = None if example is None else self._part(coded, group, example, told)
            if part is not None:
                yield part

    def _part(self, coded: Coded, group: Group, example: Example, told: ToldOnce) -> _Part | None:
        columns, shape = OpenColumns(coded, group, example), example.shaped.shape
        seen = self._seen[shape, told] = self._seen.get((shape, told), 0) + len(group.rows)
        values = columns.all
        values[0] = np.array([self._day])
        reach = reach_of(example.shaped.sorts, values)
        if seen < _WORTH_IT or reach is None:
            return None
        form = self._by.plan.column_forms.form(shape, told, *reach)
        if form is None:
            return None
        events = [example.position[place] for of, place, _ in example.shaped.places if of == "event-day"]
        items = coded.events.starts[group.rows][None, :] + np.array(events, np.int64)[:, None]
        slots = group.of.order[items].astype(np.int64) if events else np.zeros((0, len(group.rows)), np.int64)
        return _Part(group.rows, form, values, columns.are_in_order, slots, self._by.plan)


# --- windows

_DENIED, _UNLIMITED = -1, -2
"""Stand for the largest number where nothing is allowed, and where there is no limit."""


def _same_windows(one: _Part, other: _Part) -> Bools:
    """In which rows the largest number is known to be the same on every day."""
    sides = [(each, each.answers) for each in (one, other)]
    scale = _scale(sides, "most ")
    is_known: Bools = np.ones(len(one.rows), bool)
    days, values = [], []
    for part, answers in sides:
        is_known &= answers["is_known"]
        turns, numbers = [], []
        for place in part.form.after("turn "):
            turn, (number, fits) = answers[f"turn {place}"], _scaled(part, answers, f"most {place}", scale)
            yes, is_unlimited = answers[f"yes {place}"], answers[f"unlimited {place}"]
            is_known &= fits | ~yes | is_unlimited
            turns.append(turn)
            numbers.append(np.where(yes, np.where(is_unlimited, _UNLIMITED, number), _DENIED))
        turned, said = np.stack(turns, axis=1), np.stack(numbers, axis=1)
        out = (turned < FIRST_DAY) | (turned >= NEVER)  # there are no such days: the first is told once more
        days.append(np.where(out, turned[:, :1], turned))
        values.append(np.where(out, said[:, :1], said))
    return is_known & _same_steps(days, values)


def _same_steps(days: Sequence[Ints], values: Sequence[Ints]) -> Bools:
    """In which rows two functions of days are the same. Each has some days, in any order, from each of which on it has
    a value until the next; the first column is the first day of all.
    """
    mine = days[0].shape[1]
    all_days, all_values = np.concatenate(days, axis=1), np.concatenate(values, axis=1)
    order = np.argsort(all_days, axis=1, kind="stable")
    all_days, all_values = (np.take_along_axis(each, order, axis=1) for each in (all_days, all_values))
    place = np.arange(all_days.shape[1])[None, :]
    last = [np.maximum.accumulate(np.where(own, place, 0), axis=1) for own in (order < mine, order >= mine)]
    a, b = (np.take_along_axis(all_values, each, axis=1) for each in last)
    is_last_of_day = np.ones(all_days.shape, bool)
    is_last_of_day[:, :-1] = all_days[:, :-1] != all_days[:, 1:]
    found: Bools = ((a == b) | ~is_last_of_day).all(axis=1)
    return found


# --- movements


def _same_movements(one: _Part, other: _Part) -> Bools:
    """In which rows the same rights are known to move on the same days, by the same effects and events."""
    sides = [(each, each.answers) for each in (one, other)]
    scale = lcm(_scale(sides, "number"), _scale(sides, "called"))
    is_known: Bools = np.ones(len(one.rows), bool)
    told: dict[tuple[Any, ...], tuple[list[_Moves], list[_Moves]]] = {}
    for side, (part, answers) in enumerate(sides):
        is_known &= answers["is_known"]
        for name in (name.removesuffix(" is") for name in answers if name.endswith(" is")):
            _, rank, effect = name.split(" ", 2)
            there = answers[f"{name} is"]
            columns = [answers[f"{name} day"]]
            for of in ("number", "called"):
                if f"{name} {of}" in answers:
                    number, fits = _scaled(part, answers, f"{name} {of}", scale)
                    is_known &= fits | ~there
                    columns.append(number)
                else:
                    columns.append(np.zeros(len(part.rows), np.int64))
            columns.append(np.full(len(part.rows), -1) if int(rank) == BY_ITSELF else part.slots[int(rank)])
            key = (effect, _said(part.plan, effect), f"{name} called" in answers)
            moves = np.where(there[:, None], np.stack(columns, axis=1), _MOST)
            told.setdefault(key, ([], []))[side].append(moves)
    is_same: Bools = np.ones(len(one.rows), bool)
    for both in told.values():
        most = max(map(len, both))
        nothing = np.full((len(one.rows), 4), _MOST)
        mine, theirs = (_sorted([*several, *[nothing] * (most - len(several))]) for several in both)
        is_same &= (mine == theirs).all(axis=(1, 2))
    return is_known & is_same


_Moves: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
"""A movement in each row: its day, how many rights, how many called for, and the place of its event."""


def _said(plan: AskablePlan, name: str) -> tuple[Any, ...]:
    """What is told of each movement of an effect."""
    effect = plan.plan.effects[name]
    return effect.clause, repr(effect.says), effect.from_, effect.to


def _sorted(several: Sequence[_Moves]) -> Any:
    """The movements of each row in one order."""
    moves = np.stack(several, axis=1)
    order = np.lexsort([moves[:, :, column] for column in range(moves.shape[2])], axis=-1)
    return np.take_along_axis(moves, order[:, :, None], axis=1)


# --- numbers


def _scale(sides: Sequence[tuple[_Part, Mapping[str, Any]]], of: str) -> int:
    """What all numbers of some names are over when they are compared."""
    return lcm(
        *(part.form.denominators[place] for part, _ in sides for name, place in part.form.names.items() if of in name)
    )


def _scaled(part: _Part, answers: Mapping[str, Any], name: str, scale: int) -> tuple[Ints, Bools]:
    """A number over a common denominator, and in which rows 64 bits hold it."""
    factor = scale // part.form.denominators[part.form.names[name]]
    number = answers[name]
    fits: Bools = np.abs(number) < _MOST // factor
    return np.where(fits, number, 0) * factor, fits
