"""What a register records of a holder that matters for who may see their rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kenri.register.database import Database
from kenri.register.folding import Moment, standing
from kenri.register.ledger import Ledger, issuers
from kenri.register.records import MICROSECONDS, RegisterRecord

__all__ = ["recorded_of"]


def recorded_of(database: Database, issuer: str, holder: str, kinds: frozenset[str]) -> tuple[tuple[str, date], ...]:
    """Which events of some kinds happened to a holder, and on which days, as it is now known.

    Where the day itself is not known, it is that on which it was recorded. Of a holder that there is not: nothing.
    """
    with database.reading() as connection:
        known = issuers(connection)
        if issuer not in known:
            return ()
        records = Ledger(connection, issuer, known[issuer]).of_holder(holder)
    now = [each for each in standing(records, Moment(ZoneInfo("UTC"), None, None)) if each.kind == "event"]
    return tuple(sorted(_happened(now, holder, kinds)))


def _happened(records: list[RegisterRecord], holder: str, kinds: frozenset[str]) -> Iterator[tuple[str, date]]:
    corrected = {each.data.get("corrects") for each in records}
    for each in records:
        data = each.data
        is_theirs = data.get("event") in kinds and data.get("who", holder) == holder
        if is_theirs and not data.get("cancelled") and data.get("id", each.key) not in corrected:
            yield str(data["event"]), _day(data.get("on"), each)


def _day(on: Any, record: RegisterRecord) -> date:
    try:
        return on if isinstance(on, date) else date.fromisoformat(str(on)[:10])
    except ValueError:
        return datetime.fromtimestamp(record.recorded // MICROSECONDS, UTC).date()
