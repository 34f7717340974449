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
from kenri.service.happening import Happened, Happening

__all__ = ["recorded_of"]

_NOT_SAID = frozenset({"event", "who", "on", "grant", "id", "recorded", "corrects", "cancelled"})
"""Keys of events under which there is nothing that their kinds alone have."""


def recorded_of(database: Database, issuer: str, holder: str, kinds: frozenset[str]) -> Happened:
    """Which events of some kinds there are in the life of a holder, on which days and about whom, as it is now known.

    What happened to another, as that they inherit, counts for the grant that it names, or for all. Where the day itself
    is not known, it is that on which it was recorded. Of a holder that there is not: nothing.
    """
    with database.reading() as connection:
        known = issuers(connection)
        if issuer not in known:
            return ()
        records = Ledger(connection, issuer, known[issuer]).of_holder(holder)
    now = standing(records, Moment(ZoneInfo("UTC"), None, None))
    happened = list(_happened([each for each in now if each.kind == "event"], holder, kinds))
    grants = [each.key for each in now if each.kind == "grant"] or [""]
    return tuple(dict.fromkeys(tuple(each for of, each in happened if of is None or of == grant) for grant in grants))


def _happened(
    records: list[RegisterRecord], holder: str, kinds: frozenset[str]
) -> Iterator[tuple[str | None, Happening]]:
    """What happened, each with the only grant for which it counts."""
    corrected = {each.data.get("corrects") for each in records}
    for each in records:
        data = each.data
        if data.get("event") in kinds and not data.get("cancelled") and data.get("id", each.key) not in corrected:
            who = str(data.get("who", holder))
            said = tuple(sorted((name, str(value)) for name, value in data.items() if name not in _NOT_SAID))
            grant = None if who == holder or data.get("grant") is None else str(data["grant"])
            yield grant, Happening(str(data["event"]), who, _day(data.get("on"), each), said)


def _day(on: Any, record: RegisterRecord) -> date:
    try:
        return on if isinstance(on, date) else date.fromisoformat(str(on)[:10])
    except ValueError:
        return datetime.fromtimestamp(record.recorded // MICROSECONDS, UTC).date()
