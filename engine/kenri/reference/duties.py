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
from kenri.model.expressions import EventMoments, EventNumber
from kenri.model.life import Grant, Life, Party, asking_about
from kenri.model.plan import THIS_EVENT, Duty
from kenri.model.walk import everything
from kenri.reference.case import Case
from kenri.reference.occurrences import Occurrence, Occurrences
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


class Owed(NamedTuple):
    """Each time that somebody owes a duty, and all that is missing to know these times and how each stands."""

    times: tuple[OwedDuty, ...]
    missing: frozenset[str]


def owed(case: Case, end_of_day: Case, name: str, on: Day) -> Owed:
    """Each time that the asker of a case owes a duty, as it stands on a day.

    `end_of_day` is the same case at the end of the day, where the plan looks at hours.
    """
    duty = case.plan.duties[name]
    until = case.moments(duty.until)
    begins = None if duty.from_ is None else case.moments(duty.from_)
    spans = [(item, _span(case.grant, begins, until, item, on)) for item in until.seen_from(on)]
    if _looks_at_its_event(duty):
        done = [end_of_day.at_event(item.event).condition(duty.done) for item, _ in spans]
    else:
        done = [end_of_day.condition(duty.done)] * len(spans)
    told = zip(spans, done, strict=True)
    times = (_told(case, name, item, span, is_done, on) for (item, span), is_done in told if span is not None)
    missing = until.missing | (NOTHING if begins is None else begins.missing)
    return Owed(tuple(times), missing.union(*(each.missing for each in done)))


def _looks_at_its_event(duty: Duty) -> bool:
    """Whether it is done by something about the event that brings it about."""
    return any(
        isinstance(part.value, EventNumber)
        or (isinstance(part.value, EventMoments) and THIS_EVENT in _compared(part.value))
        for part in everything(duty.done)
    )


def _compared(node: EventMoments) -> tuple[object, ...]:
    return (*node.where.values(), *node.where_not.values())


def _told(case: Case, name: str, item: Occurrence, span: _Span, done: Truth, on: Day) -> OwedDuty:
    duty = case.plan.duties[name]
    found = _standing(span, done, on)
    return OwedDuty(
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
        missing=tuple(sorted(facts_in(span.missing | (done.missing if found.rests_on_done else NOTHING)))),
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


def _span(grant: Grant, begins: Occurrences | None, until: Occurrences, item: Occurrence, on: Day) -> _Span | None:
    """None where it is not owed: what falls due before the grant, or before its first day."""
    earliest, latest = item.day, item.last
    first = first_at_the_latest = max(grant.on if item.event is None else item.event.on, grant.on)
    surely, missing = item.surely and not item.many, NOTHING if item.is_known else until.missing
    if begins is not None:
        several = [each for each in begins.seen_from(on) if each.day <= latest]
        same = [each for each in several if each.event is not None and each.event is item.event]
        if not several:
            return None
        found = (same or several)[-1]
        first, first_at_the_latest = max(found.day, grant.on), max(found.last, grant.on)
        surely = surely and found.surely and first_at_the_latest <= earliest
        missing |= NOTHING if found.is_known else begins.missing
    return None if first > latest else _Span(first, first_at_the_latest, earliest, latest, surely, missing)


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
