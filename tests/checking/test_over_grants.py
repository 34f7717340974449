"""What checks say of plans whose rules go over grants: lives in which the holder, or somebody else, has further ones.

What is claimed of the small plan is worked out by hand from its clauses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.checking.check_context import CheckContext
from kenri.checking.difference import compare, tell_apart
from kenri.checking.frames import frame
from kenri.checking.grant_day import framed
from kenri.checking.plan_check import check, check_claims
from kenri.checking.stories import outcome, shortened
from kenri.checking.story_text import story_text
from kenri.checking.verdict import CheckReport, Result, Story
from kenri.faces.contracts.story_data import story_data
from kenri.faces.words.stories import story_lines
from kenri.loader.library import Library
from kenri.loader.lives import before_their_cause
from kenri.model.days import day, iso
from kenri.model.problems import Report
from kenri.model.sentences import Sentence
from kenri.scenarios import Scenarios
from kenri.solving.effort import Effort
from kenri.symbolic.case import InexpressibleError
from kenri.symbolic.world import ABOUT_ALL
from kenri.terms import afresh, conj, eq, neg
from tests.checking.small_plan import loaded, write
from tests.effort import examples
from tests.engine_source import ROOT
from tests.sentence_laws import speaks_japanese

PLAN = """\
plan: acme/shared
extends: vocabulary/equity
zone: UTC
events:
  leaves: {personal: true, attributes: {unvested: number}}
balances: {returned: {}}
actions:
  grant_options: {says: grant options, about: company}
terms:
  period: {clause: "1", first: 2024-04-01, last: 2030-12-31}
amounts:
  used: {is: {total: rights, of: {event: exercises}}}
  used_of_all: {is: {over: grants, sum: used}}
  taken: {is: {subtract: [{grant: number}, {balance: returned}]}}
  taken_of_all: {is: {over: grants, of: all, sum: taken}}
rules:
  holder: {clause: "1", says: The holder may exercise in the period., permit: exercise, by: grantee, when: period}
  together: {clause: "2", says: 150 rights under all grants., limit: exercise, at_most: {subtract: [150, used_of_all]}}
  company: {clause: "3", says: The company grants options., permit: grant_options, by: company}
  pool: {clause: "3", says: From a pool of 1000., limit: grant_options, at_most: {subtract: [1000, taken_of_all]}}
  unlisted: {clause: "4", says: Nothing after an exercise., forbid: grant_options, when: {after: {event: exercises}}}
effects:
  return:
    clause: "3"
    says: What is forfeited returns to the pool.
    on: {event: leaves, who: grantee}
    moves: {of_event: unvested}
    to: returned
claims:
  never-beyond: {clause: "2", says: x, never: {may: exercise}, when: {quantity: used_of_all, at_least: 150}}
  what-is-held:
    clause: "2"
    says: Who has exercised less than 100 rights of a grant may exercise a further one.
    by: grantee
    always: {may: exercise, number: 1}
    when: {all: [period, {quantity: used, less_than: 100}, {quantity: {balance: held}, at_least: 1}]}
  pool-kept:
    clause: "3"
    says: Nothing is granted beyond the pool.
    of: grant_options
    by: company
    never: {may: grant_options}
    when: {quantity: taken_of_all, at_least: 1000}
  pool-is-large:
    clause: "3"
    says: A thousand suffice.
    of: grant_options
    by: company
    always: {may: grant_options, number: 1}
  before-on-the-day:
    clause: "2"
    says: Of the day of the grant another may come before it.
    possible: {quantity: {over: grants, granted: before, where: {on: 2024-04-01}, sum: 1}, at_least: 1}
"""

ALONE = PLAN.replace("used_of_all]}}\n  company", "used]}}\n  company").replace(
    "{quantity: used_of_all,", "{quantity: used,"
)
"""The same plan, but that the 150 rights are those of each grant."""

EARLIER = "{over: grants, granted: before, sum: 1}"

PLANS = {name: load(name) for name in Library().ids("plan")}
OVER_GRANTS = {"plans/tax-qualified-yearly-limit": 1, "plans/iso-section-422": 1, "plans/option-pool": 2}
"""The shipped plans whose rules or claims go over grants, and how many further grants there are for them."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return loaded(tmp_path_factory.mktemp("rules"), PLAN)


