"""Reading a life: parties, grants, facts and events, checked against the vocabulary of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path as FilePath
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import yaml

from kenri.loader import instants
from kenri.loader.documents import Path
from kenri.loader.names import attributes_of, term_type
from kenri.loader.tree import Tree, read
from kenri.model.days import FIRST_DAY, Day, iso
from kenri.model.expressions import EventMoments, EventNumber
from kenri.model.life import UNNAMED, Event, Fact, Grant, Instant, Life, Party, Period
from kenri.model.plan import Attribute, Plan
from kenri.model.problems import Place, Problem, Report, did_you_mean, quote
from kenri.model.walk import everything

GRANTEE = "grantee"
"""The role a party has by holding a grant, where the plan declares it."""

_TOP = ("plan", "title", "parties", "grants", "facts", "events")
_PARTY = ("role", "roles")
_GRANT = ("id", "grantee", "on", "number")
_EVENT = ("event", "on", "who", "grant", "id", "recorded", "corrects", "cancelled")


def read_life(path: FilePath | str, plan: Plan) -> Life:
    """The life in a YAML or JSON file. Raises `ProblemsError` with everything that is wrong in it."""
    report = Report()
    trees = read(FilePath(path), report=report)
    return _only(trees, plan, report)


def life_of(data: Mapping[str, Any], plan: Plan, *, name: str = "<life>") -> Life:
    """The life in plain data shaped like a life file. Raises `ProblemsError` with everything that is wrong in it."""
    report = Report()
    return _only(_trees(data, name, report), plan, report)


def events_of(data: Iterable[Mapping[str, Any]], life: Life, plan: Plan, report: Report) -> tuple[Event, ...]:
    """Events in plain data shaped as in a life file, as recorded after those of a life."""
    trees = _trees({"events": [dict(each) for each in data]}, "<events>", report)
    return events_after(trees[0], life, plan, report) if trees else ()


def life_in(tree: Tree, path: Path, plan: Plan, report: Report) -> Life:
    """The life written at a path of a tree; problems go to the report, and the life is then of no use."""
    return _Reader(tree, path, plan, report).life()


class Written(Protocol):
    """Data as somebody wrote it, with the place of every part; see `kenri.loader.tree.Tree`."""

    @property
    def value(self) -> Any: ...

    def place(self, path: Path = (), key: bool = False) -> Place: ...

    def is_refused(self, path: Path = (), /) -> bool: ...


def events_after(tree: Written, life: Life, plan: Plan, report: Report) -> tuple[Event, ...]:
    """The `events` of a tree, as recorded after those of a life; problems go to the report."""
    reader = _Reader(tree, (), plan, report)
    reader.parties, reader.grants = dict(life.parties), dict(life.grants)
    reader.numbered = len(life.events)
    return reader.events(life.events)


def before_their_cause(life: Life, plan: Plan) -> Iterator[Problem]:
    """The events that stand in a life without what must have come before them (`requires`).

    Questions are answered all the same, for the record may not be complete; a life that is played must be.
    """
    standing = life.known_at(None).events
    for event in standing:
        causes = plan.events[event.kind].requires
        earlier = (
            other.kind in causes
            and other.on <= event.on
            and (None in (other.grant, event.grant) or other.grant == event.grant)
            for other in standing
        )
        if causes and not any(earlier):
            needed = " or ".join(map(quote, causes))
            message = f"no {needed} is recorded for {iso(event.on)} or before"
            yield Problem(event.place, message, "record it first, or correct the day", f"event {quote(event.kind)}")


def _trees(data: Mapping[str, Any], name: str, report: Report) -> list[Tree]:
    return read(name, yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True), report=report)


class _Dumper(yaml.SafeDumper):
    """Writes a value that occurs twice, such as one day, out each time: the reader takes no aliases."""

    def ignore_aliases(self, _: object) -> bool:
        return True


def _only(trees: list[Tree], plan: Plan, report: Report) -> Life:
    if not trees:
        report.raise_if_any()
    life = life_in(trees[0], (), plan, report)
    if len(trees) > 1:
        report.add(Problem(trees[1].place(), "a life file holds one life, found a second document", "split the file"))
    report.raise_if_any()
    return life


class _Reader:
    """Reads one life. Values that the tree refused are passed over in silence: they are reported already."""

    def __init__(self, tree: Written, path: Path, plan: Plan, report: Report) -> None:
        self.tree = tree
        self.base = path
        self.plan = plan
        self.report = report
        self.zone = ZoneInfo(plan.zone)
        data: Any = tree.value
        for step in path:
            data = data[step]
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.wrong((), "a life is a mapping with `parties`, `grants` and `events`", "see `kenri new`")
        self.moving = _moving(plan)
        self.parties: dict[str, Party] = {}
        self.grants: dict[str, Grant] = {}
        self.numbered = 0
        """How many events were recorded before: those without an id are numbered from there."""

    def wrong(self, path: Path, message: str, help_: str = "", *, key: bool = False, subject: str = "") -> None:
        whole = self.base + path
        if not self.tree.is_refused(whole):
            self.report.add(Problem(self.tree.place(whole, key=key), message, help_, subject))

    def life(self) -> Life:
        self.known_keys((), self.data, _TOP, "a life")
        self.read_grants_and_parties()
        facts = self.facts()
        events = self.events()
        return Life(parties=self.parties, grants=self.grants, events=events, facts=facts)

    def section(self, name: str, kind: type, what: str) -> Any:
        value = self.data.get(name)
        if value is None:
            return kind()
        if not isinstance(value, kind):
            self.wrong((name,), f"`{name}` must be {what}")
            return kind()
        return value

    def known_keys(self, path: Path, data: Mapping[str, Any], known: Iterable[str], what: str) -> None:
        known = tuple(known)
        for key in data:
            if key not in known:
                self.wrong((*path, key), f"{quote(key)} is no part of {what}", did_you_mean(key, known), key=True)

    # --- parties and grants

    def read_grants_and_parties(self) -> None:
        grants = self.section("grants", list, "a list of grants")
        grantees = {grant.get("grantee") for grant in grants if isinstance(grant, dict)}
        for name, body in self.section("parties", dict, "a mapping of names to roles").items():
            path: Path = ("parties", name)
            if not isinstance(body, dict):
                self.wrong(path, f"{quote(name)} must be a mapping", "write `{role: ...}`")
                continue
            attributes = self.plan.party_attributes
            self.known_keys(path, body, (*_PARTY, *attributes), "a party")
            roles = self.roles(path, body)
            if name in grantees and GRANTEE in self.plan.roles and GRANTEE not in roles:
                roles = (*roles, GRANTEE)
            if not roles:
                self.wrong(path, f"{quote(name)} has no role", did_you_mean("", self.plan.roles))
            values = self.attributes(path, body, attributes, f"party {quote(name)}")
            self.parties[name] = Party(id=name, roles=roles, attributes=values, place=self.tree.place(self.base + path))
        for index, body in enumerate(grants):
            self.grant(index, body)

    def roles(self, path: Path, body: Mapping[str, Any]) -> tuple[str, ...]:
        given = body.get("roles", body.get("role", ()))
        key = "roles" if "roles" in body else "role"
        several = tuple(given) if isinstance(given, list) else (given,) if given else ()
        for role in several:
            if role not in self.plan.roles:
                self.wrong(
                    (*path, key), f"there is no role {quote(str(role))}", did_you_mean(str(role), self.plan.roles)
                )
        return several

    def grant(self, index: int, body: Any) -> None:
        path: Path = ("grants", index)
        if not isinstance(body, dict):
            self.wrong(path, "a grant must be a mapping", "write `{grantee: ..., number: ...}`")
            return
        attributes = self.plan.grant_attributes
        self.known_keys(path, body, (*_GRANT, *attributes), "a grant")
        id_ = str(body.get("id", UNNAMED if index == 0 else f"grant-{index + 1}"))
        if id_ in self.grants:
            self.wrong((*path, "id"), f"there is already a grant {quote(id_)}", "give each grant its own `id`")
        grantee = self.party(path, body, "grantee", needed=True)
        number = self.number(path, body, "number")
        on = self.day((*path, "on"), body["on"]) if "on" in body else FIRST_DAY
        values = self.attributes(path, body, attributes, f"grant {quote(id_)}")
        if number is None:
            if "number" not in body:
                self.wrong(path, "the key `number` is missing", "add how many rights were granted")
            number = 0
        place = self.tree.place(self.base + path)
        self.grants[id_] = Grant(
            id=id_,
            grantee=grantee or "",
            on=on or FIRST_DAY,
            number=number,
            attributes=values,
            has_hour=self.has_hour(body, attributes_of(attributes)),
            place=place,
        )

    def party(self, path: Path, body: Mapping[str, Any], key: str, *, needed: bool = False) -> str | None:
        name = body.get(key)
        if name is None:
            if needed:
                self.wrong(path, f"the key `{key}` is missing", did_you_mean("", self.parties))
            return None
        if name not in self.parties:
            self.wrong((*path, key), f"there is no party {quote(str(name))}", did_you_mean(str(name), self.parties))
            return None
        return str(name)

    # --- facts

    def facts(self) -> dict[str, Fact | Period]:
        found: dict[str, Fact | Period] = {}
        unknown = {name: term for name, term in self.plan.terms.items() if term.unknown}
        for name, value in self.section("facts", dict, "a mapping of term names to values").items():
            path: Path = ("facts", name)
            term = unknown.get(name)
            if term is None:
                stated = name in self.plan.terms
                message = (
                    f"{quote(name)} is stated by the plan" if stated else f"there is no unknown term {quote(name)}"
                )
                help_ = (
                    "a life supplies only what the document leaves unknown" if stated else did_you_mean(name, unknown)
                )
                self.wrong(path, message, help_, key=True)
                continue
            kind = term_type(term)
            read = self.period(path, value) if kind == "period" else self.value(path, value, Attribute(type=kind), name)  # type: ignore[arg-type]  # a term's other types are types of attributes
            if read is not None:
                found[name] = read
        return found

    def period(self, path: Path, value: Any) -> Period | None:
        if not isinstance(value, dict) or set(value) != {"first", "last"}:
            self.wrong(path, "a period has a first and a last day", "write `{first: 2020-07-01, last: 2050-06-30}`")
            return None
        first, last = self.day((*path, "first"), value["first"]), self.day((*path, "last"), value["last"])
        if first is None or last is None:
            return None
        if last < first:
            self.wrong((*path, "last"), "the last day is before the first", "exchange them")
        return first, last

    # --- events

    def events(self, recorded: tuple[Event, ...] = ()) -> tuple[Event, ...]:
        """The events read; those `recorded` before are known to them, and not given again."""
        found = {event.id: event for event in recorded}
        seen = {_what(event): event for event in recorded}
        corrected = {event.corrects: event for event in recorded if event.corrects is not None}
        new: dict[str, Event] = {}
        repeated: set[str] = set()
        for index, body in enumerate(self.section("events", list, "a list of events")):
            event = self.event(index, body, found)
            if event is None:
                continue
            same = seen.setdefault(_what(event), event)
            if same is not event and "id" not in body and not event.cancelled:
                help_ = "take it out, or give it an `id` of its own if it happened twice"
                self.wrong(("events", index), f"this event is recorded already, {self.at(same)}", help_)
                repeated.add(event.id)
            if event.corrects is not None:
                other = corrected.setdefault(event.corrects, event)
                if other is not event:
                    message = f"{quote(event.corrects)} is corrected already, {self.at(other)}"
                    self.wrong(("events", index, "corrects"), message, f"correct {quote(other.id)} instead")
                    repeated.add(event.id)
            found[event.id] = new[event.id] = event
        self.check_once([event for event in found.values() if event.id not in repeated])
        return tuple(new.values())

    def check_once(self, events: Iterable[Event]) -> None:
        """Report every event that cannot have happened beside another, unless one of the two corrects the other."""
        corrected = {event.corrects for event in events}
        first: dict[tuple[str, str], Event] = {}
        for event in events:
            if event.cancelled or event.id in corrected or not self.plan.events[event.kind].once:
                continue
            other = first.setdefault((event.kind, event.who), event)
            if other is not event:
                whom = f" to {quote(event.who)}" if event.who else ""
                message = f"{quote(event.kind)} happens{whom} only once, and is recorded already, {self.at(other)}"
                help_ = f"take one of them out; if this one puts the other right, add `corrects: {other.id}`"
                self.report.add(Problem(event.place, message, help_))

    def at(self, event: Event) -> str:
        """Where another event is written, as it is said of one in this text."""
        place = event.place
        here = self.tree.place(self.base).file
        return f"on line {place.line}" if place is not None and place.file == here else f"at {place}"

    def event(self, index: int, body: Any, earlier: Mapping[str, Event]) -> Event | None:
        path: Path = ("events", index)
        if not isinstance(body, dict):
            self.wrong(path, "an event must be a mapping", "write `{on: 2025-06-25, event: ...}`")
            return None
        kind = body.get("event")
        if not isinstance(kind, str):
            self.wrong(path, "the key `event` is missing", did_you_mean("", self.plan.events))
            return None
        if kind not in self.plan.events:
            self.wrong((*path, "event"), f"there is no event {quote(kind)}", did_you_mean(kind, self.plan.events))
            return None
        declared = self.plan.events[kind]
        subject = f"event {quote(kind)}"
        self.known_keys(path, body, (*_EVENT, *declared.attributes), subject)
        if "on" not in body:
            self.wrong(path, "the key `on` is missing", "add the day it took effect", subject=subject)
        on = self.day((*path, "on"), body["on"]) if "on" in body else None
        id_ = str(body.get("id", f"event-{self.numbered + index + 1}"))
        if id_ in earlier:
            self.wrong((*path, "id"), f"there is already an event {quote(id_)}", "give each event its own `id`")
        values = self.attributes(path, body, attributes_of(declared.attributes), subject)
        corrects = body.get("corrects")
        if corrects is not None and corrects not in earlier:
            help_ = did_you_mean(str(corrects), earlier)
            self.wrong((*path, "corrects"), f"no earlier event is called {quote(str(corrects))}", help_)
        if on is None:
            return None
        who = self.who(path, body, personal=declared.personal)
        return Event(
            id=id_,
            kind=kind,
            on=on,
            recorded=self.instant((*path, "recorded"), body["recorded"])
            if "recorded" in body
            else instants.beginning(date.fromordinal(on), self.zone),
            who=who,
            grant=self.grant_named(path, body, who, moves_rights=kind in self.moving and "cancelled" not in body),
            attributes=values,
            corrects=corrects,
            cancelled=body.get("cancelled") is True,
            is_who_assumed="who" not in body,
            has_hour=self.has_hour(body, attributes_of(declared.attributes)),
            place=self.tree.place(self.base + path),
        )

    def who(self, path: Path, body: Mapping[str, Any], *, personal: bool) -> str:
        if "who" in body:
            return self.party(path, body, "who") or ""
        grant = self.grants.get(str(body.get("grant")))
        grantees = {grant.grantee} if grant is not None else {each.grantee for each in self.grants.values()}
        if len(grantees) == 1:
            return next(iter(grantees))
        if personal:
            self.wrong(path, "whom it happened to is missing", "add `who:` with one of the parties")
        return ""

    def grant_named(self, path: Path, body: Mapping[str, Any], who: str, *, moves_rights: bool) -> str | None:
        """The grant an event is about: one that moves a number of rights is about one grant, others are about all."""
        name = body.get("grant")
        if name is not None and name not in self.grants:
            self.wrong((*path, "grant"), f"there is no grant {quote(str(name))}", did_you_mean(str(name), self.grants))
        if name is not None or not moves_rights:
            return name
        own = [grant.id for grant in self.grants.values() if grant.grantee == who] or list(self.grants)
        if len(own) > 1:
            help_ = "add `grant:` with one of " + ", ".join(map(quote, own))
            self.wrong(path, "which grant it is about is missing", help_)
        return own[0] if own else None

    # --- values

    def attributes(
        self, path: Path, body: Mapping[str, Any], declared: Mapping[str, Attribute], subject: str
    ) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for name, attribute in declared.items():
            if name in body:
                value = self.value((*path, name), body[name], attribute, name)
                if value is not None:
                    found[name] = value
            elif not attribute.optional and attribute.default is None and "cancelled" not in body:
                kind = " or ".join(map(quote, attribute.one_of)) or f"a {attribute.type}"
                self.wrong(path, f"the key {quote(name)} is missing", f"add `{name}:` with {kind}", subject=subject)
        return found

    def value(self, path: Path, value: Any, attribute: Attribute, name: str) -> Fact | None:
        """The value of an attribute in the form the engine uses; None when it does not fit its type."""
        if attribute.one_of:
            if value in attribute.one_of:
                return str(value)
            help_ = did_you_mean(str(value), attribute.one_of)
            self.wrong(path, f"{quote(name)} cannot be {quote(str(value))}", help_)
            return None
        match attribute.type:
            case "day":
                return self.day(path, value)
            case "number" if (number := exact(value)) is not None:
                return number
            case "ratio" if (number := _ratio(value)) is not None:
                return number
            case "flag" if isinstance(value, bool):
                return value
            case "text" if isinstance(value, str):
                return value
            case "party":
                if value in self.parties:
                    return str(value)
                self.wrong(path, f"there is no party {quote(str(value))}", did_you_mean(str(value), self.parties))
                return None
            case kind:
                examples = {"number": "100", "ratio": "2, or 1/3", "flag": "true", "text": "a word"}
                help_ = f"write for example `{examples.get(kind or '', '')}`"
                self.wrong(path, f"{quote(name)} must be a {kind}, found {quote(str(value))}", help_)
                return None

    def number(self, path: Path, body: Mapping[str, Any], key: str) -> int | Fraction | None:
        if key not in body:
            return None
        number = exact(body[key])
        if number is None or number < 0:
            self.wrong((*path, key), f"`{key}` must be a number from 0 up, found {quote(str(body[key]))}", "write `10`")
            return 0
        return number

    def day(self, path: Path, value: Any) -> Day | None:
        moment = self.moment(value)
        if moment is None:
            self.wrong(path, f"a day must be here, found {quote(str(value))}", "write it as `2025-06-25`")
            return None
        return instants.day_of(moment, self.zone)

    def has_hour(self, body: Mapping[str, Any], declared: Mapping[str, Attribute]) -> bool:
        """Whether a day in an event or a grant is given as an instant, of which only the day is kept."""
        days = ["on", *(name for name, attribute in declared.items() if attribute.type == "day")]
        return any(isinstance(self.moment(body.get(name)), datetime) for name in days)

    def instant(self, path: Path, value: Any) -> Instant:
        moment = self.moment(value)
        if moment is None:
            message = f"an instant or a day must be here, found {quote(str(value))}"
            self.wrong(path, message, "write `2025-06-25T09:00:00+09:00`")
            return 0
        return instants.beginning(moment, self.zone)

    def moment(self, value: Any) -> date | None:
        """A day or an instant, as YAML has it or as the text that JSON has instead."""
        if not isinstance(value, str):
            return value if isinstance(value, date) else None
        try:
            return instants.parse(value, self.plan.zone)
        except ValueError:
            return None


def _what(event: Event) -> object:
    """What happened, and when: two recordings that are equal in it are the same one twice."""
    return event.kind, event.on, event.who, event.grant, tuple(sorted(event.attributes.items()))


def _moving(plan: Plan) -> set[str]:
    """The kinds of event that move a number of rights which they state themselves."""
    kinds: set[str] = set()
    for effect in plan.effects.values():
        if any(isinstance(part.value, EventNumber) for part in everything(effect.moves, sort="quantity")):
            for part in everything(effect.on, sort="moments"):
                if isinstance(part.value, EventMoments):
                    event = part.value.event
                    kinds |= {event} if isinstance(event, str) else {*event}
    return kinds


def exact(value: object) -> int | Fraction | None:
    """A whole or decimal number as the engine's exact number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def _ratio(value: object) -> int | Fraction | None:
    if isinstance(value, str):
        over, separator, under = value.replace(":", "/").partition("/")
        if separator and over.strip().isdecimal() and under.strip().isdecimal() and int(under):
            fraction = Fraction(int(over), int(under))
            return fraction.numerator if fraction.denominator == 1 else fraction
        return None
    return exact(value)
