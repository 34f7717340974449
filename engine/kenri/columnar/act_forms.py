"""The acts in rows of one shape, judged by forms: each as the question that it would have asked about the life without
it, and without what came after it that day.

Of each shape one row is read by the strict loader, and each of its acts becomes a question. The form of that question
judges the act of all rows of the shape, and another form tells which movements called for more rights than there were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, Final, NamedTuple

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import NOBODY
from kenri.audit import Docket, asked, is_act
from kenri.columnar.alike import PAIRS, Example, Group, OpenColumns, example_of, key_of, learnt, reach_of
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.judge import life_of_row
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools, Ints, firsts, packed
from kenri.columnar.rows import Rows
from kenri.compiled.column_forms import ToldOnce
from kenri.compiled.columns import ReadingForm
from kenri.compiled.shape import Exactly, Shaped, UnshapedError, ValuePlace, shaped
from kenri.model.combinations import MOST_COMBINATIONS
from kenri.model.days import FIRST_DAY, Day
from kenri.model.kept import Kept
from kenri.model.life import Event, Grant, Instant, Life, Party
from kenri.model.problems import ProblemsError

__all__ = ["GRANTEE", "ActExample", "ActForms", "ActsExample", "apart", "by_order", "life_of_first"]

_EXAMPLES: Final = 2_000
"""How many examples are kept."""

GRANTEE: Final = -1
"""Stands for the grantee of a row."""


class ActExample(NamedTuple):
    """An act of the example of a shape: the question that it would have asked, about what was known before it."""

    example: Example
    position: int
    """Its own place among the sorted events of a row."""
    number: str
    """What says how many rights it is about; empty where nothing does."""
    who: int | str
    """The place of who acted among the other parties of a row, or what they are called in all rows."""


class ActsExample(NamedTuple):
    """One row of a shape, which stands for all that have it: its acts, and how its rights have moved."""

    acts: tuple[ActExample, ...]
    moved: Example
    slots: tuple[int, ...]
    """The places of the events that the plan looks at, in the order of the shape, among the sorted ones of a row."""
    kinds: tuple[str, ...]
    """Of the sorted events of a row."""


@dataclass(frozen=True)
class ActForms:
    """What forms of a plan say of the acts in rows. With `several`, a row may have other grants than it asks about."""

    plan: AskablePlan
    until: Day | None = None
    """The last day that is looked at; None: that of the last event of each row, or of its grant."""
    readings: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    _examples: Kept[tuple[Any, ...], ActsExample] = field(default_factory=lambda: Kept(_EXAMPLES), repr=False)
    _thens: Kept[tuple[Any, ...], Example] = field(default_factory=lambda: Kept(_EXAMPLES), repr=False)

    @cached_property
    def _words(self) -> KnownWords:
        return KnownWords(Layout(self.plan.plan), self.plan.column_forms.looked_at)

    @property
    def can_tell(self) -> bool:
        """Whether forms tell of acts of this plan: not where it looks at hours of the day, or has duties."""
        return not (self.plan.has_hours or self.plan.plan.duties)

    def coded(self, rows: Rows) -> Coded | None:
        """The columns of a block; None where they do not tell what is to be audited."""
        if not len(rows) or not self.can_tell:
            return None
        try:
            return Coded(rows, self._words, several=self.several)
        except NotColumnsError:
            return None

    # --- what forms say

    def answers(
        self, told: ToldOnce, coded: Coded, group: Group, example: Example, day: Ints | None = None
    ) -> Mapping[str, Any] | None:
        """What a form says of the rows of a group by its names, of a day of each where it is given; None where there
        is none.
        """
        forms, of = self.plan.column_forms, example.shaped
        if not forms.are_worth_it(of.shape, told, len(group.rows)):
            return None
        values = OpenColumns(coded, group, example).all
        if day is not None:
            values[0] = day
        reach = reach_of(of.sorts, values)
        form = None if reach is None else forms.form(of.shape, told, *reach)
        if form is None:
            return None
        return dict(zip(form.names, form(values, len(group.rows)), strict=True))

    def surely_allowed(self, coded: Coded, group: Group, example: Example) -> Bools:
        """In which rows of a group it is known of an act that it is allowed however clauses are read."""
        forms, of = self.plan.column_forms, example.shaped
        values = OpenColumns(coded, group, example).all
        reach = reach_of(of.sorts, values)
        form = None if reach is None else forms.outcomes(of.shape, *reach)
        # Of more ways than it looks at, the reference does not say that an answer is settled.
        if form is None or prod(len(options) + 1 for options in form.choices.values()) > MOST_COMBINATIONS:
            return np.zeros(len(group.rows), bool)
        return _in_all_ways(form, values, len(group.rows))

    def last_days(self, coded: Coded, group: Group) -> Ints:
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

    def example(self, rows: Rows, coded: Coded, group: Group, order: bytes) -> ActsExample | None:
        """What stands for the rows of a group; None where its first is no life, has no shape, or is read otherwise."""
        return learnt(self._examples, _key(rows, coded, group, order), lambda: self._read(rows, coded, group))

    def example_then(
        self, rows: Rows, coded: Coded, group: Group, order: bytes, act: ActExample, known: bytes
    ) -> Example | None:
        """What an act would have asked by what was known when it was recorded; `known` tells of the events of each row
        of the group whether they were.
        """
        key = (act.position, known, *_key(rows, coded, group, order))
        return learnt(self._thens, key, lambda: self._read_then(rows, coded, group, act))

    def _read(self, rows: Rows, coded: Coded, group: Group) -> ActsExample | None:
        found = self._life_and_grant(rows, group)
        if found is None:
            return None
        life, grant = found
        order = group.order(coded)
        try:
            moved = example_of(self._rolled(life, grant), life, grant, order, several=self.several)
            acts = tuple(self._acts(life, grant, order))
        except UnshapedError:
            return None
        if not self._are_as_read(coded, group, moved, *(act.example for act in acts)):
            return None
        slots = (place for of, place, _ in moved.shaped.places if of == "event-day")
        kinds = tuple(life.events[place].kind for place in order)
        return ActsExample(acts, moved, tuple(moved.position[place] for place in slots), kinds)

    def _read_then(self, rows: Rows, coded: Coded, group: Group, act: ActExample) -> Example | None:
        found = self._life_and_grant(rows, group)
        if found is None:
            return None
        life, grant = found
        order = group.order(coded)
        event = life.events[order[act.position]]
        try:
            example = self._act(life, grant, order, event, Docket(life, grant, None), event.recorded).example
        except UnshapedError:
            return None
        return example if self._are_as_read(coded, group, example) else None

    def _life_and_grant(self, rows: Rows, group: Group) -> tuple[Life, Grant] | None:
        """The life of the first row of a group, and the grant that is audited; None where it is none, or not one."""
        life = life_of_first(rows, group)
        if life is None or not self.plan.plan.actions:
            return None
        audited = self.plan.grants_audited(life)
        named = rows.row(int(group.rows[0])).question.get("grant") if self.several else None
        if "" in audited or (len(audited) != 1 and named not in audited):
            return None
        if len(audited) != 1 and self.plan.column_forms.looked_at.across is not None:
            return None  # what is known of other grants before an act is not part of its question
        grant = life.grants.get(audited[0] if named is None else named, NOBODY)
        return (life, grant) if grant.grantee else None

    @staticmethod
    def _are_as_read(coded: Coded, group: Group, *examples: Example) -> bool:
        """Whether columns have the values that the first row of a group was read to have."""
        for each in examples:
            columns = OpenColumns(coded, group, each).all
            if each.shaped.places and each.shaped.places[0][0] == "day":  # which is told of each row by itself
                columns[0] = np.array([each.shaped.values[0]])
            if not all(own == column[0] for own, column in zip(each.shaped.values, columns, strict=True)):
                return False
        return True

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

    def _acts(self, life: Life, grant: Grant, order: Sequence[int]) -> Iterator[ActExample]:
        """The acts of a life, each as the question that it would have asked. Raises `UnshapedError`."""
        docket = Docket(life, grant, None)
        for event in life.events:
            if event.grant in (None, grant.id) and is_act(self.plan, life, event, grant):
                yield self._act(life, grant, order, event, docket, None)

    def _act(
        self, life: Life, grant: Grant, order: Sequence[int], event: Event, docket: Docket, instant: Instant | None
    ) -> ActExample:
        """An act as the question that it would have asked, by what was known at an instant (None: all)."""
        plan, looked_at = self.plan, self.plan.column_forms.looked_at
        place = {each.id: at for at, each in enumerate(life.events)}
        act = asked(plan.plan, life, grant, event, self.readings)
        known = docket.known_before(plan, event, instant)
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
        example = example_of(found._replace(places=moved), life, grant, order, several=self.several)
        who = example.party([*life.parties].index(act.by.id)) if act.by.id in life.parties else act.by.id
        told = number if act.number is not None else ""
        return ActExample(example, example.position[at], told, GRANTEE if act.by.id == grant.grantee else who)


def _in_all_ways(form: ReadingForm, values: Sequence[Any], rows: int) -> Bools:
    """In which rows an action is allowed in every way to read the clauses."""
    found: list[Bools] = []
    for number, told in form(values, rows):
        are_allowed = np.full(number, told is not None)
        for each in () if told is None else told["yes"].columns:
            are_allowed &= np.broadcast_to(each, (number,))
        found.append(are_allowed)
    return np.concatenate(found) if found else np.zeros(0, bool)


def life_of_first(rows: Rows, group: Group) -> Life | None:
    """The life of the first row of a group; None where it is none."""
    try:
        return life_of_row(rows.row(int(group.rows[0])))
    except ProblemsError:
        return None


def _key(rows: Rows, coded: Coded, group: Group, order: bytes) -> tuple[Any, ...]:
    return (str(rows.columns.schema), order, *key_of(coded, group))


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


def by_order(coded: Coded, group: Group) -> Iterator[tuple[Group, bytes]]:
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
    for own, one in apart(columns, group.rows):
        yield Group(group.rows[own], group.of), one


def apart(columns: Sequence[Any], rows: Ints) -> Iterator[tuple[Ints, bytes]]:
    """The places of rows that have the same in each of some columns of small numbers, and what they have."""
    code = packed(columns, len(rows))
    ordered = np.split(np.argsort(code, kind="stable"), np.cumsum(np.bincount(code))[:-1])
    for own, one in zip(ordered, firsts(code).tolist(), strict=True):
        yield own, bytes(int(column[one]) for column in columns)
