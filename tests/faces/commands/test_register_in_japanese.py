"""Whoever asks a register in Japanese reads the words of its plans, no ids, and no marks of English between them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

PLAN = """\
plan: acme/opts
title: {en: Options, ja: 第1回新株予約権}
extends: vocabulary/equity
readings:
  start: {question: {en: From when?, ja: 起算日}, clause: "2", options: {no: No., yes: Yes.}, default: no}
terms:
  board_day:
    unknown: {en: It is not said., ja: 記載がない。}
    type: day
    clause: "3"
    says: {en: day of the board, ja: 取締役会の決議日}
grant_attributes: {lot: {type: number, optional: true, says: {en: lot, ja: 単元}}}
events:
  leaves:
    personal: true
    says: {en: The holder leaves., ja: 退職する。}
    attributes: {why: {type: text, optional: true, says: {en: why, ja: 理由の別}}}
  transfers_rights:
    personal: true
    act: transfer
    number: rights
    says: {en: A transfer., ja: 譲渡}
    attributes: {rights: number}
  reports: {personal: true, says: {en: The holder reports it., ja: 届出}}
actions: {transfer: {counts: rights, says: {en: transfer, ja: 譲渡}}}
dates: {left: {clause: "2", is: {first: {event: leaves, who: grantee}}}}
states:
  window:
    clause: "2"
    is: {reading: start, choices: {no: {within: {days: 10}, after: left}, yes: {within: {days: 9}, from: left}}}
rules:
  after-leaving:
    clause: "2"
    says: {en: Within ten days., ja: 退職後10日以内。}
    permit: exercise
    by: grantee
    when: window
  transfers:
    clause: "3"
    says: {en: After the board., ja: 決議の後。}
    permit: transfer
    by: grantee
    when: {from: board_day}
effects:
  lapse_in_the_end:
    clause: "4"
    says: {en: They lapse in the end., ja: 期間の経過により消滅する。}
    on: {last_day_of: {within: {days: 10}, after: left}}
    at: end_of_day
    moves: all
    to: extinguished
duties:
  to_report:
    clause: "5"
    says: {en: Whoever leaves reports it., ja: 退職を届け出る。}
    by: grantee
    from: left
    until: {last_day_of: {within: {days: 5}, after: left}}
    done: {from: {event: reports, who: grantee}}
"""
LIFE = """\
parties: {ann: {role: grantee}, bob: {role: grantee}}
grants: [{id: a, grantee: ann, on: 2024-01-01, number: 100, lot: 5}, {id: b, grantee: bob, on: 2024-01-01, number: 40}]
events: [{id: l1, event: leaves, who: ann, on: 2025-03-01, recorded: 2025-03-01, why: own}]
"""
IDS = ("lapse_in_the_end", "after_leaving", "board_day", "to_report", "leaves", "grantee", "transfer")
BESIDE_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff」）][,;] |[,;] [「\u3040-\u30ff\u4e00-\u9fff]")
ASKED = [
    ["due", REGISTER, "--on", "2025-03-01", "--within", "30"],
    ["impact", REGISTER, "--reading", "start=yes", "--on", "2025-03-02"],
    ["impact", REGISTER, "later.yaml", "--on", "2025-03-02"],
    ["holders", REGISTER],
    ["register", "import", REGISTER, "later.yaml"],
    ["exercise", REGISTER, "--holder", "ann", "--rights", "5", "--on", "2025-03-05", "--dry-run"],
    ["act", REGISTER, "transfer", "--holder", "ann", "--rights", "5", "--on", "2025-03-05", "--keep-refusal"],
    ["audit", "--all", REGISTER],
    ["roll-forward", REGISTER, "--from", "2025-01-01", "--to", "2025-12-31"],
    ["simulate", "acme/opts", "--register", REGISTER, "--holder", "ann"],
    ["windows", "acme/opts", "--register", REGISTER, "--holder", "ann"],
]


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of two holders, one of whom has left."""
    (project / "opts.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    (project / "later.yaml").write_text(LIFE.replace("2025-03-01", "2025-03-04"), encoding="utf-8")
    made_register(kenri, "opts.yaml", "life.yaml")
    return kenri


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: " ".join(asked[:2]))
def test_no_ids_and_no_marks_of_english_stand_in_an_answer(kept: Kenri, asked: list[str]) -> None:
    answer = kept(*asked, "--lang", "ja")
    assert answer.code in (0, 1), answer.err
    assert [name for name in IDS if re.search(rf"(?<![\w.`（{{-]){name}(?![\w`-])", answer.out)] == []
    assert BESIDE_JAPANESE.findall(answer.out) == []


def test_the_words_of_the_plan_stand_in_their_place(kept: Kenri) -> None:
    """`kenri impact` told effects by their ids, and `kenri due` what is missing by its own."""
    told = kept("impact", REGISTER, "--reading", "start=yes", "--on", "2025-03-02", "--lang", "ja").out
    assert "行使（ann）" in told
    told = kept("impact", REGISTER, "later.yaml", "--on", "2025-03-02", "--lang", "ja").out
    assert "期間の経過により消滅する" in told
    due = kept("due", REGISTER, "--on", "2025-03-01", "--within", "30", "--lang", "ja").out
    assert "取締役会の決議日がなければ不明" in due
    assert "board_day" in kept("due", REGISTER, "--on", "2025-03-01", "--within", "30").out
    preview = kept("register", "import", REGISTER, "later.yaml", "--lang", "ja").out
    assert "日付：2025年3月1日 → 2025年3月4日、記録日" in preview
    history = kept("holder", REGISTER, "ann", "--lang", "ja").out
    assert "権利者：ann、" in history
    assert "単元：5" in history
    assert "事由：退職する" in history
    kept("act", REGISTER, "transfer", "--holder", "ann", "--rights", "5", "--on", "2025-03-05", "--keep-refusal")
    assert "不足：取締役会の決議日" in kept("request", "list", REGISTER, "--lang", "ja").out
