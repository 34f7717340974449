"""What is asked of another service that signs people in: what it offers, a token for a code, and its keys.

Whatever it says is at most so large and takes at most so long; it leads nowhere else, and is asked by TLS unless it is
on this machine.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any
from urllib.parse import quote_plus

import httpx

from kenri.service.openid import OpenIdProvider, is_provider_address

__all__ = ["Offered", "UnreachableError", "keys_of", "offered_by", "token_for"]

SECONDS = 10
"""So long one answer may take, from looking up the name to its last byte."""

_MOST_BYTES = 512 << 10
_KEPT_SECONDS = 600
_DISCOVERY = "/.well-known/openid-configuration"


class UnreachableError(Exception):
    """Another service did not answer, or not as it must. It says why in one word, for the log alone."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Where another service has what is asked of it, as it says itself."""

    authorization: str
    token: str
    keys: str
    is_secret_in_body: bool
    """Whether it takes a client's secret in the body of a request alone."""
    is_issuer_told: bool
    """Whether it says, when it leads back, which service it is (RFC 9207)."""


_offered: dict[str, tuple[float, Offered]] = {}
"""What was offered lately, by issuer, so that not every sign-in asks anew."""


def offered_by(provider: OpenIdProvider) -> Offered:
    """What another service offers (OpenID Connect Discovery 1.0). Raises `UnreachableError`."""
    kept = _offered.get(provider.issuer)
    if kept is not None and monotonic() < kept[0]:
        return kept[1]
    found = _offer(provider, _asked("GET", provider.issuer.rstrip("/") + _DISCOVERY))
    _offered[provider.issuer] = monotonic() + _KEPT_SECONDS, found
    return found


def _offer(provider: OpenIdProvider, said: Mapping[str, Any]) -> Offered:
    if said.get("issuer") != provider.issuer:  # it may offer in its own name alone
        raise UnreachableError("issuer")
    is_local = provider.issuer.startswith("http:")
    addresses = [said.get(f"{name}_endpoint") for name in ("authorization", "token")] + [said.get("jwks_uri")]
    if not all(is_provider_address(each, loopback=is_local) for each in addresses):
        raise UnreachableError("endpoints")
    ways = said.get("token_endpoint_auth_methods_supported")
    is_in_body = isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways
    is_told = said.get("authorization_response_iss_parameter_supported") is True
    authorization, token, keys = map(str, addresses)
    return Offered(authorization, token, keys, is_in_body, is_told)


def token_for(provider: OpenIdProvider, offered: Offered, code: str, verifier: str, back_to: str) -> object:
    """The ID token that another service gives for a code, as it came. Raises `UnreachableError`."""
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": verifier}
    headers = {}
    if offered.is_secret_in_body:
        fields |= {"client_id": provider.client, "client_secret": provider.secret}
    else:  # RFC 6749, 2.3.1: both are encoded as in a form first
        pair = f"{quote_plus(provider.client)}:{quote_plus(provider.secret)}"
        headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return _asked("POST", offered.token, fields, headers).get("id_token")


def keys_of(offered: Offered) -> object:
    """The keys by which another service signs, as a JWK set. Raises `UnreachableError`."""
    return _asked("GET", offered.keys)


def _asked(
    method: str, url: str, fields: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    try:
        found = json.loads(asyncio.run(_answer(method, url, fields, headers or {})))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError):
        raise UnreachableError("network") from None
    except (ValueError, RecursionError):
        raise UnreachableError("json") from None
    if not isinstance(found, dict):
        raise UnreachableError("json")
    return found


@cache
def _trusted() -> ssl.SSLContext:
    """Who may certify another service: those whom browsers trust, or whom `SSL_CERT_FILE` names instead."""
    return httpx.create_ssl_context(trust_env=True)


async def _answer(method: str, url: str, fields: Mapping[str, str] | None, headers: Mapping[str, str]) -> bytes:
    said = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "kenri", **headers}
    async with (
        asyncio.timeout(SECONDS),
        httpx.AsyncClient(verify=_trusted(), trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
        client.stream(method, url, data=None if fields is None else dict(fields), headers=said) as response,
    ):
        if response.status_code != 200:
            raise UnreachableError("status")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise UnreachableError("size")  # a little may unfold to much
        received = bytearray()
        async for each in response.aiter_raw():
            received += each
            if len(received) > _MOST_BYTES:
                raise UnreachableError("size")
        return bytes(received)
