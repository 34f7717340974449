"""What was made for a service is taken back by its name: calendars, subscriptions, tokens. No name is given again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, assert_never

from sqlalchemy import Connection, update

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.records import Microsecond
from kenri.register.tables import FEEDS, TOKENS
from kenri.service.feeds import feeds
from kenri.service.subscriptions import end_subscription, subscriptions
from kenri.service.tokens import tokens

__all__ = ["Revocable", "revoke"]

Revocable: TypeAlias = Literal["feed", "subscription", "token"]

_NONE: Mapping[Revocable, str] = {
    "feed": "no-such-feed",
    "subscription": "no-such-subscription",
    "token": "no-such-token",
}


def revoke(connection: Connection, what: Revocable, name: str, now: Microsecond, *, issuer: int) -> None:
    """Take back what an issuer has under a name; a token, whichever issuers it is of.

    Raises `ProblemsError` for what there is not, or no more.
    """
    known = _standing(connection, what, issuer)
    if name not in known:
        raise refused(Sentence(_NONE[what], name=quote(name)), did_you_mean(name, known))
    match what:
        case "feed":
            connection.execute(update(FEEDS).where(FEEDS.c.issuer == issuer, FEEDS.c.name == name).values(revoked=now))
        case "subscription":
            end_subscription(connection, known[name], now)
        case "token":
            connection.execute(update(TOKENS).where(TOKENS.c.name == name).values(revoked=now))


def _standing(connection: Connection, what: Revocable, issuer: int) -> Mapping[str, int]:
    """What was not taken back, by its name, with its number where it has one."""
    match what:
        case "feed":
            return {each.name: 0 for each in feeds(connection, issuer) if each.revoked is None}
        case "subscription":
            return {each.name: each.id for each in subscriptions(connection, issuer) if each.revoked is None}
        case "token":
            return {each.name: 0 for each in tokens(connection) if each.revoked is None}
        case _:
            assert_never(what)
