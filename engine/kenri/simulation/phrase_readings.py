"""How the words of a phrase are understood: which kind of event they name, and which attribute takes which value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, Literal, NamedTuple, get_args

from kenri.loader.declarations import attribute
from kenri.loader.scalars import Refused, meaning
from kenri.model.life import Life
from kenri.model.plan import Attribute, EventKind, Plan

_RATIO = re.compile(r"\d+[:/]\d+")
_LEAST_ALIKE = 3
"""Letters that two words have in common at their beginning, at least, if they are forms of one."""


class Word(NamedTuple):
    """A word of a phrase, without quotation marks, and its first character in the text, from 0."""

    text: str
    at: int
    is_quoted: bool = False


class PhraseReading(NamedTuple):
    """One way to understand a phrase: the kind, how near its words are, its attributes, and the words left over."""

    kind: str
    level: int
    consumed: int
    filled: tuple[tuple[str, Word, Any], ...]
    left: tuple[Word, ...]
    is_whole: bool
    """Whether nothing is left over, and nothing that the kind needs is missing."""


# --- kinds

Level = Literal[0, 1, 2, 3, 4]
"""How a phrase names a kind: by its name; by forms of all words of it; of the first of them; by words of its sentence
too; by a first letter alone."""


def readings_of(bare: list[Word], plan: Plan, life: Life, taken: set[str]) -> Iterator[PhraseReading]:
    """Every way to understand the words of a phrase, the nearest kinds first."""
    for name, kind in plan.events.items():
        for level, most in _matches([word.text.lower() for word in bare], name, kind):
            for consumed in range(most, 0, -1):
                yield _filled(name, kind, level, consumed, bare[consumed:], life, taken)


def best(readings: list[PhraseReading]) -> list[PhraseReading]:
    """The readings that are meant: the nearest ones that leave nothing open, of each kind one; else the nearest."""
    for whole in (True, False):
        for level in get_args(Level):
            found = [each for each in readings if each.level == level and (each.is_whole or not whole)]
            longest = max((each.consumed for each in found), default=0)
            kinds = {each.kind: each for each in reversed(found) if each.consumed == longest}
            if kinds:
                return [*kinds.values()]
    return []


def _matches(words: list[str], name: str, kind: EventKind) -> Iterator[tuple[Level, int]]:
    """In which manners the first words of a phrase name a kind, and how many words do at most."""
    if not words:
        return
    own = re.split(r"[_-]", name)
    if words[0] == name:
        yield 0, 1
    elif words[: len(own)] == own:
        yield 0, len(own)
    begun = _count(_alike(*pair) for pair in zip(words, own, strict=False))
    if begun:
        yield 1 if begun == len(own) else 2, begun
    spoken = {*own, *_spoken(kind)}
    told = _count(any(_alike(word, each) for each in spoken) for word in words)
    if told:
        yield 3, told
    if words[0][:1] == own[0][:1]:
        yield 4, 1


def _count(truths: Iterable[bool]) -> int:
    """How many there are before the first that does not hold."""
    return sum(1 for _ in takewhile(bool, truths))


def _spoken(kind: EventKind) -> Iterator[str]:
    texts = (kind.says,) if isinstance(kind.says, str) else kind.says.values()
    for text in texts:
        yield from re.findall(r"[^\W_]+", text.lower())


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms of one, as far as their beginnings tell: `died`, `dies`."""
    shared = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if not word.isascii():
        return word in other
    return shared >= max(_LEAST_ALIKE, min(len(word), len(other)) - 2) or word == other


# --- values


def _filled(
    name: str, kind: EventKind, level: int, consumed: int, words: Sequence[Word], life: Life, taken: set[str]
) -> PhraseReading:
    """The words as values: each for the first attribute, in order, that has none yet and can have it."""
    declared = {each: attribute(use) for each, use in kind.attributes.items()}
    free = [each for each in declared if each not in taken]
    filled: list[tuple[str, Word, Any]] = []
    left: list[Word] = []
    for word in words:
        # Text takes anything, so it comes last.
        inclined = sorted(free, key=lambda each: declared[each].type == "text")
        chosen = next((each for each in inclined if _accepts(declared[each], word, life)), None)
        if chosen is None:
            left.append(word)
        else:
            free.remove(chosen)
            filled.append((chosen, word, _value(declared[chosen], word)))
    needed = [each for each in free if not declared[each].optional and declared[each].default is None]
    return PhraseReading(name, level, consumed, tuple(filled), tuple(left), not left and not needed)


def _accepts(attribute: Attribute, word: Word, life: Life) -> bool:
    value = meaning(word.text)
    if attribute.one_of:
        return _word(attribute, word) is not None
    match attribute.type:
        case "number":
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case "ratio":
            is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            return is_number or _RATIO.fullmatch(word.text) is not None
        case "day":
            return isinstance(value, date)
        case "flag":
            return isinstance(value, bool)
        case "party":
            return word.text in life.parties
        case "event":
            return any(event.id == word.text and event.kind in attribute.of for event in life.events)
        case _:
            return True


def _value(attribute: Attribute, word: Word) -> Any:
    if attribute.one_of:
        return _word(attribute, word)
    return word.text if attribute.type in ("text", "party", "event") or word.is_quoted else meant(word.text)


def _word(attribute: Attribute, word: Word) -> str | None:
    """The word of a list that is written here, perhaps with other dashes or as two words in quotes."""
    plain = re.sub(r"[\s-]", "_", word.text.lower())
    return next((each for each in attribute.one_of if re.sub(r"-", "_", each.lower()) == plain), None)


def meant(text: str) -> Any:
    """What an unquoted word means; as it is if it has no safe meaning."""
    value = meaning(text)
    return text if isinstance(value, Refused) else value
