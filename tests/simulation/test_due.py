"""What comes in a span of days, worked out by hand from the clauses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kenri.api import load
from kenri.model.days import iso
from kenri.model.hours import clock
from kenri.simulation.due import Coming, coming


def told(plan: str, life: dict[str, Any], first: str, last: str, **asked: Any) -> list[tuple[Any, ...]]:
    loaded = load(plan)
    found = coming(loaded, loaded.life(life), date.fromisoformat(first), date.fromisoformat(last), **asked)
    return [(iso(each.day), each.kind, each.what, each.by, each.number, each.clause) for each in found]


SATO = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"on": "2025-06-25", "event": "leaves_position", "position": "director", "recorded": "2025-06-26"}],
}
OPENS = ("2025-06-26", "opens", "exercise", "sato", 10, "2(11)2")
CLOSES = ("2025-07-05", "closes", "exercise", "sato", 10, "2(11)2")
LAPSES = ("2025-07-06", "moves", "lapse-after-ten-days", "sato", 10, "2(11)2, Companies Act 287")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-06-25", "2025-06-25", []),
        ("2025-06-26", "2025-06-26", [OPENS]),
        ("2025-06-27", "2025-07-04", []),
        ("2025-06-26", "2025-07-06", [OPENS, CLOSES, LAPSES]),
        ("2025-07-05", "2025-07-05", [CLOSES]),
        ("2025-07-06", "2025-07-31", [LAPSES]),
        ("2025-07-07", "2025-07-31", []),
    ],
)
def test_the_ten_days_after_leaving(first: str, last: str, expected: list[Any]) -> None:
    """Clause (11)2: within ten days from the day after the position was lost, 26 June to 5 July; then they lapse."""
    assert told("iij/2015-5th-series", SATO, first, last) == expected


def test_what_was_not_known_does_not_come() -> None:
    """It was recorded on 26 June that he had left."""
    span = "2025-06-25", "2025-07-31"
    assert told("iij/2015-5th-series", SATO, *span, known_at="2025-06-25") == []
    assert told("iij/2015-5th-series", SATO, *span, known_at="2025-06-26") == [OPENS, CLOSES, LAPSES]


def test_a_window_that_turns_on_a_reading_says_so() -> None:
    loaded = load("iij/2015-5th-series")
    found = coming(loaded, loaded.life(SATO), date(2025, 6, 26), date(2025, 7, 6))
    assert [each.is_settled for each in found if each.kind != "moves"] == [False, False]


def test_each_instalment_is_another_number() -> None:
    """Clause 2: 96 in 48 equal months from 31 May 2021, so two a month, on the last day of a month that is shorter."""
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2021-05-31", "number": 96}]}
    assert told("plans/split-between-exercises", life, "2022-02-01", "2022-04-30") == [
        ("2022-02-28", "changes", "exercise", "ann", 18, "2"),
        ("2022-03-31", "changes", "exercise", "ann", 20, "2"),
        ("2022-04-30", "changes", "exercise", "ann", 22, "2"),
    ]


FELL = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2019-03-01", "number": 10}],
    "events": [{"event": "closing_price", "on": "2020-03-13", "yen": 399}],
}


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-03-12", "2020-03-15", []),
        ("2020-03-12", "2020-04-14", [("2020-03-16", "opens")]),
        ("2020-03-14", "2020-04-15", [("2020-03-16", "opens"), ("2020-04-15", "must")]),
        ("2020-04-15", "2020-04-15", [("2020-04-15", "must")]),
        ("2020-04-16", "2020-04-30", [("2020-04-15", "late")]),
    ],
)
def test_what_must_be_done_comes_on_its_days_and_is_late_after_them(first: str, last: str, days: list[Any]) -> None:
    """Below half of 800 on Friday 13 March 2020: a month from Monday 16 March, which is included, so to 15 April."""
    found = told("plans/forced-exercise", FELL, first, last)
    assert [(day, kind) for day, kind, *_ in found] == days
    assert {(what, by) for _, _, what, by, *_ in found} <= {("exercise-all", "ann")}


def test_a_window_that_closes_within_a_day_tells_the_hour() -> None:
    """Clauses c1, c2: until the close of business (17:00 in California) on the day before the tenth anniversary."""
    loaded = load("plans/iso-close-of-business")
    life = loaded.life(
        {
            "parties": {"ann": {"role": "grantee"}},
            "grants": [{"grantee": "ann", "on": "2005-08-01", "number": 1000, "vested_from": "2009-08-01"}],
        }
    )
    found = coming(loaded, life, date(2015, 7, 1), date(2015, 7, 31))
    (closes,) = [each for each in found if (each.kind, each.what) == ("closes", "exercise")]
    assert closes.hour is not None
    assert (iso(closes.day), clock(closes.hour), closes.zone) == ("2015-07-31", "17:00", "America/Los_Angeles")


def test_what_is_not_known_says_what_is_missing() -> None:
    """Clause c2 on a termination for cause was not read: how long its window is, is not known."""
    loaded = load("plans/iso-close-of-business")
    life = loaded.life(
        {
            "parties": {"ann": {"role": "grantee"}},
            "grants": [{"grantee": "ann", "on": "2005-08-01", "number": 1000, "vested_from": "2009-08-01"}],
            "events": [{"on": "2010-01-15", "event": "terminates", "reason": "cause"}],
        }
    )
    found = coming(loaded, life, date(2010, 1, 16), date(2010, 2, 1))
    unknown: list[Coming] = [each for each in found if (each.kind, each.what) == ("unknown", "exercise")]
    assert [(iso(each.day), each.missing) for each in unknown] == [("2010-01-16", ("other_window_days",))]
