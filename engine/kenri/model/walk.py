"""Walking the expressions of a plan: which sub-expressions a construct has, and of which sort each is."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, Node

Sort: TypeAlias = Literal["moments", "condition", "quantity"]

SORTS: dict[Sort, tuple[type[Node], ...]] = {"moments": MOMENTS, "condition": CONDITIONS, "quantity": QUANTITIES}


class Part(NamedTuple):
    """A value inside a construct: the keys that lead to it, what it is, and its sort if it is an expression."""

    path: tuple[str | int, ...]
    value: Any
    sort: Sort | None


def key_of(field: str) -> str:
    """The key of a field as written in a file."""
    return field.removesuffix("_")


@cache
def field_sorts(construct: Any) -> tuple[tuple[str, Sort | None], ...]:
    """The fields of a construct (a class), each with the sort of expression it holds."""
    hints = typing.get_type_hints(construct)
    return tuple((field.name, _sort_of(hints[field.name])) for field in dataclasses.fields(construct))


def _sort_of(hint: Any) -> Sort | None:
    members = set(_members(hint))
    if members - {type(None)} == {int, str}:
        return "quantity"  # a whole number, or the name of one: how long a period is, how often days recur
    return next((sort for sort, constructs in SORTS.items() if constructs[0] in members), None)


def _members(hint: Any) -> Iterator[Any]:
    arguments = typing.get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        yield from _members(argument)


def parts(node: Any) -> Iterator[Part]:
    """The direct parts of a construct: expressions with their sort, nested constructs and plain values without."""
    if not isinstance(node, Node):
        return
    construct: Any = type(node)
    for name, sort in field_sorts(construct):
        yield from _spread((key_of(name),), getattr(node, name), sort)


def _spread(path: tuple[str | int, ...], value: Any, sort: Sort | None) -> Iterator[Part]:
    if value is None:
        return
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _spread((*path, index), item, sort)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _spread((*path, key), item, sort)
    else:
        yield Part(path, value, sort)


def everything(node: Any, path: tuple[str | int, ...] = (), sort: Sort | None = None) -> Iterator[Part]:
    """A construct and all that is in it, at any depth, from the outside in."""
    yield Part(path, node, sort)
    for part in parts(node):
        yield from everything(part.value, path + part.path, part.sort)
