"""What a court takes from that of the record before is what a court comes to that never saw another record."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.model.life import Life, Party
from kenri.model.plan import Plan
from kenri.reference.court import Court
from kenri.reference.record import Log, RecordedEvents
from kenri.reference.standing import Standing
from kenri.testing.random_plans import plans
from kenri.testing.toy_lives import chosen_readings, court, events, lives, readings
from kenri.testing.toy_words import START


def records(life: Life, rng: Random) -> list[RecordedEvents]:
    """What is known of a life as its events become known one by one: in any order, some corrected or taken back."""
    events = list(life.events)
    for index in range(1, len(events)):
        before = rng.choice(events[:index])
        if rng.random() < 0.3 and before.id not in {each.corrects for each in events}:
            events[index] = replace(
                before,
                id=events[index].id,
                on=rng.choice((before.on, events[index].on)),
                corrects=before.id,
                cancelled=rng.random() < 0.5,
            )
    order = [*range(len(events))]
    if rng.random() < 0.5:
        rng.shuffle(order)
    turns: dict[str, int] = {}
    for index, event in enumerate(events):
        turns[event.id] = max(order[index], turns.get(event.corrects or "", -1)) if event.corrects else order[index]
    log = Log(replace(life, events=tuple(events)), life.grants["g"], turns)
    return [log.at(turn) for turn in range(-1, len(events))]


def told(court: Court, standing: Standing, asker: Party, chosen: dict[str, str], day: int) -> list[object]:
    """Everything that a court says of an action."""
    case = court.case(asker, chosen)
    return [
        standing.allowances,
        court.windows(standing, None),
        court.rule(standing.action, asker, day, chosen=chosen, settle=False),
        court.rule(standing.action, asker, day, number=2, chosen=chosen, settle=False),
        [case.named_condition(name) for name in case.plan.states],
        [case.named_moments(name) for name in case.plan.dates],
        [case.named_quantity(name) for name in case.plan.amounts],
        case.movements.all,
    ]


def assert_followed_is_fresh(plan: Plan, life: Life, chosen: dict[str, str], rng: Random) -> None:
    origin = court(plan, life)
    last: Court | None = None
    standings: dict[tuple[str, str], Standing] = {}
    there = records(life, rng)
    origin = origin.anew(there[-1])
    for record in there:
        now, fresh = origin.following(record, last), origin.anew(record)
        for action in plan.actions:
            for asker in life.parties.values():
                then = standings.get((action, asker.id))
                day = START + rng.randint(0, 60)
                if then is not None and now.still_standing(asker, chosen, then):
                    standing = then
                else:
                    standing = now.standing(action, asker, chosen)
                standings[action, asker.id] = standing
                own = now.standing(action, asker, chosen)
                alone = fresh.standing(action, asker, chosen)
                assert now.windows(standing, None) == fresh.windows(alone, None)
                assert [standing.outcome(day + ahead, None) for ahead in range(40)] == [
                    alone.outcome(day + ahead, None) for ahead in range(40)
                ]
                assert told(now, own, asker, chosen, day) == told(fresh, alone, asker, chosen, day)
        if last is not None:
            now.follow_no_more()
        last = now


@st.composite
def eventful(draw: st.DrawFn) -> Life:
    """A life in which something happens."""
    return replace(draw(lives(most=0)), events=tuple(draw(events(index)) for index in range(draw(st.integers(3, 8)))))


PLANS = plans().map(lambda plan: replace(plan, time=None))
"""Plans that look at no hours: at a time of the day nothing is taken from the record before."""


@settings(max_examples=40)
@given(PLANS, eventful(), chosen_readings | readings, st.randoms(use_true_random=False))
def test_a_court_that_follows_another_says_what_one_alone_does(
    plan: Plan, life: Life, chosen: dict[str, str], rng: Random
) -> None:
    assert_followed_is_fresh(plan, life, chosen, rng)


def assert_judged_alike(plan: Plan, life: Life, chosen: dict[str, str], rng: Random) -> None:
    there = records(life, rng)
    origin = court(plan, life).anew(there[-1])
    last: Court | None = None
    day, number = START + rng.randint(0, 60), rng.choice((None, 1, 2))
    for record in there:
        now, fresh = origin.following(record, last, day_by_day=True), origin.anew(record)
        if rng.random() < 0.3:
            day, number = START + rng.randint(0, 60), rng.choice((None, 1, 2))
        action, asker = rng.choice([*plan.actions]), rng.choice([*life.parties.values()])
        assert now.judge(action, asker, day, number=number, chosen=chosen) == fresh.judge(
            action, asker, day, number=number, chosen=chosen
        )
        if last is not None:
            now.follow_no_more()
        last = now


# What a judgement turns on is told beside chosen readings alone: nobody may ask with one left open.
@settings(max_examples=40)
@given(plans(), eventful(), chosen_readings, st.randoms(use_true_random=False))
def test_acts_judged_one_after_the_other_are_judged_as_each_alone(
    plan: Plan, life: Life, chosen: dict[str, str], rng: Random
) -> None:
    assert_judged_alike(plan, life, chosen, rng)
