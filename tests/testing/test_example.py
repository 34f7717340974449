"""The repository that `docs/testing.md` shows passes as it says, and fails with a story when something is wrong.

`.ci/run` runs it once more where only the built wheel is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.testing.documented_example import write_example


def run(folder: Path, *parts: str) -> tuple[int, str]:
    """The tests of the repository, or of parts of it where a test is about just those."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rs", "--rootdir", str(folder), *parts]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    names = write_example(tmp_path)
    assert names == ["rules/acme.yaml", "scenarios/leaving.yaml", "scenarios/wishes.yaml", "test_acme.py"]
    return tmp_path


def test_the_example_passes(acme: Path) -> None:
    code, printed = run(acme)
    assert code == 0, printed
    assert re.search(r"\b18 passed\b", printed), printed


def test_a_slip_fails_with_a_story(acme: Path) -> None:
    rules = acme / "rules" / "acme.yaml"
    rules.write_text(rules.read_text().replace("forbid: exercise, unless: period", "forbid: exercise, when: never"))
    code, printed = run(acme, "rules")
    assert code == 1
    assert "nothing-outside-the-period [2] does not hold" in printed
    assert "scenarios:" in printed
    assert "Traceback" not in printed.partition("short test summary")[0].rpartition("does not hold")[2]


def test_a_scenario_that_fails_says_where(acme: Path) -> None:
    told = acme / "scenarios" / "leaving.yaml"
    told.write_text(
        told.read_text().replace(
            "{on: 2026-03-01, rights: 100, expect: denied}", "{on: 2026-03-01, rights: 100, expect: allowed}"
        )
    )
    code, printed = run(acme, "scenarios")
    assert code == 1
    assert "leaving.yaml:12" in printed
    assert "because: Left on 30 November 2025" in printed


def test_a_broken_file_is_told_once(acme: Path) -> None:
    (acme / "scenarios" / "leaving.yaml").write_text("plan: ../rules/acme.yaml\nscenarios: {x: {becase: y}}\n")
    code, printed = run(acme)
    assert code != 0
    assert "becase" in printed
