"""The contract of `kenri ask --json`: a typed answer, and its JSON Schema.

Programs that read answers can validate them with `Answer.model_validate_json`, and get days and exact numbers back.
pydantic is imported only by those who use this; `kenri.faces.contracts.ruling_data` writes what is described here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    TypeAdapter,
    WithJsonSchema,
)

from kenri.model.cautions import CautionCode
from kenri.model.hours import CLOCK

__all__ = ["Answer", "ForwardAnswer", "answer_schema"]


def _exact(value: object) -> int | Fraction:
    match value:
        case bool():
            raise ValueError("a number is whole, or text such as `1/3`")
        case int() | Fraction():
            return value
        case str():
            return Fraction(value)
        case _:
            raise ValueError("a number is whole, or text such as `1/3`")


def _written(value: int | Fraction) -> int | str:
    return str(value) if isinstance(value, Fraction) else value


Exact = Annotated[
    int | Fraction,
    PlainValidator(_exact),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+/\d+$"}]}),
]
"""An exact number: whole, or a fraction as text."""

Outcome = Literal["allowed", "denied", "unknown"]

Most = Exact | Literal["unlimited", "no-largest", "unknown"]
"""The largest number allowed: there may be no limit, or one that itself is not allowed, or it may not be known."""


def _is_zero(count: int) -> bool:
    """A count of what is left out is there only where something is."""
    return count == 0


def _is_none(value: object) -> bool:
    """An hour is there only where the plan looks at hours."""
    return value is None


Clock = Annotated[str, Field(pattern=rf"^{CLOCK}$")]
"""A time of the day, as `17:00` or `17:00:01`."""


class AnswerPart(BaseModel):
    """Base of the parts of an answer: immutable, and closed to keys that are not described."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _is_empty(several: tuple[Any, ...]) -> bool:
    """What is not known is there only where there is something of it."""
    return not several


class Interval(AnswerPart):
    """Days from `first` to `last`, both included; null where there is no bound."""

    first: date | None
    last: date | None


class DayPart(AnswerPart):
    """A part of a day, from `first` to `last`, both included."""

    first: Clock
    last: Clock


class Ground(AnswerPart):
    """A named date, or the events of a kind, that a fact rests on."""

    name: str
    sort: str
    days: tuple[date, ...]
    events: tuple[str, ...] = Field(description="Ids of the recorded events.")
    left_out: int = Field(
        default=0, exclude_if=_is_zero, description="How many more days there are, farther from the asked one."
    )
    perhaps: tuple[Interval, ...] = Field(
        default=(),
        exclude_if=_is_empty,
        description="Days besides on which there may be one, where it is known that it can be on no other.",
    )
    perhaps_left_out: int = Field(default=0, exclude_if=_is_zero, description="How many more intervals of these.")
    missing: tuple[str, ...] = Field(
        default=(), exclude_if=_is_empty, description="What is missing to know whether and when there is one."
    )


class Fact(AnswerPart):
    """A condition of a rule, whether it held on the day asked about, and when it holds."""

    says: str
    holds: bool | None
    days: tuple[Interval, ...]
    left_out: int = Field(
        default=0, exclude_if=_is_zero, description="How many more intervals there are, farther from the asked day."
    )
    perhaps: tuple[Interval, ...] = Field(
        default=(), exclude_if=_is_empty, description="The days on which it is not known whether it holds."
    )
    perhaps_left_out: int = Field(default=0, exclude_if=_is_zero, description="How many more intervals of these.")
    where: str = Field(description="Where in the rule the condition stands.")
    rests_on: tuple[Ground, ...]


class Caution(AnswerPart):
    """Something that was not looked at and might matter."""

    code: CautionCode
    names: tuple[str, ...] = Field(description="What it is about: grants, events, days, effects, facts.")
    sentence: str


class DecidingRule(AnswerPart):
    """A rule that decided the answer."""

    rule: str
    clause: str
    sentence: str
    verdict: Literal["permit", "forbid", "limit"]
    applies: bool | None = Field(description="Whether it applied on the day; null for unknown.")
    bound: Exact | None = Field(description="The number of a limit; null where it is unknown or there is none.")
    facts: tuple[Fact, ...]


