"""When amendments become known."""

from zoneinfo import ZoneInfo

from kenri.loader.instants import beginning
from kenri.model.life import Instant
from kenri.model.plan import Amendment


def known_from(amendment: Amendment, zone: str) -> Instant:
    """The instant an amendment became known: when it was recorded, else the beginning of its first day."""
    return beginning(amendment.recorded or amendment.from_, ZoneInfo(zone))
