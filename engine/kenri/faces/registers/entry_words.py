"""The words for what a register records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenri.faces.words.entries import EntryWords

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.register.register import Register

__all__ = ["entry_words"]


def entry_words(register: Register, lang: Language) -> EntryWords:
    """Those of its plans, as they are now."""
    return EntryWords((register.plan(id_).plan for id_ in register.plans()) if lang == "ja" else (), lang)
