"""The small vocabulary that random plans are written in: something of every sort, known and unknown, dated and not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from kenri.model import expressions as e
from kenri.model.days import Day
from kenri.model.plan import (
    Action,
    Amount,
    Attribute,
    BalanceKind,
    Date,
    DatedValue,
    EventKind,
    Hour,
    Plan,
    Reading,
    Role,
    State,
    Term,
)

START = datetime.date(2024, 2, 1).toordinal()
"""Nothing is recorded before this day."""

DAYS = range(START, START + 240)
"""Days on which things are recorded."""

ASKED_DAYS = range(START - 60, START + 420)
"""Days on which an expression is looked at: all of these, and some before and after anything happens."""


def on(day: Day) -> datetime.date:
    return datetime.date.fromordinal(day)


READINGS: Mapping[str, Reading] = {
    "way": Reading(question="Which way?", options={"a": "this", "b": "that"}, default="a", clause="1"),
    "manner": Reading(question="In what manner?", options={"x": "so", "y": "thus", "z": "else"}, default="y"),
}
PARTY_ATTRIBUTES = {
    "age": Attribute(type="number"),
    "vip": Attribute(type="flag", default=False),
    "birthday": Attribute(type="day"),
}
GRANT_ATTRIBUTES = {
    "cap": Attribute(type="number", default="unlimited"),
    "kind": Attribute(one_of=("gold", "tin")),
    "vests": Attribute(type="day", default="never"),
}
ASKED_ATTRIBUTES = {
    "price": Attribute(type="number"),
    "urgent": Attribute(type="flag", default=False),
    "wished": Attribute(type="day"),
}
EVENT_ATTRIBUTES = {
    "amount": Attribute(type="number", optional=True),
    "times": Attribute(type="ratio", default=Decimal("1.5")),
    "due": Attribute(type="day", default="never"),
    "when": Attribute(type="day", optional=True),
    "to": Attribute(type="party", optional=True),
    "why": Attribute(one_of=("good", "bad"), optional=True),
}
KINDS = ("joins", "leaves", "pays")
TERMS: Mapping[str, Term] = {
    "some": Term(value=3),
    "raised": Term(value=2, dated=(DatedValue(from_=on(START + 90), value=Decimal("6.5")),)),
    "unsaid": Term(unknown="not stated", type="number"),
    "length": Term(value=9),
    "longer": Term(value=5, dated=(DatedValue(from_=on(START + 70), value=14),)),
    "unsaid_length": Term(unknown="not stated", type="number"),
    "a_day": Term(value=on(START + 50)),
    "moved": Term(value=on(START + 60), dated=(DatedValue(from_=on(START + 75), value=on(START + 110)),)),
    "unsaid_day": Term(unknown="not stated", type="day"),
    "period": Term(first=on(START + 20), last=on(START + 150)),
    "shifted": Term(
        first=on(START + 10),
        last=on(START + 100),
        dated=(DatedValue(from_=on(START + 40), first=on(START + 60), last=on(START + 130)),),
    ),
    "unsaid_period": Term(unknown="not stated", type="period"),
    "flag": Term(value=True, dated=(DatedValue(from_=on(START + 120), value=False),)),
    "unsaid_flag": Term(unknown="not stated", type="flag"),
}
COUNTINGS = {
    "civil": e.CountingRule(months="month-end"),
    "up": e.CountingRule(months="next-day"),
    "rolled": e.CountingRule(roll="forward"),
    "back": e.CountingRule(roll="back", months="month-end"),
    "counted": e.CountingRule(first_day="included"),
    "thirtieth": e.CountingRule(day_of_month=30),
}
BALANCES = {"used": BalanceKind(), "lost": BalanceKind(lapse=True)}
ROLES = ("holder", "successor", "company")

EMPTY_PLAN = Plan(
    id="toy",
    title="A toy",
    source=None,
    zone="UTC",
    counting=e.CountingRule(calendar="toy"),
    readings=READINGS,
    countings=COUNTINGS,
    calendars={},
    roles={name: Role() for name in ROLES},
    events={name: EventKind(attributes=EVENT_ATTRIBUTES, personal=True) for name in KINDS},
    actions={"exercise": Action(attributes=ASKED_ATTRIBUTES), "sell": Action()},
    balances=BALANCES,
    party_attributes=PARTY_ATTRIBUTES,
    grant_attributes=GRANT_ATTRIBUTES,
    terms=TERMS,
    hours={"close": Hour(at="17:00", zone="America/New_York")},
    dates={"d0": Date(is_=e.First(first=e.EventMoments(event=("joins",))))},
    states={"s0": State(is_=e.Held(begins=e.EventMoments(event=("joins",)), ends=e.EventMoments(event=("leaves",))))},
    amounts={"a0": Amount(is_=e.Total(total="amount", of=e.EventMoments(event=("pays",))))},
    rules={},
    duties={},
    effects={},
    figures={},
    claims={},
    means={},
    records={},
    amendments={},
    places={},
    origins={},
)
