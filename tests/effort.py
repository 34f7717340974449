"""How hard tests try: in some minutes what work in hand needs, before a change is taken more, and at most everything.

Neither of the first two leaves anything out for good. Of what is made in great numbers and judged one by one, such as
slips in rule files, a sample is kept that rotates with the day, so that in as many days as there are turns each has
been judged. Quick runs also try properties on fewer examples. `tests/conftest.py` reads the options.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")

Level: TypeAlias = Literal["quick", "change", "all"]
"""How hard a run tries."""

TURNS = 36
"""So many rotations there are, and of slips a quick run judges one in so many."""

TURNS_OF_A_CHANGE = 4
"""At most so many turns there are before a change is taken: what takes more in quick runs is met every fourth day."""

QUICK, USUAL, LONG = 0.2, 1, 20
"""By how much the examples of a property are multiplied; `KENRI_EFFORT=long` searches longest."""


class Effort:
    """What the options of this run ask for."""

    def __init__(self) -> None:
        self.level: Level = "all"
        self.rotation = 0

    @property
    def is_all(self) -> bool:
        """Whether nothing takes turns."""
        return self.level == "all"

    @property
    def is_quick(self) -> bool:
        """Whether less is tried of everything."""
        return self.level == "quick"

    @property
    def factor(self) -> float:
        """By how much examples are multiplied."""
        if os.environ.get("KENRI_EFFORT") == "long":
            return LONG
        return QUICK if self.is_quick else USUAL

    def turns(self, turns: int) -> int:
        """Into how many turns this run divides what quick runs divide into so many."""
        return {"quick": turns, "change": min(turns, TURNS_OF_A_CHANGE), "all": 1}[self.level]


THIS_RUN = Effort()


def rotation_of(day: date) -> int:
    """The rotation of a day, when none is given."""
    return day.toordinal() % TURNS


def part_in_turn(number: int, turns: int) -> range:
    """Of so many things that are made from their numbers, the numbers of those that are tried in this run."""
    turns = THIS_RUN.turns(turns)
    turn = THIS_RUN.rotation % turns
    return range(number * turn // turns, number * (turn + 1) // turns)


def has_turn(key: str, turns: int = TURNS) -> bool:
    """Whether something that takes turns with its like is judged in this run: by its name and the rotation."""
    turns = THIS_RUN.turns(turns)
    return zlib.crc32(key.encode()) % turns == THIS_RUN.rotation % turns


def those_with_a_turn(several: Sequence[T], turns: int) -> Sequence[T]:
    """Of several alike, in a fixed order, those that are judged in this run: one in so many turns, and at least one.

    Each is judged in one of as many rotations as there are turns.
    """
    if turns > TURNS:
        raise ValueError(f"{turns} turns, and {TURNS} rotations")
    turns = THIS_RUN.turns(turns)
    return several[THIS_RUN.rotation % max(1, min(turns, len(several))) :: turns]


class Share(NamedTuple):
    """One of several equal parts of the tests, told apart by their files: with another rotation it is another part."""

    part: int
    of: int

    @classmethod
    def read(cls, text: str) -> Share:
        """A share as it is written: `1/2`. Raises `ValueError` for what is none."""
        part, _, of = text.partition("/")
        found = cls(int(part), int(of))
        if not 1 <= found.part <= found.of <= TURNS:
            raise ValueError(f"{text} is no share, such as 1/2")
        return found

    def has(self, file: str) -> bool:
        """Whether the tests of a file are in it, in this rotation."""
        return zlib.crc32(file.encode()) % self.of == (self.part + THIS_RUN.rotation) % self.of


def examples(number: int) -> settings:
    """Settings for a property: so many examples, in quick runs fewer. Plans and lives are large; neither size nor time
    is a flaw.
    """
    return settings(
        max_examples=max(3, round(number * THIS_RUN.factor)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
