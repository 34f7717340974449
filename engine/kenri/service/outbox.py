"""What is to be sent to subscribers: a queue in the database of the register, filled and emptied by whoever comes.

Each message is in one of four states. `waiting`: nobody has it, that is certain; what is told in it may still be taken
out. `begun`: somebody may have it, since a process is sending it, or was stopped as it did; it is sent again, under
the same id and with the same words, once nobody can be at it any more. `sent` and `failed` are ends. The words of a
message are kept only while it is `begun`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ANNOUNCEMENTS, MESSAGES, SUBSCRIPTIONS
from kenri.service.announcing import Announcement, Told
from kenri.service.subscriptions import Looked, Subscription, subscription

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "Begun",
    "Message",
    "Outcome",
    "State",
    "begin_next",
    "enqueue",
    "had_its_mail",
    "messages",
    "settle",
    "told_to",
    "try_again",
]

State: TypeAlias = Literal["waiting", "begun", "sent", "failed"]

Outcome: TypeAlias = Literal["sent", "refused", "refused-for-good", "not-known"]
"""`refused`: nobody has the message, and perhaps later. `not-known`: the connection was lost as it was handed over."""

LEASE = 900
"""Seconds in which whoever has begun to send a message is done with it, in one way or the other."""

_MINUTES = (1, 5, 15, 60, 120, 240, 480, 720, 720, 720)
"""Between one attempt and the next."""

MOST_ATTEMPTS = len(_MINUTES) + 1


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is in the queue."""

    id: str
    day: str
    state: State
    attempts: int
    due: Microsecond
    """From when on it may be sent (again)."""
    reason: str
    """Why it was not taken when it was last sent."""
    ended: Microsecond | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A message that this process is to send."""

    id: str
    subscription: Subscription
    day: date
    attempts: int
    body: str
    was_begun: bool
    """Whether somebody may have it already."""


# --- filled


def told_to(connection: Connection, id_: int, today: date) -> list[Told]:
    """What a subscriber was told, or may have been, of what may still come."""
    waiting = select(MESSAGES.c.id).where(MESSAGES.c.subscription == id_, MESSAGES.c.state == "waiting")
    query = select(ANNOUNCEMENTS).where(
        ANNOUNCEMENTS.c.subscription == id_,
        or_(ANNOUNCEMENTS.c.day >= today.isoformat(), ANNOUNCEMENTS.c.standing == 1),
        ANNOUNCEMENTS.c.message.not_in(waiting),
    )
    rows = connection.execute(query.order_by(ANNOUNCEMENTS.c.number))
    return [Told(each.number, _announcement(each)) for each in rows]


def had_its_mail(connection: Connection, id_: int, today: date) -> bool:
    """Whether what a subscriber is told on a day has gone out, or may have."""
    query = select(func.count()).where(
        MESSAGES.c.subscription == id_, MESSAGES.c.day == today.isoformat(), MESSAGES.c.state != "waiting"
    )
    return connection.execute(query).scalar_one() > 0


def enqueue(
    connection: Connection,
    id_: int,
    issuer: str,
    looked: Looked,
    now: Microsecond,
    announce: Callable[[Sequence[Told]], Iterable[Announcement] | None],
) -> int | None:
    """Put into the queue what a subscriber is to be told, in the place of what waits there; how much that is.

    `announce` is given what was told, and gives what is to be told; None where it would have to look again. So does
    this then, and also where somebody has looked farther meanwhile, the subscription was taken back, or the mail of the
    day has gone out: nothing is changed.
    """
    found = subscription(connection, id_, is_locked=True)
    today = date.fromisoformat(looked.day)
    is_old = found.looked is not None and (found.looked.sequence > looked.sequence or found.looked.day > looked.day)
    if is_old or found.revoked is not None:
        return None
    # What waits is locked before anything is read, so that nobody begins to send it meanwhile.
    of_waiting = select(MESSAGES).where(MESSAGES.c.subscription == id_, MESSAGES.c.state == "waiting")
    before = connection.execute(of_waiting.with_for_update()).all()
    if found.channel == "mail" and had_its_mail(connection, id_, today):
        return None
    fresh = announce(told_to(connection, id_, today))
    if fresh is None:
        return None
    listed = list(fresh)
    ids = [each.id for each in before]
    connection.execute(delete(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.message.in_(ids)))
    connection.execute(delete(MESSAGES).where(MESSAGES.c.id.in_(ids)))
    if listed:
        last = max(before, key=lambda each: each.due, default=None)
        _put(connection, found, issuer, looked.day, listed, now, last)
    kept = json.dumps(looked)
    connection.execute(update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == id_).values(looked=kept))
    return sum(each.change != "left" for each in listed)


def _put(
    connection: Connection,
    to: Subscription,
    issuer: str,
    day: str,
    listed: Sequence[Announcement],
    now: Microsecond,
    last: Any,
) -> None:
    """A new message, which goes on where the last one that could not be sent has come to."""
    same_day = select(func.max(MESSAGES.c.part)).where(MESSAGES.c.subscription == to.id, MESSAGES.c.day == day)
    part = (connection.execute(same_day).scalar() or 0) + 1
    said = [issuer, to.name, to.made, day, part]
    id_ = sha256(json.dumps(said).encode()).hexdigest()[:32]
    connection.execute(
        insert(MESSAGES).values(
            id=id_,
            subscription=to.id,
            day=day,
            part=part,
            state="waiting",
            attempts=0 if last is None else last.attempts,
            due=now if last is None else last.due,
            reason="" if last is None else last.reason,
            body="",
            made=now,
        )
    )
    rows = [
        {
            "subscription": to.id,
            "message": id_,
            "thing": each.thing,
            "day": each.day.isoformat(),
            "turn": each.turn,
            "distance": each.distance,
            "change": each.change,
            "standing": int(each.is_standing),
            "data": json.dumps(each.data),
        }
        for each in listed
    ]
    connection.execute(insert(ANNOUNCEMENTS), rows)


# --- emptied


def begin_next(
    connection: Connection,
    issuer: int,
    now: Microsecond,
    render: Callable[[Begun, Sequence[Announcement]], str],
    *,
    with_mail: bool = True,
) -> Begun | None:
    """Take the next message that may be sent, so that nobody else does until `LEASE` has passed; None: there is none.

    `render` makes the words of one that was not begun before.
    """
    query = (
        select(MESSAGES)
        .join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.id == MESSAGES.c.subscription)
        .where(
            SUBSCRIPTIONS.c.issuer == issuer,
            SUBSCRIPTIONS.c.revoked.is_(None),
            MESSAGES.c.state.in_(("waiting", "begun")),
            MESSAGES.c.due <= now,
            SUBSCRIPTIONS.c.channel.in_(("mail", "webhook") if with_mail else ("webhook",)),
        )
        .order_by(MESSAGES.c.due, MESSAGES.c.id)
        .limit(1)
        .with_for_update(of=MESSAGES, skip_locked=True)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    to = subscription(connection, row.subscription)
    begun = Begun(row.id, to, date.fromisoformat(row.day), row.attempts + 1, row.body, row.state == "begun")
    if not begun.was_begun:
        rows = select(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.message == row.id).order_by(ANNOUNCEMENTS.c.number)
        told = [_announcement(each) for each in connection.execute(rows)]
        begun = replace(begun, body=render(begun, [each for each in told if each.change != "left"]))
    connection.execute(
        update(MESSAGES)
        .where(MESSAGES.c.id == row.id)
        .values(state="begun", attempts=begun.attempts, due=now + LEASE * MICROSECONDS, body=begun.body)
    )
    return begun


def settle(
    connection: Connection, begun: Begun, outcome: Outcome, now: Microsecond, *, reason: str = "", wait: int = 0
) -> State:
    """Write down what became of a message; its state. `wait`: whoever refused it asks for so many seconds.

    Where somebody else has taken it meanwhile, because this took too long, only that it was sent is written.
    """
    state: State
    if outcome == "sent":
        state = "sent"
    elif outcome == "refused-for-good" or begun.attempts >= MOST_ATTEMPTS:
        state = "failed"
    else:
        state = "begun" if outcome == "not-known" or begun.was_begun else "waiting"
    seconds = max(_MINUTES[min(begun.attempts, len(_MINUTES)) - 1] * 60, min(wait, 86_400))
    is_over = state in ("sent", "failed")
    query = update(MESSAGES).where(MESSAGES.c.id == begun.id, MESSAGES.c.state == "begun")
    if outcome != "sent":
        query = query.where(MESSAGES.c.attempts == begun.attempts)
    connection.execute(
        query.values(
            state=state,
            due=now if is_over else now + seconds * MICROSECONDS,
            reason=reason,
            body=begun.body if state == "begun" else "",
            ended=now if is_over else None,
        )
    )
    return state


def messages(connection: Connection, issuer: int, *, states: Sequence[State]) -> list[tuple[str, Message]]:
    """The messages in some states, each after the name of its subscription, the oldest first."""
    query = (
        select(MESSAGES, SUBSCRIPTIONS.c.name.label("name"))
        .join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.id == MESSAGES.c.subscription)
        .where(SUBSCRIPTIONS.c.issuer == issuer, SUBSCRIPTIONS.c.revoked.is_(None), MESSAGES.c.state.in_(states))
        .order_by(MESSAGES.c.made, MESSAGES.c.id)
    )
    return [
        (each.name, Message(each.id, each.day, each.state, each.attempts, each.due, each.reason, each.ended))
        for each in connection.execute(query)
    ]


def try_again(connection: Connection, issuer: int, now: Microsecond) -> int:
    """Put back into the queue what has failed; how many messages that is."""
    own = select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.issuer == issuer, SUBSCRIPTIONS.c.revoked.is_(None))
    failed = select(MESSAGES.c.id).where(MESSAGES.c.state == "failed", MESSAGES.c.subscription.in_(own))
    ids = list(connection.execute(failed.with_for_update()).scalars())
    again = update(MESSAGES).where(MESSAGES.c.id.in_(ids))
    connection.execute(again.values(state="waiting", attempts=0, due=now, ended=None))
    return len(ids)


def _announcement(row: Any) -> Announcement:
    return Announcement(
        thing=row.thing,
        day=date.fromisoformat(row.day),
        turn=row.turn,
        distance=row.distance,
        change=row.change,
        is_standing=bool(row.standing),
        data=json.loads(row.data),
    )
