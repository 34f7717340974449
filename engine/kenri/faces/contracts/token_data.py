"""Tokens as plain data; the same at a terminal, over HTTP and for pages."""

from __future__ import annotations

from typing import Any

from kenri.faces.words.service import instant
from kenri.service.tokens import Token

__all__ = ["token_data"]


def token_data(token: Token, person: str | None) -> dict[str, Any]:
    """A token, without itself: its `name`, whose it is (null: nobody's, who made it at the terminal), what it may do,
    of which issuers (null: of all), from when until when, when it was last used (within an hour) and taken back.
    """
    return {
        "name": token.name,
        "person": person,
        "scopes": list(token.scopes),
        "issuers": list(token.issuers) or None,
        "made": instant(token.made),
        "ends": None if token.ends is None else instant(token.ends),
        "used": None if token.used is None else instant(token.used),
        "revoked": None if token.revoked is None else instant(token.revoked),
    }
