"""Pictures in pixels: the drawing and nothing else, or a report of what is lacking, before any work is done."""

import builtins
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import resvg_py

import kenri
from kenri.faces import main
from kenri.faces.drawing import png_renderer
from kenri.faces.drawing.png_renderer import renderer
from kenri.faces.playback import sweep_svg
from kenri.model.limits import Limit
from kenri.model.problems import ProblemsError
from kenri.model.sentences import Sentence
from kenri.simulation.sweep import Sweep
from tests.faces import small_plan
from tests.faces.png_pixels import Pixel, pixels

PLAN = "iij/2015-5th-series"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inside}</svg>'
WHITE, OPEN, GROUND, DEAD = (255, 255, 255), (0x0B, 0x6E, 0x4F), (0xEE, 0xF1, 0xF5), (0xF7, 0xDF, 0xE0)


def has_fonts(text: str = "0") -> bool:
    try:
        renderer()(SVG.format(width=40, height=20, inside=f"<text>{text}</text>"))
    except ProblemsError:
        return False
    return True


needs_a_font = pytest.mark.skipif(not has_fonts(), reason="this system has no font for text")
needs_japanese = pytest.mark.skipif(not has_fonts("権利"), reason="this system has no font for Japanese")


def codes(refused: pytest.ExceptionInfo[ProblemsError]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


# --- what is drawn


def cell(svg: str, sweep: Sweep, row: int, column: int) -> tuple[float, float]:
    """The middle of a cell, in pixels of the drawing: the grid is the largest ground."""
    grids = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#eef1f5" />', svg)
    x, y, width, height = max((tuple(map(float, each)) for each in grids), key=lambda each: each[2] * each[3])
    return x + width * (column + 0.5) / len(sweep.asked_days), y + height * (row + 0.5) / len(sweep)


@needs_a_font
def test_every_cell_of_a_sweep_has_the_colour_of_its_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    life = {
        "parties": {"sato": {"role": "grantee"}},
        "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
        "events": [{"id": "leaving", "on": "2045-06-25", "event": "leaves_position", "position": "director"}],
    }
    sweep = kenri.load(PLAN).sweep(
        life, vary="leaving", days=("2045-07-08", "2045-07-16"), asked=("2045-07-06", "2045-07-25")
    )
    svg = sweep_svg.render(sweep, lang="en")
    monkeypatch.setattr(png_renderer, "_SHARPEST", 1)  # a quarter of the pixels to read
    picture = pixels(renderer()(svg))
    assert len(picture[0]) == 960
    looked_at = 0
    for place, row in enumerate(sweep):
        for column, day in enumerate(sweep.asked_days):
            if day == row.event_on:
                continue  # the line of the event's own day runs here
            x, y = cell(svg, sweep, place, column)
            expected = {OPEN} if row.outcome(day) == "allowed" else {GROUND, DEAD}
            assert picture[round(y)][round(x)] in expected, (place, column)
            looked_at += row.outcome(day) == "allowed"
    # The exercise period ends on 13 July: five days are left after the 8th, four after the 9th ... one after the 12th.
    assert looked_at == 5 + 4 + 3 + 2 + 1


@needs_a_font
def test_what_is_not_known_is_hatched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png_renderer, "_SHARPEST", 1)
    plan = small_plan.small_plan(tmp_path)
    sweep = plan.sweep(
        small_plan.LIFE, vary="e1", days=("2025-06-20", "2025-06-30"), asked=("2025-06-18", "2025-07-15")
    )
    svg = sweep_svg.render(sweep, lang="en")
    picture = pixels(renderer()(svg))
    x, y = map(round, cell(svg, sweep, 0, 8))
    assert sweep[0].outcome(sweep.asked_days[8]) == "unknown"
    around = [picture[down][across] for down in range(y - 5, y + 5) for across in range(x - 5, x + 5)]
    ground, stroke = (0xFD, 0xEB, 0xC2), (0xD9, 0x9A, 0x1C)
    assert ground in around
    darkest = min(around, key=sum)
    assert all(low - 25 <= found < high for low, found, high in zip(stroke, darkest, ground, strict=True))


def inked(text: str) -> set[Pixel]:
    inside = f'<rect width="80" height="30" fill="#ffffff" /><text x="4" y="22" font-size="20">{text}</text>'
    return {pixel for row in pixels(renderer()(SVG.format(width=80, height=30, inside=inside))) for pixel in row}


@needs_a_font
def test_a_pixel_of_the_drawing_is_two_by_two() -> None:
    inside = '<rect width="3" height="2" fill="#0b6e4f" />'
    assert pixels(renderer()(SVG.format(width=3, height=2, inside=inside))) == [[OPEN] * 6] * 4


