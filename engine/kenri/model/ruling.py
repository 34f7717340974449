"""The answer to a question: what may be done, why, until when, how many, at what cost, and what it turns on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeAlias, TypeVar

from kenri.model.cautions import Caution
from kenri.model.dated import OverDays
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet, as_date, iso
from kenri.model.duty import OwedDuty
from kenri.model.hours import Hours, Second, clock
from kenri.model.later import Later
from kenri.model.plan import Plan, Said
from kenri.model.showing import drawn
from kenri.model.turning import Turning, Way

T = TypeVar("T")

Outcome: TypeAlias = Literal["allowed", "denied", "unknown"]

BEST: tuple[Outcome, ...] = ("allowed", "unknown", "denied")
"""The outcomes, the best of which is what is said of a day on which they follow each other."""


def best(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome of a day, of those at its times."""
    return min(outcomes, key=BEST.index)


def best_of(several: Iterable[T], outcome: Callable[[T], Outcome]) -> T:
    """What is said of a day, of what is said at its times: the first whose outcome is the best."""
    return min(several, key=lambda each: BEST.index(outcome(each)))


Exact: TypeAlias = int | Fraction

Most: TypeAlias = Exact | Literal["unlimited", "no-largest", "unknown"]
"""The largest number allowed, zero where none is; or a word: there is no limit, there is no largest number though
there is a limit (any less than four is allowed, where parts are), or it is not known."""

Least: TypeAlias = Exact | Literal["no-least", "unknown"] | None
"""The least number allowed; None where there is none: no number is allowed, or they go down to zero. Or a word: there
is no least number though there is a limit (any more than three is allowed, where parts are), or it is not known."""

Lot: TypeAlias = Exact | Literal["unknown"] | None
"""What every number allowed is a whole multiple of; None where parts are allowed."""

