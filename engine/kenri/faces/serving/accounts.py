"""What people see and change of their own account: their password, and whether a code is wanted besides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.serving.answered import Answered, html_answer, noted, status_of
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.service.attempts import note_attempt, note_success
from kenri.service.credentials import (
    confirm_totp,
    end_totp,
    has_totp,
    is_password,
    new_totp_secret,
    openid_links,
    password_hash,
    set_password,
    totp_address,
    unlink_openid,
)
from kenri.service.notices import notices_of, notices_told
from kenri.service.people import caller_named
from kenri.service.sessions import (
    SignedIn,
    csrf_token,
    end_sessions,
    is_csrf_token,
    is_sealed,
    seal,
    session_of,
    sessions_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kenri.faces.pages.frame import PageFrame
    from kenri.faces.pages.signing import AccountDone

__all__ = ["account", "frame_of", "is_own_address", "session_asking", "told_of"]


def account(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    """The account of whoever has the session, and what became of a form of it. Raises `ProblemsError`."""
    from kenri.faces.pages.signing import AccountDone, AccountFacts, account_page

    text, session = session_asking(database, header, now)
    back = header["fields"].get("back", "") if header["method"] != "POST" else ""
    problems: list[Any] = []
    refused_by: ProblemsError | None = None
    done = AccountDone()
    if header["method"] == "POST":
        if not is_csrf_token(text, header["fields"].get("csrf")):
            raise refused(Sentence("form-not-ours"))
        try:
            done = _done(database, text, session, header["fields"], now)
        except ProblemsError as error:
            problems, refused_by = problems_data(error.problems, header["lang"]), error
            done = _offered_again(database, text, session, header["fields"])
    with database.reading() as connection:
        caller = caller_named(connection, session.person)
        facts = AccountFacts(
            given=caller.appointments,
            sessions=sessions_of(connection, session.person, now),
            problems=problems,
            done=done,
            has_password=password_hash(connection, session.person) is not None,
            has_totp=has_totp(connection, session.person),
            openid=openid_links(connection, session.person),
            notices=notices_of(connection, session.person, now),
            back=back if is_own_address(back) else "",
        )
    if facts.notices:
        with database.writing() as connection:
            notices_told(connection, session.person, now)
    answered = html_answer(account_page(frame_of(header, caller.name, csrf_token(text)), facts))
    answered = replace(
        answered, headers={**answered.headers, "cache-control": "no-store"}, log={"caller": caller.author}
    )  # it may show a secret, once
    if refused_by is None:
        return answered
    return noted(replace(answered, status=max(map(status_of, refused_by.problems))), refused_by)


def _done(database: Database, text: str, session: SignedIn, fields: Mapping[str, str], now: Microsecond) -> AccountDone:
    """What a form of the page asks for, by its `act`."""
    from kenri.faces.pages.signing import AccountDone

    if fields.get("act") == "totp-confirm":
        return AccountDone(what="totp-on", recovery=_confirmed(database, text, session, fields, now))
    _must_know_password(database, session, fields, now)
    if fields.get("act") == "totp-offer":
        return _offer(database, text, session, new_totp_secret())
    what: Literal["changed", "totp-off", "openid-off"]
    with database.writing() as connection:
        match fields.get("act"):
            case "totp-off" as what:
                end_totp(connection, session.person)
            case "openid-off" as what:
                _end_link(connection, session, fields)
            case _:
                what = "changed"
                set_password(connection, session.person, fields.get("new", ""), now)
        end_sessions(connection, session.person, now, but=session.digest)
    return AccountDone(what=what)


def _end_link(connection: Connection, session: SignedIn, fields: Mapping[str, str]) -> None:
    """Raises `ProblemsError` where another service does not mean the person by that name."""
    issuer, subject = fields.get("provider", ""), fields.get("subject", "")
    if not unlink_openid(connection, session.person, issuer, subject):
        name = caller_named(connection, session.person).name
        raise refused(Sentence("not-linked", name=quote(name), issuer=quote(issuer), subject=quote(subject)))


def _must_know_password(database: Database, session: SignedIn, fields: Mapping[str, str], now: Microsecond) -> None:
    """Raise `ProblemsError` for who does not know the password of the account, which counts as an attempt of it."""
    with database.writing() as connection:
        name = caller_named(connection, session.person).name
        attempt = note_attempt(connection, name, "", now)
        hashed = password_hash(connection, session.person)
    if not is_password(hashed, fields.get("password", "")):
        raise refused(Sentence("sign-in-refused"))
    with database.writing() as connection:
        note_success(connection, attempt, name)


def _confirmed(
    database: Database, text: str, session: SignedIn, fields: Mapping[str, str], now: Microsecond
) -> tuple[str, ...]:
    """The codes for when the device is lost, of a secret that we offered and of which the device makes codes."""
    secret = fields.get("secret", "")
    if not is_sealed(text, _about(session, secret), fields.get("sealed", "")):
        raise refused(Sentence("form-not-ours"))
    with database.writing() as connection:
        made = confirm_totp(connection, session.person, secret, fields.get("code", ""), now)
        if made is not None:
            end_sessions(connection, session.person, now, but=session.digest)
    if made is None:
        raise refused(Sentence("code-not-so"))
    return made.recovery


def _offer(database: Database, text: str, session: SignedIn, secret: str) -> AccountDone:
    """A secret for a device, which counts once the device has made a code of it. Until then its form alone has it."""
    from kenri.faces.pages.signing import AccountDone

    with database.reading() as connection:
        name = caller_named(connection, session.person).name
    return AccountDone(offered=(secret, seal(text, _about(session, secret)), totp_address(secret, name)))


def _offered_again(database: Database, text: str, session: SignedIn, fields: Mapping[str, str]) -> AccountDone:
    """The same secret, where the code was mistyped."""
    from kenri.faces.pages.signing import AccountDone

    secret = fields.get("secret", "")
    is_ours = fields.get("act") == "totp-confirm" and is_sealed(text, _about(session, secret), fields.get("sealed", ""))
    return _offer(database, text, session, secret) if is_ours else AccountDone()


def _about(session: SignedIn, secret: str) -> str:
    return f"totp {session.person} {secret}"


def session_asking(database: Database, header: Mapping[str, Any], now: Microsecond) -> tuple[str, SignedIn]:
    """The session by which it is asked, with its text. Raises `ProblemsError` where there is none."""
    text = header["session"]
    if text is None:
        raise refused(Sentence("not-signed-in"))
    with database.reading() as connection:
        found = session_of(connection, text, now)
    if found is None:
        raise refused(Sentence("session-ended"))
    return text, found


def is_own_address(address: str) -> bool:
    """Whether it is a page of this service, and leads nowhere else in any browser."""
    return address.startswith("/") and address[1:2] not in ("/", "\\") and address.isascii() and address.isprintable()


def told_of(database: Database, text: str, now: Microsecond) -> Mapping[str, str]:
    """What the log is told of who has a session, by its text."""
    with database.reading() as connection:
        found = session_of(connection, text, now)
        return {} if found is None else {"caller": caller_named(connection, found.person).author}


def frame_of(header: Mapping[str, Any], caller: str = "", csrf: str = "") -> PageFrame:
    """What stands around a page of an account."""
    from kenri.faces.pages.frame import PageFrame

    return PageFrame(lang=header["lang"], address=header["page"], caller=caller, csrf=csrf)
