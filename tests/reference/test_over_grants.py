"""Numbers over grants: several plans in one life, what each grant adds, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.forward import available
from kenri.model.days import day
from kenri.model.problems import ProblemsError
from tests.conformance.evaluators import EVALUATORS, Question, asked_of
from tests.conformance.gaps import EVERYTHING, GAPS, answer

NEW = """\
plan: new
extends: vocabulary/equity
grant_attributes: {price: number}
amounts:
  paid: {is: {multiply: [{grant: price}, {total: rights, of: {event: exercises}}]}}
  paid-for-all: {is: {over: grants, sum: paid}}
  left-of-limit: {is: {divide: [{subtract: [1000, paid-for-all]}, {grant: price}]}}
rules:
  holder: {clause: "1", says: The holder., permit: exercise, by: grantee}
  limit: {clause: "2", says: In all., limit: exercise, at_most: left-of-limit}
figures:
  left: {clause: "2", says: Old ones., of: exercise, is: {over: grants, plan: old, sum: {balance: held}}}
"""

OLD = """\
plan: old
extends: vocabulary/equity
grant_attributes: {cost: number}
events: {doubles: {attributes: {ratio: ratio}}}
amounts: {paid: {is: {multiply: [{grant: cost}, 2, {total: rights, of: {event: exercises}}]}}}
rules: {holder: {clause: "1", says: The holder., permit: exercise, by: grantee}}
effects: {double: {clause: "1", says: Doubled., on: {event: doubles}, scales: {of_event: ratio}}}
"""

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}, "bob": {"role": "grantee"}, "acme": {"role": "company"}},
    "grants": [
        {"id": "a", "grantee": "ann", "on": "2024-01-01", "number": 100, "price": 10},
        {"id": "b", "grantee": "ann", "on": "2024-01-01", "number": 30, "cost": 5, "plan": "old"},
        {"id": "c", "grantee": "bob", "on": "2024-01-01", "number": 30, "cost": 5, "plan": "old"},
        {"id": "d", "grantee": "ann", "on": "2025-01-01", "number": 7, "price": 1, "plan": "new"},
    ],
    "events": [
        {"on": "2024-02-01", "event": "exercises", "who": "ann", "grant": "b", "rights": 10},
        {"on": "2024-02-01", "event": "exercises", "who": "bob", "grant": "c", "rights": 10},
        {"on": "2024-03-01", "event": "exercises", "who": "ann", "grant": "a", "rights": 50},
        {"on": "2024-04-01", "event": "doubles", "ratio": 2},
    ],
}


def library(folder: Path, **files: str) -> Path:
    for name, text in {"new": NEW, "old": OLD, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return load("new", rules=library(tmp_path_factory.mktemp("rules")))


def codes(refused: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_name_means_what_the_plan_of_the_grant_calls_so(plan: LoadedPlan) -> None:
    # 10 of the old plan are 10 * 5 * 2 = 100, 50 of the new 500: 400 of 1,000 are left, 40 rights of 10.
    ruling = plan.ask(LIFE, on="2024-05-01", grant="a", rights=40)
    assert (ruling.outcome, ruling.most) == ("allowed", 40)
    paid, left = ruling.sums
    assert (paid.value, left.value) == (600, 40)
    assert [(share.grant, share.number) for share in paid.shares] == [("a", 500), ("b", 100)]
    assert paid.nothing == 0
    # 30 less 10 are 20, which are doubled in April by the old plan; the new one knows no such event.
    assert [(share.grant, share.number) for share in left.shares] == [("b", 40)]
    assert ruling.balances["held"] == 50
    assert plan.ask(LIFE, on="2024-02-28", grant="a").most == 90
    told = ruling_data(ruling, "ja")["sums"]
    assert {"grant": "b", "adds": 100} in told[0]["grants"] + told[1]["grants"]


def test_a_grant_that_is_not_there_yet_adds_nothing_and_is_not_counted(plan: LoadedPlan) -> None:
    assert max(each.nothing for each in plan.ask(LIFE, on="2024-05-01", grant="a").sums) == 0
    assert max(each.nothing for each in plan.ask(LIFE, on="2025-01-01", grant="a").sums) == 1


@pytest.mark.parametrize("name", [each.name for each in EVALUATORS])
def test_evaluators_agree_about_grants_under_several_plans(plan: LoadedPlan, name: str) -> None:
    evaluator = next(each for each in EVALUATORS if each.name == name)
    if not evaluator.is_here():
        assert not available()
        pytest.skip(GAPS[name, EVERYTHING])
    for on, rights, expected in (
        ("2024-05-01", 40, "allowed"),
        ("2024-05-01", 41, "denied"),
        ("2024-02-28", 90, "allowed"),
    ):
        question = plan.question(LIFE, on=on, grant="a", rights=rights)
        found = answer(evaluator, Question(plan.plan, asked_of(question)))
        assert found is None or found["outcome"] == expected


def test_what_is_missing_is_named_with_its_grant(tmp_path: Path) -> None:
    files = {"old": OLD.replace("{cost: number}", "{cost: {type: number, optional: true}}")}
    plan = load("new", rules=library(tmp_path, **files))
    grants = [LIFE["grants"][0], {"id": "b", "grantee": "ann", "on": "2024-01-01", "number": 30, "plan": "old"}]
    life = {**LIFE, "grants": grants, "events": LIFE["events"][:1]}
    ruling = plan.ask(life, on="2024-05-01", grant="a", rights=40)
    assert (ruling.outcome, ruling.missing) == ("unknown", ("cost in grant b",))
    assert [(share.grant, share.number) for each in ruling.sums for share in each.shares if share.number is None] == [
        ("b", None)
    ]


def test_a_plan_that_has_no_such_number_makes_the_sum_unknown(tmp_path: Path) -> None:
    plan = load(
        "new",
        rules=library(tmp_path, old=OLD.replace("  paid:", "  other:").replace("amounts: {paid:", "amounts: {other:")),
    )
    ruling = plan.ask(LIFE, on="2024-05-01", grant="a", rights=40)
    assert (ruling.outcome, ruling.missing) == ("unknown", ("paid of plan old",))


def test_each_plan_is_asked_about_its_own_grants(plan: LoadedPlan) -> None:
    with pytest.raises(ProblemsError) as refused:
        plan.ask(LIFE, on="2024-05-01", grant="b")
    assert codes(refused) == ["grant-of-another-plan"]
    with pytest.raises(ProblemsError) as refused:
        plan.ask(LIFE, on="2024-05-01")
    assert codes(refused) == ["which-grant"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plan": "nosuch"}, "no-such-plan"),
        ({"plan": 5}, "must-be-name"),
        ({"plan": "vocabulary/equity"}, "not-askable"),
        ({"plan": "old", "price": 10}, "no-part-of"),
        ({"plan": "old", "cost": "much"}, "not-of-type"),
    ],
)
def test_a_grant_is_read_in_the_words_of_its_plan(plan: LoadedPlan, change: dict[str, Any], code: str) -> None:
    grants = [LIFE["grants"][0], {"id": "b", "grantee": "ann", "on": "2024-01-01", "number": 30, "cost": 5, **change}]
    with pytest.raises(ProblemsError) as refused:
        plan.life({**LIFE, "grants": grants, "events": []})
    assert code in codes(refused)


OPEN = 'terms: {sale: {type: TYPE, unknown: left open, clause: "1"}}\n'
"""A term that a life supplies."""


@pytest.mark.parametrize(
    ("own", "other", "value", "code"),
    [
        ("day", "number", "2024-05-01", "not-of-type"),
        ("number", "day", 5, "not-of-type"),
        ("day", "day", "2024-05-01", ""),
        ("", "day", "2024-05-01", ""),
    ],
)
def test_a_fact_is_read_for_each_plan_that_leaves_it_open(
    tmp_path: Path, own: str, other: str, value: object, code: str
) -> None:
    """What is a day to the one is no number to the other; and what the one states, the other may leave open."""
    stated = OPEN.replace("type: TYPE, unknown: left open", "value: 2020-01-01")
    texts = [(NEW, OPEN.replace("TYPE", own) if own else stated), (OLD, OPEN.replace("TYPE", other))]
    new, old = (text.replace("grant_attributes", f"{terms}grant_attributes", 1) for text, terms in texts)
    plan = load("new", rules=library(tmp_path, new=new, old=old))
    written = {**LIFE, "facts": {"sale": value}}
    if not code:
        assert plan.life(written).facts == {"sale": day("2024-05-01")}
        return
    with pytest.raises(ProblemsError) as refused:
        plan.life(written)
    assert codes(refused) == [code]


WORKED = """\
plan: NAME
extends: vocabulary/equity
counting: {calendar: ours}
calendars: {ours: {weekend: WEEKEND, first_year: 2000, last_year: 2040, clause: "1", says: working days}}
dates: {second: {is: {plus: {business_days: 2}, to: 2024-05-03}}}
amounts: {come: {is: {cases: [{when: {from: second}, is: 1}], otherwise: 0}}}
rules:
  holder: {clause: "1", says: The holder., permit: exercise, by: grantee}
  limit: {clause: "2", says: In all., limit: exercise, at_most: {over: grants, sum: come}}
