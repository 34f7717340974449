"""What is said of a name that names nothing, by the kind of thing it was meant to name."""

from __future__ import annotations

from kenri.model.sentences import Sentence, Value

__all__ = ["unknown_name", "unknown_part"]

_UNKNOWN = {
    "action": "no-such-action",
    "attribute of grants": "no-such-grant-attribute",
    "attribute of parties": "no-such-party-attribute",
    "attribute of this event": "no-such-own-attribute",
    "balance": "no-such-balance",
    "calendar": "no-such-calendar",
    "shipped calendar": "no-such-calendar",
    "counting": "no-such-counting",
    "duty": "no-such-duty",
    "effect": "no-such-effect",
    "event": "no-such-event",
    "fact of a question": "no-such-fact",
    "fact of the question": "no-such-fact-here",
    "claim": "no-such-claim",
    "figure": "no-such-figure",
    "figure or amount": "no-such-figure-or-amount",
    "grant": "no-such-grant",
    "hour": "no-such-hour",
    "party": "no-such-party",
    "party or role": "no-such-party-or-role",
    "reading": "no-such-reading",
    "role": "no-such-role",
    "rule": "no-such-rule",
    "way of lapse": "no-such-way-of-lapse",
}
"""The kinds of thing that have names, as they are told apart here."""

_UNKNOWN_PART = {"attribute": "no-such-attribute", "option": "no-such-choice"}


def unknown_name(kind: str, name: Value) -> Sentence:
    """That nothing of a kind has a name.

    >>> unknown_name("role", "`heir`").text()
    'there is no role `heir`'
    """
    return Sentence(_UNKNOWN[kind], name=name)


def unknown_part(kind: str, name: Value, whose: Value) -> Sentence:
    """That something has no part of that name.

    >>> unknown_part("attribute", "`why`", "`leaving`").text()
    'there is no attribute `why` of `leaving`'
    """
    return Sentence(_UNKNOWN_PART[kind], name=name, whose=whose)
