"""Whatever is done to a register behind its back is found, and nothing is done to it through its own door."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import text

from kenri.model.problems import ProblemsError
from kenri.register.chain import VerifiedChain, verified
from kenri.register.guards import missing_guards
from kenri.register.register import Register
from tests.register.small_register import at, codes, company, made

SWAP = """\
UPDATE kenri_records SET sequence = 105 - sequence WHERE sequence IN (2, 3);
UPDATE kenri_records SET sequence = sequence - 100 WHERE sequence > 100"""

TAMPERED: dict[str, tuple[str, list[str] | int]] = {
    "a field": ("UPDATE kenri_records SET author = 'eve' WHERE sequence = 3", ["record-changed"]),
    "what was recorded": ("UPDATE kenri_records SET body = replace(body, '100', '900') WHERE kind = 'grant'", 2),
    "the instant": ("UPDATE kenri_records SET recorded = recorded - 1 WHERE sequence = 2", ["record-changed"]),
    "a hash": ("UPDATE kenri_records SET hash = '0' WHERE sequence = 2", 2),
    "the holder": ("UPDATE kenri_records SET reach = 'eve' WHERE sequence = 2", ["record-changed"]),
    "one dropped": ("DELETE FROM kenri_records WHERE sequence = 3", ["record-missing"]),
    "several dropped": ("DELETE FROM kenri_records WHERE sequence IN (3, 4)", ["records-missing"]),
    "swapped": (SWAP, 2),
    "a rule file": ("UPDATE kenri_documents SET content = replace(content, '30', '90') WHERE content LIKE '%acme%'",
                    ["document-changed"]),
    "a rule file dropped": ("DELETE FROM kenri_documents WHERE content LIKE '%acme%'", ["document-changed"]),
    "the issuer": ("UPDATE kenri_issuers SET name = 'Eve'", 5),
}  # fmt: skip


def filled(address: str, folder: Path) -> Register:
    register = made(address, folder)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    return register


def behind_its_back(register: Register, statements: str) -> None:
    """What somebody does who owns the database."""
    with register.database.writing() as connection:
        if register.database.is_sqlite:
            for table in ("records", "documents", "issuers"):
                for act in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER kenri_{table}_no_{act}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))  # no trigger and no foreign key
        for statement in statements.split(";"):
            connection.execute(text(statement))


def chain(register: Register, head: tuple[int, str] | None = None) -> VerifiedChain:
    with register.reading() as ledger:
        return verified(ledger, head)


def test_a_chain_that_nobody_touched_is_whole(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    found = chain(register)
    assert (found.records, found.problems, found.warnings) == (5, (), ())
    assert chain(register, (5, found.head)).problems == ()
    with register.reading() as ledger:
        assert ledger.head == found.head


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_done_behind_its_back_is_found(what: str, address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    statements, expected = TAMPERED[what]
    behind_its_back(register, statements)
    found = codes(chain(Register.open(address)).problems)
    if isinstance(expected, int):
        assert len(found) >= expected
        assert set(found) == {"record-changed"}
    else:
        assert set(found) == set(expected)


FOR_NOTHING = "CREATE TRIGGER kenri_records_no_update BEFORE UPDATE ON kenri_records WHEN 0 BEGIN SELECT 1; END"

UNGUARDED: dict[str, tuple[list[str], list[str]]] = {
    "one dropped": (["DROP TRIGGER kenri_records_no_delete"], ["DROP TRIGGER kenri_records_kept ON kenri_records"]),
    "one that does nothing": (
        ["DROP TRIGGER kenri_records_no_update", FOR_NOTHING],
        ["ALTER TABLE kenri_records DISABLE TRIGGER kenri_records_kept"],
    ),
    "those of people": (
        ["DROP TRIGGER kenri_people_no_update", "DROP TRIGGER kenri_people_no_delete"],
        ["DROP TRIGGER kenri_people_kept ON kenri_people"],
    ),
}
"""In a file, and on a server."""


@pytest.mark.parametrize("what", UNGUARDED)
def test_a_table_that_can_be_changed_is_told_though_nothing_was(what: str, address: str, tmp_path: Path) -> None:
    """And no more once it is guarded again by what is told."""
    register = filled(address, tmp_path)
    in_the_database(register, UNGUARDED[what][0 if register.database.is_sqlite else 1])
    found = chain(register)
    assert (codes(found.problems), codes(found.warnings)) == ([], ["table-unguarded"])
    table = "kenri_people" if "people" in what else "kenri_records"
    assert table in found.warnings[0].render("ja")
    with register.reading() as ledger:
        again = missing_guards(ledger.connection, table)
    assert all(each in found.warnings[0].render() for each in again)
    in_the_database(register, again)
    assert chain(register).warnings == ()


def in_the_database(register: Register, statements: Iterable[str]) -> None:
    with register.database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


IMPOSSIBLE = {
    "no JSON": "UPDATE kenri_records SET body = '{' WHERE sequence = 4",
    "too deep": f"UPDATE kenri_records SET body = '{'[' * 20_000}' WHERE sequence = 4",
    "no mapping": "UPDATE kenri_records SET body = '[]' WHERE sequence = 4",
    "nothing said": "UPDATE kenri_records SET body = '{}' WHERE sequence = 4",
    "a number of a grant": """UPDATE kenri_records SET body = '{"data"\\:5}' WHERE kind = 'grant'""",
    "a plan without files": "UPDATE kenri_records SET body = '{}' WHERE kind = 'plan'",
    "files that are none": """UPDATE kenri_records SET body = '{"data"\\:{"files"\\:5}}' WHERE kind = 'plan'""",
    "no source": "UPDATE kenri_records SET source = 'x' WHERE sequence = 2",
    "a source that is none": """UPDATE kenri_records SET source = '{"file"\\:5}' WHERE sequence = 2""",
    "no day": "UPDATE kenri_records SET since = 'soon' WHERE sequence = 4",
    "no instant": "UPDATE kenri_records SET recorded = 9223372036854775807 WHERE sequence = 2",
    "never known": "UPDATE kenri_records SET known = -99999999999999 WHERE sequence = 2",
    "a rule file": TAMPERED["a rule file"][0],
    "a rule file dropped": TAMPERED["a rule file dropped"][0],
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_kenri_never_wrote_is_no_answer(what: str, tmp_path: Path) -> None:
    """Nor an error of the program: who asks is told which record it is, and who verifies too."""
    register = filled(address := str(tmp_path / "register.db"), tmp_path)
    behind_its_back(register, IMPOSSIBLE[what])
    opened = Register.open(address)

    def look() -> None:
        plan = opened.plan()
        for name in ("ann", "bob"):
            opened.life(name, plan)
        opened.history("ann")

    with pytest.raises(ProblemsError) as caught:
        look()
    expected = "document-changed" if "rule file" in what else "record-changed"
    assert codes(caught.value.problems) == [expected]
    assert expected in codes(chain(opened).problems)


def test_an_added_record_is_found(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    columns = "issuer, recorded, author, kind, life, key, since, reach, plan, known, cancelled, body, source, hash"
    behind_its_back(
        register,
        f"INSERT INTO kenri_records (sequence, {columns}) SELECT 6, {columns} FROM kenri_records WHERE sequence = 5",
    )
    assert codes(chain(register).problems) == ["record-changed"]


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_kept(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    head = chain(register).head
    behind_its_back(register, "DELETE FROM kenri_records WHERE sequence = 5")
    assert chain(register).problems == ()
    assert codes(chain(register, (5, head)).problems) == ["records-cut-off"]
    assert codes(chain(register, (4, head)).problems) == ["another-head"]


@pytest.mark.parametrize("table", ["kenri_records", "kenri_issuers", "kenri_documents"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_nothing_recorded_can_be_changed_or_deleted(table: str, act: str, address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    column = {"kenri_records": "author", "kenri_issuers": "name", "kenri_documents": "content"}[table]
    with pytest.raises(ProblemsError) as error, register.database.writing() as connection:
        connection.execute(text(act.format(table, column, column)))
    (problem,) = error.value.problems
    assert problem.code == "database-failed"
    assert "what is recorded stays as it is" in problem.message
    assert chain(register).problems == ()


def test_a_table_cannot_be_emptied_on_a_server(server: str, tmp_path: Path) -> None:
    from tests.register.databases import new_database

    register = filled(new_database(server), tmp_path)
    with pytest.raises(ProblemsError), register.database.writing() as connection:
        connection.execute(text("TRUNCATE kenri_records"))


def test_issuers_of_one_register_have_chains_of_their_own(address: str, tmp_path: Path) -> None:
    one = filled(address, tmp_path)
    other = Register.create(address, "Bolt")
    other.add_plan(str(tmp_path / "options.yaml"), author="bob", now=at("2026-01-03"))
    other.apply(company(("cat",)), author="bob", now=at("2026-01-04"))
    assert (one.holders(), other.holders()) == (["ann", "bob"], ["cat"])
    assert [chain(each).records for each in (one, other)] == [5, 3]
    assert chain(one).head != chain(other).head
    with pytest.raises(ProblemsError) as error:
        Register.open(address)
    assert codes(error.value.problems) == ["which-issuer"]


def test_the_database_itself_refuses_a_second_correction_of_one_record(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    columns = "recorded, author, kind, life, key, since, reach, plan, known"
    more = "cancelled, body, source, hash"
    with pytest.raises(ProblemsError), register.database.writing() as connection:
        connection.execute(
            text(
                f"INSERT INTO kenri_records (issuer, sequence, {columns}, corrects, {more}) "
                f"SELECT issuer, sequence + 10, {columns}, 1, {more} FROM kenri_records WHERE sequence > 3"
            )
        )
