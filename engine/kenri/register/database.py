"""The database of a register: one file of SQLite, or PostgreSQL for many users; opened, migrated, read and written.

Seen in SQLAlchemy 2.1 on Python 3.11: the driver of SQLite begins transactions by itself and late, so it is told not
to, and each begins as asked. Who writes has the whole file to itself from the beginning of its transaction; on
PostgreSQL, the issuer's row.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool

from kenri.loader.source import is_folder, is_ordinary
from kenri.model.passwords import without_password
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.addresses import is_address
from kenri.register.tables import VERSION_TABLE

__all__ = ["Database"]

_WAIT = 60
"""Seconds that one who writes waits for another to be done."""

_WRITES = "kenri_writes"
"""The option of a connection that is to write."""

_UNHEARD = logging.NullHandler()

_DRIVERS = ("postgresql", "postgresql+psycopg", "sqlite", "sqlite+pysqlite")
"""What an address may begin with."""

_POSTGRES_SINCE = 150_000
"""The first version of PostgreSQL that is known to do, as it numbers itself."""


class Database:
    """A database that is a register, or is to become one. Whatever it does wrong is raised as `ProblemsError`."""

    def __init__(self, name: str) -> None:
        """`name` is a file, or an address such as `postgresql://user@host/base`."""
        self.name = name
        self.file = None if is_address(name) else Path(name)
        with self._told():
            self._engine = _engine(_url(name))

    @property
    def shown(self) -> str:
        """The name as it is shown: as it was given, without a password."""
        return self.name if self.file is not None else without_password(self.name)

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def open(self) -> None:
        """See that it is a register, and bring an older one up to date. Raises `ProblemsError`."""
        if self.file is not None and not is_ordinary(self.file):
            if is_folder(self.file):
                raise refused(Sentence("is-a-folder", file=self._quoted))
            raise refused(Sentence("no-such-register", register=self._quoted))
        with self.reading() as connection:
            found = _version(connection)
        if found is None:
            raise refused(Sentence("not-a-register", register=self._quoted))
        if found != _newest():
            self._migrate(found)

    def make(self) -> None:
        """Make the tables, where there are none yet; a register that is there is opened. Raises `ProblemsError`."""
        if self.file is not None and not is_folder(self.file.parent):
            raise refused(Sentence("no-such-folder", folder=quote(str(self.file.parent), limit=4096)))
        with self.reading() as connection:
            tables = inspect(connection).get_table_names()
        if (
            tables
            and VERSION_TABLE not in tables
            and any(each.startswith("kenri_") or self.is_sqlite for each in tables)
        ):
            raise refused(Sentence("not-a-register", register=self._quoted))
        if VERSION_TABLE in tables:
            self.open()
        else:
            self._migrate(None)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the database as it is at one moment, whoever writes meanwhile."""
        with self._told():
            connection = self._engine.connect()
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing. Another waits until it is done.

        Raises `ProblemsError`; where it was being confirmed as the database failed, one which says that nobody knows.
        """
        with self._told(), self._engine.connect() as connection:
            transaction = connection.execution_options(**{_WRITES: True}).begin()
            with transaction:
                yield connection
                try:
                    transaction.commit()
                except DBAPIError as error:
                    if _may_be_kept(error):
                        raise refused(
                            Sentence("perhaps-written", register=self._quoted, reason=_reason(error))
                        ) from None
                    raise

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @property
    def _quoted(self) -> str:
        return quote(self.shown, limit=4096)

    def _migrate(self, found: str | None) -> None:
        from alembic import command
        from alembic.util import CommandError

        configuration = _configuration()
        if found is not None and found not in _steps():
            raise refused(Sentence("register-newer", register=self._quoted))
        with self.writing() as connection:
            configuration.attributes["connection"] = connection
            if not self.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7305808)")  # two that make the same tables
            try:
                command.upgrade(configuration, _newest())
            except CommandError as error:
                raise refused(Sentence("database-failed", register=self._quoted, reason=quote(str(error)))) from None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a database says went wrong, as a problem."""
        try:
            yield
        except ModuleNotFoundError as error:
            if error.name == "psycopg":
                raise refused(Sentence("postgresql-missing")) from None
            raise
        except (ArgumentError, NoSuchModuleError):
            raise refused(Sentence("no-database-address", register=quote(self.name, limit=4096))) from None
        except (DBAPIError, PoolTimeoutError, UnicodeDecodeError) as error:  # a damaged file may hold bytes of no text
            raise _problem(error, self._quoted) from None


def _problem(error: Exception, register: str) -> ProblemsError:
    reason = _reason(error)
    if "file is not a database" in reason:
        return refused(Sentence("not-a-register", register=register))
    return refused(Sentence("database-failed", register=register, reason=reason))


def _reason(error: Exception) -> str:
    """The first line of what a database says went wrong."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return quote(said[0] if said else type(error).__name__, limit=4096)


def _may_be_kept(error: DBAPIError) -> bool:
    """Whether what a commit that failed was to keep may be there all the same.

    A server whose answer does not come may have done it. SQLite writes all of it and then asks the disk to keep it:
    where it is that which fails, what was written may be found by whoever opens the file later.
    """
    if isinstance(error.orig, sqlite3.Error):
        code = error.orig.sqlite_errorcode
        return code & 0xFF == sqlite3.SQLITE_IOERR and code != sqlite3.SQLITE_IOERR_WRITE
    return error.connection_invalidated


def _url(name: str) -> URL:
    try:
        url = make_url(name) if is_address(name) else URL.create("sqlite", database=name)
    except ValueError:  # a port that is no number
        raise ArgumentError(name) from None
    if is_address(name) and (url.drivername not in _DRIVERS or "@" in (url.host or "")):
        # Another driver fails in its own ways; and a password that holds `@` would be told as a part of the host.
        raise ArgumentError(name)
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ArgumentError(name)
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ArgumentError(name)  # it would be gone with the connection
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine(url: URL) -> Engine:
    # Of a connection that is lost SQLAlchemy also logs what it could not close, and what nobody handles is printed.
    logging.getLogger("sqlalchemy").addHandler(_UNHEARD)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": _WAIT})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _check_postgres)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for setting in ("foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql("BEGIN")
        return
    # This is written to the file itself: so it is said only once it is known for a register, and not of any file that
    # was named for one.
    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_postgres(connection: Any, _: object) -> None:
    version = connection.info.server_version
    if version < _POSTGRES_SINCE:
        connection.close()
        raise refused(Sentence("postgresql-too-old", version=version // 10_000, least=_POSTGRES_SINCE // 10_000))


def _version(connection: Connection) -> str | None:
    """The last step that a database had; None where it is no register."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    row = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").first()
    return None if row is None else str(row[0])


_NEWEST = "0010"


def _newest() -> str:
    """The last step there is. A test holds it to the steps, so that no file of theirs is read to open a register."""
    return _NEWEST


def _configuration() -> Any:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return configuration


def _steps() -> set[str]:
    from alembic.script import ScriptDirectory

    return {each.revision for each in ScriptDirectory.from_config(_configuration()).walk_revisions()}
