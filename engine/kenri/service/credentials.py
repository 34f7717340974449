"""By what people show who they are: a password, a code of the moment, a code for when that is lost, another service.

A password is kept as its argon2id hash and a recovery code, which is random, as a plain one. The secret of codes of the
moment must be known to make them, and is kept as it is.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from kenri.model.problems import refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import CREDENTIALS, PASSWORD_LINKS, PEOPLE
from kenri.service.notices import notice
from kenri.service.sessions import end_sessions

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "LEAST_PASSWORD",
    "RECOVERY_CODES",
    "OneTime",
    "begin_totp",
    "confirm_totp",
    "end_password_links",
    "end_totp",
    "first_password",
    "forget_credentials",
    "has_totp",
    "is_code",
    "is_password",
    "link_openid",
    "new_totp_secret",
    "openid_links",
    "person_of_openid",
    "set_password",
    "take_totp",
    "totp_address",
    "unlink_openid",
    "ways_to_sign_in",
]

LEAST_PASSWORD = 12
"""Characters of the shortest password."""

_MOST_PASSWORD = 1_000

RECOVERY_CODES = 10
"""So many codes are given for when the device is lost, each of which counts once."""

_STEP = 30
"""Seconds for which a code of the moment holds; the one before and the one after count too."""


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the second recommended parameters of RFC 9106: three passes over 64 MiB in four lanes."""
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _of_nobody() -> str:
    """A hash that no password has, so that a name which nobody has takes as long as another."""
    return _hasher().hash(secrets.token_bytes(32))


def _typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text.encode(errors="replace").decode())


def set_password(connection: Connection, person: int, password: str, now: Microsecond) -> None:
    """Keep another password in the place of the former; links by which one is set count no more.

    Raises `ProblemsError` for one that is too short or too long, or is the name.
    """
    typed = _typed(password)
    name = connection.execute(select(PEOPLE.c.name).where(PEOPLE.c.id == person)).scalar_one()
    if not LEAST_PASSWORD <= len(typed) <= _MOST_PASSWORD or name in typed.casefold():
        raise refused(Sentence("password-not-taken", least=LEAST_PASSWORD, most=_MOST_PASSWORD))
    _forget(connection, person, "password")
    _keep(connection, person, "password", _hasher().hash(typed), now)
    end_password_links(connection, person, now)


def first_password(name: str) -> str:
    """A password by chance, of 120 bits or hardly fewer, that is taken for somebody of a name as it is kept."""
    while name in (found := secrets.token_urlsafe(15)).casefold():  # of two letters, one in fifty has them
        pass
    return found


def end_password_links(connection: Connection, person: int, now: Microsecond) -> None:
    """Let nobody set a password of a person by a link any more that was made before."""
    links = (PASSWORD_LINKS.c.person == person) & PASSWORD_LINKS.c.ended.is_(None)
    connection.execute(update(PASSWORD_LINKS).where(links).values(ended=now))


def is_password(hashed: str | None, password: str) -> bool:
    """Whether a password has a hash; with None, as long a look as ever that comes to nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    typed = _typed(password[:_MOST_PASSWORD])
    try:
        _hasher().verify(_of_nobody() if hashed is None else hashed, typed)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def password_hash(connection: Connection, person: int) -> str | None:
    """The hash of a person's password; None without one."""
    return _value(connection, person, "password")


# --- codes of the moment


@dataclass(frozen=True, slots=True)
class OneTime:
    """What is shown once of codes of the moment: the secret that a device makes them of, and codes for without it."""

    secret: str
    recovery: tuple[str, ...]


def begin_totp(connection: Connection, person: int, now: Microsecond) -> OneTime:
    """From now on a person signs in with a code besides; former codes count no more."""
    return _taken_up(connection, person, new_totp_secret(), now)


def confirm_totp(connection: Connection, person: int, secret: str, code: str, now: Microsecond) -> OneTime | None:
    """The same with a secret that a device has been given, once it makes the code of the moment; None until it does.

    That code does not count again.
    """
    step = _step_of(secret, _plain_code(code), now)
    if step is None:
        return None
    found = _taken_up(connection, person, secret, now)
    _mark(connection, "totp", secret, step)
    return found


def new_totp_secret() -> str:
    """Some secret for a device."""
    from pyotp import random_base32

    return random_base32()


def _taken_up(connection: Connection, person: int, secret: str, now: Microsecond) -> OneTime:
    end_totp(connection, person)
    found = OneTime(secret, tuple(_recovery_code() for _ in range(RECOVERY_CODES)))
    _keep(connection, person, "totp", found.secret, now)
    for code in found.recovery:
        _keep(connection, person, "recovery", _code_digest(person, code), now)
    return found


