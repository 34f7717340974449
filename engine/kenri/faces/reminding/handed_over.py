"""What became of a message when it was handed over."""

from __future__ import annotations

from typing import NamedTuple

from kenri.service.outbox import Outcome

__all__ = ["HandedOver"]


class HandedOver(NamedTuple):
    """Whether it was taken, and if not why; and after how many seconds whoever refused it wants it again."""

    outcome: Outcome
    reason: str = ""
    wait: int = 0
