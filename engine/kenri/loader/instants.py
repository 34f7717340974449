"""Days and instants as people write them: ISO 8601 text, read in the time zone of a plan.

Text other than a plain day is read by pendulum, which is imported only then; from here on an instant is an aware
`datetime`, and a day of the plan an ordinal.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kenri.model.days import Day
from kenri.model.life import Instant
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 40
"""Characters of the longest text in which an instant is looked for."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # 0 in every zone, once that is added
_A_DAY = 24 * 60 * 60


class NoMomentError(ValueError):
    """Text that stands for no day and no instant, or an instant without a day; `reason` says why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason.text()


def has_zone(moment: datetime) -> bool:
    """Whether an instant says in which zone it is. What stands for no time, as pandas' `NaT`, says none."""
    return moment.tzinfo is not None and moment.utcoffset() is not None


def parse(text: str, zone: str) -> date:
    """The day or the instant that text stands for; an instant without an offset is a local time of `zone`.

    Raises `NoMomentError` for other text, and for a local time that a change of the clock skips or repeats.

    >>> parse("2025-07-07T14:59:59Z", "Asia/Tokyo").isoformat()
    '2025-07-07T14:59:59+00:00'
    """
    if _PLAIN_DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise NoMomentError(Sentence("out-of-range")) from None
    if len(text) > _LONGEST or not text.isascii():
        raise NoMomentError(Sentence("no-moment"))
    import pendulum

    try:
        parsed = pendulum.parse(text, tz=zone, exact=True)
    except (ValueError, OverflowError, TypeError, AttributeError):  # what its parsers raise for some texts
        raise NoMomentError(Sentence("no-moment")) from None
    if isinstance(parsed, pendulum.DateTime):
        written = re.search(r"T\d{2}:?\d{2}", text)
        if written is None:
            raise NoMomentError(Sentence("instants-are-written"))
        try:
            instant = datetime.fromtimestamp(parsed.timestamp(), parsed.tzinfo)
        except (ValueError, OverflowError, OSError):
            raise NoMomentError(Sentence("outside-calendar")) from None
        if not re.search(r"(Z|[+-]\d{2}:?\d{2})$", text):
            _check_local(instant, text)
        return instant
    raise NoMomentError(Sentence("no-moment"))


def _check_local(instant: datetime, text: str) -> None:
    if instant.replace(fold=0).utcoffset() != instant.replace(fold=1).utcoffset():
        raise NoMomentError(Sentence("clock-is-set", text=quote(text)[1:-1]))
    if f"{instant:%H:%M}" not in text and f"{instant:%H%M}" not in text:
        raise NoMomentError(Sentence("clock-skips", text=quote(text)[1:-1]))


def day_of(moment: date, zone: ZoneInfo) -> Day:
    """The day of a plan on which a day or an aware instant falls. Raises `NoMomentError` where a zone has none.

    >>> from kenri.model.days import iso
    >>> iso(day_of(parse("2025-07-07T15:00:00Z", "Asia/Tokyo"), ZoneInfo("Asia/Tokyo")))
    '2025-07-08'
    """
    try:
        return (moment.astimezone(zone).date() if isinstance(moment, datetime) else moment).toordinal()
    except OverflowError:
        raise NoMomentError(Sentence("outside-calendar")) from None


def beginning(moment: date, zone: ZoneInfo) -> Instant:
    """An instant as it is, or the beginning of a day: when an event of that day counts as recorded."""
    if isinstance(moment, datetime):
        return int(moment.timestamp())
    return int(datetime.combine(moment, time(), tzinfo=zone).timestamp())


def local(instant: Instant, zone: ZoneInfo) -> datetime:
    """An instant as clocks show it in a zone; one beyond the calendar is shown as its first or its last second.

    >>> local(0, ZoneInfo("Asia/Tokyo")).isoformat()
    '1970-01-01T09:00:00+09:00'
    """
    since = timedelta(seconds=instant)
    try:
        return (_EPOCH.replace(tzinfo=UTC) + since).astimezone(zone)
    except OverflowError:
        edge = datetime.min if instant < 0 else datetime.max.replace(microsecond=0)  # noqa: DTZ901  # zoned at once
        offset = edge.replace(tzinfo=zone).utcoffset() or timedelta()
    try:
        return (_EPOCH + (since + offset)).replace(tzinfo=zone)
    except OverflowError:
        return edge.replace(tzinfo=zone)


def end(moment: date, zone: ZoneInfo) -> Instant:
    """An instant as it is, or the last second of a day: what was known on that day."""
    if isinstance(moment, datetime):
        return int(moment.timestamp())
    if moment == date.max:
        return beginning(moment, zone) + _A_DAY - 1
    return beginning(moment + timedelta(days=1), zone) - 1
