"""Values that are supplied: on every way in the same is refused, in the same words, and nothing else than refused."""

from __future__ import annotations

import contextlib
import gc
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.faces import main
from kenri.forward import available
from kenri.forward import forward_answer as answered_by_forward_chaining
from kenri.loader.lives import life_in
from kenri.loader.scenarios import read_scenarios
from kenri.loader.tree import read
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.life import Life
from kenri.model.limits import EVENTS
from kenri.model.problems import ProblemsError, Report
from kenri.model.ruling import Ruling
from tests.effort import examples

Kenri: TypeAlias = Callable[..., tuple[int, str]]

EVENTS_LIMIT = EVENTS.most

PLAN = """
plan: example
extends: vocabulary/equity
zone: Asia/Tokyo
party_attributes: {born: {type: day, optional: true}, code: {type: text, optional: true}}
grant_attributes: {price: {type: number, optional: true}}
terms:
  board_date: {unknown: the board sets it, type: day}
  season: {unknown: the board sets it, type: period}
  fee: {unknown: the board sets it, type: number}
  listed: {unknown: the board says it, type: flag}
events:
  tells:
    attributes:
      n: {type: number, optional: true}
      r: {type: ratio, optional: true}
      d: {type: day, optional: true}
      f: {type: flag, optional: true}
      t: {type: text, optional: true}
      w: {one_of: [good, bad], optional: true}
      p: {type: party, optional: true}
  needs: {attributes: {n: number}}
  splits: {attributes: {ratio: ratio}}
  leaves_position: {personal: true}
actions:
  exercise:
    replaces: true
    attributes:
      n: {type: number, optional: true}
      r: {type: ratio, optional: true}
      d: {type: day, optional: true}
      f: {type: flag, default: true}
      t: {type: text, optional: true}
      w: {one_of: [good, bad], optional: true}
      p: {type: party, optional: true}
rules:
  a: {clause: "1", says: Whoever is paid., permit: exercise, unless: {asked: f, is: false}}
effects:
  split: {clause: "2", says: A split., on: {event: splits}, scales: {of_event: ratio}}
figures:
  cost: {clause: "3", says: The cost., of: exercise, is: {sum: [{asked: number}, {asked: n}]}}
  constant: {clause: "3", says: A number., is: 3}
"""

TYPES = {"n": "number", "r": "ratio", "d": "day", "f": "flag", "t": "text", "w": "word", "p": "party"}

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": date(2024, 1, 1), "number": 100}],
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("values") / "example.yaml"
    path.write_text(PLAN)
    return path


@pytest.fixture(scope="module")
def plan(file: Path) -> LoadedPlan:
    return load(file)


def messages(act: Callable[[], object]) -> list[tuple[str, str]]:
    """What is said of input that must be refused."""
    with pytest.raises(ProblemsError) as raised:
        act()
    return [(each.message, each.help) for each in raised.value.problems]


# --- what is refused, and what is said


REFUSED = [
    ("f", "no", "`f` must be a flag, found `no`", "write `false`"),
    ("f", "yes", "`f` must be a flag, found `yes`", "write `true`"),
    ("f", 1, "`f` must be a flag, found `1`", "write `true` or `false`"),
    ("n", "noon", "`n` must be a number, found `noon`", "write for example `100`"),
    ("n", date(2024, 5, 1), "`n` must be a number, found `2024-05-01`", "write for example `100`"),
    ("n", True, "`n` must be a number, found `true`", "write for example `100`"),
    ("n", "0.5", "`n` must be a number, found `0.5`", "a number in quotes is text: write `0.5` without them"),
    ("n", "ninety", "`n` must be a number, found `ninety`", "write `90`"),
    ("n", "90 days", "`n` must be a number, found `90 days`", "write the number alone: `90`"),
    ("r", "1:2", "`r` cannot be `1:2`, which does not say what comes for what", "1 new for 2 old"),
    ("r", "3:1", "`r` cannot be `3:1`, which does not say what comes for what", "`3/1` for 3 new on every 1 old"),
    ("d", "soon", "`d` must be a day, found `soon`", "write it as `2025-06-25`"),
    ("d", 739343, "`d` must be a day, found `739343`", "write it as `2025-06-25`"),
    ("d", "2024-02-30", "`d`: there is no day `2024-02-30`", "write a day of the calendar, as in `2024-02-29`"),
    ("d", "2024-1-1", "`d`: the day `2024-1-1` must have a month and a day of two digits", "write it as `2024-01-01`"),
    ("w", "goood", "`w` cannot be `goood`: `goood` is not one of its words", "the nearest known name is `good`"),
    ("w", 5, "`w` cannot be `5`", "the known names are `bad`, `good`"),
    ("t", 5, "`t` must be a text, found `5`", 'quote it: `"5"`'),
    ("t", True, "`t` must be a text, found `true`", 'quote it: `"true"`'),
    ("p", "bob", "`p`: there is no party `bob`", "the known name is `ann`"),
    ("p", 5, "`p` must be a party, found `5`", "write the name of a party"),
    ("n", 10**100, "`n`: a number of more than 100 digits is too long", "write one of at most 100 digits"),
]


def as_typed(value: Any) -> str:
    """A value as a command line has it, where what looks like something else stands in quotes."""
    text = "true" if value is True else str(value)
    return f'"{text}"' if isinstance(value, str) else text


def forward_answer(plan: LoadedPlan, life: Any, **asked: Any) -> object:
    """The answer of forward chaining; where its engine does not run, that of the reference, asked once more."""
    return answered_by_forward_chaining(plan, life, **asked) if available() else plan.ask(life, **asked)


