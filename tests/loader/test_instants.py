"""Days and instants as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kenri.loader.instants import beginning, day_of, end, local, parse
from kenri.model.days import iso

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-07T14:59:59Z", "2025-07-07"),
        ("2025-07-07T15:00:00Z", "2025-07-08"),
        ("2025-07-07T23:59:59+09:00", "2025-07-07"),
        ("2025-07-08T00:00", "2025-07-08"),
        ("2025-07-08", "2025-07-08"),
    ],
)
def test_the_day_is_the_day_of_the_plans_zone(text: str, day: str) -> None:
    assert iso(day_of(parse(text, "Asia/Tokyo"), TOKYO)) == day


def test_a_local_time_is_read_in_the_zone_and_an_offset_as_it_is() -> None:
    assert parse("2025-07-07T09:00", "Asia/Tokyo") == datetime(2025, 7, 7, 0, 0, tzinfo=UTC)
    assert parse("2025-07-07T09:00-04:00", "Asia/Tokyo") == datetime(2025, 7, 7, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-03-09T02:30", "does not exist"),
        ("2025-11-02T01:30", "forward or back"),
        ("tomorrow", "neither a day nor an instant"),
        ("2025-W26", "neither a day nor an instant"),
        ("2025-07", "neither a day nor an instant"),
        ("09:00", "neither a day nor an instant"),
        ("2025-02-30", "out of range"),
        ("", "neither a day nor an instant"),
    ],
)
def test_other_text_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(text, "America/New_York")


def test_the_repeated_hour_is_read_with_its_offset() -> None:
    first, second = (parse(f"2025-11-02T01:30{offset}", "America/New_York") for offset in ("-04:00", "-05:00"))
    assert isinstance(first, datetime)
    assert isinstance(second, datetime)
    assert (second - first).total_seconds() == 3600


def test_a_day_begins_and_ends_in_the_zone() -> None:
    day = date(2025, 3, 9)  # 23 hours long in New York
    assert end(day, NEW_YORK) - beginning(day, NEW_YORK) == 23 * 3600 - 1
    assert end(day, TOKYO) - beginning(day, TOKYO) == 24 * 3600 - 1
    instant = datetime(2025, 7, 7, 12, tzinfo=UTC)
    assert end(instant, TOKYO) == beginning(instant, TOKYO) == int(instant.timestamp())


@pytest.mark.parametrize("zone", [TOKYO, NEW_YORK, ZoneInfo("UTC"), ZoneInfo("Pacific/Kiritimati")])
@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date.max])
def test_days_at_the_ends_of_the_calendar_begin_and_end_as_others_do(zone: ZoneInfo, day: date) -> None:
    assert end(day, zone) - beginning(day, zone) in (86399, 86399 + 3600)
    assert local(beginning(day, zone), zone).date() == day
    assert local(end(day, zone), zone).date() == day


@pytest.mark.parametrize(("text", "zone"), [("9999-12-31T20:00:00Z", TOKYO), ("0001-01-01T02:00:00Z", NEW_YORK)])
def test_an_instant_beyond_the_calendar_of_a_zone_has_no_day_there(text: str, zone: ZoneInfo) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        day_of(parse(text, zone.key), zone)
    assert local(beginning(parse(text, zone.key), zone), zone).date() in (date.min, date.max)
