"""A register as a package of the Open Cap Format: one that came from a package comes back as it was."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kenri.exporting.ocf_package import WrittenPackage, ocf_package
from kenri.importing.ocf_package import ImportedPackage, read_package
from tests.importing.small_package import Items, issuance, package, relative, start, terms, transaction
from tests.register.small_register import PLAN, company, entry

MADE = {"as_of": "2023-06-30", "generated": "2023-06-30T00:00:00Z"}


def out_and_back(found: ImportedPackage, folder: Path) -> tuple[WrittenPackage, ImportedPackage]:
    """What entries are written to, and what that is read as."""
    written = ocf_package(found.entries, found.plans, "Harbour Ltd.", **MADE)
    folder.mkdir()
    for name, body in written.files.items():
        (folder / name).write_bytes(body)
    return written, read_package(folder)


def told(found: ImportedPackage) -> list[Any]:
    return [(each.kind, each.key, each.data, each.plan, dict(each.details)) for each in found.entries]


def codes(written: WrittenPackage) -> list[str]:
    return [each.code for each in written.problems]


def on_day(days: int) -> Any:
    period = {"length": days, "type": "DAYS", "occurrences": 2}
    trigger = {"type": "VESTING_SCHEDULE_RELATIVE", "period": period, "relative_to_condition_id": "start"}
    return {
        "id": "days",
        "portion": {"numerator": "1", "denominator": "2"},
        "trigger": trigger,
        "next_condition_ids": [],
    }


EVENT = {"id": "ipo", "quantity": "400", "trigger": {"type": "VESTING_EVENT"}, "next_condition_ids": ["fixed"]}
FIXED: dict[str, Any] = {
    "id": "fixed", "quantity": "600", "next_condition_ids": [],
    "trigger": {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": "2024-05-01"},
}  # fmt: skip
CLIFFED = relative("m", "start", 1, 48, (1, 48))
CLIFFED["trigger"]["period"]["cliff_installment"] = 12
TERMS = {
    "as it is": None,
    "equal parts": [start("m"), relative("m", "start", 3, 8, (1, 8))],
    "days": [start("days"), on_day(90)],
    "a part of the whole": [start("m"), relative("m", "start", 12, 2, (1, 4))],
    "unequal parts": [start("a"), relative("a", "start", 12, 1, (1, 5), "b"), relative("b", "start", 30, 1, (4, 5))],
    "an event and a day": [EVENT, FIXED],
    "a cliff inside": [start("m"), CLIFFED],
}


@pytest.mark.parametrize("name", TERMS)
def test_a_package_comes_back_as_it_was_with_its_plan_files(tmp_path: Path, name: str) -> None:
    def change(lists: dict[str, Items]) -> None:
        if (conditions := TERMS[name]) is not None:
            lists["vesting_terms_files"] = [terms("four-years", "CUMULATIVE_ROUNDING", *conditions)]
            if conditions[0]["id"] != "start":
                del lists["transactions_files"][2]

    found = read_package(package(tmp_path / "harbour", change))
    assert found.is_usable
    written, back = out_and_back(found, tmp_path / "out")
    assert codes(written) == ["package-incomplete", "package-incomplete"]
    assert told(back) == told(found)
    assert back.plans == found.plans


def test_all_transactions_come_back(tmp_path: Path) -> None:
    price = {"amount": "0.75", "currency": "USD"}
    equity = "TX_EQUITY_COMPENSATION_"

    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"] += [
            issuance(3, "bob", "2023-03-01", "10", vestings=[{"date": "2023-04-01", "amount": "2.5"}],
                     early_exercisable=True),
            issuance(4, "eve", "2023-03-01", "10", compensation_type="RSU", exercise_price=None, comments=["a", "ü"]),
            transaction("a", f"{equity}ACCEPTANCE", "2023-03-01", "option-3"),
            transaction("c", f"{equity}CANCELLATION", "2023-03-02", quantity="10", reason_text="agreed"),
            transaction("t", f"{equity}TRANSFER", "2023-03-03", quantity="1", resulting_security_ids=["option-3"]),
            transaction("p", f"{equity}REPRICING", "2023-03-04", new_exercise_price=price),
            transaction("v", "TX_VESTING_ACCELERATION", "2023-03-05", quantity="7", reason_text="why"),
            transaction("r", f"{equity}RELEASE", "2023-03-06", "option-4", quantity="1", settlement_date="2023-03-07",
                        release_price=price, resulting_security_ids=[]),
            {"id": "split", "object_type": "TX_STOCK_CLASS_SPLIT", "date": "2023-03-08", "stock_class_id": "common",
             "split_ratio": {"numerator": "3", "denominator": "2"}},
            {"id": "s1", "object_type": "CE_STAKEHOLDER_STATUS", "date": "2023-04-01", "stakeholder_id": "ann",
             "new_status": "LEAVE_OF_ABSENCE"},
            {"id": "s2", "object_type": "CE_STAKEHOLDER_STATUS", "date": "2023-05-01", "stakeholder_id": "ann",
             "new_status": "ACTIVE"},
            {"id": "s3", "object_type": "CE_STAKEHOLDER_STATUS", "date": "2023-06-01", "stakeholder_id": "ann",
             "new_status": "TERMINATION_INVOLUNTARY_DEATH"},
            {"id": "rel", "object_type": "CE_STAKEHOLDER_RELATIONSHIP", "date": "2023-06-01", "stakeholder_id": "bob",
             "relationship_started": "ADVISOR", "relationship_ended": "EMPLOYEE"},
        ]  # fmt: skip

    found = read_package(package(tmp_path / "harbour", change))
    assert found.is_usable, [each.render("en") for each in found.problems]
    written, back = out_and_back(found, tmp_path / "out")
    assert set(codes(written)) == {"package-incomplete"}
    assert told(back) == told(found)


def test_what_is_required_and_not_known_is_named(tmp_path: Path) -> None:
    written, _ = out_and_back(read_package(package(tmp_path / "harbour")), tmp_path / "out")
    issuer, stock_plan = (each.text() for each in written.problems)
    assert all(each in issuer for each in ("`ISSUER`", "`formation_date`", "`country_of_formation`"))
    assert all(each in stock_plan for each in ("`STOCK_PLAN`", "`initial_shares_reserved`"))
    manifest = json.loads(written.files["Manifest.ocf.json"])
    assert manifest["ocf_version"] == "1.2.0"
    needed = ("stock_classes_files", "stock_legend_templates_files", "valuations_files")
    assert all(manifest[each] == [] for each in needed)


def test_of_another_plan_everything_that_cannot_be_said_is_told(tmp_path: Path) -> None:
    entries = [
        *company(("ann",)),
        entry("grant", "third", {"grantee": "ann", "on": "2024-01-01", "number": "1/3"}, plan="acme/options"),
        entry("fact", "board_date", "2025-02-03"),
        entry("event", "left", {"event": "leaves", "on": "2025-03-01", "who": "ann", "id": "left"}),
        entry("event", "ex", {"event": "exercises", "on": "2025-02-01", "rights": 10, "grant": "ann-1", "id": "ex"}),
        entry("party", "far", {"role": "third_party"}, of="ann"),
    ]
    written = ocf_package(entries, {"acme/options": PLAN}, "Acme", **MADE)
    texts = [each.text() for each in written.problems]
    for key in ("`third`", "`board_date`", "`left`", "`acme/options`"):
        assert any(key in text for text in texts), key
    assert not any("`ex`" in text for text in texts)
    assert any("`far`" in text and "`life`" in text for text in texts)
    items = json.loads(written.files["Transactions.ocf.json"])["items"]
    assert [(each["object_type"], each["quantity"]) for each in items] == [
        ("TX_EQUITY_COMPENSATION_ISSUANCE", "100"), ("TX_EQUITY_COMPENSATION_EXERCISE", "10"),
    ]  # fmt: skip


def test_a_plan_file_that_was_edited_is_told(tmp_path: Path) -> None:
    found = read_package(package(tmp_path / "harbour"))
    edited = {id_: text.replace("default: no", "default: yes", 1) for id_, text in found.plans.items()}
    written = ocf_package(found.entries, edited, "Harbour Ltd.", **MADE)
    assert codes(written).count("plan-not-said") == 2


@pytest.mark.parametrize("edited", ["harbour-ltd/2022-plan/four-years", "harbour-ltd/2022-plan/vested-on-issue"])
def test_a_plan_file_that_was_edited_leaves_its_siblings_as_they_are(tmp_path: Path, edited: str) -> None:
    """One that does not tell what it came from any more took the name of the stock plan from the others too."""
    found = read_package(package(tmp_path / "harbour"))
    others = {id_: text for id_, text in found.plans.items() if id_ != edited}
    assert others
    plans = {**found.plans, edited: re.sub("Open Cap Format", "Agreement", found.plans[edited], count=1)}
    assert plans[edited] != found.plans[edited]
    written = ocf_package(found.entries, plans, "Harbour Ltd.", **MADE)
    assert [each.sentence.text() for each in written.problems if each.code == "plan-not-said"] == [
        f"the rules of the plan `{edited}` cannot be said in this form"
    ]
