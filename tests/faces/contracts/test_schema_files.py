"""The schema that the shipped rule files point at, so that an editor completes and checks them."""

import json
import re
from pathlib import Path

import pytest

from kenri.faces.contracts.schema import rule_file_schema
from kenri.loader.library import shipped
from tests.committed_files import ROOT

SCHEMA = shipped() / "schema" / "rules.schema.json"
POINTER = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def test_the_committed_schema_is_that_of_the_language() -> None:
    committed = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert committed == rule_file_schema(), "run `kenri schema rules > rules/schema/rules.schema.json`"


@pytest.mark.parametrize("path", sorted(shipped().rglob("*.yaml")), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_rule_file_points_at_it(path: Path) -> None:
    pointer = POINTER.match(path.read_text(encoding="utf-8"))
    assert pointer is not None, f"begin it with `# yaml-language-server: $schema=...`, the path to {SCHEMA.name}"
    assert (path.parent / pointer[1]).resolve() == SCHEMA.resolve()
