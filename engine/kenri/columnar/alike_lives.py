"""Which rows of blocks are lives, told from their columns: of rows of one shape one is read by the strict loader."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.columnar.alike import Group, groups, key_of
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.judge import life_of_row
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools
from kenri.columnar.rows import Rows
from kenri.model.kept import Kept
from kenri.model.problems import ProblemsError

__all__ = ["AlikeLives"]

_SHAPES: Final = 20_000
"""How many shapes are remembered that lives have."""


class AlikeLives:
    """The shapes that lives of a plan have, as far as they were met."""

    def __init__(self, plan: AskablePlan) -> None:
        self._plan = plan
        self._known = Kept[tuple[Any, ...], bool](_SHAPES)

    @cached_property
    def _words(self) -> KnownWords:
        return KnownWords(Layout(self._plan.plan), self._plan.column_forms.looked_at)

    def are_lives(self, rows: Rows) -> Bools:
        """Which rows surely are lives, without anything wrong in them; of others it is not known."""
        found: Bools = np.zeros(len(rows), bool)
        if not len(rows):
            return found
        try:
            coded = Coded(rows, self._words, several=True)
        except NotColumnsError:
            return found
        for group in groups(coded, np.ones(len(rows), bool)):
            key = (str(rows.columns.schema), *key_of(coded, group))
            if self._known.get(key) or self._is_life(rows, group):
                self._known[key] = True
                found[group.rows] = True
        return found

    @staticmethod
    def _is_life(rows: Rows, group: Group) -> bool:
        try:
            life_of_row(rows.row(int(group.rows[0])))
        except ProblemsError:
            return False
        return True
