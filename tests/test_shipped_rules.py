"""What holds of the shipped plans by its kind, whatever days a scenario picks: laws over whole families of lives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import iso
from tests.effort import those_with_a_turn

SERIES = "iij/2015-5th-series"
CANON = "plans/canon-stock-type"

GRANTS: Mapping[str, tuple[dict[str, Any], ...]] = {
    SERIES: tuple(
        {"on": "2015-07-13", "number": 10, "position": position}
        for position in ("director", "executive_officer", "both")
    ),
    CANON: tuple(
        {"on": "2023-04-28", "number": 100, "position": position}
        for position in ("director", "executive_officer", "both")
    ),
    "plans/emi-good-bad-leaver": ({"on": "2024-04-10", "number": 100, "vests_from": "2024-04-10", "price": 2},),
    "plans/ipo-performance-series": ({"on": "2026-03-16", "number": 401, "tax_qualified": True},),
    "plans/iso-startup": (
        {"on": "2024-01-15", "number": 48000, "vests_from": "2024-01-15", "price": 5, "fair_value": 5},
    ),
    "plans/itron-2009": ({"on": "2009-02-19", "number": 3000, "expires": "2019-02-19"},),
    "plans/saye-statutory": ({"on": "2021-10-01", "number": 1000, "bonus_date": "2024-12-01"},),
    "plans/blackout-extension": ({"on": "2006-03-01", "number": 100, "expires": "2016-03-01", "form": "extension"},),
    "plans/ocf-sample-windows": ({"on": "2019-12-12", "number": 100},),
    "plans/ocf-issuance-windows": (
        {"on": "2019-12-12", "number": 100, "voluntary_other_period": 3, "voluntary_other_type": "MONTHS"},
    ),
    "plans/ocf-tutorial-option": ({"on": "2022-12-31", "number": 100000},),
}
"""A grant of each plan that knows of positions or employment."""

COMINGS_AND_GOINGS = frozenset({"takes_position", "leaves_position", "loses_position", "leaves", "terminates"})

FACTS: Mapping[str, dict[str, Any]] = {CANON: {"exercise_period": {"first": "2023-04-29", "last": "2053-04-28"}}}


@cache
def plan(name: str) -> LoadedPlan:
    return load(name)


def life(name: str, grant: Mapping[str, Any], *events: Mapping[str, Any]) -> dict[str, Any]:
    parties = {"ann": {"role": "grantee"}}
    numbered = [{"id": f"e{index}", **event} for index, event in enumerate(events)]
    return {
        "parties": parties,
        "grants": [{"grantee": "ann", **grant}],
        "facts": dict(FACTS.get(name, {})),
        "events": numbered,
    }


def windows(name: str, grant: Mapping[str, Any], *events: Mapping[str, Any], **readings: str) -> list[tuple[str, str]]:
    """The windows from the day of the grant on, as days of text."""
    found = plan(name).windows(life(name, grant, *events), readings=readings)
    return [
        (max(grant["on"], "" if each.first is None else iso(each.first)), "" if each.last is None else iso(each.last))
        for each in found
        if each.last is None or iso(each.last) >= grant["on"]
    ]


def comings_and_goings(name: str) -> Iterator[dict[str, Any]]:
    """Every event of a plan that takes or ends a position or an employment, with every word it may say."""
    for kind, declared in plan(name).plan.events.items():
        if kind in COMINGS_AND_GOINGS:
            words = {
                attribute: use.one_of
                for attribute, use in declared.attributes.items()
                if not isinstance(use, str) and use.one_of
            }
            for chosen in product(*words.values()):
                yield {"event": kind, **dict(zip(words, chosen, strict=True))}


def other_readings(name: str) -> Iterator[dict[str, str]]:
    """The default, and every single reading chosen otherwise."""
    yield {}
    for reading, declared in plan(name).plan.readings.items():
        yield from ({reading: option} for option in declared.options if option != declared.default)


def shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("name", GRANTS)
def test_what_ended_or_began_before_the_grant_changes_no_window(name: str) -> None:
    for grant, readings in those_with_a_turn([*product(GRANTS[name], other_readings(name))], 12):
        for later in ((), ({"on": shifted(grant["on"], 400), **last(name)},)):
            expected = windows(name, grant, *later, **readings)
            for former in comings_and_goings(name):
                if "DEATH" in str(former) or former.get("reason") == "dies":
                    continue  # who is dead is another matter, see below
                found = windows(name, grant, {"on": shifted(grant["on"], -1), **former}, *later, **readings)
                assert found == expected, (grant, former, later, readings)


def is_death(event: Mapping[str, Any]) -> bool:
    return event.get("reason") in ("dies", "INVOLUNTARY_DEATH")


def last(name: str) -> dict[str, Any]:
    """An event of a plan that ends every position or employment."""
    kinds = [each for each in comings_and_goings(name) if not each["event"].startswith("takes")]
    return next((each for each in kinds if each.get("position") == "all"), kinds[0])


@pytest.mark.parametrize("name", sorted(GRANTS.keys() - {CANON}))
def test_who_had_died_before_the_grant_exercises_nothing(name: str) -> None:
    """However the death is recorded. (The clauses of Canon's that were read do not speak of death.)"""
    deaths = [each for each in comings_and_goings(name) if is_death(each)] or [{"event": "dies"}]
    for grant, readings, death in product(GRANTS[name], other_readings(name), deaths):
        assert windows(name, grant, {"on": shifted(grant["on"], -1), **death}, **readings) == []


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", [SERIES, CANON])
@pytest.mark.parametrize("day", ["2025-03-31", "2025-06-24", "2024-02-28", "2025-12-31"])
@pytest.mark.parametrize("posts", list(product(["director", "executive_officer"], repeat=2)))
def test_a_handover_on_the_same_or_the_next_day_opens_no_window(name: str, day: str, posts: tuple[str, str]) -> None:
    left, taken = posts
    grant = next(each for each in GRANTS[name] if each["position"] == left)
    leaving = {"on": day, "event": "leaves_position", "position": left}
    for gap in (0, 1):
        taking = {"on": shifted(day, gap), "event": "takes_position", "position": taken}
        assert windows(name, grant, leaving, taking) == windows(name, grant, taking, leaving) == []
    late = {"on": shifted(day, 2), "event": "takes_position", "position": taken}
    (window,) = windows(name, grant, leaving, late)
    assert window[0] == shifted(day, 1)
    assert window[1] >= shifted(day, 10)


@pytest.mark.parametrize("recorded", [None, -1, 0, 1])
@pytest.mark.parametrize("call_day", ["yes", "no"])
def test_an_acquisition_moves_the_rights_once(recorded: int | None, call_day: str) -> None:
    """By the arrival of the day (Companies Act 275), or by a record of it made early, in time or late."""
    day = "2026-07-31"
    events: list[dict[str, Any]] = [
        {"on": "2026-06-25", "event": "shareholders_approve", "matter": "merger_dissolving"},
        {"on": "2026-06-26", "event": "board_sets_acquisition_day", "day": day},
        {"on": "2026-07-01", "event": "gives_acquisition_notice"},
    ]
    if recorded is not None:
        events.append({"on": shifted(day, recorded), "event": "acquires_rights"})
    told = life(SERIES, GRANTS[SERIES][0], *events)
    ruling = plan(SERIES).ask(told, on=shifted(day, 2), readings={"call-day": call_day}, settle=False)
    assert (ruling.balances["held"], ruling.balances["acquired"]) == (0, 10)


def test_an_exercise_that_is_not_paid_for_is_never_allowed() -> None:
    """On whatever reading, on whatever day, whenever it was requested."""
    told = life(SERIES, GRANTS[SERIES][0], {"on": "2025-06-24", "event": "leaves_position", "position": "all"})
    requests = [{}, *({"requested_on": day} for day in ("2025-06-24", "2025-06-25", "2025-07-04", "2025-07-05"))]
    days = ["2025-06-24", "2025-06-25", "2025-07-04", "2025-07-05", "2025-08-01", "2040-01-01"]
    for request, day, readings in those_with_a_turn([*product(requests, days, other_readings(SERIES))], 7):
        facts = {"paid_in_full": False, **request}
        found = plan(SERIES).ask(told, on=day, readings=readings, facts=facts, settle=False)
        assert found.outcome != "allowed", (request, day, readings)
