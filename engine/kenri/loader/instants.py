"""Days and instants as people write them: ISO 8601 text, read in the time zone of a plan.

Text other than a plain day is read by pendulum, which is imported only then; from here on an instant is an aware
`datetime`, and a day of the plan an ordinal.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kenri.model.days import Day
from kenri.model.life import Instant

_PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse(text: str, zone: str) -> date:
    """The day or the instant that text stands for; an instant without an offset is a local time of `zone`.

    Raises `ValueError` for other text, and for a local time that a change of the clock skips or repeats.

    >>> parse("2025-07-07T14:59:59Z", "Asia/Tokyo").isoformat()
    '2025-07-07T14:59:59+00:00'
    """
    if _PLAIN_DAY.fullmatch(text):
        return date.fromisoformat(text)
    import pendulum

    parsed = pendulum.parse(text, tz=zone, exact=True)
    if isinstance(parsed, pendulum.DateTime):
        written = re.search(r"T\d{2}:?\d{2}", text)
        if written is None:
            raise ValueError("an instant is written `2025-07-07T09:00:00+09:00`")
        instant = datetime.fromtimestamp(parsed.timestamp(), parsed.tzinfo)
        if not re.search(r"(Z|[+-]\d{2}:?\d{2})$", text):
            _check_local(instant, text)
        return instant
    raise ValueError("neither a day nor an instant")


def _check_local(instant: datetime, text: str) -> None:
    if instant.replace(fold=0).utcoffset() != instant.replace(fold=1).utcoffset():
        raise ValueError(f"the clock is set forward or back around {text}; write the offset, such as `+01:00`")
    if f"{instant:%H:%M}" not in text and f"{instant:%H%M}" not in text:
        raise ValueError(f"the clock is set forward over {text}; that time does not exist there")


def day_of(moment: date, zone: ZoneInfo) -> Day:
    """The day of a plan on which a day or an aware instant falls.

    >>> from kenri.model.days import iso
    >>> iso(day_of(parse("2025-07-07T15:00:00Z", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")))
    '2025-07-08'
    """
    return (moment.astimezone(zone).date() if isinstance(moment, datetime) else moment).toordinal()


def beginning(moment: date, zone: ZoneInfo) -> Instant:
    """An instant as it is, or the beginning of a day: when an event of that day counts as recorded."""
    if isinstance(moment, datetime):
        return int(moment.timestamp())
    return int(datetime.combine(moment, time(), tzinfo=zone).timestamp())


def end(moment: date, zone: ZoneInfo) -> Instant:
    """An instant as it is, or the last second of a day: what was known on that day."""
    if isinstance(moment, datetime):
        return int(moment.timestamp())
    return beginning(moment + timedelta(days=1), zone) - 1
