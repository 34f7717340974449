"""Lives of several grants by compiled forms, where rules go over grants: one by one and in tables, as the reference
says.

What is expected of the small registers is worked out by hand from the clauses of the shipped plans.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.compiled.shape import LookedAt, Shape, UnshapedError, shaped
from kenri.loader.calendars import calendars_of
from kenri.model.life import Life
from kenri.testing.random_lives import alike, asked, at_an_edge
from tests.compiled.by_forms import ByForms
from tests.effort import examples

YEARLY, POOL = "plans/tax-qualified-yearly-limit", "plans/option-pool"
OVER_GRANTS = (YEARLY, POOL, "plans/iso-section-422")


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


@pytest.mark.parametrize("name", OVER_GRANTS)
def test_a_form_of_several_grants_rules_as_the_reference_does(name: str) -> None:
    """Whole rulings, with windows, numbers and what they turn on; of grants of the holder and of others, made before
    and after, on one day too.
    """
    plan = loaded(name).plan
    forms = ByForms(plan)
    by_form: list[bool] = []

    @examples(40)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        first = asked(rng, plan, several=True)
        several = (first, alike(rng, plan, first), at_an_edge(rng, plan, first, calendars_of(plan)))
        by_form.extend(forms.agree(each) and len(each.life.grants) > 1 for each in several)

    law()
    assert sum(by_form) > len(by_form) / 3


def yearly(first_paid: int, price: int = 20_000, **more: Any) -> dict[str, Any]:
    """A holder of two series, of the first of which rights for 10,000 yen each were exercised in 2025."""
    return {
        "parties": {"ann": {"role": "grantee"}, **more.get("parties", {})},
        "grants": [
            {"id": "first", "grantee": "ann", "on": "2022-04-01", "number": 1000, "price": 10_000},
            {"id": "second", "grantee": "ann", "on": "2023-04-01", "number": 1000, "price": price},
            *more.get("grants", []),
        ],
        "events": [{"on": "2025-03-01", "event": "exercises", "who": "ann", "grant": "first", "rights": first_paid}],
    }


def shape_of(life: Life, grant: str) -> Shape:
    plan = loaded(YEARLY)
    own = life.grants[grant]
    ann = life.parties["ann"]
    looked_at = LookedAt.by(plan.plan)
    return shaped(
        life, own, "exercise", ann, date(2025, 7, 1).toordinal(), number=1, asked={}, readings={}, looked_at=looked_at
    ).shape


def test_two_series_share_the_yearly_limit_in_a_form() -> None:
    """12,000,000 yen a year: of rights for 20,000 yen what the first series leaves, divided, and whole."""
    plan = loaded(YEARLY).by_reference()
    fast = load(YEARLY)
    is_by_form = False
    for paid, most in [(n, (12_000_000 - 10_000 * n) // 20_000) for n in range(100, 1000, 50)]:
        ruling, is_by_form = fast.told(
            fast.question(fast.life(yearly(paid)), "exercise_tax_qualified", on="2025-07-01", grant="second"),
            settle=True,
        )
        assert ruling.most == most
        assert ruling == plan.ask(yearly(paid), "exercise_tax_qualified", on="2025-07-01", grant="second")
    assert is_by_form


def test_a_table_of_holders_of_several_grants_is_answered_by_forms() -> None:
    """700 rights for 10,000 yen leave 5,000,000, which is 250 for 20,000; from the next year on there are 600."""

    def row(at: int) -> dict[str, Any]:
        life = yearly(600 + at)
        grants = [{**each, "on": date.fromisoformat(each["on"])} for each in life["grants"]]
        events = [{**each, "on": date.fromisoformat(each["on"])} for each in life["events"]]
        return {"id": f"row-{at}", "grantee": "ann", "grant": "second", "grants": grants, "events": events}

    table = pa.Table.from_pylist([row(at) for at in range(200)])
    found = loaded(YEARLY).batch(table, "exercise_tax_qualified", on="2025-07-01").to_pylist()
    assert [each["most_exact"] for each in found] == [str((6_000_000 - 10_000 * at) // 20_000) for at in range(200)]
    assert (found[100]["most_exact"], found[199]["answered_by"]) == ("250", "compiled")
    after = loaded(YEARLY).batch(table, "exercise_tax_qualified", on="2026-01-01").to_pylist()
    assert {each["most_exact"] for each in after} == {"600"}


def test_the_company_asks_about_no_grant_in_a_form() -> None:
    """100,000 less what is granted to all."""
    plan, is_by_form = load(POOL), False
    for granted in range(100, 2100, 100):
        life = {
            "parties": {"acme": {"role": "company"}, "ann": {"role": "grantee"}, "bob": {"role": "grantee"}},
            "grants": [
                {"id": "hers", "grantee": "ann", "on": "2024-01-01", "number": 30_000},
                {"id": "his", "grantee": "bob", "on": "2024-06-01", "number": granted},
            ],
        }
        question = plan.question(plan.life(life), "grant_options", on="2025-01-01", by="acme")
        ruling, is_by_form = plan.told(question, settle=True)
        assert ruling.most == 70_000 - granted
        assert plan.decide(life, "grant_options", on="2025-01-01", by="acme", rights=70_000)[0] == "denied"
        assert plan.decide(life, "grant_options", on="2024-05-31", by="acme", rights=70_000)[0] == "allowed"
    assert is_by_form


def test_a_shape_knows_the_grants_that_are_looked_at_by_their_order_alone() -> None:
    """What grants are called, their days and numbers make no difference; their order in the record does."""
    plan = loaded(YEARLY)
    life = plan.life(yearly(100))
    other = yearly(200, price=30_000)
    assert shape_of(life, "second") == shape_of(plan.life(other), "second")
    assert shape_of(life, "second") != shape_of(life, "first")
    named = {**life.grants, "another": replace(life.grants["first"], id="another")}
    del named["first"]
    events = tuple(replace(each, grant="another") for each in life.events)
    of_name = replace(life, grants={"another": named["another"], "second": named["second"]}, events=events)
    assert shape_of(of_name, "second") == shape_of(life, "second")
    turned = replace(life, grants={name: life.grants[name] for name in ("second", "first")})
    assert shape_of(turned, "second") != shape_of(life, "second")


def test_grants_of_others_make_no_difference_where_rules_go_over_those_of_the_holder() -> None:
    plan = loaded(YEARLY)
    his = {"id": "his", "grantee": "bob", "on": "2022-04-01", "number": 7, "price": 1}
    bob = {"bob": {"role": "grantee"}}
    alone, beside = yearly(100, parties=bob), yearly(100, parties=bob, grants=[his])
    assert shape_of(plan.life(alone), "second") == shape_of(plan.life(beside), "second")


@pytest.mark.parametrize(("grants", "has_shape"), [(10, True), (11, False)])
def test_lives_of_many_grants_are_left_to_the_reference(grants: int, has_shape: bool) -> None:
    """Twelve are looked at at most, and two there are already."""
    several = [{"id": f"g{at}", "grantee": "ann", "on": "2022-04-01", "number": 7, "price": 1} for at in range(grants)]
    life = loaded(YEARLY).life(yearly(100, grants=several))
    if has_shape:
        assert len(shape_of(life, "second").others) == 11
        return
    with pytest.raises(UnshapedError, match="so many grants"):
        shape_of(life, "second")


@pytest.mark.parametrize(("others", "has_shape"), [(99, True), (100, False)])
def test_lives_of_many_parties_are_left_to_the_reference(others: int, has_shape: bool) -> None:
    """A hundred are looked at at most: to find the shape of thousands takes longer than the answer about one."""
    life = loaded(YEARLY).life(yearly(100, parties={f"p{at}": {"role": "grantee"} for at in range(others)}))
    assert len(life.parties) == others + 1
    if has_shape:
        assert len(shape_of(life, "second").parties) == 100
        return
    with pytest.raises(UnshapedError, match="so many parties"):
        shape_of(life, "second")