@pytest.fixture(scope="module")
def report(plan: LoadedPlan) -> CheckReport:
    return check(plan)


@pytest.fixture(scope="module")
def claims(report: CheckReport) -> Mapping[str, Result]:
    return {each.subject: each for each in report.results if each.kind == "claim"}


def story_of(result: Result) -> Story:
    assert result.story is not None
    return result.story


def test_what_holds_whatever_other_grants_there_are_is_proved(claims: Mapping[str, Result]) -> None:
    assert {claims["never-beyond"].status, claims["pool-kept"].status} == {"proved"}


def test_only_a_second_grant_of_the_holder_breaks_what_is_claimed(
    plan: LoadedPlan, claims: Mapping[str, Result], tmp_path: Path
) -> None:
    """Of its own 100 rights fewer are used, so that 50 are left of the 150, unless another grant has used them."""
    story = story_of(claims["what-is-held"])
    assert claims["what-is-held"].status == "refuted"
    own, other = story.life.grants["grant"], story.life.grants["grant-2"]
    assert {own.grantee, other.grantee} == {"grantee"}
    assert (own.number, own.on) == (100, day("2024-04-01"))
    used = dict.fromkeys(story.life.grants, 0)
    for event in story.life.events:
        rights = event.attributes["rights"]
        assert isinstance(rights, int)
        used[event.grant or ""] += rights
    assert used["grant"] < 100
    assert used["grant"] + used["grant-2"] >= 150
    assert (story.grant, story.outcome, outcome(plan, story)) == ("grant", "denied", "denied")
    (of_each,) = check_claims(loaded(tmp_path, ALONE), {"what-is-held": plan.plan.claims["what-is-held"]})
    assert of_each.status == "proved"


def test_a_grant_of_somebody_else_counts_where_those_of_all_do(plan: LoadedPlan, claims: Mapping[str, Result]) -> None:
    """1000 of the pool are taken by the grant of 100 and others together."""
    story = story_of(claims["pool-is-large"])
    assert claims["pool-is-large"].status == "refuted"
    assert (story.action, story.by, story.grant) == ("grant_options", "company", "")
    assert sum(grant.number for grant in story.life.grants.values()) >= 1000
    assert outcome(plan, story) == "denied"
    assert plan.ask(story.life, "grant_options", on=iso(story.on), by="company", rights=1).rules == ("pool",)


def test_a_grant_of_the_same_day_may_stand_before_it_in_the_record(claims: Mapping[str, Result]) -> None:
    story = story_of(claims["before-on-the-day"])
    assert claims["before-on-the-day"].status == "proved"
    assert [*story.life.grants] == ["grant-2", "grant"]
    assert {grant.on for grant in story.life.grants.values()} == {day("2024-04-01")}


def test_the_company_does_not_see_what_is_about_a_grant_alone(report: CheckReport) -> None:
    """An exercise is about a grant, and questions about the company are about none."""
    (found,) = (each for each in report.results if (each.kind, each.subject) == ("reachable", "unlisted"))
    assert found.status == "refuted"


def test_every_story_of_several_grants_is_what_the_reference_says(plan: LoadedPlan, report: CheckReport) -> None:
    told = [each.story for each in report.results if each.story is not None]
    assert any(story.has_several_grants for story in told)
    assert [outcome(plan, story) for story in told] == [story.outcome for story in told]


def test_a_story_of_several_grants_is_a_scenario(
    plan: LoadedPlan, claims: Mapping[str, Result], tmp_path: Path
) -> None:
    for name in ("what-is-held", "pool-is-large"):
        file = tmp_path / f"{name}.yaml"
        file.write_text(story_text(plan, plan.id, story_of(claims[name]), Sentence("so-of-no-life")))
        asked = Scenarios(plans={plan.id: plan})
        problems = Report()
        (scenario,) = asked.read([file], problems)
        assert not problems.problems
        assert [*asked.unmet(scenario)] == []


