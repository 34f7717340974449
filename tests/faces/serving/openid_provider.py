"""A small service by which people sign in (OpenID Connect), on this machine: whoever comes is let in, by a real token.

What it says can be spoilt, to see what is believed.
"""

from __future__ import annotations

import hmac
import json
import socket
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.faces.serving.own_authority import OwnAuthority

CLIENT = "kenri at acme"
SECRET = "p+ss:w%rd of a client"

Claims = dict[str, Any]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _unsigned(*parts: Claims) -> str:
    return ".".join(_text(json.dumps(each).encode()) for each in parts)


class SmallProvider:
    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: dict[str, RSAKey | ECKey] = {
            "RS256": RSAKey.generate_key(2048, {"kid": "of-rsa"}),
            "ES256": ECKey.generate_key("P-256", {"kid": "of-ec"}),
        }
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self.as_it_should_be()

    def as_it_should_be(self) -> None:
        """Say nothing wrong any more."""
        self.subject = "ann at acme"
        self.spoilt: Callable[[Claims], Claims] = dict
        self.signed: Callable[[Claims], str] = self.by_rsa

    def by_rsa(self, claims: Claims) -> str:
        return self._by("RS256", self.keys["RS256"], claims)

    def by_ec(self, claims: Claims) -> str:
        return self._by("ES256", self.keys["ES256"], claims)

    def by_nothing(self, claims: Claims) -> str:
        return f"{_unsigned({'alg': 'none', 'kid': 'of-rsa'}, claims)}."

    def by_public_key_as_secret(self, claims: Claims) -> str:
        unsigned = _unsigned({"alg": "HS256", "kid": "of-rsa"}, claims)
        shared = self.keys["RS256"].as_pem(private=False)
        return f"{unsigned}.{_text(hmac.digest(shared, unsigned.encode(), 'sha256'))}"

    def by_a_key_of_another(self, claims: Claims) -> str:
        return self._by("RS256", RSAKey.generate_key(2048, {"kid": "of-rsa"}), claims)

    def by_a_longer_hash(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS512", "kid": "of-rsa"}, claims, self.keys["RS256"], algorithms=["RS512"])

    def with_another_payload(self, claims: Claims) -> str:
        head, _, mark = self.by_rsa(claims).split(".")
        _, body, _ = self.by_rsa({**claims, "sub": "bob at acme"}).split(".")
        return f"{head}.{body}.{mark}"

    @staticmethod
    def _by(algorithm: str, key: RSAKey | ECKey, claims: Claims) -> str:
        return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])

    # --- over HTTP

    async def discovery(self, request: Request) -> Response:
        """What it offers; under some paths what nobody should believe."""
        self.asked.append("discovery")
        path = request.path_params.get("path", "")
        issuer = f"{self.url}/{path}" if path else self.url
        said: Claims = {
            "issuer": self.url if path == "impostor" else issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": "http://login.example.com/token" if path == "plain" else f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        match path:
            case "moved":
                return RedirectResponse(f"{self.url}/.well-known/openid-configuration")
            case "large":
                said["more"] = "x" * 1_000_000
            case "odd":
                return Response("[" * 100_000)
            case _:
                pass
        return JSONResponse(said)

    async def authorize(self, request: Request) -> Response:
        query = dict(request.query_params)
        code = token_urlsafe(16)
        self._codes[code] = query
        assert (query["response_type"], query["scope"], query["client_id"]) == ("code", "openid", CLIENT)
        assert query["code_challenge_method"] == "S256"
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}", 303)

    async def token(self, request: Request) -> Response:
        self.asked.append("token")
        fields = {name: each[0] for name, each in parse_qs((await request.body()).decode()).items()}
        begun = self._codes.pop(fields["code"], None)
        who = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        challenge = _text(sha256(fields["code_verifier"].encode()).digest())
        is_good = (
            begun is not None
            and who == "kenri+at+acme:p%2Bss%3Aw%25rd+of+a+client"
            and challenge == begun["code_challenge"]
            and fields["redirect_uri"] == begun["redirect_uri"]
            and fields["grant_type"] == "authorization_code"
        )
        if begun is None or not is_good:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.url, "sub": self.subject, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": begun["nonce"],
        }  # fmt: skip
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self.signed(self.spoilt(claims))})

    async def published(self, _: Request) -> Response:
        """Its keys, among others that are for nothing here."""
        others = [{"kty": "oct", "kid": "of-rsa", "k": "AAAA"}, {"kty": "RSA", "kid": "of-rsa", "n": "!"}, 7]
        return JSONResponse({"keys": [*others, *(each.as_dict(private=False) for each in self.keys.values())]})

    @property
    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/{path}/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.published),
            ]
        )


@contextmanager
def small_provider(certified_by: OwnAuthority | None = None) -> Iterator[SmallProvider]:
    """One that runs: behind TLS where an authority certified it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        scheme = "http" if certified_by is None else "https"
        provider = SmallProvider(f"{scheme}://127.0.0.1:{bound.getsockname()[1]}")
        tls: dict[str, Any] = {}
        if certified_by is not None:
            tls = {"ssl_certfile": str(certified_by.server), "ssl_keyfile": str(certified_by.key)}
        config = uvicorn.Config(provider.application, log_config=None, lifespan="off", ws="none", **tls)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join()
