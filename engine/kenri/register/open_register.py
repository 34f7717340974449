"""What whoever writes to a register may ask of it meanwhile, and nobody changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

from kenri.model.life import Instant, Life
from kenri.model.problems import Problem
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.register.ledger import Ledger

__all__ = ["OpenRegister", "Versions"]


class Versions(Protocol):
    """The plans of a register, each in the version that is used on a day."""

    folder: str
    """Where problems place their files."""

    def of(self, id_: str | None) -> KeptPlan:
        """A plan by its id; the only one there is without. Raises `ProblemsError`."""
        ...

    def since(self, id_: str) -> str:
        """From which day (ISO) its version is used; empty: since always."""
        ...


class OpenRegister(Protocol):
    """A register within a transaction of one who writes alone for the issuer."""

    @property
    def ledger(self) -> Ledger: ...

    def versions(self, day: date | None) -> Versions:
        """The plans, each in the version that is used on a day; None: the newest."""
        ...

    def records(self, holder: str | None) -> list[RegisterRecord]:
        """What the life of a holder, or (None) of all, is folded from. Raises `ProblemsError` if there is none."""
        ...

    def life(
        self, records: list[RegisterRecord], holder: str | None, plan: KeptPlan, day: date,
        known_at: Instant | None = None,
    ) -> Life:  # fmt: skip
        """The life that records come to on a day, as known at an instant (None: all). Raises `ProblemsError`."""
        ...

    def problems(
        self, records: list[RegisterRecord], holder: str | None, versions: Versions, plan: str
    ) -> Iterator[Problem]:
        """What the strict reader finds wrong in that life, on any day."""
        ...
