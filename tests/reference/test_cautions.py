"""Answers say what they did not look at, where it could matter and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.audit_data import audit_data
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.model.cautions import CODES, Caution

PLAN = """\
plan: acme/cautions
extends: vocabulary/equity
zone: America/New_York
terms: {sold: {unknown: nobody said, type: flag}}
events:
  splits: {attributes: {ratio: ratio}}
  pays: {personal: true, attributes: {amount: {type: number, optional: true}}}
actions: {look: {says: look}, sell: {says: sell}, count: {says: count}, wait: {says: wait}}
effects:
  split: {clause: "2", says: Rights are split., on: {event: splits}, scales: {of_event: ratio}}
  lapse: {clause: "3", says: What is left lapses., on: 2034-02-28, moves: all, to: extinguished}
rules:
  exercise: {clause: "1", says: The holder may exercise., permit: exercise, by: grantee}
  look: {clause: "1", says: The holder may look., permit: look, by: [grantee, company]}
  sell: {clause: "1", says: The holder may sell what was exercised., permit: sell, by: [grantee, company]}
  as-many: {clause: "1", says: So many., limit: sell, at_most: {balance: exercised}}
  wait:
    clause: "4"
    says: Until a large payment.
    permit: wait
    when: {before: {event: pays, where: {amount: {at_least: 5}}}}
"""

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}, "bob": {"role": "grantee"}, "acme": {"role": "company"}},
    "grants": [
        {"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100},
        {"id": "g2", "grantee": "ann", "on": "2024-01-01", "number": 50},
        {"id": "g3", "grantee": "bob", "on": "2024-01-01", "number": 10},
    ],
}
ALONE: dict[str, Any] = {**LIFE, "grants": LIFE["grants"][:1]}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def codes(
    plan: LoadedPlan, life: dict[str, Any], action: str = "exercise", **question: Any
) -> dict[str, tuple[str, ...]]:
    ruling = plan.ask(life, action, **{"on": "2024-06-01", "grant": "g1", **question})
    assert [each["code"] for each in ruling_data(ruling, "ja")["cautions"]] == [each.code for each in ruling.cautions]
    return {each.code: each.names for each in ruling.cautions}


def test_other_grants(plan: LoadedPlan) -> None:
    assert codes(plan, LIFE) == {"other-grants": ("g2",)}
    assert codes(plan, ALONE) == {}
    assert codes(plan, {**LIFE, "grants": [LIFE["grants"][0], LIFE["grants"][2]]}) == {}
    assert codes(plan, LIFE, "look") == {}
    assert codes(plan, LIFE, "sell", by="acme") == {"other-grants": ("g2", "g3")}
    (window,) = plan.windows(LIFE, grant="g1", by="ann")[:1]
    assert [each.code for each in window.cautions] == ["other-grants", "order-within-day"]


def test_hours(plan: LoadedPlan) -> None:
    """2024-05-30T23:30 in New York is the day after in Greenwich."""
    assert codes(plan, ALONE, on="2024-05-31T03:30:00Z") == {"hour-of-question": ("2024-05-30 (America/New_York)",)}
    assert codes(plan, ALONE, on="2024-05-30", known_at="2024-05-31T03:30:00Z") == {}
    question: dict[str, Any] = {"on": "2024-05-30", "facts": {"requested_on": "2024-05-30T23:30:00-04:00"}}
    assert codes(plan, ALONE, **question) == {"hour-of-question": ("2024-05-30 (America/New_York)",)}
    (grant,) = ALONE["grants"]
    assert codes(plan, {**ALONE, "grants": [{**grant, "on": "2024-01-01T12:00:00-05:00"}]}) == {
        "hours-of-record": ("g1",)
    }
    events = [
        {"id": "late", "on": "2024-03-01T18:00:00-05:00", "event": "exercises", "rights": 1},
        {"id": "plain", "on": "2024-03-02", "recorded": "2024-03-02T18:00:00-05:00", "event": "exercises", "rights": 1},
    ]
    assert codes(plan, {**ALONE, "events": events}) == {"hours-of-record": ("late",)}
    assert [each.code for each in plan.audit({**ALONE, "events": events}).cautions] == ["hours-of-record"]
    audit = plan.audit(ALONE, until="2024-05-31T03:30:00Z")
    assert [each.names for each in audit.cautions] == [("2024-05-30 (America/New_York)",)]


def test_units(plan: LoadedPlan) -> None:
    events = [
        {"on": "2024-03-01", "event": "exercises", "rights": 10},
        {"on": "2024-04-01", "event": "splits", "ratio": 2},
    ]
    life = {**ALONE, "events": events}
    assert codes(plan, life, "sell") == {"units-before-split": ("2024-04-01",)}
    assert codes(plan, life, "sell", on="2024-03-31") == {}
    assert codes(plan, life) == {}


def test_order_within_a_day(plan: LoadedPlan) -> None:
    assert codes(plan, ALONE, on="2034-02-28") == {"order-within-day": ("lapse",)}
    assert codes(plan, ALONE, on="2034-02-27") == codes(plan, ALONE, on="2034-03-01") == {}
    life = {**ALONE, "events": [{"on": "2034-02-28", "event": "exercises", "rights": 10}]}
    found = plan.audit(life)
    assert found.verdicts == {"event-1": "denied"}
    assert [each.code for each in found.cautions] == ["order-within-day"]
    assert [each["code"] for each in audit_data(plan.plan, found, "en")["cautions"]] == ["order-within-day"]


def test_what_is_recorded_after_an_act_may_take_its_rights_on_the_same_day(tmp_path: Path) -> None:
    """The act came first and cannot be judged before the close is recorded; the balances have it second."""
    path = tmp_path / "plan.yaml"
    path.write_text(AT_CLOSE, encoding="utf-8")
    plan = load(path)
    events = [
        {"on": "2024-02-28", "event": "exercises", "rights": 10},
        {"on": "2024-02-28", "event": "closes", "usd": 10},
    ]
    found = plan.audit({**ALONE, "events": events})
    assert "order-within-day" in [each.code for each in found.cautions]
    apart = plan.audit({**ALONE, "events": [{**events[0], "on": "2024-02-27"}, events[1]]})
    assert "order-within-day" not in [each.code for each in apart.cautions]


AT_CLOSE = """\
plan: acme/at-close
extends: vocabulary/equity
events: {closes: {attributes: {usd: number}}}
terms: {last_day: {value: 2024-02-28, clause: "1"}}
amounts: {close: {is: {attribute: usd, of: {event: closes}}}}
rules:
  exercise: {clause: "1", says: Until the last day., permit: exercise, by: grantee, when: {until: last_day}}
