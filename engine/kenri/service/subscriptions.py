"""Who is told of deadlines, and how: by mail or by a webhook, of one holder or of everybody, so many days before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hmac import compare_digest
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, insert, select, update

from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Language, Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.tables import ANNOUNCEMENTS, MESSAGES, SUBSCRIPTIONS
from kenri.service.names import must_be_name, must_be_zone

__all__ = [
    "DISTANCES",
    "KINDS",
    "MOST_DISTANCE",
    "Channel",
    "Looked",
    "Subscription",
    "end_subscription",
    "is_ended_by",
    "is_mail_address",
    "make_subscription",
    "revoke_by_secret",
    "subscription",
    "subscriptions",
]

Channel: TypeAlias = Literal["mail", "webhook"]

DISTANCES = (30, 21, 10, 5, 1)
"""So many days before a deadline it is announced, if nothing else is said."""

MOST_DISTANCE = 366

KINDS = ("late", "must", "closes", "opens", "changes", "moves", "unknown")
"""What may come, as `kenri due` tells it."""

_MOST_DISTANCES = 20
_MOST_TARGET = 2000
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
"""An address as nearly all are: no quotes, no comments, nothing that could end a header."""


class Looked(NamedTuple):
    """How far it was looked for a subscription: up to which record, on which of its days (ISO)."""

    day: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who is told: where, of whom, at which distances, of which kinds, and from which hour of a day in a zone on."""

    id: int
    issuer: int
    name: str
    channel: Channel
    target: str
    secret: str
    """By which webhooks are signed; of mail, by which who has the mail may end it."""
    holder: str
    """Whose deadlines; empty: everybody's."""
    distances: tuple[int, ...]
    """Days, the most first."""
    kinds: tuple[str, ...]
    """Of these alone; empty: of all."""
    zone: str
    hour: int
    lang: Language
    is_private_allowed: bool
    """Whether a webhook may lead to an address that is not public."""
    made: Microsecond
    revoked: Microsecond | None
    looked: Looked | None

    def day_at(self, now: Microsecond) -> date | None:
        """The day on which it is told something now; None before its hour."""
        local = datetime.fromtimestamp(now // MICROSECONDS, UTC).astimezone(ZoneInfo(self.zone))
        return local.date() if local.hour >= self.hour else None


def make_subscription(
    connection: Connection,
    issuer: int,
    name: str,
    channel: Channel,
    target: str,
    *,
    secret: str,
    holder: str = "",
    distances: Sequence[int] = DISTANCES,
    kinds: Sequence[str] = (),
    zone: str = "UTC",
    hour: int = 7,
    lang: Language = "en",
    is_private_allowed: bool = False,
    now: Microsecond,
) -> None:
    """Keep a subscription of an issuer. Raises `ProblemsError` with all that is wrong with it."""
    must_be_name(name)
    if any(each.name == name for each in subscriptions(connection, issuer)):
        raise refused(Sentence("subscription-there", name=quote(name)))
    wrong = [
        *_wrong(channel, target, is_private_allowed=is_private_allowed),
        *_wrong_numbers(distances, hour),
        *_wrong_kinds(kinds),
    ]
    if wrong:
        raise ProblemsError(Problem(None, each) for each in wrong)
    must_be_zone(zone)
    connection.execute(
        insert(SUBSCRIPTIONS).values(
            issuer=issuer,
            name=name,
            channel=channel,
            target=target,
            secret=secret,
            holder=holder,
            distances=json.dumps(sorted(set(distances), reverse=True)),
            kinds=json.dumps([each for each in KINDS if each in kinds]),
            zone=zone,
            hour=hour,
            lang=lang,
            private=int(is_private_allowed),
            made=now,
            looked="",
        )
    )


def _wrong(channel: Channel, target: str, *, is_private_allowed: bool) -> Iterator[Sentence]:
    if channel == "mail" and not is_mail_address(target):
        yield Sentence("no-mail-address", found=quote(target, limit=300))
    if channel == "webhook" and not _is_hook(target, is_private_allowed=is_private_allowed):
        yield Sentence("no-webhook-address", found=quote(target, limit=300))


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent to an address, and nothing else be said by it."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def _is_hook(target: str, *, is_private_allowed: bool) -> bool:
    if not (target.isascii() and target.isprintable() and len(target) <= _MOST_TARGET and " " not in target):
        return False
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        return False
    schemes = ("https", "http") if is_private_allowed else ("https",)
    is_bare = parts.username is None and parts.password is None and not parts.fragment
    return parts.scheme in schemes and bool(parts.hostname) and is_bare and port != 0


def _wrong_numbers(distances: Sequence[int], hour: int) -> Iterator[Sentence]:
    if not 1 <= len(distances) <= _MOST_DISTANCES or any(not 0 <= each <= MOST_DISTANCE for each in distances):
        yield Sentence("distances-not-so", most=MOST_DISTANCE, times=_MOST_DISTANCES)
    if not 0 <= hour <= 23:
        yield Sentence("parameter-not-whole", name="`hour`", least=0, most=23, found=quote(str(hour)))


def _wrong_kinds(kinds: Sequence[str]) -> Iterator[Sentence]:
    for each in kinds:
        if each not in KINDS:
            choices = tuple(map(quote, KINDS))
            yield Sentence("parameter-not-among", name=quote("--kind"), choices=choices, found=quote(each))


def subscriptions(connection: Connection, issuer: int) -> list[Subscription]:
    """All subscriptions of an issuer that were ever made, in the order of their names."""
    rows = connection.execute(select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.issuer == issuer))
    return sorted(map(_subscription, rows), key=lambda each: each.name)


