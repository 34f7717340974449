"""A register in a file holds what it held before or what it was to hold, whatever a disk does: some of what
`python -m tests.register.spoilt_disks` tries.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.effort import THIS_RUN
from tests.register.faulty_disk import compiler, run_on

pytestmark = pytest.mark.skipif(compiler() is None, reason="needs Linux and a compiler of C")

WEAKENED = """
from kenri.register import database
set_up = database._set_up_sqlite
def weaker(connection, record):
    set_up(connection, record)
    connection.execute("PRAGMA synchronous=NORMAL")
database._set_up_sqlite = weaker
from tests.register.spoilt_disks import main
main()
"""


def test_a_disk_that_fails_loses_nothing_acknowledged_and_leaves_nothing_half(tmp_path: Path) -> None:
    points = "1" if THIS_RUN.is_quick else "2"
    seed = str(THIS_RUN.rotation)
    done = run_on(tmp_path, "-m", "tests.register.spoilt_disks", "--points", points, "--seed", seed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n| ") > 50


def test_a_register_that_does_not_wait_for_the_disk_would_be_found(tmp_path: Path) -> None:
    deed = ("--deed", "act, a reader beside it", "--points", "1", "power")
    done = run_on(tmp_path, "-c", WEAKENED, *deed)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "what was acknowledged is gone" in done.stdout
