"""The windows of each action, party and grant: what is asked at once, and how much of it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kenri.asking.askable import AskablePlan
from kenri.faces.contracts.nearest import days_elsewhere, nearest, nearest_windows
from kenri.model.cautions import Caution, together
from kenri.model.days import FIRST_DAY
from kenri.model.life import Life
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.ruling import Window
from kenri.model.sentences import Sentence, did_you_mean
from kenri.model.turning import Turning


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """The windows of one action, party and grant."""

    action: str
    by: str
    grant: str
    windows: tuple[Window, ...]
    left_out: int = 0
    """How many more windows there are, farther from the last day of the record."""
    elsewhere: tuple[Turning[tuple[Window, ...]], ...] = ()
    """The windows that there are under other readings only, place by place, those nearest to that day."""


def tracked(
    plan: AskablePlan,
    life: Life,
    *,
    action: str | None = None,
    by: str | None = None,
    grant: str | None = None,
    facts: Mapping[str, Any] | None = None,
    **question: Any,
) -> list[Tracked]:
    """The windows of an action and a party; where they are left out, of every action and party that has any.

    Of several actions each is asked with the facts that it has. Raises `ProblemsError` as `AskablePlan.windows` does,
    and for a fact that none of them has.
    """
    actions = plan.plan.actions if action is None else (action,)
    parties = life.parties if by is None else (by,)
    grants = plan.grants_asked(life) if grant is None else (grant,)
    of_action = _facts_of(plan, actions, facts or {}) if action is None else {action: facts or {}}
    last = max([FIRST_DAY, *(event.on for event in life.events), *(each.on for each in life.grants.values())])

    def track(each: str, party: str, of: str) -> Tracked:
        asked: dict[str, Any] = {"by": party, "grant": of or None, "facts": of_action[each], **question}
        windows, left_out = nearest_windows(plan.windows(life, each, **asked), last)
        elsewhere, more = nearest(plan.windows_elsewhere(life, each, **asked), last, days_elsewhere)
        return Tracked(
            action=each,
            by=party,
            grant=of,
            windows=tuple(windows),
            left_out=left_out + more,
            elsewhere=tuple(elsewhere),
        )

    is_named = action is not None and grant is not None
    asked = [
        track(each, party, of)
        for of in grants
        for each in actions
        for party in parties
        if is_named or plan.concerns(life, each, of)
    ]
    named = action is not None and by is not None
    return [track for track in asked if track.windows or track.elsewhere or named]


def _facts_of(plan: AskablePlan, actions: Iterable[str], facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    known = {action: plan.plan.actions[action].attributes for action in actions}
    several = {name for each in known.values() for name in each}
    unknown = [name for name in facts if name not in several]
    if unknown:
        raise ProblemsError(
            Problem(None, Sentence("no-fact-of-actions", fact=quote(name)), did_you_mean(name, several))
            for name in unknown
        )
    return {action: {name: facts[name] for name in facts if name in each} for action, each in known.items()}


def cautions_of(tracks: Sequence[Tracked]) -> tuple[Caution, ...]:
    """What was not looked at and might matter for any of the windows."""
    return together(*(window.cautions for track in tracks for window in track.windows))
