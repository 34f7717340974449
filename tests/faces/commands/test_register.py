"""`kenri register`, `kenri holders` and `kenri holder`; and questions to a register in place of a life file."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faces.commands.running import LIFE, PLAN, Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

REGISTER = "register.db"


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register in which the new plan and its life are."""
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    assert kenri("register", "plan", REGISTER, PLAN).code == 0
    assert kenri("register", "import", REGISTER, LIFE, "--apply").code == 0
    return kenri


def holder(kenri: Kenri) -> str:
    (found,) = kenri("holders", REGISTER, "--json").data
    return str(found["holder"])


def test_nothing_is_written_unless_asked(kept: Kenri) -> None:
    """Nor when the same is handed over again."""
    head = kept("register", "verify", REGISTER, "--json").data["head"]
    again = kept("register", "import", REGISTER, LIFE, "--apply", "--json").data
    assert (again["counts"]["new"], again["counts"]["corrected"], again["untold"]) == (0, 0, [])
    text = Path(LIFE).read_text(encoding="utf-8")
    Path(LIFE).write_text(text.replace("number: 100", "number: 120"), encoding="utf-8")
    seen = kept("register", "import", REGISTER, LIFE)
    assert seen.code == 0
    assert "number: 100 → 120" in seen.out
    assert "Nothing was written" in seen.out
    assert "何も書き込んでいない" in kept("register", "import", REGISTER, LIFE, "--lang", "ja").out
    assert kept("register", "verify", REGISTER, "--json").data["head"] == head
    assert kept("register", "import", REGISTER, LIFE, "--apply").code == 0
    (told,) = kept("holders", REGISTER, "--json").data
    assert told["grants"][0]["number"] == 120
    found = kept("register", "verify", REGISTER, "--head", f"{head['sequence']}:{head['hash']}")
    assert (found.code, "all as they were written" in found.out) == (0, True)


@pytest.mark.parametrize(
    "question",
    [
        ["ask", "--on", "2028-03-31"],
        ["ask", "--on", "2028-03-31", "--json"],
        ["ask", "--on", "2028-03-31", "--known-at", "2028-01-01"],
        ["windows"],
        ["audit", "--json"],
        ["simulate", "--json"],
        ["figure", "--on", "2028-03-31"],
        ["duties", "--on", "2028-03-31"],
        ["sweep", "--asked-from", "2028-03-01", "--asked-to", "2028-04-30"],
    ],
    ids=" ".join,
)
def test_a_register_answers_as_a_life_file_does(question: list[str], kept: Kenri) -> None:
    name, *options = question
    plan = next(iter(kept("register", "plan", REGISTER, "--json").data["plans"]))
    ours = kept(name, plan, "--register", REGISTER, "--holder", holder(kept), *options)
    theirs = kept(name, PLAN, LIFE, *options)
    assert (ours.code, ours.out) == (theirs.code, theirs.out)


def test_a_plan_stays_what_it_was(kept: Kenri) -> None:
    plan = next(iter(kept("register", "plan", REGISTER, "--json").data["plans"]))
    asked = ["ask", plan, "--register", REGISTER, "--holder", holder(kept), "--on", "2028-03-31"]
    before = kept(*asked).out
    Path(PLAN).unlink()
    assert kept(*asked).out == before


def test_a_new_version_is_used_from_its_day_on(kept: Kenri) -> None:
    plan = next(iter(kept("register", "plan", REGISTER, "--json").data["plans"]))
    text = Path(PLAN).read_text(encoding="utf-8")
    never = '\nrules:\n  never: {clause: "99", says: Never., forbid: exercise}\n'
    Path(PLAN).write_text(text.replace("\nrules:\n", never), encoding="utf-8")
    taken = kept("register", "plan", REGISTER, PLAN, "--from", "2028-03-20")
    assert (taken.code, "from 2028-03-20 on" in taken.out) == (0, True)
    asked = ["ask", plan, "--register", REGISTER, "--holder", holder(kept), "--on"]
    assert "DENIED" in kept(*asked, "2028-03-20").out
    assert "never" not in kept(*asked, "2028-03-19").out


