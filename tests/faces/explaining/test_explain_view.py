"""A plan in plain words beside its clauses."""

import json
from typing import Any

import pytest
from rich.console import Console, RenderableType

from kenri.api import LoadedPlan
from kenri.faces.contracts.plan_data import plan_data
from kenri.faces.explaining.entries import SECTIONS, clause_order
from kenri.faces.explaining.explained import explained
from kenri.faces.explaining.plan_view import render_plan, render_rule
from kenri.model.problems import ProblemsError
from kenri.model.sentences import Language
from tests.faces.small_plan import small_plan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return small_plan(tmp_path_factory.mktemp("plan"))


def shown(renderable: RenderableType, *, width: int = 200) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def entry(plan: LoadedPlan, section: str, name: str, lang: Language = "en") -> dict[str, Any]:
    (found,) = (
        each
        for each in plan_data(plan.plan, explained(plan.plan, lang), lang)["entries"]
        if (each["section"], each["id"]) == (section, name)
    )
    return dict(found)


def test_the_source_and_the_counting_are_named(plan: LoadedPlan) -> None:
    text = shown(render_plan(plan.plan, "en"))
    assert "Acme options  acme/options" in text
    assert "Source: Acme K.K., Options of 2020, 2020-06-26 (Fri), https://acme.example/options" in text
    assert "months run from a month's last day to a month's last day, the first day is not counted" in text


def test_everything_declared_is_explained_once_in_the_order_of_clauses(plan: LoadedPlan) -> None:
    entries = plan_data(plan.plan, explained(plan.plan, "en"), "en")["entries"]
    listed = [(each["section"], each["id"]) for each in entries]
    declared = [(section, name) for section in SECTIONS for name in getattr(plan.plan, section)]
    assert sorted(listed) == sorted(declared)
    clauses = [each["clause"] for each in entries]
    assert clauses == sorted(clauses, key=clause_order)
    text = shown(render_plan(plan.plan, "en"))
    assert all(name in text for _, name in declared)


def test_clauses_are_ordered_as_people_count() -> None:
    clauses = ["10", "2(11)2", "4(2)", "2(5)", "", "general", "2(11)1", "2"]
    assert sorted(clauses, key=clause_order) == ["2", "2(5)", "2(11)1", "2(11)2", "4(2)", "10", "general", ""]


@pytest.mark.parametrize(
    ("section", "name", "words"),
    [
        ("terms", "price", ["1 JPY"]),
        ("terms", "cap", ["the notice leaves it open"]),
        (
            "rules",
            "period",
            ["Forbids exercise rights", "on every day", "except when exercise period (2021-01-01 to 2030-12-31)"],
        ),
        (
            "rules",
            "senior",
            [
                "Limits exercise rights",
                "to at most cap (not stated)",
                "when from 2028-01-01 on and the grant's rank is not junior",
            ],
        ),
        ("effects", "end", ["On each day of “the plan ends”: all there is from “held” to “extinguished”"]),
        (
            "figures",
            "most-shares",
            ["100 × shares per right (200)", "= 20,000 shares", "the document states the same: 20,000 shares"],
        ),
        ("readings", "roll", ["no (the default): it stays", "yes: it moves to Monday"]),
        ("amendments", "longer", ["from 2029-01-01 (Mon)", "terms: window_days = 20"]),
        ("records", "listing", []),
    ],
)
def test_entry(plan: LoadedPlan, section: str, name: str, words: list[str]) -> None:
    assert entry(plan, section, name)["words"] == words


def test_options_of_a_reading_have_lines_of_their_own(plan: LoadedPlan) -> None:
    words = entry(plan, "rules", "after-leaving")["words"]
    assert words[:3] == ["Permits exercise rights", "by the holder", "when as roll is read:"]
    assert [line.partition(":")[0] for line in words[3:]] == ["no (the default)", "yes"]


def test_sentences_are_in_the_language_asked_for(plan: LoadedPlan) -> None:
    assert entry(plan, "rules", "period", "ja")["sentence"] == "行使期間内に限る。"
    assert entry(plan, "rules", "payment", "ja")["sentence"] == "Rights are exercised against payment in full."
    assert "除外：「行使期間」（2021年1月1日から2030年12月31日まで）" in shown(render_plan(plan.plan, "ja"))


def test_a_discrepancy_of_the_document_is_reported(plan: LoadedPlan) -> None:
    assert plan_data(plan.plan, explained(plan.plan, "en"), "en")["discrepancies"] == [
        {"figure": "dilution", "clause": "2", "stated": "1/2", "computed": "1/3"}
    ]
    assert (
        "the document states 0.5, which is not what its terms give: 1/3" in entry(plan, "figures", "dilution")["words"]
    )


def test_a_rule_is_followed_by_all_that_it_is_said_in_terms_of(plan: LoadedPlan) -> None:
    text = shown(render_rule(plan.plan, "after-leaving", "en"))
    places = [text.index(name) for name in ("rule after-leaving", "term window_days", "day leaving")]
    assert places == sorted(places)
    assert "reading roll" in text
    assert "rule period" not in text


@pytest.mark.parametrize("name", ["cap", "leaving", "good-leaver", "end", "dilution", "listing", "roll", "longer"])
def test_anything_with_an_id_can_be_explained(plan: LoadedPlan, name: str) -> None:
    assert name in shown(render_rule(plan.plan, name, "en"))


def test_an_unknown_id_names_the_nearest(plan: LoadedPlan) -> None:
    with pytest.raises(ProblemsError, match="the nearest known name is `after-leaving`"):
        render_rule(plan.plan, "after-leavin", "en")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_data_survives_json(plan: LoadedPlan, lang: Language) -> None:
    data = plan_data(plan.plan, explained(plan.plan, lang), lang)
    assert json.loads(json.dumps(data)) == data
    assert data["source"]["document"] == "Options of 2020"


def test_an_explanation_keeps_to_the_width(plan: LoadedPlan) -> None:
    assert max(map(len, shown(render_plan(plan.plan, "en"), width=60).splitlines())) <= 60
