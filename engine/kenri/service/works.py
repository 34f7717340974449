"""Work that takes longer than anybody waits for it: kept in the database until somebody has done it, with its answer.

A piece of work is a question as it came. It is `waiting` until a process takes it, `begun` while that says every few
seconds that it is still at it, then `done` with an answer, or `cancelled`. Whoever is lost with their work says nothing
any more, and another begins it anew: a question changes nothing, and a write is done once under the key of its work.
What comes of somebody who was taken for lost is not kept, so that there is one answer.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, or_, select, update

from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ISSUERS, WORKS
from kenri.service.come_again import ComeAgainError

__all__ = [
    "KEPT_HOURS",
    "LEASE",
    "MOST_ATTEMPTS",
    "MOST_OPEN",
    "PieceOfWork",
    "State",
    "accept_work",
    "answer_of",
    "begin_next",
    "cancel_work",
    "forget_works",
    "give_back",
    "is_any_to_do",
    "new_work_id",
    "question_of",
    "same_work",
    "say_at_it",
    "settle_work",
    "work_of",
    "works_of",
]

State: TypeAlias = Literal["waiting", "begun", "done", "cancelled"]

LEASE = 20
"""Seconds after which a process that has not said that it is at its work is taken for lost."""

MOST_ATTEMPTS = 3
"""So often a work is begun: what ended as many processes would end the next."""

MOST_OPEN = 10
"""Pieces of work of one caller that are not ended."""

_MOST_KEPT = 40
"""Pieces of work of one caller that are kept at all: of more the oldest that have ended are thrown away."""

KEPT_HOURS = 24
"""So long work that has ended is kept."""

_OPEN = ("waiting", "begun")


@dataclass(frozen=True, slots=True)
class PieceOfWork:
    """A piece of work, without its question and its answer."""

    id: str
    issuer: str
    caller: str
    """Who asked, as who records things is named."""
    operation: str
    holder: str | None
    """Whose rights it is about; None: everybody's, or nobody's."""
    asked: tuple[tuple[str, str], ...]
    """The parameters of the question, as they were given."""
    state: State
    made: Microsecond
    begun: Microsecond | None
    ended: Microsecond | None
    attempts: int
    done: int
    total: int
    """How far it has come, of how much; zero where that is not known."""
    status: int | None
    """That of the answer."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is to do it."""
        return self.state in _OPEN


def new_work_id() -> str:
    """A name for a work, which nobody guesses."""
    return secrets.token_urlsafe(18)


def accept_work(
    connection: Connection,
    id_: str,
    *,
    issuer: str,
    caller: str,
    operation: str,
    holder: str | None,
    asked: Sequence[tuple[str, str]],
    digest: str,
    question: bytes,
    now: Microsecond,
) -> PieceOfWork:
    """Keep a question to be worked out; `digest` tells it from any that may have another answer.

    Raises `ComeAgainError` where the caller has asked for as much as may be asked for at once.
    """
    forget_works(connection, now)
    of_caller = WORKS.c.caller == caller
    count = connection.execute(select(func.count()).where(of_caller, WORKS.c.state.in_(_OPEN))).scalar_one()
    if count >= MOST_OPEN:
        raise ComeAgainError(Sentence("too-busy"), LEASE)
    ended = select(WORKS.c.id).where(of_caller, WORKS.c.ended.is_not(None)).order_by(WORKS.c.ended.desc())
    old = connection.execute(ended.offset(_MOST_KEPT - count - 1)).scalars().all()
    connection.execute(delete(WORKS).where(WORKS.c.id.in_(old)))
    of_issuer = select(ISSUERS.c.id).where(ISSUERS.c.name == issuer).scalar_subquery()
    connection.execute(
        insert(WORKS).values(
            id=id_, issuer=of_issuer, caller=caller, operation=operation, holder=holder,
            asked=json.dumps(list(asked), ensure_ascii=False), digest=digest, question=question, state="waiting",
            made=now, worker="", attempts=0, done=0, total=0,
        )
    )  # fmt: skip
    found = work_of(connection, id_)
    assert found is not None  # it was put there
    return found


def forget_works(connection: Connection, now: Microsecond) -> None:
    """Throw away what ended long ago."""
    connection.execute(delete(WORKS).where(_is_old(now)))


def _is_old(now: Microsecond) -> ColumnElement[bool]:
    return WORKS.c.ended < now - KEPT_HOURS * 3_600 * MICROSECONDS


# --- looked at


def _told() -> Select[tuple[object, ...]]:
    columns = (
        WORKS.c.id, ISSUERS.c.name.label("issuer"), WORKS.c.caller, WORKS.c.operation, WORKS.c.holder, WORKS.c.asked,
        WORKS.c.state, WORKS.c.made, WORKS.c.begun, WORKS.c.ended, WORKS.c.attempts, WORKS.c.done, WORKS.c.total,
        WORKS.c.status,
    )  # fmt: skip
    return select(*columns).join_from(WORKS, ISSUERS)


