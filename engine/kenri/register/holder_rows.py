"""The lives of many holders as rows of columns, straight from records that say nothing which only folding tells.

So a record that corrects another, is taken back or holds from a day on, a grant under another plan, and a name of
somebody else's party leave a life to be folded by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from kenri.model.life import Instant
from kenri.register.folding import may_be_parties
from kenri.register.plan_versions import KeptPlan
from kenri.register.plan_words import PlanWords, texts_in
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.columnar.life_rows import LifeRows
    from kenri.columnar.rows import Rows
    from kenri.register.ledger import Ledger

__all__ = ["ALWAYS", "BLOCK", "HolderRows", "are_columns_read", "batched"]

T = TypeVar("T")

BLOCK = 4096
"""So many holders are looked at together."""


def are_columns_read() -> bool:
    """Whether what reads columns is installed: `kenri[batch]`."""
    return find_spec("pyarrow") is not None and find_spec("numpy") is not None


def batched(several: Iterable[T], size: int) -> Iterator[list[T]]:
    """Some after some, each time as many, at last those that are left."""
    iterator = iter(several)
    while some := list(islice(iterator, size)):
        yield some


class HolderRows:
    """Gathers holders whose lives columns hold; `common` are the records that count in every life."""

    def __init__(
        self, plan: KeptPlan, common: Sequence[RegisterRecord], ledger: Ledger, *, with_recorded: bool = True
    ) -> None:
        """Without `with_recorded` it is left out when something became known: for questions about all there is."""
        self._plan = plan
        self._ledger = ledger
        self._with_recorded = with_recorded
        names = PlanWords.of([plan.plan])
        self._common = _StandingAlone(with_recorded=with_recorded)
        seen = names.in_life(common)
        self._is_common_plain = all(self._common.take(each, plan.id) for each in seen)
        there = {each.key for each in seen if each.kind == "party"}
        self._of_others = {each.key for each in common if each.kind == "party" and names.knows(each)} - there
        """Parties of single holders, which stand in lives that name them: such a life is folded by itself."""
        self._are_parties: dict[str, bool] = {}
        self._rows: LifeRows | None = None
        self.holders: list[str] = []
        """Those taken in, in the order of the rows."""
        self.known: list[Instant] = []
        """Since when their parties, grants and facts are known; an instant before all others where that is always."""
        self.events: list[list[int]] = []
        """The numbers of the records of their events, in the order of the rows' events."""

    def add(self, holder: str, own: Iterable[RegisterRecord]) -> bool:
        """Take in a holder with what counts in that life alone; False, and nothing is, where columns do not hold it."""
        if not self._is_common_plain:
            return False
        common, found = self._common, _StandingAlone(with_recorded=self._with_recorded)
        if not all(found.take(each, self._plan.id) for each in own):
            return False
        if common.said and not common.said.isdisjoint(found.said):
            return False
        parties = {**common.parties, **found.parties}
        events = found.events
        if common.events:
            events = sorted([*common.events, *events], key=itemgetter(0))
        if not (common.texts | found.texts).isdisjoint(common.keys | found.keys):
            return False  # an event that another may name gets its key for an id
        if self._of_others and not self._of_others.isdisjoint(texts_in([found.grants, found.events])):
            return False
        if any(self._is_another(name, holder) for name in (*found.words, *common.words) if name not in parties):
            return False
        taken = self._into.add(
            holder,
            parties=parties,
            grants=found.grants,
            facts={**common.facts, **found.facts},
            events=[data for _, data in events],
        )
        if taken:
            self.holders.append(holder)
            self.known.append(max(common.known, found.known))
            self.events.append([number for number, _ in events])
        return taken

    def rows(self) -> Rows:
        """Those that were taken in since the last time."""
        found = self._into.rows()
        self._rows, self.holders, self.known, self.events = None, [], [], []
        return found

    @property
    def _into(self) -> LifeRows:
        from kenri.columnar.life_rows import LifeRows

        if self._rows is None:
            self._rows = LifeRows(self._plan.plan)
        return self._rows

    def _is_another(self, name: str, holder: str) -> bool:
        """Whether a text may be the name of the party of somebody else, which then stands in the life too."""
        if name == holder:
            return False
        if name not in self._are_parties:
            if len(self._are_parties) > _REMEMBERED:
                self._are_parties.clear()
            self._are_parties[name] = any(each.reach for each in self._ledger.parties([name]))
        return self._are_parties[name]


ALWAYS: Instant = -(2**63)
"""An instant before all others."""

_REMEMBERED = 100_000
"""Texts of which it is remembered whether they are names of parties."""


class _StandingAlone:
    """What records say that stand alone under their names."""

    def __init__(self, *, with_recorded: bool) -> None:
        self._with_recorded = with_recorded
        self.parties: dict[str, Mapping[str, Any]] = {}
        self.facts: dict[str, Any] = {}
        self.grants: list[Mapping[str, Any]] = []
        self.events: list[tuple[int, Mapping[str, Any]]] = []
        """Each after the number of its record."""
        self.said: set[tuple[str, str]] = set()
        """The kinds and keys of parties, facts and events."""
        self.keys: set[str] = set()
        """Of events."""
        self.texts: set[str] = set()
        """In events, any of which may be the id of another."""
        self.words: set[str] = set()
        """In grants and events, any of which may be the name of a party."""
        self.known: Instant = ALWAYS
        """Since when parties, grants and facts are known."""

    def take(self, record: RegisterRecord, plan: str) -> bool:
        """Take a record in; False where it does not stand alone, or columns do not hold what it says."""
        name = record.kind, record.key
        if record.corrects is not None or record.cancelled or record.since or name in self.said:
            return False
        self.said.add(name)
        if record.kind != "event" and record.known is not None:
            self.known = max(self.known, record.known)
        data = record.data
        match record.kind:
            case "party":
                self.parties[record.key] = data
            case "fact":
                self.facts[record.key] = data
            case "grant":
                if record.plan not in ("", plan):
                    return False
                self.grants.append({"id": record.key, **data})
                self.words.update(may_be_parties(data))
            case "event":
                self.keys.add(record.key)
                self.texts.update(_texts(data, record.key))
                self.words.update(may_be_parties(data))
                self.events.append((record.sequence, self._event(data, record)))
            case _:
                return False
        return True

    def _event(self, data: Mapping[str, Any], record: RegisterRecord) -> Mapping[str, Any]:
        if not self._with_recorded:
            return {name: value for name, value in data.items() if name != "recorded"}
        if record.known is None or "recorded" in data:
            return data
        return {**data, "recorded": datetime.fromtimestamp(record.known, UTC).isoformat()}


def _texts(data: Mapping[str, Any], key: str) -> Iterator[str]:
    """The texts in an event but for its own id, where that is its key."""
    return (value for name, value in data.items() if isinstance(value, str) and not (name == "id" and value == key))
