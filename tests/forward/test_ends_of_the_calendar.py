"""The first and the last days of the calendar, on which a day before or after does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.faces.contracts.decision_data import decision_data
from kenri.faces.contracts.ruling_data import ruling_data
from tests.hostile import LIFE_DATA, loaded, run, written

DAYS = ("0001-01-01", "0001-01-02", "0001-01-03", "9999-12-29", "9999-12-30", "9999-12-31")

RULES = """\
dates:
  early: {is: {minus: {days: 3}, from: 0001-01-03}}
  late: {is: {plus: {months: 1}, to: 9999-12-30}}
states:
  beginning: {is: {within: {days: 2}, from: 0001-01-01}}
  ending: {is: {within: {days: 2}, before: 9999-12-31}}
  held: {is: {begins: {event: leaves}, ends: {plus: {days: 1}, to: {event: leaves}}}}
amounts:
  so-many: {is: {cases: [{when: held, is: 1}], otherwise: {count: {event: leaves}}}}
rules:
  beginning: {clause: '1', says: s, permit: exercise, when: beginning}
  later: {clause: '1', says: s, permit: exercise, when: {not: beginning}}
  eve-not: {clause: '1', says: s, permit: exercise, when: {on: {event: leaves, just_before: {not: beginning}}}}
  eve: {clause: '1', says: s, permit: exercise, when: {on: {event: leaves, just_before: beginning}}}
  edges: {clause: '1', says: s, permit: exercise, when: {on: {each_of: [{end_of: held}, {last_day_of: held}]}}}
  ending: {clause: '1', says: s, forbid: exercise, when: ending}
  in-force: {clause: '1', says: s, forbid: exercise, when: held, from: 0001-01-02, until: 9999-12-30}
  month-before: {clause: '1', says: s, permit: exercise, when: {within: {months: 1}, before: early}}
  month-after: {clause: '1', says: s, permit: exercise, when: {within: {months: 1}, after: late}}
  recurring: {clause: '1', says: s, permit: exercise, when: {on: {every: {days: 1}, from: 9999-12-29, times: 5}}}
  limit: {clause: '1', says: s, limit: exercise, at_most: {sum: [so-many, 5]}}
effects:
  leave: {clause: '1', says: s, on: {event: leaves}, moves: 1, to: gone}
"""


@pytest.mark.parametrize("left", DAYS)
@pytest.mark.parametrize("on", DAYS)
def test_forward_chaining_answers_as_the_reference_does(tmp_path: Path, left: str, on: str) -> None:
    forward = pytest.importorskip("kenri.forward")
    if not forward.available():
        pytest.skip("durable-rules is not here")
    plan = loaded(tmp_path, RULES)
    life = {**LIFE_DATA, "events": [{"event": "leaves", "on": left}]}
    life["grants"] = [{**LIFE_DATA["grants"][0], "on": "0001-01-01"}]
    ruling = plan.ask(life, on=on, rights=6)
    decision = forward.forward_answer(plan, life, on=on, rights=6)
    assert (decision.outcome, decision.rules, decision.most) == (ruling.outcome, ruling.rules, ruling.most)
    assert decision_data(plan.plan, decision, "en")["outcome"] == ruling.outcome
    assert ruling_data(ruling, "en")["on"] == on


def test_nothing_held_on_the_eve_of_the_first_day(tmp_path: Path) -> None:
    # "Only events on the eve of which this held": the first day has no eve.
    plan = loaded(tmp_path, RULES)
    life = {**LIFE_DATA, "events": [{"event": "leaves", "on": "0001-01-01"}]}
    assert not {"eve", "eve-not"} & {*plan.ask(life, on="0001-01-01").rules}


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
