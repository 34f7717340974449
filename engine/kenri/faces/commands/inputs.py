"""From what stands on the command line to what the engine takes; whatever does not fit becomes a problem."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kenri.model.problems import Problem, ProblemsError, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.life import Life
    from kenri.model.plan import Plan

STDIN = "-"


def open_plan(name: str, rules: Path | None) -> LoadedPlan:
    """The plan of an id or path. Raises `ProblemsError`."""
    from kenri.api import load

    _folder(rules)
    return load(name, rules=rules)


def open_shared(name: str, rules: Path | None) -> tuple[Plan, bool]:
    """What is to be shown: a plan, or a family or vocabulary, which is not whole. Raises `ProblemsError`."""
    from kenri.loader.library import Library
    from kenri.loader.link import read

    _folder(rules)
    return read(name, library=Library(() if rules is None else (rules,)))


def _folder(rules: Path | None) -> None:
    if rules is not None and not rules.is_dir():
        raise refused(Sentence("no-such-folder", folder=quote(str(rules), limit=4096)))


def open_life(plan: LoadedPlan, name: str) -> Life:
    """The life in a file, on standard input, or one that is shipped, by its name. Raises `ProblemsError`."""
    if name == STDIN:
        return _standard_input(plan)
    path = Path(name)
    if not path.exists() and not path.suffix:
        lives = shipped_lives()
        if name not in lives:
            help_ = Sentence("lives-shipped", hint=did_you_mean(name, lives))
            raise refused(Sentence("no-such-life", name=quote(name, limit=4096)), help_)
        path = lives[name]
    return plan.life(path)


def _standard_input(plan: LoadedPlan) -> Life:
    from kenri.loader.lives import life_in
    from kenri.loader.tree import read

    report = Report()
    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise refused(Sentence("input-not-utf-8")) from None
    trees = read("<stdin>", text, report=report)
    report.raise_if_any()
    life = life_in(trees[0], (), plan.plan, report)
    report.raise_if_any()
    return life


def shipped_lives() -> dict[str, Path]:
    """The lives that come with the package, by name."""
    from kenri.loader.library import SUFFIX, shipped

    return {path.stem: path for path in sorted((shipped("scenarios") / "lives").glob(f"*{SUFFIX}"))}


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
    """Facts of the form NAME=VALUE; values mean what they would in a file. Raises `ProblemsError`."""
    from kenri.loader.scalars import Refused, meaning

    report = Report()
    found: dict[str, Any] = {}
    for name, text in pairs(given, "--with").items():
        value = meaning(text)
        if isinstance(value, Refused):
            report.add(Problem(None, value.sentence, value.advice, Sentence("listed", names=quote(name))))
        found[name] = value
    report.raise_if_any()
    return found


def asked_day(plan: LoadedPlan, text: str) -> str:
    """A day as written; `today` is today in the plan's zone."""
    return datetime.now(ZoneInfo(plan.plan.zone)).date().isoformat() if text == "today" else text


def refused(sentence: Sentence, help_: Sentence | None = None) -> ProblemsError:
    """One problem with the command line itself."""
    return ProblemsError([Problem(None, sentence, help_)])