@pytest.mark.parametrize(("name", "value", "message", "help_"), REFUSED, ids=lambda one: str(one)[:30])
def test_the_same_is_refused_in_the_same_words_on_every_way(
    plan: LoadedPlan,
    file: Path,
    tmp_path: Path,
    kenri: Kenri,
    name: str,
    value: Any,
    message: str,
    help_: str,
) -> None:
    event = {"on": date(2024, 5, 1), "event": "tells", name: value}
    ways: dict[str, Callable[[], object]] = {
        "question": lambda: plan.ask(LIFE, on="2024-05-01", facts={name: value}),
        "forward": lambda: forward_answer(plan, LIFE, on="2024-05-01", facts={name: value}),
        "figure": lambda: plan.figure(LIFE, "cost", on="2024-05-01", facts={name: value}),
        "windows": lambda: plan.windows(LIFE, facts={name: value}),
        "sweep": lambda: plan.sweep(LIFE, asked=("2024-05-01", "2024-05-02"), facts={name: value}),
        "life": lambda: plan.life({**LIFE, "events": [event]}),
        "branch": lambda: plan.branch(LIFE, event),
    }
    for way, act in ways.items():
        ((said, helped),) = messages(act)
        assert said == message, way
        assert help_ in helped, way
    if value == 10**100:
        return  # the reader of files and of command lines refuses it before its type is known
    life = tmp_path / "life.yaml"
    life.write_text(json.dumps(LIFE, default=str).replace('"2024-01-01"', "2024-01-01"))
    written = f"{name}={as_typed(value)}"
    asked = ["ask", str(file), str(life), "--on", "2024-05-01"]
    for command in (
        asked,
        *([[*asked, "--engine", "forward"]] if available() else []),
        ["figure", str(file), str(life), "cost", "--on", "2024-05-01"],
        ["windows", str(file), str(life)],
        ["windows", str(file), str(life), "--action", "exercise"],
        ["sweep", str(file), str(life), "--asked-from", "2024-05-01", "--asked-to", "2024-05-02"],
    ):
        code, err = kenri(*command, "--with", written)
        assert (code, err.startswith(message)) == (2, True), err
    ((place, told),) = scenario_problems(file, tmp_path, f"{{{name}: {as_typed(value)}}}")
    assert told == message
    assert place == (6, 66 + len(name))  # the value, counted in the text below


@pytest.fixture
def kenri(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kenri]:
    """`kenri` with some arguments: its exit code, and what it says is wrong."""
    monkeypatch.setenv("COLUMNS", "100")
    threshold = gc.get_threshold()

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kenri", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main.run()
        return int(left.value.code or 0), capsys.readouterr().err

    yield run
    gc.set_threshold(*threshold)


def scenario_problems(file: Path, folder: Path, with_: str) -> list[tuple[tuple[int, int], str]]:
    text = f"""plan: {file}
life: {{parties: {{ann: {{role: grantee}}}}, grants: [{{grantee: ann, on: 2024-01-01, number: 100}}]}}
scenarios:
  one:
    because: of something
    asks: [{{on: 2024-05-01, expect: allowed, rights: 1, with: {with_}}}]
"""
    path = folder / "s.yaml"
    path.write_text(text)
    report = Report()
    read_scenarios(path, lambda name: load(name).plan, report)
    return [((each.place.line, each.place.column), each.message) for each in report.problems if each.place is not None]


def test_all_wrong_facts_are_told_at_once(plan: LoadedPlan) -> None:
    facts = {"n": "noon", "f": "no", "colour": "red", "d": "soon"}
    assert len(messages(lambda: plan.ask(LIFE, on="2024-05-01", facts=facts))) == 4


def test_a_word_that_means_nothing_safe_is_told_with_the_others(file: Path, tmp_path: Path, kenri: Kenri) -> None:
    life = tmp_path / "life.yaml"
    life.write_text("grants: [{grantee: ann, on: 2024-01-01, number: 100}]\n")
    asked = ["ask", str(file), str(life), "--on", "2024-05-01"]
    code, err = kenri(*asked, "--with", "n=1e3", "--with", "f=no")
    assert code == 2
    assert "`1e3` is a number with an exponent" in err
    assert "`f` must be a flag" in err


def test_a_figure_of_no_action_takes_no_facts(plan: LoadedPlan) -> None:
    ((said, _),) = messages(lambda: plan.figure(LIFE, "constant", on="2024-05-01", facts={"n": 1}))
    assert "takes no facts" in said


TAKEN = [
    ("n", 5, 5),
    ("n", Decimal("2.50"), Fraction(5, 2)),
    ("n", Fraction(1, 3), Fraction(1, 3)),
    ("n", "1/3", Fraction(1, 3)),
    ("n", -3, -3),
    ("n", 10**100 - 1, 10**100 - 1),
    ("r", "2 new for 1 old", 2),
    ("r", "1 new for 2 old", Fraction(1, 2)),
    ("r", "3/2", Fraction(3, 2)),
    ("r", "2/1", 2),
    ("r", Decimal("0.5"), Fraction(1, 2)),
    ("d", "2024-05-01", date(2024, 5, 1).toordinal()),
    ("d", date(1, 1, 1), FIRST_DAY),
    ("d", "9999-12-31", NEVER - 1),
    ("d", datetime(2024, 4, 30, 15, 0, tzinfo=UTC), date(2024, 5, 1).toordinal()),
    ("f", False, False),
    ("t", "noon", "noon"),
    ("w", "bad", "bad"),
    ("p", "ann", "ann"),
]


@pytest.mark.parametrize(("name", "value", "held"), TAKEN, ids=lambda one: str(one)[:30])
def test_what_is_taken_has_the_form_of_the_engine(plan: LoadedPlan, name: str, value: Any, held: Any) -> None:
    life = plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": "tells", name: value}]})
    assert life.events[0].attributes == {name: held}
    assert dict(plan.facts("exercise", {name: value}, life)) == {name: held}


