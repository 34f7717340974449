"""What is wrong with something a user wrote, and where: values until a face prints them.

Nothing here knows a file format. A loader adds every problem it meets to one `Report`, so that a single run
shows them all, and raises `ProblemsError` only when it cannot go on.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from kenri.model.passwords import without_password
from kenri.model.sentences import Language, Sentence
from kenri.model.visible import on_one_line, visible

T = TypeVar("T")

_LISTED_LIMIT = 8
"""So many known names are listed when none of them is near; of more, only those that are alike."""

_FEW = 4
"""Names listed of many, none of which is near."""

_LEAST_ALIKE = 50
"""How much a name that is listed for its likeness is like the unknown one, at least, of a hundred."""

_MOST_COMPARED = 1000
"""Of more known names none is called near: comparing takes too long."""

_CUTOFF = 6 / 10
"""How much a name is alike that was probably meant, at least."""

_PART_CUTOFF = 8 / 10
"""How much two parts of names are alike that are forms of one word, at least."""

_LEAST_PART = 3
"""Letters of the shortest part of a name by which another is known."""

_NAME_LIMIT = 100
"""A longer name is never compared with the known ones: the comparison is quadratic in its length."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text. Lines and columns count characters from 1; `file` is written as the user named it.

    Plain data has no lines: there `line` is 0, and `file` leads to the part, as in `<life>.events[0].on`.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong, and what would be right.

    `advice` is what the catalogue has for sentences of this code, unless another is given. `subject` is what it is
    about, such as a rule, and `clause` a clause number such as "7(b)". `place` is None when the problem is not inside a
    text, as with a missing file.
    """

    place: Place | None
    sentence: Sentence
    advice: Sentence | None = None
    subject: Sentence | None = None
    clause: str = ""
    severity: Literal["error", "warning"] = "error"

    @property
    def code(self) -> str:
        """The kind of problem: stable, and described in `docs/problems.md`."""
        return self.sentence.kind

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.text()

    @property
    def help(self) -> str:
        """What would be right, in English; empty where nothing is said of it."""
        return self.help_text()

    @property
    def rule(self) -> str:
        """What it is about, in English."""
        return self.subject_text()

    def text(self, lang: Language = "en") -> str:
        """What is wrong."""
        return self.sentence.text(lang)

    def help_text(self, lang: Language = "en") -> str:
        """What would be right; empty where nothing is said of it."""
        return self.sentence.advice(lang) if self.advice is None else self.advice.text(lang)

    def subject_text(self, lang: Language = "en") -> str:
        """What it is about; empty where that is not known."""
        return "" if self.subject is None else self.subject.text(lang)

    def render(self, lang: Language = "en") -> str:
        """The problem as printed: one line, and an indented one with the help where there is any.

        >>> sentence, subject = Sentence("empty-list", subject="`days`"), Sentence("about-rule", name="`a`")
        >>> print(Problem(Place("x.yaml", 6, 9), sentence, subject=subject, clause="7").render())
        x.yaml:6:9: rule `a` (clause 7): `days` is an empty list
          help: write its items, or leave the key out
        """
        parts = [
            Sentence("warning-mark").text(lang) if self.severity == "warning" else "",
            self._about(lang),
            self.text(lang),
        ]
        line = Sentence("colon").text(lang).join(part for part in parts if part)
        if self.place is not None:
            line = f"{self.place}: {line}"
        line = on_one_line(line)
        if not (help_ := self.help_text(lang)):
            return line
        indented = visible(help_).replace("\n", "\n        ")
        return f"{line}\n  {Sentence('help-mark', help=indented).text(lang)}"

    def _about(self, lang: Language) -> str:
        subject = self.subject_text(lang)
        if not self.clause:
            return subject
        if not subject:
            return Sentence("clause-alone", clause=self.clause).text(lang)
        return Sentence("subject-and-clause", subject=subject, clause=self.clause).text(lang)


class ProblemsError(ValueError):
    """Input that cannot be used, with every reason. `problems` is sorted by place; those without one come last."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = _sorted(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.render()

    def render(self, lang: Language = "en") -> str:
        """All problems as printed, and how many there are."""
        return "\n".join([*(problem.render(lang) for problem in self.problems), counted(self.problems, lang)])


