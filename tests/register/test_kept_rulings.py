"""Answers that a register keeps: read back as they were given, and asked again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kenri.model.problems import ProblemsError
from kenri.register.chain import verified
from kenri.register.kept_rulings import KeptRuling, keep, kept_rulings
from kenri.register.register import Register
from tests.register.small_register import ANN, at, codes, made, source, written_life


def kept(register: Register) -> KeptRuling:
    """A ruling on a question about a part of a right, put at the end of the chain."""
    plan = register.plan()
    life = register.life("ann", plan)
    ruling = plan.ask(life, on="2025-03-20", rights=Fraction(1, 3), by="ann")
    with register._writing("ann", at("2026-02-01")) as ledger:
        found = KeptRuling.of(
            ruling, key="q1", holder="ann", since="", on="2025-03-20", asked={"rights": "1/3", "by": "ann"},
            became="answer", verdict=ruling.outcome, sequence=ledger.sequence, head=ledger.head, kenri="0.1.0",
        )  # fmt: skip
        keep(ledger, found, source())
        ledger.flush()
    return found


def test_a_kept_ruling_is_read_back_as_it_was_and_asked_again(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    before = dict(register.lives(register.plan()))
    written = kept(register)
    assert written.rules == (("holder", "1"),)
    with register.reading() as ledger:
        ((record, found),) = kept_rulings(ledger)
        assert [each for _, each in kept_rulings(ledger, "bob")] == []
        assert [each for _, each in kept_rulings(ledger, "ann")] == [found]
        assert verified(ledger, (record.sequence, record.hash)).problems == ()
        assert (found.sequence, found.head) != (ledger.sequence, ledger.head)
    assert found == written
    again = register.plan().ask(register.life("ann", register.plan()), found.action, on=found.on, **found.asked)
    assert (again.outcome, again.number) == (found.outcome, Fraction(1, 3))
    assert dict(register.lives(register.plan())) == before, "an answer is no part of a life"
    assert [each.kind for each in register.history("ann")][-1] == "ruling"


def test_a_record_that_keeps_no_ruling_is_found(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    with register._writing("ann", at("2026-02-01")) as ledger:
        ledger.add(
            kind="ruling", life="", key="q", since="", reach="ann", plan="acme/options", known=None, corrects=None,
            cancelled=False, body='{"data":{"outcome":"allowed"}}', source=source(),
        )  # fmt: skip
        ledger.flush()
    with register.reading() as ledger, pytest.raises(ProblemsError) as error:
        list(kept_rulings(ledger))
    assert codes(error.value.problems) == ["record-changed"]
