"""Lives, questions and records made of nothing but what a plan declares, for hypothesis to try and to shrink.

Days lie where it matters: on the days that the plan names, that of the grant and those of other events, and as far from
these as the plan's own periods reach, a day more and a day less. What is found shrinks to few events, close to the
grant, with as little said of them as a record may say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kenri.api import LoadedPlan
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.loader.vocabulary import vocabulary
from kenri.model.expressions import Duration
from kenri.model.life import Life
from kenri.model.plan import Attribute
from kenri.model.ruling import Ruling
from kenri.model.walk import everything

__all__ = ["DrawnQuestion", "Slip", "ill_formed", "life_data", "lives", "logs", "questions"]

FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
"""Between these every calendar knows its business days."""

RATIOS = (1, 2, "1/2", "3/2", "1/10")
NUMBERS = (1, 2, 3, 10, 100, 0)


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """A question about a life, as `LoadedPlan.ask` takes it."""

    action: str
    by: str
    on: date
    rights: int | Fraction | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    def ask(self, plan: LoadedPlan, life: Life, *, settle: bool = False) -> Ruling:
        """The ruling of the reference evaluator."""
        return plan.ask(
            life,
            self.action,
            on=self.on,
            rights=self.rights,
            by=self.by,
            facts=dict(self.facts),
            readings=dict(self.readings),
            settle=settle,
        )


@dataclass(frozen=True, slots=True)
class Slip:
    """Data shaped like a life that must be refused, and what is wrong with it."""

    data: Mapping[str, Any]
    what: str


def lives(plan: LoadedPlan, *, kinds: Sequence[str] | None = None, max_events: int = 6) -> st.SearchStrategy[Life]:
    """Well-formed lives of one grant: parties in the plan's roles, facts, and events in the order of their record."""
    return life_data(plan, kinds=kinds, max_events=max_events).map(plan.life)


def logs(plan: LoadedPlan, *, kinds: Sequence[str] | None = None, max_events: int = 6) -> st.SearchStrategy[Life]:
    """Lives in which some events were recorded late, and some were corrected or taken back."""
    return life_data(plan, kinds=kinds, max_events=max_events).flatmap(_recorded).map(plan.life)


def life_data(
    plan: LoadedPlan, *, kinds: Sequence[str] | None = None, max_events: int = 6
) -> st.SearchStrategy[dict[str, Any]]:
    """The same as data shaped like a life file."""
    return _life_data(plan, tuple(kinds if kinds is not None else plan.plan.events), max_events)


@st.composite
def _life_data(draw: st.DrawFn, plan: LoadedPlan, kinds: tuple[str, ...], max_events: int) -> dict[str, Any]:
    own = plan.plan
    reach = _reach(plan)
    roles = list(own.roles) or ["grantee"]
    first = "grantee" if "grantee" in roles else roles[0]
    others = draw(st.lists(st.sampled_from(roles), unique=True, max_size=3))
    parties = {
        role: {
            "role": role,
            **draw(_attributes(for_party(own.party_attributes, [role]), _near([_start(plan)], reach), [first])),
        }
        for role in dict.fromkeys([first, *others])
    }
    on = draw(_near([_start(plan)], reach))
    days = [on, *_named(plan)]
    grant = {
        "grantee": first,
        "on": on,
        "number": draw(st.sampled_from((10, 1, 100, 3))),
        **draw(_attributes(attributes_of(own.grant_attributes), _near(days, reach), [first])),
    }
    facts: dict[str, Any] = {}
    for name, term in own.terms.items():
        if term.is_unknown and draw(st.booleans()):
            facts[name] = draw(_fact(term_type(term), (), _near(days, reach), [first]))
    events: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, max_events if kinds else 0))):
        kind = draw(st.sampled_from(kinds))
        causes = own.events[kind].requires
        if causes and not any(event["event"] in causes for event in events):
            cause = draw(_event(plan, draw(st.sampled_from(causes)), [first], _near(days, reach)))
            days.append(cause["on"])
            events.append(cause)
        event = draw(_event(plan, kind, list(parties), _near(days, reach)))
        if not _names_others(draw, plan, event, events):
            continue
        if causes:
            event["on"] = max(event["on"], min(each["on"] for each in events if each["event"] in causes))
        if event in events:  # the same event twice is one that was recorded by mistake
            continue
        if _is_once_too_often(plan, event, events, first):
            continue
        days.append(event["on"])
        events.append(event)
    found = {"parties": parties, "grants": [grant], "facts": facts, "events": events}
    return {name: each for name, each in found.items() if each}


