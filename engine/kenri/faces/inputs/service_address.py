"""The address at which a service is reached by those to whom links are sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["service_address"]


def service_address(text: str | None) -> str | None:
    """The address without a `/` at its end; None where none is given. Raises `ProblemsError`.

    >>> service_address("https://rights.example.com/kenri/")
    'https://rights.example.com/kenri'
    """
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good, parts = False, urlsplit("")
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(" <>\"'`\\,;")
    if not is_good or not is_plain or parts.query or parts.fragment or parts.username is not None:
        raise refused(Sentence("no-service-address", found=quote(text, limit=300)))
    return text.rstrip("/")
