"""Registers to try things on: in a file, and on a PostgreSQL that these tests start for themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.databases import dropped, new_database

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")


def _programs() -> Path | None:
    """The folder of the programs of the newest PostgreSQL here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return None if initdb is None else Path(initdb).parent


def _as_somebody() -> tuple[str, ...]:
    """What runs a program as a user whom the server takes: it refuses root."""
    if os.geteuid() != 0:
        return ()
    for name in ("postgres", "nobody"):
        try:
            who = pwd.getpwnam(name)
        except KeyError:
            continue
        return ("setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups")
    return ()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, on a socket in a folder of its own; without a database at its end."""
    programs, psycopg = _programs(), pytest.importorskip("psycopg")
    if programs is None:
        pytest.skip("no PostgreSQL is installed here")
    as_somebody = _as_somebody()
    folder = Path(tempfile.mkdtemp(prefix="kenri-pg-"))  # its path is short, as that of a socket must be
    folder.chmod(0o777)

    def run(*command: str) -> None:
        done = subprocess.run([*as_somebody, *command], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        data = folder / "data"
        run(str(programs / "initdb"), "-D", str(data), "-U", "kenri", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=40"
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            with psycopg.connect(f"host={folder} user=kenri dbname=postgres", autocommit=True) as connection:
                assert connection.info.server_version >= 150_000
            yield f"postgresql://kenri@/{{name}}?host={folder}"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a register can be made: a file that is not there, or an empty database."""
    if request.param == "sqlite":
        yield str(tmp_path / "register.db")
        return
    server = request.getfixturevalue("server")
    address = new_database(server)
    yield address
    dropped(server, address)