"""


@pytest.mark.parametrize("name", [each.name for each in EVALUATORS])
def test_each_plan_has_the_calendars_that_it_declares(tmp_path: Path, name: str) -> None:
    """3 May 2024 is a Friday. Where Saturdays are worked the second day after it is Monday the 6th, else Tuesday."""
    evaluator = next(each for each in EVALUATORS if each.name == name)
    if not evaluator.is_here():
        assert not available()
        pytest.skip(GAPS[name, EVERYTHING])
    files = {"new": "[saturday, sunday]", "old": "[sunday]"}
    files = {plan: WORKED.replace("NAME", plan).replace("WEEKEND", weekend) for plan, weekend in files.items()}
    plan = load("new", rules=library(tmp_path, **files))
    grants = [{"id": each, "grantee": "ann", "on": "2024-01-01", "number": 9, "plan": each} for each in ("new", "old")]
    life = {"parties": LIFE["parties"], "grants": grants}
    for on, rights, expected in (
        ("2024-05-05", 1, "denied"),
        ("2024-05-06", 1, "allowed"),
        ("2024-05-06", 2, "denied"),
        ("2024-05-07", 2, "allowed"),
    ):
        question = plan.question(life, on=on, grant="new", rights=rights)
        found = answer(evaluator, Question(plan.plan, asked_of(question)))
        assert found is None or found["outcome"] == expected


def loaded(folder: Path, **changes: str) -> list[str]:
    """The codes of the problems of a plan, some lines of which are others."""
    text = NEW
    for old, new in changes.items():
        assert WRITTEN[old] in text
        text = text.replace(WRITTEN[old], new)
    try:
        load("new", rules=library(folder, new=text))
    except ProblemsError as error:
        return [problem.code for problem in error.problems]
    return []


WRITTEN = {
    "sum": "{over: grants, sum: paid}",
    "other": "{over: grants, plan: old, sum: {balance: held}}",
    "paid": "{multiply: [{grant: price}, {total: rights, of: {event: exercises}}]}",
}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sum": "{over: grants, sum: paid-for-all}"}, "circle-of-names"),
        ({"paid": "{over: grants, granted: before, sum: paid-for-all}"}, "circle-of-names"),
        ({"sum": "{over: grants, sum: {asked: number}}"}, "question-in-grants"),
        ({"sum": "{over: grants, sum: nosuch}"}, "nothing-called"),
        ({"sum": "{over: grants, of: nobody, sum: 1}"}, "wrong-type"),
        ({"sum": "{over: grants}"}, "missing-key"),
        ({"sum": "{over: years, sum: 1}"}, "wrong-type"),
        ({"other": "{over: grants, plan: nosuch, sum: 1}"}, "no-such-plan"),
        ({"other": "{over: grants, plan: old, sum: {sum: [1, 2]}}"}, "number-of-other-plans"),
        ({"other": "{over: grants, plan: old, sum: paid-for-all}"}, "plan-tells-no-number"),
        ({"other": "{over: grants, plan: old, where: {price: 1}, sum: 1}"}, "plan-tells-no-number"),
    ],
)
def test_what_cannot_be_summed_is_a_problem(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    assert loaded(tmp_path) == []
    assert code in loaded(tmp_path, **changes)


def test_a_circle_through_another_plan_is_a_problem(tmp_path: Path) -> None:
    paid = "{multiply: [{grant: cost}, 2, {total: rights, of: {event: exercises}}]}"
    named = OLD.replace(paid, "{over: grants, plan: new, sum: paid-for-all}")
    new = NEW.replace("{over: grants, sum: paid}", "{over: grants, plan: [new, old], sum: paid}")
    with pytest.raises(ProblemsError) as refused:
        load("new", rules=library(tmp_path, old=named, new=new))
    assert codes(refused) == ["circle-through-grants"]
    # where neither names the other, it is the life that brings the two together
    unnamed = OLD.replace(paid, "{over: grants, sum: paid-for-all}, clause: '1'}, paid-for-all: {is: 1")
    plan = load("new", rules=library(tmp_path, old=unnamed, new=NEW.replace(WRITTEN["other"], "1")))
    with pytest.raises(ProblemsError) as refused:
        plan.life(LIFE)
    assert codes(refused) == ["circle-through-grants"]


COMPANY = """\
plan: pool
extends: vocabulary/equity
actions: {grant_options: {says: grant options, about: company}}
amounts: {all-granted: {is: {over: grants, of: all, sum: {grant: number}}}}
rules:
  board: {clause: "1", says: The company., permit: grant_options, by: company}
  pool: {clause: "2", says: A pool., limit: grant_options, at_most: {subtract: [1000, all-granted]}}
  holder: {clause: "3", says: The holder., permit: exercise, by: grantee}
