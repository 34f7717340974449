"""Bad and hostile input, through every command: it ends in an answer or a report, and nothing of it is obeyed."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.commands.ending import ended
from kenri.faces.playing.completion import candidates
from kenri.faces.playing.session import Session
from kenri.faces.rulings import ruling_html
from kenri.model.visible import visible, visible_json
from tests.engine_source import ROOT, calls, engine_modules
from tests.faces.png_pixels import chunks
from tests.hostile import ALWAYS, LIFE, LIFE_DATA, WORDS, Done, loaded, run, written

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What no output may hold: controls but tab and newline, and what turns the direction of writing."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")

MOST_PRINTED = 200_000
"""Characters that an answer about these small plans may have."""


def commands(plan: object, life: object, folder: Path) -> dict[str, list[object]]:
    """Every command, on a plan and a life. Those that prove or mutate are left to their own tests: they take long."""
    return {
        "ask": ["ask", plan, life, "--on", "2024-05-01"],
        "forward": ["ask", plan, life, "--on", "2024-05-01", "--engine", "forward"],
        "figure": ["figure", plan, life, "f", "--on", "2024-05-01"],
        "schedule": ["schedule", plan, life, "--on", "2024-05-01"],
        "duties": ["duties", plan, life, "--on", "2024-05-01", "--ics", folder / "o.ics"],
        "windows": ["windows", plan, life, "--svg", folder / "o.svg", "--ics", folder / "o.ics"],
        "sweep": ["sweep", plan, life, "--asked-from", "2024-05-01", "--asked-to", "2024-05-09",
                  "--svg", folder / "o.svg", "--png", folder / "o.png", "--csv", folder / "o.csv"],
        "simulate": ["simulate", plan, life],
        "audit": ["audit", plan, life],
        "explain": ["explain", plan],
        "lint": ["lint", plan],
        "play": ["play", plan, life],
        "schema": ["schema", "life", plan],
        "test": ["test", life],
    }  # fmt: skip


NAMES = sorted(commands("", "", Path()))

LINES = "windows\nask 2024-05-01 1\nparty bob grantee\nleaves 2024-06-01\nhistory\nlife\nno\x1b[2Jsuch\nreading\nhelp\n"


def tame(done: Done) -> None:
    """What holds of every run, whatever was read."""
    assert done.code in (0, 1, 2), done.err
    assert "Traceback" not in done.out + done.err
    assert "error of kenri" not in done.err
    assert not UNSEEN.search(COLOURS.sub("", done.out + done.err)), UNSEEN.findall(done.out + done.err)
    assert len(done.out) + len(done.err) < MOST_PRINTED


# --- escapes and markup in every text

ESCAPE = r"\e[31m\e]0;owned\a\x9b2J\u202e[/e2][bold]x[/bold] :smile:"
SEEN = "[/e2][bold]x[/bold] :smile:"

SPOILT = f"""\
plan: acme/min
title: "T{ESCAPE}"
source: {{document: "D{ESCAPE}", issuer: "I{ESCAPE}", address: "A{ESCAPE}"}}
zone: Asia/Tokyo
readings:
  how: {{clause: "C{ESCAPE}", question: "Q{ESCAPE}", options: {{a: "a{ESCAPE}", b: "b{ESCAPE}"}}, default: a}}
roles: {{grantee: {{says: "R{ESCAPE}"}}}}
actions:
  exercise: {{says: "E{ESCAPE}", counts: "rights{ESCAPE}", attributes: {{paid: {{type: text, says: "P{ESCAPE}"}}}}}}
balances: {{gone: {{says: "B{ESCAPE}", lapse: true}}}}
events:
  leaves: {{says: "L{ESCAPE}", personal: true, attributes: {{why: {{one_of: ["w{ESCAPE}"], optional: true}}}}}}
grant_attributes: {{rank: {{type: text, optional: true, says: "G{ESCAPE}"}}}}
terms:
  open_days: {{value: 90, unit: "U{ESCAPE}", clause: "C{ESCAPE}", says: "O{ESCAPE}"}}
  cap: {{unknown: "N{ESCAPE}", type: number, clause: "C{ESCAPE}"}}
