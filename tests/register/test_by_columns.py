"""What columns tell of the lives of a register is what the reference tells of each: which are lives, and in which
nothing comes.
"""

from __future__ import annotations

import re
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
from kenri.auditing.acts import HolderAudit, audited
from kenri.columnar import permitted as permits
from kenri.columnar import quiet, unchanged
from kenri.columnar.alike_lives import AlikeLives
from kenri.columnar.judge import life_of_row
from kenri.compiled import column_forms
from kenri.loader.library import Library
from kenri.loader.written_lives import life_data
from kenri.model.days import iso
from kenri.model.entries import EntrySource, RegisterEntry
from kenri.model.life import Event, Life
from kenri.model.plan import Plan
from kenri.model.problems import ProblemsError
from kenri.reference.court import Court
from kenri.register import register as registers
from kenri.register.canonical import NotPlainError, plain
from kenri.register.holder_rows import HolderRows
from kenri.register.plan_history import PlanHistory
from kenri.register.plan_versions import KeptPlan
from kenri.register.register import Register
from kenri.simulation.due import coming, coming_as_known
from kenri.simulation.impact import ImpactSide, impact
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from tests.effort import examples
from tests.register.small_register import PLAN, at, company, entry, made

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
    monkeypatch.setattr(quiet, "_WORTH_IT_ALL_WAYS", 1)
    monkeypatch.setattr(unchanged, "_WORTH_IT", 1)
    monkeypatch.setattr(permits, "_WORTH_IT", 1)
    monkeypatch.setattr(column_forms, "_WORTH_IT", 1)


def random_entries(
    rng: Random, plan: LoadedPlan, *, shapes: int, each: int, acts: int = 0
) -> tuple[list[RegisterEntry], list[int]]:
    """The lives of some holders, a few of each shape, and the days they were to be asked about; with `acts` they have
    some more, most of which are permitted.
    """
    found: list[RegisterEntry] = []
    days: list[int] = []
    firsts = (as_told(asked(rng, plan.plan, most_events=rng.choice((1, 2, 3)))) for _ in range(20 * shapes))
    for shape, first in enumerate(islice((one for one in firsts if is_sound(one, plan)), shapes)):
        if acts:
            first = with_acts(rng, plan, first, more=acts)  # it stands for all of its shape
        for number in range(each):
            way = near if acts and rng.random() < 0.7 else alike
            one = way(rng, plan.plan, first) if number else first
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
def test_what_columns_tell_to_come_comes_and_nothing_else(name: str) -> None:
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
        assert [holder for holder, _, _ in told] == [holder for holder, _ in lives]
        for (_, found, known), (holder, life) in zip(told, lives, strict=True):
            if found is not None:
                assert found == life
                if life.grants_under(own.plan):
                    assert coming(own, life, *span, quiet=known) == coming(own, life, *span), holder
            elif life.grants_under(own.plan):
                assert coming(own, life, *span) == coming_as_known(own, holder, known), holder

    law()


def test_of_a_plan_with_duties_columns_tell_the_windows_and_the_reference_the_duties() -> None:
    """A month, in which of somebody whose windows are all known something must be done."""
    plan, register = loaded("plans/forced-exercise"), kept("plans/forced-exercise")
    own, kinds, known_of_all = register.plan(), set[str](), 0
    for seed in range(6):
        entries, days = random_entries(Random(seed), plan, shapes=2, each=4)
        first = date.fromordinal(days[0])
        span = first, first + timedelta(days=30)
        with register.supposing(entries, now=NOW) as (supposed, _):
            told = list(supposed.lives_with_coming(own, span, readings={}))
        for _, life, known in told:
            assert life is not None
            if len(known.windows) + len(known.ends) == len(life.parties) * len(own.plan.actions):
                known_of_all += 1
                kinds |= {each.kind for each in coming(own, life, *span, quiet=known)}
    assert known_of_all
    assert kinds & {"must", "late"}


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("name", PLANS)
def test_where_columns_tell_that_nothing_changes_nothing_changes(name: str, tmp_path: Path) -> None:
    """Under other readings, and by a version with another number of days or months somewhere."""
    plan, register = loaded(name), kept(name)
    own = register.plan()

    @examples(1)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        entries, days = random_entries(rng, plan, shapes=1, each=6)
        day = date.fromordinal(rng.choice(days) - rng.choice((0, 1, 30)))
        readings = {each: rng.choice([*reading.options]) for each, reading in own.plan.readings.items()}
        version = another_version(rng, register, tmp_path)
        with suppress(ProblemsError), register.supposing(entries, now=NOW) as (supposed, _):
            for becomes, chosen in ((own, readings), (version, {})):
                compared_alike(supposed, supposed, (own, becomes), day, chosen)

    law()


