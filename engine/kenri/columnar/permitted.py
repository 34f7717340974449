"""In which rows each act was surely permitted, by all that is known and by what was known when it was recorded, however
clauses are read; told from their columns, with how many there are.

What forms do not know, they do not say: it may be that all acts were permitted in other rows too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.columnar.act_forms import ActExample, ActForms, ActsExample, apart, by_order
from kenri.columnar.alike import Example, Group, groups, key_of
from kenri.columnar.asked_about import asked_about
from kenri.columnar.coded import NOT_TOLD, Coded, beginnings
from kenri.columnar.many import Bools, Ints
from kenri.columnar.rows import Rows
from kenri.compiled.roots import BY_ITSELF
from kenri.compiled.shape import DAYS
from kenri.model.days import FIRST_DAY, Day
from kenri.model.kept import Kept
from kenri.model.life import Instant

__all__ = ["ALWAYS", "Permitted", "PermittedActs"]

ALWAYS: Final[Instant] = NOT_TOLD
"""Stands for an instant before all others."""

_SEEN: Final = 4_000
"""Of so many shapes it is remembered how many rows came."""

_WORTH_IT = 200
"""So many rows have to have a shape before forms are made, one for each act as it is known now and one as it was known
then, which may take seconds: as long as the reference takes for the rows."""


class PermittedActs(NamedTuple):
    """What is told of the rows of a block."""

    are_permitted: Bools
    """In which rows every act was permitted, and all rights are accounted for."""
    acts: Ints
    """How many acts there are; of rows in which it is not known that they were permitted it is of no use."""


class Permitted:
    """What is known of the acts on the days from the first to the last, both included, by one version of a plan."""

    def __init__(
        self,
        plan: AskablePlan,
        days: tuple[Day, Day],
        readings: Mapping[str, str],
        *,
        since: Instant = ALWAYS,
        ruled_from: Day = FIRST_DAY,
    ) -> None:
        """That version, with its amendments, is what it is `since` an instant; an act of a day before `ruled_from` is
        ruled by none.
        """
        self._plan = plan
        self._first, self._last = days
        self._since = since
        self._ruled_from = ruled_from
        self._zone = ZoneInfo(plan.plan.zone)
        self._forms = ActForms(plan, self._last, readings, several=True)
        self._seen = Kept[tuple[Any, ...], int](_SEEN)

    @property
    def can_tell(self) -> bool:
        """Whether columns tell it of this plan: not of hours of the day, duties, or actions about no grant."""
        is_about_all = any(action.about == "company" for action in self._plan.plan.actions.values())
        return self._forms.can_tell and DAYS[0] < self._last < DAYS[1] and not is_about_all

    def told(self, rows: Rows, known: Sequence[Instant]) -> PermittedActs:
        """What is known of a block of lives; `known` is since when the parties, grants and facts of each are known."""
        acts: Ints = np.zeros(len(rows), np.int64)
        are_permitted: Bools = np.ones(len(rows), bool)
        asked, of = asked_about(rows, with_parties=False)
        coded = self._forms.coded(asked) if self.can_tell else None
        if coded is None:
            return PermittedActs(~are_permitted, acts)
        since = np.maximum(np.array(known, np.int64), self._since)[of]
        found = PermittedActs(np.zeros(len(asked), bool), np.zeros(len(asked), np.int64))
        block = _Block(asked, coded, coded.recorded(self._zone), since)
        for group in groups(coded, np.ones(len(asked), bool)):
            key = (str(asked.columns.schema), *key_of(coded, group))
            seen = self._seen[key] = self._seen.get(key, 0) + len(group.rows)
            if seen >= _WORTH_IT:
                for part, order in by_order(coded, group):
                    self._judge(block, part, order, found)
        are_permitted[of[~found.are_permitted]] = False
        np.add.at(acts, of, found.acts)
        return PermittedActs(are_permitted, acts)

    def _judge(self, block: _Block, group: Group, order: bytes, found: PermittedActs) -> None:
        """Put down what is known of the rows of a group."""
        coded, number = block.coded, len(group.rows)
        example = self._forms.example(block.rows, coded, group, order)
        if example is None:
            return
        moved = self._forms.answers("movements", coded, group, example.moved, np.full(number, self._last))
        if moved is None:
            return
        # All rights are accounted for where nothing has called for more than there were.
        short = [moved[f"short {rank}"] for rank in (BY_ITSELF, *range(len(example.slots))) if f"short {rank}" in moved]
        is_sure: Bools = np.broadcast_to(moved["is_known"], (number,)).copy()
        for each in short:
            is_sure &= ~each
        there, acts = block.events_of(group, example, self._plan, self._zone), np.zeros(number, np.int64)
        for act in example.acts:
            on = there.days[:, act.position]
            is_sure &= on >= self._ruled_from
            is_looked_at = (self._first <= on) & (on <= self._last)
            if is_looked_at.any():
                acts += is_looked_at
                is_sure &= ~is_looked_at | self._is_permitted(block, group, order, act, there)
            if not is_sure.any():
                return
        found.are_permitted[group.rows] = is_sure
        found.acts[group.rows] = acts

    def _is_permitted(self, block: _Block, group: Group, order: bytes, act: ActExample, there: _Events) -> Bools:
        """In which rows of a group an act is surely permitted, by all that is known and by what was known then."""
        on, at = there.days[:, act.position], there.recorded[:, act.position]
        # Of what was recorded late only the reference tells whether there were as many rights then.
        is_late = ((there.days <= on[:, None]) & (there.recorded > at[:, None])).any(axis=1)
        is_sure: Bools = ~is_late & (at >= block.since[group.rows]) & (there.recorded != NOT_TOLD).all(axis=1)
        if not is_sure.any():
            return is_sure
        is_sure &= self._allowed(block.coded, group, act.example, is_settled=True)
        are_known = there.recorded <= at[:, None]
        for own, known in apart([*are_known.T.astype(np.uint8)], group.rows):
            if all(known) or not is_sure[own].any():
                continue
            part = Group(group.rows[own], group.of)
            then = self._forms.example_then(block.rows, block.coded, part, order, act, known)
            is_sure[own] &= then is not None and self._allowed(block.coded, part, then, is_settled=False)
        return is_sure

    def _allowed(self, coded: Coded, group: Group, example: Example, *, is_settled: bool) -> Bools:
        """In which rows of a group it is known that an act is allowed, as clauses are read, or in all ways to read
        them.
        """
        if is_settled and self._plan.plan.readings:
            return self._forms.surely_allowed(coded, group, example)
        told = self._forms.answers("decision", coded, group, example)
        return np.zeros(len(group.rows), bool) if told is None else told["yes"]


class _Events(NamedTuple):
    """The events of rows of one shape: a row for each, and a column for each of its events when they are sorted."""

    days: Ints
    recorded: Ints


class _Block(NamedTuple):
    """A block of questions about the grants of lives."""

    rows: Rows
    coded: Coded
    recorded: Ints
    """When each event of all rows was recorded, as it is told."""
    since: Ints
    """Since when what each row says beside its events is known."""

    def events_of(self, group: Group, example: ActsExample, plan: AskablePlan, zone: ZoneInfo) -> _Events:
        """The events of the rows of a group, each recorded at the earliest from when it counts."""
        many = len(example.kinds)
        if not many:
            nothing: Ints = np.zeros((len(group.rows), 0), np.int64)
            return _Events(nothing, nothing)
        items = self.coded.events.starts[group.rows][:, None] + np.arange(many)
        items = self.coded.events.starts[group.rows][:, None] + group.of.order[items]
        days = self.coded.event["on"].values[items].astype(np.int64)
        recorded = self.recorded[items]
        for place, kind in enumerate(example.kinds):
            if plan.plan.events[kind].from_next_day:
                recorded[:, place] = np.maximum(recorded[:, place], beginnings(days[:, place] + 1, zone))
        return _Events(days, recorded)
