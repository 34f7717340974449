"""How rights moved between two days: worked out by hand for a year, and as laws for random lives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.auditing.roll_forward import NumberBounds, RollForward, RollLine, difference, roll_forward
from kenri.model.days import FIRST_DAY, Day
from kenri.model.life import Life
from kenri.reference.steps import exact_or_none
from kenri.testing.strategies import logs
from tests.auditing.small_audit import OneLife, OneVersion, kept, options
from tests.effort import examples


def day(text: str) -> Day:
    return date.fromisoformat(text).toordinal()


def rolled(first: str, last: str, **asked: Any) -> list[RollForward]:
    instant = options().instant(asked.pop("known_at", None))
    life = asked.pop("life", None) or kept()
    return [*roll_forward(OneVersion(options()), [life], day(first), day(last), instant=instant, **asked)]


def told(lines: tuple[RollLine, ...]) -> list[tuple[Any, ...]]:
    return [(line.kind, line.effect, _not_zero(line.numbers), line.count) for line in lines]


def _not_zero(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: number for name, number in numbers.items() if number != 0}


def test_a_year_adds_up() -> None:
    """Held at its beginning: 100 of Ann, 100 of Bob, 40 of Cat, 60 of Dan, 30 of Eve; Gus is not known. Exercised: 10
    by Ann, 5 by Bob (his 20 came after the lapse, and moved nothing), 8 by Cat, 45 by Dan (of 50), 12 by Fay. Lapsed:
    Bob's 95 on 1 April, Cat's 32 on 1 June. The split of 1 July doubles what stands everywhere: held 90 + 50 + 18,
    exercised all 80.
    """
    (found,) = rolled("2025-01-01", "2025-12-31")
    assert told(found.lines) == [
        ("opening", "", {"held": 330}, 5),
        ("granted", "", {"held": 50}, 1),
        ("moved", "exercise", {"held": -80, "exercised": 80}, 5),
        ("moved", "lapse", {"held": -127, "extinguished": 127}, 2),
        ("moved", "cancel", {"held": -15, "cancelled": 15}, 1),
        ("moved", "acquire", {"held": -10, "acquired": 10}, 1),
        ("scaled", "split", {"held": 158, "exercised": 80, "extinguished": 127, "cancelled": 15}, 6),
        ("closing", "", {"held": 306, "exercised": 160, "extinguished": 254, "cancelled": 30, "acquired": 10}, 6),
    ]
    assert (found.grants, found.adds_up) == (7, True)
    assert found.lines[-1].total == 760 == 2 * (330 + 50)
    assert found.unknown is not None
    assert (found.unknown.count, found.unknown.grants, found.unknown.granted) == (1, (("gus", "g1"),), 70)
    assert found.unknown.missing == ("penalty",)
    assert found.unknown.opening["held"] == NumberBounds(70, 70)
    assert found.unknown.closing["held"] == NumberBounds(0, None)  # the split doubled what is not known


def test_what_is_not_known_has_bounds() -> None:
    """Gus has 70, and asked for 5; how many the board forfeits is not known. Nothing of him lapsed."""
    (found,) = rolled("2025-01-01", "2025-06-30")
    assert found.unknown is not None
    assert {name: tuple(each) for name, each in found.unknown.closing.items() if each != (0, 0)} == {
        "held": (0, 70), "exercised": (0, 70), "forfeited": (0, 70)
    }  # fmt: skip


def test_late_recordings_are_told_as_differences() -> None:
    """As known on 20 April Bob had exercised 25, and Cat's 40 had lapsed on 4 March; now Bob's 95 lapsed, and Cat holds
    32.
    """
    span = "2025-01-01", "2025-04-30"
    (now,), (then,) = rolled(*span), rolled(*span, known_at="2025-04-20")
    assert told(difference(then, now)) == [
        ("moved", "exercise", {"held": 12, "exercised": -12}, 0),
        ("moved", "lapse", {"held": -55, "extinguished": 55}, 0),
        ("closing", "", {"held": -43, "exercised": -12, "extinguished": 55}, 0),
    ]
    assert difference(now, now) == ()
    assert told(difference(None, now)) == told(now.lines)


def test_by_holder_and_by_grant_it_is_the_same() -> None:
    span = "2025-01-01", "2025-12-31"
    (whole,) = rolled(*span)
    by_holder, by_grant = rolled(*span, by="holder"), rolled(*span, by="grant")
    assert [(each.holder, each.grant) for each in by_holder] == [
        (name, "") for name in ("ann", "bob", "cat", "dan", "eve", "gus")
    ]
    assert [each.grant for each in by_grant] == ["a1", "a2", "b1", "c1", "d1", "e1", "g1"]
    for several in (by_holder, by_grant):
        assert _not_zero(_sum(several)) == _not_zero(whole.closing)
        assert all(each.adds_up for each in several)


def _sum(several: list[RollForward]) -> dict[str, Any]:
    names = {name for each in several for name in each.closing}
    return {name: sum(each.closing.get(name, 0) for each in several) for name in names}


def test_a_day_before_the_first_grant() -> None:
    (found,) = rolled("2023-01-01", "2023-12-31")
    assert told(found.lines) == [("opening", "", {}, 0), ("closing", "", {}, 0)]
    assert found.grants == 0


def test_before_anything_was_known_nothing_moved() -> None:
    """Grants were known always."""
    (found,) = rolled("2025-01-01", "2025-12-31", known_at="2023-01-01")
    assert told(found.lines) == [
        ("opening", "", {"held": 400}, 6), ("granted", "", {"held": 50}, 1), ("closing", "", {"held": 450}, 7)
    ]  # fmt: skip


def test_one_day_is_a_span() -> None:
    (found,) = rolled("2025-04-01", "2025-04-01", by="grant", life=kept(BOB))
    assert told(found.lines) == [
        ("opening", "", {"held": 95, "exercised": 5}, 1),
        ("moved", "lapse", {"held": -95, "extinguished": 95}, 1),
        ("closing", "", {"exercised": 5, "extinguished": 95}, 1),
    ]


BOB = {
    "parties": {"bob": {"role": "grantee"}},
    "grants": [{"id": "b1", "grantee": "bob", "on": "2024-01-01", "number": 100}],
    "events": [
        {"event": "leaves", "on": "2025-03-01"},
        {"event": "exercises", "on": "2025-03-20", "rights": 5},
    ],
}

PLANS = (
    "iij/2015-5th-series", "plans/split-between-exercises", "plans/splits-in-steps", "plans/itron-2009",
    "plans/emi-good-bad-leaver", "plans/trust-type-2020", "plans/warrant-settlement", "plans/iso-startup",
)  # fmt: skip


@cache
def plan_of(name: str) -> LoadedPlan:
    return load(name)


@pytest.mark.parametrize("name", PLANS)
def test_what_moved_makes_the_closing_of_the_reference(name: str) -> None:
    """And two spans that follow each other are the span of both."""
    plan = plan_of(name)

    @examples(15)
    @given(st.data())
    def law(data: st.DataObject) -> None:
        life = data.draw(logs(plan))
        on = sorted(
            {event.on for event in life.events} | {grant.on for grant in life.grants.values()} | {FIRST_DAY + 9}
        )
        near = st.sampled_from(on).flatmap(lambda each: st.integers(max(FIRST_DAY + 1, each - 2), each + 40))
        first, middle, last = sorted(data.draw(st.lists(near, min_size=3, max_size=3)))
        instant = data.draw(st.none() | st.sampled_from([event.recorded for event in life.events] or [0]))

        def roll(begins: Day, ends: Day) -> RollForward:
            (found,) = roll_forward(OneVersion(plan), [OneLife(life)], begins, ends, instant=instant)
            return found

        whole, before, after = roll(first, last), roll(first, middle), roll(middle + 1, last)
        for found in (whole, before, after):
            assert found.adds_up
        if all(found.unknown is None for found in (whole, before, after)):
            assert _not_zero(before.closing) == _not_zero(after.opening)
            assert _not_zero(after.closing) == _not_zero(whole.closing)
            assert _moved(before) + _moved(after) == _moved(whole)
        known, unknown = _standing(plan, life, last, instant)
        if whole.unknown is None:
            assert not unknown
            assert _not_zero(whole.closing) == _not_zero(known)
        else:
            for bound in whole.unknown.closing.values():
                assert bound.low >= 0
                assert bound.high is None or bound.high >= bound.low

    law()


def _moved(found: RollForward) -> int:
    return sum(line.count for line in found.lines if line.kind in ("moved", "scaled", "granted"))


def _standing(plan: LoadedPlan, life: Life, last: Day, instant: int | None) -> tuple[dict[str, int | Fraction], bool]:
    """What stands in all balances of the grants there are by a day, by fresh courts; and whether any is not known."""
    sums: dict[str, int | Fraction] = {}
    unknown = False
    known = plan.as_known_at(instant)
    for id_, grant in life.grants_under(plan.plan).items():
        if grant.on <= last:
            court = known.court(life, id_, instant)
            case = court.case(life.parties[grant.grantee], court.readings({}))
            for name, value in case.movements.closing(last)[0].items():
                number = exact_or_none(value)
                unknown |= number is None
                sums[name] = sums.get(name, 0) + (number or 0)
    return sums, unknown


@pytest.mark.parametrize("penalty", [0, 30, 70])
def test_whatever_the_board_decides_is_within_the_bounds(penalty: int) -> None:
    life = {
        "parties": {"gus": {"role": "grantee"}},
        "grants": [{"id": "g1", "grantee": "gus", "on": "2024-01-01", "number": 70}],
        "events": [
            {"event": "exercises", "on": "2025-02-01", "rights": 7},
            {"event": "offends", "on": "2025-03-01"},
            {"event": "exercises", "on": "2025-03-02", "rights": 5},
        ],
    }
    (open_,) = rolled("2025-01-01", "2025-12-31", life=kept(life))
    (decided,) = rolled("2025-01-01", "2025-12-31", life=kept({**life, "facts": {"penalty": penalty}}))
    assert open_.unknown is not None
    assert decided.unknown is None
    for name, (low, high) in open_.unknown.closing.items():
        assert high is not None
        assert low <= decided.closing.get(name, 0) <= high
