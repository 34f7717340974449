"""What a check says: proved, refuted with a story, undecided, or not checked, and how far it has looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kenri.model.days import Day
from kenri.model.hours import Second
from kenri.model.life import Fact, Life
from kenri.model.plan import Said
from kenri.model.problems import Place
from kenri.model.ruling import Exact, Outcome
from kenri.model.sentences import Language, Sentence

Status: TypeAlias = Literal["proved", "refuted", "meant", "noted", "undecided", "stopped", "not-checked"]
"""`meant`: refuted, and the plan says that its document means it. `noted`: not so, and no fault by itself. `undecided`:
the steps that were allowed did not do to search the bound. `stopped`: the clock ran out first, which says nothing.
`not-checked`: a construct it cannot express.
"""

Kind: TypeAlias = Literal[
    "reachable", "shadowed", "contradiction", "answered", "dead-zone", "cut-short", "lapse", "reading", "claim"
]
"""What is checked; see `docs/checking.md`."""

Grade: TypeAlias = Literal["good", "finding", "meant", "note", "open"]
"""Whether a reader has something to look at: what fails, what fails and is meant, what is worth knowing, what nobody
could decide.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A life and a question about it, in which something shows; the reference evaluator has given the outcome."""

    plan: str
    life: Life
    grant: str
    """The id of the grant that is asked about; empty where the company asks, or there is none."""
    action: str
    by: str
    """The id of the party who asks."""
    on: Day
    time: Second | None = None
    """The time of that day by the clocks of the plan; None: at any time of it, or it makes no difference."""
    number: Exact | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    """Only the readings chosen otherwise than by default."""
    outcome: Outcome = "unknown"
    otherwise: Outcome | None = None
    """The outcome on the other side: of the other plan, or of the other option of a reading."""

    @property
    def has_several_grants(self) -> bool:
        """Whether it must be told which grant something is about."""
        return len(self.life.grants) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Which lives were looked at: all that keep these bounds, and no others."""

    events: Mapping[str, int]
    """How many times each kind of event occurs at most; a kind that is left out makes no difference."""
    first: Day
    last: Day
    """Days on which events happen and questions are asked, both included."""
    granted_on: Day
    number: Exact
    """How many rights the one grant is of."""
    askers: tuple[str, ...] = ()
    notes: tuple[Sentence, ...] = ()
    """Whatever else narrows the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That the document means one finding: which, the entry of the plan that says so, and the reason."""

    name: str
    kind: Kind
    subject: str
    clause: str
    says: Said
    place: Place | None = None
    is_own: bool = True
    """Whether the plan itself says so, and no family that it extends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one check. `story` shows a refutation, or the case that makes a possibility one."""

    kind: Kind
    subject: str
    """The rule, reading, claim or pair of rules it is about."""
    clause: str
    says: Said
    """What was checked, as a claim."""
    status: Status
    grade: Grade
    story: Story | None = None
    note: Sentence | None = None
    """Why it is undecided or not checked, or what the finding means."""
    mark: Mark | None = None
    """What says that it is meant."""
    seconds: float = 0.0

    def note_text(self, lang: Language = "en") -> str:
        """The note in words; empty where nothing is noted."""
        return "" if self.note is None else self.note.text(lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Everything that was checked of one plan, in the order of its rules, readings and claims."""

    plan: str
    bound: Bound
    results: tuple[Result, ...]
    refused: tuple[Sentence, ...] = ()
    """Constructs that the solver cannot express, each with where it stands."""
    stale: tuple[Mark, ...] = ()
    """Marks of the plan that mark nothing any more."""

    @property
    def findings(self) -> tuple[Result, ...]:
        """What a reader should look at."""
        return tuple(each for each in self.results if each.grade == "finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDifference:
    """What one plan says otherwise than another about an action, in one direction."""

    action: str
    direction: Literal["newly-allowed", "newly-denied"]
    status: Status
    """`proved`: there is no such life and day within the bound; `refuted`: `story` is the smallest found."""
    story: Story | None = None
    rules: tuple[tuple[str, str], ...] = ()
    """The rules that decide the story before and after, each with its clause."""
    note: Sentence | None = None
    seconds: float = 0.0

    def note_text(self, lang: Language = "en") -> str:
        """Why it is undecided or not checked, in words; empty where nothing is noted."""
        return "" if self.note is None else self.note.text(lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComparison:
    """What changes from one plan to another."""

    before: str
    after: str
    bound: Bound
    differences: tuple[PlanDifference, ...]
