"""`kenri lint`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checking.small_plan import write
from tests.faces.commands.running import PLAN, SCENARIOS, Kenri
from tests.faces.commands.test_figure import FIGURES


def test_lint_is_silent_about_a_good_plan(kenri: Kenri, project: Path) -> None:
    answer = kenri("lint", "rules")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "1 rule file, 1 plan: 0 problems, 0 warnings\n"


def test_lint_warns_of_what_is_probably_a_slip(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    idle = "readings: {idle: {question: Is it?, options: {no: it is not, yes: it is}, default: no}}"
    text = text.replace("terms:\n", "terms:\n  unused: {value: 3}\n")
    text = text.replace("zone: UTC\n", f"zone: UTC\nactions: {{sell: {{}}}}\n{idle}\n")
    idle = '  never-tried: {clause: "5", says: Not on a holiday., forbid: exercise, when: never}\n'
    text = text.replace("\nrules:\n", f"\nrules:\n{idle}")
    (project / PLAN).write_text(text, encoding="utf-8")
    answer = kenri("lint", PLAN)
    assert answer.code == 0
    for words in (
        "the term `unused` is never used",
        "the reading `idle` is never consulted",
        "no rule of `acme/options` permits `sell`, so it is always denied",
        "no scenario expects the rule `never-tried` to decide",
    ):
        assert words in answer.err
    assert "4 warnings" in answer.out
    assert kenri("lint", PLAN, "--strict").code == 1
    data = kenri("lint", PLAN, "--json").data
    assert [each["severity"] for each in data["problems"]] == ["warning"] * 4
    assert all(each["file"] == PLAN and each["line"] for each in data["problems"])


UNTRIED = """\
balances: {forfeited: {}}
readings: {when-gone: {question: When?, options: {now: at once, later: a day later}, default: now}}
figures:
  tally: {clause: "9", says: One., is: 1}
"""


def test_lint_warns_of_effects_figures_and_options_that_no_scenario_tries(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    gone = "gone: {is: {reading: when-gone, choices: {now: 2040-01-01, later: 2040-01-02}}}"
    forfeits = 'forfeits: {clause: "9", says: Forfeited., on: gone, at: end_of_day, moves: all, to: forfeited}'
    text = text.replace("dates:\n", f"dates:\n  {gone}\n", 1) + UNTRIED
    text = text.replace("\neffects:\n", f"\neffects:\n  {forfeits}\n")
    (project / PLAN).write_text(text, encoding="utf-8")
    answer = kenri("lint", PLAN)
    warnings = [line.partition("warning: ")[2] for line in answer.err.splitlines() if "warning: " in line]
    assert sorted(each.partition("no scenario ")[2] for each in warnings) == [
        "asks for the figure `tally` [figure-untried]",
        "looks at the balance that the effect `forfeits` changes [effect-untried]",
        "reads `when-gone` as `later` [option-untried]",
    ]
    assert "add a question with `balances: {forfeited: ...}`" in answer.err
    assert "add a question with `readings: {when-gone: later}`" in answer.err
    path = project / SCENARIOS
    told = path.read_text(encoding="utf-8")
    asks = [
        "{on: 2026-02-01, figure: tally, is: 1}",
        "{audit: true, balances: {forfeited: 0}, readings: {when-gone: later}}",
    ]
    last = "  all:\n    because: All is tried.\n    asks:\n" + "".join(f"      - {ask}\n" for ask in asks)
    path.write_text(told.rstrip() + "\n" + last, encoding="utf-8")
    assert kenri("test", SCENARIOS).code == 0, kenri("test", SCENARIOS).out
    assert kenri("lint", PLAN).err == ""


def test_lint_warns_once_of_a_plan_without_scenarios(kenri: Kenri, project: Path) -> None:
    (project / "rules" / "other.yaml").write_text(FIGURES.replace("acme/figures", "other"), encoding="utf-8")
    answer = kenri("lint", "rules")
    assert answer.code == 0
    assert "rules/other.yaml:1:1: warning: no scenario asks about `other`" in answer.err
    assert "2 plans: 0 problems, 1 warning" in answer.out
    (project / "elsewhere.yaml").write_text(FIGURES, encoding="utf-8")
    assert kenri("lint", "elsewhere.yaml").err == "", "nobody says where its scenarios are"


def test_lint_reports_every_problem(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("unless: exercise-period", "unles: exercise-period"), encoding="utf-8")
    answer = kenri("lint", "rules")
    assert answer.code == 2
    assert f"{PLAN}:" in answer.err
    assert "the nearest known name is `unless`" in answer.err


def test_the_shipped_rule_files_are_without_problems(kenri: Kenri) -> None:
    answer = kenri("lint", "--json")
    errors = [each for each in answer.data["problems"] if each["severity"] == "error"]
    assert not errors


def test_lint_takes_a_folder_of_rules(kenri: Kenri, tmp_path: Path) -> None:
    """By an id in it, with what that extends; all in it where nothing is named; folders and files as before."""
    write(tmp_path, "family: my/base\nextends: vocabulary/equity\nrules: {a: {clause: c, says: x, permit: exercise}}\n",
          "my/base.yaml")  # fmt: skip
    path = write(tmp_path, "plan: my/plan\nextends: my/base\n", "my/plan.yaml")
    for named, files in (((), 2), (("my/plan",), 1), ((path,), 1), ((tmp_path,), 2)):
        told = json.loads(kenri("lint", *named, "--rules", tmp_path, "--json").out)
        assert (told["files"], told["plans"], told["problems"]) == (files, ["my/plan"], [])
    assert kenri("lint", "iij/2018-dividend", "--rules", tmp_path).code == 0
    assert kenri("lint", "my/none", "--rules", tmp_path).code == 2


def test_lint_of_a_file_that_calls_itself_like_another_plan(kenri: Kenri, tmp_path: Path) -> None:
    """Scenarios about the plan of that name look at a reading which the file does not have."""
    plan = "plans/ocf-tutorial-option"
    path = write(tmp_path, f"plan: {plan}\ntitle: A life under the name of a plan\nlife: {{}}\n", "life.yaml")
    answer = kenri("lint", plan, path)
    assert answer.code == 2
    assert "the key `life` is not known here" in answer.err


SCHEDULED = """\
terms: {many: {value: 48, clause: "9"}, opening: {unknown: The board sets it., type: day}}
dates:
  months: {is: {every: {months: 1}, from: START, times: TIMES}}
