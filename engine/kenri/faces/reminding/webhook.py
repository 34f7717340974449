"""Webhooks: what comes as JSON, signed as Standard Webhooks have it, and sent nowhere but where it may go.

A name is looked up once, all its addresses must be public, and it is one of these that is connected to: a name that
leads elsewhere a moment later leads nobody there. No redirect is followed, no proxy of the environment is used, and of
the answer only the status counts.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import socket
import ssl
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from kenri.faces.inputs.secrets_of_hooks import HOOK_PREFIX
from kenri.faces.reminding.handed_over import HandedOver
from kenri.faces.reminding.occasions import SHOWN
from kenri.model.problems import quote
from kenri.model.visible import visible_json
from kenri.service.announcing import Announcement
from kenri.service.outbox import Begun

__all__ = ["hook_body", "is_public", "send_hook", "signature"]

_SECONDS = 10.0
_SECONDS_IN_ALL = 30.0

_NAT64 = IPv6Network("64:ff9b::/96")


def hook_body(begun: Begun, told: Sequence[Announcement], *, issuer: str, holders: int) -> str:
    """What is sent: as `kenri due --json`, and of each what it is news of (`change`), how many days are left, and what
    was told before, where that is another.
    """
    to = begun.subscription
    listed = [
        {
            **{name: value for name, value in each.data.items() if name not in SHOWN and name != "was"},
            "change": each.change,
            "days": (each.day - begun.day).days,
            "was": each.data.get("was"),
            "asks": each.data["asks"],
        }
        for each in told
    ]
    last = begun.day + timedelta(days=min(max(to.distances), (date.max - begun.day).days))
    data: Mapping[str, Any] = {
        "type": "due",
        "subscription": to.name,
        "register": issuer,
        "first": begun.day.isoformat(),
        "last": last.isoformat(),
        "holders": holders,
        "due": listed,
    }
    return visible_json(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def signature(secret: str, id_: str, timestamp: int, body: bytes) -> str:
    """How a message is signed: by HMAC-SHA256 over its id, its time and its bytes.

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """  # noqa: E501  # the example of the standard
    key = base64.b64decode(secret.removeprefix(HOOK_PREFIX))
    signed = hmac.digest(key, f"{id_}.{timestamp}.".encode() + body, sha256)
    return f"v1,{base64.b64encode(signed).decode()}"


def is_public(address: str) -> bool:
    """Whether an address can be one of anybody's on the internet, and none of this machine or its networks.

    >>> [each for each in ("93.184.216.34", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1") if is_public(each)]
    ['93.184.216.34']
    """  # noqa: E501  # on one line
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner)) and (found.ipv4_mapped is not None or found.is_global)
    return found.is_global and not found.is_multicast and not found.is_reserved


def send_hook(begun: Begun, timestamp: int) -> HandedOver:
    """Send a message, and say what became of it. `timestamp` is the time it is sent, in seconds since 1970."""
    return asyncio.run(_sent(begun, timestamp))


async def _sent(begun: Begun, timestamp: int) -> HandedOver:
    to = begun.subscription
    url = httpx.URL(to.target)
    body = begun.body.encode()
    headers = {
        "host": urlsplit(to.target).netloc,
        "content-type": "application/json",
        "user-agent": "kenri",
        "webhook-id": begun.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(to.secret, begun.id, timestamp, body),
    }
    try:
        async with asyncio.timeout(_SECONDS_IN_ALL):
            address = await _address(url, is_private_allowed=to.is_private_allowed)
            if address is None:
                return HandedOver("refused", quote(f"{url.host} is not a public address", limit=200))
            return await _posted(url, address, headers, body)
    except OSError as error:  # its name leads nowhere; `TimeoutError` is one
        return HandedOver("not-known" if isinstance(error, TimeoutError) else "refused", _reason(error))


async def _address(url: httpx.URL, *, is_private_allowed: bool) -> str | None:
    """The address to connect to; None where one of those that the name leads to is none of the internet's."""
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not (is_private_allowed or all(map(is_public, addresses))):
        return None
    return addresses[0]


async def _posted(url: httpx.URL, address: str, headers: Mapping[str, str], body: bytes) -> HandedOver:
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=0)
    context = ssl.create_default_context()
    async with httpx.AsyncClient(
        trust_env=False, follow_redirects=False, timeout=_SECONDS, limits=limits, verify=context
    ) as client:
        request = client.build_request(
            "POST", url.copy_with(host=address), headers=dict(headers), content=body,
            extensions={"sni_hostname": url.host},
        )  # fmt: skip
        try:
            response = await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return HandedOver("refused", _reason(error))
        except httpx.HTTPError as error:
            return HandedOver("not-known", _reason(error))
        status, wait = response.status_code, response.headers.get("retry-after", "")
        await response.aclose()  # whatever else it says is not read
    if 200 <= status < 300:
        return HandedOver("sent")
    said = quote(f"HTTP {status}")
    if status == 410:  # the standard: whoever says so wants no more
        return HandedOver("refused-for-good", said)
    return HandedOver("refused", said, int(wait[:6]) if wait.isascii() and wait.isdigit() else 0)


def _reason(error: Exception) -> str:
    return quote(f"{type(error).__name__}: {' '.join(str(error).split())}", limit=200)
