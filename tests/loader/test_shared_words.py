"""A name that a shipped vocabulary declares: whoever forgot to extend it is told which."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.loader.library import Library
from kenri.loader.shared_words import that_declare
from kenri.model.problems import ProblemsError, Report

PLAN = """\
plan: acme
zone: UTC
rules:
  open: {clause: "1", says: Open., permit: exercise, by: heir, when: {after: {event: terminates}}}
counting: civil-code
effects:
  goes: {clause: "2", says: It goes., on: {grant: on}, moves: all, to: exercised}
party_attributes:
  employee: {widens: true, default: false}
"""


def test_what_a_vocabulary_declares_is_told_with_it(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(PLAN)
    with pytest.raises(ProblemsError) as caught:
        load(path)
    found = {problem.message.split("`")[1]: problem.help for problem in caught.value.problems}
    told = "what declares it is `{}`: write that under `extends`"
    assert found == {
        "exercise": told.format("vocabulary/equity"),
        "heir": told.format("vocabulary/equity"),
        "terminates": told.format("vocabulary/termination"),
        "civil-code": told.format("vocabulary/japan"),
        "exercised": told.format("vocabulary/equity"),
        "employee": "nothing of the sort is declared",
    }


@pytest.mark.parametrize("section", ["actions", "balances", "countings", "events", "grant_attributes", "roles"])
def test_every_name_of_every_vocabulary_is_found_where_it_is_declared(section: str) -> None:
    library = Library()
    several = {id_: library.find(id_, Report()) for id_ in library.ids("vocabulary")}
    declared = {
        (id_, name)
        for id_, found in several.items()
        if found is not None
        for name, use in getattr(found.document, section).items()
        if not getattr(use, "widens", False)
    }
    assert declared
    for id_, name in declared:
        said = that_declare(section, name)
        assert said is not None
        assert f"`{id_}`" in said.text()
