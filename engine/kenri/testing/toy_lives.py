"""Random lives and questions in the words of the small vocabulary, and the reference evaluator asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from kenri.model.combinations import OPEN
from kenri.model.dependence import dependence
from kenri.model.life import Event, Fact, Grant, Life, Party
from kenri.model.plan import Plan
from kenri.reference.case import Case
from kenri.reference.court import Court
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_words import DAYS, KINDS, READINGS, START

days = st.sampled_from(DAYS)
whole = st.integers(0, 12)
numbers = whole | st.fractions(0, 12, max_denominator=4)


def facts(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Fact]]:
    return st.fixed_dictionaries({}, optional=known)


party_facts = facts(age=numbers, vip=st.booleans(), birthday=days)
grant_facts = facts(cap=numbers, kind=st.sampled_from(("gold", "tin")), vests=days)
asked_facts = facts(price=numbers, urgent=st.booleans(), wished=days)
event_facts = facts(
    amount=numbers,
    times=numbers,
    due=days,
    when=days,
    to=st.sampled_from(("ann", "bob")),
    why=st.sampled_from(("good", "bad")),
)
UNSAID: Mapping[str, st.SearchStrategy[Any]] = {
    "unsaid": numbers,
    "unsaid_length": whole,
    "unsaid_day": days,
    "unsaid_period": st.tuples(days, days).map(lambda pair: (min(pair), max(pair))),
    "unsaid_flag": st.booleans(),
}
"""The unknown terms, with what a life may say of each."""


@st.composite
def events(draw: st.DrawFn, index: int) -> Event:
    day = draw(days)
    return Event(
        id=f"e{index}",
        kind=draw(st.sampled_from(KINDS)),
        on=day,
        recorded=draw(st.integers(0, 20)),
        who=draw(st.sampled_from(("ann", "ann", "bob"))),
        grant=draw(st.sampled_from((None, None, "g", "other"))),
        attributes=draw(event_facts),
    )


@st.composite
def lives(draw: st.DrawFn, *, most: int = 6, known: bool = False) -> Life:
    """A life with a grant `g` to ann; `known` says that every unknown term is supplied."""
    return Life(
        parties={
            "ann": Party(id="ann", roles=("holder",), attributes=draw(party_facts)),
            "bob": Party(id="bob", roles=("successor",), attributes=draw(party_facts)),
            "co": Party(id="co", roles=("company", "successor")),
        },
        grants={
            "g": Grant(
                id="g",
                grantee="ann",
                on=START + draw(st.integers(0, 30)),
                number=draw(st.integers(0, 20)),
                attributes=draw(grant_facts),
            ),
            "other": Grant(
                id="other",
                grantee=draw(st.sampled_from(("bob", "ann"))),
                on=START + draw(st.integers(0, 30)),
                number=draw(st.integers(0, 20)),
                attributes=draw(grant_facts),
            ),
        },
        events=tuple(draw(events(index)) for index in range(draw(st.integers(0, most)))),
        facts=draw(st.fixed_dictionaries(dict(UNSAID)) if known else st.fixed_dictionaries({}, optional=dict(UNSAID))),
    )


OF_EVENTS, OF_PARTIES, OF_GRANTS, OF_QUESTIONS = ("amount", "when"), ("age", "birthday"), ("kind",), ("price", "wished")
"""The attributes that have no default, and of which no rule says what holds where nobody recorded them."""


@st.composite
def without(draw: st.DrawFn, facts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Some facts without some of those of these names."""
    there = [name for name in names if name in facts]
    left_out = draw(st.sets(st.sampled_from(there))) if there else set()
    return {name: value for name, value in facts.items() if name not in left_out}


@st.composite
def less_known(draw: st.DrawFn, life: Life) -> Life:
    """The same life with some facts missing."""
    return replace(
        life,
        parties={
            name: replace(party, attributes=draw(without(party.attributes, OF_PARTIES)))
            for name, party in life.parties.items()
        },
        grants={
            name: replace(grant, attributes=draw(without(grant.attributes, OF_GRANTS)))
            for name, grant in life.grants.items()
        },
        events=tuple(replace(event, attributes=draw(without(event.attributes, OF_EVENTS))) for event in life.events),
        facts=draw(without(life.facts, tuple(life.facts))),
    )


askers = st.sampled_from(("ann", "bob", "co"))
chosen_readings = st.fixed_dictionaries({name: st.sampled_from(tuple(each.options)) for name, each in READINGS.items()})
readings = st.fixed_dictionaries({name: st.sampled_from((*each.options, OPEN)) for name, each in READINGS.items()})


@dataclass(frozen=True, repr=False)
class Situation:
    """Everything an expression is evaluated in."""

    plan: Plan
    life: Life
    asker: str
    readings: Mapping[str, str]
    question: Mapping[str, Fact]

    def __repr__(self) -> str:
        """Only what is drawn: the vocabulary is always the same."""
        plan, life = self.plan, self.life
        drawn = (plan.effects, plan.dates, plan.states, plan.amounts, life.grants["g"], life.events, life.facts)
        roles = [(party.id, party.attributes) for party in life.parties.values() if party.attributes]
        return f"Situation({self.asker} asks {self.question}, {self.readings}, {roles}, {drawn})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """How hypothesis shows a falsifying example."""
        printer.text(repr(self))

    @property
    def case(self) -> Case:
        return Case(
            self.plan,
            self.life,
            grant=self.life.grants["g"],
            asker=self.life.parties[self.asker],
            readings=self.readings,
            calendars=calendars,
            dependence=dependence(self.plan),
        ).asking("exercise", self.question)


def court(plan: Plan, life: Life) -> Court:
    return Court(plan, life, life.grants["g"], calendars=calendars, dependence=dependence(plan))
