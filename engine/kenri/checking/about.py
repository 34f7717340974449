"""What a result is about, to be said: mostly names, which are the same in every language, and words around some."""

from __future__ import annotations

from kenri.checking.verdict import Kind
from kenri.model.sentences import Sentence

_EVENTS = {"nothing happens": "where-nothing-happens", "each event": "of-each-event"}
"""What stands in the place of an event; no name of one has a blank."""

_LIMITS = "limits on "


def about(kind: Kind, subject: str) -> Sentence:
    """The subject of a result or a mark; its English is the subject itself.

    >>> about("dead-zone", "exercise: nothing happens").text("ja")
    'exercise：何も起こらない場合'
    """
    if kind == "contradiction" and subject.startswith(_LIMITS):
        return Sentence("limits-on", action=subject.removeprefix(_LIMITS))
    action, _, event = subject.partition(": ")
    if kind == "dead-zone" and event in _EVENTS:
        return Sentence(_EVENTS[event], action=action)
    return Sentence("the-subject", subject=subject)
