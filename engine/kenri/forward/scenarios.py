"""Scenarios examined by forward chaining: all expectations that a decision answers, and a count of the others."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan
from kenri.forward.answer import forward_answer
from kenri.forward.plan import Decision
from kenri.model.days import Day
from kenri.model.plan import Plan
from kenri.model.ruling import Finding, Ruling
from kenri.model.scenario import Asking, ExpectedRuling, LoadedScenario, PlacedAsk
from kenri.scenarios import Scenarios, UnmetExpectation

CHECKED = {"expect", "action", "rules", "not_rules", "clauses", "most", "missing", "balances"} | {
    field.name for field in dataclasses.fields(Asking)
}
"""What a decision answers, and what a question is made of."""


class ForwardScenarios(Scenarios):
    """Examines scenarios by forward chaining. `unchecked` counts expectations, by their keys, that it leaves alone."""

    def __init__(self, *, rules: Path | str | None = None, plans: Mapping[str, LoadedPlan] | None = None) -> None:
        super().__init__(rules=rules, plans=plans)
        self.unchecked: Counter[str] = Counter()

    def examine(self, scenario: LoadedScenario) -> tuple[UnmetExpectation, ...]:
        """Everything in which decisions differ from what a scenario expects of them."""
        asks = tuple(ask for each in scenario.asks if (ask := self._checked(each)) is not None)
        return super().examine(dataclasses.replace(scenario, asks=asks))

    def _checked(self, ask: PlacedAsk) -> PlacedAsk | None:
        expected = ask.expected
        if not isinstance(expected, ExpectedRuling):
            self.unchecked[expected.key] += 1
            return None
        left: dict[str, Any] = {}
        for field in dataclasses.fields(expected):
            if field.name in CHECKED:
                continue
            default = field.default_factory() if callable(field.default_factory) else field.default
            if getattr(expected, field.name) != default:
                self.unchecked[field.name] += 1
                left[field.name] = default
        return dataclasses.replace(ask, expected=dataclasses.replace(expected, **left))

    def ruling(self, scenario: LoadedScenario, expected: ExpectedRuling) -> Ruling:
        """The decision on a question of a scenario, as the part of a ruling that it is."""
        plan = self.plan(scenario.plan)
        decision = forward_answer(
            plan,
            scenario.life,
            expected.action,
            on=expected.on,
            rights=str(expected.rights) if expected.rights is not None else None,
            by=expected.by,
            grant=expected.grant,
            known_at=expected.known_at,
            readings=expected.readings,
            facts=expected.with_,
        )
        known = plan.as_known_at(plan.instant(expected.known_at))
        return _ruling(known.plan, decision, expected, known.day(expected.on))


def _ruling(plan: Plan, decision: Decision, expected: ExpectedRuling, day: Day) -> Ruling:
    """What a decision says, in the shape of a ruling; the rest stays empty, and nobody looks at it."""
    findings = (plan.rules[name] for name in decision.rules)
    return Ruling(
        plan=plan,
        action=expected.action,
        by=expected.by or "",
        grant=expected.grant or "",
        on=day,
        number=None,
        outcome=decision.outcome,
        findings=tuple(
            Finding(
                rule=name,
                clause=rule.clause,
                says=rule.says,
                verdict="permit" if rule.permit else "forbid" if rule.forbid else "limit",
                holds=None,
            )
            for name, rule in zip(decision.rules, findings, strict=True)
        ),
        missing=decision.missing,
        window=None,
        windows=(),
        next_day=None,
        most=decision.most,
        least=None,
        lot=None,
        figures=(),
        turns_on=(),
        is_settled=False,
        balances=decision.balances,
        lapsed_on=None,
        readings=expected.readings,
    )
