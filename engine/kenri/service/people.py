"""People who sign in by a name. Their roles are `appointments`, and what shows who they are `credentials`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.records import Microsecond
from kenri.register.tables import PEOPLE
from kenri.service.access import Caller
from kenri.service.appointments import appointments_of, end_appointments
from kenri.service.credentials import forget_credentials
from kenri.service.names import must_be_name
from kenri.service.notices import notice
from kenri.service.sessions import end_sessions
from kenri.service.tokens import end_tokens_of

__all__ = ["User", "add_person", "any_person", "caller_named", "find_person", "name_of", "people", "shut_out"]


@dataclass(frozen=True, slots=True)
class User:
    """Who signs in by a name."""

    id: int
    name: str
    recorded: Microsecond
    author: str


def name_of(text: str) -> str:
    """A name as it is kept: however it is typed, it is the same.

    >>> name_of(" Ann ") == name_of("ａｎｎ")
    True
    """
    fit = text.encode(errors="replace").decode().replace("\0", "?")  # what no database keeps is nobody's name
    return unicodedata.normalize("NFKC", fit).casefold().strip()


def add_person(connection: Connection, name: str, *, now: Microsecond, author: str) -> User:
    """Record somebody, who as yet may do nothing. Raises `ProblemsError` for a name that is none, or is taken."""
    kept = name_of(name)
    must_be_name(kept, name)
    if any(each.name == kept for each in people(connection)):
        raise refused(Sentence("person-there", name=quote(kept)))
    connection.execute(insert(PEOPLE).values(name=kept, recorded=now, author=author))
    return find_person(connection, kept)


def people(connection: Connection) -> list[User]:
    """Everybody, in the order of their names."""
    return sorted((User(**row) for row in connection.execute(select(PEOPLE)).mappings()), key=lambda each: each.name)


def any_person(connection: Connection) -> bool:
    """Whether there is anybody: from then on nobody is served who has not signed in."""
    return connection.execute(select(PEOPLE.c.id).limit(1)).first() is not None


def find_person(connection: Connection, name: str) -> User:
    """Somebody by name. Raises `ProblemsError` for one that there is not."""
    known = {each.name: each for each in people(connection)}
    kept = name_of(name)
    if kept not in known:
        raise refused(Sentence("no-such-person", name=quote(name)), did_you_mean(kept, known))
    return known[kept]


def caller_named(connection: Connection, person: int) -> Caller:
    """A person as who asks."""
    name = connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.id == person)).scalar_one()
    given = appointments_of(connection, person)
    issuers = None if any(each.issuer is None for each in given) else frozenset(str(each.issuer) for each in given)
    return Caller(name, frozenset(), issuers, kind="person", appointments=given)


def shut_out(connection: Connection, person: User, *, today: date, now: Microsecond, author: str) -> None:
    """End all that somebody was given, every session, every token of theirs, and every way to sign in. Should they be
    let in again, they are told of it.
    """
    given = appointments_of(connection, person.id)
    end_appointments(connection, person.id, given, today=today, now=now, author=author)
    end_sessions(connection, person.id, now)
    end_tokens_of(connection, person.id, now)
    forget_credentials(connection, person.id, now)
    notice(connection, person.id, "shut-out", now=now, author=author)
