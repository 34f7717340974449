"""A question about one grant in one life, every part of it checked: made once, and answered by any evaluator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar

from kenri.loader.values import shown
from kenri.model.cautions import Caution, together
from kenri.model.days import Day
from kenri.model.hours import Second
from kenri.model.life import Grant, Instant, Life, Party, other_grants
from kenri.model.problems import nearest, refused
from kenri.model.ruling import Exact, FigureValue, Ruling, Window
from kenri.model.sentences import Sentence
from kenri.model.turning import Turning
from kenri.reference.court import Court, Facts
from kenri.reference.standing import OneDay, Standing

if TYPE_CHECKING:
    from kenri.asking.askable import AskablePlan
    from kenri.compiled.shape import LookedAt, Shaped

Answer = TypeVar("Answer", Ruling, FigureValue)

LifeSource: TypeAlias = Life | Mapping[str, Any] | Path | str
"""A life, data shaped like a life file, or the path of one."""

Number: TypeAlias = int | Fraction | Decimal | str
"""How many rights, as somebody may write it: `5`, `Fraction(1, 2)`, `"1/2"`."""


class QuestionOptions(TypedDict, total=False):
    """What a question may say besides the action and the day; what it leaves out is as by default."""

    rights: Number | None
    """How many; without it the question is about any number, and the answer says how many at most."""
    by: str | None
    """Who asks: a party of the life, or a role; the grantee by default."""
    grant: str | None
    """Which grant; needed where the life has several."""
    known_at: datetime | date | str | None
    """What was recorded later is left out; a day stands for its end."""
    readings: Mapping[str, str] | None
    """How clauses are read; the plan's own choice for those that are not named."""
    facts: Mapping[str, Any] | None
    """What a question may supply about the action."""


def must_be_options(given: Iterable[str]) -> None:
    """Raise `TypeError`, as Python does for a keyword that nobody takes, for what is no option of a question."""
    for name in given:
        if name not in QuestionOptions.__annotations__:
            near = nearest(name, QuestionOptions.__annotations__)
            meant = "" if near is None else f", and {near!r} is near"
            raise TypeError(
                f"a question has the options {', '.join(QuestionOptions.__annotations__)}; {name!r} is none{meant}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question whose every part means something."""

    plan: AskablePlan
    """As known at the instant asked about."""
    life: Life
    """All that is recorded, whenever it was."""
    known: Life
    """The life as known at the instant."""
    grant: Grant
    asker: Party
    action: str
    """Empty for a question that is about no action."""
    day: Day | None
    """None for a question about every day."""
    time: Second | None
    """The time of the day that is asked about, where it is told and the plan looks at hours."""
    number: Exact | None
    facts: Facts
    chosen: Mapping[str, str]
    """The readings that the question chooses."""
    instant: Instant | None
    """Up to which things are known; None for all that is recorded."""
    hours: tuple[Caution, ...]
    """That the hour of an instant was not looked at."""

    @property
    def timed(self) -> AskablePlan:
        """The plan as looked at at the time of the day that is asked about."""
        return self.plan.at(self.time)

    @property
    def court(self) -> Court:
        """Where the reference answers it."""
        return self.timed.court(self.life, self.grant.id, self.instant)

    @property
    def on(self) -> Day:
        """The day, of a question about one. Raises `ProblemsError` for one that names none."""
        if self.day is None:
            raise refused(Sentence("not-day-nor-instant", found=shown(None)))
        return self.day

    @property
    def readings(self) -> dict[str, str]:
        """Every reading of the plan, as chosen or by default."""
        return {**self.plan.default_readings, **self.chosen}

    @property
    def asked(self) -> dict[str, Any]:
        """The facts of the question with its number, as expressions may look at them."""
        return {**dict(self.facts), **({} if self.number is None else {"number": self.number})}

    @property
    def is_plain(self) -> bool:
        """Whether the record gives no cause for a caution: no hours, and no other grant that may matter."""
        return is_plain(self.known, self.grant, self.asker)

    def shaped(self, looked_at: LookedAt) -> Shaped:
        """Its shape, of a question about a day, and the values that it leaves open; `looked_at` is by its plan.

        Raises `UnshapedError`.
        """
        from kenri.compiled.shape import shaped

        return shaped(
            self.known,
            self.grant,
            self.action,
            self.asker,
            self.on,
            number=self.number,
            asked=dict(self.facts),
            readings=self.readings,
            looked_at=looked_at,
        )

    @property
    def standing(self) -> Standing:
        """How the action stands for the asker on every day."""
        return self.court.standing(self.action, self.asker, self.readings, self.facts, self.number)

    @property
    def on_its_day(self) -> Standing:
        """The same on the day that is asked about alone."""
        return self.court.standing(self.action, self.asker, self.readings, self.facts, self.number, sort=OneDay)

    @property
    def windows(self) -> tuple[Window, ...]:
        """Every interval on which the action is allowed, or may be, as clauses are read."""
        return self.court.windows(self.standing, self.number)

    @property
    def turned_windows(self) -> tuple[tuple[Window, ...], tuple[Turning[tuple[Window, ...]], ...]]:
        """The windows, each with what it turns on; and those there are under other readings only."""
        return self.court.turned_windows(self.action, self.asker, self.readings, self.facts, self.number)

    def with_hours(self, answer: Answer) -> Answer:
        """An answer that also says that the hour of an instant was not looked at."""
        return replace(answer, cautions=together(answer.cautions, self.hours)) if self.hours else answer


def is_plain(life: Life, grant: Grant, asker: Party) -> bool:
    """Whether a life as known gives no cause for a caution: no hours, and no other grant that may matter."""
    if grant.has_hour or any(event.has_hour for event in life.events):
        return False
    return len(life.grants) == 1 or not other_grants(life, grant, asker)
