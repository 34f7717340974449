"""That every cell of a sweep is what asking says, that it is lazy, and that zones and cliffs are where they are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

import kenri
from kenri.api import LoadedPlan
from kenri.model.days import EMPTY, Day, DaySet, day, iso
from kenri.model.problems import ProblemsError
from kenri.model.ruling import Window
from kenri.simulation.sweep import Run, SweepRow
from kenri.simulation.sweep_zones import Cliff, cliffs, common, zones

SATO: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
}
LEAVES = {"id": "leaving", "on": "2045-06-25", "event": "leaves_position", "position": "director"}
DIES = {"id": "death", "on": "2025-01-10", "event": "dies"}
INHERITS = {"on": "2025-03-03", "event": "inherits", "who": "hanako"}


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return kenri.load("iij/2015-5th-series")


def life(*events: dict[str, Any]) -> dict[str, Any]:
    return {**SATO, "events": list(events)}


@pytest.mark.parametrize(
    ("events", "vary", "days", "asked", "options"),
    [
        ([LEAVES], "leaving", ("2045-06-25", "2045-07-20"), ("2045-06-20", "2045-07-20"), {}),
        ([LEAVES], "leaves_position", ("2045-06-30", "2045-07-16"), ("2045-06-28", "2045-07-20"), {"rights": "10"}),
        (
            [LEAVES],
            "leaving",
            ("2025-06-20", "2025-07-05"),
            ("2025-06-20", "2025-07-20"),
            {"readings": {"holiday-roll": "yes"}},
        ),
        (
            [DIES, INHERITS],
            "death",
            ("2025-02-20", "2025-03-10"),
            ("2025-02-25", "2025-03-12"),
            {"by": "hanako", "rights": 2},
        ),
        ([DIES, INHERITS], "inherits", ("2025-01-05", "2025-01-15"), ("2025-07-01", "2025-07-20"), {"by": "heir"}),
        (
            [LEAVES, {"on": "2025-07-01", "event": "exercises", "rights": 4}],
            "leaving",
            ("2025-06-20", "2025-07-01"),
            ("2025-06-25", "2025-07-12"),
            {"rights": 7},
        ),
        ([LEAVES], "leaving", ("2025-06-20", "2025-06-26"), ("2025-06-18", "2025-07-08"), {"known_at": "2025-06-23"}),
    ],
)
def test_every_cell_is_what_asking_says(
    plan: LoadedPlan, events: list[Any], vary: str, days: Any, asked: Any, options: dict[str, Any]
) -> None:
    sweep = plan.sweep(life(*events), vary=vary, days=days, asked=asked, **options)
    for row in sweep:
        assert row.event_on is not None
        moved = sweep.life_with(row.event_on)
        for asked_on in sweep.asked_days:
            on = date.fromordinal(asked_on)
            ruling = plan.ask(moved, on=on, settle=False, **options)
            assert row.outcome(asked_on) == ruling.outcome, f"{iso(row.event_on)}, asked on {on}"
        assert row.windows == plan.windows(moved, settle=False, **options)


def test_every_cell_is_what_asking_says_where_facts_are_missing() -> None:
    plan = kenri.load("iij/2018-dividend")
    action = next(iter(plan.plan.actions))
    company: dict[str, Any] = {"parties": {"iij": {"role": next(iter(plan.plan.roles))}}}
    sweep = plan.sweep(company, action, by="iij", asked=("2018-06-20", "2018-07-05"))
    assert [run.outcome for run in sweep[0].runs(sweep.asked_first, sweep.asked_last)]
    for asked_on in sweep.asked_days:
        ruling = plan.ask(company, action, by="iij", on=date.fromordinal(asked_on), settle=False)
        assert sweep[0].outcome(asked_on) == ruling.outcome


def test_the_life_is_otherwise_the_same_and_known_as_long_after(plan: LoadedPlan) -> None:
    late = {**LEAVES, "recorded": "2045-06-28T12:00:00+09:00"}
    sweep = plan.sweep(
        life(late, INHERITS), vary="leaving", days=("2045-07-01", "2045-07-02"), asked=("2045-07-01",) * 2
    )
    first, other = sweep.life_with(day("2045-07-01")).events
    was = sweep.life.events[0]
    assert first.on == day("2045-07-01")
    assert first.recorded - was.recorded == 6 * 86_400
    assert other == sweep.life.events[1]


def test_rows_are_worked_out_when_they_are_needed(plan: LoadedPlan) -> None:
    sweep = plan.sweep(
        life(LEAVES), vary="leaving", days=("0100-01-01", "9000-12-31"), asked=("0100-01-01", "9000-12-31")
    )
    assert len(sweep) == 3_251_023
    assert next(iter(sweep)) is sweep[0]
    assert sweep[1].event_on == day("0100-01-02")
    with pytest.raises(IndexError):
        sweep[len(sweep)]


def test_the_table_has_a_row_for_each_cell(plan: LoadedPlan) -> None:
    sweep = plan.sweep(
        life(LEAVES), vary="leaving", days=("2045-07-12", "2045-07-13"), asked=("2045-07-13", "2045-07-14")
    )
    assert sweep.table() == [
        {"event_on": date(2045, 7, 12), "asked_on": date(2045, 7, 13), "outcome": "allowed"},
        {"event_on": date(2045, 7, 12), "asked_on": date(2045, 7, 14), "outcome": "denied"},
        {"event_on": date(2045, 7, 13), "asked_on": date(2045, 7, 13), "outcome": "denied"},
        {"event_on": date(2045, 7, 13), "asked_on": date(2045, 7, 14), "outcome": "denied"},
    ]
    assert [len(windows) for windows in sweep.windows_by_day.values()] == [1, 0]
    assert repr(sweep) == "Sweep('iij/2015-5th-series', 'exercise', 2045-07-13..2045-07-14, 'leaving': 2 days)"


def test_without_an_event_there_is_one_row(plan: LoadedPlan) -> None:
    sweep = plan.sweep(life(LEAVES), asked=("2045-06-25", "2045-07-06"))
    first, last = sweep.asked_first, sweep.asked_last
    assert list(sweep[0].runs(first, last)) == [
        Run(first, first, "denied"),
        Run(first + 1, last - 1, "allowed"),
        Run(last, last, "denied"),
    ]
    assert sweep.table()[0] == {"event_on": None, "asked_on": date(2045, 6, 25), "outcome": "denied"}
    assert len(sweep) == 1
    assert not zones(sweep.rows)
    assert not common(sweep.rows)
    assert not list(cliffs(sweep.rows))


# --- zones and cliffs


def test_leaving_around_the_end_of_the_period_is_cut_short_and_then_too_late(plan: LoadedPlan) -> None:
    sweep = plan.sweep(life(LEAVES), vary="leaving", days=("2045-06-25", "2045-07-20"), asked=("2045-07-01",) * 2)
    whole, short, none = zones(sweep.rows)
    assert (iso(whole.last), whole.trend, whole.lengths) == ("2045-07-03", "steady", (10, 10))
    assert (iso(short.first), iso(short.last), short.trend, short.lengths) == (
        "2045-07-04",
        "2045-07-12",
        "shrinks",
        (9, 1),
    )
    (stretch,) = short.stretches
    assert (stretch.first.moves, stretch.first.days, stretch.last.moves) == (True, 1, False)
    assert stretch.last.day == day("2045-07-13")
    assert (iso(none.first), iso(none.last), none.trend) == ("2045-07-13", "2045-07-20", "none")


def row(event_on: Day, *spans: tuple[int | None, int | None]) -> SweepRow:
    windows = tuple(Window(first=first, last=last, status="allowed") for first, last in spans)
    allowed = DaySet.of((first or 1, 10_000 if last is None else last + 1) for first, last in spans)
    return SweepRow(event_on=event_on, windows=windows, allowed=allowed, unknown=EMPTY)


def told(rows: Iterable[SweepRow]) -> list[tuple[int, int, str, tuple[int | None, int | None]]]:
    return [(zone.first, zone.last, zone.trend, zone.lengths) for zone in zones(tuple(rows))]


def test_ends_move_along_or_stay() -> None:
    assert told(row(d, (d, d + 4)) for d in range(100, 110)) == [(100, 109, "steady", (5, 5))]
    assert told(row(d, (50, d)) for d in range(100, 110)) == [(100, 109, "grows", (51, 60))]
    assert told(row(d, (d, 120)) for d in range(100, 110)) == [(100, 109, "shrinks", (21, 12))]
    assert told(row(d, (d, None)) for d in range(100, 110)) == [(100, 109, "steady", (None, None))]


def test_a_jump_begins_another_zone() -> None:
    rows = [row(100, (101, 110)), row(101, (102, 111)), row(102, (103, 113)), row(103, (104, 113))]
    assert told(rows) == [(100, 101, "steady", (10, 10)), (102, 103, "shrinks", (11, 10))]
    assert list(cliffs(rows)) == []


def test_what_is_the_same_whenever_the_event_happens_is_left_out() -> None:
    rows = [row(d, (10, 20), (d, d + 1)) for d in range(100, 103)]
    assert [(each.first, each.last) for each in common(rows)] == [(10, 20)]
    assert told(rows) == [(100, 102, "steady", (2, 2))]


def test_a_cliff_is_where_most_days_are_lost_or_won_at_once() -> None:
    rows = [row(1, (10, 19)), row(2), row(3, (10, 10)), row(4, (10, 12)), row(5, (10, None))]
    assert list(cliffs(rows)) == [Cliff(1, 2, 10, 0), Cliff(3, 4, 1, 3), Cliff(4, 5, 3, None)]


# --- questions that mean nothing


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"vary": "leavin", "days": ("2045-07-01", "2045-07-02")}, "there is no event `leavin` in the life"),
        ({"vary": "leaving"}, "an event is varied over a range of days"),
        ({"days": ("2045-07-01", "2045-07-02")}, "an event is varied over a range of days"),
        ({"vary": "leaving", "days": ("2045-07-02", "2045-07-01")}, "the last of the event's days"),
        ({"asked": ("2045-07-02", "2045-07-01")}, "the last of the asked days, 2045-07-01, is before the first"),
        ({"asked": ("2045-02-29", "2045-07-01")}, "there is no day `2045-02-29`"),
        ({"action": "excercise"}, "there is no action `excercise`"),
        ({"by": "nobody"}, "there is no party and no role `nobody`"),
        ({"rights": 0}, "a question is about some rights"),
        ({"vary": "first", "days": ("2045-07-01", "2045-07-02")}, "`first` is corrected by `second`"),
        ({"vary": "third", "days": ("2045-07-01", "2045-07-02")}, "`third` is taken back by `fourth`"),
        ({"vary": "exercises", "days": ("2045-07-01", "2045-07-02")}, "there are several events `exercises`"),
        ({"vary": "fourth", "days": ("2045-07-01", "2045-07-02")}, "there is no event `fourth` in the life"),
    ],
)
def test_a_question_that_means_nothing_is_refused(plan: LoadedPlan, options: dict[str, Any], message: str) -> None:
    events: list[dict[str, Any]] = [
        LEAVES,
        {**DIES, "id": "first", "on": "2045-07-03"},
        {**DIES, "id": "second", "on": "2045-07-04", "corrects": "first"},
        {"on": "2045-06-26", "event": "exercises", "rights": 1},
        {"on": "2045-06-27", "event": "exercises", "rights": 1},
        {**INHERITS, "id": "third"},
        {**INHERITS, "id": "fourth", "corrects": "third", "cancelled": True},
    ]
    with pytest.raises(ProblemsError) as error:
        plan.sweep(life(*events), **{"asked": ("2045-07-01", "2045-07-10"), **options})
    assert error.value.problems[0].message.startswith(message)
    assert error.value.problems[0].help