dates: {{leaving: {{is: {{first: {{event: leaves}}}}, says: "D{ESCAPE}"}}}}
states: {{gone: {{is: {{from: leaving}}, says: "S{ESCAPE}"}}}}
rules:
  open: {{clause: "C{ESCAPE}", says: "r{ESCAPE}", note: "n{ESCAPE}", permit: exercise,
         when: {{reading: how, choices: {{a: {{within: {{days: open_days}}, after: leaving}}, b: never}}}}}}
  paid: {{clause: "C{ESCAPE}", says: "r{ESCAPE}", forbid: exercise, when: {{asked: paid, is: "no{ESCAPE}"}}}}
  cap: {{clause: "C{ESCAPE}", says: "r{ESCAPE}", limit: exercise, at_most: cap}}
effects:
  end: {{clause: "C{ESCAPE}", says: "e{ESCAPE}", on: {{plus: {{days: 200}}, to: leaving}}, moves: all, to: gone}}
figures:
  f: {{clause: "C{ESCAPE}", says: "f{ESCAPE}", of: exercise, unit: "U{ESCAPE}", is: {{sum: [open_days, cap]}}}}
records: {{x: {{clause: "C{ESCAPE}", says: "x{ESCAPE}"}}}}
"""
SPOILT_LIFE = f"""\
parties: {{"ann{ESCAPE}": {{role: grantee}}}}
grants: [{{id: "g{ESCAPE}", grantee: "ann{ESCAPE}", on: 2024-01-01, number: 100, rank: "k{ESCAPE}"}}]
events: [{{id: "e{ESCAPE}", event: leaves, on: 2024-04-01, why: "w{ESCAPE}"}}]
"""


@pytest.mark.takes_turns(7)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", NAMES)
def test_text_of_others_is_shown_and_never_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str, as_json: bool
) -> None:
    plan, life = written(tmp_path, SPOILT), written(tmp_path, SPOILT_LIFE, "life.yaml")
    options: list[object] = [] if name == "schema" else ["--lang", lang]
    options += ["--json"] if as_json else []
    if name in ("ask", "forward"):
        options += ["--with", "paid=no\x1b[31m\u202e[/x]"]
    done = run(monkeypatch, [*commands(plan, life, tmp_path)[name], *options], stdin=LINES)
    tame(done)
    for made in tmp_path.glob("o.*"):
        data = made.read_bytes()
        if made.suffix == ".png":  # it holds pixels, and no text
            assert {kind for kind, _ in chunks(data)} <= {b"IHDR", b"pHYs", b"IDAT", b"IEND"}
        else:
            assert not UNSEEN.search(data.decode("utf-8").replace("\r\n", "\n"))
    if name == "ask" and not as_json:
        assert SEEN in done.out.replace("\n", ""), "markup is text like any other"


def test_a_notebook_gets_nothing_that_a_page_would_obey(tmp_path: Path) -> None:
    plan = loaded(tmp_path, ALWAYS.replace("says: s", f'says: "<b>{ESCAPE}"'))
    html = ruling_html.render(plan.ask(LIFE_DATA, on="2024-05-01"))
    assert not UNSEEN.search(html)
    assert "<b>" not in html


def test_completions_hold_nothing_that_a_terminal_would_obey(tmp_path: Path) -> None:
    path = written(tmp_path, SPOILT)
    import kenri

    plan = kenri.load(path)
    session = Session(plan, plan.life(written(tmp_path, SPOILT_LIFE, "life.yaml")), plan_name=str(path), lang="en")
    for line in ("", "leaves ", "remove ", "ask by ", "grant ", "party ", "leaves why="):
        assert not any(UNSEEN.search(each) for each in candidates(session, line))


def test_there_is_one_console_that_obeys_nothing() -> None:
    makers = {
        module.name
        for _, module in engine_modules()
        if any(function.rpartition(".")[2] == "Console" for _, function in calls(module))
    }
    assert makers == {"kenri.faces.drawing.console"}


@pytest.mark.parametrize("text", ["日本語　全角", "a\tb\nc", "é", "👩‍👩‍👧", "क्‍ष", "𠮷野家", "\ue000"])
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert visible(text) == visible_json(text) == text


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x202E, 0x2066, 0xD800, 0xFEFF, 0xE0041])
def test_what_cannot_be_seen_is_made_visible_and_json_says_the_same(code: int) -> None:
    character = chr(code)
    if character in "\t\n":
        return
    assert visible(character).isprintable()
    written_out = visible_json(json.dumps(character, ensure_ascii=False))
    assert written_out.isascii()
    assert json.loads(written_out) == character


# --- files that are none, and arguments that mean nothing


def _files(folder: Path) -> dict[str, Path]:
    (folder / "folder.yaml").mkdir()
    (folder / "dangling.yaml").symlink_to(folder / "nowhere")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "empty.yaml").touch()
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00a")
    (folder / "list.yaml").write_text("[1, 2]\n")
    (folder / "word.yaml").write_text("plan\n")
    (folder / "deep.yaml").write_text("{a: " * 500)
    (folder / "days.yaml").write_text(WORDS + "counting: {calendar: [}\n")
    os.mkfifo(folder / "pipe.yaml")
    found = {path.name: path for path in folder.iterdir()}
    return {**found, "long": Path("x" * 300), "zero": folder / "a\0b.yaml", "device": Path("/dev/zero")}


FILES = ["folder.yaml", "dangling.yaml", "loop.yaml", "empty.yaml", "bytes.yaml", "list.yaml", "word.yaml", "deep.yaml",
         "days.yaml", "pipe.yaml", "long", "zero", "device"]  # fmt: skip


@pytest.mark.takes_turns(7)
@pytest.mark.parametrize("bad", FILES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["plan", "life"])
def test_a_file_that_is_none_ends_in_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str, name: str, place: str
) -> None:
    (folder := tmp_path / "bad").mkdir()
    file = _files(folder)[bad]
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    arguments = commands(*((file, life) if place == "plan" else (plan, file)), tmp_path)[name]
    done = run(monkeypatch, arguments)
    tame(done)
    if file in arguments and (name, bad) != ("lint", "folder.yaml"):  # a folder to lint is one of no files
        assert done.code == 2
        assert done.err.strip()


@pytest.mark.parametrize("name", ["plans", "lint", "ask"])
def test_a_folder_may_hold_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _files(tmp_path)
    written(tmp_path, WORDS + ALWAYS, "good.yaml")
    arguments: dict[str, list[object]] = {
        "plans": ["plans", "--rules", tmp_path],
        "lint": ["lint", tmp_path],
        "ask": ["ask", "nosuch", "x", "--on", "2024-01-01", "--rules", tmp_path],
    }
    done = run(monkeypatch, arguments[name])
    tame(done)
    assert done.code == 2


ARGUMENTS: list[tuple[str, ...]] = [
    ("--on", "nonsense"), ("--on", "0000-01-01"), ("--on", "2024-02-30"), ("--on", "99999-01-01"), ("--on", ""),
    ("--on", "\x1b[31m"), ("--on", "2024-05-01", "--rights", "nonsense"), ("--on", "2024-05-01", "--rights", "0"),
    ("--on", "2024-05-01", "--rights", "-1"), ("--on", "2024-05-01", "--rights", "1/0"),
    ("--on", "2024-05-01", "--action", "x\x1b[2J"), ("--on", "2024-05-01", "--by", "[/e2]"),
    ("--on", "2024-05-01", "--grant", "\u202e"), ("--on", "2024-05-01", "--reading", "x"),
    ("--on", "2024-05-01", "--with", "[bold]=1"), ("--on", "2024-05-01", "--known-at", "\x9b1m"),
    ("--on", "2024-05-01", "--no\x1bsuch"), ("--lang", "\x1b]0;x\x07"), ("--engine", "x" * 5000),
]  # fmt: skip


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=[ascii(each[-1])[:20] for each in ARGUMENTS])
def test_a_bad_argument_ends_in_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    done = run(monkeypatch, ["ask", plan, life, *arguments])
    tame(done)
    assert done.code == 2
    assert done.err.strip()


# --- small inputs that ask for endless work: what they do is bounded by what is computed, not by a clock

ENDLESS = {
    "weekdays": "{business_day: weekdays}",
    "not weekdays": "{not: {business_day: weekdays}}",
    "starts": "{on: {start_of: {business_day: japan}}}",
    "paused": "{on: {every: {days: 1}, from: 2024-01-01, times: 1200, paused: always}}",
    "paused from a day": "{on: {every: {days: 1}, from: 2024-01-01, times: 1200, paused: {from: 2024-01-09}}}",
    "tolled": "{within: {days: 1}, after: 2024-01-01, tolled: always}",
    "extended": "{within: {days: 1}, after: 2024-01-01, extended: {while: always, by: {days: 1}}}",
    "far": "{within: {years: 10000}, after: 2024-01-01}",
    "business": "{within: {business_days: 10000}, after: 2024-01-01, counting: {calendar: weekdays}}",
    "beyond": "{within: {business_days: 10000}, after: 9990-01-01, counting: {calendar: weekdays}}",
    "back": "{within: {business_days: 10000}, before: 0009-01-01, counting: {calendar: weekdays}}",
    "extended by each of many": "{within: {days: 9}, after: {every: {months: 1}, from: 2024-01-01, times: 1200}, "
    "tolled: {business_day: weekdays}, extended: {while: {business_day: weekdays}, by: {days: 9}}}",
    "many windows": "{within: {days: 1}, after: {every: {days: 3}, from: 2024-01-01, times: 1200}}",
}


def _fan(section: str, link: str, start: str, length: int) -> str:
    """Names each of which stands several times for the one before: a walk that follows every use doubles with each."""
    links = "".join(f"  a{n}: {{is: {link.replace('BEFORE', f'a{n - 1}')}}}\n" for n in range(1, length + 1))
    return f"{section}:\n  a0: {{is: {start}}}\n{links}"


FANS = {
    "sums of the number asked": _fan("amounts", "{sum: [BEFORE, BEFORE, BEFORE]}", "{asked: number}", 30)
    + "rules: {r: {clause: '1', says: s, permit: exercise, when: {quantity: a30, at_most: 1000}}}\n",
    "states of the number asked": "amounts: {n: {is: {asked: number}}}\n"
    + _fan("states", "{any: [BEFORE, {not: BEFORE}]}", "{quantity: n, at_most: 9}", 22)
    + "rules: {r: {clause: '1', says: s, permit: exercise, when: a22}}\n",
    "dates of the number asked": _fan(
        "dates", "{earlier_of: [BEFORE, BEFORE]}", "{start_of: {quantity: {asked: number}, at_most: 9}}", 30
    )
    + "rules: {r: {clause: '1', says: s, permit: exercise, when: {from: a30}}}\n",
    "one or the other of unknown states": "terms: {t: {unknown: x, type: flag}}\n"
    + _fan("states", "{any: [{all: [BEFORE, {not: t}]}, {all: [{not: BEFORE}, t]}]}", "t", 18)
    + "rules: {r: {clause: '1', says: s, permit: exercise, when: a18}}\n",
}


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("name", ["ask", "forward", "windows", "audit", "simulate", "explain"])
@pytest.mark.parametrize("fan", FANS)
def test_names_that_stand_twice_for_one_another_cost_no_more_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fan: str, name: str
) -> None:
    plan, life = written(tmp_path, WORDS + FANS[fan]), written(tmp_path, LIFE, "life.yaml")
    tame(run(monkeypatch, commands(plan, life, tmp_path)[name]))


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("name", ["ask", "windows", "sweep", "audit", "simulate"])
@pytest.mark.parametrize("endless", ENDLESS)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_endless_work_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, endless: str, as_json: bool
) -> None:
    rules = f"rules: {{r: {{clause: '1', says: s, permit: exercise, when: {ENDLESS[endless]}}}}}\n"
    plan, life = written(tmp_path, WORDS + rules), written(tmp_path, LIFE, "life.yaml")
    tame(run(monkeypatch, [*commands(plan, life, tmp_path)[name], *(["--json"] if as_json else [])]))


# --- exit codes


@pytest.mark.parametrize("error", [ValueError("x\x1b[2J\nmore"), RecursionError(), MemoryError(), KeyError("a")])
@pytest.mark.parametrize("debug", [False, True])
def test_an_error_of_the_program_is_one_line_and_70(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: BaseException, debug: bool
) -> None:
    def command() -> None:
        raise error

    if debug:
        monkeypatch.setenv("KENRI_DEBUG", "1")
    else:
        monkeypatch.delenv("KENRI_DEBUG", raising=False)
    assert ended(command) == 70
    told = capfd.readouterr().err
    assert not UNSEEN.search(told)
    assert ("Traceback" in told) is debug
    assert debug or told.count("\n") == 1
    assert f"report it to the maintainers with the command: {type(error).__name__}" in told


def test_an_interruption_is_130() -> None:
    def command() -> None:
        raise KeyboardInterrupt

    assert ended(command) == 130


INTERRUPTED_WHILE_IMPORTING = """
import os, signal, sys

