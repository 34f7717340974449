"""`kenri exercise`, `kenri act` and `kenri ask --keep`: what is recorded, what is refused, and what is said of it.

By clause 1 holders exercise in 2025; by clause 2 the company takes back what it likes from 1 March on. Each holds 100.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Answer, Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

PLAN = """\
plan: acme/opts
extends: vocabulary/equity
actions: {take_back: {says: take back rights}, wait: {says: wait}}
balances: {taken: {lapse: true, says: taken back}}
events:
  takes_back: {act: take_back, number: rights, attributes: {rights: number}}
  begins: {act: exercise, number: rights, personal: true, attributes: {rights: number}}
effects: {back: {clause: "2", says: What is taken back is gone., on: {event: takes_back}, moves: {of_event: rights}, to: taken}}
rules:
  in-2025: {clause: "1", says: In 2025., permit: exercise, by: grantee, when: {all: [{from: 2025-01-01}, {before: 2026-01-01}]}}
  later: {clause: "2", says: From March on., permit: take_back, by: company, when: {from: 2025-03-01}}
"""  # noqa: E501  # one rule on one line
LIFE = """\
parties: {ann: {role: grantee}, bob: {role: grantee}}
grants: [{id: a, grantee: ann, on: 2024-01-01, number: 100}, {id: b, grantee: bob, on: 2024-01-01, number: 100}]
"""


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of two holders."""
    (project / "opts.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    made_register(kenri, "opts.yaml", "life.yaml")
    return kenri


def exercise(kenri: Kenri, *options: str, rights: str = "60", on: str = "2025-02-01") -> Answer:
    """What becomes of an exercise by ann."""
    return kenri(
        "exercise", REGISTER, "--holder", "ann", "--event", "exercises", "--on", on, "--rights", rights, *options
    )


def head(kenri: Kenri) -> str:
    found = kenri("register", "verify", REGISTER, "--json").data
    assert found["whole"]
    return str(found["head"])


def problems(answer: Answer) -> list[str]:
    assert answer.code == 2
    return [each["code"] for each in answer.data["problems"]]


def test_an_exercise_is_recorded_with_its_ruling(kept: Kenri) -> None:
    answer = exercise(kept)
    assert answer.code == 0
    assert answer.out.startswith("ALLOWED")
    assert "Recorded as act-6: exercises, on: 2025-02-01, rights: 60, grant: a, who: ann" in answer.out
    assert f"Head: {kept('register', 'verify', REGISTER).out.split()[-1]}" in answer.out.replace("\n", " ")
    balances = kept("ask", "acme/opts", "--register", REGISTER, "--holder", "ann", "--on", "2025-02-02", "--json").data
    assert balances["balances"]["held"] == 40
    history = kept("holder", REGISTER, "ann", "--json").data["history"]
    assert [(each["kind"], each["source"]) for each in history[-2:]] == [
        ("event", "kenri exercise"),
        ("ruling", "kenri exercise"),
    ]


def test_what_is_denied_is_refused_with_the_reason(kept: Kenri) -> None:
    exercise(kept)
    before = head(kept)
    answer = exercise(kept, rights="41")
    assert (answer.code, head(kept)) == (1, before)
    assert answer.out.startswith("DENIED")
    assert "within-what-is-held" in answer.out
    assert answer.out.endswith("Nothing was recorded: it is not permitted.\n")
    assert exercise(kept, "--lang", "ja", rights="41").out.endswith("許されないため、記録しなかった。\n")
    data = exercise(kept, "--json", rights="41").data
    assert (data["recorded"], data["outcome"], data["ruling"]["outcome"]) == (False, "denied", "denied")
    assert kept("audit", "acme/opts", "--register", REGISTER, "--holder", "ann").code == 0


def test_a_refusal_is_kept_on_request(kept: Kenri) -> None:
    answer = exercise(kept, "--keep-refusal", "--key", "r-1", rights="101")
    assert answer.code == 1
    assert "The refusal is kept as r-1." in answer.out
    again = exercise(kept, "--keep-refusal", "--key", "r-1", rights="101")
    assert again.code == 1
    assert again.out.startswith("This request was answered before: DENIED as r-1, by acme/opts general.")
    assert kept("holder", REGISTER, "ann", "--json").data["history"][-1]["kind"] == "ruling"


def test_a_violation_is_kept_on_request_and_found_by_an_audit(kept: Kenri) -> None:
    answer = exercise(kept, "--even-if", "denied", "--key", "v-1", on="2026-02-01")
    assert answer.code == 0
    assert "Recorded as v-1, though not permitted; an audit will tell it" in answer.out
    audit = kept("audit", "acme/opts", "--register", REGISTER, "--holder", "ann", "--json")
    assert audit.code == 1
    assert audit.data["violations"] == ["v-1"]


def test_an_act_that_takes_from_later_ones_is_refused_by_their_names(kept: Kenri) -> None:
    exercise(kept, "--key", "later")
    answer = exercise(kept, rights="41", on="2025-01-15")
    assert answer.code == 1
    assert "With it later would not be permitted any more" in answer.out
    assert exercise(kept, rights="40", on="2025-01-15").code == 0


def test_a_dry_run_writes_nothing(kept: Kenri) -> None:
    before = head(kept)
    assert "It would be recorded: exercises" in exercise(kept, "--dry-run").out
    refused = exercise(kept, "--dry-run", rights="101")
    assert refused.code == 1
    assert refused.out.endswith("It would not be recorded. Nothing was written.\n")
    assert head(kept) == before


def test_every_act_of_a_plan_is_recorded_by_its_event(kept: Kenri) -> None:
    """The company takes back 30 of bob's, for which nobody need be named; bob may not."""
    act = ("act", REGISTER, "take_back", "--holder", "bob", "--rights", "30")
    assert kept(*act, "--on", "2025-02-28").code == 1
    answer = kept(*act, "--on", "2025-03-01", "--json")
    assert answer.code == 0
    assert answer.data["event"] == {
        "event": "takes_back", "on": "2025-03-01", "rights": 30, "grant": "b", "id": answer.data["key"],
    }  # fmt: skip
    assert answer.data["ruling"]["by"] == "company"
    assert kept(*act, "--on", "2025-03-01", "--by", "bob").code == 1
    assert kept(*act, "--on", "2025-03-01", "--by", "company", "--rights", "71").code == 2
    two = kept("exercise", REGISTER, "--holder", "ann", "--on", "2025-02-01", "--rights", "5", "--json")
    assert problems(two) == ["which-event"]
    no_event = kept("act", REGISTER, "wait", "--holder", "ann")
    assert no_event.code == 2
    assert "`kenri ask acme/opts --register REGISTER --holder NAME --on DAY --action wait --keep`" in no_event.err
    assert problems(kept("act", REGISTER, "take_back", "--json")) == ["whose-act"]


def test_all_that_is_wrong_with_a_request_is_told(kept: Kenri) -> None:
    before = head(kept)
    wrong = exercise(kept, "--with", "colour=red", "--with", "on=2025-01-01", "--json", rights="ten")
    assert problems(wrong) == ["no-number-of-rights", "no-part-of", "field-of-record"]
    wrong = exercise(
        kept, "--with", "colour=red", "--with", "treasury_loss=much", "--with", "paid_in_full=perhaps", "--reading",
        "colour=red", "--by", "eve", "--grant", "none", "--json", on="9999-12-31",
    )  # fmt: skip
    assert problems(wrong) == ["act-not-yet", "no-such-reading", "no-part-of", "no-such-grant"]
    wrong = exercise(
        kept, "--with", "treasury_loss=much", "--with", "paid_in_full=perhaps", "--by", "eve", "--key", "", "--json"
    )
    assert problems(wrong) == ["name-not-kept", "not-of-type", "no-party-and-no-role"]
    assert problems(exercise(kept, "--holder", "eve", "--json", rights="0")) == ["option-given-twice"]
    nobody = kept("exercise", REGISTER, "--holder", "eve", "--rights", "0", "--key", "", "--on", "soon", "--json")
    assert problems(nobody) == [
        "name-not-kept", "not-some-rights", "no-such-holder", "not-day-nor-instant", "which-event",
    ]  # fmt: skip
    assert problems(exercise(kept, "--even-if", "always", "--json")) == ["usage"]
    assert problems(exercise(kept, "--on", "9999-12-31", "--json", on="2025-02-01")) == ["option-given-twice"]
    assert problems(exercise(kept, "--json", on="9999-12-31")) == ["act-not-yet"]
    assert head(kept) == before


def test_without_a_day_it_is_done_today(kept: Kenri) -> None:
    """Whichever day that is, in 2025 no more."""
    data = kept("act", REGISTER, "take_back", "--holder", "ann", "--rights", "1", "--json").data
    assert data["event"]["on"] > "2026-01-01"
    assert data["recorded"]


def test_an_answer_is_kept_on_request(kept: Kenri) -> None:
    ask = ("ask", "acme/opts", "--register", REGISTER, "--holder", "ann", "--on", "2025-02-01", "--rights", "5")
    before = head(kept)
    assert kept(*ask).out == kept(*ask, "--keep").out.removesuffix("This answer is kept as answer-6.\n")
    assert head(kept) != before
    assert kept(*ask, "--keep", "--json").data["kept"] == "answer-7"
    history = kept("holder", REGISTER, "ann", "--json").data["history"]
    assert [(each["key"], each["kind"], each["source"]) for each in history[-2:]] == [
        ("answer-6", "ruling", "kenri ask"),
        ("answer-7", "ruling", "kenri ask"),
    ]
    assert history[-1]["data"]["asked"] == {"rights": 5}
    assert "ruling answer-6: action: exercise" in " ".join(kept("holder", REGISTER, "ann").out.split())
    assert problems(kept(*ask, "--keep", "--engine", "forward", "--json")) == ["options-exclude"]
    plain = ("ask", "opts.yaml", "life.yaml", "--grant", "a", "--on", "2025-02-01", "--keep", "--json")
    assert problems(kept(*plain)) == ["option-needs-another"]