def test_a_story_of_several_grants_says_which(plan: LoadedPlan, claims: Mapping[str, Result]) -> None:
    story = story_of(claims["what-is-held"])
    lines = [*story_lines(plan, story, "en")]
    assert "2024-04-01  grant (grantee): granted 100" in lines
    assert any("exercises" in line and line.endswith("[grant-2]") for line in lines)
    assert "[grant]" in lines[-1]
    assert "2024-04-01  grant (grantee)：100個を割当て" in [*story_lines(plan, story, "ja")]
    assert story_data(plan, story)["grant"] == "grant"


def test_a_story_is_told_without_a_grant_that_changes_nothing(plan: LoadedPlan, claims: Mapping[str, Result]) -> None:
    story = story_of(claims["what-is-held"])
    short = shortened(plan, story, lambda each: each.grant in each.life.grants)
    assert ([*short.life.grants], short.life.events) == (["grant"], ())


def test_the_bound_says_which_grants_are_looked_at(report: CheckReport) -> None:
    codes = [note.code for note in report.bound.notes]
    assert {"further-grants-of-holder", "further-grants-of-others", "further-grants-alike"} <= {*codes}
    assert "grants under other plans, and more of them, are not looked at" in "; ".join(
        note.text() for note in report.bound.notes
    )
    for note in report.bound.notes:
        speaks_japanese(note)


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, ("proved", "")), (2, ("proved", "where-more-grants")), (3, ("undecided", "rests-on-grants"))],
)
def test_more_grants_than_the_bound_has_are_tried_where_a_rule_rests_on_them(
    tmp_path: Path, number: int, told: tuple[str, str]
) -> None:
    """There is one further grant at first, and then there are two: whether three would bar it nobody knows."""
    rule = f"  bar: {{clause: c, says: x, forbid: exercise, when: {{quantity: {EARLIER}, at_least: {number}}}}}\n"
    text = ALONE.partition("  company:")[0] + rule
    found = check(loaded(tmp_path, text), names=frozenset({"bar"}), kinds=frozenset({"reachable", "shadowed"}))
    assert {(each.status, "" if each.note is None else each.note.code) for each in found.results} == {told}


OTHER = """\
plan: acme/other
extends: vocabulary/equity
zone: UTC
events:
  doubles: {attributes: {ratio: ratio}}
  leaves: {personal: true, attributes: {unvested: number}}
grant_attributes: {cost: number, made: {type: day, optional: true}}
amounts: {used: {is: {multiply: [2, {total: rights, of: {event: exercises}}]}}}
rules: {holder: {clause: "1", says: The holder., permit: exercise, by: grantee}}
effects: {double: {clause: "1", says: Doubled., on: {event: doubles}, scales: {of_event: ratio}}}
"""

BESIDE = """plan: acme/beside
extends: vocabulary/equity
zone: UTC
terms: {period: {clause: "1", first: 2024-04-01, last: 2030-12-31}}
amounts:
  used: {is: {total: rights, of: {event: exercises}}}
  used-of-all: {is: {over: grants, plan: [acme/beside, acme/other], sum: used}}
  held-of-other: {is: {over: grants, plan: acme/other, sum: {balance: held}}}
rules:
  holder: {clause: "1", says: The holder., permit: exercise, by: grantee, when: period}
  together: {clause: "2", says: 150 in all., limit: exercise, at_most: {subtract: [150, used-of-all]}}
  many: {clause: "3", says: Not beside 500., forbid: exercise, when: {quantity: held-of-other, at_least: 500}}
claims:
  never-beyond: {clause: "2", says: x, never: {may: exercise}, when: {quantity: used-of-all, at_least: 150}}
  what-is-held:
    clause: "2"
    says: Who has used less than 100 under this plan may exercise.
    by: grantee
    always: {may: exercise, number: 1}
    when:
      all:
        - period
        - {quantity: {over: grants, plan: acme/beside, sum: used}, less_than: 100}
        - {quantity: {balance: held}, at_least: 1}
        - {quantity: held-of-other, less_than: 500}
  many-can-be-held: {clause: "3", says: x, possible: {quantity: held-of-other, at_least: 500}}
"""


def beside(folder: Path, other: str = OTHER, own: str = BESIDE) -> LoadedPlan:
    for name, text in {"beside": own, "other": other}.items():
        write(folder, text, f"acme/{name}.yaml")
    return load("acme/beside", rules=folder)


