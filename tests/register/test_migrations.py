"""Registers of older forms are brought up to date where they are, and say the same; newer ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kenri.model.problems import ProblemsError
from kenri.register import database
from kenri.register.chain import verified
from kenri.register.register import Register
from kenri.register.tables import METADATA, VERSION_TABLE
from tests.register.small_register import ANN, at, codes, company, made, written_life


def steps() -> list[str]:
    """The steps there are, the newest first."""
    return [each.revision for each in ScriptDirectory.from_config(database._configuration()).walk_revisions()]


def test_the_newest_step_is_the_one_that_registers_are_opened_by() -> None:
    assert steps()[0] == database._newest()
    assert len(ScriptDirectory.from_config(database._configuration()).get_heads()) == 1


def test_the_steps_make_the_tables_as_they_are(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    with register.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("older", steps()[1:])
def test_an_older_register_is_brought_up_to_date_with_its_answers(
    older: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(database, "_NEWEST", older)
        register = made(address, tmp_path)
        register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
        register.apply(company(("bob",)), author="ann", now=at("2026-01-03"))
        before = dict(register.lives(register.plan()))
        with register.reading() as ledger:
            head = ledger.head
        assert _version(register) == older
    opened = Register.open(address)
    assert _version(opened) == steps()[0]
    assert dict(opened.lives(opened.plan())) == before
    with opened.reading() as ledger:
        assert verified(ledger).head == head


def test_a_register_of_a_newer_kenri_is_refused_and_stays_as_it_is(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    with register.database.writing() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(ProblemsError) as error:
        Register.open(address)
    assert codes(error.value.problems) == ["register-newer"]
    assert _version(register) == "9999"


def _version(register: Register) -> str | None:
    with register.database.reading() as connection:
        return database._version(connection)
