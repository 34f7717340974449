"""The pages about the rule language: every example runs, and no construct or key is left without one."""

from itertools import pairwise
from pathlib import Path

import pytest

from kenri.api import load
from kenri.loader.hints import fields_of
from kenri.model.days import FIRST_DAY, NEVER, DaySet, iso
from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES
from kenri.model.numbers import UNLIMITED
from kenri.model.problems import ProblemsError, Report
from kenri.reference.case import Case
from kenri.reference.occurrences import Occurrences
from kenri.reference.steps import Steps, Unknown, Value
from kenri.reference.truth import Truth
from kenri.scenarios import Scenarios
from tests.docs.language_examples import SECTIONS, Example, examples
from tests.docs.shown_constructs import constructs, shown, shown_values

EXAMPLES = examples()
EXPRESSIONS = [each for each in EXAMPLES if each.kind in SECTIONS]
QUESTIONS = [each for each in EXAMPLES if each.kind in ("ask", "scenario")]
MISTAKES = [(wrong, said) for wrong, said in pairwise(EXAMPLES) if wrong.kind == "wrong"]


@pytest.mark.parametrize("example", EXPRESSIONS, ids=lambda each: each.id)
def test_an_expression_has_the_value_beside_it(example: Example, tmp_path: Path) -> None:
    case = _case(example, tmp_path)
    given = {name: _value(case, example.kind, name) for name in example.entries()}
    assert given == {name: answer for name, (_, answer) in example.entries().items()}


@pytest.mark.parametrize("example", QUESTIONS, ids=lambda each: each.id)
def test_a_question_is_answered_as_the_text_says(example: Example, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(example.plan, "utf-8")
    path = tmp_path / "scenario.yaml"
    path.write_text(example.scenario("plan.yaml"), "utf-8")
    report = Report()
    scenarios = Scenarios()
    told = scenarios.read([path], report)
    assert report.problems == ()
    assert told
    found = [difference for each in told for difference in scenarios.examine(each)]
    assert [(each.asked, each.what, each.expected, each.got) for each in found] == []


@pytest.mark.parametrize(("wrong", "said"), MISTAKES, ids=lambda each: each.id)
def test_a_mistake_gives_the_message_beside_it(
    wrong: Example, said: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said.kind == "text"
    (tmp_path / "plan.yaml").write_text(wrong.plan, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemsError) as raised:
        load("plan.yaml")
    assert "\n".join(problem.render() for problem in raised.value.problems) == said.text.rstrip()


def test_every_construct_is_shown() -> None:
    used = {construct for construct, _ in shown()}
    named = [*MOMENTS, *CONDITIONS, *QUANTITIES, *constructs()]
    assert sorted({each.__name__ for each in named if each not in used}) == []


def test_every_key_of_every_construct_is_shown() -> None:
    used = shown()
    lacking = {
        f"{construct.__name__}: {key}"
        for construct in constructs()
        for key in fields_of(construct)
        if (construct, key) not in used
    }
    assert not lacking, "\n".join(sorted(lacking))


def test_every_word_that_a_key_may_hold_is_shown() -> None:
    words = {word for construct in constructs() for field in fields_of(construct).values() for word in field.hint.words}
    used = {value for value in shown_values() if isinstance(value, str)}
    assert sorted(words - used - {"written"}) == []


# --- values as the text gives them


def _case(example: Example, folder: Path) -> Case:
    path = folder / "plan.yaml"
    path.write_text(example.shown_plan(), "utf-8")
    (folder / "life.yaml").write_text(example.life, "utf-8")
    plan = load(path)
    life = plan.life(folder / "life.yaml")
    court = plan.court(life, None, None)
    return court.case(plan.party(life, None, court.grant), court.readings({})).asking("exercise", {})


def _value(case: Case, kind: str, name: str) -> str:
    match kind:
        case "days":
            return _days_text(case.moments(name))
        case "condition":
            return _truth_text(case.condition(name))
        case _:
            return _steps_text(case.quantity(name))


def _days_text(value: Occurrences) -> str:
    known = ", ".join(iso(day) for day in sorted({item.day for item in value.known}))
    if not value.missing:
        return known or "none"
    days = DaySet.of(interval for item in value.unknown for interval in item.span)
    perhaps = f"{'' if days == DaySet.always() else f'perhaps {_set_text(days)}, '}unknown: {_names(value.missing)}"
    return f"{known}; {perhaps}" if known else perhaps


def _truth_text(truth: Truth) -> str:
    unknown = truth.maybe - truth.yes
    if not truth.missing or not unknown:
        return _set_text(truth.yes)
    text = f"unknown {_set_text(unknown)}: {_names(truth.missing)}"
    return f"{_set_text(truth.yes)}; {text}" if truth.yes else text


def _set_text(days: DaySet) -> str:
    if days == DaySet.always():
        return "always"
    return ", ".join(_interval(first, until) for first, until in days) or "never"


def _interval(first: int, until: int) -> str:
    if until == first + 1:
        return iso(first)
    return f"{iso(first) if first > FIRST_DAY else ''}..{iso(until - 1) if until < NEVER else ''}"


def _steps_text(steps: Steps) -> str:
    first, *later = zip(steps.starts, steps.values, strict=True)
    return ", ".join([_number_text(first[1]), *(f"from {iso(day)} {_number_text(value)}" for day, value in later)])


def _number_text(value: Value) -> str:
    if isinstance(value, Unknown):
        return f"unknown ({_names(value.missing)})"
    return "unlimited" if value == UNLIMITED else str(value)


def _names(missing: frozenset[str]) -> str:
    return ", ".join(sorted(missing))
