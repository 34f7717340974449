"""The closed, typed union of expressions a rule file may use.

There are three sorts, and each expression has a value *on every day*:

- **moments**: zero or more days on which something happens, each perhaps an event. A single day is one moment,
  a day that does not come is none. Where one day is meant and there are several, it is the earliest; of those on the
  same day, the first in the record. When anything is missing to tell them, none of them is known.
- **condition**: true, false or unknown on each day; seen as a whole, a set of days.
- **quantity**: an exact number on each day (a step function), or unknown, as it is where there is no such number.

What an expression says of a day is worked out from what is seen on that day: a term that is amended counts with the
value in force on it, wherever it stands in the expression.

An expression is recognised by its distinguishing key (`first`, `within`, `least`, ...). A bare string is the name of
something declared elsewhere: a term, a date, a state, an amount. Nothing here evaluates; see `kenri.reference`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal, TypeAlias, TypeVar, dataclass_transform

from kenri.model.constraints import (
    Above,
    Apart,
    AtLeastOne,
    Between,
    Constraint,
    ExactlyOne,
    Items,
    Matches,
    NeedsOther,
    OfOne,
    SomeDay,
)
from kenri.model.limits import BUSINESS_DAYS, DAYS, MONTHS, TIMES, Limit
from kenri.model.periods import YEAR_START, CalendarUnit, Unit
from kenri.model.sentences import Sentence

__all__ = [
    "CONDITIONS",
    "MOMENTS",
    "QUANTITIES",
    "Condition",
    "Duration",
    "Expression",
    "Moments",
    "Node",
    "Number",
    "Quantity",
    "Several",
]

T = TypeVar("T")

IDENTIFIER: Final = object()
"""Beside a type hint: a text there is a name, not prose."""

Name: TypeAlias = Annotated[str, IDENTIFIER]
"""An identifier of the rule language: lower case, digits, `_` and `-`."""

ONE_OR_SEVERAL: Final = object()
"""Beside the type hint of a tuple: one item may be written without a list around it."""

Several: TypeAlias = Annotated[tuple[T, ...], ONE_OR_SEVERAL]
"""One or several: whoever reads them has a tuple, whoever writes one may leave out the list."""

Number: TypeAlias = int | Decimal
"""An exact number; a fraction of a whole is written with a point and read as a `Decimal`, never as a float."""

Value = int | Decimal | bool | datetime.date | str
"""What an attribute of an event, party, grant or question may be compared with."""


class Node:
    """Base of everything a rule file is made of: immutable values, decoded from a file by `kenri.loader`.

    A field's key in a file is its name less a trailing underscore (`from_` is `from`); the text in its `Annotated`
    type describes it to an editor.
    """

    __slots__ = ()
    key: ClassVar[str] = ""
    """The key by which this construct is recognised among its sort."""
    keys: ClassVar[tuple[str, ...]] = ()
    """The same where any of several keys will do; `key` is the first of them."""
    constraints: ClassVar[tuple[Constraint, ...]] = ()
    """What must hold between the keys as written, beyond the type of each."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def construct(cls: type[T]) -> type[T]:
    """Make a class of the rule language a frozen, keyword-only, slotted dataclass."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@construct
class Choice(Node):
    """Base of `reading`: the text can be read in several ways, and each option has its own expression."""

    key: ClassVar[str] = "reading"
    reading: Annotated[Name, "The id of a declared reading."]


DURATION_UNITS: Mapping[str, Unit] = {
    "days": "days",
    "weeks": "weeks",
    "months": "months",
    "years": "years",
    "business_days": "business-days",
}
"""The keys a duration may have, with the unit each means."""


DURATION_LIMITS: Mapping[str, Limit] = {
    "days": DAYS,
    "weeks": DAYS,
    "months": MONTHS,
    "years": MONTHS,
    "business_days": BUSINESS_DAYS,
}
"""How long a period written as a number may be, in its own unit."""


@construct
class Duration(Node):
    """A length of time in exactly one unit; the number is whole, or the name of a term that holds one."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(tuple(DURATION_UNITS)),
        *(Between(unit, 0, limit.most, limit.name) for unit, limit in DURATION_LIMITS.items()),
    )
    days: Annotated[int | Name | None, "Calendar days."] = None
    weeks: Annotated[int | Name | None, "Weeks of seven days."] = None
    months: Annotated[int | Name | None, "Months, ending as the counting convention says."] = None
    years: Annotated[int | Name | None, "Years, ending as the counting convention says."] = None
    business_days: Annotated[int | Name | None, "Business days of the counting's calendar."] = None

    def given(self) -> tuple[Unit, int | str]:
        """The unit, and its number or the name of a term."""
        for key, unit in DURATION_UNITS.items():
            number: int | str | None = getattr(self, key)
            if number is not None:
                return unit, number
        raise ValueError("a duration needs one of " + ", ".join(DURATION_UNITS))


