"""Where on its day an effect is made: as it begins, by the record, or as it ends; and which of several comes first."""

from pathlib import Path

import pytest

import kenri
from kenri import LoadedPlan
from kenri.lint import lint
from kenri.model.problems import ProblemsError
from tests.simulation.test_shared import assert_shared_is_fresh

PLAN = """\
plan: acme/places
extends: vocabulary/equity
balances: {sold: {}, gone: {}}
events: {splits: {attributes: {ratio: number}}, sells: {attributes: {rights: number}}}
dates: {expiry: {is: 2026-02-27}}
rules:
  until-then: {clause: "1", says: Until then., permit: exercise, by: grantee, when: {until: expiry}}
effects:
"""
ANN = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}


def plan_with(tmp_path: Path, *effects: str) -> LoadedPlan:
    path = tmp_path / "places.yaml"
    lines = ("  " + each.replace("{", '{clause: "2", says: It moves., ', 1) + "\n" for each in effects)
    path.write_text(PLAN + "".join(lines), encoding="utf-8")
    return kenri.load(path)


def life(*events: dict[str, object]) -> dict[str, object]:
    return {**ANN, "events": list(events)}


EXERCISE = {"on": "2026-02-27", "event": "exercises", "rights": 40, "id": "act"}
SPLIT = {"on": "2026-02-27", "event": "splits", "ratio": 2}
LAPSE = "lapse: {on: expiry, moves: all, to: extinguished%s}"


@pytest.mark.parametrize(
    ("at", "verdict", "held", "exercised"),
    [
        ("", "denied", 0, 0),  # as the day begins, where no event makes it
        (", at: start_of_day", "denied", 0, 0),
        (", at: end_of_day", "allowed", 0, 40),
    ],
)
def test_a_timely_act_on_the_day_of_a_lapse(tmp_path: Path, at: str, verdict: str, held: int, exercised: int) -> None:
    plan = plan_with(tmp_path, LAPSE % at)
    (grant,) = plan.audit(life(EXERCISE), until="2026-02-27").grants
    assert [act.verdict for act in grant.acts] == [verdict]
    assert (grant.closing["held"], grant.closing["exercised"], grant.adds_up) == (held, exercised, True)


def test_what_is_made_as_a_day_ends_is_seen_from_the_next_one_on(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, LAPSE % ", at: end_of_day")
    on_the_day, after = (plan.ask(life(), "exercise", on=day, rights=1) for day in ("2026-02-27", "2026-02-28"))
    assert (on_the_day.outcome, on_the_day.balances["held"], on_the_day.lapsed_on) == ("allowed", 100, None)
    assert (after.balances["held"], after.lapsed_on, after.on) == (0, after.on, after.on)
    assert [window.last for window in plan.windows(life(), "exercise")] == [on_the_day.on]


@pytest.mark.parametrize("first", ["act", "split"])
def test_what_is_made_as_a_day_begins_comes_before_the_acts_wherever_it_is_recorded(tmp_path: Path, first: str) -> None:
    plan = plan_with(tmp_path, "split: {on: {event: splits}, at: start_of_day, scales: {of_event: ratio}}")
    act = {**EXERCISE, "rights": 150}
    events = (act, SPLIT) if first == "act" else (SPLIT, act)
    assert plan.audit(life(*events)).verdicts == {"act": "allowed"}
    assert_shared_is_fresh(plan, plan.life(life(*events)))


def test_in_the_order_of_the_record_an_act_does_not_see_what_comes_after_it(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, "split: {on: {event: splits}, scales: {of_event: ratio}}")
    assert plan.audit(life({**EXERCISE, "rights": 150}, SPLIT)).verdicts == {"act": "denied"}
    assert plan.audit(life(SPLIT, {**EXERCISE, "rights": 150})).verdicts == {"act": "allowed"}


def test_an_effect_comes_after_those_it_follows_wherever_it_is_written(tmp_path: Path) -> None:
    half = "half: {on: expiry, moves: 50, to: sold%s}"
    written = plan_with(tmp_path, LAPSE % "", half % "")
    assert written.ask(life(), "exercise", on="2026-02-27", rights=1).balances["sold"] == 0
    followed = plan_with(tmp_path, LAPSE % ", follows: half", half % "")
    ruling = followed.ask(life(), "exercise", on="2026-02-27", rights=1)
    assert (ruling.balances["sold"], ruling.balances["extinguished"]) == (50, 50)
    assert list(followed.plan.effects)[-2:] == ["half", "lapse"]


@pytest.mark.parametrize(
    ("effects", "code"),
    [
        ((LAPSE % ", follows: lapse",), "circle-of-effects"),
        ((LAPSE % ", follows: [half]", "half: {on: expiry, moves: 1, to: sold, follows: lapse}"), "circle-of-effects"),
        ((LAPSE % ", follows: laps",), "no-such-effect"),
        ((LAPSE % ", at: noon",), "wrong-type"),
        ((LAPSE % ", at: 17",), "wrong-type"),
    ],
)
def test_bad_places_are_one_report(tmp_path: Path, effects: tuple[str, ...], code: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        plan_with(tmp_path, *effects)
    assert [problem.code for problem in refused.value.problems] == [code]


HALF = "half: {on: %s, moves: 50, to: sold%s}"
ON_SALE = "{event: sells}"


@pytest.mark.parametrize(
    ("effects", "warned"),
    [
        ((LAPSE % "", HALF % ("expiry", "")), True),
        ((LAPSE % "", HALF % ("2026-02-27", "")), True),  # the same day, otherwise written
        ((LAPSE % "", HALF % ("2026-02-28", "")), False),
        ((LAPSE % "", HALF % ("{start_of: {after: {event: sells}}}", "")), True),  # may fall on that day
        ((LAPSE % "", HALF % ("{plus: {days: 1}, to: expiry}", "")), False),
        ((LAPSE % "", HALF % ("expiry", ", follows: lapse")), False),
        ((LAPSE % ", follows: half", HALF % ("expiry", "")), False),
        ((LAPSE % ", at: end_of_day", HALF % ("expiry", "")), False),
        ((LAPSE % ", at: end_of_day", HALF % (ON_SALE, ", at: end_of_day")), True),
        ((LAPSE % "", HALF % (ON_SALE, "")), False),  # the record tells: what no event makes comes first
        ((LAPSE % "", HALF % (ON_SALE, ", at: start_of_day")), True),
        ((LAPSE % "", "gone: {on: expiry, moves: 1, to: extinguished}"), False),  # either way the same is left
        ((LAPSE % "", "twice: {on: expiry, scales: 2}"), True),
        ((HALF % (ON_SALE, ""), "rest: {on: {event: sells}, moves: all, to: extinguished}"), True),
        ((HALF % (ON_SALE, ""), "rest: {on: {event: splits}, moves: all, to: extinguished}"), False),
        ((HALF % (ON_SALE, ""), "rest: {on: {plus: {days: 9}, to: {event: sells}}, moves: all, to: gone}"), False),
        (
            (
                HALF % ("{event: sells, where: {rights: 1}}", ""),
                "rest: {on: {event: sells, where: {rights: [2, 3]}}, moves: all, to: extinguished}",
            ),
            False,
        ),
        ((HALF % ("never", ""), LAPSE % ""), False),
    ],
)  # fmt: skip
def test_lint_asks_for_an_order_where_what_is_left_depends_on_it(
    tmp_path: Path, effects: tuple[str, ...], warned: bool
) -> None:
    plan_with(tmp_path, *effects)
    found = [problem.code for problem in lint([tmp_path / "places.yaml"]).problems]
    assert ("order-unsaid" in found) is warned
