"""Requests to act on a register: recorded with their rulings, refused, or kept as violations, as was asked.

By the small plan holders exercise what they hold until 30 days after leaving (clauses 1 and 2); a grant is of 100.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from kenri.model.problems import ProblemsError, refused
from kenri.model.sentences import Sentence
from kenri.register.acts import ActAnswer, ActRequest
from kenri.register.answers_again import answers_again
from kenri.register.chain import verified
from kenri.register.kept_rulings import kept_rulings
from kenri.register.register import Register
from tests.register.small_register import PLAN, at, codes, company, entry, made, source, written_life

Act = Callable[..., ActAnswer]
NOW = "2026-03-01"


@pytest.fixture
def register(address: str, tmp_path: Path) -> Register:
    """A register in which ann and bob hold 100 each."""
    found = made(address, tmp_path)
    found.apply(company(), author="ann", now=at("2026-01-02"))
    return found


@pytest.fixture
def act(register: Register) -> Act:
    return acting(register)


def acting(register: Register, now: str = NOW, author: str = "hr") -> Act:
    """What ann asks for, if it says nothing else: to exercise on 1 February 2026."""

    def act(only_tell: bool = False, **said: Any) -> ActAnswer:
        request = ActRequest(**{"action": "exercise", "holder": "ann", "on": "2026-02-01", **said})
        return register.act(request, author=author, now=at(now), only_tell=only_tell)

    return act


def refusal(act: Act, **said: Any) -> list[str]:
    with pytest.raises(ProblemsError) as error:
        act(**said)
    return codes(error.value.problems)


def head(register: Register) -> tuple[int, str]:
    with register.reading() as ledger:
        return ledger.sequence, ledger.head


def held(register: Register, holder: str = "ann") -> Any:
    """What a holder holds at the end of February 2026."""
    plan = register.plan()
    life = register.life(holder, plan)
    return plan.ask(life, on="2026-02-28", grant=f"{holder}-1").balances["held"]


def violating(register: Register) -> tuple[str, ...]:
    plan = register.plan()
    return plan.audit(register.life("ann", plan)).violating


def test_what_is_allowed_is_recorded_with_its_ruling(register: Register, act: Act) -> None:
    before = head(register)
    answer = act(rights=60)
    assert (answer.outcome, answer.is_recorded, answer.is_kept, answer.is_again) == ("allowed", True, True, False)
    assert held(register) == 40
    event, ruling = register.history("ann")[-2:]
    assert (event.kind, event.data["rights"], event.known) == ("event", 60, at(NOW) // 1_000_000)
    assert event.author == "hr"
    kept = answer.kept
    assert (kept.rules, kept.became, kept.event) == ((("holder", "1"),), "event", event.key)
    assert (kept.sequence, kept.head) == before, "it was judged on the record as it was before it"
    with register.reading() as ledger:
        assert list(kept_rulings(ledger)) == [(ruling, kept)]
        assert verified(ledger, (answer.sequence, answer.head)).problems == ()
    assert violating(register) == ()


def test_what_is_denied_is_refused_and_leaves_nothing(register: Register, act: Act) -> None:
    act(rights=60)
    before = head(register)
    answer = act(rights=41)
    assert (answer.outcome, answer.is_recorded, answer.is_kept) == ("denied", False, False)
    assert answer.ruling is not None
    assert answer.ruling.rules == ("within-what-is-held",)
    assert head(register) == before
    assert act(rights=40).is_recorded
    assert held(register) == 0


def test_a_refusal_can_be_kept_as_an_answer(register: Register, act: Act) -> None:
    answer = act(rights=101, keeps_refusal=True)
    assert (answer.is_recorded, answer.is_kept, answer.kept.became) == (False, True, "nothing")
    assert held(register) == 100
    assert [each.kind for each in register.history("ann")][-1] == "ruling"
    assert violating(register) == ()


def test_what_is_denied_can_be_kept_as_a_violation(register: Register, act: Act) -> None:
    answer = act(rights=101, even_if="denied")
    assert (answer.outcome, answer.is_recorded) == ("denied", True)
    assert violating(register) == (answer.kept.event,) == answer.kept.violates


def test_only_to_tell_writes_nothing(register: Register, act: Act) -> None:
    before = head(register)
    answer = act(only_tell=True, rights=60)
    assert (answer.outcome, answer.is_recorded, answer.is_kept) == ("allowed", False, False)
    assert head(register) == before
    assert act(only_tell=True, rights=60, even_if="denied", keeps_refusal=True).is_kept is False
    assert head(register) == before


def test_an_earlier_day_takes_nothing_from_what_was_exercised_later(register: Register, act: Act) -> None:
    """100 less 60 of 1 February; on 15 January all 100 were held, but 60 of them are spoken for."""
    later = act(rights=60)
    refused = act(rights=41, on="2026-01-15")
    assert (refused.outcome, refused.kept.outcome, refused.is_recorded) == ("denied", "allowed", False)
    assert refused.kept.violates == (later.kept.event,)
    assert act(rights=40, on="2026-01-15").is_recorded
    assert violating(register) == ()
    kept = act(rights=1, on="2026-01-15", even_if="denied")
    assert (kept.is_recorded, kept.kept.violates) == (True, (later.kept.event,))
    assert violating(register) == (later.kept.event,)


def test_the_same_request_is_recorded_once(register: Register, act: Act) -> None:
    first = act(rights=60, key="r-1")
    before = head(register)
    for rights in (60, "60", Fraction(60)):
        again = act(rights=rights, key="r-1")
        assert (again.is_again, again.kept, again.event["rights"]) == (True, first.kept, 60)
        assert (again.outcome, again.is_recorded, again.ruling) == ("allowed", True, None)
    assert refusal(act, rights=50, key="r-1") == ["key-of-another-request"]
    assert refusal(acting(register, author="ann"), rights=60, key="r-1") == ["key-of-another-request"]
    assert refusal(act, rights=60, key="r-1", holder="bob") == ["key-of-another-request"]
    assert head(register) == before
    assert act(rights=40, key="r-2").is_recorded
    refused = act(rights=1, key="r-3", keeps_refusal=True)
    assert act(rights=1, key="r-3").kept == refused.kept
    for key in ("", "x" * 401, "a\nb"):
        assert refusal(act, rights=1, key=key) == ["name-not-kept"]


def test_a_request_that_was_refused_and_not_kept_is_judged_anew(register: Register, act: Act) -> None:
    assert not act(rights=120, key="r-1").is_recorded
    more = {"grantee": "ann", "on": "2024-01-01", "number": 120}
    register.apply([entry("grant", "ann-1", more)], author="hr", now=at("2026-02-02"))
    assert act(rights=120, key="r-1").is_recorded


def test_a_key_is_no_name_of_another_event(register: Register, act: Act) -> None:
    data = {"event": "exercises", "on": "2026-01-10", "rights": 5, "grant": "ann-1", "who": "ann", "id": "x-1"}
    register.apply([entry("event", "x-1", data)], author="hr", now=at("2026-02-02"))
    assert refusal(act, rights=1, key="x-1") == ["key-of-an-event"]
    number = head(register)[0] + 1
    id_ = f"act-{number + 1}"
    data = {**data, "id": id_}
    register.apply([entry("event", id_, data, row=2)], author="hr", now=at("2026-02-02"))
    assert act(rights=1).kept.key == f"act-{number + 2}"
    assert held(register) == 100 - 5 - 5 - 1


def test_what_is_not_known_is_recorded_only_if_that_was_asked_for(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    (tmp_path / "options.yaml").write_text(
        PLAN.replace("permit: exercise", "permit: exercise, when: {from: board_date}"), encoding="utf-8"
    )
    register.add_plan(str(tmp_path / "options.yaml"), author="ann", now=at("2026-01-01"))
    register.apply(company(("ann",)), author="ann", now=at("2026-01-02"))
    act, before = acting(register), head(register)
    answer = act(rights=5)
    assert (answer.outcome, answer.is_recorded, answer.kept.missing) == ("unknown", False, ("board_date",))
    assert head(register) == before
    kept = act(rights=5, even_if="unknown")
    assert (kept.outcome, kept.is_recorded, kept.kept.violates) == ("unknown", True, ())
    plan = register.plan()
    assert plan.audit(register.life("ann", plan)).unjudged == (kept.kept.event,)


def test_a_day_must_have_come(register: Register, act: Act) -> None:
    assert refusal(act, rights=1, on="2026-03-02") == ["act-not-yet"]
    assert refusal(act, rights=1, on="9999-12-31") == ["act-not-yet"]
    assert refusal(act, rights=1, on="2026-03-01T12:00:01Z") == ["act-not-yet"]
    assert act(rights=1, on="2026-03-01T12:00:00Z").is_recorded
    assert act(rights=1, on="2026-03-01").is_recorded


MEANINGLESS: list[tuple[dict[str, Any], str]] = [
    ({"holder": "eve"}, "no-such-holder"),
    ({"holder": None}, "whose-act"),
    ({"action": "fly"}, "no-such-action"),
    ({"plan": "acme/other"}, "no-such-plan-in-register"),
    ({"grant": "bob-1"}, "no-such-grant"),
    ({"by": "eve"}, "no-party-and-no-role"),
    ({"by": "heir"}, "nobody-of-role"),
    ({"rights": 0}, "not-some-rights"),
    ({"rights": "-1"}, "not-some-rights"),
    ({"rights": "ten"}, "no-number-of-rights"),
    ({"rights": None}, "how-many"),
    ({"on": "soon"}, "not-day-nor-instant"),
    ({"on": "2026-02-30"}, "no-such-day"),
    ({"event": "leaves"}, "event-of-another-action"),
    ({"fields": {"rights": 5}}, "field-of-record"),
    ({"fields": {"on": "2026-02-02", "corrects": "x"}}, "field-of-record"),
    ({"fields": {"colour": "red"}}, "no-part-of"),
    ({"fields": {"colour": "red"}, "rights": "x"}, "no-part-of no-number-of-rights"),
    ({"fields": {"paid_in_full": "perhaps"}}, "not-of-type"),
    ({"readings": {"colour": "red"}}, "no-such-reading"),
]


def test_what_means_nothing_is_told_and_writes_nothing(register: Register, act: Act) -> None:
    before = head(register)
    for said, code in MEANINGLESS:
        assert set(refusal(act, **{"rights": 5, **said})) == set(code.split()), said
    assert head(register) == before


def test_parts_of_rights_and_many_are_judged_by_the_rules(register: Register, act: Act) -> None:
    assert act(rights=10**30).outcome == "denied"
    assert act(rights="1/3").event["rights"] == "1/3"
    assert held(register) == 100 - Fraction(1, 3)


TWO = """\
parties: {cat: {role: grantee}, kid: {role: heir}, acme: {role: company}}
grants:
  - {id: c1, grantee: cat, on: 2024-01-01, number: 10}
  - {id: c2, grantee: cat, on: 2025-01-01, number: 20}
