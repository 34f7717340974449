"""Cookies that hold sessions: no script reads them, no page of another site sends a form with them.

Behind TLS a cookie is `__Host-kenri`, which browsers take from this host alone and send over TLS alone. Without TLS,
on the machine itself, they would not keep such a one: there it is `kenri`, which does not count behind TLS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenri.service.openid import MINUTES

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = [
    "CSRF_FIELD",
    "is_secure",
    "no_session_cookie",
    "session_cookie",
    "session_text",
    "sign_in_cookie",
    "sign_in_text",
]

CSRF_FIELD = "csrf"
"""The field in which a form of a page carries the token of its session; programs send it as `Kenri-Csrf`."""

_LONGEST = 200

_SIGN_IN = "-sign-in"
_SIGN_IN_SECONDS = MINUTES * 60


def is_secure(request: Request) -> bool:
    """Whether it came over TLS: to us or to a proxy before us, as that says, or as people reach us by nothing else."""
    if request.scope.get("kenri.is_tls", False):
        return True
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto", "").strip().lower() == "https"


def session_text(request: Request) -> str | None:
    """The text of the session in the cookie, if there is one that may count."""
    text = request.cookies.get(_name(is_secure=is_secure(request)))
    return text if text and len(text) <= _LONGEST else None


def session_cookie(text: str, *, is_secure: bool) -> str:
    """What `Set-Cookie` says so that a browser keeps a session until it is closed."""
    return f"{_name(is_secure=is_secure)}={text}; {_attributes(is_secure=is_secure)}"


def no_session_cookie(*, is_secure: bool) -> str:
    """What `Set-Cookie` says so that a browser forgets the session."""
    return f"{_name(is_secure=is_secure)}=; Max-Age=0; {_attributes(is_secure=is_secure)}"


def sign_in_text(request: Request) -> str | None:
    """The text that a browser was given when it began to sign in by another service, if there is one."""
    text = request.cookies.get(_name(is_secure=is_secure(request)) + _SIGN_IN)
    return text if text and len(text) <= _LONGEST else None


def sign_in_cookie(text: str, *, is_secure: bool) -> str:
    """What `Set-Cookie` says so that a browser keeps that text as long as a sign-in may take."""
    name = _name(is_secure=is_secure) + _SIGN_IN
    return f"{name}={text}; Max-Age={_SIGN_IN_SECONDS}; {_attributes(is_secure=is_secure)}"


def _name(*, is_secure: bool) -> str:
    return "__Host-kenri" if is_secure else "kenri"


def _attributes(*, is_secure: bool) -> str:
    return "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if is_secure else "")
