"""Bare answers about lives in plain data are those about the same lives read by the strict loader, or its reports."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.compiled.form import Form
from kenri.compiled.roots import ShapeQuestion
from kenri.compiled.shape import LookedAt, UnshapedError, shaped
from kenri.loader.library import Library
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from kenri.model.problems import ProblemsError, Report
from kenri.scenarios import Scenarios, scenario_files
from kenri.symbolic.case import InexpressibleError
from tests.effort import examples

PLANS = Library().ids("plan")
LIVES = 12
"""More than it takes until a form is made."""

ODD: list[Callable[[], Any]] = [
    *(lambda value=value: value for value in (None, True, False, 0, -1, 1, 10**30, 1.5, float("nan"), "", " ", "soon")),
    *(lambda value=value: value for value in (Decimal("1.5"), Fraction(1, 3), "1/3", "2 new for 1 old", b"", object())),
    lambda: date(2025, 2, 3),
    lambda: date(1, 1, 1),
    lambda: date(9999, 12, 31),
    lambda: datetime(2025, 2, 3, 9, tzinfo=UTC),
    lambda: datetime(2025, 2, 3),  # noqa: DTZ001  # that it lacks a zone is what is odd
    lambda: "2025-02-03",
    lambda: "2025-02-30",
    lambda: "20250203",
    lambda: "2025-W06-1",
    list,
    dict,
    lambda: ["grantee"],
]
"""What may be written in the place of something."""


def answered(ask: Callable[[], object]) -> object:
    """An answer, or everything that is wrong."""
    try:
        return ask()
    except ProblemsError as error:
        return str(error)


def bodies(data: Any) -> Iterator[Any]:
    """Every mapping and list in some data."""
    if isinstance(data, dict | list):
        yield data
        for each in data.values() if isinstance(data, dict) else data:
            yield from bodies(each)


def leaves(data: Any) -> Iterator[Any]:
    for body in bodies(data):
        yield from (
            each for each in (body.values() if isinstance(body, dict) else body) if type(each) not in (dict, list)
        )


def spoilt(rng: Random, data: dict[str, Any]) -> dict[str, Any]:
    """The same with something in it changed, most often into what is wrong."""
    found = copy.deepcopy(data)
    body = rng.choice([each for each in bodies(found) if each])
    where = rng.choice([*body] if isinstance(body, dict) else range(len(body)))
    match rng.randrange(7):
        case 0:
            body[where] = rng.choice(ODD)()
        case 1:
            del body[where]
        case 2 if isinstance(body, list):
            body.append(copy.deepcopy(body[where]))
        case 3 if isinstance(body, list):
            rng.shuffle(body)
        case 4 if isinstance(body, dict):
            key: Any = rng.choice(("id", "recorded", "corrects", "cancelled", "grant", "who", "roles", "more", 1, "on"))
            body[key] = rng.choice([*leaves(found), *(make() for make in ODD)])
        case 5 if isinstance(body, dict):
            body[rng.choice([*leaves(found)] or ["x"]) if rng.random() < 0.5 else "moved"] = body.pop(where)
        case _:
            body[where] = rng.choice([*leaves(found)])
    return found


def written_otherwise(rng: Random, data: dict[str, Any]) -> dict[str, Any]:
    """The same life: its parties have other names, and its days may be text."""
    new = {name: f"{name}-{rng.randrange(100)}" for name in data.get("parties", ())}
    as_text = rng.random() < 0.3

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return {new.get(name, name): again(each) for name, each in value.items()}
        if isinstance(value, list):
            return [again(each) for each in value]
        if type(value) is date and as_text:
            return value.isoformat()
        return new.get(value, value) if isinstance(value, str) else value

    return {**again(data), "parties": {new[name]: body for name, body in data.get("parties", {}).items()}}


def moved(rng: Random, data: dict[str, Any]) -> dict[str, Any]:
    """The same with all days some days later, and most numbers others."""
    later = timedelta(days=rng.choice((0, 0, 1, 7, 366, -1)))

    def again(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: again(each) for name, each in value.items()}
        if isinstance(value, list):
            return [again(each) for each in value]
        if type(value) is date and date(1, 1, 2) < value < date(9990, 1, 1):
            return value + later
        return rng.choice((value, value, 1, 2, 10)) if type(value) is int else value

    moved: dict[str, Any] = again(data)
    return moved


@cache
def lives_of_scenarios() -> dict[str, list[Life]]:
    """The lives of all scenarios, by the plan that they are asked of."""
    found: dict[str, dict[int, Life]] = {}
    for each in Scenarios().read(scenario_files(), Report()):
        found.setdefault(each.plan, {})[id(each.life)] = each.life
    return {plan: [*lives.values()] for plan, lives in found.items()}


@pytest.mark.takes_turns(1, change=4)
@pytest.mark.parametrize("name", PLANS)
def test_what_is_written_is_decided_as_by_the_strict_loader(name: str) -> None:
    plan, strict = load(name), load(name)
    several = [each for each in lives_of_scenarios().get(name, ()) if len(each.grants) == 1]
    if not several:
        pytest.skip("no scenario is about one grant")
    answers = [0]

    @examples(30)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        life = rng.choice(several)
        data = life_data(life, plan.plan)
        data.get("events", []).sort(key=lambda event: event["on"].isoformat()[:10])
        action = rng.choice([*plan.plan.actions])
        by = rng.choice((None, None, *life.parties, *plan.plan.roles, "nobody"))
        has_number = rng.random() < 0.5
        starts = [*(each.on for each in life.grants.values()), *(each.on for each in life.events)]
        days = [start + apart for start in starts for apart in (0, 1, 5)]
        changed = [moved(rng, data) for _ in range(10)]
        changed += [written_otherwise(rng, each) for each in changed[:4]]
        changed += [spoilt(rng, rng.choice(changed)) for _ in range(20)]
        for each in [data] * LIVES + changed:
            number = rng.choice((1, 4)) if has_number else None
            day = rng.choice((rng.choice(days), date.fromordinal(rng.choice(days)), 1))
            of: dict[str, Any] = {"on": day, "rights": number, "by": by}
            expected = answered(lambda: strict.decide(strict.life(each), action, **of))  # noqa: B023
            assert answered(lambda: plan.decide(each, action, **of)) == expected  # noqa: B023
            answers[0] += plan._written.decide(each, action, day, number, by) is not None

    law()
    in_whole_numbers = [
        life for life in several if not any(type(each) is Fraction for each in leaves(life_data(life, plan.plan)))
    ]
    if plan.has_hours:  # what is asked about a day is asked about its best time, by the strict loader
        assert not answers[0]
        return
    formed = [life for life in in_whole_numbers if has_form(plan, life)]
    assert formed or not answers[0]
    # Else chance, which is among all lives, may have taken none of them, or only what is asked about no grant.
    is_likely = 2 * len(formed) > len(several) and not any(map(plan.is_about_company, plan.plan.actions))
    assert answers[0] or not is_likely, "no life was decided about without being read"


def has_form(plan: LoadedPlan, life: Life) -> bool:
    """Whether bare answers about lives of this shape have a compiled form, for some action."""
    grant = next(iter(life.grants.values()))
    for action in plan.plan.actions:
        try:
            found = shaped(
                life.known_at(None),
                grant,
                action,
                life.parties[grant.grantee],
                grant.on + 1,
                number=None,
                asked={},
                readings={name: each.default for name, each in plan.plan.readings.items()},
                looked_at=LookedAt.by(plan.plan),
            )
            Form(ShapeQuestion(plan.plan, found.shape, plan.calendars, plan.dependence)).decide  # noqa: B018
        except (UnshapedError, InexpressibleError):
            continue
        return True
    return False


LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
    "grants": [{"grantee": "sato", "on": date(2015, 7, 13), "number": 10, "position": "director"}],
    "events": [
        {"on": date(2025, 6, 25), "event": "leaves_position", "position": "director"},
        {"on": date(2025, 6, 27), "event": "exercises", "rights": 3},
    ],
}


def learnt() -> LoadedPlan:
    plan = load("iij/2015-5th-series")
    for _ in range(LIVES):
        plan.decide(LIFE, "exercise", on=date(2025, 7, 5), rights=4)
    return plan


def known(plan: LoadedPlan, life: dict[str, Any], by: str | None = None) -> bool:
    return plan._written.decide(life, "exercise", date(2025, 7, 5), 4, by) is not None


def test_a_life_written_alike_is_decided_about_without_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = learnt()
    monkeypatch.setattr(plan, "life", None)
    grant, events = LIFE["grants"][0], [{**event, "on": event["on"] + timedelta(days=1)} for event in LIFE["events"]]
    life = {**LIFE, "grants": [{**grant, "number": 20}], "events": events}
    assert plan.decide(life, "exercise", on=date(2025, 7, 6), rights=17)[0] == "allowed"
    assert plan.decide(life, "exercise", on=date(2025, 7, 6), rights=18)[0] == "denied"
    assert plan.decide(life, "exercise", on=date(2025, 7, 7), rights=17)[0] == "denied"


@pytest.mark.parametrize(
    "events",
    [
        [*LIFE["events"], LIFE["events"][1]],
        [*reversed(LIFE["events"])],
        [LIFE["events"][0], {**LIFE["events"][1], "rights": 0}],
        [LIFE["events"][0], {**LIFE["events"][1], "rights": True}],
        [LIFE["events"][0], {**LIFE["events"][1], "corrects": "event-1"}],
        [LIFE["events"][0], {**LIFE["events"][1], "id": "event-1"}],
        [{**LIFE["events"][0], "position": "sato"}, LIFE["events"][1]],
        [LIFE["events"][0], {**LIFE["events"][1], "who": "nobody"}],
    ],
)
def test_what_may_not_be_plain_is_left_to_the_strict_loader(events: list[dict[str, Any]]) -> None:
    plan = learnt()
    assert known(plan, LIFE)
    assert not known(plan, {**LIFE, "events": events})


def test_parties_of_other_names_are_others_only_by_their_places() -> None:
    plan = learnt()
    renamed = {"jiro" if name == "sato" else name: body for name, body in LIFE["parties"].items()}
    assert known(plan, {**LIFE, "parties": renamed, "grants": [{**LIFE["grants"][0], "grantee": "jiro"}]})
    assert not known(plan, {**LIFE, "grants": [{**LIFE["grants"][0], "grantee": "hanako"}]})
    assert not known(plan, {**LIFE, "parties": {**LIFE["parties"], " ": {"role": "heir"}}})
    assert not known(plan, LIFE, by="hanako")


def test_what_can_be_read_but_once_is_left_for_the_strict_loader() -> None:
    plan = learnt()
    life = {**LIFE, "grants": iter(LIFE["grants"])}
    assert not known(plan, life)
    assert [*life["grants"]] == LIFE["grants"]
