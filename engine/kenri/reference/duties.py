"""What must be done: when a duty falls due, for whom, and whether it was done in time.

A duty is owed once for each day of `until`, as that day is seen from the asked one. Its first day is that of `from`
which the same event makes, or the nearest before it; without `from` it is the day of the event, or of the grant. It was
done where `done` holds on any day from the first through the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.duty import DutyStanding, OwedDuty
from kenri.model.life import Grant, Life, Party, asking_about
from kenri.model.plan import Duty
from kenri.reference.case import Case
from kenri.reference.occurrences import Occurrence
from kenri.reference.truth import NOTHING, Truth
from kenri.reference.undecided import facts_in


def owing(life: Life, grant: Grant, duty: Duty) -> Iterator[Party]:
    """Those who must do it, about a grant: whoever has one of its roles, or the role where nobody has."""
    seen: set[str] = set()
    for role in duty.by:
        several = (asking_about(grant, party) for party in life.parties.values())
        having = [party for party in several if role in party.roles] or [Party(id=role, roles=(role,))]
        for party in having:
            if party.id not in seen:
                seen.add(party.id)
                yield party


def owed(case: Case, end_of_day: Case, name: str, on: Day) -> Iterator[tuple[OwedDuty, frozenset[str]]]:
    """Each time that the asker of a case owes a duty, as it stands on a day, with all that is missing to know it.

    `end_of_day` is the same case at the end of the day, where the plan looks at hours.
    """
    duty = case.plan.duties[name]
    until = case.moments(duty.until)
    done = end_of_day.condition(duty.done)
    for item in until.seen_from(on):
        span = _span(case, duty, item, on)
        if span is None:
            continue
        lacking = NOTHING if item.is_known else until.missing
        lacking |= span.missing
        found = _standing(span, done, on)
        told = lacking | done.missing if found.rests_on_done else lacking
        yield (
            OwedDuty(
                duty=name,
                clause=duty.clause,
                says=duty.says,
                otherwise=duty.otherwise,
                of=duty.of,
                by=case.asker.id,
                is_role=case.asker.id not in case.life.parties,
                grant=case.grant.id,
                event=item.event.id if item.event is not None else "",
                first=span.first if span.first == span.first_at_the_latest else None,
                last=span.last if item.is_known and span.last < NEVER else None,
                perhaps=DaySet() if item.is_known else item.span,
                standing=found.standing,
                done_on=found.done_on,
                missing=tuple(sorted(facts_in(told))),
            ),
            lacking | done.missing,
        )


class _Span(NamedTuple):
    """The days on which one can do it: the earliest and the latest that its first and its last day can be."""

    first: Day
    first_at_the_latest: Day
    last: Day
    last_at_the_latest: Day
    surely: bool
    """Whether it surely is owed."""
    missing: frozenset[str]


def _span(case: Case, duty: Duty, item: Occurrence, on: Day) -> _Span | None:
    """None where it is not owed: what falls due before the grant, or before its first day."""
    earliest, latest = item.day, item.last
    if latest < case.grant.on:
        return None
    brought = case.grant.on if item.event is None else item.event.on
    first = first_at_the_latest = max(brought, case.grant.on)
    surely, missing = item.surely and not item.many, NOTHING
    if duty.from_ is not None:
        begins = case.moments(duty.from_)
        several = [each for each in begins.seen_from(on) if each.day <= latest]
        same = [each for each in several if each.event is not None and each.event is item.event]
        found = (same or several)[-1:]
        if not found:
            return None
        first, first_at_the_latest = max(found[0].day, case.grant.on), max(found[0].last, case.grant.on)
        surely = surely and found[0].surely and first_at_the_latest <= earliest
        missing = NOTHING if found[0].is_known else begins.missing
    if first > latest:
        return None
    return _Span(first, first_at_the_latest, earliest, latest, surely, missing)


class _Found(NamedTuple):
    standing: DutyStanding
    done_on: Day | None = None
    rests_on_done: bool = False
    """Whether it is not known only because it is not known on which days it was done."""


def _standing(span: _Span, done: Truth, on: Day) -> _Found:
    surely = _first(done.yes, span.first_at_the_latest, min(span.last, on))
    perhaps = _first(done.maybe, span.first, min(span.last_at_the_latest, on))
    if surely is not None:
        return _Found("done", surely)
    if not span.surely:
        return _Found("unknown")
    if on < span.first:
        return _Found("coming")
    if perhaps is not None:  # it may have been done by now
        return _Found("unknown", rests_on_done=True)
    if span.first_at_the_latest <= on <= span.last:
        return _Found("open")
    return _Found("not-done" if on > span.last_at_the_latest else "unknown")


def _first(days: DaySet, first: Day, last: Day) -> Day | None:
    """The first of some days from one through another; None where there is none."""
    found = days.next_on_or_after(max(first, FIRST_DAY))
    return found if found <= last and found < NEVER else None
