"""The file against RFC 5545, and parsed back with the library that wrote it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kenri.faces.drawing.calendar_ics import render
from kenri.faces.drawing.timeline import Bar, DayMark, Timeline, TimelineTrack
from kenri.model.sentences import Language

STAMP = datetime(2025, 7, 5, 9, 30, tzinfo=timezone(timedelta(hours=9)))

LEAVER = Timeline.fit(
    "5th series, Sato",
    tracks=[
        TimelineTrack(
            "Exercise",
            (
                Bar(date(2015, 7, 14), date(2025, 6, 27), "in office", "closed"),
                Bar(date(2025, 6, 28), date(2025, 7, 7), "ten days after leaving", "open"),
                Bar(date(2025, 7, 8), None, "lapsed", "closed"),
            ),
        )
    ],
    marks=[
        DayMark(date(2025, 6, 27), "leaves", "event"),
        DayMark(date(2025, 7, 7), "pay by noon", "deadline"),
        DayMark(date(2026, 3, 31), "tax return", "deadline"),
    ],
)


def one_bar(bar: Bar, *, name: str = "Exercise", title: str = "plan") -> Timeline:
    return Timeline.fit(title, tracks=[TimelineTrack(name, (bar,))], marks=[DayMark(date(2025, 7, 5), "", "asked")])


def file(
    source: Timeline | Sequence[DayMark], *, seed: str = "sato", lang: Language = "en", stamp: datetime = STAMP
) -> bytes:
    return render(source, uid_seed=seed, lang=lang, stamp=stamp)


def events(ics: bytes) -> list[Any]:
    """Any: the library's type of a property is the union of all there are."""
    return list(Calendar.from_ical(ics).walk("VEVENT"))


def reminders(event: Any) -> list[timedelta]:
    return [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]


def days_before(*days: int) -> list[timedelta]:
    """At nine in the morning."""
    return [timedelta(hours=9) - timedelta(days=day) for day in days]


def test_a_window_has_its_first_and_its_last_day_and_a_deadline_its_own() -> None:
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events(file(LEAVER))] == [
        ("First day: Exercise: ten days after leaving", date(2025, 6, 28)),
        ("Last day: Exercise: ten days after leaving", date(2025, 7, 7)),
        ("Deadline: tax return", date(2026, 3, 31)),
    ]


def test_a_deadline_on_the_last_day_is_told_there() -> None:
    first, last, _ = events(file(LEAVER))
    assert str(last["DESCRIPTION"]).splitlines() == [
        "5th series, Sato",
        "Exercise: ten days after leaving",
        "Sat 28 Jun 2025 to Mon 7 Jul 2025",
        "open",
        "pay by noon",
    ]
    assert "pay by noon" not in first["DESCRIPTION"]


def test_days_are_whole_and_their_end_is_excluded() -> None:
    """RFC 5545 3.6.1: DTEND is the non-inclusive end; both are DATEs, without a time or a zone."""
    ics = file(LEAVER)
    assert b"DTSTART;VALUE=DATE:20250707\r\nDTEND;VALUE=DATE:20250708\r\n" in ics
    for event in events(ics):
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
        assert type(event["DTSTART"].dt) is date
        assert event["TRANSP"] == "TRANSPARENT"


def test_the_head_is_what_the_standard_demands() -> None:
    """RFC 5545 3.6: PRODID and VERSION once, and at least one component in a calendar with windows."""
    calendar = Calendar.from_ical(file(LEAVER))
    assert (calendar["PRODID"], calendar["VERSION"]) == ("-//kenri//equity rights calendar//EN", "2.0")
    assert calendar.errors == []


def test_the_title_is_escaped_text() -> None:
    """RFC 5545 3.3.11 for NAME (RFC 7986 5.1), which icalendar 7.3 does not know to be text."""
    ics = file(one_bar(Bar(date(2025, 7, 1), date(2025, 7, 2), "", "open"), title="a;b,c\\n"))
    assert b"\r\nNAME:a\\;b\\,c\\\\n\r\nX-WR-CALNAME:a\\;b\\,c\\\\n\r\n" in ics


def test_the_stamp_is_the_one_given_in_utc() -> None:
    """RFC 5545 3.8.7.2: DTSTAMP is in UTC."""
    assert file(LEAVER).count(b"DTSTAMP:20250705T003000Z\r\n") == 3
    with pytest.raises(ValueError, match="`stamp` must have a zone, found datetime"):
        file(LEAVER, stamp=STAMP.replace(tzinfo=None))


def test_lines_end_in_crlf_and_long_japanese_text_is_folded_between_characters() -> None:
    """RFC 5545 3.1: lines of at most 75 octets without the break; a continuation begins with one blank."""
    label = "地位を喪失した日の翌日から十日を経過する日まで" * 6
    ics = file(one_bar(Bar(date(2025, 6, 28), date(2025, 7, 7), label, "open")), lang="ja")
    lines = ics.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert sum(line.startswith(b" ") for line in lines) > 10
    for line in lines:
        line.decode()  # no character is cut in two
    assert str(events(ics)[1]["SUMMARY"]) == f"最終日：Exercise：{label}"


@pytest.mark.parametrize(
    ("length", "days"),
    [
        (1, [1]),
        (5, [1]),
        (6, [5, 1]),
        (10, [5, 1]),
        (30, [5, 1]),
        (31, [30, 7, 1]),
        (120, [30, 7, 1]),
        (121, [90, 30, 7, 1]),
    ],
)
def test_reminders_suit_the_length_of_the_window(length: int, days: list[int]) -> None:
    first = date(2025, 6, 28)
    opening, closing = events(file(one_bar(Bar(first, first + timedelta(days=length - 1), "", "open"))))
    if str(opening["SUMMARY"]).startswith("Last"):  # one day long: the order is that of the UIDs
        opening, closing = closing, opening
    assert reminders(opening) == days_before(1)
    assert reminders(closing) == days_before(*days)


