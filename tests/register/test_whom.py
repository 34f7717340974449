"""What happens to another than whose rights it is about, as to an heir, is not taken of the holder or of the dead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.model.entries import RegisterEntry
from kenri.model.problems import ProblemsError
from kenri.register.register import Register
from tests.register.small_register import PLAN, at, codes, company, entry

EVENTS = (
    "events: {leaves: {personal: true}, inherits: {personal: true, requires: [dies], whom: {en: heir, ja: 相続人}}}"
)
DEAD = [
    entry("party", "iris", {"role": "heir"}),
    entry("event", "dies", {"event": "dies", "on": "2025-03-01", "who": "ann"}),
    entry("event", "dies-too", {"event": "dies", "on": "2025-04-01", "who": "bob"}),
]


def inherits(on: str = "2025-05-01", **said: str) -> RegisterEntry:
    return entry("event", "fixed", {"event": "inherits", "on": on, **said}, row=7)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    path = tmp_path / "options.yaml"
    plan = PLAN.replace("events: {leaves: {personal: true}, meets: {}}", EVENTS)
    path.write_text(plan, encoding="utf-8")
    register = Register.create(str(tmp_path / "a.db"), "Acme")
    register.add_plan(str(path), author="ann", now=at("2026-01-01"))
    register.apply([*company(("ann", "bob", "eve")), *DEAD], author="ann", now=at("2026-01-02"))
    return register


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"who": "ann", "grant": "ann-1"}, "told-of-the-holder"),
        ({"who": "ann"}, "told-of-the-holder"),
        ({"grant": "ann-1"}, "told-of-the-holder"),
        ({"who": "eve"}, "told-of-the-holder"),  # who inherits, but of her own rights as long as no grant is named
        ({"who": "bob", "grant": "ann-1"}, "told-of-one-before"),
    ],
)
def test_nobody_inherits_from_themselves_or_when_dead(register: Register, said: dict[str, Any], code: str) -> None:
    with pytest.raises(ProblemsError) as error:
        register.preview([inherits(**said)], now=at("2026-01-03"))
    assert codes(error.value.problems) == [code]
    assert str(error.value.problems[0].place) == "grants.csv:7"


def test_an_heir_inherits_also_one_who_holds_rights_or_dies_later(register: Register) -> None:
    for said in ({"who": "iris", "grant": "ann-1"}, {"who": "eve", "grant": "ann-1"}):
        assert register.preview([inherits(**said)], now=at("2026-01-03")).number == 1
    before_her_death = inherits("2025-03-15", who="bob", grant="ann-1")
    assert register.preview([before_her_death], now=at("2026-01-03")).number == 1


def test_a_death_that_was_taken_back_is_none(register: Register) -> None:
    back = entry("event", "dies-too", {"event": "dies", "on": "2025-04-01", "who": "bob"}, cancelled=True)
    register.apply([back], author="ann", now=at("2026-01-03"))
    assert register.preview([inherits(who="bob", grant="ann-1")], now=at("2026-01-04")).number == 1


def test_what_was_recorded_before_stays_what_it_was(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register that has such an event from before is asked and brought further as ever."""
    monkeypatch.setattr("kenri.register.register.kinds_of_others", lambda plans: {})
    register.apply([inherits(who="ann", grant="ann-1")], author="ann", now=at("2026-01-03"))
    monkeypatch.undo()
    assert register.apply([inherits(who="ann", grant="ann-1")], author="ann", now=at("2026-01-04")).number == 0
    assert len(register.life("ann", register.plan()).events) == 2