moment = sys.argv.pop(1)

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
from kenri.__main__ import run
sys.meta_path.insert(0, Interrupt())
run()
"""


@pytest.mark.takes_turns(5)
@pytest.mark.skipif(sys.platform == "win32", reason="an interruption is sent in another way")
@pytest.mark.parametrize(
    "moment",
    [
        "kenri.faces",
        "typer",
        "kenri.faces.commands.ending",
        "kenri.model.problems",
        "kenri.faces.commands.console",
        "rich.console",
    ],
)
def test_an_interruption_from_the_first_moment_on_is_130_and_says_nothing(moment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_IMPORTING, moment, "plans"],
        check=False, timeout=300, capture_output=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, b"", b"")


def test_what_comes_before_an_interruption_can_be_taken_is_next_to_nothing() -> None:
    """The package itself imports nothing, and the command begins where interruptions are taken."""
    code = "import sys; before = set(sys.modules); import kenri.__main__; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=300, capture_output=True, text=True)
    assert sorted(done.stdout.split()) == ["kenri", "kenri.__main__"]
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["scripts"] == {"kenri": "kenri.__main__:run"}


def kenri_process(*arguments: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, where its streams are those of the system."""
    return subprocess.run(
        [sys.executable, "-m", "kenri", *arguments], check=False, timeout=300, **{"stderr": subprocess.PIPE, **streams}
    )


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("command", [("--version",), ("--help",), ("schema", "rules"), ("plans",)])
def test_a_reader_that_has_gone_is_141(command: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = kenri_process(*command, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("manner", [(), ("--json",)])
def test_nowhere_to_answer_is_said_in_the_language_asked_for_and_with_its_code(manner: tuple[str, ...]) -> None:
    """In words with `--json` too: there is nowhere to send data."""
    with Path("/dev/full").open("wb") as full:
        said = kenri_process("plans", "--lang", "ja", *manner, stdout=full).stderr.decode()
    assert said == "回答を書き込めない：空き容量がない。 [answer-not-written]\n  対処：別の所に送る。\n誤り1件\n"
    closed = subprocess.run(
        ["/bin/sh", "-c", f"exec {shlex.quote(sys.executable)} -m kenri plans {' '.join(manner)} >&-"],
        check=False, timeout=300, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert closed.returncode == 2
    assert closed.stderr.decode().startswith(
        "standard output is closed: there is nowhere to answer [output-closed]\n  help: "
    )


@pytest.mark.takes_turns(3)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    "command", [("--version",), ("plans",), ("plans", "--json"), ("ask", "nosuch", "x", "--on", "x")]
)
def test_a_full_disk_under_an_output_is_2(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = kenri_process(*command, stdout=full)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert kenri_process(*command, stdout=full, stderr=full).returncode == 2


@pytest.mark.takes_turns(2)
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_streams_may_be_closed(closed: int) -> None:
    sign = "<" if closed == 0 else ">"
    script = f"exec {shlex.quote(sys.executable)} -m kenri ask iij/2015-5th-series - --on 2024-01-01 {closed}{sign}&-"
    done = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, check=False, timeout=300, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stdout + done.stderr
    assert closed == 2 or done.stderr.strip()


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("environment", [{"LANG": "C", "LC_ALL": "C"}, {"TERM": "dumb"}, {"COLUMNS": "40"},
                                         {"PYTHONIOENCODING": "ascii"}, {"COLUMNS": "1"}, {"COLUMNS": "0"},
                                         {"COLUMNS": "²"}, {"LINES": "²"}, {"COLUMNS": "-1"}, {"COLUMNS": "9" * 30},
                                         {"COLUMNS": "", "LINES": "0"}])  # fmt: skip
def test_any_terminal_will_do(environment: dict[str, str]) -> None:
    done = kenri_process("plans", "--lang", "ja", stdout=subprocess.PIPE, env={**os.environ, **environment})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"iij2015-5th-series" in done.stdout.translate(None, b" \n/"), "an answer is there, however narrow it is"
    refused = kenri_process("ask", "nosuch", "x", "--on", "x", env={**os.environ, **environment})
    assert refused.returncode == 2
    assert b"nosuch" in refused.stderr


# --- as deep as is allowed: no function calls itself so often that Python gives up, even far below a caller's frames


def _chain(section: str, link: str, end: str, length: int) -> str:
    links = "".join(f"  a{n}: {{is: {link.format(f'a{n + 1}')}}}\n" for n in range(length))
    return f"{section}:\n{links}  a{length}: {{is: {end}}}\n"


_PERMIT = "rules:\n  r: {{clause: '1', says: s, permit: exercise, when: {}}}\n"
_LIMIT = "  l: {clause: '1', says: s, limit: exercise, at_most: a0}\n"

DEEP = {
    "numbers": _chain("amounts", "{{sum: [{}, 1]}}", "1", 32) + _PERMIT.format("always") + _LIMIT,
    "conditions": _chain("states", "{{not: {}}}", "{from: 2024-01-01}", 31) + _PERMIT.format("a0"),
    "days": _chain("dates", "{{plus: {{days: 1}}, to: {}}}", "2024-01-01", 31) + _PERMIT.format("{from: a0}"),
    "nested": _PERMIT.format("{not: " * 94 + "{from: 2024-01-01}" + "}" * 94),
    "readings": "readings: {q: {question: q, options: {x: x, y: y}, default: x}}\n"
    + _chain("states", "{{reading: q, choices: {{x: {{not: {0}}}, y: {0}}}}}", "{from: 2024-01-01}", 23)
    + _PERMIT.format("a0"),
    "balances": _chain("amounts", "{{sum: [{}, 1]}}", "{balance: gone}", 28)
    + "effects: {e: {clause: '1', says: s, on: {event: leaves}, moves: 1, to: gone}}\n"
    + _PERMIT.format("always")
    + _LIMIT,
}


@pytest.mark.takes_turns(7)
@pytest.mark.parametrize("name", ["ask", "forward", "windows", "audit", "simulate", "explain", "lint", "diff"])
@pytest.mark.parametrize("deep", DEEP)
def test_what_is_as_deep_as_is_allowed_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deep: str, name: str
) -> None:
    plan, life = written(tmp_path, WORDS + DEEP[deep]), written(tmp_path, LIFE, "life.yaml")
    arguments = {**commands(plan, life, tmp_path), "diff": ["diff", plan, plan]}[name]

    def below(frames: int) -> Done:
        return below(frames - 1) if frames else run(monkeypatch, arguments)

    done = below(100)
    tame(done)
    assert done.code == 0 or (name == "forward" and "durable-rules" in done.err) or name == "audit", done.err


LONG_LISTS = """\
counting: {calendar: weekdays}
states: {at-work: {is: {all: [{business_day: plan}, {from: {event: leaves}}]}}}
rules: {r: {clause: '1', says: s, permit: exercise, when: at-work}}
effects: {e: {clause: '1', says: s, on: {every: {days: 1}, from: {event: leaves}, times: 1200}, moves: 0.01, to: gone}}
"""


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_what_one_event_changes_is_shown_where_it_is_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    plan, life = written(tmp_path, WORDS + LONG_LISTS), written(tmp_path, LIFE, "life.yaml")
    done = run(monkeypatch, ["simulate", plan, life, *(["--json"] if as_json else [])])
    tame(done)
    if not as_json:
        assert done.out.count("more") == 3, "states, windows and movements"
        return
    (step,) = json.loads(done.out)["steps"]
    # A state for each week from March 2024 to 2199, a window for each of them, and the 1,200 movements.
    for name, number in (("states_began", 9_000), ("windows_changed", 9_000), ("movements", 1_099)):
        assert len(step[name]) == 100
        assert step[f"{name}_left_out"] > number
    assert "2024-03-01" in [each["first"] for each in step["states_began"]]
