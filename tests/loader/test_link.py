"""Linking a plan: one malformed file for each mistake, with the words and the place the report must have."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.model.problems import ProblemsError

HEAD = """plan: bad
extends: vocabulary/equity
zone: Asia/Tokyo
"""

BASE = """
events:
  leaves: {personal: true, attributes: {reason: {one_of: [good, bad]}, price: number, until: day, to: party}}
readings:
  roll: {question: Does it roll?, options: {no: it does not, yes: it does}, default: no}
terms:
  window_days: {value: 10, clause: "1"}
  period: {first: 2020-01-01, last: 2030-12-31, clause: "1"}
  signed: {value: 2020-02-02, clause: "1"}
  name: {value: Kenri, clause: "1"}
grant_attributes: {expires: day, kind: {one_of: [a, b]}}
"""


def rule(body: str) -> str:
    return HEAD + BASE + f"rules:\n  r: {{clause: '7', says: x, {body}}}\n"


def permit(when: str) -> str:
    return rule(f"permit: exercise, when: {when}")


MISTAKES = {
    # names that mean nothing, with the nearest that does
    "action": (rule("permit: excercise"), "there is no action `excercise`", "excercise"),
    "role": (rule("permit: exercise, by: grantees"), "there is no role `grantees`", "grantees"),
    "day": (permit("{from: sgned}"), "nothing is called `sgned`, and days must be here", "sgned"),
    "state": (permit("in-office"), "nothing is called `in-office`, and a condition must be here", "in-office"),
    "number": (permit("{quantity: window_dayz, at_least: 1}"), "nothing is called `window_dayz`, and a number must be here", "window_dayz"),
    "event": (permit("{from: {event: leave}}"), "there is no event `leave`", "leave"),
    "attribute": (permit("{from: {event: leaves, where: {raison: good}}}"), "there is no attribute `raison` of `leaves`", "raison"),
    "word": (permit("{from: {event: leaves, where: {reason: ugly}}}"), "`ugly` is not one of its words", "ugly"),
    "whose": (permit("{from: {event: leaves, who: nobody}}"), "there is no role `nobody`", "nobody"),
    "reading": (permit("{reading: rolls, choices: {no: never}}"), "there is no reading `rolls`", "rolls"),
    "option": (permit("{reading: roll, choices: {no: never, maybe: never, yes: always}}"), "there is no option `maybe` of `roll`", "maybe"),
    "options": (permit("{reading: roll, choices: {no: never}}"), "`roll` has no choice for `yes`", "{no"),
    "balance": (permit("{quantity: {balance: hold}, at_least: 1}"), "there is no balance `hold`", "hold"),
    "grant": (permit("{from: {grant: expiry}}"), "there is no attribute `expiry` of grants", "expiry"),
    "party": (permit("{party: born, is: 3}"), "there is no attribute `born` of parties", "born"),
    "asked": (permit("{asked: colour, is: red}"), "there is no fact `colour` of a question", "colour"),
    "counting": (permit("{within: {days: 3}, after: signed, counting: lunar}"), "there is no counting `lunar`", "lunar"),
    "calendar": (permit("{business_day: tokio}"), "there is no calendar `tokio`", "tokio"),
    "asker": (permit("{asker: boss}"), "there is no role `boss`", "boss"),
    # names of another sort
    "a day for a condition": (permit("signed"), "`signed` is days, and a condition must be here", "signed"),
    "a condition for a day": (permit("{from: period}"), "`period` is a condition, and days must be here", "period"),
    "a number for a condition": (permit("window_days"), "`window_days` is a number, and a condition must be here", "window_days"),
    "text": (permit("{from: name}"), "`name` is text, and days must be here", "name"),
    "a word of the language": (permit("{from: always}"), "`always` is not days", "always"),
    "all of nothing": (permit("{quantity: all, at_least: 1}"), "`all` is not a number", "all"),
    "a number of a day": (permit("{quantity: {grant: expires}, at_least: 1}"), "`expires` is a day, and a number must be here", "expires"),
    "a day of a word": (permit("{from: {grant: kind}}"), "`kind` is a word, and a day must be here", "kind"),
    "a day of a number": (permit("{from: {attribute: price, of: {event: leaves}}}"), "`price` of `leaves` is a number, and a day must be here", ""),
    "a party of a day": (permit("{asker: {named: until, of: {event: leaves}}}"), "`until` of `leaves` is a day, and a party must be here", ""),
    "bounds of a word": (permit("{from: {event: leaves, where: {reason: {at_least: 3}}}}"), "only numbers have bounds", "{at_least"),
    # what needs something else
    "no calendar": (permit("{within: {business_days: 3}, after: signed}"), "business days are counted here, and no calendar is named", ""),
    "no calendar to roll": (permit("{from: {next: {business_day: plan}, on_or_after: signed}}"), "business days are counted here", ""),
    "no calendar of the plan": (permit("{business_day: plan}"), "business days are counted here", ""),
    "of no event": (permit("{quantity: {of_event: price}, at_least: 1}"), "`of_event` stands only in a change", "{of_event"),
    # definitions
    "reserved": (HEAD + "states: {always: {is: never}}\n", "`always` is a word of the language", "always"),
    "twice": (HEAD + "states: {x: {is: never}}\namounts: {x: {is: 3}}\n", "`x` is already one of the states", "x"),
    "circle": (HEAD + "states: {x: {is: {not: y}}, y: {is: {not: x}}}\n", "goes round in a circle", ""),
    "circle through balances": (
        HEAD + "states: {x: {is: {quantity: {balance: held}, at_least: 1}}}\n"
        "effects: {e: {clause: '1', says: s, on: {start_of: x}, moves: all, to: extinguished}}\n",
        "goes round in a circle", "",
    ),
    # inheritance
    "no family": ("plan: bad\nextends: vocabulary/equitty\n", "there is no family or vocabulary `vocabulary/equitty`", "vocabulary/equitty"),
    "a plan extended": ("plan: bad\nextends: iij/2018-terms\n", "only a family or vocabulary can be extended", "iij/2018-terms"),
    "defined already": (rule("permit: exercise") + "effects: {exercise: {clause: '1', says: x, on: signed, moves: 1, to: exercised}}\n", "`exercise` is already defined at", "exercise"),
    "replaces nothing": (rule("permit: exercise, replaces: true"), "and there is none", "r"),
    "without nothing": (HEAD + "without: [ten-days]\n", "`ten-days` is no inherited rule, effect, figure or claim", "ten-days"),
    "reads nothing": (HEAD + "reads: {roll: yes}\n", "there is no reading `roll`", "roll"),
    "reads no option": (rule("permit: exercise") + "reads: {roll: maybe}\n", "`maybe` is no option of the reading `roll`", "maybe"),
    "amends nothing": (HEAD + "amendments: {a: {from: 2025-01-01, clause: '1', says: x, terms: {ten: {value: 11}}}}\n", "there is no term `ten` to amend", "ten"),
    "ends nothing": (HEAD + "amendments: {a: {from: 2025-01-01, clause: '1', says: x, without: [r]}}\n", "there is no rule `r` to end", "r"),
    # settings
    "zone": ("plan: bad\nextends: vocabulary/equity\nzone: Tokyo\n", "there is no time zone `Tokyo`", "Tokyo"),
    "counting of the plan": (HEAD + "counting: {calendar: tokio}\n", "there is no calendar `tokio`", ""),
    "named counting": (HEAD + "counting: roman\n", "there is no counting `roman`", "roman"),
}  # fmt: skip


PASSED_ON = (
    "{event: leaves}",
    "{first: MOMENTS}",
    "{nth: 2, of: MOMENTS}",
    "{latest: MOMENTS}",
    "{plus: {days: 1}, to: MOMENTS}",
    "{minus: {days: 1}, from: MOMENTS}",
    "{every: {days: 1}, times: 2, from: MOMENTS}",
    "{attribute: until, of: MOMENTS}",
    "{earlier_of: [MOMENTS, signed]}",
    "{later_of: [signed, MOMENTS]}",
    "{prefer: [signed, MOMENTS]}",
    "{cases: [{when: always, is: signed}], otherwise: MOMENTS}",
    "{cases: [{when: never, is: MOMENTS}]}",
    "{each_of: [MOMENTS, signed]}",
    "{first_of: month, containing: MOMENTS}",
    "{last_of: month, containing: MOMENTS}",
    "{last: {business_day: tokyo-stock-exchange}, on_or_before: MOMENTS}",
    "{next: always, on_or_after: MOMENTS}",
    "{reading: roll, choices: {no: signed, yes: MOMENTS}}",
)
"""Days that are still those of events, so that attributes of these can be asked for."""


@pytest.mark.parametrize("moments", PASSED_ON)
def test_an_attribute_is_one_of_the_events_however_their_days_are_changed(moments: str, tmp_path: Path) -> None:
    of = moments.replace("MOMENTS", "{event: leaves}")
    (tmp_path / "good.yaml").write_text(permit(f"{{from: {{attribute: until, of: {of}}}}}"), encoding="utf-8")
    load(tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text(permit(f"{{from: {{attribute: untill, of: {of}}}}}"), encoding="utf-8")
    with pytest.raises(ProblemsError, match="there is no attribute `untill` of `leaves`"):
        load(tmp_path / "bad.yaml")


@pytest.mark.parametrize("moments", PASSED_ON[1:])
def test_days_in_a_circle_are_a_mistake_also_where_an_attribute_is_asked_of_them(moments: str, tmp_path: Path) -> None:
    dates = f"dates:\n  x: {{is: {moments.replace('MOMENTS', 'x')}}}\n  y: {{is: {{attribute: until, of: x}}}}\n"
    (tmp_path / "bad.yaml").write_text(permit("{from: y}") + dates, encoding="utf-8")
    with pytest.raises(ProblemsError, match="goes round in a circle"):
        load(tmp_path / "bad.yaml")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_with_its_place(mistake: str, tmp_path: Path) -> None:
    text, words, underlined = MISTAKES[mistake]
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.place is not None
    line = text.splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(underlined)
    assert problem.help


def test_the_mistakes_are_mistakes_of_an_otherwise_good_plan(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(
        permit("{within: {days: window_days}, after: {event: leaves, where: {reason: good}}}"), encoding="utf-8"
    )
    assert load(file).id == "bad"


AMENDED = """plan: amended
extends: vocabulary/equity
zone: Asia/Tokyo
terms: {window_days: {value: 10, clause: "1"}, start: {value: 2020-01-01, clause: "1"}}
rules:
  window: {clause: "1", says: x, permit: exercise, when: {within: {days: window_days}, after: start}}
  barred: {clause: "2", says: x, forbid: exercise, when: {on: 2020-01-03}}
