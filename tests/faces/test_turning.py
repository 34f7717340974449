"""What turns on readings is said in text, data, HTML, tables, pictures, calendars and audits alike."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from rich.console import Console

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.answers import Answer
from kenri.faces.contracts.audit_data import audit_data
from kenri.faces.contracts.figures_data import figures_data
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.contracts.tracks import tracked
from kenri.faces.contracts.windows_data import windows_data
from kenri.faces.drawing import calendar_ics, calendar_strip, calendar_svg
from kenri.faces.rulings import ruling_html, windows_view
from kenri.faces.rulings.audit_view import render_audit
from kenri.faces.rulings.figure_view import figures, render_figures
from kenri.faces.rulings.ruling_view import render_ruling
from kenri.model.days import NEVER, day, iso
from kenri.model.sentences import Language
from kenri.model.turning import Turning, Way

PLAN = """\
plan: acme/turning
title: Acme turning
source: {document: Options of 2020, issuer: Acme K.K., date: 2020-06-26, address: "https://acme.example/options"}
zone: Asia/Tokyo
readings:
  roll:
    clause: "1"
    question: {en: Does a last day on a Saturday move?, ja: 末日が土曜日なら延びるか}
    options: {no: it stays, yes: it moves}
    default: no
  gratis:
    clause: "2"
    question: {en: Is an allotment a split?, ja: 無償割当ては分割か}
    options: {no: it is none, yes: it is one}
    default: no
  first: {clause: "3", question: First?, options: {no: "no", yes: "yes"}, default: no}
  second: {clause: "3", question: Second?, options: {no: "no", yes: "yes"}, default: no}
  autumn: {clause: "4", question: Autumn?, options: {no: "no", yes: "yes"}, default: no}
roles: {holder: {}}
actions: {exercise: {}, sell: {}}
events:
  exercises: {personal: true, act: exercise, number: rights, attributes: {rights: number}}
balances: {exercised: {}}
states:
  summer:
    is: {from: 2024-06-01, until: {reading: roll, choices: {no: 2024-07-06, yes: 2024-07-08}}}
  autumn_too:
    is: {reading: autumn, choices: {no: never, yes: {from: 2024-10-01, until: 2024-10-10}}}
rules:
  open: {clause: "1", says: In summer., permit: exercise, by: holder, when: {any: [summer, autumn_too]}}
  held: {clause: "1", says: What is held., limit: exercise, at_most: {balance: held}}
  both:
    clause: "3"
    says: As both are read.
    permit: sell
    by: holder
    when:
      all:
        - {reading: first, choices: {no: never, yes: always}}
        - {reading: second, choices: {no: never, yes: always}}
effects:
  exercised: {clause: "1", says: Exercised., on: {event: exercises}, moves: {of_event: rights}, to: exercised}
figures:
  shares:
    clause: "2"
    says: {en: shares, ja: 株式数}
    of: exercise
    is: {multiply: [{asked: number}, {reading: gratis, choices: {no: 200, yes: 300}}]}
    unit: shares