Verdict: TypeAlias = Literal["permit", "forbid", "limit"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ground:
    """The days behind a fact: those of a named date, or of the events of a kind, with the ids of the events.

    `perhaps` are days besides on which there may be one, where not every day can be; `missing` names what would settle
    that.
    """

    name: str
    sort: Literal["date", "event"]
    days: tuple[Day, ...]
    events: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    perhaps: DaySet = field(default=DaySet.never())

    def __repr__(self) -> str:
        perhaps = f", perhaps {self.perhaps!r}" if self.perhaps else ""
        return f"Ground({self.name}: {', '.join(map(iso, self.days)) or 'no day'}{perhaps})"

    @property
    def dates(self) -> tuple[datetime.date, ...]:
        """The days as dates."""
        return tuple(map(datetime.date.fromordinal, self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantShare:
    """What a grant adds to a sum over grants on the asked day; None where that is not known."""

    grant: str
    number: Exact | Literal["unlimited"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantsSum:
    """A sum over grants as it stands on the asked day: the grants that it looked at, in the order of grant."""

    expression: Any
    """The construct that goes over the grants, as it stands in the plan."""
    value: Exact | Literal["unlimited"] | None
    shares: tuple[GrantShare, ...] = ()
    """Those that add something, or of which it is not known."""
    nothing: int = 0
    """How many others were looked at that add nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One fact that a rule turned on: an expression of the rule, whether it held on the day, and the days it holds."""

    expression: Any
    """A condition of the rule language, as it stands in the rule."""
    holds: bool | None
    days: DaySet
    path: tuple[str | int, ...] = ()
    """Where in the rule it stands."""
    grounds: tuple[Ground, ...] = ()
    """The named dates and the events it rests on, directly or through other names; events that there are none of are
    left out."""
    perhaps: DaySet = field(default=DaySet.never())
    """The days on which it is not known whether it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Later):
    """A rule that decided the question, and how: `holds` is whether it applied on the day (None: unknown)."""

    rule: str
    clause: str
    says: Said
    verdict: Verdict
    holds: bool | None
    because: tuple[Because, ...] = ()
    bound: Exact | None = None
    """For a limit: the number it allows at most (or at least, or in lots of)."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Window(OverDays, Later):
    """An interval of days, both included, on which the action is allowed (or `unknown`: may be).

    `last` is None when no end is known to it. `most` is the largest number allowed on its days when it is the same on
    all of them; where it changes `most` is None and `steps` gives it from day to day.
    """

    first: Day | None
    last: Day | None
    status: Literal["allowed", "unknown"]
    most: Most | None = None
    steps: tuple[tuple[Day, Most], ...] = ()
    opens: Second | None = None
    """The first second of its first day that is in it, by the clocks of the plan; None for the whole day."""
    closes: Second | None = None
    """The last second of its last day that is in it."""
    zone: str = ""
    """The zone of the clocks, where it begins or ends within a day."""
    cautions: tuple[Caution, ...] = ()
    """What was not looked at and might matter: the same for all windows of one question."""
    turns: Turning[tuple[Window, ...]] | None = field(default=None, hash=False)
    """What its days and numbers turn on: each way with the windows that share days with it then; None when that was
    not asked."""

    def __repr__(self) -> str:
        first, last = (iso(day) if day is not None else "" for day in (self.first, self.last))
        first += "" if self.opens is None else f" {clock(self.opens)}"
        last += "" if self.closes is None else f" {clock(self.closes)}"
        steps = ", ".join(f"{most} from {iso(day)}" for day, most in self.steps)
        return f"Window({first}..{last}, {self.status}, most {steps or self.most})"

    @property
    def numbers(self) -> tuple[Most, ...]:
        """The largest number of each stretch of its days."""
        return tuple(most for _, most in self.steps) if self.most is None else (self.most,)

    @property
    def days(self) -> tuple[Day, Day]:
        """Its days, from the first until the day after the last: the ends of the calendar where there is no bound."""
        return FIRST_DAY if self.first is None else self.first, NEVER if self.last is None else self.last + 1

    def holds_on(self, day: Day) -> bool:
        """Whether a day is in the window."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def _repr_svg_(self) -> str | None:
        return drawn(self)


class Windows(tuple[Window, ...]):
    """Windows in the order of days: a tuple that is drawn in a notebook."""

    __slots__ = ()

    def _repr_svg_(self) -> str | None:
        return drawn(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue(Later):
    """A figure of the plan: its number, or its day, or the names of what is missing to compute it."""

    name: str
    clause: str
    says: Said
    value: Exact | None
    day: date | None = None
    unit: str = ""
    missing: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    """What was not looked at and might matter."""
    sums: tuple[GrantsSum, ...] = ()
    """The sums over grants that it comes down to."""
    turns: Turning[Exact | date | None] | None = field(default=None, hash=False)
    """What its number or its day turns on (of a ruling: among those with the same outcome); None when that was not
    asked."""

    @property
    def shown(self) -> Exact | date | None:
        """Its number, or its day."""
        return self.value if self.day is None else self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A reading the outcome turns on: the outcome for each of its options, all other readings as they were chosen."""

    reading: str
    clause: str
    question: Said
    chosen: str
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsOfEvent:
    """Rights of one event that stand in a balance; None where it is not known how many."""

    balance: str
    event: str
    """The id of the event that brought them there."""
    number: Exact | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ruling(Later):
    """The answer to one question about one grant on one day.

    Its days are ordinals, as within the engine; `date`, `next_date` and others are the same days as dates.
    """

    plan: Plan
    """The plan it was judged by: with the amendments that were known."""
    action: str
    by: str
    grant: str
    on: Day
    number: Exact | None
    outcome: Outcome
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    window: Window | None
    windows: tuple[Window, ...]
    """All of them, in the order of days (`Windows`)."""
    next_day: Day | None
    """The first later day on which it is surely allowed."""
    most: Most
    least: Least
    lot: Lot
    figures: tuple[FigureValue, ...]
    turns_on: tuple[Turn, ...]
    is_settled: bool | None
    """Whether the outcome, the numbers allowed, the figures and the balances of the day are the same under every
    combination of readings; None when that was not asked, or not all could be looked at (see `beyond`).
    """
    balances: Mapping[str, Exact | None]
    lapsed_on: Day | None
    """The day from which the rights can never be exercised again, if that day is not after the asked one."""
    readings: Mapping[str, str]
    counts: str = "rights"
    has_gaps: bool | None = False
    """Whether some numbers between `least` and `most` are not allowed, whole multiples of `lot` though they are; None
    where that is not known."""
    perhaps_day: Day | None = None
    """The first later day, before `next_day` if there is one, on which it is not known whether it is allowed."""
    perhaps_missing: tuple[str, ...] = ()
    """What is missing to decide that day."""
    time: Second | None = None
    """The time of the day that was asked about, by the clocks of the plan, where the plan looks at hours."""
    hours: Hours | None = None
    """The first and the last second of the day between which the outcome and the numbers are so; None for all day."""
    cautions: tuple[Caution, ...] = ()
    """What was not looked at and might matter, as clauses are read here."""
    of_events: tuple[RightsOfEvent, ...] = ()
    """What of the balances is of which event, where the rights of each event stand apart: requests that are open."""
    sums: tuple[GrantsSum, ...] = ()
    """The sums over grants that the rules about the action and its figures come down to."""
    duties: tuple[OwedDuty, ...] = ()
    """What the asker must do by this action and has not done by the day: to come, open, too late, or perhaps so."""
    turning: Mapping[str, Turning[Any]] = field(default_factory=dict)
    """What each part turns on: `outcome`; `most`, `least`, `lot` and `gaps`, among rulings with the same outcome (and
    not of a denial that is none under other readings); `balances`, all together; `lapsed_on`; `next_day` and
    `perhaps_day`. Empty when that was not asked. What figures and windows turn on stands with them.
    """
    elsewhere: tuple[Turning[tuple[Window, ...]], ...] = ()
    """The windows there are under other readings, and that share no day with any of `windows`, place by place."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", Windows(self.windows))

    def _repr_html_(self) -> str | None:
        return drawn(self)

    def __repr__(self) -> str:
        many = f" {self.number}" if self.number is not None else ""
        days = (("next", self.next_day), ("perhaps", self.perhaps_day), ("lapsed", self.lapsed_on))
        told = "".join(f", {name} {iso(day)}" for name, day in days if day is not None)
        window = f", {self.window!r}" if self.window is not None else ""
        missing = f", missing {', '.join(self.missing)}" if self.missing else ""
        question = f"{self.action}{many} on {iso(self.on)} by {self.by}"
        return f"Ruling({self.outcome}: {question}, most {self.most}{window}{told}{missing}, rules {self.rules})"

    @property
    def date(self) -> datetime.date:
        """The asked day as a date."""
        return datetime.date.fromordinal(self.on)

    @property
    def next_date(self) -> datetime.date | None:
        """The first later day on which it is surely allowed, as a date."""
        return as_date(self.next_day)

    @property
    def perhaps_date(self) -> datetime.date | None:
        """The first later day before that on which it may be allowed, as a date."""
        return as_date(self.perhaps_day)

    @property
    def last_date(self) -> datetime.date | None:
        """The last day of the window the asked day is in, as a date."""
        return as_date(self.last_day)

    @property
    def lapsed_date(self) -> datetime.date | None:
        """The day from which the rights can never be exercised again, as a date."""
        return as_date(self.lapsed_on)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the deciding rules."""
        return tuple(finding.rule for finding in self.findings)

    @property
    def together(self) -> tuple[Way[Outcome], ...]:
        """The changes of several readings that give another outcome, and do nothing one by one."""
        return self.turning["outcome"].together if "outcome" in self.turning else ()

    @property
    def beyond(self) -> int | None:
        """How many combinations of readings were looked at, where there are more that were not."""
        figures = (figure.turns for figure in self.figures)
        windows = (window.turns for window in self.windows)
        turnings = [*self.turning.values(), *figures, *windows, *self.elsewhere]
        return next((turning.beyond for turning in turnings if turning is not None and turning.beyond), None)

    @property
    def last_day(self) -> Day | None:
        """The last day of the window the asked day is in."""
        return self.window.last if self.window is not None else None
