"""Who tried to sign in lately, so that nobody can try many passwords: neither of one name, nor from one address.

They are in the database, so that neither a restart nor another process forgets them. Names are kept as the beginnings
of hashes, since what is typed for a name may be a password.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from kenri.model.problems import refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ATTEMPTS

__all__ = ["MINUTES", "MOST_FROM", "MOST_OF", "forgive_begun", "note_attempt", "note_begun", "note_success"]

MINUTES = 15
"""For so long an attempt that failed counts."""

MOST_OF = 10
"""Attempts that may fail of one name, before no more are heard."""

MOST_FROM = 50
"""Attempts that may fail from one address, before no more are heard."""


def note_attempt(connection: Connection, name: str, address: str, now: Microsecond) -> int:
    """Note that somebody tries, as one that fails until it is known for better; its number.

    It is noted before it is judged, and in a transaction that writes: so many at once are as many one by one.
    Raises `ProblemsError` where too many failed.
    """
    since = now - MINUTES * 60 * MICROSECONDS
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.recorded < since))
    digest = _digest(name)
    for found, most in ((ATTEMPTS.c.name == digest, MOST_OF), (ATTEMPTS.c.address == address, MOST_FROM)):
        if _failed(connection, found) >= most:
            raise refused(Sentence("too-many-attempts", minutes=MINUTES))
    made = connection.execute(insert(ATTEMPTS).values(name=digest, address=address, recorded=now, failed=1))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # there is one, since one row was put in


def note_success(connection: Connection, attempt: int, name: str) -> None:
    """Note that one did not fail; what failed of the name before is forgiven, and not what came from the address."""
    connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt).values(failed=0))
    connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.name == _digest(name)).values(name=""))


def note_begun(connection: Connection, address: str, now: Microsecond) -> None:
    """Note that somebody begins to sign in by another service, as one that fails until it comes to its end.

    Raises `ProblemsError` where too many failed from the address.
    """
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.recorded < now - MINUTES * 60 * MICROSECONDS))
    if _failed(connection, ATTEMPTS.c.address == address) >= MOST_FROM:
        raise refused(Sentence("too-many-attempts", minutes=MINUTES))
    connection.execute(insert(ATTEMPTS).values(name=_ELSEWHERE, address=address, recorded=now, failed=1))


def forgive_begun(connection: Connection, address: str) -> None:
    """Note that one of those came to its end: what began from the address in this way counts no more."""
    begun = (ATTEMPTS.c.name == _ELSEWHERE) & (ATTEMPTS.c.address == address)
    connection.execute(update(ATTEMPTS).where(begun).values(failed=0))


_ELSEWHERE = "elsewhere"
"""In the place of a name, where it is typed at another service; no hash is so."""


def _failed(connection: Connection, found: ColumnElement[bool]) -> int:
    return int(
        connection.execute(select(func.count()).select_from(ATTEMPTS).where(found, ATTEMPTS.c.failed == 1)).scalar_one()
    )


def _digest(name: str) -> str:
    return sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
