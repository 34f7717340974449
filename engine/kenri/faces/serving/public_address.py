"""Where people reach the service: by TLS or not, and below which path of a proxy before it.

Inside, every address begins at `/`. Here alone the path of the proxy is taken off what comes in, and put before what
goes out: where an answer leads on, what a page links, and where a form goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["AtPublicAddress", "PublicAddress"]

_LINK = re.compile(rb'( (?:href|action|formaction|src)=")/(?!/)')
"""Where an address of the service begins in a page. What is put into pages is text, in which no `"` stands as it is."""

_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where people reach the service, as far as it is told."""

    is_tls: bool = False
    path: str = ""
    """As `/kenri`; empty where it is reached at the root."""

    @classmethod
    def of(cls, url: str | None) -> PublicAddress:
        """That of an address as it is configured; None: nothing is.

        >>> PublicAddress.of("https://rights.example.com/kenri/")
        PublicAddress(is_tls=True, path='/kenri')
        """
        parts = urlsplit(url or "")
        return cls(parts.scheme == "https", parts.path.rstrip("/"))

    def outside(self, address: str) -> str:
        """An address of the service as others ask for it.

        >>> PublicAddress(path="/kenri").outside("/sign-in"), PublicAddress(path="/kenri").outside("https://example.com")
        ('/kenri/sign-in', 'https://example.com')
        """
        return f"{self.path}{address}" if address.startswith("/") else address

    def page(self, body: bytes) -> bytes:
        """A page whose links lead to the service from outside.

        >>> PublicAddress(path="/kenri").page(b'<a href="/holders">')
        b'<a href="/kenri/holders">'
        """
        return _LINK.sub(rb"\1" + self.path.encode() + b"/", body) if self.path else body

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers of an answer; behind TLS browsers are told to come by nothing else for a year."""
        found = {name: self.outside(each) if name == "location" else each for name, each in headers.items()}
        if self.is_tls:
            found["strict-transport-security"] = f"max-age={_YEAR}"
        return found


class AtPublicAddress:
    """Takes the path of a proxy off what is asked for, where the proxy has left it on.

    A path that begins as one of the service's own (`steps`) is left alone: nobody could tell which is meant.
    """

    def __init__(self, app: ASGIApp, public: PublicAddress, steps: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._public = public
        self._path = "" if public.path.partition("/")[2].partition("/")[0] in steps else public.path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "http":
            scope["kenri.is_tls"] = self._public.is_tls
            path = scope["path"]
            if self._path and f"{path}/".startswith(f"{self._path}/"):
                scope["path"] = path[len(self._path) :] or "/"
        await self._app(scope, receive, send)
