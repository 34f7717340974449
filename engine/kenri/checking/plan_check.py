"""The whole check of one plan: every rule, action, reading and claim, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from kenri.api import LoadedPlan
from kenri.checking import claim_checks, dead_zones, meant, reading_checks, rule_checks
from kenri.checking.check_context import CheckContext
from kenri.checking.grant_day import framed
from kenri.checking.verdict import CheckReport, Kind, Result
from kenri.model.plan import Claim
from kenri.model.scenario import LoadedScenario
from kenri.solving.effort import SAFETY, STEPS, Effort
from kenri.terms import afresh

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told what is checked now, how many checks are done, and how many there are."""


class Task(NamedTuple):
    """Some checks that are done together: which kinds they are of, of what, and the work."""

    kinds: frozenset[Kind]
    subject: str
    work: Callable[[], Iterator[Result]]


def check(
    plan: LoadedPlan,
    *,
    events: int = 2,
    kinds: frozenset[str] | None = None,
    names: frozenset[str] | None = None,
    steps: int = STEPS,
    seconds: float = SAFETY,
    left: Callable[[], float] | None = None,
    progress: Progress | None = None,
    claims: Mapping[str, Claim] | None = None,
    scenarios: Sequence[LoadedScenario] = (),
    stopwatch: Callable[[], float] = lambda: 0.0,
) -> CheckReport:
    """Everything there is to check of a plan, within a bound that the report states.

    `events`: how many times each kind of event occurs at most. `kinds` and `names` pick checks and what they are about.
    `steps` and, for safety, `seconds`: the most for one question to the solver; `left`: how many seconds are left for
    all of them, after which what is not decided yet is stopped. `claims`: further claims, from beside the plan.
    `scenarios`: those like whose grants the grant is, and on whose lives figures are compared.
    `stopwatch`: seconds from some moment on, for the time each check took. Raises `SolverMissingError` where the solver
    is not installed.
    """
    with afresh():
        all_claims = {**plan.plan.claims, **(claims or {})}
        context = CheckContext(
            plan,
            framed(plan, scenarios, events=events, claims=all_claims),
            effort=Effort(steps, seconds, left),
            scenarios=scenarios,
        )
        tasks = [
            task
            for task in _tasks(context, all_claims)
            if (kinds is None or task.kinds & kinds) and (names is None or _is_named(task.subject, names))
        ]
        results: list[Result] = []
        for done, task in enumerate(tasks):
            if progress is not None:
                progress(task.subject, done, len(tasks))
            since = stopwatch()
            found = [each for each in task.work() if kinds is None or each.kind in kinds]
            # Checks that are done together have taken the time together.
            taken = (stopwatch() - since) / max(1, len(found))
            results += [replace(each, seconds=taken) for each in found]
        if progress is not None:
            progress("", len(tasks), len(tasks))
        refused = tuple(
            dict.fromkeys(each.note for each in results if each.status == "not-checked" and each.note is not None)
        )

        def was_checked(kind: Kind, subject: str) -> bool:
            return (kinds is None or kind in kinds) and (names is None or _is_named(subject, names))

        known = meant.marks(plan.plan)
        results = meant.marked(results, known)
        return CheckReport(
            plan=plan.id,
            bound=context.bound(),
            results=tuple(results),
            refused=refused,
            stale=tuple(meant.stale(results, known, was_checked)),
        )


def check_claims(
    plan: LoadedPlan,
    claims: Mapping[str, Claim],
    *,
    steps: int = STEPS,
    seconds: float = SAFETY,
    scenarios: Sequence[LoadedScenario] = (),
) -> list[Result]:
    """Whether some claims hold of every life within the bound."""
    with afresh():
        looked_at = framed(plan, scenarios, claims=claims)
        context = CheckContext(plan, looked_at, effort=Effort(steps, seconds), scenarios=scenarios)
        return [result for name, claim in claims.items() for result in claim_checks.holds(context, name, claim)]


def subjects(plan: LoadedPlan) -> frozenset[str]:
    """What a check can be narrowed to by name."""
    own = plan.plan
    return frozenset({*own.rules, *own.actions, *own.readings, *own.claims})


def _is_named(subject: str, names: frozenset[str]) -> bool:
    return bool(names & {subject, *subject.replace(" / ", ": ").split(": ")})


def _tasks(context: CheckContext, claims: Mapping[str, Claim]) -> Iterator[Task]:
    plan = context.plan.plan
    for name, claim in claims.items():
        yield _task(("claim",), name, claim_checks.holds, context, name, claim)
    for name in plan.rules:
        yield _task(("reachable", "shadowed"), name, rule_checks.matters, context, name)
    for permit, forbid in rule_checks.pairs(context):
        yield _task(("contradiction",), f"{permit} / {forbid}", rule_checks.contradicts, context, permit, forbid)
    for action in context.actions:
        yield _task(("contradiction",), action, rule_checks.limits_agree, context, action)
        yield _task(("answered",), action, rule_checks.answered, context, action)
    for action in dead_zones.drawing_on_held(context):
        yield _task(("dead-zone",), action, dead_zones.dead_zones, context, action)
        yield _task(("lapse",), action, dead_zones.lapse_is_final, context, action)
        yield _task(("lapse",), action, dead_zones.nothing_lingers, context, action)
    for permit, forbid in rule_checks.periods(context):
        yield _task(("cut-short",), f"{permit} / {forbid}", rule_checks.cut_short, context, permit, forbid)
    for reading in plan.readings:
        yield _task(("reading",), reading, reading_checks.matters, context, reading)


def _task(kinds: tuple[Kind, ...], subject: str, work: Callable[..., Iterator[Result]], *of: object) -> Task:
    return Task(frozenset(kinds), subject, lambda: work(*of))
