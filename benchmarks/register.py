"""A register filled, folded and verified: rows a second and memory, in a file of SQLite.

python -m benchmarks.register [HOLDERS]
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from kenri.model.entries import EntrySource, RegisterEntry
from kenri.register.chain import verified
from kenri.register.register import Register

HOLDERS = 10_000
EVENTS = 10
"""What happened to each."""
NOW = 1_800_000_000_000_000
PLAN = """\
plan: acme/options
extends: vocabulary/equity
rules: {holder: {clause: "1", says: Holders., permit: exercise, by: grantee}}
"""


class Entries:
    """A party, a grant and some exercises for each holder, made as they are asked for."""

    def __init__(self, holders: int) -> None:
        self.holders = holders

    def __iter__(self) -> Iterator[RegisterEntry]:
        for number in range(self.holders):
            source = EntrySource("register.csv", row=number + 1)
            party, grant = f"holder-{number:07}", f"grant-{number:07}"
            yield RegisterEntry(kind="party", key=party, data={"role": "grantee"}, source=source)
            granted = {"grantee": party, "on": "2024-01-01", "number": 100}
            yield RegisterEntry(kind="grant", key=grant, data=granted, source=source)
            for each in range(EVENTS):
                done = {"event": "exercises", "on": f"2025-{each + 1:02}-01", "who": party, "grant": grant, "rights": 1}
                yield RegisterEntry(kind="event", key=f"{grant}-{each}", data=done, source=source)


def main(holders: int = HOLDERS) -> None:
    """Print what each takes, in seconds of the processor."""
    rows = holders * (EVENTS + 2)
    with TemporaryDirectory() as folder:
        plan_file, file = Path(folder, "options.yaml"), Path(folder, "register.db")
        plan_file.write_text(PLAN, encoding="utf-8")
        register = Register.create(str(file), "Acme")
        register.add_plan(str(plan_file), author="bench", now=NOW)
        entries, plan = Entries(holders), register.plan()
        seconds = {}
        begun = process_time()
        for name, work in {
            "brought in": lambda: register.apply(entries, author="bench", now=NOW),
            "the same again": lambda: register.apply(entries, author="bench", now=NOW),
            "folded to all lives": lambda: sum(1 for _ in register.lives(plan)),
            "verified": lambda: _verified(register),
            "one life": lambda: register.life("holder-0000007", plan),
        }.items():
            work()
            seconds[name] = process_time() - begun
            begun = process_time()
        print(f"{holders:,} holders, {rows:,} records, {file.stat().st_size / 2**20:.0f} MiB")
        for name, taken in seconds.items():
            rate = f"{rows / taken:,.0f} records a second" if name != "one life" else f"{taken * 1000:.1f} ms"
            print(f"  {name}: {taken:.1f} s, {rate}")
        print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _verified(register: Register) -> None:
    with register.reading() as ledger:
        assert not verified(ledger).problems


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
