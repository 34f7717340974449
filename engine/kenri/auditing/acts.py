"""Every recorded act of a register judged twice: by what was known when it was recorded, and by what is known now.

An act is judged by the version of the plan that was used on its day, and by the parties and facts as they were on it.
Days are ordinals, as within the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

from kenri.asking.askable import AskablePlan
from kenri.asking.duties import duties
from kenri.asking.parts import NOBODY
from kenri.audit import Act, Audit, GrantAudit, RollForwardLine, audit, verdict_known_at
from kenri.auditing.sources import KeptLife, PlanVersions
from kenri.loader.amendments import known_from
from kenri.model.cautions import Caution, together
from kenri.model.days import Day
from kenri.model.duty import OwedDuty
from kenri.model.judgement import Judgement
from kenri.model.known_records import KnownRecord
from kenri.model.life import Event, Grant, Instant, Life
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, Outcome
from kenri.model.turning import Turning

__all__ = [
    "ActFinding",
    "ActKind",
    "AuditFinding",
    "DutyFinding",
    "HolderAudit",
    "ShortFinding",
    "SumFinding",
    "UnruledFinding",
    "audited",
    "by_version",
]

ActKind: TypeAlias = Literal["permitted", "permitted-then", "permitted-now", "not-permitted", "unknown"]
"""What the two verdicts on an act come to. `permitted-then`: it was when it was recorded, and by what became known
later it is not. `permitted-now`: it was not, or not surely, and by what became known later it is. `unknown`: by what is
known now it cannot be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFinding:
    """An act that was not permitted, then or now, or cannot be judged; by which version of the plan."""

    holder: str
    plan: Plan
    grant: Grant
    act: Act
    verdict_then: Outcome | None
    """None where it was not an act by what was known when it was recorded."""
    judgement_then: Judgement | None = None
    """What `verdict_then` comes from; what it turned on is not looked at."""
    record: KnownRecord | None = None
    """What recorded it; None where that cannot be told."""
    turned_at: Instant | None = None
    """The instant at which the verdict became what it is now, where it was another when the act was recorded."""
    turned_by: tuple[KnownRecord, ...] = ()
    """What became known at that instant."""

    @property
    def verdict(self) -> Outcome:
        """The verdict by all that is known."""
        return self.act.verdict

    @property
    def kind(self) -> ActKind:
        """What the two verdicts come to."""
        return act_kind(self.verdict_then, self.verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortFinding:
    """A movement that called for more rights than there were, and is no act's."""

    holder: str
    plan: Plan
    grant: Grant
    line: RollForwardLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SumFinding:
    """A grant whose balances do not add up to what was granted."""

    holder: str
    plan: Plan
    grant: Grant
    until: Day
    granted: Exact | None
    closing: Mapping[str, Exact | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFinding:
    """What had to be done by the last day and was not, or may not have been."""

    holder: str
    plan: Plan
    owed: OwedDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class UnruledFinding:
    """An event on a day on which no version of the plan was used yet: it cannot be judged."""

    holder: str
    plan: Plan
    event: Event


AuditFinding: TypeAlias = ActFinding | ShortFinding | SumFinding | DutyFinding | UnruledFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderAudit:
    """What an audit found about one holder; how many acts there are of each kind, and how many turn on readings."""

    holder: str
    counts: Mapping[ActKind, int]
    turning: int
    findings: tuple[AuditFinding, ...]
    unknown_sums: int = 0
    """Of how many grants it is not known where all rights stand."""
    is_by_columns: bool = False
    """Whether it was known before that there is nothing to find."""


def act_kind(then: Outcome | None, now: Outcome) -> ActKind:
    """What two verdicts on an act come to, by what was known when it was recorded, and by what is known now."""
    if now == "unknown":
        return "unknown"
    if now == "allowed":
        return "permitted" if then == "allowed" else "permitted-now"
    return "permitted-then" if then == "allowed" else "not-permitted"


def audited(
    versions: PlanVersions,
    kept: Iterable[KeptLife],
    until: Day,
    *,
    instant: Instant | None = None,
    readings: Mapping[str, str] | None = None,
) -> Iterator[HolderAudit]:
    """The audit of each holder who has grants under the plan, as known at an instant, of all up to a day, included.

    There must be a version that is used on the last day. What concerns no grant is told once.
    """
    told = set[str]()
    for each in kept:
        if each.permitted is not None:
            permitted: dict[ActKind, int] = {"permitted": each.permitted} if each.permitted else {}
            yield HolderAudit(holder=each.holder, counts=Counter(permitted), turning=0, findings=(), is_by_columns=True)
            continue
        found = _Holder(versions, each, until, instant, readings or {}, told).audited()
        if found is not None:
            yield found


def by_version(
    found: Audit,
    versions: PlanVersions,
    kept: KeptLife,
    life: Life,
    plan: AskablePlan,
    *,
    instant: Instant | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """The audit of a life by one plan, in which each act is judged as `audited` judges it: by the version of its day.

    An act of a day on which none was used yet is not judged, and a caution names it.
    """
    if not found.grants:
        return found
    until = max(each.until for each in found.grants)
    return _Holder(versions, kept, until, instant, readings or {}, set()).by_version(found, plan, life)


class _Holder:
    """The audit of one holder."""

    def __init__(
        self,
        versions: PlanVersions,
        kept: KeptLife,
        until: Day,
        instant: Instant | None,
        readings: Mapping[str, str],
        told: set[str],
    ) -> None:
        self.versions = versions
        self.kept = kept
        self.until = until
        self.instant = instant
        self.readings = readings
        self.told = told

    def audited(self) -> HolderAudit | None:
        plan = self._version(self.until)
        life = self.kept.life(plan, self.until, self.instant)
        if not life.grants_under(plan.plan):
            return None
        counts = Counter[ActKind]()
        turning = 0
        findings: list[AuditFinding] = [*self._unruled(plan, life)]
        whole: tuple[GrantAudit, ...] | None = None
        for version, of_version, days in self._parts(plan, life):
            is_last = version is plan and of_version is life
            grants = self._grants(version, of_version, self.until if is_last else max(days))
            whole = grants if is_last else whole
            for found in grants:
                for act in found.acts:
                    if act.event.on not in days or not self._is_new(found.grant, act.event.id):
                        continue
                    finding = self._act(version, of_version, found.grant, act)
                    counts[finding.kind] += 1
                    turning += act.turns.is_settled is not True
                    if finding.kind != "permitted":
                        findings.append(finding)
        whole = self._grants(plan, life, self.until) if whole is None else whole
        findings += self._sums(plan, whole)
        findings += self._duties(plan, life)
        return HolderAudit(
            holder=self.kept.holder,
            counts=counts,
            turning=turning,
            findings=tuple(findings),
            unknown_sums=sum(found.grant.id != "" and found.adds_up is None for found in whole),
        )

    def by_version(self, found: Audit, plan: AskablePlan, life: Life) -> Audit:
        """An audit by a plan and a life with its acts by the version and the life of their days."""
        there: dict[tuple[str, str], Act] = {}
        for version, of_version, days in self._parts(plan, life):
            is_same = version is plan and of_version == life
            grants = found.grants if is_same else self._grants(version, of_version, max(days))
            for each in grants:
                for act in each.acts:
                    if act.event.on in days:
                        there[each.grant.id, act.event.id] = self._as_then(version, of_version, each.grant, act)
        unruled = {each.event.id for each in self._unruled(plan, life)}
        return replace(found, grants=tuple(_with_acts(each, there, unruled) for each in found.grants))

    def _as_then(self, plan: AskablePlan, life: Life, grant: Grant, act: Act) -> Act:
        """An act with what its verdict was by the version and the life that were known when it was recorded."""
        found = self._verdict_then(plan, life, grant, act)
        if found is None or found[1] is act.judgement_then:
            return act
        verdict, judgement = found
        return replace(act, judgement_then=judgement, is_short_then=verdict != judgement.outcome)

    def _version(self, day: Day, instant: Instant | None = None) -> AskablePlan:
        found = self.versions.on(day, self.instant if instant is None else instant)
        assert found is not None, "who audits looks for a version of the last day"
        return found

    def _is_new(self, grant: Grant, event: str) -> bool:
        """Whether an act was not told of another holder: what concerns no grant is in the life of each."""
        if grant.id:
            return True
        is_new = event not in self.told
        self.told.add(event)
        return is_new

    def _grants(self, plan: AskablePlan, life: Life, until: Day) -> tuple[GrantAudit, ...]:
        grants = [life.grants.get(id_, NOBODY) for id_ in plan.grants_audited(life)]
        chosen = plan.readings(self._chosen(plan))
        return audit(plan, life, grants, instant=self.instant, until=until, readings=chosen).grants

    def _chosen(self, plan: AskablePlan) -> Mapping[str, str]:
        return {name: option for name, option in self.readings.items() if name in plan.plan.readings}

    def _days(self, plan: AskablePlan, life: Life) -> list[Day]:
        """The days of recorded acts."""
        acts = {name for name, kind in plan.plan.events.items() if kind.act is not None}
        known = life.known_at(self.instant).events
        return sorted({event.on for event in known if event.on <= self.until and event.kind in acts})

    def _parts(self, plan: AskablePlan, life: Life) -> Iterator[tuple[AskablePlan, Life, set[Day]]]:
        """The days of acts by the version of the plan and the life by which they are judged."""
        ruled = [(day, version) for day in self._days(plan, life) if (version := self.versions.on(day, self.instant))]
        each = [(version, self.kept.life(version, day, self.instant), day) for day, version in ruled]
        for _, several in groupby(each, key=lambda part: (id(part[0]), id(part[1]))):
            parts = [*several]
            yield parts[0][0], parts[0][1], {day for _, _, day in parts}

    def _unruled(self, plan: AskablePlan, life: Life) -> Iterator[UnruledFinding]:
        days = {day for day in self._days(plan, life) if self.versions.on(day, self.instant) is None}
        if not days:
            return
        acts = {name for name, kind in plan.plan.events.items() if kind.act is not None}
        for event in life.known_at(self.instant).events:
            grant = life.grants.get(event.grant or "")
            is_ours = grant is None or grant.is_under(plan.plan)
            if event.on in days and event.kind in acts and is_ours:
                yield UnruledFinding(holder=event.who or self.kept.holder, plan=plan.plan, event=event)

    def _act(self, plan: AskablePlan, life: Life, grant: Grant, act: Act) -> ActFinding:
        then, judgement_then = self._verdict_then(plan, life, grant, act) or (None, None)
        turned_at, turned_by = None, tuple[KnownRecord, ...]()
        if then != act.verdict:
            turned_at, turned_by = self._turned(plan, life, grant, act)
        return ActFinding(
            holder=grant.grantee or act.event.who,
            plan=plan.plan,
            grant=grant,
            act=act,
            verdict_then=then,
            judgement_then=judgement_then,
            record=self._record(plan, act.event),
            turned_at=turned_at,
            turned_by=turned_by,
        )

    def _verdict_then(self, plan: AskablePlan, life: Life, grant: Grant, act: Act) -> tuple[Outcome, Judgement] | None:
        """The verdict on an act of an audit by what was known when it was recorded, the version and the life as well;
        None where it was no act by that.
        """
        recorded = act.event.recorded
        before = self.versions.on(act.event.on, recorded)
        if before is plan and self.kept.life(before, act.event.on, recorded) is life:
            return act.verdict_then, act.judgement_then
        return self._verdict_at(act.event, grant, recorded)

    def _record(self, plan: AskablePlan, event: Event) -> KnownRecord | None:
        """The record of an event: that of its name, or the only one from where it was read."""
        known = [each for each in self.kept.recordings(plan) if each.kind == "event"]
        named = [each for each in known if each.key == event.id]
        there = named or [each for each in known if event.place is not None and each.source == str(event.place)]
        return there[0] if len(there) == 1 else None

    def _verdict_at(self, event: Event, grant: Grant, instant: Instant) -> tuple[Outcome, Judgement] | None:
        """The verdict on an act by all that was known at an instant; None where it was no act by it."""
        plan = self.versions.on(event.on, instant)
        if plan is None:
            return None
        life = self.kept.life(plan, event.on, instant)
        then = life.grants.get(grant.id, NOBODY if not grant.id else None)
        if then is None:
            return None
        return verdict_known_at(plan, life, then, event, instant, self._chosen(plan))

    def _turned(
        self, plan: AskablePlan, life: Life, grant: Grant, act: Act
    ) -> tuple[Instant | None, tuple[KnownRecord, ...]]:
        """When the verdict on an act became what it is now, and what became known then."""
        known = [*self.kept.recordings(plan), *self.versions.recordings, *_amendments(plan.plan)]
        recorded = act.event.recorded
        instants = {each.known for each in known} | {event.recorded for event in life.events}
        later = sorted(each for each in instants if recorded < each and (self.instant is None or each <= self.instant))
        for before, at in reversed([*zip([recorded, *later], later, strict=False)]):
            found = self._verdict_at(act.event, grant, before)
            if found is None or found[0] != act.verdict:
                return at, tuple(each for each in known if each.known == at)
        return None, ()

    def _sums(self, plan: AskablePlan, grants: Iterable[GrantAudit]) -> Iterator[AuditFinding]:
        """Movements of more than there was that are no act's, and balances that do not add up, by the last version."""
        for found in grants:
            acts = {act.event.id for act in found.acts}
            about = {"holder": found.grant.grantee or self.kept.holder, "plan": plan.plan, "grant": found.grant}
            for line in found.short:
                if line.id not in acts:
                    yield ShortFinding(line=line, **about)  # type: ignore[arg-type]  # each under its name
            if found.adds_up is False:
                sums = {"until": found.until, "granted": found.granted, "closing": found.closing}
                yield SumFinding(**sums, **about)  # type: ignore[arg-type]  # likewise

    def _duties(self, plan: AskablePlan, life: Life) -> Iterator[AuditFinding]:
        """What had to be done by the last day and was not, or may not have been."""
        if not plan.plan.duties:
            return
        then = plan.as_known_at(self.instant)
        grants = [then.court(life, id_, self.instant).grant for id_ in then.grants_asked(life)]
        chosen = {**then.default_readings, **self._chosen(then)}
        owed = duties(
            then, life, self.until, grants=grants, by=None, instant=self.instant, readings=chosen, settle=False
        ).owed
        for each in owed:
            grant = life.grants.get(each.grant)
            if each.standing in ("not-done", "unknown") and (grant or self._is_new(NOBODY, f"{each.duty} {each.last}")):
                holder = "" if grant is None else grant.grantee
                yield DutyFinding(holder=holder, plan=plan.plan, owed=each)


def _with_acts(found: GrantAudit, there: Mapping[tuple[str, str], Act], unruled: Collection[str]) -> GrantAudit:
    """The audit of a grant with other acts in the place of its own; of those that no version rules, not judged."""
    own = {act.event.id: act for act in found.acts}
    acts = own | {event: act for (grant, event), act in there.items() if grant == found.grant.id}
    acts |= {event: _unjudged(act) for event, act in own.items() if event in unruled}
    names = tuple(event for event in own if event in unruled)
    cautions = together(found.cautions, (Caution("no-version", names),) if names else ())
    return replace(found, acts=tuple(sorted(acts.values(), key=lambda act: act.event.on)), cautions=cautions)


def _unjudged(act: Act) -> Act:
    none = replace(act.judgement, outcome="unknown", findings=(), missing=(), cautions=(), turns=Turning())
    return replace(act, judgement=none, judgement_then=none, is_short=False, is_short_then=False)


def _amendments(plan: Plan) -> Iterator[KnownRecord]:
    """The amendments that a plan declares, each with the instant from which it was known."""
    for name, amendment in plan.amendments.items():
        yield KnownRecord(sequence=None, kind="amendment", key=name, known=known_from(amendment, plan.zone))
