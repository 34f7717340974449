"""Who inherits by what a register records sees the rights that passed on, for as long as it says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from kenri.faces.inputs.giving import must_be_there
from kenri.model.problems import ProblemsError
from kenri.register.database import Database
from kenri.register.register import Register
from kenri.service.access import Caller, NamedParty, Wanted
from kenri.service.appointments import Appointment, appoint, appointments_of, end_appointments
from kenri.service.happening import Happening
from kenri.service.holders_recorded import recorded_of
from kenri.service.parties_named import PartiesNamed
from kenri.service.people import add_person, caller_named, find_person
from kenri.service.rule_access import RuleAccess, kinds_of_rules
from tests.register.conftest import address, server  # noqa: F401  its fixtures
from tests.register.small_register import at, entry

PLAN = """\
plan: acme/options
extends: vocabulary/equity
events: {inherits: {personal: true}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: [grantee, heir]}
"""
DIED, FIXED, TODAY = date(2025, 6, 1), date(2025, 6, 10), date(2026, 1, 5)
NOW = at("2026-01-05")


class Told:
    """A register with people, and what each may see on a day."""

    def __init__(self, where: str, folder: Path) -> None:
        (folder / "options.yaml").write_text(PLAN, encoding="utf-8")
        self.register = Register.create(where, "Acme")
        self.register.add_plan(str(folder / "options.yaml"), author="ann", now=at("2025-01-01"))
        self.database = Database(where)
        self.access = RuleAccess(partial(recorded_of, self.database))
        self.named = PartiesNamed(kinds_of_rules)
        self.put(
            *(
                each
                for name, grants in (("sato", ("sato-1", "sato-2")), ("iris", ("iris-1",)), ("bob", ("bob-1",)))
                for each in (
                    entry("party", name, {"role": "grantee"}),
                    *(
                        entry("grant", grant, {"grantee": name, "on": "2024-01-01", "number": 10}, plan="acme/options")
                        for grant in grants
                    ),
                )
            ),
            entry("event", "died", {"event": "dies", "on": DIED.isoformat(), "who": "sato"}),
        )
        with self.database.writing() as connection:
            for name in ("iris", "bob"):
                person = add_person(connection, name, now=NOW, author="local").id
                appoint(
                    connection, person, "holder", issuer="Acme", holder=name, since=date(2025, 1, 1), until=None,
                    now=NOW, author="local",
                )  # fmt: skip

    def put(self, *entries: object) -> None:
        self.register.apply(entries, author="ann", now=NOW)  # type: ignore[arg-type]  # entries all

    def heir(
        self, who: str, *, key: str = "fixed", on: date = FIXED, grant: str | None = None, cancelled: bool = False
    ) -> None:
        """Record that somebody inherits from Sato: all there is, or by one grant."""
        said = {"event": "inherits", "on": on.isoformat(), "who": who} | ({} if grant is None else {"grant": grant})
        self.put(entry("event", key, said, of="" if grant else "sato", cancelled=cancelled))

    @contextmanager
    def asking(self, name: str) -> Iterator[Caller]:
        with self.database.reading() as connection:
            caller = caller_named(connection, find_person(connection, name).id)
            yield replace(caller, named=self.named.of(connection, caller))

    def seen(self, name: str, day: date = TODAY) -> list[str]:
        """Whose rights somebody may see on a day, of everybody."""
        with self.asking(name) as caller:
            may = [
                each
                for each in ("sato", "iris", "bob", "nobody")
                if self.access.may(caller, Wanted("ask", "see_rights", "Acme", each), day)
            ]
            assert set(may) <= set(caller.holders("Acme", day))  # else no page would lead there
            return may


@pytest.fixture
def told(address: str, tmp_path: Path) -> Told:  # noqa: F811  the fixture
    return Told(address, tmp_path)


@pytest.fixture
def in_file(tmp_path: Path) -> Told:
    return Told(str(tmp_path / "register.db"), tmp_path)


def test_an_heir_sees_own_and_inherited_rights_from_the_day_until_it_is_corrected(told: Told) -> None:
    """Iris is fixed on 10 June 2025; then it is recorded that it was Bob, and at last that it was nobody."""
    assert (told.seen("iris"), told.seen("bob")) == (["iris"], ["bob"])
    told.heir("iris")
    assert [told.seen("iris", each) for each in (DIED, date(2025, 6, 9), FIXED)] == [
        ["iris"],
        ["iris"],
        ["sato", "iris"],
    ]
    assert told.seen("bob") == ["bob"]
    told.heir("bob")
    assert (told.seen("iris"), told.seen("bob")) == (["iris"], ["sato", "bob"])
    told.heir("bob", cancelled=True)
    assert (told.seen("iris"), told.seen("bob")) == (["iris"], ["bob"])


def test_nobody_inherits_once_the_death_is_taken_back(in_file: Told) -> None:
    in_file.heir("iris")
    assert in_file.seen("iris") == ["sato", "iris"]
    in_file.put(entry("event", "died", {"event": "dies", "on": DIED.isoformat(), "who": "sato"}, cancelled=True))
    assert in_file.seen("iris") == ["iris"]


def test_a_further_heir_is_none(in_file: Told) -> None:
    """Iris was recorded first for the day; of one day later Bob is later still."""
    in_file.heir("iris")
    in_file.heir("bob", key="again")
    assert (in_file.seen("iris"), in_file.seen("bob")) == (["sato", "iris"], ["bob"])


def test_it_ends_with_the_heir_and_with_the_link_to_the_party(in_file: Told) -> None:
    in_file.heir("iris")
    died = {"event": "dies", "on": "2025-08-01", "who": "iris"}
    in_file.put(entry("event", "iris-died", died))  # in her own life, for she holds rights
    assert in_file.seen("iris", date(2025, 8, 1)) == ["sato", "iris"]
    assert in_file.seen("iris", date(2025, 8, 2)) == []
    in_file.put(entry("event", "iris-died", died, cancelled=True))
    assert in_file.seen("iris") == ["sato", "iris"]
    with in_file.database.writing() as connection:
        person = find_person(connection, "iris").id
        given = appointments_of(connection, person)
        end_appointments(connection, person, given, today=TODAY, now=NOW, author="local")
    assert in_file.seen("iris") == []


def test_who_inherits_one_grant_alone_does_not_see_the_other(in_file: Told) -> None:
    """Rights are seen by holder: so all grants must have passed to the same heir."""
    in_file.heir("iris", key="first", grant="sato-1")
    assert in_file.seen("iris") == ["iris"]
    in_file.heir("bob", key="second", grant="sato-2")
    assert (in_file.seen("iris"), in_file.seen("bob")) == (["iris"], ["bob"])
    in_file.heir("iris", key="second", grant="sato-2")
    assert (in_file.seen("iris"), in_file.seen("bob")) == (["sato", "iris"], ["bob"])


def test_a_register_that_took_the_place_of_another_is_looked_through_anew(tmp_path: Path) -> None:
    one, other = (Told(str(tmp_path / f"{each}.db"), tmp_path) for each in ("one", "other"))
    one.heir("iris")
    assert one.seen("iris") == ["sato", "iris"]
    other.heir("bob")
    other.named = one.named
    assert (other.seen("iris"), other.seen("bob")) == (["iris"], ["sato", "bob"])


def test_as_a_holder_somebody_can_be_linked_who_is_an_heir_alone(in_file: Told) -> None:
    in_file.put(entry("party", "hana", {"role": "heir"}, of="sato"))
    in_file.heir("hana")
    with in_file.register.reading() as ledger:
        must_be_there("hana", "holder", ledger)
        must_be_there("sato", "heir", ledger)
        for name, role in (("hana", "representative"), ("none", "holder")):
            with pytest.raises(ProblemsError):
                must_be_there(name, role, ledger)


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ((), True),
        ((("as", "sole_heir"), ("note", "what the rules do not look at")), True),
        ((("as", "representative"),), False),
        ((("as", "a word of another plan"),), False),
    ],
)
def test_as_what_somebody_inherits_counts(said: tuple[tuple[str, str], ...], may: bool) -> None:
    happened = (Happening("dies", "sato", DIED), Happening("inherits", "iris", FIXED, said))
    access = RuleAccess(lambda _, holder, __: (happened,) if holder == "sato" else ())
    own = Appointment(
        id=1, issuer="Acme", role="holder", holder="iris", since=DIED, until=None, recorded=NOW, author="local"
    )
    caller = Caller("iris", frozenset(), None, "person", (own,), (NamedParty("Acme", "sato", "iris"),))
    assert access.may(caller, Wanted("ask", "see_rights", "Acme", "sato"), TODAY) is may
