"""`kenri duties`, and what `ask`, `audit` and `windows` tell of duties."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest

import kenri as package
from tests.checking.small_plan import write
from tests.faces.commands.running import Kenri

PLAN = "plans/forced-exercise"
LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2017-04-03", "number": 100}],
    "events": [{"on": "2018-12-28", "event": "closing_price", "yen": 399}],
}


def test_a_duty_is_told_with_its_last_day_and_what_it_turns_on(kenri: Kenri) -> None:
    answer = kenri("duties", PLAN, "-", "--on", "2019-01-10", stdin=json.dumps(LIFE))
    assert (answer.code, answer.err) == (0, "")
    assert "What must be done, on 2019-01-10 (Thu)" in answer.out
    assert "2019-02-03 (Sun)  sato  to be done, 24 days left" in answer.out
    assert "† first-of-the-month: excluded → exercise-all until 2019-02-04 (Mon)" in answer.out


def test_it_is_told_in_japanese(kenri: Kenri) -> None:
    answer = kenri("duties", PLAN, "-", "--on", "2019-02-03", "--lang", "ja", stdin=json.dumps(LIFE))
    assert "2019年2月3日(日)における義務" in answer.out
    assert "未履行、本日が期限" in answer.out
    late = kenri("duties", PLAN, "-", "--on", "2019-02-10", "--lang", "ja", stdin=json.dumps(LIFE))
    assert "不履行" in late.out


def test_it_is_told_as_data(kenri: Kenri) -> None:
    data = json.loads(kenri("duties", PLAN, "-", "--on", "2019-01-10", "--json", stdin=json.dumps(LIFE)).out)
    assert (data["plan"], data["on"], data["settled"], data["beyond"]) == (PLAN, "2019-01-10", False, None)
    (owed,) = data["duties"]
    assert (owed["first"], owed["last"], owed["standing"]) == ("2019-01-04", "2019-02-03", "open")
    (way,) = data["ways"]
    assert way["readings"] == {"first-of-the-month": "excluded"}
    assert way["duties"][0]["last"] == "2019-02-04"


def test_a_plan_without_duties_has_none(kenri: Kenri) -> None:
    answer = kenri("duties", "iij/2015-5th-series", "leaver", "--on", "2025-07-05")
    assert (answer.code, answer.out.splitlines()[-1].strip()) == (0, "Nothing has to be done in this life.")


def entries(file: Path) -> list[Any]:
    return list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def test_last_days_are_written_as_a_calendar(kenri: Kenri, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert kenri("duties", PLAN, "-", "--on", "2019-01-10", "--ics", str(file), stdin=json.dumps(LIFE)).code == 0
    (event,) = entries(file)
    assert event["DTSTART"].dt.isoformat() == "2019-02-03"
    assert "all remaining rights must be exercised" in event["SUMMARY"]
    windows = tmp_path / "windows.ics"
    assert kenri("windows", PLAN, "-", "--ics", str(windows), stdin=json.dumps(LIFE)).code == 0
    days = [each["DTSTART"].dt.isoformat() for each in entries(windows)]
    assert "2019-02-03" in days


def test_a_ruling_tells_it_in_every_form(kenri: Kenri) -> None:
    asked = ("ask", PLAN, "-", "--on", "2019-01-10")
    assert "Must be done" in kenri(*asked, stdin=json.dumps(LIFE)).out
    assert "しなければならないこと" in kenri(*asked, "--lang", "ja", stdin=json.dumps(LIFE)).out
    (owed,) = json.loads(kenri(*asked, "--json", stdin=json.dumps(LIFE)).out)["duties"]
    assert (owed["duty"], owed["last"]) == ("exercise-all", "2019-02-03")
    html = package.load(PLAN).ask(LIFE, on="2019-01-10")._repr_html_()
    assert html is not None
    assert "Must be done" in html


def test_an_audit_of_a_table_tells_what_was_not_done_in_each_row_and_fails(kenri: Kenri, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    fall = {"on": "2018-12-28", "event": "closing_price", "yen": 399}
    all_exercised = {"on": "2019-01-28", "event": "exercises", "rights": 100}
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "grantee", "grant.on", "grant.number", "events"))
        for id_, events in (("late", [fall]), ("in-time", [fall, all_exercised]), ("never-owed", [])):
            rows.writerow((id_, "sato", "2017-04-03", 100, json.dumps(events)))
    asked = ("audit", PLAN, "--table", str(table), "--until")
    late = kenri(*asked, "2019-02-04", "--json")
    assert late.code == 1
    (told,) = json.loads(late.out)["first"]
    assert (told["id"], told["duty"], told["verdict"], told["on"]) == ("late", "exercise-all", "not-done", "2019-02-03")
    assert (told["who"], told["clauses"], told["rules"]) == ("sato", ["duty"], [])
    assert kenri(*asked, "2019-02-03").code == 0
    read_otherwise = ("--reading", "first-of-the-month=excluded")
    assert kenri(*asked, "2019-02-04", *read_otherwise).code == 0
    assert kenri(*asked, "2019-02-05", *read_otherwise).code == 1


def test_an_audit_tells_what_was_not_done_and_fails(kenri: Kenri) -> None:
    asked = ("audit", PLAN, "-", "--until")
    late = kenri(*asked, "2019-02-04", stdin=json.dumps(LIFE))
    assert late.code == 1
    assert "1 duty not done: exercise-all" in late.out
    data = json.loads(kenri(*asked, "2019-02-04", "--json", stdin=json.dumps(LIFE)).out)
    assert (data["clean"], data["not_done"], data["duties"][0]["standing"]) == (False, ["exercise-all"], "not-done")
    assert kenri(*asked, "2019-02-03", stdin=json.dumps(LIFE)).code == 0


@pytest.mark.parametrize("plan", [PLAN, "acme/hours"])
def test_the_hour_of_an_instant_is_said_not_to_be_looked_at(kenri: Kenri, tmp_path: Path, plan: str) -> None:
    """Duties are told as their day is over, whether or not rules of the plan look at hours."""
    text = (
        "plan: acme/hours\nextends: vocabulary/equity\nzone: Asia/Tokyo\n"
        'rules: {holder: {clause: "1", says: x, permit: exercise, when: {until: 2026-03-31, hour: "17:00"}}}\n'
        'duties: {report: {clause: "2", says: x, by: grantee, until: 2019-01-10, done: {on: {event: exercises}}}}\n'
    )
    write(tmp_path, text, "acme/hours.yaml")
    life = "grants: [{grantee: ann, on: 2018-01-04, number: 1}]\nparties: {ann: {role: grantee}}"
    asked = (plan, "-", "--rules", str(tmp_path))
    on_a_day = kenri("duties", *asked, "--on", "2019-01-10", "--json", stdin=life)
    assert (on_a_day.code, on_a_day.data["cautions"]) == (0, []), on_a_day.err
    at_a_time = kenri("duties", *asked, "--on", "2019-01-10T18:00+09:00", "--json", stdin=life)
    assert [each["code"] for each in at_a_time.data["cautions"]] == ["hour-of-question"]
    assert "2019-01-10 (Asia/Tokyo)" in kenri("duties", *asked, "--on", "2019-01-10T18:00+09:00", stdin=life).out