figures:
  scheduled: {clause: "9", says: So many., is: {vests: 100, on: months, PARTS, allocation: cumulative-rounding}}
"""
ON_GRANT = "{grant: on}"


@pytest.mark.parametrize(
    ("start", "times", "parts", "said"),
    [
        (ON_GRANT, "48", "parts: 48", ""),
        (ON_GRANT, "47", "parts: 48", "are 48, and its days at most 47:"),
        (ON_GRANT, "47", "parts: many", "are 48, and its days at most 47:"),
        (ON_GRANT, "many", "parts: 49", "are 49, and its days at most 48:"),
        (ON_GRANT, "2", "portions: [10, 20, 70]", "are 3, and its days at most 2:"),
        (ON_GRANT, "3", "portions: [10, 20, 70]", ""),
        (ON_GRANT, "48", "parts: 48, skipped: always, skipped_parts: later", "are 48, and its days as many:"),
        (ON_GRANT, "49", "parts: 48, skipped: always, skipped_parts: later", ""),
        (ON_GRANT, "48", "parts: 48, skipped: always", ""),
        ("opening", "47", "parts: 48", "are 48, and its days at most 47:"),
        ("{first: {event: exercises}}", "47", "parts: 48", "are 48, and its days at most 47:"),
        ("{event: dies, who: grantee}", "47", "parts: 48", "are 48, and its days at most 47:"),
        # As many starts as there are events.
        ("{event: exercises}", "47", "parts: 48", ""),
        ("{event: dies}", "47", "parts: 48", ""),
        ("{each_of: [opening, {grant: on}]}", "24", "parts: 48", ""),
        ("{each_of: [opening, {grant: on}]}", "23", "parts: 48", "are 48, and its days at most 46:"),
        # How many parts there are is for a life to say.
        (ON_GRANT, "47", "parts: {balance: held}", ""),
    ],
)
def test_lint_warns_of_more_parts_than_days(
    kenri: Kenri, tmp_path: Path, start: str, times: str, parts: str, said: str
) -> None:
    rules = 'rules: {holder: {clause: "1", says: The holder., permit: exercise, when: {from: opening}}}\n'
    text = SCHEDULED.replace("START", start).replace("TIMES", times).replace("PARTS", parts)
    if "many" not in times + parts:
        text = text.replace('many: {value: 48, clause: "9"}, ', "")
    path = tmp_path / "plan.yaml"
    path.write_text(f"plan: acme/scheduled\nextends: vocabulary/equity\n{text}{rules}", encoding="utf-8")
    data = kenri("lint", str(path), "--json").data
    assert [each["code"] for each in data["problems"] if each["severity"] == "error"] == []
    found = [each for each in data["problems"] if each["code"] in ("parts-without-days", "skipped-without-day")]
    assert [said in each["message"] and bool(said) for each in found] == ([True] if said else [])
    assert all(each["line"] == 7 and each["clause"] == "9" for each in found)
