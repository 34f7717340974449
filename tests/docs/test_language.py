"""The reference of the rule language: every example runs, and no construct or key is left without one."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kenri.api import load
from kenri.loader.decode import decode
from kenri.loader.hints import Hint, fields_of
from kenri.loader.overlay import pruned
from kenri.loader.tree import Tree, read
from kenri.model.days import FIRST_DAY, NEVER, DaySet, iso
from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, Node
from kenri.model.plan import Document
from kenri.model.problems import ProblemsError, Report
from kenri.model.scenario import ScenarioFile
from kenri.model.walk import everything
from kenri.reference.case import Case
from kenri.reference.moments import Occurrences
from kenri.reference.steps import UNLIMITED, Steps, Unknown, Value
from kenri.reference.truth import Truth
from kenri.scenarios import Scenarios
from tests.docs.language_examples import LANGUAGE, SECTIONS, Example, examples

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
    shown = {construct for construct, _ in _shown()}
    named = [*MOMENTS, *CONDITIONS, *QUANTITIES, *_constructs()]
    assert sorted({each.__name__ for each in named if each not in shown}) == []


def test_every_key_of_every_construct_is_shown() -> None:
    shown = _shown()
    lacking = {
        f"{construct.__name__}: {key}"
        for construct in _constructs()
        for key in fields_of(construct)
        if (construct, key) not in shown
    }
    assert not lacking, "\n".join(sorted(lacking))


def test_every_word_that_a_key_may_hold_is_shown() -> None:
    words = {
        word for construct in _constructs() for field in fields_of(construct).values() for word in field.hint.words
    }
    shown = {value for value in _values() if isinstance(value, str)}
    assert sorted(words - shown - {"written"}) == []


def test_every_link_within_the_page_leads_somewhere() -> None:
    text = LANGUAGE.read_text("utf-8")
    headings = re.findall(
        r"^#{1,4} (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert sorted(set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors) == []


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
    if value.missing:
        return f"unknown: {_names(value.missing)}"
    return ", ".join(iso(day) for day in sorted({item.day for item in value.all})) or "none"


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


# --- what the language has, and what of it is shown


def _constructs() -> tuple[type[Node], ...]:
    """Every construct that a rule file or a scenario file can hold."""
    found: dict[type[Node], None] = {}

    def visit(construct: type[Node]) -> None:
        if construct not in found:
            found[construct] = None
            for field in fields_of(construct).values():
                for each in _in_hint(field.hint):
                    visit(each)

    visit(Document)
    visit(ScenarioFile)
    return tuple(found)


def _in_hint(hint: Hint) -> Iterator[type[Node]]:
    yield from hint.constructs
    for item in (*hint.items, *([hint.values] if hint.values is not None else [])):
        yield from _in_hint(item)


def _shown() -> set[tuple[type[Node], str]]:
    """Constructs with the keys that some example gives a value other than what leaving the key out means."""
    return {
        (type(node), key)
        for node in _nodes()
        for key, field in fields_of(type(node)).items()
        if field.is_required or getattr(node, field.name) != field.default
    }


def _nodes() -> Iterator[Node]:
    return (value for value in _values() if isinstance(value, Node))


def _values() -> Iterator[object]:
    for text, root in _files():
        for tree in read("x.yaml", text, report=Report()):
            report = Report()
            decoded: Node | None = decode(root, _without_lives(tree), report=report)
            assert report.problems == ()
            yield from (part.value for part in everything(decoded))


def _files() -> Iterator[tuple[str, type[Document] | type[ScenarioFile]]]:
    for example in EXAMPLES:
        if example.kind == "plan":
            yield example.plan, Document
        elif example.kind in SECTIONS:
            yield example.shown_plan(), Document
        elif example.kind in ("ask", "scenario"):
            yield example.scenario("plan.yaml"), ScenarioFile


def _without_lives(tree: Tree) -> Tree:
    """The tree with a word for each life, as the reader of scenarios decodes it."""
    scenarios = tree.value.get("scenarios", {}) if isinstance(tree.value, dict) else {}
    names = list(scenarios) if isinstance(scenarios, dict) else []
    return pruned(tree, [("life",), *(("scenarios", name, "life") for name in names)], leaving="written")
