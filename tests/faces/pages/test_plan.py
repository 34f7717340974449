"""*Plan* tells what `kenri explain`, `check`, `diff` and `impact` tell, and takes nothing in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from kenri.checking.verdict import Status
from kenri.faces.words.pages import word
from kenri.model.sentences import Language
from kenri.register.register import Register
from tests.faces.pages.reading import page
from tests.faces.serving.asking import PLAN, Asking
from tests.register.small_register import at

OF: dict[str, Any] = {"plan": "acme/options"}
FORTY = PLAN.replace("days: 10", "days: 40")
"""The same with forty days instead of ten."""


def test_each_clause_stands_beside_what_its_rules_say(ask: Asking) -> None:
    told = ask.data("plan/explain", **OF)
    found = page(ask("page/plan", **OF).body)
    beside = found.all("div", class_="beside")
    assert len(beside) == len(told["entries"])
    for each, entry in zip(beside, told["entries"], strict=True):
        assert each.one("code").text == entry["id"]
        if entry["sentence"]:
            assert entry["sentence"].split()[0] in each.text


def test_a_reading_says_whose_answers_another_option_turns(ask: Asking) -> None:
    """All three left on 1 March: with thirty days instead of ten each may exercise until the 30th."""
    reading = page(ask("page/plan", **OF).body).one("li", id="reading-days")
    assert [each.text for each in reading.all("span", class_="badge")] == ["counts here"]
    link = reading.one("a").attributes["href"]
    assert link == "/plans/acme%2Foptions/-/impact?reading=days%3Dlong"
    found = page(ask("page/plan/impact", **OF, reading="days=long", on="2025-03-05").body)
    assert found.one("p", role="status").text == "3 of 3 holders"
    assert len(ask.data("impact", reading="days=long", on="2025-03-05")["impact"]) == 3


def test_a_change_is_shown_and_not_taken_in(ask: Asking) -> None:
    before = ask.data("head"), ask.data("plan/text", **OF)
    changed = ask("page/plan/change", **OF, on="2025-03-05", files={("rules", "mine.yaml"): FORTY.encode()})
    assert page(changed.body).one("p", role="status").text == "3 of 3 holders"
    same = ask("page/plan/change", **OF, on="2025-03-05", files={("rules", "mine.yaml"): PLAN.encode()})
    assert "Nobody's answers change." in page(same.body).text
    assert (ask.data("head"), ask.data("plan/text", **OF)) == before


def test_a_rule_file_that_is_none_is_refused(ask: Asking) -> None:
    answered = ask("page/plan/change", **OF, files={("rules", "mine.yaml"): b"plan: acme/options\nrules: 3\n"})
    assert answered.status == 422
    assert ask("page/plan/change", **OF).status == 400


def test_findings_are_those_of_the_command(ask: Asking) -> None:
    told = ask.data("plan/check", **OF, only="days")
    found = page(ask("page/plan/checks", **OF, only="days").body)
    assert len(found.one("ul", class_="events").all("li", class_="reading")) == len(told["results"])


@pytest.mark.parametrize("status", get_args(Status))
def test_whatever_a_check_comes_to_has_words(status: str) -> None:
    assert all(word(f"{what}-{status}", lang) for what in ("check", "differs") for lang in get_args(Language))


def test_what_there_is_no_time_for_is_told_as_stopped_and_is_not_kept_by_browsers(ask: Asking) -> None:
    ask.answering._seconds = 1e-9
    answered = ask("page/plan/checks", **OF, only="days")
    assert answered.status == 200
    assert "stopped after 8e-10 seconds" in page(answered.body).text
    assert (answered.headers["cache-control"], "etag" in answered.headers) == ("no-store", False)


def test_versions_are_told_apart(register: str, ask: Asking, tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(FORTY, encoding="utf-8")
    Register.open(register).add_plan(str(path), author="ann", now=at("2025-05-01"), since="2026-01-01")
    found = page(ask("page/plan/versions", **OF).body)
    assert "days: 40" in found.one("li", class_="added").text
    assert "days: 10" in found.one("li", class_="removed").text
    assert "changed: date too_late" in found.one("main").text
    alike = page(ask("page/plan/versions", **OF, before_version="always", after_version="always").body)
    assert "Both are written alike." in alike.text
    assert ask("page/plan/versions", **OF, before_version="2020-01-01").status == 400


@pytest.mark.parametrize("name", ["page/plan", "page/plan/versions", "page/plan/checks"])
def test_a_plan_that_is_not_there_is_refused(name: str, ask: Asking) -> None:
    assert ask(name, plan="acme/nothing").status == 404
