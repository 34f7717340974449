"""Scenario files: what they say is read, and each mistake in one is reported at its place in words that help."""

from pathlib import Path
from textwrap import dedent, indent

import pytest

from kenri.loader.link import load
from kenri.loader.scenarios import read_scenarios
from kenri.model.days import day
from kenri.model.plan import Plan
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling, LoadedScenario, exact_number

PLAN = """\
plan: acme
extends: vocabulary/equity
readings: {roll: {question: Does it roll?, options: {no: it stays, yes: it rolls}, default: no}}
events: {leaves: {personal: true}}
rules:
  in-time: {clause: "1", says: Within ten days., permit: exercise, when: {within: {days: 10}, after: {event: leaves}}}
figures:
  cost: {clause: "2", says: The cost., is: {multiply: [{asked: number}, 2]}, of: exercise}
  fee: {clause: "3", says: The fee., is: 5, stated: 6}
"""

LIFE = """\
life:
  parties: {ann: {role: grantee}}
  grants: [{grantee: ann, on: 2024-01-01, number: 10}]
  events: [{on: 2024-03-01, event: leaves}]
"""


def read(tmp_path: Path, text: str) -> tuple[list[LoadedScenario], list[str]]:
    (tmp_path / "acme.yaml").write_text(PLAN, encoding="utf-8")
    path = tmp_path / "scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    report = Report()

    def plan_of(name: str) -> Plan:
        return load(name)

    told = read_scenarios(path, plan_of, report)
    return told, [problem.render().removeprefix(f"{path}:") for problem in report.problems]


def scenario(asks: str, *, life: str = "") -> str:
    """A file with one scenario."""
    text = f"plan: acme.yaml\nclause: 4\n{LIFE}scenarios:\n  one:\n    because: so\n"
    text = text.replace("clause: 4", 'clause: "4"')
    return text + indent(dedent(life), "    ") + "    asks:\n" + indent(dedent(asks).strip(), "      ") + "\n"


def test_a_scenario_is_read_with_its_defaults(tmp_path: Path) -> None:
    told, problems = read(tmp_path, scenario("- {on: 2024-03-11, rights: 4, expect: allowed}"))
    assert not problems
    (one,) = told
    assert (one.name, one.clause, one.because, one.rows) == ("one", "4", "so", ())
    assert [event.kind for event in one.life.events] == ["leaves"]
    (ask,) = one.asks
    assert isinstance(ask.expected, ExpectedRuling)
    assert (ask.expected.action, ask.expected.rights, ask.expected.settled) == ("exercise", 4, None)
    assert ask.places["expect"].line == ask.place.line == 11


def test_events_of_a_scenario_follow_those_of_the_file_and_other_keys_replace(tmp_path: Path) -> None:
    life = """\
    life:
      grants: [{grantee: ann, on: 2024-02-01, number: 20}]
      events: [{on: 2024-04-01, event: exercises, rights: 3}]
    """
    told, problems = read(tmp_path, scenario("- {on: 2024-03-11, expect: allowed}", life=life))
    assert not problems
    (one,) = told
    assert [event.kind for event in one.life.events] == ["leaves", "exercises"]
    assert [event.id for event in one.life.events] == ["event-1", "event-2"]
    assert [(grant.on, grant.number) for grant in one.life.grants.values()] == [(day("2024-02-01"), 20)]
    assert list(one.life.parties) == ["ann"]
    first, second = one.life.events
    assert first.place is not None
    assert second.place is not None
    assert (first.place.line, second.place.line) == (6, 12)


NONE = (
    "{on: 2024-03-12, expect: denied, windows: [], missing: [], turns_on: []}",
    "{on: 2024-03-12, figure: cost, rights: 2, missing: []}",
    "{audit: true, violations: [], unjudged: []}",
)


@pytest.mark.parametrize("ask", NONE)
def test_an_empty_list_means_none_where_leaving_the_key_out_means_something_else(tmp_path: Path, ask: str) -> None:
    told, problems = read(tmp_path, scenario(f"- {ask}"))
    assert not problems
    (placed,) = told[0].asks
    given = [getattr(placed.expected, key) for key in ("windows", "missing", "turns_on", "violations", "unjudged")
             if key in ask]  # fmt: skip
    assert given
    assert set(given) == {()}


def test_what_is_left_out_is_not_looked_at(tmp_path: Path) -> None:
    told, _ = read(tmp_path, scenario("- {on: 2024-03-11, expect: allowed}"))
    expected = told[0].asks[0].expected
    assert isinstance(expected, ExpectedRuling)
    assert (expected.windows, expected.missing, expected.turns_on) == (None, None, None)


def test_a_file_may_have_several_documents(tmp_path: Path) -> None:
    text = scenario("- {on: 2024-03-11, expect: allowed}")
    told, problems = read(tmp_path, text + "---\n" + text.replace("one:", "two:"))
    assert not problems
    assert [each.name for each in told] == ["one", "two"]