def subscription(connection: Connection, id_: int, *, is_locked: bool = False) -> Subscription:
    """A subscription by its number; nobody else writes about it until the end of the transaction, if it is locked."""
    query = select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == id_)
    return _subscription(connection.execute(query.with_for_update() if is_locked else query).one())


def is_ended_by(connection: Connection, secret: str) -> bool:
    """Whether there is mail that a secret ends."""
    return _ended_by(connection, secret) is not None


def revoke_by_secret(connection: Connection, secret: str, now: Microsecond) -> bool:
    """Take back the mail that a secret ends; whether there was any."""
    found = _ended_by(connection, secret)
    if found is not None:
        end_subscription(connection, found, now)
    return found is not None


def _ended_by(connection: Connection, secret: str) -> int | None:
    """The number of the subscription. Secrets are compared all in the same time, however far they are alike."""
    query = select(SUBSCRIPTIONS.c.id, SUBSCRIPTIONS.c.secret).where(
        SUBSCRIPTIONS.c.channel == "mail", SUBSCRIPTIONS.c.revoked.is_(None)
    )
    given = secret.encode(errors="surrogatepass")
    found = [each.id for each in connection.execute(query) if compare_digest(each.secret.encode(), given)]
    return found[0] if found else None


def end_subscription(connection: Connection, id_: int, now: Microsecond) -> None:
    """Take a subscription back by its number, with what was still to be sent."""
    subscription(connection, id_, is_locked=True)
    connection.execute(update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == id_).values(revoked=now))
    unsent = select(MESSAGES.c.id).where(MESSAGES.c.subscription == id_, MESSAGES.c.state.in_(("waiting", "failed")))
    connection.execute(delete(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.message.in_(unsent)))
    connection.execute(delete(MESSAGES).where(MESSAGES.c.id.in_(unsent)))
    begun = update(MESSAGES).where(MESSAGES.c.subscription == id_, MESSAGES.c.state == "begun")
    connection.execute(begun.values(state="failed", body="", ended=now))  # somebody may have it: it is not sent again


def _subscription(row: Row[tuple[object, ...]]) -> Subscription:
    values = row._mapping
    looked = json.loads(values["looked"]) if values["looked"] else None
    return Subscription(
        id=values["id"],
        issuer=values["issuer"],
        name=values["name"],
        channel="mail" if values["channel"] == "mail" else "webhook",
        target=values["target"],
        secret=values["secret"],
        holder=values["holder"],
        distances=tuple(json.loads(values["distances"])),
        kinds=tuple(json.loads(values["kinds"])),
        zone=values["zone"],
        hour=values["hour"],
        lang="ja" if values["lang"] == "ja" else "en",
        is_private_allowed=bool(values["private"]),
        made=values["made"],
        revoked=values["revoked"],
        looked=None if looked is None else Looked(*looked),
    )
