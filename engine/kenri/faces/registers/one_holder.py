"""All there is to tell of one holder of a register on a day: under each plan balances, windows and what vests next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kenri.audit import Audit
from kenri.faces.contracts.audit_data import audit_data
from kenri.faces.contracts.plain import day_or_null, plain
from kenri.faces.contracts.register_data import history_data
from kenri.faces.contracts.schedule_data import schedule_data
from kenri.faces.contracts.tracks import Tracked, tracked
from kenri.faces.contracts.windows_data import windows_data
from kenri.faces.inputs.questions import asked_day
from kenri.faces.registers.one_audit import audit_of_one
from kenri.loader.written_lives import life_data
from kenri.model.days import Day
from kenri.model.life import Life
from kenri.model.problems import ProblemsError
from kenri.model.schedule import Schedule
from kenri.register.folding import Moment, known_since

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.records import RegisterRecord
    from kenri.register.register import Register

__all__ = ["HolderUnderPlan", "OneHolder", "holder_of", "one_holder_data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderUnderPlan:
    """What a holder has under one plan, by the version that is used on the day."""

    plan: KeptPlan
    on: Day
    life: Life
    known: Life
    """What of it was known: the life itself, with its corrections, where all there is was asked for."""
    audit: Audit | None
    """None where no right was granted under it."""
    windows: tuple[Tracked, ...]
    """For each action, party and grant, past and coming."""
    schedules: tuple[Schedule, ...]
    """Of each grant, by each figure or amount that comes down to a vesting schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneHolder:
    """What is told of one holder."""

    holder: str
    details: Mapping[str, str]
    """What is kept of the party on the day, and decides no right: a name, an address."""
    plans: tuple[HolderUnderPlan, ...]
    history: tuple[RegisterRecord, ...]
    """What was recorded of the holder alone, in order; without what was not known yet."""


def holder_of(opened: Register, name: str, *, plan: str | None, on: str, known_at: str | None) -> OneHolder:
    """A holder on a day, as known at an instant (None: by all there is), under each plan under which they hold rights,
    or one.

    Raises `ProblemsError` for what means nothing, and where nothing was granted to them and it is not said under which
    of several plans it is told what is recorded.
    """
    ids = [*opened.plans()] if plan is None else [plan]
    under = [each for id_ in ids if (each := _under(opened, id_, name, on, known_at, is_named=plan is not None))]
    granted = [each for each in under if each.audit is not None]
    if not granted:
        only = opened.plan(plan)  # or which of several plans is meant
        granted = [each for each in under if each.plan.id == only.id] or [
            found for found in [_under(opened, only.id, name, on, known_at, is_named=True)] if found is not None
        ]
    first = granted[0].plan
    zone, instant = ZoneInfo(first.plan.zone), first.instant(known_at)
    history = (each for each in opened.history(name) if instant is None or known_since(each, zone) <= instant)
    details = opened.details(name, Moment(zone, date.fromordinal(granted[0].on), instant))
    return OneHolder(holder=name, details=details, plans=tuple(granted), history=tuple(history))


def one_holder_data(found: OneHolder, lang: Language) -> dict[str, Any]:
    """One holder as plain data: the `details` that are kept, as `name` and `address`; under each of `plans` the
    `audit` (null where nothing was granted), the `windows`, the `schedules` with the place of the next part after the
    day, and the `life`; and the `history`.
    """
    return {
        "holder": found.holder,
        "details": dict(found.details),
        "plans": [
            {
                "plan": each.plan.id,
                "on": day_or_null(each.on),
                "audit": None if each.audit is None else audit_data(each.plan.plan, each.audit, lang),
                "windows": windows_data(each.plan, each.windows, lang),
                "schedules": [schedule_data(each.plan.id, table, each.on, lang) for table in each.schedules],
                "life": plain(life_data(each.known, each.plan.plan)),
            }
            for each in found.plans
        ],
        "history": history_data(found.history, [str(each.origin) for each in found.history]),
    }


def _under(
    opened: Register, id_: str, name: str, on: str, known_at: str | None, *, is_named: bool
) -> HolderUnderPlan | None:
    """What a holder has under a plan; None where it is not used yet, unless it is the one that was named."""
    newest = opened.plan(id_)
    day = newest.day(asked_day(newest, on))
    when = date.fromordinal(day)
    try:
        used = opened.plan(id_, when)
    except ProblemsError:
        if is_named:
            raise
        return None
    life = opened.life(name, used, day=when, known_at=used.instant(known_at))
    own = {each for each, grant in life.grants_under(used.plan).items() if grant.grantee == name}
    is_granted = bool(life.grants_under(used.plan))
    audited = audit_of_one(opened, used, life, name, known_at=known_at, until=when) if is_granted else None
    return HolderUnderPlan(
        plan=used,
        on=day,
        life=life,
        known=life if known_at is None else life.known_at(used.instant(known_at)),
        audit=audited,
        windows=tuple(tracked(used, life, known_at=known_at)) if audited is not None else (),
        schedules=tuple(_schedules(used, life, sorted(own), known_at)),
    )


def _schedules(plan: KeptPlan, life: Life, grants: list[str], known_at: str | None) -> Iterator[Schedule]:
    """The schedules of some grants; of figures those of amounts are part, so that amounts come where no figure does."""
    figures = [*plan.plan.figures]
    amounts = [name for name in plan.plan.amounts if name not in plan.plan.figures]
    for grant in grants:
        for names in (figures, amounts):
            found = [each for name in names if (each := _schedule(plan, life, name, grant, known_at)) is not None]
            yield from found
            if found:
                break


def _schedule(plan: KeptPlan, life: Life, name: str, grant: str, known_at: str | None) -> Schedule | None:
    """The schedule that a figure or an amount comes down to; None where it comes down to none."""
    try:
        return plan.schedule(life, name, grant=grant, known_at=known_at, settle=False)
    except ProblemsError:
        return None