@pytest.mark.parametrize(
    "value",
    [
        *(0.5, float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), Decimal("1e5000"), Decimal("1e-5000")),
        *(10**5000, Fraction(1, 10**101), "1e5000", "1e9999999999", "9" * 101, "x" * 10**6, "NaN"),
        *(object(), [], {}, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_exact_number_of_bearable_length_is_none(plan: LoadedPlan, value: Any) -> None:
    (problem,) = messages(lambda: plan.ask(LIFE, on="2024-05-01", facts={"n": value}))
    assert problem[0].startswith("`n`")
    if value is not None:
        (problem,) = messages(lambda: plan.ask(LIFE, on="2024-05-01", rights=value))
        messages(lambda: forward_answer(plan, LIFE, on="2024-05-01", rights=value))
        messages(lambda: plan.sweep(LIFE, asked=("2024-05-01", "2024-05-02"), rights=value))
    (problem,) = messages(lambda: plan.life({**LIFE, "grants": [{"grantee": "ann", "number": value}]}))
    assert problem[0].startswith("`number`")
    if isinstance(value, float) and value == 0.5:
        assert "Decimal('0.5')" in problem[1]


class Shown(float):
    """A float that shows itself as a call, as NumPy's do."""

    def __repr__(self) -> str:
        return f"np.float64({float.__repr__(self)})"

    __str__ = __repr__


@pytest.mark.parametrize(("value", "advice"), [(Shown(5), "`5`"), (Shown(0.5), "Decimal('0.5')")])
def test_a_float_of_another_library_is_refused_as_any_other(plan: LoadedPlan, value: float, advice: str) -> None:
    ((_, said),) = messages(lambda: plan.ask(LIFE, on="2024-05-01", rights=value))  # type: ignore[arg-type]
    assert advice in said


class NoTime(datetime):
    """What stands for no time, as the `NaT` of pandas: it is a `datetime`, and knows no zone."""

    def utcoffset(self) -> NoReturn:
        raise ValueError("no time has no zone")


def test_what_stands_for_no_time_is_refused(plan: LoadedPlan) -> None:
    moment = NoTime(2024, 5, 1)
    for ask in (
        lambda: plan.ask(LIFE, on=moment),
        lambda: plan.ask(LIFE, on="2024-05-01", known_at=moment),
        lambda: plan.audit(LIFE, until=moment),
        lambda: plan.sweep(LIFE, asked=(moment, moment)),
        lambda: plan.life({**LIFE, "events": [{"on": moment, "event": "tells"}]}),
    ):
        assert any("time zone" in said for said, _ in messages(ask))


@pytest.mark.parametrize("rights", [10, "10", "2.5", Decimal("2.5"), Fraction(5, 2), "5/2"])
def test_rights_may_be_any_exact_number_above_zero(plan: LoadedPlan, rights: Any) -> None:
    assert plan.ask(LIFE, on="2024-05-01", rights=rights).outcome == "allowed"


# --- what lives say


@pytest.mark.parametrize("value", ["yes", "no", 1, "true", None, [True]])
def test_a_cancellation_is_true_or_it_is_none(plan: LoadedPlan, value: Any) -> None:
    events = [
        {"on": "2024-05-01", "event": "needs", "n": 1, "id": "a"},
        {"on": "2024-05-01", "event": "needs", "corrects": "a", "cancelled": value},
    ]
    ((said, _),) = messages(lambda: plan.life({**LIFE, "events": events}))
    assert said.startswith("`cancelled` must be a flag")


def test_only_a_cancellation_leaves_out_what_must_be_told(plan: LoadedPlan) -> None:
    first = {"on": "2024-05-01", "event": "needs", "n": 1, "id": "a"}
    again = {"on": "2024-05-01", "event": "needs", "corrects": "a"}
    assert plan.life({**LIFE, "events": [first, {**again, "cancelled": True}]}).known_at(None).events == ()
    ((said, _),) = messages(lambda: plan.life({**LIFE, "events": [first, {**again, "cancelled": False}]}))
    assert said == "the key `n` is missing"


def test_a_cancellation_names_what_it_takes_back(plan: LoadedPlan) -> None:
    event = {"on": "2024-05-01", "event": "leaves_position", "cancelled": True}
    ((said, _),) = messages(lambda: plan.life({**LIFE, "events": [event]}))
    assert said == "a cancellation takes back an earlier event, and this one names none"


@pytest.mark.parametrize(
    ("event", "number"),
    [
        *(("exercises", {"rights": rights}) for rights in (0, -3, Fraction(-1, 2))),
        ("splits", {"ratio": 0}),
    ],
)
def test_an_act_and_a_scaling_are_of_more_than_nothing(plan: LoadedPlan, event: str, number: dict[str, Any]) -> None:
    ((said, _),) = messages(lambda: plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": event, **number}]}))
    assert "must be above zero" in said


@pytest.mark.parametrize("ratio", [-2, Fraction(-1, 2), "-1/2"])
def test_no_ratio_is_below_zero(plan: LoadedPlan, ratio: Any) -> None:
    """A ratio says how many come for how many, in a life and in a question alike."""
    event = {"on": "2024-05-01", "event": "tells", "r": ratio}
    for refused in (
        lambda: plan.life({**LIFE, "events": [event]}),
        lambda: plan.ask(LIFE, on="2024-05-01", facts={"r": ratio}),
    ):
        ((said, _),) = messages(refused)
        assert said == f"`r` must be a ratio, found `{ratio}`"


def test_a_ratio_in_percent_is_told_as_a_part(plan: LoadedPlan) -> None:
    for percent, part in (("50%", "1/2"), ("300 %", "3"), ("12.5%", "1/8")):
        event = {"on": "2024-05-01", "event": "tells", "r": percent}
        ((said, help_),) = messages(partial(plan.life, {**LIFE, "events": [event]}))
        assert (said, help_) == (f"`r` must be a ratio, found `{percent}`", f"write `{part}`")


def test_a_number_that_is_only_recorded_may_be_zero(plan: LoadedPlan) -> None:
    life = plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": "tells", "n": 0}]})
    assert life.events[0].attributes == {"n": 0}


@pytest.mark.parametrize("grantee", [{}, {"grantee": ["ann"]}, {"grantee": 5}, {"grantee": None}])
def test_a_grant_of_nobody_is_told_to_name_somebody(plan: LoadedPlan, grantee: dict[str, Any]) -> None:
    """No party needs to be declared, so that none being declared is no help."""
    ((_, help_),) = messages(lambda: plan.life({"grants": [{**grantee, "on": "2024-01-01", "number": 100}]}))
    assert help_ == "write the name of a party"


def test_who_holds_a_grant_is_a_party_where_no_parties_are_named(plan: LoadedPlan) -> None:
    life = plan.life({"grants": LIFE["grants"]})
    assert life.parties["ann"].roles == ("grantee",)
    assert plan.ask(life, on="2024-05-01").outcome == "allowed"


def test_a_grantee_is_no_party_where_others_are_named(plan: LoadedPlan) -> None:
    ((said, helped),) = messages(lambda: plan.life({**LIFE, "parties": {"bob": {"role": "heir"}}}))
    assert said == "there is no party `ann`"
    assert "add `parties: {ann: {role: grantee}}` to the life" in helped


def test_what_must_be_told_of_a_grantee_is_said(tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(PLAN.replace("born: {type: day, optional: true}", "born: day"))
    ((said, helped),) = messages(lambda: load(path).life({"grants": LIFE["grants"]}))
    assert said == "there is no party `ann`"
    assert helped == "add `parties: {ann: {role: grantee, born: ...}}` to the life"


# --- any data whatever


class Strange:
    """Something that no file can hold."""


def any_value() -> st.SearchStrategy[Any]:
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.fractions(), st.text(max_size=8),
        st.dates(), st.datetimes(), st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))])),
        st.sampled_from(["ann", "exercise", "2024-02-30", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"]),
        st.sampled_from([Strange(), Strange, 10**400, -(10**400), b"x", {1}, frozenset(), 1j, date.min, date.max]),
        st.sampled_from([datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]),
    )  # fmt: skip
    keys = st.one_of(st.text(max_size=4), st.integers(), st.none(), st.sampled_from(["first", "last", "role"]))
    return st.recursive(scalars, lambda each: st.lists(each, max_size=3) | st.dictionaries(keys, each, max_size=3))


def rings() -> Iterator[Any]:
    """Data that holds itself."""
    mapping: dict[str, Any] = {}
    mapping["events"] = mapping["parties"] = mapping
    yield mapping
    listed: list[Any] = []
    listed.append(listed)
    yield listed


PLACES: tuple[tuple[str | int, ...], ...] = (
    (), ("parties",), ("grants",), ("facts",), ("events",), ("plan",), ("title",), ("other",),
    ("parties", "ann"), ("parties", "ann", "role"), ("parties", "ann", "roles"), ("parties", "ann", "born"),
    ("parties", "ann", "code"), ("grants", 0), ("grants", 0, "id"), ("grants", 0, "grantee"), ("grants", 0, "on"),
    ("grants", 0, "number"), ("grants", 0, "price"), ("facts", "board_date"), ("facts", "season"), ("facts", "fee"),
    ("facts", "listed"), ("facts", "season", "last"), ("events", 0), ("events", 0, "event"), ("events", 0, "on"),
    ("events", 0, "who"), ("events", 0, "grant"), ("events", 0, "id"), ("events", 0, "recorded"),
    ("events", 0, "corrects"), ("events", 0, "cancelled"), *(("events", 0, name) for name in TYPES),
)  # fmt: skip
WHOLE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}],
    "facts": {"season": {"first": "2024-02-01", "last": "2024-03-01"}},
    "events": [{"on": "2024-05-01", "event": "tells"}],
}


