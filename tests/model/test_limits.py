"""Every limit is in the documentation as it is in the engine, and is met by name."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from kenri.faces.contracts.ruling_data import ruling_data
from kenri.loader import source
from kenri.loader.lives import life_of
from kenri.model import limits
from kenri.model.black_scholes import call_price
from kenri.model.limits import ALL, Limit
from kenri.model.problems import ProblemsError, Report
from kenri.model.sentences import Sentence
from tests.engine_source import ROOT
from tests.hostile import ALWAYS, LIFE, LIFE_DATA, WORDS, loaded, run, written

_ROW = re.compile(r"^\| `([a-z-]+)` \| ([0-9,]+) ([^|]*) \|", re.MULTILINE)


def test_the_documented_limits_are_those_of_the_engine() -> None:
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    documented = [(name, int(most.replace(",", "")), of) for name, most, of in _ROW.findall(text)]
    assert documented == [(limit.name, limit.most, limit.of.text()) for limit in ALL]


def test_each_limit_is_met_here() -> None:
    unknown = {name.partition(" ")[0] for name in UNKNOWN}
    assert {limit.name for limit in ALL} == {*REFUSED, *unknown, "occurrences", "solver-days", "files-in-folder",
                                             "shown", "forward-facts", "events", "parties",
                                             "swept-days", "swept-event-days", "picture-pixels",
                                             # tests/importing/test_files_of_tables.py:
                                             "cell-length", "workbook-size", "sheet-cells",
                                             "package-size"}  # fmt: skip


def chain(length: int) -> str:
    names = "".join(f"  a{n}: {{is: {{sum: [a{n + 1}, 1]}}}}\n" for n in range(length))
    return f"amounts:\n{names}  a{length}: {{is: 1}}\n"


def rule(when: str) -> str:
    return f"rules: {{r: {{clause: '1', says: s, permit: exercise, when: {when}}}}}\n"


REFUSED: dict[str, str] = {
    "file-size": ALWAYS + "#" * limits.FILE_SIZE.most,
    "nesting": rule("{not: " * 101 + "always" + "}" * 101),
    "name-length": f"states: {{{'a' * 101}: {{is: always}}}}\n" + ALWAYS,
    "text-length": f"title: {'a' * 10_001}\n" + ALWAYS,
    "number-length": f"terms: {{t: {{value: {'1' * 101}}}}}\n" + ALWAYS,
    "entries": "terms:\n" + "".join(f"  t{n}: {{value: 1}}\n" for n in range(limits.ENTRIES.most)) + ALWAYS,
    "depth": chain(300) + ALWAYS,
    "days": rule("{within: {days: 4000001}, after: 2024-01-01}"),
    "months": rule("{within: {months: 120001}, after: 2024-01-01}"),
    "business-days": rule("{within: {business_days: 999999999}, after: 2024-01-01, counting: {calendar: weekdays}}"),
    "calendar-years": "calendars: {c: {weekend: [friday], first_year: 1900, last_year: 2300}}\n" + ALWAYS,
    "times": rule("{on: {every: {days: 1}, from: 2024-01-01, times: 1201}}"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_beyond_a_limit_is_refused_by_its_name_and_with_its_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        loaded(tmp_path, REFUSED[name])
    found = [each for each in refused.value.problems if f"the limit `{name}` is" in each.message]
    assert found, [each.message for each in refused.value.problems]
    assert all(each.place is not None for each in found)


def test_what_is_just_within_the_limits_is_answered(tmp_path: Path) -> None:
    # Each link is an amount, a sum and a name, and the number at the end two more: 98.
    within = chain(32) + f"states: {{{'a' * 100}: {{is: always}}}}\n" + (
        "rules:\n"
        "  r: {clause: '1', says: s, permit: exercise}\n"
        "  l: {clause: '1', says: s, limit: exercise, at_most: a0}\n"
    )  # fmt: skip
    plan = loaded(tmp_path, within)
    assert plan.ask(LIFE_DATA, on="2024-05-01").most == 33


AMOUNTS_OF_A_THOUSAND_DIGITS = f"""\
amounts:
  a0: {{is: 1{"0" * 99}}}
  a1: {{is: {{multiply: [{", ".join(["a0"] * 10)}]}}}}
