"""What the plans of a life have names for: what is said of every life and has none of these says nothing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kenri.loader import record_keys
from kenri.loader.declarations import attributes_of
from kenri.model.entries import EVERYBODY, roles_written
from kenri.model.plan import Plan
from kenri.register.canonical import canonical
from kenri.register.records import RegisterRecord

__all__ = ["PlanWords", "texts_in"]


def texts_in(data: Any) -> Iterator[str]:
    """Every text in a grant or an event, any of which may be the name of a party."""
    match data:
        case str():
            yield data
        case Mapping():
            yield from (text for value in data.values() for text in texts_in(value))
        case Sequence():
            yield from (text for value in data for text in texts_in(value))
        case _:
            pass


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The names that plans of a life declare: what is said of every life and is none of theirs is left out of it."""

    events: Mapping[str, frozenset[str]]
    """The kinds of event, each with all that may be said of one."""
    facts: frozenset[str]
    roles: frozenset[str]
    personal: frozenset[str] = frozenset()
    """The roles of parties of single holders."""

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> PlanWords:
        several = list(plans)
        events: dict[str, frozenset[str]] = {}
        for plan in several:
            for name, kind in plan.events.items():
                events[name] = events.get(name, frozenset(record_keys.EVENT)) | attributes_of(kind.attributes).keys()
        facts = frozenset(name for plan in several for name, term in plan.terms.items() if term.is_unknown)
        roles = {name: role.personal for plan in several for name, role in plan.roles.items()}
        for plan in several:
            for name, role in plan.roles.items():
                roles[name] = roles[name] and role.personal
        personal = frozenset(name for name, is_personal in roles.items() if is_personal)
        return cls(events, facts, frozenset(roles), personal)

    def knows(self, record: RegisterRecord) -> bool:
        """Whether a record means something in the life."""
        if record.reach != EVERYBODY or record.life != EVERYBODY:
            return True
        if record.kind == "fact":
            return record.key in self.facts
        if record.kind == "party":
            roles = roles_written(record.data)
            return not roles or not self.roles.isdisjoint(roles)
        return record.kind != "event" or record.data.get("event") in self.events

    def _of_others(self, records: Iterable[RegisterRecord], names: Iterable[str]) -> set[str]:
        """The parties of every life that are of single holders, by their keys, and that are not among some names."""
        found: set[str] = set()
        others: set[str] = set()
        for record in records:
            if record.kind == "party" and record.reach == EVERYBODY and record.life == EVERYBODY:
                (found if (roles := roles_written(record.data)) and self.personal.issuperset(roles) else others).add(
                    record.key
                )
        return found - others - {*names}

    def in_life(self, records: Iterable[RegisterRecord]) -> list[RegisterRecord]:
        """Records as they stand in a life: those that mean something in it, without the parties of other holders."""
        seen = [self.seen(record) for record in records if self.knows(record)]
        named = (text for record in seen if record.kind in ("grant", "event") for text in texts_in(record.data))
        left_out = self._of_others(seen, named)
        return [each for each in seen if not (each.kind == "party" and each.key in left_out)] if left_out else seen

    def of_no_plan(self, record: RegisterRecord) -> list[str]:
        """What an event of every life says beside what plans let be said of it."""
        if record.kind != "event" or record.reach != EVERYBODY or record.life != EVERYBODY:
            return []
        known = self.events.get(str(record.data.get("event")), frozenset())
        return [name for name in record.data if name not in known]

    def seen(self, record: RegisterRecord) -> RegisterRecord:
        """A record as it stands in the life: an event of the issuer may say something, and a party have a role, that
        only other plans speak of.
        """
        data: dict[str, Any] = {}
        if others := self.of_no_plan(record):
            data = {name: value for name, value in record.data.items() if name not in others}
        elif (
            record.kind == "party"
            and record.reach == EVERYBODY
            and not self.roles.issuperset(roles_written(record.data))
        ):
            data = {**record.data, "roles": [each for each in roles_written(record.data) if each in self.roles]}
        return replace(record, body=canonical({"data": data})) if data else record
