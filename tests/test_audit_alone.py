"""Acts judged one after the other, sharing what is worked out, are judged as each would be alone, by a fresh court."""

import functools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.audit import Act, judged
from kenri.model.dependence import dependence
from kenri.model.judgement import Judgement
from kenri.model.life import Event, Grant, Life
from kenri.model.ruling import Ruling
from kenri.reference.case import Case
from kenri.reference.court import Court
from kenri.reference.record import Log, OfKind, RecordedEvents
from kenri.simulation.steps import ActRevised
from kenri.testing.strategies import life_data, logs

PLANS = (
    "iij/2013-offering",
    "iij/2015-5th-series",
    "iij/2018-dividend",
    "iij/2018-terms",
    "iij/2020-restricted-stock",
    "plans/blackout-extension",
    "plans/canon-stock-type",
    "plans/emi-good-bad-leaver",
    "plans/ipo-performance-series",
    "plans/iso-startup",
    "plans/itron-2009",
    "plans/ocf-sample-windows",
    "plans/ocf-tutorial-option",
    "plans/saye-statutory",
)


@functools.cache
def plan_of(name: str) -> LoadedPlan:
    return load(name)


@functools.cache
def kinds_of(name: str) -> tuple[str, ...]:
    """The kinds of events of a plan; those that record acts as often as all others together."""
    kinds = plan_of(name).plan.events
    acts = [kind for kind, declared in kinds.items() if declared.act is not None]
    return (*kinds, *acts * max(1, len(kinds) // len(acts)))


def same(act: Act) -> bool:
    """Whether each part of the judgements is that of the whole rulings, which are worked out anew."""
    pairs = ((act.judgement, act.ruling), (act.judgement_then, act.then))
    return all(parts(judgement) == parts(ruling) for judgement, ruling in pairs) and (
        act.turns == act.ruling.turning["outcome"]
    )


def parts(of: Judgement | Ruling) -> tuple[object, ...]:
    names = ("action", "by", "on", "number", "outcome", "missing", "most", "cautions")
    findings = of.findings
    told = [(each.rule, each.clause, each.says, each.verdict, each.holds) for each in findings]
    return (*(getattr(of, name) for name in names), told)


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=4)
@given(data=st.data())
def test_an_act_is_judged_as_it_is_alone(name: str, data: st.DataObject) -> None:
    plan = plan_of(name)
    life = data.draw(logs(plan, kinds=kinds_of(name), max_events=8))
    assert [act for grant in plan.audit(life).grants for act in grant.acts if not same(act)] == []


def answer(ruling: Ruling) -> tuple[object, dict[str, object]]:
    return ruling.outcome, {figure.name: figure.value for figure in ruling.figures}


def revised(plan: LoadedPlan, life: Life) -> Iterator[tuple[int, str, str]]:
    """The acts that are ruled on otherwise after a recording than before it, each ruling by a fresh court."""
    found: dict[tuple[str, str], tuple[object, dict[str, object]]] = {}
    for count, step in enumerate(plan.simulate(life)):
        known, then = step.life.known_at(None), plan.as_known_at(step.known_at)
        now: dict[tuple[str, str], tuple[object, dict[str, object]]] = {}
        for event, grant in acts_of(then, known):
            now[event.id, grant.id] = answer(judged(then, known, event, grant, {}, settle=False))
        for key in found.keys() & now.keys():
            (one, figures), (other, others) = found[key], now[key]
            if one != other or any(figures[each] != others[each] for each in figures.keys() & others.keys()):
                yield count, *key
        found = now


def acts_of(plan: LoadedPlan, life: Life) -> Iterator[tuple[Event, Grant]]:
    for event in life.events:
        for grant in life.grants.values():
            if plan.plan.events[event.kind].act is not None and event.grant in (None, grant.id):
                yield event, grant


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=2)
@given(data=st.data())
def test_what_is_reconsidered_is_what_is_ruled_on_otherwise(name: str, data: st.DataObject) -> None:
    plan = plan_of(name)
    life = data.draw(logs(plan, kinds=kinds_of(name), max_events=6))
    told = {
        (count, each.event.id, each.grant)
        for count, step in enumerate(plan.simulate(life))
        for each in step.reconsider
        if isinstance(each, ActRevised)
    }
    assert told == set(revised(plan, life))


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=3)
@given(data=st.data())
def test_a_log_knows_what_the_life_knew(name: str, data: st.DataObject) -> None:
    plan = plan_of(name)
    life = data.draw(logs(plan, kinds=kinds_of(name), max_events=8))
    for grant in life.grants.values():
        log = Log(life, grant)
        instants = sorted({event.recorded + late for event in life.events for late in (-1, 0)})
        for instant in (None, *instants, *reversed(instants)):
            seen, there = log.at(instant), RecordedEvents.of(life.known_at(instant), grant)
            kinds = seen.kinds.keys() | there.kinds.keys()
            assert {kind: seen.of_kind(kind).events for kind in kinds} == {
                kind: there.of_kind(kind).events for kind in kinds
            }


