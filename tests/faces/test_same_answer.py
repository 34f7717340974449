"""Text, HTML, JSON and the audit say the same: what they print is read back and compared, on random plans and lives."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kenri.audit import Audit, audit
from kenri.faces.contracts.audit_data import audit_data
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.contracts.windows_data import window_data
from kenri.faces.rulings import ruling_html
from kenri.faces.rulings.audit_view import render_audit
from kenri.faces.rulings.ruling_view import render_ruling
from kenri.faces.words.glossary import at_most, word
from kenri.faces.words.turning import MARK
from kenri.model import expressions as e
from kenri.model.days import iso
from kenri.model.dependence import dependence
from kenri.model.life import Life
from kenri.model.plan import Effect, EventKind, Plan, Rule
from kenri.model.ruling import Ruling
from kenri.model.sentences import Language
from kenri.reference.court import Court
from kenri.testing.random_plans import plans
from kenri.testing.toy_lives import askers, court, lives
from kenri.testing.toy_words import ASKED_DAYS, EMPTY_PLAN
from tests.effort import examples
from tests.reference.toy_case import life as toy_life

DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日")
LANGS: tuple[Language, ...] = ("en", "ja")


def printed(drawn: Any) -> str:
    console = Console(width=10_000, color_system=None, file=None, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(drawn)
    return captured.get()


def days_in(text: str) -> list[str]:
    """The days that a text names, in ISO form."""
    found = []
    for day in DAY.findall(text):
        parts = [part for part in re.split(r"\D+", day) if part]
        found.append("-".join(part.zfill(2) for part in parts))
    return found


def line_after(text: str, heading: str) -> str | None:
    """What stands behind a heading, or None where it is not there."""
    found = re.search(rf"^\s*{re.escape(heading)}(.*)$", text, re.MULTILINE)
    return found.group(1) if found else None


def rows(page: str) -> dict[str, str]:
    """The rows of the tables of a page that have a heading."""
    return {html.unescape(a): html.unescape(b) for a, b in re.findall(r"<th[^>]*>(.*?)</th><td[^>]*>(.*?)</td>", page)}


def ask(plan: Plan, life: Life, asker: str, day: int, number: int | None) -> Ruling:
    return court(plan, life).rule("exercise", life.parties[asker], day, number=number)


@pytest.mark.parametrize("lang", LANGS)
def test_a_ruling_says_the_same_in_text_html_and_json(lang: Language) -> None:
    @examples(15)
    @given(plans(), lives(), askers, st.sampled_from(ASKED_DAYS), st.none() | st.integers(1, 8))
    def law(plan: Plan, life: Life, asker: str, day: int, number: int | None) -> None:
        ruling = ask(plan, life, asker, day, number)
        text = printed(render_ruling(ruling, lang))
        page = ruling_html.render(ruling, lang)
        data = json.loads(json.dumps(ruling_data(ruling, lang)))
        row = rows(page)
        colon = word("colon", lang)

        assert text.startswith(word(ruling.outcome, lang))
        assert word(ruling.outcome, lang) in html.unescape(page)
        assert data["outcome"] == ruling.outcome

        sure, perhaps = (iso(each) if each is not None else None for each in (ruling.next_day, ruling.perhaps_day))
        assert (data["next_day"], data["perhaps_day"]) == (sure, perhaps)
        assert bool(data["perhaps_missing"]) == (perhaps is not None)
        if ruling.outcome != "allowed":
            for key, expected in (("next", sure), ("perhaps", perhaps)):
                told = (line_after(text, word(key, lang) + colon), row.get(word(key, lang)))
                assert [days_in(each)[:1] if each else [] for each in told] == [[expected] if expected else []] * 2
            never = word("next-none", lang) in (row[word("next", lang)] or "")
            assert never == (sure is None and perhaps is None)
        if ruling.outcome != "denied":
            many = at_most(ruling.most, ruling.counts, lang)
            heading = word("how-many", lang)
            assert (line_after(text, heading + colon) or "").startswith(many)
            assert row[heading].startswith(many)
        assert data["most"] == (ruling.most if isinstance(ruling.most, int | str) else str(ruling.most))

        bounds = [day for window in ruling.windows for day in (window.first, window.last) if day is not None]
        assert [iso(each) for each in bounds] == [
            each for window in data["windows"] for each in (window["first"], window["last"]) if each is not None
        ]
        assert [window_data(each) for each in ruling.windows] == data["windows"]
        listed = html.unescape(re.sub("<details>.*</details>", "", page)).split(word("windows", lang), 1)[1]
        listed = listed.split(word("cautions", lang))[0]
        # A window of one day names it once; what stands after a mark is so under other readings.
        own = re.sub(f"{MARK} .*?(?=<br>|</li>)", "", listed.split("</ul>")[0])
        assert [*dict.fromkeys(map(iso, bounds))] == [*dict.fromkeys(days_in(own))]
        assert {each["code"] for each in data["cautions"]} == {each.code for each in ruling.cautions}
        for caution in ruling.cautions:
            assert caution.says(lang) in " ".join(text.split("\n"))
            assert caution.says(lang) in html.unescape(page)

    law()


# --- audits


class Bench:
    """A plan that an audit asks."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dependence = dependence(plan)

    def as_known_at(self, _instant: int | None) -> Bench:
        return self

    def concerns(self, _life: Life, _action: str, _grant: str) -> bool:
        return True

    def in_time(self, _time: int | None) -> tuple[Bench]:
        return (self,)

    def court(self, life: Life, grant: str | None, instant: int | None) -> Court:
        assert grant in ("g", "other")
        found = court(self.plan, life.known_at(instant))
        found.grant = life.grants[grant]
        return found

    def judged_by_form(self, *_: Any, **__: Any) -> None:
        """It has none."""


