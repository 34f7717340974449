"""The contract of `kenri ask --json`: a typed answer, and its JSON Schema.

Programs that read answers can validate them with `Answer.model_validate_json`, and get days and exact numbers back.
pydantic is imported only by those who use this; `kenri.faces.ruling_data` writes what is described here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema

__all__ = ["Answer", "answer_schema"]


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


class Part(BaseModel):
    """Base of the parts of an answer: immutable, and closed to keys that are not described."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Interval(Part):
    """Days from `first` to `last`, both included; null where there is no bound."""

    first: date | None
    last: date | None


class Ground(Part):
    """A named date, or the events of a kind, that a fact rests on."""

    name: str
    sort: str
    days: tuple[date, ...]
    events: tuple[str, ...] = Field(description="Ids of the recorded events.")


class Fact(Part):
    """A condition of a rule, whether it held on the day asked about, and when it holds."""

    says: str
    holds: bool | None
    days: tuple[Interval, ...]
    where: str = Field(description="Where in the rule the condition stands.")
    rests_on: tuple[Ground, ...]


class DecidingRule(Part):
    """A rule that decided the answer."""

    rule: str
    clause: str
    sentence: str
    verdict: Literal["permit", "forbid", "limit"]
    applies: bool | None = Field(description="Whether it applied on the day; null for unknown.")
    bound: Exact | None = Field(description="The number of a limit; null where it is unknown or there is none.")
    facts: tuple[Fact, ...]


class NumberFrom(Part):
    """The largest number allowed from a day on."""

    from_: date = Field(alias="from")
    most: Exact | None


class Window(Interval):
    """An interval on which the action is allowed, or may be."""

    status: Literal["allowed", "unknown"]
    most: Exact | None = Field(description="The largest number, where it is the same on all days.")
    steps: tuple[NumberFrom, ...] = Field(description="The largest number from day to day, where it changes.")


class Figure(Part):
    """Part of what the action brings about."""

    figure: str
    clause: str
    sentence: str
    value: Exact | None
    unit: str
    missing: tuple[str, ...]


class Turn(Part):
    """A reading of a clause on which the outcome turns."""

    reading: str
    clause: str
    question: str
    chosen: str
    outcomes: dict[str, Outcome]


class Missing(Part):
    """Something nobody supplied, and how to supply it."""

    name: str
    supply: str


class Answer(Part):
    """The answer to one question about one grant on one day. Bad input gives problems instead, and exit code 2: see
    `kenri schema problems`.
    """

    plan: str
    action: str
    by: str
    grant: str
    on: date
    known_at: str | None = Field(description="The day or instant up to which records count; null for all.")
    number: Exact | None
    counts: str = Field(description="What numbers count: rights, shares.")
    outcome: Outcome
    rules: tuple[DecidingRule, ...]
    to_change: tuple[str, ...] = Field(description="For a denial: what would have to change, in words.")
    window: Window | None = Field(description="The window the day is in.")
    windows: tuple[Window, ...]
    next_day: date | None = Field(description="The next day on which it is allowed.")
    most: Exact | None = Field(description="The largest number allowed on the day; null: no limit, or unknown.")
    least: Exact | None
    lot: Exact | None
    figures: tuple[Figure, ...]
    turns_on: tuple[Turn, ...]
    settled: bool | None = Field(
        description="Whether the outcome is the same under every combination of readings; null where nobody asked."
    )
    readings: dict[str, str]
    missing: tuple[Missing, ...]
    balances: dict[str, Exact | None]
    lapsed_on: date | None


def answer_schema() -> dict[str, Any]:
    """The JSON Schema of an answer."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Answer.model_json_schema()}
