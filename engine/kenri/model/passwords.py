"""Passwords in addresses of databases and mail servers: taken out of whatever is shown, however it was typed.

The name of a user may be seen. What may be a password may not, also where only a person could tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["without_password"]

_COLON: Final = r"(?::|%3a|[：﹕︓])"
"""What stands before a password: also written by a percent sign, or as a Japanese keyboard types it."""

_AFTER_COLON: Final = re.compile(_COLON, re.IGNORECASE)
_AT_FIRST: Final = re.compile(rf"\s*+([\w+.-]*+://)?+\S*?{_COLON}", re.IGNORECASE)
"""A name and a colon at the beginning of a text that is an address, also one whose own beginning was forgotten."""

_NO_PORT: Final = re.compile(
    rf"://(?:\[[^\]\s]{{0,60}}\]|(?:[^\s:：﹕︓/?#@\[%]|%(?!3a)){{0,500}}){_COLON}(?!\d{{0,5}}(?:[/?#]|\W{{0,5}}(?:\s|\Z)))",
    re.IGNORECASE,
)
"""A colon after what may be a host, behind which there is no port: the host was forgotten, `smtp://ann:s3cret`."""

_VALUE: Final = re.compile(
    r"(?:password|passwd|passphrase|passfile|pwd)\s*=\s*('(?:\\.|[^'\\])*'?|[^\s&#]+)", re.IGNORECASE
)
_VALUE_IN_ADDRESS: Final = re.compile(r"(?:pass|pwd|%[0-9a-f]{2})[\w%.-]{0,40}\s*=([^&]+)", re.IGNORECASE)
"""What follows a host, up to the next: there a name may be written by percent signs, and a value have blanks."""


def without_password(text: str) -> str:
    """The text without the passwords that stand in addresses of databases and of mail servers.

    What stands before the first colon is the name of a user; from there to the last `@` all may be the password, which
    nobody need have written as an address asks. Takes as long as the text is.

    >>> without_password("postgresql://ann:s3cret@host/base"), without_password("postgresql://host/base?password=x")
    ('postgresql://ann:***@host/base', 'postgresql://host/base?password=***')
    >>> without_password("smtp://ann:s3 c@ret@host"), without_password("ann:s3cret@host:587")
    ('smtp://ann:***@host', 'ann:***@host:587')
    >>> without_password("postgresql://ann@host/base")
    'postgresql://ann@host/base'
    """
    shown, at = [], 0
    for start, end in sorted(_secrets(text)):
        if start >= at:
            shown += [text[at:start], "***"]
        at = max(at, end)
    return "".join((*shown, text[at:]))


def _secrets(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that may be a password, from a character up to another; some may overlap."""
    begins, ends = text.find("://"), text.rfind("@")
    named = _AT_FIRST.match(text)
    is_like_prose = named is not None and not named[1] and not named[0].lstrip().startswith("/")
    if named is not None and is_like_prose and text[named.end() : named.end() + 1].isspace():
        named = None  # as in `note: ann@host`
    if named is None and begins >= 0:
        named = _AFTER_COLON.search(text, begins + len("://"))
    if named is not None and named.end() < ends:
        yield named.end(), ends
    if (alone := _NO_PORT.search(text, ends + 1)) is not None:
        yield alone.end(), len(text)
    for found in _VALUE.finditer(text):
        yield found.span(1)
    if begins >= 0:
        for found in _VALUE_IN_ADDRESS.finditer(text, begins):
            yield found.span(1)
