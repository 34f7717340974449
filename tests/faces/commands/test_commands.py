"""The command line: what it prints where, its exit codes, and that no mistake ends in a traceback."""

import gc
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml

from kenri import __version__
from kenri.faces import main
from kenri.loader.library import Library, shipped
from kenri.loader.tree import read
from kenri.model.problems import Report

PLAN = "rules/acme/options.yaml"
LIFE = "lives/options.yaml"
SCENARIOS = "scenarios/acme/options.yaml"


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Kenri = Callable[..., Answer]


@pytest.fixture
def kenri(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kenri]:
    """The command, run in this process, in a terminal of a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KENRI_LANG", raising=False)
    threshold = gc.get_threshold()

    def run(*args: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["kenri", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            main.run()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0
        else:
            code = 0
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    yield run
    gc.set_threshold(*threshold)


@pytest.fixture
def project(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a new plan in it, in which the commands are run."""
    monkeypatch.chdir(tmp_path)
    assert kenri("new", "acme/options").code == 0
    return tmp_path


# --- the command itself


def test_version_and_help(kenri: Kenri) -> None:
    assert kenri("--version") == (0, f"kenri {__version__}, rule language 1\n", "")
    answer = kenri("--help")
    assert answer.code == 0
    commands = ("ask", "figure", "windows", "explain", "audit", "test", "lint", "new", "plans", "schema", "demo")
    assert all(f"  {command} " in answer.out for command in commands)


@pytest.mark.parametrize(
    "args", [["fly"], ["ask"], ["ask", "plan", "life"], ["test", "--fast"], ["plans", "--lang", "fr"]]
)
def test_wrong_usage_is_bad_input(kenri: Kenri, args: list[str]) -> None:
    answer = kenri(*args)
    assert answer.code == 2
    assert "Usage: kenri" in answer.err


def test_every_command_speaks_json_and_both_languages(kenri: Kenri) -> None:
    for command in main.app.registered_commands:
        assert command.name is not None
        helped = kenri(command.name, "--help").out
        assert "--json" in helped, command.name
        assert "--lang <en|ja>" in helped or command.name == "schema", command.name


def loaded_by(*args: str) -> set[str]:
    code = f"import sys; sys.argv = {['kenri', *args]!r}\nfrom kenri.faces.main import run\n"
    code += "try:\n    run()\nexcept SystemExit:\n    pass\nprint('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.splitlines()[-1].split())


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    for args in (["--help"], ["--version"], ["ask", "--help"]):
        assert loaded_by(*args).isdisjoint({"yaml", "rich", "pydantic", "pendulum", "holidays", "kenri.api"}), args
    ask = ["ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-05"]
    assert loaded_by(*ask).isdisjoint({"pydantic", "pendulum", "holidays", "icalendar", "rich.table"})
    assert loaded_by(*ask, "--json").isdisjoint({"pydantic", "pendulum", "holidays", "rich"})
    assert loaded_by("--help").isdisjoint({"kenri.model.plan"})


# --- ask


def test_ask_answers_with_the_ruling(kenri: Kenri, project: Path) -> None:
    answer = kenri("ask", PLAN, LIFE, "--on", "2029-06-29", "--rights", "25")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("ALLOWED")
    assert "ninety-days-after-leaving" in answer.out
    denied = kenri("ask", PLAN, LIFE, "--on", "2029-06-30", "--rights", "25")
    assert denied.code == 0, "a denial is an answer"
    assert denied.out.startswith("DENIED")


def test_ask_in_json(kenri: Kenri, project: Path) -> None:
    data = kenri("ask", PLAN, LIFE, "--on", "2029-06-29", "--rights", "25", "--json").data
    assert data["outcome"] == "allowed"
    assert "ninety-days-after-leaving" in json.dumps(data)


