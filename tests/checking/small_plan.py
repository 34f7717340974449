"""A plan of a few clauses whose faults are known, for what checks must say of it."""

from __future__ import annotations

from pathlib import Path

from kenri.api import LoadedPlan, load

PLAN = """\
plan: acme/options
extends: vocabulary/equity
zone: UTC
events:
  leaves: {says: The grantee leaves., personal: true}
readings:
  idle:
    question: Does it matter?
    options: {no: it does not, yes: nor does it}
    default: no
    clause: c9
  day-zero:
    question: Is the day of leaving inside the window?
    options: {no: it is not, yes: it is}
    default: no
    clause: c2
terms:
  days: {clause: c2, value: 10}
  period: {clause: c1, first: 2024-01-01, last: 2030-12-31}
dates:
  leaving: {is: {first: {event: leaves, who: grantee}}}
states:
  open:
    is:
      reading: day-zero
      choices: {no: {within: {days: days}, after: leaving}, yes: {within: {days: days}, from: leaving}}
rules:
  in-the-period: {clause: c1, says: Nothing is exercised outside the period., forbid: exercise, unless: period}
  window: {clause: c2, says: A leaver has ten days., permit: exercise, by: grantee, when: open}
  useless: {clause: c3, says: An heir exercises nothing., forbid: exercise, by: heir}
  never-open:
    clause: c4
    says: A leaver may exercise before the period.
    permit: exercise
    by: grantee
    when: {all: [open, {before: 2024-01-01}]}
  idle:
    clause: c9
    says: Nothing comes of this.
    forbid: exercise
    when: {reading: idle, choices: {no: {before: 2020-01-01}, yes: {before: 2020-06-01}}}
claims:
  only-in-the-period: {clause: c1, says: Only in the period., never: {may: exercise}, when: {not: period}}
  not-on-the-tenth-day:
    clause: c2
    says: Nobody exercises on the tenth day.
    never: {may: exercise}
    when: {on: {plus: {days: 10}, to: leaving}}
  somebody-can: {clause: c2, says: Somebody can exercise., possible: {may: exercise}}
  an-heir-can: {clause: c3, says: An heir can exercise., possible: {may: exercise}, by: heir}
"""


def write(folder: Path, text: str = PLAN, name: str = "acme.yaml") -> Path:
    """The rule file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str = PLAN) -> LoadedPlan:
    """The plan, loaded from a file."""
    return load(write(folder, text))
