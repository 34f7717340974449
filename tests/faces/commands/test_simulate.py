"""`kenri simulate`: what it shows, as text and as data, and its exit codes."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kenri.faces import main
from kenri.forward import available

PLAN = "iij/2015-5th-series"

needs_the_engine = pytest.mark.skipif(not available(), reason="durable-rules is not available on this Python")


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Kenri = Callable[..., Answer]


@pytest.fixture
def simulate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kenri:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("KENRI_LANG", raising=False)

    def run(*args: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["kenri", "simulate", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            main.run()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0
        else:
            code = 0
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return run


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_each_step_says_what_changed_and_why(simulate: Kenri) -> None:
    answer = simulate(PLAN, "leaver")
    assert (answer.code, answer.err) == (0, "")
    out = plain(answer.out)
    for line in (
        "1 2025-06-25 (Wed) leaves_position director sato [event-1] leaver.yaml:8",
        "states begins ten-days (the ten days from the day after the loss): 2025-06-26 (Thu) – 2025-07-05 (Sat)",
        "ends in-position (the grantee holds the position that counts): until 2025-06-25 (Wed)",
        "windows exercise rights: sato opens 2025-06-26 (Thu) – 2025-07-05 (Sat), up to 10",
        "2025-07-06 10 held → extinguished 2(11)2, Companies Act 287 lapse-after-ten-days (if nothing else happens)",
        "answers exercise rights: sato on 2025-06-25 (Wed) DENIED 2(11)2 ten-days-after-leaving",
        "next on 2025-06-26 (Thu)",
        "deadline 2025-07-05 (Sat) exercise rights: sato, up to 10",
        "2 2025-06-29 (Sun) exercises rights=4 sato [event-2] leaver.yaml:9",
        "act exercise rights 4 ALLOWED 2(11)2 ten-days-after-leaving",
        "In the end: 4 exercised, 6 extinguished",
    ):
        assert line in out


def test_answers_that_turned_out_wrong_stand_out(simulate: Kenri) -> None:
    out = plain(simulate(PLAN, "death-known-late", "--action", "exercise").out)
    assert "3 2025-06-26 (Thu) dies sato [death] known from 2025-07-01" in out
    assert "LOOK AGAIN [exercise] 2025-06-27 (Fri) exercises rights=4: was ALLOWED, is DENIED 2(11)3" in out
    assert "exercise rights: sato 2025-06-27 (Fri) – 2025-06-30 (Mon): answered ALLOWED 6, right is DENIED" in out
    out = plain(simulate(PLAN, "split-known-late").out)
    assert "shares was 200, is 400 (2(3), 2(10)); payment was 200, is 400" in out


def test_branches_stand_side_by_side(simulate: Kenri) -> None:
    answer = simulate(PLAN, "in-office", "--what-if", "left director 2030-06-25", "--what-if", "left all 2045-07-10")
    out = plain(answer.out)
    assert answer.code == 0
    assert "What if: left director 2030-06-25 1 2030-06-25 (Tue) leaves_position director sato" in out
    assert "question as recorded left director 2030-06-25 left all 2045-07-10" in out
    assert "exercise rights: sato: last day – 2030-07-05 (Fri) 2045-07-13 (Thu)" in out


def test_a_branch_that_changes_nothing_says_so(simulate: Kenri) -> None:
    out = simulate(PLAN, "in-office", "--what-if", "leaves_position executive_officer 2030-06-25").out
    assert "The branches do not differ." in out


def test_the_same_as_data(simulate: Kenri) -> None:
    data = simulate(PLAN, "leaver", "--json", "--action", "exercise", "--what-if", "died 2025-06-28").data
    first, second = data["steps"]
    assert first["event"]["event"] == "leaves_position"
    assert first["event"]["attributes"] == {"position": "director"}
    assert first["known_at"] == "2025-06-25T00:00:00+09:00"
    assert {each["state"]: each["first"] for each in first["states_began"]}["ten-days"] == "2025-06-26"
    assert first["windows_before"] == []
    assert first["windows_after"][0]["windows"][0]["last"] == "2025-07-05"
    assert first["windows_changed"][0]["how"] == "opened"
    assert first["movements"][0]["clause"] == "2(11)2, Companies Act 287"
    assert first["next_deadline"] == {
        "on": "2025-07-05", "action": "exercise", "by": "sato", "grant": "grant", "most": 10,
    }  # fmt: skip
    assert second["acts"][0]["outcome"] == "allowed"
    assert data["balances"]["grant"]["extinguished"] == 6
    branch = data["branches"]["died 2025-06-28"]
    assert [step["event"]["event"] for step in branch["steps"]] == ["leaves_position", "dies", "exercises"]
    assert branch["steps"][2]["acts"][0]["outcome"] == "denied"
    last_day = next(row for row in data["comparison"] if row["asked"] == "last-day")
    assert last_day["answers"] == {"as recorded": "2025-07-05", "died 2025-06-28": "2025-06-28"}
    assert last_day["differs"]


def test_what_is_to_be_looked_at_again_as_data(simulate: Kenri) -> None:
    steps = simulate(PLAN, "split-known-late", "--json", "--action", "exercise").data["steps"]
    act, days, *_ = steps[2]["reconsider"]
    assert (act["act"], act["then"]["figures"]["shares"], act["now"]["figures"]["shares"]) == ("exercise", 200, 400)
    assert (days["first"], days["last"], days["now"]["figures"]["shares"]) == ("2025-06-25", "2025-06-25", 400)


def test_in_japanese(simulate: Kenri) -> None:
    out = plain(simulate(PLAN, "leaver", "--lang", "ja").out)
    assert "1 2025年6月25日(水) 退任 director" in out
    assert "期限 2025年7月5日(土)" in out


@needs_the_engine
@pytest.mark.parametrize("life", ["leaver", "heir", "death-known-late", "split-known-late"])
def test_forward_chaining_gives_the_same_answers_and_tells_what_fired(simulate: Kenri, life: str) -> None:
    forward = simulate(PLAN, life, "--engine", "forward", "--json").data
    reference = simulate(PLAN, life, "--json").data
    for ours, theirs in zip(forward["steps"], reference["steps"], strict=True):
        for each in ours["rulings"]:
            assert each.pop("fired")[-1]["derived"]["sort"] == "decides"
        assert ours == theirs


@needs_the_engine
def test_what_fired_is_told_in_order(simulate: Kenri) -> None:
    out = plain(simulate(PLAN, "leaver", "--engine", "forward").out)
    assert (
        "fired: in-time-for-the-period → ten-days → open-to-the-grantee → in-time-for-the-grantee → 4 exercised" in out
    )


def test_without_the_engine_it_says_so(simulate: Kenri, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    answer = simulate(PLAN, "leaver", "--engine", "forward")
    assert answer.code == 2
    assert "durable-rules" in answer.err


# --- mistakes


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--what-if", "left ceo 2030-06-25"), ("`left ceo 2030-06-25`:1:6", "cannot be `ceo`")),
        (("--what-if", "dies 2030-01-01; dies 2031-01-01"), (":1:18", "only once")),
        (("--what-if", "inherits 2030-01-01"), ("no `dies` is recorded",)),
        (("--what-if", "dies 2030-01-01", "--what-if", "dies 2030-01-01"), ("given twice",)),
        (("--what-if-file", "nowhere.yaml"), ("nowhere.yaml",)),
        (("--action", "excercise"), ("`excercise`",)),
        (("--reading", "no"), ("--reading",)),
    ],
)  # fmt: skip
def test_mistakes_are_reported_and_nothing_is_shown(
    simulate: Kenri, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    answer = simulate(PLAN, "in-office", *options)
    assert (answer.code, answer.out) == (2, "")
    assert all(word in answer.err for word in words)
    assert "Traceback" not in answer.err


def test_contradictions_are_reported_with_file_and_line(simulate: Kenri, tmp_path: Path) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(
        "parties: {sato: {role: grantee}}\n"
        "grants: [{grantee: sato, on: 2015-07-13, number: 10, position: director}]\n"
        "events:\n"
        "  - {on: 2025-01-01, event: dies}\n"
        "  - {on: 2025-01-02, event: dies}\n"
    )
    answer = simulate(PLAN, str(path))
    assert (answer.code, answer.out) == (2, "")
    assert f"{path}:5:5: `dies` happens to `sato` only once, and is recorded already, on line 4" in answer.err


def test_what_was_not_looked_at_is_said_in_the_end_and_as_data(simulate: Kenri) -> None:
    life = """
parties: {sato: {role: grantee}}
grants:
  - {id: one, grantee: sato, on: 2015-07-13, number: 10, position: director}
  - {id: two, grantee: sato, on: 2015-07-13, number: 10, position: director}
events: [{on: 2025-06-27, event: exercises, rights: 4, grant: one}]
"""
    (caution,) = [
        each for each in simulate(PLAN, "-", "--json", stdin=life).data["cautions"] if "grants" in each["code"]
    ]
    assert (caution["code"], caution["names"]) == ("other-grants", ["two"])
    assert "The record holds other grants (two)" in plain(simulate(PLAN, "-", stdin=life).out)
    assert "他の割当（two）" in plain(simulate(PLAN, "-", "--lang", "ja", stdin=life).out)
    branched = simulate(PLAN, "-", "--what-if", "left director 2030-06-25", stdin=life).out
    assert plain(branched).count("The record holds other grants (two)") == 1
