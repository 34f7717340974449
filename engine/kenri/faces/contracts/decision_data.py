"""A decision of the forward evaluator as plain data, ready for JSON.

Its keys in JSON are stable: `engine`, `outcome`, `rules` (each with `rule`, `clause`, `sentence`), `most`, `missing`,
`balances`, `not_answered` (the keys of a ruling that it has no answer to), and `trace`: steps in the order in which
rules fired, each with `chapter`, `rule`, the facts it fired `on`, and what it `derived`. A fact has a `sort`, a `name`,
a `day` (and a `last` one for a period) and a `value`; of a condition that is 0 (false), 1 (unknown) or 2 (true).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kenri.faces.contracts.plain import exact
from kenri.faces.words import said
from kenri.model.days import iso
from kenri.model.plan import Plan
from kenri.model.sentences import Language

if TYPE_CHECKING:
    from kenri.forward import Decision, Firing, Known

Fired: TypeAlias = Mapping[tuple[str, str, str, str], "Decision"]
"""What forward chaining decided at a step: by the step's id, the grant, the action and the party."""

NOT_ANSWERED = (
    "to_change", "window", "windows", "next_day", "perhaps_day", "perhaps_missing", "least", "lot", "gaps", "figures",
    "turns_on", "settled", "of_events", "lapsed_on", "duties", "cautions",
)  # fmt: skip
"""The keys of a ruling that forward chaining does not answer: it looks at one day, one reading and one number."""


def decision_data(plan: Plan, decision: Decision, lang: Language) -> dict[str, Any]:
    """The decision under the keys described above; sentences are in `lang`."""
    return {
        "engine": "forward",
        "outcome": decision.outcome,
        "rules": [
            {"rule": name, "clause": plan.rules[name].clause, "sentence": said(plan.rules[name].says, lang)}
            for name in decision.rules
        ],
        "most": exact(decision.most),
        "missing": list(decision.missing),
        "balances": {name: exact(value) for name, value in decision.balances.items()},
        "not_answered": list(NOT_ANSWERED),
        "trace": [_step(step) for step in decision.trace],
    }


def _step(step: Firing) -> dict[str, Any]:
    return {
        "chapter": step.chapter,
        "rule": step.rule,
        "on": [_known(known) for known in step.on],
        "derived": _known(step.derived) if step.derived is not None else None,
    }


def _known(known: Known) -> dict[str, Any]:
    data: dict[str, Any] = {"sort": known.sort, "name": known.name}
    if known.day is not None:
        data["day"] = iso(known.day)
    if known.last is not None:
        data["last"] = iso(known.last)
    if known.value is not None:
        data["value"] = known.value if isinstance(known.value, int | str) else str(known.value)
    return data
