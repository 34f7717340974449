"""What a register hands over again: of each name the last that was known, in the order of the first, few in memory."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from kenri.exporting import kept_entries
from kenri.exporting.written_tables import csv_tables
from kenri.importing import rows_by_name, tables
from kenri.model.entries import KINDS, RegisterEntry
from kenri.register.folding import Moment, standing
from kenri.register.register import Register
from tests.register.small_register import at, company, entry, made

FIRST = date(2026, 2, 1)


def changed_at_random(register: Register, chance: Random) -> None:
    """Entries recorded, corrected, taken back and recorded again; of some it was known late, or will be."""
    register.apply(company(), author="ann", now=at("2026-01-31"))
    there: list[str] = []
    for number in range(12):
        day = FIRST + timedelta(number)
        entries: list[RegisterEntry] = []
        for key in sorted(chance.sample("abcdef", 3)):
            on = date(2025, 1, 1) + timedelta(6 * number + "abcdef".index(key))
            data = {"event": "leaves", "on": f"{on}", "who": chance.choice(["ann", "bob"])}
            if chance.random() < 0.5:
                data["recorded"] = f"{FIRST + timedelta(chance.randrange(-5, 15))}T09:00:00Z"
            is_taken_back = key in there and chance.random() < 0.3
            entries.append(entry("event", key, data, cancelled=is_taken_back))
            there.append(key)
        if chance.random() < 0.5:
            rank = chance.choice(["chief", "vice"])
            entries.append(entry("party", chance.choice(["ann", "bob"]), {"role": "grantee", "rank": rank}))
        register.apply(entries, author="ann", now=at(day.isoformat()))


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_is_the_last_that_was_known_in_the_order_of_the_first(
    address: str, tmp_path: Path, seed: int
) -> None:
    """Against what is told of all that is recorded at once."""
    register = made(address, tmp_path)
    changed_at_random(register, Random(seed))
    with register.reading() as ledger:
        records = [record for record in ledger.all() if record.kind in KINDS]
    assert any(record.cancelled for record in records)
    assert any(record.corrects for record in records)
    plan = register.plan()
    several = set()
    for known_at in (None, *(plan.instant((FIRST + timedelta(each)).isoformat()) for each in range(-3, 18))):
        stand = standing(records, Moment(ZoneInfo("UTC"), None, known_at))
        wanted = [(each.name, each.data) for each in sorted(stand, key=lambda each: KINDS.index(each.kind))]
        handed = [*register.entries(zone="UTC", known_at=known_at)]
        assert [((each.of, each.kind, each.key, each.since), each.data) for each in handed] == wanted
        several.add(repr(wanted))
    assert len(several) > 5


def test_of_many_entries_few_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written as tables and read back: of three times as many no more is in memory at any time."""
    for module in (kept_entries, rows_by_name):
        monkeypatch.setattr(module, "_IN_MEMORY", 20)
    monkeypatch.setattr(rows_by_name, "_READ", 20)
    monkeypatch.setattr(tables, "_MANY", 20)
    plans = {"acme/options": made(str(tmp_path / "a.db"), tmp_path).plan().plan}

    def most(number: int) -> int:
        parties = (
            entry("party", f"p{each}", {"role": "grantee"}, details={"name": f"{each:08000}"}) for each in range(number)
        )
        tracemalloc.start()
        try:
            written = csv_tables(parties, plans, tmp_path)
            assert (written.counts, written.lost) == ({"party": number, "grant": 0}, ())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert most(700) < most(300) + 200 * 8_000
