"""What is said to a user, as values: a stable code and what it speaks of; its words in a language come last.

So that two sentences compare by what they say, a program can tell them apart by code, and no file that finds a mistake
holds a language. The words are in `kenri.model.catalogue`, which is imported when something is first put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Language", "Sentence", "Value", "did_you_mean"]

Language: TypeAlias = Literal["en", "ja"]

Value: TypeAlias = "str | int | Sentence | tuple[Value, ...]"
"""What a sentence speaks of: user input as `quote` gives it, a number, another sentence, or several of these."""

_LISTED_LIMIT = 8
"""Known names listed when none of them is near."""

PLACEHOLDER = re.compile(r"\{([a-z_]+)(:or|:help|:uses)?\}")
"""A place in a template where a value goes.

With `:or` several are joined by "or", with `:uses` into a chain; with `:help` what would be right is said in the place
of a sentence. Other braces stand for themselves, as in an example of what to write.
"""

_JOINS: dict[tuple[Language, str | None], str] = {
    ("en", None): ", ",
    ("en", ":or"): " or ",
    ("en", ":uses"): " → ",
    ("ja", None): "、",
    ("ja", ":or"): "または",
    ("ja", ":uses"): " → ",
}


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Sentence:
    """Something said, by its code in the catalogue. Equal when code and values are; the order of values is none.

    >>> Sentence("unknown-key", key="`dyas`").text()
    'the key `dyas` is not known here'
    """

    code: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, code: str, /, **values: Value) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    def __repr__(self) -> str:
        given = "".join(f", {name}={value!r}" for name, value in self.values)
        return f"Sentence({self.code!r}{given})"

    def text(self, lang: Language = "en") -> str:
        """The sentence in words. Raises `KeyError` for a code or a value that the catalogue lacks."""
        from kenri.model.catalogue import words

        return self._filled(words(self.code, lang), lang)

    def advice(self, lang: Language = "en") -> str:
        """What would be right, as the catalogue has it for sentences of this code; empty where it has nothing."""
        from kenri.model.catalogue import advice

        return self._filled(advice(self.code, lang), lang)

    @property
    def kind(self) -> str:
        """The code of what is said, whatever is said around it of where that holds."""
        said: Sentence = self
        while said.code in _AROUND:
            (said,) = (value for name, value in said.values if name == "said" and isinstance(value, Sentence))
        return said.code

    def _filled(self, template: str, lang: Language) -> str:
        values = dict(self.values)
        return PLACEHOLDER.sub(lambda found: _said(values[found[1]], lang, found[2]), template)


_AROUND = ("of-value", "of-life")
"""What tells of another sentence, its `said`, only where it holds."""


def _said(value: Value, lang: Language, how: str | None = None) -> str:
    match value:
        case Sentence():
            return value.advice(lang) if how == ":help" else value.text(lang)
        case tuple():
            return _JOINS[lang, how].join(_said(each, lang) for each in value)
        case _:
            return str(value)


def did_you_mean(name: str, known: Iterable[str], *, see: Sentence | None = None) -> Sentence:
    """Help for an unknown name: the nearest known one, or else all known ones in alphabetical order; of many, the few
    that are most like it, and where to `see` them all.

    >>> did_you_mean("excercise", ["exercise", "transfer"]).text()
    'the nearest known name is `exercise`'
    """
    from kenri.model.problems import alike, nearest, quote

    names = sorted(set(known))
    if (near := nearest(name, names)) is not None:
        return Sentence("nearest-name", name=quote(near))
    if not names:
        return Sentence("nothing-declared")
    if len(names) == 1:
        return Sentence("known-name", name=quote(names[0]))
    if few := tuple(quote(candidate) for candidate in alike(name, names)):
        found = Sentence("names-alike", number=len(names), names=few)
        return found if see is None else Sentence("and-see", said=found, see=see)
    listed = tuple(quote(candidate) for candidate in names[:_LISTED_LIMIT])
    if (more := len(names) - _LISTED_LIMIT) <= 0:
        return Sentence("known-names", names=listed)
    found = Sentence("known-names-more", names=listed, more=more)
    return found if see is None else Sentence("and-see", said=found, see=see)