def test_a_reminder_says_how_long_there_is() -> None:
    alarms = events(file(LEAVER))[1].walk("VALARM")
    assert [str(alarm["DESCRIPTION"])[-11:] for alarm in alarms] == [" (in 5 days)"[1:], " (tomorrow)"]
    assert {alarm["ACTION"] for alarm in alarms} == {"DISPLAY"}


def test_an_open_end_and_an_open_start_have_no_entry() -> None:
    assert [str(e["SUMMARY"])[:5] for e in events(file(one_bar(Bar(date(2025, 7, 1), None, "", "open"))))] == ["First"]
    assert [str(e["SUMMARY"])[:4] for e in events(file(one_bar(Bar(date.min, date(2025, 7, 1), "", "open"))))] == [
        "Last"
    ]


def test_a_window_nobody_knows_to_be_open_is_tentative() -> None:
    bar = Bar(date(2025, 7, 5), date(2026, 1, 4), "", "unknown")
    deadline = DayMark(date(2026, 1, 4), "settled", "deadline")
    timeline = Timeline.fit("", tracks=[TimelineTrack("Heir", (bar,))], marks=[deadline])
    told = {str(event["SUMMARY"]): event["STATUS"] for event in events(file(timeline))}
    assert told == {
        "First day: Heir (unsettled)": "TENTATIVE",
        "Last day: Heir (unsettled)": "TENTATIVE",
        "Deadline: settled": "CONFIRMED",  # a certain deadline does not vanish into an uncertain window
    }


def test_a_list_of_marks_will_do() -> None:
    """Of a deadline it reminds long before, of another event on the day before; what was asked about is neither."""
    marks = [
        DayMark(date(2026, 3, 31), "tax return", "deadline"),
        DayMark(date(2025, 6, 27), "it opens", "event"),
        DayMark(date(2025, 6, 28), "the day asked about", "asked"),
    ]
    opens, due = events(file(marks))
    assert (opens["DTSTART"].dt, str(opens["SUMMARY"])) == (date(2025, 6, 27), "it opens")
    assert reminders(opens) == days_before(1)
    assert (due["DTSTART"].dt, str(due["SUMMARY"])) == (date(2026, 3, 31), "Deadline: tax return")
    assert reminders(due) == days_before(90, 30, 7, 1)


# --- UIDs ---


def uids(ics: bytes) -> list[str]:
    return [str(event["UID"]) for event in events(ics)]


def test_uids_stay_when_only_words_and_stamp_change() -> None:
    bar = Bar(date(2025, 6, 28), date(2025, 7, 7), "ten days", "open")
    said_otherwise = Bar(bar.first, bar.last, "within ten days", "open")
    assert uids(file([DayMark(bar.first, "pay", "deadline")])) == uids(file([DayMark(bar.first, "支払", "deadline")]))
    later = STAMP + timedelta(days=3)
    assert uids(file(one_bar(bar))) == uids(file(one_bar(said_otherwise, title="other"), lang="ja", stamp=later))


def test_uids_differ_between_windows_edges_and_calendars() -> None:
    bar = Bar(date(2025, 6, 28), date(2025, 7, 7), "", "open")
    longer = Bar(date(2025, 6, 28), date(2025, 7, 8), "", "open")
    found = uids(file(one_bar(bar))) + uids(file(one_bar(longer))) + uids(file(one_bar(bar), seed="suzuki"))
    assert len(set(found)) == 6


def test_windows_of_one_name_on_the_same_days_are_both_there() -> None:
    first, last = date(2025, 6, 28), date(2025, 7, 7)
    tracks = [TimelineTrack("Exercise", (Bar(first, last, label, "open"),)) for label in ("2(11)2", "2(11)3", "2(11)3")]
    found = uids(file(Timeline.fit("", tracks=tracks)))
    assert len(found) == len(set(found)) == 4


labels = st.text(max_size=120) | st.text('\\;,:"\n\r\x00\x1b\u2028漢😀\ud800\t ', max_size=60)


@settings(deadline=None)
@given(labels, labels, st.dates(), st.dates(), st.sampled_from(["en", "ja"]))
@example("BEGIN:VEVENT\r\nUID:x", 'a;b,c:d\\n"', date.min, date.max, "en")
@example("", "", date.max, date.max, "ja")
@example("漢" * 120, "\u0085\x7f", date(2025, 7, 7), date(2025, 7, 7), "ja")
def test_any_label_comes_back(label: str, name: str, one: date, other: date, lang: Language) -> None:
    bar = Bar(min(one, other), max(one, other), label, "open")
    timeline = Timeline(
        label, date(2025, 1, 1), date(2025, 12, 31), (TimelineTrack(name, (bar,)),), (DayMark(one, label, "deadline"),)
    )
    ics = file(timeline, seed=label.encode(errors="replace").decode(), lang=lang)
    assert ics.decode().count("\r\n") == ics.count(b"\n") == ics.count(b"\r")
    calendar = Calendar.from_ical(ics)
    assert calendar.errors == []
    summaries = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    colon = "：" if lang == "ja" else ": "
    kept = colon.join(filter(None, (timeline.tracks[0].name, bar.label)))
    ends = (f"{colon}{kept}",) if kept else ("初日", "最終日", "First day", "Last day")
    assert sum(summary.endswith(ends) for summary in summaries) >= (1 if bar.first == date.min else 2)
    assert calendar.to_ical() == ics