class NumberFrom(AnswerPart):
    """The largest number allowed from a day on."""

    from_: date = Field(alias="from")
    most: Most


class BareWindow(Interval):
    """An interval on which the action is allowed, or may be."""

    opens: Clock | None = Field(
        default=None, exclude_if=_is_none, description="From when on its first day it is open; not there: all day."
    )
    closes: Clock | None = Field(
        default=None, exclude_if=_is_none, description="Until when on its last day, included; not there: all day."
    )
    zone: str | None = Field(default=None, exclude_if=_is_none, description="The zone of the clocks of such hours.")
    status: Literal["allowed", "unknown"]
    most: Most | None = Field(description="The largest number, where it is the same on all days.")
    steps: tuple[NumberFrom, ...] = Field(description="The largest number from day to day, where it changes.")
    left_out: int = Field(
        default=0, exclude_if=_is_zero, description="How many more steps there are, farther from the asked day."
    )


class OtherWindows(AnswerPart):
    """The windows there are when some clauses are read otherwise."""

    readings: dict[str, str] = Field(description="The readings that are changed, each with its option.")
    windows: tuple[BareWindow, ...]


class OtherFigure(AnswerPart):
    """The number, or the day, that a figure is when some clauses are read otherwise."""

    readings: dict[str, str]
    value: Exact | date | None


class OtherOutcome(AnswerPart):
    """The outcome when several clauses are read otherwise, which does not turn on any of them alone."""

    readings: dict[str, str]
    outcome: Outcome


class OtherPart(AnswerPart):
    """What a part of the answer is when some clauses are read otherwise."""

    readings: dict[str, str]
    value: StrictBool | Most | date | dict[str, Exact | None] | None


class Varying(AnswerPart):
    """A part of the answer that turns on readings."""

    what: Literal["most", "least", "lot", "gaps", "balances", "lapsed_on", "next_day", "perhaps_day"]
    settled: bool | None
    ways: tuple[OtherPart, ...]


class Window(BareWindow):
    """A window, and what it turns on."""

    settled: bool | None = Field(description="Whether it is the same under every reading; null: not known.")
    ways: tuple[OtherWindows, ...] = Field(description="The smallest changes of readings that make it another.")


class FigureValue(AnswerPart):
    """Part of what the action brings about."""

    figure: str
    clause: str
    sentence: str
    value: Exact | date | None = Field(description="Its number; of a figure whose unit is `day`, its day.")
    unit: str
    missing: tuple[str, ...]
    settled: bool | None = Field(description="Whether it is the same under every reading; null: not known.")
    ways: tuple[OtherFigure, ...] = Field(description="The smallest changes of readings that make it another.")
    cautions: tuple[Caution, ...]


class Turn(AnswerPart):
    """A reading of a clause on which the outcome turns."""

    reading: str
    clause: str
    question: str
    chosen: str
    outcomes: dict[str, Outcome]


class Missing(AnswerPart):
    """Something nobody supplied, and how to supply it."""

    name: str
    supply: str


class ShareOfGrant(AnswerPart):
    """What one grant adds to a sum over several."""

    grant: str
    adds: Exact | None


class RightsOfEvent(AnswerPart):
    """Rights of one event that stand in a balance; null where it is not known how many."""

    balance: str
    event: str
    number: Exact | None


class SumOverGrants(AnswerPart):
    """A sum over grants that rules or figures come down to, on the day."""

    says: str
    value: Exact | None = Field(description="Null where it is not known.")
    grants: tuple[ShareOfGrant, ...] = Field(description="The grants that add something, or may.")
    nothing: int = Field(description="How many more were looked at, which add nothing.")


class OwedDuty(AnswerPart):
    """One time that somebody must do something, as it stands on the day."""

    duty: str
    clause: str
    sentence: str
    otherwise: str | None = Field(description="What follows where it is not done.")
    of: tuple[str, ...] = Field(description="The actions by which it is done.")
    by: str
    grant: str | None
    event: str | None = Field(description="The event that brings it about.")
    first: date | None
    last: date | None = Field(description="The last day; null where it is not known, or there is none.")
    perhaps: tuple[date | None, date | None] | None = Field(
        description="The days between which it falls due, where that is not known."
    )
    standing: Literal["coming", "open", "done", "not-done", "unknown"]
    done_on: date | None
    missing: tuple[str, ...]