def test_ask_in_japanese(kenri: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = ("ask", PLAN, LIFE, "--on", "2025-12-31")
    assert "行使期間内に限り" in kenri(*args, "--lang", "ja").out
    monkeypatch.setenv("KENRI_LANG", "ja")
    assert "行使期間内に限り" in kenri(*args).out


def test_a_life_may_come_from_standard_input_and_as_json(kenri: Kenri, project: Path) -> None:
    data = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2026-01-15", "number": 100}]}
    args = ("--on", "2028-01-15", "--rights", "25")
    assert kenri("ask", PLAN, "-", *args, stdin=json.dumps(data)).out.startswith("ALLOWED")
    assert kenri("ask", PLAN, "-", *args, stdin=yaml.safe_dump(data)).out.startswith("ALLOWED")
    (project / "life.json").write_text(json.dumps(data), encoding="utf-8")
    assert kenri("ask", PLAN, "life.json", *args).out.startswith("ALLOWED")
    wrong = kenri("ask", PLAN, "-", *args, stdin=json.dumps(data | {"party": {}}))
    assert (wrong.code, wrong.out) == (2, "")
    assert "<stdin>:1:" in wrong.err


def test_options_reach_the_question(kenri: Kenri) -> None:
    ask = ("ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-06", "--rights", "6")
    assert kenri(*ask).out.startswith("DENIED")
    assert kenri(*ask, "--reading", "holiday-roll=yes").out.startswith("ALLOWED")
    assert kenri(*ask, "--reading", "holiday-roll=yes", "--with", "paid_in_full=false").out.startswith("DENIED")
    day_ten = ("ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-05")
    assert kenri(*day_ten, "--rights", "10").out.startswith("DENIED"), "four were exercised on 29 June"
    assert kenri(*day_ten, "--rights", "10", "--known-at", "2025-06-28").out.startswith("ALLOWED")
    heir = ("ask", "iij/2015-5th-series", "heir", "--on", "2025-09-03")
    assert kenri(*heir, "--by", "hanako").out.startswith("ALLOWED")
    assert kenri(*heir, "--by", "heir").out.startswith("ALLOWED")
    assert kenri(*heir).out.startswith("DENIED")


def test_today_is_a_day(kenri: Kenri, project: Path) -> None:
    assert kenri("ask", PLAN, LIFE, "--on", "today").code == 0


BAD = {
    "plan": (["ask", "iij/2015-5th", LIFE, "--on", "2025-07-05"], "there is no plan `iij/2015-5th`"),
    "plan path": (["ask", "nowhere.yaml", LIFE, "--on", "2025-07-05"], "there is no file `nowhere.yaml`"),
    "rules folder": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--rules", "nowhere"], "there is no folder `nowhere`"),
    "life": (["ask", PLAN, "leavr", "--on", "2025-07-05"], "the nearest known name is `leaver`"),
    "life path": (["ask", PLAN, "life.yaml", "--on", "2025-07-05"], "there is no file `life.yaml`"),
    "day": (["ask", PLAN, LIFE, "--on", "5 July"], "`5 July`"),
    "number": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--rights", "four"], "`four` is no number of rights"),
    "action": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--action", "exercize"], "no action `exercize`"),
    "party": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--by", "bob"], "there is no party and no role `bob`"),
    "grant": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--grant", "two"], "there is no grant `two`"),
    "instant": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--known-at", "noon"], "`noon`"),
    "reading": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--reading", "roll=yes"], "there is no reading `roll`"),
    "pair": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--reading", "roll"], "`--reading` takes a name and a value"),
    "pair twice": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "a=1", "--with", "a=2"], "`a` is given twice"),
    "fact": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "paid=true"], "`paid` is no fact of `exercise`"),
    "fact in a strange form": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "a=010"], "write `10`"),
    "windows by nobody": (["windows", PLAN, LIFE, "--by", "bob"], "there is no party and no role `bob`"),
    "windows to nowhere": (["windows", PLAN, LIFE, "--svg", "no/where.svg"], "`no/where.svg` cannot be written"),
    "rule": (["explain", PLAN, "vested-prt"], "vested-part"),
    "rule in json": (["explain", PLAN, "vested-prt", "--json"], "the nearest known name is `vested-part`"),
    "audit until": (["audit", PLAN, LIFE, "--until", "later"], "`later`"),
    "scenarios": (["test", "nowhere"], "there is no `nowhere`"),
    "lint": (["lint", "nowhere"], "there is no `nowhere`"),
    "id": (["new", "Acme Options"], "`plan` must be an id, found `Acme Options`"),
    "schema": (["schema", "rules", PLAN], "this schema is the same whatever the plan"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_reported_and_nothing_else_happens(kenri: Kenri, project: Path, what: str) -> None:
    args, words = BAD[what]
    answer = kenri(*args)
    assert answer.code == 2
    if "--json" in args:
        assert words in answer.out
        assert answer.err == ""
        assert len(answer.data["problems"]) == 1
    else:
        assert words in answer.err
        assert "Traceback" not in answer.err
        assert answer.err.rstrip().endswith("1 problem")


def test_all_problems_of_a_life_are_reported_with_their_places(kenri: Kenri, project: Path) -> None:
    (project / "life.yaml").write_text("parties: {ann: {role: grante}}\nevents: [{on: 2025-01-01, event: leave}]\n")
    answer = kenri("ask", PLAN, "life.yaml", "--on", "2025-07-05")
    assert answer.code == 2
    assert answer.err.splitlines()[0].startswith("life.yaml:1:23: there is no role `grante`")
    assert "life.yaml:2:" in answer.err
    assert answer.err.rstrip().endswith("2 problems")


# --- windows


def test_windows_are_drawn_for_every_party_that_has_any(kenri: Kenri) -> None:
    answer = kenri("windows", "iij/2015-5th-series", "heir", "--action", "exercise")
    assert answer.code == 0
    assert "hanako (heir)" in answer.out
    assert "sato (grantee)" not in answer.out
    assert "2025-03-03 (Mon)" in answer.out
    assert "2025-09-03 (Wed)" in answer.out
    assert "hanako: inherits" in answer.out


def test_windows_in_json(kenri: Kenri) -> None:
    data = kenri("windows", "iij/2015-5th-series", "leaver", "--action", "exercise", "--json").data
    steps = [{"from": "2025-06-26", "most": 10}, {"from": "2025-06-29", "most": 6}]
    exact = {"first": "2025-06-26", "last": "2025-07-05", "status": "allowed", "most": None, "steps": steps}
    monday = {**exact, "last": "2025-07-07"}  # 5 July 2025 is a Saturday
    turns = {"settled": False, "ways": [{"readings": {"holiday-roll": "yes"}, "windows": [monday]}]}
    assert data == {
        "plan": "iij/2015-5th-series",
        "windows": [{"action": "exercise", "by": "sato", "grant": "grant", **exact, **turns, "cautions": []}],
        "elsewhere": [],
        "cautions": [],
    }
    rolled = kenri("windows", "iij/2015-5th-series", "leaver", "--reading", "holiday-roll=yes", "--json").data
    assert "2025-07-07" in [window["last"] for window in rolled["windows"]]


def test_windows_as_a_picture_and_as_a_calendar(kenri: Kenri, tmp_path: Path) -> None:
    svg, ics = tmp_path / "windows.svg", tmp_path / "windows.ics"
    args = ("windows", "iij/2015-5th-series", "leaver", "--action", "exercise")
    answer = kenri(*args, "--svg", str(svg), "--ics", str(ics), "--lang", "ja")
    assert answer.code == 0
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    text = ics.read_text(encoding="utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20250705" in text
    assert "BEGIN:VALARM" in text


def test_no_window_is_said(kenri: Kenri) -> None:
    answer = kenri("windows", "iij/2015-5th-series", "in-office", "--action", "exercise")
    assert answer.code == 0
    assert "No window" in answer.out


def test_windows_of_a_life_without_a_day_are_listed_and_not_drawn(kenri: Kenri, tmp_path: Path) -> None:
    company, picture = "parties: {iij: {role: company}}", tmp_path / "windows.svg"
    answer = kenri("windows", "iij/2013-offering", "-", stdin=company)
    assert answer.code == 0
    assert "iij (company)" in answer.out
    answer = kenri("windows", "iij/2013-offering", "-", "--svg", str(picture), stdin=company)
    assert answer.code == 2
    assert "there is no day to draw" in answer.err
    assert not picture.exists()


# --- figure


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


# --- explain, plans, schema


def test_a_plan_and_a_rule_are_explained(kenri: Kenri, project: Path) -> None:
    whole = kenri("explain", PLAN)
    assert whole.code == 0
    assert "ninety-days-after-leaving" in whole.out
    one = kenri("explain", PLAN, "vested-part")
    assert "vested-part" in one.out
    assert "ninety-days-after-leaving" not in one.out
    data = kenri("explain", PLAN, "vested-part", "--json").data
    assert [entry["id"] for entry in data["entries"]] == ["vested-part"]


def test_vocabularies_and_families_are_explained_with_their_words(kenri: Kenri) -> None:
    answer = kenri("explain", "vocabulary/employment")
    assert answer.code == 0
    assert "event terminates" in answer.out
    assert "reason: one of resigns, dismissal, cause" in answer.out
    assert "nobody-succeeds-the-living" in answer.out
    equity = kenri("explain", "vocabulary/equity", "exercise")
    assert "paid_in_full: true or false (true if it is not said)" in " ".join(equity.out.replace("│", "").split())
    assert "requested_on" in kenri("explain", str(shipped() / "vocabulary" / "equity.yaml"), "exercises").out


def test_explain_a_construct_of_the_language(kenri: Kenri) -> None:
    assert "A period at a day" in kenri("explain", "--construct", "within").out
    assert kenri("explain", "within", "--construct").out == kenri("explain", "--construct", "within").out
    assert "within" in kenri("explain", "--construct").out
    assert "text" not in kenri("explain", "--construct", "--json").data["pages"][0]
    assert kenri("explain", "--construct", "within", "--json").data["pages"][0]["page"] == "within"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--construct", "withn"], "no-such-construct"),
        (["--construct", "within", "x"], "construct-without-plan"),
        ([], "usage"),
    ],
)
def test_a_construct_that_cannot_be_explained(kenri: Kenri, args: list[str], code: str) -> None:
    answer = kenri("explain", *args, "--json")
    assert answer.code == 2
    assert [problem["code"] for problem in answer.data["problems"]] == [code]
    data = kenri("explain", "vocabulary/employment", "terminates", "--json").data
    assert [(each["section"], each["id"]) for each in data["words"]] == [("events", "terminates")]
    assert data["entries"] == []
    assert "is no plan that can be asked about" in kenri("windows", "vocabulary/equity", "leaver").err