"""
LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "holder"}},
    "grants": [{"grantee": "ann", "on": date(2024, 1, 1), "number": 10}],
}
BARE: dict[str, Any] = {"status": "allowed", "most": 10, "steps": []}
ACTED = {**LIFE, "events": [{"on": date(2024, 7, 7), "event": "exercises", "rights": 4, "id": "late"}]}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    folder: Path = tmp_path_factory.mktemp("turning")
    (folder / "turning.yaml").write_text(PLAN)
    return load(folder / "turning.yaml")


def text(*parts: Any) -> str:
    console = Console(width=200, color_system=None)
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    return capture.get()


def test_a_figure_that_turns_is_shown_though_the_outcome_does_not(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2024-06-10", rights=1)
    said = text(render_ruling(ruling, "en"))
    assert "The outcome is the same under every reading; what follows a † is not." in said
    assert "† gratis: yes → 300 shares" in said
    assert "† roll: yes → 2024-06-01 (Sat) – 2024-07-08 (Mon)" in said
    assert "† autumn: yes → 2024-10-01 (Tue) – 2024-10-10 (Thu)" in said
    data = ruling_data(ruling, "en")
    assert data["settled"] is False
    assert data["figures"][0]["ways"] == [{"readings": {"gratis": "yes"}, "value": 300}]
    rolled = {"first": "2024-06-01", "last": "2024-07-08", **BARE}
    assert data["window"]["ways"][0]["windows"] == [rolled]
    assert data["elsewhere"] == [
        {
            "readings": {"autumn": "yes"},
            "windows": [{"first": "2024-10-01", "last": "2024-10-10", **BARE}],
        }
    ]
    assert Answer.model_validate_json(json.dumps(data)).model_dump(mode="json", by_alias=True) == data
    for each in data["figures"][0]["ways"]:
        assert plan.ask(LIFE, on="2024-06-10", rights=1, readings=each["readings"]).figures[0].value == each["value"]


def test_readings_that_turn_only_together_are_shown_together(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, "sell", on="2024-06-10")
    assert ruling.outcome == "denied"
    said = text(render_ruling(ruling, "en"))
    assert "first: yes, second: yes → ALLOWED" in said
    assert "first：yes、second：yes → 可（できる）" in text(render_ruling(ruling, "ja"))
    assert "first: yes, second: yes → ALLOWED" in ruling_html.render(ruling)
    data = ruling_data(ruling, "en")
    assert data["together"] == [{"readings": {"first": "yes", "second": "yes"}, "outcome": "allowed"}]
    assert plan.ask(LIFE, "sell", on="2024-06-10", readings=data["together"][0]["readings"]).outcome == "allowed"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_text_data_and_html_say_the_same_ways(plan: LoadedPlan, lang: Language) -> None:
    for action, on in (("exercise", "2024-06-10"), ("exercise", "2024-07-07"), ("sell", "2024-06-10")):
        ruling = plan.ask(LIFE, action, on=on)
        data = ruling_data(ruling, lang)
        said, page = text(render_ruling(ruling, lang)), ruling_html.render(ruling, lang)
        ways = [*data["together"], *data["elsewhere"]]
        ways += [way for window in data["windows"] for way in window["ways"]]
        ways += [way for figure in data["figures"] for way in figure["ways"]]
        assert ways
        for way in ways:
            colon, comma = (": ", ", ") if lang == "en" else ("：", "、")
            changed = comma.join(f"{name}{colon}{option}" for name, option in way["readings"].items())
            assert f"{changed} → " in said
            assert f"{changed} → " in page


def test_figures_alone_say_what_they_turn_on(plan: LoadedPlan) -> None:
    found = figures(plan, plan.life(LIFE), ["shares"], facts={}, on="2024-06-10", rights=2)
    assert "† gratis: yes → 600 shares" in text(*render_figures(plan.plan, found, "en"))
    (data,) = figures_data(plan.plan, found, "2024-06-10", "en")["figures"]
    assert (data["value"], data["settled"]) == (400, False)
    assert data["ways"] == [{"readings": {"gratis": "yes"}, "value": 600}]
    assert plan.figure(LIFE, "shares", on="2024-06-10", rights=2, settle=False).turns is None


def test_windows_say_what_they_turn_on_in_tables_pictures_and_calendars(plan: LoadedPlan) -> None:
    life = plan.life(LIFE)
    tracks = tracked(plan, life, action="exercise")
    drawing = windows_view.timeline(plan, life, tracks, "en")
    assert drawing is not None
    rolled, autumn = (
        "roll: yes → 2024-06-01 (Sat) – 2024-07-08 (Mon)",
        "autumn: yes → 2024-10-01 (Tue) – 2024-10-10 (Thu)",
    )
    table = text(windows_view.table(plan, life, tracks, "en"))
    strip = text(calendar_strip.render(drawing, width=120, lang="en"))
    picture = calendar_svg.render(drawing, lang="en")
    for way in (rolled, autumn):
        assert way in table
        assert way in strip
        assert way in picture
    assert "†" in picture
    file = Calendar.from_ical(
        calendar_ics.render(drawing, uid_seed="x", lang="en", stamp=datetime(2024, 1, 1, tzinfo=UTC))
    )
    events: list[Any] = file.walk("VEVENT")
    entries = {(event["DTSTART"].dt, str(event["STATUS"])): event for event in events}
    last = entries[date(2024, 7, 6), "CONFIRMED"]
    assert rolled in last["DESCRIPTION"]
    assert "†" in last["SUMMARY"]
    assert autumn in entries[date(2024, 10, 10), "TENTATIVE"]["DESCRIPTION"]
    data = windows_data(plan, tracks)
    (window,) = data["windows"]
    assert window["settled"] is False
    assert window["ways"][0]["readings"] == {"roll": "yes"}
    (elsewhere,) = data["elsewhere"]
    assert elsewhere["readings"] == {"autumn": "yes"}


def test_an_audit_says_which_verdicts_turn_and_what_the_balances_do(plan: LoadedPlan) -> None:
    found = plan.audit(ACTED)
    assert found.violating == ("late",)
    assert found.turning == ("late",)
    (act,) = found.grants[0].acts
    assert [(way.readings, way.value) for way in act.turns.ways] == [({"roll": "yes"}, "allowed")]
    said = text(render_audit(plan.plan, found, "en"))
    assert "† roll: yes → permitted" in said
    assert "1 judged otherwise under another reading: late" in said
    data = audit_data(plan.plan, found, "en")
    assert data["turning"] == ["late"]
    (judged,) = data["grants"][0]["acts"]
    assert judged["ways"] == [{"readings": {"roll": "yes"}, "outcome": "allowed"}]
    assert data["grants"][0]["closing_turns"] == {"settled": True, "ways": []}
    under = plan.audit(ACTED, readings={"roll": "yes"})
    assert under.violating == ()
    assert "As clauses are read here" in text(render_audit(plan.plan, under, "en"))
    assert iso(act.event.on) == "2024-07-07"


def test_where_there_are_too_many_combinations_it_is_said_and_nothing_is_settled(tmp_path: Path) -> None:
    """Of 24 clauses twelve must be read otherwise."""
    names = [f"r{n:02}" for n in range(24)]
    head = PLAN.partition("readings:")[0]
    lines = [
        f'  {name}: {{clause: "1", question: So?, options: {{no: "no", yes: "yes"}}, default: no}}' for name in names
    ]
    several = ", ".join(f"{{reading: {name}, choices: {{no: 0, yes: 1}}}}" for name in names)
    when = f"{{quantity: {{sum: [{several}]}}, at_least: 12}}"
    rule = f'  many: {{clause: "1", says: Many., permit: exercise, by: holder, when: {when}}}'
    words = ["roles: {holder: {}}", "actions: {exercise: {}}", "rules:"]
    (tmp_path / "many.yaml").write_text("\n".join([head + "readings:", *lines, *words, rule, ""]))
    plan = load(tmp_path / "many.yaml")
    ruling = plan.ask(LIFE, on="2024-06-10")
    said = "It is not known whether the answer is the same under every reading: 512 combinations were looked at."
    assert said in text(render_ruling(ruling, "en"))
    assert said in ruling_html.render(ruling)
    data = ruling_data(ruling, "en")
    assert (data["outcome"], data["settled"], data["beyond"], data["together"]) == ("denied", None, 512, [])
    assert Answer.model_validate_json(json.dumps(data)).model_dump(mode="json", by_alias=True) == data
    assert plan.ask(LIFE, on="2024-06-10", readings=dict.fromkeys(names[:12], "yes")).outcome == "allowed"


WORDS = """\
plan: acme/words
title: Acme words
source: {document: Options of 2020, issuer: Acme K.K., date: 2020-06-26, address: "https://acme.example/options"}
zone: Asia/Tokyo
readings:
  fewer: {clause: "1", question: Fewer than four?, options: {no: "no", yes: "yes"}, default: yes}
  whole: {clause: "1", question: Whole ones?, options: {no: "no", yes: "yes"}, default: no}
  month: {clause: "2", question: Which month?, options: {may: May, june: June}, default: may}
