"""What columns tell of the lives of a register is what the reference tells of each: which are lives, and in which
nothing comes.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar import quiet
from kenri.columnar.alike_lives import AlikeLives
from kenri.columnar.judge import life_of_row
from kenri.loader.library import Library
from kenri.loader.written_lives import life_data
from kenri.model.entries import EntrySource, RegisterEntry
from kenri.model.life import Life
from kenri.model.problems import ProblemsError
from kenri.register import register as registers
from kenri.register.canonical import NotPlainError, plain
from kenri.register.holder_rows import HolderRows
from kenri.register.register import Register
from kenri.simulation.due import coming
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from tests.effort import examples
from tests.register.small_register import at, company, entry, made

pytest.importorskip("pyarrow")

PLANS = Library().ids("plan")
NOW = at("2026-01-01")


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


@cache
def kept(name: str) -> Register:
    """A register with a plan, in which nothing is kept."""
    register = Register.create(str(Path(mkdtemp(prefix="kenri-"), "register.db")), "Acme")
    register.add_plan(name, author="ann", now=NOW)
    return register


@pytest.fixture(autouse=True)
def _columns_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "_FEW", 0)
    monkeypatch.setattr(quiet, "_WORTH_IT", 2)


def random_entries(rng: Random, plan: LoadedPlan, *, shapes: int, each: int) -> tuple[list[RegisterEntry], list[int]]:
    """The lives of some holders, a few of each shape, and the days they were to be asked about."""
    found: list[RegisterEntry] = []
    days: list[int] = []
    firsts = (as_told(asked(rng, plan.plan, most_events=rng.choice((1, 2, 3)))) for _ in range(20 * shapes))
    for shape, first in enumerate(islice((one for one in firsts if is_sound(one, plan)), shapes)):
        for number in range(each):
            one = alike(rng, plan.plan, first) if number else first
            if rng.random() < 0.5:
                one = at_an_edge(rng, plan.plan, one, plan.calendars, plan.dependence)
            if not is_sound(one, plan):
                continue
            with suppress(NotPlainError):
                found += life_as_entries(f"h{shape}-{number}", one, plan)
                days.append(one.day)
    return found, days


def as_told(one: EvaluatorQuestion) -> EvaluatorQuestion:
    """The same with every event about the one grant there is, or about all."""
    events = tuple(replace(each, grant=None if each.grant == "other" else each.grant) for each in one.life.events)
    return replace(one, life=replace(one.life, events=events))


def is_sound(one: EvaluatorQuestion, plan: LoadedPlan) -> bool:
    try:
        plan.life(life_data(one.life, plan.plan))
    except ProblemsError:
        return False
    return True


def life_as_entries(holder: str, one: EvaluatorQuestion, plan: LoadedPlan) -> list[RegisterEntry]:
    """A life as that of a holder of some name. Raises `NotPlainError` for one that no register keeps."""
    data: dict[str, Any] = life_data(one.life, plan.plan)
    own = one.grant.grantee

    def named(value: Any) -> Any:
        match value:
            case str():
                return holder if value == own else value
            case dict():
                return {key: each if key in ("role", "roles", "event") else named(each) for key, each in value.items()}
            case _:
                return value

    def entry_of(kind: Any, key: str, value: Any) -> RegisterEntry:
        return RegisterEntry(kind=kind, key=key, data=plain(named(value)), source=EntrySource(holder), of=holder)

    grants, events = data.get("grants", []), data.get("events", [])
    return [
        *(entry_of("grant", str(each.get("id", f"g{number}")), each) for number, each in enumerate(grants)),
        *(entry_of("party", named(name), each) for name, each in data.get("parties", {}).items()),
        *(entry_of("fact", name, each) for name, each in data.get("facts", {}).items()),
        *(entry_of("event", str(each.get("id", f"e{number}")), each) for number, each in enumerate(events)),
    ]


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("name", PLANS)
def test_where_columns_tell_that_nothing_comes_nothing_comes(name: str) -> None:
    plan, register = loaded(name), kept(name)
    own = register.plan()

    @examples(1)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        entries, days = random_entries(rng, plan, shapes=1, each=6)
        first = date.fromordinal(rng.choice(days) - rng.choice((0, 1, 5, 30)))
        span = first, first + timedelta(days=rng.choice((0, 3, 30)))
        try:
            with register.supposing(entries, now=NOW) as (supposed, _):
                told = list(supposed.lives_with_coming(own, span, readings={}))
                lives = list(supposed.lives(own, day=first))
        except ProblemsError:
            return  # what is no life is not asked about
        assert [holder for holder, _ in told] == [holder for holder, _ in lives]
        for (_, found), (holder, life) in zip(told, lives, strict=True):
            if found is not None:
                assert found == life
            elif life.grants_under(own.plan):
                assert coming(own, life, *span) == (), holder

    law()


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("name", PLANS)
def test_what_columns_tell_to_be_a_life_is_that_life(name: str) -> None:
    plan, register = loaded(name), kept(name)
    own = register.plan()

    @examples(3)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        entries, _ = random_entries(rng, plan, shapes=2, each=5)
        for _ in range(rng.randrange(3)):
            place = rng.randrange(len(entries))
            entries[place] = spoilt(rng, entries[place])
        by_columns = problems_of(register, entries)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registers, "are_columns_read", lambda: False)
            assert by_columns == problems_of(register, entries)
        if by_columns or registers.sees_all(own.plan):
            return
        with register.supposing(entries, now=NOW) as (supposed, _), supposed.reading() as ledger:
            gathered = HolderRows(own, (), ledger)
            for holder, records in ledger.by_holder():
                gathered.add(holder, records)
            holders = [*gathered.holders]
            rows = gathered.rows()
            for at_, holder in enumerate(holders):
                assert bare(life_of_row(rows.row(at_))) == bare(supposed.life(holder, own))
            AlikeLives(own).are_lives(rows)

    law()


def bare(life: Life) -> tuple[Any, ...]:
    """What a life says, wherever it stands."""
    grants = [(each.id, each.grantee, each.on, each.number, dict(each.attributes)) for each in life.grants.values()]
    events = [(each.kind, each.on, each.recorded, each.who, each.grant, dict(each.attributes)) for each in life.events]
    parties = sorted((each.id, each.roles, sorted(each.attributes)) for each in life.parties.values())
    return grants, events, parties, dict(life.facts)


def problems_of(register: Register, entries: list[RegisterEntry]) -> list[str]:
    try:
        register.preview(entries, now=NOW)
    except ProblemsError as error:
        return [str(each) for each in error.problems]
    return []


def spoilt(rng: Random, each: RegisterEntry) -> RegisterEntry:
    """An entry with something else in the place of one thing that it says, or without it."""
    if not isinstance(each.data, dict) or not each.data:
        return each
    data = dict(each.data)
    name = rng.choice(sorted(data))
    if rng.random() < 0.3:
        del data[name]
    else:
        data[name] = rng.choice((-1, 0, "x", True, "2025-02-30", 2**70, "h0-0"))
    return RegisterEntry(kind=each.kind, key=each.key, data=data, source=each.source, of=each.of)


# --- by hand


def of_each(register: Register, *span: str) -> dict[str, bool]:
    """Whose life is to be asked about, for columns do not tell that nothing comes."""
    days = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    return {holder: life is not None for holder, life in register.lives_with_coming(register.plan(), days, readings={})}


NAMES = ("ann", "bob", "cat", "dan", "eve")


def test_only_those_for_whom_something_comes_are_asked_about(address: str, tmp_path: Path) -> None:
    """Clause 2: not 30 days after leaving. Who leaves on 10 March may exercise up to 8 April, for from 9 April on, the
    thirtieth day after it, nobody may; who left on 1 June of the year before may no more.
    """
    register = made(address, tmp_path)
    left = [
        entry("event", f"{name} left", {"event": "leaves", "on": day, "who": name})
        for name, day in (("ann", "2025-03-10"), ("bob", "2024-06-01"))
    ]
    register.apply([*company(NAMES), *left], author="ann", now=NOW)
    nobody = dict.fromkeys(NAMES, False)
    assert of_each(register, "2025-03-10", "2025-04-07") == nobody
    assert of_each(register, "2025-03-10", "2025-04-08") == {**nobody, "ann": True}
    assert of_each(register, "2025-04-08", "2025-04-30") == {**nobody, "ann": True}
    assert of_each(register, "2025-04-10", "2025-04-30") == nobody


def test_what_only_folding_tells_is_asked_about(address: str, tmp_path: Path) -> None:
    """A correction, what was known then, and a plan with grants of several are no matter of columns."""
    register = made(address, tmp_path)
    register.apply(company(NAMES), author="ann", now=NOW)
    right = entry("grant", "ann-1", {"grantee": "ann", "on": "2024-01-01", "number": 120})
    register.apply([right], author="ann", now=at("2026-01-02"))
    nobody = dict.fromkeys(NAMES, False)
    assert of_each(register, "2025-03-01", "2025-03-31") == {**nobody, "ann": True}
    span = date(2025, 3, 1), date(2025, 3, 31)
    known = register.lives_with_coming(register.plan(), span, readings={}, known_at=at("2026-01-03") // 1_000_000)
    assert all(life is not None for _, life in known)
