"""The audit of most rows of a table from their columns, shape by shape; the others are audited row by row.

What forms (`ActForms`) do not know exactly is left to `AuditRows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.columnar.act_forms import GRANTEE, ActExample, ActForms, by_order, life_of_first
from kenri.columnar.alike import Group, groups
from kenri.columnar.audits import AuditRows
from kenri.columnar.coded import Coded
from kenri.columnar.gathered import dates, number_columns
from kenri.columnar.judge import COMPILED, BadRow, Judged, together
from kenri.columnar.many import Bools, Ints, firsts, mixed, packed, told_words
from kenri.columnar.rows import Rows
from kenri.compiled.roots import BY_ITSELF
from kenri.model.days import Day
from kenri.model.life import Instant
from kenri.model.plan import Plan

__all__ = ["AuditByColumns"]


class _Judged(NamedTuple):
    """An act in all rows of a group: where each stands among the events of all rows, which are denied, and by what."""

    act: ActExample
    item: Ints
    is_denied: Bools
    rules: Mapping[str, Bools]


@dataclass(frozen=True)
class AuditByColumns:
    """The audit of blocks of rows, as `AuditRows` tells it."""

    plan: AskablePlan
    instant: Instant | None = None
    until: Day | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    block: int = 1 << 14

    @property
    def schema(self) -> pa.Schema:
        """The columns of what was found."""
        return self._others.schema

    @cached_property
    def _others(self) -> AuditRows:
        return AuditRows(self.plan, self.instant, self.until, self.readings)

    @cached_property
    def _forms(self) -> ActForms:
        return ActForms(self.plan, self.until, self.readings)

    def _coded(self, rows: Rows) -> Coded | None:
        """The columns of a block; None where they do not tell what is to be audited."""
        return self._forms.coded(rows) if self.instant is None else None

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """What was found in the rows of a block, or in `only` some of them."""
        coded = self._coded(rows)
        if coded is None:
            return self._others.judged(rows, only)
        wanted = np.ones(coded.rows, bool)
        if only is not None:
            wanted[:] = False
            wanted[list(only)] = True
        left, told = wanted.copy(), _Told(coded)
        for group in groups(coded, wanted):
            for part, order in by_order(coded, group):
                left[self._audit(rows, coded, part, order, told)] = False
        parts = [told.judged(self.plan.plan, self.schema)] if told.any else []
        if left.any() or not parts:
            parts.append(self._others.judged(rows, np.flatnonzero(left).tolist()))
        return together(parts)

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        """The rows of a block that are no lives: of rows of one shape one is looked at."""
        left = np.ones(len(rows), bool)
        coded = self._coded(rows)
        for group in groups(coded, left.copy()) if coded is not None else ():
            left[group.rows] = life_of_first(rows, group) is None
        return self._others.unfit(rows, np.flatnonzero(left).tolist())

    # --- one shape

    def _audit(self, rows: Rows, coded: Coded, group: Group, order: bytes, told: _Told) -> Ints:
        """Tell what was not permitted in the rows of a group, and which of them could be audited."""
        none = group.rows[:0]
        example = self._forms.example(rows, coded, group, order)
        if example is None:
            return none
        until = self._forms.last_days(coded, group)
        moved = self._forms.answers("movements", coded, group, example.moved, until)
        if moved is None:
            return none
        short = {place: moved[f"short {rank}"] for rank, place in enumerate(example.slots) if f"short {rank}" in moved}
        acts = {act.position: act for act in example.acts}
        is_known: Bools = moved["is_known"] & ~moved[f"short {BY_ITSELF}"]
        for place in short.keys() - acts.keys():
            is_known &= ~short[place]
        several: list[_Judged] = []
        for place, act in acts.items():
            found = self._forms.answers("decision", coded, group, act.example)
            if found is None:
                return none
            first = coded.events.starts[group.rows]
            item = first + group.of.order[first + place]
            is_looked_at = coded.event["on"].values[item] <= until
            is_known &= (found["yes"] == found["maybe"]) | ~is_looked_at
            is_denied = is_looked_at & (~found["yes"] | short.get(place, False))
            rules = {name.removeprefix("rule "): each for name, each in found.items() if name.startswith("rule ")}
            several.append(_Judged(act, item, is_denied, rules))
        for each in several:
            at = np.flatnonzero(is_known & each.is_denied)
            if len(at):
                rules = {name: flags[at] for name, flags in each.rules.items()}
                told.add(each.act, group.rows[at], each.item[at], rules)
        return group.rows[is_known]


class _Told:
    """The acts of a block that were not permitted, put into columns."""

    def __init__(self, coded: Coded) -> None:
        self._coded = coded
        self._lists: dict[tuple[str, ...], int] = {}
        self._parts: list[tuple[Ints, Ints, Ints, pa.Array, Ints, Bools]] = []

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._parts)

    def add(self, act: ActExample, row: Ints, item: Ints, rules: Mapping[str, Bools]) -> None:
        """An act in some rows, with which rules decided."""
        code = packed([mixed(rules.values(), len(row))], len(row))
        held = ([name for name, flags in rules.items() if flags[at]] for at in firsts(code).tolist())
        numbers = np.array([self._lists.setdefault(tuple(names), len(self._lists)) for names in held], np.int64)
        said = self._coded.event.get(act.number)
        number, is_given = np.zeros(len(row), np.int64), np.zeros(len(row), bool)
        if said is not None:
            number[:], is_given[:] = said.values[item], said.given[item]
        self._parts.append((row, item, numbers[code], self._who(act.who, row), number, is_given))

    def _who(self, who: int | str, row: Ints) -> pa.Array:
        coded = self._coded
        if isinstance(who, str):
            return pa.array([who] * len(row), pa.string())
        if who == GRANTEE:
            return coded.grantees.take(pa.array(row))
        return coded.party_names.take(pa.array(coded.parties.starts[row] + who))

    def judged(self, plan: Plan, schema: pa.Schema) -> Judged:
        """All of them, by rows and days, and of one day as they were recorded."""
        coded, parts = self._coded, [*zip(*self._parts, strict=True)]
        row, item, rules, number, is_given = (np.concatenate(parts[at]) for at in (0, 1, 2, 4, 5))
        days = coded.event["on"].values[item]
        order = np.lexsort((item, days, row))
        row, item, rules, number, is_given, days = (each[order] for each in (row, item, rules, number, is_given, days))
        lists = [*self._lists]
        clauses = [[*dict.fromkeys(plan.rules[name].clause for name in names)] for names in lists]
        nothing = pa.ListArray.from_arrays(pa.array(np.zeros(len(row) + 1, np.int32)), pa.array([], pa.string()))
        columns = {
            **number_columns("number", number, is_given, None, 1),
            "id": coded.ids.take(pa.array(row)),
            "grant": coded.grant_ids.take(pa.array(row)),
            "duty": pa.nulls(len(row), pa.string()),
            "event": coded.event_ids(item),
            "kind": coded.kinds_of_events.take(pa.array(item)),
            "on": dates(days),
            "who": pa.concat_arrays(parts[3]).take(pa.array(order)),
            "verdict": pa.repeat("denied", len(row)),
            "rules": told_words(lists, rules),
            "clauses": told_words(clauses, rules),
            "missing": nothing,
            "answered_by": pa.repeat(COMPILED, len(row)),
        }
        arrays = [pc.cast(columns[each.name], each.type) for each in schema]
        return Judged(row.tolist(), pa.RecordBatch.from_arrays(arrays, schema=schema), ())
