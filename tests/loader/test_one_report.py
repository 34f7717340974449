"""One report names everything that is wrong with a plan, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.model.problems import ProblemsError

PLAN = """plan: bad
extends: vocabulary/equity
zone: Asia/Tokio
terms:
  window_days: {value: ten, first: 2020-01-01, clause: "1"}
rules:
  a: {clause: "1", says: x, permit: exercise, when: {within: {days: window_days}, after: lost}}
  b: {clause: "2", says: y, permit: exercise, when: {witin: {days: 3}, after: 2020-01-01}}
  within-what-is-held: {clause: "3", says: z, limit: exercise, at_most: 3}
"""


def test_shape_inheritance_and_names_are_reported_together(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(PLAN, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    words = [
        "no time zone `Asia/Tokio`",
        "`first` cannot stand beside `value`",
        "nothing is called `lost`",
        "the key `witin` is not known here",
        "`within-what-is-held` is already defined",
    ]
    shown = [problem.message for problem in caught.value.problems]
    assert len(shown) == len(words), shown
    assert all(word in message for word, message in zip(words, shown, strict=True)), shown


def test_a_faulty_entry_is_not_called_unknown_where_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(PLAN.replace("after: lost", "after: 2020-01-01"), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    assert not any("window_days" in problem.message for problem in caught.value.problems)


def test_what_an_absent_family_would_have_declared_is_not_called_unknown(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(PLAN.replace("vocabulary/equity", "vocabulary/equality"), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    shown = [problem.message for problem in caught.value.problems]
    assert any("no family or vocabulary `vocabulary/equality`" in message for message in shown)
    assert not any("exercise" in message for message in shown)


@pytest.mark.parametrize("kind", ["family", "vocabulary"])
def test_an_id_in_another_file_than_its_own_is_told_with_the_file(tmp_path: Path, kind: str) -> None:
    """What is looked for has a file of its name; an id that is not found is never its own nearest name."""
    (tmp_path / "words.yaml").write_text(f"{kind}: acme/words\n", encoding="utf-8")
    file = tmp_path / "plan.yaml"
    file.write_text("plan: acme/plan\nextends: acme/words\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert problem.code == "no-such-family"
    assert str(tmp_path / "words.yaml") in str(problem.help)
    assert str(tmp_path / "acme" / "words.yaml") in str(problem.help)


def test_a_plan_in_another_file_than_its_own_is_told_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "options.yaml").write_text("plan: acme/options\nextends: vocabulary/equity\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load("acme/options", rules=tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "no-such-plan"
    assert str(tmp_path / "options.yaml") in str(problem.help)
