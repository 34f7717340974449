"""What a played life is made of: a step for each recording, with what changed, and the answers it put in doubt.

Days are ordinals (`date`, `first_date` and `last_date` are the same as dates) and both bounds are included; a bound
that is None is without beginning or end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from kenri.model.cautions import Caution, together, without_hours_of
from kenri.model.dated import OnDay, OverDays
from kenri.model.days import Day
from kenri.model.duty import OwedDuty
from kenri.model.hours import Second
from kenri.model.life import Event, Instant, Life
from kenri.model.plan import Said
from kenri.model.ruling import Exact, Most, Outcome, Ruling, Window

Change: TypeAlias = Literal["opened", "closed", "cut", "extended", "moved", "changed"]
"""What became of a window: `changed` is its number, or whether it is known; its days are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The windows of one action, party and grant, as known at a time; `grant` is empty in a life without one."""

    action: str
    by: str
    grant: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StateSpan(OverDays):
    """Days on which a named state of the plan surely holds; `grant` is empty where it is the same for all."""

    state: str
    clause: str
    says: Said
    grant: str
    first: Day | None
    last: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChange:
    """A window as it was known before and as it is known now: `before` is None for one that opened."""

    action: str
    by: str
    grant: str
    how: Change
    before: Window | None
    after: Window | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Moved(OnDay):
    """Rights that move between balances on a day, as far as is known; `event` is empty where no event moves them.

    `to` is empty for a scaling, whose `number` is added to what stands in `from_`. None is a number that is not known.
    """

    grant: str
    day: Day
    effect: str
    clause: str
    says: Said
    event: str
    from_: str
    to: str
    number: Exact | None
    asked: Exact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAct:
    """A recorded act and the ruling on it, as if it were only asked about at its place in the record."""

    event: Event
    grant: str
    ruling: Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRevised:
    """An act recorded earlier whose ruling is another one now: another outcome, or other figures."""

    event: Event
    grant: str
    then: Ruling
    now: Ruling


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DaysRevised(OverDays):
    """Days gone by on which another answer was given than is right by what is known now.

    `most_then` and `most_now` are the largest numbers allowed. `figures_then` and
    `figures_now` are the figures for a number of one that are not the same, where it was allowed and is.
    """

    action: str
    by: str
    grant: str
    first: Day
    last: Day
    then: Outcome
    now: Outcome
    most_then: Most
    most_now: Most
    figures_then: Mapping[str, Exact | date | None]
    figures_now: Mapping[str, Exact | date | None]


Revised: TypeAlias = ActRevised | DaysRevised


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Deadline(OnDay):
    """The next last day of a window, as known: `most` is the largest number allowed on it."""

    day: Day
    action: str
    by: str
    grant: str
    most: Most
    closes: Second | None = None
    """The last second of the day that is in the window; None for all day."""
    zone: str = ""
    """The zone of the clock, where the window ends within its day."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Step(OnDay):
    """One recording and what it changed.

    A recording is an event, or an amendment of the plan that became known; the other one is then None or empty.
    """

    event: Event | None
    amendment: str
    day: Day
    """The day of the answers below: when the event takes effect, or when it became known if that was later."""
    known_at: Instant
    states_began: tuple[StateSpan, ...]
    """States that begin on a day on which they were not known to begin."""
    states_ended: tuple[StateSpan, ...]
    """States whose beginning was known, and that end on another day than was known."""
    states_withdrawn: tuple[StateSpan, ...]
    """States as they were known, whose beginning, or whose end, was taken back."""
    windows_before: tuple[Track, ...]
    windows_after: tuple[Track, ...]
    windows_changed: tuple[WindowChange, ...]
    movements: tuple[Moved, ...]
    """Movements that were not known before: past ones, and coming ones if nothing else happens."""
    movements_withdrawn: tuple[Moved, ...]
    """Movements that were expected and do not come."""
    acts: tuple[JudgedAct, ...]
    """The recorded event itself, where it is an act, or the act that stands again by it: one for each grant."""
    rulings: tuple[Ruling, ...]
    """The answers on the day, for each action, party and grant with a window that changed, or that is not over."""
    next_deadline: Deadline | None
    duties: tuple[OwedDuty, ...]
    """What must be done, as it stands on the day, of which the recording made something else: it brought it about, or
    showed that it was done, or moved its last day."""
    duties_withdrawn: tuple[OwedDuty, ...]
    """What was owed and is not any more."""
    reconsider: tuple[Revised, ...]
    """Answers given earlier that are wrong by what is known now."""
    recorded: Callable[[], Life] = field(compare=False, repr=False)
    """Tells `life`."""

    @property
    def life(self) -> Life:
        """All that is recorded up to here, corrections with what they correct; put together each time."""
        return self.recorded()

    @property
    def id(self) -> str:
        """The id of the event, or the name of the amendment."""
        return self.event.id if self.event is not None else self.amendment


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A life played in the order in which it was recorded; iterating gives its steps."""

    plan: str
    opening: tuple[Track, ...]
    """The windows before anything is recorded."""
    steps: tuple[Step, ...]
    tracks: tuple[Track, ...]
    """The windows in the end."""
    balances: Mapping[str, Mapping[str, Exact | None]]
    """By grant, where the rights stand in the end, after all that is known to come."""
    life: Life = field(compare=False, repr=False)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What the answers did not look at and might turn on: those of acts, of rulings, and of windows in the end."""
        rulings = (each for step in self for each in (*(act.ruling for act in step.acts), *step.rulings))
        windows = (window for track in self.tracks for window in track.windows)
        cautions = together(*(each.cautions for each in rulings), *(each.cautions for each in windows))
        acts = (act for step in self for act in step.acts if act.ruling.plan.time is not None)
        timed = {act.event.id for act in acts if act.event.time is not None}
        return without_hours_of(timed, cautions)

    @property
    def reconsider(self) -> tuple[Revised, ...]:
        """Every answer that turned out wrong, in the order in which that was learned."""
        return tuple(each for step in self.steps for each in step.reconsider)
