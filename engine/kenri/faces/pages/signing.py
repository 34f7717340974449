"""The pages on which people sign in, and see what they were given and change their password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered
from kenri.service.appointments import Appointment
from kenri.service.sessions import SignedIn

__all__ = ["account_page", "sign_in_page"]


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


def account_page(
    frame: PageFrame,
    given: Sequence[Appointment],
    sessions: Sequence[SignedIn],
    problems: Sequence[dict[str, Any]],
    is_changed: bool,
) -> bytes:
    """What somebody was given, where they are signed in, and a form for another password."""
    begun = [(datetime.fromtimestamp(each.made // 1_000_000, UTC).isoformat(), each.means) for each in sessions]
    return rendered("account.html", frame, given=given, sessions=begun, problems=problems, is_changed=is_changed)
