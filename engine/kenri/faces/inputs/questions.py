"""From what stands on the command line to what the engine takes; whatever does not fit becomes a problem."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kenri.loader.source import is_folder, is_there
from kenri.model.limits import FILE_SIZE
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.sentences import Sentence, did_you_mean

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.life import Life
    from kenri.model.plan import Plan

STDIN = "-"


def open_plan(name: str, rules: Path | None) -> LoadedPlan:
    """The plan of an id or path. Raises `ProblemsError`."""
    from kenri import __version__
    from kenri.api import LoadedPlan
    from kenri.loader.kept_plans import load_kept

    must_be_folder(rules)
    plan, library = load_kept(name, () if rules is None else (rules,), version=__version__)
    return LoadedPlan(plan, name, library)


def open_shared(name: str, rules: Path | None) -> tuple[Plan, bool]:
    """What is to be shown: a plan, or a family or vocabulary, which is not whole. Raises `ProblemsError`."""
    from kenri.loader.library import Library
    from kenri.loader.link import read

    must_be_folder(rules)
    return read(name, library=Library(() if rules is None else (rules,)))


def must_be_folder(rules: Path | None) -> None:
    """Raise `ProblemsError` for a folder of rules that is not there."""
    if rules is not None and not is_folder(rules):
        raise refused(Sentence("no-such-folder", folder=quote(str(rules), limit=4096)))


def open_life(plan: LoadedPlan, name: str) -> Life:
    """The life in a file, on standard input, or one that is shipped, by its name. Raises `ProblemsError`."""
    if name == STDIN:
        return _standard_input(plan)
    path = Path(name)
    if not is_there(path) and not path.suffix:
        lives = shipped_lives()
        if name not in lives:
            help_ = Sentence("lives-shipped", hint=did_you_mean(name, lives))
            raise refused(Sentence("no-such-life", name=quote(name, limit=4096)), help_)
        path = lives[name]
    return plan.life(path)


def open_recorded(
    plan: str,
    life: str | None,
    rules: Path | None,
    *,
    register: str | None = None,
    holder: str | None = None,
    on: str | None = None,
    known_at: str | None = None,
) -> tuple[LoadedPlan, Life]:
    """A plan and a life: from files, or of a holder in a register, as on a day and as known at a time there.

    Raises `ProblemsError`.
    """
    if register is None:
        only_with("--register", {"--holder": holder})
        if life is None:
            raise refused(Sentence("usage", what=Sentence("usage-missing-argument", name="`LIFE`")))
        loaded = open_plan(plan, rules)
        return loaded, open_life(loaded, life)
    not_beside("--register", {"LIFE": life, "--rules": rules})
    if holder is None:
        raise refused(Sentence("option-needs-another", option="`--register`", other="`--holder`"))
    from kenri.faces.inputs.registers import life_of

    return life_of(register, plan, holder, on=on, known_at=known_at)


def _standard_input(plan: LoadedPlan) -> Life:
    from kenri.loader.lives import life_in
    from kenri.loader.tree import read

    report = Report()
    try:
        text = sys.stdin.buffer.read(FILE_SIZE.most + 1).decode()
    except UnicodeDecodeError as error:
        if error.start >= FILE_SIZE.most - 3:  # a character cut in two by the limit
            raise refused(Sentence("input-too-large", limit=FILE_SIZE.sentence)) from None
        raise refused(Sentence("input-not-utf-8")) from None
    trees = read("<stdin>", text, report=report)
    report.raise_if_any()
    life = life_in(trees[0], (), plan.plan, report, plan.other_plan)
    report.raise_if_any()
    return life


def files_read(loaded: LoadedPlan, plan: str, life: str | None, register: str | None = None) -> list[str]:
    """The files that a plan, with all it extends, and a life were read from, as they are named."""
    if register is not None:
        from kenri.faces.inputs.registers import files_of

        return files_of(register)
    lives = [life] if life not in (None, STDIN) else []
    return [plan, *sorted({place.file for place in loaded.plan.places.values()}), *map(str, lives)]


def shipped_lives() -> dict[str, Path]:
    """The lives that come with the package, by name."""
    from kenri.loader.library import SUFFIX, shipped
    from kenri.loader.source import files_in

    return {path.stem: path for path in files_in(shipped("scenarios") / "lives", SUFFIX, Report())}


def pairs(given: Iterable[str] | None, option: str) -> dict[str, str]:
    """Options of the form NAME=VALUE. Raises `ProblemsError` with all that are not, or that are given twice."""
    report = Report()
    found: dict[str, str] = {}
    for text in given or ():
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            report.add(Problem(None, Sentence("no-name-and-value", option=quote(option), text=quote(text))))
        elif name in found and found[name] != value:
            report.add(Problem(None, Sentence("given-twice", name=quote(name), option=quote(option))))
        found[name] = value
    report.raise_if_any()
    return found


def facts(given: Iterable[str] | None) -> dict[str, Any]:
    """Facts of the form NAME=VALUE; values mean what they would in a file, with quotes or without.

    A word with no safe meaning comes as it was refused: whoever takes the facts says so, with all that is wrong.
    Raises `ProblemsError` for what is no pair.
    """
    return {name: _as_in_a_file(text) for name, text in pairs(given, "--with").items()}


def _as_in_a_file(text: str) -> Any:
    from kenri.loader.scalars import meaning

    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return meaning(text)


def asked_day(plan: LoadedPlan, text: str) -> str:
    """A day as written; `today` is today in the plan's zone."""
    return datetime.now(ZoneInfo(plan.plan.zone)).date().isoformat() if text == "today" else text


def only_with(other: str, given: Mapping[str, object]) -> None:
    """Raise `ProblemsError` for each option with a value that says nothing without another, which is not given."""
    _refuse_all(Sentence("option-needs-another", option=name, other=quote(other)) for name in _having_value(given))


def not_beside(other: str, given: Mapping[str, object]) -> None:
    """Raise `ProblemsError` for each option with a value that says nothing beside another, which is given."""
    _refuse_all(Sentence("options-exclude", option=name, other=quote(other)) for name in _having_value(given))


def _having_value(given: Mapping[str, object]) -> list[str]:
    return [quote(name) for name, value in given.items() if value not in (None, False, [])]


def _refuse_all(sentences: Iterable[Sentence]) -> None:
    problems = [Problem(None, sentence) for sentence in sentences]
    if problems:
        raise ProblemsError(problems)
