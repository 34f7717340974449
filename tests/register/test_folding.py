"""Records come to the life that they should, worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.life import standing_events
from kenri.model.problems import ProblemsError
from kenri.register.register import Register
from tests.register.small_register import at, codes, company, entry, made, written_life


@pytest.fixture
def register(address: str, tmp_path: Path) -> Register:
    found = made(address, tmp_path)
    found.apply(company(), author="ann", now=at("2026-01-02"))
    return found


def leaves(day: str, **more: Any) -> Any:
    """Ann leaves on a day."""
    return entry("event", "left", {"event": "leaves", "on": day, "who": "ann"}, **more)


def outcome(register: Register, on: str, known_at: str | None = None) -> str:
    plan = register.plan()
    known = None if known_at is None else plan.instant(known_at)
    life = register.life("ann", plan, known_at=known)
    return str(plan.ask(life, on=on, grant="ann-1", known_at=known_at).outcome)


def test_a_corrected_event_counts_from_its_correction(register: Register) -> None:
    """She left on 1 January: not from 31 January on. On 1 March it became known that it was 1 February: not from 3
    March on. On 1 April, that she did not leave; on 1 May, that she left on 1 January after all.
    """
    register.apply([leaves("2026-01-01")], author="ann", now=at("2026-01-05"))
    register.apply([leaves("2026-02-01")], author="ann", now=at("2026-03-01"))
    register.apply([leaves("2026-02-01", cancelled=True)], author="ann", now=at("2026-04-01"))
    register.apply([leaves("2026-01-01")], author="ann", now=at("2026-05-01"))
    day = "2026-02-10"
    assert outcome(register, day, "2026-02-28") == "denied"
    assert outcome(register, day, "2026-03-02") == "allowed"
    assert outcome(register, "2026-03-03", "2026-03-02") == "denied"
    assert outcome(register, "2026-03-02", "2026-03-02") == "allowed"
    assert outcome(register, "2026-03-03", "2026-04-02") == "allowed"
    assert outcome(register, day, "2026-05-02") == "denied"
    assert outcome(register, day) == "denied"
    assert outcome(register, "2026-01-30") == "allowed"
    assert [event.corrects for event in register.life("ann", register.plan()).events] == [
        None, "left", "left (2)", "left (3)",
    ]  # fmt: skip


def test_what_an_earlier_state_was_can_be_seen(register: Register) -> None:
    register.apply([leaves("2026-01-01")], author="ann", now=at("2026-01-05"))
    plan = register.plan()
    assert len(register.life("ann", plan, at=at("2026-01-04")).events) == 0
    assert len(register.life("ann", plan, at=at("2026-01-06")).events) == 1


def test_a_party_that_changes_is_as_on_the_day(register: Register) -> None:
    later = entry("party", "ann", {"role": "grantee", "rank": "chief"}, since="2026-04-01")
    register.apply([later], author="ann", now=at("2026-01-03"))
    plan = register.plan()
    ranks = [
        register.life("ann", plan, day=day).parties["ann"].attributes.get("rank")
        for day in (date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert ranks == [None, "chief"]
    with pytest.raises(ProblemsError) as error:
        register.life("ann", plan)
    assert codes(error.value.problems) == ["changes-over-time"]
    assert register.life("bob", plan).parties["bob"].roles == ("grantee",)


def test_details_decide_nothing_and_are_kept(register: Register) -> None:
    moved = entry("party", "ann", {"role": "grantee"}, since="2026-04-01", details={"address": "Osaka"})
    register.apply([moved], author="ann", now=at("2026-01-03"))
    assert "ann" in register.life("ann", register.plan()).parties
    assert register.history("ann")[-1].details == {"address": "Osaka"}


def test_a_fact_is_of_everybody_or_of_one(register: Register) -> None:
    for_all = entry("fact", "board_date", "2025-01-01")
    for_ann = entry("fact", "board_date", "2025-02-02", of="ann")
    register.apply([for_ann, for_all], author="ann", now=at("2026-01-03"))
    plan = register.plan()
    found = {name: life.facts["board_date"] for name, life in register.lives(plan)}
    assert found == {"ann": date(2025, 2, 2).toordinal(), "bob": date(2025, 1, 1).toordinal()}
    corrected = entry("fact", "board_date", "2025-01-02")
    register.apply([corrected], author="ann", now=at("2026-02-01"))
    life = register.life("bob", plan, known_at=plan.instant("2026-01-15"))
    assert life.facts["board_date"] == date(2025, 1, 1).toordinal()
    assert register.life("bob", plan).facts["board_date"] == date(2025, 1, 2).toordinal()


def test_somebody_whom_an_event_names_is_in_the_life(register: Register) -> None:
    """Bob, who holds rights of his own, exercises those of Ann."""
    act = entry("event", "e", {"event": "exercises", "on": "2025-02-01", "who": "bob", "grant": "ann-1", "rights": 5})
    register.apply([act], author="ann", now=at("2026-01-03"))
    plan = register.plan()
    ann, bob = register.life("ann", plan), register.life("bob", plan)
    assert (set(ann.parties), len(ann.events)) == ({"ann", "bob"}, 1)
    assert (set(bob.parties), len(bob.events)) == ({"bob"}, 0)
    assert register.whole(plan).parties.keys() == {"ann", "bob"}
    assert dict(register.lives(plan)) == {"ann": ann, "bob": bob}


def test_an_event_is_corrected_by_its_key(register: Register) -> None:
    """A correction that a table tells as an event of its own."""
    right = entry("event", "right", {"event": "leaves", "on": "2026-02-01", "who": "ann", "corrects": "left",
                                     "recorded": "2026-03-01"})  # fmt: skip
    register.apply([leaves("2026-01-01"), right], author="ann", now=at("2026-03-05"))
    assert outcome(register, "2026-02-10") == "allowed"
    assert outcome(register, "2026-02-10", "2026-02-20") == "denied"
    with pytest.raises(ProblemsError) as error:
        register.apply([entry("event", "right", {"event": "leaves", "on": "2026-02-02", "who": "ann",
                                                 "corrects": "left"})], author="ann", now=at("2026-03-06"))  # fmt: skip
    assert codes(error.value.problems) == ["correction-changed"]


def right(day: str, how: str) -> Any:
    """That she left on another day: told under the same name, or as an event of its own; neither says since when."""
    if how == "by-name":
        return leaves(day)
    return entry("event", "right", {"event": "leaves", "on": day, "who": "ann", "corrects": "left"})


HOW = pytest.mark.parametrize("how", ["by-name", "by-an-event"])


@HOW
def test_what_puts_an_earlier_recording_right_is_known_from_its_recording(register: Register, how: str) -> None:
    """She left on 1 January, which is known from then: not from 31 January on. On 1 March it was recorded that it was 1
    February, and not before was that known, though it is told with no other day: not from 3 March on.
    """
    register.apply([leaves("2026-01-01")], author="ann", now=at("2026-01-05"))
    register.apply([right("2026-02-01", how)], author="ann", now=at("2026-03-01"))
    assert outcome(register, "2026-02-10", "2026-02-28") == "denied"
    assert outcome(register, "2026-02-10", "2026-03-01") == "allowed"
    assert outcome(register, "2026-03-03", "2026-03-02") == "denied"


def test_what_is_told_at_once_is_known_as_in_a_file(register: Register) -> None:
    """Nothing was recorded before: the event that corrects the other is known from its own day, 1 February."""
    register.apply([leaves("2026-01-01"), right("2026-02-01", "by-an-event")], author="ann", now=at("2026-03-05"))
    assert outcome(register, "2026-01-31", "2026-01-31") == "denied"
    assert outcome(register, "2026-02-10", "2026-02-10") == "allowed"


def test_a_file_whose_events_go_by_their_places_is_known_as_it_is_written(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    text = """\
parties: {ann: {role: grantee}}
grants: [{id: ann-1, grantee: ann, on: 2024-01-01, number: 100}]
events:
  - {on: 2026-01-01, event: leaves}
  - {on: 2026-02-01, event: leaves, corrects: event-1}
