"""The parts of its conditions by which a rule applies, or does not."""

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load

PLAN = """\
plan: acme/options
zone: Asia/Tokyo
roles: {holder: {}}
actions: {exercise: {}}
events: {joins: {personal: true}, leaves: {personal: true}, bars: {personal: true}}
states:
  employed: {is: {begins: {event: joins}, ends: {event: leaves}}}
  barred: {is: {on: {event: bars}}}
  late: {is: {after: 2030-12-31}}
  hindered: {is: {any: [barred, late]}}
  free: {is: {all: [employed, {not: hindered}]}}
rules:
  free: {clause: "1", says: Only the free., permit: exercise, when: free}
"""
HINDERED = "when.free.all.1.not.hindered"
LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "holder"}},
    "grants": [{"id": "g1", "grantee": "sato", "on": "2020-01-01", "number": 10}],
    "events": [{"event": "joins", "on": "2020-04-01"}, {"event": "bars", "on": "2025-07-05"}],
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plan") / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("on", "paths"),
    [
        # employed by an event, which needs no definition, and neither barred nor late
        ("2025-07-01", ["when", "when.free.all.0", f"{HINDERED}.any.0.barred", f"{HINDERED}.any.1.late"]),
        # what failed alone: barred on that day
        ("2025-07-05", ["when", f"{HINDERED}.any.0.barred"]),
        ("2020-03-31", ["when", "when.free.all.0"]),
    ],
)
def test_a_named_state_is_followed_by_what_accounts_for_it(plan: LoadedPlan, on: str, paths: list[str]) -> None:
    (finding,) = plan.ask(LIFE, on=on).findings
    assert [".".join(map(str, because.path)) for because in finding.because] == paths
    assert finding.because[0].expression == "free"
