"""In which rows nothing comes in a span of days, told from their columns: no window opens, closes or changes its
number, and no rights move by themselves.

What forms do not know, they do not say: it may be that nothing comes in other rows too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any, Final

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.columnar.alike import Example, Group, OpenColumns, groups, key_of, learnt, reach_of
from kenri.columnar.asked_about import asked_about
from kenri.columnar.by_days import steady, still
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools
from kenri.columnar.question_example import question_example
from kenri.columnar.rows import Rows
from kenri.compiled.shape import DAYS, Shape
from kenri.model.days import Day
from kenri.model.kept import Kept
from kenri.model.known_quiet import NOT_KNOWN, KnownQuiet

__all__ = ["Quiet"]

_EXAMPLES: Final = 2_000
"""How many examples of one action are kept."""

_WORTH_IT = 400
"""So many rows about one action have to have a shape before a form is made, which may take seconds: as long as the
reference takes for them."""

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

    @property
    def can_tell(self) -> bool:
        """Whether columns tell it of this plan: not of hours of the day, duties, or the rights of several holders."""
        is_near = self._last - self._first <= _MOST_DAYS and DAYS[0] < self._first and self._last < DAYS[1]
        is_about_all = any(action.about == "company" for action in self._plan.plan.actions.values())
        return is_near and not (self._plan.has_hours or self._plan.plan.duties or is_about_all)

    def told(self, rows: Rows) -> list[KnownQuiet | None]:
        """What is known not to come in each row of a block; None where nothing comes at all."""
        if not self.can_tell:
            return [NOT_KNOWN] * len(rows)
        nothing, are_still = np.ones(len(rows), bool), np.ones(len(rows), bool)
        asked, of = asked_about(rows, with_parties=True)
        steady_in: dict[str, Bools] = {}
        for action in self._plan.plan.actions:
            steady_in[action], still_in = self._of_action(asked, action)
            nothing[of[~(steady_in[action] & still_in)]] = False
            are_still[of[~still_in]] = False
        windows: dict[int, set[tuple[str, str, str]]] = {row: set() for row in np.flatnonzero(~nothing).tolist()}
        by, about = asked.columns.column("by"), asked.columns.column("grant")
        for at in np.flatnonzero(~nothing[of]).tolist():
            who, grant = by[at].as_py(), about[at].as_py()
            windows[int(of[at])].update((action, who, grant) for action, each in steady_in.items() if each[at])
        return [
            None if is_none else KnownQuiet(windows[row], bool(is_still))
            for row, (is_none, is_still) in enumerate(zip(nothing.tolist(), are_still.tolist(), strict=True))
        ]

    @cached_property
    def _words(self) -> Mapping[str, KnownWords]:
        plan = self._plan
        return {
            action: KnownWords(Layout(plan.plan, action), plan.column_forms.looked_at) for action in plan.plan.actions
        }

    def _of_action(self, rows: Rows, action: str) -> tuple[Bools, Bools]:
        """In which rows it is known that no window of an action opens, closes or changes; and that no rights move."""
        are_steady, are_still = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
        try:
            coded = Coded(rows, self._words[action], several=True)
        except NotColumnsError:
            return are_steady, are_still
        for group in groups(coded, np.ones(len(rows), bool)):
            key = (action, str(rows.columns.schema), *key_of(coded, group))
            read = partial(
                question_example, self._plan, rows, coded, group, action, day=self._first, readings=self._readings
            )
            example = learnt(self._examples, key, read)
            if example is not None:
                are_steady[group.rows], are_still[group.rows] = self._of_group(coded, group, example)
        return are_steady, are_still

    def _of_group(self, coded: Coded, group: Group, example: Example) -> tuple[Bools, Bools]:
        number, none = len(group.rows), np.zeros(len(group.rows), bool)
        columns = OpenColumns(coded, group, example)
        values = columns.all
        values[0] = np.array([self._first - 1, self._last + 1])
        found = reach_of(example.shaped.sorts, values)
        forms, shape = self._plan.column_forms, example.shaped.shape
        seen = self._seen[shape] = self._seen.get(shape, 0) + number
        if found is None or seen < _WORTH_IT:
            return none, none
        numbers = forms.form(shape, "numbers", *found)
        is_steady = none
        if numbers is not None:
            is_steady = columns.are_in_order & steady(numbers, values, range(self._first - 1, self._last + 2), number)
        if not self._plan.plan.effects:
            return is_steady, np.ones(number, bool)
        moving = forms.form(shape, "moving", *found)
        if moving is None:
            return is_steady, none
        return is_steady, columns.are_in_order & still(moving, values, range(self._first, self._last + 1), number)
