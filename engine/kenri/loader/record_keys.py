"""The keys that every party, grant, event and question has: no attribute declared of one can be called so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["EVENT", "GRANT", "OF_SECTIONS", "PARTY"]

PARTY: Final = ("role", "roles")
GRANT: Final = ("id", "grantee", "on", "number", "plan")
EVENT: Final = ("event", "on", "who", "grant", "id", "recorded", "corrects", "cancelled")
_QUESTION: Final = ("number",)

OF_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "party_attributes": PARTY,
    "grant_attributes": GRANT,
    "events": EVENT,
    "actions": _QUESTION,
}
"""By the section of a plan that declares attributes, the keys that these stand beside."""
