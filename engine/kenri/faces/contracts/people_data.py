"""Who signs in and what they were given, as plain data; the same at a terminal, over HTTP and for pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kenri.faces.words.service import instant
from kenri.register.records import Microsecond
from kenri.service.appointments import Appointment
from kenri.service.people import User

__all__ = ["given_data", "made_link_data", "person_data"]


def person_data(
    person: User, given: Sequence[Appointment], ways: Sequence[str], links: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Somebody: `name`, what they sign in by, other services with their name there, and what was `given`."""
    return {
        "name": person.name,
        "signs_in_by": list(ways),
        "openid": [{"issuer": issuer, "subject": subject} for issuer, subject in links],
        "given": [given_data(each) for each in given],
    }


def given_data(given: Appointment) -> dict[str, Any]:
    """What somebody was given: `role`, `issuer` and `holder` (null: all, none), from which day until which, and when
    and by whom that was `recorded`.
    """
    return {
        "role": given.role,
        "issuer": given.issuer,
        "holder": given.holder or None,
        "from": given.since.isoformat(),
        "until": None if given.until is None else given.until.isoformat(),
        "recorded": instant(given.recorded),
        "by": given.author,
    }


def made_link_data(name: str, secret: str, ends: Microsecond, service: str | None) -> dict[str, Any]:
    """A link by which somebody sets another password, this once, and when it ends. `service` is where the service is
    reached, if known.
    """
    path = f"/password/{secret}"
    return {"name": name, "path": path, "url": None if service is None else service + path, "ends": instant(ends)}
