"""Reading a life: parties, grants, facts and events, checked against the vocabulary of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from kenri.loader import instants, record_keys, values
from kenri.loader.across_grants import chain_of
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.loader.documents import PROBLEMS_LIMIT, Path
from kenri.loader.plain_data import PlainData
from kenri.loader.tree import Tree, read
from kenri.loader.type_names import type_name
from kenri.loader.unknown_names import unknown_name
from kenri.loader.values import Misfit, shown
from kenri.loader.vocabulary import about, is_too_low, vocabulary
from kenri.model.across import circle_through_grants
from kenri.model.days import FIRST_DAY, Day, iso
from kenri.model.frozen import taken
from kenri.model.life import (
    GRANTEE,
    UNNAMED,
    Event,
    Fact,
    Grant,
    Instant,
    Life,
    Party,
    Period,
    listed_id,
    standing_events,
)
from kenri.model.limits import EVENTS, PARTIES, Limit
from kenri.model.plan import Attribute, EventKind, Plan, Term
from kenri.model.problems import Place, Problem, Report, nearest, quote
from kenri.model.sentences import Sentence, Value, did_you_mean

"""The role a party has by holding a grant, where the plan declares it."""

_TOP = ("plan", "title", "parties", "grants", "facts", "events")

_SEE_ALL = Sentence("see-explain")

_SECTION_FORMS = {
    "grants": "list-of-grants",
    "parties": "mapping-of-parties",
    "facts": "mapping-of-facts",
    "events": "list-of-events",
}
"""What each section of a life must be."""

_TOO_MANY = {
    "grants": "too-many-grants",
    "parties": "too-many-parties",
    "facts": "too-many-facts",
    "events": "too-many-events",
}


OtherPlans: TypeAlias = Callable[[str, Report], Plan | None]
"""The plan of an id, for grants that are under it: see `kenri.loader.link.linked`."""


def read_life(path: FilePath | str, plan: Plan, others: OtherPlans | None = None) -> Life:
    """The life in a YAML or JSON file. Raises `ProblemsError` with everything that is wrong in it."""
    report = Report()
    trees = read(FilePath(path), report=report)
    return _only(trees, plan, report, others)


def life_of(data: Mapping[str, Any], plan: Plan, *, name: str = "<life>", others: OtherPlans | None = None) -> Life:
    """The life in plain data shaped like a life file. Raises `ProblemsError` with everything that is wrong in it."""
    report = Report()
    life = life_in(PlainData(data, name), (), plan, report, others)
    report.raise_if_any()
    return life


def events_of(data: Iterable[Mapping[str, Any]], life: Life, plan: Plan, report: Report) -> tuple[Event, ...]:
    """Events in plain data shaped as in a life file, as recorded after those of a life."""
    return events_after(PlainData({"events": [*data]}, "<events>"), life, plan, report)


def life_in(tree: Written, path: Path, plan: Plan, report: Report, others: OtherPlans | None = None) -> Life:
    """The life written at a path of a tree; problems go to the report, and the life is then of no use.

    `others` gives the plans of grants that are under another; without it there are none.
    """
    return _Reader(tree, path, plan, report, others).life()


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
    reader.plans |= life.plans
    try:
        return reader.events(life.events)
    except _EnoughError:
        return ()


def of_another_plan(data: Mapping[Any, Any], plan: Plan) -> Sentence | None:
    """What is wrong where a file says that it belongs to a plan, and that is not the one it is read for."""
    named = data.get("plan", plan.id)
    if isinstance(named, str) and named == plan.id:
        return None
    return Sentence("of-another-plan", found=shown(named), plan=quote(plan.id))


def before_their_cause(life: Life, plan: Plan) -> Iterator[Problem]:
    """The events that stand in a life without what must have come before them (`requires`).

    Questions are answered all the same, for the record may not be complete; a life that is played must be.
    """
    standing = life.known_at(None).events
    for event in standing:
        causes = life.kind_of(event, plan).requires
        earlier = (
            other.kind in causes
            and other.on <= event.on
            and (None in (other.grant, event.grant) or other.grant == event.grant)
            for other in standing
        )
        if causes and not any(earlier):
            sentence = Sentence("cause-not-recorded", causes=tuple(map(quote, causes)), day=iso(event.on))
            yield Problem(event.place, sentence, subject=about("event", event.kind))


def _only(trees: list[Tree], plan: Plan, report: Report, others: OtherPlans | None) -> Life:
    if not trees:
        report.raise_if_any()
    life = life_in(trees[0], (), plan, report, others)
    if len(trees) > 1:
        report.add(Problem(trees[1].place(), Sentence("second-life")))
    report.raise_if_any()
    return life


class _EnoughError(Exception):
    """The rest of a life is left unread; the reasons are in the report."""


class _Reader:
    """Reads one life. Values that the tree refused are passed over in silence: they are reported already."""

    def __init__(self, tree: Written, path: Path, plan: Plan, report: Report, others: OtherPlans | None = None) -> None:
        self.tree = tree
        self.base = path
        self.plan = plan
        self.report = report
        self.zone = ZoneInfo(plan.zone)
        self.found = 0
        data: Any = tree.value
        for step in path:
            data = data[step]
        self.data: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.wrong((), Sentence("life-is-mapping"))
        self.words = vocabulary(plan)
        self.others = others
        self.plans: dict[str, Plan] = {plan.id: plan}
        """The plans of the grants, by their ids, first the one that the life is read for."""
        self.parties: dict[str, Party] = {}
        self.grants: dict[str, Grant] = {}
        self.held: dict[frozenset[str], dict[str, list[str]]] = {}
        self.numbered = 0
        """How many events were recorded before: those without an id are numbered from there."""
        self.listed: list[Event] = []
        """The events that grants list; they are recorded with these, before all others."""
        self.as_recorded: dict[str, Instant] = {}
        """When the events read so far were recorded, by their ids, also where they count later."""

    def wrong(
        self,
        path: Path,
        sentence: Sentence,
        help_: Sentence | None = None,
        *,
        key: bool = False,
        subject: Sentence | None = None,
    ) -> None:
        whole = self.base + path
        if self.tree.is_refused(whole):
            return
        place = self.tree.place(whole, key=key)
        self.report.add(Problem(place, sentence, help_, subject))
        self.found += 1
        if self.found >= PROBLEMS_LIMIT:
            self.report.add(Problem(place, Sentence("too-many-problems", limit=PROBLEMS_LIMIT)))
            raise _EnoughError

    def misfit(self, path: Path, found: Misfit) -> None:
        self.wrong((*path, *found.at), found.sentence, found.advice)

    def life(self) -> Life:
        try:
            self.known_keys((), self.data, _TOP, Sentence("a-life"))
            if (other := of_another_plan(self.data, self.plan)) is not None:
                self.wrong(("plan",), other)
            self.read_grants_and_parties()
            facts = self.facts()
            events = self.events()
        except _EnoughError:
            return Life(parties={}, grants={})
        others = {id_: plan for id_, plan in self.plans.items() if plan is not self.plan}
        return Life(
            parties=self.parties,
            grants=self.grants,
            events=events,
            facts=facts,
            plans=others,
            checked_for=self.words.id,
        )

    def section(self, name: str, kind: type) -> Any:
        """A section of the life; empty where it is left out, is something else, or is too long."""
        value: Any = self.data.get(name)
        if value is None:
            return {} if kind is Mapping else []
        fits = isinstance(value, list | tuple) if kind is list else isinstance(value, Mapping)
        if not fits:
            self.wrong(
                (name,),
                Sentence("wrong-section", key=quote(name), expected=Sentence(_SECTION_FORMS[name]), found=shown(value)),
            )
        elif len(value) + (self.numbered + len(self.listed) if name == "events" else 0) > (most := _most(name)).most:
            sentence = Sentence(_TOO_MANY[name], number=f"{len(value):,}", limit=most.sentence)
            self.wrong((name,), sentence)
        elif type(value) in (list, tuple, dict):
            return value
        else:  # whatever it is, it may go on for longer than it says
            return taken(value, most) if kind is list else dict(taken(value.items(), most))
        return {} if kind is Mapping else []

    def known_keys(self, path: Path, data: Mapping[Any, Any], known: Iterable[str], what: Sentence) -> None:
        known = tuple(known)
        for key in data:
            if not isinstance(key, str):
                self.wrong(path, Sentence("key-of-other-kind", found=shown(key)))
            elif key not in known:
                self.wrong(
                    (*path, key), Sentence("no-part-of", name=quote(key), of=what), did_you_mean(key, known), key=True
                )

    def name(self, path: Path, value: object, what: Sentence) -> str | None:
        """The name of something; None when it is none."""
        found = values.name(value, what)
        if isinstance(found, Misfit):
            self.misfit(path, found)
            return None
        return found

    # --- parties and grants

    def read_grants_and_parties(self) -> None:
        grants = self.section("grants", list)
        named = [grant.get("grantee") for grant in grants if isinstance(grant, Mapping)]
        grantees = {name for name in named if isinstance(name, str)}
        self.read_plans(grants)
        held: dict[str, set[str]] = {}
        for grant in grants if len(self.plans) > 1 else ():
            held.setdefault(_names(grant, "grantee"), set()).add(self.plan_of(grant).id)
        roles_known = self.declared("roles")
        for name, body in self.section("parties", Mapping).items():
            if self.name(("parties",), name, Sentence("a-party")) is None:
                continue
            path: Path = ("parties", name)
            if not isinstance(body, Mapping):
                self.wrong(path, Sentence("party-is-mapping", name=quote(name), found=shown(body)))
                continue
            self.known_keys(path, body, (*record_keys.PARTY, *self.declared("party_attributes")), Sentence("a-party"))
            roles = self.roles(path, body)
            if name in grantees and GRANTEE in roles_known and GRANTEE not in roles:
                roles = (*roles, GRANTEE)
            if not roles:
                self.wrong(path, Sentence("party-without-role", name=quote(name)), did_you_mean("", roles_known))
            under = held.get(name) or {self.plan.id}
            found: dict[str, Fact] = {}
            for plan in self.plans.values():
                declared = for_party(plan.party_attributes, roles)
                self.attributes(path, body, declared, about("party", name), found, needed=plan.id in under)
            self.parties[name] = Party(id=name, roles=roles, attributes=found, place=self.tree.place(self.base + path))
        if self.data.get("parties") is None:
            self.parties_of_grants(grants)
        for index, body in enumerate(grants):
            self.grant(index, body)

    def parties_of_grants(self, grants: Iterable[Any]) -> None:
        """Who holds a grant is a party, in a life that names no parties and need tell nothing of them."""
        if GRANTEE not in self.declared("roles") or self.lacking_of_parties():
            return
        for index, grant in enumerate(grants):
            name = grant.get("grantee") if isinstance(grant, Mapping) else None
            if isinstance(name, str) and name.strip() and name not in self.parties:
                place = self.tree.place((*self.base, "grants", index, "grantee"))
                self.parties[name] = Party(id=name, roles=(GRANTEE,), place=place)

    def lacking_of_parties(self) -> list[str]:
        """What must be told of every party."""
        declared = (item for plan in self.plans.values() for item in plan.party_attributes.items())
        return [name for name, each in declared if not each.optional and each.default is None]

    # --- the plans of grants

    def read_plans(self, grants: Iterable[Any]) -> None:
        """The plans that grants name; each is linked once."""
        for index, body in enumerate(grants):
            if not isinstance(body, Mapping) or "plan" not in body:
                continue
            id_ = self.name(("grants", index, "plan"), body["plan"], Sentence("a-plan-of-grant"))
            if id_ is None or id_ in self.plans:
                continue
            found = Report()
            plan = None if self.others is None else self.others(id_, found)
            if plan is not None:
                self.plans[id_] = plan
                continue
            for problem in found.errors:
                if problem.place is None:
                    self.wrong(("grants", index, "plan"), problem.sentence, problem.advice)
                else:
                    self.report.add(problem)
            if not found.errors:
                self.wrong(("grants", index, "plan"), Sentence("no-other-plans-here", plan=quote(id_)))
        if len(self.plans) > 1 and (circle := circle_through_grants(self.plans)):
            self.wrong(("grants",), Sentence("circle-through-grants", chain=chain_of(circle)), key=True)

    def plan_of(self, grant: Any) -> Plan:
        """The plan that a grant, as written, is under."""
        return self.plans.get(_names(grant, "plan"), self.plan)

    def declared(self, section: str) -> Mapping[str, Any]:
        """What some section of any of the plans declares; of the same name, what the first says."""
        if len(self.plans) == 1:
            found: Mapping[str, Any] = getattr(self.plan, section)
            return found
        several = [getattr(plan, section) for plan in self.plans.values()]
        return {name: item for each in reversed(several) for name, item in each.items()}

    def roles(self, path: Path, body: Mapping[str, Any]) -> tuple[str, ...]:
        key = "roles" if "roles" in body else "role"
        given = body.get(key)
        several = tuple(given) if isinstance(given, list | tuple) else (given,) if given not in (None, "") else ()
        found: list[str] = []
        for role in several:
            known = self.declared("roles")
            if isinstance(role, str) and role in known:
                found.append(str(role))
            else:
                help_ = did_you_mean(role if isinstance(role, str) else "", known)
                self.wrong((*path, key), unknown_name("role", shown(role)), help_)
        return tuple(found) if len(found) == len(several) else ("",)

    def grant(self, index: int, body: Any) -> None:
        path: Path = ("grants", index)
        if not isinstance(body, Mapping):
            self.wrong(path, Sentence("grant-is-mapping", found=shown(body)))
            return
        plan = self.plan_of(body)
        attributes = plan.grant_attributes
        listing = {kind.with_grant: name for name, kind in plan.events.items() if kind.with_grant is not None}
        self.known_keys(path, body, (*record_keys.GRANT, *attributes, *listing), Sentence("a-grant"))
        id_ = UNNAMED if index == 0 else f"grant-{index + 1}"
        if "id" in body:
            id_ = self.name((*path, "id"), body["id"], Sentence("id-of-grant")) or id_
        if id_ in self.grants:
            self.wrong((*path, "id"), Sentence("same-grant", name=quote(id_)))
        grantee = self.party(path, body, "grantee", needed=True)
        number = self.number(path, body)
        on = self.day((*path, "on"), body["on"]) if "on" in body else FIRST_DAY
        found = self.attributes(path, body, attributes, about("grant", id_))
        place = self.tree.place(self.base + path)
        grant = self.grants[id_] = Grant(
            id=id_,
            grantee=grantee or "",
            on=on or FIRST_DAY,
            number=number,
            attributes=found,
            plan=plan.id if "plan" in body else "",
            has_hour=self.has_hour(body, attributes_of(attributes)),
            place=place,
        )
        for key, kind in listing.items():
            if key in body:
                self.lines((*path, key), body[key], grant, kind, plan.events[kind])

    def lines(self, path: Path, lines: Any, grant: Grant, name: str, kind: EventKind) -> None:
        """The events of a kind that a grant lists: in the order of their days, and of no more than were granted."""
        key = kind.with_grant or ""
        if not isinstance(lines, list | tuple):
            self.wrong(path, Sentence("lines-of-grant-are-list", name=quote(key), found=shown(lines), line=_line(kind)))
            return
        if len(lines) + len(self.listed) > EVENTS.most:
            self.wrong(path, Sentence("too-many-events", number=f"{len(lines):,}", limit=EVENTS.sentence))
            return
        before: Day | None = None
        sum_: int | Fraction = 0
        for index, body in enumerate(lines):
            event = self.line((*path, index), body, grant, name, kind, listed_id(grant, key, index))
            if event is None:
                continue
            if before is not None and event.on <= before:
                self.wrong((*path, index, "on"), Sentence("line-out-of-order", day=iso(event.on), before=iso(before)))
            before = event.on
            number = event.attributes.get(kind.number or "", 0)
            assert isinstance(number, int | Fraction)
            exceeded, sum_ = sum_ > grant.number, sum_ + number
            if sum_ > grant.number and not exceeded:
                told = Sentence(
                    "more-than-granted", name=quote(kind.number or ""), sum=str(sum_), number=str(grant.number)
                )
                self.wrong((*path, index, kind.number or ""), told)
            self.listed.append(event)

    def line(self, path: Path, body: Any, grant: Grant, name: str, kind: EventKind, id_: str) -> Event | None:
        """One event that a grant lists: it happens to the holder, and was known as long as the grant is."""
        subject = about("event", name)
        if not isinstance(body, Mapping):
            list_ = quote(kind.with_grant or "")
            self.wrong(path, Sentence("line-of-grant-is-mapping", name=list_, found=shown(body), line=_line(kind)))
            return None
        self.known_keys(path, body, ("on", "id", *kind.attributes), subject)
        if "on" not in body:
            self.wrong(path, Sentence("missing-key", key="`on`"), Sentence("add-day-of-event"), subject=subject)
        on = self.day((*path, "on"), body["on"]) if "on" in body else None
        if "id" in body:
            id_ = self.name((*path, "id"), body["id"], Sentence("id-of-event")) or id_
        if id_ in {each.id for each in self.listed}:
            self.wrong((*path, "id"), Sentence("same-event", name=quote(id_)))
        declared = attributes_of(kind.attributes)
        found = self.attributes(path, body, declared, subject)
        self.above_zero(path, name, [self.plan_under(grant.id)], found)
        if on is None:
            return None
        return Event(
            id=id_,
            kind=name,
            on=on,
            recorded=instants.beginning(date.min, self.zone),
            who=grant.grantee,
            grant=grant.id,
            attributes=found,
            is_who_assumed=True,
            has_hour=self.has_hour(body, declared),
            is_listed=True,
            place=self.tree.place(self.base + path),
        )

    def party(self, path: Path, body: Mapping[str, Any], key: str, *, needed: bool = False) -> str | None:
        name = body.get(key)
        if name is None and key not in body:
            if needed:
                self.wrong(path, Sentence("missing-key", key=quote(key)), self._some_party())
            return None
        if isinstance(name, str) and name in self.parties:
            return str(name)
        if not isinstance(name, str):
            sentence = Sentence("not-of-type", name=quote(key), type=Sentence("name-of-a-party"), found=shown(name))
            self.wrong((*path, key), sentence, self._some_party())
            return None
        help_ = did_you_mean(name, self.parties)
        if nearest(name, self.parties) is None:
            told = "".join(f", {each}: ..." for each in self.lacking_of_parties())
            role = GRANTEE if needed and GRANTEE in self.declared("roles") else "..."
            party = quote(f"parties: {{{quote(name)[1:-1]}: {{role: {role}{told}}}}}", limit=4096)
            add = Sentence("add-party", party=party)
            help_ = Sentence("or-else", first=help_, other=add) if self.parties else add
        self.wrong((*path, key), unknown_name("party", shown(name)), help_)
        return None

    def _some_party(self) -> Sentence:
        """What to write where a party is wanted: one there is; where none is recorded, whoever a grant names is one."""
        return did_you_mean("", self.parties) if self.parties else Sentence("write-party-name")

    # --- facts

    def facts(self) -> dict[str, Fact | Period]:
        found: dict[str, Fact | Period] = {}
        unknown: dict[str, list[Term]] = {}
        for plan in self.plans.values():
            for name, term in plan.terms.items():
                if term.is_unknown:
                    unknown.setdefault(name, []).append(term)
        for name, value in self.section("facts", Mapping).items():
            if self.name(("facts",), name, Sentence("a-fact")) is None:
                continue
            path: Path = ("facts", name)
            if name not in unknown:
                if name in self.plan.terms:
                    self.wrong(path, Sentence("stated-by-plan", name=quote(name)), key=True)
                else:
                    sentence = Sentence("no-such-unknown-term", name=quote(name))
                    self.wrong(path, sentence, did_you_mean(name, unknown), key=True)
                continue
            for term in unknown[name]:
                read = values.fact_of_term(value, term_type(term), name, self.zone)
                if isinstance(read, Misfit):
                    self.misfit(path, read)
                    break
                if found.setdefault(name, read) != read:
                    self.wrong(path, Sentence("read-differently", name=quote(name)))
        return found

    # --- events

    def events(self, recorded: tuple[Event, ...] = ()) -> tuple[Event, ...]:
        """The events read; those `recorded` before are known to them, and not given again."""
        recorded += tuple(self.listed)
        found = {event.id: event for event in recorded}
        seen = {_what(event): event for event in recorded}
        corrected = {event.corrects: event for event in recorded if event.corrects is not None}
        new: dict[str, Event] = {}
        repeated: set[str] = set()
        for index, body in enumerate(self.section("events", list)):
            event = self.event(index, body, found)
            if event is None:
                continue
            same = seen.setdefault(_what(event), event)
            if same is not event and "id" not in body and not event.cancelled:
                self.wrong(("events", index), Sentence("event-again", where=self.at(same)))
                repeated.add(event.id)
            if event.corrects is not None:
                other = corrected.setdefault(event.corrects, event)
                if other is not event:
                    corrects, where = quote(event.corrects), self.at(other)
                    sentence = Sentence("corrected-already", name=corrects, where=where, by=quote(other.id))
                    self.wrong(("events", index, "corrects"), sentence)
                    repeated.add(event.id)
            found[event.id] = new[event.id] = event
        self.check_once([event for event in found.values() if event.id not in repeated])
        return (*self.listed, *new.values())

    def check_once(self, events: Sequence[Event]) -> None:
        """Report every event that cannot have happened beside another, unless one of the two corrects the other."""
        first: dict[tuple[str, str], Event] = {}
        for event in standing_events(events):
            if not any(plan.events[event.kind].once for plan in self.plans_of(event.kind, event.grant)):
                continue
            other = first.setdefault((event.kind, event.who), event)
            if other is not event:
                name, where, corrects = quote(event.kind), self.at(other), quote(f"corrects: {other.id}")
                sentence = Sentence("only-once", name=name, where=where, corrects=corrects)
                if event.who:
                    who = quote(event.who)
                    sentence = Sentence("only-once-to", name=name, who=who, where=where, corrects=corrects)
                self.report.add(Problem(event.place, sentence))

    def at(self, event: Event) -> Sentence:
        """Where another event is written, as it is said of one in this text."""
        place = event.place
        here = self.tree.place(self.base).file
        if place is not None and place.file == here:
            return Sentence("on-line", line=place.line)
        return Sentence("at-place", place=quote(str(place), limit=4096)[1:-1])

    def event(self, index: int, body: Any, earlier: Mapping[str, Event]) -> Event | None:
        path: Path = ("events", index)
        if not isinstance(body, Mapping):
            self.wrong(path, Sentence("event-is-mapping", found=shown(body)))
            return None
        kind = body.get("event")
        named = _names(body, "grant")
        known = self.plan_under(named).events if named in self.grants else self.declared("events")
        if kind is None:
            self.wrong(path, Sentence("missing-key", key="`event`"), did_you_mean("", known))
            return None
        if not isinstance(kind, str) or kind not in known:
            help_ = did_you_mean(kind if isinstance(kind, str) else "", known, see=_SEE_ALL)
            self.wrong((*path, "event"), unknown_name("event", shown(kind)), help_)
            return None
        kind = str(kind)
        plans = self.plans_of(kind, named)
        kinds = [plan.events[kind] for plan in plans]
        subject = about("event", kind)
        self.known_keys(
            path, body, (*record_keys.EVENT, *(name for each in kinds for name in each.attributes)), subject
        )
        if "on" not in body:
            self.wrong(path, Sentence("missing-key", key="`on`"), Sentence("add-day-of-event"), subject=subject)
        on = self.day((*path, "on"), body["on"]) if "on" in body else None
        id_ = f"event-{self.numbered + index + 1}"
        if "id" in body:
            id_ = self.name((*path, "id"), body["id"], Sentence("id-of-event")) or id_
        if id_ in earlier:
            self.wrong((*path, "id"), Sentence("same-event", name=quote(id_)))
        cancelled = self.cancelled(path, body)
        found: dict[str, Fact] = {}
        for each in kinds:
            declared = attributes_of(each.attributes)
            self.attributes(path, body, declared, subject, found, needed=not cancelled, events=earlier)
        self.above_zero(path, kind, plans, found)
        corrects = self.corrects(path, body, earlier)
        if on is None:
            return None
        who = self.who(path, body, personal=any(each.personal for each in kinds))
        grant = self.grant_named(path, body, who, "" if cancelled else kind)
        for each in kinds:
            self.named_events(path, attributes_of(each.attributes), found, on, grant, earlier)
        has_hour = any(self.has_hour(body, attributes_of(each.attributes)) for each in kinds)
        return Event(
            id=id_,
            kind=kind,
            on=on,
            recorded=self.recorded(path, body, id_, on, kinds, earlier.get(corrects or "")),
            who=who,
            grant=grant,
            attributes=found,
            corrects=corrects,
            cancelled=cancelled,
            is_who_assumed="who" not in body,
            has_hour=has_hour,
            time=values.time(body["on"], self.zone) if has_hour else None,
            place=self.tree.place(self.base + path),
        )

    def named_events(
        self,
        path: Path,
        declared: Mapping[str, Attribute],
        found: Mapping[str, Fact],
        on: Day,
        grant: str | None,
        earlier: Mapping[str, Event],
    ) -> None:
        """Report where an event names another one that is about another grant, or that comes later."""
        for name, attribute in declared.items():
            event = earlier.get(str(found.get(name))) if attribute.type == "event" else None
            if event is None:
                continue
            if None not in (grant, event.grant) and grant != event.grant:
                self.wrong((*path, name), Sentence("names-event-elsewhere", name=quote(name), event=quote(event.id)))
            elif event.on > on:
                sentence = Sentence("names-later-event", name=quote(name), event=quote(event.id), day=iso(event.on))
                self.wrong((*path, name), sentence)

    def plan_under(self, grant: str | None) -> Plan:
        """The plan that a grant which was read is under."""
        found = self.grants.get(grant or "")
        return self.plan if found is None else self.plans.get(found.plan, self.plan)

    def plans_of(self, kind: str, grant: str | None) -> list[Plan]:
        """The plans that read an event of a kind: that of the grant it is about, or each that declares the kind."""
        plans = [self.plan_under(grant)] if grant in self.grants else [*self.plans.values()]
        return [plan for plan in plans if kind in plan.events]

    def cancelled(self, path: Path, body: Mapping[str, Any]) -> bool:
        """Whether an event only takes an earlier one back, which it must name."""
        if "cancelled" not in body:
            return False
        found = values.fact(body["cancelled"], Attribute(type="flag"), "cancelled", self.zone)
        if isinstance(found, Misfit):
            self.misfit((*path, "cancelled"), found)
            return True  # it was meant to be one: what else it lacks is not asked for
        if found and "corrects" not in body:
            self.wrong((*path, "cancelled"), Sentence("cancels-nothing"), key=True)
        return found is True

    def corrects(self, path: Path, body: Mapping[str, Any], earlier: Mapping[str, Event]) -> str | None:
        """The earlier event in whose place this one stands."""
        if "corrects" not in body:
            return None
        named = body["corrects"]
        if isinstance(named, str) and named in earlier:
            return str(named)
        help_ = did_you_mean(named if isinstance(named, str) else "", earlier)
        self.wrong((*path, "corrects"), Sentence("no-earlier-event", name=shown(named)), help_)
        return None

    def above_zero(self, path: Path, kind: str, plans: Iterable[Plan], found: Mapping[str, Fact]) -> None:
        """What an act is about, what moves, and what scales is some number above zero."""
        told: set[str] = set()
        for plan in plans:
            declared = attributes_of(plan.events[kind].attributes)
            for name in sorted(vocabulary(plan).above_zero.get(kind, frozenset()) - told):
                if is_too_low(found.get(name), declared.get(name)):
                    told.add(name)
                    sentence = Sentence("not-above-zero", name=quote(name), found=shown(found[name]))
                    self.wrong((*path, name), sentence, subject=about("event", kind))

    def recorded(
        self,
        path: Path,
        body: Mapping[str, Any],
        id_: str,
        on: Day,
        kinds: Iterable[EventKind],
        corrected: Event | None,
    ) -> Instant:
        """When an event became known: as written, else with its day; not before it counts, unless it is taken back.

        Nothing is put right before it was recorded: a correction that does not say when is known with what it corrects.
        """
        said = body.get("recorded")
        known = instants.beginning(date.fromordinal(on), self.zone)
        if "recorded" in body:
            known = self.instant((*path, "recorded"), said)
        if corrected is not None:
            since = self.recorded_first(corrected)
            latest = known  # a day may mean any time of it
            if not values.has_hour(said, self.zone):
                latest = instants.end(instants.local(known, self.zone).date(), self.zone)
            if latest < since and "recorded" in body:
                name, where = quote(corrected.id), self.at(corrected)
                self.wrong((*path, "recorded"), Sentence("corrected-before-recorded", name=name, where=where))
            known = max(known, since)
        self.as_recorded[id_] = known
        return known if "cancelled" in body else max(known, self.counts_from(kinds, on))

    def recorded_first(self, event: Event) -> Instant:
        """When an event was recorded, be it that it counts from the next day only."""
        if event.id in self.as_recorded:
            return self.as_recorded[event.id]
        day = instants.beginning(date.fromordinal(event.on), self.zone)
        kinds = [plan.events[event.kind] for plan in self.plans_of(event.kind, event.grant)]
        return day if event.recorded == self.counts_from(kinds, event.on) else event.recorded

    def counts_from(self, kinds: Iterable[EventKind], on: Day) -> Instant:
        """The instant from which an event of a day counts at the earliest; the beginning of time for most kinds."""
        if not any(kind.from_next_day for kind in kinds):
            return instants.beginning(date.min, self.zone)
        return instants.beginning(date.fromordinal(min(on + 1, date.max.toordinal())), self.zone)

    def who(self, path: Path, body: Mapping[str, Any], *, personal: bool) -> str:
        if "who" in body:
            return self.party(path, body, "who") or ""
        named = body.get("grant")
        grant = self.grants.get(named) if isinstance(named, str) else None
        grantees = {grant.grantee} if grant is not None else self.grantees
        if len(grantees) == 1:
            return next(iter(grantees))
        if personal:
            self.wrong(path, Sentence("event-without-who"))
        return ""

    def grant_named(self, path: Path, body: Mapping[str, Any], who: str, kind: str) -> str | None:
        """The grant an event is about: one that moves a number of rights is about one grant, others are about all."""
        if "grant" in body:
            name = body["grant"]
            if isinstance(name, str) and name in self.grants:
                return str(name)
            help_ = did_you_mean(name if isinstance(name, str) else "", self.grants)
            self.wrong((*path, "grant"), unknown_name("grant", shown(name)), help_)
            return None
        moving = {plan.id for plan in self.plans.values() if kind in vocabulary(plan).moving}
        if not moving:
            return None
        able = self.grants_of(frozenset(moving))
        own = able.get(who) or [id_ for several in able.values() for id_ in several]
        if len(own) > 1:
            names = tuple(map(quote, own[:_NAMED]))
            help_ = Sentence("add-grant-of-many" if len(own) > _NAMED else "add-grant", names=names)
            self.wrong(path, Sentence("event-without-grant"), help_)
        return own[0] if own else None

    @cached_property
    def grantees(self) -> set[str]:
        """Everybody who holds a grant."""
        return {each.grantee for each in self.grants.values()}

    def grants_of(self, plans: frozenset[str]) -> Mapping[str, Sequence[str]]:
        """The ids of the grants under some plans, by their holders."""
        found = self.held.get(plans)
        if found is None:
            found = self.held[plans] = {}
            for grant in self.grants.values():
                if self.plan_under(grant.id).id in plans:
                    found.setdefault(grant.grantee, []).append(grant.id)
        return found

    # --- values

    def attributes(
        self,
        path: Path,
        body: Mapping[str, Any],
        declared: Mapping[str, Attribute],
        subject: Sentence,
        found: dict[str, Fact] | None = None,
        *,
        needed: bool = True,
        events: Mapping[str, Event] | None = None,
    ) -> dict[str, Fact]:
        """The values of attributes; those that must be there may be left out only where they are not `needed`.

        `found` holds what they are in the words of another plan, which must be the same.
        """
        found = {} if found is None else found
        for name, attribute in declared.items():
            if name in body:
                value = values.fact(body[name], attribute, name, self.zone, self.parties, events)
                if isinstance(value, Misfit):
                    self.misfit((*path, name), value)
                elif found.setdefault(name, value) != value:
                    self.wrong((*path, name), Sentence("read-differently", name=quote(name)), subject=subject)
            elif needed and not attribute.optional and attribute.default is None:
                kind: Value = Sentence("either", names=tuple(map(quote, attribute.one_of)))
                if not attribute.one_of:
                    kind = Sentence("a-value-of-type", type=type_name(attribute.type))
                help_ = Sentence("add-attribute", key=quote(f"{name}:"), kind=kind)
                self.wrong(path, Sentence("missing-key", key=quote(name)), help_, subject=subject)
        return found

    def number(self, path: Path, body: Mapping[str, Any]) -> int | Fraction:
        """How many rights were granted; zero where that is not told."""
        if "number" not in body:
            self.wrong(path, Sentence("missing-key", key="`number`"), Sentence("add-number-of-grant"))
            return 0
        number = values.number(body["number"], "number")
        if isinstance(number, Misfit):
            if number.sentence.code == "not-of-type":
                sentence = Sentence("not-from-zero", name="`number`", found=shown(body["number"]))
                number = number._replace(sentence=sentence)
            self.misfit((*path, "number"), number)
            return 0
        if number < 0:
            self.wrong((*path, "number"), Sentence("not-from-zero", name="`number`", found=shown(number)))
            return 0
        return number

    def day(self, path: Path, value: object) -> Day | None:
        found = values.day(value, self.zone)
        if isinstance(found, Misfit):
            self.misfit(path, found)
            return None
        return found

    def has_hour(self, body: Mapping[str, Any], declared: Mapping[str, Attribute]) -> bool:
        """Whether a day in an event or a grant is given as an instant, of which only the day is kept."""
        days = ["on", *(name for name, attribute in declared.items() if attribute.type == "day")]
        return any(values.has_hour(body.get(name), self.zone) for name in days)

    def instant(self, path: Path, value: object) -> Instant:
        found = values.instant(value, self.zone)
        if isinstance(found, Misfit):
            self.misfit(path, found)
            return 0
        return found


def _names(body: Any, key: str) -> str:
    """The name that stands under a key of something as written; empty where none does."""
    name = body.get(key) if isinstance(body, Mapping) else None
    return str(name) if isinstance(name, str) else ""


def _line(kind: EventKind) -> str:
    """What a line that a grant lists looks like."""
    return "".join(("{on: 2025-06-25", *(f", {name}: ..." for name in kind.attributes), "}"))


_NAMED = 8
"""How many grants are named where one must be chosen."""


def _what(event: Event) -> object:
    """What happened, and when: two recordings that are equal in it are the same one twice."""
    return event.kind, event.on, event.who, event.grant, tuple(sorted(event.attributes.items()))


def _most(section: str) -> Limit:
    """The limit of a section of a life."""
    return EVENTS if section == "events" else PARTIES
