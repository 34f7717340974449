"""A register filled, verified, folded, asked what comes, and audited: rows a second and memory, in a file and on a
server, beside statements of SQL written by hand for two plain questions.

python -m benchmarks.register [HOLDERS] [ADDRESS] [few]

ADDRESS is that of an empty database of PostgreSQL; without it the register is in a file of SQLite. With `few`
what takes longest, and is no daily work, is left out: bringing in the same again, and folding the life of every holder.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import Any, TypeAlias

from sqlalchemy import text

from kenri.faces.registers.everybody_audit import audit_of
from kenri.faces.registers.everybody_impact import impact_on_each
from kenri.model.entries import EntrySource, Plain, RegisterEntry
from kenri.register.chain import verified
from kenri.register.register import Register
from kenri.simulation.due import coming, coming_as_known

Work: TypeAlias = tuple[str, str, Callable[[], Any]]
"""What is measured: its name, of what there are so many a second, and how it is done."""

HOLDERS = 10_000
EVENTS = 10
"""What happened to each."""
NOW = 1_800_000_000_000_000
PLAN = """\
plan: acme/options
extends: vocabulary/equity
events: {leaves: {personal: true}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  after: {clause: "2", says: Not 30 days after leaving., forbid: exercise, when: {from: {plus: {days: 30}, to: {event: leaves}}}}
"""  # noqa: E501  # one rule on one line

SPAN = date(2026, 1, 1), date(2026, 1, 31)
LEAVERS = 50
"""One in so many left in December before the days that are asked about, and so has a window that closes in them."""

SQL = """
SELECT DISTINCT reach FROM kenri_records AS r
WHERE kind = 'event' AND {day} BETWEEN :first AND :last AND {what} = 'leaves' AND NOT EXISTS
(SELECT 1 FROM kenri_records AS c WHERE c.issuer = r.issuer AND c.corrects = r.sequence)
"""
"""Whose window closes, for those who know this plan and write what it means into their query: who left 29 days before
it. It knows no balances, no readings, no correction that is known later, and nobody checks it.
"""

SQL_OF_ACTS = """
SELECT count(*), count(DISTINCT e.reach) FROM kenri_records AS e
LEFT JOIN kenri_records AS l ON l.issuer = e.issuer AND l.reach = e.reach AND l.kind = 'event' AND {left} = 'leaves'
WHERE e.kind = 'event' AND {what} = 'exercises' AND {on} <= :last AND (l.key IS NULL OR {on} < {barred})
"""
"""How many acts were permitted, as this plan means it. It knows of no more rights exercised than there are,
and of no act as it was known then.
"""


class Entries:
    """A party, a grant and what happened for each holder, made as they are asked for; no two lives are the same."""

    def __init__(self, holders: int, events: int = EVENTS) -> None:
        self.holders = holders
        self.events = events

    def __iter__(self) -> Iterator[RegisterEntry]:
        for number in range(self.holders):
            source = EntrySource("register.csv", row=number + 1)
            party, grant = f"holder-{number:07}", f"grant-{number:07}"
            yield RegisterEntry(kind="party", key=party, data={"role": "grantee"}, source=source)
            granted: Plain = {"grantee": party, "on": f"2024-01-{number % 28 + 1:02}", "number": 100 + number % 900}
            yield RegisterEntry(kind="grant", key=grant, data=granted, source=source)
            is_leaver = number % LEAVERS == 0
            for each in range(self.events - is_leaver):
                day = f"2025-{each + 1:02}-{(number + each) % 28 + 1:02}"
                done: Plain = {"event": "exercises", "on": day, "who": party, "grant": grant, "rights": 1 + number % 7}
                yield RegisterEntry(kind="event", key=f"{grant}-{each}", data=done, source=source)
            if is_leaver:
                left = {"event": "leaves", "on": f"2025-12-{number // LEAVERS % 28 + 2:02}", "who": party}
                yield RegisterEntry(kind="event", key=f"{grant}-left", data=left, source=source)


def main(holders: int = HOLDERS, address: str = "", which: str = "") -> None:
    """Print what each takes, in seconds of the processor of this process and of the clock."""
    rows = holders * (EVENTS + 2)
    with TemporaryDirectory() as folder:
        plan_file, file = Path(folder, "options.yaml"), Path(folder, "register.db")
        plan_file.write_text(PLAN, encoding="utf-8")
        register = Register.create(address or str(file), "Acme")
        register.add_plan(str(plan_file), author="bench", now=NOW)
        entries, plan = Entries(holders), register.plan()
        print(f"{holders:,} holders, {rows:,} records, {'PostgreSQL' if address else 'SQLite'}", flush=True)
        found: dict[str, Any] = {}
        for name, per, work in _without(
            () if not which else ("the same again", "folded to lives"),
            ("brought in", "records", lambda: register.apply(entries, author="bench", now=NOW)),
            ("the same again", "records", lambda: register.apply(entries, author="bench", now=NOW)),
            ("verified", "records", lambda: _verified(register)),
            ("what comes", "holders", lambda: _due(register)),
            ("by hand in SQL", "holders", lambda: _by_hand(register)),
            ("impact of a new version", "holders", lambda: _impact(register, plan_file)),
            ("audited", "holders", lambda: _audited(register)),
            ("acts by hand in SQL", "holders", lambda: _acts_by_hand(register)),
            ("folded to lives", "holders", lambda: sum(1 for _ in register.lives(plan))),
            ("one life", "", lambda: register.life("holder-0000007", plan)),
        ):
            found[name] = _measured(name, per, {"records": rows, "holders": holders}.get(per, 1), work)
        assert found["what comes"] == found["by hand in SQL"], "the two tell other holders"
        assert found["impact of a new version"] == {f"holder-{each:07}" for each in range(0, holders, LEAVERS)}
        assert found["audited"][0] == found["acts by hand in SQL"], "the two tell of other numbers of acts"
        print(f"  {found['audited'][1]:,} of the holders were audited by columns")
        size = "" if address else f", the file {file.stat().st_size / 2**20:.0f} MiB"
        print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB{size}")


def _measured(name: str, per: str, number: int, work: Callable[[], Any]) -> Any:
    begun, clock = process_time(), monotonic()
    found = work()
    taken, waited = process_time() - begun, monotonic() - clock
    rate = f", {number / taken:,.0f} {per} a second" if per else ""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {name}: {taken:.3f} s of the processor, {waited:.3f} s by the clock{rate}, {most:.0f} MiB", flush=True)
    return found


def _without(names: Sequence[str], *works: Work) -> list[Work]:
    return [each for each in works if each[0] not in names]


def _verified(register: Register) -> None:
    with register.reading() as ledger:
        assert not verified(ledger).problems


def _due(register: Register) -> set[str]:
    plan = register.plan()
    found = set()
    for holder, life, quiet in register.lives_with_coming(plan, SPAN, readings={}):
        if coming_as_known(plan, holder, quiet) if life is None else coming(plan, life, *SPAN, quiet=quiet):
            found.add(holder)
    return found


def _impact(register: Register, plan_file: Path) -> set[str]:
    """Whose answers change by a day more after leaving, from a day on on which nobody's window is over."""
    plan_file.write_text(PLAN.replace("days: 30", "days: 31"), encoding="utf-8")
    both, day = (register.plan(), register.plan_as(str(plan_file))), date(2025, 12, 1).toordinal()
    return {each.holder for each in impact_on_each((register, register), [both], day, {}, None, lambda _: None)}


def _audited(register: Register) -> tuple[int, int]:
    """How many acts were permitted, of all that were recorded up to the first day; of how many columns told."""
    found = audit_of(
        register, plan=None, holder=None, until=SPAN[0].isoformat(), known_at=None, readings={}, tell=lambda *_: None
    )
    return found.counts["permitted"], found.by_columns


def _acts_by_hand(register: Register) -> int:
    is_sqlite = register.database.is_sqlite
    path = "json_extract({}.body, '$.data.{}')" if is_sqlite else "{}.body::jsonb #>> '{{data,{}}}'"
    left_on = path.format("l", "on")
    barred = f"date({left_on}, '+30 days')" if is_sqlite else f"(({left_on})::date + 30)::text"
    query = SQL_OF_ACTS.format(
        left=path.format("l", "event"), what=path.format("e", "event"), on=path.format("e", "on"), barred=barred
    )
    with register.database.reading() as connection:
        acts, _ = connection.execute(text(query), {"last": SPAN[0].isoformat()}).one()
        return int(acts)


def _by_hand(register: Register) -> set[str]:
    is_sqlite = register.database.is_sqlite
    path = "json_extract(body, '$.data.{}')" if is_sqlite else "body::jsonb #>> '{{data,{}}}'"
    days = [date.fromordinal(day.toordinal() - 29).isoformat() for day in SPAN]
    query = SQL.format(day=path.format("on"), what=path.format("event"))
    with register.database.reading() as connection:
        rows = connection.execute(text(query), {"first": days[0], "last": days[1]})
        return {row[0] for row in rows}


if __name__ == "__main__":
    given = sys.argv[1:]
    which = "few" if "few" in given else ""
    rest = [each for each in given if each != "few"]
    holders = int(rest.pop(0)) if rest and rest[0].isdigit() else HOLDERS
    main(holders, rest[0] if rest else "", which)
