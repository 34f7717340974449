"""`kenri figure`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faces.commands.running import Answer, Kenri

FIGURES = """\
plan: acme/figures
extends: vocabulary/equity
terms: {fee: {unknown: left to the board, type: number}}
rules: {never: {clause: "1", says: Never., forbid: exercise}}
figures:
  total: {clause: "2", says: The total., is: {sum: [1, 2]}, unit: JPY, stated: 4}
  cost: {clause: "3", says: The cost., of: exercise, is: {multiply: [{asked: number}, 200]}, unit: JPY}
  lost: {clause: "4", says: The loss., of: exercise, is: {asked: treasury_loss}}
  with-fee: {clause: "5", says: With the fee., is: {sum: [fee, 1]}}
"""


@pytest.fixture
def figures(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """`kenri figure` about a plan under which everything is denied."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(FIGURES, encoding="utf-8")
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}]}
    return lambda *args: kenri("figure", "plan.yaml", "-", "--on", "2024-03-01", *args, stdin=json.dumps(life))


def test_figures_of_no_action_and_of_one_that_is_denied_are_shown(figures: Callable[..., Answer]) -> None:
    answer = figures("--rights", "3")
    assert answer.code == 0
    assert "total: 3 JPY — The total  (clause 2)" in answer.out
    assert "the document states 4 JPY" in answer.out
    assert "cost: 600 JPY" in answer.out
    assert "with-fee: not known without fee" in answer.out
    assert "cost: not known without number" in figures("cost").out
    assert "loss" not in figures("cost").out
    assert "lost: 7" in figures("--with", "treasury_loss=7").out


@pytest.mark.parametrize("manner", [(), ("--lang", "ja"), ("--json",)])
@pytest.mark.parametrize(
    "wrong",
    [
        ("--on", "2024-02-30"),
        ("--rights", "many"),
        ("--by", "nobody"),
        ("--grant", "g9"),
        ("--reading", "x=y"),
        ("--known-at", "x"),
        ("--with", "a=b"),
    ],
)
def test_a_wrong_question_is_refused_where_there_is_no_figure(
    kenri: Kenri, tmp_path: Path, wrong: tuple[str, ...], manner: tuple[str, ...]
) -> None:
    (tmp_path / "plan.yaml").write_text(FIGURES.partition("figures:")[0], encoding="utf-8")
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}]}
    assert kenri("figure", str(tmp_path / "plan.yaml"), "-", *wrong, *manner, stdin=json.dumps(life)).code == 2
    assert kenri("figure", str(tmp_path / "plan.yaml"), "-", *manner, stdin=json.dumps(life)).code == 0


@pytest.mark.parametrize("command", [("plans",), ("lint",), ("explain", "iij/2015-5th-series")])
def test_a_folder_of_rules_that_is_not_there_is_no_empty_one(
    kenri: Kenri, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "none", tmp_path / "file"):
        answer = kenri(*command, "--rules", str(folder))
        assert (answer.code, answer.out) == (2, "")
        assert "[no-such-folder]" in answer.err


def test_figures_in_json(figures: Callable[..., Answer]) -> None:
    data = figures("total", "cost", "--rights", "1/3", "--json").data
    assert (data["plan"], data["on"]) == ("acme/figures", "2024-03-01")
    assert [
        (each["figure"], each["value"], each["of"], each["stated"], each["discrepant"]) for each in data["figures"]
    ] == [
        ("total", 3, [], 4, True),
        ("cost", "200/3", ["exercise"], None, False),
    ]


@pytest.mark.parametrize(
    ("names", "changing"),
    [(["total"], []), (["total", "by-year"], ["by-year"]), (["by-year", "day"], ["by-year"]), (["day"], [])],
)
def test_figures_that_are_the_same_on_every_day_need_no_day(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], changing: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    more = """  by-year: {clause: "6", says: By year., is: {cases: [{when: {from: 2025-01-01}, is: 2}], otherwise: 1}}
  day: {clause: "7", says: A day., day: 2025-01-01}
"""
    Path("plan.yaml").write_text(FIGURES + more, encoding="utf-8")
    life = json.dumps({"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "number": 5}]})
    answer = kenri("figure", "plan.yaml", "-", *names, stdin=life)
    assert (answer.code, [name for name in names if f"`{name}` is not the same on every day" in answer.err]) == (
        2 if changing else 0,
        changing,
    )
    assert bool(changing) == ("`--on DAY`" in answer.err)
    if not changing:
        assert kenri("figure", "plan.yaml", "-", *names, "--json", stdin=life).data["on"] is None
    assert kenri("figure", "plan.yaml", "-", *names, "--on", "2025-01-01", stdin=life).code == 0


def test_a_day_is_a_figure_with_the_unit_day(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    day = 'day: {clause: "7", says: A day., day: {plus: {years: 10}, to: {grant: on}}}\n'
    Path("plan.yaml").write_text(f"{FIGURES}  {day}", encoding="utf-8")
    grant = {"grantee": "ann", "on": "2024-01-01", "number": 5}
    life = json.dumps({"parties": {"ann": {"role": "grantee"}}, "grants": [grant]})
    (told,) = kenri("figure", "plan.yaml", "-", "day", "--json", stdin=life).data["figures"]
    assert (told["value"], told["unit"], told["missing"]) == ("2034-01-01", "day", [])
    assert "day: 2034-01-01 (Sun) — A day" in kenri("figure", "plan.yaml", "-", "day", stdin=life).out


def test_a_figure_or_a_fact_that_is_not_there_is_refused(figures: Callable[..., Answer]) -> None:
    assert "the nearest known name is `cost`" in figures("cots").err
    answer = figures("--with", "treasury_los=7")
    assert (answer.code, "the nearest known name is `treasury_loss`" in answer.err) == (2, True)
