"""What is answered over HTTP is what the command prints with `--json`, and so is what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.serving.operations import OPERATIONS
from tests.faces.serving.asking import LIVES, Asking
from tests.hostile import run
from tests.register.small_register import BOARD

KEPT = ["--register", "register.db", "--holder", "ann"]
ANN: dict[str, Any] = {"holder": "ann"}
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
    ("audit/all", {}, ["audit", "--all", "register.db"]),
    ("audit/all", {"until": "2025-12-31", "holder": "花子", "reading": ["days=long"]},
     ["audit", "--all", "register.db", "--until", "2025-12-31", "--holder", "花子", "--reading", "days=long"]),
    ("audit/all", {"plan": "acme/optoins"}, ["audit", "--all", "register.db", "--plan", "acme/optoins"]),
    ("roll-forward", {}, ["roll-forward", "register.db"]),
    ("roll-forward", {"from": "2025-01-01", "to": "2025-12-31", "by": "grant", "was_known_at": "2025-03-04"},
     ["roll-forward", "register.db", "--from", "2025-01-01", "--to", "2025-12-31", "--by", "grant", "--was-known-at",
      "2025-03-04"]),
    ("roll-forward", {"from": "2026-01-01", "to": "2025-12-31"},
     ["roll-forward", "register.db", "--from", "2026-01-01", "--to", "2025-12-31"]),
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


ACTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("exercise", {"rights": 4, "on": "2025-03-05"}, ["exercise", "register.db"]),
    ("act", {"action": "exercise", "rights": 4, "on": "2025-03-05"}, ["act", "register.db", "exercise"]),
    ("exercise", {"rights": 4, "on": "2025-04-01"}, ["exercise", "register.db"]),
    ("exercise", {"rights": 4, "on": "2025-04-01", "keep_refusal": True}, ["exercise", "register.db"]),
    ("exercise", {"rights": "4", "on": "2025-04-01", "even_if": "denied"}, ["exercise", "register.db"]),
    ("exercise", {"rights": 4, "on": "2025-04-01", "reading": ["days=long"]}, ["exercise", "register.db"]),
    ("exercise", {"rights": 4, "on": "2025-03-05", "dry_run": True}, ["exercise", "register.db"]),
    ("exercise", {"rights": "x", "on": "2025-03-05"}, ["exercise", "register.db"]),
    ("exercise", {"rights": 4, "on": "9999-03-05"}, ["exercise", "register.db"]),
    ("exercise", {"rights": 4, "on": "2025-03-05", "with": ["a=b"]}, ["exercise", "register.db"]),
    ("act", {"action": "excercise", "on": "2025-03-05"}, ["act", "register.db", "excercise"]),
    ("ask/keep", {"rights": 4, "on": "2025-03-05"}, ["ask", PLAN, "--register", "register.db", "--keep"]),
    ("ask/keep", {"on": "2025-13-05"}, ["ask", PLAN, "--register", "register.db", "--keep"]),
]


@pytest.mark.parametrize(
    ("operation", "query", "command"), ACTS, ids=[f"{index} {operation}" for index, (operation, *_) in enumerate(ACTS)]
)
def test_an_act_comes_to_what_it_comes_to_on_the_command_line(
    operation: str, query: dict[str, Any], command: list[str], ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = [
        word
        for name, value in query.items()
        if name != "action"
        for each in (value if isinstance(value, list) else [value])
        for word in ([f"--{name.replace('_', '-')}"] if each is True else [f"--{name.replace('_', '-')}", str(each)])
    ]
    key = [] if operation == "ask/keep" else ["--key", "k1"]
    kept = Path("register.db").read_bytes()
    printed = run(monkeypatch, [*command, "--holder", "ann", *options, *key, "--json"])
    Path("register.db").write_bytes(kept)
    told = json.loads(printed.out)
    named: dict[str, Any] = {"request_key": "k1"} if key else {}
    answered = ask(operation, **ANN, **query, **named)
    data = json.loads(answered.body)
    if printed.code == 2:
        assert data["problems"] == told["problems"]
        return
    assert answered.status == 200
    for each in (told, data):
        each.pop("head", None)  # who wrote it, and when, is in its hash
    assert data == told
    assert ask.data("verify")["whole"]


REQUESTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("requests", {}, ["list", "register.db"]),
    ("requests", {"holder": "leo"}, ["list", "register.db", "--holder", "leo"]),
    ("requests", {"holder": "loe"}, ["list", "register.db", "--holder", "loe"]),
    ("requests/record", {"request": "form-1"}, ["record", "register.db", "form-1"]),
    ("requests/record", {"request": "form-1", "even_if": "unknown"},
     ["record", "register.db", "form-1", "--even-if", "unknown"]),
    ("requests/record", {"request": "form-2"}, ["record", "register.db", "form-2"]),
    ("requests/withdraw", {"request": "form-1", "holder": "leo", "reason": "Another day."},
     ["withdraw", "register.db", "form-1", "--reason", "Another day."]),
    ("requests/withdraw", {"request": "form-2", "holder": "leo"}, ["withdraw", "register.db", "form-2"]),
    ("requests/refuse", {"request": "form-1", "reason": "The board has decided otherwise."},
     ["refuse", "register.db", "form-1", "--reason", "The board has decided otherwise."]),
    ("requests/refuse", {"request": "form-1", "reason": " "}, ["refuse", "register.db", "form-1", "--reason", " "]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("operation", "query", "command"),
    REQUESTS,
    ids=[f"{index} {operation}" for index, (operation, *_) in enumerate(REQUESTS)],
)
def test_a_request_that_waits_comes_to_what_it_comes_to_on_the_command_line(
    operation: str, query: dict[str, Any], command: list[str], ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("board.yaml").write_text(BOARD, encoding="utf-8")
    Path("leo.yaml").write_text(
        "parties: {leo: {role: grantee}}\ngrants: [{id: leo-1, grantee: leo, number: 9}]\n",
        encoding="utf-8",
    )
    assert run(monkeypatch, ["register", "plan", "register.db", "board.yaml"]).code == 0
    assert (
        run(monkeypatch, ["register", "import", "register.db", "leo.yaml", "--apply", "--plan", "acme/board"]).code == 0
    )
    wanted = ["--holder", "leo", "--rights", "5", "--on", "2025-04-05", "--keep-refusal", "--key", "form-1"]
    assert run(monkeypatch, ["act", "register.db", "exercise", *wanted, "--plan", "acme/board"]).code == 1
    kept = Path("register.db").read_bytes()
    printed = run(monkeypatch, ["request", *command, "--json"])
    Path("register.db").write_bytes(kept)
    told, data = json.loads(printed.out), json.loads(ask(operation, **query).body)
    if printed.code == 2:
        assert data["problems"] == told["problems"]
        return
    for each in (told, data):
        for one in each if isinstance(each, list) else [each]:
            for name in ("head", "ended", "ended_by"):  # who wrote it, and when
                one.pop(name, None)
    assert data == told
    assert data != []


def test_an_act_is_recorded_once_under_its_key_and_refused_by_what_came_before(ask: Asking) -> None:
    asked: dict[str, Any] = {**ANN, "on": "2025-03-05", "rights": 60}
    first = ask.data("exercise", **asked, request_key="form-1")
    again = ask.data("exercise", **asked, request_key="form-1")
    assert (first["recorded"], again["recorded"], again["again"]) == (True, True, True)
    assert ask.data("exercise", **asked, key="k1")["recorded"] is False
    assert ask.data("exercise", **{**asked, "rights": 30}, key="k2")["recorded"] is True
    assert ask.data("exercise", **{**asked, "rights": 30}, key="k2")["recorded"] is True  # answered, not done again
    assert ask.data("ask", **ANN, on="2025-03-05")["most"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"rights": True}, {"rights": 1.5}, {"rights": [1]}, {"on": 20250305}, {"with": "a=b"}, {"with": [1]},
        {"dry_run": "true"}, {"dry_run": 1}, {"holder": {}}, {"holders": "ann"}, {"even_if": "always"},
    ],
    ids=str,
)  # fmt: skip
def test_a_body_of_parameters_has_each_as_it_is_described(body: dict[str, Any], ask: Asking) -> None:
    before = ask("head").body
    status, codes = ask.refused("exercise", **{**ANN, "rights": 1, **body})
    assert (status, codes[0] in ("body-not-so", "parameter-unknown", "parameter-not-among")) == (400, True)
    assert ask("head").body == before


def test_a_plan_that_becomes_another_is_told_as_on_the_command_line(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path("options.yaml").read_text(encoding="utf-8").replace("{days: 10}", "{days: 40}")
    Path("new/acme").mkdir(parents=True)
    Path("new/acme/options.yaml").write_text(text, encoding="utf-8")
    command = ["impact", "register.db", "--becomes", PLAN, "--rules", "new", "--on", "2025-03-01", "--json"]
    printed = json.loads(run(monkeypatch, command).out)
    files = {("rules", "acme/options.yaml"): text.encode()}
    assert ask.data("impact/files", files=files, becomes=PLAN, on="2025-03-01") == printed
    assert len(printed["impact"]) == 3
    assert ask.refused("impact/files", files=files, becomes="../options.yaml") == (422, ["no-such-plan"])
    assert ask.refused("impact/files", files=files) == (400, ["no-file-given"])


def test_a_table_and_a_calendar_are_what_the_command_writes(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_stamp(content: bytes) -> list[bytes]:
        return [each for each in content.splitlines() if not each.startswith(b"DTSTAMP")]

    cases: list[tuple[str, dict[str, Any], list[str], str]] = [
        ("due", {"on": "2025-02-25", "as": "csv"}, ["due", "register.db", "--on", "2025-02-25", "--out"], "due.csv"),
        ("due", {"on": "2025-02-25", "as": "ics"}, ["due", "register.db", "--on", "2025-02-25", "--ics"], "due.ics"),
        ("due", {"on": "2025-02-25", "as": "ics", "holder": "花子"},
         ["due", "register.db", "--on", "2025-02-25", "--holder", "花子", "--ics"], "hana.ics"),
        ("windows", {**ANN, "as": "ics"}, ["windows", PLAN, *KEPT, "--ics"], "windows.ics"),
        ("audit/all", {"as": "csv"}, ["audit", "--all", "register.db", "--out"], "audit.csv"),
        ("roll-forward", {"as": "csv"}, ["roll-forward", "register.db", "--out"], "roll.csv"),
        ("print", {"on": "2025-03-01", "as": "html"},
         ["register", "print", "register.db", "--on", "2025-03-01", "--to"], "print.html"),
        ("export", {"as": "parquet"}, ["register", "export", "register.db", "--to"], "lives.parquet"),
    ]  # fmt: skip
    for operation, query, command, file in cases:
        assert run(monkeypatch, [*command, file]).code in (0, 1)
        answered = ask(operation, **query)
        assert answered.status == 200, answered.body
        assert without_stamp(answered.body) == without_stamp(Path(file).read_bytes())
        assert answered.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("form", "to"),
    [("xlsx", ["--to", "o.xlsx"]), ("csv", ["--to", "o", "--as", "csv"]), ("ocf", ["--to", "o.ocf.zip"]),
     ("parquet", ["--to", "o.parquet"])],
)  # fmt: skip
def test_an_export_holds_and_lacks_what_that_of_the_command_does(
    form: str, to: list[str], ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(run(monkeypatch, ["register", "export", "register.db", *to, "--json"]).out)
    del told["file"]
    as_form: dict[str, Any] = {"as": form}
    assert ask.data("export/losses", **as_form) == told
    answered = ask("export", **as_form)
    assert answered.headers["kenri-not-said"] == str(len(told["not_said"]))
    if form == "csv":
        with zipfile.ZipFile(io.BytesIO(answered.body)) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                each.name: each.read_bytes() for each in Path("o").iterdir()
            }
    assert ask.refused("export", **{"as": "xlsx", "on": "2025-01-01"}) == (422, ["option-needs-another"])


@pytest.mark.parametrize("query", [{}, {"holder": "ann"}, {"on": "2025-03-01", "known_at": "2025-02-20"}], ids=str)
def test_the_printed_register_is_that_of_the_command(
    query: dict[str, Any], ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = [word for name, value in query.items() for word in (f"--{name.replace('_', '-')}", value)]
    told = json.loads(run(monkeypatch, ["register", "print", "register.db", "--to", "p.xlsx", *options, "--json"]).out)
    del told["file"]
    assert ask.data("print", **query) == told
    assert ask("print", **{**query, "as": "xlsx"}).body[:2] == b"PK"


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
    tried = {operation for operation, *_ in CASES + ACTS + REQUESTS} | {
        "import/preview",
        "import/apply",
        "impact/files",
    }
    files = {"export/losses", "print"}
    slow = {"plan/check", "plans/take"}
    assert {each.name for each in OPERATIONS.values() if each.as_command} == tried | files | slow