def another_version(rng: Random, register: Register, folder: Path) -> KeptPlan:
    """The plan of a register with another length somewhere, where its rule file has any that can be another one."""
    own = register.plan()
    text = register.plan_texts()[own.id]
    lengths = [*re.finditer(r"\b(?:days|months|years): ([0-9]+)\b", text)]
    for one in rng.sample(lengths, min(3, len(lengths))):
        longer = f"{text[: one.start(1)]}{int(one[1]) + rng.choice((1, 2))}{text[one.end(1) :]}"
        (folder / "another.yaml").write_text(longer, encoding="utf-8")
        with suppress(ProblemsError):
            return register.plan_as(str(folder / "another.yaml"))
    return own


def compared_alike(
    before: Register, after: Register, plans: tuple[KeptPlan, KeptPlan], day: date, readings: dict[str, str]
) -> tuple[int, int]:
    """Compare all lives with and without columns, which must come to the same; of how many columns told, and of all."""
    told = [*before.lives_compared(after, plans, day=day, readings=readings)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "are_columns_read", lambda: False)
        one_by_one = [*before.lives_compared(after, plans, day=day, readings=readings)]
    by = 0
    for (holder, *found), (name, was, becomes) in zip(told, one_by_one, strict=True):
        assert becomes is not None
        assert holder == name
        if found[1] is not None:
            assert found == [was, becomes]
        elif becomes.grants_under(plans[1].plan):
            by += 1
            side = None if was is None else ImpactSide(plans[0], was, {})
            assert not impact(side, ImpactSide(plans[1], becomes, readings), day.toordinal()), holder
    return by, len(told)


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


# --- audits


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("name", PLANS)
def test_of_whom_columns_tell_that_all_was_permitted_the_reference_finds_nothing(name: str) -> None:
    plan = loaded(name)

    @examples(1)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        entries, days = random_entries(rng, plan, shapes=2, each=6, acts=rng.randrange(1, 5))
        entries = [recorded_some_day(rng, each) for each in entries]
        undated: Any = rng.choice(("with-its-day", "with-its-day", "when-recorded"))
        try:
            with kept(name).supposing(entries, now=NOW, undated=undated) as (supposed, _):
                audits_alike(supposed, last_of(entries, days) - rng.choice((0, 0, 0, 100)))
        except ProblemsError:
            return  # what is no life is not audited

    law()


def with_acts(rng: Random, plan: LoadedPlan, one: EvaluatorQuestion, *, more: int) -> EvaluatorQuestion:
    """The same with some more acts, on days on which they are permitted, or next to such."""
    kinds = [name for name, kind in sorted(plan.plan.events.items()) if kind.act is not None]
    for number in range(more if kinds else 0):
        kind = plan.plan.events[rng.choice(kinds)]
        assert kind.act is not None
        asker = rng.choice([*one.life.parties.values()])
        court = Court(plan.plan, one.life, one.grant, calendars=plan.calendars, dependence=plan.dependence)
        windows = court.windows(court.standing(kind.act, asker, court.readings(one.readings), (), 1), 1)
        if not windows:
            continue
        window = rng.choice(windows)
        day = max(window.first or 0, one.grant.on) + rng.choice((0, 0, 0, 1, 5, 30, 200, -1))
        if window.last is not None:
            day = rng.choice((day, min(day, window.last), window.last, window.last + 1))
        event = Event(
            id=f"act-{number}",
            kind=next(name for name in kinds if plan.plan.events[name] is kind),
            on=day,
            recorded=0,
            who=asker.id,
            grant=rng.choice((None, one.grant.id)),
            attributes={kind.number: 1} if kind.number is not None else {},
        )
        events = [*one.life.events]
        events.insert(rng.choice((len(events), rng.randrange(len(events) + 1))), event)
        tried = replace(one, life=replace(one.life, events=tuple(events)))
        one = tried if is_sound(tried, plan) else one
    return one


