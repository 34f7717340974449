"""What comes in a span of days: windows that open and close, numbers that change, rights that move, what must be done.

It is told of one life, for each grant under the plan. Days are ordinals, as within the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from kenri.asking.askable import AskablePlan
from kenri.model.dated import OnDay
from kenri.model.days import FIRST_DAY, Day
from kenri.model.duty import OwedDuty
from kenri.model.hours import Second
from kenri.model.known_quiet import NOT_KNOWN, About, KnownEnd, KnownMove, KnownQuiet
from kenri.model.life import Life
from kenri.model.plan import Said
from kenri.model.ruling import Most, Window
from kenri.simulation.steps import Moved
from kenri.simulation.views import LifeView, SimulationScope

__all__ = ["Coming", "ComingKind", "coming", "coming_as_known"]

ComingKind: TypeAlias = Literal["late", "must", "closes", "opens", "changes", "moves", "unknown"]
"""`late`: what had to be done and was not. `must`: the last day of what must be done; what can be done first `opens`.
`changes`: the largest number of an open window becomes another. `unknown`: it is not known whether a window is open, or
something must be done."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Coming(OnDay):
    """One thing that comes on a day: what, for whom, how many, and under which clause."""

    day: Day
    kind: ComingKind
    what: str
    """The action, the effect, or the duty."""
    by: str
    """Who may or must; of rights that move, the grantee."""
    grant: str
    number: Most | None
    """How many may be taken at most, or how many rights move; None where it is about no number, or it is not known."""
    clause: str
    says: Said
    until: Day | None = None
    """The last day of what opens, or is perhaps open; None where there is none, or none is known."""
    hour: Second | None = None
    """The first second of what opens on the day, or the last of what closes; None for all day."""
    zone: str = ""
    """The zone of the clocks, where there is an hour."""
    to: str = ""
    """The balance into which rights move."""
    missing: tuple[str, ...] = ()
    """What is missing to know it."""
    is_settled: bool | None = True
    """Whether it is so however clauses are read; None where that is not known."""


def coming(
    plan: AskablePlan,
    life: Life,
    first: date,
    last: date,
    *,
    known_at: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    quiet: KnownQuiet = NOT_KNOWN,
) -> tuple[Coming, ...]:
    """What comes from the first day to the last, both included, in the order of days; what is late stands first.

    What is known of this span is not asked about. Raises `ProblemsError` as `AskablePlan.windows` does.
    """
    span = first.toordinal(), last.toordinal()
    asked: dict[str, Any] = {"known_at": known_at, "readings": readings}
    found = [*_windows(plan, life, span, asked, quiet)]
    instant = plan.instant(known_at)
    known = life.known_at(instant)
    scope = SimulationScope(readings=plan.readings(readings or {}))
    view = LifeView(plan, known, scope, instant)
    if quiet.moves is not None:
        found += _known_moves(plan, quiet.moves, {id_: grant.grantee for id_, grant in known.grants.items()})
    elif view.plan.plan.effects and not quiet.is_still:
        found += _movements(view, known, span)
    found += _duties(view, span)
    return tuple(sorted(found, key=lambda each: (each.kind != "late", each.day)))


def coming_as_known(plan: AskablePlan, holder: str, quiet: KnownQuiet) -> tuple[Coming, ...]:
    """What comes in a life of which all that comes is known, in the order of days; all grants are of its holder."""
    found = [_known(plan, about, each) for about, known in quiet.ends.items() for each in known]
    found += _known_moves(plan, quiet.moves or {}, dict.fromkeys(quiet.moves or {}, holder))
    return tuple(sorted(found, key=lambda each: each.day))


# --- windows


def _known(plan: AskablePlan, about: About, end: KnownEnd) -> Coming:
    rule = plan.plan.rules[end.rule]
    action, by, grant = about
    return Coming(
        day=end.day,
        kind=end.kind,
        what=action,
        by=by,
        grant=grant,
        number=end.number,
        clause=rule.clause,
        says=rule.says,
        until=end.until,
        is_settled=end.is_settled,
    )


def _windows(
    plan: AskablePlan, life: Life, span: tuple[Day, Day], asked: dict[str, Any], quiet: KnownQuiet
) -> Iterator[Coming]:
    for grant in plan.grants_asked(life):
        for action in plan.plan.actions:
            if not plan.concerns(life, action, grant):
                continue
            for by in life.parties:
                if (action, by, grant) in quiet.windows:
                    continue
                if (known := quiet.ends.get((action, by, grant))) is not None:
                    yield from (_known(plan, (action, by, grant), each) for each in known)
                    continue
                about = {**asked, "action": action, "by": by, "grant": grant or None}
                for window in plan.windows(life, **about):
                    yield from _of_window(plan, life, window, span, about)


