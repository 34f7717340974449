"""The pages on which people sign in, and see what they were given and change how they sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.qr_code import qr_code
from kenri.faces.pages.templating import rendered
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.service.appointments import Appointment
from kenri.service.notices import Notice
from kenri.service.sessions import SignedIn

__all__ = ["AccountDone", "AccountFacts", "account_page", "password_page", "sign_in_page"]


def sign_in_page(
    frame: PageFrame,
    name: str,
    back: str,
    problems: Sequence[dict[str, Any]],
    is_code_wanted: bool,
    others: Sequence[tuple[str, str]],
) -> bytes:
    """A form for a name, a password, and a code. What was typed for a password is never sent back.

    `others` are the key and the name of each other service by which one can sign in.
    """
    facts = {"name": name, "back": back, "problems": problems, "is_code_wanted": is_code_wanted, "others": others}
    return rendered("sign-in.html", frame, **facts)


def password_page(frame: PageFrame, name: str, problems: Sequence[dict[str, Any]], *, is_done: bool) -> bytes:
    """A form by which somebody who was given a link sets another password; or, where that is done, the way on."""
    return rendered("password.html", frame, name=name, problems=problems, is_done=is_done)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDone:
    """What became of a form of the page."""

    what: Literal["", "changed", "totp-on", "totp-off", "openid-off"] = ""
    offered: tuple[str, str, str] | None = None
    """A secret for a device, what shows that it is ours, and its `otpauth://` address."""
    recovery: Sequence[str] = ()
    """Codes for when the device is lost, shown this once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What somebody was given, where they are signed in, and by what."""

    given: Sequence[Appointment]
    sessions: Sequence[SignedIn]
    problems: Sequence[dict[str, Any]]
    done: AccountDone
    has_password: bool
    has_totp: bool
    openid: Sequence[tuple[str, str]] = ()
    """What each other service by which they sign in calls itself, and its name for them."""
    notices: Sequence[Notice] = ()
    """What others did to how they sign in."""
    back: str = ""
    """The page to which they were going as they signed in; empty where they were not."""


def account_page(frame: PageFrame, facts: AccountFacts) -> bytes:
    """The account, with forms for another password and for codes of the moment."""
    begun = [(_instant(each.made), each.means) for each in facts.sessions]
    offered = facts.done.offered
    code = None if offered is None else qr_code(offered[2])
    notices = [(each.what, each.author, _instant(each.made)) for each in facts.notices]
    return rendered("account.html", frame, facts=facts, sessions=begun, code=code, notices=notices)


def _instant(at: Microsecond) -> str:
    return datetime.fromtimestamp(at // MICROSECONDS, UTC).isoformat()
