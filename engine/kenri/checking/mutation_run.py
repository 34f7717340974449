"""Every slip that could be made in a plan, and what becomes of it: noticed, meaning the same, or unnoticed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kenri.api import LoadedPlan
from kenri.checking.mutants import Mutant, mutants
from kenri.checking.survival import Jury
from kenri.checking.verdict import Story
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.scenario import LoadedScenario
from kenri.model.sentences import Language, Sentence
from kenri.solving.effort import SAFETY, STEPS

Fate = Literal["same", "open", "unnoticed"]
"""Proved or explained to mean the same; not decided; or such that a life tells it from the plan, and no one noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A slip that no scenario and no claim notices."""

    slip: str
    fate: Fate
    reason: Sentence | None = None
    story: Story | None = None
    """A question that the plan and the plan with the slip answer otherwise; its outcome is the plan's."""

    def reason_text(self, lang: Language = "en") -> str:
        """Why it means the same or is not decided, in words; empty where nothing is said of it."""
        return "" if self.reason is None else self.reason.text(lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationReport:
    """How many slips there are, how many are noticed, and the others one by one."""

    plan: str
    slips: int
    caught: int
    survivors: tuple[Survivor, ...]
    unfit: tuple[LoadedScenario, ...] = ()
    """Scenarios that the plan itself does not meet, which can tell nothing of a slip and were left out."""


def examine(
    plan: LoadedPlan,
    scenarios: Sequence[LoadedScenario],
    *,
    only: frozenset[str] = frozenset(),
    reasons: Mapping[str, str] | None = None,
    sample: int | None = None,
    steps: int | None = STEPS,
    seconds: float = SAFETY,
    progress: Callable[[Sentence | str, int, int], None] | None = None,
    siblings: Callable[[], Iterable[tuple[LoadedPlan, Sequence[LoadedScenario]]]] = tuple,
) -> MutationReport:
    """What becomes of every slip in a plan, or in the sections and entries of `only`.

    `reasons` explain slips, by their ids, that change no answer. Survivors are told from the plan by the solver, within
    so many of its `steps` a question; None leaves that out. `seconds` is a bound for safety. `siblings` gives other
    plans, with their scenarios: a slip in a clause that they share is noticed where one of theirs notices it. Raises
    `ProblemsError` where a name in `only` is that of nothing.
    """
    found = [each for each in mutants(plan.plan) if not only or only & {each.section, each.name}]
    nothing = only - {name for each in found for name in (each.section, each.name)}
    if nothing:
        names = tuple(quote(name) for name in sorted(nothing))
        raise ProblemsError([Problem(None, Sentence("nothing-to-change", names=names))])
    if sample is not None and sample < len(found):
        found = [found[index * len(found) // sample] for index in range(sample)]
    jury = Jury(plan, scenarios)
    left: list[Mutant] = []
    for done, mutant in enumerate(found):
        if progress is not None:
            progress(mutant.name, done, len(found))
        if not jury.catches(mutant):
            left.append(mutant)
    if progress is not None:
        progress(Sentence("shared-clauses"), len(found), len(found))
    left = _unnoticed_elsewhere(left, plan, siblings)
    survivors: list[Survivor] = []
    for done, mutant in enumerate(left):
        if progress is not None:  # what the solver is asked takes longest, and is counted by itself
            progress(Sentence("what-would-change", name=mutant.name), done, len(left))
        judged = _judged(plan, mutant, scenarios, reasons or {}, steps, seconds)
        if judged is not None:
            survivors.append(judged)
    if progress is not None:
        progress("", len(left), len(left))
    return MutationReport(
        plan=plan.id,
        slips=len(found),
        caught=len(found) - len(survivors),
        survivors=tuple(survivors),
        unfit=jury.unfit,
    )


def _unnoticed_elsewhere(
    left: list[Mutant], plan: LoadedPlan, siblings: Callable[[], Iterable[tuple[LoadedPlan, Sequence[LoadedScenario]]]]
) -> list[Mutant]:
    """The slips that no scenario of another plan with the same clause notices either."""
    shared = {each.id for each in left if each.document != plan.id}
    for other, scenarios in siblings() if shared else ():
        documents = set(other.plan.origins.values())
        if documents.isdisjoint(each.document for each in left if each.id in shared):
            continue
        jury = Jury(other, scenarios)
        shared -= {each.id for each in mutants(other.plan) if each.id in shared and jury.catches(each)}
    return [each for each in left if each.document == plan.id or each.id in shared]


def _judged(
    plan: LoadedPlan,
    mutant: Mutant,
    scenarios: Sequence[LoadedScenario],
    reasons: Mapping[str, str],
    steps: int | None,
    seconds: float,
) -> Survivor | None:
    """What becomes of a slip that no scenario notices; None for one that breaks a claim of the plan."""
    if mutant.id in reasons:
        return Survivor(slip=mutant.id, fate="same", reason=Sentence("reason-listed", reason=reasons[mutant.id]))
    if steps is None:
        return Survivor(slip=mutant.id, fate="unnoticed")
    from kenri.checking.difference import tell_apart
    from kenri.checking.plan_check import check_claims

    changed = plan.with_plan(mutant.plan)
    found = tell_apart(plan, changed, steps=steps, seconds=seconds, scenarios=scenarios)
    if isinstance(found, Story):
        # Only what the plan itself keeps can be broken by a slip.
        for name, claim in mutant.plan.claims.items():
            (broken,) = check_claims(changed, {name: claim}, steps=steps, seconds=seconds, scenarios=scenarios)
            if broken.status == "refuted":
                (kept,) = check_claims(
                    plan, {name: plan.plan.claims[name]}, steps=steps, seconds=seconds, scenarios=scenarios
                )
                if kept.status == "proved":
                    return None
    if isinstance(found, Story):
        return Survivor(slip=mutant.id, fate="unnoticed", story=found)
    if found is None:
        return Survivor(slip=mutant.id, fate="same", reason=Sentence("same-within-bound"))
    return Survivor(slip=mutant.id, fate="open", reason=found)
