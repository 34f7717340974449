"""Requests that wait are recorded, withdrawn or refused once, and nothing that was kept of them is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.model.problems import ProblemsError
from kenri.register.acts import ActRequest
from kenri.register.answers_again import answers_again
from kenri.register.chain import verified
from kenri.register.kept_rulings import kept_rulings
from kenri.register.register import Register
from kenri.register.requests import requests
from tests.register.small_register import BOARD, at, codes, written_life


@pytest.fixture
def register(address: str, tmp_path: Path) -> Register:
    """A register in which a request of Leo waits, and one of Mia."""
    (tmp_path / "board.yaml").write_text(BOARD, encoding="utf-8")
    made = Register.create(address, "Acme")
    made.add_plan(str(tmp_path / "board.yaml"), author="ann", now=at("2025-04-01"))
    for name in ("leo", "mia"):
        life = f"parties: {{{name}: {{role: grantee}}}}\ngrants: [{{id: {name}-1, grantee: {name}, number: 9}}]\n"
        made.apply(written_life(life, "acme/board", f"{name}.yaml"), author="ann", now=at("2025-04-02"))
        ask(made, f"of-{name}", holder=name)
    return made


def ask(register: Register, key: str, *, holder: str = "leo", rights: int = 5) -> None:
    request = ActRequest(
        action="exercise", holder=holder, rights=rights, on="2025-04-02", keeps_refusal=True, key=key
    )  # fmt: skip
    register.act(request, now=at("2025-04-03"), author=holder)


def states(register: Register, holder: str | None = None) -> dict[str, tuple[str, str]]:
    with register.reading() as ledger:
        return {each.given.key: (each.state, each.reason) for each in requests(ledger, holder)}


def refused(register: Register, request: str, how: str, **said: str) -> list[str]:
    """The codes by which it is refused to set a request aside; nothing is written then."""
    with register.reading() as ledger:
        before = ledger.head
    with pytest.raises(ProblemsError) as error:
        register.set_aside(request, how, now=at("2025-05-01"), author="hr", **said)  # type: ignore[arg-type]
    with register.reading() as ledger:
        assert ledger.head == before
    return codes(error.value.problems)


def test_what_is_set_aside_waits_no_more_and_stays_as_it_was(register: Register) -> None:
    with register.reading() as ledger:
        before = list(kept_rulings(ledger))
    ended = register.set_aside("of-leo", "refused", reason="The board said no.", now=at("2025-05-01"), author="hr")
    register.set_aside("of-mia", "withdrawn", now=at("2025-05-02"), author="mia", holder="mia")
    assert ended.ended is not None
    assert (ended.state, ended.ended.author, ended.ended.recorded) == ("refused", "hr", at("2025-05-01"))
    assert states(register) == {"of-leo": ("refused", "The board said no."), "of-mia": ("withdrawn", "")}
    assert states(register, "mia") == {"of-mia": ("withdrawn", "")}
    with register.reading() as ledger:
        after = list(kept_rulings(ledger))
        assert after[: len(before)] == before
        assert [(given.became, given.sets_aside, given.reason) for _, given in after[len(before) :]] == [
            ("refused", "of-leo", "The board said no."), ("withdrawn", "of-mia", ""),
        ]  # fmt: skip
        assert verified(ledger, (ledger.sequence, ledger.head)).problems == ()
    assert [each.given.key for each in answers_again(register)] == ["of-leo", "of-mia"]  # asked again once


@pytest.mark.parametrize("first", ["withdrawn", "refused"])
@pytest.mark.parametrize("second", ["withdrawn", "refused"])
def test_it_is_set_aside_once_and_not_recorded_any_more(first: str, second: str, register: Register) -> None:
    register.set_aside("of-leo", first, reason="No.", now=at("2025-05-01"), author="hr")  # type: ignore[arg-type]
    assert refused(register, "of-leo", second, reason="No.") == ["request-over"]
    with pytest.raises(ProblemsError) as error:
        register.act_requested("of-leo", "unknown", now=at("2025-05-02"), author="hr")
    assert codes(error.value.problems) == ["request-over"]
    assert not [each for each in register.history("leo") if each.kind == "event"]


def test_what_was_recorded_is_not_set_aside(register: Register) -> None:
    assert not register.act_requested("of-leo", "allowed", now=at("2025-05-01"), author="hr").is_recorded
    assert states(register, "leo") == {"of-leo": ("waits", "")}
    assert register.act_requested("of-leo", "unknown", now=at("2025-05-01"), author="hr").is_recorded
    assert states(register, "leo") == {"of-leo": ("recorded", "")}
    assert refused(register, "of-leo", "withdrawn") == ["request-over"]


def test_what_was_not_permitted_does_not_wait(register: Register) -> None:
    ask(register, "more", rights=10)  # of nine
    assert states(register, "leo")["more"] == ("not-permitted", "")
    assert refused(register, "more", "refused", reason="No.") == ["request-over"]


def test_only_requests_are_set_aside_and_only_those_of_the_holder_who_is_named(register: Register) -> None:
    _, kept = register.answer("acme/board", "leo", on="2025-04-02", now=at("2025-04-04"), author="ann")
    assert refused(register, kept.key, "withdrawn") == ["no-such-request"]
    assert refused(register, "none", "withdrawn") == ["no-such-request"]
    assert refused(register, "of-mia", "withdrawn", holder="leo") == ["no-such-request"]
    assert states(register, "mia") == {"of-mia": ("waits", "")}


@pytest.mark.parametrize("reason", ["", " ", "a\nb", "\x1b[31m", "\u202eb", "x" * 501])
def test_a_refusal_has_a_reason_that_can_be_read(reason: str, register: Register) -> None:
    assert refused(register, "of-leo", "refused", reason=reason) == ["no-reason"]


def test_a_key_that_would_name_it_and_is_taken_is_left_alone(register: Register) -> None:
    ask(register, "of-leo-withdrawn", rights=1)
    register.set_aside("of-leo", "withdrawn", now=at("2025-05-01"), author="leo")
    assert states(register, "leo") == {"of-leo": ("withdrawn", ""), "of-leo-withdrawn": ("waits", "")}
    register.set_aside("of-leo-withdrawn", "withdrawn", now=at("2025-05-01"), author="leo")
    assert states(register, "leo")["of-leo-withdrawn"] == ("withdrawn", "")


def test_an_act_of_its_own_under_such_a_key_is_not_the_request_recorded(register: Register) -> None:
    register.set_aside("of-leo", "withdrawn", now=at("2025-04-03"), author="leo")
    for name in ("leo", "mia"):
        key = f"of-{name}-recorded"
        other = ActRequest(action="exercise", holder=name, rights=1, on="2025-04-02", even_if="unknown", key=key)
        assert register.act(other, now=at("2025-04-04"), author="hr").is_recorded
    assert states(register) == {"of-leo": ("withdrawn", ""), "of-mia": ("waits", "")}
    register.set_aside("of-mia", "refused", reason="No.", now=at("2025-05-02"), author="hr")
    assert states(register, "mia") == {"of-mia": ("refused", "No.")}


def test_a_request_is_recorded_however_long_its_key_may_be(register: Register) -> None:
    """What is recorded of it has a key that is made of its own, and is as long as a register keeps it."""
    with pytest.raises(ProblemsError) as error:
        ask(register, "k" * 392)
    assert codes(error.value.problems) == ["name-not-kept"]
    longest = "k" * 391
    ask(register, longest)
    answer = register.act_requested(longest, "unknown", now=at("2025-05-01"), author="hr")
    assert answer.is_recorded
    assert states(register)[longest] == ("recorded", "")
    ask(register, "m" * 391, rights=1)
    register.set_aside("m" * 391, "withdrawn", now=at("2025-05-02"), author="leo")
