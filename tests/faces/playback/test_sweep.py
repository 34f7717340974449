"""That the pictures and tables of a sweep show its cells, and say in words what they show."""

import csv
import io
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

import kenri
from kenri.faces import main
from kenri.faces.contracts.sweep_data import sweep_csv, sweep_data
from kenri.faces.playback import sweep_svg, sweep_view
from kenri.model.days import iso
from kenri.model.sentences import Language
from kenri.simulation.sweep import Days, Sweep
from tests.faces import small_plan

PLAN = "iij/2015-5th-series"
LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"id": "leaving", "on": "2045-06-25", "event": "leaves_position", "position": "director"}],
}
SHORT = ("2045-06-25", "2045-07-20")
YEAR = ("2045-01-01", "2045-12-31")
SVG = "{http://www.w3.org/2000/svg}"


load = cache(kenri.load)


def swept(days: Days | None = SHORT, asked: Days = ("2045-06-20", "2045-07-25"), **options: Any) -> Sweep:
    return load(PLAN).sweep(LIFE, vary="leaving" if days else None, days=days, asked=asked, **options)


def with_unknown(folder: Path) -> Sweep:
    """A sweep whose windows are unknown: it is not said whether the payment is made."""
    plan = small_plan.small_plan(folder)
    return plan.sweep(small_plan.LIFE, vary="e1", days=("2025-06-20", "2025-06-30"), asked=("2025-06-18", "2025-07-15"))


def drawn(sweep: Sweep, *, width: int = 100, lang: Language = "en", ascii_only: bool = False) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii" if ascii_only else "utf-8", errors="replace")
    console = Console(file=file, width=width, color_system=None, legacy_windows=False)
    console.print(sweep_view.render(sweep, width=width, lang=lang))
    file.seek(0)
    return file.read()


# --- the terminal


def test_each_day_of_the_event_is_a_line_of_cells() -> None:
    sweep = swept()
    lines = drawn(sweep).splitlines()
    grid = {line[3:13]: line[14:] for line in lines if re.match(r"[ \d]{2} \d{4}-\d\d-\d\d [█*·]", line)}
    assert len(grid) == 26
    for row in sweep:
        assert row.event_on is not None
        cells = grid[iso(row.event_on)][::2]
        outcomes = ["allowed" if cell == "█" else "denied" for cell in cells]
        assert outcomes == [row.outcome(day) for day in sweep.asked_days]
        assert cells.find("*") == row.event_on - sweep.asked_first


def test_zones_are_numbered_and_named() -> None:
    text = drawn(swept(), width=120)
    assert "1  2045-06-25 – 2045-07-03  10 days: from 1 day after to 10 days after" in text
    assert "2  2045-07-04 – 2045-07-12  cut shorter day by day, 9 days to 1 day: from 1 day after to 2045-07-13" in text
    assert "3  2045-07-13 – 2045-07-20  no window" in text
    assert "1日ごとに短縮、9日から1日へ：1日後〜2045-07-13" in drawn(swept(), width=120, lang="ja")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_year_by_a_year_fits_and_no_line_is_of_two_zones(width: int) -> None:
    lines = drawn(swept(YEAR, YEAR), width=width).splitlines()
    grid = [line for line in lines if re.match(r"[ \d]{2} \d{4}-\d\d-\d\d [▒█*·]", line)]
    assert 20 < len(grid) <= 40
    assert max(map(len, grid)) <= width
    firsts = [line[3:13] for line in grid]
    assert {"2045-01-01", "2045-07-04", "2045-07-13"} <= {*firsts}


def test_it_can_be_drawn_in_ascii() -> None:
    assert "#######" in drawn(swept(), ascii_only=True)


def test_what_is_not_known_is_told_apart(tmp_path: Path) -> None:
    sweep = with_unknown(tmp_path)
    text = drawn(sweep)
    assert "??????" in text
    assert "unknown: from 1 day after to 10 days after" in text
    svg = sweep_svg.render(sweep, lang="en")
    assert re.search(r'<path d="M[^"]*" fill="url\(#kenri-\w+-hatch\)"', svg)


def test_many_zones_are_told_in_groups() -> None:
    text = drawn(swept(YEAR, YEAR, readings={"holiday-roll": "yes"}))
    assert "1  2045-01-01 – 2045-07-03  from 10 days to 15 days" in text
    assert "no window" in text


def test_without_an_event_it_is_a_strip() -> None:
    text = drawn(swept(None))
    assert "exercise rights by sato, asked on 2045-06-20 to 2045-07-25" in text
    assert re.search(r"2045-06-26 \(Mon\) +2045-07-05 \(Wed\) +10 +allowed", text)


# --- pictures


