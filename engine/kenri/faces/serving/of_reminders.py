"""Who is told of deadlines, over HTTP: as `kenri feed` and `kenri subscribe`, for one issuer.

A webhook cannot lead to an address that is not public: only who may write to the database lets it.
"""

from __future__ import annotations

import os
import secrets
from typing import Any

from kenri.faces.inputs.registers import issuer_in, must_be_holder
from kenri.faces.serving.asked import Asked
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["feed", "mail", "reminders", "revoked", "webhook"]


def reminders(asked: Asked) -> Any:
    """As `kenri feed list` and `kenri subscribe list`."""
    from kenri.faces.contracts.reminding_data import feed_data, subscription_data
    from kenri.service.feeds import feeds
    from kenri.service.subscriptions import subscriptions

    issuer = issuer_in(asked.register)
    with asked.connected() as connection:
        return {
            "feeds": [feed_data(each) for each in feeds(connection, issuer)],
            "subscriptions": [subscription_data(each) for each in subscriptions(connection, issuer)],
        }


def feed(asked: Asked) -> Any:
    """As `kenri feed create`."""
    from kenri.faces.contracts.reminding_data import made_feed_data
    from kenri.faces.inputs.service_address import service_address
    from kenri.service.feeds import make_feed

    must_be_holder(asked.register, asked["holder"])
    secret = secrets.token_urlsafe(32)
    issuer = issuer_in(asked.register)
    with asked.connected() as connection:
        make_feed(
            connection, issuer, asked["name"], asked["holder"] or "", lang=asked["told_in"], zone=asked["zone"],
            secret=secret, now=asked.now,
        )  # fmt: skip
    return made_feed_data(asked["name"], secret, service_address(os.environ.get("KENRI_URL") or None))


def mail(asked: Asked) -> Any:
    """As `kenri subscribe mail`."""
    return _subscribed(asked, "mail", asked["address"], secrets.token_urlsafe(32))


def webhook(asked: Asked) -> Any:
    """As `kenri subscribe webhook`."""
    from kenri.faces.inputs.secrets_of_hooks import new_hook_secret

    return _subscribed(asked, "webhook", asked["url"], new_hook_secret())


def revoked(asked: Asked) -> Any:
    """As `kenri feed revoke` and `kenri subscribe revoke`."""
    from kenri.service.revoking import revoke

    issuer = issuer_in(asked.register)
    with asked.connected() as connection:
        revoke(connection, asked["what"], asked["name"], asked.now, issuer=issuer)
    return {"name": asked["name"], "revoked": True}


def _subscribed(asked: Asked, channel: Any, target: str, secret: str) -> Any:
    from kenri.faces.contracts.reminding_data import made_subscription_data
    from kenri.service.subscriptions import DISTANCES, make_subscription

    must_be_holder(asked.register, asked["holder"])
    issuer = issuer_in(asked.register)
    with asked.connected() as connection:
        make_subscription(
            connection, issuer, asked["name"], channel, target, secret=secret, holder=asked["holder"] or "",
            distances=[_whole(each) for each in asked["before"]] or DISTANCES, kinds=asked["kind"], zone=asked["zone"],
            hour=asked["hour"], lang=asked["told_in"], now=asked.now,
        )  # fmt: skip
    return made_subscription_data(asked["name"], target, secret if channel == "webhook" else None)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise refused(Sentence("parameter-not-whole", name=quote("before"), least=0, most=366, found=quote(text)))
    return int(text)
