"""Rights of single events that stand apart in a balance: every evaluator moves them as one who moves them one by one.

The plans are drawn from what an act of several steps is made of: some rights are asked for, agreed to, paid for, given
up, lapse some days later or all at once, and may be split. Each event after the first names one that asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kenri.model.dependence import dependence
from kenri.model.expressions import AskedNumber, Balance, Compare, Duration, EventMoments, EventNumber, Plus
from kenri.model.life import Event, Grant, Life, Party
from kenri.model.plan import Action, Attribute, BalanceKind, Effect, EventKind, Plan, Rule
from kenri.reference.court import Court
from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_words import EMPTY_PLAN, START
from tests.conformance.evaluators import EVALUATORS, REFERENCE, Question
from tests.conformance.gaps import answer, differences
from tests.effort import examples

BALANCES = ("held", "asked", "agreed", "used", "lost")
APART = ("asked", "agreed")
NAMING = {"request": Attribute(type="event", of=("asks",))}
DAYS = range(START, START + 12)
SAID: dict[str, Any] = {"clause": "1", "says": "Rights move."}
OF_EVENT = EventNumber(of_event="amount")


def moments(*kinds: str) -> EventMoments:
    return EventMoments(event=kinds)


ASKING = Effect(on=moments("asks"), moves=OF_EVENT, to="asked", **SAID)
STEPS: Mapping[str, Effect] = {
    "agree": Effect(on=moments("agrees"), for_="request", moves="all", from_="asked", to="agreed", **SAID),
    "agree-in-part": Effect(on=moments("agrees"), for_="request", moves=2, from_="asked", to="agreed", **SAID),
    "agree-to-all": Effect(on=moments("closes"), moves="all", from_="asked", to="agreed", **SAID),
    "pay": Effect(on=moments("pays"), for_="request", moves="all", from_="agreed", to="used", **SAID),
    "pay-at-once": Effect(on=moments("pays"), for_="request", moves="all", from_="asked", to="used", **SAID),
    "pay-in-part": Effect(on=moments("pays"), for_="request", moves=OF_EVENT, from_="asked", to="used", **SAID),
    "keep-some": Effect(on=moments("pays"), for_="request", moves=1, from_="asked", to="lost", **SAID),
    "undo": Effect(on=moments("undoes"), for_="request", moves="all", from_="asked", to="held", **SAID),
    "undo-agreed": Effect(on=moments("undoes"), for_="request", moves="all", from_="agreed", to="asked", **SAID),
    "lapse": Effect(
        on=Plus(plus=Duration(days=3), to=moments("asks")),
        for_="this_event",
        moves="all",
        from_="asked",
        to="held",
        **SAID,
    ),
    "lapse-in-the-evening": Effect(
        on=Plus(plus=Duration(days=2), to=moments("asks")),
        at="end_of_day",
        for_="this_event",
        moves="all",
        from_="agreed",
        to="lost",
        **SAID,
    ),
    "close": Effect(on=moments("closes"), moves="all", from_="asked", to="lost", **SAID),
    "close-agreed": Effect(on=moments("closes"), moves="all", from_="agreed", to="held", **SAID),
}
SPLIT = Effect(on=moments("splits"), scales=EventNumber(of_event="times"), round="down", **SAID)


def plan_of(effects: Mapping[str, Effect]) -> Plan:
    amount = {"amount": Attribute(type="number", optional=True)}
    apart = [name for name in APART if any(each.from_ == name and each.for_ for each in effects.values())]
    measured = {
        f"not-more-{name}": Rule(
            limit=("exercise",), at_most=Balance(balance=name, for_="request"), when=_asks_about(place), **SAID
        )
        for place, name in enumerate(apart)
    }
    wholly = {
        f"whole-{name}": Rule(limit=("exercise",), at_most=Balance(balance=name), when=_asks_about(10 + place), **SAID)
        for place, name in enumerate(BALANCES)
    }
    return replace(
        EMPTY_PLAN,
        balances={name: BalanceKind() for name in BALANCES[1:]},
        events={
            "asks": EventKind(attributes=amount),
            "agrees": EventKind(attributes=NAMING),
            "pays": EventKind(attributes={**NAMING, **amount}),
            "undoes": EventKind(attributes=NAMING),
            "closes": EventKind(),
            "splits": EventKind(attributes={"times": Attribute(type="ratio", optional=True)}),
        },
        actions={"exercise": Action(attributes={**NAMING, "what": Attribute(type="number")})},
        rules={"may": Rule(permit=("exercise",), **SAID), **measured, **wholly},
        effects=dict(effects),
        dates={},
        states={},
        amounts={},
    )


def _asks_about(what: int) -> Compare:
    return Compare(quantity=AskedNumber(asked="what"), equals=what)


@st.composite
def plans(draw: st.DrawFn, *, scaled: bool) -> Plan:
    names = draw(st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=5, unique=True))
    effects = {"ask": ASKING, **{name: STEPS[name] for name in names}}
    if not any(each.for_ for each in effects.values()):
        effects["undo"] = STEPS["undo"]
    apart = {each.from_ for each in effects.values() if each.for_}
    kept = {name: each for name, each in effects.items() if each.for_ or each.from_ not in apart or each.moves == "all"}
    return plan_of({**kept, **({"split": SPLIT} if scaled else {})})


@st.composite
def lives(draw: st.DrawFn, *, known: bool, scaled: bool) -> Life:
    events: list[Event] = []
    asked: list[str] = []
    kinds = ("asks", "asks", "agrees", "pays", "undoes", "closes", *(("splits",) if scaled else ()))
    for index in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(kinds if asked else ("asks",)))
        found: dict[str, Any] = {}
        if kind in ("agrees", "pays", "undoes"):
            found["request"] = draw(st.sampled_from((*asked, *asked, "taken-back")))
        if kind in ("asks", "pays") and (known or draw(st.integers(0, 3))):
            found["amount"] = draw(st.integers(1, 6))
        if kind == "splits" and (known or draw(st.integers(0, 3))):
            found["times"] = draw(st.sampled_from((2, 3)))
        events.append(
            Event(id=f"e{index}", kind=kind, on=draw(st.sampled_from(DAYS)), recorded=0, who="ann", attributes=found)
        )
        if kind == "asks":
            asked.append(f"e{index}")
    return Life(
        parties={"ann": Party(id="ann", roles=("holder",))},
        grants={"g": Grant(id="g", grantee="ann", on=START + draw(st.integers(0, 3)), number=draw(st.integers(0, 9)))},
        events=tuple(events),
    )


@dataclass
class Right:
    """One right, where it stands, and whose it is there."""

    place: str = "held"
    event: str = ""


def one_by_one(plan: Plan, life: Life, day: int) -> Iterator[Right]:
    """Each right of the grant where it stands at the end of a day, moved by itself."""
    grant = life.grants["g"]
    rights = [Right() for _ in range(int(grant.number))]
    turns = []
    for place, event in enumerate(life.events):
        for order, effect in enumerate(plan.effects.values()):
            kinds, days = _made_by(effect)
            if event.kind in kinds and event.on + days >= grant.on:
                evening = effect.at == "end_of_day"
                turns.append((event.on + days + evening, -1 if evening else place, order, event, effect))
    apart = {effect.from_ for effect in plan.effects.values() if effect.for_}
    for seen, _, _, event, effect in sorted(turns, key=lambda turn: turn[:3]):
        if seen > day:
            break
        meant = event.id if effect.for_ == "this_event" else event.attributes.get("request")
        there = [
            right for right in rights if right.place == effect.from_ and (effect.for_ is None or right.event == meant)
        ]
        for right in there[: _called(effect, event, len(there))]:
            assert effect.to is not None
            right.place = effect.to
            if effect.to not in apart:
                right.event = ""
            elif effect.from_ not in apart:
                right.event = event.id
    yield from rights


def _made_by(effect: Effect) -> tuple[tuple[str, ...], int]:
    """The kinds of event that make an effect, and how many days later."""
    match effect.on:
        case Plus(plus=Duration(days=int(days)), to=EventMoments(event=kinds)):
            return kinds, days
        case EventMoments(event=kinds):
            return kinds, 0
        case _:
            raise AssertionError(effect.on)


def _called(effect: Effect, event: Event, there: int) -> int:
    if effect.moves == "all":
        return there
    called = event.attributes["amount"] if isinstance(effect.moves, EventNumber) else effect.moves
    assert isinstance(called, int)
    return called


@examples(60)
@given(st.data())
def test_rights_stand_where_each_by_itself_would(data: st.DataObject) -> None:
    plan, life = data.draw(plans(scaled=False)), data.draw(lives(known=True, scaled=False))
    court = Court(plan, life, life.grants["g"], calendars=calendars, dependence=dependence(plan))
    moved = court.case(life.parties["ann"], {}).movements
    for day in range(START - 1, START + 18):
        rights = [*one_by_one(plan, life, day)] if day >= life.grants["g"].on else []
        for name in BALANCES:
            assert moved.balance(name).on(day) == sum(right.place == name for right in rights), (day, name)
        for name in APART if day >= life.grants["g"].on else ():
            for event in life.events:
                expected = sum(right.place == name and right.event == event.id for right in rights)
                if any(each.from_ == name and each.for_ for each in plan.effects.values()):
                    assert moved.part(name, event.id).on(day) == expected, (day, name, event.id)


@examples(40)
@given(st.data())
def test_what_is_worked_out_from_another_record_is_the_same(data: st.DataObject) -> None:
    """As an audit does, which looks at each act with what came before it alone."""
    plan, life = data.draw(plans(scaled=True)), data.draw(lives(known=False, scaled=True))
    depends = dependence(plan)
    court = Court(plan, life, life.grants["g"], calendars=calendars, dependence=depends)
    ann = life.parties["ann"]
    court.case(ann, {}).movements  # noqa: B018  # so that others are worked out from them
    for event in life.events:
        record = court.record.before(event, ())
        resumed = court.seeing(record).case(ann, {}).movements
        anew = court.anew(record).case(ann, {}).movements
        for day in range(START - 1, START + 18):
            for name in BALANCES:
                assert resumed.balance(name).on(day) == anew.balance(name).on(day), (event.id, name, day)
                for other in record.in_order if name in APART else ():
                    assert resumed.part(name, other.id).on(day) == anew.part(name, other.id).on(day)


@examples(60)
@given(st.data())
def test_every_evaluator_agrees(data: st.DataObject) -> None:
    """Each balance is a limit of what may be exercised: as a whole, and of one event."""
    scaled, known = data.draw(st.booleans()), data.draw(st.booleans())
    plan, life = data.draw(plans(scaled=scaled)), data.draw(lives(known=known, scaled=scaled))
    asked = [event.id for event in life.events if event.kind == "asks"]
    for _ in range(3):
        question: dict[str, Any] = {"what": data.draw(st.sampled_from((0, 1, 10, 11, 12, 13, 14)))}
        if data.draw(st.integers(0, 9)):
            question["request"] = data.draw(st.sampled_from((*asked, "no-such-event")))
        day = data.draw(st.sampled_from(range(START - 1, START + 18)))
        number = data.draw(st.integers(1, 12))
        each = EvaluatorQuestion(life, life.grants["g"], "exercise", life.parties["ann"], day, number, question, {})
        about = Question(plan, each, calendars)
        reference = REFERENCE.answer(about)
        for evaluator in EVALUATORS[1:]:
            if evaluator.is_here():
                assert not differences(evaluator, about, reference), evaluator.name


def test_half_of_a_right_after_a_split_is_lost_for_each_event_by_itself() -> None:
    """3 and 5 of 9 are asked for: 2 times 1.5 rights of one event are 4 whole ones, and 7 of the other: 11, not 12."""
    plan = plan_of({"ask": ASKING, "undo": STEPS["undo"], "split": SPLIT})
    asks = [
        Event(id=id_, kind="asks", on=START + 1, recorded=0, who="ann", attributes={"amount": number})
        for id_, number in (("a", 3), ("b", 5))
    ]
    split = Event(id="s", kind="splits", on=START + 2, recorded=0, who="ann", attributes={"times": Fraction(3, 2)})
    back = Event(id="u", kind="undoes", on=START + 3, recorded=0, who="ann", attributes={"request": "b"})
    life = Life(
        parties={"ann": Party(id="ann", roles=("holder",))},
        grants={"g": Grant(id="g", grantee="ann", on=START, number=9)},
        events=(*asks, split, back),
    )
    for day, balances in ((START + 1, (1, 8)), (START + 2, (1, 11)), (START + 3, (8, 4))):
        each = EvaluatorQuestion(life, life.grants["g"], "exercise", life.parties["ann"], day, 1, {"what": 10}, {})
        about = Question(plan, each, calendars)
        for evaluator in EVALUATORS:
            found = answer(evaluator, about) if evaluator.is_here() else None
            if found is not None and "balances" in found:
                assert (found["balances"]["held"], found["balances"]["asked"]) == balances, evaluator.name
