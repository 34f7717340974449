"""The slips an author could make in one place of an expression or entry: a number off by one, a condition left out, ...

A rewrite is generic over constructs: it follows the fields of the dataclasses, so that a new construct is covered.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

from kenri.model import expressions as e
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.hours import A_DAY, CLOCK, clock, second
from kenri.model.periods import YearStart
from kenri.model.plan import Effect
from kenri.model.walk import field_sorts, key_of

Path = tuple[str | int, ...]


class Rewrite(NamedTuple):
    """What one slip makes of a value: where in it, what was changed, and the result."""

    path: Path
    change: str
    result: Any


SWAPS: Mapping[str, tuple[str, ...]] = {
    "down": ("up",),
    "up": ("down",),
    "half-up": ("down", "up"),
    "half-even": ("down", "up"),
    "half-down": ("down", "up"),
    "month-end": ("corresponding-day",),
    "corresponding-day": ("month-end",),
    "next-day": ("corresponding-day",),
    "excluded": ("included",),
    "included": ("excluded",),
    "forward": ("none",),
    "back": ("none",),
    "begins": ("ends",),
    "ends": ("begins",),
    "cumulative-rounding": ("cumulative-round-down",),
    "cumulative-round-down": ("cumulative-rounding",),
    "front-loaded": ("back-loaded", "front-loaded-to-single-tranche"),
    "back-loaded": ("front-loaded", "back-loaded-to-single-tranche"),
    "front-loaded-to-single-tranche": ("back-loaded-to-single-tranche", "front-loaded"),
    "back-loaded-to-single-tranche": ("front-loaded-to-single-tranche", "back-loaded"),
    "fractional": ("cumulative-round-down",),
    "together": ("as-one",),
    "gone": ("later",),
    "later": ("gone",),
    "as-one": ("together",),
    "start_of_day": ("end_of_day",),
    "end_of_day": ("start_of_day",),
}
"""Words that stand for a choice of the language, with the other choices."""

WORD_FIELDS = frozenset(
    {"round", "months", "first_day", "roll", "same_day", "at", "allocation", "at_cliff", "skipped_parts"}
)

BOUNDS: Mapping[str, str] = {
    "from_": "after",
    "after": "from_",
    "until": "before",
    "before": "until",
    "at_least": "more_than",
    "more_than": "at_least",
    "at_most": "less_than",
    "less_than": "at_most",
}
"""Bounds and the ones that differ from them by a day or at equality."""

HOURS = ("hour", "at")
"""Fields that may hold an hour of the day as it is written."""

OPTIONAL = frozenset(
    {
        "who", "during", "just_before", "tolled", "extended", "paused", "on_or_after", "counting", "hour",
        "when", "unless", "by", "day_of_month", "cliff", "skipped",
        "at_least", "at_most", "more_than", "less_than", "equals", "in_lots_of",
    }
)  # fmt: skip
"""Fields that narrow something and may be left out."""

WITHOUT_SLIPS = frozenset({"clause", "says", "note", "unit", "stated", "replaces", "type", "lapse", "follows"})
"""Fields in which no slip is made: most decide nothing, and effects are in their order once a plan is loaded."""


def rewrites(value: Any, *, field: str = "") -> Iterator[Rewrite]:
    """Every slip in a value, at any depth."""
    match value:
        case bool():
            yield Rewrite((), f"{value} for {not value}", not value)
        case int():
            yield from (Rewrite((), f"{value + step} for {value}", value + step) for step in (1, -1))
        case Decimal():
            step = Decimal(1).scaleb(int(value.as_tuple().exponent))
            yield from (Rewrite((), f"{value + by} for {value}", value + by) for by in (step, -step))
        case datetime.datetime():
            return
        case datetime.date():
            for days in (1, -1):
                if FIRST_DAY <= value.toordinal() + days < NEVER:
                    other = value + datetime.timedelta(days=days)
                    yield Rewrite((), f"{other} for {value}", other)
        case str() if field in HOURS and re.fullmatch(CLOCK, value):
            for minutes in (1, -1):
                other_hour = clock((second(value) + 60 * minutes) % A_DAY)
                yield Rewrite((), f"{other_hour} for {value}", other_hour)
        case str() if field in WORD_FIELDS:
            yield from (Rewrite((), f"{other} for {value}", other) for other in SWAPS.get(value, ()))
        case tuple():
            for index, item in enumerate(value):
                for inner in rewrites(item):
                    result = (*value[:index], inner.result, *value[index + 1 :])
                    yield Rewrite((index, *inner.path), inner.change, result)
                if len(value) > 1:
                    yield Rewrite((index,), "left out", (*value[:index], *value[index + 1 :]))
        case Mapping():
            for name, item in value.items():
                for inner in rewrites(item):
                    yield Rewrite((name, *inner.path), inner.change, {**value, name: inner.result})
                if field in ("where", "where_not"):
                    rest = {other: kept for other, kept in value.items() if other != name}
                    yield Rewrite((name,), "left out", rest)
        case e.Node():
            yield from _of_construct(value)
        case _:
            return


def _of_construct(node: e.Node) -> Iterator[Rewrite]:
    construct: Any = type(node)
    sorts = dict(field_sorts(construct))
    for field in fields(construct):
        value = getattr(node, field.name)
        if value is None or field.name in WITHOUT_SLIPS:
            continue
        if field.name == "at_cliff" and not _tells_cliffs_apart(node):
            continue
        if field.name == "year_starts":
            yield from _year_starts(node, value)
            continue
        key = key_of(field.name)
        # A word that stands where an expression does is the name of something, whatever it is called.
        is_name = isinstance(value, str) and sorts[field.name] is not None
        for inner in rewrites(value, field="" if is_name else field.name):
            yield Rewrite((key, *inner.path), inner.change, _replaced(node, field.name, inner.result))
        may_be_left_out = field.name in OPTIONAL and field.default is not MISSING
        if may_be_left_out and value != field.default and not _is_only_bound(node, field.name):
            yield Rewrite((key,), "left out", _replaced(node, field.name, field.default))
        other = BOUNDS.get(field.name)
        if other in sorts and getattr(node, other) is None and not isinstance(node, e.First):
            swapped = _replaced(_replaced(node, field.name, None), other, value)
            yield Rewrite((key,), f"{key_of(other)} for {key}", swapped)
    match node:
        case e.All(all=several) if len(several) > 1:
            yield Rewrite(("all",), "any for all", e.AnyOf(any=several))
        case e.AnyOf(any=several) if len(several) > 1:
            yield Rewrite(("any",), "all for any", e.All(all=several))
        case e.Not(not_=other_condition):
            yield Rewrite(("not",), "not left out", other_condition)
        case e.Difference(subtract=(first, second)) | e.Quotient(divide=(first, second)):
            # A list of two cannot lose one: what is left stands by itself.
            yield Rewrite((node.key, 0), "left out", second)
            yield Rewrite((node.key, 1), "left out", first)
        case e.Held(initially=("always" | "never") as word):
            flipped = "never" if word == "always" else "always"
            yield Rewrite(("initially",), f"{flipped} for {word}", replace(node, initially=flipped))
        case e.First(after=bound) if bound is not None:
            yield Rewrite(("after",), "on_or_after for after", replace(node, after=None, on_or_after=bound))
            yield Rewrite(("after",), "left out", replace(node, after=None))
        case e.Last(last=condition, on_or_before=of):
            yield Rewrite(("last",), "next for last", e.Next(next=condition, on_or_after=of))
            yield Rewrite(("last",), "not moved", of)
        case e.Next(next=condition, on_or_after=of):
            yield Rewrite(("next",), "last for next", e.Last(last=condition, on_or_before=of))
            yield Rewrite(("next",), "not moved", of)
        case Effect(for_=str(), moves="all") | e.Balance(for_=str()):
            yield Rewrite(("for",), "left out", _replaced(node, "for_", None))
        case e.BusinessDay(business_day=name) if name not in ("plan", "weekdays"):
            yield Rewrite(("business_day",), f"weekdays for {name}", e.BusinessDay(business_day="weekdays"))
        case _:
            pass


def _tells_cliffs_apart(node: e.Node) -> bool:
    """Whether it makes a difference to a schedule how a cliff is counted: where its parts are rounded one by one, and
    what is over does not all come first.
    """
    return (
        isinstance(node, e.Vests)
        and node.cliff is not None
        and node.allocation in ("front-loaded", "back-loaded", "back-loaded-to-single-tranche")
    )


def _year_starts(node: e.Node, start: YearStart) -> Iterator[Rewrite]:
    """The months beside the one a year begins in, where the unit counted in depends on it; or the days."""
    unit = next((found for name in ("per", "first_of", "last_of") if (found := getattr(node, name, None))), None)
    others: list[YearStart] = []
    if isinstance(start, str):
        month, day = start.split("-")
        others = [f"{month}-{other:02}" for other in (int(day) + 1, int(day) - 1) if 1 <= other <= 28]
    elif unit in ("quarter", "half", "year"):
        others = [start % 12 + 1, (start - 2) % 12 + 1]
    for other in others:
        yield Rewrite(("year_starts",), f"{other} for {start}", _replaced(node, "year_starts", other))


def _is_only_bound(node: e.Node, field: str) -> bool:
    """Whether leaving a bound out would leave a comparison or a limit with none."""
    bounds = ("at_least", "more_than", "at_most", "less_than", "equals", "in_lots_of")
    if field not in bounds:
        return False
    return sum(getattr(node, name, None) is not None for name in bounds) == 1


def _replaced(node: e.Node, field: str, value: object) -> e.Node:
    copy: e.Node = replace(node, **{field: value})  # type: ignore[type-var]  # every construct is a dataclass
    return copy