# What is asked, the text that stands at the place of the problem, and words of it.
MISTAKES = (
    ("{on: 2024-03-11}", "{on", "must be a mapping with `on`, `expect` ... or"),
    ("{on: 2024-03-11, expect: perhaps}", "perhaps", "`expect` must be one of `allowed`, `denied`, `unknown`"),
    ("{on: 2024-03-11, expects: allowed}", "{on", "the nearest known name is `expect`"),
    ("{expect: allowed}", "{expect", "the key `on` is missing"),
    ("{on: 2024-03-11, expect: allowed, right: 4}", "right:", "the nearest known name is `rights`"),
    ("{on: 11 March, expect: allowed}", "11 March", "`on` must be a day such as `2024-03-31`"),
    ("{on: 2024-03-11, expect: allowed, rules: in-tme}", "in-tme", "there is no rule `in-tme`"),
    ("{on: 2024-03-11, expect: allowed, rules: [in-time, in-tme]}", "in-tme", "the nearest known name is `in-time`"),
    ("{on: 2024-03-11, expect: allowed, action: sell}", "sell", "there is no action `sell`"),
    ("{on: 2024-03-11, expect: allowed, by: bob}", "bob", "there is no party or role `bob`"),
    ("{on: 2024-03-11, expect: allowed, grant: g2}", "g2", "there is no grant `g2`"),
    ("{on: 2024-03-11, expect: allowed, readings: {rol: yes}}", "rol:", "there is no reading `rol`"),
    ("{on: 2024-03-11, expect: allowed, readings: {roll: maybe}}", "maybe", "`maybe` is no option of `roll`"),
    ("{on: 2024-03-11, expect: allowed, turns_on: [rol]}", "rol]", "there is no reading `rol`"),
    ("{on: 2024-03-11, expect: allowed, figures: {costs: 4}}", "costs", "there is no figure `costs`"),
    ("{on: 2024-03-11, expect: allowed, figures: {cost: much}}", "much", "a figure is a number, found `much`"),
    ("{on: 2024-03-11, expect: allowed, balances: {heled: 4}}", "heled", "there is no balance `heled`"),
    ("{on: 2024-03-11, expect: allowed, with: {paid: true}}", "paid", "there is no fact of the question `paid`"),
    ("{on: 2024-03-11, expect: allowed, window: {}}", "{}", "one of the keys `first`, `last` is needed"),
    ("{on: 2024-03-11, expect: allowed, rules: []}", "[]", "`rules` is an empty list"),
    ("{on: 2024-03-11, expect: allowed, not_rules: in-tme}", "in-tme", "there is no rule `in-tme`"),
    ("{on: 2024-03-11, figure: cst, is: 4}", "cst", "there is no figure `cst`"),
    ("{on: 2024-03-11, figure: cost}", "{on", "one of the keys `is`, `missing`, `discrepant`, `turns_on` is needed"),
    ("{on: 2024-03-11, figure: cost, is: much}", "much", "a figure is a number, found `much`"),
    ("{on: 2024-03-11, figure: cost, discrepant: true}", "discrepant", "states nothing for `cost`"),
    ("{audit: true, violations: event-9}", "event-9", "there is no event `event-9`"),
    ("{audit: false}", "false", "`audit` is written `true`"),
)


@pytest.mark.parametrize(("ask", "at", "words"), MISTAKES)
def test_a_mistake_is_reported_at_its_place(tmp_path: Path, ask: str, at: str, words: str) -> None:
    text = scenario(f"- {ask}")
    _, problems = read(tmp_path, text)
    assert len(problems) == 1, problems
    line, column, _ = problems[0].split(":", 2)
    assert text.splitlines()[int(line) - 1][int(column) - 1 :].startswith(at), problems[0]
    assert words in problems[0]


SCENARIO = "scenarios: {one: {because: so, asks: [{audit: true}]}}"
LIVELY = "scenarios: {one: {because: so, life: {events: [{on: 2024-01-01, event: left}]}, asks: [{audit: true}]}}"

FILES = {
    "an unknown key": (f"plan: acme.yaml\nplann: x\n{SCENARIO}", "2:1: the key `plann` is not known here"),
    "no plan": (SCENARIO, "1:1: the key `plan` is missing"),
    "an unknown plan": (f"plan: nowhere\n{SCENARIO}", "1:7: there is no plan `nowhere`"),
    "no reason": ("plan: acme.yaml\nscenarios: {one: {asks: [{audit: true}]}}", "2:18: the key `because` is missing"),
    "a life of another kind": (f"plan: acme.yaml\nlife: mine\n{SCENARIO}", "2:7: a life is a mapping"),
    "an event that the plan does not know": (f"plan: acme.yaml\n{LIVELY}", "2:72: there is no event `left`"),
    "a list": ("- 1", "1:1: the document must be a mapping"),
    "nothing": ("", "the text is empty"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_malformed_file_is_reported(tmp_path: Path, what: str) -> None:
    text, words = FILES[what]
    told, problems = read(tmp_path, text)
    assert not told
    assert words in "\n".join(problems)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    asks = "- {on: 2024-03-11, expect: allowed, rules: in-tme}\n- {on: 2024-03-11, expect: allowed, action: sell}"
    text = scenario(asks, life="life: {events: [{on: 2024-04-01, event: exercise, rights: 3}]}\n")
    _, problems = read(tmp_path, text)
    assert len(problems) == 1, "a life that cannot be read hides what is asked about it"
    _, problems = read(tmp_path, scenario(asks))
    assert len(problems) == 2


def test_problems_of_the_plan_keep_their_places(tmp_path: Path) -> None:
    text = scenario("- {on: 2024-03-11, expect: allowed}").replace("acme.yaml", "broken.yaml")
    (tmp_path / "broken.yaml").write_text("plan: broken\nrules: {a: {clause: x, says: x, permit: fly}}\n")
    told, problems = read(tmp_path, text)
    assert not told
    assert any("broken.yaml:2" in problem and "`fly`" in problem for problem in problems), problems


@pytest.mark.parametrize("text", ["", "1/0", "a", "1/"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert exact_number(text) is None
    assert exact_number(True) is None