"""
    register.apply(written_life(text), author="ann", now=at("2026-03-05"))
    assert outcome(register, "2026-01-31", "2026-01-31") == "denied"
    assert outcome(register, "2026-02-10", "2026-02-10") == "allowed"


def test_what_was_recorded_again_is_corrected_by_the_name_of_its_last_recording(register: Register) -> None:
    """1 January, put right under its name to 1 February on 1 March; on 1 April another event says 1 March."""
    register.apply([leaves("2026-01-01")], author="ann", now=at("2026-01-05"))
    register.apply([leaves("2026-02-01")], author="ann", now=at("2026-03-01"))
    data = {"event": "leaves", "on": "2026-03-01", "who": "ann", "corrects": "left (2)"}
    register.apply([entry("event", "right", data)], author="ann", now=at("2026-04-01"))
    assert outcome(register, "2026-03-10", "2026-03-31") == "denied"
    assert outcome(register, "2026-03-10", "2026-04-01") == "allowed"


@HOW
def test_what_is_to_come_is_put_right_before_its_day(register: Register, how: str) -> None:
    """She is to leave on 1 June. In February it is recorded that she leaves on 1 April: not from 1 May on, which is
    known in May, and not only once 1 June has come.
    """
    register.apply([leaves("2026-06-01")], author="ann", now=at("2026-01-05"))
    register.apply([right("2026-04-01", how)], author="ann", now=at("2026-02-01"))
    assert outcome(register, "2026-04-30", "2026-05-10") == "allowed"
    assert outcome(register, "2026-05-01", "2026-05-10") == "denied"
    assert outcome(register, "2026-07-01") == "denied"


@HOW
def test_what_is_put_off_before_its_day_never_happened_on_it(register: Register, how: str) -> None:
    """She is to leave on 1 June; in February that is put off to 1 August. On 10 July, as known then, she has not left,
    nor has she to whoever looks back; from 31 August on she may not.
    """
    register.apply([leaves("2026-06-01")], author="ann", now=at("2026-01-05"))
    register.apply([right("2026-08-01", how)], author="ann", now=at("2026-02-01"))
    assert outcome(register, "2026-07-10", "2026-07-10") == "allowed"
    assert outcome(register, "2026-08-30") == "allowed"
    assert outcome(register, "2026-08-31", "2026-08-31") == "denied"


def test_corrections_of_corrections_are_known_one_after_another(register: Register) -> None:
    """1 June was put right to 1 April, and on 1 March, by a third event, to 1 May: not from 31 May on."""
    register.apply([leaves("2026-06-01")], author="ann", now=at("2026-01-05"))
    register.apply([right("2026-04-01", "by-an-event")], author="ann", now=at("2026-02-01"))
    third = entry("event", "third", {"event": "leaves", "on": "2026-05-01", "who": "ann", "corrects": "right"})
    register.apply([third], author="ann", now=at("2026-03-01"))
    assert outcome(register, "2026-05-01", "2026-02-28") == "denied"
    assert outcome(register, "2026-05-30", "2026-05-30") == "allowed"
    assert outcome(register, "2026-05-31", "2026-05-31") == "denied"


@given(
    days=st.lists(st.dates(date(2025, 12, 1), date(2026, 12, 31)), min_size=1, max_size=5, unique=True),
    is_by_name=st.booleans(),
    known_at=st.dates(date(2025, 11, 30), date(2027, 1, 1)),
)
def test_the_last_that_was_recorded_by_then_counts(
    tmp_path_factory: pytest.TempPathFactory, days: list[date], is_by_name: bool, known_at: date
) -> None:
    """A day on which she leaves, recorded on 1 January, and others in its place on the 1st of the months after it,
    under its name or as events of their own. The first is known with its day, and at the latest when another was
    recorded.
    """
    folder = tmp_path_factory.mktemp("register")
    register = made(str(folder / "register.db"), folder)
    recorded = [date(2026, month, 1) for month in range(1, 6)]
    for place, (day, when) in enumerate(zip(days, recorded, strict=False)):
        told = leaves(day.isoformat())
        if place and not is_by_name:
            corrects = "left" if place == 1 else f"right-{place - 1}"
            data = {"event": "leaves", "on": day.isoformat(), "who": "ann", "corrects": corrects}
            told = entry("event", f"right-{place}", data)
        register.apply([*([] if place else company()), told], author="ann", now=at(when.isoformat()))
    first = min(days[0], *recorded[1 : len(days)]) if days[1:] else days[0]
    known = [day for day, when in zip(days, [first, *recorded[1:]], strict=False) if when <= known_at]
    plan = register.plan()
    life = register.life("ann", plan).known_at(plan.instant(known_at.isoformat()))
    assert [date.fromordinal(event.on) for event in standing_events(life.events)] == known[-1:]


def test_nothing_is_put_right_before_its_source_says_that_it_was_known(register: Register) -> None:
    """A source says that it will be known on 1 June that she left on 1 January; recorded in February, the right day is
    known with that.
    """
    late = entry("event", "left", {"event": "leaves", "on": "2026-01-01", "who": "ann", "recorded": "2026-06-01"})
    register.apply([late], author="ann", now=at("2026-01-05"))
    register.apply([right("2026-03-01", "by-an-event")], author="ann", now=at("2026-02-01"))
    assert outcome(register, "2026-05-30", "2026-05-31") == "allowed"
    assert outcome(register, "2026-03-30", "2026-06-01") == "allowed"
    assert outcome(register, "2026-03-31", "2026-06-01") == "denied"


SEVERAL = """\
parties: {eve: {role: grantee}, fay: {role: grantee}}
grants:
  - {id: e1, grantee: eve, on: 2024-01-01, number: 10}
  - {id: f1, grantee: fay, on: 2024-01-01, number: 20}
