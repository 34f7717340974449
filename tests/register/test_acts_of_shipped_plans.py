"""Every act that a shipped scenario records, requested on a register: an audit finds what the request was told.

The acts of a life are taken out of it, and requested one after another in one of three ways, which are drawn by their
names: to be recorded if it is allowed, to be recorded in any case, or only to be told.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

import kenri
from kenri.api import LoadedPlan
from kenri.audit import Audit
from kenri.faces.inputs.scenarios_of import scenarios_of
from kenri.loader.library import Library
from kenri.loader.plain_data import PlainData
from kenri.loader.record_keys import EVENT
from kenri.loader.written_lives import life_data
from kenri.model.life import Event, Life
from kenri.model.problems import ProblemsError
from kenri.register.acts import ActAnswer, ActRequest
from kenri.register.life_entries import life_entries
from kenri.register.plan_versions import KeptPlan
from kenri.register.register import Register
from tests.effort import THIS_RUN, those_with_a_turn
from tests.register.small_register import at

TURNS = 6
NOW = at("2250-01-01")

_NUMBERS = count()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database in which each life has an issuer of its own."""
    return str(tmp_path_factory.mktemp("register") / "register.db")


@pytest.mark.takes_turns(6)
@pytest.mark.parametrize("id_", Library().ids())
def test_an_audit_finds_of_every_act_what_its_request_was_told(id_: str, shared: str) -> None:
    plan = kenri.load(id_)
    lives = {repr(life_data(each.life, plan.plan)): each.life for each in scenarios_of(id_, plan, None)}
    acting = {key: life for key, life in lives.items() if any(is_request(plan, life, each) for each in life.events)}
    tried = sum(requested(plan, acting[key], shared) for key in those_with_a_turn(sorted(acting), TURNS))
    assert tried or not acting or not THIS_RUN.is_all


def is_request(plan: LoadedPlan, life: Life, event: Event) -> bool:
    """Whether an event records an act, and nothing that was corrected later."""
    kind = plan.plan.events.get(event.kind)
    is_corrected = event.corrects is not None or any(each.corrects == event.id for each in life.events)
    return kind is not None and kind.act is not None and not is_corrected and not event.is_listed


def requested(plan: LoadedPlan, life: Life, address: str) -> int:
    """Request the acts of a life one after another; how many there were."""
    data = life_data(life, plan.plan)
    told = [each for each in life.events if not each.is_listed]
    acts = {each.id: each for each in told if is_request(plan, life, each)}
    events = [{**each, "id": event.id} for each, event in zip(data.get("events", ()), told, strict=True)]
    base = {**data, "events": [each for each in events if each["id"] not in acts]}
    try:
        plan.life(base)
    except ProblemsError:  # some other event names an act
        return 0
    register = Register.create(address, f"Acme {next(_NUMBERS)}")
    for each in (plan.id, *life.plans):
        register.add_plan(each, author="ann", now=at("1990-01-01"))
    register.apply(list(life_entries(PlainData(base, "life.yaml"), plan.id)), author="ann", now=at("1990-01-02"))
    kept = register.plan(plan.id)
    absent = {*acts}
    tried = 0
    for written in events:
        if written["id"] in acts and absent.isdisjoint(_named(written)):
            tried += 1
            if requested_one(register, kept, life, acts[written["id"]], written):
                absent.remove(written["id"])
    return tried


def _named(written: Mapping[str, Any]) -> set[str]:
    """The texts in an event, any of which may be the id of another."""
    return {value for name, value in written.items() if name != "id" and isinstance(value, str)}


def _has_role(life: Life, who: str, role: str) -> bool:
    """Whether the record names who did it, and not whom it happened to."""
    return who in life.parties and role in life.parties[who].roles


def requested_one(register: Register, plan: KeptPlan, life: Life, event: Event, written: Mapping[str, Any]) -> bool:
    """Whether an act was recorded, and with everything that the law asks."""
    kind = plan.plan.events[event.kind]
    own = [each for each in life.grants_under(plan.plan).values() if event.grant in (None, each.id)]
    grant = own[0] if own and not plan.is_about_company(kind.act or "") else None
    names = {name for name in written if name not in EVENT and name != kind.number}
    way = zlib.crc32(repr(written).encode()) % 3
    request = ActRequest(
        action=kind.act or "",
        on=written["on"],
        holder=None if grant is None else grant.grantee,
        plan=plan.id,
        grant=None if grant is None else grant.id,
        rights=written.get(kind.number or ""),
        by=None if kind.by and not _has_role(life, event.who, kind.by) else written.get("who"),
        event=event.kind,
        fields={name: written[name] for name in names},
        even_if="denied" if way == 1 else "allowed",
        key=event.id,
    )
    before, head = audited(register, plan, request), state(register)
    answer = register.act(request, author="ann", now=NOW, only_tell=way == 2)
    if not answer.is_kept:
        assert (state(register), answer.sequence, answer.head) == (head, *head)
        assert not answer.is_recorded
        assert way == 2 or answer.outcome != "allowed"
        return False
    after = audited(register, plan, request)
    agrees(before, after, answer)
    again = register.act(request, author="ann", now=NOW)
    assert (again.kept, again.is_again, again.sequence) == (answer.kept, True, answer.sequence)
    return True


def agrees(before: Audit, after: Audit, answer: ActAnswer) -> None:
    """Whether an audit finds what an answer told."""
    new = {*after.violating} - {*before.violating}
    unknown = {*after.unjudged} - {*before.unjudged}
    if answer.outcome == "allowed":
        assert not new
        assert not unknown
        assert answer.kept.violates == ()
    else:
        own = {answer.kept.event} & unknown  # it cannot be judged, and so is surely no violation
        assert new | unknown == {*answer.kept.violates} | own
    assert answer.is_recorded


def audited(register: Register, plan: KeptPlan, request: ActRequest) -> Audit:
    if request.holder is None:
        return plan.audit(register.whole(plan))
    return plan.audit(register.life(request.holder, plan))


def state(register: Register) -> tuple[int, str]:
    with register.reading() as ledger:
        return ledger.sequence, ledger.head
