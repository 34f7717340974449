"""Registers audited: versions of a plan, grants that were corrected, a clock that was set back; worked out by hand.

By the small plan holders exercise what they hold until 30 days after leaving (clauses 1 and 2).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kenri.audit import Audit
from kenri.auditing.acts import ActFinding, UnruledFinding, audited
from kenri.auditing.roll_forward import RollForward, roll_forward
from kenri.faces.registers.one_audit import audit_of_one
from kenri.register.plan_history import PlanHistory
from kenri.register.plan_versions import KeptPlan
from kenri.register.register import Register
from tests.register.small_register import PLAN, at, entry, made

LAPSE = """\
effects:
  lapse: {clause: "2", says: What is left lapses., on: {start_of: {from: {plus: {days: DAYS}, to: {event: leaves}}}}, moves: all, to: extinguished}
"""  # noqa: E501  # one effect on one line


def version(register: Register, folder: Path, days: int, now: str, since: str = "") -> None:
    """A version of the plan by which rights are exercised until so many days after leaving, and lapse then."""
    path = folder / "options.yaml"
    text = PLAN.replace("days: 30", f"days: {days}") + LAPSE.replace("DAYS", str(days))
    path.write_text(text, encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at(now), since=since)


def grant(holder: str, number: int) -> list[Any]:
    return [
        entry("party", holder, {"role": "grantee"}),
        entry("grant", f"{holder}-1", {"grantee": holder, "on": "2024-01-01", "number": number}),
    ]


def exercise(key: str, holder: str, on: str, rights: int) -> Any:
    data = {"id": key, "event": "exercises", "who": holder, "grant": f"{holder}-1", "on": on, "rights": rights}
    return entry("event", key, data)


def acts(register: Register, known_at: str | None = None) -> dict[str, tuple[Any, ...]]:
    history = PlanHistory(register, "acme/options")
    last = history.plan.day("2025-12-31")
    instant = history.plan.instant(known_at)
    if known_at is None:
        assert_alike_by_columns(register, history, last)
    return {
        each.act.event.id: (each.verdict_then, each.verdict, [record.key for record in each.turned_by])
        for found in audited(history, register.dossiers(history.plan), last, instant=instant)
        for each in found.findings
        if isinstance(each, ActFinding)
    }


def assert_alike_by_columns(register: Register, history: PlanHistory, last: int) -> None:
    """Where columns tell of a holder that all was permitted, the reference finds nothing."""
    pytest.importorskip("pyarrow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kenri.columnar.permitted._WORTH_IT", 1)
        patch.setattr("kenri.compiled.column_forms._WORTH_IT", 1)
        permitted = register.permitted_holders(history, last, {})
        by_columns = {each.holder: each.permitted for each in register.dossiers(history.plan, permitted=permitted)}
    for found in audited(history, register.dossiers(history.plan), last):
        if by_columns[found.holder] is not None:
            assert (found.findings, found.turning) == ((), 0)
            assert found.counts.total() == by_columns[found.holder]  # type: ignore[attr-defined]


def of_one(register: Register, plan: KeptPlan | None = None, known_at: str | None = None) -> Audit:
    """The audit of Ann alone, by a version of the plan; None: by the newest."""
    newest = register.plan() if plan is None else plan
    life = register.life("ann", newest, known_at=newest.instant(known_at))
    return audit_of_one(register, newest, life, "ann", known_at=known_at, until="2025-12-31")


def verdicts(found: Audit) -> dict[str, tuple[str, str]]:
    return {act.event.id: (act.verdict_then, act.verdict) for each in found.grants for act in each.acts}


def rolled(register: Register, first: str) -> RollForward:
    history = PlanHistory(register, "acme/options")
    days = date.fromisoformat(first).toordinal(), history.plan.day("2025-12-31")
    (found,) = roll_forward(history, register.dossiers(history.plan), *days)
    return found


def test_each_act_is_judged_by_the_version_of_its_day(tmp_path: Path) -> None:
    """Ann left on 1 March. Thirty days later is 31 March, and sixty days later 30 April; the second is used from 10
    April on.
    """
    register = made(str(tmp_path / "register.db"), tmp_path, now="2024-12-01")
    version(register, tmp_path, 30, "2025-01-01")
    register.apply(
        [
            *grant("ann", 100),
            entry("event", "left", {"event": "leaves", "who": "ann", "on": "2025-03-01"}),
            exercise("x1", "ann", "2025-04-05", 10),
            exercise("x2", "ann", "2025-04-20", 20),
        ],
        author="ann", now=at("2025-05-01"),
    )  # fmt: skip
    version(register, tmp_path, 60, "2025-06-01", since="2025-04-10")
    assert acts(register) == {"x1": ("denied", "denied", [])}
    # So they are where the life of one is audited, by whichever version; what stands is by the version that is asked.
    for day in (date(2025, 4, 9), date(2025, 4, 10)):
        alone = of_one(register, register.plan(day=day))
        assert verdicts(alone) == {"x1": ("denied", "denied"), "x2": ("allowed", "allowed")}
    (now,) = of_one(register).grants
    assert (now.closing["held"], now.closing["exercised"], now.closing["extinguished"]) == (0, 30, 70)
    found = rolled(register, "2025-04-10")
    assert [(line.kind, {name: number for name, number in line.numbers.items() if number}) for line in found.lines] == [
        ("opening", {"extinguished": 100}),  # on 31 March all had lapsed, by the version of 9 April
        ("restated", {"held": 90, "exercised": 10, "extinguished": -100}),
        ("moved", {"held": -20, "exercised": 20}),
        ("moved", {"held": -70, "extinguished": 70}),
        ("closing", {"exercised": 30, "extinguished": 70}),
    ]
    assert found.adds_up


def test_a_version_in_the_place_of_another_turns_verdicts(tmp_path: Path) -> None:
    """The clause says sixty days, and the plan had thirty until that was found out on 1 June."""
    register = made(str(tmp_path / "register.db"), tmp_path, now="2024-12-01")
    version(register, tmp_path, 30, "2025-01-01")
    register.apply(
        [
            *grant("ann", 100),
            entry("event", "left", {"event": "leaves", "who": "ann", "on": "2025-03-01"}),
            exercise("x", "ann", "2025-04-20", 20),
        ],
        author="ann", now=at("2025-05-01"),
    )  # fmt: skip
    assert acts(register) == {"x": ("denied", "denied", [])}
    version(register, tmp_path, 60, "2025-06-01")
    assert acts(register) == {"x": ("denied", "allowed", ["acme/options"])}
    assert verdicts(of_one(register)) == {"x": ("denied", "allowed")}
    assert verdicts(of_one(register, known_at="2025-05-31")) == {"x": ("denied", "denied")}
    assert acts(register, "2025-05-31") == {"x": ("denied", "denied", [])}


def test_a_day_that_was_put_right_later_is_not_held_against_who_was_permitted(tmp_path: Path) -> None:
    """Ann is recorded to have left on 1 April: until 30 April she might exercise, and did on the 20th. In June an event
    that corrects it says 1 March: until 30 March. It was permitted then, and would not be now.
    """
    register = made(str(tmp_path / "register.db"), tmp_path, now="2024-12-01")
    left = {"event": "leaves", "who": "ann", "on": "2025-04-01"}
    register.apply([*grant("ann", 100), entry("event", "left", left)], author="ann", now=at("2025-04-02"))
    register.apply([exercise("x", "ann", "2025-04-20", 20)], author="ann", now=at("2025-04-21"))
    right = {"event": "leaves", "who": "ann", "on": "2025-03-01", "corrects": "left"}
    register.apply([entry("event", "right", right)], author="ann", now=at("2025-06-01"))
    assert acts(register) == {"x": ("allowed", "denied", ["right"])}
    assert verdicts(of_one(register)) == {"x": ("allowed", "denied")}


def test_a_grant_that_was_corrected_turns_verdicts_whatever_the_clock_says(address: str, tmp_path: Path) -> None:
    """Ann asked for 60 when it was recorded that she had 50; that she had 70 was recorded later, by a clock that had
    been set back in between.
    """
    register = made(address, tmp_path, now="2025-01-01")
    register.apply(grant("ann", 50), author="ann", now=at("2025-03-01"))
    register.apply([exercise("x", "ann", "2025-05-01", 60)], author="ann", now=at("2025-06-01"))
    assert acts(register) == {"x": ("denied", "denied", [])}
    register.apply([grant("ann", 70)[1]], author="ann", now=at("2025-04-01"))
    assert acts(register) == {"x": ("denied", "allowed", ["ann-1"])}
    assert acts(register, "2025-05-31") == {"x": ("denied", "denied", [])}
    found = rolled(register, "2025-01-01")
    assert (found.closing["held"], found.closing["exercised"], found.adds_up) == (10, 60, True)


def test_an_act_before_the_first_version_is_not_judged(tmp_path: Path) -> None:
    register = Register.create(str(tmp_path / "register.db"), "Acme")
    version(register, tmp_path, 30, "2025-01-01", since="2025-04-01")
    entries = [*grant("ann", 50), exercise("x1", "ann", "2025-03-31", 60), exercise("x2", "ann", "2025-04-01", 60)]
    register.apply(entries, author="ann", now=at("2025-06-01"))
    history = PlanHistory(register, "acme/options")
    (found,) = audited(history, register.dossiers(history.plan), history.plan.day("2025-12-31"))
    assert [(type(each), _event(each)) for each in found.findings] == [(UnruledFinding, "x1"), (ActFinding, "x2")]
    alone = of_one(register)
    assert verdicts(alone) == {"x1": ("unknown", "unknown"), "x2": ("denied", "denied")}
    assert (alone.unjudged, alone.is_clean) == (("x1",), False)
    assert [(each.code, each.names) for each in alone.cautions] == [("no-version", ("x1",))]


def _event(found: Any) -> str:
    return str(found.event.id if isinstance(found, UnruledFinding) else found.act.event.id)
