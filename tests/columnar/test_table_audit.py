"""The audit of a table tells what the audits of its rows tell, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import load
from kenri.columnar.audits import AuditRows
from kenri.columnar.batch import judged_blocks
from kenri.columnar.layout import Layout
from kenri.columnar.sources import in_memory
from kenri.loader.library import shipped
from kenri.loader.scenarios import read_scenarios
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedAudit
from tests.columnar.scenario_tables import row_of, typed_table, write_table
from tests.columnar.small_tables import LEFT, plan, row
from tests.hostile import run

PLANS = ("iij/2015-5th-series", "plans/iso-startup", "plans/forced-exercise", "plans/warrant-settlement")


def lives(name: str) -> list[Life]:
    """The lives of the scenarios of a plan that are audited, and those in which something is exercised."""
    loaded, report = load(name), Report()
    paths = sorted((shipped("scenarios") / name).rglob("*.yaml"))
    told = [each for path in paths for each in read_scenarios(path, lambda _: loaded.plan, report)]
    return [
        each.life
        for each in told
        if any(isinstance(ask.expected, ExpectedAudit) for ask in each.asks)
        or any(loaded.plan.events[event.kind].act for event in each.life.events)
    ]


@pytest.mark.parametrize("name", PLANS)
def test_it_tells_what_each_audit_tells(name: str) -> None:
    loaded, audited = load(name), lives(name)
    assert audited
    rows = [{"id": f"row-{at}", **row_of(life_data(life, loaded.plan))} for at, life in enumerate(audited)]
    source = in_memory(typed_table(rows), Layout(loaded.plan))
    found: list[dict[str, Any]] = []
    for _, judged in judged_blocks(source, AuditRows(loaded, block=5)):
        assert judged.bad == ()
        found += judged.answers.to_pylist()
    assert found
    for at, life in enumerate(audited):
        expected = loaded.audit(life)
        own = [told for told in found if told["id"] == f"row-{at}"]
        assert (own == []) == expected.is_clean
        for verdict, ids in (("unknown", set(expected.unjudged)), ("short", set(expected.short))):
            assert {told["event"] for told in own if told["verdict"] == verdict} >= ids
        owed = {(each.duty, each.by, each.last or expected.grants[0].until, each.standing) for each in expected.duties}
        assert owed == {
            (told["duty"], told["who"], told["on"].toordinal(), told["verdict"]) for told in own if told["duty"]
        }
        denied = {told["event"] for told in own if told["verdict"] == "denied"}
        assert denied == {id_ for id_, verdict in expected.verdicts.items() if verdict == "denied"}


def test_the_command_tells_each_act_that_was_not_permitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tmp_path)
    late = {"event": "exercises", "on": "2025-06-01", "rights": "5", "id": "late"}
    fine = {"event": "exercises", "on": "2025-03-10", "rights": "5"}
    monkeypatch.chdir(tmp_path)
    table = write_table(
        tmp_path / "table.parquet", [row("a", events=[LEFT, fine]), row("b", events=[LEFT, fine, late])]
    )
    done = run(monkeypatch, ["audit", "plan.yaml", "--table", table])
    assert (done.code, done.err) == (1, "")
    assert "late" in done.out
    clean = write_table(tmp_path / "clean.csv", [row("a", events=[LEFT, fine])])
    assert run(monkeypatch, ["audit", "plan.yaml", "--table", clean]).code == 0