class Report:
    """The problems found so far. Mutable: one report is handed through everything that is loaded together."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        """Keep a problem; one equal to an earlier one is kept once."""
        self._problems[problem] = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, warnings included, sorted by place; those without a place come last."""
        return _sorted(self._problems)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a load, sorted by place."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def tried(self, part: Callable[[], T]) -> T | None:
        """What a part of the work gives; None where it cannot be done, and then its problems are kept."""
        try:
            return part()
        except ProblemsError as error:
            for problem in error.problems:
                self.add(problem)
            return None

    def raise_if_any(self) -> None:
        """Raise `ProblemsError` with all errors if there is one. Warnings alone raise nothing and are not raised."""
        if errors := self.errors:
            raise ProblemsError(errors)


def quote(text: str, *, limit: int = 60) -> str:
    """User input for a message: in backticks, on one line, without the password of an address, and cut after `limit`
    characters.

    >>> quote("ninety")
    '`ninety`'
    """
    text = without_password(text)
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text[:limit])
    return f"`{line}…`" if len(text) > limit else f"`{line}`"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be, whatever the case and the width of its characters. None when
    nothing is near.

    A name is near that is written almost so, or that alone has a part written so: `leave` is near `leaves_position`.

    >>> nearest("Excercise", ["exercise", "transfer"])
    'exercise'
    """
    by_folded = {_folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    folded = _folded(name)
    if len(name) > _NAME_LIMIT or len(by_folded) > _MOST_COMPARED:
        return by_folded.get(folded)
    having = sum(folded in _parts(candidate) for candidate in by_folded)
    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=_CUTOFF if having < 2 else _PART_CUTOFF)
    if near:
        return by_folded[near[0]]
    parts = [part for part in _parts(folded) if len(part) >= _LEAST_PART]
    sharing = [
        candidate
        for candidate in by_folded
        if len(candidate) <= _NAME_LIMIT
        and any(difflib.get_close_matches(part, _parts(candidate), n=1, cutoff=_PART_CUTOFF) for part in parts)
    ]
    return by_folded[sharing[0]] if len(sharing) == 1 else None


def _folded(name: str) -> str:
    """A name in the form in which names are compared: wide digits and letters are those of any keyboard."""
    return unicodedata.normalize("NFKC", name).casefold()


def alike(name: str, known: Iterable[str]) -> list[str]:
    """The few of many known names that are most like an unknown one, none of which is near it; of a few names, none."""
    names = sorted(set(known))
    if not _LISTED_LIMIT < len(names) <= _MOST_COMPARED or not name or len(name) > _NAME_LIMIT:
        return []
    likeness = {candidate: _likeness(name.casefold(), candidate.casefold()) for candidate in names}
    few = sorted(names, key=lambda candidate: (-likeness[candidate], candidate))[:_FEW]
    return [candidate for candidate in few if likeness[candidate] >= _LEAST_ALIKE]


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name)


def _likeness(name: str, other: str) -> int:
    """How much two names are alike, of a hundred and more: as a whole, by how both begin, and by shared parts."""
    if len(other) > _NAME_LIMIT:
        return 0
    first = next(iter(_parts(other)), "")
    shared = sum(len(part) >= _LEAST_PART and part in other for part in _parts(name))
    return max(_hundredths(name, other), _hundredths(name, first)) + 10 * _common(name, other) + 40 * shared


def _hundredths(one: str, two: str) -> int:
    return int(100 * difflib.SequenceMatcher(None, one, two).ratio())


def _common(one: str, two: str) -> int:
    """How many letters both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.place is None, problem.place or Place("", 0, 0))))


def counted(problems: Iterable[Problem], lang: Language = "en") -> str:
    """How many problems and warnings there are; the first are counted even where there are none of either."""
    problems = tuple(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    said = []
    if errors or not warnings:
        said.append(Sentence("one-problem") if errors == 1 else Sentence("problem-count", number=errors))
    if warnings:
        said.append(Sentence("one-warning") if warnings == 1 else Sentence("warning-count", number=warnings))
    return Sentence("listed", names=tuple(said)).text(lang)


def refused(sentence: Sentence, help_: Sentence | None = None) -> ProblemsError:
    """One problem that stands nowhere in a file, to be raised."""
    return ProblemsError([Problem(None, sentence, help_)])
