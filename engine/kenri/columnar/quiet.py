"""What comes in a span of days and what does not, told from the columns of rows: no window opens, closes or changes its
number, and no rights move by themselves; or windows open and close, and it is known which.

What forms do not know, they do not say: it may be that nothing comes in other rows too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.columnar.alike import Example, Group, OpenColumns, groups, key_of, learnt, reach_of
from kenri.columnar.asked_about import asked_about
from kenri.columnar.by_days import steady, still
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools, Ints
from kenri.columnar.moves_told import moves_told
from kenri.columnar.question_example import question_example
from kenri.columnar.rows import Rows
from kenri.columnar.window_ends import window_ends
from kenri.compiled.shape import DAYS, Shape
from kenri.model.days import Day
from kenri.model.kept import Kept
from kenri.model.known_quiet import NOT_KNOWN, About, KnownEnd, KnownMove, KnownQuiet

__all__ = ["Quiet"]

_EXAMPLES: Final = 2_000
"""How many examples of one action are kept."""

_WORTH_IT = 400
"""So many rows about one action have to have a shape before a form is made, which may take seconds: as long as the
reference takes for them."""

_WORTH_IT_ALL_WAYS = 400
"""So many rows of a shape have to have something that comes before a form is made that tells what, however clauses are
read.
"""

_MOST_DAYS: Final = 400
"""Of a longer span it is not worked out day by day."""


class Quiet:
    """What is known of blocks of lives, of one plan and one span of days, both ends included."""

    def __init__(self, plan: AskablePlan, span: tuple[Day, Day], readings: Mapping[str, str]) -> None:
        self._plan = plan
        self._first, self._last = span
        self._readings = readings
        self._examples = Kept[tuple[Any, ...], Example](_EXAMPLES)
        self._seen = Kept[Shape, int](_EXAMPLES)
        self._unsteady = Kept[Shape, int](_EXAMPLES)
        self._moving = Kept[Shape, int](_EXAMPLES)

    @property
    def can_tell(self) -> bool:
        """Whether columns tell it of this plan: not of hours of the day, or the rights of several holders."""
        is_near = self._last - self._first <= _MOST_DAYS and DAYS[0] < self._first and self._last < DAYS[1]
        is_about_all = any(action.about == "company" for action in self._plan.plan.actions.values())
        return is_near and not (self._plan.has_hours or is_about_all)

    def told(self, rows: Rows) -> list[tuple[KnownQuiet, bool]]:
        """What is known of each row of a block, and whether that is all that comes: never so where there are duties."""
        if not self.can_tell:
            return [(NOT_KNOWN, False)] * len(rows)
        asked, of = asked_about(rows, with_parties=True)
        is_all, are_still = np.ones(len(rows), bool), np.ones(len(rows), bool)
        are_quiet: Bools = np.ones(len(asked), bool)
        several: dict[str, _Told] = {}
        for action in self._plan.plan.actions:
            told = several[action] = self._of_action(asked, action)
            are_quiet &= told.are_steady
            is_all[of[~told.are_known]] = False
            are_still[of[~told.are_still]] = False
        starts = np.searchsorted(of, np.arange(len(rows) + 1)).tolist()
        names = [asked.columns.column(name) for name in ("by", "grant")]
        if self._plan.plan.duties:
            is_all[:] = False
        is_nothing = are_still & is_all
        is_nothing[of[~are_quiet]] = False
        found = []
        for row, is_none in enumerate(is_nothing.tolist()):
            if is_none:
                found.append((NOT_KNOWN, True))
                continue
            first, end = starts[row : row + 2]
            by, about = (column.slice(first, end - first).to_pylist() for column in names)
            known = _known(range(first, end), by, about, several, is_still=bool(are_still[row]))
            is_told = bool(is_all[row]) and (known.is_still or known.moves is not None)
            found.append((known, is_told and _are_in_order(known)))
        return found

    @cached_property
    def _words(self) -> Mapping[str, KnownWords]:
        plan = self._plan
        return {
            action: KnownWords(Layout(plan.plan, action), plan.column_forms.looked_at) for action in plan.plan.actions
        }

    def _of_action(self, rows: Rows, action: str) -> _Told:
        """What is known of an action in each row."""
        told = _Told(np.zeros(len(rows), bool), np.zeros(len(rows), bool), {}, {})
        try:
            coded = Coded(rows, self._words[action], several=True)
        except NotColumnsError:
            return told
        for group in groups(coded, np.ones(len(rows), bool)):
            key = (action, str(rows.columns.schema), *key_of(coded, group))
            read = partial(
                question_example, self._plan, rows, coded, group, action, day=self._first, readings=self._readings
            )
            example = learnt(self._examples, key, read)
            if example is not None:
                self._tell_of_group(told, coded, group, example)
        return told

    def _tell_of_group(self, told: _Told, coded: Coded, group: Group, example: Example) -> None:
        number = len(group.rows)
        columns = OpenColumns(coded, group, example)
        values = columns.all
        values[0] = np.array([self._first - 1, self._last + 1])
        found = reach_of(example.shaped.sorts, values)
        forms, shape = self._plan.column_forms, example.shaped.shape
        seen = self._seen[shape] = self._seen.get(shape, 0) + number
        if found is None or seen < _WORTH_IT:
            return
        numbers = forms.form(shape, "numbers", *found)
        if numbers is not None:
            is_steady = columns.are_in_order & steady(numbers, values, range(self._first - 1, self._last + 2), number)
            told.are_steady[group.rows] = is_steady
            self._tell_ends(told, group, shape, found, values, np.flatnonzero(columns.are_in_order & ~is_steady))
        if not self._plan.plan.effects:
            told.are_still[group.rows] = True
            return
        moving = forms.form(shape, "moving", *found)
        if moving is not None:
            are_still = still(moving, values, range(self._first, self._last + 1), number)
            told.are_still[group.rows] = columns.are_in_order & are_still
            if shape.asker == shape.grant.grantee:
                some = np.flatnonzero(columns.are_in_order & ~are_still)
                self._tell_moves(told, group, example, found, values, some)

    def _tell_ends(
        self, told: _Told, group: Group, shape: Shape, reach: tuple[tuple[Day, Day], int], values: list[Any], some: Ints
    ) -> None:
        """Tell what windows open and close in some of the rows of a group."""
        unsteady = self._unsteady[shape] = self._unsteady.get(shape, 0) + len(some)
        if not len(some) or unsteady < _WORTH_IT_ALL_WAYS:
            return
        form = self._plan.column_forms.windows_in_all_ways(shape, *reach)
        if form is None:
            return
        own = [np.array([self._first]), *(each if each.shape == (1,) else each[some] for each in values[1:])]
        ends = window_ends(form, own, len(some), (self._first, self._last), [*self._plan.plan.rules])
        for at, each in zip(group.rows[some].tolist(), ends, strict=True):
            if each is not None:
                told.ends[at] = each

    def _tell_moves(
        self,
        told: _Told,
        group: Group,
        example: Example,
        reach: tuple[tuple[Day, Day], int],
        values: list[Any],
        some: Ints,
    ) -> None:
        """Tell what rights move in some of the rows of a group, in which the grantee asks."""
        shape = example.shaped.shape
        moving = self._moving[shape] = self._moving.get(shape, 0) + len(some)
        if not len(some) or moving < _WORTH_IT_ALL_WAYS:
            return
        form = self._plan.column_forms.form(shape, "each movement", *reach)
        if form is None:
            return
        own = [np.array([self._first]), *(each if each.shape == (1,) else each[some] for each in values[1:])]
        moves = moves_told(form, example, own, len(some), (self._first, self._last))
        for at, each in zip(group.rows[some].tolist(), moves, strict=True):
            if each is not None:
                told.moves[at] = each


class _Told(NamedTuple):
    """What is known of an action in rows."""

    are_steady: Bools
    """In which no window opens, closes or changes."""
    are_still: Bools
    """In which no rights move by themselves."""
    ends: dict[int, tuple[KnownEnd, ...]]
    """What opens and closes, by the places of rows of which all of that is known."""
    moves: dict[int, tuple[KnownMove, ...]]
    """And what rights move by themselves, of rows in which the grantee asks and some do."""

    @property
    def are_known(self) -> Bools:
        """Of which rows it is known what opens and closes."""
        found = self.are_steady.copy()
        found[[*self.ends]] = True
        return found


def _known(
    rows: range, by: Sequence[str], about: Sequence[str], several: Mapping[str, _Told], *, is_still: bool
) -> KnownQuiet:
    """What is known of the rows of a life, each a question of somebody about a grant: grant by grant, in which each
    action in turn.
    """
    quiet: set[About] = set()
    ends: dict[About, tuple[KnownEnd, ...]] = {}
    for grant in dict.fromkeys(about):
        for action, told in several.items():
            for at, who, of in zip(rows, by, about, strict=True):
                if of == grant:
                    if told.are_steady[at]:
                        quiet.add((action, who, grant))
                    elif at in told.ends:
                        ends[action, who, grant] = told.ends[at]
    return KnownQuiet(quiet, is_still, ends, None if is_still else _moves(rows, about, several))


def _moves(
    rows: range, about: Sequence[str], several: Mapping[str, _Told]
) -> Mapping[str, tuple[KnownMove, ...]] | None:
    """What rights of each grant move, as the grantee is told who asks first, and about any action."""
    found: dict[str, tuple[KnownMove, ...]] = {}
    for grant in dict.fromkeys(about):
        at = next(at for at, of in zip(rows, about, strict=True) if of == grant)
        told = next((each.moves[at] for each in several.values() if at in each.moves), None)
        if told is None:
            told = () if any(each.are_still[at] for each in several.values()) else None
        if told is None:
            return None
        found[grant] = told
    return found


def _are_in_order(known: KnownQuiet) -> bool:
    """Whether it is known in which order all that comes is told: of one day only where it is of one party."""
    of_day: dict[Day, str] = {}
    there = ((by, each.day) for (_, by, _), ends in known.ends.items() for each in ends)
    return all(of_day.setdefault(day, by) == by for by, day in there)
