"""Answers that a register keeps, asked again by all that is recorded now: which are others, and what turned them.

What came after an answer does not make it wrong: acts that were recorded later of its day, or of later days, are left
out when it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date

from kenri.model.days import Day
from kenri.model.known_records import KnownRecord
from kenri.model.problems import ProblemsError
from kenri.model.ruling import Ruling
from kenri.register.dossiers import Dossier
from kenri.register.kept_rulings import KeptRuling, kept_rulings
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import MICROSECONDS, Microsecond, RegisterRecord
from kenri.register.register import Register

__all__ = ["AnswerAgain", "answers_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAgain:
    """An answer that was given, and the one to the same question by all that is recorded now."""

    record: RegisterRecord
    given: KeptRuling
    plan: KeptPlan
    """The version of the plan that is used now on the day of the question."""
    day: Day
    again: Ruling | None
    """None where it cannot be asked any more: its grant was taken back, say."""
    turned_at: Microsecond | None = None
    turned_by: tuple[KnownRecord, ...] = ()
    """What was recorded when the answer became what it is now, where that is another than was given."""

    @property
    def is_other(self) -> bool:
        """Whether it has another outcome, or another largest number."""
        return self.again is None or not _is_same(self.given, self.again)


def answers_again(register: Register, holder: str | None = None, plan: str | None = None) -> Iterator[AnswerAgain]:
    """Every answer that is kept, in order, asked again; of one holder or plan, or (None) all. What sets a request aside
    is not asked again: the request is.
    """
    with register.reading() as ledger:
        for record, given in kept_rulings(ledger, holder):
            if plan in (None, given.plan) and not given.sets_aside:
                yield _Again(register, record, given).asked()


def _is_same(given: KeptRuling, now: Ruling) -> bool:
    return (given.outcome, given.most) == (now.outcome, str(now.most))


class _Again:
    """One answer."""

    def __init__(self, register: Register, record: RegisterRecord, given: KeptRuling) -> None:
        self.register = register
        self.record = record
        self.given = given

    def asked(self) -> AnswerAgain:
        newest = self.register.plan(self.given.plan)
        day = newest.day(self.given.on)
        plan = self.register.plan(self.given.plan, date.fromordinal(day))
        with closing(self.register.dossiers(plan, self.given.holder)) as dossiers:
            return self._of(next(dossiers), plan, day)  # its lives are read while the register is open

    def _of(self, dossier: Dossier, plan: KeptPlan, day: Day) -> AnswerAgain:
        acts = {name for name, kind in plan.plan.events.items() if kind.act is not None}
        after = {
            each.name
            for each in dossier.records
            if each.sequence > self.given.sequence
            and each.kind == "event"
            and each.corrects is None
            and each.data.get("event") in acts
            and str(each.data.get("on", ""))[:10] >= date.fromordinal(day).isoformat()
        }
        before = dossier.only(lambda each: each.name not in after)
        now = self._ask(before, plan, day)
        found = AnswerAgain(record=self.record, given=self.given, plan=plan, day=day, again=now)
        if not found.is_other:
            return found
        turned_at, turned_by = self._turned(before, plan, day, now)
        return replace(found, turned_at=turned_at, turned_by=turned_by)

    def _ask(self, dossier: Dossier, plan: KeptPlan, day: Day) -> Ruling | None:
        """The answer to the same question; None where it means nothing any more."""
        try:
            instant = plan.instant(self.given.asked.get("known_at"))
            life = dossier.life(plan, day, instant)
            return plan.ask(life, self.given.action, on=self.given.on, settle=False, **self.given.asked)
        except ProblemsError:
            return None

    def _turned(
        self, dossier: Dossier, plan: KeptPlan, day: Day, again: Ruling | None
    ) -> tuple[Microsecond | None, tuple[KnownRecord, ...]]:
        """When the answer became what it is now, and what was recorded then."""
        with self.register.reading() as ledger:
            versions = [each for each in ledger.plans() if each.key == self.given.plan]
        later = [each for each in (*dossier.records, *versions) if each.sequence > self.given.sequence]
        moments = sorted({each.recorded for each in later})
        for at in reversed(moments):
            then = dossier.only(lambda each, at=at: each.recorded < at)  # type: ignore[misc]  # bound as it is made
            found = None
            with suppress(ProblemsError):  # there was no plan yet
                found = self._ask(then, self.register.plan(self.given.plan, date.fromordinal(day), at=at - 1), day)
            if _told(found) != _told(again):
                known = {each.sequence: each for each in dossier.recordings(plan)}
                records = sorted((each for each in later if each.recorded == at), key=lambda each: each.sequence)
                return at, tuple(known.get(each.sequence) or _of_plan(each) for each in records)
        return None, ()


def _told(ruling: Ruling | None) -> tuple[str, str] | None:
    return None if ruling is None else (ruling.outcome, str(ruling.most))


def _of_plan(record: RegisterRecord) -> KnownRecord:
    return KnownRecord(
        sequence=record.sequence,
        kind=record.kind,
        key=record.key,
        known=record.recorded // MICROSECONDS,
        author=record.author,
        source=str(record.origin),
    )