def test_grants_under_other_plans_that_are_named_are_looked_at(tmp_path: Path) -> None:
    """Only what is exercised under the other plan breaks the claim, where each right counts twice: 75 do."""
    plan = beside(tmp_path)
    found = {each.subject: each for each in check(plan, kinds=frozenset({"claim"})).results}
    statuses = {"never-beyond": "proved", "what-is-held": "refuted", "many-can-be-held": "proved"}
    assert {name: found[name].status for name in statuses} == statuses
    story = story_of(found["what-is-held"])
    (other,) = (grant for grant in story.life.grants.values() if grant.plan)
    assert other.plan == "acme/other"
    used = [each.attributes["rights"] for each in story.life.events if each.grant == other.id]
    assert 2 * sum(number for number in used if isinstance(number, int)) >= 150
    assert f"{other.id} (grantee) acme/other" in "\n".join(story_lines(plan, story, "en"))


def test_plans_are_compared_with_grants_under_others(tmp_path: Path) -> None:
    of_both = beside(tmp_path / "a")
    alone = beside(tmp_path / "b", own=BESIDE.replace("plan: [acme/beside, acme/other]", "plan: acme/beside"))
    found = {each.direction: each for each in compare(alone, of_both).differences}
    assert found["newly-allowed"].status == "proved"
    assert found["newly-denied"].status == "refuted"
    story = found["newly-denied"].story
    assert story is not None
    assert "acme/other" in {grant.plan for grant in story.life.grants.values()}


def test_a_story_of_several_plans_is_a_scenario_that_passes(tmp_path: Path) -> None:
    plan = beside(tmp_path)
    (found,) = check_claims(plan, {"what-is-held": plan.plan.claims["what-is-held"]})
    file = write(tmp_path, story_text(plan, plan.id, story_of(found), Sentence("so-of-no-life")), "found.yaml")
    asked, problems = Scenarios(rules=tmp_path), Report()
    (scenario,) = asked.read([file], problems)
    assert not problems.problems
    assert [*asked.unmet(scenario)] == []


def test_the_bound_names_the_other_plans(tmp_path: Path) -> None:
    notes = check(beside(tmp_path), names=frozenset({"never-beyond"})).bound.notes
    assert "and as many under each of `acme/other`" in [note.text() for note in notes]
    for note in notes:
        speaks_japanese(note)


@pytest.mark.parametrize(
    "change",
    [
        ("{ratio: ratio}", "{ratio: number}", "{ratio: ratio}"),
        ("{personal: true, attributes: {unvested: number}}", "{attributes: {unvested: number}}", "{ratio: ratio}"),
    ],
)
def test_what_goes_over_grants_of_a_plan_that_means_something_else_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str, str]
) -> None:
    """No life is told in the words of both where they call different things the same."""
    was, now, ratio = change
    events = (
        f"events: {{doubles: {{attributes: {ratio}}}, leaves: {{personal: true, attributes: {{unvested: number}}}}}}\n"
    )
    plan = beside(tmp_path, OTHER.replace(was, now), BESIDE.replace("terms: {period", events + "terms: {period"))
    report = check(plan, kinds=frozenset({"claim", "reachable"}))
    assert {each.status for each in report.results if each.subject in ("never-beyond", "what-is-held", "many")} == {
        "not-checked"
    }
    assert "the solver cannot express `over` grants under `acme/other`" in {each.text() for each in report.refused}


@pytest.mark.parametrize("name", PLANS)
def test_only_where_rules_go_over_grants_is_there_a_further_one(name: str) -> None:
    """Any other check is of the one grant, and searches what it did before."""
    assert len(frame(PLANS[name].plan).further) == OVER_GRANTS.get(name, 0)