amendments:
  longer:
    from: 2020-01-06
    recorded: 2020-01-05T12:00:00+09:00
    clause: A1
    says: Twenty days, and no bar.
    terms: {window_days: {value: 20}}
    rules: {barred: {clause: A1, says: y, forbid: exercise, when: {on: 2020-01-08}}}
"""


def test_an_amendment_changes_terms_and_rules_from_its_day(tmp_path: Path) -> None:
    file = tmp_path / "amended.yaml"
    file.write_text(AMENDED, encoding="utf-8")
    plan = load(file)
    life = plan.life({"parties": {"a": {"role": "grantee"}}, "grants": [{"grantee": "a", "number": 1}]})

    def allowed(known_at: str | None = None) -> list[tuple[int | None, int | None]]:
        ruling = plan.ask(life, on="2020-01-02", known_at=known_at)
        return [(window.first, window.last) for window in ruling.windows]

    bars = [(day("2020-01-02"), day("2020-01-02")), (day("2020-01-04"), day("2020-01-07"))]
    assert allowed() == [*bars, (day("2020-01-09"), day("2020-01-21"))]
    # Before it was recorded at noon of the 5th, the old ten days and the old bar were all there was.
    assert allowed("2020-01-05T11:59:59+09:00") == [bars[0], (day("2020-01-04"), day("2020-01-11"))]
    assert allowed("2020-01-05T12:00:00+09:00") == allowed()


TWICE = """plan: amended
extends: vocabulary/equity
zone: Asia/Tokyo
terms: {most: {value: 10, clause: "1"}}
rules:
  any: {clause: "1", says: x, permit: exercise}
  most: {clause: "1", says: x, limit: exercise, at_most: most}