def test_the_svg_says_what_it_shows_and_stays_small() -> None:
    svg = sweep_svg.render(swept(YEAR, YEAR), lang="en")
    root = ElementTree.fromstring(svg)
    assert "2045-07-04 – 2045-07-12: cut shorter day by day" in (root.findtext(f"{SVG}desc") or "")
    assert len(svg) < 20_000
    assert svg == sweep_svg.render(swept(YEAR, YEAR), lang="en")
    assert "期間なし" in sweep_svg.render(swept(), lang="ja")


def test_the_cells_of_the_svg_are_those_of_the_sweep() -> None:
    sweep = swept()
    places = sweep_svg.blocks(sweep.rows, sweep.asked_first, sweep.asked_last, "allowed")
    cells = {
        (x, y) for left, top, wide, high in places for x in range(left, left + wide) for y in range(top, top + high)
    }
    assert cells == {
        (day - sweep.asked_first, place)
        for place, row in enumerate(sweep)
        for day in sweep.asked_days
        if row.outcome(day) == "allowed"
    }


# --- data, and the command


def test_the_data_have_the_cells_as_runs() -> None:
    data = json.loads(json.dumps(sweep_data(swept(("2045-07-12", "2045-07-13")), "en")))
    assert data["event"] == {"id": "leaving", "event": "leaves_position", "on": "2045-06-25"}
    assert data["rows"][0]["runs"] == [
        {"first": "2045-06-20", "last": "2045-07-12", "outcome": "denied"},
        {"first": "2045-07-13", "last": "2045-07-13", "outcome": "allowed"},
        {"first": "2045-07-14", "last": "2045-07-25", "outcome": "denied"},
    ]
    assert data["rows"][0]["windows"][0]["most"] == 10
    assert [zone["trend"] for zone in data["zones"]] == ["steady", "none"]


def test_a_sweep_says_what_it_did_not_look_at() -> None:
    """An hour of an asked day, and of a day of the event, is not looked at."""
    hours = ("2045-06-20T17:30:00+09:00", "2045-07-25")
    for sweep in (swept(asked=hours), swept(None, asked=hours)):
        (caution,) = sweep.cautions
        assert (caution.code, caution.names) == ("hour-of-question", ("2045-06-20 (Asia/Tokyo)",))
        assert sweep_data(sweep, "ja")["cautions"] == [
            {"code": "hour-of-question", "names": ["2045-06-20 (Asia/Tokyo)"], "sentence": caution.says("ja")}
        ]
        assert "The hour of the question was not looked at" in drawn(sweep)
    varied = swept(("2045-07-12T09:00:00+09:00", "2045-07-13"))
    assert [each.code for each in varied.cautions] == ["hour-of-question"]
    assert swept().cautions == ()
    assert "cautions" in sweep_data(swept(), "en")


def test_the_csv_has_a_line_for_each_cell() -> None:
    sweep = swept()
    rows = list(csv.DictReader(io.StringIO(sweep_csv(sweep))))
    assert rows == [{key: str(value) for key, value in row.items()} for row in sweep.table()]


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["kenri", "sweep", *args])
    try:
        main.run()
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0
    return 0


@pytest.fixture
def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("life.json").write_text(json.dumps(LIFE), encoding="utf-8")
    return "life.json"


ASKED = ("--asked-from", "2045-06-20", "--asked-to", "2045-07-25")


def test_the_command_draws_and_writes(
    life: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ("--svg", "s.svg", "--csv", "s.csv")
    varied = ("--vary", "leaves_position", "--from", SHORT[0], "--to", SHORT[1])
    assert run(monkeypatch, PLAN, life, *varied, *ASKED, *files) == 0
    assert "no window" in capsys.readouterr().out
    assert Path("s.svg").read_text(encoding="utf-8") == sweep_svg.render(swept(), lang="en")
    assert Path("s.csv").read_text(encoding="utf-8") == sweep_csv(swept())
    assert run(monkeypatch, PLAN, life, *ASKED, "--json") == 0
    assert json.loads(capsys.readouterr().out)["event"] is None


def test_a_year_around_the_event_is_taken_where_no_days_are_named(
    life: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, PLAN, life, "--vary", "leaving", *ASKED, "--json") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert (len(rows), rows[0]["event_on"], rows[-1]["event_on"]) == (365, "2044-12-25", "2045-12-24")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--vary", "leavin"), "there is no event `leavin` in the life"),
        (("--from", "2045-07-01"), "`--from` and `--to` are days of an event, and none is named"),
        (("--vary", "leaving", "--from", "2000-01-01"), "a sweep is over at most 3,660 days of an event"),
        (("--svg", "no/such/folder.svg"), "`no/such/folder.svg` cannot be written: no such file or directory"),
    ],
)
def test_bad_input_is_told(
    life: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    message: str,
) -> None:
    assert run(monkeypatch, PLAN, life, *ASKED, *options) == 2
    assert message in capsys.readouterr().err
