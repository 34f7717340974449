"""Which roles people were given: for which issuer or holder, from which day until which, by whom and when.

What was given is never changed. That it ends is a further record in the place of the former, so that who could do what
on a day can be told as it was known at any instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, insert, select

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.ledger import issuers
from kenri.register.records import Microsecond
from kenri.register.tables import APPOINTMENTS

__all__ = ["Appointment", "appoint", "appointments_of", "end_appointments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A role that a person was given, for an issuer or (None) all, and for the rights of one holder or (empty) none.

    It counts from `since` through `until` (None: without end).
    """

    id: int
    issuer: str | None
    role: str
    holder: str
    since: date
    until: date | None
    recorded: Microsecond
    author: str

    def is_of(self, issuer: str) -> bool:
        """Whether it is for the issuer."""
        return self.issuer is None or self.issuer == issuer

    def counts_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def appoint(
    connection: Connection, person: int, role: str, *, issuer: str | None, holder: str = "", since: date,
    until: date | None, now: Microsecond, author: str, corrects: int | None = None,
) -> None:  # fmt: skip
    """Record that a person is given a role. Raises `ProblemsError` where it would end before it begins."""
    if until is not None and until < since and corrects is None:
        raise refused(Sentence("appointment-ends-early", since=since.isoformat(), until=until.isoformat()))
    connection.execute(
        insert(APPOINTMENTS).values(
            person=person, issuer=None if issuer is None else issuers(connection)[issuer], role=role, holder=holder,
            since=since.isoformat(), until=None if until is None else until.isoformat(), recorded=now, author=author,
            corrects=corrects,
        )
    )  # fmt: skip


def appointments_of(
    connection: Connection, person: int, *, known_at: Microsecond | None = None
) -> tuple[Appointment, ...]:
    """What a person was given, each as it was last recorded until an instant (None: as it is now), in that order."""
    names = {number: name for name, number in issuers(connection).items()}
    rows = connection.execute(
        select(APPOINTMENTS).where(APPOINTMENTS.c.person == person).order_by(APPOINTMENTS.c.id)
    ).mappings()
    known = [row for row in rows if known_at is None or row["recorded"] <= known_at]
    replaced = {row["corrects"] for row in known}
    return tuple(
        Appointment(
            id=row["id"],
            issuer=None if row["issuer"] is None else names[row["issuer"]],
            role=row["role"],
            holder=row["holder"],
            since=date.fromisoformat(row["since"]),
            until=None if row["until"] is None else date.fromisoformat(row["until"]),
            recorded=row["recorded"],
            author=row["author"],
        )
        for row in known
        if row["id"] not in replaced
    )


def end_appointments(
    connection: Connection, person: int, ended: Iterable[Appointment], *, today: date, now: Microsecond, author: str
) -> int:
    """Record of each that it counts no more, today already; how many there were that still counted or would have."""
    yesterday = today - timedelta(days=1)
    count = 0
    for each in ended:
        if each.until is None or each.until > yesterday:
            appoint(
                connection, person, each.role, issuer=each.issuer, holder=each.holder, since=each.since,
                until=yesterday, now=now, author=author, corrects=each.id,
            )  # fmt: skip
            count += 1
    return count


def must_be_known(name: str, known: Mapping[str, int]) -> None:
    """Raise `ProblemsError` for an issuer that there is not."""
    from kenri.model.sentences import did_you_mean

    if name not in known:
        raise refused(Sentence("no-such-issuer", name=quote(name)), did_you_mean(name, known))