def audited(plan: Plan, life: Life) -> tuple[Plan, Audit]:
    """A plan in which payments are acts of exercising, and the audit of both grants."""
    pays: EventKind = replace(plan.events["pays"], act="exercise", number="amount")
    changed = replace(plan, events={**plan.events, "pays": pays})
    return changed, audit(Bench(changed), life, [*life.grants.values()])


VERDICTS = {"allowed": "permitted", "denied": "not-permitted", "unknown": "cannot-be-judged"}


@examples(20)
@given(plans(), lives())
def test_every_act_has_one_verdict_and_the_counts_add_up(plan: Plan, life: Life) -> None:
    plan, found = audited(plan, life)
    acts = {event.id for event in life.events if event.kind == "pays" and event.grant in (None, "g", "other")}
    assert {*found.verdicts} == acts
    data = json.loads(json.dumps(audit_data(plan, found, "en")))
    several = [data["permitted"], [id_ for id_ in data["violations"] if id_ in acts], data["unjudged"]]
    assert sorted(id_ for each in several for id_ in each) == sorted(acts)
    assert data["acts"] == len(acts)
    for grant, told in zip(found.grants, data["grants"], strict=True):
        assert [act["verdict"] for act in told["acts"]] == [VERDICTS[act.verdict] for act in grant.acts]
    text = printed(render_audit(plan, found, "en"))
    counted = re.search(
        r"^(\d+) acts?: (\d+) permitted, (\d+) not permitted, (\d+) cannot be judged", text, re.MULTILINE
    )
    assert (counted is not None) == bool(acts and not found.is_clean)
    if counted is not None:
        assert [int(each) for each in counted.groups()] == [len(acts), *map(len, several)]
    for caution in found.cautions:
        assert caution.says("en") in text


PERMIT = Rule(permit=("exercise",), clause="1", says="It may.", by=("holder", "successor", "company"))


def test_an_act_that_cannot_be_judged_is_not_also_said_to_be_not_permitted() -> None:
    """A price is missing, and of the rights that the act asks for there are too few: it is told once."""
    dear = Rule(
        forbid=("exercise",),
        clause="2",
        says="Too dear.",
        when=e.Compare(quantity=e.AskedNumber(asked="price"), more_than=5),
    )
    moves = Effect(
        clause="1",
        says="They move.",
        on=e.EventMoments(event=("pays",)),
        moves=e.EventNumber(of_event="amount"),
        to="used",
    )
    plan = replace(EMPTY_PLAN, rules={"may": PERMIT, "dear": dear}, effects={"moves": moves})
    _, found = audited(plan, toy_life(("pays", "2024-03-01", {"amount": 101})))
    assert found.verdicts == {"e0": "unknown"}
    assert (found.violating, found.unjudged) == ((), ("e0",))
    assert [line.is_short for grant in found.grants for line in grant.lines] == [True]
    assert not found.is_clean
