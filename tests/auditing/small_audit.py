"""A plan and a year of its holders: of one it was known late that he had left, of another the day was wrong at first,
and there are a cancellation, an heir, a split, an acquisition, and an offence that the board has not decided about.

Clause 2: nobody exercises when thirty days have gone by after leaving, and what is left lapses then; whether the day of
leaving is counted is a reading. Cat left on 1 February as was recorded first, and on 1 May as was recorded on 1 June.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kenri.api import LoadedPlan, load
from kenri.model.days import Day
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant, Life

PLAN = """\
plan: acme/options
extends: vocabulary/equity
title: Options of Acme
balances:
  cancelled: {lapse: true, says: cancelled}
  acquired: {says: acquired by the company}
  forfeited: {lapse: true, says: forfeited}
events:
  leaves: {personal: true, says: Somebody leaves.}
  cancels: {personal: true, says: Rights are cancelled., attributes: {rights: number}}
  acquires: {says: The company acquires rights., attributes: {rights: number}}
  offends: {personal: true, says: Somebody breaks the rules.}
  splits: {says: Each share is split., attributes: {ratio: ratio}}
readings:
  days: {question: Is the day of leaving counted?, clause: "2", options: {no: No., yes: Yes.}, default: no}
terms:
  penalty: {unknown: The board decides how many are forfeited., type: number, clause: "5"}
  barred: {unknown: The board decides whether who offended may exercise., type: flag, clause: "5"}
dates:
  over:
    clause: "2"
    is: {reading: days, choices: {no: {plus: {days: 31}, to: {event: leaves, who: grantee}}, yes: {plus: {days: 30}, to: {event: leaves, who: grantee}}}}
rules:
  holder: {clause: "1", says: Holders and their heirs may exercise., permit: exercise, by: [grantee, heir]}
  after-leaving: {clause: "2", says: Not when thirty days have gone by after leaving., forbid: exercise, when: {from: over}}
  offenders: {clause: "5", says: Not who is barred after an offence., forbid: exercise, when: {all: [{from: {event: offends, who: grantee}}, barred]}}
effects:
  lapse: {clause: "2", says: What is left lapses thirty days after leaving., on: {start_of: {from: over}}, moves: all, to: extinguished}
  cancel: {clause: "3", says: Rights are cancelled., on: {event: cancels}, moves: {of_event: rights}, to: cancelled}
  acquire: {clause: "3", says: The company acquires rights., on: {event: acquires}, moves: {of_event: rights}, to: acquired}
  split: {clause: "4", says: A split changes the number of rights., on: {event: splits}, scales: {of_event: ratio}}
  forfeit: {clause: "5", says: Who offends forfeits what the board decides., on: {event: offends, who: grantee}, moves: penalty, to: forfeited}
"""  # noqa: E501  # one entry on one line
LIFE = """\
parties:
  ann: {role: grantee}
  bob: {role: grantee}
  cat: {role: grantee}
  dan: {role: grantee}
  eve: {role: grantee}
  fay: {role: heir}
  gus: {role: grantee}
grants:
  - {id: a1, grantee: ann, on: 2024-01-01, number: 100}
  - {id: a2, grantee: ann, on: 2025-02-01, number: 50}
  - {id: b1, grantee: bob, on: 2024-01-01, number: 100}
  - {id: c1, grantee: cat, on: 2024-01-01, number: 40}
  - {id: d1, grantee: dan, on: 2024-01-01, number: 60}
  - {id: e1, grantee: eve, on: 2024-01-01, number: 30}
  - {id: g1, grantee: gus, on: 2024-01-01, number: 70}
events:
  - {id: ann-ex, event: exercises, who: ann, grant: a1, on: 2025-02-10, rights: 10}
  - {id: bob-left, event: leaves, who: bob, on: 2025-03-01, recorded: 2025-05-01}
  - {id: bob-ex-1, event: exercises, who: bob, grant: b1, on: 2025-03-20, rights: 5}
  - {id: bob-ex-2, event: exercises, who: bob, grant: b1, on: 2025-04-15, rights: 20}
  - {id: cat-left, event: leaves, who: cat, on: 2025-02-01}
  - {id: cat-ex, event: exercises, who: cat, grant: c1, on: 2025-03-10, rights: 8}
  - {id: cat-left-2, corrects: cat-left, event: leaves, who: cat, on: 2025-05-01, recorded: 2025-06-01}
  - {id: dan-cancel, event: cancels, who: dan, grant: d1, on: 2025-03-15, rights: 15}
  - {id: dan-ex, event: exercises, who: dan, grant: d1, on: 2025-04-01, rights: 50}
  - {id: eve-died, event: dies, who: eve, on: 2025-02-20}
  - {id: fay-ex, event: exercises, who: fay, grant: e1, on: 2025-03-05, rights: 12}
  - {id: gus-off, event: offends, who: gus, on: 2025-03-01}
  - {id: gus-ex, event: exercises, who: gus, grant: g1, on: 2025-03-02, rights: 5}
  - {id: the-split, event: splits, on: 2025-07-01, ratio: 2}
  - {id: ann-acq, event: acquires, grant: a2, on: 2025-08-01, rights: 10}
"""


@cache
def options() -> LoadedPlan:
    """The plan."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "options.yaml")
        path.write_text(PLAN, encoding="utf-8")
        return load(str(path))


@dataclass(frozen=True)
class OneVersion:
    """A plan that was always the same."""

    plan: LoadedPlan
    recordings: tuple[KnownRecord, ...] = ()

    def on(self, day: Day, instant: Instant | None = None) -> LoadedPlan:  # it is always the same
        return self.plan


@dataclass(frozen=True)
class OneLife:
    """A life that was always known to be what it is, but for its events."""

    of: Life
    holder: str = ""
    permitted: int | None = None

    def life(self, plan: Any, day: Day, instant: Instant | None = None) -> Life:  # likewise
        return self.of

    def recordings(self, plan: Any) -> Iterator[KnownRecord]:  # its events are named by what they are
        for number, event in enumerate(self.of.events, 1):
            yield KnownRecord(sequence=number, kind="event", key=event.id, known=event.recorded)


def kept(data: Mapping[str, Any] | None = None) -> OneLife:
    """The year, or another life of the plan."""
    from kenri.loader.lives import life_in
    from kenri.loader.tree import read
    from kenri.model.problems import Report

    if data is not None:
        return OneLife(options().life(data))
    report = Report()
    (tree,) = read("life.yaml", LIFE, report=report)
    life = life_in(tree, (), options().plan, report, options().other_plan)
    report.raise_if_any()
    return OneLife(life)