def _work(row: Row[tuple[object, ...]]) -> PieceOfWork:
    values = dict(row._mapping)
    asked = tuple((name, value) for name, value in json.loads(values.pop("asked")))
    return PieceOfWork(**values, asked=asked)


def work_of(connection: Connection, id_: str) -> PieceOfWork | None:
    """A work by its name; None where there is none, or none any more."""
    row = connection.execute(_told().where(WORKS.c.id == id_)).first()
    return None if row is None else _work(row)


def works_of(connection: Connection, issuer: str, caller: str) -> list[PieceOfWork]:
    """The work for which somebody asked of an issuer, the newest first."""
    query = _told().where(ISSUERS.c.name == issuer, WORKS.c.caller == caller)
    return [*map(_work, connection.execute(query.order_by(WORKS.c.made.desc(), WORKS.c.id)))]


def same_work(connection: Connection, caller: str, digest: str) -> PieceOfWork | None:
    """The newest work of the same question of the same caller that is to be done, or is done."""
    query = _told().where(WORKS.c.caller == caller, WORKS.c.digest == digest, WORKS.c.state != "cancelled")
    row = connection.execute(query.order_by(WORKS.c.made.desc()).limit(1)).first()
    return None if row is None else _work(row)


def question_of(connection: Connection, id_: str) -> bytes:
    """The question of a work that is there, as it was kept."""
    return bytes(connection.execute(select(WORKS.c.question).where(WORKS.c.id == id_)).scalar_one())


def answer_of(connection: Connection, id_: str) -> bytes:
    """The answer of a work that is done, as it was kept."""
    return bytes(connection.execute(select(WORKS.c.answer).where(WORKS.c.id == id_)).scalar_one())


# --- done


def is_any_to_do(connection: Connection, now: Microsecond) -> bool:
    """Whether there is something that nobody is at, or that is to be thrown away."""
    return connection.execute(select(WORKS.c.id).where(or_(_is_free(now), _is_old(now))).limit(1)).first() is not None


def _is_free(now: Microsecond) -> ColumnElement[bool]:
    lost = and_(WORKS.c.state == "begun", WORKS.c.seen < now - LEASE * MICROSECONDS)
    return or_(WORKS.c.state == "waiting", lost)


def begin_next(connection: Connection, worker: str, now: Microsecond) -> PieceOfWork | None:
    """Take what has waited longest, in a transaction that writes; None where there is nothing to do.

    `worker` is the name of the process, which it alone has. What has had as many `attempts` as may be is taken to
    say so of it.
    """
    forget_works(connection, now)
    query = select(WORKS.c.id).where(_is_free(now)).order_by(WORKS.c.made, WORKS.c.id).limit(1)
    id_ = connection.execute(query.with_for_update(skip_locked=True)).scalar()
    if id_ is None:
        return None
    begun = update(WORKS).where(WORKS.c.id == id_)
    connection.execute(
        begun.values(state="begun", worker=worker, begun=now, seen=now, done=0, total=0, attempts=WORKS.c.attempts + 1)
    )
    return work_of(connection, id_)


def _in_hand(id_: str, worker: str) -> ColumnElement[bool]:
    return and_(WORKS.c.id == id_, WORKS.c.worker == worker, WORKS.c.state == "begun")


def say_at_it(connection: Connection, id_: str, worker: str, now: Microsecond, *, done: int, total: int) -> bool:
    """Say that the process is at the work, and how far; whether it still is to be done by this one."""
    at_it = update(WORKS).where(_in_hand(id_, worker)).values(seen=now, done=done, total=total)
    return connection.execute(at_it).rowcount == 1


def settle_work(connection: Connection, id_: str, worker: str, now: Microsecond, *, status: int, answer: bytes) -> bool:
    """Keep the answer; False, and nothing, where it is not for this process any more to give it."""
    done = update(WORKS).where(_in_hand(id_, worker))
    ended = done.values(state="done", ended=now, status=status, answer=answer, done=WORKS.c.total)
    return connection.execute(ended).rowcount == 1


def give_back(connection: Connection, id_: str, worker: str) -> None:
    """Let another begin the work anew: this process is told to stop, through no fault of the work."""
    free = update(WORKS).where(_in_hand(id_, worker))
    connection.execute(free.values(state="waiting", worker="", seen=None, attempts=WORKS.c.attempts - 1))


def cancel_work(connection: Connection, id_: str, now: Microsecond) -> bool:
    """Have nobody do it any more; False where it has ended."""
    cancelled = update(WORKS).where(WORKS.c.id == id_, WORKS.c.state.in_(_OPEN))
    return connection.execute(cancelled.values(state="cancelled", ended=now, question=b"")).rowcount == 1
