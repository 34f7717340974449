"""What is wrong with rule files, and what in them is probably a slip: declared and never used, or never tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from kenri.loader.declarations import term_type
from kenri.loader.library import SUFFIX, Library, Sourced, shipped
from kenri.loader.link import load
from kenri.loader.order_of_effects import unordered
from kenri.loader.short_schedules import short_schedules
from kenri.loader.source import files_in, is_folder, is_ordinary
from kenri.model.expressions import Node
from kenri.model.plan import HELD, Effect, Plan, Rule
from kenri.model.problems import Place, Problem, ProblemsError, Report, quote
from kenri.model.scenario import Expected, ExpectedAudit, ExpectedDuty, ExpectedFigure, ExpectedRuling, LoadedScenario
from kenri.model.sentences import Sentence
from kenri.model.walk import everything

__all__ = ["Linted", "lint", "rule_files", "scenarios_beside"]

_NAMED = ("readings", "terms", "hours", "dates", "states", "amounts")
"""Sections whose entries mean nothing unless something refers to them."""

_THE = {
    "readings": "the-reading",
    "terms": "the-term",
    "hours": "the-hour",
    "dates": "the-date",
    "states": "the-state",
    "amounts": "the-amount",
}

_UNTRIED = {
    "rules": "rule-untried",
    "duties": "duty-untried",
    "effects": "effect-untried",
    "figures": "figure-untried",
}

_ROOTS = ("rules", "duties", "effects", "figures", "amendments")
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


_Trial: TypeAlias = tuple[str, str, str]
"""The document something is written in, its section, and its name; an option follows its reading after a `=`."""


@dataclass(slots=True)
class _Seen:
    """What is known about the entries of shared files after all plans that use them: mutable, grown plan by plan."""

    declared: dict[tuple[str, str, str], Place] = field(default_factory=dict)
    used: set[tuple[str, str, str]] = field(default_factory=set)
    trials: dict[_Trial, tuple[Place, str, str]] = field(default_factory=dict)
    """What scenarios should try, with its place, its clause and how a question tries it."""
    tried: set[_Trial] = field(default_factory=set)
    short: dict[tuple[str, str, str], Problem] = field(default_factory=dict)
    """What is said of schedules with fewer days than parts, once for an entry that several plans have."""


def rule_files(names: Iterable[Path | str] = (), folder: Path | None = None) -> list[Path]:
    """The rule files that are meant: files, all in folders, those of an id in `folder` or else among the shipped ones.

    Without names: all in `folder`, or else all that are shipped. Raises `ProblemsError` for a name that is none.
    """
    report = Report()
    found: dict[Path, None] = {}
    for name in list(names) or [folder or shipped()]:
        path = Path(name)
        known = (each / f"{name}{SUFFIX}" for each in ((folder, shipped()) if folder is not None else (shipped(),)))
        by_id = next((each for each in known if is_ordinary(each)), shipped() / f"{name}{SUFFIX}")
        if is_folder(path):
            found.update(dict.fromkeys(files_in(path, SUFFIX, report)))
        elif is_ordinary(path) or not is_ordinary(by_id):
            if not is_ordinary(path):
                report.add(Problem(None, Sentence("no-such-rules", name=quote(str(name), limit=4096))))
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


def lint(
    files: Sequence[Path], scenarios: Sequence[LoadedScenario] | None = None, folder: Path | None = None
) -> Linted:
    """The problems and warnings of rule files; with scenarios, also what none of them tries.

    That is: rules that none expects to decide, effects at whose balance none looks, figures and options of readings
    that none asks for. A plan without a scenario gets one warning for all of these. None: nobody looked for scenarios.
    What the files extend is looked for in `folder` too.
    """
    report = Report()
    library = Library([*([folder] if folder is not None else []), *_roots(files)])
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
            _look_at(plan, seen)
            if scenarios is not None:
                about = [each for each in scenarios if _is_about(each, plan, path)]
                _try(plan, about, seen)
                if not about:
                    report.add(_without_scenarios(sourced, plan))
            _note_short(plan, kinds, seen)
            for problem in (*_actions_without_permit(plan, kinds), *_without_order(plan)):
                report.add(problem)
    for problem in _unused(seen, kinds):
        report.add(problem)
    for problem in (*_untried(seen, kinds), *seen.short.values()):
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


def _is_about(scenario: LoadedScenario, plan: Plan, path: Path) -> bool:
    named = Path(scenario.plan)
    return scenario.plan == plan.id or (named.suffix == SUFFIX and named.resolve() == path.resolve())


def _without_scenarios(sourced: Sourced, plan: Plan) -> Problem:
    place = sourced.tree.place(("plan",), key=True)
    return Problem(place, Sentence("plan-untried", plan=quote(plan.id)), severity="warning")


def _look_at(plan: Plan, seen: _Seen) -> None:
    used = _used(plan)
    for section in _NAMED:
        for name in getattr(plan, section):
            key = (plan.origins[section, name], section, name)
            seen.declared[key] = plan.places[section, name]
            if name in used or (section == "terms" and term_type(plan.terms[name]) == "text"):  # text is only shown
                seen.used.add(key)


def _try(plan: Plan, scenarios: Sequence[LoadedScenario], seen: _Seen) -> None:
    """Add what scenarios about a plan should try, and what they do, to what is known."""
    if not scenarios:
        return
    tried = {one for each in scenarios for ask in each.asks for one in _tried(plan, ask.expected)}
    for section, name, clause, how in _to_try(plan):
        entry = name.partition("=")[0]
        key = (plan.origins[section, entry], section, name)
        seen.trials[key] = (plan.places[section, entry], clause, how)
        if (section, name) in tried:
            seen.tried.add(key)


def _to_try(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Section, name and clause of everything that a scenario can try, and how a question tries it."""
    for name, rule in plan.rules.items():
        yield "rules", name, rule.clause, f"rules: [{name}]"
    for name, duty in plan.duties.items():
        yield "duties", name, duty.clause, f"duty: {name}"
    for name, effect in plan.effects.items():
        yield "effects", name, effect.clause, f"balances: {{{_reached(effect)}: ...}}"
    for name, figure in plan.figures.items():
        yield "figures", name, figure.clause, f"figures: {{{name}: ...}}" if figure.of else f"figure: {name}"
    for name, reading in plan.readings.items():
        for option in reading.options:
            yield "readings", f"{name}={option}", reading.clause, f"readings: {{{name}: {option}}}"


