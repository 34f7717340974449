"""Events in a few words, such as `left director 2030-06-25`: told in the words of the plan, never in ours.

A phrase is `KIND [VALUE ...] DAY [by PARTY] [NAME=VALUE ...]`, and several of them are separated by `;`. What KIND and
the values mean is looked up in the kinds of event that the plan declares: see `docs/simulation.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from kenri.loader.declarations import attribute
from kenri.loader.documents import Path
from kenri.loader.scalars import Refused, meaning
from kenri.loader.type_names import type_name
from kenri.model.life import Life
from kenri.model.plan import EventKind, Plan
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean
from kenri.simulation.phrase_readings import PhraseReading, Word, best, meant, readings_of

_WORD = re.compile(r"""(?:[^\s;"']|"[^"]*"|'[^']*')+|;|["']""")
_NAMED = re.compile(r"([a-z][a-z0-9_-]*)=(.*)", re.DOTALL)
_LIKE_DAY = re.compile(r"\d{4}-")

BY = "by"


class Phrases:
    """A text of one or several phrases, as data with places; `base` is the place of its first character in a file."""

    def __init__(self, text: str, plan: Plan, life: Life, report: Report, *, base: Place | None = None) -> None:
        self.text = text
        self._base = base or Place(quote(text, limit=300), 1, 1)
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

    def _wrong(self, at: int, sentence: Sentence, help_: Sentence | None = None) -> None:
        self.is_read = False
        place = Place(self._base.file, self._base.line, self._base.column + at)
        self._report.add(Problem(place, sentence, help_))

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
        readings = list(readings_of(bare, plan, life, taken))
        nearest = best(readings)
        if len(nearest) != 1:
            self._not_one(bare[0] if bare else day, nearest, plan)
            return
        reading = nearest[0]
        path = ("events", len(self._events))
        self._at[path] = start
        event: dict[str, Any] = {"event": reading.kind, "on": meaning(day.text)}
        self._at[*path, "event"] = start
        self._at[*path, "on"] = day.at
        for name, word, value in reading.filled:
            event[name] = value
            self._at[*path, name] = word.at
        for name, word, key_at in named:
            event[name] = word.text if word.is_quoted or name == "who" else meant(word.text)
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
                self._wrong(word.at, value.sentence, value.advice)
                return
        told = " ".join(word.text for word in words)
        if told:
            self._wrong(words[0].at, Sentence("phrase-without-day", phrase=quote(told)))
        else:
            self._wrong(words[0].at, Sentence("no-event-named"), Sentence("event-and-day"))

    def _not_one(self, word: Word, found: Sequence[PhraseReading], plan: Plan) -> None:
        if not found:
            sentence = Sentence("no-such-event", name=quote(word.text))
            self._wrong(word.at, sentence, did_you_mean(word.text, plan.events))
            return
        names = tuple(quote(each) for each in dict.fromkeys(reading.kind for reading in found))
        self._wrong(word.at, Sentence("several-events-meant", word=quote(word.text), names=names))

    def _leftover(self, reading: PhraseReading, kind: EventKind, taken: set[str]) -> None:
        """Report the words that no attribute takes, by the attribute that lacks a value if there is one."""
        filled = taken | {name for name, _, _ in reading.filled}
        lacking = [(name, attribute(use)) for name, use in kind.attributes.items() if name not in filled]
        for word in reading.left:
            words = [(name, one.one_of) for name, one in lacking if one.one_of]
            if words:
                name, known = words[0]
                sentence = Sentence("not-one-of-its-words", name=quote(name), value=quote(word.text))
                self._wrong(word.at, sentence, did_you_mean(word.text, known))
            elif lacking:
                expected = tuple(
                    Sentence("attribute-of-type", name=quote(name), type=type_name(one.type)) for name, one in lacking
                )
                event = quote(reading.kind)
                self._wrong(
                    word.at, Sentence("no-value-of-event", word=quote(word.text), event=event, expected=expected)
                )
            else:
                event = quote(reading.kind)
                self._wrong(word.at, Sentence("too-many-values", event=event, word=quote(word.text)))


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
