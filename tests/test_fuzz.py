"""A bounded run of the fuzzer, and every input that once was met with a fault.

`python -m tests.fuzz` looks further; see `docs/agreement.md` for what it has looked at.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.effort import part_in_turn
from tests.fuzz import registers
from tests.fuzz.choices import Bytes, Seeded
from tests.fuzz.inputs import COMMANDS, made, read
from tests.fuzz.trial import Outcome, judged

ROOT = Path(__file__).parents[1]
FOUND = sorted((ROOT / "tests" / "fuzz" / "found").glob("*.json"))


def _fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The fuzzer in a process of its own: it changes what commands are made of there."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "engine")])}
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *arguments], capture_output=True, text=True, env=environment, check=False
    )


def test_no_input_of_a_bounded_run_is_met_with_a_fault() -> None:
    tried = part_in_turn(1500, 10)
    run = _fuzz("--inputs", str(len(tried)), "--workers", "1", "--first", str(10_000_000 + tried.start))
    assert run.returncode == 0, run.stdout + run.stderr


def test_what_was_found_once_is_met_well() -> None:
    run = _fuzz("--again", *map(str, FOUND))
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_input_is_made_from_its_number_alone_and_read_as_it_was_written() -> None:
    for number in range(40):
        given = made(Seeded(number))
        assert made(Seeded(number)) == given
        assert read(given.written()) == given


def test_any_bytes_make_an_input() -> None:
    for length in range(0, 60, 7):
        assert made(Bytes(bytes(range(length)))).argv


def test_every_command_with_files_is_among_those_tried() -> None:
    from kenri.faces.commands.register import app as register
    from kenri.faces.main import app

    groups = [each.typer_instance for each in app.registered_groups]
    names = {command.name for command in app.registered_commands} | {each.info.name for each in groups if each}
    tried = {*COMMANDS, *registers.COMMANDS}
    assert tried <= names
    # Tables are tried by tests/columnar/test_hostile_tables.py; what is served, and for whom, by tests/faces/serving.
    assert names - tried == {
        "check", "mutate", "demo", "batch", "serve", "token", "user", "remind", "request", "feed", "subscribe",
    }  # fmt: skip
    assert {command.name for command in register.registered_commands} == registers.REGISTER_COMMANDS


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome(1, "x", "", frozenset()), "exit code 1 of ask"),
        (Outcome(70, "", "it broke", frozenset()), "unexpected:  it broke"),
        (
            Outcome(0, "", "Traceback (most recent call last)", frozenset()),
            "unexpected:  Traceback (most recent call last)",
        ),
        (Outcome(2, "", "", frozenset()), "exit code 2 of ask without a word"),
        (Outcome(0, "\x1b[31m", "", frozenset()), "character U+001B printed by ask"),
        (Outcome(2, "", "no", frozenset({"new"})), "ask refused, and wrote a file"),
        (Outcome(2, "", "no", frozenset(), frozenset({"old"})), "ask refused, and changed a file"),
    ],
)
def test_what_must_not_be_is_named(outcome: Outcome, kind: str) -> None:
    first = made(Seeded(0))
    given = read(first.written().replace(f'"{first.argv[0]}"', '"ask"', 1))
    fault = judged(given, outcome)
    assert fault is not None
    assert fault.kind == kind
