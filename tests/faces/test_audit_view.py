"""An audit of many grants as it is read: those first about which there is something to say, and how many more."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hostile import Done, run

PLAN = """\
plan: acme
extends: vocabulary/equity
readings: {last: {question: Nine days or ten?, options: {ten: Ten., nine: Nine.}, default: ten}}
terms: {fee: {unknown: the plan does not say, type: flag}}
rules:
  in-time:
    clause: "1"
    says: Within ten days.
    permit: exercise
    by: grantee
    when:
      reading: last
      choices: {ten: {within: {days: 10}, from: 2024-03-01}, nine: {within: {days: 9}, from: 2024-03-01}}
  by-the-heir: {clause: "2", says: "An heir, if the fee is waived.", permit: exercise, by: heir, when: fee}
"""
ACTS: dict[str, dict[str, Any]] = {
    "g03": {"on": "2024-03-11", "rights": 1},  # the last of the ten days, and none of the nine
    "g05": {"on": "2024-03-05", "rights": 1, "who": "hei"},  # whether the fee is waived is not known
    "g07": {"on": "2024-03-20", "rights": 1},  # too late
    "g09": {"on": "2024-03-10", "rights": 1},  # in time
}


def life(many: int) -> dict[str, Any]:
    """Grants of ten each, with the acts above."""
    return {
        "parties": {"ann": {"role": "grantee"}, "hei": {"role": "heir"}},
        "grants": [{"id": f"g{n:02}", "grantee": "ann", "on": "2024-01-01", "number": 10} for n in range(many)],
        "events": [{"event": "exercises", "grant": grant, "id": f"a{grant}", **act} for grant, act in ACTS.items()],
    }


def audit(monkeypatch: pytest.MonkeyPatch, folder: Path, many: int, *options: str) -> Done:
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "life.yaml").write_text(yaml.safe_dump(life(many)), encoding="utf-8")
    return run(monkeypatch, ["audit", folder / "plan.yaml", folder / "life.yaml", *options])


def grants(done: Done) -> list[str]:
    return re.findall(r"^(?:Grant|割当) ?(g[0-9]+)", done.out, re.MULTILINE)


def test_of_many_grants_those_come_first_that_must_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = audit(monkeypatch, tmp_path, 40)
    assert told.code == 1
    assert grants(told) == ["g07", "g05", "g03"]
    assert "37 more grants: every recorded act was permitted, and all rights add up; `--all` shows them." in told.out
    assert "4 acts: 2 permitted, 1 not permitted, 1 cannot be judged." in told.out
    assert "ほかの割当37件" in audit(monkeypatch, tmp_path, 40, "--lang", "ja").out


def test_all_are_shown_where_that_is_asked_for_or_there_are_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [f"g{n:02}" for n in range(40)]
    told = audit(monkeypatch, tmp_path, 40, "--all")
    assert grants(told) == every
    assert "more grant" not in told.out
    assert grants(audit(monkeypatch, tmp_path, 10)) == every[:10]
    assert grants(audit(monkeypatch, tmp_path, 11)) == ["g07", "g05", "g03"]
    assert grants(audit(monkeypatch, tmp_path, 40, "--grant", "g09")) == ["g09"]


def test_what_is_read_of_many_grants_does_not_grow_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (audit(monkeypatch, tmp_path, count) for count in (20, 200))
    assert abs(len(many.out) - len(few.out)) < 20
    assert re.search(r"holds other grants \((g\d+, ){7}g\d+ and 192 more\)", " ".join(many.out.split()))


LAPSES = """\
plan: acme
extends: vocabulary/equity
terms: {end: {unknown: the plan does not say, type: day}}
rules: {any: {clause: "1", says: At any time., permit: exercise, by: grantee}}
effects: {lapse: {clause: "2", says: They lapse., on: end, moves: all, to: extinguished}}
"""


@pytest.mark.parametrize(
    ("lang", "clean", "said"),
    [("en", "accounted for", "is not known"), ("ja", "権利の数も一致する", "残高には不明のものがある")],
)
def test_where_rights_stand_is_not_said_to_be_accounted_for_where_it_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, clean: str, said: str
) -> None:
    """An audit said below a sum that is not known that all rights are accounted for."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(LAPSES, encoding="utf-8")
    grant = {"id": "g", "grantee": "ann", "on": date(2024, 1, 1), "number": 10}
    told = {"parties": {"ann": {"role": "grantee"}}, "grants": [grant], "facts": {"end": date(2024, 3, 1)}}
    Path("known.yaml").write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    Path("unknown.yaml").write_text(yaml.safe_dump({**told, "facts": {}}, sort_keys=False), encoding="utf-8")
    known = run(monkeypatch, ["audit", "plan.yaml", "known.yaml", "--lang", lang]).out
    unknown = run(monkeypatch, ["audit", "plan.yaml", "unknown.yaml", "--lang", lang]).out
    assert clean in known
    assert clean not in unknown
    assert said in unknown.replace("\n", " ")
