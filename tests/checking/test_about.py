"""What a result is about, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.checking.about import about
from kenri.checking.plan_check import check
from kenri.checking.verdict import Kind
from tests.checking.small_plan import loaded
from tests.sentence_laws import speaks_japanese

WORDS: dict[tuple[Kind, str], str] = {
    ("contradiction", "limits on exercise"): "exerciseの数の制限",
    ("dead-zone", "exercise: nothing happens"): "exercise：何も起こらない場合",
    ("dead-zone", "exercise: each event"): "exercise：各出来事",
    ("dead-zone", "exercise: leaves"): "exercise: leaves",
    ("lapse", "exercise: final"): "exercise: final",
    ("reachable", "window"): "window",
}


@pytest.mark.parametrize(("kind", "subject"), WORDS)
def test_words_beside_names_are_said_in_each_language(kind: Kind, subject: str) -> None:
    assert about(kind, subject).text() == subject
    assert about(kind, subject).text("ja") == WORDS[kind, subject]


def test_every_subject_of_a_report_can_be_said_in_japanese(tmp_path: Path) -> None:
    for each in check(loaded(tmp_path), steps=1).results:
        speaks_japanese(about(each.kind, each.subject))
        assert about(each.kind, each.subject).text() == each.subject
