"""In whose lives a register names a party besides the holder: as who inherits, where a plan has heirs.

Records are only ever added, so what was looked through once need not be looked through again: each process that serves
keeps whom it found, and goes on from there. What it means for them, and since when, is for the rules of access to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kenri.register.ledger import Ledger, issuers
from kenri.service.access import Caller, NamedParty

__all__ = ["PartiesNamed"]


@dataclass(slots=True)
class _Looked:
    """How far the records of an issuer were looked through, and whom they name."""

    sequence: int = 0
    head: str = ""
    holders: dict[str, dict[str, None]] = field(default_factory=dict)
    """By party, the holders in whose lives they are named, also where that was corrected since."""


class PartiesNamed:
    """The parties that events of some kinds in the lives of others are about."""

    def __init__(self, kinds: Callable[[], frozenset[str]]) -> None:
        """`kinds` tells those that matter, and is asked only where somebody is a party."""
        self._kinds = kinds
        self._of: dict[int, _Looked] = {}

    def of(self, connection: Connection, caller: Caller) -> tuple[NamedParty, ...]:
        """Where the parties that a person is, or was or will be, are named."""
        found: list[NamedParty] = []
        for issuer, number in issuers(connection).items():
            if parties := caller.parties(issuer):
                holders = self._looked(Ledger(connection, issuer, number)).holders
                found += [
                    NamedParty(issuer, holder, party)
                    for party in sorted(parties)
                    for holder in sorted(holders.get(party, ()))
                ]
        return tuple(found)

    def all(self, ledger: Ledger) -> Iterable[str]:
        """Every party that the records of an issuer name."""
        return self._looked(ledger).holders.keys()

    def _looked(self, ledger: Ledger) -> _Looked:
        looked = self._of.get(ledger.number)
        if looked is None or ledger.hash_at(looked.sequence) != looked.head:  # another file may have been put there
            looked = self._of[ledger.number] = _Looked()
        if looked.sequence < ledger.sequence:
            for record in ledger.events(self._kinds(), looked.sequence):
                who = record.data.get("who")
                if isinstance(who, str) and record.reach not in ("", who):
                    looked.holders.setdefault(who, {})[record.reach] = None
            looked.sequence, looked.head = ledger.sequence, ledger.head
        return looked
