"""That the picture is XML for any label, loads nothing, is the same every time, and says in words what it shows."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kenri.faces.drawing.calendar_svg import render
from kenri.faces.drawing.timeline import Bar, DayMark, Timeline, TimelineTrack
from kenri.model.sentences import Language

SVG = "{http://www.w3.org/2000/svg}"


def leaver(label: str = "ten days after leaving") -> Timeline:
    bars = (
        Bar(date(2015, 7, 14), date(2025, 6, 27), "in office", "closed"),
        Bar(date(2025, 6, 28), date(2025, 7, 7), label, "open"),
        Bar(date(2025, 7, 8), None, "lapsed", "closed"),
    )
    heir = TimelineTrack("Heir", (Bar(date(2025, 7, 5), date(2026, 1, 4), "", "unknown"),))
    marks = [
        DayMark(date(2025, 6, 27), label, "event"),
        DayMark(date(2025, 7, 5), "", "asked"),
        DayMark(date(2025, 7, 7), "", "deadline"),
    ]
    return Timeline.fit(label, tracks=[TimelineTrack("Exercise", bars), heir], marks=marks)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


labels = st.text(max_size=80) | st.text("<&\"'>]\x00\x1b\n\u2028漢😀\ud800\ufffe", max_size=40)


@settings(deadline=None)
@given(labels, st.sampled_from(["en", "ja"]))
@example('<script>alert("&")</script>', "en")
@example("]]> \x00\x1f\x7f\x9f\ud800\uffff", "ja")
def test_it_is_xml_whatever_the_labels_hold(label: str, lang: Language) -> None:
    timeline = leaver(label)
    root = ElementTree.fromstring(render(timeline, lang=lang).encode())
    assert root.tag == f"{SVG}svg"
    assert (root.findtext(f"{SVG}title") or "") == (timeline.title or root.findtext(f"{SVG}title"))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "g", "rect", "text", "polygon", "polyline",
    }  # fmt: skip


def test_it_loads_and_runs_nothing() -> None:
    svg = render(leaver('<a href="javascript:x">'), lang="en")
    root = ElementTree.fromstring(svg)
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}
    assert re.findall(r"url\((.)", svg) == ["#"] * svg.count("url(")


def test_the_same_timeline_gives_the_same_file_and_another_has_other_ids() -> None:
    one, again, other = (render(leaver(label), lang="en") for label in ("a", "a", "b"))
    assert one == again
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert len(ids[0]) == 3  # the title, the description, the hatching
    assert not ids[0] & ids[1]


def test_ids_hang_on_what_is_drawn_and_not_on_how_the_engine_calls_it() -> None:
    class Renamed(Timeline):
        """A timeline whose class has another name."""

    timeline = leaver()
    renamed = Renamed(timeline.title, timeline.first, timeline.last, timeline.tracks, timeline.marks)
    assert render(renamed, lang="en") == render(timeline, lang="en")


@settings(deadline=None, max_examples=25)
@given(labels, labels, st.sampled_from(["en", "ja"]), st.sampled_from(["en", "ja"]))
def test_pictures_share_ids_where_they_are_the_same_and_nowhere_else(
    one: str, other: str, lang: Language, other_lang: Language
) -> None:
    pictures = render(leaver(one), lang=lang), render(leaver(other), lang=other_lang)
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in pictures]
    assert ids[0] == ids[1] if pictures[0] == pictures[1] else not ids[0] & ids[1]


def test_it_has_a_title_a_description_and_a_ground_of_its_own() -> None:
    title, description, ground, *_ = list(root := ElementTree.fromstring(render(leaver(), lang="en")))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]
    assert title.text == "ten days after leaving"
    assert "Exercise: ten days after leaving: Sat 28 Jun 2025 to Mon 7 Jul 2025: open" in (description.text or "")
    assert "Exercise: lapsed: Tue 8 Jul 2025 onwards: closed" in (description.text or "")
    assert "Sat 5 Jul 2025: day asked about" in (description.text or "")
    assert ground.attrib == {"width": "100%", "height": "100%", "fill": "#ffffff"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ["First day", "Sat 28 Jun 2025", "Last day", "Mon 7 Jul 2025", "10 days, open", "June 2025", "July 2025"],
        ),
        ("ja", ["初日", "2025年6月28日(土)", "最終日", "2025年7月7日(月)", "10日間、可能", "2025年6月", "2025年7月"]),
    ],
)
def test_the_window_is_written_out(lang: Language, said: list[str]) -> None:
    drawn = texts(render(leaver(), lang=lang))
    card = drawn[drawn.index(said[0]) :]
    assert [text for text in card if text in said] == said


def test_colour_is_not_needed_to_tell_the_days_apart() -> None:
    root = ElementTree.fromstring(render(leaver(), lang="en"))
    days = [element for element in root.iter(f"{SVG}text") if re.fullmatch(r"\d\d?", element.text or "")]
    bold = [
        element.text for element in days if element.attrib.get("font-weight") and element.attrib["font-size"] == "12.5"
    ]
    assert bold == ["28", "29", "30", "1", "2", "3", "4", "5", "6", "7"]
    rings = [element for element in root.iter(f"{SVG}rect") if element.attrib["fill"] == "none"]
    assert len(rings) == 2  # the first and the last day


def test_the_same_told_twice_has_one_letter_and_none_is_left_out() -> None:
    days = (27, 30, 30, 31)
    marks = [DayMark(date(2025, 7, day), "told", "event") for day in days]
    drawn = render(Timeline.fit("Title", tracks=[], marks=marks), lang="en")
    shown = [text for text in texts(drawn) if re.fullmatch("[A-Z]", text)]
    assert set(shown) == {"A", "B", "C"}


def test_windows_not_drawn_are_counted() -> None:
    windows = tuple(Bar(date(year, 2, 10), date(year, 3, 14), "", "open") for year in range(2024, 2034))
    svg = render(Timeline.fit("", tracks=[TimelineTrack("", windows)]), lang="en")
    assert "2 more short windows are not drawn; ask about a day nearer to them" in texts(svg)


@settings(deadline=None)
@given(st.dates(), st.dates(), st.sampled_from(["open", "closed", "unknown"]))
@example(date.min, date.max, "open")
@example(date.max, date.max, "open")
@example(date.min, date.min, "unknown")
def test_everything_is_inside_the_picture(one: date, other: date, kind: str) -> None:
    bar = Bar(min(one, other), max(one, other), "label " * 20, kind)  # type: ignore[arg-type]  # drawn from the three
    timeline = Timeline.fit(
        "title " * 30, tracks=[TimelineTrack("漢" * 90, (bar,))], marks=[DayMark(one, "漢" * 200, "event")]
    )
    root = ElementTree.fromstring(render(timeline, lang="en"))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for element in root.findall(f".//{SVG}rect"):
        if "x" in element.attrib:
            assert 0 <= float(element.attrib["x"]) <= width - float(element.attrib["width"])
            assert 0 <= float(element.attrib["y"]) <= height - float(element.attrib["height"])
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.attrib["x"]) <= width
        assert 0 <= float(element.attrib["y"]) <= height


def test_a_bar_that_goes_on_has_an_arrow() -> None:
    for last, arrows in ((date(2025, 7, 7), 0), (None, 1)):
        timeline = Timeline(
            "", date(2025, 7, 1), date(2025, 7, 31), (TimelineTrack("", (Bar(date(2025, 7, 2), last, "", "open"),)),)
        )
        assert render(timeline, lang="en").count("<polygon") == arrows


def test_many_marks_are_lettered_beyond_z() -> None:
    marks = [DayMark(date(2025, 7, 1) + timedelta(days=n), f"{n}", "event") for n in range(30)]
    said = texts(render(Timeline.fit("", tracks=[], marks=marks), lang="en"))
    assert {"A", "Z", "AA", "AD"} <= set(said)


def test_no_text_is_hidden_where_a_renderer_does_not_know_in_which_order_it_is_painted() -> None:
    root = ElementTree.fromstring(render(leaver(), lang="en"))
    assert not [element for element in root.iter() if "paint-order" in element.attrib]
    names = [element for element in root.iter(f"{SVG}text") if element.text == "Exercise"]
    # What keeps the lines away is drawn first, and hidden from who has the picture read out.
    assert [("stroke" in element.attrib, element.get("aria-hidden")) for element in names[:2]] == [
        (True, "true"),
        (False, None),
    ]


IN_LEGEND: list[tuple[Language, str]] = [("en", "turns on a reading, as is said below"), ("ja", "下記の読み方による")]


@pytest.mark.parametrize(("lang", "said"), IN_LEGEND)
def test_the_mark_of_what_turns_on_a_reading_is_in_the_legend_where_it_is_used(lang: Language, said: str) -> None:
    def drawn(note: str) -> list[str]:
        bar = Bar(date(2025, 6, 28), date(2025, 7, 7), "", "open", note=note)
        return texts(render(Timeline.fit("x", tracks=[TimelineTrack("T", (bar,))], marks=[]), lang=lang))

    turned = drawn("† roll: yes → 2025-07-09")
    assert said in turned
    assert turned.count("†") == 2, "at the bar and in the legend"
    assert said not in drawn("")
