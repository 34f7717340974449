"""Sign-in by a name and a password, and a code where one is wanted.

A name that nobody has, a wrong password and a wrong code are told alike, and a name and a password take as long to
refuse whatever is wrong with them.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from kenri.model.problems import refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.register.tables import PEOPLE
from kenri.service.attempts import note_attempt, note_success
from kenri.service.credentials import has_totp, is_code, is_password, password_hash
from kenri.service.people import name_of
from kenri.service.sessions import begin_session

__all__ = ["must_show_again", "sign_in"]


def sign_in(database: Database, name: str, password: str, *, code: str = "", address: str, now: Microsecond) -> str:
    """The text of a session for who has a name and a password.

    `address` is from where it is tried. Raises `ProblemsError`: `sign-in-refused`; `code-wanted`, where name and
    password are right and a code is needed; `too-many-attempts`.
    """
    typed = name_of(name)
    with database.writing() as connection:
        attempt = note_attempt(connection, typed, address, now)
        person = connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.name == typed)).scalar()
        hashed = None if person is None else password_hash(connection, person)
    if not is_password(hashed, password) or person is None:  # outside of a transaction: it takes its time
        raise refused(Sentence("sign-in-refused"))
    with database.writing() as connection:
        if password_hash(connection, person) != hashed:  # it was changed meanwhile
            raise refused(Sentence("sign-in-refused"))
        means: str | None = "password"
        if has_totp(connection, person):
            if not code.strip():
                raise refused(Sentence("code-wanted"))
            means = is_code(connection, person, code, now)
        if means is not None:
            note_success(connection, attempt, typed)
            return begin_session(connection, person, means, now)
    raise refused(Sentence("sign-in-refused"))


def must_show_again(database: Database, name: str, shown: str, now: Microsecond) -> None:
    """Raise `ProblemsError` where what somebody who has signed in types once more, before they do what cannot be taken
    back, is neither their password nor a code of the moment of theirs. It counts as an attempt of their name.
    """
    with database.writing() as connection:
        attempt = note_attempt(connection, name, "", now)
        person = connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.name == name)).scalar()
        hashed = None if person is None else password_hash(connection, person)
        has_code = person is not None and has_totp(connection, person)
    if person is None or (hashed is None and not has_code):
        raise refused(Sentence("nothing-to-show-again"))
    is_right = is_password(hashed, shown)  # outside of a transaction: it takes its time
    with database.writing() as connection:
        if (is_right and password_hash(connection, person) == hashed) or _is_code(connection, person, shown, now):
            note_success(connection, attempt, name)
            return
    raise refused(Sentence("not-shown-again"))


def _is_code(connection: Connection, person: int, shown: str, now: Microsecond) -> bool:
    return has_totp(connection, person) and is_code(connection, person, shown, now) is not None
