"""Answers to writes, kept by the key that whoever wrote gave: what is sent again is answered, and not done again.

An answer is kept in the transaction of what it answers, so that there is never one without the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ANSWERS

__all__ = ["KEPT_DAYS", "KeptAnswer", "answer_kept", "keep_answer"]

KEPT_DAYS = 7
"""So long the answer to a write is kept."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer to a write: its text, and the head of the register after it."""

    text: str
    head: str


def answer_kept(connection: Connection, caller: str, key: str, digest: str) -> KeptAnswer | None:
    """What was answered when the caller gave this key; None where it was not given yet.

    `digest` is a hash of all that the request says. Raises `ProblemsError` where the key was given with another.
    """
    found = connection.execute(select(ANSWERS).where(ANSWERS.c.caller == caller, ANSWERS.c.key == key)).first()
    if found is None:
        return None
    if found.digest != digest:
        raise refused(Sentence("key-given-otherwise", key=quote(key, limit=200)))
    return KeptAnswer(found.answer, found.head)


def keep_answer(
    connection: Connection, caller: str, key: str, digest: str, answer: KeptAnswer, *, now: Microsecond
) -> None:
    """Keep the answer to a write, and forget those that are old."""
    connection.execute(delete(ANSWERS).where(ANSWERS.c.recorded < now - KEPT_DAYS * 86_400 * MICROSECONDS))
    connection.execute(
        insert(ANSWERS).values(
            caller=caller, key=key, digest=digest, answer=answer.text, head=answer.head, recorded=now
        )
    )
