"""A small package of the Open Cap Format, in the shapes that published samples have: built here, so that a test can
change one part of it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kenri import load
from kenri.api import LoadedPlan
from kenri.importing.ocf_package import ImportedPackage, read_package

Items = list[dict[str, Any]]

LAST_DAY = "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
REASONS = (
    *("VOLUNTARY_OTHER", "VOLUNTARY_GOOD_CAUSE", "VOLUNTARY_RETIREMENT", "INVOLUNTARY_OTHER", "INVOLUNTARY_DEATH"),
    *("INVOLUNTARY_DISABILITY", "INVOLUNTARY_WITH_CAUSE"),
)


def relative(id_: str, to: str, months: int, times: int, share: tuple[int, int], after: str = "") -> dict[str, Any]:
    """A condition that is met some months after another, several times."""
    return {
        "id": id_,
        "portion": {"numerator": str(share[0]), "denominator": str(share[1])},
        "trigger": {
            "type": "VESTING_SCHEDULE_RELATIVE",
            "period": {"length": months, "type": "MONTHS", "occurrences": times, "day_of_month": LAST_DAY},
            "relative_to_condition_id": to,
        },
        "next_condition_ids": [after] if after else [],
    }


def start(*after: str, share: tuple[int, int] = (0, 1)) -> dict[str, Any]:
    """The condition that is met as vesting starts."""
    return {
        "id": "start",
        "portion": {"numerator": str(share[0]), "denominator": str(share[1])},
        "trigger": {"type": "VESTING_START_DATE"},
        "next_condition_ids": [*after],
    }


def terms(id_: str, allocation: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id_,
        "object_type": "VESTING_TERMS",
        "name": id_,
        "description": "",
        "allocation_type": allocation,
        "vesting_conditions": [*conditions],
    }


def issuance(number: int, holder: str, on: str, shares: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"issue-{number}",
        "object_type": "TX_EQUITY_COMPENSATION_ISSUANCE",
        "date": on,
        "security_id": f"option-{number}",
        "custom_id": f"EC-{number}",
        "stakeholder_id": holder,
        "security_law_exemptions": [],
        "compensation_type": "OPTION",
        "quantity": shares,
        "exercise_price": {"amount": "1.50", "currency": "USD"},
        "expiration_date": "2032-01-30",
        "termination_exercise_windows": [{"reason": each, "period": 3, "period_type": "MONTHS"} for each in REASONS],
        "stock_plan_id": "plan-1",
        "stock_class_id": "common",
        **more,
    }


def transaction(id_: str, type_: str, on: str, security: str = "option-1", **more: Any) -> dict[str, Any]:
    return {"id": id_, "object_type": type_, "date": on, "security_id": security, **more}


FOUR_YEARS = terms(
    "four-years", "CUMULATIVE_ROUNDING",
    start("cliff"), relative("cliff", "start", 12, 1, (12, 48), "monthly"), relative("monthly", "cliff", 1, 36, (1, 48)),
)  # fmt: skip


def files() -> dict[str, Items]:
    """The objects of a package, by the key of the manifest that names their file."""
    return {
        "stakeholders_files": [
            {"id": name, "object_type": "STAKEHOLDER", "name": {"legal_name": full}, "stakeholder_type": "INDIVIDUAL"}
            for name, full in (("ann", "Ann Archer"), ("bob", "Bob Baker"), ("eve", "Eve Investor"))
        ],
        "stock_plans_files": [
            {"id": "plan-1", "object_type": "STOCK_PLAN", "plan_name": "2022 Plan", "initial_shares_reserved": "+10000.00",
             "stock_class_ids": ["common"]},
        ],
        "vesting_terms_files": [FOUR_YEARS],
        "stock_classes_files": [{"id": "common", "object_type": "STOCK_CLASS"}],
        "transactions_files": [
            issuance(1, "ann", "2022-01-30", "4800", vesting_terms_id="four-years"),
            issuance(2, "bob", "2022-01-30", "100"),
            transaction("start-1", "TX_VESTING_START", "2022-01-30", vesting_condition_id="start"),
            transaction("exercise-1", "TX_PLAN_SECURITY_EXERCISE", "2023-02-01", quantity="500", resulting_security_ids=[]),
        ],
    }  # fmt: skip


def package(folder: Path, change: Callable[[dict[str, Items]], None] | None = None, *, version: str = "1.2.0") -> Path:
    """The package in a folder, with whatever is changed in it."""
    lists = files()
    if change is not None:
        change(lists)
    folder.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, Any] = {
        "ocf_version": version,
        "file_type": "OCF_MANIFEST_FILE",
        "issuer": {"id": "issuer", "object_type": "ISSUER", "legal_name": "Harbour Ltd."},
        "as_of": "2023-06-30",
        "generated_at": "2023-06-30T00:00:00Z",
    }
    for key, items in lists.items():
        name = f"{key.removesuffix('_files')}.ocf.json"
        body = json.dumps({"file_type": "OCF", "items": items}).encode()
        (folder / name).write_bytes(body)
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        manifest[key] = [{"filepath": f"./{name}", "md5": digest}]
    (folder / "Manifest.ocf.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def zipped(folder: Path) -> Path:
    """The same package as an archive beside its folder."""
    path = folder.with_name(f"{folder.name}.ocf.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(folder.iterdir()):
            archive.write(each, f"{folder.name}/{each.name}")
    return path


def life_of(found: ImportedPackage) -> dict[str, Any]:
    """All that was read, as one life."""
    life: dict[str, Any] = {"parties": {}, "grants": [], "events": []}
    for each in found.entries:
        data: dict[str, Any] = dict(each.data)  # type: ignore[arg-type]  # there are no facts among them
        if each.kind == "party":
            life["parties"][each.key] = data
        elif each.kind == "event":
            life["events"].append(data)
        elif not each.cancelled:
            life["grants"].append({"id": each.key, "plan": each.plan, **data})
    return life


def plans_of(found: ImportedPackage) -> dict[str, LoadedPlan]:
    """The plans that were made of a package, loaded from their files."""
    folder = Path(mkdtemp())
    for id_, text in found.plans.items():
        path = folder / f"{id_}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {id_: load(id_, rules=folder) for id_ in found.plans}


def read(folder: Path, change: Callable[[dict[str, Items]], None] | None = None) -> ImportedPackage:
    """The package with a change in it, read."""
    return read_package(package(folder / "harbour", change))


def wrong(found: ImportedPackage) -> list[str]:
    """The object and the code of each problem, warnings marked by a question mark."""
    return [
        f"{str(each.place).rpartition('#')[2].rpartition('/')[2]} {each.code}{'?' if each.severity == 'warning' else ''}"
        for each in found.problems
    ]
