"""`kenri test`."""

from __future__ import annotations

from pathlib import Path

from tests.faces.commands.running import PLAN, SCENARIOS, Kenri


def test_scenarios_that_pass(kenri: Kenri, project: Path) -> None:
    answer = kenri("test", SCENARIOS)
    assert (answer.code, answer.out) == (0, "6 scenarios, 17 questions: all answered as expected\n")
    assert kenri("test", "scenarios").out == answer.out
    assert kenri("test", SCENARIOS, "--json").data["differences"] == []


def test_a_scenario_that_fails_is_shown_with_its_place(kenri: Kenri, project: Path) -> None:
    path = project / SCENARIOS
    text = path.read_text(encoding="utf-8").replace(
        "expect: allowed, rules: while-employed, most: 50", "expect: denied, most: 49"
    )
    path.write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "most: 49" in each)
    answer = kenri("test", SCENARIOS)
    assert answer.code == 1
    assert f"{SCENARIOS}:{line}:" in answer.out
    assert "a-quarter-vests-each-year" in answer.out
    assert "1 failed" in answer.out
    data = kenri("test", SCENARIOS, "--json")
    assert data.code == 1
    assert [(each["what"], each["expected"], each["got"], each["line"]) for each in data.data["differences"]] == [
        ("expect", "denied", "allowed", line),
        ("most", "49", "50", line),
    ]


def test_a_scenario_that_cannot_be_read_is_bad_input_and_the_others_run(kenri: Kenri, project: Path) -> None:
    (project / "scenarios" / "broken.yaml").write_text("plan: acme\nscenario: {}\n", encoding="utf-8")
    answer = kenri("test", "scenarios")
    assert answer.code == 2
    assert "scenarios/broken.yaml:2:1" in answer.err
    assert "6 scenarios, 17 questions: not all could be asked" in answer.out


def test_the_scenarios_of_a_shipped_plan_are_found_by_its_id(kenri: Kenri) -> None:
    answer = kenri("test", "plans/saye-statutory")
    assert answer.code == 0


def test_a_problem_of_a_plan_is_printed_once_however_many_scenarios_use_it(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("unless: exercise-period", "unles: exercise-period"), encoding="utf-8")
    one = (project / SCENARIOS).read_text(encoding="utf-8")
    for index, folder in enumerate(("first", "second/deep")):
        (project / folder).mkdir(parents=True)
        up = "../" * (index + 1)
        plan = next(line for line in one.splitlines() if line.startswith("plan: "))
        text = one.replace(plan, f"plan: {up}rules/acme/options.yaml")
        (project / folder / "scenarios.yaml").write_text(text, encoding="utf-8")
    answer = kenri("test", "first", "second", SCENARIOS)
    assert answer.code == 2
    assert answer.err.count("the nearest known name is `unless`") == 1
