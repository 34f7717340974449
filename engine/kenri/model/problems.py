"""What is wrong with something a user wrote, and where: values until a face prints them.

Nothing here knows a file format. A loader adds every problem it meets to one `Report`, so that a single run
shows them all, and raises `ProblemsError` only when it cannot go on.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kenri.model.sentences import Language, Sentence

_LISTED_LIMIT = 8
"""Known names listed when none of them is near."""

_NAME_LIMIT = 100
"""A longer name is never compared with the known ones: the comparison is quadratic in its length."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text. Lines and columns count characters from 1; `file` is written as the user named it."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong, and what would be right.

    `advice` is what the catalogue has for sentences of this code, unless another is given. `subject` is what it is
    about, such as a rule, and `clause` a clause number such as "7(b)". `place` is None when the problem is not inside a
    text, as with a missing file.
    """

    place: Place | None
    sentence: Sentence | str
    advice: Sentence | str | None = None
    subject: Sentence | str | None = None
    clause: str = ""
    severity: Literal["error", "warning"] = "error"

    @property
    def code(self) -> str:
        """The kind of problem: stable, and described in `docs/problems.md`."""
        return self.sentence.code if isinstance(self.sentence, Sentence) else ""

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
        return _text(self.sentence, lang)

    def help_text(self, lang: Language = "en") -> str:
        """What would be right; empty where nothing is said of it."""
        if self.advice is None and isinstance(self.sentence, Sentence):
            return self.sentence.advice(lang)
        return _text(self.advice, lang)

    def subject_text(self, lang: Language = "en") -> str:
        """What it is about; empty where that is not known."""
        return _text(self.subject, lang)

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
        if not (help_ := self.help_text(lang)):
            return line
        indented = help_.replace("\n", "\n        ")
        return f"{line}\n  {Sentence('help-mark', help=indented).text(lang)}"

    def _about(self, lang: Language) -> str:
        subject = self.subject_text(lang)
        if not self.clause:
            return subject
        if not subject:
            return Sentence("clause-alone", clause=self.clause).text(lang)
        return Sentence("subject-and-clause", subject=subject, clause=self.clause).text(lang)


def _text(said: Sentence | str | None, lang: Language) -> str:
    return said.text(lang) if isinstance(said, Sentence) else said or ""


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

    def raise_if_any(self) -> None:
        """Raise `ProblemsError` with all errors if there is one. Warnings alone raise nothing and are not raised."""
        if errors := self.errors:
            raise ProblemsError(errors)


def quote(text: str, *, limit: int = 60) -> str:
    """User input for a message: in backticks, on one line, and cut after `limit` characters.

    >>> quote("ninety")
    '`ninety`'
    """
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text[:limit])
    return f"`{line}…`" if len(text) > limit else f"`{line}`"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be; letter case is ignored. None when nothing is near.

    >>> nearest("Excercise", ["exercise", "transfer"])
    'exercise'
    """
    if len(name) > _NAME_LIMIT:
        return None
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Help for an unknown name: the nearest known one, or else the first few known ones in alphabetical order."""
    names = sorted(set(known))
    if (near := nearest(name, names)) is not None:
        return f"the nearest known name is {quote(near)}"
    if not names:
        return "nothing of the sort is declared"
    listed = ", ".join(quote(candidate) for candidate in names[:_LISTED_LIMIT])
    more = len(names) - _LISTED_LIMIT
    ending = f" and {more} more" if more > 0 else ""
    return f"the known name is {listed}" if len(names) == 1 else f"the known names are {listed}{ending}"


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
