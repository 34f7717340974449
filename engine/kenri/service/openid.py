"""Sign-ins by another service (OpenID Connect) that have begun and not ended, and whom they sign in.

A browser that begins one keeps a random text in a cookie and carries another to the other service and back. Only both
together lead to what we keep, so that nobody ends in one browser what began in another. Each ends once, or after a
time.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import SIGN_INS
from kenri.service.attempts import forgive_begun, note_begun
from kenri.service.credentials import link_openid, person_of_openid, unlink_openid
from kenri.service.people import User
from kenri.service.sessions import begin_session, end_sessions

__all__ = [
    "MINUTES",
    "BegunSignIn",
    "OpenIdProvider",
    "SignInSent",
    "begin_sign_in",
    "is_provider_address",
    "linked_otherwise",
    "provider_address",
    "sign_in_subject",
    "subject_of",
    "take_sign_in",
]

MINUTES = 10
"""So long a sign-in may take at the other service."""

_OPEN = MINUTES * 60 * MICROSECONDS
_LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """Another service that signs people in, and as what it knows this one."""

    key: str
    """By which addresses here name it."""
    name: str
    """What people call it."""
    issuer: str
    """What it calls itself: an address, compared to the letter."""
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInSent:
    """What a sign-in sends along when it begins: to the other service, and to the browser (`cookie`)."""

    state: str
    nonce: str
    challenge: str
    cookie: str


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """What is kept of a sign-in until it ends."""

    nonce: str = field(repr=False)
    """The SHA-256 of the text that the other service is to repeat in what it signs."""
    verifier: str = field(repr=False)
    back: str

    def is_nonce(self, text: object) -> bool:
        """Whether this is what the other service was given to repeat."""
        return isinstance(text, str) and compare_digest(_digest(text), self.nonce)


def provider_address(text: str) -> str:
    """What another service calls itself, as it stands. Raises `ProblemsError` for what cannot be one."""
    if not is_provider_address(text) or "?" in text:
        raise refused(Sentence("issuer-address-not-taken", found=quote(text, limit=300)))
    return text


def is_provider_address(text: object, *, loopback: bool = True) -> bool:
    """Whether an address is one that nobody else reads along or answers at: by TLS, or on this machine.

    >>> is_provider_address("https://login.example.com/a"), is_provider_address("http://login.example.com")
    (True, False)
    >>> is_provider_address("http://127.0.0.1:8/a"), is_provider_address("http://127.0.0.1:8/a", loopback=False)
    (True, False)
    """
    if not isinstance(text, str) or not text.isascii() or not text.isprintable() or len(text) > 500:
        return False
    if set(text) & set(" <>\"'`\\#"):
        return False
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or port == 0 or parts.username is not None:
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def begin_sign_in(
    database: Database, provider: OpenIdProvider, back: str, address: str, now: Microsecond
) -> SignInSent:
    """Begin one. `back` is the page to lead to afterwards, `address` from where it is begun.

    Raises `ProblemsError` where too many began from there that came to nothing (`too-many-attempts`).
    """
    state, nonce, verifier, cookie = (secrets.token_urlsafe(32) for _ in range(4))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")  # RFC 7636, S256
    with database.writing() as connection:
        note_begun(connection, address, now)
        connection.execute(delete(SIGN_INS).where(SIGN_INS.c.made <= now - _OPEN))
        connection.execute(
            insert(SIGN_INS).values(
                digest=_place(provider, state, cookie), nonce=_digest(nonce), verifier=verifier, back=back, made=now
            )
        )
    return SignInSent(state, nonce, challenge, cookie)


def take_sign_in(
    database: Database, provider: OpenIdProvider, state: str, cookie: str, now: Microsecond
) -> BegunSignIn | None:
    """What was kept of one, which from now on is not there; None where there is none, whatever the reason."""
    place = _place(provider, state, cookie)
    with database.writing() as connection:
        row = connection.execute(select(SIGN_INS).where(SIGN_INS.c.digest == place)).first()
        taken = connection.execute(delete(SIGN_INS).where(SIGN_INS.c.digest == place)).rowcount
    if row is None or taken != 1 or row.made <= now - _OPEN:
        return None
    return BegunSignIn(row.nonce, row.verifier, row.back)


def sign_in_subject(
    database: Database, provider: OpenIdProvider, subject: str, address: str, now: Microsecond
) -> str | None:
    """The text of a session for whom another service means; None for nobody whom we know."""
    with database.writing() as connection:
        person = person_of_openid(connection, provider.issuer, subject)
        if person is None:
            return None
        forgive_begun(connection, address)
        return begin_session(connection, person, "openid", now)


def subject_of(subject: object) -> str | None:
    r"""A name that another service has for somebody, where it is one that can be linked.

    >>> subject_of("248289761001"), subject_of("a\0"), subject_of(7)
    ('248289761001', None, None)
    """
    is_good = isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT and subject.isprintable()
    return str(subject) if is_good else None


def linked_otherwise(
    connection: Connection, person: User, issuer: str, subject: str, now: Microsecond, *, is_off: bool
) -> None:
    """Let somebody sign in by another service that means them by a subject of its own; or (`is_off`) no more, and every
    session of theirs ends. Raises `ProblemsError` for what cannot be linked, or is not.
    """
    address = provider_address(issuer)
    if subject_of(subject) is None:
        raise refused(Sentence("subject-not-taken", found=quote(subject, limit=300)))
    if not is_off:
        link_openid(connection, person.id, address, subject, now)
    elif unlink_openid(connection, person.id, address, subject):
        end_sessions(connection, person.id, now)
    else:
        raise refused(Sentence("not-linked", name=quote(person.name), issuer=quote(address), subject=quote(subject)))


def _place(provider: OpenIdProvider, state: str, cookie: str) -> str:
    """Where a sign-in is kept: by what came back through the browser, what it had kept, and which service it was."""
    return _digest("\n".join((_digest(state), _digest(cookie), provider.key, provider.issuer)))


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
