"""Open lives as they are seen for another grant than the one that is asked about, and for the company."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kenri import terms
from kenri.model.days import FIRST_DAY
from kenri.model.plan import Plan
from kenri.symbolic.world import ABOUT_ALL, Slot, SymbolicValue, World
from kenri.terms import conj, disj, eq


class SeenGrant(World):
    """The lives of a world as they are seen for a further grant, which may be made or not; or for no grant at all.

    `events` gives what may happen of a kind, whichever grant it is about; `about` is the number of this grant, or
    `ABOUT_ALL` for the company, which sees no event that is about a grant alone.
    """

    def __init__(
        self,
        life: World,
        events: Callable[[str], Sequence[Slot]],
        *,
        about: int,
        id: str,  # noqa: A002  # as everything is called that a record names
        grants: Callable[[], Sequence[World]] | None,
        grantee: int = -1,
        granted_on: terms.Number = FIRST_DAY,
        number: terms.Number = 0,
        grant: Mapping[str, SymbolicValue] | None = None,
        place: terms.Number = 0,
        exists: terms.Flag = True,
        plan: Plan | None = None,
        under: str = "",
    ) -> None:
        super().__init__(
            plan or life.plan,
            people=life.people,
            grantee=grantee,
            granted_on=granted_on,
            number=number,
            grant=grant or {},
            facts=life.facts,
            slots={},
            words=life.words,
            grants=grants,
            id=id,
            place=place,
            exists=exists,
        )
        self.has_other_plans = False
        self.about = about
        self.under = under
        """The id of the plan that it is under, where that is another one."""
        self._events = events
        self._seen: dict[str, tuple[Slot, ...]] = {}

    def slots(self, kind: str) -> Sequence[Slot]:
        found = self._seen.get(kind)
        if found is None:
            found = self._seen[kind] = tuple(concerning(slot, self.about) for slot in self._events(kind))
        return found


def concerning(slot: Slot, grant: int) -> Slot:
    """An event as it is seen for the grant of a number: it happens there if it is about that grant, or about all."""
    is_seen = disj(eq(slot.grant, grant), eq(slot.grant, ABOUT_ALL))
    return replace(slot, happens=conj(slot.happens, is_seen))
