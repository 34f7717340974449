"""What a column may stand for: a part of a holder, a grant or an event, in the words of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kenri.loader.declarations import attributes_of, term_type
from kenri.model.plan import Attribute, Plan

__all__ = [
    "DETAILS",
    "EVENT_PARTS",
    "IGNORED",
    "KEPT",
    "OF_TERM",
    "OF_THE_RECORD",
    "Target",
    "Targets",
    "kept_as",
    "unknown_terms",
]

IGNORED, KEPT = "ignored", "kept"
"""Targets of columns of which nothing is taken, or that are kept as they came and decide nothing."""

DETAILS = ("name", "first_name", "last_name", "address", "email", "phone")
"""What is kept of a holder, and decides no right."""

EVENT_PARTS = ("on", "number", "id", "who", "grant", "recorded", "corrects", "cancelled")
"""What any event may say, beside the attributes of its kind; `number` is that which its kind calls so."""

_DAY = Attribute(type="day")
_NUMBER = Attribute(type="number")
_TEXT = Attribute(type="text")
_FLAG = Attribute(type="flag")
OF_TERM: Mapping[str, Attribute] = {
    "day": _DAY,
    "number": _NUMBER,
    "ratio": Attribute(type="ratio"),
    "flag": _FLAG,
    "text": _TEXT,
    "period": _TEXT,
}
"""How the value of a term is read, by its type: a period is the text of its first and last day."""
_PARTS: Mapping[str, Attribute] = {
    "on": _DAY,
    "number": _NUMBER,
    "id": _TEXT,
    "who": _TEXT,
    "grant": _TEXT,
    "recorded": _DAY,
    "corrects": _TEXT,
    "cancelled": _FLAG,
}


OF_THE_RECORD: Mapping[str, Attribute] = {"life": _TEXT, "since": _DAY, "entry": _TEXT}
"""What a row may say of how it is recorded: in whose life alone, from which day on, under which name."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column stands for: of what it is a part (`party`, `grant`, `event`, a kind of event, `ignored`, `kept`),
    which part (`key` for what names it), and of which type its cells are.
    """

    of: str
    part: str
    declared: Attribute

    @property
    def name(self) -> str:
        """As a mapping file calls it."""
        if self.part == "key" or self.of in (IGNORED, KEPT):
            return "who" if self.of == "party" else self.of
        return f"{self.of}.{self.part}"

    @property
    def is_of_event(self) -> bool:
        """Whether it says when an event happened or was recorded, which may be a moment of a day."""
        return self.part in ("on", "recorded") and self.of not in ("party", "grant", "fact")

    @property
    def is_fact(self) -> bool:
        """Whether its cells tell a term that a plan leaves unknown: the one it names, or the one of the row."""
        return self.of == "fact" and self.part != "key"

    @property
    def is_groupable(self) -> bool:
        """Whether what stands once in merged cells holds for all their rows: holders and series, never amounts."""
        return self.part in ("key", "who", "grant", "plan") or (self.of == "party" and self.declared.type == "text")


class Targets:
    """All that columns may stand for in the words of some plans, by the names that mapping files use."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self.known: dict[str, Target] = {each.name: each for each in self._all()}
        self.kinds = sorted({kind for plan in plans.values() for kind in plan.events})

    def _all(self) -> Iterator[Target]:
        yield Target(IGNORED, "", _TEXT)
        yield Target(KEPT, "", _TEXT)
        yield Target("party", "key", _TEXT)
        yield Target("party", "role", _TEXT)
        for part in DETAILS:
            yield Target("party", part, _TEXT)
        yield Target("grant", "key", _TEXT)
        yield Target("grant", "plan", _TEXT)
        yield Target("grant", "on", _DAY)
        yield Target("grant", "number", _NUMBER)
        yield Target("event", "key", _TEXT)
        yield Target("fact", "key", _TEXT)
        yield Target("fact", "value", _TEXT)
        for of, each in OF_THE_RECORD.items():
            yield Target(of, "key", each)
        for part in EVENT_PARTS:
            yield Target("event", part, _PARTS[part])
        for plan in self.plans.values():
            for name, each in attributes_of(plan.party_attributes).items():
                yield Target("party", name, each)
            for name, each in attributes_of(plan.grant_attributes).items():
                yield Target("grant", name, each)
            for name in unknown_terms(plan):
                if name not in ("key", "value"):
                    term = plan.terms[name]
                    yield Target("fact", name, replace(OF_TERM[term_type(term)], says=term.says))
            for kind, declared in plan.events.items():
                for part in EVENT_PARTS:
                    yield Target(kind, part, _PARTS[part])
                for name, each in attributes_of(declared.attributes).items():
                    yield Target(kind, name, each)
                    yield Target("event", name, each)
                    if declared.with_grant is not None:
                        yield Target("grant", f"{declared.with_grant}.{name}", each)
                if declared.with_grant is not None:
                    yield Target("grant", f"{declared.with_grant}.on", _DAY)

    def meant_by(self, name: str) -> Target | None:
        """What a heading stands for that is written as mapping files call it; None for any other."""
        if kept_as(name):
            return self.known[KEPT]
        return self.known.get(name) if "." in name else None

    def other_than_holder(self, kind: str) -> bool:
        """Whether a kind happens to another than whose rights it is about, as to an heir."""
        return any(plan.events[kind].whom for plan in self.plans.values() if kind in plan.events)

    def number_of(self, kind: str) -> str | None:
        """The attribute of a kind that says how many it is about."""
        return next((plan.events[kind].number for plan in self.plans.values() if kind in plan.events), None)


def unknown_terms(plan: Plan) -> list[str]:
    """The terms that a plan leaves unknown, which facts tell."""
    return [name for name, term in plan.terms.items() if term.is_unknown]


def kept_as(heading: str) -> str:
    """Under which name a column keeps what is in it, where its heading says so: `kept.custom_id`; else empty."""
    of, _, name = heading.partition(".")
    return name if of == KEPT else ""
