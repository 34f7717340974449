"""The picture of a schedule: as high as the numbers are, in words what it shows, and XML for any label."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.api import load
from kenri.faces.drawing.svg_drawing import text_width
from kenri.faces.rulings.schedule_svg import render
from kenri.model.schedule import Schedule
from kenri.model.sentences import Language

SVG = "{http://www.w3.org/2000/svg}"
MONTHLY = load("plans/ocf-monthly-vesting")
LIFE: dict[str, Any] = {
    "grants": [{"grantee": "ann", "on": "2023-10-10", "number": 29, "allocation": "CUMULATIVE_ROUND_DOWN"}],
    "events": [
        {"on": "2023-10-10", "event": "vesting_starts"},
        {"on": "2024-02-10", "event": "vesting_accelerates", "quantity": 6},
    ],
}
FOUND = MONTHLY.schedule(LIFE)
ON = date(2024, 2, 28).toordinal()


def root_of(found: Schedule, on: int | None = None, lang: Language = "en") -> ElementTree.Element:
    drawn = render(found, on, lang=lang)
    assert drawn is not None
    return ElementTree.fromstring(drawn.encode())


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def heights(root: ElementTree.Element, width: str) -> list[float]:
    """How far above the first point each level of a line is."""
    line = next(each for each in root.iter(f"{SVG}polyline") if each.get("stroke-width") == width)
    levels = [float(point.split(",")[1]) for point in (line.get("points") or "").split()]
    return [levels[0] - level for level in levels[::2]]


def test_the_steps_are_as_high_as_what_has_vested_and_what_the_schedule_has() -> None:
    """10 with the cliff, 16 when six are accelerated, then 18, 21, 25, 29; by the schedule 10, 14, 18, 21, 25, 29."""
    root = root_of(FOUND)
    a_share = 300 / 29
    assert heights(root, "2.6") == pytest.approx([n * a_share for n in (0, 10, 16, 16, 18, 21, 25, 29)], abs=0.2)
    assert heights(root, "1.2") == pytest.approx([n * a_share for n in (0, 10, 14, 18, 21, 25, 29)], abs=0.2)


def test_days_are_told_in_words() -> None:
    told = texts(root_of(FOUND, ON))
    assert "parts 1–3, by schedule 10, vests 10, in all 10" in told
    assert "vests 6, in all 16, beside the schedule" in told
    assert "16 options vested" in told
    assert "part 4, by schedule 4, vests 0, in all 16, as many had vested since 2024-02-10" in told
    assert "Next part, part 5, by schedule 4, vests 2, in all 18" in told
    assert "vested before its day" in told
    assert "by schedule, and not vested" not in told
    assert "† accelerated-shares: last → 2024-02-29 (Thu) in all 20" in told


def test_without_a_day_none_is_marked() -> None:
    told = texts(root_of(FOUND))
    assert not [each for each in told if "Next part" in each or "options vested" in each]


def test_what_does_not_vest_is_told_once_for_all_parts() -> None:
    """Service ends on 15 March 2025: 26 of 48 parts vest, and 27 to 48 do not."""
    life = {
        "grants": [{"grantee": "ann", "on": "2022-12-31", "number": 100_000}],
        "events": [{"on": "2025-03-15", "event": "terminates", "reason": "VOLUNTARY_OTHER"}],
    }
    told = texts(root_of(load("plans/ocf-tutorial-option").schedule(life)))
    assert "parts 27–48, 2025-03-31 – 2026-12-31, does not vest" in told
    assert "by schedule, and not vested" in told
    assert sum("does not vest" in each for each in told) == 1


def test_in_japanese() -> None:
    told = texts(root_of(FOUND, ON, "ja"))
    assert "第1〜3回、予定 10、確定 10、累計 10" in told
    assert "次回、第5回、予定 4、確定 2、累計 18" in told
    assert "16 optionsが確定済み" in told


def test_the_description_says_every_line() -> None:
    described = root_of(FOUND, ON).findtext(f"{SVG}desc") or ""
    assert described.count(";") == len(FOUND.parts)
    assert "2024-06-30 (Sun): part 8, by schedule 4, vests 4, in all 29" in described
    assert "Next part: 2 options on 2024-03-30 (Sat) (31 days away)" in described


def test_what_is_not_known_is_hatched(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "plan: acme/unknown\nextends: vocabulary/equity\n"
        "terms: {holiday: {unknown: The board sets it., type: period}}\n"
        "dates: {months: {is: {every: {months: 1}, from: {grant: on}, times: 3}}}\n"
        "amounts:\n  some:\n"
        "    is: {vests: {grant: number}, on: months, parts: 3, skipped: holiday, allocation: fractional}\n"
        'rules: {holder: {clause: "1", says: The holder., permit: exercise}}\n',
        encoding="utf-8",
    )
    plan = load(path)
    unknown = plan.schedule({"grants": [{"grantee": "ann", "on": "2024-01-31", "number": 9}]})
    told = texts(root_of(unknown, date(2024, 3, 1).toordinal()))
    assert "not known how many have vested" in told
    assert [each for each in told if each.endswith("not known without holiday")]
    hatched = [each for each in root_of(unknown).iter(f"{SVG}path") if (each.get("fill") or "").startswith("url(")]
    assert hatched
    known = {"grants": [{"grantee": "ann", "on": "2024-01-31", "number": 9}]}
    known["facts"] = {"holiday": {"first": "2024-03-31", "last": "2024-03-31"}}  # type: ignore[assignment]  # a life
    assert not [each for each in root_of(plan.schedule(known)).iter(f"{SVG}path") if "url(" in (each.get("fill") or "")]


def test_there_is_nothing_to_draw_without_a_day() -> None:
    assert render(replace(FOUND, parts=()), ON, lang="en") is None


labels = st.text(max_size=60) | st.text("<&\"'>]\x00\x1b\n\u2028漢😀\ud800\ufffe", max_size=30)


@given(labels, st.sampled_from(["en", "ja"]))
@example('<script>alert("&")</script>', "en")
def test_it_is_xml_whatever_the_labels_hold(label: str, lang: Language) -> None:
    root = root_of(replace(FOUND, says=label, name=label or "n", unit=label, grant=label, clause=label), ON, lang)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "g", "rect", "text", "polygon", "polyline", "path",
    }  # fmt: skip
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(0, 10**9) | st.just(10**15)), min_size=1, max_size=60),
    st.integers(0, 20_000),
)
def test_any_schedule_is_drawn_within_its_bounds(lines: list[tuple[int, int]], after: int) -> None:
    day, sum_, parts = date(2024, 1, 1).toordinal(), 0, []
    for place, (gap, number) in enumerate(lines, 1):
        day, sum_ = day + gap, sum_ + number
        parts.append(
            replace(
                FOUND.parts[-1],
                first=day,
                last=day,
                parts=(place, place),
                number=number,
                scheduled=sum_,
                adds=number,
                in_all=sum_,
            )
        )
    root = root_of(replace(FOUND, parts=tuple(parts), of=len(parts)), date(2024, 1, 1).toordinal() + after)
    height = float(root.get("height") or 0)
    for line in root.iter(f"{SVG}polyline"):
        for point in (line.get("points") or "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 960
            assert 0 <= y <= height
    for text in root.iter(f"{SVG}text"):
        if text.get("text-anchor") == "end" and (text.text or "").replace(",", "").isdigit():
            assert float(text.get("x") or 0) - text_width(text.text or "", 12) >= 0


def test_equal_schedules_give_equal_files() -> None:
    assert render(FOUND, ON, lang="en") == render(MONTHLY.schedule(LIFE), ON, lang="en")


def test_a_notebook_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KENRI_LANG", raising=False)
    assert FOUND._repr_html_() == render(FOUND, None, lang="en")
    assert re.match("<svg ", FOUND._repr_html_() or "")
