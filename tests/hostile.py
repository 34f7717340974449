"""A small plan to spoil, and commands to run on what was spoilt: in this process, with everything caught."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import kenri
from kenri.api import LoadedPlan
from kenri.faces.commands.ending import ended
from kenri.faces.main import app

WORDS = """\
plan: acme/min
zone: Asia/Tokyo
roles: {grantee: {}}
actions: {exercise: {attributes: {paid: {type: number, optional: true}}}}
balances: {gone: {}}
events:
  leaves: {personal: true, attributes: {by: {type: day, optional: true}}}
  exercises: {personal: true, act: exercise, number: n, attributes: {n: number}}
grant_attributes: {rank: {type: text, optional: true}}
"""
ALWAYS = "rules: {open: {clause: '1', says: s, permit: exercise}}\n"
LIFE = """\
parties: {ann: {role: grantee}}
grants: [{grantee: ann, on: 2024-01-01, number: 100}]
events: [{event: leaves, on: 2024-03-01}]
"""
LIFE_DATA: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}],
}


def written(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    """A rule file with the words of the plan and some more."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, more: str = ALWAYS) -> LoadedPlan:
    """The plan with more in it."""
    return kenri.load(written(folder, WORDS + more))


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A stream in memory with the bytes beneath it, as standard output has."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        self.flush()
        beneath = self.buffer
        assert isinstance(beneath, io.BytesIO)
        return beneath.getvalue().decode()


def run(monkeypatch: pytest.MonkeyPatch, arguments: Sequence[object], stdin: str = "") -> Done:
    """A command, as its entry point runs it: its exit code, and all that it printed."""
    out, err = _Stream(), _Stream()
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with monkeypatch.context() as patched:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patched.setattr(sys, name, stream)
        patched.setenv("COLUMNS", "100")
        patched.setattr(sys, "argv", ["kenri", *map(str, arguments)])  # where the manner of a refusal is read
        command: Callable[[], Any] = lambda: app(  # noqa: E731  # the type says what it is
            [str(each) for each in arguments], prog_name="kenri", standalone_mode=False
        )
        code = ended(command)
    return Done(code, out.text(), err.text())
