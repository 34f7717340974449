"""Vesting terms of the Open Cap Format: the path of their conditions, as days and parts of a schedule.

What can be said: conditions one after another, each at the start, at an event, on a day, or after a period. Where the
path branches, what has vested turns on what nobody can know from the terms; they are refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Any, Literal, TypeAlias, TypeGuard

from kenri.importing.ocf_objects import OcfObject
from kenri.importing.ocf_values import day_of, exact_number
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["ALLOCATIONS", "Anchor", "PartDay", "UnsayableError", "VestingPath", "path_of"]

ALLOCATIONS: Mapping[str, str] = {
    name: name.lower().replace("_", "-")
    for name in (
        *("CUMULATIVE_ROUNDING", "CUMULATIVE_ROUND_DOWN", "FRONT_LOADED", "BACK_LOADED"),
        *("FRONT_LOADED_TO_SINGLE_TRANCHE", "BACK_LOADED_TO_SINGLE_TRANCHE", "FRACTIONAL"),
    )
}
"""How a total is divided, and what kenri calls it."""

_LAST = {f"{number}_OR_LAST_DAY_OF_MONTH": number for number in (29, 30, 31)}
_FIXED = {**{f"{number:02}": number for number in range(1, 29)}, **_LAST}
_AS_START = "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
_MOST_PARTS = 1200


class UnsayableError(ValueError):
    """Terms that cannot be said as a schedule; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Anchor:
    """What days are counted from: the start of vesting, an event by the id of its condition, or a day."""

    kind: Literal["start", "event", "day"]
    condition: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PartDay:
    """The day of one part: months, then days after an anchor; on a day of the month, where one is fixed."""

    anchor: Anchor
    months: int = 0
    days: int = 0
    day_of_month: int = 0


Share: TypeAlias = Fraction


@dataclass(frozen=True, slots=True)
class VestingPath:
    """A schedule: the days of its parts, in their order, and how large each is.

    `portions` are parts of the whole unless `are_quantities`; what is missing to the whole never vests. With `cliff`
    the parts so far come with that one.
    """

    days: tuple[PartDay, ...]
    portions: tuple[Share, ...]
    allocation: str
    are_quantities: bool = False
    cliff: int = 0
    events: tuple[str, ...] = ()
    """The conditions that an event meets, in the order of the path."""

    @property
    def whole_parts(self) -> tuple[int, ...]:
        """The portions as whole numbers beside each other, with what never vests as the last, if anything."""
        left = () if self.are_quantities or sum(self.portions) == 1 else (1 - sum(self.portions),)
        all_ = (*self.portions, *left)
        common = lcm(*(each.denominator for each in all_))
        return tuple(int(each * common) for each in all_)


def path_of(terms: OcfObject) -> VestingPath:
    """The schedule of vesting terms. Raises `UnsayableError` where they are none, or cannot be said."""
    conditions = terms.data.get("vesting_conditions")
    if not isinstance(conditions, Sequence) or isinstance(conditions, str) or not conditions:
        raise UnsayableError(Sentence("vesting-without-conditions"))
    by_id: dict[str, Mapping[str, Any]] = {}
    for each in conditions:
        id_ = each.get("id") if isinstance(each, Mapping) else None
        if not isinstance(id_, str) or id_ in by_id:
            raise UnsayableError(Sentence("condition-without-id", id=quote(str(id_))))
        by_id[id_] = each
    allocation = ALLOCATIONS.get(terms.text("allocation_type"))
    if allocation is None:
        raise UnsayableError(Sentence("unknown-allocation", found=quote(str(terms.data.get("allocation_type")))))
    return _Path(_in_order(by_id), allocation).found()