def totp_address(secret: str, name: str) -> str:
    """What a device reads to make codes, as `otpauth://…`."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=name, issuer_name="kenri")


def end_totp(connection: Connection, person: int) -> None:
    """No code is wanted any more."""
    _forget(connection, person, "totp")
    _forget(connection, person, "recovery")


def take_totp(connection: Connection, person: int, *, now: Microsecond, author: str) -> None:
    """The same, done by somebody else: they are told of it, and every session of theirs ends."""
    end_totp(connection, person)
    end_sessions(connection, person, now)
    notice(connection, person, "totp-ended", now=now, author=author)


def has_totp(connection: Connection, person: int) -> bool:
    """Whether a person signs in with a code besides."""
    return _value(connection, person, "totp") is not None


def is_code(connection: Connection, person: int, code: str, now: Microsecond) -> str | None:
    """Whether a code is one of the person's, and of which kind: `totp` or `recovery`. It counts this once.

    It is to be asked in a transaction that writes, so that two who send one code are told apart.
    """
    typed = _plain_code(code)
    row = connection.execute(
        select(CREDENTIALS).where(CREDENTIALS.c.person == person, CREDENTIALS.c.kind == "totp")
    ).first()
    if row is None:
        return None
    step = _step_of(row.value, typed, now, after=row.used)
    if step is not None:
        _mark(connection, "totp", row.value, step)
        return "totp"
    digest = _code_digest(person, typed)
    spare = connection.execute(
        select(CREDENTIALS).where(CREDENTIALS.c.kind == "recovery", CREDENTIALS.c.value == digest)
    ).first()
    if spare is None or spare.used is not None or spare.person != person:
        return None
    _mark(connection, "recovery", digest, now)
    return "recovery"


def _plain_code(code: str) -> str:
    return _typed(code).replace(" ", "").replace("-", "").casefold()


def _step_of(secret: str, typed: str, now: Microsecond, *, after: int | None = None) -> int | None:
    """The step whose code was typed, of those that count now and come after the last that was used."""
    from pyotp import TOTP

    moment = now // MICROSECONDS // _STEP
    codes = TOTP(secret)
    for step in (moment - 1, moment, moment + 1):
        is_fresh = after is None or step > after
        if is_fresh and secrets.compare_digest(codes.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def _recovery_code() -> str:
    text = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(16))
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _code_digest(person: int, code: str) -> str:
    return sha256(f"{person} {code.replace('-', '').casefold()}".encode(errors="surrogatepass")).hexdigest()


# --- another service


def link_openid(connection: Connection, person: int, provider: str, subject: str, now: Microsecond) -> None:
    """Let whom another service knows by a name of its own sign in as a person.

    `provider` is its issuer, an address and so without a space. Raises `ProblemsError` where that is somebody already.
    """
    value = _of_openid(provider, subject)
    if connection.execute(_openid(value)).first() is not None:
        raise refused(Sentence("subject-linked"))
    _keep(connection, person, "openid", value, now)


def unlink_openid(connection: Connection, person: int, provider: str, subject: str) -> bool:
    """End that; whether there was such a link of the person."""
    value = _of_openid(provider, subject)
    of_person = (CREDENTIALS.c.kind == "openid") & (CREDENTIALS.c.value == value) & (CREDENTIALS.c.person == person)
    return connection.execute(delete(CREDENTIALS).where(of_person)).rowcount == 1


def person_of_openid(connection: Connection, provider: str, subject: str) -> int | None:
    """Whom another service means by a name of its own; None for nobody whom we know."""
    row = connection.execute(_openid(_of_openid(provider, subject))).first()
    return None if row is None else int(row.person)


def openid_links(connection: Connection, person: int) -> list[tuple[str, str]]:
    """By what other services mean a person: what each calls itself, and its name for them."""
    query = select(CREDENTIALS.c.value).where(CREDENTIALS.c.kind == "openid", CREDENTIALS.c.person == person)
    pairs = (str(each).partition(" ") for each in connection.execute(query).scalars())
    return sorted((provider, subject) for provider, _, subject in pairs)


def _openid(value: str):  # type: ignore[no-untyped-def]  # a statement, whose type names every column
    return select(CREDENTIALS).where(CREDENTIALS.c.kind == "openid", CREDENTIALS.c.value == value)


def _of_openid(provider: str, subject: str) -> str:
    return f"{provider} {subject}"


def forget_credentials(connection: Connection, person: int, now: Microsecond) -> None:
    """Let a person sign in by nothing any more, and set no password by a link."""
    connection.execute(delete(CREDENTIALS).where(CREDENTIALS.c.person == person))
    end_password_links(connection, person, now)


def ways_to_sign_in(connection: Connection, person: int) -> tuple[str, ...]:
    """By what a person signs in: `password`, `totp`, `openid`."""
    kinds = set(connection.execute(select(CREDENTIALS.c.kind).where(CREDENTIALS.c.person == person)).scalars())
    return tuple(each for each in ("password", "totp", "openid") if each in kinds)


def _keep(connection: Connection, person: int, kind: str, value: str, now: Microsecond) -> None:
    connection.execute(insert(CREDENTIALS).values(kind=kind, value=value, person=person, made=now))


def _forget(connection: Connection, person: int, kind: str) -> None:
    connection.execute(delete(CREDENTIALS).where(CREDENTIALS.c.person == person, CREDENTIALS.c.kind == kind))


def _mark(connection: Connection, kind: str, value: str, used: int) -> None:
    connection.execute(
        update(CREDENTIALS).where(CREDENTIALS.c.kind == kind, CREDENTIALS.c.value == value).values(used=used)
    )


def _value(connection: Connection, person: int, kind: str) -> str | None:
    found = connection.execute(
        select(CREDENTIALS.c.value).where(CREDENTIALS.c.person == person, CREDENTIALS.c.kind == kind)
    ).scalar()
    return None if found is None else str(found)
