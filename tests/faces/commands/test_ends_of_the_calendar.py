"""Every command answers on the first and the last days of the calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.faces.contracts.decision_data import decision_data
from kenri.faces.contracts.ruling_data import ruling_data
from tests.conformance.ends_of_the_calendar import DAYS, RULES
from tests.hostile import LIFE_DATA, loaded, run, written


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("command", ["ask", "forward", "windows", "audit", "figure", "sweep"])
@pytest.mark.parametrize("as_json", [True, False])
def test_every_command_answers_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on: str, command: str, as_json: bool
) -> None:
    text = (tmp_path / "plan.yaml", loaded(tmp_path, RULES + "figures: {f: {clause: '1', says: s, is: so-many}}\n"))[0]
    life = written(
        tmp_path,
        f"parties: {{ann: {{role: grantee}}}}\ngrants: [{{grantee: ann, on: {on}, number: 9}}]\n"
        f"events: [{{event: leaves, on: {on}}}]\n",
        "life.yaml",
    )
    ends: dict[str, list[str]] = {
        "ask": ["ask", "--on", on],
        "forward": ["ask", "--on", on, "--engine", "forward"],
        "windows": ["windows", "--svg", str(tmp_path / "w.svg"), "--ics", str(tmp_path / "w.ics")],
        "audit": ["audit"],
        "figure": ["figure", "--on", on],
        "sweep": ["sweep", "--asked-from", on, "--asked-to", on, "--vary", "leaves", "--from", on, "--to", on],
    }
    name, *options = ends[command]
    names = ["f"] if command == "figure" else []
    done = run(monkeypatch, [name, text, life, *names, *options, *(["--json"] if as_json else [])])
    assert done.code in ((0, 1) if command == "audit" else (0, 2) if command == "forward" else (0,)), done.err
    assert "ordinal" not in done.err


@pytest.mark.parametrize("on", DAYS)
def test_the_faces_of_both_engines_say_the_same_day_and_outcome(tmp_path: Path, on: str) -> None:
    forward = pytest.importorskip("kenri.forward")
    if not forward.available():
        pytest.skip("durable-rules is not here")
    plan = loaded(tmp_path, RULES)
    life = {**LIFE_DATA, "events": [{"event": "leaves", "on": on}]}
    life["grants"] = [{**LIFE_DATA["grants"][0], "on": "0001-01-01"}]
    ruling = plan.ask(life, on=on, rights=6)
    decision = forward.forward_answer(plan, life, on=on, rights=6)
    assert decision_data(plan.plan, decision, "en")["outcome"] == ruling.outcome
    assert ruling_data(ruling, "en")["on"] == on
