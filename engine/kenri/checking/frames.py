"""Which lives a check looks at: a grant, the days that matter to a plan, and how often things happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from kenri.loader.vocabulary import say_the_same
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.dependence import all_reached
from kenri.model.expressions import Duration, Every, GrantDay, Moments, OverGrants, Quantity
from kenri.model.life import GRANTEE, Grant
from kenri.model.plan import Claim, Plan
from kenri.model.scenario import LoadedScenario
from kenri.model.walk import everything
from kenri.solving.open_lives import Frame, FurtherGrant, OtherPlan
from kenri.symbolic.words import words_in

A_YEAR = 366
"""Days: how far the search goes beyond the days that a plan or a grant names."""

Others: TypeAlias = Callable[[str], Plan | None]
"""Gives another plan by its id; None where there is none."""

SECTIONS = ("terms", "dates", "states", "amounts", "rules", "effects")

LAST_YEAR = 2099
"""The last year that business-day calendars know."""

_LAST_OF_CALENDARS = date(LAST_YEAR, 12, 31).toordinal()


def frame(
    plan: Plan,
    scenarios: Sequence[LoadedScenario] = (),
    *,
    events: int = 2,
    without: frozenset[str] = frozenset(),
    granted_on: Day | None = None,
    number: int = 100,
    claims: Mapping[str, Claim] | None = None,
    others: Others | None = None,
) -> Frame:
    """The lives of one grant like those of the plan's scenarios, or else of some number on a day, by default the first.

    The days searched go from a year before the first that the plan, the grant or a scenario names to two years after
    the last, or, within the years that business-day calendars know, after the plan's longest period from the day of the
    grant. Where a rule or a claim goes over grants there may be further ones, also under those `others` that are
    named there; `claims` stand in the place of those of the plan.
    """
    claims = plan.claims if claims is None else claims
    held = further(plan, (*plan.rules.values(), *plan.effects.values(), *claims.values()), others=others)
    plans = [plan, *(each.plan for each in other_plans(held, others, FIRST_DAY).values())]
    recorded = (event.on for each in scenarios for event in each.life.events)
    named = sorted({*(day for each in plans for day in days_named(each)), *recorded})
    grant = _usual([grant for each in scenarios for grant in each.life.grants_under(plan).values()])
    first_named = named[0] if named else date(2020, 4, 1).toordinal()
    granted_on = grant.on if grant is not None else first_named if granted_on is None else granted_on
    first = min([granted_on, *named])
    last_named = max([granted_on, *named])
    return Frame(
        plan=plan,
        first=max(first - A_YEAR, FIRST_DAY),
        last=max(min(granted_on + max(map(_longest, plans)) + 2 * A_YEAR, _LAST_OF_CALENDARS), _beyond(last_named)),
        granted_on=granted_on,
        number=grant.number if grant is not None else number,
        events=events,
        without=without,
        recorded={
            name: grant.attributes.get(name, granted_on) if grant is not None else granted_on
            for name in sorted(_days_of_recurrence(plan))
        },
        further=held,
        others=other_plans(held, others, granted_on),
        words={name: frozenset(words) for name, words in words_in(claims.values()).items()},
    )


def further(
    plan: Plan, entries: Iterable[object], *, grantee: str = GRANTEE, others: Others | None = None
) -> tuple[FurtherGrant, ...]:
    """The further grants that entries may look at: one more of the holder, and one of somebody else where they go over
    those of everybody; and as many under each other plan that they name, where lives can be told in the words of both.
    """
    over = [node for node in all_reached(plan, entries) if isinstance(node, OverGrants)]
    if not over:
        return ()
    somebody_else = f"another-{grantee}"
    while somebody_else in plan.roles:
        somebody_else = f"another-{somebody_else}"
    holders = (grantee, *([somebody_else] if any(node.of == "all" for node in over) else []))
    named = sorted({id_ for node in over for id_ in node.plan} - {plan.id})
    under = ["", *(id_ for id_ in named if others is not None and _is_told_beside(plan, others(id_), grantee))]
    return tuple(FurtherGrant(holder, id_) for id_ in under for holder in holders)


def _is_told_beside(plan: Plan, other: Plan | None, grantee: str) -> bool:
    return other is not None and grantee in other.roles and say_the_same(plan, other)


def other_plans(held: Iterable[FurtherGrant], others: Others | None, granted_on: Day) -> Mapping[str, OtherPlan]:
    """The other plans that further grants are under; days from which something recurs are recorded with each grant as
    that of the grant asked about.
    """
    found: dict[str, OtherPlan] = {}
    for id_ in sorted({each.plan for each in held if each.plan}):
        plan = None if others is None else others(id_)
        assert plan is not None, "there are grants under it"
        found[id_] = OtherPlan(plan, dict.fromkeys(sorted(_days_of_recurrence(plan)), granted_on))
    return found


def _beyond(day: Day) -> Day:
    """Two years on, within the years that business-day calendars know unless the day itself lies beyond them."""
    return min(day + 2 * A_YEAR, _LAST_OF_CALENDARS if day <= _LAST_OF_CALENDARS else NEVER - 1)


def _days_of_recurrence(plan: Plan) -> set[str]:
    """Days recorded with a grant from which something recurs: left open, each recurrence would be a table."""
    found: set[str] = set()
    for section in SECTIONS:
        for entry in getattr(plan, section).values():
            for part in everything(entry):
                if isinstance(part.value, Every):
                    inside = _with_dates_named(plan, part.value.from_)
                    found.update(node.grant for node in inside if isinstance(node, GrantDay) and node.grant != "on")
    return found


def _with_dates_named(plan: Plan, moments: Moments) -> Iterator[object]:
    """All that an expression of days is made of, also through the dates that it names."""
    waiting, seen = [moments], set[str]()
    while waiting:
        for part in everything(waiting.pop(), sort="moments"):
            yield part.value
            name = part.value
            if part.sort == "moments" and isinstance(name, str) and name in plan.dates and name not in seen:
                seen.add(name)
                waiting.append(plan.dates[name].is_)


def _usual(grants: Sequence[Grant]) -> Grant | None:
    """The grant whose day and number are met most often; of several the earliest."""
    counted = Counter((grant.on, grant.number) for grant in grants)
    most = max(counted.values(), default=0)
    usual = min((each for each, times in counted.items() if times == most), default=None)
    return next((grant for grant in grants if (grant.on, grant.number) == usual), None)


def days_named(plan: Plan) -> Iterator[Day]:
    """Every day that a plan names."""
    for section in SECTIONS:
        for entry in getattr(plan, section).values():
            for part in everything(entry):
                if isinstance(part.value, date) and not isinstance(part.value, datetime):
                    yield part.value.toordinal()


_DAYS_IN = {"days": 1, "weeks": 7, "months": 31, "years": A_YEAR, "business-days": 2}


def _longest(plan: Plan) -> int:
    """Days in the longest period that a plan counts, the last day of what recurs, as far as a number says it."""
    lengths = (
        _length(plan, part.value)
        for section in SECTIONS
        for entry in getattr(plan, section).values()
        for part in everything(entry)
    )
    return min(max(lengths, default=0), NEVER - 1)


def _length(plan: Plan, node: object) -> int:
    if isinstance(node, Every):
        return _length(plan, node.every) * _number(plan, node.times)
    if isinstance(node, Duration):
        unit, number = node.given()
        return _DAYS_IN[unit] * _number(plan, number)
    return 0


def number_as_stated(plan: Plan, number: Quantity) -> int | None:
    """A whole number that is written out, or the value of a term; None for any other expression."""
    if isinstance(number, int):
        return number
    term = plan.terms.get(number) if isinstance(number, str) else None
    return term.value if term is not None and type(term.value) is int else None


def _number(plan: Plan, number: int | str) -> int:
    """The greatest number that a length may be, as far as constants and terms say it."""
    if isinstance(number, int):
        return number
    if number in plan.amounts:
        parts = [part.value for part in everything(plan.amounts[number]) if part.sort == "quantity"]
        return max((_number(plan, each) for each in parts if isinstance(each, int | str) and each != number), default=0)
    term = plan.terms.get(number)
    values = [] if term is None else [term.value, *(each.value for each in term.dated)]
    return max((int(each) for each in values if isinstance(each, int)), default=0)
