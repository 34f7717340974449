"""Answers draw themselves in a notebook, whichever way kenri was imported."""

import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest
from IPython.core.formatters import DisplayFormatter

import kenri
from kenri.model.days import day as day_of
from kenri.model.ruling import Window, Windows

PLAN = "iij/2015-5th-series"
SVG = "{http://www.w3.org/2000/svg}"
LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"id": "leaving", "on": "2025-06-25", "event": "leaves_position", "position": "director"}],
}


def shown(value: object) -> dict[str, str]:
    """What a notebook is given of a value, by kind."""
    data, _ = DisplayFormatter().format(value)  # type: ignore[no-untyped-call]  # IPython has no types here
    return {kind: text for kind, text in data.items() if kind != "text/plain"}


def texts(svg: str) -> str:
    return " ".join(element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text"))


@pytest.fixture(scope="module")
def plan() -> kenri.LoadedPlan:
    return kenri.load(PLAN)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KENRI_LANG", raising=False)


def test_a_ruling_is_html(plan: kenri.LoadedPlan) -> None:
    found = shown(plan.ask(LIFE, on="2025-07-05", rights=4))
    assert set(found) == {"text/html"}
    assert "ten-days-after-leaving" in found["text/html"]


def test_windows_are_a_picture_all_together_and_each(plan: kenri.LoadedPlan) -> None:
    windows = plan.windows(LIFE)
    for value in (windows, windows[0], plan.ask(LIFE, on="2025-07-05").windows):
        found = shown(value)
        assert set(found) == {"image/svg+xml"}
        # Left on 25 June: ten days from the day after it.
        assert "Thu 26 Jun 2025" in texts(found["image/svg+xml"])
        assert "Sat 5 Jul 2025" in texts(found["image/svg+xml"])


def test_a_sweep_is_a_picture(plan: kenri.LoadedPlan) -> None:
    days = ("2025-06-20", "2025-06-30")
    found = shown(plan.sweep(LIFE, vary="leaving", days=days, asked=days))
    assert "2025-06-20 – 2025-06-30" in texts(found["image/svg+xml"])
    assert set(shown(plan.sweep(LIFE, asked=days))) == {"image/svg+xml"}


def test_they_speak_the_language_of_the_environment(plan: kenri.LoadedPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENRI_LANG", "ja")
    assert "2025年7月5日(土)" in texts(shown(plan.windows(LIFE))["image/svg+xml"])
    assert "可（できる）" in shown(plan.ask(LIFE, on="2025-07-05", rights=4))["text/html"]


def test_what_has_no_day_to_draw_stays_text(plan: kenri.LoadedPlan) -> None:
    assert shown(Windows()) == {}
    assert shown(Window(first=None, last=None, status="allowed", most=1)) == {}


def test_many_windows_say_how_many_are_left_out() -> None:
    monday = day_of("2024-01-01")
    weekly = Windows(
        Window(first=day, last=day, status="allowed", most=1) for day in range(monday, monday + 7 * 120, 7)
    )
    assert "and 20 more" in texts(shown(weekly)["image/svg+xml"])


def test_a_sweep_beyond_the_limits_of_the_command_is_not_worked_out_to_be_shown(plan: kenri.LoadedPlan) -> None:
    sweep = plan.sweep(LIFE, vary="leaving", days=("2016-01-01", "2045-12-31"), asked=("2025-06-20", "2025-06-30"))
    assert shown(sweep) == {}
    assert sweep._rows == []


def test_windows_are_a_tuple_like_any_other(plan: kenri.LoadedPlan) -> None:
    windows = plan.windows(LIFE)
    assert windows == tuple(windows)
    assert repr(windows) == repr(tuple(windows))


WAYS = {
    "kenri.load": "import kenri; load = kenri.load",
    "from kenri import": "from kenri import load",
    "from kenri.api": "from kenri.api import load",
    "a part that is deep within": "from kenri.simulation.sweep import Sweep; from kenri.api import load",
}


@pytest.mark.parametrize("way", WAYS)
def test_it_does_not_matter_how_it_was_imported(way: str) -> None:
    code = f"""
{WAYS[way]}
plan = load({PLAN!r})
life = {LIFE!r}
ruling = plan.ask(life, on="2025-07-05")
swept = plan.sweep(life, asked=("2025-07-01", "2025-07-09"))
assert ruling._repr_html_().startswith("<div")
for value in (plan.windows(life), ruling.window, ruling.windows, swept):
    assert value._repr_svg_().startswith("<svg")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_kenri_draws_nothing_in() -> None:
    code = "import sys, kenri; print([name for name in sys.modules if name.startswith('kenri.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
