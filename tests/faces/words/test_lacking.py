"""Names of what is missing are one language to programs and each reader's own to people."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from rich.console import Console, Group, RenderableType

from kenri.api import LoadedPlan
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.rulings.figure_view import render_figures
from kenri.faces.rulings.ruling_html import render
from kenri.faces.rulings.ruling_view import render_ruling
from kenri.model.lacking import KINDS, Kind, in_words, lack, lacking, lacks
from kenri.model.ruling import FigureValue, Ruling
from kenri.model.sentences import Language
from tests.engine_source import engine_modules
from tests.faces.small_plan import LIFE, small_plan
from tests.hostile import run
from tests.sentence_laws import english_in

NAMES = ("attribute", "event", "calendar", "name")
"""What stands in a name of what is missing is a name of a plan: here `x` for each, no English word."""


def named(kind: Kind) -> str:
    """A name of a kind."""
    places = [name for name in NAMES if f"{{{name}}}" in KINDS[kind].name]
    return lacks(kind, **{name: "plan" if name == "calendar" else "x" for name in places})


EVERY = {kind: named(kind) for kind in KINDS}


def test_every_kind_is_there() -> None:
    assert set(KINDS) == set(get_args(Kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_read_as_what_it_was_made_of(kind: Kind) -> None:
    found = lack(EVERY[kind])
    assert found is not None
    assert (found.kind, lacks(found.kind, **found.names)) == (kind, EVERY[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_people_read_it_in_their_language(kind: Kind) -> None:
    assert in_words(EVERY[kind], "en") == EVERY[kind]
    assert english_in(in_words(EVERY[kind], "ja").replace("「plan」", "")) == []


@pytest.mark.parametrize("name", ["price", "next_base_price", "reading-day", "number"])
def test_a_name_of_the_plan_stays(name: str) -> None:
    assert lack(name) is None
    assert (lacking(name), in_words(name, "ja")) == (name, name)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return small_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module")
def ruling(plan: LoadedPlan) -> Ruling:
    """A ruling that lacks whatever there is, everywhere where something can be lacking."""
    found = plan.ask(LIFE, on="2027-06-25")
    missing = tuple(EVERY.values())
    figure = FigureValue(name=next(iter(plan.plan.figures)), clause="1", says="", value=None, missing=missing)
    grounds = [
        replace(because, grounds=tuple(replace(each, days=(), missing=missing) for each in because.grounds))
        for finding in found.findings
        for because in finding.because
    ]
    findings = tuple(replace(finding, because=tuple(grounds)) for finding in found.findings)
    assert findings
    assert any(each.grounds for each in grounds)
    return replace(
        found,
        outcome="unknown",
        findings=findings,
        missing=missing,
        perhaps_day=found.on + 1,
        perhaps_missing=missing,
        figures=(figure,),
    )


def printed(shown: RenderableType) -> str:
    console = Console(width=2000, color_system=None, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(shown)
    return captured.get()


VIEWS: dict[str, Callable[[LoadedPlan, Ruling, Language], str]] = {
    "text": lambda _, ruling, lang: printed(render_ruling(ruling, lang)),
    "html": lambda _, ruling, lang: render(ruling, lang),
    "figures": lambda plan, ruling, lang: printed(Group(*render_figures(plan.plan, ruling.figures, lang))),
}


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_in_japanese_names_it_in_english(plan: LoadedPlan, ruling: Ruling, view: str) -> None:
    english, japanese = (VIEWS[view](plan, ruling, lang) for lang in ("en", "ja"))
    for name in EVERY.values():
        assert name in english
        assert name not in japanese
        assert in_words(name, "ja") in japanese


def test_data_names_it_alike_and_says_in_words_how_to_supply_it(ruling: Ruling) -> None:
    english, japanese = (ruling_data(ruling, lang) for lang in ("en", "ja"))
    assert [each["missing"] for each in japanese["figures"]] == [list(EVERY.values())]
    for key in ("missing", "perhaps_missing"):
        assert [each["name"] for each in english[key]] == [each["name"] for each in japanese[key]] == [*EVERY.values()]
        for each in japanese[key]:
            assert [word for word in english_in(each["supply"]) if word != "plan"] == []
    supplies = {each["name"]: each["supply"] for each in english["missing"]}
    assert supplies[EVERY["of-any-event"]] == "record an event that has `x`"
    assert supplies[EVERY["fewer-digits"]] == "a number of at most 1,000 digits"
    json.dumps(japanese)


# --- laws about the source


def made_in_place(tree: ast.AST) -> Iterator[int]:
    """Where a set of names is written with a text that has a blank, as no name of a plan has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
            for part in (inner for each in node.args for inner in ast.walk(each)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value:
                    yield part.lineno


def told_as_data(tree: ast.AST) -> Iterator[int]:
    """Where names of what is missing are joined as they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            for part in (inner for each in node.args for inner in ast.walk(each)):
                if isinstance(part, ast.Attribute) and part.attr in ("missing", "perhaps_missing"):
                    yield part.lineno


def places(law: Callable[[Any], Iterator[int]], *rooms: str) -> list[str]:
    """Where a law about the source is broken."""
    return [
        f"{path}:{line}"
        for path, module in engine_modules()
        if re.match(rf"kenri\.({'|'.join(rooms)})\.", module.name)
        for line in law(module.tree)
    ]


def test_no_evaluator_makes_a_name_of_its_own() -> None:
    assert [*made_in_place(ast.parse('Unknown(frozenset({f"calendar {name}"}), frozenset({"a b"}), frozenset({"a"}))'))]
    assert places(made_in_place, "reference", "forward", "symbolic", "compiled", "model", "columnar") == []


def test_no_view_joins_names_as_data_has_them() -> None:
    assert [*told_as_data(ast.parse("f\"{', '.join(ruling.missing)}\""))]
    assert places(told_as_data, "faces") == []


def test_a_figure_that_lacks_a_price_says_so_in_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["figure", "iij/2013-offering", "-", "provisional-low", "--by", "iij", "--on", "2013-07-10"]
    life = "parties: {iij: {role: company}}"
    english, japanese = (run(monkeypatch, [*words, "--lang", lang], life).out for lang in ("en", "ja"))
    assert "price of an event" in english
    assert "「price」を持つ出来事" in japanese
    assert "of an event" not in japanese
