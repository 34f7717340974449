"""The register of stock acquisition rights as the Companies Act of Japan asks for it (article 249, item 3): for each
holder name and address, the content and the number of the rights, the day of acquisition, and the certificate number.

What is not known is None, or empty, and never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kenri.auditing.roll_forward import movements_of
from kenri.faces.contracts.plain import exact
from kenri.faces.words import said
from kenri.faces.words.glossary import measured
from kenri.faces.words.values import in_brackets, listed
from kenri.faces.words.values import number as number_text
from kenri.loader.declarations import attributes_of
from kenri.model.days import FIRST_DAY
from kenri.model.plan import HELD
from kenri.model.ruling import Exact
from kenri.reference.steps import exact_or_none

if TYPE_CHECKING:
    from kenri.model.entries import RegisterEntry
    from kenri.model.life import Grant, Life
    from kenri.model.plan import DatedValue, Plan, Term
    from kenri.model.sentences import Language
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register

__all__ = [
    "Lack",
    "RightsContent",
    "RightsHolder",
    "RightsLine",
    "RightsRegistry",
    "Stated",
    "registry_data",
    "registry_of",
]

Lack: TypeAlias = Literal["name", "address", "number", "acquired"]
Stated: TypeAlias = bool | str | date | tuple[date, date | None]
"""What a plan or a grant states: yes or no, words or a number with its unit, a day, or the first and the last day."""

CERTIFICATE = "certificate"
"""Under this name a grant keeps the number of its certificate: in tables, a column `kept.certificate`."""


@dataclass(frozen=True, slots=True)
class RightsContent:
    """What the rights under a plan are, as far as it states it: pairs of what is said and what it is."""

    plan: str
    title: str
    document: str
    terms: tuple[tuple[str, Stated], ...]


@dataclass(frozen=True, slots=True)
class RightsHolder:
    """The one whom a statement is about, whatever he or she holds; name and address are empty if not known."""

    key: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsLine:
    """The rights of one grant that a holder has on the day; `content` counts from 1."""

    key: str
    name: str
    address: str
    content: int
    grant: str
    attributes: tuple[tuple[str, Stated], ...]
    number: Exact | None
    granted: Exact | None
    acquired: date | None
    certificate: str

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Which items of article 249 the register does not know."""
        items: Mapping[Lack, object] = {
            "name": self.name or None,
            "address": self.address or None,
            "number": self.number,
            "acquired": self.acquired,
        }
        return tuple(item for item, value in items.items() if value is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRegistry:
    """All lines, of every holder or of one, and how many grants are left out of which nothing is held any more."""

    issuer: str
    day: date
    known_at: str | None
    head: str
    holder: RightsHolder | None
    """Whom alone it is about; None: all."""
    contents: tuple[RightsContent, ...]
    lines: tuple[RightsLine, ...]
    emptied: int

    @property
    def lacking(self) -> tuple[tuple[str, tuple[Lack, ...]], ...]:
        """What is not known, by the name that stands on the page, once for each holder."""
        found: dict[str, dict[Lack, None]] = {}
        for line in self.lines:
            found.setdefault(line.name or line.key, {}).update(dict.fromkeys(line.lacks))
        return tuple((name, tuple(lacks)) for name, lacks in found.items() if lacks)


def registry_of(
    register: Register,
    plans: Sequence[KeptPlan],
    day: date,
    known_at: str | None,
    *,
    head: str,
    holder: str | None,
    lang: Language,
) -> RightsRegistry:
    """The register on a day as known at a time, by all plans in the versions used on it. Raises `ProblemsError`."""
    lines: list[RightsLine] = []
    contents: list[RightsContent] = []
    emptied = 0
    about = None
    if holder is not None and not plans:  # none is used yet
        about = RightsHolder(holder, *_People(register.entries(zone="UTC", known_at=None), day).of(holder))
    for plan in plans:
        instant = plan.instant(known_at)
        entries = register.entries(zone=plan.plan.zone, known_at=instant)
        people = _People(entries, day)
        if holder is not None:
            about = RightsHolder(holder, *people.of(holder))
        own: list[RightsLine] = []
        for grant, number, granted in _held(register, plan, day, known_at, holder):
            if number == 0:
                emptied += 1
                continue
            name, address = people.of(grant.grantee)
            own.append(
                RightsLine(
                    key=grant.grantee,
                    name=name,
                    address=address,
                    content=len(contents) + 1,
                    grant=grant.id,
                    attributes=tuple(_attributes(plan.plan, grant, lang)),
                    number=number,
                    granted=granted,
                    acquired=date.fromordinal(grant.on) if grant.on > FIRST_DAY else None,
                    certificate=people.certificate(grant.grantee, grant.id),
                )
            )
        if own:
            contents.append(_content(plan.plan, day, lang))
            lines += own
    return RightsRegistry(
        issuer=register.issuer,
        day=day,
        known_at=known_at,
        head=head,
        holder=about,
        contents=tuple(contents),
        lines=tuple(lines),
        emptied=emptied,
    )


def _held(
    register: Register, plan: KeptPlan, day: date, known_at: str | None, holder: str | None
) -> Iterator[tuple[Grant, Exact | None, Exact | None]]:
    """The grants under a plan that were there on the day, each with what is held of it and what was acquired."""
    instant = plan.instant(known_at)
    lives: Iterable[tuple[str, Life]]
    if holder is None:
        lives = register.lives(plan, day=day, known_at=instant)
    else:
        lives = [(holder, register.life(holder, plan, day=day, known_at=instant))]
    last = None
    for _, life in lives:
        if life is last:  # a plan that adds over everybody's grants has one life for all
            continue
        last = life
        for grant in life.grants_under(plan.plan).values():
            if grant.on > day.toordinal() or (holder is not None and grant.grantee != holder):
                continue
            standing, granted = movements_of(plan, life, grant, instant=instant).closing(day.toordinal())
            yield grant, exact_or_none(standing[HELD]), exact_or_none(granted)


class _People:
    """What the register keeps of people and certificates, on a day."""

    def __init__(self, entries: Iterable[RegisterEntry], day: date) -> None:
        self._details: dict[tuple[str, str], tuple[str, Mapping[str, str]]] = {}
        self._certificates: dict[tuple[str, str], str] = {}
        for entry in entries:
            if entry.kind == "party" and entry.since <= day.isoformat():
                since, _ = self._details.get((entry.of, entry.key), ("", {}))
                if entry.since >= since:
                    self._details[entry.of, entry.key] = entry.since, entry.details
            elif entry.kind == "grant" and isinstance(entry.data, Mapping):
                grantee = str(entry.data.get("grantee"))
                self._certificates[grantee, entry.key] = entry.details.get(CERTIFICATE, "")

    def of(self, key: str) -> tuple[str, str]:
        """The name and the address of a party; empty where it is not known."""
        for of in (key, ""):
            _, details = self._details.get((of, key), ("", {}))
            name = details.get("name") or " ".join(
                part for part in (details.get("last_name", ""), details.get("first_name", "")) if part
            )
            address = details.get("address") or _of_package(details.get("addresses", ""))
            if name or address:
                return name, address
        return "", ""

    def certificate(self, grantee: str, grant: str) -> str:
        """The number of the certificate of a grant; empty where none is known."""
        return self._certificates.get((grantee, grant), "")


def _of_package(text: str) -> str:
    """The first of addresses as a package of the Open Cap Format has them."""
    try:
        several = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    first = several[0] if isinstance(several, list) and several and isinstance(several[0], dict) else {}
    parts = ("postal_code", "country", "country_subdivision", "city", "street_suite")
    return " ".join(str(first[part]) for part in parts if isinstance(first.get(part), str))


def _content(plan: Plan, day: date, lang: Language) -> RightsContent:
    source = plan.source
    document = "" if source is None else listed((part for part in (source.document, source.issuer) if part), lang)
    terms: list[tuple[str, Stated]] = []
    for name, term in plan.terms.items():
        label = said(term.says, lang) or name
        clause = in_brackets(term.clause, lang) if term.clause else ""
        in_force: Term | DatedValue = next((each for each in reversed(term.dated) if each.from_ <= day), term)
        if in_force.first is not None:
            terms.append((f"{label}{clause}", (in_force.first, in_force.last)))
        elif in_force.value is not None:
            value = _stated(plan, in_force.value, lang)
            terms.append((f"{label}{clause}", measured(value, term.unit, lang) if type(value) is str else value))
    return RightsContent(plan.id, said(plan.title, lang) or plan.id, document, tuple(terms))


def _attributes(plan: Plan, grant: Grant, lang: Language) -> Iterator[tuple[str, Stated]]:
    for name, declared in attributes_of(plan.grant_attributes).items():
        if name in grant.attributes:
            value: Any = grant.attributes[name]
            if declared.type == "day" and isinstance(value, int):
                value = date.fromordinal(value)
            yield said(declared.says, lang) or name, _stated(plan, value, lang)


def _stated(plan: Plan, value: Any, lang: Language) -> Stated:
    """A value as it can be shown; a word that the plan has for a role is called as the role is."""
    match value:
        case bool() | date():
            return value
        case str():
            role = plan.roles.get(value)
            return (said(role.says, lang) if role is not None and lang != "en" else "") or value
        case _:
            return number_text(value)


def _written(value: Stated) -> Any:
    """A value as data."""
    match value:
        case (first, last):
            return f"{first.isoformat()} – {'' if last is None else last.isoformat()}".rstrip()
        case bool():
            return value
        case date():
            return value.isoformat()
        case _:
            return value


def registry_data(registry: RightsRegistry) -> dict[str, Any]:
    """The register of stock acquisition rights as plain data: what is not known is null."""
    return {
        "issuer": registry.issuer,
        "on": registry.day.isoformat(),
        "known_at": registry.known_at,
        "head": registry.head,
        "holder": None if registry.holder is None else _holder_data(registry.holder),
        "contents": [
            {"plan": each.plan, "title": each.title, "document": each.document, "terms": _all(each.terms)}
            for each in registry.contents
        ],
        "lines": [
            {
                "holder": each.key,
                "name": each.name or None,
                "address": each.address or None,
                "content": each.content,
                "attributes": _all(each.attributes),
                "grant": each.grant,
                "number": exact(each.number),
                "acquired": None if each.acquired is None else each.acquired.isoformat(),
                "certificate": each.certificate or None,
                "lacks": [*each.lacks],
            }
            for each in registry.lines
        ],
        "left_out": registry.emptied,
    }


def _holder_data(holder: RightsHolder) -> dict[str, Any]:
    return {"key": holder.key, "name": holder.name or None, "address": holder.address or None}


def _all(stated: Iterable[tuple[str, Stated]]) -> dict[str, Any]:
    return {name: _written(value) for name, value in stated}
