"""Signing in by another service: the way there, and the way back with what it says of who signed in there.

Why a way back leads nowhere is told in the log by a word, and to whoever came by it never: it is told alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from kenri.faces.serving.answered import Answered
from kenri.faces.serving.cookies import sign_in_cookie
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.service.openid import OpenIdProvider, begin_sign_in, sign_in_subject, take_sign_in

__all__ = ["OpenIdRefusedError", "signed_in_elsewhere", "to_another_service"]

_LONGEST = 4_000
"""Characters of what another service sends back at most."""


class OpenIdRefusedError(ProblemsError):
    """Nobody is signed in. `why` is for the log."""

    def __init__(self, sentence: Sentence, why: str) -> None:
        super().__init__(refused(sentence).problems)
        self.why = why


def to_another_service(
    database: Database, settings: OpenIdSettings, header: Mapping[str, Any], now: Microsecond
) -> Answered:
    """On to the page of another service on which people sign in. Raises `ProblemsError`."""
    from kenri.faces.serving.openid_network import UnreachableError, offered_by

    provider = _provider(settings, header)
    sent = begin_sign_in(database, provider, header["fields"].get("back", "/")[:_LONGEST], header["address"], now)
    try:
        offered = offered_by(provider)
    except UnreachableError as error:
        raise OpenIdRefusedError(Sentence("openid-unreachable"), str(error)) from None
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": provider.client,
        "redirect_uri": settings.back_to(provider),
        "state": sent.state,
        "nonce": sent.nonce,
        "code_challenge": sent.challenge,
        "code_challenge_method": "S256",
    }
    where = f"{offered.authorization}{'&' if '?' in offered.authorization else '?'}{urlencode(asked)}"
    cookie = sign_in_cookie(sent.cookie, is_secure=header["is_secure"])
    return Answered(303, headers={"location": where, "set-cookie": cookie, "cache-control": "no-store"})


def signed_in_elsewhere(
    database: Database, settings: OpenIdSettings, header: Mapping[str, Any], now: Microsecond
) -> tuple[str, str]:
    """The text of a session for who comes back, and the page to lead to. Raises `ProblemsError`."""
    from kenri.faces.serving.openid_network import UnreachableError, keys_of, offered_by, token_for
    from kenri.service.id_tokens import IdTokenRefusedError, subject_told

    provider = _provider(settings, header)
    fields, cookie = header["fields"], header["sign_in"]
    state, code = fields.get("state", "")[:_LONGEST], fields.get("code", "")
    begun = None if cookie is None else take_sign_in(database, provider, state, cookie, now)
    if begun is None:
        raise _refused("state")
    if not 0 < len(code) <= _LONGEST or "error" in fields:
        raise _refused("code")
    try:
        offered = offered_by(provider)
        if fields.get("iss", provider.issuer if not offered.is_issuer_told else None) != provider.issuer:
            raise _refused("issuer")
        token = token_for(provider, offered, code, begun.verifier, settings.back_to(provider))
        subject = subject_told(token, keys_of(offered), provider, begun, now)
    except UnreachableError as error:
        raise OpenIdRefusedError(Sentence("openid-unreachable"), str(error)) from None
    except IdTokenRefusedError as error:
        raise _refused(str(error)) from None
    text = sign_in_subject(database, provider, subject, header["address"], now)
    if text is None:
        raise _refused("nobody")
    return text, begun.back


def _provider(settings: OpenIdSettings, header: Mapping[str, Any]) -> OpenIdProvider:
    found = settings.provider(header["provider"])
    if found is None:
        path = f"/sign-in/openid/{header['provider']}"
        raise refused(Sentence("no-such-path", path=quote(path)))
    return found


def _refused(why: str) -> OpenIdRefusedError:
    return OpenIdRefusedError(Sentence("openid-refused"), why)
