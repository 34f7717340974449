"""Who is told of deadlines, and how, as plain data; the same at a terminal, over HTTP and for pages."""

from __future__ import annotations

from typing import Any

from kenri.faces.words.service import instant
from kenri.service.feeds import Feed
from kenri.service.subscriptions import Subscription

__all__ = ["feed_data", "made_feed_data", "made_subscription_data", "subscription_data"]


def feed_data(feed: Feed) -> dict[str, Any]:
    """A calendar; its address is not known any more."""
    return {
        "name": feed.name,
        "holder": feed.holder or None,
        "zone": feed.zone,
        "told_in": feed.lang,
        "made": instant(feed.made),
        "revoked": None if feed.revoked is None else instant(feed.revoked),
    }


def made_feed_data(name: str, secret: str, service: str | None) -> dict[str, Any]:
    """A calendar as it is made, with its address: this once. `service` is where the service is reached, if known."""
    path = f"/feeds/{secret}.ics"
    address = None if service is None else service + path
    webcal = None if address is None else "webcal://" + address.partition("://")[2]
    return {"name": name, "path": path, "url": address, "webcal": webcal}


def subscription_data(found: Subscription) -> dict[str, Any]:
    """Who is told, where, of what and when; without the secret."""
    return {
        "name": found.name,
        "channel": found.channel,
        "target": found.target,
        "holder": found.holder or None,
        "before": list(found.distances),
        "kinds": list(found.kinds) or None,
        "zone": found.zone,
        "hour": found.hour,
        "told_in": found.lang,
        "private": found.is_private_allowed,
        "made": instant(found.made),
        "revoked": None if found.revoked is None else instant(found.revoked),
    }


def made_subscription_data(name: str, target: str, secret: str | None) -> dict[str, Any]:
    """A subscription as it is made; of a webhook with the secret by which it is signed: this once."""
    return {"name": name, "target": target} | ({} if secret is None else {"secret": secret})