events: [{id: died, on: 2025-12-01, event: dies, who: cat}]
"""


def test_who_holds_several_grants_says_which(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(TWO, "acme/options", "cat.yaml"), author="ann", now=at("2026-01-02"))
    act = acting(register)
    assert refusal(act, holder="cat", rights=5) == ["which-grant"]
    answer = act(holder="cat", rights=11, grant="c2")
    assert (answer.event["grant"], answer.is_recorded, answer.kept.life) == ("c2", True, "cat")
    assert not act(holder="cat", rights=11, grant="c1").is_recorded
    heir = act(holder="cat", rights=5, grant="c1", by="kid")
    assert (heir.outcome, heir.ruling is not None and heir.ruling.by) == ("denied", "kid"), "clause 1: the grantee"
    plan = register.plan()
    assert plan.audit(register.life("cat", plan)).violating == ()


def test_each_day_is_judged_by_the_version_that_is_used_on_it(register: Register, act: Act, tmp_path: Path) -> None:
    """From 1 February on nobody exercises."""
    (tmp_path / "options.yaml").write_text(
        PLAN.replace("permit: exercise, by: grantee", "permit: exercise, by: company"), encoding="utf-8"
    )
    register.add_plan(str(tmp_path / "options.yaml"), author="ann", now=at("2026-02-20"), since="2026-02-01")
    before, after = act(rights=5, on="2026-01-31"), act(rights=5, on="2026-02-01")
    assert (before.outcome, before.kept.since) == ("allowed", "")
    assert (after.outcome, after.kept.since) == ("denied", "2026-02-01")


def test_a_fact_that_changes_is_looked_at_as_of_the_day(address: str, tmp_path: Path) -> None:
    """Until 31 January the board had set 2027, from 1 February on it had set 2025."""
    register = made(address, tmp_path)
    (tmp_path / "options.yaml").write_text(
        PLAN.replace("permit: exercise", "permit: exercise, when: {from: board_date}"), encoding="utf-8"
    )
    register.add_plan(str(tmp_path / "options.yaml"), author="ann", now=at("2026-01-01"))
    facts = [
        entry("fact", "board_date", "2027-01-01"),
        entry("fact", "board_date", "2025-01-01", since="2026-02-01", row=2),
    ]
    register.apply([*company(("ann",)), *facts], author="ann", now=at("2026-01-02"))
    act = acting(register)
    assert act(rights=5, on="2026-01-31").outcome == "denied"
    assert act(rights=5, on="2026-02-01").is_recorded


def test_what_was_recorded_is_corrected_like_any_event(register: Register, act: Act) -> None:
    answer = act(rights=60)
    right = {**answer.event, "rights": 50}
    register.apply([entry("event", answer.kept.event, right)], author="hr", now=at("2026-03-02"))
    assert held(register) == 50
    taken_back = entry("event", answer.kept.event, right, cancelled=True)
    register.apply([taken_back], author="hr", now=at("2026-03-03"))
    assert held(register) == 100
    assert refusal(act, rights=1, key=answer.kept.event) == ["key-of-another-request"]


def test_a_fact_that_no_event_has_a_place_for_is_told_to_the_rules_and_kept(address: str, tmp_path: Path) -> None:
    """Clause 3: no exercise that costs the company more than 100. The event of an exercise says nothing of a loss."""
    register = made(address, tmp_path)
    loss = "{quantity: {asked: treasury_loss}, more_than: 100}"
    dear = f'  dear: {{clause: "3", says: Dear., forbid: exercise, when: {loss}}}\n'
    (tmp_path / "options.yaml").write_text(PLAN + dear, encoding="utf-8")
    register.add_plan(str(tmp_path / "options.yaml"), author="ann", now=at("2026-01-01"))
    register.apply(company(("ann",)), author="ann", now=at("2026-01-02"))
    act = acting(register)
    refused = act(rights=5, fields={"treasury_loss": 101})
    assert (refused.outcome, refused.kept.rules) == ("denied", (("dear", "3"),))
    answer = act(rights=5, fields={"treasury_loss": 100, "paid_in_full": True}, key="r-1")
    assert (answer.is_recorded, "treasury_loss" in answer.event) == (True, False)
    assert answer.kept.asked["facts"] == {"paid_in_full": True, "treasury_loss": 100}
    assert answer.kept.request["fields"] == {"paid_in_full": True, "treasury_loss": 100}
    assert act(rights=5, fields={"treasury_loss": 100, "paid_in_full": True}, key="r-1").is_again
    assert refusal(act, rights=5, fields={"treasury_loss": 99, "paid_in_full": True}, key="r-1") == [
        "key-of-another-request"
    ]
    (again,) = answers_again(register)
    assert not again.is_other, "it is asked again with the fact that it was told"


def test_of_what_may_be_kept_it_is_said_how_to_ask_again(
    register: Register, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line breaks as the server is about to say that it has kept it, or that it has not."""
    writing = register.database.writing

    @contextmanager
    def broken(*, is_kept: bool) -> Iterator[Connection]:
        unknown = refused(Sentence("perhaps-written", register="`r`", reason="`gone`"))
        try:
            with writing() as connection:
                yield connection
                if not is_kept:
                    raise unknown
        finally:
            if is_kept:
                raise unknown

    for is_kept in (False, True):
        before = head(register)
        with monkeypatch.context() as patch:
            patch.setattr(register.database, "writing", partial(broken, is_kept=is_kept))
            with pytest.raises(ProblemsError) as error:
                act(rights=60 if is_kept else 40)
        (problem,) = error.value.problems
        key = f"act-{before[0] + 1}"
        assert (problem.code, f"`--key {key}`" in problem.help) == ("perhaps-written", True)
        assert (head(register) == before) is not is_kept
        assert act(rights=60 if is_kept else 40, key=key).is_again is is_kept
    assert held(register) == 0


