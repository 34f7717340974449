"""A life whose grants are under two plans, one of which alone knows a kind of event, in front of every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.loader.written_lives import life_data
from tests.faces.commands.running import Kenri

ASKED = """\
plan: acme/new
extends: vocabulary/equity
zone: UTC
amounts: {counted: {is: 1}}
rules: {holder: {clause: "1", says: The holder exercises., permit: exercise, by: grantee}}
figures: {counted-of-all: {clause: "2", says: In all., of: exercise, is: {over: grants, sum: counted}}}
"""

OTHER = """\
plan: acme/old
extends: vocabulary/equity
zone: UTC
party_attributes: {office: {type: text, optional: true}}
grant_attributes: {kind: {one_of: [a, b], default: a}, lag: number, since: {type: day, optional: true}}
terms: {sold: {type: day, from: record, clause: "3"}}
events:
  promoted:
    personal: true
    says: {en: Somebody is promoted., ja: 昇進した。}
    attributes: {level: number, until: {type: day, optional: true}}
states: {is-promoted: {is: {after: {first: {event: promoted, who: grantee}}}}}
amounts: {counted: {is: {cases: [{when: is-promoted, is: 100}], otherwise: 7}}}
rules: {holder: {clause: "1", says: The holder exercises., permit: exercise, by: grantee}}
"""

LIFE = """\
parties: {ann: {role: grantee, office: Oslo}, acme: {role: company}}
grants:
  - {id: g1, grantee: ann, on: 2024-01-01, number: 10}
  - {id: g2, grantee: ann, on: 2024-01-01, number: 10, plan: acme/old, kind: b, lag: 3, since: 2023-05-01}
events:
  - {on: 2024-03-01, event: promoted, who: ann, level: 3, until: 2026-03-01}
  - {on: 2024-04-01, event: exercises, grant: g2, rights: 2}
  - {on: 2024-04-02, event: exercises, grant: g1, rights: 4}
"""

SWEPT = ("--asked-from", "2024-05-01", "--asked-to", "2024-05-02")
VARIED = ("--vary", "promoted", "--from", "2024-02-28", "--to", "2024-03-02")

COMMANDS: dict[str, tuple[str, ...]] = {
    "ask": ("--on", "2024-05-01", "--grant", "g1"),
    "figure": ("--on", "2024-05-01", "--grant", "g1"),
    "windows": ("--grant", "g1"),
    "audit": (),
    "duties": ("--on", "2024-05-01"),
    "simulate": (),
    "sweep": ("--grant", "g1", *SWEPT, *VARIED),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"new": ASKED, "old": OTHER}.items():
        (tmp_path / "rules" / "acme").mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules" / "acme" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "life.yaml").write_text(LIFE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", [(), ("--lang", "ja"), ("--json",)], ids=["text", "japanese", "json"])
def test_each_command_answers(kenri: Kenri, folder: Path, command: str, form: tuple[str, ...]) -> None:
    files = (str(folder / "life.yaml"), "--rules", str(folder / "rules"))
    answer = kenri(command, "acme/new", *files, *COMMANDS[command], *form)
    assert answer.code == 0, answer.err


def test_pictures_and_calendars_name_the_events_of_both(kenri: Kenri, folder: Path) -> None:
    files = (str(folder / "life.yaml"), "--rules", str(folder / "rules"), "--grant", "g1")
    drawn = kenri("windows", "acme/new", *files, "--svg", str(folder / "w.svg"), "--ics", str(folder / "w.ics"))
    assert drawn.code == 0, drawn.err
    assert "promoted (level: 3, until: 2026-03-01)" in drawn.out
    assert "昇進した" in kenri("windows", "acme/new", *files, "--lang", "ja").out


def test_a_life_is_written_with_the_plans_of_its_grants(folder: Path) -> None:
    """Without them what is written is another life: of grants under the plan that is asked."""
    plan = load("acme/new", rules=folder / "rules")
    life = plan.life(folder / "life.yaml")
    assert plan.life(life_data(life, plan.plan)) == life
    (figure,) = plan.ask(life, on="2024-05-01", grant="g1").figures
    assert figure.value == 101


def test_a_life_that_is_played_is_saved_as_it_was(kenri: Kenri, folder: Path) -> None:
    lines = ["party bob third_party", "exercises 2024-06-01 grant=g1 rights=1", "undo"]
    lines += [f"save life {folder / 'saved.yaml'}", "quit"]
    files = (str(folder / "life.yaml"), "--rules", str(folder / "rules"))
    played = kenri("play", "acme/new", *files, stdin="\n".join(lines))
    assert played.code == 0, played.out + played.err
    plan = load("acme/new", rules=folder / "rules")
    saved = plan.life(folder / "saved.yaml")
    assert [grant.plan for grant in saved.grants.values()] == ["", "acme/old"]
    assert saved.grants["g2"] == plan.life(folder / "life.yaml").grants["g2"]


def test_a_life_from_standard_input_has_grants_under_other_plans(kenri: Kenri, folder: Path) -> None:
    asked = ("--rules", str(folder / "rules"), *COMMANDS["figure"], "--json")
    answer = kenri("figure", "acme/new", "-", *asked, stdin=LIFE)
    assert answer.code == 0, answer.err
    assert answer.data["figures"][0]["value"] == 101


def test_a_scenario_has_grants_under_other_plans(kenri: Kenri, folder: Path) -> None:
    """7 of the old plan until Ann is promoted, 100 from then on, and 1 of the new one."""
    life = "".join(f"  {line}\n" for line in LIFE.splitlines())
    asks = [("2024-02-29", 8), ("2024-03-02", 101)]
    told = "".join(f"      - {{on: {on}, grant: g1, figure: counted-of-all, is: {value}}}\n" for on, value in asks)
    text = f'plan: acme/new\nclause: "2"\nlife:\n{life}scenarios:\n  both:\n    because: Both count.\n    asks:\n{told}'
    (folder / "both.yaml").write_text(text, encoding="utf-8")
    answer = kenri("test", str(folder / "both.yaml"), "--rules", str(folder / "rules"))
    assert answer.code == 0, answer.out + answer.err


FAMILY = """\
family: acme/shared
extends: vocabulary/equity
terms: {days: {clause: "1", value: 10}}
events: {leaves: {personal: true}}
dates: {left: {clause: "1", is: {first: {event: leaves, who: grantee}}}}
rules:
  window: {clause: "1", says: Within days after leaving., permit: exercise, by: grantee, when: {within: {days: days}, after: left}}
