"""Audits: acts judged by the life without them, and rights that are always all accounted for."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.audit import Audit
from kenri.model.days import day
from kenri.model.problems import ProblemsError

PLAN = """\
plan: acme
extends: vocabulary/equity
zone: Asia/Tokyo
readings: {last: {question: Nine days or ten?, options: {ten: ten, nine: nine}, default: ten}}
events:
  leaves: {personal: true}
  splits: {attributes: {ratio: ratio}}
balances: {lapsed: {lapse: true}}
terms: {fee: {unknown: the plan does not say, type: flag}}
rules:
  in-time:
    clause: "1"
    says: Within ten days.
    permit: exercise
    when:
      reading: last
      choices:
        ten: {within: {days: 10}, after: {event: leaves}}
        nine: {within: {days: 9}, after: {event: leaves}}
  by-the-heir: {clause: "2", says: "An heir, if the fee is waived.", permit: exercise, by: heir, when: fee}
effects:
  split: {clause: "3", says: A split., on: {event: splits}, scales: {of_event: ratio}}
  lapse: {clause: "4", says: What is left ends., on: {plus: {days: 11}, to: {event: leaves}}, moves: all, to: lapsed}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("rules") / "acme.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def life(*events: dict[str, Any], number: int = 10) -> dict[str, Any]:
    return {
        "parties": {"ann": {"role": "grantee"}, "bob": {"role": "heir"}},
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": number}],
        "events": [{"on": "2024-03-01", "event": "leaves"}, *events],
    }


def exercise(on: str, rights: int, **more: Any) -> dict[str, Any]:
    return {"on": on, "event": "exercises", "rights": rights, **more}


def balances(audit: Audit) -> dict[str, Any]:
    return {name: value for name, value in audit.grants[0].closing.items() if value}


def test_what_was_permitted_is_no_violation(plan: LoadedPlan) -> None:
    audit = plan.audit(life(exercise("2024-03-02", 4), exercise("2024-03-11", 6)))
    assert audit.is_clean
    assert audit.violating == ()
    assert balances(audit) == {"exercised": 10}
    assert [line.id for line in audit.grants[0].lines] == ["event-2", "event-3"]


def test_what_was_not_permitted_is_named_with_its_rules(plan: LoadedPlan) -> None:
    audit = plan.audit(life(exercise("2024-03-01", 4), exercise("2024-03-12", 1, id="late")))
    assert audit.violating == ("event-2", "late")
    assert not audit.is_clean
    first, late = audit.grants[0].not_permitted
    assert first.ruling.rules == ("in-time",)
    assert set(late.ruling.rules) == {"in-time", "within-what-is-held"}, "the rights lapsed as the day began"


def test_an_act_does_not_use_up_its_own_rights(plan: LoadedPlan) -> None:
    assert plan.audit(life(exercise("2024-03-02", 10))).is_clean


def test_of_two_acts_on_one_day_the_one_recorded_later_is_too_much(plan: LoadedPlan) -> None:
    audit = plan.audit(life(exercise("2024-03-02", 6, id="first"), exercise("2024-03-02", 6, id="second")))
    assert audit.violating == ("second",)
    (short,) = audit.grants[0].short
    assert (short.id, short.asked, short.number) == ("second", 6, 4)
    assert balances(audit) == {"exercised": 10}
    assert audit.grants[0].adds_up


def test_a_movement_of_more_than_there_is_is_a_violation_though_the_act_cannot_be_judged(plan: LoadedPlan) -> None:
    audit = plan.audit(life(exercise("2024-02-01", 4), exercise("2024-02-02", 8)))
    assert audit.violating == ("event-2", "event-3")


def test_what_cannot_be_judged_is_kept_apart(plan: LoadedPlan) -> None:
    audit = plan.audit(life(exercise("2024-02-01", 4, who="bob")))
    assert (audit.violating, audit.unjudged) == ((), ("event-2",))
    assert not audit.is_clean
    assert audit.grants[0].unjudged[0].ruling.missing == ("fee",)
    told = life(exercise("2024-02-01", 4, who="bob")) | {"facts": {"fee": True}}
    assert plan.audit(told).is_clean


def test_an_act_is_judged_by_what_is_known_now_and_by_what_was_known_then(plan: LoadedPlan) -> None:
    corrected = life(
        exercise("2024-03-11", 1),
        {"on": "2024-02-20", "event": "leaves", "corrects": "event-1", "recorded": "2024-04-01"},
    )
    (act,) = plan.audit(corrected).grants[0].acts
    assert (act.ruling.outcome, act.then.outcome) == ("denied", "allowed")
    assert plan.audit(corrected, known_at="2024-03-31").is_clean


