"""The one thing valid JSON may say that the YAML parser refuses: a character written as two escapes of four digits.

JSON writers that keep to ASCII write every character beyond U+FFFF so, among them the rarer characters of Japanese
names.
"""

import json
import re

_HIGH, _LOW = r"\\u([dD][89abAB][0-9a-fA-F]{2})", r"\\u([dD][c-fC-F][0-9a-fA-F]{2})"
_PAIR = re.compile(_HIGH + _LOW)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(_HIGH + _LOW + r"|\\.")


def join_pairs(text: str) -> str:
    r"""A JSON text with every pair of escapes joined to one; a text that is not JSON is given back as it is.

    A string keeps its width, by blanks after its closing quote, so that nothing behind it moves.

    >>> join_pairs(r'["\ud842\udfb7", 1]')
    '["\\U00020bb7"  , 1]'
    """
    if _PAIR.search(text) is None or not _is_json(text):
        return text
    return _STRING.sub(lambda string: _ESCAPE.sub(_join, string[0]).ljust(len(string[0])), text)


def _join(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    return f"\\U{0x10000 + ((int(escape[1], 16) - 0xD800) << 10) + (int(escape[2], 16) - 0xDC00):08x}"


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True
