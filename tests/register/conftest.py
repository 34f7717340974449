"""Registers to try things on: in a file, and on a PostgreSQL that these tests start for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.register.databases import dropped, new_database
from tests.register.own_server import OwnServer, programs

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, on a socket in a folder of its own; without a database at its end."""
    psycopg = pytest.importorskip("psycopg")
    if programs() is None:
        pytest.skip("no PostgreSQL is installed here")
    with TemporaryDirectory(prefix="kenri-pg-", ignore_cleanup_errors=True) as name:
        own = OwnServer(Path(name), "max_connections=40")
        own.start()
        try:
            with psycopg.connect(own.address("postgres"), autocommit=True) as connection:
                assert connection.info.server_version >= 150_000
            yield own.address("{name}")
        finally:
            own.stop()


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
