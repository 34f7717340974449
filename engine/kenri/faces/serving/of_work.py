"""Work that goes on after its question: how far it is, what it came to, and that it is done no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from kenri.faces.serving.answered import Answered, json_bytes
from kenri.faces.serving.asked import Asked
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.service.come_again import ComeAgainError
from kenri.service.works import KEPT_HOURS, PieceOfWork, cancel_work, work_of, works_of

__all__ = [
    "accepted", "cancel", "cancelled", "come_again", "result", "seen_works", "work", "work_asked", "work_data", "works",
]  # fmt: skip

_MOST_SECONDS = 30
"""After so many seconds whoever waits is to ask again, at the latest."""


def works(asked: Asked) -> Any:
    """All for which whoever asks has asked."""
    return {"works": [work_data(each) for each in seen_works(asked)]}


def seen_works(asked: Asked) -> list[PieceOfWork]:
    """The same, of what whoever asks might ask today."""
    with asked.connected() as connection:
        several = works_of(connection, asked.register.issuer, asked.author)
    return [each for each in several if asked.may_see(each)]


def work(asked: Asked) -> Answered:
    """How far one is."""
    found = work_asked(asked)
    headers = {"cache-control": "no-store"}
    if found.is_open:
        headers["retry-after"] = str(come_again(found, asked.now))
    return Answered(200, json_bytes(work_data(found)), headers=headers)


def result(asked: Asked) -> Answered:
    """What one came to: as its question would have been answered at once."""
    found = work_asked(asked)
    if found.is_open:
        raise ComeAgainError(Sentence("work-not-done", work=quote(found.id)), come_again(found, asked.now))
    if found.state == "cancelled":
        raise refused(Sentence("work-cancelled", work=quote(found.id)))
    assert asked.told_again is not None  # whoever answers requests sets it
    return asked.told_again(found)


def cancel(asked: Asked) -> Any:
    """Have one done no more; what has ended stays as it is."""
    return work_data(cancelled(asked))


def cancelled(asked: Asked) -> PieceOfWork:
    """The same; the work as it is then."""
    found = work_asked(asked)
    with asked.register.database.writing() as connection:
        cancel_work(connection, found.id, asked.now)
    return work_asked(asked)


def work_asked(asked: Asked) -> PieceOfWork:
    """The work that is asked about. Raises `ProblemsError` where whoever asks has not asked for any of the name, or may
    not ask for it any more.
    """
    with asked.connected() as connection:
        found = work_of(connection, asked["id"])
    if found is None or (found.caller, found.issuer) != (asked.author, asked.register.issuer):
        raise refused(Sentence("no-such-work", work=quote(asked["id"])))
    asked.must_see(found)
    return found


def accepted(found: PieceOfWork, now: Microsecond) -> Answered:
    """What is told whoever asked for what is to be worked out first: where it will be."""
    headers = {
        "location": f"/api/v1/work?{urlencode({'issuer': found.issuer, 'id': found.id})}",
        "retry-after": str(come_again(found, now)),
        "cache-control": "no-store",
    }
    return Answered(202, json_bytes(work_data(found)), headers=headers)


def come_again(found: PieceOfWork, now: Microsecond) -> int:
    """Seconds after which it makes sense to ask again: the more, the longer it took."""
    return max(1, min(_MOST_SECONDS, (now - found.made) // MICROSECONDS // 10))


def work_data(found: PieceOfWork) -> dict[str, Any]:
    """A work as programs read it."""
    return {
        "id": found.id,
        "operation": found.operation,
        "asked": [{"name": name, "value": value} for name, value in found.asked],
        "state": found.state,
        "made": _instant(found.made),
        "begun": _instant(found.begun),
        "ended": _instant(found.ended),
        "done": found.done,
        "total": found.total,
        "status": found.status,
        "kept_until": None if found.ended is None else _instant(found.ended + KEPT_HOURS * 3_600 * MICROSECONDS),
    }


def _instant(at: Microsecond | None) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at / MICROSECONDS, UTC).isoformat(timespec="seconds")