@pytest.mark.parametrize("kind", ["vocabulary", "family"])
def test_everything_shared_that_is_shipped_can_be_explained(kenri: Kenri, kind: str) -> None:
    for id_ in Library().ids(kind):
        assert kenri("explain", id_).code == 0, id_
        assert kenri("explain", id_, "--json").data["plan"] == id_


def test_a_word_of_a_plan_is_explained(kenri: Kenri) -> None:
    answer = kenri("explain", "iij/2015-5th-series", "leaves_position")
    assert "position: one of director, executive_officer, all" in answer.out
    assert "Counting" not in answer.out


def test_plans_are_listed(kenri: Kenri, project: Path) -> None:
    assert "iij/2015-5th-series" in kenri("plans").out
    listed = {each["plan"]: each for each in kenri("plans", "--rules", "rules", "--json").data}
    assert listed["acme/options"]["rules"] == 5
    assert listed["iij/2015-5th-series"]["document"] == "2015-06-26-stock-options-5th-series"


def checked(schema: Any, path: Path) -> list[str]:
    """What a schema finds wrong in a file, in which days are text, as an editor sees it."""
    validator = jsonschema.Draft202012Validator(schema)
    report = Report()
    trees = read(path, report=report)
    report.raise_if_any()
    errors = [error for tree in trees for error in validator.iter_errors(_as_json(tree.value))]
    return [f"{path.name}: {error.json_path}: {error.message}" for error in errors]


