"""What is handed over changes a register as it should: once, as a correction where it is otherwise, and as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kenri.model.entries import RegisterEntry
from kenri.model.problems import ProblemsError
from kenri.register.changes import LISTED
from tests.register.small_register import ANN, at, company, entry, made, written_life


def several(count: int, file: str, *, grants: bool = True) -> list[RegisterEntry]:
    """So many holders with a grant each, as a file tells of them."""
    found = [entry("party", f"e{at}", {"role": "grantee"}) for at in range(count)]
    data = {"on": "2024-01-31", "number": 1}
    if grants:
        found += [entry("grant", f"g{at}", {"grantee": f"e{at}", **data}) for at in range(count)]
    return [replace(each, source=replace(each.source, file=file)) for each in found]


def test_a_file_that_shrank_is_told_under_another_name_too(address: str, tmp_path: Path) -> None:
    """A list of every month has a name of every month: of fifteen people who were gone from it nothing was said."""
    register = made(address, tmp_path)
    register.apply(several(6, "november.csv"), author="ann", now=at("2026-01-02"))
    december = register.preview(several(4, "december.csv"), author="ann", now=at("2026-01-03"))
    assert december.untold == [("grant", "", "g4"), ("grant", "", "g5"), ("party", "", "e4"), ("party", "", "e5")]
    few = register.preview(several(2, "corrections.csv"), author="ann", now=at("2026-01-03"))
    assert few.untold == []
    named = register.preview(several(6, "others.csv", grants=False), author="ann", now=at("2026-01-03"))
    assert named.untold == []


def test_a_list_of_holders_that_shrank_is_told_under_another_name_too(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(several(4, "november.csv", grants=False), author="ann", now=at("2026-01-02"))
    december = register.preview(several(3, "december.csv", grants=False), author="ann", now=at("2026-01-03"))
    assert december.untold == [("party", "", "e3")]


def test_the_same_twice_changes_nothing(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    first = register.apply(written_life(ANN, "acme/options"), author="ann", now=at("2026-01-02"))
    again = register.apply(written_life(ANN, "acme/options"), author="ann", now=at("2026-01-03"))
    assert first.counts == {"new": 4, "corrected": 0, "cancelled": 0, "same": 0}
    assert again.counts == {"new": 0, "corrected": 0, "cancelled": 0, "same": 4}
    assert (again.sequence, again.head) == (first.sequence, first.head)
    assert again.untold == []


def test_a_preview_tells_what_happens_and_keeps_nothing(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    seen = register.preview(company(), author="ann", now=at("2026-01-02"))
    assert register.holders() == []
    done = register.apply(company(), author="ann", now=at("2026-01-02"))
    assert (seen.counts, seen.listed, seen.head) == (done.counts, done.listed, done.head)
    assert register.holders() == ["ann", "bob"]


def test_other_data_under_a_name_is_a_correction_known_from_now(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    right = entry("grant", "ann-1", {"grantee": "ann", "on": "2024-01-01", "number": 120}, row=7)
    done = register.apply([right], author="ann", now=at("2026-02-01"))
    assert done.counts["corrected"] == 1
    (change,) = done.listed
    said = {"grantee": "ann", "on": "2024-01-01"}
    assert (change.before, change.after) == ({**said, "number": 100}, {**said, "number": 120})
    assert str(change.source) == "grants.csv:7"
    plan = register.plan()
    assert register.life("ann", plan).grants["ann-1"].number == 120
    then = at("2026-01-15") // 1_000_000
    assert register.life("ann", plan, known_at=then).grants["ann-1"].number == 100
    assert register.life("ann", plan, at=at("2026-01-15")).grants["ann-1"].number == 100


def test_a_number_is_the_same_however_it_is_written(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(written_life(ANN), author="ann", now=at("2026-01-02"))
    again = register.apply(written_life(ANN.replace("12.50", "12.5")), author="ann", now=at("2026-01-03"))
    assert again.number == 0


def test_a_file_that_shrank_deletes_nothing(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    fewer = [each for each in company() if not each.key.startswith("bob")]
    done = register.apply(fewer, author="ann", now=at("2026-01-03"))
    assert done.number == 0
    assert done.untold == [("grant", "", "bob-1"), ("party", "", "bob")]
    assert register.holders() == ["ann", "bob"]


def test_everything_wrong_is_told_at_once_with_its_source_and_nothing_is_kept(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    wrong = [
        entry("grant", "x", {"grantee": "ann", "number": -1}, row=3),
        entry("party", "ann", {"role": "grantee", "colour": "red"}, row=2),
        entry("event", "e", {"event": "exercises", "on": "2025-02-30", "rights": 1, "grant": "x"}, row=9),
    ]
    with pytest.raises(ProblemsError) as error:
        register.apply(wrong, author="ann", now=at("2026-01-02"))
    assert {str(each.place) for each in error.value.problems} == {"grants.csv:2", "grants.csv:3", "grants.csv:9"}
    assert register.holders() == []
    with register.reading() as ledger:
        assert ledger.sequence == 1


def test_what_no_register_keeps_is_refused(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    wrong = [
        entry("party", "a", {"role": 0.5}, row=1),
        entry("party", "", {"role": "grantee"}, row=2),
        entry("party", "a\0b", {"role": "grantee"}, row=3),
        entry("grant", "g", {"grantee": "ann", "number": 1}, row=4, since="2025-01-01"),
        entry("party", "c", {"role": "grantee"}, row=5, since="2025-13-01"),
        entry("event", "d", {"event": "leaves", "on": "2025-01-01", "who": "c"}, row=6, cancelled=True),
        entry("fact", "board_date", None, row=7),
        entry("event", "f", "leaves", row=8),
    ]
    with pytest.raises(ProblemsError) as error:
        register.apply(wrong, author="ann", now=at("2026-01-02"))
    found = {str(each.place): each.code for each in error.value.problems}
    assert found == {
        "grants.csv:1": "value-not-kept",
        "grants.csv:2": "name-not-kept",
        "grants.csv:3": "name-not-kept",
        "grants.csv:4": "no-since",
        "grants.csv:5": "no-day-since",
        "grants.csv:6": "nothing-to-cancel",
        "grants.csv:7": "value-not-kept",
        "grants.csv:8": "value-not-kept",
    }


def test_two_of_one_name_must_be_the_same(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    other = entry("grant", "ann-1", {"grantee": "ann", "on": "2024-01-01", "number": 5}, row=8)
    with pytest.raises(ProblemsError) as error:
        register.apply([*company(), other], author="ann", now=at("2026-01-02"))
    (problem,) = error.value.problems
    assert (problem.code, str(problem.place)) == ("entry-again", "grants.csv:8")
    assert "`grants.csv:1`" in problem.message
    assert register.apply([*company(), *company()], author="ann", now=at("2026-01-02")).counts["same"] == 4


def test_a_grant_of_another_plan_or_file_is_not_taken_for_a_correction(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    unnamed = ANN.replace("id: a1, ", "")
    register.apply(written_life(unnamed, "acme/options"), author="ann", now=at("2026-01-02"))
    for found in (written_life(unnamed, "acme/other"), written_life(unnamed, "acme/options", "ann-2025.yaml")):
        changed = [each for each in found if each.kind == "grant"]
        (grant,) = changed
        other = {**grant.data, "number": 7}  # type: ignore[dict-item]  # a grant is a mapping
        with pytest.raises(ProblemsError) as error:
            register.apply(
                [entry("grant", grant.key, other, of="ann", plan=grant.plan)], author="ann", now=at("2026-01-03")
            )
        assert [each.code for each in error.value.problems] == ["another-grant"]


def test_a_grant_that_moves_to_another_holder_is_in_one_life_at_a_time(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    act = entry("event", "e", {"event": "exercises", "on": "2025-02-01", "rights": 5, "grant": "ann-1"})
    register.apply([act], author="ann", now=at("2026-01-03"))
    moved = entry("grant", "ann-1", {"grantee": "bob", "on": "2024-01-01", "number": 100})
    with pytest.raises(ProblemsError) as error:  # the exercise would stand in a life without its grant
        register.apply([moved], author="ann", now=at("2026-02-01"))
    assert "no-such-grant" in [each.code for each in error.value.problems]
    register.apply([moved, act], author="ann", now=at("2026-02-01"))
    plan = register.plan()
    assert sorted(register.life("ann", plan).grants) == []
    assert sorted(register.life("bob", plan).grants) == ["ann-1", "bob-1"]
    then = at("2026-01-15") // 1_000_000
    assert sorted(register.life("ann", plan, known_at=then).grants) == ["ann-1"]
    assert sorted(register.life("bob", plan, known_at=then).grants) == ["bob-1"]


def test_what_nobody_dates_may_be_known_from_its_recording(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    left = entry("event", "left", {"event": "leaves", "on": "2026-01-10", "who": "ann"})
    register.apply([left], author="ann", now=at("2026-03-01"), undated="when-recorded")
    plan = register.plan()
    life = register.life("ann", plan)
    assert plan.ask(life, on="2026-02-20", grant="ann-1").outcome == "denied"
    assert plan.ask(life, on="2026-02-20", grant="ann-1", known_at="2026-02-28").outcome == "allowed"
    assert plan.ask(register.life("bob", plan), on="2026-02-20", grant="bob-1").outcome == "allowed"


def test_an_event_of_nobody_is_no_event_of_everybody(address: str, tmp_path: Path) -> None:
    """A row of leavers whose name is missing must not make everybody leave."""
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    with pytest.raises(ProblemsError) as error:
        register.apply(
            [entry("event", "left", {"event": "leaves", "on": "2026-01-10"}, row=4)], author="a", now=at("2026-01-03")
        )
    assert {(each.code, str(each.place)) for each in error.value.problems} == {("event-without-who", "grants.csv:4")}
    meeting = entry("event", "meeting", {"event": "meets", "on": "2026-01-10"})
    register.apply([meeting], author="ann", now=at("2026-01-03"))
    assert [len(life.events) for _, life in register.lives(register.plan())] == [1, 1]


def test_who_is_only_mentioned_stays_as_they_are(address: str, tmp_path: Path) -> None:
    """A list of events has a name beside each number: it corrects nothing, and another name is another person's."""
    register = made(address, tmp_path)
    told = entry("party", "ann", {"role": "grantee", "rank": "chief"}, details={"name": "Ann Archer", "phone": "1"})
    register.apply([*company(("bob",)), told], author="ann", now=at("2026-01-02"))
    ann, cat = (
        entry("party", key, {"role": "grantee"}, details={"name": name}, is_mention=True)
        for key, name in (("ann", "Ann Archer"), ("cat", "Cat Cook"))
    )
    changes = register.apply([ann, cat], author="ann", now=at("2026-01-03"))
    assert changes.counts == {"new": 1, "corrected": 0, "cancelled": 0, "same": 1}
    with register.reading() as ledger:
        (kept,) = ledger.parties(["ann"])
    assert (kept.data["rank"], dict(kept.details)) == ("chief", {"name": "Ann Archer", "phone": "1"})
    other = entry("party", "ann", {"role": "grantee"}, details={"name": "Bob Baker"}, is_mention=True, row=7)
    with pytest.raises(ProblemsError) as error:
        register.apply([other], author="ann", now=at("2026-01-04"))
    assert [(each.code, str(each.place)) for each in error.value.problems] == [("party-differs", "grants.csv:7")]


