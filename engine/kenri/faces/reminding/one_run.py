"""One run: finds what comes, puts into the queue what is to be told of it, and sends what waits there.

It may be stopped anywhere, and begun anywhere at any time, also by several at once: what was done is in the database,
and whoever comes next goes on. Nothing long is done while the database is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kenri.faces.reminding.digest_mail import digest_mail
from kenri.faces.reminding.handed_over import HandedOver
from kenri.faces.reminding.mail_server import MailServer
from kenri.faces.reminding.occasions import occasions_around, occasions_of
from kenri.model.problems import Problem, ProblemsError, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.service.announcing import Announcement, Occasion, Told, announced, vanished
from kenri.service.outbox import Begun, State, begin_next, enqueue, had_its_mail, settle, told_to
from kenri.service.subscriptions import Looked, Subscription, subscriptions

if TYPE_CHECKING:
    from kenri.register.register import Register

__all__ = ["Reminded", "Sending", "remind"]

Clock = Callable[[], Microsecond]


@dataclass(frozen=True, slots=True)
class Sending:
    """Through what mail goes, from whom, and where the service is reached; None where that is not known."""

    server: MailServer | None = None
    sender: str | None = None
    service: str | None = None


@dataclass(slots=True)
class Reminded:
    """What came of a run: how much is to be told, what became of messages, and what is wrong."""

    queued: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    problems: list[Problem] = field(default_factory=list)

    def count(self, state: State) -> None:
        """Count a message that has come to a state."""
        match state:
            case "sent":
                self.sent += 1
            case "failed":
                self.failed += 1
            case "waiting" | "begun":
                self.waiting += 1


def remind(opened: Register, sending: Sending, clock: Clock) -> Reminded:
    """One run for a register. What is wrong with one subscription holds up no other, and is among the problems."""
    with opened.reading() as ledger:
        number = ledger.number
        several = [each for each in subscriptions(ledger.connection, number) if each.revoked is None]
    found = Reminded()
    for each in several:
        try:
            found.queued += _planned(opened, each, clock) or 0
        except ProblemsError as error:
            found.problems += error.problems
    if any(each.channel == "mail" for each in several) and (sending.server is None or sending.sender is None):
        found.problems += refused(Sentence("no-mail-server")).problems
    _send(opened, number, sending, clock, found)
    return found


# --- what is to be told


def _planned(opened: Register, to: Subscription, clock: Clock) -> int | None:
    """Put into the queue what a subscriber is to be told; how much that is, None where it is not the time for it."""
    today = to.day_at(clock())
    if today is None:
        return None
    with opened.reading() as ledger:
        looked = Looked(today.isoformat(), ledger.sequence)
        is_done = to.channel == "mail" and had_its_mail(ledger.connection, to.id, today)
    if is_done or (to.looked is not None and (looked.day, looked.sequence) <= (to.looked.day, to.looked.sequence)):
        return None
    occasions = occasions_of(to, opened, today)
    with opened.database.reading() as connection:
        told = told_to(connection, to.id, today)
    lost = vanished(today, occasions, told)
    elsewhere = _elsewhere(opened, to, today, lost)

    def announce(told_now: Sequence[Told]) -> list[Announcement] | None:
        if {each.thing for each in vanished(today, occasions, told_now)} - elsewhere.keys():
            return None  # somebody has told it meanwhile: the next run looks again
        return announced(today, to.distances, occasions, told_now, elsewhere)

    with opened.database.writing() as connection:
        return enqueue(connection, to.id, opened.issuer, looked, clock(), announce)


def _elsewhere(
    opened: Register, to: Subscription, today: date, lost: Sequence[Announcement]
) -> Mapping[str, list[Occasion]]:
    """Where else there is what has vanished, by what it is about."""
    found: dict[str, list[Occasion]] = {each.thing: [] for each in lost}
    known = set(opened.holders()) if found else set()
    for holder in {str(each.data["holder"]) for each in lost}:
        if holder and holder not in known:
            continue  # all that was theirs was taken back
        for each in occasions_around(to, opened, today, holder):
            if each.thing in found:
                found[each.thing].append(each)
    return found


# --- what is sent


def _send(opened: Register, number: int, sending: Sending, clock: Clock, found: Reminded) -> None:
    can_mail = sending.server is not None and sending.sender is not None

    def render(begun: Begun, told: Sequence[Announcement]) -> str:
        if begun.subscription.channel == "webhook":
            from kenri.faces.reminding.webhook import hook_body

            holders = 1 if begun.subscription.holder else everybody
            return hook_body(begun, told, issuer=opened.issuer, holders=holders)
        assert sending.sender is not None  # or else no mail is taken out of the queue
        stamp = datetime.fromtimestamp(clock() // MICROSECONDS, UTC)
        return digest_mail(
            begun, told, issuer=opened.issuer, sender=sending.sender, service=sending.service, stamp=stamp
        )

    everybody = len(opened.holders())
    while True:
        with opened.database.writing() as connection:
            begun = begin_next(connection, number, clock(), render, with_mail=can_mail)
        if begun is None:
            return
        handed = _handed(begun, sending, clock)
        with opened.database.writing() as connection:
            state = settle(connection, begun, handed.outcome, clock(), reason=handed.reason, wait=handed.wait)
        found.count(state)


def _handed(begun: Begun, sending: Sending, clock: Clock) -> HandedOver:
    if begun.subscription.channel == "webhook":
        from kenri.faces.reminding.webhook import send_hook

        return send_hook(begun, clock() // MICROSECONDS)
    assert sending.server is not None and sending.sender is not None  # noqa: PT018  likewise
    return sending.server.send(sending.sender, begun.subscription.target, begun.body)
