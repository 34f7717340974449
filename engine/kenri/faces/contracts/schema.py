"""JSON Schema (draft 2020-12) of files made of constructs, from the same type hints that decode them.

It is for editors: completion, descriptions, most mistakes underlined while one writes. What needs a look at the names
declared elsewhere, or at two values together, is left to loading. Days and instants are strings here: JSON, and the
YAML that editors read, know no days.
"""

import datetime
import inspect
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias, assert_never

from kenri.loader.expected import NAME
from kenri.loader.hints import Field, Hint, fields_of, hint_of
from kenri.model.constraints import (
    Above,
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
    Short,
    SomeDay,
)
from kenri.model.expressions import Condition, Moments, Node, Quantity
from kenri.model.limits import NAME_LENGTH
from kenri.model.plan import Document
from kenri.model.walk import Sort

__all__ = ["Schema", "rule_file_schema", "schema_of"]

Schema: TypeAlias = dict[str, Any]

_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"

_SORT_TEXTS: dict[Sort, str] = {
    "moments": "A day, or several: a date, the name of a term or date (`never` among them), or one of these mappings.",
    "condition": "True or false on each day: the name of a state (`always` and `never` among them), or one of these.",
    "quantity": "A number on each day: digits, the name of a term or amount (`unlimited` among them), or one of these.",
}

_SORT_HINTS: dict[Sort, Hint] = {
    "moments": hint_of(Moments),
    "condition": hint_of(Condition),
    "quantity": hint_of(Quantity),
}


def rule_file_schema() -> Schema:
    """The schema of each YAML document of a rule file."""
    return schema_of(Document, title="kenri rule file")


def schema_of(construct: type[Node], *, title: str) -> Schema:
    """The schema of a document that is one construct, complete with the definitions of all that may stand in it."""
    return _Definitions().document(construct, title)


class _Definitions:
    """The definitions met so far: one for each construct, by its class name, and one for each sort of expression."""

    def __init__(self) -> None:
        self._found: dict[str, Schema] = {}

    def document(self, construct: type[Node], title: str) -> Schema:
        root = self._construct(construct)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            **root,
            "$defs": dict(sorted(self._found.items())),
        }

    def _construct(self, construct: type[Node]) -> Schema:
        if construct.__name__ not in self._found:
            self._found[construct.__name__] = {}  # a construct may stand inside itself
            self._found[construct.__name__] = self._properties(construct)
        return {"$ref": f"#/$defs/{construct.__name__}"}

    def _properties(self, construct: type[Node]) -> Schema:
        fields = fields_of(construct)
        schema: Schema = {
            "type": "object",
            "description": inspect.getdoc(construct) or "",
            "properties": {key: self._field(field) for key, field in fields.items()},
            "additionalProperties": False,
        }
        if required := [key for key, field in fields.items() if field.is_required]:
            schema["required"] = required
        if stated := [part for constraint in construct.constraints for part in _stated(constraint)]:
            schema["allOf"] = stated
        return schema

    def _field(self, field: Field) -> Schema:
        schema = self._hint(field.hint)
        if field.may_be_empty:
            schema = {"anyOf": [schema, {"type": "array", "maxItems": 0}]}
        if field.description:
            schema = {**schema, "description": field.description}
        if isinstance(field.default, str | int) and field.default != "":
            schema = {**schema, "default": field.default}
        return schema

    def _hint(self, hint: Hint) -> Schema:
        sort = next((sort for sort, known in _SORT_HINTS.items() if known == hint), None)
        if sort is None:
            return self._any_of(hint)
        if sort not in self._found:
            self._found[sort] = {}
            self._found[sort] = {"description": _SORT_TEXTS[sort], **self._any_of(hint)}
        return {"$ref": f"#/$defs/{sort}"}

    def _any_of(self, hint: Hint) -> Schema:
        options = [*_scalars(hint), *map(self._construct, hint.constructs)]
        if hint.values is not None:
            values = self._hint(hint.values)
            if hint.keys:
                named: Schema = {"properties": dict.fromkeys(hint.keys, values), "additionalProperties": False}
                named["minProperties"] = 1
            else:
                named = {"propertyNames": {"pattern": f"^{NAME.pattern}$"}, "additionalProperties": values}
            options.append({"type": "object", **named})
        if hint.items:
            items = [self._hint(item) for item in hint.items]
            listed: Schema = (
                {"items": items[0], "minItems": 1}
                if hint.is_open
                else {"prefixItems": items, "items": False, "minItems": len(items)}
            )
            options.append({"type": "array", **listed})
        return options[0] if len(options) == 1 else {"anyOf": options}


def _scalars(hint: Hint) -> Iterator[Schema]:
    """The single values a hint allows. Where any text is allowed, a day is a text like others."""
    if str in hint.scalars:
        yield _reference(hint) if hint.is_reference else {"type": "string", "pattern": r"\S"}
    else:
        if datetime.date in hint.scalars:
            yield {"type": "string", "format": "date", "pattern": _DAY}
        if datetime.datetime in hint.scalars:
            yield {"type": "string", "format": "date-time", "pattern": _INSTANT}
    if hint.words:
        yield {"enum": list(hint.words)}
    if Decimal in hint.scalars:
        yield {"type": "number"}
    elif int in hint.scalars:
        yield {"type": "integer"}
    if bool in hint.scalars:
        yield {"type": "boolean"}


def _reference(hint: Hint) -> Schema:
    """A name; where no day can stand, the digits of a number in quotes are a mistake."""
    return {"type": "string", "pattern": r"^\S+$" if datetime.date in hint.scalars else r"^[^\s0-9-]\S*$"}


def _stated(constraint: Constraint) -> Iterator[Schema]:
    """A constraint as JSON Schema, as far as it can be said there."""
    match constraint:
        case ExactlyOne(keys):
            yield {"oneOf": [{"required": [key]} for key in keys]}
        case AtLeastOne(keys):
            yield {"anyOf": [{"required": [key]} for key in keys]}
        case NeedsOther(key, others):
            yield {"dependentSchemas": {key: {"anyOf": [{"required": [other]} for other in others]}}}
        case OfOne(key, others):
            yield {"dependentSchemas": {key: {"oneOf": [{"required": [other]} for other in others]}}}
        case Apart(key, other):
            yield {"not": {"required": [key, other]}}
        case Between(key, least, most):
            bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
            yield {"properties": {key: bounds}}
        case Above(key):
            above = {"not": {"type": "number", "maximum": 0}}
            yield {"properties": {key: {**above, "items": above}}}
        case Items(key, least):
            yield {"properties": {key: {"minItems": least, "minProperties": least}}}
        case Short(key):
            yield {"properties": {key: {"maxLength": NAME_LENGTH.most}}}
        case Matches(key, pattern):
            yield {"properties": {key: {"pattern": f"^({pattern})$"}}}
        case Among() | InOrder() | SomeDay() | Ascending():
            return  # two values together
        case _:
            assert_never(constraint)
