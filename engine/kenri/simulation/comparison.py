"""Branches of a life side by side: for each question the answer in every branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kenri.asking.askable import AskablePlan
from kenri.model.days import Day
from kenri.model.life import Life
from kenri.model.ruling import Most, Outcome, Window
from kenri.simulation.play import simulate
from kenri.simulation.steps import Simulation
from kenri.simulation.views import Key, LifeView, SimulationScope

Asked: TypeAlias = Literal["windows", "last-day", "number", "outcome", "balance"]

Answer: TypeAlias = tuple[Window, ...] | Day | Most | Outcome | None
"""Windows; the last day of the last window (None: no window, or no end); the most allowed on it; an outcome; or how
many rights stand in a balance in the end (None: not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One question, and its answer in each branch by all that is recorded in it.

    `day` is the asked day of an outcome, `balance` the balance asked about; they are else None and empty.
    """

    asked: Asked
    grant: str
    action: str = ""
    by: str = ""
    day: Day | None = None
    balance: str = ""
    answers: tuple[Answer, ...]

    @property
    def differs(self) -> bool:
        """Whether the answer is not the same in all branches."""
        return any(answer != self.answers[0] for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchComparison:
    """Simulations by the names of their branches, and the questions that set them apart or do not."""

    simulations: Mapping[str, Simulation]
    rows: tuple[ComparisonRow, ...]

    @property
    def differences(self) -> tuple[ComparisonRow, ...]:
        """The rows whose answers differ."""
        return tuple(row for row in self.rows if row.differs)


def compare(
    plan: AskablePlan,
    lives: Mapping[str, Life],
    *,
    action: str | None = None,
    by: str | None = None,
    grant: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> BranchComparison:
    """Lives played and put side by side. Raises `ProblemsError` as `simulate` does."""
    options: dict[str, Any] = {"action": action, "by": by, "grant": grant, "readings": readings}
    simulations = {name: simulate(plan, life, **options) for name, life in lives.items()}
    question = SimulationScope(action=action, by=by, grant=grant, readings=plan.readings(readings or {}))
    views = [LifeView(plan, life, question, None) for life in lives.values()]
    days = sorted({step.day for simulation in simulations.values() for step in simulation})
    return BranchComparison(simulations=simulations, rows=tuple(_rows(views, days)))


def _rows(views: list[LifeView], days: list[Day]) -> Iterator[ComparisonRow]:
    tracks = [{(track.grant, track.action, track.by): track.windows for track in view.tracks} for view in views]
    keys = [key for view in views[:1] for key in view.standings if any(key in each for each in tracks)]
    for key in keys:
        windows = [each.get(key, ()) for each in tracks]
        yield _row("windows", key, tuple(windows))
        yield _row("last-day", key, tuple(each[-1].last if each else None for each in windows))
        yield _row("number", key, tuple(_number(each) for each in windows))
        for day in days:
            yield _row("outcome", key, tuple(view.outcome(key, day) for view in views), day)
    balances = [view.balances for view in views]
    for grant, names in balances[0].items() if balances else ():
        for name in names:
            answers = tuple(each[grant][name] for each in balances)
            if any(answer != 0 for answer in answers):
                yield ComparisonRow(asked="balance", grant=grant, balance=name, answers=answers)


def _row(asked: Asked, key: Key, answers: tuple[Answer, ...], day: Day | None = None) -> ComparisonRow:
    grant, action, by = key
    return ComparisonRow(asked=asked, grant=grant, action=action, by=by, day=day, answers=answers)


def _number(windows: tuple[Window, ...]) -> Most | None:
    if not windows:
        return None
    return windows[-1].numbers[-1]
