"""Twice as much to read takes twice the work: counted in calls, since clocks differ."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kenri.importing.ocf_package import read_package
from tests.importing.small_package import Items, issuance, package, transaction
from tests.importing.small_tables import read, text


def lines(function: Callable[[], Any]) -> int:
    """How many lines of Python are run."""
    found = 0

    def trace(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal found
        found += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return found


def large(number: int) -> Callable[[dict[str, Items]], None]:
    def change(lists: dict[str, Items]) -> None:
        lists["stakeholders_files"] = [
            {
                "id": f"h{n}",
                "object_type": "STAKEHOLDER",
                "name": {"legal_name": f"H {n}"},
                "stakeholder_type": "INDIVIDUAL",
            }
            for n in range(number)
        ]
        lists["transactions_files"] = [
            each
            for n in range(number)
            for each in (
                issuance(n, f"h{n}", "2022-01-30", "4800", vesting_terms_id="four-years"),
                transaction(f"s{n}", "TX_VESTING_START", "2022-01-30", f"option-{n}", vesting_condition_id="start"),
                transaction(f"e{n}", "TX_EQUITY_COMPENSATION_EXERCISE", "2023-03-30", f"option-{n}", quantity="5",
                            resulting_security_ids=[f"option-{n}"]),
            )
        ]  # fmt: skip

    return change


def test_a_package(tmp_path: Path) -> None:
    once, twice = (package(tmp_path / str(number), large(number)) for number in (150, 300))
    few, many = lines(lambda: read_package(once)), lines(lambda: read_package(twice))
    assert many < 2.2 * few


def test_a_table(tmp_path: Path) -> None:
    def table(number: int) -> Path:
        rows = [f"E{n},Name {n},G{n},2024-01-31,1000,2.5" for n in range(number)]
        return text(
            tmp_path / f"{number}.csv", "Employee ID,Name,Grant ID,Grant Date,Options Granted,Exercise Price", *rows
        )

    once, twice = table(300), table(600)
    read(table(1))  # the plan is loaded
    few, many = lines(lambda: read(once)), lines(lambda: read(twice))
    assert many < 2.2 * few
