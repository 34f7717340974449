"""Bad input as data: every command prints the same shape, in both languages, and nothing else."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from kenri.api import load
from kenri.faces import main
from kenri.faces.contracts.problem_data import problems_data, problems_schema
from kenri.importing.sheet_cell import SheetCell
from kenri.model.catalogue import PROBLEMS
from kenri.model.problems import Problem, ProblemsError
from kenri.model.sentences import Sentence
from tests.sentence_laws import english_in

PLAN = """\
plan: mine
extends: vocabulary/equity
rules:
  may: {clause: "1", says: Holders may exercise., permits: exercise}
"""
SCENARIO = """\
plan: iij/2015-5th-series
scenarios:
  one: {becaus: nothing}
"""


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Kenri = Callable[..., Answer]


@pytest.fixture
def kenri(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kenri:
    """The command, run in this process, in a folder with a faulty plan and a faulty scenario."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENRI_LANG", raising=False)
    Path("mine.yaml").write_text(PLAN, encoding="utf-8")
    Path("one.yaml").write_text(SCENARIO, encoding="utf-8")

    def run(*args: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["kenri", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capsys.readouterr()
        code = 0
        try:
            main.run()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0
        return Answer(code, *capsys.readouterr())

    return run


NAMED = "iij/2015-5th-series"
BAD = {
    "ask": (["ask", "nowhere", "leaver", "--on", "2025-07-05"], "no-such-plan"),
    "ask a faulty plan": (["ask", "mine.yaml", "leaver", "--on", "2025-07-05"], "unknown-key"),
    "ask of no life": (["ask", NAMED, "leavr", "--on", "2025-07-05"], "no-such-life"),
    "ask nothing": (["ask", NAMED, "leaver"], "usage"),
    "ask forward": (["ask", "nowhere", "leaver", "--on", "2025-07-05", "--engine", "forward"], "no-such-plan"),
    "figure": (["figure", NAMED, "leaver", "--on", "2025-07-05", "--with", "x"], "no-name-and-value"),
    "schedule": (["schedule", NAMED, "leaver"], "no-schedule-in-plan"),
    "duties": (["duties", NAMED, "leaver", "--on", "soon"], "not-day-nor-instant"),
    "windows": (["windows", NAMED, "nowhere.yaml"], "no-such-file"),
    "windows to nowhere": (["windows", NAMED, "leaver", "--svg", "no/such/folder.svg"], "file-not-written"),
    "sweep": (
        ["sweep", NAMED, "leaver", "--asked-from", "2025-07-05", "--asked-to", "2025-07-01"],
        "range-reversed",
    ),
    "sweep to nowhere": (
        ["sweep", NAMED, "leaver", "--asked-from", "2025-07-05", "--asked-to", "2025-07-09", "--csv", "no/such.csv"],
        "file-not-written",
    ),
    "simulate": (["simulate", NAMED, "leaver", "--what-if", "qqq 2030-01-01"], "no-such-event"),
    "simulate a sweep": (["simulate", NAMED, "leaver", "--sweep", "x"], "form-of-range"),
    "play": (["play", "nowhere"], "no-such-plan"),
    "play standard input": (["play", NAMED, "-"], "input-is-played"),
    "explain": (["explain", NAMED, "nowhere"], "not-in-plan"),
    "audit": (["audit", NAMED, "leavr"], "no-such-life"),
    "test": (["test", "nowhere"], "no-such-scenarios"),
    "test a faulty scenario": (["test", "one.yaml"], "unknown-key"),
    "check": (["check", NAMED, "--only", "nothing-of-the-kind"], "nothing-to-check"),
    "diff": (["diff", NAMED], "nothing-to-compare"),
    "mutate": (["mutate", NAMED, "--only", "nothing-of-the-kind"], "nothing-to-change"),
    "lint": (["lint", "nowhere"], "no-such-rules"),
    "lint a faulty plan": (["lint", "mine.yaml"], "unknown-key"),
    "new": (["new", "No Id"], "wrong-form"),
    "plans": (["plans", "--rules", "."], "unknown-key"),
    "schema": (["schema", "rules", NAMED], "schema-without-plan"),
    "schema of a faulty plan": (["schema", "life", "mine.yaml"], "unknown-key"),
    "demo": (["demo", "--speed", "fast"], "usage"),
    "no such command": (["askk"], "usage"),
    "a word too many": (["plans", "all"], "usage"),
    "a value that cannot be": (["ask", NAMED, "leaver", "--on", "2025-07-05", "--engine", "steam"], "usage"),
    "a number that is none": (["check", NAMED, "--events", "few"], "usage"),
    "an option without its value": (["plans", "--rules"], "usage"),
}


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_data_in_one_shape(kenri: Kenri, what: str) -> None:
    args, code = BAD[what]
    english = kenri(args[0], "--json", *args[1:])
    assert english.code == 2
    assert english.err == ""
    found = json.loads(english.out)
    jsonschema.validate(found, problems_schema())
    assert code in [problem["code"] for problem in found["problems"]]
    japanese = kenri(args[0], "--json", "--lang", "ja", *args[1:])
    assert japanese.code == 2
    said = json.loads(japanese.out)["problems"]
    assert [problem["code"] for problem in said] == [problem["code"] for problem in found["problems"]]
    assert all(problem["message"] != other["message"] for problem, other in zip(said, found["problems"], strict=True))


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_japanese(kenri: Kenri, what: str) -> None:
    args, code = BAD[what]
    answer = kenri(args[0], "--lang", "ja", *args[1:])
    assert answer.code == 2
    assert f"[{code}]" in answer.err
    assert "誤り" in answer.err
    lines = [line.partition("[")[0] for line in answer.err.splitlines() if not line.startswith("Usage: ")]
    told = [line.partition(": ")[2] if line.startswith(("mine", "one")) else line for line in lines]
    assert english_in("\n".join(told)) == []


def test_what_a_problem_lacks_is_null(kenri: Kenri) -> None:
    (problem,) = json.loads(kenri("play", NAMED, "-", "--json").out)["problems"]
    assert {key for key, value in problem.items() if value is None} == {
        "file", "sheet", "line", "column", "subject", "clause",
    }  # fmt: skip


def test_a_problem_as_data_has_its_place_and_its_subject(kenri: Kenri) -> None:
    (problem,) = [
        problem
        for problem in json.loads(kenri("lint", "mine.yaml", "--json", "--lang", "ja").out)["problems"]
        if problem["code"] == "unknown-key"
    ]
    assert problem == {
        "code": "unknown-key",
        "severity": "error",
        "file": "mine.yaml",
        "sheet": None,
        "line": 4,
        "column": 51,
        "subject": "規則`may`",
        "clause": "1",
        "message": "キー`permits`はここでは使えない。",
        "help": "最も近い名前は`permit`。",
    }


def test_the_schema_is_printed_and_knows_every_code(kenri: Kenri) -> None:
    printed: Any = json.loads(kenri("schema", "problems").out)
    assert printed == problems_schema()
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["$defs"]["Problem"]["properties"]["code"]["enum"] == list(PROBLEMS)
    assert "kenri schema problems" in kenri("schema", "answer").out


def test_the_language_of_the_environment_counts_for_words_that_cannot_be_parsed(
    kenri: Kenri, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENRI_LANG", "ja")
    assert "オプション`--foo`はない。 [usage]" in kenri("plans", "--foo").err
    assert "there is no option `--foo` [usage]" in kenri("plans", "--foo", "--lang", "en").err
    assert json.loads(kenri("plans", "--foo", "--json", "--lang=en").out)["problems"][0]["code"] == "usage"


@pytest.mark.parametrize(
    ("words", "said", "help_"),
    [
        (["plans", "--jsn"], "there is no option `--jsn`", "the nearest known name is `--json`"),
        (["simulat", "x", "y"], "there is no command `simulat`", "the nearest known name is `simulate`"),
        (["ask", "x", "y", "--on"], "the option `--on` needs a value", "`kenri ask -h` shows how"),
        (["batch", "x"], "the argument `TABLE` is missing", "`kenri batch -h` shows how"),
    ],
)
def test_a_command_line_that_cannot_be_understood_is_a_problem_like_others(
    kenri: Kenri, words: list[str], said: str, help_: str
) -> None:
    told = kenri(*words)
    assert told.code == 2
    assert told.err.startswith("Usage: kenri ")
    assert told.err.partition("\n")[2] == f"{said} [usage]\n  help: {help_}\n1 problem\n"


def test_what_is_wrong_with_plain_data_has_a_part_and_no_line() -> None:
    with pytest.raises(ProblemsError) as refused:
        load("iij/2015-5th-series").life({"grants": [{"grantee": "you", "number": -1, "position": "both"}]})
    (problem,) = problems_data(refused.value.problems, "ja")
    assert (problem["code"], problem["file"]) == ("not-from-zero", "<life>.grants[0].number")
    assert problem["line"] is problem["column"] is None


def test_a_cell_of_a_workbook_has_its_sheet() -> None:
    at = SheetCell("holders.xlsx", 17, 3, "原簿")
    (problem,) = problems_data([Problem(at, Sentence("not-from-zero", name="`number`", found="`x`"))], "en")
    assert [problem[key] for key in ("file", "sheet", "line", "column")] == ["holders.xlsx", "原簿", 17, 3]
    jsonschema.validate({"problems": [problem]}, problems_schema())


def test_a_problem_of_a_part_keeps_its_kind() -> None:
    with pytest.raises(ProblemsError) as refused:
        load("iij/2015-5th-series").life({"facts": {"closing_price": "1_000"}})
    (problem,) = refused.value.problems
    assert problem.code in PROBLEMS
