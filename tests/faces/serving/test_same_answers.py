"""What is answered over HTTP is what the command prints with `--json`, and so is what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.serving.operations import OPERATIONS
from tests.faces.serving.asking import LIVES, Asking
from tests.hostile import run

KEPT = ["--register", "register.db", "--holder", "ann"]
ANN = {"holder": "ann"}
PLAN = "acme/options"
MORE = LIVES["ann"].replace("ann", "dan")

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ask", {**ANN, "on": "2025-03-05"}, ["ask", PLAN, *KEPT, "--on", "2025-03-05"]),
    (
        "ask",
        {**ANN, "on": "2025-03-20", "rights": 4, "reading": ["days=long"], "known_at": "2025-03-01", "by": "grantee"},
        ["ask", PLAN, *KEPT, "--on", "2025-03-20", "--rights", "4", "--reading", "days=long", "--known-at",
         "2025-03-01", "--by", "grantee"],
    ),
    ("ask", {"holder": "nan", "on": "2025-03-05"}, ["ask", PLAN, *KEPT[:-1], "nan", "--on", "2025-03-05"]),
    ("ask", {**ANN, "on": "2025-13-05"}, ["ask", PLAN, *KEPT, "--on", "2025-13-05"]),
    ("ask", {**ANN, "on": "2025-03-05", "action": "excercise"},
     ["ask", PLAN, *KEPT, "--on", "2025-03-05", "--action", "excercise"]),
    ("ask", {**ANN, "on": "2025-03-05", "with": ["x"]}, ["ask", PLAN, *KEPT, "--on", "2025-03-05", "--with", "x"]),
    ("windows", {**ANN, "action": "exercise"}, ["windows", PLAN, *KEPT, "--action", "exercise"]),
    ("figure", {**ANN, "on": "2026-06-01", "name": ["vested"]},
     ["figure", PLAN, "vested", *KEPT, "--on", "2026-06-01"]),
    ("schedule", {**ANN, "on": "2025-06-01"}, ["schedule", PLAN, *KEPT, "--on", "2025-06-01"]),
    ("duties", {**ANN, "on": "2025-03-05"}, ["duties", PLAN, *KEPT, "--on", "2025-03-05"]),
    ("audit", {**ANN, "until": "2025-12-31"}, ["audit", PLAN, *KEPT, "--until", "2025-12-31"]),
    ("simulate", {**ANN, "what_if": ["exercises 5 2025-02-20"]},
     ["simulate", PLAN, *KEPT, "--what-if", "exercises 5 2025-02-20"]),
    ("sweep", {**ANN, "asked_from": "2025-03-01", "asked_to": "2025-03-20", "vary": "leaves", "from": "2025-03-01",
               "to": "2025-03-03"},
     ["sweep", PLAN, *KEPT, "--asked-from", "2025-03-01", "--asked-to", "2025-03-20", "--vary", "leaves", "--from",
      "2025-03-01", "--to", "2025-03-03"]),
    ("holder", ANN, ["holder", "register.db", "ann"]),
    ("holders", {}, ["holders", "register.db"]),
    ("holders", {"known_at": "2025-01-01"}, ["holders", "register.db", "--known-at", "2025-01-01"]),
    ("due", {"on": "2025-02-25", "within": 20}, ["due", "register.db", "--on", "2025-02-25", "--within", "20"]),
    ("due", {"on": "2025-02-25", "holder": "花子"}, ["due", "register.db", "--on", "2025-02-25", "--holder", "花子"]),
    ("impact", {"reading": ["days=long"], "on": "2025-03-01"},
     ["impact", "register.db", "--reading", "days=long", "--on", "2025-03-01"]),
    ("impact", {}, ["impact", "register.db"]),
    ("verify", {}, ["register", "verify", "register.db"]),
    ("verify", {"head": "x"}, ["register", "verify", "register.db", "--head", "x"]),
    ("plans", {}, ["register", "plan", "register.db"]),
    ("plan/explain", {}, ["explain", "options.yaml"]),
    ("plan/explain", {"rule": "after"}, ["explain", "options.yaml", "after"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operation", "query", "command"),
    CASES,
    ids=[f"{index} {operation}" for index, (operation, *_) in enumerate(CASES)],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_answer_is_that_of_the_command(
    lang: str, operation: str, query: dict[str, Any], command: list[str], ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run(monkeypatch, [*command, "--json", "--lang", lang])
    answered = json.loads(ask(operation, lang=lang, **query).body)
    told = json.loads(printed.out)
    if printed.code == 2:
        assert answered["problems"] == told["problems"]
    else:
        assert answered == told


@pytest.mark.parametrize("name", ["import/preview", "import/apply", "impact/files"])
def test_files_come_to_what_they_come_to_on_the_command_line(
    name: str, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("dan.yaml").write_text(MORE, encoding="utf-8")
    command = {
        "import/preview": ["register", "import", "register.db", "dan.yaml"],
        "import/apply": ["register", "import", "register.db", "dan.yaml", "--apply"],
        "impact/files": ["impact", "register.db", "dan.yaml", "--on", "2025-02-01"],
    }[name]
    query = {"on": "2025-02-01"} if name == "impact/files" else {}
    kept = Path("register.db").read_bytes()
    printed = json.loads(run(monkeypatch, [*command, "--json"]).out)
    Path("register.db").write_bytes(kept)
    answered = ask.data(name, files={("file", "dan.yaml"): MORE.encode()}, **query)
    for each in (printed, answered):
        each.pop("head", None)  # who wrote it, and when, is in its hash
    assert answered == printed


def test_what_is_wrong_with_a_file_is_told_as_on_the_command_line(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "grants: [{grantee: dan, on: 2024-01-01, numbr: 3}]\n"
    Path("dan.yaml").write_text(wrong, encoding="utf-8")
    printed = json.loads(run(monkeypatch, ["register", "import", "register.db", "dan.yaml", "--json"]).out)
    answered = json.loads(ask("import/preview", files={("file", "dan.yaml"): wrong.encode()}).body)
    assert answered["problems"] == printed["problems"]


def test_every_operation_that_is_a_command_is_held_to_it() -> None:
    tried = {operation for operation, *_ in CASES} | {"import/preview", "import/apply", "impact/files"}
    slow = {"plan/check", "plans/take"}  # `test_plans.py`
    assert {each.name for each in OPERATIONS.values() if each.as_command} == tried | slow
