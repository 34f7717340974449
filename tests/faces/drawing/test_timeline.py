"""Which range a timeline takes, which windows it enlarges, and what its labels may hold."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.faces.drawing.timeline import Bar, DayMark, Timeline, TimelineTrack

PERIOD = TimelineTrack("exercise period", (Bar(date(2015, 7, 14), date(2045, 7, 13), "2(5)", "open"),))
TEN_DAYS = Bar(date(2025, 6, 28), date(2025, 7, 7), "ten days", "open")
LEAVER = TimelineTrack(
    "exercise",
    (
        Bar(date(2015, 7, 14), date(2025, 6, 27), "in office", "closed"),
        TEN_DAYS,
        Bar(date(2025, 7, 8), None, "lapsed", "closed"),
    ),
)
LEAVING = DayMark(date(2025, 6, 27), "leaves", "event")

days = st.dates()
labels = st.text(max_size=30) | st.text(st.characters(), max_size=5)


def shown(timeline: Timeline) -> tuple[str, str]:
    return timeline.first.isoformat(), timeline.last.isoformat()


# --- the range ---


def test_thirty_years_are_fitted_in_whole_years() -> None:
    assert shown(Timeline.fit("", tracks=[PERIOD])) == ("2015-01-01", "2045-12-31")


def test_ten_days_are_fitted_in_whole_months() -> None:
    ten_days = TimelineTrack("", (TEN_DAYS,))
    assert shown(Timeline.fit("", tracks=[ten_days])) == ("2025-06-01", "2025-07-31")
    assert shown(Timeline.fit("", tracks=[ten_days], marks=[DayMark(date(2025, 5, 2), "", "event")]))[0] == "2025-04-01"


def test_a_bar_without_end_gets_room_and_one_since_always_asks_for_none() -> None:
    lock_up = TimelineTrack(
        "sale", (Bar(date.min, date(2013, 7, 9), "", "open"), Bar(date(2013, 10, 18), None, "", "open"))
    )
    assert shown(Timeline.fit("", tracks=[lock_up])) == ("2013-07-01", "2013-11-30")


def test_what_names_no_day_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="timeline `always` has no day to show"):
        Timeline.fit("always", tracks=[TimelineTrack("", (Bar(date.min, None, "", "open"),))])


@given(st.lists(days, min_size=1, max_size=4))
def test_the_range_shows_every_mark(marked: list[date]) -> None:
    timeline = Timeline.fit("", tracks=[], marks=[DayMark(day, "", "event") for day in marked])
    assert timeline.first <= min(marked) <= max(marked) <= timeline.last
    assert timeline.first.day == 1
    assert timeline.last == date.max or (timeline.last + timedelta(days=1)).day == 1
    assert [mark.day for mark in timeline.marks] == sorted(marked)


@pytest.mark.parametrize("backwards", [
    lambda: Bar(date(2025, 7, 7), date(2025, 7, 6), "late", "open"),
    lambda: Timeline("late", date(2025, 7, 7), date(2025, 7, 6), ()),
])  # fmt: skip
def test_days_out_of_order_are_refused(backwards: object) -> None:
    assert callable(backwards)
    with pytest.raises(ValueError, match="`late` ends on 2025-07-06, before its first day 2025-07-07"):
        backwards()


# --- ticks ---


@given(days, days, st.integers(2, 40))
def test_ticks_are_few_even_and_inside(one: date, other: date, most: int) -> None:
    timeline = Timeline("", min(one, other), max(one, other), ())
    ticks, are_years = timeline.ticks(most)
    assert len(ticks) <= most
    assert all(timeline.first <= day <= timeline.last and day.day == 1 for day in ticks)
    months = [day.year * 12 + day.month for day in ticks]
    assert len({after - here for here, after in pairwise(months)}) <= 1
    assert not are_years or all(day.month == 1 for day in ticks)


def test_ticks_are_as_fine_as_there_is_room() -> None:
    timeline = Timeline.fit("", tracks=[PERIOD])
    assert [day.year for day in timeline.ticks(8)[0]] == [2015, 2020, 2025, 2030, 2035, 2040, 2045]
    assert len(timeline.ticks(31)[0]) == 31


# --- zooms ---


def test_the_short_window_is_enlarged_and_the_long_one_is_not() -> None:
    zooms, more = Timeline.fit("", tracks=[PERIOD, LEAVER], marks=[LEAVING]).zooms(8)
    assert [(zoom.bar, zoom.name("en"), zoom.months, more) for zoom in zooms] == [
        (TEN_DAYS, "exercise", ((2025, 6), (2025, 7)), 0)
    ]


def test_a_day_in_a_zoom_is_what_its_track_says() -> None:
    ((zoom,), _) = Timeline.fit("", tracks=[LEAVER]).zooms(8)
    expected = {
        date(2025, 6, 27): "closed",
        date(2025, 6, 28): "open",
        date(2025, 7, 7): "open",
        date(2025, 7, 8): "closed",
    }
    assert {day: zoom.kind_on(day) for day in expected} == expected
    assert zoom.kind_on(date(2015, 7, 13)) is None


def test_a_mark_just_before_the_window_brings_its_month() -> None:
    window = TimelineTrack("", (Bar(date(2025, 7, 1), date(2025, 7, 10), "", "open"),))
    for marked, months in ((date(2025, 6, 30), 2), (date(2025, 6, 20), 1), (date(2025, 7, 5), 1)):
        ((zoom,), _) = Timeline.fit("", tracks=[window], marks=[DayMark(marked, "", "event")]).zooms(8)
        assert len(zoom.months) == months


def test_tracks_with_the_same_window_share_a_zoom() -> None:
    again = TimelineTrack("sale", (TEN_DAYS,))
    ((zoom,), _) = Timeline.fit("", tracks=[LEAVER, again]).zooms(8)
    assert zoom.name("en") == "exercise, sale"
    assert zoom.name("ja") == "exercise、sale"


def test_a_short_ban_is_enlarged_where_there_is_no_short_window() -> None:
    ban = Bar(date(2013, 7, 10), date(2013, 10, 17), "lock-up", "closed")
    sale = TimelineTrack(
        "sale", (Bar(date.min, date(2013, 7, 9), "", "open"), ban, Bar(date(2013, 10, 18), None, "", "open"))
    )
    assert [zoom.bar for zoom in Timeline.fit("", tracks=[sale]).zooms(8)[0]] == [ban]


def test_of_many_windows_those_near_the_day_asked_about_are_enlarged_and_the_rest_counted() -> None:
    windows = tuple(Bar(date(year, 2, 10), date(year, 3, 14), "", "open") for year in range(2024, 2034))
    timeline = Timeline.fit("", tracks=[TimelineTrack("", windows)], marks=[DayMark(date(2030, 1, 1), "", "asked")])
    zooms, more = timeline.zooms(3)
    assert ([zoom.bar.first.year for zoom in zooms], more) == ([2029, 2030, 2031], 7)


# --- labels ---


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  ten\n days\t after ", "ten days after"),
        ("退任\u3000後", "退任 後"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\x00b\x9bc\ud800d\uffffe", "a\ufffdb\ufffdc\ufffdd\ufffde"),
    ],
)
def test_labels_are_one_line_that_any_drawing_can_hold(text: str, kept: str) -> None:
    day = date(2025, 7, 7)
    assert Bar(day, day, text, "open").label == kept
    assert DayMark(day, text, "event").label == kept
    assert TimelineTrack(text, ()).name == kept
    assert Timeline(text, day, day, ()).title == kept


@given(labels)
def test_labels_are_normal(text: str) -> None:
    day = date(2025, 7, 7)
    label = DayMark(day, text, "event").label
    assert DayMark(day, label, "event").label == label
    label.encode()
