"""What somebody else did to how a person signs in: they are told of it when they next do, and for a while after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, insert, select, update

from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import NOTICES

__all__ = ["DAYS", "Notice", "Noticed", "has_news", "notice", "notices_of", "notices_told"]

Noticed: TypeAlias = Literal["totp-ended", "shut-out"]
"""No code is wanted of them any more; all that they were given, and every way to sign in, has ended."""

DAYS = 90
"""So long somebody is told of it after they were told first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What was done, by whom and when."""

    what: Noticed
    author: str
    made: Microsecond


def notice(connection: Connection, person: int, what: Noticed, *, now: Microsecond, author: str) -> None:
    """Have somebody told of what was done."""
    connection.execute(insert(NOTICES).values(person=person, what=what, author=author, made=now))


def has_news(connection: Connection, person: int) -> bool:
    """Whether there is something of which they have not been told."""
    news = select(NOTICES.c.id).where(NOTICES.c.person == person, NOTICES.c.told.is_(None))
    return connection.execute(news.limit(1)).first() is not None


def notices_of(connection: Connection, person: int, now: Microsecond) -> list[Notice]:
    """What they are told of, the last first."""
    is_told = NOTICES.c.told.is_(None) | (NOTICES.c.told > now - DAYS * 86_400 * MICROSECONDS)
    rows = connection.execute(select(NOTICES).where(NOTICES.c.person == person, is_told).order_by(NOTICES.c.id.desc()))
    return [Notice(what=each.what, author=each.author, made=each.made) for each in rows]


def notices_told(connection: Connection, person: int, now: Microsecond) -> None:
    """They have been told of all of it."""
    connection.execute(update(NOTICES).where(NOTICES.c.person == person, NOTICES.c.told.is_(None)).values(told=now))
