"""What an expression rests on: the named dates and the events that it comes down to, with their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from kenri.model.days import ALWAYS, DaySet
from kenri.model.expressions import ConditionChoice, EventMoments, MomentsChoice, OverGrants, QuantityChoice
from kenri.model.life import Event
from kenri.model.ruling import Ground
from kenri.model.walk import Part, Sort, parts
from kenri.reference.case import READING, Case
from kenri.reference.truth import NOTHING

_KEPT: WeakKeyDictionary[Case, dict[int, tuple[Ground, ...]]] = WeakKeyDictionary()
"""Grounds are the same on every day, so each case finds those of an expression of its plan once."""


def grounds(case: Case, expression: Any, sort: Sort = "condition") -> tuple[Ground, ...]:
    """The named dates, outermost first, then the events in the order of their days, as the readings are chosen."""
    kept = _KEPT.setdefault(case, {})
    found = kept.get(id(expression))
    if found is None:
        found = kept[id(expression)] = tuple(_grounds(case, expression, sort))
    return found


def _grounds(case: Case, expression: Any, sort: Sort) -> Iterator[Ground]:
    by_id: dict[str, Event] = {}
    surely: set[str] = set()
    lacking: dict[str, frozenset[str]] = {}
    for value in _rests_on(case, expression, sort):
        if isinstance(value, EventMoments):
            found = case.moments(value)
            for item in found.all:
                if item.event is not None:
                    by_id[item.event.id] = item.event
                    if item.is_known:
                        surely.add(item.event.id)
                    else:
                        lacking[item.event.kind] = lacking.get(item.event.kind, NOTHING) | found.missing
        else:
            found = case.named_moments(value)
            perhaps = DaySet.of(interval for item in found.unknown for interval in item.span)
            yield Ground(
                name=value,
                sort="date",
                days=tuple(item.day for item in found.known),
                missing=_names(found.missing),
                perhaps=perhaps if perhaps != ALWAYS else DaySet.never(),
            )
    by_kind: dict[str, list[Event]] = {}
    for event in sorted(by_id.values(), key=lambda event: event.on):
        by_kind.setdefault(event.kind, []).append(event)
    for kind, several in by_kind.items():
        known = [event for event in several if event.id in surely]
        perhaps = DaySet.of((event.on, event.on + 1) for event in several if event.id not in surely)
        yield Ground(
            name=kind,
            sort="event",
            days=tuple(event.on for event in known),
            events=tuple(event.id for event in known),
            missing=_names(lacking[kind]) if perhaps else (),
            perhaps=perhaps,
        )


def _names(missing: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in missing if not name.startswith(READING)))


def sums(case: Case, expressions: Iterable[tuple[Any, Sort]]) -> Iterator[OverGrants]:
    """The sums over grants that expressions come down to, each once."""
    found: dict[int, OverGrants] = {}
    seen: set[tuple[Sort | None, str]] = set()
    for expression, sort in expressions:
        for part in _reached(case, Part((), expression, sort), seen):
            if isinstance(part.value, OverGrants):
                found.setdefault(id(part.value), part.value)
    yield from found.values()


def _rests_on(case: Case, expression: Any, sort: Sort) -> tuple[EventMoments | str, ...]:
    """The events and the names of days that an expression comes down to: the same for every life of a plan."""
    kept = case.dependence.grounds
    key = id(expression), sort, tuple(case.readings.values())
    found = kept.get(key)
    if found is None:
        reached = (part for part in _reached(case, Part((), expression, sort), set()))
        values = tuple(
            part.value
            for part in reached
            if isinstance(part.value, EventMoments) or (part.sort == "moments" and _is_day(case, part.value))
        )
        found = kept[key] = expression, values
    return found[1]


def _is_day(case: Case, value: Any) -> bool:
    """Whether a value names a date, or a day that the document does not state and a life may supply."""
    if not isinstance(value, str):
        return False
    return value in case.plan.dates or (value in case.plan.terms and case.plan.terms[value].is_unknown)


def _reached(case: Case, part: Part, seen: set[tuple[Sort | None, str]]) -> Iterator[Part]:
    """A part and everything in it, through names and by the chosen readings; each name once.

    What is taken in each grant that a sum goes over is no part of it: it rests on the dates and events of that grant.
    """
    value = part.value
    if isinstance(value, str):
        if part.sort is None or (part.sort, value) in seen:
            return
        seen.add((part.sort, value))
        yield part
        section: Any = {"moments": case.plan.dates, "condition": case.plan.states, "quantity": case.plan.amounts}[
            part.sort
        ]
        if value in section:
            yield from _reached(case, Part((), section[value].is_, part.sort), seen)
        return
    yield part
    if isinstance(value, ConditionChoice | MomentsChoice | QuantityChoice):
        choices: Any = value.choices
        chosen = case.chosen(value.reading, choices)
        inner = [Part((), chosen, part.sort)] if chosen is not None else []
    else:
        inner = [each for each in parts(value) if each.path != ("sum",) or not isinstance(value, OverGrants)]
    for one in inner:
        yield from _reached(case, one, seen)
