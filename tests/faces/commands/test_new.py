"""`kenri new`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faces.commands.running import LIFE, PLAN, SCENARIOS, Kenri
from tests.faces.commands.schemas import checked


def test_new_never_overwrites(kenri: Kenri, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    answer = kenri("new", "acme/options")
    assert answer.code == 2
    assert f"`{PLAN}` is there already" in answer.err
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    (project / PLAN).unlink()
    assert kenri("new", "acme/options").code == 2, "the scenarios are still there"
    assert not (project / PLAN).exists()


def test_new_files_fit_their_schemas(kenri: Kenri, project: Path) -> None:
    for path in (PLAN, LIFE, SCENARIOS):
        text = (project / path).read_text(encoding="utf-8")
        first, _, _ = text.partition("\n")
        schema = json.loads(((project / path).parent / first.partition("$schema=")[2]).read_text(encoding="utf-8"))
        assert not checked(schema, project / path)


def test_new_says_what_to_try_and_it_works(kenri: Kenri, project: Path) -> None:
    data = kenri("new", "other", "--to", "elsewhere", "--json").data
    assert all((project / path).is_file() for path in data["files"])
    for command in data["try"]:
        assert kenri(*command.split()[1:]).code == 0