amendments:
"""
TWENTY = "  twenty: {from: 2020-01-06, RECORDED clause: A1, says: Twenty., terms: {most: {value: 20}}}\n"
THIRTY = "  thirty: {from: 2020-01-06, RECORDED clause: A2, says: Thirty., terms: {most: {value: 30}}}\n"


def amended_twice(tmp_path: Path, *amendments: str) -> LoadedPlan:
    file = tmp_path / "amended.yaml"
    file.write_text(TWICE + "".join(amendments), encoding="utf-8")
    return load(file)


@pytest.mark.parametrize("turned", [False, True], ids=["as they became known", "turned round"])
def test_of_two_amendments_for_one_day_the_later_known_stands(tmp_path: Path, *, turned: bool) -> None:
    """Wherever each of the two stands in the file."""
    amendments = [
        TWENTY.replace("RECORDED", "recorded: 2019-10-01,"),
        THIRTY.replace("RECORDED", "recorded: 2019-12-01,"),
    ]
    plan = amended_twice(tmp_path, *(reversed(amendments) if turned else amendments))
    life = {"grants": [{"grantee": "ann", "number": 100}]}

    def most(known_at: str) -> object:
        return plan.ask(life, on="2020-01-06", known_at=known_at).most

    assert [most("2019-09-30"), most("2019-11-30"), most("2019-12-01")] == [10, 20, 30]
    assert plan.ask(life, on="2020-01-05").most == 10


@pytest.mark.parametrize("recorded", ["", "recorded: 2019-10-01,"])
def test_two_amendments_of_the_same_that_became_known_together_are_refused(tmp_path: Path, recorded: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        amended_twice(tmp_path, TWENTY.replace("RECORDED", recorded), THIRTY.replace("RECORDED", recorded))
    assert [each.message for each in raised.value.problems] == ["`most` is amended from 2020-01-06 on by `twenty` too"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("without: [most]", "without: [most]"),
        ("without: [most]", "rules: {most: {clause: A, says: x, limit: exercise, at_most: 3}}"),
        (
            "rules: {more: {clause: A, says: x, permit: exercise}}",
            "rules: {more: {clause: A, says: x, forbid: exercise}}",
        ),
    ],
)
def test_two_amendments_do_not_settle_one_rule_on_one_day(tmp_path: Path, one: str, other: str) -> None:
    changes = [
        f"  {name}: {{from: 2020-01-06, clause: A, says: x, {each}}}\n" for name, each in (("a", one), ("b", other))
    ]
    with pytest.raises(ProblemsError) as raised:
        amended_twice(tmp_path, *changes)
    (problem,) = raised.value.problems
    assert "is amended from 2020-01-06 on by `a` too" in problem.message