events:
  - {on: 2025-01-01, event: meets}
  - {on: 2025-02-01, event: leaves, who: fay}
"""


def test_a_life_of_several_holders_is_of_the_issuer(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(SEVERAL), author="ann", now=at("2026-01-02"))
    plan = register.plan()
    assert register.whole(plan) == plan.life(_data())
    found = {name: ([*life.grants], [event.kind for event in life.events]) for name, life in register.lives(plan)}
    assert found == {"eve": (["e1"], ["meets"]), "fay": (["f1"], ["meets", "leaves"])}


def test_lives_that_stand_by_themselves_are_not_put_together(register: Register) -> None:
    register.apply([entry("fact", "board_date", "2025-02-02", of="ann")], author="ann", now=at("2026-01-03"))
    with pytest.raises(ProblemsError) as error:
        register.whole(register.plan())
    assert codes(error.value.problems) == ["lives-stand-alone"]


POOL = """\
plan: acme/pool
extends: vocabulary/equity
amounts: {granted-to-all: {is: {over: grants, of: all, sum: {grant: number}}}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  pool: {clause: "2", says: All together., limit: exercise, at_most: {subtract: [250, granted-to-all]}}
"""


def test_a_plan_that_adds_over_everybody_sees_everybody(address: str, tmp_path: Path) -> None:
    """Of 250, 200 were granted to the two of them: each may exercise 50."""
    path = tmp_path / "pool.yaml"
    path.write_text(POOL, encoding="utf-8")
    register = Register.create(address, "Acme")
    register.add_plan(str(path), author="ann", now=at("2026-01-01"))
    register.apply(company(), author="ann", now=at("2026-01-02"))
    plan = register.plan()
    assert plan.ask(register.life("ann", plan), on="2026-01-05", grant="ann-1").most == 50


def test_two_plans_of_one_issuer_have_words_of_their_own(address: str, tmp_path: Path) -> None:
    """What only the other plan knows is left out of a life, and is no mistake."""
    register = made(address, tmp_path)
    path = tmp_path / "other.yaml"
    path.write_text(POOL.replace("acme/pool", "acme/other").replace("of: all, ", "")
                    + "terms: {other_date: {unknown: Set later., type: day}}\nevents: {splits_up: {}}\n",
                    encoding="utf-8")  # fmt: skip
    register.add_plan(str(path), author="ann", now=at("2026-01-01"))
    grants = [
        entry("party", name, {"role": "grantee"}) for name in ("ann", "bob")
    ] + [
        entry("grant", "a", {"grantee": "ann", "number": 10}, plan="acme/options"),
        entry("grant", "b", {"grantee": "bob", "number": 10}, plan="acme/other"),
    ]  # fmt: skip
    common = [
        entry("fact", "board_date", "2025-01-01"),
        entry("fact", "other_date", "2025-01-01"),
        entry("event", "s", {"event": "splits_up", "on": "2025-01-01"}),
    ]
    register.apply([*grants, *common], author="ann", now=at("2026-01-02"))
    options, other = register.plan("acme/options"), register.plan("acme/other")
    ann, bob = register.life("ann", options), register.life("bob", other)
    assert (set(ann.facts), len(ann.events)) == ({"board_date"}, 0)
    assert (set(bob.facts), len(bob.events)) == ({"other_date"}, 1)
    unknown = entry("grant", "c", {"grantee": "ann", "number": 1}, plan="acme/othr", row=5)
    with pytest.raises(ProblemsError) as error:
        register.apply([unknown], author="ann", now=at("2026-01-03"))
    assert [(each.code, str(each.place)) for each in error.value.problems] == [("no-plan-of-grant", "grants.csv:5")]
    with pytest.raises(ProblemsError) as error:
        register.plan()
    assert codes(error.value.problems) == ["which-plan"]


def test_one_event_of_the_issuer_is_told_to_each_plan_in_its_own_words(address: str, tmp_path: Path) -> None:
    """A split has a record date for one plan, of which the other does not speak; heirs there are for one alone."""
    register = made(address, tmp_path)
    path = tmp_path / "other.yaml"
    words = "meets: {attributes: {record_date: day}}"
    path.write_text(
        POOL.replace("acme/pool", "acme/other").replace("of: all, ", "")
        + f"events: {{{words}}}\nroles: {{nominee: {{says: a nominee}}}}\n",
        encoding="utf-8",
    )
    register.add_plan(str(path), author="ann", now=at("2026-01-01"))
    held = [
        *(entry("party", name, {"role": "grantee"}) for name in ("ann", "bob")),
        entry("grant", "a", {"grantee": "ann", "number": 10}, plan="acme/options"),
        entry("grant", "b", {"grantee": "bob", "number": 10}, plan="acme/other"),
    ]
    meeting = {"event": "meets", "on": "2025-06-01", "record_date": "2025-05-31"}
    common = [
        entry("event", "m", meeting),
        entry("party", "nora", {"role": "nominee"}),
        entry("party", "kit", {"roles": ["company", "nominee"]}),
    ]
    register.apply([*held, *common], author="ann", now=at("2026-01-02"))
    ann = register.life("ann", register.plan("acme/options"))
    bob = register.life("bob", register.plan("acme/other"))
    assert [dict(each.attributes) for each in ann.events] == [{}]
    assert [dict(each.attributes) for each in bob.events] == [{"record_date": date(2025, 5, 31).toordinal()}]
    assert {name: set(party.roles) for name, party in ann.parties.items()} == {"ann": {"grantee"}, "kit": {"company"}}
    assert {name: set(party.roles) for name, party in bob.parties.items()} == {
        "bob": {"grantee"}, "nora": {"nominee"}, "kit": {"company", "nominee"},
    }  # fmt: skip
    wrong = [
        entry("event", "n", {"event": "meets", "on": "2025-06-02", "recrd_date": "2025-05-31"}, row=3),
        entry("party", "mel", {"role": "nomine"}, row=4),
    ]
    with pytest.raises(ProblemsError) as error:
        register.apply(wrong, author="ann", now=at("2026-01-03"))
    told = {(each.code, str(each.place)) for each in error.value.problems}
    assert {("no-part-of", "grants.csv:3"), ("of-no-plan", "grants.csv:4")} <= told


def _data() -> dict[str, Any]:
    from kenri.loader.tree import read
    from kenri.model.problems import Report

    (tree,) = read("several.yaml", SEVERAL, report=Report())
    found: Any = tree.value
    return dict(found)


def test_versions_of_a_plan_are_used_from_their_days(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "options.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("30 days", "60 days").replace("days: 30", "days: 60"), encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-01-03"), since="2026-06-01")
    register.apply([leaves("2026-05-01")], author="ann", now=at("2026-05-02"))

    def answered(day: str) -> str:
        plan = register.plan(day=date.fromisoformat(day))
        return str(plan.ask(register.life("ann", plan), on=day, grant="ann-1").outcome)

    assert [answered(day) for day in ("2026-05-30", "2026-05-31", "2026-06-01", "2026-06-30")] == [
        "allowed", "denied", "allowed", "denied",
    ]  # fmt: skip
    assert register.plan() is register.plan(day=date(2026, 6, 1)) is not register.plan(day=date(2026, 5, 31))
    assert register.plans() == {"acme/options": ["", "2026-06-01"]}
    assert register.add_plan(str(path), author="ann", now=at("2026-01-03"), since="2026-06-01") == (
        "acme/options",
        False,
    )


def test_two_plans_that_extend_different_contents_are_not_read_together(address: str, tmp_path: Path) -> None:
    """Each is answered as it was taken in; a life with grants under both is refused."""
    words = tmp_path / "words.yaml"
    register = Register.create(address, "Acme")
    for id_, rank in (("acme/old", "text"), ("acme/new", "day")):
        words.write_text(
            "vocabulary: words\nextends: vocabulary/equity\n"
            f"party_attributes: {{rank: {{type: {rank}, optional: true}}}}\n",
            encoding="utf-8",
        )
        (tmp_path / "plan.yaml").write_text(
            f'plan: {id_}\nextends: words\nrules: {{holder: {{clause: "1", says: Holders., permit: exercise}}}}\n',
            encoding="utf-8",
        )
        register.add_plan(str(tmp_path / "plan.yaml"), author="ann", now=at("2026-01-01"))

    def held(name: str, plan: str) -> list[Any]:
        party = entry("party", name, {"role": "grantee", "rank": "2025-01-01"})
        return [party, entry("grant", f"{name} of {plan}", {"grantee": name, "number": 10}, plan=plan)]

    register.apply([*held("ann", "acme/old"), *held("bob", "acme/new")], author="ann", now=at("2026-01-02"))
    ann = register.life("ann", register.plan("acme/old")).parties["ann"]
    bob = register.life("bob", register.plan("acme/new")).parties["bob"]
    assert (ann.attributes["rank"], bob.attributes["rank"]) == ("2025-01-01", date(2025, 1, 1).toordinal())
    with pytest.raises(ProblemsError) as error:
        register.apply(held("ann", "acme/new"), author="ann", now=at("2026-01-03"))
    assert codes(error.value.problems) == ["plans-differ-in-file"]


def test_a_grant_stays_under_its_plan_when_there_is_another(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "pool.yaml"
    path.write_text(POOL, encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-02-01"))
    plans = {id_: register.plan(id_) for id_ in register.plans()}
    assert {register.life("ann", plan).grants["ann-1"].plan for plan in plans.values()} == {"", "acme/options"}
    assert register.life("ann", plans["acme/options"]).grants["ann-1"].plan == ""
    assert register.apply(company(), author="ann", now=at("2026-02-02")).number == 0


def test_who_holds_nothing_yet_may_have_the_words_of_any_plan(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "pool.yaml"
    path.write_text(POOL + "party_attributes: {desk: {type: text, optional: true}}\n", encoding="utf-8")
    register.add_plan(str(path), author="ann", now=at("2026-02-01"))
    register.apply([entry("party", "cat", {"role": "grantee", "desk": "7"})], author="ann", now=at("2026-02-02"))
    with pytest.raises(ProblemsError):
        register.apply([entry("party", "dan", {"role": "grantee", "dsk": "7"})], author="ann", now=at("2026-02-02"))