def _as_json(data: Any) -> Any:
    match data:
        case dict():
            return {key: _as_json(value) for key, value in data.items()}
        case list():
            return [_as_json(item) for item in data]
        case date():
            return data.isoformat()
        case Decimal():
            return float(data)
        case _:
            return data


def test_schemas_fit_what_is_shipped(kenri: Kenri) -> None:
    lives = kenri("schema", "life", "iij/2015-5th-series").data
    general = kenri("schema", "life").data
    for path in sorted((shipped("scenarios") / "lives").glob("*.yaml")):
        assert not checked(lives, path)
        assert not checked(general, path)
    scenario = kenri("schema", "scenario").data
    own = kenri("schema", "scenario", "iij/2015-5th-series").data
    for path in sorted((shipped("scenarios") / "iij" / "2015-5th-series").glob("*.yaml")):
        assert not checked(scenario, path)
        assert not checked(own, path)


def test_the_schema_of_scenarios_takes_an_empty_list_where_it_means_none(kenri: Kenri, tmp_path: Path) -> None:
    schema, path = kenri("schema", "scenario").data, tmp_path / "scenarios.yaml"
    ask = "{on: 2024-01-01, expect: denied, windows: [], missing: [], turns_on: []}, {audit: true, violations: []}"
    text = f"plan: acme\nscenarios: {{one: {{because: so, asks: [{ask}]}}}}\n"
    path.write_text(text, encoding="utf-8")
    assert not checked(schema, path)
    path.write_text(text.replace("missing", "rules"), encoding="utf-8")
    assert checked(schema, path)


