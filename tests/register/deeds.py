"""What writes to a register, each time alike, so that what it holds then is the same to the last hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

from kenri.model.problems import ProblemsError
from kenri.register import database
from kenri.register.acts import ActRequest
from kenri.register.chain import verified
from kenri.register.register import Register
from tests.register.small_register import PLAN, at, codes, company, made

Told: TypeAlias = Literal["kept", "not-written", "not-known", "wrongly-told"]

NOTHING = "nothing"
"""The state of what is no register yet."""


def told(work: Callable[[], object]) -> Told:
    """What whoever does some work is told of it."""
    try:
        work()
    except ProblemsError as error:
        match codes(error.problems):
            case ["database-failed"]:
                return "not-written"
            case ["perhaps-written"]:
                return "not-known"
            case _:
                return "wrongly-told"
    return "kept"


def state(address: str) -> str:
    """What a register says, as one line: the head of its chain, which is whole, and the lives of its holders."""
    register = opened(address)
    if register is None:
        return NOTHING
    with register.reading() as ledger:
        found = verified(ledger)
    assert found.problems == (), found.problems
    lives = dict(register.lives(register.plan())) if register.plans() else {}
    return f"{found.records}:{found.head} {lives}"


def opened(address: str) -> Register | None:
    """The register at an address; None where whoever was to make it was stopped."""
    try:
        return Register.open(address)
    except ProblemsError as error:
        if codes(error.problems) != ["not-a-register"]:
            raise
        return None


# --- what there is before


def empty(address: str, folder: Path) -> None:
    """Nothing but a plan that can be taken in."""
    (folder / "options.yaml").write_text(PLAN, encoding="utf-8")


def planned(address: str, folder: Path) -> None:
    """A register with a plan, of which there is another version to be taken in."""
    made(address, folder)
    (folder / "options.yaml").write_text(PLAN.replace("days: 30", "days: 40"), encoding="utf-8")


def filled(address: str, folder: Path) -> None:
    """A register with holders of 100 rights each."""
    made(address, folder).apply(company(), author="ann", now=at("2026-01-02"))


def older(address: str, folder: Path) -> None:
    """The same, of the first form that registers had."""
    newest = database._NEWEST
    database._NEWEST = "0001"
    try:
        filled(address, folder)
    finally:
        database._NEWEST = newest


# --- what is done


def create(address: str, folder: Path) -> None:
    Register.create(address, "Acme")


def take_plan(address: str, folder: Path) -> None:
    Register.open(address).add_plan(str(folder / "options.yaml"), author="ann", now=at("2026-01-03"))


def bring_in(address: str, folder: Path) -> None:
    many = company(tuple(f"h{number}" for number in range(150)))
    Register.open(address).apply(many, author="ann", now=at("2026-01-03"))


def act(address: str, folder: Path, *, key: str = "form-1", rights: int = 60) -> None:
    request = ActRequest(action="exercise", holder="ann", on="2026-02-01", rights=rights, key=key)
    answer = Register.open(address).act(request, author="hr", now=at("2026-03-01"))
    assert answer.is_recorded


def act_beside(address: str, folder: Path) -> None:
    """An act of another at the same time, for which there are enough rights."""
    act(address, folder, key="form-2", rights=30)


def migrate(address: str, folder: Path) -> None:
    Register.open(address)


def must_hold_both(address: str, found: str, how: Told | None) -> None:
    """Of two acts at once both are there, each once; `found` is the state before the first was done again, of which
    somebody was told so (None: nothing).
    """
    register = Register.open(address)
    with register.reading() as ledger:
        keys = sorted(record.key for record in ledger.of_holder("ann") if record.kind == "event")
    assert keys == ["form-1", "form-2"], f"what is there of two acts: {keys}"
    assert "form-2" in found, "what another did is gone"
    if how == "kept":
        assert "form-1" in found, "what was acknowledged is gone"
    if how == "not-written":
        assert "form-1" not in found, "what was told as not written is there"
    plan = register.plan()
    assert plan.audit(register.life("ann", plan)).is_clean


def must_be_as_told(found: str, before: str, after: str, how: Told | None) -> None:
    """What is found is what was there before, or what was to be there, whatever was told (None: nothing)."""
    assert how != "wrongly-told", "something else was told"
    assert found in (before, after), f"a state that nobody made: {found[:300]}"
    if how == "kept":
        assert found == after, "what was acknowledged is gone"
    if how == "not-written":
        assert found == before, "what was told as not written is there"
