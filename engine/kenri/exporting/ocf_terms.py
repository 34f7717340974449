"""Plan files that were made of a package of the Open Cap Format, as the stock plans and vesting terms they came from.

Whoever has edited such a file has said what the format cannot: so what is written is read back, and the file that it
would be made into is compared with the one there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from kenri.importing.ocf_vesting import ALLOCATIONS
from kenri.loader.tree import read
from kenri.model.problems import Report

__all__ = ["START", "PackageTerms", "terms_of"]

START = "start"
"""The id of the condition that is met when vesting starts, in terms that are written here."""

_NAMES = {kenri: name for name, kenri in ALLOCATIONS.items()}
_AS_START = "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"


class _UnsaidError(ValueError):
    """A plan file that says its vesting in other words than those that are made of a package."""


@dataclass(frozen=True, slots=True)
class PackageTerms:
    """What a plan file came from: the issuer and the stock plan by name, and the vesting terms, if there are any."""

    issuer: str
    stock_plan: str
    terms: Mapping[str, Any] | None = None


def terms_of(text: str) -> PackageTerms | None:
    """What the text of a plan file came from; None for one that was not made of a package, or says other terms."""
    trees = read("plan.yaml", text, report=Report())
    value: Any = trees[0].value if len(trees) == 1 else None
    try:
        source = value["source"]
        document, _, of = str(source["document"]).partition(", VESTING_TERMS ")
        if document != "Open Cap Format":
            return None
        kind = ": restricted stock units, " if ": restricted stock units, " in value["title"] else ": options, "
        name, _, vesting = str(value["title"]).rpartition(kind)
        terms = _terms(of, vesting, value) if of else None
    except (KeyError, TypeError, IndexError, _UnsaidError):
        return None
    return PackageTerms(str(source.get("issuer", "")), "" if name == "no stock plan" else name, terms)


def _terms(id_: str, name: str, value: Any) -> dict[str, Any]:
    said = value["amounts"]["by-schedule"]["is"]["otherwise"]
    if "reading" in said:
        said = said["choices"]["together"]
    is_of_quantities = "least" in said
    if is_of_quantities:
        said = said["least"][1]
    days = [*_days(value["dates"]["part-days"]["is"])]
    weights = [Fraction(1)] * said["parts"] if "parts" in said else [Fraction(each) for each in said["portions"]]
    whole = sum(weights, Fraction())
    shares = [each / whole * (Fraction(said["vests"]) if is_of_quantities else 1) for each in weights]
    if not 0 <= len(shares) - len(days) <= 1:
        raise _UnsaidError
    key = "quantity" if is_of_quantities else "portion"
    conditions = [*_conditions(value["dates"]["part-days"]["is"], days, shares, key, said)]
    for here, following in pairwise(conditions):
        here["next_condition_ids"] = [following["id"]]
    return {
        "id": id_,
        "object_type": "VESTING_TERMS",
        "name": name,
        "description": name,
        "allocation_type": _NAMES[said["allocation"]],
        "vesting_conditions": conditions,
    }


@dataclass(frozen=True, slots=True)
class _Day:
    """The day of a part: so long after the start, a condition that an event meets, or a day of the calendar."""

    since: str = START
    months: int = 0
    days: int = 0
    day_of_month: int = 0
    on: date | None = None


def _days(said: Any) -> Iterator[_Day]:
    if isinstance(said, Mapping) and "each_of" in said:
        yield from (_day(each) for each in said["each_of"])
    elif isinstance(said, Mapping) and "every" in said:
        ((unit, length),) = said["every"].items()
        fixed = said.get("counting", {}).get("day_of_month", 0)
        for number in range(1, said["times"] + 1):
            yield _Day(**{unit: length * number}, day_of_month=fixed)
    else:
        yield _day(said)


def _day(said: Any) -> _Day:
    if said == "vesting-start":
        return _Day()
    if isinstance(said, date):
        return _Day(since="", on=said)
    if "event" in said:
        return _Day(since=said["where"]["condition"])
    base = _day(said["to"])
    ((unit, length),) = said["plus"].items()
    if unit not in ("months", "days") or base.on is not None or (unit == "months" and base.days):
        raise _UnsaidError
    fixed = said.get("counting", {}).get("day_of_month", base.day_of_month)
    return _Day(
        base.since,
        base.months + (length if unit == "months" else 0),
        base.days + (length if unit == "days" else 0),
        fixed,
    )


def _conditions(
    said: Any, days: Sequence[_Day], shares: Sequence[Fraction], key: str, amount: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    yield _condition(START, key, Fraction(), {"type": "VESTING_START_DATE"})
    cliff = amount.get("cliff", 0)
    if isinstance(said, Mapping) and "every" in said:
        ((unit, length),) = said["every"].items()
        fixed = days[0].day_of_month
        if cliff and amount.get("at_cliff") == "as-one":
            first = sum(shares[:cliff], Fraction())
            yield _later("cliff", key, first, START, unit, length * cliff, 1, fixed)
            rest = [("cliff", at, share) for at, share in enumerate(shares[cliff : len(days)], start=cliff)]
            if len({share for *_, share in rest}) == 1:
                yield _later("rest", key, rest[0][2], "cliff", unit, length, len(rest), fixed)
                return
            for _, at, share in rest:
                yield _later(f"part-{at + 1}", key, share, START, unit, length * (at + 1), 1, fixed)
            return
        if len(set(shares[: len(days)])) == 1:
            yield _later("parts", key, shares[0], START, unit, length, len(days), fixed, cliff)
            return
    if cliff:
        raise _UnsaidError
    met: set[str] = {START, ""}
    for at, (day, share) in enumerate(zip(days, shares, strict=False), start=1):
        if day.since not in met:
            met.add(day.since)
            own = share if not day.months and not day.days else Fraction()
            yield _condition(day.since, key, own, {"type": "VESTING_EVENT"})
            if own:
                continue
        if day.on is not None:
            yield _condition(
                f"part-{at}", key, share, {"type": "VESTING_SCHEDULE_ABSOLUTE", "date": day.on.isoformat()}
            )
        elif day.months and day.days:
            yield _later(f"part-{at}-months", key, Fraction(), day.since, "months", day.months, 1, day.day_of_month)
            yield _later(f"part-{at}", key, share, f"part-{at}-months", "days", day.days, 1, 0)
        else:
            unit = "months" if day.months else "days"
            yield _later(f"part-{at}", key, share, day.since, unit, day.months or day.days, 1, day.day_of_month)


def _later(
    id_: str, key: str, share: Fraction, since: str, unit: str, length: int, times: int, fixed: int, cliff: int = 0
) -> dict[str, Any]:
    period: dict[str, Any] = {"length": length, "type": unit.upper(), "occurrences": times}
    if unit == "months":
        period["day_of_month"] = (
            _AS_START if not fixed else f"{fixed:02}" if fixed <= 28 else f"{fixed}_OR_LAST_DAY_OF_MONTH"
        )
    if cliff:
        period["cliff_installment"] = cliff
    trigger = {"type": "VESTING_SCHEDULE_RELATIVE", "period": period, "relative_to_condition_id": since}
    return _condition(id_, key, share, trigger)


def _condition(id_: str, key: str, share: Fraction, trigger: Mapping[str, Any]) -> dict[str, Any]:
    amount: Any = {"numerator": str(share.numerator), "denominator": str(share.denominator)}
    if key == "quantity":
        if 10**10 % share.denominator:
            raise _UnsaidError
        amount = f"{Decimal(share.numerator) / Decimal(share.denominator):f}"
    return {"id": id_, key: amount, "trigger": trigger, "next_condition_ids": []}
