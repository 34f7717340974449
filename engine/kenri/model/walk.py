"""Walking the expressions of a plan: which sub-expressions a construct has, and of which sort each is."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from kenri.model.expressions import CONDITIONS, IDENTIFIER, MOMENTS, QUANTITIES, Node

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
    hints = typing.get_type_hints(construct, include_extras=True)
    return tuple((field.name, _sort_of(hints[field.name])) for field in dataclasses.fields(construct))


def _sort_of(hint: Any) -> Sort | None:
    members = set(_members(hint))
    if {member for member in members if isinstance(member, type)} - {type(None)} == {
        int,
        str,
    } and IDENTIFIER in members:
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
    found: list[Part] = []
    if isinstance(node, Node):
        _add_parts(node, (), found)
    return iter(found)


def everything(node: Any, path: tuple[str | int, ...] = (), sort: Sort | None = None) -> Iterator[Part]:
    """A construct and all that is in it, at any depth, from the outside in."""
    found: list[Part] = []
    waiting = [Part(path, node, sort)]
    while waiting:
        part = waiting.pop()
        found.append(part)
        if isinstance(part.value, Node):
            inside: list[Part] = []
            _add_parts(part.value, part.path, inside)
            inside.reverse()
            waiting += inside
    return iter(found)


_PLAIN = (Node, str, int)
"""What most values are: to ask whether one is a mapping takes longest."""


def _add_parts(node: Node, path: tuple[str | int, ...], found: list[Part]) -> None:
    construct: Any = type(node)
    for name, sort in field_sorts(construct):
        value = getattr(node, name)
        if value is not None:
            _spread((*path, key_of(name)), value, sort, found)


def _spread(path: tuple[str | int, ...], value: Any, sort: Sort | None, found: list[Part]) -> None:
    if isinstance(value, _PLAIN):
        found.append(Part(path, value, sort))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _spread((*path, index), item, sort, found)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _spread((*path, key), item, sort, found)
    elif value is not None:
        found.append(Part(path, value, sort))
