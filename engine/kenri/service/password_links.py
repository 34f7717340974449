"""Links by which somebody sets another password, once: for who has lost theirs.

A link has 256 random bits, of which the hash alone is kept, and counts for a day. It ends with another link of the same
person, with any other password, and when they are shut out. It signs nobody in, and whoever wants a code besides is
asked for one as before.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from kenri.register.database import Database
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import PASSWORD_LINKS, PEOPLE
from kenri.service.credentials import end_password_links, set_password
from kenri.service.sessions import end_sessions

__all__ = ["HOURS", "PasswordLink", "make_password_link", "person_of_link", "set_password_by_link"]

HOURS = 24
"""For so long a link counts."""


class PasswordLink(NamedTuple):
    """Whose a link is, by their number and name, and who made it."""

    person: int
    name: str
    author: str


def make_password_link(
    connection: Connection, person: int, *, secret: str, now: Microsecond, author: str
) -> Microsecond:
    """Keep a link of some random `secret`, of 32 bytes or more as text; when it ends. Those before it count no more."""
    end_password_links(connection, person, now)
    ends = now + HOURS * 3_600 * MICROSECONDS
    connection.execute(
        insert(PASSWORD_LINKS).values(digest=_digest(secret), person=person, author=author, made=now, ends=ends)
    )
    return ends


def person_of_link(connection: Connection, secret: str, now: Microsecond) -> PasswordLink | None:
    """Whose link has a secret; None where it does not count, whatever the reason."""
    row = connection.execute(
        select(PASSWORD_LINKS, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == PASSWORD_LINKS.c.person)
        .where(PASSWORD_LINKS.c.digest == _digest(secret))
    ).first()
    is_good = row is not None and row.ended is None and now < row.ends
    return PasswordLink(row.person, row.name, row.author) if row is not None and is_good else None


def set_password_by_link(database: Database, secret: str, password: str, now: Microsecond) -> PasswordLink | None:
    """Set another password for whom a link is, which then counts no more; every session of theirs ends. None where the
    link does not count. Raises `ProblemsError` for a password that is not taken: then the link still counts.
    """
    with database.writing() as connection:
        found = person_of_link(connection, secret, now)
        if found is None or not _take(connection, secret, now):
            return None
        set_password(connection, found.person, password, now)
        end_sessions(connection, found.person, now)
        return found


def _take(connection: Connection, secret: str, now: Microsecond) -> bool:
    """Let a link count no more; of two who do so at once one alone has done it."""
    link = (PASSWORD_LINKS.c.digest == _digest(secret)) & PASSWORD_LINKS.c.ended.is_(None)
    return connection.execute(update(PASSWORD_LINKS).where(link).values(ended=now)).rowcount == 1


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
