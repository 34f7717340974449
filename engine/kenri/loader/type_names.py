"""The types of values, as they are said to a user."""

from __future__ import annotations

from kenri.model.sentences import Sentence

TYPES = {
    "day": "type-day",
    "number": "type-number",
    "ratio": "type-ratio",
    "flag": "type-flag",
    "text": "type-text",
    "party": "type-party",
    "event": "type-event",
    "period": "type-period",
}


def type_name(kind: str | None) -> Sentence:
    """The type by its name in files; a value without one is a word out of several.

    >>> type_name("ratio").text(), type_name(None).text("ja")
    ('ratio', '語')
    """
    return Sentence(TYPES[kind]) if kind is not None else Sentence("type-word")
