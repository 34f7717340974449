"""What may stand at each place of a file, read from the type hints of the constructs, once for each class."""

import dataclasses
import datetime
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from kenri.model.constraints import MAY_BE_EMPTY
from kenri.model.expressions import IDENTIFIER, ONE_OR_SEVERAL, Node

__all__ = ["Field", "Hint", "chosen", "fields_of", "hint_of", "recognised_by"]

SCALARS = frozenset({str, int, Decimal, bool, datetime.date, datetime.datetime})

REQUIRED = dataclasses.MISSING
"""The default of a field that has none."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a value may be: any of these. "Absent" is not among them; it is the default of a field."""

    scalars: frozenset[type] = frozenset()
    """Exact types: `int` does not take a `bool`, nor `date` an instant."""
    words: tuple[str, ...] = ()
    """The words of a `Literal`."""
    constructs: tuple[type[Node], ...] = ()
    items: tuple["Hint", ...] = ()
    """For a list: what each item may be; a single one for all when `is_open`."""
    is_open: bool = False
    values: "Hint | None" = None
    """For a mapping: what each value may be."""
    keys: tuple[str, ...] = ()
    """For a mapping: the words its keys may be; any name when empty."""
    is_name: bool = False
    """Whether a text here is a name, not prose."""
    is_one_or_several: bool = False
    """Whether one item of a list may stand for it without the list."""

    @property
    def is_reference(self) -> bool:
        """Whether a text here names something declared elsewhere, in the place of a number, a day or a construct."""
        return str in self.scalars and bool not in self.scalars and (len(self.scalars) > 1 or bool(self.constructs))

    def __or__(self, other: "Hint") -> "Hint":
        return Hint(
            self.scalars | other.scalars,
            self.words + other.words,
            self.constructs + other.constructs,
            self.items + other.items,
            self.is_open or other.is_open,
            self.values or other.values,
            self.keys + other.keys,
            self.is_name or other.is_name,
            self.is_one_or_several or other.is_one_or_several,
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a construct: its name in Python, its key in a file, and what the key may hold."""

    name: str
    key: str
    hint: Hint
    default: object
    """What an absent key means; `REQUIRED` where it must be there, None where absence itself means something."""
    description: str = ""
    may_be_empty: bool = False
    """Whether a list of no items may stand here, and says something else than leaving the key out."""

    @property
    def is_required(self) -> bool:
        return self.default is REQUIRED


def fields_of(construct: type[Node]) -> Mapping[str, Field]:
    """The fields of a construct by key, in their order. Raises `TypeError` for a hint that no file can express."""
    if (found := _FIELDS.get(construct)) is None:
        found = _FIELDS[construct] = _read_fields(construct)
    return found


_FIELDS: dict[type[Node], Mapping[str, Field]] = {}
"""What `fields_of` has found: reading type hints takes long, and a construct never changes."""


def _read_fields(construct: type[Node]) -> Mapping[str, Field]:
    hints = get_type_hints(construct, include_extras=True)
    found = {}
    for field in dataclasses.fields(construct):  # type: ignore[arg-type]  # a Node becomes a dataclass by `construct`
        hint = hints[field.name]
        notes = getattr(hint, "__metadata__", ())
        description = next((text for text in notes if isinstance(text, str)), "")
        default = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
        key = field.name.removesuffix("_")
        found[key] = Field(field.name, key, hint_of(hint), default, description, MAY_BE_EMPTY in notes)
    return found


@cache
def hint_of(hint: Any) -> Hint:
    """What a type hint allows. Raises `TypeError` for one that no file can express."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is types.NoneType:
        return Hint()
    if origin is Annotated:
        inner = hint_of(arguments[0])
        if ONE_OR_SEVERAL in arguments[1:]:
            inner = replace(inner | inner.items[0], is_one_or_several=True)
        return replace(inner, is_name=True) if IDENTIFIER in arguments[1:] else inner
    if origin is Union or origin is types.UnionType:
        joined = Hint()
        for argument in arguments:
            joined |= hint_of(argument)
        return joined
    if origin is Literal:
        return Hint(words=arguments)
    if origin is tuple:
        is_open = len(arguments) == 2 and arguments[1] is Ellipsis
        return Hint(items=tuple(map(hint_of, arguments[:1] if is_open else arguments)), is_open=is_open)
    if origin is Mapping:
        return Hint(values=hint_of(arguments[1]), keys=hint_of(arguments[0]).words)
    if hint in SCALARS:
        return Hint(scalars=frozenset({hint}))
    if isinstance(hint, type) and issubclass(hint, Node):
        return Hint(constructs=(hint,))
    raise TypeError(f"no file can express {hint}")


def chosen(constructs: tuple[type[Node], ...], written: Mapping[str, object]) -> type[Node] | None:
    """The construct that a mapping is meant to be: it has a recognising key of it, the fewest keys that it does not
    know, and that recognising key before those of others. One construct alone without such keys is always meant.
    """
    if len(constructs) == 1 and not recognised_by(constructs[0]):
        return constructs[0]
    by_key = _by_key(constructs)
    candidates = [construct for key in written for construct in by_key.get(key, ())]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return min(candidates, key=lambda construct: sum(key not in fields_of(construct) for key in written))


@cache
def _by_key(constructs: tuple[type[Node], ...]) -> Mapping[str, Sequence[type[Node]]]:
    found: dict[str, list[type[Node]]] = {}
    for construct in constructs:
        for key in recognised_by(construct):
            found.setdefault(key, []).append(construct)
    return found


def recognised_by(construct: type[Node]) -> tuple[str, ...]:
    """The keys of which any shows that a mapping is this construct; none for one that is never among others."""
    return construct.keys or ((construct.key,) if construct.key else ())