def near(rng: Random, plan: Plan, one: EvaluatorQuestion) -> EvaluatorQuestion:
    """The same life with its acts some days earlier or later."""
    acts = {name for name, kind in plan.events.items() if kind.act is not None}
    events = [
        replace(each, on=each.on + rng.choice((0, 0, 0, 1, 2, -1))) if each.kind in acts else each
        for each in one.life.events
    ]
    return replace(one, life=replace(one.life, events=tuple(events)))


def recorded_some_day(rng: Random, each: RegisterEntry) -> RegisterEntry:
    """An event as recorded with its day, or on another one, or at some time of it."""
    if each.kind != "event" or not isinstance(each.data, dict) or not isinstance(on := each.data.get("on"), str):
        return each
    if rng.random() < 0.8:
        return replace(each, data={name: value for name, value in each.data.items() if name != "recorded"})
    try:
        day = date.fromisoformat(on[:10]) + timedelta(days=rng.choice((-40, 0, 1, 3, 30)))
    except (ValueError, OverflowError):
        return each
    said = rng.choice((f"{day}", f"{day}T{rng.randrange(24):02}:30:00+09:00"))
    return replace(each, data={**each.data, "recorded": said})


def last_of(entries: list[RegisterEntry], days: list[int]) -> int:
    """A day that is not before any event."""
    told = [str(each.data["on"])[:10] for each in entries if each.kind == "event" and isinstance(each.data, dict)]
    return max([*days, *(date.fromisoformat(day).toordinal() for day in told)])


def audits_alike(register: Register, until: int, **chosen: str) -> tuple[int, int, int]:
    """Audit everybody with and without columns, which must come to the same; of how many columns told, with how
    many acts, and of all."""
    return audits_of(register, PlanHistory(register, register.plan().id), until, **chosen)


def audits_of(register: Register, history: PlanHistory, until: int, **chosen: str) -> tuple[int, int, int]:
    """The same under one of several plans."""
    last = history.on(until)
    if last is None:
        return 0, 0, 0
    permitted = register.permitted_holders(history, until, chosen)
    by_columns = [*audited(history, register.dossiers(last, permitted=permitted), until, readings=chosen)]
    one_by_one = [*audited(history, register.dossiers(last), until, readings=chosen)]
    assert [*map(told, by_columns)] == [*map(told, one_by_one)]
    several = [each for each in by_columns if each.is_by_columns]
    return len(several), len(by_columns), sum(each.counts.total() for each in several)  # type: ignore[attr-defined]


def told(found: HolderAudit) -> tuple[Any, ...]:
    findings = [(type(each), getattr(each, "kind", ""), each.holder) for each in found.findings]
    return found.holder, dict(found.counts), found.turning, found.unknown_sums, findings


def test_a_good_share_of_audits_is_told_by_columns() -> None:
    """What is drawn for a plan hangs on no other plan."""
    by, of, acts = 0, 0, 0
    for name in ("plans/blackout-extension", "plans/german-premium-priced-2023", "plans/rakuten-in-service-2018"):
        plan, rng = loaded(name), Random(name)
        for _ in range(3):
            entries, days = random_entries(rng, plan, shapes=2, each=6, acts=3)
            entries = [recorded_some_day(rng, each) for each in entries]
            with suppress(ProblemsError), kept(name).supposing(entries, now=NOW) as (supposed, _):
                found = audits_alike(supposed, last_of(entries, days))
                by, of, acts = by + found[0], of + found[1], acts + found[2]
    assert by > 0.5 * of > 0
    assert acts > 20


def test_the_year_of_a_company_is_audited_alike() -> None:
    """Forty holders under three plans, with corrections, an heir and a split."""
    pytest.importorskip("python_calamine")
    from tests.year.made_year import year_register

    register, acts = year_register(), 0
    for id_ in register.plans():
        history = PlanHistory(register, id_)
        for day in ("2020-03-31", "2021-03-31"):
            found = audits_of(register, history, date.fromisoformat(day).toordinal())
            acts += found[2]
    assert acts > 0


