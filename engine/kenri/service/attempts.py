"""Who tried to sign in lately, so that nobody can try many passwords: neither of one name, nor from one address.

They are in the database, so that neither a restart nor another process forgets them. Names are kept as the beginnings
of hashes, since what is typed for a name may be a password.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ATTEMPTS
from kenri.service.come_again import ComeAgainError

__all__ = ["MINUTES", "MOST_FROM", "MOST_OF", "forgive_begun", "note_attempt", "note_begun", "note_success"]

MINUTES = 15
"""For so long an attempt that failed counts."""

_COUNTS = MINUTES * 60 * MICROSECONDS

MOST_OF = 10
"""Attempts that may fail of one name, before no more are heard."""

MOST_FROM = 50
"""Attempts that may fail from one address, before no more are heard."""


def note_attempt(connection: Connection, name: str, address: str, now: Microsecond) -> int:
    """Note that somebody tries, as one that fails until it is known for better; its number.

    It is noted before it is judged, and in a transaction that writes: so many at once are as many one by one.
    Raises `ComeAgainError` where too many failed.
    """
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.recorded < now - _COUNTS))
    digest = _digest(name)
    for found, most in ((ATTEMPTS.c.name == digest, MOST_OF), (ATTEMPTS.c.address == address, MOST_FROM)):
        _must_be_few(connection, found, most, now)
    made = connection.execute(insert(ATTEMPTS).values(name=digest, address=address, recorded=now, failed=1))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # there is one, since one row was put in


def note_success(connection: Connection, attempt: int, name: str) -> None:
    """Note that one did not fail; what failed of the name before is forgiven, and not what came from the address."""
    connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.id == attempt).values(failed=0))
    connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.name == _digest(name)).values(name=""))


def note_begun(connection: Connection, address: str, now: Microsecond) -> None:
    """Note that somebody begins to sign in by another service, as one that fails until it comes to its end.

    Raises `ComeAgainError` where too many failed from the address.
    """
    connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.recorded < now - _COUNTS))
    _must_be_few(connection, ATTEMPTS.c.address == address, MOST_FROM, now)
    connection.execute(insert(ATTEMPTS).values(name=_ELSEWHERE, address=address, recorded=now, failed=1))


def forgive_begun(connection: Connection, address: str) -> None:
    """Note that one of those came to its end: what began from the address in this way counts no more."""
    begun = (ATTEMPTS.c.name == _ELSEWHERE) & (ATTEMPTS.c.address == address)
    connection.execute(update(ATTEMPTS).where(begun).values(failed=0))


_ELSEWHERE = "elsewhere"
"""In the place of a name, where it is typed at another service; no hash is so."""


def _must_be_few(connection: Connection, found: ColumnElement[bool], most: int, now: Microsecond) -> None:
    """Raise `ComeAgainError` where so many failed: there is room when the first of the last so many is forgotten."""
    query = select(ATTEMPTS.c.recorded).where(found, ATTEMPTS.c.failed == 1).order_by(ATTEMPTS.c.recorded.desc())
    last = connection.execute(query.limit(most)).scalars().all()
    if len(last) >= most:
        seconds = (last[-1] + _COUNTS - now) // MICROSECONDS + 1
        raise ComeAgainError(Sentence("too-many-attempts", minutes=MINUTES), seconds)


def _digest(name: str) -> str:
    return sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