def test_what_was_recorded_late_was_not_known_before(plan: LoadedPlan) -> None:
    events = life(exercise("2024-03-05", 1))
    events["events"][0]["recorded"] = "2024-03-06"
    (act,) = plan.audit(events).grants[0].acts
    assert (act.ruling.outcome, act.then.outcome) == ("allowed", "denied")


def test_readings_may_be_chosen(plan: LoadedPlan) -> None:
    told = life(exercise("2024-03-11", 1))
    assert plan.audit(told).is_clean
    assert plan.audit(told, readings={"last": "nine"}).violating == ("event-2",)
    with pytest.raises(ProblemsError, match="is no option of `last`"):
        plan.audit(told, readings={"last": "eight"})


def test_the_roll_forward_ends_with_the_last_event_or_on_a_day_of_choice(plan: LoadedPlan) -> None:
    told = life(exercise("2024-03-02", 4))
    assert plan.audit(told).grants[0].until == day("2024-03-02")
    assert balances(plan.audit(told)) == {"held": 6, "exercised": 4}
    later = plan.audit(told, until="2024-03-12")
    assert balances(later) == {"lapsed": 6, "exercised": 4}
    assert [line.effect for line in later.grants[0].lines] == ["exercise", "lapse"]
    early = plan.audit(told, until="2024-03-01")
    assert balances(early) == {"held": 10}
    assert not early.grants[0].acts


def test_a_scaling_changes_what_was_granted(plan: LoadedPlan) -> None:
    audit = plan.audit(life({"on": "2024-02-01", "event": "splits", "ratio": "3/2"}, exercise("2024-03-02", 5)))
    assert audit.is_clean
    (line, _) = audit.grants[0].lines
    assert (line.to, line.number, line.balances["held"]) == ("", 5, 15)
    assert audit.grants[0].granted == 15
    assert balances(audit) == {"held": 10, "exercised": 5}


def test_a_scaling_is_a_line_for_each_balance_and_what_was_permitted_stays_so(plan: LoadedPlan) -> None:
    """4 of 10 are exercised, and three for two makes 6 of them and 9 of the 6 that are left."""
    told = life(exercise("2024-03-02", 4), {"on": "2024-03-05", "event": "splits", "ratio": "3 new for 2 old"})
    audit = plan.audit(told)
    assert audit.is_clean
    (_, held, exercised) = audit.grants[0].lines
    assert [(line.from_, line.to, line.number) for line in (held, exercised)] == [("held", "", 3), ("exercised", "", 2)]
    assert dict(exercised.balances) == {"held": 9, "exercised": 6, "extinguished": 0, "lapsed": 0}
    assert (audit.grants[0].granted, audit.grants[0].adds_up) == (15, True)
    assert balances(audit) == {"held": 9, "exercised": 6}


def test_every_grant_is_audited_by_itself(plan: LoadedPlan) -> None:
    told = life(exercise("2024-03-02", 4, grant="one"), exercise("2024-03-12", 4, grant="two"))
    told["grants"] = [{"id": name, "grantee": "ann", "number": 10} for name in ("one", "two")]
    audit = plan.audit(told)
    assert [[act.event.id for act in grant.acts] for grant in audit.grants] == [["event-2"], ["event-3"]]
    assert audit.violating == ("event-3",)
    assert plan.audit(told, grant="one").is_clean
    with pytest.raises(ProblemsError, match="there is no grant `three`"):
        plan.audit(told, grant="three")


COMPANY = """\
plan: acme/company
extends: vocabulary/equity
actions: {buy: {}, approve: {}}
events:
  buys: {act: buy}
  asks: {act: buy, personal: true}
  approves: {act: approve}
rules:
  buy: {clause: "1", says: The company may buy., permit: buy, by: company}
  approve: {clause: "2", says: The company or an heir may approve., permit: approve, by: [company, heir]}
"""