roles: {holder: {}}
actions: {exercise: {}, sell: {}}
terms: {approved: {unknown: the board has not met, type: flag, clause: "2"}}
dates: {opens: {is: {reading: month, choices: {may: 2024-05-01, june: 2024-06-01}}}}
states: {four: {is: {quantity: {asked: number}, at_least: 4}}}
rules:
  may: {clause: "1", says: It may., permit: exercise}
  ten: {clause: "1", says: Ten at most., limit: exercise, at_most: 10}
  fewer: {clause: "1", says: Not four., forbid: exercise, when: {reading: fewer, choices: {no: never, yes: four}}}
  whole:
    {clause: "1", says: So., limit: exercise, in_lots_of: 1, when: {reading: whole, choices: {no: never, yes: always}}}
  sell: {clause: "2", says: If approved., permit: sell, when: {all: [{from: opens}, approved]}}
figures: {opening: {clause: "2", says: opening, day: opens}}
"""


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    folder: Path = tmp_path_factory.mktemp("words")
    (folder / "words.yaml").write_text(WORDS)
    return load(folder / "words.yaml")


def test_numbers_that_are_words_turn_in_words(worded: LoadedPlan) -> None:
    ruling = worded.ask(LIFE, on="2024-03-01")
    assert ruling.most == "no-largest"
    said = text(render_ruling(ruling, "en"))
    assert "How many: up to a limit that itself is not allowed" in said
    for line in ("† fewer: no → up to 10 rights", "† whole: yes → up to 3 rights", "† whole: yes → whole numbers only"):
        assert line in said
        assert line.removeprefix("† ") in ruling_html.render(ruling, "en")
    data = ruling_data(ruling, "en")
    ways = [{"readings": {"fewer": "no"}, "value": 10}, {"readings": {"whole": "yes"}, "value": 3}]
    assert {"what": "most", "settled": False, "ways": ways} in data["varies"]
    assert Answer.model_validate_json(json.dumps(data)).most == "no-largest"
    back = worded.ask(LIFE, on="2024-03-01", readings={"fewer": "no"})
    assert "† fewer: yes → up to a limit that itself is not allowed" in text(render_ruling(back, "en"))
    windows = worded.ask(LIFE, on="2024-03-01", readings={"fewer": "no"}).windows[0].turns
    assert windows is not None
    assert [way.value[0].most for way in windows.ways] == ["no-largest"]


def test_the_day_that_may_be_turns(worded: LoadedPlan) -> None:
    ruling = worded.ask(LIFE, action="sell", on="2024-03-01")
    line = "† month: june → perhaps 2024-06-01 (Sat)"
    assert line in text(render_ruling(ruling, "en"))
    assert line.removeprefix("† ") in ruling_html.render(ruling, "en")
    ways = [{"readings": {"month": "june"}, "value": "2024-06-01"}]
    data = ruling_data(ruling, "en")
    assert {"what": "perhaps_day", "settled": False, "ways": ways} in data["varies"]
    assert Answer.model_validate_json(json.dumps(data)).varies
    assert data["not_answered"] == []
    unlooked = ruling_data(worded.ask(LIFE, action="sell", on="2024-03-01", settle=False), "en")
    assert unlooked["not_answered"] == ["turns_on", "together", "varies", "elsewhere", "settled", "beyond"]


def test_a_figure_that_is_a_day_turns_with_its_day(worded: LoadedPlan) -> None:
    found = figures(worded, worded.life(LIFE), ["opening"], facts={})
    assert "† month: june → 2024-06-01 (Sat)" in text(*render_figures(worded.plan, found, "en"))
    (data,) = figures_data(worded.plan, found, None, "en")["figures"]
    assert data["value"] == "2024-05-01"
    assert data["ways"] == [{"readings": {"month": "june"}, "value": "2024-06-01"}]


def test_days_on_which_something_turns_are_given_as_dates() -> None:
    turning = Turning(
        (Way({"roll": "yes"}, day("2024-07-08")), Way({"autumn": "yes"}, None), Way({"late": "no"}, NEVER))
    )
    assert [(each.readings, each.value) for each in turning.dates.ways] == [
        ({"roll": "yes"}, date(2024, 7, 8)), ({"autumn": "yes"}, None), ({"late": "no"}, None),
    ]  # fmt: skip
    assert turning.dates.beyond is None
