"""Calendars that are read by secret addresses: made once and shown once, only the hash of a secret is kept.

A secret has 256 random bits, so that a plain hash of it keeps it, and how long it takes to look for the hash tells
nobody anything that could be tried. Who has the address reads the calendar, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, Row, insert, select

from kenri.model.problems import quote, refused
from kenri.model.sentences import Language, Sentence
from kenri.register.records import Microsecond
from kenri.register.tables import FEEDS, ISSUERS
from kenri.service.names import must_be_name, must_be_zone

__all__ = ["Feed", "feed_of", "feeds", "make_feed"]

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it is kept: of whom it tells, in which language, and on whose days."""

    issuer: str
    name: str
    holder: str
    """Whose deadlines; empty: everybody's."""
    lang: Language
    zone: str
    made: Microsecond
    revoked: Microsecond | None


def make_feed(
    connection: Connection,
    issuer: int,
    name: str,
    holder: str,
    *,
    lang: Language,
    zone: str,
    secret: str,
    now: Microsecond,
) -> None:
    """Keep a calendar of an issuer under some random `secret`, of 32 bytes as URLs have them (43 characters).

    Raises `ProblemsError` for a name that is none, or that a calendar has or had, and for a zone that there is not.
    """
    if _SECRET.fullmatch(secret) is None:
        raise ValueError("a secret has 43 characters of a URL")
    must_be_name(name)
    must_be_zone(zone)
    if any(each.name == name for each in feeds(connection, issuer)):
        raise refused(Sentence("feed-there", name=quote(name)))
    connection.execute(
        insert(FEEDS).values(
            digest=_digest(secret), issuer=issuer, name=name, holder=holder, lang=lang, zone=zone, made=now
        )
    )


def feeds(connection: Connection, issuer: int) -> list[Feed]:
    """All calendars of an issuer that were ever made, in the order of their names."""
    found = map(_feed, connection.execute(_SELECT.where(FEEDS.c.issuer == issuer)))
    return sorted(found, key=lambda each: each.name)


def feed_of(connection: Connection, secret: str) -> Feed | None:
    """The calendar under a secret; None for whatever leads to none, also to one that was taken back."""
    if _SECRET.fullmatch(secret) is None:
        return None
    row = connection.execute(_SELECT.where(FEEDS.c.digest == _digest(secret), FEEDS.c.revoked.is_(None))).first()
    return None if row is None else _feed(row)


_SELECT = select(FEEDS, ISSUERS.c.name.label("of")).join(ISSUERS, ISSUERS.c.id == FEEDS.c.issuer)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _feed(row: Row[tuple[object, ...]]) -> Feed:
    values = row._mapping
    return Feed(
        issuer=values["of"],
        name=values["name"],
        holder=values["holder"],
        lang="ja" if values["lang"] == "ja" else "en",
        zone=values["zone"],
        made=values["made"],
        revoked=values["revoked"],
    )
