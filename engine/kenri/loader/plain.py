"""From a construct back to the plain data of a file: the inverse of decoding, for writing rule files."""

from collections.abc import Mapping
from typing import TypeAlias

from kenri.loader.hints import Hint, fields_of
from kenri.loader.scalars import Scalar
from kenri.model.expressions import Node

__all__ = ["Plain", "plain"]

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | Scalar"


def plain(node: Node) -> dict[str, Plain]:
    """The mapping that decodes to an equal construct: keys as in files, in the order of the fields, defaults left out.

    >>> from kenri.model.expressions import Duration, Within
    >>> plain(Within(within=Duration(days=10), from_="launch"))
    {'within': {'days': 10}, 'from': 'launch'}
    """
    values = [(field, getattr(node, field.name)) for field in fields_of(type(node)).values()]
    return {field.key: _written(value, field.hint) for field, value in values if value != field.default}


def _written(value: object, hint: Hint) -> Plain:
    """A value as a field has it: one by itself where a list of it need not be written."""
    if hint.is_one_or_several and isinstance(value, tuple) and len(value) == 1:
        return _plain(value[0])
    return _plain(value)


def _plain(value: object) -> Plain:
    if isinstance(value, Node):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    assert isinstance(value, Scalar)  # the hints allow nothing else
    return value
