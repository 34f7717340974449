"""A register on a server holds what it held before or what it was to hold, whatever becomes of the line and the server:
some of what `python -m tests.register.spoilt_servers` tries.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.effort import THIS_RUN
from tests.register import deeds
from tests.register.cut_line import PORT, Cut, CutLine
from tests.register.databases import dropped, new_database
from tests.register.own_server import programs

pytestmark = pytest.mark.skipif(programs() is None, reason="no PostgreSQL is installed here")


@pytest.mark.takes_turns(2)
@pytest.mark.parametrize("deed", ["act", "import"])
def test_a_line_or_a_server_that_ends_loses_nothing_acknowledged_and_leaves_nothing_half(deed: str) -> None:
    command = ["tests.register.spoilt_servers", "--points", "1", "--seed", str(THIS_RUN.rotation), "--deed", deed]
    faults = ("torn", "half-closed", "connection-ended", "process-killed", "server-killed")
    done = subprocess.run([sys.executable, "-m", *command, *faults], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.count(f"| {deed} |") == len(faults)


def test_of_a_confirmation_that_is_lost_nobody_is_told_that_nothing_was_written(server: str, tmp_path: Path) -> None:
    """Of the last pieces one asks that all be kept, and one says that it is: with the first all of it is lost, and with
    the other only the word.
    """
    base = new_database(server)
    deeds.filled(base, tmp_path)
    before = deeds.state(base)
    folder = Path(str(make_url(base).query["host"]))
    seen: set[tuple[str, bool]] = set()
    pieces = 0
    for back in (None, 0, 1, 2, 3, 4):
        address = new_database(server, template=base)
        through = address.replace("port=5432", f"port={PORT}")
        with CutLine(folder, 0 if back is None else pieces - back, Cut.DROPPED) as line:
            how = deeds.told(partial(deeds.act, through, tmp_path))
            pieces = pieces or line.passed
        is_there = deeds.state(address) != before
        assert how != "kept" or is_there
        assert how != "not-written" or not is_there
        seen.add((how, is_there))
        deeds.act(address, tmp_path)
        assert deeds.state(address).startswith("7:"), "done again it is there once, with its ruling"
        dropped(server, address)
    assert {("kept", True), ("not-known", True), ("not-known", False)} <= seen


def test_what_the_library_logs_of_a_lost_connection_is_not_printed(tmp_path: Path) -> None:
    text = """
import logging, sys
from kenri.register.database import Database
Database(sys.argv[1])
logging.getLogger("sqlalchemy.engine.Engine").error("Error closing cursor")
"""
    command = [sys.executable, "-c", text, str(tmp_path / "register.db")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stderr == ""