"""

UNKNOWN: dict[str, tuple[str, str]] = {
    "number-digits": (
        "amounts:\n  a0: {is: 12345.678}\n"
        + "".join(f"  a{n}: {{is: {{multiply: [a{n - 1}, a{n - 1}]}}}}\n" for n in range(1, 26))
        + "rules:\n  r: {clause: '1', says: s, permit: exercise}\n"
        + "  l: {clause: '1', says: s, limit: exercise, at_most: a25}\n",
        "a number of at most 1,000 digits",
    ),
    # A hundred digits ten times over, and one more by dividing: a whole number that was a fraction on its way.
    "number-digits of a quotient": (
        AMOUNTS_OF_A_THOUSAND_DIGITS
        + "rules:\n  r: {clause: '1', says: s, permit: exercise}\n"
        + "  l: {clause: '1', says: s, limit: exercise, at_most: {divide: [a1, 0.0000000001]}}\n",
        "a number of at most 1,000 digits",
    ),
    "times": (
        "amounts: {t: {is: 99999999999999}}\n" + rule("{on: {every: {days: 1}, from: 2024-01-01, times: t}}"),
        "a number of at most 1,200 times in t",
    ),
    "business-days": (
        "terms: {t: {value: 999999999}}\n"
        + rule("{within: {business_days: t}, after: 2024-01-01, counting: {calendar: weekdays}}"),
        "a number of at most 10,000 business days in t",
    ),
}

DAYS_UPON_DAYS: dict[str, str] = {
    # 1,200 days for each of 1,200 days are 1,440,000.
    "every of every": "dates:\n  d1: {is: {every: {days: 1}, from: 2024-01-01, times: 1200}}\n"
    "  d2: {is: {every: {days: 1}, from: d1, times: 1200}}\n" + rule("{on: d2}"),
    # Two for each day of the date before: 2 to the 17th is 131,072.
    "each and the next": "dates:\n  d0: {is: 2024-01-01}\n"
    + "".join(f"  d{n}: {{is: {{each_of: [d{n - 1}, {{plus: {{days: 1}}, to: d{n - 1}}}]}}}}\n" for n in range(1, 18))
    + rule("{on: d17}"),
    # Of 1,200 days, seen each by itself, 1,200 more.
    "of the latest": "dates:\n  d1: {is: {every: {days: 1}, from: 2024-01-01, times: 1200}}\n"
    "  d2: {is: {every: {days: 1}, from: {latest: d1}, times: 1200}}\n" + rule("{on: d2}"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_computed_beyond_a_limit_is_unknown_by_its_name(tmp_path: Path, name: str) -> None:
    text, missing = UNKNOWN[name]
    ruling = loaded(tmp_path, text).ask(LIFE_DATA, on="2024-05-01", rights=1)
    assert (ruling.outcome, ruling.missing) == ("unknown", (missing,))


@pytest.mark.parametrize("name", DAYS_UPON_DAYS)
def test_more_days_than_are_worked_with_are_unknown_and_forward_chaining_declines(tmp_path: Path, name: str) -> None:
    plan = loaded(tmp_path, DAYS_UPON_DAYS[name])
    ruling = plan.ask(LIFE_DATA, on="2024-05-01", rights=1)
    assert (ruling.outcome, ruling.missing) == ("unknown", ("a date of at most 50,000 days",))
    forward = pytest.importorskip("kenri.forward")
    if not forward.available():
        pytest.skip("durable-rules is not here")
    with pytest.raises(ProblemsError, match="declines this question: the limit `occurrences` is 50,000 days"):
        forward.forward_answer(plan, LIFE_DATA, on="2024-05-01", rights=1)


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", DAYS_UPON_DAYS)
def test_the_solver_is_not_given_more_days_than_it_can_hold(tmp_path: Path, name: str) -> None:
    from kenri.checking.plan_check import check

    report = check(loaded(tmp_path, DAYS_UPON_DAYS[name]), kinds=frozenset({"reachable"}))
    assert {(each.status, each.note_text()) for each in report.results} == {
        (
            "not-checked",
            "the solver cannot express an expression of so many days: the limit `solver-days` is 5,000 days",
        )
    }


@pytest.mark.parametrize("name", UNKNOWN)
def test_forward_chaining_knows_as_little(tmp_path: Path, name: str) -> None:
    forward = pytest.importorskip("kenri.forward")
    if not forward.available():
        pytest.skip("durable-rules is not here")
    text, missing = UNKNOWN[name]
    decision = forward.forward_answer(loaded(tmp_path, text), LIFE_DATA, on="2024-05-01", rights=1)
    assert (decision.outcome, decision.missing) == ("unknown", (missing,))


@pytest.mark.parametrize(
    ("value", "is_beyond"),
    [
        (10**1000 - 1, False),
        (10**1000, True),
        (-(10**1000), True),
        (Fraction(1, 10**1000), True),
        (Fraction(10**999, 7), False),
        (float("inf"), False),
    ],
)
def test_digits_are_counted_on_both_sides_of_a_fraction(value: int | Fraction | float, is_beyond: bool) -> None:
    assert limits.is_too_long(value) is is_beyond


@pytest.mark.parametrize("volatility", ["1e-91", "1e-40", "0.0031"])
def test_a_price_of_almost_nothing_is_refused_and_not_sought_for_ever(volatility: str) -> None:
    # A share at two thirds of the exercise price, one year: at these volatilities the price is under 10^-700.
    with pytest.raises(ArithmeticError, match="too small to be found"):
        call_price(2, 3, 1, Fraction(volatility), 0, 0)


def test_a_folder_of_too_many_files_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FOLDER", Limit("files-in-folder", 3, Sentence("of-files")))
    for n in range(5):
        written(tmp_path, WORDS, f"p{n}.yaml")
    report = Report()
    assert len(source.files_in(tmp_path, ".yaml", report)) == 3
    assert "the limit `files-in-folder` is 3 files" in report.problems[0].message


def test_a_life_of_too_many_events_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kenri.loader import lives

    monkeypatch.setattr(lives, "EVENTS", Limit("events", 1, Sentence("of-events")))
    events = [{"event": "leaves", "on": f"2024-03-0{day}"} for day in (1, 2)]
    with pytest.raises(ProblemsError, match="the limit `events` is 1 events"):
        life_of({**LIFE_DATA, "events": events}, loaded(tmp_path).plan)


def test_a_life_of_too_many_parties_grants_or_facts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kenri.loader import lives

    monkeypatch.setattr(lives, "PARTIES", Limit("parties", 1, Sentence("of-parties")))
    with pytest.raises(ProblemsError, match="the limit `parties` is 1 parties"):
        life_of({**LIFE_DATA, "grants": [*LIFE_DATA["grants"]] * 2}, loaded(tmp_path).plan)


def test_of_many_stretches_the_nearest_are_shown_with_how_many_more(tmp_path: Path) -> None:
    plan = loaded(tmp_path, rule("{business_day: weekdays}"))
    ruling = plan.ask(LIFE_DATA, on="2024-05-01", rights=1)
    data = ruling_data(ruling, "en")
    days = [each["first"] for each in data["windows"]]
    # 1 May 2024 is a Wednesday; its week begins on Monday, 29 April, and fifty weeks or so lie on either side.
    assert len(days) == limits.SHOWN.most
    assert "2024-04-29" in days
    assert "2023-06-05" in days
    assert "2025-03-31" in days
    assert data["windows_left_out"] == len(ruling.windows) - limits.SHOWN.most > 15_000
    (fact,) = data["rules"][0]["facts"]
    assert (len(fact["days"]), fact["left_out"]) == (100, data["windows_left_out"] - 2)  # less the unknown ones


SWEPT: list[tuple[str, tuple[str, ...]]] = [
    ("swept-days", ("--asked-from", "0001-01-01", "--asked-to", "9999-12-31")),
    (
        "swept-event-days",
        ("--asked-from", "2024-01-01", "--asked-to", "2024-01-02", "--vary", "leaves", "--from", "1900-01-01"),
    ),
]


@pytest.mark.parametrize(("name", "options"), SWEPT)
def test_a_sweep_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, options: tuple[str, ...]
) -> None:
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    done = run(monkeypatch, ["sweep", plan, life, *options])
    assert done.code == 2
    assert f"the limit `{name}` is" in done.err


def test_forward_chaining_declines_what_takes_too_many_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forward = pytest.importorskip("kenri.forward")
    if not forward.available():
        pytest.skip("durable-rules is not here")
    from kenri.forward import firing

    monkeypatch.setattr(firing, "FORWARD_FACTS", Limit("forward-facts", 100, Sentence("of-facts")))
    weekly = rule("{on: {start_of: {all: [{business_day: japan}, {from: 2020-01-01}]}}}")
    with pytest.raises(ProblemsError, match="the limit `forward-facts` is 100 facts"):
        forward.forward_answer(loaded(tmp_path, weekly), LIFE_DATA, on="2024-05-01", rights=1)