class Answer(AnswerPart):
    """The answer to one question about one grant on one day. Bad input gives problems instead, and exit code 2: see
    `kenri schema problems`.
    """

    plan: str
    action: str
    by: str
    grant: str
    on: date
    time: Clock | None = Field(
        default=None, exclude_if=_is_none, description="The time that was asked about, of a plan that looks at hours."
    )
    hours: DayPart | None = Field(
        default=None, exclude_if=_is_none, description="Between which times of the day the answer is so; else all day."
    )
    zone: str | None = Field(default=None, exclude_if=_is_none, description="The zone of the clocks of such times.")
    known_at: str | None = Field(description="The day or instant up to which records count; null for all.")
    number: Exact | None
    counts: str = Field(description="What numbers count: rights, shares.")
    outcome: Outcome
    rules: tuple[DecidingRule, ...]
    to_change: tuple[str, ...] = Field(description="For a denial: what would have to change, in words.")
    window: Window | None = Field(description="The window the day is in.")
    windows: tuple[Window, ...]
    elsewhere: tuple[OtherWindows, ...] = Field(description="Windows that there are under other readings only.")
    elsewhere_left_out: int = Field(
        default=0, exclude_if=_is_zero, description="How many more places there are of such windows, farther away."
    )
    windows_left_out: int = Field(
        default=0, exclude_if=_is_zero, description="How many more windows there are, farther from the asked day."
    )
    next_day: date | None = Field(description="The first later day on which it is surely allowed; null: there is none.")
    perhaps_day: date | None = Field(
        description="The first later day, before `next_day` if there is one, on which that is not known."
    )
    perhaps_missing: tuple[Missing, ...] = Field(description="What is missing to decide that day.")
    most: Most = Field(description="The largest number allowed on the day, 0 where none is.")
    least: Exact | Literal["no-least", "unknown"] | None = Field(
        description="The least number allowed; null where they go down to zero, or no number is allowed."
    )
    lot: Exact | Literal["unknown"] | None = Field(
        description="What all numbers allowed are whole multiples of; null where parts are allowed."
    )
    gaps: bool | None = Field(
        description="Whether some of these numbers between `least` and `most` are not allowed; null where not known."
    )
    figures: tuple[FigureValue, ...]
    turns_on: tuple[Turn, ...]
    together: tuple[OtherOutcome, ...]
    varies: tuple[Varying, ...] = Field(description="What turns on readings besides outcome, figures and windows.")
    settled: bool | None = Field(
        description="Whether the outcome, the numbers, the figures and the balances are the same under every"
        " combination of readings; null where nobody asked, or not all were looked at."
    )
    beyond: int | None = Field(description="How many combinations were looked at, where there are more.")
    readings: dict[str, str]
    missing: tuple[Missing, ...]
    balances: dict[str, Exact | None]
    of_events: tuple[RightsOfEvent, ...] = Field(
        description="What of the balances is of which event, where the rights of each event stand apart."
    )
    lapsed_on: date | None
    sums: tuple[SumOverGrants, ...]
    duties: tuple[OwedDuty, ...] = Field(description="What the asker must do by this action and has not done.")
    cautions: tuple[Caution, ...]
    not_answered: tuple[str, ...] = Field(description="Keys whose value says nothing, because that was not asked for.")


class ForwardRule(AnswerPart):
    """A rule that decided an answer by forward chaining."""

    rule: str
    clause: str
    sentence: str


class ForwardAnswer(AnswerPart):
    """The answer of `kenri ask --engine forward`: less of one, and which rule fired when."""

    engine: Literal["forward"]
    outcome: Outcome
    rules: tuple[ForwardRule, ...]
    most: Most
    missing: tuple[str, ...]
    balances: dict[str, Exact | None]
    not_answered: tuple[str, ...] = Field(description="The keys of an answer that forward chaining does not give.")
    trace: tuple[dict[str, Any], ...] = Field(description="The rules in the order in which they fired.")


def answer_schema() -> dict[str, Any]:
    """The JSON Schema of an answer, of the reference or of forward chaining."""
    either: TypeAdapter[Answer | ForwardAnswer] = TypeAdapter(Answer | ForwardAnswer)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **either.json_schema()}