@pytest.mark.parametrize(
    "life",
    [
        "events: [{on: 2025-06-25, event: leave_position}]",
        "events: [{on: 2025-06-25, event: leaves_position}]",
        "events: [{on: 2025-06-25, event: leaves_position, position: chair}]",
        "events: [{on: 2025-06-25, event: dies, position: director}]",
        "parties: {sato: {role: boss}}",
        "grants: [{grantee: sato, number: 10}]",
        "facts: {colour: blue}",
        "event: []",
    ],
)
def test_the_schema_of_a_plan_finds_mistakes(kenri: Kenri, tmp_path: Path, life: str) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(life, encoding="utf-8")
    assert checked(kenri("schema", "life", "iij/2015-5th-series").data, path)


# --- audit


def test_an_audit_that_finds_nothing(kenri: Kenri, project: Path) -> None:
    answer = kenri("audit", PLAN, LIFE)
    assert answer.code == 0
    assert "100 granted = 50 held + 50 exercised" in answer.out
    assert kenri("audit", PLAN, LIFE, "--json").data["clean"] is True
    assert "割当100" in kenri("audit", PLAN, LIFE, "--lang", "ja").out


def test_an_audit_that_finds_a_violation_fails(kenri: Kenri, project: Path) -> None:
    with (project / LIFE).open("a", encoding="utf-8") as file:
        file.write("  - {on: 2029-06-30, event: exercises, rights: 60, id: late}\n")
    answer = kenri("audit", PLAN, LIFE)
    assert answer.code == 1
    assert "NOT PERMITTED" in answer.out
    assert f"{LIFE}:12" in answer.out
    assert "ninety-days-after-leaving" in answer.out
    # Of 100, 50 were exercised, 25 had not vested and lapsed on 1 April, and the rest lapsed when 30 June began.
    assert "asked for 60, and only 0 were there" in " ".join(answer.out.split())
    assert "1 not permitted: late" in answer.out
    data = kenri("audit", PLAN, LIFE, "--json")
    assert data.code == 1
    assert data.data["violations"] == ["late"]
    assert kenri("audit", PLAN, LIFE, "--until", "2029-06-29").code == 0
    assert kenri("audit", PLAN, LIFE, "--known-at", "2029-06-29").code == 0


COMPANY = """\
plan: acme/company
extends: vocabulary/equity
actions: {buy: {says: buy rights}, sell: {}}
events: {buys: {act: buy}, sells: {act: sell}}
rules:
  never: {clause: "1", says: Never., forbid: buy, by: company}
  buy: {clause: "2", says: Buys., permit: buy, by: company}
"""


def test_an_audit_says_why_an_act_that_no_rule_decides_is_not_permitted(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(COMPANY, encoding="utf-8")
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}],
        "events": [{"on": "2024-02-01", "event": "buys", "who": "ann"}, {"on": "2024-02-02", "event": "buys"}],
    }
    answer = kenri("audit", "plan.yaml", "-", stdin=json.dumps(life))
    assert answer.code == 1
    assert "Grant of ann: 5" in answer.out
    assert "no rule of the plan permits ann to do this" in answer.out
    assert "The plan permits it to: the company that granted the rights." in answer.out
    assert "company: buy rights" in answer.out
    assert "1 never: Never." in answer.out


