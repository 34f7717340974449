"""Text of others made visible: no character in it moves a cursor, hides, or turns the direction of what follows."""

from __future__ import annotations

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and newline; escape sequences begin with one
    "\xad\u061c\u180e\u200b\u200e\u200f"  # blanks of no width, marks of direction
    "\u2028-\u202e\u2060-\u206f"  # other line ends, overrides and isolates of direction, invisible operators
    "\ud800-\udfff\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"  # halves of a pair, tags
    "]"
)
"""What a reader would not see, or would see elsewhere. Joiners, which scripts and emoji need, are not among it."""


def visible(text: str) -> str:
    r"""The text with what cannot be seen written as an escape; tabs and newlines stay.

    >>> visible("\x1b[2Jgone\u202e")
    '\\x1b[2Jgone\\u202e'
    """
    return _UNSEEN.sub(_escaped, text)


def on_one_line(text: str) -> str:
    r"""The same with tabs and newlines escaped too.

    >>> on_one_line("7\nx.yaml:1:1: no")
    '7\\nx.yaml:1:1: no'
    """
    return visible(text).replace("\t", "\\t").replace("\n", "\\n")


def flattened(text: str) -> str:
    r"""The text in one line that any drawing can hold: blanks collapsed, and what is no character shown as U+FFFD.

    That is control characters (a terminal would obey them, XML and iCalendar forbid them), halves of surrogate pairs,
    the noncharacters U+FFFE and U+FFFF, and all else that cannot be seen.

    >>> flattened("ten\n days\x1b") == "ten days\ufffd"
    True
    """
    return _UNSEEN.sub("\ufffd", " ".join(text.split()))


def visible_json(text: str) -> str:
    r"""A JSON text that says the same without a character that cannot be seen.

    >>> visible_json('"\x9b31m"')
    '"\\u009b31m"'
    """
    return _UNSEEN.sub(_json_escape, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
