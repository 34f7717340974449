"""Databases on the PostgreSQL that the tests of registers start, each made once and of a name of its own."""

from __future__ import annotations

from itertools import count

_NUMBERS = count()


def new_database(server: str) -> str:
    """The address of an empty database on a server."""
    import psycopg

    name = f"base{next(_NUMBERS)}"
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name=name)


def dropped(server: str, address: str) -> None:
    """Remove a database, for else the folder of all of them takes long to remove."""
    import psycopg

    name = address.removeprefix("postgresql://kenri@/").partition("?")[0]
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
