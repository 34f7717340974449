"""Tokens by which programs ask: made once and shown once; only their hashes are kept.

A token is `kenri_` and 43 characters of 256 random bits, so that a plain hash of it keeps it: nobody can try them all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import product

from sqlalchemy import Connection, Row, insert, select, update

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import TOKENS
from kenri.service.access import Caller
from kenri.service.appointments import Appointment
from kenri.service.names import must_be_name

__all__ = [
    "PREFIX",
    "Token",
    "any_token",
    "caller_of",
    "end_tokens_of",
    "is_to_be_noted",
    "make_token",
    "name_of_own",
    "note_use",
    "token_named",
    "token_sent",
    "tokens",
]

PREFIX = "kenri_"

_BETWEEN = "/"

_NOTED_AGAIN = 3_600 * MICROSECONDS
"""So often it is written down that a token is used."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: who it is by name, what it may do, and from when until when."""

    name: str
    scopes: tuple[str, ...]
    issuers: tuple[str, ...]
    """Of which issuers; empty: of all."""
    made: Microsecond
    ends: Microsecond | None
    revoked: Microsecond | None
    person: int | None = None
    """Who made it for themselves; None: it was made at the terminal, and is nobody's."""
    used: Microsecond | None = None
    """When it was last used, within an hour."""

    def is_good(self, now: Microsecond) -> bool:
        """Whether it still counts."""
        return self.revoked is None and (self.ends is None or now < self.ends)


def make_token(
    connection: Connection,
    name: str,
    scopes: Collection[str],
    issuers: Collection[str],
    *,
    secret: str,
    now: Microsecond,
    ends: Microsecond | None,
    person: int | None = None,
) -> str:
    """Keep a token of some random `secret`, of 32 bytes or more as text; what is to be sent. Nothing tells it again.
    One of a `person` does nothing that they may not do, and its name has been put together by `name_of_own`.

    Raises `ProblemsError` for a name that is none, or that a token has or had.
    """
    if person is None:
        must_be_name(name)
    if name in {each.name for each in tokens(connection)}:
        raise refused(Sentence("token-there", name=quote(name)))
    text = PREFIX + secret
    connection.execute(
        insert(TOKENS).values(
            digest=_digest(text),
            name=name,
            scopes=_listed(scopes),
            issuers=_listed(issuers),
            made=now,
            ends=ends,
            person=person,
        )
    )
    return text


def name_of_own(person: str, name: str) -> str:
    """The name of a token that a person makes, of what they call it: however long their own name is, it is as long.

    Raises `ProblemsError` for what is no name, also with a stroke, which stands between the two: else that of one
    person could be read as that of another.
    """
    must_be_name(name)
    if _BETWEEN in name:
        raise refused(Sentence("token-name-in-parts", name=quote(name)))
    return f"{person}{_BETWEEN}{name}"


def tokens(connection: Connection) -> list[Token]:
    """All tokens that were ever made, in the order of their names."""
    return sorted(map(_token, connection.execute(select(TOKENS))), key=lambda each: each.name)


def any_token(connection: Connection, now: Microsecond) -> bool:
    """Whether a token counts: from then on, nobody is served without one."""
    return any(each.is_good(now) for each in tokens(connection))


def token_sent(connection: Connection, text: str, now: Microsecond) -> Token:
    """The token that somebody sends. Raises `ProblemsError` for one that does not count, whatever the reason."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.digest == _digest(text))).first()
    if row is None or not (token := _token(row)).is_good(now):
        raise refused(Sentence("token-not-known"))
    return token


def token_named(connection: Connection, name: str, now: Microsecond) -> Token:
    """The token of a name. Raises `ProblemsError` where it does not count any more."""
    row = connection.execute(select(TOKENS).where(TOKENS.c.name == name)).first()
    if row is None or not (token := _token(row)).is_good(now):
        raise refused(Sentence("token-not-known"))
    return token


def caller_of(token: Token, person: Caller | None) -> Caller:
    """Who sends a token. `person` is whose it is, as who asks: what they may not do, it does not."""
    return Caller(
        token.name, frozenset(token.scopes), frozenset(token.issuers) or None,
        appointments=tuple(_appointments(token)), of=person,
    )  # fmt: skip


def is_to_be_noted(token: Token, now: Microsecond) -> bool:
    """Whether it was last used so long ago that it should be written down again."""
    return token.used is None or now >= token.used + _NOTED_AGAIN


def note_use(connection: Connection, token: Token, now: Microsecond) -> None:
    """Write down that it is used."""
    connection.execute(update(TOKENS).where(TOKENS.c.name == token.name).values(used=now))


def end_tokens_of(connection: Connection, person: int, now: Microsecond) -> None:
    """Take back every token of a person."""
    connection.execute(update(TOKENS).where(TOKENS.c.person == person, TOKENS.c.revoked.is_(None)).values(revoked=now))


def _appointments(token: Token) -> Iterator[Appointment]:
    """What a token was given: each scope, for each issuer or all, from the day on which it was made."""
    since = _day(token.made)
    for issuer, scope in product(token.issuers or (None,), token.scopes):
        yield Appointment(
            id=0, issuer=issuer, role=scope, holder="", since=since,
            until=None if token.ends is None else _day(token.ends), recorded=token.made, author="",
        )  # fmt: skip


def _day(instant: Microsecond) -> date:
    return datetime.fromtimestamp(instant // MICROSECONDS, UTC).date()


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def _listed(names: Iterable[str]) -> str:
    return json.dumps(sorted(set(names)), ensure_ascii=False)


def _token(row: Row[tuple[object, ...]]) -> Token:
    values = row._mapping
    return Token(
        name=values["name"],
        scopes=tuple(json.loads(values["scopes"])),
        issuers=tuple(json.loads(values["issuers"])),
        made=values["made"],
        ends=values["ends"],
        revoked=values["revoked"],
        person=values["person"],
        used=values["used"],
    )
