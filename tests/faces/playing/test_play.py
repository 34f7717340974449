"""Playing: through a real terminal, through piped lines, and what completion offers."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import kenri
from kenri.api import LoadedPlan
from kenri.faces.playing.completion import candidates
from kenri.faces.playing.lines import Play
from kenri.faces.playing.session import Session
from kenri.faces.words.play import COMMANDS
from kenri.loader.written_lives import life_data, life_text
from kenri.model.problems import Report
from kenri.model.sentences import Language
from kenri.scenarios import Scenarios
from tests.faces import small_plan

PLAN = "iij/2015-5th-series"
BEGIN = ("party sato grantee", "grant sato 10 2015-07-13 position=director")
LEFT = (*BEGIN, "leaves_position 2045-06-25 director")
PATIENCE = 120
"""Seconds: long, for a machine that is busy with other things."""


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return kenri.load(PLAN)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENRI_LANG", raising=False)


class Played:
    """A sitting, with what it printed."""

    def __init__(
        self, plan: LoadedPlan, *lines: str, name: str = PLAN, life: Any = None, lang: Language = "en"
    ) -> None:
        self.session = Session(plan, plan.life(life or {}), plan_name=name, lang=lang)
        self.console = Console(file=io.StringIO(), width=200, color_system=None)
        self.play = Play(self.session, self.console, confirms=False)
        self.play.hello()
        for line in lines:
            self.enter(line)

    def enter(self, line: str) -> str:
        """Do a line; what it printed."""
        assert isinstance(self.console.file, io.StringIO)
        self.console.file.seek(0)
        self.console.file.truncate()
        self.play.do(line)
        return self.console.file.getvalue()

    @property
    def events(self) -> list[str]:
        return [event.kind for event in self.session.life.events]


def passes(*files: str) -> int:
    """How many questions the scenarios in files ask; each must be answered as expected."""
    examiner, problems = Scenarios(), Report()
    told = examiner.read([Path(file) for file in files], problems)
    problems.raise_if_any()
    assert [difference for each in told for difference in examiner.examine(each)] == []
    return sum(len(each.asks) for each in told)


# --- a real terminal


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals of this kind")
def test_a_terminal_completes_undoes_and_saves_what_passes() -> None:
    import pexpect

    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8", "KENRI_LANG": "en"}
    for size in ("COLUMNS", "LINES"):  # of the terminal that the tests run in, not of this one
        environment.pop(size, None)
    arguments = ["-m", "kenri", "play", PLAN]
    child = pexpect.spawn(
        sys.executable, arguments, env=environment, dimensions=(50, 200), timeout=PATIENCE, encoding="utf-8"
    )
    child.expect("nobody is in it yet")
    child.expect("kenri>")
    for line in BEGIN:
        child.send(f"{line}\r")
    child.expect("DENIED")
    # Another key would end a completion that is under way, so each is awaited.
    child.send("leav\t")
    child.expect("es_position")
    child.send(" 2045-06-25 dir\t")
    child.expect("ector")
    child.send("\r")
    child.expect("event-1: leaves position on 2045-06-25")
    child.send("this is dropped\x03")
    child.send("undo\r")
    child.expect("undone: leaves_position 2045-06-25 director")
    child.send("\x1b[A\x1b[A\r")  # the line before the last
    child.expect("event-1: leaves position on 2045-06-25")
    child.send("ask 2045-07-05 4\r")
    child.expect("ALLOWED")
    child.expect("the last day of the window")
    child.send("ask +11d\r")
    child.expect("DENIED")
    child.send("quit\r")
    child.expect("not saved")
    child.send("save sc\t")
    child.expect("enario")
    child.send(" left\r")
    child.expect("saved: left.yaml")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert passes("left.yaml") == 2


# --- piped lines


def test_lines_may_be_piped() -> None:
    lines = "\n".join(
        [*LEFT, "# a comment", "", "ask +10d 10", "xyz 2045-07-01", "save scenario told", "quit", "too late"]
    )
    command = [sys.executable, "-m", "kenri", "play", PLAN]
    done = subprocess.run(command, input=lines, text=True, capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode == 2
    assert "> ask +10d 10" in done.stdout
    assert "not done: there is no event `xyz`" in done.stdout
    assert done.stderr == ""
    assert "too late" not in done.stdout
    assert passes("told.yaml") == 1


def test_each_line_may_be_answered_by_a_line_of_json() -> None:
    command = [sys.executable, "-m", "kenri", "play", PLAN, "--json"]
    lines = "\n".join([*LEFT, "ask +10d 10", "undo", "foo"])
    done = subprocess.run(command, input=lines, text=True, capture_output=True, check=False, timeout=PATIENCE)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (2, "")
    assert [answer["line"] for answer in answers] == lines.split("\n")
    assert answers[3]["ruling"]["outcome"] == "allowed"
    assert "undone: leaves_position" in answers[4]["shown"]
    assert [answer["refused"] is None for answer in answers] == [True] * 5 + [False]


def test_the_library_of_the_prompt_is_not_needed_for_piped_lines() -> None:
    code = "import sys; sys.modules['prompt_toolkit'] = None; from kenri.faces.main import run; run()"
    command = [sys.executable, "-c", code, "play", PLAN]
    done = subprocess.run(command, input="life\n", text=True, capture_output=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")


# --- what lines do


def test_each_change_shows_how_the_usual_question_stands(plan: LoadedPlan) -> None:
    played = Played(plan, *BEGIN)
    printed = played.enter("leaves_position 2045-06-25 director")
    assert "event-1: leaves position on 2045-06-25 (Sun)" in printed
    assert "DENIED: exercise rights by sato on 2045-06-25 (Sun) (ten-days-after-leaving)" in printed
    assert "next 2045-06-26 (Mon) – 2045-07-05 (Wed), up to 10" in printed
    assert "ALLOWED" in played.enter("exercises +4d 4")


def test_a_recorded_act_is_judged_by_itself(plan: LoadedPlan) -> None:
    played = Played(plan, *BEGIN, "leaves_position 2045-06-25 director")
    told = played.enter("exercises 2045-06-25 4")  # the window opens on the day after
    assert "exercises on 2045-06-25 (Sun): NOT PERMITTED" in told
    assert ": permitted" in played.enter("exercises 2045-06-26 4")
    assert "NOT PERMITTED" in played.enter("exercises 2045-06-27 40")  # more than there is, on a day of the window


def test_an_act_is_judged_at_its_hour() -> None:
    notice = kenri.load("plans/notice-by-five")
    played = Played(notice, "party ken grantee", "grant ken 100 2021-04-01 last_day=2026-03-31")
    assert "2026-03-31 (Tue) 17:00: permitted" in played.enter("exercises 5 2026-04-01T06:00:00+09:00")
    assert "2026-03-31 (Tue) 17:00:01: NOT PERMITTED" in played.enter("exercises 6 2026-04-01T06:00:01+09:00")


def test_events_are_told_in_a_few_words_with_or_without_add(plan: LoadedPlan) -> None:
    played = Played(plan, *BEGIN, "left director 2045-06-25", "add exercises +1d 4", "exercises +2d rights=1")
    assert played.events == ["leaves_position", "exercises", "exercises"]
    assert [kenri.model.days.iso(event.on) for event in played.session.life.events][1:] == ["2045-06-26", "2045-06-28"]


def test_undo_and_redo_go_through_every_change(plan: LoadedPlan) -> None:
    played = Played(plan, *LEFT, "exercises +1d 4", "reading holiday-roll yes")
    lives = []
    for expected in ("reading holiday-roll yes", "exercises +1d 4", *reversed(LEFT)):
        lives.append((played.session.life, played.session.state.readings))
        assert f"undone: {expected}" in played.enter("undo")
    assert not played.session.life.parties
    assert "there is nothing to undo" in played.enter("undo")
    for life in reversed(lives):
        assert "done again" in played.enter("redo")
        assert (played.session.life, played.session.state.readings) == life
    assert "there is nothing to do again" in played.enter("redo")
    played.enter("undo")
    played.enter("exercises +1d 5")
    assert "there is nothing to do again" in played.enter("redo")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("foo", "there is no command and no event `foo`"),
        ("leavs_position", "the nearest known name is `leaves_position`"),
        ("add", "no event is named"),
        ("leaves_position director", "names no day"),
        ("leaves_position 2045-02-30 director", "not done"),
        ("leaves_position 2045-06-25 directr", "`position` cannot be `directr`"),
        ("exercises +9999999d 4", "not done"),
        ("exercises +999999w 4", "leads out of the calendar"),
        ("exercises 2045-06-26 4 by nobody", "there is no party `nobody`"),
        ("party sato", "a party has a name and a role"),
        ("party mori grante", "there is no role `grante`"),
        ("party mori 'grantee", "a quotation is not closed"),
        ("grant sato", "a grant has a grantee, a number and perhaps a day"),
        ("grant sato ten position=director", "must be a number"),
        ("fact", "a fact is the name of a term and a value"),
        ("fact rights_total 5", "there is no unknown term `rights_total`"),
        ("remove event-9", "there is no event `event-9`"),
        ("remove", "which event is meant is not said"),
        ("ask 2045-07-05 excercise", "there is no action `excercise`"),
        ("ask 2045-07-05 0", "a question is about some rights"),
        ("ask 2045-07-05 1/0", "`1/0` is no number"),
        ("ask 2045-07-99", "is no day"),
        ("ask by nobody", "there is no party and no role `nobody`"),
        ("ask nothing=here", "is no fact of `exercise`"),
        ("windows by nobody", "there is no party and no role `nobody`"),
        ("reading holiday-roll maybe", "`maybe` is no option of `holiday-roll`"),
        ("reading holiday-roll", "a reading is the name"),
        ("save", "a file is saved as a life or as a scenario"),
        ("save life no/such/folder/a", "cannot be written"),
        ("help me", "there is no command `me`"),
    ],
)
def test_bad_input_is_told_in_one_line_and_changes_nothing(plan: LoadedPlan, line: str, message: str) -> None:
    played = Played(plan, *LEFT)
    state, questions = played.session.state, played.session.questions
    printed = played.enter(line)
    assert printed.startswith("not done: ")
    assert message in printed
    assert printed.count("\n") == 1
    assert played.session.state is state
    assert played.session.questions == questions
    assert line not in played.session.lines
    assert played.play.refusals == 1


def test_removing_an_event_numbers_the_others_anew(plan: LoadedPlan) -> None:
    played = Played(plan, *LEFT, "exercises +1d 4", "exercises +1d 2", "remove event-2", "exercises +1d 1")
    assert [event.id for event in played.session.life.events] == ["event-1", "event-2", "event-3"]
    assert [event.attributes.get("rights") for event in played.session.life.events] == [None, 2, 1]


def test_asking_draws_the_ruling_and_windows_the_windows(plan: LoadedPlan) -> None:
    played = Played(plan, *LEFT)
    assert "The outcome is the same under every reading" in played.enter("ask +10d 10")
    assert "First day Mon 26 Jun 2045, last day Wed 5 Jul 2045" in played.enter("windows exercise")
    assert "holiday-roll" in played.enter("reading")
    assert "save scenario FILE" in played.enter("help")
    assert played.enter("help undo").split()[0] == "undo"
    assert played.enter("history").splitlines()[:3] == [*LEFT]
    assert not played.play.do("exit")


def test_it_speaks_japanese(plan: LoadedPlan) -> None:
    played = Played(plan, *LEFT, lang="ja")
    assert "できません：" in played.enter("foo")
    assert "取消：" in played.enter("undo")
    assert "終了" in played.enter("help")


# --- files


def test_a_saved_life_is_the_life_that_was_played(plan: LoadedPlan) -> None:
    lines = (
        *LEFT,
        "party hanako heir",
        "fact book_value_per_right 0.5",
        "exercises +1d 4 recorded=2045-07-01",
        "dies +2d",
    )
    played = Played(plan, *lines, "save life kept", "save life kept.yaml")
    assert plan.life("kept.yaml") == played.session.life
    assert life_text(life_data(plan.life("kept.yaml"), plan.plan)) == Path("kept.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["heir", "in-office", "leaver"])
def test_a_shipped_life_comes_through_unchanged(plan: LoadedPlan, name: str) -> None:
    from kenri.faces.inputs.questions import shipped_lives

    life = plan.life(shipped_lives()[name])
    Path("again.yaml").write_text(life_text(life_data(life, plan.plan)), encoding="utf-8")
    assert plan.life("again.yaml") == life


def test_words_that_yaml_would_misread_are_quoted(tmp_path: Path) -> None:
    plan = small_plan.small_plan(tmp_path)
    life = {
        "parties": {"null": {"role": "holder"}, "佐藤: #1": {"roles": ["holder", "auditor"]}, "2": {"role": "auditor"}},
        "grants": [{"id": "2025-01-01", "grantee": "null", "number": 3}],
        "events": [{"id": "{a, b}", "event": "leaves", "on": "2025-06-25", "who": "null", "good": False}],
    }
    first = plan.life(life)
    Path("life.yaml").write_text(life_text(life_data(first, plan.plan)), encoding="utf-8")
    assert plan.life("life.yaml") == first


def test_a_file_that_is_there_is_left_alone(plan: LoadedPlan) -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    assert "is there already" in Played(plan, *LEFT).enter("save life mine")
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"


def test_a_saved_scenario_passes_at_once(plan: LoadedPlan) -> None:
    played = Played(plan, *LEFT, "party hanako heir", "reading holiday-roll yes")
    by_sato = ("ask +10d 10", "ask +10d 11", "ask 2045-07-14")
    for line in (*by_sato, "ask by hanako", "ask transfer", "ask +1d exercise by sato 1/2"):
        assert "not done" not in played.enter(line)
    played.enter("exercises +3d 4")
    played.enter("save scenario asked six-questions")
    assert passes("asked.yaml") == 6
    assert "six-questions" in Path("asked.yaml").read_text(encoding="utf-8")
    Played(plan, *LEFT, "save scenario unasked")
    assert passes("unasked.yaml") == 1


def test_a_scenario_of_a_plan_of_ones_own_names_it_from_its_folder() -> None:
    Path("rules").mkdir()
    Path("told").mkdir()
    plan = small_plan.small_plan(Path("rules"))
    lines = ("ask 2025-07-05 paid=true", "ask 2025-07-05", "ask 2028-01-01 2 paid=true", "save scenario told/mine")
    played = Played(plan, *lines, name="rules/options.yaml", life=small_plan.LIFE)
    assert played.play.refusals == 0
    assert Path("told/mine.yaml").read_text(encoding="utf-8").startswith("plan: ../rules/options.yaml\n")
    assert passes("told/mine.yaml") == 3


# --- completion


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("und", {"undo"}),
        ("leav", {"leaves_position"}),
        ("add leav", {"leaves_position"}),
        ("leaves_position dir", {"director"}),
        ("leaves_position 2045-06-25 position=e", {"position=executive_officer"}),
        ("leaves_position +", {"+1d", "+10d"}),
        ("exercises ri", {"rights="}),
        ("exercises +1d 4 by s", {"sato"}),
        ("ask exercise_", {"exercise_replacement"}),
        ("ask 2045", {"2045-06-25"}),
        ("ask by h", {"hanako", "heir", "heir_of_heir"}),
        ("party hanako he", {"heir", "heir_of_heir"}),
        ("grant s", {"sato"}),
        ("grant sato 10 position=d", {"position=director"}),
        ("fact book", {"book_value_per_right"}),
        ("remove ", {"event-1"}),
        ("reading holiday", {"holiday-roll"}),
        ("reading holiday-roll ", {"no", "yes"}),
        ("save ", {"life", "scenario"}),
        ("help rea", {"reading"}),
        ("no_such_event ", set()),
        ("undo ", set()),
    ],
)
def test_what_is_offered(plan: LoadedPlan, text: str, offered: set[str]) -> None:
    played = Played(plan, *LEFT, "party hanako heir")
    found = candidates(played.session, text)
    assert {*found} == offered
    assert len(found) == len({*found})


def test_every_command_and_every_event_is_offered(plan: LoadedPlan) -> None:
    assert {*COMMANDS, *plan.plan.events} <= {*candidates(Played(plan).session, "")}
