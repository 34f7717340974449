"""Every sentence, by code, in English and Japanese: the one place where their words are.

An entry is what is said in both languages and, for many problems, what would be right in both. A code is never given
another meaning, and not changed: programs tell problems by it, and `docs/problems.md` has a section for each.

English is lower case, without a full stop; Japanese is plain (`である`), a whole sentence ends with `。`, and quoted
input stands in backticks without blanks around them. `{name}` is where a value goes, `{names:or}` where several do.
"""

from kenri.model.catalogue import (
    commands,
    findings,
    fragments,
    importing,
    lacking,
    lives,
    plans,
    questions,
    reading,
    register,
    rules,
    scenarios,
    service,
    slips,
    tables,
    values,
    what_if,
)
from kenri.model.catalogue.entry import Entry
from kenri.model.sentences import Language

__all__ = ["PHRASES", "PROBLEMS", "Entry", "advice", "words"]

AREAS = (
    reading,
    rules,
    values,
    plans,
    slips,
    lives,
    questions,
    scenarios,
    what_if,
    tables,
    importing,
    register,
    service,
    commands,
)

"""The areas in which problems are described, in the order in which input is read."""

PROBLEMS: dict[str, Entry] = {code: entry for area in AREAS for code, entry in area.PROBLEMS.items()}
"""The kinds of problem, in the order of their sections in `docs/problems.md`."""

PHRASES: dict[str, Entry] = {
    code: entry
    for area in (fragments, findings, lacking, *AREAS)
    for code, entry in getattr(area, "PHRASES", {}).items()
}
"""What stands inside problems, beside them as help, or around them; and what checks note beside what they find."""


def words(code: str, lang: Language) -> str:
    """The template of a code in a language. Raises `KeyError` for an unknown code."""
    entry = _entry(code)
    return entry[0] if lang == "en" else entry[1]


def advice(code: str, lang: Language) -> str:
    """The template of what would be right, empty where there is none. Raises `KeyError` for an unknown code."""
    entry = _entry(code)
    return "" if len(entry) == 2 else entry[2] if lang == "en" else entry[3]


def _entry(code: str) -> Entry:
    return PROBLEMS[code] if code in PROBLEMS else PHRASES[code]
