"""What a plan says of an attribute of one kind of event is not said of another that is called like it."""

from __future__ import annotations

from pathlib import Path

import pytest

import kenri
from kenri.faces.words import Voice
from kenri.faces.words.windows import event_text
from kenri.model.sentences import Language

PLAN = """
plan: attributes
extends: vocabulary/equity
events:
  taxed:
    says: Tax arises.
    attributes: {shares: {type: number, says: {en: shares that must be sold, ja: 売却すべき株式}}, until: number}
  sells: {says: Shares are sold., attributes: {shares: number, until: day}}
dates: {sales: {is: {event: sells}}, taxes: {is: {first: {event: taxed}}}}
amounts:
  sold: {is: {total: shares, of: sales}}
  owed: {is: {attribute: shares, of: taxes}}
  either: {is: {total: shares, of: {event: [taxed, sells]}}}
rules: {open: {clause: "1", says: Open., permit: exercise}}
"""


@pytest.fixture
def plan(tmp_path: Path) -> kenri.LoadedPlan:
    path = tmp_path / "attributes.yaml"
    path.write_text(PLAN, "utf-8")
    return kenri.load(path)


@pytest.mark.parametrize(
    ("lang", "name", "said"),
    [
        ("en", "sold", "“shares”"),
        ("en", "owed", "“shares that must be sold”"),
        ("en", "either", "“shares”"),
        ("ja", "sold", "「shares」"),
        ("ja", "owed", "「売却すべき株式」"),
    ],
)
def test_it_is_named_as_its_own_event_has_it(plan: kenri.LoadedPlan, lang: Language, name: str, said: str) -> None:
    assert said in Voice(plan.plan, lang, {}).quantity(plan.plan.amounts[name].is_)


def test_a_number_is_no_day_because_another_of_its_name_is_one(plan: kenri.LoadedPlan) -> None:
    life = plan.life(
        {
            "parties": {"ann": {"role": "grantee"}},
            "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}],
            "events": [
                {"on": "2024-02-01", "event": "taxed", "shares": 2, "until": 738000},
                {"on": "2024-02-01", "event": "sells", "shares": 2, "until": "2024-03-01"},
            ],
        }
    )
    taxed, sells = (event_text(each, life, Voice(plan.plan, "en", {}).names) for each in life.events)
    assert "until: 738,000" in taxed
    assert "shares that must be sold: 2" in taxed
    assert "until: 2024-03-01" in sells
    assert "shares: 2" in sells
