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
) -> bytes:
    """A form for a name, a password, and a code. What was typed for a password is never sent back."""
    return rendered("sign-in.html", frame, name=name, back=back, problems=problems, is_code_wanted=is_code_wanted)


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
