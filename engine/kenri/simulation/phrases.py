"""Events in a few words, such as `left director 2030-06-25`: told in the words of the plan, never in ours.

A phrase is `KIND [VALUE ...] DAY [by PARTY] [NAME=VALUE ...]`, and several of them are separated by `;`. What KIND and
the values mean is looked up in the kinds of event that the plan declares: see `docs/simulation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, Literal, NamedTuple, get_args

from kenri.loader.documents import Path
from kenri.loader.names import attribute
from kenri.loader.scalars import Refused, meaning
from kenri.model.life import Life
from kenri.model.plan import Attribute, EventKind, Plan
from kenri.model.problems import Place, Problem, Report, did_you_mean, quote

_WORD = re.compile(r"""(?:[^\s;"']|"[^"]*"|'[^']*')+|;|["']""")
_NAMED = re.compile(r"([a-z][a-z0-9_-]*)=(.*)", re.DOTALL)
_RATIO = re.compile(r"\d+[:/]\d+")
_LIKE_DAY = re.compile(r"\d{4}-")
_LEAST_ALIKE = 3

BY = "by"


class Word(NamedTuple):
    """A word of a phrase, without quotation marks, and its first character in the text, from 0."""

    text: str
    at: int
    is_quoted: bool = False


class Phrases:
    """A text of one or several phrases, as data with places; `base` is the place of its first character in a file."""

    def __init__(self, text: str, plan: Plan, life: Life, report: Report, *, base: Place | None = None) -> None:
        self.text = text
        self._base = base or Place(f"`{text}`", 1, 1)
        self._at: dict[Path, int] = {}
        self._report = report
        self._events: list[dict[str, Any]] = []
        self.is_read = True
        """Whether every phrase was understood; what was not is in the report."""
        for words in _several(text):
            self._read(words, plan, life)

    @property
    def value(self) -> dict[str, Any]:
        """The events, shaped as in a life file."""
        return {"events": self._events}

    def place(self, path: Path = (), key: bool = False) -> Place:
        """Where a part of an event is told."""
        exact = (*path, "=") if key and (*path, "=") in self._at else path
        at = next((self._at[exact[:length]] for length in range(len(exact), 0, -1) if exact[:length] in self._at), 0)
        return Place(self._base.file, self._base.line, self._base.column + at)

    def is_refused(self, _path: Path = (), /) -> bool:
        """No part of a phrase is left for others to be silent about."""
        return False

    def _wrong(self, at: int, message: str, help_: str) -> None:
        self.is_read = False
        place = Place(self._base.file, self._base.line, self._base.column + at)
        self._report.add(Problem(place, message, help_))

    def _read(self, words: list[Word], plan: Plan, life: Life) -> None:
        """One phrase, as an event."""
        start = words[0].at
        bare, named = _sorted(words)
        day = next((word for word in reversed(bare) if _is_day(word)), None)
        if day is None:
            self._no_day(words)
            return
        bare.remove(day)
        taken = {name for name, _, _ in named}
        readings = list(_readings(bare, plan, life, taken))
        best = _best(readings)
        if len(best) != 1:
            self._not_one(bare[0] if bare else day, best, plan)
            return
        reading = best[0]
        path = ("events", len(self._events))
        self._at[path] = start
        event: dict[str, Any] = {"event": reading.kind, "on": meaning(day.text)}
        self._at[*path, "event"] = start
        self._at[*path, "on"] = day.at
        for name, word, value in reading.filled:
            event[name] = value
            self._at[*path, name] = word.at
        for name, word, key_at in named:
            event[name] = word.text if word.is_quoted or name == "who" else _meant(word.text)
            self._at[*path, name] = word.at
            self._at[*path, name, "="] = key_at
        if reading.left:
            self._leftover(reading, plan.events[reading.kind], taken)
            return
        self._events.append(event)

    def _no_day(self, words: list[Word]) -> None:
        for word in words:
            value = meaning(word.text)
            if _LIKE_DAY.match(word.text) and isinstance(value, Refused):
                self._wrong(word.at, value.message, value.help)
                return
        told = " ".join(word.text for word in words)
        message = f"{quote(told)} names no day" if told else "nothing is told to happen"
        self._wrong(words[0].at, message, "name an event and the day it happens, as `2030-06-25`")

    def _not_one(self, word: Word, found: Sequence[Reading], plan: Plan) -> None:
        if not found:
            self._wrong(word.at, f"there is no event {quote(word.text)}", did_you_mean(word.text, plan.events))
            return
        names = ", ".join(quote(each) for each in dict.fromkeys(reading.kind for reading in found))
        self._wrong(word.at, f"{quote(word.text)} may mean several events", f"name one of {names}")

    def _leftover(self, reading: Reading, kind: EventKind, taken: set[str]) -> None:
        """Report the words that no attribute takes, by the attribute that lacks a value if there is one."""
        filled = taken | {name for name, _, _ in reading.filled}
        lacking = [(name, attribute(use)) for name, use in kind.attributes.items() if name not in filled]
        for word in reading.left:
            words = [(name, one.one_of) for name, one in lacking if one.one_of]
            if words:
                name, known = words[0]
                self._wrong(word.at, f"{quote(name)} cannot be {quote(word.text)}", did_you_mean(word.text, known))
            elif lacking:
                expected = ", ".join(f"{quote(name)} (a {one.type})" for name, one in lacking)
                message = f"{quote(word.text)} is no value of event {quote(reading.kind)}"
                self._wrong(word.at, message, f"it takes {expected}")
            else:
                message = f"event {quote(reading.kind)} takes no further value, found {quote(word.text)}"
                self._wrong(word.at, message, "take it out")


class Reading(NamedTuple):
    """One way to understand a phrase: the kind, how near its words are, its attributes, and the words left over."""

    kind: str
    level: int
    consumed: int
    filled: tuple[tuple[str, Word, Any], ...]
    left: tuple[Word, ...]
    is_whole: bool
    """Whether nothing is left over, and nothing that the kind needs is missing."""


# --- words


def _several(text: str) -> Iterator[list[Word]]:
    """The words of each phrase of a text; phrases of no words are passed over, unless there is no other."""
    words: list[Word] = []
    found = False
    for match in _WORD.finditer(text):
        if match[0] != ";":
            plain = re.sub(r"""["']""", "", match[0])
            words.append(Word(plain, match.start(), plain != match[0]))
        elif words:
            yield words
            words, found = [], True
    if words or not found:
        yield words or [Word("", 0)]


def _sorted(words: list[Word]) -> tuple[list[Word], list[tuple[str, Word, int]]]:
    """The words that stand alone, and those with a name: with the name, and where the name stands."""
    bare: list[Word] = []
    named: list[tuple[str, Word, int]] = []
    rest = iter(words)
    for word in rest:
        match = _NAMED.fullmatch(word.text)
        if match is not None:
            named.append((match[1], Word(match[2], word.at + len(match[1]) + 1, word.is_quoted), word.at))
        elif word.text.lower() == BY and bare and (who := next(rest, None)) is not None:
            named.append(("who", who, word.at))
        else:
            bare.append(word)
    return bare, named


def _is_day(word: Word) -> bool:
    return not word.is_quoted and isinstance(meaning(word.text), date)


def _meant(text: str) -> Any:
    value = meaning(text)
    return text if isinstance(value, Refused) else value


# --- kinds

Level = Literal[0, 1, 2, 3, 4]
"""How a phrase names a kind: by its name; by forms of all words of it; of the first of them; by words of its sentence
too; by a first letter alone."""


def _readings(bare: list[Word], plan: Plan, life: Life, taken: set[str]) -> Iterator[Reading]:
    """Every way to understand the words of a phrase, the nearest kinds first."""
    for name, kind in plan.events.items():
        for level, most in _matches([word.text.lower() for word in bare], name, kind):
            for consumed in range(most, 0, -1):
                yield _filled(name, kind, level, consumed, bare[consumed:], life, taken)


def _best(readings: list[Reading]) -> list[Reading]:
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
) -> Reading:
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
    return Reading(name, level, consumed, tuple(filled), tuple(left), not left and not needed)


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
        case _:
            return True


def _value(attribute: Attribute, word: Word) -> Any:
    if attribute.one_of:
        return _word(attribute, word)
    return word.text if attribute.type in ("text", "party") or word.is_quoted else _meant(word.text)


def _word(attribute: Attribute, word: Word) -> str | None:
    """The word of a list that is written here, perhaps with other dashes or as two words in quotes."""
    plain = re.sub(r"[\s-]", "_", word.text.lower())
    return next((each for each in attribute.one_of if re.sub(r"-", "_", each.lower()) == plain), None)
