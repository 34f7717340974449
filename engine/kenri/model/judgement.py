"""What an audit says of an act: less than a ruling, which also tells of all other days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kenri.model.cautions import Caution
from kenri.model.days import Day
from kenri.model.life import Fact, Party
from kenri.model.plan import Said
from kenri.model.ruling import Exact, Most, Outcome, Verdict
from kenri.model.turning import Turning


class ActQuestion(NamedTuple):
    """What an act would have asked."""

    action: str
    by: Party
    on: Day
    number: Exact | None
    question: tuple[tuple[str, Fact], ...]
    """Facts besides the number, in the order of their names."""
    chosen: Mapping[str, str]
    """The readings that are chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """A rule that decided about an act; `holds` is whether it applies on the day, None where that is not known."""

    rule: str
    clause: str
    says: Said
    verdict: Verdict
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An act judged on its day. Each part is what the ruling on the same question has under the same name."""

    action: str
    by: str
    on: Day
    number: Exact | None
    outcome: Outcome
    findings: tuple[Decider, ...]
    missing: tuple[str, ...]
    most: Most
    cautions: tuple[Caution, ...]
    turns: Turning[Outcome] | None
    """What the outcome turns on; None when that was not asked."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the deciding rules."""
        return tuple(finding.rule for finding in self.findings)
