"""Recordings of a register as answers name them: which record it was, since when it was known, from which source."""

from __future__ import annotations

from dataclasses import dataclass

from kenri.model.life import Instant

__all__ = ["KnownRecord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecord:
    """One record of a register. `sequence` is its place in the chain of its issuer, `known` the instant from which it
    was known; `kind` and `key` are those of the record, or `amendment` and the name of one that a plan declares.
    """

    sequence: int | None
    kind: str
    key: str
    known: Instant
    author: str = ""
    source: str = ""
    is_cancelled: bool = False

    def __str__(self) -> str:
        """As it is shown: `#12 event left`.

        >>> str(KnownRecord(sequence=12, kind="event", key="left", known=0))
        '#12 event left'
        """
        number = "" if self.sequence is None else f"#{self.sequence} "
        return f"{number}{self.kind} {self.key}"
