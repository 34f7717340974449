"""Scenarios: life stories with the answers that the document gives, worked out by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeAlias

from kenri.model.constraints import MAY_BE_EMPTY, AtLeastOne, Constraint, Items, Matches, NeedsOther
from kenri.model.exact import exact, number_in
from kenri.model.expressions import Name, Node, Several, Value, construct
from kenri.model.hours import CLOCK
from kenri.model.life import Life
from kenri.model.problems import Place
from kenri.model.sentences import Sentence

Never: TypeAlias = Literal["never"]

NoDay: TypeAlias = Literal["never", "unknown"]

NoNumber: TypeAlias = Literal["unlimited", "no-largest", "unknown"]
NoLeast: TypeAlias = Literal["no-least", "unknown"]


@construct
class ExpectedWindow(Node):
    """An interval of days, both included. Without `first` it is open since always, without `last` it has no end."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        AtLeastOne(("first", "last")),
        *(NeedsOther(hour, (day,)) for hour, day in (("opens", "first"), ("closes", "last"))),
        *(Matches(hour, CLOCK, Sentence("an-hour"), "17:00") for hour in ("opens", "closes")),
    )
    first: Annotated[datetime.date | None, "Its first day."] = None
    last: Annotated[datetime.date | None, "Its last day."] = None
    opens: Annotated[str | None, "The first hour of its first day, in the plan's zone; all day if left out."] = None
    closes: Annotated[str | None, "The last hour of its last day, included; all day if left out."] = None


@construct
class Asking(Node):
    """What every kind of question may say: on which day, about what, as known when, under which readings."""

    on: Annotated[datetime.datetime | datetime.date, "The day of the question, or an instant with its offset."]
    by: Annotated[str | None, "A party or a role; the grantee when left out."] = None
    rights: Annotated[int | Decimal | None, "How many."] = None
    grant: Annotated[str | None, "The grant it is about, where there are several."] = None
    with_: Annotated[Mapping[Name, Value], "Further facts of the question."] = field(default_factory=dict)
    known_at: Annotated[
        datetime.datetime | datetime.date | None, "What was recorded later is left out; a day stands for its end."
    ] = None
    readings: Annotated[Mapping[Name, Name], "Options chosen for readings, by their ids."] = field(default_factory=dict)


@construct
class ExpectedRuling(Asking):
    """A question, and what the answer must be. Whatever is left out is not looked at."""

    key: ClassVar[str] = "expect"
    expect: Annotated[Literal["allowed", "denied", "unknown"], "The outcome."]
    action: Annotated[Name, "What is asked to be done."] = "exercise"
    rules: Annotated[Several[Name], "Each must be among the deciding rules."] = ()
    not_rules: Annotated[Several[Name], "None of these may be among the deciding rules."] = ()
    clauses: Annotated[Several[str], "Each must be the clause of a deciding rule."] = ()
    window: Annotated[ExpectedWindow | None, "The window the day is in."] = None
    windows: Annotated[
        tuple[ExpectedWindow, ...] | None, "All windows in which it is allowed, in order; `[]`: none.", MAY_BE_EMPTY
    ] = None
    next_day: Annotated[
        datetime.date | NoDay | None,
        "The first later day on which it is surely allowed; `never`: surely on none; `unknown`: only perhaps.",
    ] = None
    perhaps_day: Annotated[
        datetime.date | Never | None,
        "The first later day, before any on which it is surely allowed, on which it may be; `never`: there is none.",
    ] = None
    most: Annotated[
        int | Decimal | NoNumber | None,
        "The largest number allowed on the day; `no-largest`: there is a limit that itself is not allowed.",
    ] = None
    least: Annotated[
        int | Decimal | NoLeast | None,
        "The least number allowed on the day; `no-least`: there is a limit that itself is not allowed.",
    ] = None
    figures: Annotated[Mapping[Name, Value], "Numbers, or days, by the names of figures; `1/3` for a fraction."] = (
        field(default_factory=dict)
    )
    missing: Annotated[Several[str] | None, "All names of what is not known; `[]`: none are lacking.", MAY_BE_EMPTY] = (
        None
    )
    turns_on: Annotated[Several[Name] | None, "All readings the outcome turns on; `[]`: on none.", MAY_BE_EMPTY] = None
    settled: Annotated[
        bool | None,
        "Whether the outcome, its numbers and figures and the balances are the same under every combination of"
        " readings.",
    ] = None
    window_turns_on: Annotated[
        Several[Name] | None, "All readings the window turns on; `[]`: on none.", MAY_BE_EMPTY
    ] = None
    lapsed_on: Annotated[
        datetime.date | Never | None, "The day from which the rights are gone for ever; `never` if they are not."
    ] = None
    balances: Annotated[Mapping[Name, Value], "Rights in each balance at the end of the day."] = field(
        default_factory=dict
    )


@construct
class ExpectedFigure(Asking):
    """A figure of the plan, and what it must be on a day."""

    key: ClassVar[str] = "figure"
    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("is", "missing", "discrepant", "turns_on")),)
    figure: Annotated[Name, "The name of the figure."]
    is_: Annotated[Value | None, "The number, `1/3` for a fraction; the day of a figure that is one."] = None
    missing: Annotated[Several[str] | None, "All names of what is not known; `[]`: none are lacking.", MAY_BE_EMPTY] = (
        None
    )
    discrepant: Annotated[bool | None, "Whether the number differs from the one the document states."] = None
    turns_on: Annotated[Several[Name] | None, "All readings the number turns on; `[]`: on none.", MAY_BE_EMPTY] = None


