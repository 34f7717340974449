"""Sums over grants, said in words: which grants were looked at, and what each of them added."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from kenri.faces.words import Voice
from kenri.faces.words.glossary import word
from kenri.faces.words.values import number
from kenri.model.ruling import GrantsSum
from kenri.model.sentences import Language

_SHOWN = 8
"""Of so many grants it is said what they add: a company may have thousands. All are in the answer as data."""


def sum_lines(found: GrantsSum, voice: Voice, lang: Language) -> Iterator[str]:
    """A sum with its value, and then a line for each grant that adds something."""
    yield voice.quantity(found.expression) + word("colon", lang) + _number(found.value, lang)
    for each in found.shares[:_SHOWN]:
        yield word("bullet", lang) + each.grant + word("colon", lang) + _number(each.number, lang)
    left = len(found.shares) - _SHOWN
    if left > 0:
        yield word("bullet", lang) + word("and-more", lang, count=left)
    if found.nothing:
        yield word("bullet", lang) + word("add-nothing", lang, count=found.nothing)


def _number(value: int | Fraction | Literal["unlimited"] | None, lang: Language) -> str:
    if value == "unlimited":
        return word("unlimited", lang)
    return word("figure-unknown", lang) if value is None else number(value)
