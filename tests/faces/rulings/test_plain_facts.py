"""What is said of facts that are not there, and of flags: what kind of lack it is, in words that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import LoadedPlan, load
from kenri.faces.rulings.ruling_view import render_ruling
from kenri.faces.words import say
from kenri.faces.words.advice import supply
from kenri.model.expressions import AskedIs, GrantIs, Not, PartyIs

PLAN = """plan: it
extends: [vocabulary/equity, vocabulary/japan]
counting: {{calendar: {calendar}}}
party_attributes:
  outside: {{type: flag, default: false, says: is an outside director}}
  early: {{type: flag, default: false, says: whether the party came early}}
  plain: {{type: flag, default: false}}
grant_attributes: {{big: {{type: flag, default: false, says: is a big one}}}}
actions: {{sell: {{attributes: {{urgent: {{type: flag, default: false, says: is urgent}}}}}}}}
events: {{leaves: {{personal: true}}}}
terms: {{expiry: {{unknown: The notice leaves it open., type: day}}, fee: {{unknown: Not said., type: number}}}}
dates:
  leaving: {{is: {{first: {{event: leaves}}}}}}
  third: {{is: {{nth: 3, of: {{each_of: [leaving, {{event: dies}}]}}}}}}
  end: {{is: {{plus: {{days: 10}}, to: leaving}}}}
  stop: {{is: {{end_of: {{from: 2020-01-01}}}}}}
  paid: {{is: {{start_of: {{quantity: fee, at_least: 3}}}}}}
rules:
  it: {{clause: "1", says: It., permit: exercise, when: {{within: {{days: 3}}, after: {date}}}}}
  sales: {{clause: "2", says: Sales., permit: sell, when: {{business_day: plan}}}}
"""

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}


def it(folder: Path, *, date: str = "leaving", calendar: str = "japan") -> LoadedPlan:
    path = folder / "it.yaml"
    path.write_text(PLAN.format(date=date, calendar=calendar), "utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("date", "lack"),
    [
        ("leaving", "not recorded"),
        ("third", "not recorded"),
        ("end", "there is no such day"),
        ("stop", "there is no such day"),
        ("expiry", "not stated by the document"),
        ("paid", "not known without fee"),
    ],
)
def test_a_day_that_is_not_there_is_said_to_lack_what_it_lacks(date: str, lack: str, tmp_path: Path) -> None:
    from rich.console import Console

    plan = it(tmp_path, date=date)
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        console.print(render_ruling(plan.ask(LIFE, "exercise", on="2024-05-01", by="ann"), "en"))
    assert f"{date}: {lack}\n" in captured.get().replace(" \n", "\n")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (PartyIs(party="outside", of="asker", is_=True), "the asker is an outside director"),
        (PartyIs(party="outside", of="asker", is_=False), "the asker is not an outside director"),
        (Not(not_=PartyIs(party="outside", of="grantee", is_=True)), "the grantee is not an outside director"),
        (Not(not_=PartyIs(party="outside", of="grantee", is_=False)), "the grantee is an outside director"),
        (GrantIs(grant="big", is_=False), "the grant is not a big one"),
        (AskedIs(asked="urgent", is_=True), "the question is urgent"),
        (PartyIs(party="early", of="asker", is_=False), "whether the party came early: no"),
        (PartyIs(party="plain", of="asker", is_=False), "the asker's plain is no"),
    ],
)
def test_a_flag_is_said_as_a_claim(fact: AskedIs | PartyIs | GrantIs | Not, words: str, tmp_path: Path) -> None:
    said = say(it(tmp_path).plan, fact, "condition", "en")
    assert said.replace("the person to whom rights were granted", "the grantee") == words


@pytest.mark.parametrize(
    ("calendar", "day", "years"),
    [
        ("japan", "1980-05-01", "from 1990 to 2099"),
        ("japan", "2150-05-01", "from 1990 to 2099"),
        ("target", "1995-05-01", "from 1999 to 2099"),
    ],
)
def test_a_year_that_a_calendar_does_not_know_is_told_with_those_it_does(
    calendar: str, day: str, years: str, tmp_path: Path
) -> None:
    plan = it(tmp_path, calendar=calendar)
    ruling = plan.ask(LIFE, "sell", on=day, by="ann")
    assert ruling.outcome == "unknown"
    (missing,) = ruling.missing
    said = supply(ruling, missing, "en")
    assert f"`{calendar}` are known {years}" in said
    assert "distant" not in said
