"""What is wrong with rule files, and what in them is probably a slip: declared and never used, or never tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kenri.loader.library import SUFFIX, Library, Sourced, shipped
from kenri.loader.link import load
from kenri.model.expressions import Node
from kenri.model.plan import Plan, Rule
from kenri.model.problems import Place, Problem, ProblemsError, Report, quote
from kenri.model.scenario import ExpectedRuling, Told
from kenri.model.walk import everything

__all__ = ["Linted", "lint", "rule_files", "scenarios_beside"]

_NAMED = ("readings", "terms", "dates", "states", "amounts")
"""Sections whose entries mean nothing unless something refers to them."""

_ROOTS = ("rules", "effects", "figures", "amendments")
"""Sections whose entries decide something by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What was looked at, and every problem and warning found, sorted by place."""

    plans: tuple[str, ...]
    files: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What makes a file unusable."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(slots=True)
class _Seen:
    """What is known about the entries of shared files after all plans that use them: mutable, grown plan by plan."""

    declared: dict[tuple[str, str, str], Place] = field(default_factory=dict)
    used: set[tuple[str, str, str]] = field(default_factory=set)
    rules: dict[tuple[str, str], tuple[Place, str]] = field(default_factory=dict)
    tried: set[tuple[str, str]] = field(default_factory=set)


def rule_files(names: Iterable[Path | str] = ()) -> list[Path]:
    """The rule files that are meant: files, all in folders, shipped ones by id; without names, all that are shipped.

    Raises `ProblemsError` for a name that is none of these.
    """
    report = Report()
    found: dict[Path, None] = {}
    for name in list(names) or [shipped()]:
        path = Path(name)
        by_id = shipped() / f"{name}{SUFFIX}"
        if path.is_dir():
            found.update(dict.fromkeys(sorted(path.rglob(f"*{SUFFIX}"))))
        elif path.is_file() or not by_id.is_file():
            if not path.is_file():
                help_ = "name a rule file, a folder of them, or a shipped plan"
                report.add(Problem(None, f"there is no {quote(str(name), limit=4096)}", help_))
            found[path] = None
        else:
            found[by_id] = None
    report.raise_if_any()
    return list(found)


def scenarios_beside(files: Sequence[Path]) -> list[Path]:
    """The folders of scenarios that belong to rule files: `scenarios` beside a folder `rules` they are in."""
    found = {
        parent.parent / "scenarios": None
        for path in files
        for parent in path.absolute().parents
        if parent.name == "rules"
    }
    return [path for path in found if path.is_dir()]


def lint(files: Sequence[Path], told: Sequence[Told] = ()) -> Linted:
    """The problems and warnings of rule files; with scenarios, also the rules that none of them expects to decide."""
    report = Report()
    library = Library([*_roots(files)])
    documents: dict[Path, tuple[Sourced, ...]] = {path: library.file(path, report) for path in files}
    kinds = {each.document.id: _kind(each) for found in documents.values() for each in found}
    seen = _Seen()
    plans: list[str] = []
    for path, found in documents.items():
        for sourced in found:
            if not sourced.document.plan:
                continue
            try:
                plan = load(str(path) if len(found) == 1 else sourced.document.id, library=library)
            except ProblemsError as error:
                for problem in error.problems:
                    report.add(problem)
                continue
            plans.append(plan.id)
            _look_at(plan, [each for each in told if _is_about(each, plan, path)], seen)
            for problem in _actions_without_permit(plan, kinds):
                report.add(problem)
    for problem in _unused(seen, kinds):
        report.add(problem)
    if told:
        for problem in _untried(seen, kinds):
            report.add(problem)
    return Linted(plans=tuple(plans), files=len(files), problems=report.problems)


def _roots(files: Iterable[Path]) -> Iterator[Path]:
    """Folders from which the files may be known by their ids: each folder above a file that is called `rules`."""
    yield from dict.fromkeys(
        parent for path in files for parent in path.absolute().parents if parent.name == "rules" and parent != shipped()
    )


def _kind(sourced: Sourced) -> str:
    document = sourced.document
    return "plan" if document.plan else "family" if document.family else "vocabulary"


def _is_about(told: Told, plan: Plan, path: Path) -> bool:
    return told.plan == plan.id or (Path(told.plan).suffix == SUFFIX and Path(told.plan).resolve() == path.resolve())


def _look_at(plan: Plan, told: Sequence[Told], seen: _Seen) -> None:
    used = _used(plan)
    for section in _NAMED:
        for name in getattr(plan, section):
            key = (plan.origins[section, name], section, name)
            seen.declared[key] = plan.places[section, name]
            if name in used:
                seen.used.add(key)
    tried = {rule for each in told for ask in each.asks if isinstance(ask.expected, ExpectedRuling)
             for rule in _several(ask.expected.rules)}  # fmt: skip
    for name, rule in plan.rules.items():
        rule_key = (plan.origins["rules", name], name)
        seen.rules[rule_key] = (plan.places["rules", name], rule.clause)
        if name in tried:
            seen.tried.add(rule_key)


def _used(plan: Plan) -> set[str]:
    """Every name that what decides something refers to, directly or through other names.

    Any text inside an expression counts as a name: a word that is none costs a warning at most.
    """
    used: set[str] = set()
    waiting = [item for section in _ROOTS for item in getattr(plan, section).values()]
    while waiting:
        for name in _texts(waiting.pop()) - used:
            used.add(name)
            waiting += [item for section in _NAMED if (item := getattr(plan, section).get(name)) is not None]
    return used


def _texts(node: Node) -> set[str]:
    return {part.value for part in everything(node) if isinstance(part.value, str)}


def _actions_without_permit(plan: Plan, kinds: dict[str, str]) -> Iterator[Problem]:
    """Actions that the plan or its families speak about and never permit: they are always denied."""
    permitted = {action for rule in plan.rules.values() for action in _several(rule.permit)}
    banned = {action for rule in plan.rules.values() if _is_ban(rule) for action in _several(rule.forbid)}
    for action in plan.actions:
        if action in permitted | banned:
            continue
        own = [
            name
            for name, rule in plan.rules.items()
            if action in _bounded(rule) and _is_own(plan, "rules", name, kinds)
        ]
        if own or _is_own(plan, "actions", action, kinds):
            place = plan.places["rules", own[0]] if own else plan.places["actions", action]
            message = f"no rule of {quote(plan.id)} permits {quote(action)}, so it is always denied"
            yield Problem(place, message, f"add a rule with `permit: {action}`", severity="warning")


def _is_own(plan: Plan, section: str, name: str, kinds: dict[str, str]) -> bool:
    """Whether an entry was written for plans like this one, and not for all."""
    return kinds.get(plan.origins[section, name], "vocabulary") != "vocabulary"


def _is_ban(rule: Rule) -> bool:
    """Whether a rule forbids on every day, so that nothing is expected to permit."""
    return rule.when == "always" and rule.unless == "never" and rule.by is None


def _bounded(rule: Rule) -> tuple[str, ...]:
    return (*_several(rule.forbid), *_several(rule.limit))


def _unused(seen: _Seen, kinds: dict[str, str]) -> Iterator[Problem]:
    for key, place in seen.declared.items():
        document, section, name = key
        if key in seen.used or kinds.get(document, "vocabulary") == "vocabulary":
            continue
        kind = section.removesuffix("s")
        what = "is never consulted" if section == "readings" else "is never used"
        help_ = "refer to it from a rule, effect or figure, or keep it as a record"
        yield Problem(place, f"the {kind} {quote(name)} {what}", help_, severity="warning")


def _untried(seen: _Seen, kinds: dict[str, str]) -> Iterator[Problem]:
    for key, (place, clause) in seen.rules.items():
        document, name = key
        if key in seen.tried or document not in kinds:
            continue
        message = f"no scenario expects the rule {quote(name)} to decide"
        help_ = f"add a question with `rules: [{name}]`"
        yield Problem(place, message, help_, clause=clause, severity="warning")


def _several(names: Any) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else names