def test_an_act_without_who_is_that_of_the_one_role_the_permits_name(tmp_path: Path) -> None:
    path = tmp_path / "company.yaml"
    path.write_text(COMPANY, encoding="utf-8")
    plan = load(path)
    told = life(*({"on": "2024-03-02", "event": kind, "id": kind} for kind in ("buys", "asks", "approves")))
    told["events"] = [*told["events"][1:], {"on": "2024-03-02", "event": "buys", "id": "by-ann", "who": "ann"}]
    audit = plan.audit(told)
    assert {act.event.id: act.ruling.by for act in audit.grants[0].acts} == {
        "buys": "company",
        "asks": "ann",
        "approves": "ann",
        "by-ann": "ann",
    }
    assert audit.violating == ("asks", "approves", "by-ann")
    told["parties"]["acme"] = {"role": "company"}
    assert plan.audit(told).grants[0].acts[0].ruling.by == "acme"


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 12), st.sampled_from(("ann", "bob"))), max_size=6),
    st.integers(0, 25),
)
def test_all_rights_are_always_accounted_for(plan: LoadedPlan, acts: list[tuple[int, int, str]], number: int) -> None:
    events = [
        exercise(f"2024-03-{on:02}", rights, who=who, id=f"act-{index}") for index, (on, rights, who) in enumerate(acts)
    ]
    audit = plan.audit(life(*events, number=number), until="2024-04-01")
    (grant,) = audit.grants
    assert grant.adds_up
    assert sum(grant.closing.values(), 0) == number  # type: ignore[arg-type]  # every number is known here
    for line in grant.lines:
        assert sum(line.balances.values(), 0) == number  # type: ignore[arg-type]  # every number is known here
    for line in grant.short:
        assert line.id in audit.violating
    exercised = sum(rights for _, rights, _ in acts)
    assert grant.closing["exercised"] <= exercised  # type: ignore[operator]  # every number is known here


TAKEN_BACK = """\
plan: acme/taken-back
extends: vocabulary/equity
actions: {take_back: {says: take shares back}, claim: {says: claim shares}}
balances: {taken: {lapse: true}}
roles: {director: {says: a director}}
events:
  breaks: {personal: true}
  takes_back: {personal: true, by: company, act: take_back, number: shares, attributes: {shares: number}}
  claims: {personal: true, act: claim, number: shares, attributes: {shares: number}}
rules:
  back: {clause: "1", says: The company takes shares back after a breach., permit: take_back, by: company, when: {from: {event: breaks, who: grantee}}}
  claims: {clause: "2", says: Directors claim shares., permit: claim, by: director}
effects:
  back: {clause: "1", says: They leave what is held., on: {event: takes_back}, moves: {of_event: shares}, to: taken}
"""  # noqa: E501  # one rule on one line


@pytest.mark.parametrize(
    "company", [{}, {"acme": {"role": "company"}}, {"a": {"role": "company"}, "b": {"role": "company"}}]
)
@pytest.mark.parametrize("named", [{}, {"who": "ann"}, {"grant": "g1"}, {"who": "ann", "grant": "g1"}])
def test_an_act_that_another_does_is_judged_as_theirs(
    tmp_path: Path, company: dict[str, Any], named: dict[str, Any]
) -> None:
    """Clause 1: the company may take back once Ann has broken the terms, on 1 March, and not before. It is the
    company's act whether the record names whose shares they are or not. Ann is no director, and may claim nothing
    (clause 2).
    """
    (tmp_path / "acme.yaml").write_text(TAKEN_BACK, encoding="utf-8")
    plan = load(tmp_path / "acme.yaml")
    found = plan.audit(
        {
            "parties": {"ann": {"role": "grantee"}, **company},
            "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 10}],
            "events": [
                {"on": "2024-03-01", "event": "breaks"},
                {"id": "early", "on": "2024-02-29", "event": "takes_back", "shares": 1, **named},
                {"id": "late", "on": "2024-03-02", "event": "takes_back", "shares": 2, **named},
                {"id": "claim", "on": "2024-03-02", "event": "claims", "shares": 1, **named},
            ],
        }
    )
    assert dict(found.verdicts) == {"early": "denied", "late": "allowed", "claim": "denied"}
    (audited,) = found.grants
    by = {act.event.id: act.judgement.by for act in audited.acts}
    assert by["early"] == by["late"] == (next(iter(company)) if len(company) == 1 else "company")


def test_who_does_it_has_the_role_where_the_record_names_them(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(TAKEN_BACK, encoding="utf-8")
    plan = load(tmp_path / "acme.yaml")
    life = {
        "parties": {"ann": {"role": "grantee"}, "a": {"role": "company"}, "b": {"role": "company"}},
        "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 10}],
        "events": [
            {"on": "2024-03-01", "event": "breaks", "who": "ann"},
            {"id": "late", "on": "2024-03-02", "event": "takes_back", "who": "b", "grant": "g1", "shares": 2},
        ],
    }
    (audited,) = plan.audit(life).grants
    assert [(act.verdict, act.judgement.by) for act in audited.acts] == [("allowed", "b")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("personal: true, by: compny, act: take_back", "no-such-role"),
        ("by: company, act: take_back", "key-needs-another"),
        ("personal: true, by: company", "key-needs-another"),
    ],
)
def test_by_whom_is_a_role_and_is_said_of_acts_that_happen_to_somebody(tmp_path: Path, written: str, code: str) -> None:
    text = TAKEN_BACK.replace("personal: true, by: company, act: take_back", written)
    (tmp_path / "acme.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load(tmp_path / "acme.yaml")
    assert code in {each.code for each in error.value.problems}
