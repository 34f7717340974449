"""Tables of frame words: each phrase in English and Japanese, with gaps to fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kenri.model.sentences import Language


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """A table of phrases that is called with the key of one.

    >>> PhraseTable({"more": ("and {count} more", "ほか{count}件")})("more", "ja", count=3)
    'ほか3件'
    """

    table: Mapping[str, tuple[str, str]]
    """By key, the phrase in English and in Japanese."""

    def __call__(self, key: str, lang: Language, **values: object) -> str:
        """The phrase in a language, its gaps filled. Raises `KeyError` for one that is not in the table."""
        en, ja = self.table[key]
        return filled(en if lang == "en" else ja, **values)


_COUNT = re.compile(r"\{(?P<of>\w+):(?P<one>[^{}|]*)\|(?P<many>[^{}|]*)\}")


def filled(phrase: str, /, **values: object) -> str:
    """A phrase with its gaps filled; a gap with the words for one and for several is filled by a number of those.

    >>> filled("{count:window|windows} of {name}", count=1, name="a"), filled("{count:is|are}", count="1,000")
    ('1 window of a', '1,000 are')
    """

    def counted(found: re.Match[str]) -> str:
        value = str(values[found["of"]])
        return f"{value} {found['one'] if value == '1' else found['many']}"

    return _COUNT.sub(counted, phrase).format(**values)
