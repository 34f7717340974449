"""What a value turns on: the smallest changes in how clauses are read that make it another."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kenri.model.days import as_date

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Way(Generic[T_co]):
    """The value when some clauses are read otherwise than chosen, and all others as they were chosen."""

    readings: Mapping[str, str]
    """The readings that are changed, with the option each is changed to, in the order of their names."""
    value: T_co


@dataclass(frozen=True, slots=True)
class Turning(Generic[T_co]):
    """Every smallest change of readings that gives another value than the chosen ones.

    None of the `ways` contains another, and whatever combination of readings gives another value contains one of them.
    That is so of all combinations where `beyond` is None; else no more than `beyond` combinations were looked at, and
    there may be ways that are not among these.
    """

    ways: tuple[Way[T_co], ...] = ()
    beyond: int | None = None

    @property
    def is_settled(self) -> bool | None:
        """Whether every combination of readings gives the same value; None where not all could be looked at."""
        if self.ways:
            return False
        return True if self.beyond is None else None

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that have a part in it, in the order of their names."""
        return tuple(sorted({reading for way in self.ways for reading in way.readings}))

    @property
    def alone(self) -> tuple[Way[T_co], ...]:
        """The changes of a single reading."""
        return tuple(way for way in self.ways if len(way.readings) == 1)

    @property
    def together(self) -> tuple[Way[T_co], ...]:
        """The changes of several readings that do nothing one by one."""
        return tuple(way for way in self.ways if len(way.readings) > 1)

    @property
    def dates(self) -> Turning[datetime.date | None]:
        """The same of a day, which is a whole number within the engine, as a date: of `next_day` and the like."""
        return self.map(as_date)  # type: ignore[arg-type]  # whoever asks for dates has days

    def map(self, shown: Callable[[T_co], U]) -> Turning[U]:
        """The same, with the values shown otherwise."""
        return Turning(tuple(Way(way.readings, shown(way.value)) for way in self.ways), self.beyond)


def all_settled(turnings: Iterable[Turning[object]]) -> bool | None:
    """Whether several values are all the same under every reading; None where that is not known of one of them."""
    settled = {turning.is_settled for turning in turnings}
    return False if False in settled else None if None in settled else True
