"""`kenri explain`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.loader.library import Library, shipped
from tests.faces.commands.running import PLAN, Kenri


def test_a_plan_and_a_rule_are_explained(kenri: Kenri, project: Path) -> None:
    whole = kenri("explain", PLAN)
    assert whole.code == 0
    assert "ninety-days-after-leaving" in whole.out
    one = kenri("explain", PLAN, "vested-part")
    assert "vested-part" in one.out
    assert "ninety-days-after-leaving" not in one.out
    data = kenri("explain", PLAN, "vested-part", "--json").data
    assert [entry["id"] for entry in data["entries"]] == ["vested-part"]


def test_vocabularies_and_families_are_explained_with_their_words(kenri: Kenri) -> None:
    answer = kenri("explain", "vocabulary/employment")
    assert answer.code == 0
    assert "event terminates" in answer.out
    assert "reason: one of resigns, dismissal, cause" in answer.out
    assert "nobody-succeeds-the-living" in answer.out
    equity = kenri("explain", "vocabulary/equity", "exercise")
    assert "paid_in_full: true or false (true if it is not said)" in " ".join(equity.out.replace("│", "").split())
    assert "requested_on" in kenri("explain", str(shipped() / "vocabulary" / "equity.yaml"), "exercises").out
    data = kenri("explain", "vocabulary/employment", "terminates", "--json").data
    assert [(each["section"], each["id"]) for each in data["words"]] == [("events", "terminates")]
    assert data["entries"] == []
    assert "is no plan that can be asked about" in kenri("windows", "vocabulary/equity", "leaver").err


def test_a_construct_of_the_language_is_explained(kenri: Kenri) -> None:
    assert "A period at a day" in kenri("explain", "--construct", "within").out
    assert kenri("explain", "within", "--construct").out == kenri("explain", "--construct", "within").out
    assert "within" in kenri("explain", "--construct").out
    assert "text" not in kenri("explain", "--construct", "--json").data["pages"][0]
    assert kenri("explain", "--construct", "within", "--json").data["pages"][0]["page"] == "within"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--construct", "withn"], "no-such-construct"),
        (["--construct", "within", "x"], "construct-without-plan"),
        ([], "usage"),
    ],
)
def test_a_construct_that_cannot_be_explained(kenri: Kenri, args: list[str], code: str) -> None:
    answer = kenri("explain", *args, "--json")
    assert answer.code == 2
    assert [problem["code"] for problem in answer.data["problems"]] == [code]


@pytest.mark.parametrize("kind", ["vocabulary", "family"])
def test_everything_shared_that_is_shipped_can_be_explained(kenri: Kenri, kind: str) -> None:
    for id_ in Library().ids(kind):
        assert kenri("explain", id_).code == 0, id_
        assert kenri("explain", id_, "--json").data["plan"] == id_


def test_a_word_of_a_plan_is_explained(kenri: Kenri) -> None:
    answer = kenri("explain", "iij/2015-5th-series", "leaves_position")
    assert "position: one of director, executive_officer, all" in answer.out
    assert "Counting" not in answer.out