@needs_a_font
def test_text_is_drawn_whatever_family_is_asked_for() -> None:
    assert inked("") == {WHITE}
    assert len(inked("2045")) > 1
    assert len(inked('<tspan font-family="system-ui, sans-serif">2045</tspan>')) > 1


@needs_japanese
def test_japanese_is_drawn_where_a_font_has_it() -> None:
    assert len(inked("権利")) > 1


@needs_a_font
def test_the_commands_write_the_drawing_in_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = ["--asked-from", "2045-06-20", "--asked-to", "2045-07-25", "--vary", "leaves_position"]
    for command in (["windows", PLAN, "leaver"], ["sweep", PLAN, "leaver", *swept]):
        files = [str(tmp_path / f"{command[0]}.{kind}") for kind in ("svg", "png")]
        monkeypatch.setattr(sys, "argv", ["kenri", *command, "--svg", files[0], "--png", files[1]])
        with pytest.raises(SystemExit) as left:
            main.run()
        assert left.value.code in (0, None)
        assert Path(files[1]).read_bytes() == renderer()(Path(files[0]).read_text(encoding="utf-8"))


# --- what is lacking


def system(monkeypatch: pytest.MonkeyPatch, *, family: str, has: str) -> None:
    """A system with one family, that has these characters: resvg as it was seen to behave there."""

    def svg_to_bytes(*, svg_string: str, zoom: int, font_family: str, sans_serif_family: str, background: str) -> bytes:
        text = "".join(re.findall(r">([^<]*)</text>", svg_string))
        if sans_serif_family != family:
            return b"blank"
        return b"blank" + "".join(each if each in has else "\0" for each in text).encode()

    monkeypatch.setattr(resvg_py, "svg_to_bytes", svg_to_bytes)


def test_a_system_without_a_font_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    system(monkeypatch, family="of nobody", has="")
    with pytest.raises(ProblemsError) as refused:
        renderer()
    assert codes(refused) == ["png-no-font"]


def test_characters_that_no_font_has_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    system(monkeypatch, family="Noto Sans", has="0ab権")
    drawn = renderer()(SVG.format(width=9, height=9, inside="<text>a権b</text>"))
    assert drawn == "blanka権b".encode()
    with pytest.raises(ProblemsError, match="no font on this system has `利`, `益`"):
        renderer()(SVG.format(width=9, height=9, inside="<text>権利</text><g><text>利益</text></g>"))


def test_spaces_and_joiners_are_no_characters_to_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    system(monkeypatch, family="Noto Sans", has="0ab")
    assert renderer()(SVG.format(width=9, height=9, inside="<text>a\u3000b\u200d\u0301</text>"))


def test_a_picture_too_large_is_refused_and_one_nearly_so_is_less_sharp(monkeypatch: pytest.MonkeyPatch) -> None:
    system(monkeypatch, family="Noto Sans", has="0")
    monkeypatch.setattr(png_renderer, "PICTURE_PIXELS", Limit("picture-pixels", 400, Sentence("of-pixels")))
    zooms = [png_renderer._zoom(SVG.format(width=10, height=height, inside="")) for height in (10, 11, 40)]
    assert zooms == [2, 1, 1]
    with pytest.raises(ProblemsError, match="the limit `picture-pixels` is 400 pixels"):
        renderer()(SVG.format(width=10, height=41, inside=""))


@pytest.mark.parametrize(
    "command",
    [
        ["windows", PLAN, "leaver"],
        ["sweep", PLAN, "leaver", "--asked-from", "2045-06-20", "--asked-to", "2045-07-25"],
        ["simulate", PLAN, "leaver", "--sweep", "leaves_position=2045-06-20..2045-07-20", "--asked",
         "2045-06-20..2045-07-20"],
    ],
    ids=lambda command: command[0],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_without_the_extra_it_says_what_to_install_before_any_work(
    command: list[str],
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    imported = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "resvg_py":
            raise ImportError(name)
        return imported(name, *args, **options)

    def worked(*args: Any, **options: Any) -> None:
        raise AssertionError("it began to work")

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr("kenri.api.load", worked)
    monkeypatch.setattr(sys, "argv", ["kenri", *command, "--png", str(tmp_path / "made.png"), "--lang", lang])
    with pytest.raises(SystemExit) as left:
        main.run()
    assert left.value.code == 2
    assert "[png-missing]" in (said := capsys.readouterr().err)
    assert 'pip install "kenri[png]"' in said
    assert not list(tmp_path.iterdir())
