"""The triggers of a database that refuse to change or to take out what is recorded, and which of them are not there.

Who owns a database can drop them, change a record and put it back: the chain is whole then, and what could be done once
more is not to be passed over. Migrations make them, each in its own words, which stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from kenri.model.problems import Problem, quote
from kenri.model.sentences import Sentence

__all__ = ["GUARDED", "missing_guards", "unguarded"]

GUARDED = ("kenri_issuers", "kenri_documents", "kenri_records", "kenri_people", "kenri_appointments")
"""The tables of which nothing is changed or taken out."""

_ON_SERVERS = """\
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.oid = to_regclass(:table) AND t.tgenabled IN ('O', 'A') AND p.proname = 'kenri_refuse'
AND p.prosrc LIKE '%RAISE EXCEPTION%'"""


def unguarded(connection: Connection) -> Iterator[Problem]:
    """A warning for each table that can be changed, with the statements that guard it again."""
    for table in GUARDED:
        if missing := missing_guards(connection, table):
            statements = quote(" ".join(f"{each};" for each in missing), limit=4096)
            yield Problem(
                None, Sentence("table-unguarded", table=quote(table), statements=statements), severity="warning"
            )


def missing_guards(connection: Connection, table: str) -> Sequence[str]:
    """The statements that guard a table again: none where all is there, as it was made."""
    if connection.dialect.name == "sqlite":
        wanted = {f"{table}_no_{act.lower()}": _guard(table, act) for act in ("UPDATE", "DELETE")}
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
        )
        there = {(row.name, row.sql) for row in rows}
        missing = [(name, made) for name, made in wanted.items() if (name, made) not in there]
        return [each for name, made in missing for each in (f"DROP TRIGGER IF EXISTS {name}", made)]
    name = f"{table}_kept"
    if any(row.tgname == name for row in connection.execute(text(_ON_SERVERS), {"table": table})):
        return []
    made = f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION"
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"{made} kenri_refuse()"]


def _guard(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'what is recorded stays as it is: {table}'); END"
    )
