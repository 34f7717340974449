"""A package of the Open Cap Format becomes holders, grants, events and plan files; answers are worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kenri.importing.ocf_package import read_package
from kenri.lint import lint
from tests.importing.small_package import (
    FOUR_YEARS,
    Items,
    issuance,
    life_of,
    package,
    plans_of,
    read,
    relative,
    start,
    terms,
    transaction,
    wrong,
    zipped,
)

PLAN = "harbour-ltd/2022-plan/four-years"


def most(found: Any, on: str, *, grant: str = "option-1", plan: str = PLAN, **more: Any) -> tuple[str, Any]:
    """How a question about one right of a grant is answered, and how many may be exercised at most."""
    loaded = plans_of(found)[plan]
    life = loaded.life(life_of(found))
    ruling = loaded.ask(life, on=on, grant=grant, rights=1, **more)
    return ruling.outcome, ruling.most


def test_holders_grants_and_events_are_read_with_their_ids(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.problems == ()
    assert [(each.kind, each.key) for each in found.entries] == [
        ("party", "ann"), ("party", "bob"), ("party", "eve"), ("grant", "option-1"), ("grant", "option-2"),
        ("event", "start-1"), ("event", "exercise-1"),
    ]  # fmt: skip
    assert found.issuer == "Harbour Ltd."
    assert found.entries[0].details["name"] == "Ann Archer"
    assert str(found.entries[3].source).endswith("harbour/transactions.ocf.json#issue-1")
    data: Any = found.entries[3].data
    assert (data["number"], str(data["exercise_price"]), data["voluntary_other_period"]) == (4800, "1.5", 3)


def test_an_archive_is_read_as_its_folder_is(tmp_path: Path) -> None:
    folder = package(tmp_path / "harbour")
    assert [each.data for each in read_package(zipped(folder)).entries] == [
        each.data for each in read_package(folder).entries
    ]


def test_the_plan_files_load_and_have_nothing_to_lint(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert sorted(found.plans) == ["harbour-ltd/2022-plan/four-years", "harbour-ltd/2022-plan/vested-on-issue"]
    plans_of(found)
    for id_, text in found.plans.items():
        path = tmp_path / "rules" / f"{id_}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        assert lint([path]).problems == ()


def test_a_year_of_cliff_and_a_month_after_month(tmp_path: Path) -> None:
    found = read(tmp_path)
    # 4,800 in 48 parts are 100 each. The cliff of twelve is on 30 January 2023; of the 1,200 then vested, 500 were
    # exercised on 1 February. The thirteenth part comes on 28 February 2023, the month having no 30th, and the
    # fourteenth on 30 March, not on the 28th.
    assert most(found, "2023-01-29") == ("denied", 0)
    assert most(found, "2023-01-30") == ("allowed", 1200)
    assert most(found, "2023-02-27") == ("allowed", 700)
    assert most(found, "2023-02-28") == ("allowed", 800)
    assert most(found, "2023-03-29") == ("allowed", 800)
    assert most(found, "2023-03-30") == ("allowed", 900)
    assert most(found, "2026-01-30") == ("allowed", 4300)


def test_with_neither_terms_nor_amounts_everything_has_vested_on_issue(tmp_path: Path) -> None:
    plan = "harbour-ltd/2022-plan/vested-on-issue"
    found = read(tmp_path)
    assert most(found, "2022-01-29", grant="option-2", plan=plan)[0] == "denied"
    assert most(found, "2022-01-30", grant="option-2", plan=plan) == ("allowed", 100)


def added(*items: dict[str, Any], key: str = "transactions_files") -> Any:
    """A change that adds objects to a list."""

    def change(lists: dict[str, Items]) -> None:
        lists[key] += items

    return change


def left(on: str, status: str, holder: str = "ann") -> dict[str, Any]:
    return {
        "id": f"status-{on}",
        "object_type": "CE_STAKEHOLDER_STATUS",
        "date": on,
        "stakeholder_id": holder,
        "new_status": status,
    }


def test_a_window_after_leaving_by_reason(tmp_path: Path) -> None:
    found = read(tmp_path, added(left("2023-03-15", "TERMINATION_VOLUNTARY_OTHER")))
    # Vested by 15 March 2023: 1,300, of which 500 are exercised; nothing vests after service. Three months end on 15 June.
    assert most(found, "2023-04-30") == ("allowed", 800)
    assert most(found, "2023-06-15") == ("allowed", 800)
    assert most(found, "2023-06-16") == ("denied", 0)
    assert most(found, "2023-04-30", readings={"vesting-after-service": "yes"}) == ("allowed", 1000)


def test_a_reason_without_a_window_leaves_unknown_what_follows(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"][0]["termination_exercise_windows"] = []
        lists["transactions_files"].append(left("2023-03-15", "TERMINATION_VOLUNTARY_OTHER"))

    found = read(tmp_path, change)
    assert wrong(found) == ["issue-1 windows-missing?"]
    assert most(found, "2023-04-30")[0] == "unknown"


def test_amounts_that_are_given_take_the_place_of_the_terms(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"][0]["vestings"] = [
            {"date": "2022-06-30", "amount": "1000"}, {"date": "2022-03-31", "amount": "200"}, {"date": "2023-06-30", "amount": "3600"},
        ]  # fmt: skip

    found = read(tmp_path, change)
    assert most(found, "2022-03-30") == ("denied", 0)
    assert most(found, "2022-03-31") == ("allowed", 200)
    assert most(found, "2022-06-30") == ("allowed", 1200)
    assert most(found, "2023-06-30") == ("allowed", 4300)


def test_a_part_is_cancelled_and_what_is_left_stays_or_goes_on_elsewhere(tmp_path: Path) -> None:
    cancelled = transaction(
        "cancel-1", "TX_EQUITY_COMPENSATION_CANCELLATION", "2023-03-01", quantity="4000", reason_text="agreed"
    )
    found = read(tmp_path, added(cancelled))
    assert wrong(found) == ["cancel-1 parts-unsaid?"]
    # Of 4,800, 500 are exercised and 4,000 cancelled: 300 are held, though 800 have vested and were not exercised.
    assert most(found, "2023-03-01") == ("allowed", 300)

    def elsewhere(lists: dict[str, Items]) -> None:
        lists["transactions_files"] += [
            {**cancelled, "balance_security_id": "option-3"},
            issuance(3, "ann", "2023-03-01", "300", vesting_terms_id="four-years"),
        ]

    found = read(tmp_path / "2", elsewhere)
    assert wrong(found) == []
    assert most(found, "2023-03-01") == ("denied", 0)


def test_a_new_price_from_its_day(tmp_path: Path) -> None:
    price: dict[str, Any] = {"new_exercise_price": {"amount": "0.75", "currency": "USD"}}
    found = read(tmp_path, added(transaction("price-1", "TX_EQUITY_COMPENSATION_REPRICING", "2023-03-01", **price)))
    loaded = plans_of(found)[PLAN]
    life = loaded.life(life_of(found))
    paid = {
        on: next(
            str(each.value)
            for each in loaded.ask(life, on=on, grant="option-1", rights=100).figures
            if each.name == "payment"
        )
        for on in ("2023-02-28", "2023-03-01")
    }
    assert paid == {"2023-02-28": "150", "2023-03-01": "75"}


def test_a_new_price_in_another_currency_is_refused_by_its_id(tmp_path: Path) -> None:
    price: dict[str, Any] = {"new_exercise_price": {"amount": "75", "currency": "JPY"}}
    found = read(tmp_path, added(transaction("price-1", "TX_EQUITY_COMPENSATION_REPRICING", "2023-03-01", **price)))
    assert wrong(found) == ["price-1 currency-of-another"]
    assert not found.is_usable


def test_what_is_told_of_one_object_does_not_speak_of_several(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"] += [
            {"id": "v", "object_type": "VALUATION"},
            issuance(4, "ann", "2022-01-30", "5", termination_exercise_windows=[]),
        ]

    found = read(tmp_path, change)
    assert wrong(found) == ["issue-4 windows-missing?", "v objects-not-taken?"]
    assert [each.render() for each in found.problems if re.search(r"\b1 [a-z]+s\b", each.render())] == []


def test_a_split_changes_options_in_one_reading_only(tmp_path: Path) -> None:
    split = {"id": "split", "object_type": "TX_STOCK_CLASS_SPLIT", "date": "2023-03-01", "stock_class_id": "common",
             "split_ratio": {"numerator": "2", "denominator": "1"}}  # fmt: skip
    found = read(tmp_path, added(split))
    assert [each.key for each in found.entries if each.kind == "event"] == [
        "start-1",
        "exercise-1",
        "split:option-1",
        "split:option-2",
    ]
    assert most(found, "2023-03-01") == ("allowed", 800)
    # 9,600 then, in parts of 200: 2,600 vested, of which 500 before the split, 1,000 after it, are exercised.
    assert most(found, "2023-03-01", readings={"split-of-options": "multiplied"}) == ("allowed", 1600)


def test_early_exercise_goes_before_vesting(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"][0]["early_exercisable"] = True

    assert most(read(tmp_path, change), "2022-03-01") == ("allowed", 4800)


def test_units_are_released_and_not_exercised(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        unit = {**lists["transactions_files"][0], "compensation_type": "RSU"}
        del unit["exercise_price"]
        lists["transactions_files"] = [
            unit, lists["transactions_files"][2],
            transaction("release-1", "TX_EQUITY_COMPENSATION_RELEASE", "2023-02-01", quantity="500", settlement_date="2023-02-03",
                        release_price={"amount": "9", "currency": "USD"}, resulting_security_ids=[]),
        ]  # fmt: skip

    found = read(tmp_path, change)
    assert found.problems == ()
    loaded = plans_of(found)[f"{PLAN}-units"]
    life = loaded.life(life_of(found))
    assert loaded.ask(life, on="2023-02-27", grant="option-1", rights=1).outcome == "denied"
    ruling = loaded.ask(life, on="2023-02-27", action="release", grant="option-1", rights=1)
    assert (ruling.outcome, ruling.most) == ("allowed", 700)


def test_an_issuance_that_was_retracted_never_was(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        added(transaction("back", "TX_EQUITY_COMPENSATION_RETRACTION", "2022-02-01", "option-2", reason_text="x")),
    )
    (grant,) = [each for each in found.entries if each.key == "option-2"]
    assert grant.cancelled
    assert wrong(found) == ["back issuance-retracted?"]


def schedule(*conditions: dict[str, Any], allocation: str = "CUMULATIVE_ROUNDING", **more: Any) -> Any:
    """A change to other vesting terms of an issuance of 18."""

    def change(lists: dict[str, Items]) -> None:
        lists["vesting_terms_files"] = [terms("four-years", allocation, *conditions)]
        lists["transactions_files"] = [
            issuance(1, "ann", "2022-01-31", "18", vesting_terms_id="four-years", **more),
            transaction("start-1", "TX_VESTING_START", "2022-01-31", vesting_condition_id="start"),
        ]

    return change


MONTHS = ("2022-02-28", "2022-03-31", "2022-04-30", "2022-05-31")


@pytest.mark.parametrize(
    ("allocation", "vested"),
    [
        ("CUMULATIVE_ROUNDING", (5, 9, 14, 18)),
        ("CUMULATIVE_ROUND_DOWN", (4, 9, 13, 18)),
        ("FRONT_LOADED", (5, 10, 14, 18)),
        ("BACK_LOADED", (4, 8, 13, 18)),
        ("FRONT_LOADED_TO_SINGLE_TRANCHE", (6, 10, 14, 18)),
        ("BACK_LOADED_TO_SINGLE_TRANCHE", (4, 8, 12, 18)),
        ("FRACTIONAL", (4.5, 9, 13.5, 18)),
    ],
)
def test_eighteen_in_four_parts_by_each_allocation(tmp_path: Path, allocation: str, vested: tuple[float, ...]) -> None:
    found = read(tmp_path, schedule(start("m"), relative("m", "start", 1, 4, (1, 4)), allocation=allocation))
    assert [float(most(found, on)[1]) for on in MONTHS] == [*vested]


@pytest.mark.parametrize(("reading", "vested"), [("together", (0, 8, 13, 18)), ("as-one", (0, 9, 13, 18))])
def test_a_cliff_inside_instalments_is_a_reading(tmp_path: Path, reading: str, vested: tuple[int, ...]) -> None:
    cliff = relative("m", "start", 1, 4, (1, 4))
    cliff["trigger"]["period"]["cliff_installment"] = 2
    found = read(tmp_path, schedule(start("m"), cliff, allocation="BACK_LOADED"))
    assert [most(found, on, readings={"cliff-amount": reading})[1] for on in MONTHS] == [*vested]


def test_parts_of_several_sizes_and_one_as_vesting_starts(tmp_path: Path) -> None:
    # 1/6 at once, 1/3 after six months, and 1/4 twice, quarter by quarter: 3, 6, 4.5, 4.5 of 18, rounded as a running sum.
    change = schedule(
        start("a", share=(1, 6)), relative("a", "start", 6, 1, (1, 3), "b"), relative("b", "a", 3, 2, (1, 4))
    )
    found = read(tmp_path, change)
    days = ("2022-01-31", "2022-07-31", "2022-10-31", "2023-01-31")
    assert [most(found, on)[1] for on in days] == [3, 9, 14, 18]


def test_quantities_and_a_day(tmp_path: Path) -> None:
    def on_day(id_: str, day: str, quantity: str, *after: str) -> dict[str, Any]:
        return {
            "id": id_,
            "quantity": quantity,
            "next_condition_ids": [*after],
            "trigger": {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": day},
        }

    first = {**start("a"), "quantity": "0"}
    del first["portion"]
    found = read(tmp_path, schedule(first, on_day("a", "2022-05-01", "7", "b"), on_day("b", "2022-06-01", "11")))
    assert [most(found, on)[1] for on in ("2022-04-30", "2022-05-01", "2022-06-01")] == [0, 7, 18]


def test_events_that_conditions_wait_for(tmp_path: Path) -> None:
    def waiting(id_: str, *after: str) -> dict[str, Any]:
        return {
            "id": id_,
            "portion": {"numerator": "1", "denominator": "2"},
            "trigger": {"type": "VESTING_EVENT"},
            "next_condition_ids": [*after],
        }

    base = schedule(start("sale"), waiting("sale", "listing"), waiting("listing"))

    def met(*pairs: tuple[str, str]) -> Any:
        def change(lists: dict[str, Items]) -> None:
            base(lists)
            lists["transactions_files"] += [
                transaction(f"met-{name}", "TX_VESTING_EVENT", on, vesting_condition_id=name) for name, on in pairs
            ]

        return change

    found = read(tmp_path, met(("sale", "2022-05-01"), ("listing", "2022-06-01")))
    assert wrong(found) == []
    assert [most(found, on)[1] for on in ("2022-04-30", "2022-05-01", "2022-06-01")] == [0, 9, 18]
    assert wrong(read(tmp_path / "2", met(("listing", "2022-06-01")))) == ["met-listing condition-out-of-turn"]


def test_terms_that_branch_leave_unknown_what_has_vested(tmp_path: Path) -> None:
    # As in a published sample: after the start either time runs on, or a double trigger accelerates the remainder.
    double = {
        "id": "double",
        "portion": {"numerator": "1", "denominator": "1", "remainder": True},
        "trigger": {"type": "VESTING_EVENT"},
    }
    found = read(tmp_path, schedule(start("m", "double"), relative("m", "start", 1, 4, (1, 4)), double))
    assert wrong(found) == ["four-years vesting-unsaid?"]
    assert "the path branches after `start`" in found.problems[0].message
    assert most(found, "2023-01-31")[0] == "unknown"


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        ([start("m"), relative("m", "cliff", 1, 4, (1, 4))], "leads to `cliff`"),
        ([start("x"), relative("m", "start", 1, 4, (1, 4))], "leads to `x`"),
        ([start(), relative("m", "start", 1, 4, (1, 4))], "are not one path"),
        ([start("m"), relative("m", "start", 1, 5, (1, 4))], "more than the whole"),
        ([start("m"), relative("m", "start", 1, 0, (1, 4))], "condition `m` is not as the format has it"),
        ([start("m"), {**relative("m", "start", 1, 4, (1, 4)), "quantity": "1"}], "one of portion and quantity"),
        ([start("m"), {**relative("m", "start", 1, 4, (1, 4)), "cliff_condition": {"period": {"type": "MONTHS", "length": 9}}}], "the cliff"),
        ([start()], "nothing vests"),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_said_are_refused_by_name(
    tmp_path: Path, conditions: list[dict[str, Any]], why: str
) -> None:
    found = read(tmp_path, schedule(*conditions))
    assert [each.code for each in found.problems] == ["vesting-unsaid"]
    assert why in found.problems[0].message
    assert "vested_by_terms" in found.plans[PLAN]


SECOND = issuance(2, "ann", "2022-01-30", "5")
MISTAKES: list[tuple[Any, list[str]]] = [
    (added(transaction("x", "TX_EQUITY_COMPENSATION_EXERCISE", "2023-01-01", "nothing", quantity="1")), ["x reference-leads-nowhere"]),
    (added({**SECOND, "id": "again"}), ["again security-issued-twice"]),
    (added({**SECOND, "id": "again"}, transaction("x", "TX_EQUITY_COMPENSATION_ACCEPTANCE", "2023-01-01", "option-2")),
     ["again security-issued-twice", "x reference-of-several"]),
    (added(issuance(4, "nobody", "2022-01-30", "5")), ["issue-4 reference-leads-nowhere"]),
    (added(issuance(4, "ann", "2022-01-30", "5", stock_plan_id="other")), ["issue-4 reference-leads-nowhere?"]),
    (added(issuance(4, "ann", "2022-01-30", "5", vesting_terms_id="other")), ["issue-4 reference-leads-nowhere?"]),
    (added(issuance(4, "ann", "2022-01-30", "-5")), ["issue-4 field-misshapen"]),
    (added(issuance(4, "ann", "2022-02-30", "5")), ["issue-4 field-misshapen"]),
    (added(issuance(4, "ann", "2022-01-30", "5", quantity=None)), ["issue-4 object-lacks"]),
    (added(issuance(4, "ann", "2022-01-30", "5", vestings=[{"date": "2022-01-30", "amount": "6"}])), ["issue-4 vestings-of-more"]),
    (added(transaction("x", "TX_EQUITY_COMPENSATION_EXERCISE", "2021-01-01", quantity="1")), ["x before-issuance"]),
    (added(transaction("x", "TX_EQUITY_COMPENSATION_EXERCISE", "2023-01-01", quantity="1", resulting_security_ids=["s"])),
     ["x reference-leads-nowhere?"]),
    (added(transaction("x", "TX_EQUITY_COMPENSATION_RELEASE", "2023-01-01", quantity="1", settlement_date="2023-01-01")), ["x options-released"]),
    (added(transaction("x", "TX_VESTING_START", "2023-01-01", vesting_condition_id="start")), ["x happens-twice"]),
    (added(transaction("x", "TX_VESTING_START", "2023-01-01", vesting_condition_id="nothing")), ["x reference-leads-nowhere"]),
    (added(transaction("x", "TX_VESTING_EVENT", "2023-01-01", vesting_condition_id="cliff")), ["x condition-of-another-kind"]),
    (added(transaction("x", "TX_EQUITY_COMPENSATION_TRANSFER", "2023-01-01", quantity="1", resulting_security_ids=["s"])),
     ["x reference-leads-nowhere", "x parts-unsaid?"]),
    (added(left("2023-01-01", "TERMINATION_OF_THE_WORLD")), ["status-2023-01-01 field-misshapen"]),
    (added(left("2023-01-01", "ACTIVE")), ["status-2023-01-01 active-again?"]),
    (added(left("2023-01-01", "ACTIVE", "eve")), ["status-2023-01-01 change-of-nobody?"]),
    (added(transaction("start-1", "TX_VESTING_START", "2023-01-01", "option-2", vesting_condition_id="start")),
     ["start-1 object-twice", "start-1 vesting-of-no-terms?"]),
    (added({"id": "v", "object_type": "VALUATION"}), ["v objects-not-taken?"]),
    (added({"id": "", "object_type": "VALUATION"}), ["items[4] object-without-id"]),
    (added(issuance(4, "ann", "2022-01-30", "5", valuation_id="v")), ["transactions.ocf.json unknown-field?"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "codes"), MISTAKES, ids=[" ".join(codes) for _, codes in MISTAKES])
def test_mistakes_are_told_by_the_ids_of_objects(tmp_path: Path, change: Any, codes: list[str]) -> None:
    found = read(tmp_path, change)
    assert wrong(found) == codes
    for problem in found.problems:
        assert problem.render("ja")


@pytest.mark.parametrize("reading", ["next", "last", "pro-rata"])
def test_what_is_accelerated_comes_next_or_last_or_of_each_part(tmp_path: Path, reading: str) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"][3:] = [
            transaction("faster", "TX_VESTING_ACCELERATION", "2023-02-28", quantity="1000", reason_text="merger"),
        ]  # fmt: skip

    # 1,300 have vested by the schedule on 28 February 2023, and 3,500 have not: with 1,000 of them 2,300.
    found = read(tmp_path, change)
    assert most(found, "2023-02-27") == ("allowed", 1200)
    assert most(found, "2023-02-28", readings={"accelerated-shares": reading}) == ("allowed", 2300)
    # By 30 December 2023 the schedule has 2,300 of its own: caught up; or 1,000 more than that; or of the 2,500 still to
    # vest 2,500 × 2,500 / 3,500, rounded up to 1,786.
    then = {"next": 2300, "last": 3300, "pro-rata": 3014}
    assert most(found, "2023-12-30", readings={"accelerated-shares": reading}) == ("allowed", then[reading])


def test_leave_and_relationships_are_events_that_decide_nothing_here(tmp_path: Path) -> None:
    changes = [
        left("2023-01-01", "LEAVE_OF_ABSENCE"), left("2023-02-01", "ACTIVE"),
        {"id": "rel", "object_type": "CE_STAKEHOLDER_RELATIONSHIP", "date": "2023-05-01", "stakeholder_id": "ann",
         "relationship_ended": "EMPLOYEE", "relationship_started": "CONSULTANT"},
    ]  # fmt: skip
    found = read(tmp_path, added(*changes))
    assert found.problems == ()
    told: list[Any] = [each.data for each in found.entries if each.kind == "event"]
    assert [each["event"] for each in told] == [
        "vesting_starts", "starts_leave", "exercises", "ends_leave", "ends_relationship", "starts_relationship",
    ]  # fmt: skip
    assert most(found, "2023-02-28") == ("allowed", 800)


def relationship(on: str, **more: str) -> dict[str, Any]:
    return {
        "id": f"rel-{on}",
        "object_type": "CE_STAKEHOLDER_RELATIONSHIP",
        "date": on,
        "stakeholder_id": "ann",
        **more,
    }


@pytest.mark.parametrize(
    ("now", "changes", "is_told"),
    [
        ({"current_relationship": "EX_EMPLOYEE"}, [], True),
        ({"current_relationships": ["INVESTOR", "EX_CONSULTANT"]}, [], True),
        ({"current_relationships": ["EX_EMPLOYEE", "BOARD_MEMBER"]}, [], False),
        ({}, [relationship("2023-03-01", relationship_ended="EMPLOYEE")], True),
        ({"current_relationship": "EMPLOYEE"}, [relationship("2023-03-01", relationship_started="EX_EMPLOYEE", relationship_ended="EMPLOYEE")], True),
        ({}, [relationship("2023-05-01", relationship_started="EMPLOYEE"), relationship("2023-03-01", relationship_ended="EMPLOYEE")], False),
        ({"current_relationship": "EX_EMPLOYEE"}, [left("2023-03-01", "TERMINATION_VOLUNTARY_OTHER")], False),
        ({"current_relationship": "INVESTOR"}, [], False),
    ],
)  # fmt: skip
def test_who_is_only_said_to_have_been_in_service_is_told(
    tmp_path: Path, now: Any, changes: Any, is_told: bool
) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["stakeholders_files"][0].update(now)
        lists["transactions_files"] += changes

    assert wrong(read(tmp_path, change)) == (["ann service-ended-unsaid?"] if is_told else [])


def test_the_order_of_a_file_decides_nothing_between_days(tmp_path: Path) -> None:
    first, second = condition_is_met("gate-1", "2023-03-01"), condition_is_met("gate-2", "2023-06-01")
    leave, back = left("2023-01-01", "LEAVE_OF_ABSENCE"), left("2023-02-01", "ACTIVE")

    def package_of(name: str, *transactions: dict[str, Any]) -> Any:
        def change(lists: dict[str, Items]) -> None:
            lists["vesting_terms_files"] = [
                terms("gates", "CUMULATIVE_ROUNDING", gate("gate-1", "gate-2"), gate("gate-2"))
            ]
            lists["transactions_files"] = [
                issuance(1, "ann", "2022-01-30", "100", vesting_terms_id="gates"),
                *transactions,
            ]

        return read(tmp_path / name, change)

    right = package_of("right", leave, back, first, second)
    turned = package_of("turned", second, first, back, leave)
    assert right.problems == turned.problems == ()
    assert life_of(right) == life_of(turned)
    plan = "harbour-ltd/2022-plan/gates"
    assert [most(turned, on, plan=plan) for on in ("2023-03-01", "2023-06-01")] == [("allowed", 50), ("allowed", 100)]
    # Whatever stands first in the file, the second condition is not met before the first.
    early = condition_is_met("gate-2", "2023-02-15")
    for name, transactions in (("a", (first, early)), ("b", (early, first))):
        assert wrong(package_of(name, *transactions)) == ["met-gate-2-2023-02-15 condition-out-of-turn"]


def gate(id_: str, *after: str) -> dict[str, Any]:
    """A condition that waits for an event, with half of the shares."""
    return {
        "id": id_,
        "portion": {"numerator": "1", "denominator": "2"},
        "trigger": {"type": "VESTING_EVENT"},
        "next_condition_ids": [*after],
    }


def condition_is_met(id_: str, on: str) -> dict[str, Any]:
    return transaction(f"met-{id_}-{on}", "TX_VESTING_EVENT", on, vesting_condition_id=id_)


def test_two_terms_of_one_name_are_two_plans(tmp_path: Path) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["vesting_terms_files"].append({**FOUR_YEARS, "id": "other"})
        lists["transactions_files"].append(issuance(4, "ann", "2022-01-30", "5", vesting_terms_id="other"))

    found = read(tmp_path, change)
    assert len(found.plans) == 3
    plans_of(found)
