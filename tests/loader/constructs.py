"""Arbitrary constructs of the rule language, drawn from the type hints; every constraint holds, names lead nowhere."""

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from kenri.loader.hints import Field, Hint, fields_of
from kenri.loader.plain import Plain, plain
from kenri.model.constraints import (
    Among,
    Apart,
    Ascending,
    AtLeastOne,
    Between,
    Constraint,
    ExactlyOne,
    InOrder,
    Items,
    Matches,
    NeedsOther,
    OfOne,
)
from kenri.model.expressions import Node
from kenri.model.hours import CLOCK
from kenri.model.walk import SORTS

NAMES = st.sampled_from(["exercise", "in-office", "a", "period_2", "of-2015"])
HOURS = st.sampled_from(["17:00", "09:30:15", "00:00"])
IDS = st.sampled_from(["acme/options-2024", "acme", "2024/q1"])
TEXTS = NAMES | st.sampled_from(["2(5)", "010", "12:30", "権利を行使する", "on", 'a "b" c', "2024-01-01", " # "])
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2050, 1, 1))
SCALARS: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, 10**6),
    Decimal: st.decimals(0, 1000, places=4),
    bool: st.booleans(),
    datetime.date: DAYS,
    datetime.datetime: DAYS.map(lambda day: datetime.datetime.combine(day, datetime.time(9, 30), datetime.UTC)),
}
ENTRIES = 2
"""Most entries of a list or mapping beyond those a constraint asks for."""


@st.composite
def constructs(draw: st.DrawFn, construct: type[Node], depth: int = 3) -> Any:
    """A construct with expressions nested at most `depth` deep."""
    fields = fields_of(construct)
    optional = [key for key, field in fields.items() if not field.is_required]
    extra = draw(st.lists(st.sampled_from(optional), max_size=4, unique=True)) if optional else []
    keys = _settled(draw, {key for key, field in fields.items() if field.is_required} | set(extra), construct)
    given = {key: draw(_values_of(field, construct.constraints, depth)) for key, field in fields.items() if key in keys}
    for constraint in construct.constraints:
        if isinstance(constraint, Among) and constraint.key in given:
            given[constraint.key] = draw(st.sampled_from(sorted(given[constraint.of])))
        if isinstance(constraint, InOrder) and {constraint.first, constraint.last} <= given.keys():
            days = sorted([given[constraint.first], given[constraint.last]])
            given[constraint.first], given[constraint.last] = days
        if isinstance(constraint, Ascending) and constraint.key in given:
            each_day = {entry.from_: entry for entry in given[constraint.key]}
            given[constraint.key] = tuple(each_day[day] for day in sorted(each_day))
    node = construct(**{fields[key].name: value for key, value in given.items()})
    assume(not [fault for constraint in construct.constraints for fault in constraint.faults(plain(node))])
    return node


def _settled(draw: st.DrawFn, keys: set[str], construct: type[Node]) -> set[str]:
    """The keys with as many added or taken away as the constraints ask."""
    groups = [set(constraint.keys) for constraint in construct.constraints if isinstance(constraint, ExactlyOne)]
    for group in groups:
        keys = keys - group | {draw(st.sampled_from(sorted(keys & group or group)))}
    for constraint in construct.constraints:
        if isinstance(constraint, Apart) and {constraint.key, constraint.other} <= keys:
            keys = keys - {constraint.other}
        if isinstance(constraint, AtLeastOne) and not keys & set(constraint.keys):
            keys = keys | {draw(st.sampled_from(constraint.keys))}
        if isinstance(constraint, OfOne) and constraint.key in keys:
            named = keys & set(constraint.others)
            keys = keys - set(constraint.others) | {draw(st.sampled_from(sorted(named or constraint.others)))}
        if isinstance(constraint, NeedsOther) and constraint.key in keys and not keys & set(constraint.others):
            excluded = any(group & set(constraint.others) and group & keys for group in groups)
            keys = keys - {constraint.key} if excluded else keys | {draw(st.sampled_from(constraint.others))}
    return keys


def _values_of(field: Field, constraints: Iterable[Constraint], depth: int) -> st.SearchStrategy[Any]:
    least = 1
    if field.key == "hour":
        return HOURS
    for constraint in constraints:
        match constraint:
            case Between(field.key, low, high) if not field.hint.constructs:
                return st.integers(low, high or 1000)
            case Matches(field.key, pattern) if pattern == CLOCK:
                return HOURS
            case Matches(field.key):
                return st.lists(IDS, min_size=1, max_size=1 + ENTRIES).map(tuple) if field.hint.items else IDS
            case Items(field.key, size):
                least = size
            case _:
                pass
    return values(field.hint, depth, least)


def values(hint: Hint, depth: int, least: int = 1) -> st.SearchStrategy[Any]:
    """What may stand in a place; `least` entries where it is a list or a mapping by name."""
    if hint.is_one_or_several:
        return st.lists(values(hint.items[0], depth), min_size=least, max_size=least + ENTRIES).map(tuple)
    options = [
        NAMES if hint.is_reference and scalar is str else SCALARS[scalar] for scalar in sorted_types(hint.scalars)
    ]
    if hint.words:
        options.append(st.sampled_from(hint.words))
    if hint.constructs and (depth > 0 or not options):
        chosen = st.sampled_from(hint.constructs)
        nested = chosen.flatmap(lambda construct: constructs(construct, depth - 1))
        options = [nested] if set(SORTS["condition"]) & set(hint.constructs) else [*options, nested]
    if hint.values is not None:
        keys = st.sampled_from(hint.keys) if hint.keys else NAMES
        options.append(st.dictionaries(keys, values(hint.values, depth), min_size=least, max_size=least + ENTRIES))
    if hint.items and hint.is_open:
        items = values(hint.items[0], depth)
        options.append(st.lists(items, min_size=least, max_size=least + ENTRIES).map(tuple))
    elif hint.items:
        options.append(st.tuples(*(values(item, depth) for item in hint.items)))
    return st.one_of(options)


def sorted_types(types: Iterable[type]) -> list[type]:
    """In an order that is the same in every run, so that a failure can be repeated."""
    return sorted(types, key=lambda scalar: scalar.__name__)


def in_flow(data: Plain) -> str:
    """Plain data as YAML on one line."""
    match data:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {in_flow(value)}" for key, value in data.items()) + "}"
        case list():
            return "[" + ", ".join(map(in_flow, data)) + "]"
        case str():
            return json.dumps(data, ensure_ascii=False)
        case bool():
            return str(data).lower()
        case Decimal():
            return f"{data:f}"
        case datetime.date():
            return data.isoformat()
        case int():
            return str(data)


def as_json(data: Any) -> Any:
    """Data as an editor sees it: days and instants are strings."""
    match data:
        case dict():
            return {key: as_json(value) for key, value in data.items()}
        case list():
            return [as_json(item) for item in data]
        case datetime.date():
            return data.isoformat()
        case _:
            return data