"""  # noqa: E501  # one rule on one line
HELD = """\
parties: {ann: {role: grantee}}
grants:
  - {id: g1, grantee: ann, on: 2024-01-01, number: 10, plan: acme/one}
  - {id: g2, grantee: ann, on: 2024-01-01, number: 10, plan: acme/two}
events: [{id: left, on: 2025-03-01, event: leaves}]
"""


def test_what_plans_share_is_changed_for_all_of_them_at_once(kenri: Kenri, project: Path) -> None:
    """Of a holder under both plans no answer was told, and neither plan could be taken in before the other."""
    rules = project / "rules" / "acme"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / "shared.yaml").write_text(FAMILY, encoding="utf-8")
    for name in ("one", "two"):
        (rules / f"{name}.yaml").write_text(f"plan: acme/{name}\nextends: acme/shared\n", encoding="utf-8")
    (project / "life.yaml").write_text(HELD, encoding="utf-8")
    both = ("acme/one", "acme/two")
    kenri("register", "create", "register.db", "--issuer", "Acme")
    assert kenri("register", "plan", "register.db", *both, "--rules", "rules", "--json").data["taken"] == [
        {"plan": id_, "new": True} for id_ in both
    ]
    assert kenri("register", "import", "register.db", "life.yaml", "--plan", "acme/one", "--apply").code == 0
    (rules / "shared.yaml").write_text(FAMILY.replace("value: 10", "value: 20"), encoding="utf-8")
    becomes = {id_: ("--becomes", id_) for id_ in both}
    impact = ("impact", "register.db", "--rules", "rules", "--on", "2025-03-01", "--json")
    one = kenri(*impact, *becomes["acme/one"])
    assert (one.code, [each["code"] for each in one.data["problems"]]) == (2, ["plans-differ-in-file"])
    assert "`kenri register plan REGISTER acme/one acme/two`" in one.data["problems"][0]["help"]
    changed = kenri(*impact, *becomes["acme/one"], *becomes["acme/two"]).data["impact"]
    assert [(each["holder"], each["plan"]) for each in changed] == [("ann", "acme/one"), ("ann", "acme/two")]
    take = ("register", "plan", "register.db", "--rules", "rules", "--from", "2025-03-05")
    alone = kenri(*take, "acme/one", "--json")
    assert [each["code"] for each in alone.data["problems"]] == ["plans-differ-in-file"]
    told = kenri(*take, *both).out
    assert told.count("2025-03-05") == 2
    asked = ("ask", "acme/two", "--register", "register.db", "--holder", "ann", "--grant", "g2", "--on", "2025-03-21")
    assert kenri(*asked).out.startswith("ALLOWED")
    again = kenri(*take, *both, "--json").data
    assert again["taken"] == [{"plan": id_, "new": False} for id_ in both]
