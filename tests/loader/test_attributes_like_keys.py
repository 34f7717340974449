"""An attribute is not called like a key that every record of its kind has: nobody could tell the two apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.loader import record_keys
from kenri.model.problems import ProblemsError

PLAN = """\
plan: acme/words
roles: {{grantee: {{}}}}
actions: {{exercise: {{attributes: {{{actions}}}}}}}
events: {{leaves: {{attributes: {{{events}}}}}}}
party_attributes: {{{party_attributes}}}
grant_attributes: {{{grant_attributes}}}
rules: {{exercise: {{clause: "1", says: May., permit: exercise}}}}
"""
# Written out from what docs/reference/lives.md and docs/reference/questions.md say that a record, or a question, has.
KEYS = {
    "party_attributes": ("role", "roles"),
    "grant_attributes": ("id", "grantee", "on", "number", "plan"),
    "events": ("event", "on", "who", "grant", "id", "recorded", "corrects", "cancelled"),
    "actions": ("number",),
}


def written(folder: Path, **declared: str) -> Path:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(**{section: declared.get(section, "") for section in KEYS}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in KEYS.items() for key in keys])
def test_an_attribute_called_like_a_key_is_refused_where_it_is_declared(tmp_path: Path, section: str, key: str) -> None:
    path = written(tmp_path, **{section: f"amount: number, '{key}': {{type: day, optional: true}}"})
    with pytest.raises(ProblemsError) as raised:
        load(path)
    (problem,) = raised.value.problems
    assert problem.code == "attribute-like-key"
    assert problem.help
    line = path.read_text(encoding="utf-8").splitlines()[problem.place.line - 1 if problem.place else 0]
    assert line[problem.place.column - 1 if problem.place else 0 :].startswith(f"'{key}'")


@pytest.mark.parametrize("section", KEYS)
def test_the_keys_of_other_records_are_free(tmp_path: Path, section: str) -> None:
    free = {key for keys in KEYS.values() for key in keys} - {*KEYS[section]}
    load(written(tmp_path, **{section: ", ".join(f"'{key}': {{type: day, optional: true}}" for key in sorted(free))}))


def test_the_loader_of_lives_knows_no_other_keys() -> None:
    assert dict(record_keys.OF_SECTIONS) == KEYS