def _of_window(
    plan: AskablePlan, life: Life, window: Window, span: tuple[Day, Day], about: dict[str, Any]
) -> Iterator[Coming]:
    first, last = span
    if window.status == "unknown":
        since, until = (FIRST_DAY if window.first is None else window.first), window.last
        if since <= last and (until is None or until >= first):
            yield _told(plan, life, window, "unknown", max(since, first), about)
        return
    if window.first is not None and first <= window.first <= last:
        yield _told(plan, life, window, "opens", window.first, about)
    for day, _ in window.steps:
        if first <= day <= last and day != window.first:
            yield _told(plan, life, window, "changes", day, about)
    if window.last is not None and first <= window.last <= last:
        yield _told(plan, life, window, "closes", window.last, about)


def _told(plan: AskablePlan, life: Life, window: Window, kind: ComingKind, day: Day, about: dict[str, Any]) -> Coming:
    """What comes of a window on a day, by the first rule that decides on it: of another number, why no more may be."""
    most = _most(window, day)
    asked = {**about, "rights": most + 1} if kind == "changes" and isinstance(most, int) else about
    ruling = plan.ask(life, on=date.fromordinal(day), **asked)
    decided = next(iter(ruling.findings), None)
    ends = {"opens": window.opens, "closes": window.closes}
    return Coming(
        day=day,
        kind=kind,
        what=about["action"],
        by=about["by"],
        grant=about["grant"] or "",
        number=most,
        clause="" if decided is None else decided.clause,
        says="" if decided is None else decided.says,
        until=window.last if kind in ("opens", "unknown") else None,
        hour=ends.get(kind),
        zone=window.zone if ends.get(kind) is not None else "",
        missing=ruling.missing if kind == "unknown" else (),
        is_settled=None if window.turns is None else window.turns.is_settled,
    )


def _most(window: Window, day: Day) -> Most | None:
    """The largest number on a day of a window."""
    if window.most is not None:
        return window.most
    return next((most for since, most in reversed(window.steps) if since <= day), None)


# --- movements


def _known_moves(
    plan: AskablePlan, moves: Mapping[str, Sequence[KnownMove]], grantees: Mapping[str, str]
) -> Iterator[Coming]:
    for grant, several in moves.items():
        for each in several:
            effect = plan.plan.effects[each.effect]
            yield Coming(
                day=each.day,
                kind="moves",
                what=each.effect,
                by=grantees[grant],
                grant=grant,
                number=each.number,
                clause=effect.clause,
                says=effect.says,
                to=effect.to or "",
            )


def _movements(view: LifeView, life: Life, span: tuple[Day, Day]) -> Iterator[Coming]:
    """Rights that move by the mere passage of time; what is recorded to have happened on a day is not told again."""
    days = {event.id: event.on for event in life.events}
    for moved in view.movements:
        if span[0] <= moved.day <= span[1] and days.get(moved.event) != moved.day:
            yield _moved(moved, life)


def _moved(moved: Moved, life: Life) -> Coming:
    grant = life.grants.get(moved.grant)
    return Coming(
        day=moved.day,
        kind="moves",
        what=moved.effect,
        by="" if grant is None else grant.grantee,
        grant=moved.grant,
        number=moved.number,
        clause=moved.clause,
        says=moved.says,
        to=moved.to,
    )


# --- duties


def _duties(view: LifeView, span: tuple[Day, Day]) -> Iterator[Coming]:
    first, last = span
    for each in view.duties(first):
        if each.standing == "not-done" and each.last is not None:
            yield _owed(each, "late", each.last)
        elif each.standing in ("open", "coming"):
            if each.first is not None and first <= each.first <= last:
                yield _owed(each, "opens", each.first)
            if each.last is not None and first <= each.last <= last:
                yield _owed(each, "must", each.last)
        elif each.standing == "unknown":
            days = [day for day, until in each.perhaps if day <= last and until > first] or (
                [each.last] if each.last is not None and first <= each.last <= last else []
            )
            if days:
                yield _owed(each, "unknown", max(days[0], first))


def _owed(each: OwedDuty, kind: ComingKind, day: Day) -> Coming:
    return Coming(
        day=day,
        kind=kind,
        what=each.duty,
        by=each.by,
        grant=each.grant,
        number=None,
        clause=each.clause,
        says=each.says,
        until=each.last,
        missing=each.missing,
    )
