"""`kenri diff`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.checking.small_plan import PLAN, write
from tests.faces.commands.running import Kenri


def test_two_versions_differ_in_one_direction(kenri: Kenri, tmp_path: Path) -> None:
    before = write(tmp_path / "a")
    after = write(tmp_path / "b", PLAN.replace("{clause: c2, value: 10}", "{clause: c2, value: 30}"))
    answer = kenri("diff", before, after, "--save", tmp_path / "found")
    assert answer.code == 1
    assert "exercise: newly allowed" in answer.out
    assert "window [c2]" in answer.out
    assert "terms  days  changed" in answer.out
    assert "proved the same: exercise (newly denied)" in answer.out
    saved = sorted((tmp_path / "found").glob("*.yaml"))
    assert kenri("test", *saved).code == 0
    assert kenri("diff", before, before).code == 0
    data = kenri("diff", before, after, "--action", "exercise", "--json").out
    assert json.loads(data)["differences"][0]["status"] == "refuted"


def test_an_amendment_is_compared_with_the_plan_before_it(kenri: Kenri, tmp_path: Path) -> None:
    amendment = (
        "amendments:\n  longer: {from: 2026-04-01, clause: resolution, says: More days.,"
        " terms: {days: {clause: c2, value: 12}}}\n"
    )
    answer = kenri("diff", write(tmp_path, PLAN + amendment), "--amendment", "longer", "--action", "exercise")
    assert answer.code == 1
    assert "newly allowed" in answer.out
    story = next(line for line in answer.out.splitlines() if "? grantee: exercise" in line)
    assert story.strip() >= "2026-04-01"
