"""A change that was made to a plan in memory, made to the same plan as it was known at an earlier instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from kenri.model.plan import SECTIONS, DatedValue, Plan


def carried(loaded: Plan, changed: Plan, then: Plan) -> Plan:
    """The plan `then` with everything in which `changed` differs from what was `loaded`.

    What a later amendment brings is not in `then`: what was changed of that alone is not brought either.
    """
    found: dict[str, Any] = {
        field.name: getattr(changed, field.name)
        for field in fields(changed)
        if field.name not in SECTIONS and getattr(changed, field.name) != getattr(loaded, field.name)
    }
    for section in SECTIONS:
        was, now = getattr(loaded, section), getattr(changed, section)
        if was is not now and was != now:
            found[section] = _entries(was, now, getattr(then, section))
    return replace(then, **found)


def _entries(was: Mapping[str, Any], now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: entry for name, entry in then.items() if name not in was or name in now}
    for name, entry in now.items():
        if name not in was:
            found[name] = entry
        elif name in found and was[name] != entry:
            found[name] = _entry(was[name], entry, found[name])
    return found


def _entry(was: Any, now: Any, then: Any) -> Any:
    """An entry, part by part: an amendment may have made other parts of it what they are."""
    if not type(was) is type(now) is type(then):
        return now
    found: dict[str, Any] = {}
    for field in fields(now):
        old, new = getattr(was, field.name), getattr(now, field.name)
        if old != new:
            is_dated = field.name == "dated"
            found[field.name] = _dated(old, new, then.dated) if is_dated else new
    return replace(then, **found)


def _dated(
    was: tuple[DatedValue, ...], now: tuple[DatedValue, ...], then: tuple[DatedValue, ...]
) -> tuple[DatedValue, ...]:
    """The values of a term from some days on: of those that are known then the ones there still are, and what came."""
    gone = [each for each in was if each not in now]
    came = [each for each in now if each not in was]
    stays = [each for each in then if each not in gone]
    is_known = not gone or len(stays) < len(then)  # what was changed is no value that is known later only
    return tuple(sorted([*stays, *(came if is_known else [])], key=lambda each: each.from_))


__all__ = ["carried"]