def test_a_life_and_a_register_are_not_asked_at_once(kept: Kenri) -> None:
    asked = ["ask", PLAN, "--on", "2028-03-31"]
    both = kept(*asked[:2], LIFE, *asked[2:], "--register", REGISTER, "--holder", "x", "--json")
    assert (both.code, both.data["problems"][0]["code"]) == (2, "options-exclude")
    nobody = kept(*asked, "--register", REGISTER, "--json")
    assert (nobody.code, nobody.data["problems"][0]["code"]) == (2, "option-needs-another")
    alone = kept(*asked, "--holder", "x", "--json")
    assert (alone.code, [each["code"] for each in alone.data["problems"]]) == (2, ["option-needs-another"])
    assert kept(*asked, "--json").data["problems"][0]["code"] == "usage"


def test_a_register_that_was_tampered_with_is_told(kept: Kenri) -> None:
    with closing(sqlite3.connect(REGISTER)) as connection, connection:
        connection.execute("DROP TRIGGER kenri_records_no_update")
        connection.execute("UPDATE kenri_records SET author = 'eve' WHERE sequence = 2")
    found = kept("register", "verify", REGISTER)
    assert found.code == 1
    assert "not all as they were written" in found.out
    assert "record 2 is not what was written" in found.err
    refused = kept("register", "backup", REGISTER, "copy.db")
    assert (refused.code, Path("copy.db").exists()) == (2, False)


def test_a_copy_is_the_register(kept: Kenri) -> None:
    assert kept("register", "backup", REGISTER, "copy.db").code == 0
    again = kept("register", "backup", REGISTER, "copy.db", "--json")
    assert (again.code, again.data["problems"][0]["code"]) == (2, "copy-there")
    assert kept("register", "restore", "copy.db", "restored.db").code == 0
    told = [kept("register", "verify", name).out for name in (REGISTER, "copy.db", "restored.db")]
    assert len(set(told)) == 1
    assert sorted(each.name for each in Path().glob("*.db*")) == ["copy.db", REGISTER, "restored.db"]


def test_the_life_of_a_holder_is_shown_with_its_history(kept: Kenri) -> None:
    name = holder(kept)
    shown = kept("holder", REGISTER, name)
    assert shown.code == 0
    assert "all rights are accounted for" in " ".join(shown.out.split())
    data = kept("holder", REGISTER, name, "--json").data
    assert data["plans"][0]["audit"]["clean"] is True
    assert [each["sequence"] for each in data["history"]] == sorted(each["sequence"] for each in data["history"])
    nobody = kept("holder", REGISTER, name + "x", "--json")
    assert (nobody.code, nobody.data["problems"][0]["code"]) == (2, "no-such-holder")
    assert name in nobody.data["problems"][0]["help"]


def test_a_table_is_brought_in(kept: Kenri) -> None:
    Path("grants.csv").write_text("Employee ID,Grant ID,Grant Date,Options Granted\nE7,G7,2026-04-01,70\n", "utf-8")
    done = kept("register", "import", REGISTER, "grants.csv", "--apply")
    assert done.code == 0, done.err
    assert {each["holder"] for each in kept("holders", REGISTER, "--json").data} >= {"E7"}


def test_what_is_wrong_with_files_is_told_at_once(kept: Kenri) -> None:
    Path("one.yaml").write_text("grants: [{grantee: x, number: -1}]\n", encoding="utf-8")
    Path("two.yaml").write_text("events: [{event: nothing, on: 2025-01-01}]\n", encoding="utf-8")
    found = kept("register", "import", REGISTER, "one.yaml", "two.yaml", "--apply", "--json")
    assert found.code == 2
    assert {each["file"] for each in found.data["problems"]} == {"one.yaml", "two.yaml"}
    assert len(kept("holders", REGISTER, "--json").data) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.db", "no-such-register"),
        (LIFE, "not-a-register"),
        ("mysql://x/y", "no-database-address"),
        ("", "no-database-address"),
        ("sqlite://", "no-database-address"),
        ("n" * 5000, "no-such-register"),
        (f"{REGISTER}#Bolt", "no-such-issuer"),
        ("postgresql://nobody@/none?host=/nowhere", "database-failed"),
    ],
)
def test_what_is_no_register_is_refused(name: str, code: str, kept: Kenri) -> None:
    if name.startswith("postgresql"):
        pytest.importorskip("psycopg")
    found = kept("holders", name, "--json")
    assert (found.code, found.data["problems"][0]["code"]) == (2, code)
    assert not Path("none.db").exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:s3cret@/none?host=/nowhere",
        "postgresql://ann@/none?host=/nowhere&password=s3cret",
        "postgresql://ann:s3@s3cret@127.0.0.1:1/none",
        "postgresql://ann:s3/cret@/none?host=/nowhere",
        "postgresql://ann:s3cret@[::1/none",
        "postgresql://ann:s3cret@host:port/none",
        "postgresql+asyncpg://ann:s3cret@host/none",
        "POSTGRESQL://ann:s3cret@host/none",
        "mysql://ann:s3cret@host/none",
    ],
)
def test_no_message_shows_a_password(address: str, kept: Kenri) -> None:
    pytest.importorskip("psycopg")
    for command in (["holders", address], ["register", "verify", address], ["serve", "--register", address, "more"]):
        found = kept(*command)
        assert found.code == 2
        assert "cret" not in found.out + found.err
        assert "psycopg:" not in found.err


