"""Sessions of people who have signed in. A browser keeps a session's random text in a cookie, and we its hash alone.

A session ends after a time without a request, after a longer time in any case, when its person signs out, has another
password, or is shut out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest

from sqlalchemy import Connection, Row, delete, insert, select, update

from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import SESSIONS

__all__ = [
    "ABSOLUTE_HOURS",
    "IDLE_MINUTES",
    "SignedIn",
    "begin_session",
    "csrf_token",
    "end_sessions",
    "is_csrf_token",
    "is_sealed",
    "is_to_be_seen",
    "seal",
    "see_session",
    "session_of",
    "sessions_of",
    "sign_out",
]

IDLE_MINUTES = 60
"""A session ends after so long without a request."""

ABSOLUTE_HOURS = 12
"""A session ends after so long in any case."""

_IDLE = IDLE_MINUTES * 60 * MICROSECONDS
_ABSOLUTE = ABSOLUTE_HOURS * 3_600 * MICROSECONDS
_SEEN_AGAIN = 60 * MICROSECONDS
_KEPT = 30 * 86_400 * MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session as it is kept: whose it is, by what means it was begun, and when it was last used."""

    digest: str
    person: int
    means: str
    """`password`, `totp`, `recovery` or `openid`."""
    made: Microsecond
    seen: Microsecond
    ended: Microsecond | None

    def is_good(self, now: Microsecond) -> bool:
        """Whether it still counts."""
        return self.ended is None and now < self.seen + _IDLE and now < self.made + _ABSOLUTE


def begin_session(connection: Connection, person: int, means: str, now: Microsecond) -> str:
    """The text of a new session, for the cookie. Nothing tells it again. Those that are long over are forgotten."""
    text = secrets.token_urlsafe(32)
    connection.execute(delete(SESSIONS).where(SESSIONS.c.made < now - _KEPT))
    connection.execute(insert(SESSIONS).values(digest=_digest(text), person=person, means=means, made=now, seen=now))
    return text


def session_of(connection: Connection, text: str, now: Microsecond) -> SignedIn | None:
    """The session of a cookie; None where it does not count, whatever the reason."""
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == _digest(text))).first()
    return None if row is None or not (found := _session(row)).is_good(now) else found


def is_to_be_seen(session: SignedIn, now: Microsecond) -> bool:
    """Whether it was last used so long ago that it should be written down again."""
    return now >= session.seen + _SEEN_AGAIN


def see_session(connection: Connection, session: SignedIn, now: Microsecond) -> None:
    """Write down that it was used. One that was ended meanwhile stays ended."""
    connection.execute(
        update(SESSIONS).where(SESSIONS.c.digest == session.digest, SESSIONS.c.ended.is_(None)).values(seen=now)
    )


def sessions_of(connection: Connection, person: int, now: Microsecond) -> list[SignedIn]:
    """Those of a person that count, the newest first."""
    rows = connection.execute(select(SESSIONS).where(SESSIONS.c.person == person).order_by(SESSIONS.c.made.desc()))
    return [each for each in map(_session, rows) if each.is_good(now)]


def sign_out(connection: Connection, text: str, now: Microsecond) -> None:
    """End the session of a cookie, if there is one."""
    connection.execute(
        update(SESSIONS).where(SESSIONS.c.digest == _digest(text), SESSIONS.c.ended.is_(None)).values(ended=now)
    )


def end_sessions(connection: Connection, person: int, now: Microsecond, *, but: str | None = None) -> None:
    """End those of a person; but for one, by its digest."""
    ended = update(SESSIONS).where(SESSIONS.c.person == person, SESSIONS.c.ended.is_(None))
    connection.execute((ended if but is None else ended.where(SESSIONS.c.digest != but)).values(ended=now))


def csrf_token(session: str) -> str:
    """What a form of a session carries, and whoever does not know its cookie cannot make. `session` is its text."""
    return sha256(b"kenri csrf " + session.encode(errors="surrogatepass")).hexdigest()


def is_csrf_token(session: str, given: str | None) -> bool:
    """Whether a write that comes by the cookie of a session comes from a form of that session."""
    return given is not None and compare_digest(csrf_token(session).encode(), given.encode(errors="surrogatepass"))


def seal(session: str, text: str) -> str:
    """What shows that a text was put into a form of a session by us. `session` is its text."""
    key = session.encode(errors="surrogatepass")
    return hmac_digest(key, b"kenri seal " + text.encode(errors="surrogatepass"), "sha256").hex()


def is_sealed(session: str, text: str, given: str) -> bool:
    """Whether a text that comes back with a form of a session is one that we put into it."""
    return compare_digest(seal(session, text).encode(), given.encode(errors="surrogatepass"))


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def _session(row: Row[tuple[object, ...]]) -> SignedIn:
    return SignedIn(**row._mapping)