def put(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The data with a value at a path."""
    if not path:
        return value
    head, *rest = path
    if isinstance(head, int):
        return [put(each, tuple(rest), value) if index == head else each for index, each in enumerate(data)]
    return {**data, head: put(data.get(head, {}), tuple(rest), value)}


def assert_in_form(life: Life) -> None:
    """Every value of a life is in the form that the engine has for its type."""
    for event in life.events:
        assert isinstance(event.on, int)
        assert FIRST_DAY <= event.on < NEVER
        assert type(event.recorded) is int
        assert type(event.cancelled) is bool
        assert event.corrects is None or isinstance(event.corrects, str)
        for name, value in event.attributes.items():
            assert is_in_form(name, value, life)
    for name, supplied in life.facts.items():
        assert is_term_in_form(name, supplied)
    for grant in life.grants.values():
        assert type(grant.number) in (int, Fraction)
        assert grant.number >= 0
        assert grant.grantee in life.parties


def is_term_in_form(name: str, value: Any) -> bool:
    match name:
        case "season":
            return isinstance(value, tuple) and FIRST_DAY <= value[0] <= value[1] < NEVER
        case "board_date":
            return type(value) is int and FIRST_DAY <= value < NEVER
        case "listed":
            return type(value) is bool
        case _:
            return type(value) in (int, Fraction)


def is_in_form(name: str, value: Any, life: Life) -> bool:
    match TYPES[name]:
        case "number" | "ratio":
            return type(value) in (int, Fraction)
        case "day":
            return type(value) is int and FIRST_DAY <= value < NEVER
        case "flag":
            return type(value) is bool
        case "word":
            return value in ("good", "bad")
        case "party":
            return value in life.parties
        case _:
            return type(value) is str


@settings(examples(300), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_life_is_refused_or_well_formed_whatever_is_in_it(plan: LoadedPlan, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PLACES))
    written = put(WHOLE, path, data.draw(any_value()))
    try:
        life = plan.life(written)
    except ProblemsError:
        return
    assert_in_form(life)
    assert pickle.loads(pickle.dumps(life)) == life


@pytest.mark.parametrize("path", PLACES)
def test_data_that_holds_itself_is_refused(plan: LoadedPlan, path: tuple[str | int, ...]) -> None:
    for ring in rings():
        written = put(WHOLE, path, ring)
        if path == ("title",):
            plan.life(written)
        else:
            messages(lambda written=written: plan.life(written))  # type: ignore[misc]  # bound at once


@settings(examples(200), suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from([*TYPES, "colour"]), value=any_value(), facts=any_value())
def test_facts_are_refused_or_well_formed_whatever_they_are(
    plan: LoadedPlan, name: str, value: Any, facts: Any
) -> None:
    life = plan.life(LIFE)
    for asked in ({name: value}, facts):
        try:
            found = plan.facts("exercise", asked, life)
        except ProblemsError:
            continue
        assert all(is_in_form(each, held, life) for each, held in found)
        assert isinstance(plan.ask(life, on="2024-05-01", facts=asked), Ruling)


@settings(examples(300), suppress_health_check=list(HealthCheck))
@given(value=any_value(), key=st.sampled_from(["on", "event", "who", "recorded", "cancelled", *TYPES]))
def test_a_happening_is_refused_or_well_formed_whatever_it_is(plan: LoadedPlan, value: Any, key: str) -> None:
    life = plan.life(LIFE)
    for happening in (value, {"on": "2024-05-01", "event": "tells", key: value}):
        try:
            grown = plan.branch(life, happening)
        except ProblemsError:
            continue
        assert_in_form(grown)


@settings(examples(300), suppress_health_check=list(HealthCheck))
@given(
    value=any_value(), place=st.sampled_from(["action", "by", "grant", "rights", "readings", "facts", "on", "known_at"])
)
def test_a_question_is_refused_or_answered_whatever_is_in_it(plan: LoadedPlan, value: Any, place: str) -> None:
    question: dict[str, Any] = {"on": "2024-05-01", place: value}
    for ask in (plan.ask, lambda life, **asked: forward_answer(plan, life, **asked)):
        with contextlib.suppress(ProblemsError):
            ask(plan.life(LIFE), **question)


IMPOSSIBLE = [
    ("where: {f: no}", "`f` must be a flag, found `no`"),
    ("where: {f: 1}", "`f` must be a flag, found `1`"),
    ("where: {n: one}", "`n` must be a number, found `one`"),
    ("where: {n: true}", "`n` must be a number, found `true`"),
    ("where: {n: fee}", "`fee` is the name of a term, and `n` is compared with a value"),
    ("where: {n: [1, fee]}", "`fee` is the name of a term, and `n` is compared with a value"),
    ("where_not: {n: double}", "`double` is the name of an amount, and `n` is compared with a value"),
    ("where: {t: word}", "`word` is the name of a term, and `t` is compared with a value"),
    ("where: {r: 1/2}", "`r` must be a whole or decimal number here, found `1/2`"),
    ('where: {r: "2:1"}', "`r` cannot be `2:1`, which does not say what comes for what"),
    ("where: {d: whenever}", "`d` must be a day, found `whenever`"),
    ("where: {d: never}", "`d` is never equal to `never`"),
    ("where: {d: opening}", "`opening` is the name of a date, and `d` is compared with a value"),
    ("where: {n: unlimited}", "`unlimited` is no value of `n`"),
    ("where: {t: 5}", "`t` must be a text, found `5`"),
    ("where: {w: [good, goood]}", "`w` cannot be `goood`: `goood` is not one of its words"),
    ("where: {w: true}", "`w` cannot be `true`"),
    ("where: {p: 5}", "`p` must be a party, found `5`"),
    ("where: {n: {at_least: 5, at_most: 3}}", "no number is both `at_least: 5` and `at_most: 3`"),
    ("where: {n: {more_than: 5, at_most: 5}}", "no number is both `more_than: 5` and `at_most: 5`"),
    ("where_not: {f: [false, true]}", "`where_not: {f: [false, true]}` leaves out everything that `f` can be"),
    ("where_not: {w: [good, bad]}", "`where_not: {w: [good, bad]}` leaves out everything that `w` can be"),
    (
        "where: {n: 5, w: good}, where_not: {w: [bad, good]}",
        "no event of kind `tells` fits both `where: {w: good}` and `where_not: {w: [bad, good]}`",
    ),
    (
        "where: {d: 2024-05-01}, where_not: {d: [2024-05-01, 2024-05-02]}",
        "no event of kind `tells` fits both `where: {d: 2024-05-01}` and `where_not: {d: [2024-05-01, 2024-05-02]}`",
    ),
]


DECLARED = ", ".join(f"{each}: {'{one_of: [good, bad]}' if each == 'w' else kind}" for each, kind in TYPES.items())
RULES = f"""plan: tried
extends: vocabulary/equity
events: {{tells: {{attributes: {{{DECLARED}}}}}}}
actions: {{sell: {{attributes: {{{DECLARED}}}}}, give: {{attributes: {{n: text}}}}}}
grant_attributes: {{{DECLARED}}}
party_attributes: {{{DECLARED}}}
terms:
  {{fee: {{value: 3, clause: "1"}}, word: {{value: good, clause: "1"}}, board_date: {{value: 2024-01-01, clause: "1"}}}}
amounts: {{double: {{is: 6}}}}
rules: {{a: {{clause: "1", says: One., permit: exercise}}}}
"""


@pytest.mark.parametrize(("where", "message"), IMPOSSIBLE, ids=lambda one: str(one)[:40])
def test_what_can_never_be_true_is_no_selection(tmp_path: Path, where: str, message: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(f"{RULES}dates: {{opening: {{is: 2024-05-01}}, told: {{is: {{event: tells, {where}}}}}}}\n")
    assert [said for said, _ in messages(lambda: load(path))] == [message]


@pytest.mark.parametrize(
    "where",
    [
        "where_not: {w: good}",
        "where: {w: [good, bad]}, where_not: {w: good}",
        "where: {n: 5}, where_not: {n: {at_least: 5}, r: 2}",
    ],
)
def test_what_leaves_something_is_a_selection(tmp_path: Path, where: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(f"{RULES}dates: {{opening: {{is: 2024-05-01}}, told: {{is: {{event: tells, {where}}}}}}}\n")
    assert "told" in load(path).plan.dates


def test_an_attribute_that_may_be_missing_is_not_all_left_out(tmp_path: Path) -> None:
    """An event without it stays, and so does one of another kind, where one of several is left out whole."""
    path = tmp_path / "tried.yaml"
    optional = RULES.replace("f: flag", "f: {type: flag, optional: true}")
    more = RULES.replace("events: {", "events: {says: {attributes: {f: {type: flag, optional: true}}}, ")
    for rules, kinds in ((optional, "tells"), (more, "[tells, says]")):
        path.write_text(f"{rules}dates: {{told: {{is: {{event: {kinds}, where_not: {{f: [true, false]}}}}}}}}\n")
        assert "told" in load(path).plan.dates


IMPOSSIBLE_HERE = [
    ("states", "{from: 2024-05-02, until: 2024-05-01}", "no day is both `from: 2024-05-02` and `until: 2024-05-01`"),
    (
        "states",
        "{after: 2024-05-02, before: 2024-05-03}",
        "no day is both `after: 2024-05-02` and `before: 2024-05-03`",
    ),
    ("amounts", "{round: down, of: 5.5, to: 0}", "`to` must be above 0, found `0`"),
    ("amounts", "{round: up, of: 5.5, to: -0.5}", "`to` must be above 0, found `-0.5`"),
    ("amounts", "{total: n, of: {event: tells}, year_starts: 4}", "`year_starts` needs the key `per` beside it"),
    (
        "dates",
        "{every: {years: 0}, from: 2024-05-01, times: 2}",
        "what recurs must be some time apart, found `years: 0`",
    ),
]
LIMITS = [
    ("in_lots_of: 0", "`in_lots_of` must be above 0, found `0`"),
    ("in_lots_of: -5", "`in_lots_of` must be above 0, found `-5`"),
    ("at_most: -1", "`at_most` must be at least 0, found `-1`"),
    ("at_least: 10, at_most: 5", "no number is both `at_least: 10` and `at_most: 5`"),
]


@pytest.mark.parametrize(("section", "written", "message"), IMPOSSIBLE_HERE, ids=lambda one: str(one)[:60])
def test_what_can_never_be_so_is_refused_wherever_it_stands(
    tmp_path: Path, section: str, written: str, message: str
) -> None:
    path = tmp_path / "tried.yaml"
    kept = [line for line in RULES.splitlines() if not line.startswith(section)]
    path.write_text("\n".join([*kept, f"{section}: {{x: {{is: {written}}}}}", ""]))
    assert [said for said, _ in messages(lambda: load(path))] == [message]


@pytest.mark.parametrize(("bounds", "message"), LIMITS, ids=lambda one: str(one)[:40])
def test_a_limit_leaves_some_number(tmp_path: Path, bounds: str, message: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(f"{RULES.rstrip()[:-1]}, b: {{clause: '2', says: Two., limit: exercise, {bounds}}}}}\n")
    assert [said for said, _ in messages(lambda: load(path))] == [message]


@settings(examples(60), suppress_health_check=list(HealthCheck))
@given(
    low=st.sampled_from(["from", "after"]), high=st.sampled_from(["until", "before"]),
    first=st.integers(1, 9), last=st.integers(1, 9),
)  # fmt: skip
def test_sides_of_days_are_refused_just_where_no_day_is_between(
    tmp_path_factory: pytest.TempPathFactory, low: str, high: str, first: int, last: int
) -> None:
    path = tmp_path_factory.mktemp("rules") / "tried.yaml"
    path.write_text(f"{RULES}states: {{x: {{is: {{{low}: 2024-05-0{first}, {high}: 2024-05-0{last}}}}}}}\n")
    if any(first + (low == "after") <= day <= last - (high == "before") for day in range(11)):
        assert "x" in load(path).plan.states
    else:
        assert [said for said, _ in messages(lambda: load(path))] == [
            f"no day is both `{low}: 2024-05-0{first}` and `{high}: 2024-05-0{last}`"
        ]


@pytest.mark.parametrize("of", ["grant", "party", "asked"])
@pytest.mark.parametrize(("name", "value", "message"), [(*each[:1], *each[1:3]) for each in REFUSED if each[0] != "p"])
def test_what_can_never_be_true_is_no_condition(tmp_path: Path, of: str, name: str, value: Any, message: str) -> None:
    """A fact of the grant, a party or a question is compared with values that it can have."""
    if value == 10**100 or (of, name) == ("asked", "n"):
        return  # refused where files are read; and `give` has another fact of that name, which is a text
    path = tmp_path / "tried.yaml"
    path.write_text(f"{RULES}states: {{told: {{is: {{{of}: {name}, is: {as_typed(value)}}}}}}}\n")
    assert [said for said, _ in messages(lambda: load(path))] == [message]


def test_a_fact_of_several_actions_is_compared_with_what_it_is_in_one_of_them(tmp_path: Path) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(f"{RULES}states: {{told: {{is: {{asked: n, is: [3, three]}}}}}}\n")
    assert "told" in load(path).plan.states
    path.write_text(f"{RULES}states: {{told: {{is: {{asked: n, is: true}}}}}}\n")
    assert [said for said, _ in messages(lambda: load(path))] == ["`n` must be a number, found `true`"]


BELOW_ZERO = [
    # limits, movements and units, as written
    ("rules: {l: {LIMIT, in_lots_of: 0}}", "`in_lots_of` must be above 0, found `0`"),
    ("rules: {l: {LIMIT, in_lots_of: -1.5}}", "`in_lots_of` must be above 0, found `-1.5`"),
    ("rules: {l: {LIMIT, at_most: -1}}", "`at_most` must be at least 0, found `-1`"),
    ("rules: {l: {LIMIT, at_least: -0.5}}", "`at_least` must be at least 0, found `-0.5`"),
    ("effects: {g: {MOVES, moves: -5}}", "`moves` must be above 0, found `-5`"),
    ("effects: {g: {MOVES, moves: 0}}", "`moves` must be above 0, found `0`"),
    ("effects: {g: {SCALES, scales: 0}}", "`scales` must be above 0, found `0`"),
    ("effects: {g: {SCALES, scales: -1}}", "`scales` must be above 0, found `-1`"),
    ("amounts: {x: {is: {round: down, of: 5, to: 0}}}", "`to` must be above 0, found `0`"),
    ("claims: {c: {clause: a, says: b, always: {may: sell, number: 0}}}", "`number` must be above 0, found `0`"),
    # what a number is compared with
    ("states: {s: {is: {quantity: {asked: number}, less_than: 0}}}", "`{asked: number}` is always above 0, and never `less_than: 0`"),
    ("states: {s: {is: {quantity: {asked: number}, at_most: 0}}}", "`{asked: number}` is always above 0, and never `at_most: 0`"),
    ("states: {s: {is: {quantity: {asked: number}, equals: 0}}}", "`{asked: number}` is always above 0, and never `equals: 0`"),
    ("states: {s: {is: {quantity: {balance: held}, less_than: 0}}}", "`{balance: held}` is always at least 0, and never `less_than: 0`"),
    ("states: {s: {is: {quantity: {grant: number}, equals: -5}}}", "`{grant: number}` is always at least 0, and never `equals: -5`"),
    ("states: {s: {is: {quantity: {count: {event: tells}}, at_most: -1}}}", "`count` is always at least 0, and never `at_most: -1`"),
    ("states: {s: {is: {quantity: {grant: r}, at_most: -1}}}", "`{grant: r}` is always at least 0, and never `at_most: -1`"),
    ("states: {s: {is: {quantity: {party: r, of: asker}, less_than: 0}}}", "`{party: r}` is always at least 0, and never `less_than: 0`"),
    ("states: {s: {is: {quantity: {asked: r}, less_than: 0}}}", "`{asked: r}` is always at least 0, and never `less_than: 0`"),
    ("states: {s: {is: {grant: number, is: -5}}}", "`{grant: number}` is always at least 0, and never `-5`"),
    ("states: {s: {is: {asked: number, is: 0}}}", "a question is about some rights, found `0`"),
    ("dates: {d: {is: {event: tells, where: {r: {less_than: 0}}}}}", "`r` is always at least 0, and never `less_than: 0`"),
    ("dates: {d: {is: {event: sells, where: {rights: 0}}}}", "`rights` is always above 0, and never `0`"),
    ("dates: {d: {is: {event: sells, where: {rights: [5, -1]}}}}", "`rights` is always above 0, and never `-1`"),
    ("dates: {d: {is: {event: sells, where: {rights: {at_most: 0}}}}}", "`rights` is always above 0, and never `at_most: 0`"),
]  # fmt: skip

COUNTED = [
    "rules: {l: {LIMIT, at_most: 0}}",  # closes the action
    "rules: {l: {LIMIT, at_most: unlimited, at_least: 0}}",
    "rules: {l: {LIMIT, in_lots_of: 0.5}}",
    "rules: {l: {LIMIT, in_lots_of: {subtract: [1, 1]}}}",  # what is computed is looked at when it is
    "effects: {g: {MOVES, moves: all}}",
    "states: {s: {is: {quantity: {asked: number}, at_least: 0}}}",
    "states: {s: {is: {quantity: {balance: held}, at_most: 0}}}",
    "states: {s: {is: {quantity: {grant: n}, less_than: 0}}}",  # a number may be below zero where no ratio is
    "states: {s: {is: {quantity: {subtract: [{grant: number}, 5]}, less_than: 0}}}",
    "dates: {d: {is: {event: [sells, gains], where: {rights: -5}}}}",  # what is gained may be below zero
]


def written(entry: str) -> str:
    """A rule file with one entry more, whose short words are written out."""
    events = "sells: {act: sell, number: rights, attributes: {rights: number}}, gains: {attributes: {rights: number}}"
    rules = RULES.replace("events: {", f"events: {{{events}, ")
    entry = entry.replace("LIMIT", "clause: a, says: b, limit: sell").replace("SCALES", "clause: a, says: b, on: never")
    entry = entry.replace("MOVES", "clause: a, says: b, on: never, to: exercised")
    if entry.startswith("rules: {"):
        return rules.replace("rules: {", entry.removesuffix("}") + ", ")
    if entry.startswith("amounts: {"):
        return rules.replace("amounts: {", entry.removesuffix("}") + ", ")
    return f"{rules}{entry}\n"


@pytest.mark.parametrize(("entry", "message"), BELOW_ZERO, ids=lambda one: str(one)[:60])
def test_a_number_that_there_cannot_be_is_not_written(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(written(entry))
    assert [said for said, _ in messages(lambda: load(path))] == [message]


@pytest.mark.parametrize("entry", COUNTED)
def test_a_number_that_there_may_be_is_written(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(written(entry))
    load(path)


DEFAULTS = [
    ("type: number, default: banana", "`x` must be a number, found `banana`"),
    ("type: number, default: never", "`x` must be a number, found `never`"),
    ("type: number, default: 1/2", "`x` must be a whole or decimal number here, found `1/2`"),
    ("type: ratio, default: unlimited", "`unlimited` is no value of `x`"),
    ("type: day, default: soon", "`x` must be a day, found `soon`"),
    ("type: day, default: unlimited", "`x` must be a day, found `unlimited`"),
    ("type: flag, default: no", "`x` must be a flag, found `no`"),
    ("type: text, default: 5", "`x` must be a text, found `5`"),
    ("one_of: [a, b], default: c", "`x` cannot be `c`: `c` is not one of its words"),
    ("type: number, one_of: [a, b]", "`x` is one of some words, and so no number"),
]


@pytest.mark.parametrize("section", ["events", "actions", "party_attributes", "grant_attributes"])
@pytest.mark.parametrize(("declared", "message"), DEFAULTS, ids=lambda one: str(one)[:30])
def test_a_default_is_a_value_that_there_can_be(tmp_path: Path, section: str, declared: str, message: str) -> None:
    path = tmp_path / "tried.yaml"
    entry = f"x: {{{declared}}}"
    body = f"one: {{attributes: {{{entry}}}}}" if section in ("events", "actions") else entry
    path.write_text(
        f"plan: tried\nextends: vocabulary/equity\n{section}: {{{body}}}\n"
        'rules: {a: {clause: "1", says: One., permit: exercise}}\n'
    )
    assert [said for said, _ in messages(lambda: load(path))] == [message]


TERMS = [
    ("value: 90 days", "`90 days` is a text, and no number with a unit"),
    ("value: 50%", "`50%` is a text, and no number with a unit"),
    ("value: USD 12.50", "`USD 12.50` is a text, and no number with a unit"),
    ("value: three years", "`three years` is a text, and no number with a unit"),
    ("value: x, type: number", "`x` must be a number, found `x`"),
    ("value: 2024-01-01, type: number", "`x` must be a number, found `2024-01-01`"),
    ("value: 3, type: period", "a period has `first` and `last`"),
    ("first: 2024-01-01, type: day", "`x` is a day, not a period"),
    ("value: 1/2, type: ratio", "`x` must be a whole or decimal number here, found `1/2`"),
    ("value: 3, dated: [{from: 2025-01-01, value: half}]", "`x` must be a number, found `half`"),
    ("value: true, dated: [{from: 2025-01-01, value: no}]", "`x` must be a flag, found `no`"),
    ("value: 3, dated: [{from: 2025-01-01, first: 2025-01-01}]", "`x` is a number, not a period"),
    ("first: 2024-01-01, dated: [{from: 2025-01-01, value: 3}]", "a period has `first` and `last`"),
    (
        "value: 3, dated: [{from: 2026-01-01, value: 4}, {from: 2025-01-01, value: 5}]",
        "`dated` has `from: 2025-01-01` after `from: 2026-01-01`",
    ),
    (
        "value: 3, dated: [{from: 2025-01-01, value: 4}, {from: 2025-01-01, value: 5}]",
        "`dated` has `from: 2025-01-01` after `from: 2025-01-01`",
    ),
]


@pytest.mark.parametrize(("term", "message"), TERMS, ids=lambda one: str(one)[:40])
def test_the_values_of_a_term_are_of_one_type(tmp_path: Path, term: str, message: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(RULES.replace("terms:\n  {", f'terms:\n  {{x: {{clause: "1", {term}}}, '))
    assert [said for said, _ in messages(lambda: load(path))] == [message]


def test_an_amendment_does_not_change_the_type_of_a_term(tmp_path: Path) -> None:
    path = tmp_path / "tried.yaml"
    amendment = 'amendments: {later: {from: 2025-01-01, clause: "9", says: Later., terms: {fee: {value: lots}}}}\n'
    path.write_text(f"{RULES}{amendment}")
    assert [said for said, _ in messages(lambda: load(path))] == ["`fee` must be a number, found `lots`"]


@pytest.mark.parametrize("value", ["3rd anniversary", "90 days, type: text", "listed", "2(5)", "part 3 of 4"])
def test_a_text_that_is_no_number_with_a_unit_stays_one(tmp_path: Path, value: str) -> None:
    path = tmp_path / "tried.yaml"
    path.write_text(RULES.replace("terms:\n  {", f'terms:\n  {{x: {{clause: "1", value: {value}}}, '))
    assert load(path).plan.terms["x"].value == value.partition(",")[0]


IN_RULES = (
    "dates: {{x: {{is: {{event: tells, where: {{{name}: {value}}}}}}}}}",
    "dates: {{x: {{is: {{event: tells, where_not: {{{name}: [{value}]}}}}}}}}",
    "states: {{x: {{is: {{asked: {name}, is: {value}}}}}}}",
    "events: {{x: {{attributes: {{{name}: {{{type}, default: {value}}}}}}}}}",
    "grant_attributes: {{x: {{{type}, default: {value}}}}}",
)


def written_values() -> st.SearchStrategy[str]:
    return st.one_of(
        st.integers().map(str), st.decimals(allow_nan=False, allow_infinity=False).map(lambda one: f"{one:f}"),
        st.dates().map(str), st.text(max_size=6).map(json.dumps),
        st.sampled_from(["true", "false", "yes", "no", "never", "unlimited", "good", "ann", "1/2", "2:1", "90 days"]),
        st.sampled_from(["fee", "board_date", "always", "[]", "{}", "{at_least: 1}", "{at_least: fee}", "1e5", "~"]),
    )  # fmt: skip


@settings(examples(200), suppress_health_check=list(HealthCheck))
@given(form=st.sampled_from(IN_RULES), name=st.sampled_from(list(TYPES)), value=written_values())
def test_a_value_in_a_rule_file_is_refused_or_fits_its_type(
    tmp_path_factory: pytest.TempPathFactory, form: str, name: str, value: str
) -> None:
    if "asked" in form and name == "n":
        name = "r"  # in one action `n` is a text
    kind = "one_of: [good, bad]" if name == "w" else f"type: {TYPES[name]}"
    more = form.format(name=name, value=value, type=kind)
    section = more.partition(":")[0]
    kept = [line for line in RULES.splitlines() if not line.startswith(f"{section}:")]
    if section == "events":
        kept.append(f"{more[:-1]}, tells: {{attributes: {{{DECLARED}}}}}}}")
    else:
        kept.append(more)
    path = tmp_path_factory.mktemp("rules") / "tried.yaml"
    path.write_text("\n".join(kept), errors="surrogatepass")
    try:
        loaded = load(path).plan
    except ProblemsError:
        return
    node = getattr(loaded, section)["x"]
    wanted = {
        "dates": lambda: next(iter({**node.is_.where, **node.is_.where_not}.values())),
        "states": lambda: node.is_.is_,
        "events": lambda: node.attributes[name].default,
        "grant_attributes": lambda: node.default,
    }[section]()
    for each in wanted if isinstance(wanted, tuple) else (wanted,):
        is_default = section in ("events", "grant_attributes")
        assert fits(each, name, is_default=is_default), (value, each)


def fits(value: Any, name: str, *, is_default: bool) -> bool:
    match TYPES[name]:
        case "number" | "ratio":
            is_bound = type(value).__name__ == "Bounds"
            is_open = is_default and value == "unlimited" and name == "n"
            return type(value) in (int, Decimal) or is_bound or is_open
        case "day":
            return type(value) is date or (is_default and value == "never")
        case "flag":
            return type(value) is bool
        case "word":
            return value in ("good", "bad")
        case _:
            return type(value) is str


# --- days at the ends of the calendar


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", date.min, date.max])
def test_the_ends_of_the_calendar_are_days(plan: LoadedPlan, day: Any) -> None:
    life = plan.life({**LIFE, "events": [{"on": day, "event": "leaves_position", "recorded": day}]})
    assert plan.ask(life, on=day, known_at=day).outcome in ("allowed", "denied")
    assert plan.ask(life, on="2024-05-01", facts={"d": day}).outcome == "allowed"


@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59-09:00", "9999-12-31T20:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_an_instant_beyond_the_calendar_is_told(plan: LoadedPlan, instant: str) -> None:
    for key in ("on", "recorded"):
        event = {"on": "2024-05-01", "event": "leaves_position", key: instant}
        assert len(messages(lambda event=event: plan.life({**LIFE, "events": [event]}))) == 1  # type: ignore[misc]
    assert len(messages(lambda: plan.ask(LIFE, on=instant))) == 1


# --- a life and its plan


def test_a_life_is_not_asked_about_with_words_it_does_not_have(plan: LoadedPlan, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        "plan: other\nextends: vocabulary/equity\nzone: Asia/Tokyo\n"
        "rules: {a: {clause: '1', says: One., permit: exercise}}\n"
    )
    fitting = plan.life(LIFE)
    assert load(other).ask(fitting, on="2024-05-01").outcome == "allowed"
    foreign = plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": "tells", "n": 1}]})
    ((said, _),) = messages(lambda: load(other).ask(foreign, on="2024-05-01"))
    assert said == "in a life that was not read with this plan: there is no event `tells`"
    assert len(messages(lambda: forward_answer(load(other), foreign, on="2024-05-01"))) == 1


def test_a_life_read_in_another_time_zone_is_not_asked_about(plan: LoadedPlan, tmp_path: Path) -> None:
    other = tmp_path / "example.yaml"
    other.write_text(PLAN.replace("Asia/Tokyo", "America/New_York"))
    ((said, _),) = messages(lambda: load(other).ask(plan.life(LIFE), on="2024-05-01"))
    assert "was read in the time zone `Asia/Tokyo`" in said


def test_a_life_is_asked_about_by_any_copy_of_its_plan(plan: LoadedPlan, file: Path) -> None:
    life = plan.life(LIFE)
    for same in (load(file), plan.with_plan(plan.plan)):
        assert same.ask(life, on="2024-05-01") == plan.ask(life, on="2024-05-01")


def test_a_life_does_not_change(plan: LoadedPlan) -> None:
    written = {**LIFE, "events": [{"on": "2024-05-01", "event": "tells", "n": 1}]}
    life = plan.life(written)
    written["events"].append("rubbish")
    assert len(life.events) == 1
    mappings: list[Any] = [life.parties, life.grants, life.facts, life.events[0].attributes]
    for mapping in mappings:
        with pytest.raises(TypeError):
            mapping["x"] = 1
        for change in (mapping.clear, lambda mapping=mapping: mapping.update(x=1), lambda m=mapping: m.pop("n", 0)):
            with pytest.raises(TypeError):
                change()
    assert pickle.loads(pickle.dumps(life)) == life


# --- limits


def test_a_life_has_at_most_so_many_events(plan: LoadedPlan) -> None:
    event = {"on": "2024-05-01", "event": "leaves_position"}
    ((said, _),) = messages(lambda: plan.life({**LIFE, "events": [event] * (EVENTS_LIMIT + 1)}))
    assert said == f"a life has {EVENTS_LIMIT + 1:,} events: {EVENTS}"


def test_no_more_problems_are_told_than_anybody_reads(plan: LoadedPlan) -> None:
    found = messages(lambda: plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": "dyes"}] * 5000}))
    assert len(found) == 201
    assert ("200 problems were found up to here", "correct them first") in found


def test_a_life_from_data_is_the_life_from_text(plan: LoadedPlan) -> None:
    report = Report()
    (tree,) = read("life.json", json.dumps(WHOLE), report=report)
    assert life_in(tree, (), plan.plan, report) == plan.life(WHOLE)
    assert report.problems == ()


def test_a_place_in_data_leads_to_the_part(plan: LoadedPlan) -> None:
    with pytest.raises(ProblemsError) as raised:
        plan.life({**LIFE, "events": [{"on": "2024-05-01", "event": "tells", "n": "x"}]})
    assert str(raised.value.problems[0].place) == "<life>.events[0].n"


@pytest.mark.parametrize("number", ["0", "-3", "[5, 0]", "-0.5"])
def test_no_question_is_about_zero_or_fewer(tmp_path: Path, number: str) -> None:
    """A rule that waits for such a question never applies."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "plan: plan\nextends: vocabulary/equity\nrules:\n"
        f'  a: {{clause: "1", says: Never., forbid: exercise, when: {{asked: number, is: {number}}}}}\n',
        encoding="utf-8",
    )
    ((said, help_),) = messages(lambda: load(path))
    assert said.startswith("a question is about some rights, found ")
    assert help_ == "write a number above 0"
