"""What the case of a record takes from that of the record before it: all that no event of a step can have changed.

An entry is looked at again only where events of a kind that it depends on came or went, and it is worked out again only
where something that it is made of at first hand came to something else. What it comes to is the same object as before
where it is the same, so that what is made of it need not be worked out again in its turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kenri.model.dependence import Needs
from kenri.model.first_hand import EntryKey, first_hand
from kenri.reference.occurrences import Occurrences
from kenri.reference.steps import ByDay, Steps
from kenri.reference.truth import Truth

if TYPE_CHECKING:
    from kenri.reference.case import Case

T = TypeVar("T")


class Following:
    """How one case follows another of the same plan, grant, asker, question and readings, by another record.

    Where days are looked at one by one, nothing that may depend on how rights moved is taken: a record is told up to
    which day somebody looked at that by it.
    """

    def __init__(self, case: Case, earlier: Case, *, day_by_day: bool) -> None:
        self.earlier = earlier
        self._dependence = case.dependence
        self._differing = case.record.differing(earlier.record)
        self._day_by_day = day_by_day
        self._touched = case.dependence.touched_by(self._differing, or_moved=day_by_day)
        self._made_of = case.dependence.made_of.setdefault(tuple(case.readings.values()), {})
        self._still: dict[EntryKey, bool] = {}

    def is_still(self, case: Case, key: EntryKey) -> bool:
        """Whether an entry comes to the same in both: it is untouched, or so is all that it is made of."""
        if not self._touched[key]:
            return True
        if key not in self._still:
            self._still[key] = self._is_made_of_same(case, key)
        return self._still[key]

    def keeps(self, needs: Needs) -> bool:
        """Whether no event that differs can make a difference to what has some needs."""
        return not self._dependence.touches(self._differing, needs, or_moved=self._day_by_day)

    def untouched(self) -> dict[EntryKey, object]:
        """The values of the earlier case that are those of this one, too."""
        return {key: value for key, value in self.earlier.known.items() if not self._touched[key]}

    def _is_made_of_same(self, case: Case, key: EntryKey) -> bool:
        """Whether all that an entry is made of at first hand came to the same in both."""
        if key not in self._made_of:
            self._made_of[key] = first_hand(case.plan, key, case.readings)
        made_of = self._made_of[key]
        if made_of is None or not self._differing.isdisjoint(made_of.kinds):
            return False
        return all(not self._touched[each] or self._is_same(case, each) for each in made_of.entries)

    def _is_same(self, case: Case, key: EntryKey) -> bool:
        if self._dependence.needs(*key).asked:
            return self.is_still(case, key)  # what it comes to is for the case of a question to tell
        then = self.earlier.known_of(key)
        return then is not None and value_of(case, key) is then

    def settled(self, key: EntryKey, value: T) -> T:
        """A value, as the very object that it was before where it is the same."""
        then = self.earlier.known_of(key)
        return then if then is not None and _is_alike(value, then) else value  # type: ignore[return-value]  # it is equal


def value_of(case: Case, key: EntryKey) -> object:
    """What an entry comes to in a case."""
    section, name = key
    match section:
        case "dates":
            return case.named_moments(name)
        case "states":
            return case.named_condition(name)
        case "amounts":
            return case.named_quantity(name)
        case "balances":
            return case.balance(name)
        case "granted":
            return case.granted
        case _:
            raise AssertionError(f"nothing is made of the entries of `{section}`")


def _is_alike(value: object, then: object) -> bool:
    """Whether two values are the same on all days, as far as that is told without working out more of them."""
    if any(isinstance(each, ByDay) and not each.is_made for each in (value, then)):
        return False
    if isinstance(value, Steps):
        return value == then
    return isinstance(value, Truth | Occurrences) and type(value) is type(then) and value == then
