"""The audit of most rows of a table from their columns, shape by shape; the others are audited row by row.

Of each shape one row is read by the strict loader, and each of its acts becomes a question about the life without the
act and what came after it that day. The form of that question judges the act of all rows of the shape, and another form
tells which movements called for more rights than there were. What these do not know exactly is left to `AuditRows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import NOBODY
from kenri.audit import Docket, asked, is_act
from kenri.columnar.alike import PAIRS, Example, Group, OpenColumns, example_of, groups, key_of, learnt, reach_of
from kenri.columnar.audits import AuditRows
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.gathered import dates, number_columns
from kenri.columnar.judge import COMPILED, BadRow, Judged, life_of_row, together
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools, Ints, firsts, mixed, packed, told_words
from kenri.columnar.rows import Rows
from kenri.compiled.column_forms import ToldOnce
from kenri.compiled.roots import BY_ITSELF
from kenri.compiled.shape import Exactly, Shaped, UnshapedError, ValuePlace, shaped
from kenri.model.days import FIRST_DAY, Day
from kenri.model.kept import Kept
from kenri.model.life import Grant, Instant, Life, Party
from kenri.model.plan import Plan
from kenri.model.problems import ProblemsError

__all__ = ["AuditByColumns"]

_EXAMPLES: Final = 2_000
"""How many examples are kept."""

_GRANTEE: Final = -1
"""Stands for the grantee of a row."""


class _Act(NamedTuple):
    """An act of the example of a shape: the question that it would have asked, about what was known before it."""

    example: Example
    position: int
    """Its own place among the sorted events of a row."""
    number: str
    """What says how many rights it is about; empty where nothing does."""
    who: int | str
    """The place of who acted among the other parties of a row, or what they are called in all rows."""


class _Example(NamedTuple):
    """One row of a shape, which stands for all that have it: its acts, and how its rights have moved."""

    acts: tuple[_Act, ...]
    moved: Example
    slots: tuple[int, ...]
    """The places of the events that the plan looks at, in the order of the shape, among the sorted ones of a row."""


class _Judged(NamedTuple):
    """An act in all rows of a group: where each stands among the events of all rows, which are denied, and by what."""

    act: _Act
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
    _examples: Kept[tuple[Any, ...], _Example] = field(default_factory=lambda: Kept(_EXAMPLES), repr=False)

    @property
    def schema(self) -> pa.Schema:
        """The columns of what was found."""
        return self._others.schema

    @cached_property
    def _others(self) -> AuditRows:
        return AuditRows(self.plan, self.instant, self.until, self.readings)

    @cached_property
    def _words(self) -> KnownWords:
        return KnownWords(Layout(self.plan.plan), self.plan.column_forms.looked_at)

    def _coded(self, rows: Rows) -> Coded | None:
        """The columns of a block; None where they do not tell what is to be audited."""
        if not len(rows) or self.instant is not None or self.plan.has_hours or self.plan.plan.duties:
            return None
        try:
            return Coded(rows, self._words)
        except NotColumnsError:
            return None

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
            for part, order in _by_order(coded, group):
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
            left[group.rows] = _life(rows, group) is None
        return self._others.unfit(rows, np.flatnonzero(left).tolist())

    # --- one shape

    def _audit(self, rows: Rows, coded: Coded, group: Group, order: bytes, told: _Told) -> Ints:
        """Tell what was not permitted in the rows of a group, and which of them could be audited."""
        none = group.rows[:0]
        example = self._example_of(rows, coded, group, order)
        if example is None:
            return none
        until = self._until(coded, group)
        moved = self._answers("movements", coded, group, example.moved, until)
        if moved is None:
            return none
        short = {place: moved[f"short {rank}"] for rank, place in enumerate(example.slots) if f"short {rank}" in moved}
        acts = {act.position: act for act in example.acts}
        is_known: Bools = moved["is_known"] & ~moved[f"short {BY_ITSELF}"]
        for place in short.keys() - acts.keys():
            is_known &= ~short[place]
        several: list[_Judged] = []
        for place, act in acts.items():
            found = self._answers("decision", coded, group, act.example)
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

    def _answers(
        self, told: ToldOnce, coded: Coded, group: Group, example: Example, day: Ints | None = None
    ) -> Mapping[str, Any] | None:
        """What a form says of the rows of a group by its names, of a day of each where it is given; None where there
        is none.
        """
        forms, shaped = self.plan.column_forms, example.shaped
        if not forms.are_worth_it(shaped.shape, told, len(group.rows)):
            return None
        values = OpenColumns(coded, group, example).all
        if day is not None:
            values[0] = day
        reach = reach_of(shaped.sorts, values)
        form = None if reach is None else forms.form(shaped.shape, told, *reach)
        if form is None:
            return None
        return dict(zip(form.names, form(values, len(group.rows)), strict=True))

    def _until(self, coded: Coded, group: Group) -> Ints:
        """The last day that is looked at, of each row: where none is said, that of its last event, or of its grant."""
        if self.until is not None:
            return np.full(len(group.rows), self.until)
        found = np.full(len(group.rows), FIRST_DAY)
        granted = coded.own.get("grant.on")
        if granted is not None:
            found = np.where(granted.given[group.rows], granted.values[group.rows], found)
        first = coded.events.starts[group.rows]
        for place in range(int(coded.events.lengths[group.rows[0]])):
            found = np.maximum(found, coded.event["on"].values[first + place])
        return found

    # --- examples

    def _example_of(self, rows: Rows, coded: Coded, group: Group, order: bytes) -> _Example | None:
        """What stands for the rows of a group; None where its first is no life, has no shape, or is read otherwise."""
        key = (str(rows.columns.schema), order, *key_of(coded, group))
        return learnt(self._examples, key, lambda: self._read(rows, coded, group))

    def _read(self, rows: Rows, coded: Coded, group: Group) -> _Example | None:
        life = _life(rows, group)
        audited = () if life is None else self.plan.grants_audited(life)
        if life is None or len(audited) != 1 or not self.plan.plan.actions:
            return None
        grant = life.grants.get(audited[0], NOBODY)
        if not grant.grantee:
            return None
        order = group.order(coded)
        try:
            moved = example_of(self._rolled(life, grant), life, grant, order)
            acts = tuple(self._acts(life, grant, order))
        except UnshapedError:
            return None
        examples = [moved, *(act.example for act in acts)]
        values = [OpenColumns(coded, group, each).all for each in examples]
        values[0][0] = np.array([moved.shaped.values[0]])  # which is told of each row by itself
        if not all(
            own == column[0]
            for each, columns in zip(examples, values, strict=True)
            for own, column in zip(each.shaped.values, columns, strict=True)
        ):
            return None
        slots = (place for of, place, _ in moved.shaped.places if of == "event-day")
        return _Example(acts, moved, tuple(moved.position[place] for place in slots))

    def _rolled(self, life: Life, grant: Grant) -> Shaped:
        """A life as a question about the last day that is looked at. Raises `UnshapedError`."""
        plan = self.plan.plan
        last = max([event.on for event in life.events] + [grant.on])
        return shaped(
            life,
            grant,
            next(iter(plan.actions)),  # which makes no difference to how rights moved
            life.parties.get(grant.grantee) or Party(id=grant.grantee, roles=()),
            last if self.until is None else self.until,
            number=1,
            asked={},
            readings={**self.plan.default_readings, **self.readings},
            looked_at=self.plan.column_forms.looked_at,
        )

    def _acts(self, life: Life, grant: Grant, order: Sequence[int]) -> Iterator[_Act]:
        """The acts of a life, each as the question that it would have asked. Raises `UnshapedError`."""
        plan, looked_at = self.plan, self.plan.column_forms.looked_at
        docket = Docket(life, grant, None)
        place = {event.id: at for at, event in enumerate(life.events)}
        for event in life.events:
            if event.grant not in (None, grant.id) or not is_act(plan, life, event, grant):
                continue
            act, known = asked(plan.plan, life, grant, event, self.readings), docket.known_before(plan, event)
            number = plan.plan.events[event.kind].number or ""
            found = shaped(
                known,
                grant,
                act.action,
                act.by,
                act.on,
                number=act.number,
                asked=dict(act.question),
                readings={**plan.default_readings, **act.chosen},
                looked_at=looked_at,
            )
            if isinstance(found.shape.number, Exactly) and number not in looked_at.numbers:
                raise UnshapedError("a number that must be known, by another name")
            places = [place[each.id] for each in known.events]
            at = place[event.id]
            moved = tuple(_of_act(each, at, number, places) for each in found.places)
            example = example_of(found._replace(places=moved), life, grant, order)
            who = example.party([*life.parties].index(act.by.id)) if act.by.id in life.parties else act.by.id
            told = number if act.number is not None else ""
            yield _Act(example, example.position[at], told, _GRANTEE if act.by.id == grant.grantee else who)


def _life(rows: Rows, group: Group) -> Life | None:
    """The life of the first row of a group; None where it is none."""
    try:
        return life_of_row(rows.row(int(group.rows[0])))
    except ProblemsError:
        return None


def _of_act(place: ValuePlace, at: int, number: str, places: Sequence[int]) -> ValuePlace:
    """Where a value of the question of an act stands in the life: the question asks by what the act at a place says,
    and of what was known before it each event has a place in the life.
    """
    match place:
        case ("day", _, _):
            return ("event-day", at, "")
        case ("number", _, _):
            return ("event", at, number)
        case ("asked", _, name):
            return ("event", at, name)
        case ("event-day" | "event" as of, index, name):
            return (of, places[index], name)
        case _:
            return place


def _by_order(coded: Coded, group: Group) -> Iterator[tuple[Group, bytes]]:
    """The rows of a group by what tells by what and of whom an act is judged: which of their events are on one day, how
    these come after one another in the record, and for which somebody is named.
    """
    many = int(coded.events.lengths[group.rows[0]])
    columns: list[Any] = []
    items = coded.events.starts[group.rows][:, None]
    places = group.of.order[items + np.arange(many)] if many else np.zeros((len(group.rows), 0), np.uint8)
    items = items + places
    if group.of.have_one_day[group.rows].any():
        days = coded.event["on"].values[items]
        columns += [
            np.where(days[:, a] == days[:, b], 1 + (places[:, a] > places[:, b]), 0) for a, b in PAIRS if b < many
        ]
    if many:
        columns += [*coded.are_named[items].T]
    code = packed(columns, len(group.rows))
    ordered = np.split(group.rows[np.argsort(code, kind="stable")], np.cumsum(np.bincount(code))[:-1])
    for own, one in zip(ordered, firsts(code).tolist(), strict=True):
        yield Group(own, group.of), bytes(int(column[one]) for column in columns)


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

    def add(self, act: _Act, row: Ints, item: Ints, rules: Mapping[str, Bools]) -> None:
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
        if who == _GRANTEE:
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