effects:
  by-itself:
    clause: "2"
    says: What is left is exercised by itself.
    on: {first: {start_of: {all: [{on: last_day}, {quantity: close, more_than: 7}]}}}
    moves: all
    to: exercised
"""


def test_a_lapse_on_a_day_that_no_rule_would_leave_open_cuts_no_window(tmp_path: Path) -> None:
    """The period ends on 2030-12-31: a lapse on the next day takes nothing from it, one on that day takes the day."""
    for lapse, expected in (("2031-01-01", []), ("2030-12-31", ["order-within-day"])):
        path = tmp_path / f"{lapse}.yaml"
        path.write_text(ENDING.format(lapse=lapse), encoding="utf-8")
        (window,) = load(path).windows(ALONE)
        assert [each.code for each in window.cautions] == expected


ENDING = """\
plan: acme/ending
extends: vocabulary/equity
rules:
  exercise: {{clause: "1", says: Until the end of 2030., permit: exercise, by: grantee, when: {{until: 2030-12-31}}}}
effects:
  lapse: {{clause: "2", says: Then all lapses., on: {lapse}, moves: all, to: extinguished}}
"""


LEFT = """\
plan: acme/left
extends: vocabulary/equity
events: {leaves: {personal: true}, splits: {attributes: {ratio: ratio}}}
rules:
  exercise: {clause: "1", says: The holder may exercise., permit: exercise, by: grantee}
  at-most: {clause: "2", says: Not more than was granted., limit: exercise, at_most: {grant: number}}
effects:
  lapse: {clause: "3", says: They lapse., on: {plus: {days: 90}, to: {event: leaves}}, moves: all, to: extinguished}
  split: {clause: "4", says: Rights are split., on: {event: splits}, scales: {of_event: ratio}}
"""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("left") / "plan.yaml"
    path.write_text(LEFT, encoding="utf-8")
    return load(path)


def test_a_lapse_some_days_after_an_event_has_a_place_within_its_day(left: LoadedPlan) -> None:
    """Day 90 after 1 January 2030 is 1 April, on which the holder exercises in time."""
    leaving = {"on": "2030-01-01", "event": "leaves"}
    exercise = {"on": "2030-04-01", "event": "exercises", "rights": 10}
    life = {**ALONE, "events": [leaving, exercise]}
    assert codes(left, life, on="2030-04-01") == {"order-within-day": ("lapse",)}
    assert codes(left, life, on="2030-03-31") == {}
    assert [each.code for each in left.audit(life).cautions] == ["order-within-day"]
    (window,) = left.windows(life)
    assert (str(window.last_date), [each.code for each in window.cautions]) == ("2030-03-31", ["order-within-day"])
    same_day = {**ALONE, "events": [{"on": "2030-04-01", "event": "splits", "ratio": 2}]}
    assert "order-within-day" not in codes(left, same_day, on="2030-04-01")


def test_what_was_granted_is_in_the_units_before_a_split(left: LoadedPlan) -> None:
    life = {**ALONE, "events": [{"on": "2024-04-01", "event": "splits", "ratio": 2}]}
    assert left.ask(life, on="2024-04-01").most == 100
    assert codes(left, life, on="2024-04-01") == {"units-before-split": ("2024-04-01",)}
    assert codes(left, life, on="2024-03-31") == {}


def test_every_caution_has_a_sentence_in_both_languages() -> None:
    for code in CODES:
        caution = Caution(code, ("a", "b"))
        assert "a, b" in caution.says("en") == str(caution)
        assert "a、b" in caution.says("ja")
        assert json.dumps(caution.says("ja"))
