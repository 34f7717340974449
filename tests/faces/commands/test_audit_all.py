"""`kenri audit --all` and `kenri roll-forward`: a register audited on the terminal, as data and as tables."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.auditing.small_audit import LIFE, PLAN
from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

YEAR = ["--from", "2025-01-01", "--to", "2025-12-31"]


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of the year of `small_audit`, whose verdicts are worked out by hand."""
    (project / "options.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    made_register(kenri, "options.yaml", "life.yaml")
    return kenri


def findings(kenri: Kenri, *options: str) -> dict[str, tuple[str, str, str]]:
    data = kenri("audit", "--all", REGISTER, *options, "--json").data
    return {each["event"]: (each["kind"], each["then"], each["now"]) for each in data["findings"]}


EXPECTED = {
    "gus-ex": ("unknown", "cannot-be-judged", "cannot-be-judged"),
    "cat-ex": ("permitted-now", "not-permitted", "permitted"),
    "dan-ex": ("not-permitted", "not-permitted", "not-permitted"),
    "bob-ex-2": ("permitted-then", "permitted", "not-permitted"),
}


def test_every_act_is_told_that_was_not_permitted_then_or_now(kept: Kenri) -> None:
    found = kept("audit", "--all", REGISTER, "--json")
    data = found.data
    assert (found.code, data["holders"], data["acts"], data["plans"]) == (1, 6, 7, ["acme/options"])
    assert data["counts"] == {
        "permitted": 3, "permitted-then": 1, "permitted-now": 1, "not-permitted": 1, "unknown": 1
    }  # fmt: skip
    assert data["unknown_sums"] == 1
    assert findings(kept) == EXPECTED
    bob = next(each for each in data["findings"] if each["event"] == "bob-ex-2")
    assert next((each["rule"], each["clause"]) for each in bob["rules"]) == ("after-leaving", "2")
    assert (bob["holder"], bob["grant"], bob["day"], bob["number"]) == ("bob", "b1", "2025-04-15", 20)
    assert bob["turned_at"] == "2025-05-01T00:00:00Z"
    assert [(each["kind"], each["key"], each["source"]) for each in bob["turned_by"]] == [
        ("event", "bob-left", "life.yaml:19:5")
    ]
    gus = next(each for each in data["findings"] if each["event"] == "gus-ex")
    assert "barred" in gus["missing"]
    assert any("The board decides whether who offended may exercise" in each for each in gus["ask"])


def test_it_is_told_in_words(kept: Kenri) -> None:
    shown = kept("audit", "--all", REGISTER)
    assert shown.code == 1
    flat = " ".join(shown.out.split())
    for part in (
        "then permitted, now NOT PERMITTED", "then NOT PERMITTED, now permitted", "CANNOT BE JUDGED, then and now",
        "2 after-leaving: Not when thirty days have gone by after leaving.", "since 2025-05-01T00:00:00Z:",
        "Where all rights of 1 grant stand is not known;",
        "3 acts permitted then and now", "6 holders looked at.", "The board decides whether who offended may exercise",
    ):  # fmt: skip
        assert part in flat, part
    assert "記録時適法、現在違反" in kept("audit", "--all", REGISTER, "--lang", "ja").out


def test_it_is_told_as_it_was_known(kept: Kenri) -> None:
    found = findings(kept, "--known-at", "2025-04-20")
    assert found["cat-ex"] == ("not-permitted", "not-permitted", "not-permitted")
    assert "bob-ex-2" not in found
    before = kept("audit", "--all", REGISTER, "--known-at", "2024-01-01", "--json")
    assert (before.code, before.data["acts"]) == (0, 0)
    assert "Nothing is to be told" in kept("audit", "--all", REGISTER, "--known-at", "2024-01-01").out


def test_one_holder_and_earlier_days_can_be_looked_at_alone(kept: Kenri) -> None:
    assert list(findings(kept, "--holder", "bob")) == ["bob-ex-2"]
    assert list(findings(kept, "--until", "2025-03-09")) == ["gus-ex"]
    assert findings(kept, "--plan", "acme/options") == EXPECTED


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet"])
def test_findings_are_written_as_a_table(name: str, kept: Kenri, project: Path) -> None:
    assert kept("audit", "--all", REGISTER, "--out", name).code == 1
    if name.endswith("csv"):
        rows = list(csv.DictReader(StringIO((project / name).read_text(encoding="utf-8-sig"))))
        assert {row["event"]: (row["kind"], row["then"], row["now"]) for row in rows} == EXPECTED
        (bob,) = [row for row in rows if row["event"] == "bob-ex-2"]
        assert (bob["day"], bob["clauses"], bob["turned_by"]) == (
            "2025-04-15", "2\ngeneral", "#17 event bob-left (life.yaml:19:5)"
        )  # fmt: skip
    assert (project / name).stat().st_size > 100


def rolls(kenri: Kenri, *options: str) -> list[dict[str, Any]]:
    found = kenri("roll-forward", REGISTER, *options, "--json")
    assert found.code == 0
    return list(found.data["rolls"])


def closing(roll: dict[str, Any]) -> dict[str, int]:
    return {name: number for name, number in roll["lines"][-1]["numbers"].items() if number}


def test_rights_are_rolled_forward(kept: Kenri) -> None:
    (found,) = rolls(kept, *YEAR)
    assert closing(found) == {"held": 306, "exercised": 160, "extinguished": 254, "cancelled": 30, "acquired": 10}
    assert (found["adds_up"], found["lines"][-1]["total"]) == (True, 760)
    assert found["unknown"]["grants"] == [{"holder": "gus", "grant": "g1"}]
    assert found["unknown"]["closing"]["held"] == {"low": 0, "high": None}
    assert found["unknown"]["ask"]
    of_bob = rolls(kept, *YEAR, "--by", "grant", "--holder", "bob")
    assert [(each["grant"], closing(each)) for each in of_bob] == [("b1", {"exercised": 10, "extinguished": 190})]


def test_what_late_recordings_changed_is_told(kept: Kenri) -> None:
    span = ["--from", "2025-01-01", "--to", "2025-04-30"]
    (found,) = rolls(kept, *span, "--was-known-at", "2025-04-20")
    assert [(each["line"], each["effect"], each["numbers"]) for each in found["changed"]] == [
        ("moved", "exercise", {"held": 12, "exercised": -12}),
        ("moved", "lapse", {"held": -55, "extinguished": 55}),
        ("closing", None, {"held": -43, "exercised": -12, "extinguished": 55}),
    ]
    shown = kept("roll-forward", REGISTER, *span, "--was-known-at", "2025-04-20").out
    assert "What became known after 2025-04-20T23:59:59Z has changed" in shown
    assert "has changed it" in kept("roll-forward", REGISTER, *span, "--was-known-at", "2025-12-31").out


def test_a_roll_is_told_in_words_and_written_as_a_table(kept: Kenri, project: Path) -> None:
    shown = kept("roll-forward", REGISTER, *YEAR)
    flat = " ".join(shown.out.split())
    for part in ("+50", "−127", "Not in these lines: 1 grant"):
        assert part in flat, part
    assert "期末" in kept("roll-forward", REGISTER, *YEAR, "--lang", "ja").out
    for name in ("r.csv", "r.xlsx", "r.parquet"):
        assert kept("roll-forward", REGISTER, *YEAR, "--out", name).code == 0
    rows = list(csv.DictReader(StringIO((project / "r.csv").read_text(encoding="utf-8-sig"))))
    held = [
        (row["line"], row["effect"], int(row["number"])) for row in rows if row["balance"] == "held" and row["number"]
    ]
    assert sum(number for line, _, number in held if line != "closing") == 306 == held[-1][2]
    assert [
        (row["low"], row["high"]) for row in rows if row["line"] == "unknown opening" and row["balance"] == "held"
    ] == [("70", "70")]


def test_an_empty_register_has_nothing_to_tell(kenri: Kenri, project: Path) -> None:
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    assert kenri("audit", "--all", REGISTER, "--json").data["findings"] == []
    assert "There are no rights." in kenri("roll-forward", REGISTER).out
    (project / "options.yaml").write_text(PLAN, encoding="utf-8")
    assert kenri("register", "plan", REGISTER, "options.yaml").code == 0
    assert kenri("audit", "--all", REGISTER).code == 0
    (found,) = rolls(kenri)
    assert (found["grants"], found["adds_up"]) == (0, True)


@pytest.mark.parametrize(
    ("command", "options", "code"),
    [
        ("audit", ["--plan", "nothing"], "no-such-plan-in-register"),
        ("audit", ["--holder", "nobody"], "no-such-holder"),
        ("audit", ["--until", "2025-13-01"], "no-such-day"),
        ("audit", ["--known-at", "never"], "not-day-nor-instant"),
        ("audit", ["--reading", "none=such"], "no-such-reading"),
        ("audit", ["--out", "a.pdf"], "no-table-form"),
        ("audit", ["--out", REGISTER], "written-over-read"),
        ("audit", ["--grant", "a1"], "options-exclude"),
        ("audit", ["--rules", "."], "options-exclude"),
        ("roll-forward", ["--plan", "nothing"], "no-such-plan-in-register"),
        ("roll-forward", ["--holder", "nobody"], "no-such-holder"),
        ("roll-forward", ["--from", "2025-13-01"], "no-such-day"),
        ("roll-forward", ["--from", "2026-01-02", "--to", "2026-01-01"], "period-reversed"),
        ("roll-forward", ["--out", "a.pdf"], "no-table-form"),
        ("roll-forward", ["--out", REGISTER], "written-over-read"),
    ],
)
def test_what_means_nothing_is_told_and_nothing_is_written(
    command: str, options: list[str], code: str, kept: Kenri
) -> None:
    before = Path(REGISTER).read_bytes()
    begin = ["audit", "--all"] if command == "audit" else [command]
    found = kept(*begin, REGISTER, *options, "--json")
    assert found.code == 2, found.out + found.err
    assert code in [each["code"] for each in found.data["problems"]]
    assert Path(REGISTER).read_bytes() == before


def test_a_plan_of_which_no_version_was_used_yet_judges_no_act(kenri: Kenri, project: Path) -> None:
    (project / "options.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    assert kenri("register", "plan", REGISTER, "options.yaml", "--from", "2025-04-01").code == 0
    assert kenri("register", "import", REGISTER, "life.yaml", "--apply").code == 0
    data = kenri("audit", "--all", REGISTER, "--holder", "ann", "--json").data
    assert [(each["what"], each["event"]) for each in data["findings"]] == [("version", "ann-ex")]
    assert "no version of the plan" in kenri("audit", "--all", REGISTER, "--holder", "ann").out
    assert kenri("audit", "--all", REGISTER, "--until", "2025-03-31", "--json").data["plans"] == []
    assert kenri("audit", "--all", REGISTER, "--until", "2025-03-31", "--plan", "acme/options").code == 2


def test_that_nothing_is_found_says_not_that_all_rights_are_accounted_for(kenri: Kenri, project: Path) -> None:
    """Nobody has asked for anything; how many rights of who offended are forfeited the board has not decided."""
    (project / "options.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(
        "parties: {gus: {role: grantee}}\n"
        "grants: [{id: g1, grantee: gus, on: 2024-01-01, number: 70}]\n"
        "events: [{id: offence, event: offends, who: gus, on: 2025-02-01}]\n",
        encoding="utf-8",
    )
    made_register(kenri, "options.yaml", "life.yaml")
    shown = kenri("audit", "--all", REGISTER)
    assert shown.code == 0
    assert "Nothing is to be told about any act. Where all rights of 1 grant stand is not known;" in " ".join(
        shown.out.split()
    )
    assert "割当1件は権利の残高に不明のものがある" in kenri("audit", "--all", REGISTER, "--lang", "ja").out
