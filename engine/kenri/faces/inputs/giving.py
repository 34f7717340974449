"""What people are given, as it is asked for: which role, of which issuer or holder, on which days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.records import MICROSECONDS, Microsecond

if TYPE_CHECKING:
    from kenri.register.ledger import Ledger

__all__ = ["end_of", "must_be_role", "must_be_there", "read_day", "today"]


def today() -> date:
    """The day by which what was given counts."""
    return datetime.now(UTC).date()


def read_day(text: str, called: str) -> date:
    """A day, of what is called so. Raises `ProblemsError`."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:  # Python takes `20260401` and weeks too, which no rule file does
        raise refused(Sentence("option-no-day", option=quote(called), found=quote(text)))
    return found


def end_of(day: date) -> Microsecond:
    """The last instant of a day."""
    return (day.toordinal() + 1 - date(1970, 1, 1).toordinal()) * 86_400 * MICROSECONDS - 1


def must_be_role(role: str, holder: str | None, called: str) -> None:
    """Raise `ProblemsError` for a role that the rules do not give: for an issuer, or for the rights of a holder."""
    from kenri.service.rule_access import roles_of_rules

    choices = roles_of_rules()[1 if holder else 0]
    if role not in choices:
        listed = tuple(map(quote, choices))
        raise refused(Sentence("parameter-not-among", name=quote(called), choices=listed, found=quote(role)))


def must_be_there(holder: str, role: str, ledger: Ledger) -> None:
    """Raise `ProblemsError` for a holder that there is not. As the `holder` an heir counts too who holds nothing."""
    from kenri.service.parties_named import PartiesNamed
    from kenri.service.rule_access import kinds_of_rules

    there = ledger.holders()
    if role == "holder" and holder not in there:
        there = sorted({*there, *PartiesNamed(kinds_of_rules).all(ledger)})
    if holder not in there:
        raise refused(Sentence("no-such-holder", name=quote(holder)), did_you_mean(holder, there))