@construct
class ExpectedAudit(Node):
    """A review of everything recorded, and the acts that it must find not permitted."""

    key: ClassVar[str] = "audit"
    audit: Annotated[bool, "Written `true`."]
    violations: Annotated[
        Several[str], "Events by their ids, in their order; none when left out, or `[]`.", MAY_BE_EMPTY
    ] = ()
    unjudged: Annotated[
        Several[str],
        "Acts that cannot be judged for want of facts; none when left out, or `[]`.",
        MAY_BE_EMPTY,
    ] = ()
    not_done: Annotated[
        Several[Name], "Duties that were not done by the last day; none when left out, or `[]`.", MAY_BE_EMPTY
    ] = ()
    on: Annotated[datetime.date | None, "The last day looked at; that of the last event when left out."] = None
    known_at: Annotated[datetime.datetime | datetime.date | None, "What was recorded later is left out."] = None
    grant: Annotated[str | None, "The grant it is about, where there are several."] = None
    readings: Annotated[Mapping[Name, Name], "Options chosen for readings, by their ids."] = field(default_factory=dict)
    balances: Annotated[Mapping[Name, Value], "Rights in each balance at the end of that day."] = field(
        default_factory=dict
    )


@construct
class ExpectedDuty(Node):
    """Something that must be done, and how it must stand on a day: the first time that is not over, or the last one."""

    key: ClassVar[str] = "duty"
    constraints: ClassVar[tuple[Constraint, ...]] = (AtLeastOne(("is", "first", "last", "done_on", "missing")),)
    duty: Annotated[Name, "The name of the duty."]
    on: Annotated[datetime.date, "The day of the question."]
    is_: Annotated[
        Literal["coming", "open", "done", "not-done", "unknown", "none"] | None,
        "How it stands; `none`: it is never owed.",
    ] = None
    first: Annotated[datetime.date | None, "The first day on which it can be done."] = None
    last: Annotated[datetime.date | None, "The last day."] = None
    done_on: Annotated[datetime.date | None, "The first day on which it surely was done."] = None
    missing: Annotated[Several[str] | None, "All names of what is not known; `[]`: none are lacking.", MAY_BE_EMPTY] = (
        None
    )
    turns_on: Annotated[
        Several[Name] | None, "All readings that any duty of the life turns on; `[]`: on none.", MAY_BE_EMPTY
    ] = None
    by: Annotated[str | None, "A party or a role; whoever owes it when left out."] = None
    grant: Annotated[str | None, "The grant it is about, where there are several."] = None
    known_at: Annotated[datetime.datetime | datetime.date | None, "What was recorded later is left out."] = None
    readings: Annotated[Mapping[Name, Name], "Options chosen for readings, by their ids."] = field(default_factory=dict)


Expected: TypeAlias = ExpectedRuling | ExpectedFigure | ExpectedDuty | ExpectedAudit


@construct
class Scenario(Node):
    """One life, what is asked about it, and why the answers are what they are."""

    constraints: ClassVar[tuple[Constraint, ...]] = (Items("asks", 1),)
    because: Annotated[str, "How the expected answers follow from the document."]
    asks: Annotated[tuple[Expected, ...], "Questions with their answers, figures, audits."]
    clause: Annotated[str, "The clause it is about; that of the file when left out."] = ""
    rows: Annotated[Several[str], "The requirement rows it decides."] = ()
    life: Annotated[Literal["written"] | None, "Replaces parts of the file's life; its events are added."] = None


@construct
class ScenarioFile(Node):
    """One document of a scenario file: scenarios about one plan.

    A life is read against the words of its plan, not by these hints; `written` stands for one.
    """

    constraints: ClassVar[tuple[Constraint, ...]] = (Items("scenarios", 1),)
    plan: Annotated[str, "The id of a plan, or the path of a rule file, from the folder of this file."]
    scenarios: Annotated[Mapping[Name, Scenario], "Scenarios by name."]
    clause: Annotated[str, "The clause of every scenario that names no other."] = ""
    title: Annotated[str, "For people."] = ""
    life: Annotated[Literal["written"] | None, "Parties, grants, facts and events of every scenario."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedScenario:
    """A scenario as loaded: its life is checked, and every expectation has a place."""

    name: str
    plan: str
    """The id or path under which its plan is found."""
    file: str
    clause: str
    because: str
    rows: tuple[str, ...]
    life: Life
    asks: tuple[PlacedAsk, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedAsk:
    """An expectation, where it stands, and where each of its keys does."""

    expected: Expected
    place: Place
    places: Mapping[str, Place]


def exact_number(value: Value) -> int | Fraction | None:
    """A whole or decimal number, or a fraction in text, exactly; None for anything else.

    >>> exact_number("1/3"), exact_number(Decimal("2.0"))
    (Fraction(1, 3), 2)
    """
    return number_in(value) if isinstance(value, str) else exact(value)