@pytest.mark.parametrize("name", ["corrects", "grant", "who"])
@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_that_no_database_takes_names_nothing(address: str, tmp_path: Path, name: str, text: str) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    data = {"event": "leaves", "on": "2026-02-01", "who": "ann", name: text}
    with pytest.raises(ProblemsError) as error:
        register.apply([entry("event", "x", data)], author="ann", now=at("2026-03-05"))
    assert [each.code for each in error.value.problems] == ["name-not-kept"]


def test_what_no_plan_knows_is_refused(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    wrong = [
        entry("fact", "bord_date", "2025-01-01", row=2),
        entry("event", "x", {"event": "mets", "on": "2025-01-01"}),
    ]
    with pytest.raises(ProblemsError) as error:
        register.apply([*company(), *wrong], author="ann", now=at("2026-01-02"))
    found = {(each.code, str(each.place)) for each in error.value.problems}
    assert ("of-no-plan", "grants.csv:2") in found
    assert "board_date" in "".join(each.help for each in error.value.problems)


def test_an_event_of_another_day_beside_one_that_is_not_told_again_is_told(address: str, tmp_path: Path) -> None:
    """A leaver's day that was put right in a list made a second leaving, and the first stayed without a word."""
    register = made(address, tmp_path)
    data = {"event": "leaves", "who": "ann", "on": "2025-03-01"}
    register.apply([*company(), entry("event", "leaves:ann:2025-03-01", data)], author="a", now=at("2026-01-02"))
    moved = {**data, "on": "2025-03-05"}
    done = register.preview(
        [*company(), entry("event", "leaves:ann:2025-03-05", moved)], author="a", now=at("2026-01-03")
    )
    assert [each.code for each in done.stand_beside] == ["stands-beside"]
    assert "`leaves:ann:2025-03-01`" in done.stand_beside[0].sentence.text("ja")
    corrects = {**moved, "corrects": "leaves:ann:2025-03-01"}
    right = [*company(), entry("event", "leaves:ann:2025-03-05", corrects)]
    assert register.preview(right, author="a", now=at("2026-01-03")).stand_beside == ()
    others = [
        entry("event", f"m{number}", {"event": "meets", "on": "2025-01-01", "id": f"m{number}"})
        for number in range(LISTED + 1)
    ]
    late = [*company(), *others, entry("event", "leaves:ann:2025-03-05", moved, row=9)]
    (told,) = register.preview(late, author="a", now=at("2026-01-03")).stand_beside  # after more than are listed
    assert (told.code, str(told.place)) == ("stands-beside", "grants.csv:9")
    both = [*company(), entry("event", "leaves:ann:2025-03-01", data), entry("event", "leaves:ann:2025-03-05", moved)]
    assert register.preview(both, author="a", now=at("2026-01-03")).stand_beside == ()


def test_an_event_that_corrects_another_may_be_told_again_without_that(address: str, tmp_path: Path) -> None:
    """A list that had the right day from then on was refused each month, as if it changed the correction."""
    register = made(address, tmp_path)
    data = {"event": "leaves", "who": "ann", "on": "2025-03-01"}
    right = {**data, "on": "2025-03-05"}
    corrects = entry("event", "leaves:ann:2025-03-05", {**right, "corrects": "leaves:ann:2025-03-01"})
    register.apply([*company(), entry("event", "leaves:ann:2025-03-01", data)], author="a", now=at("2026-01-02"))
    register.apply([*company(), corrects], author="a", now=at("2026-01-03"))
    again = register.preview(
        [*company(), entry("event", "leaves:ann:2025-03-05", right)], author="a", now=at("2026-01-04")
    )
    assert (again.counts["same"], again.number) == (5, 0)
    other = {**right, "corrects": "leaves:ann:2025-03-09"}
    with pytest.raises(ProblemsError):
        register.preview([*company(), entry("event", "leaves:ann:2025-03-05", other)], author="a", now=at("2026-01-04"))
