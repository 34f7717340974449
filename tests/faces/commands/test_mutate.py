"""`kenri mutate`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.checking.small_plan import write
from tests.faces.commands.running import Kenri


def test_slips_that_nobody_notices_come_with_scenarios(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path)
    told = write(
        tmp_path,
        "plan: acme.yaml\nclause: c2\n"
        "life: {parties: {ann: {role: grantee}}, grants: [{grantee: ann, on: 2024-01-01, number: 5}]}\n"
        "scenarios:\n  some:\n    because: x\n    life: {events: [{on: 2025-03-01, event: leaves}]}\n"
        "    asks: [{on: 2025-03-05, rights: 1, expect: allowed}]\n",
        "told.yaml",
    )
    answer = kenri("mutate", path, "--scenarios", told, "--only", "days")
    assert answer.code == 1
    assert "11 for 10" in answer.out
    assert "scenarios:" in answer.out
    reasons = write(
        tmp_path,
        'acme/options:\n  "terms.days.value: 11 for 10": The eleventh day.\n'
        '  "terms.days.value: 9 for 10": The tenth.\n',
        "reasons.yaml",
    )
    assert kenri("mutate", path, "--scenarios", told, "--only", "days", "--explained", reasons).code == 0
    quick = kenri("mutate", path, "--scenarios", told, "--only", "days", "--no-proof", "--json")
    assert json.loads(quick.out)["survivors"][0]["scenario"] is None


def test_a_scenario_that_fails_is_told_and_left_out(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path)
    told = write(
        tmp_path,
        "plan: acme.yaml\nclause: c2\n"
        "life: {parties: {ann: {role: grantee}}, grants: [{grantee: ann, on: 2024-01-01, number: 5}]}\n"
        "scenarios:\n  wrong:\n    because: x\n    life: {events: [{on: 2025-03-01, event: leaves}]}\n"
        "    asks: [{on: 2025-03-05, rights: 1, expect: denied}]\n",
        "told.yaml",
    )
    answer = kenri("mutate", path, "--scenarios", told, "--only", "days", "--no-proof")
    assert answer.code == 1
    assert "wrong is not met by the plan itself" in answer.out
    assert "0 of 2 slips are noticed" in answer.out
    data = json.loads(kenri("mutate", path, "--scenarios", told, "--only", "days", "--no-proof", "--json").out)
    assert [each.rpartition(": ")[2] for each in data["scenarios_left_out"]] == ["wrong"]