def _tried(plan: Plan, expected: Expected) -> Iterator[tuple[str, str]]:
    """What a question tries, by section and name."""
    for name, reading in plan.readings.items():
        yield "readings", f"{name}={expected.readings.get(name, reading.default)}"
    if isinstance(expected, ExpectedFigure):
        yield "figures", expected.figure
        return
    if isinstance(expected, ExpectedDuty):
        yield "duties", expected.duty
        return
    for name, effect in plan.effects.items():
        kind = plan.balances.get(effect.to or "")
        has_lapsed = isinstance(expected, ExpectedRuling) and expected.lapsed_on not in (None, "never")
        if _reached(effect) in expected.balances or (has_lapsed and kind is not None and kind.lapse):
            yield "effects", name
    if isinstance(expected, ExpectedAudit):
        yield from (("effects", name) for name in expected.violations)
        yield from (("duties", name) for name in expected.not_done)
        return
    yield from (("rules", name) for name in expected.rules)
    yield from (("figures", name) for name in expected.figures)
    # A scenario is read beside the plan of its name, which need not be the one in the file looked at.
    for name in plan.readings.keys() & (expected.turns_on or ()):
        yield from (("readings", f"{name}={option}") for option in plan.readings[name].options)


def _reached(effect: Effect) -> str:
    """The balance that shows what an effect does: where rights go, or what is held after a split."""
    return effect.to or HELD


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
    permitted = {action for rule in plan.rules.values() for action in rule.permit}
    banned = {action for rule in plan.rules.values() if _is_ban(rule) for action in rule.forbid}
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
            permit = quote(f"permit: {action}")
            sentence = Sentence("never-permitted", plan=quote(plan.id), action=quote(action), permit=permit)
            yield Problem(place, sentence, severity="warning")


def _without_order(plan: Plan) -> Iterator[Problem]:
    """Effects that may meet on one day, where the file alone says which comes first."""
    for name, before in unordered(plan):
        listed = before[0] if len(before) == 1 else f"[{', '.join(before)}]"
        sentence = Sentence(
            "order-unsaid",
            name=quote(name),
            others=tuple(map(quote, before)),
            follows=quote(f"follows: {listed}", limit=4096),
            at=quote("at: end_of_day"),
        )
        yield Problem(plan.places["effects", name], sentence, clause=plan.effects[name].clause, severity="warning")


def _note_short(plan: Plan, kinds: dict[str, str], seen: _Seen) -> None:
    """Schedules with fewer days than parts, in what the files say."""
    for each in short_schedules(plan):
        key = (plan.origins[each.section, each.name], each.section, each.name)
        if key[0] not in kinds:
            continue
        name, parts = quote(each.name), f"{each.parts:,}"
        sentence = Sentence("parts-without-days", name=name, parts=parts, days=f"{each.days:,}")
        if each.comes_later:
            sentence = Sentence("skipped-without-day", name=name, parts=parts)
        clause = getattr(getattr(plan, each.section)[each.name], "clause", "")
        place = plan.places[each.section, each.name]
        seen.short.setdefault(key, Problem(place, sentence, clause=clause, severity="warning"))


def _is_own(plan: Plan, section: str, name: str, kinds: dict[str, str]) -> bool:
    """Whether an entry was written for plans like this one, and not for all."""
    return kinds.get(plan.origins[section, name], "vocabulary") != "vocabulary"


def _is_ban(rule: Rule) -> bool:
    """Whether a rule forbids on every day, so that nothing is expected to permit."""
    return rule.when == "always" and rule.unless == "never" and not rule.by


def _bounded(rule: Rule) -> tuple[str, ...]:
    return (*rule.forbid, *rule.limit)


def _unused(seen: _Seen, kinds: dict[str, str]) -> Iterator[Problem]:
    for key, place in seen.declared.items():
        document, section, name = key
        if key in seen.used or kinds.get(document, "vocabulary") == "vocabulary":
            continue
        what = Sentence(_THE[section], name=quote(name))
        is_reading = section == "readings"
        yield Problem(place, Sentence("never-consulted" if is_reading else "never-used", what=what), severity="warning")


def _untried(seen: _Seen, kinds: dict[str, str]) -> Iterator[Problem]:
    for key, (place, clause, how) in seen.trials.items():
        document, section, name = key
        if key in seen.tried or document not in kinds:
            continue
        entry, _, option = name.partition("=")
        if section == "readings" and (document, section, entry) not in seen.used:
            continue  # that nothing consults it is said already
        how = quote(how, limit=4096)
        sentence = (
            Sentence("option-untried", name=quote(entry), option=quote(option), how=how)
            if section == "readings"
            else Sentence(_UNTRIED[section], name=quote(entry), how=how)
        )
        yield Problem(place, sentence, clause=clause, severity="warning")