"""


def test_a_question_of_the_company_names_no_grant(tmp_path: Path) -> None:
    (tmp_path / "pool.yaml").write_text(COMPANY, encoding="utf-8")
    plan = load(tmp_path / "pool.yaml")
    life = {
        **LIFE,
        "grants": [
            {"id": id_, "grantee": who, "on": "2024-01-01", "number": 300} for id_, who in (("a", "ann"), ("c", "bob"))
        ],
        "events": [],
    }
    ruling = plan.ask(life, "grant_options", on="2024-05-01", by="acme", rights=400)
    assert (ruling.outcome, ruling.most, ruling.grant, ruling.cautions) == ("allowed", 400, "", ())
    assert [(share.grant, share.number) for share in ruling.sums[0].shares] == [("a", 300), ("c", 300)]
    with pytest.raises(ProblemsError) as refused:
        plan.ask(life, "grant_options", on="2024-05-01", by="acme", grant="a")
    assert codes(refused) == ["not-about-a-grant"]
    assert [window.first for window in plan.windows(life, "grant_options", by="acme", rights=400)] == [None]
    assert [each.grant.id for each in plan.audit(life).grants] == ["a", "c"]  # no event records an act of the company


def test_an_act_of_the_company_is_judged_once(tmp_path: Path) -> None:
    grants = "events: {grants: {act: grant_options, number: rights, attributes: {rights: number}}}\n"
    (tmp_path / "pool.yaml").write_text(COMPANY + grants, encoding="utf-8")
    plan = load(tmp_path / "pool.yaml")
    events = [
        {"on": "2024-05-01", "event": "grants", "who": "acme", "rights": rights, "id": f"of-{rights}"}
        for rights in (400, 401)
    ]
    given = [
        {"id": id_, "grantee": who, "on": "2024-01-01", "number": 300} for id_, who in (("a", "ann"), ("c", "bob"))
    ]
    found = plan.audit({**LIFE, "grants": given, "events": events})
    assert dict(found.verdicts) == {"of-400": "allowed", "of-401": "denied"}
    assert [[act.event.id for act in each.acts] for each in found.grants] == [[], [], ["of-400", "of-401"]]


@pytest.mark.parametrize(
    "sees",
    [
        "at_most: {balance: held}",
        "at_most: {grant: number}",
        "at_most: 5, when: {from: {grant: on}}",
        "at_most: 5, when: {from: {event: dies, who: grantee}}",
        "at_most: {over: grants, sum: 1}",
        "at_most: {over: grants, of: all, granted: before, sum: 1}",
    ],
)
def test_rules_about_the_company_see_no_single_grant(tmp_path: Path, sees: str) -> None:
    text = COMPANY.replace("at_most: {subtract: [1000, all-granted]}", sees)
    assert text != COMPANY
    (tmp_path / "pool.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        load(tmp_path / "pool.yaml")
    assert codes(refused) == ["company-looks-at-grant"]


def test_a_sum_that_is_written_twice_is_told_once(tmp_path: Path) -> None:
    again = NEW.rpartition("  left:")[2]
    plan = load("new", rules=library(tmp_path, new=f"{NEW}  right:{again}"))
    ruling = plan.ask(LIFE, on="2024-05-01", grant="a", rights=1)
    assert [figure.name for figure in ruling.figures] == ["left", "right"]
    assert len(ruling.sums) == len({(repr(each.expression), each.value) for each in ruling.sums}) == 2