def test_the_year_of_a_company_is_compared_alike() -> None:
    """Forty holders under three plans, by other readings of each."""
    pytest.importorskip("python_calamine")
    from tests.year.made_year import year_register

    register, by = year_register(), 0
    for id_ in register.plans():
        plan = register.plan(id_)
        readings = {name: [*reading.options][-1] for name, reading in plan.plan.readings.items()}
        by += compared_alike(register, register, (plan, plan), date(2020, 10, 1), readings)[0]
    assert by > 0


# --- by hand


def of_each(register: Register, *span: str) -> dict[str, bool]:
    """Whose life is to be asked about, or for whom something comes, which columns tell."""
    days = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    told = register.lives_with_coming(register.plan(), days, readings={})
    return {holder: life is not None or bool(known.ends or known.moves) for holder, life, known in told}


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


READ_IN_TWO_WAYS = """\
plan: acme/read
extends: vocabulary/equity
readings: {leaving: {question: Is the day of leaving in?, clause: "2", options: {no: No., yes: Yes.}, default: no}}
events: {leaves: {personal: true}}
effects: {gone: {clause: "4", says: Gone., on: {plus: {days: 40}, to: {event: leaves}}, moves: all, to: extinguished}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee, from: 2024-06-01}
  chiefs: {clause: "1(2)", says: Chiefs., permit: exercise, by: grantee, from: 2025-01-01}
  after:
    clause: "2"
    says: Not 30 days after leaving.
    forbid: exercise
    when:
      reading: leaving
      choices:
        no: {from: {plus: {days: 30}, to: {event: leaves}}}
        yes: {from: {plus: {days: 29}, to: {event: leaves}}}
"""


