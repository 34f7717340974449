"""All days of one event on which a life leaves nobody time, by the reference evaluator."""

from __future__ import annotations

from dataclasses import replace

from kenri.api import LoadedPlan
from kenri.checking.verdict import CheckReport, Result, Story
from kenri.model.days import NEVER, DaySet
from kenri.model.sentences import Sentence


def with_days(plan: LoadedPlan, report: CheckReport) -> CheckReport:
    """The report with every day of the last event, within its bound, named in the notes of its dead zones."""

    def told(each: Result) -> Result:
        if each.kind != "dead-zone" or each.note is None or each.story is None or not each.story.life.events:
            return each
        days = dead_days(plan, each.story, report.bound.granted_on, report.bound.last)
        return replace(each, note=Sentence("leaves-no-day", said=each.note, days=str(days)))

    return replace(report, results=tuple(map(told, report.results)))


def dead_days(plan: LoadedPlan, story: Story, first: int, last: int) -> DaySet:
    """The days from `first` to `last` on which the last event of a story would leave nobody a day for the action."""
    *others, event = story.life.events
    dead = []
    for day in range(first, last + 1):
        life = replace(story.life, events=(*others, replace(event, on=day)))
        facts = tuple(sorted(story.facts.items()))
        later = (
            court.standing(story.action, party, court.readings(story.readings), facts, None)
            .allowed(None)
            .maybe.next_on_or_after(court.grant.on)
            for court in (each.court(life, story.grant, None) for each in plan.in_parts())
            for party in life.parties.values()
        )
        if all(day >= NEVER for day in later):
            dead.append((day, day + 1))
    return DaySet.of(dead)