def test_a_yearly_limit_that_forgets_earlier_options_is_found_out_by_a_second(tmp_path: Path) -> None:
    """Section 422(d) counts the options in the order of grant. Where each is held against the whole 100,000, two are
    above it together: up to 100,000 of each count.
    """
    source = (ROOT / "rules/plans/iso-section-422.yaml").read_text(encoding="utf-8")
    forgetful = source.replace("{subtract: [yearly_limit, used_by_earlier]}", "yearly_limit")
    assert forgetful != source
    plan = loaded(tmp_path, forgetful)
    (found,) = check_claims(plan, {"limit-of-all-options": plan.plan.claims["limit-of-all-options"]})
    story = story_of(found)
    assert found.status == "refuted"
    year = iso(story.on)[:4]
    there = (each for each in story.life.events if each.kind == "first_exercisable" and each.on <= story.on)
    of_year = [each for each in there if iso(each.on)[:4] == year]
    counted: dict[str, int] = dict.fromkeys(story.life.grants, 0)
    for each in of_year:
        value = each.attributes["value"]
        assert isinstance(value, int)
        for grant in story.life.grants if each.grant is None else [each.grant]:
            counted[grant] += value
    assert len(counted) == 2
    assert sum(min(value, 100_000) for value in counted.values()) > 100_000


def test_a_claim_from_beside_the_plan_may_go_over_grants(tmp_path: Path, plan: LoadedPlan) -> None:
    alone = loaded(tmp_path, ALONE.partition("  company:")[0])
    assert framed(alone).further == ()
    claimed = plan.plan.claims["before-on-the-day"]
    (found,) = check_claims(alone, {"before": claimed})
    assert found.status == "proved"


def test_what_a_limit_of_each_grant_allows_beyond_one_of_all_takes_a_second(tmp_path: Path) -> None:
    of_each, of_all = loaded(tmp_path / "a", ALONE), loaded(tmp_path / "b", PLAN)
    found = compare(of_each, of_all, actions=["exercise"])
    by_direction = {each.direction: each for each in found.differences}
    assert by_direction["newly-allowed"].status == "proved"
    assert by_direction["newly-denied"].status == "refuted"
    story = by_direction["newly-denied"].story
    assert story is not None
    assert len(story.life.grants) == 2
    assert (outcome(of_each, story), outcome(of_all, story)) == ("allowed", "denied")
    assert isinstance(tell_apart(of_each, of_all), Story)


def test_a_figure_over_grants_is_told_from_that_of_one(tmp_path: Path) -> None:
    """No rule goes over grants: the figure alone does, and with a second grant it is another."""
    head = ALONE.partition("  company:")[0] + 'figures: {used: {clause: "2", says: x, of: exercise, is: FIGURE}}\n'
    one, all_, again = (
        loaded(tmp_path / name, head.replace("FIGURE", figure))
        for name, figure in (("a", "used"), ("b", "used_of_all"), ("c", "{sum: [used_of_all, 0]}"))
    )
    assert tell_apart(one, all_) == Sentence("figure-may-differ", name="used")
    assert tell_apart(all_, again) is None


NUMBERS = (
    "{over: grants, sum: 1}",
    "{over: grants, sum: {grant: number}}",
    "{over: grants, of: all, sum: {balance: held}}",
    "{over: grants, granted: before, sum: {grant: size}}",
    "{over: grants, of: all, granted: before, where: {kind: a}, sum: used}",
    "{over: grants, where: {size: {at_least: 3}, kind: [a, b]}, sum: since}",
    "{over: grants, of: all, where: {number: {less_than: 50}}, sum: told}",
    "{over: grants, of: all, sum: opened}",
)

MANY = """\
plan: acme/many
extends: vocabulary/equity
zone: UTC
events:
  leaves: {personal: true, attributes: {size: number}}
  opens: {attributes: {size: {type: number, optional: true}}}
  closes: {requires: [opens]}
grant_attributes:
  kind: {one_of: [a, b, c], default: a}
  size: {type: number, optional: true}
amounts:
  used: {is: {total: rights, of: {event: exercises}, per: year}}
  since: {is: {days_between: [{grant: on}, {first: {event: [opens, leaves]}}]}}
  told: {is: {attribute: size, of: {event: opens}}}
  opened:
    is:
      cases: [{when: {begins: {event: opens}, ends: {event: closes}}, is: 1}]
      otherwise: {at: {plus: {months: 1}, to: {grant: on}}, take: {balance: held}}
rules:
  holder: {clause: "1", says: x, permit: exercise, by: grantee, when: {from: 2024-04-01}}
  bar: {clause: "2", says: x, forbid: exercise, when: {quantity: NUMBER, TEST}}
"""


