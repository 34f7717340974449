"""The parts of a schedule by their numbers, where they need no life, against tables worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kenri.faces.explaining.schedule_parts import parts_words
from kenri.model import expressions as e
from kenri.model.plan import Term
from kenri.model.sentences import Language
from kenri.testing.toy_words import EMPTY_PLAN
from tests.hostile import run

GRANTED = e.GrantNumber(grant="number")


def words(lang: Language = "en", terms: dict[str, Term] | None = None, **node: Any) -> str | None:
    plan = replace(EMPTY_PLAN, terms={**EMPTY_PLAN.terms, **(terms or {})})
    return parts_words(plan, e.Vests(**{"on": "never", "allocation": "back-loaded", **node}), lang)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        # 18 in four parts, back-loaded: 4, 4, 5, 5
        ({"vests": 18, "parts": 4}, "parts 1–2: 4 each, parts 3–4: 5 each"),
        ({"vests": 18, "parts": 4, "cliff": 2}, "parts 1–2 together 8, parts 3–4: 5 each"),
        # the cliff as one part: 9, and of the 9 that are left 4 and 5
        ({"vests": 18, "parts": 4, "cliff": 2, "at_cliff": "as-one"}, "parts 1–2 together 9, part 3: 4, part 4: 5"),
        ({"vests": 18, "parts": 4, "cliff": 4}, "parts 1–4 together 18"),
        ({"vests": 18, "parts": 1}, "part 1: 18"),
        ({"vests": 18, "parts": 4, "allocation": "fractional"}, "parts 1–4: 4.5 each"),
        # of what is granted the shares: 12/48 with the cliff; 10, 20 and 70 of 100
        ({"vests": GRANTED, "parts": 48, "cliff": 12}, "parts 1–12 together 1/4 of it, parts 13–48: 1/48 of it each"),
        ({"vests": GRANTED, "portions": (10, 20, 70)}, "part 1: 1/10 of it, part 2: 1/5 of it, part 3: 7/10 of it"),
        # 5 in 14 parts, 5/14 of one each, the running sum rounded down: 1 with the 3rd, 6th, 9th, 12th and 14th
        (
            {"vests": 5, "parts": 14, "allocation": "cumulative-round-down"},
            (
                "parts 1–2: 0 each, part 3: 1, parts 4–5: 0 each, part 6: 1, parts 7–8: 0 each, part 9: 1, "
                "and so on, 14 in all"
            ),
        ),
        ({"vests": "total", "parts": "several"}, "parts 1–2: 4 each, parts 3–4: 5 each"),
        # what nobody can know without a life, and a cliff that never comes
        ({"vests": 18, "parts": GRANTED}, None),
        ({"vests": 18, "parts": 4, "cliff": GRANTED}, None),
        ({"vests": 18, "parts": 4, "cliff": 5}, None),
        ({"vests": "unsaid", "parts": 2}, "parts 1–2: 1/2 of it each"),
        ({"vests": 18, "parts": "unsaid"}, None),
    ],
)
def test_the_parts_of_a_schedule(node: dict[str, Any], expected: str | None) -> None:
    terms = {
        "total": Term(value=18),
        "several": Term(value=4),
        "unsaid": Term(unknown="It is not told.", type="number"),
    }
    assert words(terms=terms, **node) == expected


def test_in_japanese() -> None:
    assert words("ja", vests=18, parts=4, cliff=2) == "第1〜2回は合わせて8、第3〜4回は各5"
    assert words("ja", vests=GRANTED, parts=48, cliff=12) == "第1〜12回は合わせて1/4、第13〜48回は各1/48"


def test_a_plan_is_explained_with_the_parts_of_its_schedules(monkeypatch: pytest.MonkeyPatch) -> None:
    """12/48 of 100,000; 13/48 are 27,083.33, 14/48 are 29,166.67, 15/48 are 31,250, each sum rounded."""
    told = " ".join(run(monkeypatch, ["explain", "plans/ocf-tutorial-option", "by-schedule", "--json"]).out.split())
    assert "parts 1–12 together 25,000, part 13: 2,083, part 14: 2,084, parts 15–16: 2,083 each" in told
    either = run(monkeypatch, ["explain", "plans/iso-startup", "scheduled", "--json"]).out
    assert either.count("parts 1–12 together 1/4 of it, parts 13–48: 1/48 of it each") == 2
