"""An event may be of the party that another event names, whoever else has the same role."""

from pathlib import Path

import pytest

from kenri.api import load

PLAN = """
plan: named
extends: vocabulary/equity
zone: UTC
events:
  inherits: {personal: true}
dates:
  succession: {is: {first: {event: inherits}}}
rules:
  heir:
    clause: "1"
    says: The heir who inherits exercises while alive.
    permit: exercise
    by: heir
    when: {asker: {named: who, of: succession}}
    unless: {after: {event: dies, who: {named: who, of: succession}}}
"""

LIFE = {
    "parties": {"ann": {"role": "grantee"}, "bob": {"role": "heir"}, "eve": {"role": "heir"}},
    "grants": [{"grantee": "ann", "number": 1}],
    "events": [
        {"on": "2024-01-01", "event": "dies", "who": "eve"},
        {"on": "2024-02-01", "event": "inherits", "who": "bob"},
        {"on": "2024-03-01", "event": "dies", "who": "bob"},
    ],
}


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [
        ("bob", "2024-02-15", "allowed"),
        ("bob", "2024-03-01", "allowed"),
        ("bob", "2024-03-02", "denied"),
        ("eve", "2024-02-15", "denied"),
    ],
)
def test_only_the_death_of_the_one_named_counts(tmp_path: Path, who: str, day: str, expected: str) -> None:
    (tmp_path / "named.yaml").write_text(PLAN, encoding="utf-8")
    assert load("named", rules=tmp_path).ask(LIFE, on=day, rights=1, by=who).outcome == expected
