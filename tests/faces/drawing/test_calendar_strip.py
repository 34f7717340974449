"""What the terminal drawing says without colour, and that it keeps to its width."""

import io
import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from kenri.faces.drawing.calendar_strip import render
from kenri.faces.drawing.timeline import Bar, DayMark, Timeline, TimelineTrack
from kenri.model.sentences import Language

EN = Timeline.fit(
    "5th series",
    tracks=[
        TimelineTrack(
            "Exercise",
            (
                Bar(date(2015, 7, 14), date(2025, 6, 27), "in office", "closed"),
                Bar(date(2025, 6, 28), date(2025, 7, 7), "ten days after leaving", "open"),
                Bar(date(2025, 7, 8), date(2045, 7, 13), "lapsed", "closed"),
            ),
        ),
        TimelineTrack("Heir", (Bar(date(2025, 7, 5), None, "", "unknown"),)),
    ],
    marks=[
        DayMark(date(2025, 6, 27), "leaves", "event"),
        DayMark(date(2025, 7, 5), "", "asked"),
        DayMark(date(2025, 7, 7), "last day to exercise", "deadline"),
    ],
)


def drawn(timeline: Timeline, *, width: int, lang: Language = "en", encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    Console(file=file, width=width, color_system=None).print(render(timeline, width=width, lang=lang), end="")
    file.seek(0)
    return file.read()


def test_the_ten_days_are_a_ribbon_between_brackets_from_first_to_last() -> None:
    text = drawn(EN, width=80)
    assert " 23  24  25  26  27*[28 -29 -" in text
    assert "-30 -" in text
    assert " - 1 - 2 - 3 - 4 - 5@- 6 -" in text
    assert "- 7!] 8   9  10  11  12  13" in text
    assert "First day Sat 28 Jun 2025, last day Mon 7 Jul 2025; 10 days, open" in text


def test_the_overview_shows_ten_days_in_thirty_years() -> None:
    strip = drawn(EN, width=80).splitlines()[3:5]
    assert strip[0] == "Exercise"
    assert re.fullmatch(r" ·+█·+", strip[1])


def test_marks_are_listed_with_their_signs() -> None:
    lines = drawn(EN, width=80).splitlines()
    assert "* Fri 27 Jun 2025  leaves" in lines
    assert "@ Sat 5 Jul 2025  day asked about" in lines
    assert "! Mon 7 Jul 2025  last day to exercise" in lines


def test_the_legend_explains_what_is_there_and_nothing_else() -> None:
    assert "█ / [-] open  ▒ / (~) unknown  · closed  @ day asked about" in drawn(EN, width=80)
    assert "unknown" not in drawn(Timeline.fit("", tracks=[EN.tracks[0]]), width=80)


def test_the_frame_speaks_japanese() -> None:
    text = drawn(EN, width=80, lang="ja")
    assert "2015年〜2051年、1マスは約168日間" in text
    assert "初日 2025年6月28日(土)、最終日 2025年7月7日(月)(10日間、可能)" in text
    assert " 月  火  水  木  金  土  日      月  火  水  木  金  土  日" in text


def test_months_stand_beside_each_other_where_there_is_room() -> None:
    assert "June 2025                       July 2025" in drawn(EN, width=80)
    assert "June 2025\n" in drawn(EN, width=60)


def test_a_plain_terminal_gets_ascii() -> None:
    text = drawn(EN, width=80, encoding="ascii")
    assert re.search(r"^ \.+#\.+$", text, re.MULTILINE)


def test_windows_not_drawn_are_counted() -> None:
    windows = tuple(Bar(date(year, 2, 10), date(year, 3, 14), "", "open") for year in range(2024, 2034))
    assert "2 more short windows are not drawn" in drawn(
        Timeline.fit("", tracks=[TimelineTrack("", windows)]), width=80
    )


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="`en` and `ja`, not `fr`"):
        render(EN, width=80, lang="fr")  # type: ignore[arg-type]  # that is the test


days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(days, st.integers(1, 120))
def test_every_day_of_a_window_is_in_its_ribbon_and_no_other(first: date, length: int) -> None:
    window = {first + timedelta(days=n) for n in range(length)}
    timeline = Timeline.fit("", tracks=[TimelineTrack("x", (Bar(min(window), max(window), "", "open"),))])
    text = drawn(timeline, width=40)  # one month beside nothing
    found: set[date] = set()
    ((zoom,), _) = timeline.zooms(1)
    months = re.split(r"^ Mo .*\n", text, flags=re.MULTILINE)[1:]
    inside = False
    for (year, month), grid in zip(zoom.months, months, strict=True):
        for line in grid.splitlines():
            if not re.fullmatch(r"[\[\]| -]*[ 0-9]\d.*", line):
                break
            for sign, number in re.findall(r"([\[\] -])([ \d]\d) ", line):
                inside = sign in "[-"
                if inside:
                    found.add(date(year, month, int(number)))
    assert found == window
    assert text.count("[") == 2  # the window, the legend
    assert text.count("]") == 2


labels = st.text(max_size=60) | st.text("あ漢字ｱ[/]bold a", max_size=60)


@settings(deadline=None, max_examples=40)
@given(labels, st.integers(1, 140), days, st.integers(0, 12_000), st.sampled_from(["en", "ja"]))
@example("[/bold]", 40, date(2025, 1, 1), 0, "en")
@example("漢" * 60, 41, date(2025, 1, 1), 9_000, "ja")
def test_no_line_is_wider_than_asked(label: str, width: int, day: date, span: int, lang: Language) -> None:
    last = day + timedelta(days=span)
    timeline = Timeline.fit(
        label,
        tracks=[TimelineTrack(label, (Bar(day, last, label, "open"), Bar(day, day, label, "unknown")))],
        marks=[DayMark(day, label, "event"), DayMark(last, label, "deadline")],
    )
    text = drawn(timeline, width=200, lang=lang)
    assert text
    narrow = Console(file=io.StringIO(), width=200, color_system=None)
    with narrow.capture() as capture:
        narrow.print(render(timeline, width=width, lang=lang))
    assert max(map(cell_len, capture.get().splitlines())) <= max(width, 40)


@given(st.dates(), st.dates())
@example(date.min, date.max)
@example(date.max, date.max)
@example(date.min, date.min)
def test_the_ends_of_the_calendar_can_be_drawn(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    assert drawn(Timeline.fit("", tracks=[TimelineTrack("x", (Bar(first, last, "", "open"),))]), width=60)
