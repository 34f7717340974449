"""Requests to act of which nothing was recorded: who still waits, what was refused lately, and how one is recorded yet.

A request that is recorded later is made again as it was, as of its day, under a key that is made of its own: so it is
recorded once, and known from then on to wait no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.model.entries import EVERYBODY
from kenri.model.problems import quote, refused
from kenri.model.ruling import Outcome
from kenri.model.sentences import Sentence
from kenri.register.acts import ActRequest
from kenri.register.answers_again import AnswerAgain
from kenri.register.kept_rulings import KeptRuling
from kenri.register.ledger import Ledger

__all__ = ["made_again", "unrecorded"]


def unrecorded(answers: Iterable[AnswerAgain]) -> list[AnswerAgain]:
    """Those of answers that were given to requests of which nothing was recorded, then or later."""
    several = list(answers)
    recorded = {each.given.key for each in several if each.given.became == "event"}
    return [each for each in several if each.given.became == "nothing" and _key_of(each.given.key) not in recorded]


def made_again(ledger: Ledger, key: str, even_if: Outcome) -> ActRequest:
    """The request that was kept under a key, as of its day. Raises `ProblemsError` where none was."""
    record = ledger.current("ruling", [(EVERYBODY, key)]).get((EVERYBODY, "ruling", key, ""))
    kept = None if record is None else KeptRuling.in_record(record)
    if kept is None or kept.became != "nothing":
        raise refused(Sentence("no-such-request", key=quote(key)))
    said: dict[str, Any] = {**kept.request, "on": kept.on}
    return ActRequest(**said, even_if=even_if, key=_key_of(key))


def _key_of(key: str) -> str:
    return f"{key}-recorded"