@construct
class CountingRule(Node):
    """How days and months are counted; whatever is left out is as in the plan's own counting."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        Between("day_of_month", 1, 31),
        Apart("months", "day_of_month"),
    )
    months: Annotated[
        Literal["month-end", "corresponding-day", "next-day"] | None,
        "Where a period of months ends: from a month's last day on one, or where a month lacks the corresponding day.",
    ] = None
    day_of_month: Annotated[
        int | None,
        "Periods of months end on this day of the month reached, or on the last day of a month that is shorter.",
    ] = None
    first_day: Annotated[
        Literal["excluded", "included"] | None,
        "Whether the day from which one counts is day 1 (included) or day 0 (excluded).",
    ] = None
    roll: Annotated[Literal["none", "forward", "back"] | None, "Where a last day that is no business day moves to."] = (
        None
    )
    calendar: Annotated[str | None, "The business-day calendar."] = None


CountingUse = CountingRule | Name


# --- moments ---------------------------------------------------------------------------------------------------------


@construct
class EventMoments(Node):
    """The days of all events of a kind, or of several kinds, that fit."""

    key: ClassVar[str] = "event"
    event: Annotated[Several[Name], "The kind of event, or several kinds."]
    where: Annotated[
        Mapping[Name, Value | tuple[Value, ...] | Bounds],
        "Attributes the event must have: a value, a list of which any will do, or bounds of a number.",
    ] = field(default_factory=dict)
    where_not: Annotated[
        Mapping[Name, Value | tuple[Value, ...] | Bounds],
        "Attributes the event must not have; any of them rules it out.",
    ] = field(default_factory=dict)
    who: Annotated[
        Name | AskerNamed | None,
        "Whose event: `asker`, `grantee`, `others` (any party but the asker), a role, or whom another event names.",
    ] = None
    during: Annotated[Condition | None, "Only events on days on which this holds."] = None
    just_before: Annotated[Condition | None, "Only events on the eve of which this held."] = None


@construct
class Bounds(Node):
    """What the number in an attribute of an event must be; every bound given must hold, on the day of the event."""

    key: ClassVar[str] = "at_least"
    keys: ClassVar[tuple[str, ...]] = ("at_least", "more_than", "at_most", "less_than")
    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(keys),)
    at_least: Annotated[Quantity | None, "The number is this or more."] = None
    more_than: Annotated[Quantity | None, "The number is more than this."] = None
    at_most: Annotated[Quantity | None, "The number is this or less."] = None
    less_than: Annotated[Quantity | None, "The number is less than this."] = None

    @property
    def given(self) -> tuple[Quantity, ...]:
        """The bounds there are."""
        return tuple(bound for key in self.keys if (bound := getattr(self, key)) is not None)


@construct
class First(Node):
    """The earliest of some moments; with bounds, of those that keep them all; none if a bound never comes."""

    key: ClassVar[str] = "first"
    first: Annotated[Moments, "What the earliest is taken of."]
    after: Annotated[Moments | None, "Only moments later than this day."] = None
    on_or_after: Annotated[Moments | None, "Only moments on or later than this day."] = None


@construct
class Nth(Node):
    """The nth of some moments in order of days, counted from 1."""

    key: ClassVar[str] = "nth"
    constraints: ClassVar[tuple[Constraint, ...]] = (Between("nth", 1),)
    nth: Annotated[int, "Which of them, counted from 1."]
    of: Annotated[Moments, "What it is taken of."]


@construct
class Latest(Node):
    """The most recent of some moments, seen from each day: on or before it; of one day, the last in the record."""

    key: ClassVar[str] = "latest"
    latest: Annotated[Moments, "What the most recent is taken of."]


@construct
class StartOf(Node):
    """Each day on which a condition begins to hold; one that has held since always does not begin."""

    key: ClassVar[str] = "start_of"
    start_of: Annotated[Condition, "The condition that begins to hold."]


@construct
class EndOf(Node):
    """Each day on which a condition no longer holds, having held the day before."""

    key: ClassVar[str] = "end_of"
    end_of: Annotated[Condition, "The condition that ceases to hold."]


@construct
class LastDayOf(Node):
    """Each last day on which a condition holds."""

    key: ClassVar[str] = "last_day_of"
    last_day_of: Annotated[Condition, "The condition that ceases to hold."]


@construct
class Plus(Node):
    """The last day of a period counted from each moment."""

    key: ClassVar[str] = "plus"
    plus: Annotated[Duration, "The period that is counted."]
    to: Annotated[Moments, "The days that it is counted from."]
    counting: Annotated[CountingUse | None, "How it is counted, where not as in the plan."] = None


@construct
class Minus(Node):
    """The first day of a period counted back from each moment."""

    key: ClassVar[str] = "minus"
    minus: Annotated[Duration, "The period that is counted back."]
    from_: Annotated[Moments, "The days that it is counted back from."]
    counting: Annotated[CountingUse | None, "How it is counted, where not as in the plan."] = None


@construct
class Every(Node):
    """Recurring days: each whole multiple of a period counted from a moment, `times` of them; not the moment itself."""

    key: ClassVar[str] = "every"
    constraints: ClassVar[tuple[Constraint, ...]] = (Between("times", 1, TIMES.most, TIMES.name),)
    every: Annotated[Duration, "The period between one day and the next."]
    from_: Annotated[Moments, "The start, which is not among the days."]
    times: Annotated[int | Name, "How many days there are."]
    paused: Annotated[Condition | None, "Days on which the running is suspended; later days move back."] = None
    counting: Annotated[CountingUse | None, "How it is counted, where not as in the plan."] = None


@construct
class AttributeDay(Node):
    """For each event, the day held in one of its attributes."""

    key: ClassVar[str] = "attribute"
    attribute: Annotated[Name, "An attribute of type day."]
    of: Annotated[Moments, "The events that have it."]


@construct
class EarlierOf(Node):
    """The earliest of several days; one that never comes does not count. Of equal days, the one named first."""

    key: ClassVar[str] = "earlier_of"
    earlier_of: Annotated[tuple[Moments, ...], "The days to choose from."]


@construct
class LaterOf(Node):
    """The latest of several days; never, when one of them never comes."""

    key: ClassVar[str] = "later_of"
    later_of: Annotated[tuple[Moments, ...], "The days to choose from."]


@construct
class Prefer(Node):
    """The first of several that has any day at all, as seen from each day: a day last set, or else the original one."""

    key: ClassVar[str] = "prefer"
    prefer: Annotated[tuple[Moments, ...], "The days to choose from; the first that there is counts."]


@construct
class DayCaseLine(Node):
    """One line of `cases` among days."""

    when: Annotated[Condition, "The condition of this line."]
    is_: Annotated[Moments, "The days where it holds."]


@construct
class DayCases(Node):
    """The days of the first line whose condition holds, as seen from each day, else those of `otherwise`.

    Where a condition is unknown, days that are the same whichever way it turns out are known; else they are among those
    of each way.
    """

    key: ClassVar[str] = "cases"
    cases: Annotated[tuple[DayCaseLine, ...], "The lines; the first whose condition holds on the day counts."]
    otherwise: Annotated[Moments, "The days where none holds."] = "never"


@construct
class EachOf(Node):
    """All of several moments together."""

    key: ClassVar[str] = "each_of"
    each_of: Annotated[tuple[Moments, ...], "The days to join."]


YEAR_STARTS = (
    Between("year_starts", 1, 12),
    Matches("year_starts", YEAR_START, Sentence("month-and-day"), "04-06"),
)


@construct
class FirstOf(Node):
    """The first day of the calendar month, quarter, half or (fiscal) year that contains a moment."""

    key: ClassVar[str] = "first_of"
    constraints: ClassVar[tuple[Constraint, ...]] = YEAR_STARTS
    first_of: Annotated[CalendarUnit, "The unit of the calendar."]
    containing: Annotated[Moments, "The days that it contains."]
    year_starts: Annotated[int | str, "Month in which the year begins, or month and day as `04-06`."] = 1


@construct
class LastOf(Node):
    """The last day of the calendar month, quarter, half or (fiscal) year that contains a moment."""

    key: ClassVar[str] = "last_of"
    constraints: ClassVar[tuple[Constraint, ...]] = YEAR_STARTS
    last_of: Annotated[CalendarUnit, "The unit of the calendar."]
    containing: Annotated[Moments, "The days that it contains."]
    year_starts: Annotated[int | str, "Month in which the year begins, or month and day as `04-06`."] = 1


@construct
class Last(Node):
    """For each moment, the last day on or before it on which a condition holds; none where it never held by then."""

    key: ClassVar[str] = "last"
    last: Annotated[Condition, "What holds on the day that is looked for."]
    on_or_before: Annotated[Moments, "The days that it is looked for from; each of them may be it."]


@construct
class Next(Node):
    """For each moment, the first day on or after it on which a condition holds; none where it never will."""

    key: ClassVar[str] = "next"
    next: Annotated[Condition, "What holds on the day that is looked for."]
    on_or_after: Annotated[Moments, "The days that it is looked for from; each of them may be it."]


@construct
class GrantDay(Node):
    """A day recorded with the grant."""

    key: ClassVar[str] = "grant"
    grant: Annotated[Name, "An attribute of grants, of type day; `on` is the day of the grant."]


@construct
class PartyDay(Node):
    """A day recorded with a party: the grantee, unless `of` says `asker`."""

    key: ClassVar[str] = "party"
    party: Annotated[Name, "An attribute of parties, of type day."]
    of: Annotated[Literal["grantee", "asker"], "Whose: that of the grantee, or of who asks."] = "grantee"


@construct
class AskedDay(Node):
    """A day supplied with the question."""

    key: ClassVar[str] = "asked"
    asked: Annotated[Name, "A fact of the action, of type day."]


@construct
class MomentsChoice(Choice):
    """A day, or moments, that a reading decides."""

    choices: Annotated[Mapping[str, Moments], "An expression for each option of the reading."]


# --- conditions ------------------------------------------------------------------------------------------------------


AtHour: TypeAlias = str
"""An hour of the day, as `17:00` in the plan's zone, or the name of one of the plan's `hours`."""


@construct
class Span(Node):
    """Days from, after, until or before moments; `from` and `until` include the day named.

    Of several moments the earliest counts, for `until` and `before` too: each says whether such a day has come. Days
    from one that never comes are none, days until one that never comes are all. With an `hour`, the one bound lies
    within its day: `until` and `from` include the hour named, `before` and `after` do not.
    """

    key: ClassVar[str] = "from"
    keys: ClassVar[tuple[str, ...]] = ("from", "after", "until", "before")
    constraints: ClassVar[tuple[Constraint, ...]] = (
        AtLeastOne(keys),
        SomeDay(),
        OfOne("hour", keys),
    )
    from_: Annotated[Moments | None, "The first day."] = None
    after: Annotated[Moments | None, "The day before the first."] = None
    until: Annotated[Moments | None, "The last day."] = None
    before: Annotated[Moments | None, "The day after the last."] = None
    hour: Annotated[AtHour | None, "The hour of that day: `17:00` in the plan's zone, or one of its `hours`."] = None


@construct
class On(Node):
    """Exactly the days of some moments."""

    key: ClassVar[str] = "on"
    on: Annotated[Moments, "The days on which it holds."]


@construct
class Through(Node):
    """From each event through the day in one of its attributes, both days included; the periods may overlap."""

    key: ClassVar[str] = "through"
    through: Annotated[Name, "The attribute, of type day, that holds the last day."]
    of: Annotated[Moments, "The events that have it; the day of each is the first."]
    hour: Annotated[AtHour | None, "Until which hour of its last day it lasts, included."] = None


@construct
class Extension(Node):
    """A window is lengthened when something bars its use: the latest of its own end and of what follows each bar.

    Each stretch of barred days that meets the window, as lengthened so far, counts. A bar that is never lifted leaves
    it open for ever.
    """

    while_: Annotated[Condition, "What bars the use of the window."]
    by: Annotated[Duration, "Counted from the first day free again."]


@construct
class Within(Node):
    """A period after, from or before each moment: `after` leaves the day itself out, `from` takes it in."""

    key: ClassVar[str] = "within"
    constraints: ClassVar[tuple[Constraint, ...]] = (ExactlyOne(("after", "from", "before")), Apart("before", "hour"))
    within: Annotated[Duration, "How long the window is."]
    after: Annotated[Moments | None, "The window opens the day after."] = None
    from_: Annotated[Moments | None, "The window opens on the day itself."] = None
    before: Annotated[Moments | None, "The window closes the day before."] = None
    counting: Annotated[CountingUse | None, "How the period is counted, where not as in the plan."] = None
    tolled: Annotated[
        Condition | None, "Days on which the running of the period is suspended: its end moves back by each of them."
    ] = None
    extended: Annotated[Extension | None, "By how much a bar lengthens the window."] = None
    hour: Annotated[AtHour | None, "Until which hour of its last day the window is open, included."] = None


@construct
class Held(Node):
    """A state that some moments begin and others end; it does not hold on the day that ends it.

    The last day so far that begins or ends it decides. Beginning what already holds changes nothing, so neither does a
    day that both ends and begins it, unless `same_day` lets the end win.
    """

    key: ClassVar[str] = "begins"
    begins: Annotated[Moments, "The days that begin it."]
    ends: Annotated[Moments, "The days that end it."]
    initially: Annotated[
        Condition, "Holds before the first moment of either kind if this is true on the first day."
    ] = "never"
    same_day: Annotated[Literal["begins", "ends"], "Which wins when one day both begins and ends it."] = "begins"


@construct
class All(Node):
    """True when all hold."""

    key: ClassVar[str] = "all"
    all: Annotated[tuple[Condition, ...], "The conditions."]


@construct
class AnyOf(Node):
    """True when at least one holds."""

    key: ClassVar[str] = "any"
    any: Annotated[tuple[Condition, ...], "The conditions."]


@construct
class Not(Node):
    """True when the other is false."""

    key: ClassVar[str] = "not"
    not_: Annotated[Condition, "The other condition."]


@construct
class Compare(Node):
    """A quantity measured against others; every bound given must hold."""

    key: ClassVar[str] = "quantity"
    constraints: ClassVar[tuple[Constraint, ...]] = (
        AtLeastOne(("at_least", "more_than", "at_most", "less_than", "equals")),
    )
    quantity: Annotated[Quantity, "The number that is measured."]
    at_least: Annotated[Quantity | None, "It is this or more (≥)."] = None
    more_than: Annotated[Quantity | None, "It is more than this (>)."] = None
    at_most: Annotated[Quantity | None, "It is this or less (≤)."] = None
    less_than: Annotated[Quantity | None, "It is less than this (<)."] = None
    equals: Annotated[Quantity | None, "It is exactly this."] = None


@construct
class AskedIs(Node):
    """An attribute supplied with the question has a value, or one of several."""

    key: ClassVar[str] = "asked"
    asked: Annotated[Name, "A fact of the action."]
    is_: Annotated[Value | tuple[Value, ...], "The value it has, or a list of which any will do."]


@construct
class AskerIs(Node):
    """Who asks: a role, or the party named in an attribute of an event."""

    key: ClassVar[str] = "asker"
    asker: Annotated[Name | AskerNamed, "A role, or the party that an event names."]


@construct
class AskerNamed(Node):
    """The party named in an attribute of some event."""

    named: Annotated[Name, "The attribute, of type party, that names the party; `who` is whom the event is about."]
    of: Annotated[Moments, "The events that name it."]


@construct
class PartyIs(Node):
    """An attribute of a party has a value, or one of several: the grantee, unless `of` says `asker`."""

    key: ClassVar[str] = "party"
    party: Annotated[Name, "An attribute of parties."]
    of: Annotated[Literal["grantee", "asker"], "Whose: that of the grantee, or of who asks."] = "grantee"
    is_: Annotated[Value | tuple[Value, ...], "The value it has, or a list of which any will do."]


@construct
class GrantIs(Node):
    """An attribute of the grant has a value, or one of several."""

    key: ClassVar[str] = "grant"
    grant: Annotated[Name, "An attribute of grants."]
    is_: Annotated[Value | tuple[Value, ...], "The value it has, or a list of which any will do."]


@construct
class At(Node):
    """Whether a condition holds on another day, or on any of several; false when no such day comes."""

    key: ClassVar[str] = "at"
    at: Annotated[Moments, "The days on which it is asked; one on which it holds is enough."]
    holds: Annotated[Condition, "The condition."]


@construct
class BusinessDay(Node):
    """Business days of a calendar (`plan` for the plan's own)."""

    key: ClassVar[str] = "business_day"
    business_day: Annotated[str, "The name of a calendar; `plan` for that of the plan's counting."]


@construct
class May(Node):
    """Whether the asker may take an action, every rule being applied; it stands only in claims.

    It is about any number above zero, or about a number that is given.
    """

    key: ClassVar[str] = "may"
    constraints: ClassVar[tuple[Constraint, ...]] = (Above("number"),)
    may: Annotated[Name, "An action."]
    number: Annotated[Quantity | None, "For so many; any number above zero when left out."] = None


@construct
class ConditionChoice(Choice):
    """A condition that a reading decides."""

    choices: Annotated[Mapping[str, Condition], "An expression for each option of the reading."]


# --- quantities ------------------------------------------------------------------------------------------------------

Rounding = Literal["down", "up", "half-up", "half-even", "half-down"]


@construct
class AskedNumber(Node):
    """A number supplied with the question; `number` is how many rights or shares it is about."""

    key: ClassVar[str] = "asked"
    asked: Annotated[
        Name, "A fact of the action, of type number or ratio; `number` for how many the question is about."
    ]


@construct
class GrantNumber(Node):
    """A number recorded with the grant; `number` is how many rights or shares were granted.

    Where an effect scales the rights, `number` is scaled with them: it is in the units of the day looked at.
    """

    key: ClassVar[str] = "grant"
    grant: Annotated[Name, "An attribute of grants, of type number or ratio; `number` for how many were granted."]


@construct
class PartyNumber(Node):
    """A number recorded with a party: the grantee, unless `of` says `asker`."""

    key: ClassVar[str] = "party"
    party: Annotated[Name, "An attribute of parties, of type number or ratio."]
    of: Annotated[Literal["grantee", "asker"], "Whose: that of the grantee, or of who asks."] = "grantee"


@construct
class Balance(Node):
    """How many rights stand in a balance at the end of the day."""

    key: ClassVar[str] = "balance"
    balance: Annotated[Name, "The balance; `held` is always there."]
    for_: Annotated[Name | None, "Only those of one event: the fact of the question that names it."] = None


@construct
class AttributeNumber(Node):
    """The number in an attribute of the most recent of some events; unknown before the first."""

    key: ClassVar[str] = "attribute"
    attribute: Annotated[Name, "An attribute of type number or ratio."]
    of: Annotated[Moments, "The events that have it."]


@construct
class Sum(Node):
    """The sum of several."""

    key: ClassVar[str] = "sum"
    sum: Annotated[tuple[Quantity, ...], "What is added."]


@construct
class Difference(Node):
    """The first less all the others; may be negative."""

    key: ClassVar[str] = "subtract"
    constraints: ClassVar[tuple[Constraint, ...]] = (Items("subtract", 2),)
    subtract: Annotated[tuple[Quantity, ...], "A number, and what is taken from it."]


@construct
class Product(Node):
    """The product of several."""

    key: ClassVar[str] = "multiply"
    multiply: Annotated[tuple[Quantity, ...], "What is multiplied."]


@construct
class Quotient(Node):
    """The first divided by the second, exactly; unknown when the second is zero or without limit."""

    key: ClassVar[str] = "divide"
    divide: Annotated[tuple[Quantity, Quantity], "What is divided, and by what."]


@construct
class Round(Node):
    """A number rounded to a whole multiple of a unit (1 unless `to` says otherwise); unknown for one not above zero.

    `down` is towards less and `up` towards more, below zero too.
    """

    key: ClassVar[str] = "round"
    constraints: ClassVar[tuple[Constraint, ...]] = (Above("to"),)
    round: Annotated[Rounding, "Which way."]
    of: Annotated[Quantity, "What is rounded."]
    to: Annotated[Quantity, "The unit of which the result is a multiple."] = 1


@construct
class Least(Node):
    """The least of several."""

    key: ClassVar[str] = "least"
    least: Annotated[tuple[Quantity, ...], "The numbers."]


@construct
class Greatest(Node):
    """The greatest of several."""

    key: ClassVar[str] = "greatest"
    greatest: Annotated[tuple[Quantity, ...], "The numbers."]


@construct
class CaseLine(Node):
    """One line of `cases`."""

    when: Annotated[Condition, "The condition of this line."]
    is_: Annotated[Quantity, "The number where it holds."]


@construct
class Cases(Node):
    """The number of the first line whose condition holds, else `otherwise`.

    Where a condition is unknown the number is known if it is the same whichever way that turns out.
    """

    key: ClassVar[str] = "cases"
    cases: Annotated[tuple[CaseLine, ...], "The lines; the first whose condition holds counts."]
    otherwise: Annotated[Quantity, "The number where none holds."] = 0


@construct
class Count(Node):
    """How many of some moments lie on or before the day."""

    key: ClassVar[str] = "count"
    count: Annotated[Moments, "What is counted."]


@construct
class Change(Node):
    """One way in which events change a running number: exactly one of the operations."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("set", "add", "subtract", "multiply", "divide")),
        NeedsOther("to", ("round",)),
        Above("to"),
    )
    on: Annotated[Moments, "The days on which the number changes."]
    set: Annotated[Quantity | None, "It becomes this."] = None
    add: Annotated[Quantity | None, "This is added."] = None
    subtract: Annotated[Quantity | None, "This is taken away."] = None
    multiply: Annotated[Quantity | None, "It is multiplied by this."] = None
    divide: Annotated[Quantity | None, "It is divided by this."] = None
    round: Annotated[Rounding | None, "Applied at this change."] = None
    to: Annotated[Quantity | None, "The unit of which it becomes a multiple; 1 if left out."] = None


@construct
class EventNumber(Node):
    """The number in an attribute of the event that makes a change or a movement; only there."""

    key: ClassVar[str] = "of_event"
    of_event: Annotated[Name, "An attribute of type number or ratio."]


@construct
class Running(Node):
    """A number that events change one after another in the order of their days.

    It starts from the number before any change as it is on the day of the first one: what becomes of that later no
    longer matters. Within a day, a change that no event makes comes first, then events in the order of the record, and
    of one event the changes in the order they are written.
    """

    key: ClassVar[str] = "running"
    running: Annotated[Quantity, "The number before any change."]
    changes: Annotated[tuple[Change, ...], "What changes it, and on which days."]


@construct
class Total(Node):
    """The sum of an attribute over events up to the day, of all time or of the day's month, ... or year alone."""

    key: ClassVar[str] = "total"
    constraints: ClassVar[tuple[Constraint, ...]] = (*YEAR_STARTS, NeedsOther("year_starts", ("per",)))
    total: Annotated[Name, "An attribute of type number or ratio."]
    of: Annotated[Moments, "The events that have it."]
    per: Annotated[
        CalendarUnit | None, "Only those in the day's own unit of the calendar; all so far when left out."
    ] = None
    year_starts: Annotated[int | str, "Month in which the year begins, or month and day as `04-06`."] = 1


Allocation = Literal[
    "cumulative-rounding",
    "cumulative-round-down",
    "front-loaded",
    "back-loaded",
    "front-loaded-to-single-tranche",
    "back-loaded-to-single-tranche",
    "fractional",
]
"""How a total is divided among the parts of a vesting schedule, by the names of Open Cap Format's allocation types."""


@construct
class Vests(Node):
    """How many of a total have vested by a schedule in parts; of a total that is no whole number, whole ones only.

    A part vests on each of some days, in their order, and what is left of more days than parts brings nothing. With
    a cliff the parts before it vest with it. The running sum is rounded (`cumulative-rounding`, half up;
    `cumulative-round-down`); or each part is rounded down, and what is over is added one by one to the first
    (`front-loaded`) or the last parts (`back-loaded`), or all of it to the first or the last one
    (`front-loaded-to-single-tranche`, `back-loaded-to-single-tranche`); or nothing is rounded (`fractional`).

    A part that is skipped does not vest with its day, nor with the cliff: its number is gone, or it comes later.
    """

    key: ClassVar[str] = "vests"
    constraints: ClassVar[tuple[Constraint, ...]] = (
        ExactlyOne(("parts", "portions")),
        Between("parts", 1, TIMES.most, TIMES.name),
        Above("portions"),
        Between("cliff", 1, TIMES.most, TIMES.name),
        NeedsOther("at_cliff", ("cliff",)),
        NeedsOther("skipped_parts", ("skipped",)),
        Apart("at_cliff", "skipped"),
    )
    vests: Annotated[Quantity, "The total that vests."]
    on: Annotated[Moments, "The days of the parts, the first of them first."]
    parts: Annotated[Quantity | None, "How many equal parts there are; a whole number above zero."] = None
    portions: Annotated[
        tuple[Number, ...] | None, "The parts where they are not equal: how large each is beside the others."
    ] = None
    allocation: Annotated[Allocation, "How the total is divided among the parts."]
    cliff: Annotated[Quantity | None, "The part, counted from 1, before which nothing vests; a whole number."] = None
    at_cliff: Annotated[
        Literal["together", "as-one"],
        "At the cliff: the parts so far, each as it is divided, or one part that is as large as they are.",
    ] = "together"
    skipped: Annotated[Condition | None, "On a day on which this holds the part of that day is skipped."] = None
    skipped_parts: Annotated[
        Literal["gone", "later"],
        "A part that is skipped never vests, or it and all after it come on the next of the days.",
    ] = "gone"


@construct
class OverGrants(Node):
    """The sum of a number over several grants of the record, as it stands in each of them on the day.

    In each grant the number is worked out as for its holder: `grantee` and `asker` are the holder, the balances and
    attributes are those of the grant. A grant made after the day is not there yet. In a grant under another plan a name
    means what that plan calls so; the number must then be a name, a plain number, a balance or the number granted.
    """

    key: ClassVar[str] = "over"
    over: Annotated[Literal["grants"], "What is gone through."]
    of: Annotated[Literal["holder", "all"], "Whose grants: those of the grantee, or of everybody."] = "holder"
    plan: Annotated[
        Several[str], "Only grants under these plans, by their ids; under whatever plan when left out."
    ] = ()
    where: Annotated[
        Mapping[Name, Value | tuple[Value, ...] | Bounds],
        "Attributes the grant must have: a value, a list of which any will do, or bounds of a number.",
    ] = field(default_factory=dict)
    granted: Annotated[
        Literal["before", "any"],
        "`before`: only those made before this one, and of the same day those before it in the record.",
    ] = "any"
    sum: Annotated[Quantity, "The number that is added; 1 counts the grants."]


@construct
class Take(Node):
    """The value of a quantity on another day; zero when that day never comes."""

    key: ClassVar[str] = "at"
    at: Annotated[Moments, "The day on which the number is taken."]
    take: Annotated[Quantity, "The number."]


@construct
class DaysBetween(Node):
    """Days from the first day to the second, as a difference of dates; unknown when one never comes."""

    key: ClassVar[str] = "days_between"
    days_between: Annotated[tuple[Moments, Moments], "The first day and the second."]


@construct
class BlackScholes(Node):
    """The Black-Scholes price of a call on a share that pays dividends."""

    key: ClassVar[str] = "black_scholes"
    black_scholes: Annotated[BlackScholesInputs, "What the price is worked out from."]


@construct
class BlackScholesInputs(Node):
    """Share and exercise price, years, yearly volatility, interest and dividend yield as plain fractions."""

    share_price: Annotated[Quantity, "The price of a share."]
    exercise_price: Annotated[Quantity, "What is paid for a share on exercise."]
    years: Annotated[Quantity, "How long the call runs, in years."]
    volatility: Annotated[Quantity, "Yearly volatility: 20% is 0.2."]
    interest: Annotated[Quantity, "Yearly interest: 5% is 0.05."]
    dividend_yield: Annotated[Quantity, "Yearly dividend yield: 2% is 0.02."]


@construct
class QuantityChoice(Choice):
    """A number that a reading decides."""

    choices: Annotated[Mapping[str, Quantity], "An expression for each option of the reading."]


# --- the three unions ------------------------------------------------------------------------------------------------

MOMENTS: tuple[type[Node], ...] = (
    EventMoments, First, Nth, Latest, StartOf, EndOf, LastDayOf, Plus, Minus, Every, AttributeDay, EarlierOf,
    LaterOf, Prefer, DayCases, EachOf, FirstOf, LastOf, Last, Next, GrantDay, PartyDay, AskedDay, MomentsChoice,
)  # fmt: skip
CONDITIONS: tuple[type[Node], ...] = (
    Span, On, Through, Within, Held, All, AnyOf, Not, Compare, AskedIs, AskerIs, PartyIs, GrantIs, At, BusinessDay,
    May, ConditionChoice,
)  # fmt: skip
QUANTITIES: tuple[type[Node], ...] = (
    AskedNumber, GrantNumber, PartyNumber, Balance, AttributeNumber, Sum, Difference, Product, Quotient, Round,
    Least, Greatest, Cases, Count, EventNumber, Running, Total, Vests, OverGrants, Take, DaysBetween, BlackScholes,
    QuantityChoice,
)  # fmt: skip

Moments: TypeAlias = (
    datetime.date
    | str
    | EventMoments
    | First
    | Nth
    | Latest
    | StartOf
    | EndOf
    | LastDayOf
    | Plus
    | Minus
    | Every
    | AttributeDay
    | EarlierOf
    | LaterOf
    | Prefer
    | DayCases
    | EachOf
    | FirstOf
    | LastOf
    | Last
    | Next
    | GrantDay
    | PartyDay
    | AskedDay
    | MomentsChoice
)
"""A day literal, a name (`never` among them), or one of `MOMENTS`."""

Condition: TypeAlias = (
    str
    | Span
    | On
    | Through
    | Within
    | Held
    | All
    | AnyOf
    | Not
    | Compare
    | AskedIs
    | AskerIs
    | PartyIs
    | GrantIs
    | At
    | BusinessDay
    | May
    | ConditionChoice
)
"""A name (`always` and `never` among them), or one of `CONDITIONS`."""

Quantity: TypeAlias = (
    Number
    | str
    | AskedNumber
    | GrantNumber
    | PartyNumber
    | Balance
    | AttributeNumber
    | Sum
    | Difference
    | Product
    | Quotient
    | Round
    | Least
    | Greatest
    | Cases
    | Count
    | EventNumber
    | Running
    | Total
    | Vests
    | OverGrants
    | Take
    | DaysBetween
    | BlackScholes
    | QuantityChoice
)
"""A number, a name (`unlimited` among them), or one of `QUANTITIES`."""

Expression: TypeAlias = Moments | Condition | Quantity
"""Whatever has a value on each day."""
