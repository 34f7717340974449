"""What is left out of what is inherited, and something that stays still names: told where it is left out."""

from pathlib import Path

import pytest

import kenri
from kenri.model.problems import Problem, ProblemsError

FAMILY = """\
family: f
extends: vocabulary/equity
balances: {kept: {}, gone: {lapse: true}}
rules:
  may: {clause: '1', says: Holders may exercise., permit: exercise}
  not: {clause: '2', says: Not before May., forbid: exercise, when: {until: 2024-05-01}}
effects:
  first: {clause: '3', says: Half is kept., on: 2024-06-01, moves: 1, to: kept}
  second: {clause: '4', says: The rest goes., on: 2024-06-01, follows: first, moves: all, to: gone}
"""
MARK = "means: {early: {clause: '2', says: So it is meant., shadowed: not}}\n"
AMENDMENT = "amendments: {later: {from: 2025-04-01, clause: '9', says: May is nothing., without: [not]}}\n"


def _told(folder: Path, plan: str, family: str = FAMILY) -> list[Problem]:
    (folder / "f.yaml").write_text(family, encoding="utf-8")
    path = folder / "plan.yaml"
    path.write_text(f"plan: acme/min\nextends: [vocabulary/equity, f]\nzone: UTC\n{plan}", encoding="utf-8")
    try:
        kenri.load(path)
    except ProblemsError as error:
        return [*error.problems]
    return []


@pytest.mark.parametrize(
    ("plan", "family", "name", "by", "line"),
    [
        ("without: [first]\n", FAMILY, "`first`", "effect `second`", "f.yaml:9:"),
        ("without: [not]\n" + MARK, FAMILY, "`not`", "meant `early`", "plan.yaml:5:"),
        ("without: [not]\n" + AMENDMENT, FAMILY, "`not`", "amendment `later`", "plan.yaml:5:"),
        ("without: [not]\n", FAMILY + AMENDMENT, "`not`", "amendment `later`", "f.yaml:10:"),
    ],
    ids=["followed", "marked", "ended here", "ended in what is inherited"],
)
def test_it_is_told_where_it_is_left_out(tmp_path: Path, plan: str, family: str, name: str, by: str, line: str) -> None:
    (problem,) = _told(tmp_path, plan, family)
    assert problem.code == "left-out-but-named"
    assert problem.place is not None
    assert Path(problem.place.file).name == "plan.yaml"
    assert problem.place.line == 4
    assert name in problem.message
    assert by in problem.message
    assert line in problem.message


@pytest.mark.parametrize(
    "plan",
    [
        "without: [first, second]\n",
        "without: [first]\n"
        + FAMILY[FAMILY.index("effects:") :].replace("  second", "  third").replace("first}", "x}"),
        "without: [not]\nrules: {not: {clause: '2', says: Not now., forbid: exercise}}\n" + MARK,
    ],
    ids=["what names it is left out too", "something takes its place", "a rule takes its place"],
)
def test_what_nothing_names_may_be_left_out(tmp_path: Path, plan: str) -> None:
    assert _told(tmp_path, plan) == []


def test_an_inherited_mark_goes_with_its_rule(tmp_path: Path) -> None:
    assert _told(tmp_path, "without: [not]\n", FAMILY + MARK) == []


def test_a_name_that_was_never_there_is_unknown_where_it_stands(tmp_path: Path) -> None:
    (problem,) = _told(tmp_path, "without: [may]\n" + MARK.replace("shadowed: not", "shadowed: never-was"))
    assert problem.code == "no-such-rule"
