"""Whatever Python hands over as an argument, it is taken, or refused by a report in both languages."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

import kenri
from kenri.api import LoadedPlan
from kenri.model.life import Event, Life, Party


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


DECIDED = ("life", "action", "on", "rights", "by")
"""What a bare answer is asked by."""


def decided(plan: LoadedPlan, **otherwise: Any) -> object:
    """A bare answer, asked for with other arguments than an usual question has."""
    usual: dict[str, Any] = {"life": LIFE, "action": "exercise", "on": DAYS[0], **otherwise}
    return plan.decide(usual.pop("life"), usual.pop("action"), **usual)


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
    **{f"decide, {key}": partial(lambda key, plan, odd: decided(plan, **{key: odd}), key) for key in DECIDED},
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


NO_QUESTION: dict[str, tuple[Any, ...]] = {
    "life": (
        *ODD.values(),
        None,
        {},
        {**LIFE, "grants": []},
        Life(parties={}, grants={}, events=(Event(id="1", kind="sails", on=1, recorded=0, who=""),)),
        Life(parties={"sato": Party(id="sato", roles=("captain",))}, grants={}),
    ),
    "action": (*ODD.values(), "sail", None, ""),
    "on": (*ODD.values(), 0, -1, 3_652_060, 736_000.0, Fraction(736_000), Decimal(736_000), "soon", "", None),
    "rights": (*ODD.values(), 0, -1, 1.0, float("inf"), Decimal("NaN"), Fraction(1, 10**5000), False, "", "many", "0"),
    "by": (*ODD.values(), 0, False, 1.0, "", "nobody"),
}
"""Of each argument what is none in a question about `LIFE`."""


def said(asked: Callable[[], object]) -> tuple[str, str]:
    """How a question is refused, in both languages."""
    with pytest.raises(kenri.ProblemsError) as raised:
        asked()
    return raised.value.render("en"), raised.value.render("ja")


@pytest.mark.parametrize("is_warm", [False, True])
@pytest.mark.parametrize("key", DECIDED)
def test_a_bare_answer_is_refused_in_the_words_of_a_ruling(key: str, is_warm: bool) -> None:
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)
    usual: dict[str, Any] = {"life": life, "action": "exercise", "on": life.grants["grant"].on + 9}
    sato = life.parties["sato"]
    asked = [{**usual, **more} for more in ({}, {"rights": 1}, {"rights": Fraction(1, 2)}, {"by": sato})]
    for each in asked * (12 if is_warm else 0):  # more than it takes until a form is made
        decided(plan, **each)
    assert len(plan._forms._asked) == (len(asked) if is_warm else 0)
    for odd, each in itertools.product(NO_QUESTION[key], asked):
        as_ruling = {**each, "on": DAYS[0], **({"by": "sato"} if "by" in each else {}), key: odd}
        expected = said(partial(plan.ask, as_ruling.pop("life"), as_ruling.pop("action"), **as_ruling))
        assert said(partial(decided, plan, **{**each, key: odd})) == expected


def test_a_party_of_another_life_gets_no_bare_answer() -> None:
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)
    sato = life.parties["sato"]
    stands_for_role = Party(id="heir", roles=("heir",))
    assert plan.decide(life, "exercise", on=DAYS[0], by=stands_for_role) == plan.decide(
        life, "exercise", on=DAYS[0], by="heir"
    )
    for other in (
        replace(sato, id="ann"),
        replace(sato, roles=("heir",)),
        replace(stands_for_role, roles=("grantee",)),
    ):
        en, ja = said(partial(plan.decide, life, "exercise", on=DAYS[0], by=other))
        assert "there is no party and no role" in en
        assert "という関係者も役割もない" in ja


def test_a_bare_answer_takes_what_a_ruling_takes() -> None:
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)
    day = datetime.date(2025, 7, 1)
    lives: tuple[Any, ...] = (life, LIFE)
    days: tuple[Any, ...] = (day, str(day), day.toordinal(), datetime.datetime(2025, 7, 1, 9, tzinfo=datetime.UTC))
    numbers: tuple[Any, ...] = (1, "1", Decimal(1), Fraction(1), 11, "11")
    askers: tuple[Any, ...] = (None, "sato", "grantee", life.parties["sato"])
    for of, on, rights, by in itertools.product(lives, days, numbers, askers):
        ruling = plan.ask(life, on=day, rights=rights)
        assert plan.decide(of, "exercise", on=on, rights=rights, by=by)[0] == ruling.outcome


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


NO_OPTIONS = {"number": "", "reading": ", and 'readings' is near", "right": ", and 'rights' is near"}
QUESTIONS: dict[str, Callable[..., object]] = {
    "ask": lambda plan, life, **more: plan.ask(life, on="2024-02-01", **more),
    "figure": lambda plan, life, **more: plan.figure(life, "shares", **more),
    "windows": lambda plan, life, **more: plan.windows(life, **more),
    "windows elsewhere": lambda plan, life, **more: plan.windows_elsewhere(life, **more),
    "claim": lambda plan, life, **more: plan.claim(life, "nobody-after-their-own-death", **more),
    "sweep": lambda plan, life, **more: plan.sweep(life, asked=("2024-02-01", "2024-02-02"), **more),
}


@pytest.mark.parametrize("call", QUESTIONS)
@pytest.mark.parametrize("option", NO_OPTIONS)
def test_an_option_that_no_question_has_is_refused(plan: LoadedPlan, call: str, option: str) -> None:
    """It was left aside without a word: a question about three rights was answered for any number."""
    life = {"grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1, "position": "director"}]}
    with pytest.raises(TypeError, match=f"{option!r} is none{NO_OPTIONS[option]}$"):
        QUESTIONS[call](plan, life, **{option: 3})
