"""A link by which somebody sets another password counts once, for a day, and as long as nothing else came between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("argon2")
pytest.importorskip("pyotp")
pytest.importorskip("sqlalchemy")

from kenri.model.problems import ProblemsError
from kenri.register.database import Database
from kenri.register.records import MICROSECONDS
from kenri.register.register import Register
from kenri.service import credentials
from kenri.service.password_links import HOURS, PasswordLink, make_password_link, person_of_link, set_password_by_link
from kenri.service.people import User, add_person, shut_out
from kenri.service.sessions import begin_session, session_of
from kenri.service.signing_in import sign_in
from tests.register.small_register import at, codes

NOW = at("2026-11-30")
DAY = HOURS * 3_600 * MICROSECONDS
FORMER, NEW = "correct horse battery", "another long password"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    Register.create(str(tmp_path / "register.db"), "Acme")
    return Database(str(tmp_path / "register.db"))


@pytest.fixture
def ann(database: Database) -> User:
    with database.writing() as connection:
        person = add_person(connection, "ann", now=NOW, author="local")
        credentials.set_password(connection, person.id, FORMER, NOW)
        return person


def linked(database: Database, person: User, secret: str = "s" * 43) -> str:
    with database.writing() as connection:
        assert make_password_link(connection, person.id, secret=secret, now=NOW, author="person hr") == NOW + DAY
    return secret


def leads(database: Database, secret: str, now: int = NOW) -> bool:
    with database.reading() as connection:
        return person_of_link(connection, secret, now) is not None


def test_it_sets_another_password_once_and_ends_every_session(database: Database, ann: User) -> None:
    secret = linked(database, ann)
    with database.writing() as connection:
        text = begin_session(connection, ann.id, "password", NOW)
    assert set_password_by_link(database, secret, NEW, NOW) == PasswordLink(ann.id, "ann", "person hr")
    with database.reading() as connection:
        assert session_of(connection, text, NOW) is None
    assert sign_in(database, "ann", NEW, address="", now=NOW)
    with pytest.raises(ProblemsError):
        sign_in(database, "ann", FORMER, address="", now=NOW)
    assert set_password_by_link(database, secret, FORMER, NOW) is None
    assert sign_in(database, "ann", NEW, address="", now=NOW)


def test_the_code_of_the_moment_stays_wanted(database: Database, ann: User) -> None:
    with database.writing() as connection:
        spare = credentials.begin_totp(connection, ann.id, NOW).recovery
    set_password_by_link(database, linked(database, ann), NEW, NOW)
    with pytest.raises(ProblemsError) as error:
        sign_in(database, "ann", NEW, address="", now=NOW)
    assert codes(error.value.problems) == ["code-wanted"]
    assert sign_in(database, "ann", NEW, code=spare[0], address="", now=NOW)


def test_a_password_that_is_not_taken_leaves_the_link(database: Database, ann: User) -> None:
    secret = linked(database, ann)
    with pytest.raises(ProblemsError) as error:
        set_password_by_link(database, secret, "short", NOW)
    assert codes(error.value.problems) == ["password-not-taken"]
    assert leads(database, secret)
    assert sign_in(database, "ann", FORMER, address="", now=NOW)


def test_it_ends_after_a_day_and_with_what_comes_between(database: Database, ann: User) -> None:
    secret = linked(database, ann)
    assert leads(database, secret, NOW + DAY - 1)
    assert not leads(database, secret, NOW + DAY)
    assert set_password_by_link(database, secret, NEW, NOW + DAY) is None
    other = linked(database, ann, "t" * 43)
    assert (leads(database, secret), leads(database, other)) == (False, True)
    with database.writing() as connection:
        credentials.set_password(connection, ann.id, NEW, NOW)
    assert not leads(database, other)
    last = linked(database, ann, "u" * 43)
    with database.writing() as connection:
        shut_out(connection, ann, today=date(2026, 11, 30), now=NOW, author="local")
    assert not leads(database, last)


def test_the_secret_is_nowhere_in_the_database(database: Database, ann: User, tmp_path: Path) -> None:
    secret = linked(database, ann)
    written = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"person hr" in written
    assert secret.encode() not in written


@pytest.mark.parametrize("secret", ["", "s" * 42, "S" * 43, "\0", "\udcff", "%", "s" * 5000])
def test_nothing_else_leads_anywhere(secret: str, database: Database, ann: User) -> None:
    linked(database, ann)
    assert not leads(database, secret)
    assert set_password_by_link(database, secret, NEW, NOW) is None