def _in_order(by_id: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """The conditions one after another, each of which has at most one that follows it."""
    following: dict[str, str] = {}
    for id_, each in by_id.items():
        after = each.get("next_condition_ids", [])
        if not isinstance(after, list) or not all(isinstance(name, str) for name in after):
            raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        if len(after) > 1:
            raise UnsayableError(Sentence("vesting-branches", id=quote(id_)))
        for name in after:
            if name not in by_id:
                raise UnsayableError(Sentence("condition-leads-nowhere", id=quote(id_), name=quote(name)))
            following[id_] = name
    firsts = [id_ for id_ in by_id if id_ not in following.values()]
    if len(firsts) != 1:
        raise UnsayableError(Sentence("vesting-not-one-path"))
    order, here = [], firsts[0]
    while here:
        order.append((here, by_id[here]))
        here = following.get(here, "")
    if len(order) != len(by_id):
        raise UnsayableError(Sentence("vesting-not-one-path"))
    return order


class _Path:
    def __init__(self, conditions: list[tuple[str, Mapping[str, Any]]], allocation: str) -> None:
        self.conditions = conditions
        self.allocation = allocation
        self.at: dict[str, PartDay] = {}
        self.days: list[PartDay] = []
        self.portions: list[Fraction] = []
        self.kinds: set[str] = set()
        self.cliff = 0
        self.left = Fraction(1)

    def found(self) -> VestingPath:
        for id_, each in self.conditions:
            self.condition(id_, each)
        are_quantities = self.kinds == {"quantity"}
        if len(self.kinds) > 1:
            raise UnsayableError(Sentence("portions-and-quantities"))
        if not self.days:
            raise UnsayableError(Sentence("vesting-of-nothing"))
        if not are_quantities and sum(self.portions) > 1:
            raise UnsayableError(Sentence("vesting-of-more"))
        if (
            not are_quantities
            and sum(self.portions) < 1
            and not self.allocation.startswith(("cumulative", "fractional"))
        ):
            raise UnsayableError(Sentence("vesting-of-less"))
        if len(self.days) > _MOST_PARTS:
            raise UnsayableError(Sentence("vesting-of-too-many-parts", number=_MOST_PARTS))
        events = tuple(id_ for id_, each in self.conditions if _trigger(each).get("type") == "VESTING_EVENT")
        return VestingPath(tuple(self.days), tuple(self.portions), self.allocation, are_quantities, self.cliff, events)

    def condition(self, id_: str, each: Mapping[str, Any]) -> None:
        trigger = _trigger(each)
        share, kind = self.share(id_, each)
        match trigger.get("type"):
            case "VESTING_START_DATE":
                days = [PartDay(Anchor("start"))]
            case "VESTING_EVENT":
                days = [PartDay(Anchor("event", id_))]
            case "VESTING_SCHEDULE_ABSOLUTE":
                day = day_of(trigger.get("date"))
                if day is None:
                    raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
                days = [PartDay(Anchor("day", id_, day))]
            case "VESTING_SCHEDULE_RELATIVE":
                days = self.relative(id_, each, trigger)
            case _:
                raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        self.at[id_] = days[-1]
        if not share:
            return
        if kind == "remainder":
            if len(days) > 1:
                raise UnsayableError(Sentence("remainder-of-several", id=quote(id_)))
            share, kind = share * self.left, "portion"
        self.kinds.add(kind)
        self.left -= share * len(days)
        self.days += days
        self.portions += [share] * len(days)

    def share(self, id_: str, each: Mapping[str, Any]) -> tuple[Fraction, str]:
        """How much vests with each occurrence of a condition, and as what that is told."""
        portion, quantity = each.get("portion"), each.get("quantity")
        if (portion is None) == (quantity is None):
            raise UnsayableError(Sentence("portion-or-quantity", id=quote(id_)))
        if quantity is not None:
            number = exact_number(quantity)
            if number is None or number < 0:
                raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
            return number, "quantity"
        if not isinstance(portion, Mapping):
            raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        above, below = exact_number(portion.get("numerator")), exact_number(portion.get("denominator"))
        if above is None or not below or above / below < 0:
            raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        return above / below, "remainder" if portion.get("remainder") is True else "portion"

    def relative(self, id_: str, each: Mapping[str, Any], trigger: Mapping[str, Any]) -> list[PartDay]:
        period, base = trigger.get("period"), trigger.get("relative_to_condition_id")
        if not isinstance(period, Mapping) or not isinstance(base, str):
            raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        if base not in self.at:
            raise UnsayableError(Sentence("condition-leads-nowhere", id=quote(id_), name=quote(base)))
        length, times = period.get("length"), period.get("occurrences")
        if not _whole(length) or not _whole(times) or length < 0 or not 1 <= times <= _MOST_PARTS:
            raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
        self.find_cliff(id_, each, period, length, times)
        since = self.at[base]
        match period.get("type"):
            case "DAYS":
                return [self.later(id_, since, days=length * n) for n in range(1, times + 1)]
            case "MONTHS":
                named = str(period.get("day_of_month"))
                if (named != _AS_START and named not in _FIXED) or length == 0:
                    raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))
                fixed = _FIXED.get(named, 0)
                if not fixed and since.anchor.kind != "start":
                    raise UnsayableError(Sentence("no-start-day", id=quote(id_)))
                return [self.later(id_, since, months=length * n, fixed=fixed) for n in range(1, times + 1)]
            case _:
                raise UnsayableError(Sentence("condition-misshapen", id=quote(id_)))

    @staticmethod
    def later(id_: str, since: PartDay, *, months: int = 0, days: int = 0, fixed: int = 0) -> PartDay:
        """A day so much later. Months are counted from the anchor itself, so that month-ends do not drift."""
        if months and since.days:
            raise UnsayableError(Sentence("months-after-days", id=quote(id_)))
        return PartDay(since.anchor, since.months + months, since.days + days, fixed if months else since.day_of_month)

    def find_cliff(self, id_: str, each: Mapping[str, Any], period: Mapping[str, Any], length: int, times: int) -> None:
        """A cliff inside the instalments of a condition, as the main branch of the format and its tools have it."""
        instalment = period.get("cliff_installment", 0)
        own = each.get("cliff_condition")
        if own is not None:
            of = own.get("period") if isinstance(own, Mapping) else None
            until = of.get("length") if isinstance(of, Mapping) else None
            if not isinstance(of, Mapping) or of.get("type") != period.get("type") or not _whole(until) or not length:
                raise UnsayableError(Sentence("cliff-misshapen", id=quote(id_)))
            instalment, rest = divmod(until, length)
            if rest or not 1 <= instalment <= times:
                raise UnsayableError(Sentence("cliff-misshapen", id=quote(id_)))
        if not _whole(instalment) or not 0 <= instalment <= times:
            raise UnsayableError(Sentence("cliff-misshapen", id=quote(id_)))
        if instalment > 1:
            if self.days or self.cliff:
                raise UnsayableError(Sentence("cliff-after-parts", id=quote(id_)))
            self.cliff = instalment


def _trigger(each: Mapping[str, Any]) -> Mapping[str, Any]:
    trigger = each.get("trigger")
    return trigger if isinstance(trigger, Mapping) else {}


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
