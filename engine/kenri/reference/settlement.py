"""Whether an answer is the same under every combination of readings, and which readings have a part in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from kenri.model.days import ALWAYS, EMPTY, Day, DaySet
from kenri.model.plan import Reading
from kenri.model.ruling import Exact, Outcome
from kenri.reference.case import READING, Readings
from kenri.reference.standing import Standing

StandingUnder: TypeAlias = Callable[[Readings], Standing]
"""How the action stands under some readings, others of which may be left open."""


class Settlement:
    """The days on which some combination of readings gives each outcome.

    All readings are first left open: what is then true or false is so either way. Where that leaves days undecided, a
    reading that decides some of them is chosen each way, and so on for the days that are left.
    """

    def __init__(
        self, standing: StandingUnder, number: Exact | None, readings: Readings, declared: Mapping[str, Reading]
    ) -> None:
        self._standing = standing
        self._number = number
        self._declared = declared
        self.days: dict[Outcome, DaySet] = {"allowed": EMPTY, "denied": EMPTY, "unknown": EMPTY}
        self._consulted: dict[str, DaySet] = {}
        self._expand(readings, ALWAYS)

    def is_settled(self, day: Day) -> bool:
        """Whether every combination gives the same outcome on a day."""
        return sum(day in days for days in self.days.values()) == 1

    def consulted(self, day: Day) -> list[str]:
        """The readings that were chosen to decide a day, in the order of their names."""
        return sorted(reading for reading, days in self._consulted.items() if day in days)

    def _expand(self, readings: Readings, days: DaySet) -> None:
        standing = self._standing(readings)
        truth = standing.allowed(self._number)
        undecided = days & (truth.maybe - truth.yes)
        self.days["allowed"] |= days & truth.yes
        self.days["denied"] |= days - truth.maybe
        if not undecided:
            return
        candidates = [name.removeprefix(READING) for name in sorted(truth.missing) if name.startswith(READING)]
        if not candidates:
            self.days["unknown"] |= undecided
            return
        reading = next((each for each in candidates if self._decides(each, readings, undecided)), candidates[0])
        self._consulted[reading] = self._consulted.get(reading, EMPTY) | undecided
        for option in self._declared[reading].options:
            self._expand({**readings, reading: option}, undecided)

    def _decides(self, reading: str, readings: Readings, undecided: DaySet) -> bool:
        """Whether choosing a reading decides some of the days in some way."""
        for option in self._declared[reading].options:
            truth = self._standing({**readings, reading: option}).allowed(self._number)
            if undecided & (truth.maybe - truth.yes) != undecided:
                return True
        return False
