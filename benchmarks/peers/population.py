"""The population that every peer decides about: holders of the 5th series, each with five events and one question.

All are plain cases of `benchmarks.by_hand`: directors who also become executive officers, leave or stay, exercise, or
die and leave one heir. Asked days lie around the ends of the windows, numbers around what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from benchmarks.by_hand import LAST, decide, fold

KINDS = ("takes_position", "leaves_position", "exercises", "dies", "inherits")
TAKES, LEAVES, EXERCISES, DIES, INHERITS = range(5)
POSITIONS = ("director", "executive_officer", None)
DIRECTOR, OFFICER, NONE = range(3)
EVENTS = 5
ALLOTTED = date(2015, 7, 13).toordinal()
EPOCH = date(1970, 1, 1).toordinal()
HEIR = "hanako"

_LIVES: tuple[tuple[float, tuple[tuple[int, int], ...]], ...] = (
    (0.40, ((TAKES, OFFICER), (LEAVES, DIRECTOR), (LEAVES, OFFICER), (EXERCISES, NONE), (EXERCISES, NONE))),
    (0.25, ((TAKES, OFFICER), (LEAVES, OFFICER), (LEAVES, DIRECTOR), (EXERCISES, NONE), (EXERCISES, NONE))),
    (0.15, ((TAKES, OFFICER), (LEAVES, OFFICER), (TAKES, OFFICER), (LEAVES, DIRECTOR), (TAKES, DIRECTOR))),
    (0.12, ((TAKES, OFFICER), (DIES, NONE), (INHERITS, NONE), (EXERCISES, NONE), (EXERCISES, NONE))),
    (0.08, ((TAKES, OFFICER), (LEAVES, OFFICER), (LEAVES, DIRECTOR), (EXERCISES, NONE), (DIES, NONE))),
)
"""How many holders have which events; those of a life are in the order of their days."""

_GAPS = ((30, 400), (1, 300), (1, 300), (1, 4), (1, 4))


class Population(NamedTuple):
    """A row for each holder; events are in tables of five columns, in the order of their days."""

    kinds: Any
    positions: Any
    days: Any
    numbers: Any
    granted: Any
    on: Any
    rights: Any
    by_heir: Any

    @property
    def rows(self) -> int:
        """How many holders there are."""
        return len(self.on)


def population(rows: int, seed: int = 5) -> Population:
    """So many holders, always the same for a seed."""
    rng = np.random.default_rng(seed)
    sorts = rng.choice(len(_LIVES), rows, p=[share for share, _ in _LIVES])
    shapes = np.array([events for _, events in _LIVES])[sorts]
    kinds, positions = shapes[:, :, 0], shapes[:, :, 1]
    gaps = np.stack([rng.integers(least, most, rows, endpoint=True) for least, most in _GAPS], axis=1)
    start = rng.integers(ALLOTTED + 1, LAST - 200, rows)
    days = start[:, None] + np.cumsum(gaps, axis=1)
    numbers = np.where(kinds == EXERCISES, rng.integers(1, 4, (rows, EVENTS)), 0)
    granted = rng.integers(8, 30, rows)
    on = days[:, -1] + rng.integers(0, 14, rows)
    heirs = (kinds == INHERITS).any(axis=1)
    on = np.where(heirs, days[:, -1] + rng.integers(100, 240, rows), on)
    rights = np.maximum(1, granted - numbers.sum(axis=1) - rng.integers(-2, 8, rows))
    return Population(kinds, positions, days, numbers, granted, on, rights, heirs & (rng.random(rows) < 0.9))


def lives(people: Population, at: range) -> Iterator[tuple[list[tuple[int, str, str, int]], int, int, int, bool]]:
    """For some holders the events as `fold` takes them, and `granted`, `on`, `rights` and `by_heir`."""
    some = slice(at.start, at.stop)
    parts = (people.kinds, people.positions, people.days, people.numbers)
    events = zip(*(part[some].tolist() for part in parts), strict=True)
    rest = zip(*(part[some].tolist() for part in people[4:]), strict=True)
    for several, (granted, on, rights, by_heir) in zip(events, rest, strict=True):
        told = [
            (day, KINDS[kind], POSITIONS[place] or "", number)
            for kind, place, day, number in zip(*several, strict=True)
        ]
        yield told, granted, on, rights, by_heir


def verdicts(people: Population, at: range) -> list[bool]:
    """What the function written by hand says of some holders."""
    return [
        decide(fold(events, granted), on, rights, is_heir=heir)[0]
        for events, granted, on, rights, heir in lives(people, at)
    ]


class Folded(NamedTuple):
    """What the events come to, a column each, and the question."""

    left: Any
    died: Any
    inherited: Any
    held: Any
    on: Any
    rights: Any
    by_heir: Any


def folded(people: Population) -> Folded:
    """The events of all holders folded, in 32 bits."""
    found = [fold(events, granted) for events, granted, *_ in lives(people, range(people.rows))]
    columns = [np.array(each, np.int32) for each in zip(*found, strict=True)]
    question = (people.on.astype(np.int32), people.rights.astype(np.int32), people.by_heir)
    return Folded._make([*columns, *question])


def written(events: list[tuple[int, str, str, int]], granted: int) -> dict[str, Any]:
    """One life as a life file has it."""
    told = []
    for day, kind, position, number in events:
        one: dict[str, Any] = {"on": date.fromordinal(day), "event": kind}
        one |= {"position": position} if position else {}
        one |= {"rights": number} if number else {}
        one |= {"who": HEIR} if kind == "inherits" else {}
        told.append(one)
    return {
        "parties": {"sato": {"role": "grantee"}, HEIR: {"role": "heir"}},
        "grants": [{"grantee": "sato", "on": date.fromordinal(ALLOTTED), "number": granted, "position": "director"}],
        "events": told,
    }


def table(people: Population) -> pa.Table:
    """All of it as a table of kenri, one row for each holder with its events as a list."""
    rows = people.rows
    kinds = people.kinds.ravel()
    offsets = pa.array(np.arange(0, rows * EVENTS + 1, EVENTS, dtype=np.int32))
    events = pa.StructArray.from_arrays(
        [
            pa.array(KINDS).take(pa.array(kinds)),
            _dates(people.days.ravel()),
            pa.array(POSITIONS, pa.string()).take(pa.array(people.positions.ravel())),
            pa.array(people.numbers.ravel(), mask=kinds != EXERCISES),
            pa.array([HEIR, None]).take(pa.array((kinds != INHERITS).astype(np.int64))),
        ],
        ["event", "on", "position", "rights", "who"],
    )
    parties = pa.StructArray.from_arrays(
        [pa.array([HEIR] * rows), pa.array(["heir"] * rows)],
        ["name", "role"],
    )
    return pa.table(
        {
            "id": pa.array(np.arange(1_000_000_000, 1_000_000_000 + rows)).cast(pa.string()),
            "grantee.role": pa.array(["grantee"] * rows),
            "grant.on": _dates(np.full(rows, ALLOTTED)),
            "grant.number": pa.array(people.granted),
            "grant.position": pa.array(["director"] * rows),
            "parties": pa.ListArray.from_arrays(pa.array(np.arange(rows + 1, dtype=np.int32)), parties),
            "events": pa.ListArray.from_arrays(offsets, events),
            "on": _dates(people.on),
            "rights": pa.array(people.rights),
            "by": pa.array(["heir", None]).take(pa.array((~people.by_heir).astype(np.int64))),
        }
    )


def _dates(ordinals: Any) -> pa.Array:
    return pa.array((ordinals - EPOCH).astype(np.int32)).cast(pa.date32())