@pytest.mark.parametrize("missing", ["sqlalchemy", "alembic"])
def test_what_is_not_installed_is_named(missing: str, kept: Kenri, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    asked = ["ask", "acme/options", "--on", "2028-03-31", "--register", REGISTER, "--holder", "x"]
    for command in (
        ["register", "create", "new.db", "--issuer", "Bolt"],
        ["register", "verify", REGISTER],
        ["register", "backup", REGISTER, "copy.db"],
        ["holders", REGISTER],
        asked,
    ):
        found = kept(*command, "--json")
        assert (found.code, [each["code"] for each in found.data["problems"]]) == (2, ["register-missing"])


def test_a_folder_is_told_as_one(kept: Kenri) -> None:
    found = kept("holders", ".", "--json")
    assert (found.code, found.data["problems"][0]["code"]) == (2, "is-a-folder")


def test_what_would_be_gone_at_once_is_no_register(kept: Kenri) -> None:
    for name in ("", ":memory:", "sqlite://"):
        found = kept("register", "create", name, "--issuer", "Acme", "--json")
        assert (found.code, found.data["problems"][0]["code"]) == (2, "no-database-address")


def test_a_name_that_no_file_can_have_is_told(kept: Kenri) -> None:
    long = "n" * 5000
    for name, code in ((long, "database-failed"), (f"{long}/x", "no-such-folder")):
        for arguments in (["create", name, "--issuer", "Acme"], ["backup", REGISTER, name]):
            found = kept("register", *arguments, "--json")
            assert (found.code, found.data["problems"][0]["code"]) == (2, code)


def test_an_issuer_and_a_file_may_have_a_mark_in_their_names(kept: Kenri) -> None:
    for register, issuer in ((REGISTER, "A#B"), ("two#.db", "A"), ("two#.db", "#")):
        assert kept("register", "create", register, "--issuer", issuer).code == 0
        assert "0 records" in kept("register", "verify", f"{register}#{issuer}").out


def test_bytes_that_are_no_text_in_a_damaged_register_are_told(kept: Kenri) -> None:
    data = Path(REGISTER).read_bytes()
    made = data.replace(b"CREATE TABLE kenri_issuers", b"CREATE TABLE kenri_\xce\xffsuers")
    Path("damaged.db").write_bytes(made)
    assert made != data
    found = kept("register", "verify", "damaged.db", "--json")
    assert (found.code, found.data["problems"][0]["code"]) == (2, "database-failed")


def test_a_register_without_plans_says_so(kept: Kenri) -> None:
    assert kept("register", "create", "new.db", "--issuer", "Acme").code == 0
    assert "No plan has been taken in yet" in kept("register", "plan", "new.db").out


@pytest.mark.parametrize("what", ["another database", "nothing", "a register of a newer kenri"])
def test_a_file_that_is_no_register_stays_as_it_is(what: str, kept: Kenri) -> None:
    other = Path("other.db")
    if what == "a register of a newer kenri":
        assert kept("register", "backup", REGISTER, str(other)).code == 0
    with closing(sqlite3.connect(other)) as connection, connection:
        if what == "another database":
            connection.execute("CREATE TABLE of_somebody (x)")
        elif what != "nothing":
            connection.execute("UPDATE kenri_schema SET version_num = '9999'")
    before = other.read_bytes()
    for command in (
        ["holders", str(other)],
        ["register", "verify", str(other)],
        ["register", "plan", str(other), PLAN],
        ["register", "import", str(other), LIFE, "--apply"],
        ["register", "backup", str(other), "copy.db"],
    ):
        assert kept(*command).code == 2
        assert sorted(each.name for each in Path().glob("*.db*")) == ["other.db", REGISTER]
        assert other.read_bytes() == before