def test_a_clock_that_was_set_back_records_nothing_earlier(register: Register, act: Act) -> None:
    act(rights=1)
    acting(register, "2020-01-01")(rights=1)
    with register.reading() as ledger:
        recorded = [each.recorded for each in ledger.all()]
    assert recorded == sorted(recorded)


def test_where_it_came_from_is_told(register: Register) -> None:
    request = ActRequest(action="exercise", holder="ann", on="2026-02-01", rights=1, key="r-1")
    register.act(request, author="hr", now=at(NOW), source="kenri exercise")
    assert {str(each.origin) for each in register.history("ann")[-2:]} == {"kenri exercise#r-1"}
    assert str(source()) == "grants.csv:1"


TAKEN_BACK = """\
plan: acme/taken-back
extends: vocabulary/equity
actions: {take_back: {says: take shares back}}
balances: {taken: {lapse: true}}
events:
  breaks: {personal: true}
  takes_back: {personal: true, by: company, act: take_back, number: shares, attributes: {shares: number}}
rules:
  back: {clause: "1", says: After a breach., permit: take_back, by: company, when: {from: {event: breaks}}}
effects:
  back: {clause: "1", says: They leave what is held., on: {event: takes_back}, moves: {of_event: shares}, to: taken}
"""


@pytest.mark.parametrize("companies", [(), ("acme",), ("acme", "parent")])
def test_what_another_does_to_a_holder_is_asked_as_theirs(
    address: str, tmp_path: Path, companies: tuple[str, ...]
) -> None:
    """Ann broke the terms on 1 January 2026, and the company takes 30 of her 100 back on 1 February (clause 1)."""
    (tmp_path / "back.yaml").write_text(TAKEN_BACK, encoding="utf-8")
    register = Register.create(address, "Acme")
    register.add_plan(str(tmp_path / "back.yaml"), author="ann", now=at("2026-01-01"))
    breach = entry("event", "breach", {"event": "breaks", "who": "ann", "on": "2026-01-01"})
    parties = [entry("party", name, {"role": "company"}) for name in companies]
    register.apply([*company(("ann",)), *parties, breach], author="ann", now=at("2026-01-02"))
    act = acting(register)
    asked = {"action": "take_back", "rights": 30}
    assert refusal(act, **asked, by="ann") == ["done-by-another"]
    if len(companies) > 1:
        assert refusal(act, **asked) == ["several-of-role"]
    answer = act(**asked, **({"by": companies[1]} if len(companies) > 1 else {}))
    assert answer.outcome == "allowed"
    assert answer.ruling is not None
    assert answer.ruling.by == (companies[-1] if companies else "company")
    assert answer.event["who"] == (companies[1] if len(companies) > 1 else "ann")  # who it is must be told of several
    assert violating(register) == ()
    assert held(register) == 70
