"""How far a command has come with the holders of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kenri.register.dossiers import Dossier

__all__ = ["DossiersTold"]


@dataclass
class DossiersTold:
    """Tells the name of each holder, how many there were, and of how many."""

    tell: Callable[[str, int, int], None]
    issuer: str
    """Named in the place of a holder where a dossier is of all."""
    total: int
    done: int = 0

    def each(self, dossiers: Iterator[Dossier]) -> Iterator[Dossier]:
        """The same dossiers, of which each is told before it is looked at."""
        for dossier in dossiers:
            self.done += 1
            self.tell(dossier.holder or self.issuer, self.done, self.total)
            yield dossier
