"""Answers that were kept, asked again: which are others by now, and what was recorded when they became so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kenri.register.acts import ActRequest
from kenri.register.answers_again import AnswerAgain, answers_again
from kenri.register.kept_rulings import KeptRuling, keep
from kenri.register.register import Register
from tests.register.small_register import ANN, PLAN, at, company, entry, made, source, written_life

LEFT_ON = "2025-03-01"


def answered(register: Register, key: str, on: str, now: str, **asked: Any) -> None:
    """Ask a question about ann, and keep what was answered."""
    plan = register.plan()
    ruling = plan.ask(register.life("ann", plan), on=on, **asked)
    with register._writing("ann", at(now)) as ledger:
        kept = KeptRuling.of(
            ruling, key=key, holder="ann", since="", on=on, asked=asked, became="answer", verdict=ruling.outcome,
            sequence=ledger.sequence, head=ledger.head, kenri="0.1.0",
        )  # fmt: skip
        keep(ledger, kept, source())
        ledger.flush()


def others(register: Register) -> dict[str, tuple[Any, ...]]:
    return {
        each.given.key: (each.given.outcome, _outcome(each), [str(record) for record in each.turned_by])
        for each in answers_again(register)
        if each.is_other
    }


def _outcome(found: AnswerAgain) -> str | None:
    return None if found.again is None else found.again.outcome


def test_an_answer_is_other_by_what_was_recorded_later(address: str, tmp_path: Path) -> None:
    """Until thirty days after leaving on 1 March he may: on 25 March he could. That he left on 20 February is recorded
    later, and then on 25 March he could not; on 10 March he could anyway.
    """
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    answered(register, "q1", "2025-03-25", "2026-01-03")
    answered(register, "q2", "2025-03-10", "2026-01-03")
    assert others(register) == {}
    assert [each.given.key for each in answers_again(register, "bob")] == []
    more = entry("event", "x", {"event": "meets", "on": "2025-01-01"}, of="ann")
    register.apply([more], author="ann", now=at("2026-01-04"))
    register.apply(written_life(ANN.replace(LEFT_ON, "2025-02-20")), author="ann", now=at("2026-01-05"))
    assert others(register) == {"q1": ("allowed", "denied", ["#9 event left"])}


def test_what_came_after_an_answer_does_not_make_it_wrong(address: str, tmp_path: Path) -> None:
    """He was told on the day that he may exercise 90, and did: asked at the same place it is the same answer. That he
    had exercised 5 the day before, which nobody knew, makes it 85.
    """
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    answered(register, "q1", "2025-02-10", "2026-01-03")

    def exercise(key: str, on: str, rights: int) -> Any:
        data = {"event": "exercises", "on": on, "who": "ann", "rights": rights, "grant": "a1"}
        return entry("event", key, data, of="ann")

    register.apply([exercise("x1", "2025-02-10", 90)], author="ann", now=at("2026-01-04"))
    assert others(register) == {}
    register.apply([exercise("x0", "2025-02-09", 5)], author="ann", now=at("2026-01-05"))
    (found,) = answers_again(register)
    assert found.again is not None
    assert (found.given.most, found.again.most) == ("90", 85)
    assert [str(each) for each in found.turned_by] == ["#8 event x0"]


def test_another_version_of_the_plan_is_named(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    answered(register, "q1", "2025-03-25", "2026-01-03")
    path = tmp_path / "options.yaml"
    path.write_text(PLAN.replace("days: 30", "days: 20"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-02-01"))
    assert others(register) == {"q1": ("allowed", "denied", ["#7 plan acme/options"])}


def test_a_grant_that_was_taken_back_cannot_be_asked_about(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    data = {"grantee": "ann", "on": "2024-01-01", "number": 100}
    register.apply(
        [entry("party", "ann", {"role": "grantee"}), entry("grant", "a1", data), entry("grant", "a2", data)],
        author="ann", now=at("2026-01-02"),
    )  # fmt: skip
    answered(register, "q1", "2025-03-25", "2026-01-03", grant="a1")
    register.apply([entry("grant", "a1", data, cancelled=True)], author="ann", now=at("2026-01-04"))
    assert others(register) == {"q1": ("allowed", None, ["#6 grant a1"])}


def test_acts_that_were_recorded_with_their_rulings_are_asked_again(address: str, tmp_path: Path) -> None:
    """Ann asks for 60 of 100 and then for 30 more on the same day, which is allowed both times; that 20 had been
    exercised the day before is told later: the first was still right, though of 80 at most, and the second was not.
    """
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    for key, rights in (("r1", 60), ("r2", 30)):
        request = ActRequest(action="exercise", holder="ann", on="2026-02-01", rights=rights, key=key)
        assert register.act(request, author="hr", now=at("2026-03-01")).is_recorded
    assert others(register) == {}
    data = {"event": "exercises", "on": "2026-01-31", "who": "ann", "grant": "ann-1", "rights": 20}
    register.apply([entry("event", "late", data)], author="ann", now=at("2026-04-01"))
    found = {each.given.key: each for each in answers_again(register, "ann") if each.is_other}
    told = {key: (each.given.most, str(each.again.most) if each.again else "") for key, each in found.items()}
    assert told == {"r1": ("100", "80"), "r2": ("40", "20")}
    assert [each.again.outcome for each in found.values() if each.again] == ["allowed", "denied"]
    assert [[record.key for record in each.turned_by] for each in found.values()] == [["late"], ["late"]]


def test_an_answer_is_asked_again_where_a_life_may_name_somebody_of_another(address: str, tmp_path: Path) -> None:
    """Of 100 she exercised 10: 90 are left, asked again too. Any text of an event may be the name of a party of another
    life, who is looked for in the register whenever her life is made.
    """
    register = made(address, tmp_path)
    data = {"event": "exercises", "on": "2025-02-01", "who": "ann", "grant": "ann-1", "rights": 10}
    exercised = entry("event", "x1", {**data, "requested_on": "2025-01-31"}, of="ann")
    register.apply([*company(), exercised], author="ann", now=at("2026-01-02"))
    answered(register, "q1", "2025-03-25", "2026-01-03")
    (found,) = answers_again(register)
    assert (found.is_other, found.again and found.again.most) == (False, 90)
