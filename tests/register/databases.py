"""Databases on the PostgreSQL that the tests of registers start, each made once and of a name of its own."""

from __future__ import annotations

from itertools import count

_NUMBERS = count()


def new_database(server: str, template: str | None = None) -> str:
    """The address of a new database on a server: empty, or as that at another address is."""
    import psycopg

    name = f"base{next(_NUMBERS)}"
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        like = "template1" if template is None else _name(server, template)
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return server.format(name=name)


def dropped(server: str, address: str) -> None:
    """Remove a database, for else the folder of all of them takes long to remove."""
    import psycopg

    name = _name(server, address)
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _name(server: str, address: str) -> str:
    return address.removeprefix(server.partition("{name}")[0]).partition("?")[0]