def test_the_days_of_an_audit_stay_in_one_piece(kenri: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert "  2026-01-15  " in kenri("audit", PLAN, LIFE).out


# --- test, lint, new, demo


def test_scenarios_that_pass(kenri: Kenri, project: Path) -> None:
    answer = kenri("test", SCENARIOS)
    assert (answer.code, answer.out) == (0, "6 scenarios, 16 questions: all answered as expected\n")
    assert kenri("test", "scenarios").out == answer.out
    assert kenri("test", SCENARIOS, "--json").data["differences"] == []


def test_a_scenario_that_fails_is_shown_with_its_place(kenri: Kenri, project: Path) -> None:
    path = project / SCENARIOS
    text = path.read_text(encoding="utf-8").replace(
        "expect: allowed, rules: while-employed, most: 50", "expect: denied, most: 49"
    )
    path.write_text(text, encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "most: 49" in each)
    answer = kenri("test", SCENARIOS)
    assert answer.code == 1
    assert f"{SCENARIOS}:{line}:" in answer.out
    assert "a-quarter-vests-each-year" in answer.out
    assert "1 failed" in answer.out
    data = kenri("test", SCENARIOS, "--json")
    assert data.code == 1
    assert [(each["what"], each["expected"], each["got"], each["line"]) for each in data.data["differences"]] == [
        ("expect", "denied", "allowed", line),
        ("most", "49", "50", line),
    ]


def test_a_scenario_that_cannot_be_read_is_bad_input_and_the_others_run(kenri: Kenri, project: Path) -> None:
    (project / "scenarios" / "broken.yaml").write_text("plan: acme\nscenario: {}\n", encoding="utf-8")
    answer = kenri("test", "scenarios")
    assert answer.code == 2
    assert "scenarios/broken.yaml:2:1" in answer.err
    assert "6 scenarios, 16 questions: not all could be asked" in answer.out


def test_the_scenarios_of_a_shipped_plan_are_found_by_its_id(kenri: Kenri) -> None:
    answer = kenri("test", "plans/saye-statutory")
    assert answer.code == 0


def test_lint_is_silent_about_a_good_plan(kenri: Kenri, project: Path) -> None:
    answer = kenri("lint", "rules")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "1 rule files, 1 plans: 0 problems, 0 warnings\n"


def test_lint_warns_of_what_is_probably_a_slip(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    idle = "readings: {idle: {question: Is it?, options: {no: it is not, yes: it is}, default: no}}"
    text = text.replace("terms:\n", "terms:\n  unused: {value: 3}\n")
    text = text.replace("zone: UTC\n", f"zone: UTC\nactions: {{sell: {{}}}}\n{idle}\n")
    idle = '  never-tried: {clause: "5", says: Not on a holiday., forbid: exercise, when: never}\n'
    text = text.replace("\nrules:\n", f"\nrules:\n{idle}")
    (project / PLAN).write_text(text, encoding="utf-8")
    answer = kenri("lint", PLAN)
    assert answer.code == 0
    for words in (
        "the term `unused` is never used",
        "the reading `idle` is never consulted",
        "no rule of `acme/options` permits `sell`, so it is always denied",
        "no scenario expects the rule `never-tried` to decide",
    ):
        assert words in answer.err
    assert "4 warnings" in answer.out
    assert kenri("lint", PLAN, "--strict").code == 1
    data = kenri("lint", PLAN, "--json").data
    assert [each["severity"] for each in data["problems"]] == ["warning"] * 4
    assert all(each["file"] == PLAN and each["line"] for each in data["problems"])


UNTRIED = """\
balances: {forfeited: {}}
readings: {when-gone: {question: When?, options: {now: at once, later: a day later}, default: now}}
figures:
  tally: {clause: "9", says: One., is: 1}
"""


def test_lint_warns_of_effects_figures_and_options_that_no_scenario_tries(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    gone = "gone: {is: {reading: when-gone, choices: {now: 2040-01-01, later: 2040-01-02}}}"
    forfeits = 'forfeits: {clause: "9", says: Forfeited., on: gone, moves: all, to: forfeited}'
    text = text.replace("dates:\n", f"dates:\n  {gone}\n", 1) + UNTRIED
    text = text.replace("\neffects:\n", f"\neffects:\n  {forfeits}\n")
    (project / PLAN).write_text(text, encoding="utf-8")
    answer = kenri("lint", PLAN)
    warnings = [line.partition("warning: ")[2] for line in answer.err.splitlines() if "warning: " in line]
    assert sorted(each.partition("no scenario ")[2] for each in warnings) == [
        "asks for the figure `tally` [figure-untried]",
        "looks at the balance that the effect `forfeits` changes [effect-untried]",
        "reads `when-gone` as `later` [option-untried]",
    ]
    assert "add a question with `balances: {forfeited: ...}`" in answer.err
    assert "add a question with `readings: {when-gone: later}`" in answer.err
    path = project / SCENARIOS
    told = path.read_text(encoding="utf-8")
    asks = [
        "{on: 2026-02-01, figure: tally, is: 1}",
        "{audit: true, balances: {forfeited: 0}, readings: {when-gone: later}}",
    ]
    last = "  all:\n    because: All is tried.\n    asks:\n" + "".join(f"      - {ask}\n" for ask in asks)
    path.write_text(told.rstrip() + "\n" + last, encoding="utf-8")
    assert kenri("test", SCENARIOS).code == 0, kenri("test", SCENARIOS).out
    assert kenri("lint", PLAN).err == ""


def test_lint_warns_once_of_a_plan_without_scenarios(kenri: Kenri, project: Path) -> None:
    (project / "rules" / "other.yaml").write_text(FIGURES.replace("acme/figures", "other"), encoding="utf-8")
    answer = kenri("lint", "rules")
    assert answer.code == 0
    assert "rules/other.yaml:1:1: warning: no scenario asks about `other`" in answer.err
    assert "2 plans: 0 problems, 1 warnings" in answer.out
    (project / "elsewhere.yaml").write_text(FIGURES, encoding="utf-8")
    assert kenri("lint", "elsewhere.yaml").err == "", "nobody says where its scenarios are"


def test_a_problem_of_a_plan_is_printed_once_however_many_scenarios_use_it(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("unless: exercise-period", "unles: exercise-period"), encoding="utf-8")
    one = (project / SCENARIOS).read_text(encoding="utf-8")
    for index, folder in enumerate(("first", "second/deep")):
        (project / folder).mkdir(parents=True)
        up = "../" * (index + 1)
        plan = next(line for line in one.splitlines() if line.startswith("plan: "))
        text = one.replace(plan, f"plan: {up}rules/acme/options.yaml")
        (project / folder / "scenarios.yaml").write_text(text, encoding="utf-8")
    answer = kenri("test", "first", "second", SCENARIOS)
    assert answer.code == 2
    assert answer.err.count("the nearest known name is `unless`") == 1


def test_lint_reports_every_problem(kenri: Kenri, project: Path) -> None:
    text = (project / PLAN).read_text(encoding="utf-8")
    (project / PLAN).write_text(text.replace("unless: exercise-period", "unles: exercise-period"), encoding="utf-8")
    answer = kenri("lint", "rules")
    assert answer.code == 2
    assert f"{PLAN}:" in answer.err
    assert "the nearest known name is `unless`" in answer.err


def test_the_shipped_rule_files_are_without_problems(kenri: Kenri) -> None:
    answer = kenri("lint", "--json")
    errors = [each for each in answer.data["problems"] if each["severity"] == "error"]
    assert not errors


def test_new_never_overwrites(kenri: Kenri, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    answer = kenri("new", "acme/options")
    assert answer.code == 2
    assert f"`{PLAN}` is there already" in answer.err
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before
    (project / PLAN).unlink()
    assert kenri("new", "acme/options").code == 2, "the scenarios are still there"
    assert not (project / PLAN).exists()


def test_new_files_fit_their_schemas(kenri: Kenri, project: Path) -> None:
    for path in (PLAN, LIFE, SCENARIOS):
        text = (project / path).read_text(encoding="utf-8")
        first, _, _ = text.partition("\n")
        schema = json.loads(((project / path).parent / first.partition("$schema=")[2]).read_text(encoding="utf-8"))
        assert not checked(schema, project / path)


def test_new_says_what_to_try_and_it_works(kenri: Kenri, project: Path) -> None:
    data = kenri("new", "other", "--to", "elsewhere", "--json").data
    assert all((project / path).is_file() for path in data["files"])
    for command in data["try"]:
        assert kenri(*command.split()[1:]).code == 0


def test_the_demonstration_runs(kenri: Kenri) -> None:
    answer = kenri("demo")
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.splitlines() if line.startswith(("ALLOWED", "DENIED"))] == [
        "DENIED",
        "ALLOWED",
        "DENIED",
        "ALLOWED",
    ]
    assert "first day" in answer.out.lower()
    assert [each["outcome"] for each in kenri("demo", "--json").data] == ["denied", "allowed", "denied", "allowed"]
    assert "退任後10日目" in kenri("demo", "--lang", "ja").out


def test_every_command_of_the_demonstration_can_be_typed(kenri: Kenri) -> None:
    commands = [line[2:].split() for line in kenri("demo").out.splitlines() if line.startswith("$ ")]
    assert len(commands) == 6
    assert all(kenri(*command[1:]).code == 0 for command in commands)


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kenri", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"kenri {__version__}, rule language 1\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m kenri schema | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
