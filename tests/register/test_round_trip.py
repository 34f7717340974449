"""A life that went through a register is the life that it was, and is answered like it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import kenri
from kenri.api import LoadedPlan
from kenri.faces.inputs.questions import shipped_lives
from kenri.loader.plain_data import PlainData
from kenri.loader.tree import read
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from kenri.model.problems import ProblemsError, Report
from kenri.register.life_entries import life_entries
from kenri.register.register import Register
from kenri.testing import strategies
from kenri.testing.strategies import DrawnQuestion
from tests.effort import THIS_RUN
from tests.register.databases import new_database
from tests.register.small_register import at

PLANS = ("iij/2015-5th-series", "plans/emi-good-bad-leaver", "plans/saye-statutory")


@pytest.fixture(scope="module", params=PLANS)
def plan(request: pytest.FixtureRequest) -> LoadedPlan:
    return kenri.load(request.param)


def made(address: str, plan: LoadedPlan, issuer: str = "Acme") -> Register:
    register = Register.create(address, issuer)
    register.add_plan(plan.id, author="ann", now=at("2020-01-01"))
    return register


@pytest.mark.parametrize("name", sorted(shipped_lives()))
def test_a_shipped_life_is_the_same_from_a_register(name: str, address: str) -> None:
    plan = kenri.load("iij/2015-5th-series")
    path = shipped_lives()[name]
    report = Report()
    (tree,) = read(path, report=report)
    register = made(address, plan)
    register.apply(list(life_entries(tree, plan.id)), author="ann", now=at("2150-01-01"))
    (holder,) = register.holders()
    kept = register.plan()
    assert register.life(holder, kept) == plan.life(path)
    for day in ("2025-06-25", "2025-07-05", "2026-01-31"):
        for known_at in (None, "2025-06-27", "2025-12-31"):
            grant = next(iter(plan.life(path).grants))
            asked: dict[str, Any] = {"on": day, "known_at": known_at, "grant": grant}
            ours = kept.ask(register.life(holder, kept), **asked)
            assert (ours.outcome, ours.most) == ((theirs := plan.ask(path, **asked)).outcome, theirs.most)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database in which each example has an issuer of its own."""
    if request.param == "sqlite":
        return str(tmp_path_factory.mktemp("register") / "register.db")
    return new_database(request.getfixturevalue("server"))


_NUMBERS = count()

_ONLY_IN_A_REGISTER = {"told-of-the-holder", "told-of-one-before"}
"""What a life of a file may have, and a register refuses: an heir who is the holder, or has died (see `test_whom`)."""


def bring_in(register: Register, data: dict[str, Any], plan: LoadedPlan, now: str = "2250-01-01") -> None:
    """What a file has; a life that registers alone refuse is none of which a law here tells."""
    try:
        register.apply(list(life_entries(PlainData(data, "life.yaml"), plan.id)), author="ann", now=at(now))
    except ProblemsError as error:
        if {problem.code for problem in error.problems} <= _ONLY_IN_A_REGISTER:
            reject()
        raise


@pytest.mark.takes_turns(1, change=4)
@settings(max_examples=6 if THIS_RUN.is_quick else 60)
@given(drawn=st.data())
def test_any_life_is_the_same_from_a_register(plan: LoadedPlan, shared: str, drawn: st.DataObject) -> None:
    """Also with late recordings, corrections and cancellations, and as known at any time."""
    log = drawn.draw(strategies.logs(plan, max_events=4))
    data = life_data(log, plan.plan)
    register = made(shared, plan, f"Acme {next(_NUMBERS)}")
    bring_in(register, data, plan)
    direct, kept = plan.life(data), register.plan()
    (holder,) = register.holders()
    life = register.life(holder, kept)
    assert life == direct
    question = drawn.draw(strategies.questions(plan, direct))
    known_at = drawn.draw(st.sampled_from([None, *(event.date for event in direct.events)]))
    then = register.life(holder, kept, known_at=None if known_at is None else kept.instant(known_at))
    assert then == direct
    assert _ruling(kept, then, question, known_at) == _ruling(plan, direct, question, known_at)


def _ruling(plan: LoadedPlan, life: Life, question: DrawnQuestion, known_at: date | None) -> tuple[Any, ...]:
    ruling = plan.ask(
        life,
        question.action,
        on=question.on,
        rights=question.rights,
        by=question.by,
        facts=dict(question.facts),
        readings=dict(question.readings),
        known_at=known_at,
        settle=False,
    )
    return ruling.outcome, ruling.most, ruling.windows, ruling.next_day, ruling.balances


@pytest.mark.takes_turns(1, change=4)
@settings(max_examples=5 if THIS_RUN.is_quick else 60)
@given(drawn=st.data())
def test_a_file_that_grew_or_changed_is_answered_like_the_file(
    plan: LoadedPlan, shared: str, drawn: st.DataObject
) -> None:
    """Its first events are brought in, then all; then one of them on another day, which is a correction."""
    data = drawn.draw(strategies.life_data(plan, max_events=4))
    events = data.get("events", [])
    register = made(shared, plan, f"Acme {next(_NUMBERS)}")
    few = drawn.draw(st.integers(0, len(events)))
    for part in ({**data, "events": events[:few]}, data):
        bring_in(register, part, plan)
    kept = register.plan()
    (holder,) = register.holders()
    assert register.life(holder, kept) == plan.life(data)
    if not events:
        return
    which = drawn.draw(st.integers(0, len(events) - 1))
    named = {**events[which], "id": "moved"}
    days = drawn.draw(st.sampled_from((-30, -2, -1, 1, 2, 9, 10, 31)))
    moved = {**named, "on": named["on"] + timedelta(days=days)}

    def with_one(event: dict[str, Any]) -> dict[str, Any]:
        return {**data, "events": [event if at_ == which else each for at_, each in enumerate(events)]}

    issuer = made(shared, plan, f"Acme {next(_NUMBERS)}")
    for each in (named, moved):
        try:
            direct = plan.life(with_one(each))
        except ProblemsError:
            with pytest.raises(ProblemsError):
                bring_in(issuer, with_one(each), plan, "2250-01-02")
            return
        bring_in(issuer, with_one(each), plan, "2250-01-02")
        life = issuer.life(holder, kept)
        question = drawn.draw(strategies.questions(plan, direct))
        assert _ruling(kept, life, question, None) == _ruling(plan, direct, question, None)
