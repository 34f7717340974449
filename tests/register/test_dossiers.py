"""Dossiers and histories of plans: what was so on a day, as known at an instant, made as seldom as can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kenri.model.days import Day
from kenri.register.plan_history import PlanHistory
from kenri.register.register import Register
from tests.register.small_register import ANN, PLAN, at, company, entry, made, written_life

EXERCISED = {"event": "exercises", "on": "2025-02-01", "grant": "cat-1", "who": "cat", "rights": 3}


def day(text: str) -> Day:
    return date.fromisoformat(text).toordinal()


def test_a_dossier_tells_the_lives_that_the_register_tells(address: str, tmp_path: Path) -> None:
    """Whatever the day, and whatever is known: a rank that changes, a number that was corrected, a grant taken back."""
    register = made(address, tmp_path)
    register.apply(company(("ann", "bob", "cat")), author="ann", now=at("2026-01-02"))
    register.apply(
        [
            entry("party", "ann", {"role": "grantee", "rank": "chief"}, since="2025-06-01"),
            entry("grant", "bob-1", {"grantee": "bob", "on": "2024-01-01", "number": 80}),
            entry("event", "e1", {"event": "leaves", "on": "2025-03-01", "who": "bob", "recorded": "2025-03-05"}),
            entry("event", "e2", EXERCISED),
        ],
        author="ann", now=at("2026-01-03"),
    )  # fmt: skip
    taken_back = entry("grant", "cat-1", {"grantee": "cat", "on": "2024-01-01", "number": 100}, cancelled=True)
    register.apply(
        [
            taken_back,
            entry("event", "e2", EXERCISED, cancelled=True),
        ],
        author="ann", now=at("2026-01-04"),
    )  # fmt: skip
    plan = register.plan()
    instants = [None, *(plan.instant(text) for text in ("2024-06-01", "2025-06-01", "2026-01-02", "2026-01-04"))]
    days = ["2024-01-01", "2025-05-31", "2025-06-01", "2026-02-01"]
    found = {each.holder: each for each in register.dossiers(plan)}
    assert sorted(found) == ["ann", "bob", "cat"]
    for holder, dossier in found.items():
        for text in days:
            for instant in instants:
                expected = register.life(holder, plan, day=date.fromisoformat(text), known_at=instant)
                life = dossier.life(plan, day(text), instant)
                assert life.known_at(instant) == expected.known_at(instant), (holder, text, instant)
    bob = found["bob"]
    assert bob.life(plan, day("2024-01-01")) is bob.life(plan, day("2026-02-01"), plan.instant("2026-02-01"))
    assert bob.life(plan, day("2024-01-01"), instants[1]) is not bob.life(plan, day("2024-01-01"))


def test_recordings_tell_since_when_each_was_known(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    register.apply(written_life(ANN.replace("2025-03-01", "2025-02-20")), author="bob", now=at("2026-01-05"))
    plan = register.plan()
    (dossier,) = register.dossiers(plan, "ann")
    known = [(each.kind, each.key, each.known, each.author) for each in dossier.recordings(plan)]
    exercise, left = ("exercises 2025-02-01", "left")
    assert [each for each in known if each[0] == "event"] == [
        ("event", left, plan.instant("2025-03-05T09:00:00Z"), "ann"),
        ("event", exercise, at("2025-02-01") // 1_000_000 - 12 * 3600, "ann"),
        ("event", left, at("2026-01-05") // 1_000_000, "bob"),
    ]


def test_a_version_is_found_by_its_day_and_by_what_was_known(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    path = tmp_path / "options.yaml"
    path.write_text(PLAN.replace("days: 30", "days: 40"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-02-01"), since="2025-06-01")
    path.write_text(PLAN.replace("days: 30", "days: 50"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-03-01"), since="2025-06-01")
    history = PlanHistory(register, "acme/options")

    def days(on: str, instant: int | None = None) -> str:
        plan = history.on(day(on), instant)
        assert plan is not None
        return str(plan.plan.rules["after"])

    before, after = at("2026-02-15") // 1_000_000, at("2026-03-02") // 1_000_000
    assert "30" in days("2025-05-31")
    assert "50" in days("2025-06-01")
    assert "50" in days("2025-06-01", after)
    assert "40" in days("2025-06-01", before)
    assert history.on(day("2025-06-01")) is history.on(day("2026-06-01"))
    assert [(each.kind, each.known) for each in history.recordings] == [("plan", at("2026-03-01") // 1_000_000)]


def test_a_register_is_named_by_its_whole_path_or_from_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its plans are in no files, and are found whichever way their register is named."""
    monkeypatch.chdir(tmp_path)
    register = made(str(tmp_path / "whole.db"), tmp_path)
    assert register.plan().id == Register.open("whole.db").plan().id == "acme/options"


def test_before_its_first_version_there_is_none(tmp_path: Path) -> None:
    register = Register.create(str(tmp_path / "later.db"), "Acme")
    path = tmp_path / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-01-01"), since="2025-06-01")
    history = PlanHistory(register, "acme/options")
    assert history.on(day("2025-05-31")) is None
    assert history.on(day("2025-06-01")) is not None
