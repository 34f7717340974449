"""Tables of frame words: each phrase in English and Japanese, with gaps to fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kenri.model.sentences import Language


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """A table of phrases that is called with the key of one.

    >>> Phrases({"more": ("and {count} more", "ほか{count}件")})("more", "ja", count=3)
    'ほか3件'
    """

    table: Mapping[str, tuple[str, str]]
    """By key, the phrase in English and in Japanese."""

    def __call__(self, key: str, lang: Language, **values: object) -> str:
        """The phrase in a language, its gaps filled. Raises `KeyError` for one that is not in the table."""
        en, ja = self.table[key]
        return (en if lang == "en" else ja).format(**values)
