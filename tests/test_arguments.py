"""Whatever Python hands over as an argument, it is taken, or refused by a report in both languages."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

import kenri
from kenri.api import LoadedPlan


class Odd:
    """Something that neither can be shown nor compared."""

    def __repr__(self) -> str:
        raise AssertionError("it is not asked how it looks")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("it is not compared")

    def __hash__(self) -> int:
        raise AssertionError("it is not looked up")


def nested(wrap: Callable[[Any], Any]) -> Any:
    made: Any = wrap(None)
    for _ in range(5000):
        made = wrap(made)
    return made


ODD: dict[str, Any] = {
    "a huge number": 10**5000,
    "a list in lists": nested(lambda inner: [inner]),
    "a mapping in mappings": nested(lambda inner: {"a": inner}),
    "something odd": Odd(),
    "a float": 1.5,
    "no number": float("nan"),
    "bytes": b"x",
    "a set": {1},
    "a generator": iter(range(0)),
    "a class": Odd,
    "a function": nested,
    "an hour of no zone": datetime.datetime(2024, 1, 1),  # noqa: DTZ001  # which is what is wrong with it
    "an hour": datetime.time(),
    "two numbers": (1, 2),
    "an object": object(),
    "an ellipsis": ...,
    "true": True,
    "a NUL": "a\0b",
    "half a character": "\ud800",
    "a long text": "x" * 100_000,
}
LIFE = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"on": "2025-06-25", "event": "leaves_position", "position": "director"}],
}
DAYS = ("2024-01-01", "2024-01-02")
PLAN = "iij/2015-5th-series"


def with_argument(name: str, key: str) -> Callable[[LoadedPlan, Any], object]:
    """A question with one argument that is odd."""
    needed = {"on": DAYS[0]} if name == "ask" else {}
    return lambda plan, odd: getattr(plan, name)(LIFE, **{**needed, key: odd})


def rows() -> Any:
    """A table that can be asked about."""
    import pyarrow as pa

    return pa.table({"id": ["sato"], "grant.number": [10], "grant.position": ["director"]})


def batch_with(key: str, plan: LoadedPlan, odd: Any) -> object:
    """A question about a table with one argument that is odd."""
    return plan.batch(rows(), **{"on": DAYS[0], key: odd})


CALLS: dict[str, Callable[[LoadedPlan, Any], object]] = {
    "load": lambda _, odd: kenri.load(odd),
    "load, rules": lambda _, odd: kenri.load(PLAN, rules=odd),
    "load, claims": lambda _, odd: kenri.load(PLAN, claims=odd),
    "load, a claim": lambda _, odd: kenri.load(PLAN, claims=[odd]),
    "load, without": lambda _, odd: kenri.load(PLAN, without=odd),
    "load, without one": lambda _, odd: kenri.load(PLAN, without=[odd]),
    "life": lambda plan, odd: plan.life(odd),
    "claim": lambda plan, odd: plan.claim(LIFE, odd),
    "audit, until": lambda plan, odd: plan.audit(LIFE, until=odd),
    "audit, grant": lambda plan, odd: plan.audit(LIFE, grant=odd),
    "simulate, action": lambda plan, odd: plan.simulate(LIFE, action=odd),
    "simulate, by": lambda plan, odd: plan.simulate(LIFE, by=odd),
    "simulate, grant": lambda plan, odd: plan.simulate(LIFE, grant=odd),
    "sweep, asked": lambda plan, odd: plan.sweep(LIFE, asked=odd),
    "sweep, last asked": lambda plan, odd: plan.sweep(LIFE, asked=(DAYS[0], odd)),
    "sweep, vary": lambda plan, odd: plan.sweep(LIFE, asked=DAYS, vary=odd, days=DAYS),
    "sweep, days": lambda plan, odd: plan.sweep(LIFE, asked=DAYS, vary="leaves_position", days=odd),
    "batch": lambda plan, odd: plan.batch(odd, on=DAYS[0]),
    "batch, days": lambda plan, odd: plan.batch(rows(), days=odd),
    "batch, last day": lambda plan, odd: plan.batch(rows(), days=(DAYS[0], odd)),
    "batch, on": lambda plan, odd: plan.batch(rows(), on=odd),
    "batch, bad": lambda plan, odd: plan.batch(rows(), on=DAYS[0], bad=odd),
    **{f"batch, {key}": partial(batch_with, key) for key in ("action", "rights", "by", "readings")},
    "branch": lambda plan, odd: plan.branch(LIFE, odd),
    "ask, on": with_argument("ask", "on"),
    **{
        f"{name}, {key}": with_argument(name, key)
        for name in ("ask", "windows")
        for key in ("action", "rights", "by", "grant", "known_at", "readings", "facts")
    },
}

TAKEN = {("load, rules", odd) for odd in ("a NUL", "half a character", "a long text")}
"""A folder that is not there holds no rules."""


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return kenri.load(PLAN)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("call", CALLS)
def test_an_odd_argument_is_refused_by_a_report(plan: LoadedPlan, call: str, odd: str) -> None:
    if (call, odd) in TAKEN:
        CALLS[call](plan, ODD[odd])
        return
    with pytest.raises(kenri.ProblemsError) as raised:
        CALLS[call](plan, ODD[odd])
    assert 0 < len(raised.value.render("en")) < 9000
    assert 0 < len(raised.value.render("ja")) < 9000


class Unending(dict[str, Any]):
    """A mapping that tells of more and more, whatever its length says."""

    def __iter__(self) -> Iterator[str]:
        return map(str, itertools.count())

    def items(self) -> Any:
        return ((str(each), each) for each in itertools.count())


class UnendingList(list[Any]):
    """The same of a list."""

    def __iter__(self) -> Iterator[Any]:
        return itertools.count()


UNENDING: dict[str, Callable[[], Any]] = {
    "a count": itertools.count,
    "the same again": lambda: itertools.repeat(("a", 1)),
    "a generator": lambda: (each for each in itertools.count()),
    "a mapping": Unending,
    "a list": UnendingList,
}
PARTS = (*LIFE, "facts")
MADE = kenri.load(PLAN).life(LIFE)
TAKES_ANY: dict[str, Callable[[LoadedPlan, Any], object]] = {
    **{name: CALLS[name] for name in CALLS if not name.endswith((", on", "sweep, asked", "sweep, days"))},
    **{f"life, {part}": partial(lambda part, plan, odd: plan.life({**LIFE, part: odd}), part) for part in PARTS},
    **{f"made, {part}": partial(lambda part, _, odd: replace(MADE, **{part: odd}), part) for part in PARTS},
    "a party of roles": lambda _, odd: replace(MADE.parties["sato"], roles=odd),
    "an event of attributes": lambda _, odd: replace(MADE.events[0], attributes=odd),
}


@pytest.mark.parametrize("odd", UNENDING)
@pytest.mark.parametrize("call", TAKES_ANY)
def test_what_never_ends_is_refused(plan: LoadedPlan, call: str, odd: str) -> None:
    with pytest.raises((kenri.ProblemsError, TypeError)):  # a mapping made of no pairs is a fault of the program
        TAKES_ANY[call](plan, UNENDING[odd]())


def test_what_never_ends_is_refused_by_the_limit_it_passes() -> None:
    with pytest.raises(kenri.ProblemsError) as raised:
        replace(MADE, events=itertools.repeat(MADE.events[0]))  # type: ignore[arg-type]  # which is what is wrong
    assert [each.code for each in raised.value.problems] == ["goes-on"]
    assert "the limit `events` is 20,000 events" in raised.value.render("en")
    assert "上限`events`は20,000" in raised.value.render("ja")
