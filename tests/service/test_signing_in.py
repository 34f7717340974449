"""Who signs in by a name and a password, and for how long that counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("argon2")
pytest.importorskip("pyotp")
pytest.importorskip("sqlalchemy")

from pyotp import TOTP

from kenri.model.problems import ProblemsError
from kenri.register.database import Database
from kenri.register.records import MICROSECONDS
from kenri.register.register import Register
from kenri.service import attempts, credentials, sessions
from kenri.service.come_again import ComeAgainError
from kenri.service.openid import OpenIdProvider, sign_in_subject
from kenri.service.people import User, add_person, find_person, shut_out
from kenri.service.sessions import is_csrf_token, session_of
from kenri.service.signing_in import sign_in
from tests.register.small_register import at, codes

NOW = at("2026-11-30")
MINUTE = 60 * MICROSECONDS
PASSWORD = "correct horse battery"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    Register.create(str(tmp_path / "register.db"), "Acme")
    return Database(str(tmp_path / "register.db"))


@pytest.fixture
def ann(database: Database) -> User:
    with database.writing() as connection:
        person = add_person(connection, "Ann", now=NOW, author="local")
        credentials.set_password(connection, person.id, PASSWORD, NOW)
        return person


def refusal(database: Database, name: str = "ann", password: str = PASSWORD, now: int = NOW, **also: str) -> list[str]:
    with pytest.raises(ProblemsError) as error:
        sign_in(database, name, password, now=now, **{"address": "192.0.2.1", **also})
    return codes(error.value.problems)


def test_a_first_password_is_taken_whatever_the_name(database: Database) -> None:
    for name in "aehr0-_Z":  # of a letter, about half of those made by chance have it
        with database.writing() as connection:
            person = add_person(connection, name, now=NOW, author="local")
            for _ in range(2):
                credentials.set_password(connection, person.id, credentials.first_password(person.name), NOW)


def test_who_has_the_password_has_a_session(database: Database, ann: User) -> None:
    text = sign_in(database, " ANN", PASSWORD, address="", now=NOW)
    with database.reading() as connection:
        found = session_of(connection, text, NOW + MINUTE)
        assert found is not None
        assert (found.person, found.means) == (ann.id, "password")
        assert session_of(connection, text + "x", NOW) is None


def test_a_wrong_password_and_a_name_of_nobody_are_told_alike(database: Database, ann: User) -> None:
    with database.writing() as connection:
        add_person(connection, "bob", now=NOW, author="local")  # without a password
    for name, password in (("ann", "wrong"), ("eve", PASSWORD), ("bob", PASSWORD), ("", ""), ("\udc80", "\udc80")):
        assert refusal(database, name, password) == ["sign-in-refused"]


@pytest.mark.usefixtures("ann")
def test_as_many_hashes_are_looked_at_whoever_is_named(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    real = credentials.is_password

    def look(hashed: str | None, password: str) -> bool:
        looked.append(hashed is None)
        return real(hashed, password)

    monkeypatch.setattr("kenri.service.signing_in.is_password", look)
    refusal(database, "ann", "wrong")
    refusal(database, "eve", "wrong")
    assert looked == [False, True]
    assert credentials._of_nobody().split("$")[:4] == credentials._hasher().hash("x").split("$")[:4]  # of one cost


@pytest.mark.usefixtures("ann")
def test_after_too_many_failures_of_a_name_even_the_right_password_waits(database: Database) -> None:
    for _ in range(attempts.MOST_OF):
        assert refusal(database, password="wrong") == ["sign-in-refused"]
    assert refusal(database) == ["too-many-attempts"]
    assert refusal(database, address="192.0.2.9") == ["too-many-attempts"]
    with pytest.raises(ComeAgainError) as told:
        sign_in(database, "ann", PASSWORD, address="", now=NOW + 5 * MINUTE)
    assert told.value.seconds == (attempts.MINUTES - 5) * 60 + 1
    later = NOW + attempts.MINUTES * MINUTE + 1
    assert sign_in(database, "ann", PASSWORD, address="", now=later)


@pytest.mark.usefixtures("ann")
def test_from_one_address_not_many_names_are_tried(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kenri.service.signing_in.is_password", lambda *_: False)
    for number in range(attempts.MOST_FROM):
        assert refusal(database, f"name {number}") == ["sign-in-refused"]
    assert refusal(database, "another") == ["too-many-attempts"]
    assert refusal(database, "another", address="192.0.2.2") == ["sign-in-refused"]


@pytest.mark.usefixtures("ann")
def test_who_signs_in_is_forgiven_what_failed_before(database: Database) -> None:
    for _ in range(attempts.MOST_OF - 1):
        refusal(database, password="wrong")
    sign_in(database, "ann", PASSWORD, address="", now=NOW)
    for _ in range(attempts.MOST_OF):
        assert refusal(database, password="wrong") == ["sign-in-refused"]


def test_a_code_is_wanted_only_after_the_password_and_counts_once(database: Database, ann: User) -> None:
    with database.writing() as connection:
        one_time = credentials.begin_totp(connection, ann.id, NOW)
    codes_of = TOTP(one_time.secret)
    assert refusal(database, password="wrong") == ["sign-in-refused"]
    assert refusal(database) == ["code-wanted"]
    assert refusal(database, code="000000x") == ["sign-in-refused"]
    code = codes_of.at(NOW // MICROSECONDS)
    assert sign_in(database, "ann", PASSWORD, code=f"{code[:3]} {code[3:]}", address="", now=NOW)
    assert refusal(database, code=code) == ["sign-in-refused"]  # it was seen by somebody
    assert refusal(database, code=codes_of.at(NOW // MICROSECONDS - 30)) == ["sign-in-refused"]  # one before it too
    assert sign_in(database, "ann", PASSWORD, code=codes_of.at(NOW // MICROSECONDS + 30), address="", now=NOW)
    spare = one_time.recovery[3]
    assert sign_in(database, "ann", PASSWORD, code=spare.upper(), address="", now=NOW)
    assert refusal(database, code=spare) == ["sign-in-refused"]
    assert len(set(one_time.recovery)) == credentials.RECOVERY_CODES


def test_a_recovery_code_of_another_does_not_count(database: Database, ann: User) -> None:
    with database.writing() as connection:
        bob = add_person(connection, "bob", now=NOW, author="local")
        of_bob = credentials.begin_totp(connection, bob.id, NOW)
        credentials.begin_totp(connection, ann.id, NOW)
    assert refusal(database, code=of_bob.recovery[0]) == ["sign-in-refused"]


@pytest.mark.usefixtures("ann")
def test_a_session_ends_when_it_is_not_used_and_in_any_case(database: Database) -> None:
    text = sign_in(database, "ann", PASSWORD, address="", now=NOW)

    def is_good(now: int) -> bool:
        with database.writing() as connection:
            found = session_of(connection, text, now)
            if found is not None:
                sessions.see_session(connection, found, now)
            return found is not None

    idle, most = sessions.IDLE_MINUTES * MINUTE, sessions.ABSOLUTE_HOURS * 60 * MINUTE
    with database.reading() as connection:
        assert session_of(connection, text, NOW + idle - 1) is not None
        assert session_of(connection, text, NOW + idle) is None
    now = NOW
    while now + idle // 2 < NOW + most:
        now += idle // 2
        assert is_good(now)
    assert not is_good(NOW + most)


def test_sessions_end_with_the_password_when_somebody_signs_out_or_is_shut_out(database: Database, ann: User) -> None:
    first, second, third = (sign_in(database, "ann", PASSWORD, address="", now=NOW) for _ in range(3))

    def good() -> list[bool]:
        with database.reading() as connection:
            return [session_of(connection, each, NOW) is not None for each in (first, second, third)]

    with database.writing() as connection:
        sessions.sign_out(connection, first, NOW)
    assert good() == [False, True, True]
    with database.writing() as connection:
        kept = session_of(connection, second, NOW)
        assert kept is not None
        sessions.end_sessions(connection, ann.id, NOW, but=kept.digest)
        sessions.see_session(connection, kept, NOW)
    assert good() == [False, True, False]
    with database.writing() as connection:
        shut_out(connection, find_person(connection, "ann"), today=date(2026, 11, 30), now=NOW, author="local")
    assert good() == [False, False, False]
    assert refusal(database) == ["sign-in-refused"]


def test_a_form_belongs_to_its_session() -> None:
    assert is_csrf_token("a", sessions.csrf_token("a"))
    for given in (None, "", "\udc80", sessions.csrf_token("b"), "a"):
        assert not is_csrf_token("a", given)


@pytest.mark.parametrize("password", ["", "short", "x" * 1001, "I am Ann and 12 long"])
def test_a_password_that_is_easily_guessed_is_not_taken(database: Database, ann: User, password: str) -> None:
    with database.writing() as connection, pytest.raises(ProblemsError) as error:
        credentials.set_password(connection, ann.id, password, NOW)
    assert codes(error.value.problems) == ["password-not-taken"]


def test_secrets_are_kept_as_hashes_alone(database: Database, ann: User, tmp_path: Path) -> None:
    with database.writing() as connection:
        one_time = credentials.begin_totp(connection, ann.id, NOW)
    text = sign_in(database, "ann", PASSWORD, code=one_time.recovery[0], address="", now=NOW)
    refusal(database, PASSWORD, "x")  # a password that was typed for a name
    database.close()
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("register.db*"))
    for secret in (PASSWORD, text, sessions.csrf_token(text), *one_time.recovery):
        assert secret.encode() not in kept


def test_who_is_linked_twice_is_signed_in_by_either_and_failures_by_one_end_nothing(
    database: Database, ann: User
) -> None:
    one, other = (
        OpenIdProvider(key=key, name=key, issuer=f"https://{key}.example", client="kenri", secret="s")
        for key in ("one", "other")
    )
    with database.writing() as connection:
        credentials.link_openid(connection, ann.id, one.issuer, "a-1", NOW)
        credentials.link_openid(connection, ann.id, other.issuer, "a-2", NOW)
        assert credentials.openid_links(connection, ann.id) == [(one.issuer, "a-1"), (other.issuer, "a-2")]
        with pytest.raises(ProblemsError) as told:
            credentials.link_openid(connection, ann.id, one.issuer, "a-1", NOW)
        assert [each.code for each in told.value.problems] == ["subject-linked"]
    for provider, subject, is_in in (
        (one, "a-1", True), (other, "a-1", False), (one, "a-2", False), (other, "a-2", True), (one, "a-1", True),
    ):  # fmt: skip
        assert (sign_in_subject(database, provider, subject, "", NOW) is not None) is is_in
    with database.writing() as connection:
        assert len(sessions.sessions_of(connection, ann.id, NOW)) == 3
        credentials.unlink_openid(connection, ann.id, one.issuer, "a-1")
    assert sign_in_subject(database, one, "a-1", "", NOW) is None
    assert sign_in_subject(database, other, "a-2", "", NOW) is not None