class Watched(RecordedEvents):
    """A record that notes which kinds of events were looked at."""

    looked_at: set[str]

    def of_kind(self, kind: str) -> OfKind:
        self.looked_at.add(kind)
        return super().of_kind(kind)


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=2)
@given(data=st.data())
def test_no_value_looks_at_a_kind_of_event_that_it_is_not_said_to_need(name: str, data: st.DataObject) -> None:
    plan = plan_of(name)
    needs = dependence(plan.plan)
    life = plan.life(data.draw(life_data(plan, kinds=kinds_of(name), max_events=5)))
    (grant,) = life.grants.values()
    told = RecordedEvents.of(life, grant)
    for readings in (
        {each: one.default for each, one in plan.plan.readings.items()},
        dict.fromkeys(plan.plan.readings, "?"),
    ):
        sorts = {
            "rules": plan.plan.rules,
            "states": plan.plan.states,
            "amounts": plan.plan.amounts,
            "figures": plan.plan.figures,
        }
        for sort, names in {**sorts, "dates": plan.plan.dates, "movements": [""]}.items():
            for each in names:
                record = Watched(told.kinds, told.ranks, told.hours)
                record.looked_at = set()
                case = Case(
                    plan.plan,
                    life,
                    grant=grant,
                    asker=life.parties[grant.grantee],
                    readings=readings,
                    calendars=plan.calendars,
                    dependence=needs,
                    record=record,
                )
                evaluated(case, sort, each)
                assert record.looked_at <= {*needs.needs(sort, each).kinds}, (sort, each)


def evaluated(case: Case, sort: str, name: str) -> None:
    match sort:
        case "rules":
            case.applies(name)
            rule = case.plan.rules[name]
            for bound in (rule.at_most, rule.at_least, rule.in_lots_of):
                if bound is not None:
                    case.quantity(bound)
        case "states":
            case.named_condition(name)
        case "amounts":
            case.named_quantity(name)
        case "dates":
            case.named_moments(name)
        case "figures":
            case.figure(name)
        case _:
            assert case.movements.all is not None


def test_a_record_shares_with_another_what_is_the_same() -> None:
    plan = plan_of("iij/2015-5th-series")
    life = plan.life(
        {
            "parties": {"ann": {"role": "grantee"}},
            "grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}],
            "events": [
                {"on": "2025-06-25", "event": "leaves_position", "position": "director"},
                {"on": "2025-06-27", "event": "exercises", "rights": 3, "id": "first"},
                {"on": "2025-06-30", "event": "exercises", "rights": 2, "id": "second"},
            ],
        }
    )
    (grant,) = life.grants.values()
    court = Court(plan.plan, life, grant, calendars=plan.calendars, dependence=plan.dependence)
    second = life.events[-1]
    less = court.record.before(second, ())
    assert less.of_kind("leaves_position") is court.record.of_kind("leaves_position")
    readings = court.readings({})
    whole = court.case(life.parties["ann"], readings)
    case = court.seeing(less).case(life.parties["ann"], readings)
    # 10 were granted and 3 exercised on the 27th; by the whole record 2 more on the 30th.
    days = (second.on - 4, second.on - 3, second.on, second.on + 1)
    assert [whole.balance("held").on(day) for day in days] == [10, 7, 5, 5]
    assert [case.balance("held").on(day) for day in days] == [10, 7, 7, 7]
    # What is left lapses as the eleventh day after 25 June begins.
    assert case.balance("held").starts == (1, grant.on, second.on - 3, second.on + 6)
    assert case.balance("held").values == (0, 10, 7, 0)