@examples(24)
@given(number=st.sampled_from(NUMBERS), test=st.sampled_from(("at_least: 2", "equals: 5", "less_than: 40")))
def test_what_the_solver_finds_in_lives_of_several_grants_the_reference_finds(
    tmp_path_factory: pytest.TempPathFactory, number: str, test: str
) -> None:
    """Translation validation: models of allowed, denied and unknown, with and without grants and events about them."""
    plan = loaded(tmp_path_factory.mktemp("rules"), MANY.replace("NUMBER", number).replace("TEST", test))
    assert replayed_lives(plan, ("leaves", "opens", "closes"))


OF_OTHERS = (
    "{over: grants, plan: acme/other, sum: 1}",
    "{over: grants, plan: [acme/many, acme/other], of: all, sum: {grant: number}}",
    "{over: grants, plan: acme/other, of: all, sum: {balance: held}}",
    "{over: grants, plan: [acme/many, acme/other], granted: before, sum: used}",
    "{over: grants, plan: acme/other, where: {cost: {at_least: 3}}, sum: used}",
    "{over: grants, sum: used}",
)


@examples(12)
@given(number=st.sampled_from(OF_OTHERS), test=st.sampled_from(("at_least: 2", "equals: 5", "less_than: 40")))
def test_what_the_solver_finds_in_lives_of_several_plans_the_reference_finds(
    tmp_path_factory: pytest.TempPathFactory, number: str, test: str
) -> None:
    """The same where grants are under two plans, each of which knows kinds of event that the other does not."""
    folder = tmp_path_factory.mktemp("rules")
    write(
        folder,
        MANY.replace("NUMBER", number).replace("TEST", test).replace("{size: number}", "{unvested: number}"),
        "acme/many.yaml",
    )
    write(folder, OTHER, "acme/other.yaml")
    plan = load("acme/many", rules=folder)
    assert replayed_lives(plan, ("leaves", "opens", "doubles") if "plan:" in number else ("leaves", "opens"))


def replayed_lives(plan: LoadedPlan, kinds: Sequence[str]) -> int:
    """How many models were replayed: of allowed, denied and unknown, with and without further grants, events about
    them, and events of some kinds about all of them.
    """
    replayed = 0
    with afresh():
        context = CheckContext(plan, framed(plan), effort=Effort(4_000_000))
        truth = context.standing("grantee", "exercise").allowed(context.prover.asked_on, context.prover.number)
        life = context.prover.symbolic_life
        there = [each.exists for each in life.further]
        about = [
            conj(slot.happens, seen.happens)
            for grant in life.further
            for kind in life.kinds()
            for slot, seen in zip(life.events(kind), grant.slots(kind), strict=True)
        ]
        of_all = [conj(slot.happens, eq(slot.grant, ABOUT_ALL)) for kind in kinds for slot in life.events(kind)[:1]]
        wanted = {"allowed": truth.yes, "denied": neg(truth.maybe), "unknown": conj(truth.maybe, neg(truth.yes))}
        for expected, flag in wanted.items():
            for with_ in (
                [],
                there,
                [*there, *about[:2]],
                [*there, *about[-2:]],
                of_all,
                [*there, *of_all[1:]],
                [neg(each) for each in there],
            ):
                answer, model = context.prover.model(flag, *with_, effort=context.effort)
                if answer != "yes" or model is None:
                    continue
                found = context.prover.found_in(model, "grantee", "exercise")
                story = Story(
                    plan=plan.id,
                    life=found.life,
                    grant=found.grant,
                    action="exercise",
                    by="grantee",
                    on=found.on,
                    number=found.number,
                    facts=found.facts,
                )
                assert outcome(plan, story) == expected, story
                assert not [*before_their_cause(found.life, plan.plan)]
                replayed += 1
    return replayed


def test_lives_of_one_grant_alone_still_refuse_what_goes_over_others(plan: LoadedPlan) -> None:
    context = CheckContext(plan, replace(framed(plan), further=()))
    with pytest.raises(InexpressibleError, match="grants that are not told"):
        context.standing("grantee", "exercise").allowed(context.prover.asked_on, None)