def test_what_comes_is_told_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 1 June 2024 on, and up to the day before the thirtieth after leaving, or the twenty-ninth, as clause 2 is
    read. Who leaves on 10 March 2025 may up to 8 April, or 7 April, and on 19 April the rights are gone: the 95 that
    Ann has left, and the 100 of Bob. For Cat it opens, and is settled, for she does not leave.
    """
    monkeypatch.setattr(quiet, "_WORTH_IT", 1)
    (tmp_path / "read.yaml").write_text(READ_IN_TWO_WAYS, encoding="utf-8")
    register = Register.create(str(tmp_path / "register.db"), "Acme")
    register.add_plan(str(tmp_path / "read.yaml"), author="ann", now=NOW)
    left = [entry("event", f"{name} left", {"event": "leaves", "on": "2025-03-10", "who": name}) for name in NAMES[:2]]
    acts = [exercise("ann 1", "ann", "2025-02-01")]
    register.apply([*company(NAMES[:3]), *left, *acts], author="ann", now=NOW)
    assert told_of(register, "2025-04-01", "2025-04-30") == {
        "ann": [("closes", "04-08", 95, "1", None, False), ("moves", "04-19", 95, "4", None, True)],
        "bob": [("closes", "04-08", 100, "1", None, False), ("moves", "04-19", 100, "4", None, True)],
        "cat": [],
    }
    assert told_of(register, "2024-05-01", "2024-06-30") == {
        "ann": [("opens", "06-01", 100, "1", "2025-04-08", False)],
        "bob": [("opens", "06-01", 100, "1", "2025-04-08", False)],
        "cat": [("opens", "06-01", 100, "1", None, True)],
    }
    # An exercise is no movement by itself, but another number from its day on: that the reference tells.
    days = date(2025, 1, 1), date(2025, 3, 1)
    asked_about = {
        name: life is not None for name, life, _ in register.lives_with_coming(register.plan(), days, readings={})
    }
    assert asked_about == {"ann": True, "bob": False, "cat": False}


def told_of(register: Register, *span: str) -> dict[str, list[tuple[Any, ...]]]:
    """What columns tell of everybody, which the reference must say too."""
    plan, days = register.plan(), (date.fromisoformat(span[0]), date.fromisoformat(span[1]))
    found = {}
    for holder, life, known in register.lives_with_coming(plan, days, readings={}):
        assert life is None, holder
        lines = coming_as_known(plan, holder, known)
        assert lines == coming(plan, register.life(holder, plan, day=days[0]), *days)
        found[holder] = [
            (each.kind, str(each.date)[5:], each.number, each.clause, each.until and iso(each.until), each.is_settled)
            for each in lines
        ]
    return found


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
    assert all(life is not None for _, life, _ in known)


def changed(before: Register, after: Register, version: KeptPlan, on: str) -> set[str]:
    """Whose lives are to be looked at, for columns do not tell that nothing changes for them."""
    plans = before.plan(), version
    compared_alike(before, after, plans, date.fromisoformat(on), {})
    told = before.lives_compared(after, plans, day=date.fromisoformat(on), readings={})
    return {holder for holder, _, life in told if life is not None}


def test_only_those_whose_answers_change_are_looked_at(address: str, tmp_path: Path) -> None:
    """Clause 2: not 30 days after leaving. With 40 days it is another day for Ann and Bob, who have left, and for
    nobody else; with another clause for the same days for nobody.
    """
    register = made(address, tmp_path)
    left = [
        entry("event", f"{name} left", {"event": "leaves", "on": day, "who": name})
        for name, day in (("ann", "2025-03-10"), ("bob", "2024-06-01"))
    ]
    acts = [exercise(f"{name} 1", name, "2024-02-01") for name in NAMES]
    register.apply([*company(NAMES), *acts, *left], author="ann", now=NOW)
    path = tmp_path / "options.yaml"
    path.write_text(PLAN.replace("days: 30", "days: 40"), encoding="utf-8")
    assert changed(register, register, register.plan_as(str(path)), "2025-03-10") == {"ann", "bob"}
    path.write_text(PLAN.replace('clause: "2"', 'clause: "3"'), encoding="utf-8")
    assert changed(register, register, register.plan_as(str(path)), "2025-03-10") == set()


def test_what_happens_to_everybody_is_compared(address: str, tmp_path: Path) -> None:
    """A meeting is nothing to the plan; that Bob leaves is. An exercise moves rights, and a correction is folded."""
    register = made(address, tmp_path)
    left = [entry("event", f"{name} left", {"event": "leaves", "on": "2025-03-01", "who": name}) for name in NAMES[:2]]
    register.apply([*company(NAMES), left[0], exercise("cat 1", "cat", "2024-02-01")], author="ann", now=NOW)
    met = entry("event", "met", {"event": "meets", "on": "2024-05-01"})
    for further, touched in (
        ([met], set()),
        ([met, left[1]], {"bob"}),
        ([met, exercise("dan 1", "dan", "2024-02-01")], {"dan"}),
        ([exercise("cat 1", "cat", "2024-02-02")], {"cat"}),
        (company(("fay", "guy")), {"fay", "guy"}),
    ):
        with register.supposing(further, now=at("2026-01-02")) as (supposed, changes):
            assert changed(register, supposed, register.plan(), "2025-03-01") == touched
            told = register.lives_compared(
                supposed, (register.plan(),) * 2, day=date(2025, 3, 1), readings={}, touched=changes.touched
            )
            assert {holder for holder, _, life in told if life is not None} == touched


def exercise(key: str, holder: str, on: str, **more: Any) -> RegisterEntry:
    data = {"event": "exercises", "who": holder, "grant": f"{holder}-1", "on": on, "rights": 5, **more}
    return entry("event", key, data)


def by_columns_on(register: Register, until: str) -> dict[str, int]:
    """Whose acts columns tell all to be permitted, with how many there are; the reference must say so too."""
    last = date.fromisoformat(until).toordinal()
    audits_alike(register, last)
    history = PlanHistory(register, register.plan().id)
    permitted = register.permitted_holders(history, last, {})
    dossiers = register.dossiers(history.plan, permitted=permitted)
    return {each.holder: each.permitted for each in dossiers if each.permitted is not None}


def test_acts_that_were_permitted_are_told_by_columns(address: str, tmp_path: Path) -> None:
    """Clause 2: not 30 days after leaving. Ann and Cat leave on 1 March 2025: up to 30 March they may exercise. Bob
    exercises more than there is in the end.
    """
    register = made(address, tmp_path)
    acts = [
        *(exercise(f"{name} 1", name, "2025-02-01") for name in NAMES),
        exercise("ann 2", "ann", "2025-03-30"),
        exercise("cat 2", "cat", "2025-03-31"),
        exercise("bob 2", "bob", "2025-03-30", rights=96),
        exercise("dan 2", "dan", "2025-03-30"),
        exercise("eve 2", "eve", "2025-03-30"),
        *(entry("event", f"{name} left", {"event": "leaves", "on": "2025-03-01", "who": name}) for name in NAMES),
    ]
    register.apply([*company(NAMES), *acts], author="ann", now=NOW)
    assert by_columns_on(register, "2025-12-31") == {"ann": 2, "dan": 2, "eve": 2}
    assert by_columns_on(register, "2025-03-30") == {"ann": 2, "dan": 2, "eve": 2, "cat": 1}
    assert by_columns_on(register, "2025-02-15") == dict.fromkeys(NAMES, 1)


def test_what_was_recorded_late_is_left_to_the_reference(address: str, tmp_path: Path) -> None:
    """By the time that Bob's act was recorded nobody knew that he had left; Cat's leaving was known. That Dan would
    leave later was known when he exercised, and that Eve would was not: for both it makes no difference.
    """
    register = made(address, tmp_path)
    left = {
        "ann": ("2025-03-01", "2025-03-01"),
        "bob": ("2025-03-01", "2025-05-01"),
        "cat": ("2025-03-01", "2025-03-04"),
        "dan": ("2025-04-01", "2025-03-01"),
        "eve": ("2025-04-01", "2025-04-02T10:00:00+09:00"),
    }
    told = [
        entry("event", f"{name} left", {"event": "leaves", "on": on, "who": name, "recorded": recorded})
        for name, (on, recorded) in left.items()
    ]
    acts = [exercise(f"{name} 1", name, "2025-03-10") for name in NAMES]
    register.apply([*company(NAMES), *told, *acts], author="ann", now=NOW)
    assert by_columns_on(register, "2025-12-31") == dict.fromkeys(("ann", "cat", "dan", "eve"), 1)


def test_each_act_is_judged_by_columns_of_the_version_of_its_day(address: str, tmp_path: Path) -> None:
    """From 10 April 2025 on sixty days are used in the place of thirty, after leaving on 1 March; recorded in June."""
    register = made(address, tmp_path)
    path = tmp_path / "options.yaml"
    left = [entry("event", f"{name} left", {"event": "leaves", "on": "2025-03-01", "who": name}) for name in NAMES]
    acts = [
        *(exercise(f"{name} 1", name, "2025-03-20") for name in NAMES),
        exercise("ann 2", "ann", "2025-04-20"),
        exercise("bob 2", "bob", "2025-04-20"),
        exercise("cat 2", "cat", "2025-04-05"),
        exercise("dan 2", "dan", "2025-04-30"),
    ]
    register.apply([*company(NAMES), *left, *acts], author="ann", now=NOW)
    path.write_text(PLAN.replace("days: 30", "days: 60"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-01-02"), since="2025-04-10")
    assert by_columns_on(register, "2025-12-31") == {"ann": 2, "bob": 2, "eve": 1}
    # Recorded anew in the place of that version, the reference tells what was permitted by the one before.
    path.write_text(PLAN.replace("days: 30", "days: 61"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-01-03"), since="2025-04-10")
    assert by_columns_on(register, "2025-12-31") == {"eve": 1}


def test_holders_with_kept_rulings_are_read_as_columns(address: str, tmp_path: Path) -> None:
    """An answer that was given is part of no life."""
    register = made(address, tmp_path)
    register.apply(
        [*company(NAMES), *(exercise(f"{each} 1", each, "2025-02-01") for each in NAMES)], author="ann", now=NOW
    )
    register.answer("acme/options", "ann", on="2025-03-01", author="ann", now=at("2026-01-05"))
    assert by_columns_on(register, "2025-12-31") == dict.fromkeys(NAMES, 1)
    assert of_each(register, "2025-03-01", "2025-03-31") == dict.fromkeys(NAMES, False)


def test_several_grants_of_a_holder_are_each_audited(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    second = [entry("grant", f"{name}-2", {"grantee": name, "on": "2024-02-01", "number": 10}) for name in NAMES]
    acts = [exercise(f"{each} 1", each, "2025-02-01") for each in NAMES]
    acts += [exercise(f"{each} 2", each, "2025-02-03", grant=f"{each}-2", rights=9) for each in NAMES[1:]]
    acts += [exercise("bob 3", "bob", "2025-02-05", grant="bob-2", rights=2)]
    register.apply([*company(NAMES), *second, *acts], author="ann", now=NOW)
    assert by_columns_on(register, "2025-12-31") == {"ann": 1, "cat": 2, "dan": 2, "eve": 2}
