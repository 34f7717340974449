"""Case G19: a package in the shape of a published sample company, and one in that of published samples of each object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kenri.importing.ocf_package import read_package
from tests.importing.small_package import (
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
)

WINDOW = [{"reason": "VOLUNTARY_GOOD_CAUSE", "period": 3, "period_type": "MONTHS"}]


def company(lists: dict[str, Items]) -> None:
    """Three grants under a plan that is not in the package; a cliff as tools write it; four exercises of one security."""
    monthly = relative("monthly", "start", 1, 48, (1, 48))
    monthly["cliff_condition"] = {"id": "cliff", "period": {"type": "MONTHS", "length": 12}}
    lists["stock_plans_files"] = []
    lists["vesting_terms_files"] = [terms("four-years", "CUMULATIVE_ROUND_DOWN", start("monthly"), monthly)]
    lists["transactions_files"] = [
        *(
            issuance(n, "ann", on, shares, vesting_terms_id="four-years", stock_plan_id="plan-9", early_exercisable=n == 3,
                     termination_exercise_windows=WINDOW, valuation_id=f"v{n}")
            for n, on, shares in ((1, "2019-06-01", "360000"), (2, "2019-09-01", "480000"), (3, "2019-11-01", "240000"))
        ),
        *(
            transaction(f"start-{n}", "TX_VESTING_START", on, f"option-{n}", vesting_condition_id="start")
            for n, on in ((1, "2019-06-01"), (2, "2019-09-01"), (3, "2019-11-01"))
        ),
        *(
            transaction(f"exercise-{n}", "TX_EQUITY_COMPENSATION_EXERCISE", on, quantity=shares, resulting_security_ids=[f"shares-{n}"])
            for n, on, shares in ((1, "2020-06-15", "500"), (2, "2021-05-15", "400"), (3, "2023-06-01", "750"), (4, "2023-06-15", "350"))
        ),
        *(
            {"id": f"issue-shares-{n}", "object_type": "TX_STOCK_ISSUANCE", "date": "2020-06-15", "security_id": f"shares-{n}"}
            for n in (1, 2, 3, 4)
        ),
        {"id": "split", "object_type": "TX_STOCK_CLASS_SPLIT", "date": "2023-03-01", "stock_class_id": "common",
         "split_ratio": {"numerator": "2", "denominator": "1"}},
    ]  # fmt: skip


def test_a_company_is_read_whole_and_its_audit_finds_every_exercise_permitted(tmp_path: Path) -> None:
    folder = package(tmp_path / "harbour", company, version="1.1.1-alpha+main")
    manifest = folder / "Manifest.ocf.json"
    body: Any = json.loads(manifest.read_text("utf-8"))
    body["transactions_files"][0]["md5"] = "45bbd5a565154f8c4a762c3d4fd711f1"  # one that was never worked out
    manifest.write_text(json.dumps(body), "utf-8")
    found = read_package(folder)
    assert found.is_usable
    assert sorted(wrong(found)) == [
        "Manifest.ocf.json package-files-changed?",
        "Manifest.ocf.json package-version?",
        "issue-1 reference-leads-nowhere?",  # stock_plan_id
        "issue-1 windows-missing?",
        "issue-shares-1 objects-not-taken?",
        "transactions.ocf.json unknown-field?",  # valuation_id
    ]
    ((id_, plan),) = plans_of(found).items()
    assert id_ == "harbour-ltd/plan-9/four-years"
    life = plan.life(life_of(found))
    audit = plan.audit(life)
    assert [len(each.acts) for each in audit.grants] == [4, 0, 0]
    assert all(act.ruling.outcome == "allowed" for each in audit.grants for act in each.acts)

    def most(on: str, number: int, **more: Any) -> Any:
        return plan.ask(life, on=on, grant=f"option-{number}", rights=1, **more).most

    # 360,000 in 48 parts are 7,500 each: 12 of them with the cliff on 1 June 2020, 30 on 1 December 2021 less 900.
    assert most("2020-05-31", 1) == 0
    assert most("2020-06-01", 1) == 90_000
    assert most("2021-12-01", 1) == 224_100
    # 48 parts are over on 1 June 2023: 360,000 less 500, 400 and 750.
    assert most("2023-06-01", 1) == 358_350
    # The third can be exercised before it vests. A split leaves options as they are, unless it is read otherwise: then
    # 240,000 are 480,000 from its day on.
    assert most("2019-11-01", 3) == 240_000
    assert most("2023-03-01", 3) == 240_000
    assert most("2023-03-01", 3, readings={"split-of-options": "multiplied"}) == 480_000


def samples(lists: dict[str, Items]) -> None:
    """Objects that show every field and are no company: ids that stand twice, holders and securities that are nowhere."""
    lists["stakeholders_files"] = []
    lists["transactions_files"] = [
        issuance(1, "nobody", "2019-12-12", "50"),
        {**issuance(1, "nobody", "2023-06-07", "10000"), "id": "issue-1-again"},
        {**issuance(2, "nobody", "2019-12-12", "100"), "security_id": "planless"},
        transaction("warrant", "TX_WARRANT_ISSUANCE", "2019-12-12", "planless"),
        transaction("warrant-exercise", "TX_WARRANT_EXERCISE", "2019-12-12", "planless"),
        transaction("accept", "TX_EQUITY_COMPENSATION_ACCEPTANCE", "2019-12-10", "option-1"),
        transaction("release", "TX_EQUITY_COMPENSATION_RELEASE", "2017-07-22", "nowhere", quantity="9000", settlement_date="2017-07-22"),
        {"id": "status", "object_type": "CE_STAKEHOLDER_STATUS", "date": "2024-08-08", "stakeholder_id": "somebody",
         "new_status": "TERMINATION_VOLUNTARY_GOOD_CAUSE"},
    ]  # fmt: skip


def test_samples_that_are_no_company_are_told_by_name_and_nothing_is_used(tmp_path: Path) -> None:
    found = read(tmp_path, samples)
    assert not found.is_usable
    assert [each.kind for each in found.entries] == []
    assert sorted(wrong(found)) == [
        "accept reference-of-several",
        "issue-1-again security-issued-twice",
        "release reference-leads-nowhere",
        "status reference-leads-nowhere",
        "warrant objects-not-taken?",
        "warrant security-issued-twice",  # with an option, which is then not told apart
        "warrant-exercise objects-not-taken?",
    ]
