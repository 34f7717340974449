"""The grant that a check looks at where no scenario shows one: on the day from which most permits can allow something.

A plan may name an old statute, or nothing but the day on which all ends; a grant on its first day would then refute
much that is as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import lcm
from weakref import WeakKeyDictionary

from kenri.api import LoadedPlan
from kenri.checking.check_context import CheckContext, actions_of
from kenri.checking.frames import A_YEAR, Others, days_named, frame, number_as_stated
from kenri.model.days import FIRST_DAY, Day
from kenri.model.plan import Claim, Plan
from kenri.model.problems import Report
from kenri.model.scenario import LoadedScenario
from kenri.model.sentences import Sentence
from kenri.solving.effort import Effort
from kenri.solving.open_lives import Frame
from kenri.solving.solver import ILL_SORTED
from kenri.symbolic.case import InexpressibleError
from kenri.terms import Flag, afresh, conj, le

MOST_DAYS = 6
"""So many days are tried at most: that of the plan's first period, a year before all, and others spread evenly."""

A_GLANCE = Effort(steps=1_000_000)
"""What a question about a day may take; one that takes more counts as not found."""

A_MONTH = 31
"""Days: a grant that leaves no more is on the last days of a plan."""

NOT_TOLD: tuple[type[Exception], ...] = (InexpressibleError, *ILL_SORTED)
"""What a question may end in that the solver cannot be asked; the check itself then says so."""

USUAL = 100
"""Rights of a grant that nothing else is known of."""


def framed(
    plan: LoadedPlan,
    scenarios: Sequence[LoadedScenario] = (),
    *,
    events: int = 2,
    claims: Mapping[str, Claim] | None = None,
) -> Frame:
    """The lives that a check looks at, as the scenarios show them; without any, of the grant that opens most."""
    usual = frame(plan.plan, scenarios, events=events, claims=claims, others=others_of(plan))
    if any(each.life.grants_under(plan.plan) for each in scenarios):
        return usual
    if plan not in _taken:
        # By itself, so that what comes after finds the same whether or not this was known already.
        with afresh():
            _taken[plan] = _most_open(plan)
    taken = frame(
        plan.plan,
        scenarios,
        events=events,
        granted_on=_taken[plan],
        number=_number(plan.plan),
        claims=claims,
        others=others_of(plan),
    )
    return replace(taken, note=Sentence("grant-taken"))


def others_of(plan: LoadedPlan) -> Others:
    """The other plans that grants of its lives may be under."""
    return lambda id_: plan.other_plan(id_, Report())


_taken: WeakKeyDictionary[LoadedPlan, Day] = WeakKeyDictionary()
"""The days found, as long as their plans are used."""


def _most_open(plan: LoadedPlan) -> Day:
    number = _number(plan.plan)
    days = list(_days(plan.plan))
    best, most = frame(plan.plan).granted_on, -1
    for day in days if len(days) > 1 else ():
        lives = frame(plan.plan, events=1, granted_on=day, number=number, others=others_of(plan))
        found, all_there_are = _permits_that_open(plan, lives)
        if found > most:
            best, most = day, found
        if found == all_there_are:
            break
    return best


def _days(plan: Plan) -> Iterator[Day]:
    """Days that a grant may be on, the likeliest first."""
    named = sorted(set(days_named(plan)))
    if not named:
        return
    firsts = sorted(term.first.toordinal() for term in plan.terms.values() if term.first is not None)
    tried = dict.fromkeys([*firsts[:1], named[0], max(named[0] - A_YEAR, FIRST_DAY)])
    others = [day for day in named if day not in tried]
    left = MOST_DAYS - len(tried)
    step = max(1, -(-len(others) // left))
    yield from (*tried, *others[::step])


def _number(plan: Plan) -> int:
    """The least number of rights, from the usual one on, that every lot divides and that reaches every least number."""
    lots, least = 1, USUAL
    for rule in plan.rules.values():
        for bound, is_lot in ((rule.in_lots_of, True), (rule.at_least, False)):
            stated = number_as_stated(plan, bound) if bound is not None else None
            if stated is not None and stated > 0:
                lots, least = (lcm(lots, stated), least) if is_lot else (lots, max(least, stated))
    return -(-least // lots) * lots


def _permits_that_open(plan: LoadedPlan, frame_: Frame) -> tuple[int, int]:
    """How much of what is permitted can happen within a frame, and how much there is."""
    context = CheckContext(plan, frame_, effort=A_GLANCE)
    permits = [(name, rule) for name, rule in plan.plan.rules.items() if rule.permit]
    return sum(_opens(context, name, actions_of(rule)) for name, rule in permits), 2 * len(permits)


def _opens(context: CheckContext, name: str, actions: Sequence[str]) -> int:
    """Whether a permit can allow something: 2 if on some day a month after the grant or later, 1 if only sooner."""
    later = le(context.frame.granted_on + A_MONTH, context.prover.asked_on)
    return 2 if _finds(context, name, actions, later) else 1 if _finds(context, name, actions, True) else 0


def _finds(context: CheckContext, name: str, actions: Sequence[str], when: Flag) -> bool:
    day = context.prover.asked_on
    for action in actions:
        for asker in context.askers(action):
            try:
                standing = context.standing(asker, action)
                if name not in {each.name for each in standing.rules}:
                    continue
                flag = conj(standing.applies(name, day).yes, standing.allowed(day, context.prover.number).yes)
                if context.search(asker, action, when, flag).found is not None:
                    return True
            except NOT_TOLD:
                return False
    return False