def _names_others(draw: st.DrawFn, plan: LoadedPlan, event: dict[str, Any], events: list[dict[str, Any]]) -> bool:
    """Let an event name events before it, no earlier than they are; whether there are such to be named."""
    for name, attribute in attributes_of(plan.plan.events[event["event"]].attributes).items():
        if attribute.type != "event":
            continue
        able = [each for each in events if each["event"] in attribute.of]
        if not able:
            return False
        named = draw(st.sampled_from(able))
        named.setdefault("id", f"named-{events.index(named)}")
        event[name] = named["id"]
        event["on"] = max(event["on"], named["on"])
    return True


@st.composite
def _event(
    draw: st.DrawFn, plan: LoadedPlan, kind: str, parties: list[str], days: st.SearchStrategy[date]
) -> dict[str, Any]:
    declared = plan.plan.events[kind]
    event: dict[str, Any] = {"on": draw(days), "event": kind}
    if declared.personal:
        event["who"] = draw(st.sampled_from(parties))
    above_zero = vocabulary(plan.plan).above_zero.get(kind, frozenset())
    return {**event, **draw(_attributes(attributes_of(declared.attributes), days, parties, above_zero))}


@st.composite
def _attributes(
    draw: st.DrawFn,
    declared: Mapping[str, Attribute],
    days: st.SearchStrategy[date],
    parties: list[str],
    above_zero: Collection[str] = (),
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, each in declared.items():
        if each.type == "event":
            continue  # which there are is told when all are there
        may_lack = each.optional or each.default is not None
        if not may_lack or draw(st.booleans()):
            value = _fact(each.type, each.one_of, days, parties)
            found[name] = draw(value.filter(lambda number: number != 0) if name in above_zero else value)
    return found


def _fact(
    kind: str | None, one_of: Sequence[str], days: st.SearchStrategy[date], parties: Sequence[str]
) -> st.SearchStrategy[Any]:
    if one_of:
        return st.sampled_from(list(one_of))
    match kind:
        case "day":
            return days
        case "flag":
            return st.booleans()
        case "ratio":
            return st.sampled_from(RATIOS)
        case "party":
            return st.sampled_from(list(parties))
        case "period":
            return st.tuples(days, st.sampled_from((30, 365, 3650))).map(
                lambda pair: {"first": pair[0], "last": _inside(pair[0] + timedelta(days=pair[1]))}
            )
        case "text":
            return st.sampled_from(("one", "other"))
        case _:
            return st.sampled_from(NUMBERS)


# --- days


def _inside(day: date) -> date:
    return min(max(day, FIRST), LAST)


def _near(days: Sequence[date], reach: Sequence[int]) -> st.SearchStrategy[date]:
    """A day as far from one of some days as a period of the plan reaches, or a day before or after that."""
    return st.tuples(st.sampled_from(list(days)), st.sampled_from(list(reach)), st.sampled_from((0, 1, -1))).map(
        lambda each: _inside(each[0] + timedelta(days=each[1] + each[2]))
    )


def _reach(plan: LoadedPlan) -> list[int]:
    """Days in the periods that a plan counts, the shortest first; 0 for the day itself."""
    per_unit = {"days": 1, "weeks": 7, "months": 30, "years": 365, "business-days": 1}
    found = {0, 1, 30, 365}
    for section in ("dates", "states", "amounts", "rules", "effects"):
        for entry in getattr(plan.plan, section).values():
            for part in everything(entry):
                if isinstance(part.value, Duration):
                    unit, number = part.value.given()
                    term = plan.plan.terms.get(number) if isinstance(number, str) else None
                    length = number if isinstance(number, int) else term.value if term is not None else None
                    if isinstance(length, int):
                        found |= {length * per_unit[unit], -length * per_unit[unit]}
    return sorted(found, key=lambda days: (abs(days), days < 0))


def _named(plan: LoadedPlan) -> list[date]:
    """The days that a plan names."""
    return sorted(
        {
            _inside(part.value)
            for section in ("terms", "dates", "states", "amounts", "rules", "effects")
            for entry in getattr(plan.plan, section).values()
            for part in everything(entry)
            if type(part.value) is date
        }
    )


def _start(plan: LoadedPlan) -> date:
    return next(iter(_named(plan)), date(2024, 4, 1))


def _is_once_too_often(
    plan: LoadedPlan, event: Mapping[str, Any], events: Sequence[Mapping[str, Any]], first: str
) -> bool:
    who = event.get("who", first)
    return plan.plan.events[event["event"]].once and any(
        each["event"] == event["event"] and each.get("who", first) == who for each in events
    )


# --- records


@st.composite
def _recorded(draw: st.DrawFn, data: Mapping[str, Any]) -> dict[str, Any]:
    """The same life with late recordings, and with events that correct, take back or restore earlier ones."""
    events: list[dict[str, Any]] = []
    for index, event in enumerate(data.get("events", ())):
        late = draw(st.sampled_from((0, 1, 30, 400)))
        id_ = event.get("id", f"e{index + 1}")
        recorded = {**event, "id": id_}
        if late:
            recorded["recorded"] = _inside(event["on"] + timedelta(days=late))
        events.append(recorded)
        fate = draw(st.sampled_from(("stands", "stands", "corrected", "cancelled", "restored")))
        if fate == "stands":
            continue
        later = _inside(event["on"] + timedelta(days=late + draw(st.sampled_from((1, 10, 500)))))
        again = {**event, "id": f"{id_}-again", "corrects": id_, "recorded": later}
        if fate != "corrected":
            again["cancelled"] = True
        events.append(again)
        if fate == "restored":
            still_later = _inside(later + timedelta(days=draw(st.sampled_from((1, 10, 500)))))
            events.append({**again, "id": f"{id_}-restored", "corrects": again["id"], "recorded": still_later})
    return {**data, "events": events} if events else dict(data)


# --- questions


def questions(plan: LoadedPlan, life: Life) -> st.SearchStrategy[DrawnQuestion]:
    """Questions about a life: by its parties, on days of its events, the grant and the plan, and near them."""
    days = [date.fromordinal(event.on) for event in life.events]
    days += [date.fromordinal(grant.on) for grant in life.grants.values()]
    days += _named(plan)
    return _question(plan, list(life.parties), days or [_start(plan)])


@st.composite
def _question(draw: st.DrawFn, plan: LoadedPlan, parties: list[str], days: list[date]) -> DrawnQuestion:
    own = plan.plan
    near = _near(days, _reach(plan))
    action = draw(st.sampled_from(list(own.actions)))
    readings = {
        name: draw(st.sampled_from(list(each.options)))
        for name, each in own.readings.items()
        if draw(st.integers(0, 9)) == 9
    }
    facts = draw(_attributes(attributes_of(own.actions[action].attributes), near, parties))
    return DrawnQuestion(
        action=action,
        by=draw(st.sampled_from(parties)),
        on=draw(near),
        rights=draw(st.sampled_from((None, 1, 2, 10, 100))),
        facts={
            name: Fraction(value) if isinstance(value, str) and "/" in value else value for name, value in facts.items()
        },
        readings=readings,
    )


# --- what must be refused


def ill_formed(plan: LoadedPlan) -> st.SearchStrategy[Slip]:
    """Lives with one thing wrong that the loader must report, each with what it is."""
    return life_data(plan).flatmap(lambda data: st.sampled_from(list(_slips(plan, data))))


def _slips(plan: LoadedPlan, data: Mapping[str, Any]) -> Iterator[Slip]:
    events = list(data.get("events", ()))
    day = data["grants"][0]["on"]

    def beside(event: Mapping[str, Any], what: str) -> Slip:
        return Slip({**data, "events": [*events, event]}, what)

    yield beside({"on": day, "event": "nothing-of-the-kind"}, "an event of a kind that the plan does not have")
    yield beside({"event": next(iter(plan.plan.events), "exercises")}, "an event without a day")
    yield Slip({**data, "grants": [{**data["grants"][0], "grantee": "nobody"}]}, "a grant to nobody")
    yield Slip({**data, "grants": [{**data["grants"][0], "number": "many"}]}, "a number of rights that is none")
    yield Slip({**data, "partys": {}}, "a key that is misspelt")
    for kind, declared in plan.plan.events.items():
        if declared.personal:
            yield beside({"on": day, "event": kind, "who": "nobody"}, "an event of a party that is not there")
            break
    for index, event in enumerate(events):
        broken = [*events[:index], {**event, "on": "some day"}, *events[index + 1 :]]
        yield Slip({**data, "events": broken}, "a day that is none")
        once = plan.plan.events[event["event"]].once
        if once:
            yield beside(event, "a second event of a kind that happens once")
        yield beside({**event, "id": "again", "corrects": "e-nowhere"}, "a correction of nothing")


Maker = Callable[[LoadedPlan], st.SearchStrategy[Life]]
"""What `lives` and `logs` are, with their defaults."""
