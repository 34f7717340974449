"""Every field of the language that holds a name is checked when a plan is loaded: the fields come from the language."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

import kenri
from kenri.model import expressions, plan
from kenri.model.expressions import Node
from kenri.model.problems import ProblemsError

NAME = re.compile(r"\bName\b(?!d)")

HEAD = """\
plan: acme/min
zone: Asia/Tokyo
roles: {grantee: {}}
actions: {exercise: {}}
balances: {gone: {}}
events: {leaves: {personal: true, attributes: {n: number, until: day, by: party}}}
"""
RULE = "rules: {{r: {{clause: '1', says: s, permit: exercise, when: {}}}}}\n"
LIMIT = "rules: {{r: {{clause: '1', says: s, limit: exercise, at_most: {}}}}}\n"
DUTY = "duties: {{d: {{clause: '1', says: s, until: 2024-01-01, done: always, {}}}}}\n"
EFFECT = "effects: {{e: {{clause: '1', says: s, on: {{event: leaves}}, {}}}}}\n"

USES = {
    ("Choice", "reading"): RULE.format("{reading: nosuch, choices: {a: always, b: never}}"),
    ("Duration", "days"): RULE.format("{within: {days: nosuch}, after: 2024-01-01}"),
    ("Duration", "weeks"): RULE.format("{within: {weeks: nosuch}, after: 2024-01-01}"),
    ("Duration", "months"): RULE.format("{within: {months: nosuch}, after: 2024-01-01}"),
    ("Duration", "years"): RULE.format("{within: {years: nosuch}, after: 2024-01-01}"),
    ("Duration", "business_days"): RULE.format("{within: {business_days: nosuch}, after: 2024-01-01}"),
    ("EventMoments", "event"): RULE.format("{on: {event: nosuch}}"),
    ("EventMoments", "where"): RULE.format("{on: {event: leaves, where: {nosuch: 1}}}"),
    ("EventMoments", "where_not"): RULE.format("{on: {event: leaves, where_not: {nosuch: 1}}}"),
    ("EventMoments", "who"): RULE.format("{on: {event: leaves, who: nosuch}}"),
    ("Every", "times"): RULE.format("{on: {every: {days: 1}, from: 2024-01-01, times: nosuch}}"),
    ("AttributeDay", "attribute"): RULE.format("{on: {attribute: nosuch, of: {event: leaves}}}"),
    ("GrantDay", "grant"): RULE.format("{on: {grant: nosuch}}"),
    ("PartyDay", "party"): RULE.format("{on: {party: nosuch}}"),
    ("AskedDay", "asked"): RULE.format("{on: {asked: nosuch}}"),
    ("Through", "through"): RULE.format("{through: nosuch, of: {event: leaves}}"),
    ("AskedIs", "asked"): RULE.format("{asked: nosuch, is: 1}"),
    ("AskerIs", "asker"): RULE.format("{asker: nosuch}"),
    ("AskerNamed", "named"): RULE.format("{asker: {named: nosuch, of: {event: leaves}}}"),
    ("PartyIs", "party"): RULE.format("{party: nosuch, is: 1}"),
    ("GrantIs", "grant"): RULE.format("{grant: nosuch, is: 1}"),
    ("May", "may"): "claims: {c: {clause: '1', says: s, always: {may: nosuch}}}\n",
    ("AskedNumber", "asked"): LIMIT.format("{asked: nosuch}"),
    ("GrantNumber", "grant"): LIMIT.format("{grant: nosuch}"),
    ("PartyNumber", "party"): LIMIT.format("{party: nosuch}"),
    ("Balance", "balance"): LIMIT.format("{balance: nosuch}"),
    ("Balance", "for_"): LIMIT.format("{balance: gone, for: nosuch}"),
    ("AttributeNumber", "attribute"): LIMIT.format("{attribute: nosuch, of: {event: leaves}}"),
    ("EventNumber", "of_event"): EFFECT.format("moves: {of_event: nosuch}, to: gone"),
    ("Total", "total"): LIMIT.format("{total: nosuch, of: {event: leaves}}"),
    ("OverGrants", "where"): LIMIT.format("{over: grants, where: {nosuch: 1}, sum: 1}"),
    ("EventKind", "act"): "events: {e: {act: nosuch}}\n",
    ("EventKind", "by"): "events: {e: {personal: true, act: exercise, by: nosuch}}\n",
    ("EventKind", "number"): "events: {e: {number: nosuch}}\n",
    ("EventKind", "requires"): "events: {e: {requires: [nosuch]}}\n",
    ("Reading", "default"): "readings: {a: {question: q, options: {x: x, y: y}, default: nosuch}}\n",
    ("Rule", "permit"): "rules: {r: {clause: '1', says: s, permit: nosuch}}\n",
    ("Rule", "forbid"): "rules: {r: {clause: '1', says: s, forbid: nosuch}}\n",
    ("Rule", "limit"): "rules: {r: {clause: '1', says: s, limit: nosuch, at_most: 1}}\n",
    ("Rule", "by"): "rules: {r: {clause: '1', says: s, permit: exercise, by: nosuch}}\n",
    ("Duty", "by"): DUTY.format("by: nosuch"),
    ("Duty", "of"): DUTY.format("by: grantee, of: nosuch"),
    ("Effect", "from_"): EFFECT.format("moves: 1, from: nosuch, to: gone"),
    ("Effect", "for_"): EFFECT.format("moves: 1, from: gone, for: nosuch, to: held"),
    ("Effect", "to"): EFFECT.format("moves: 1, to: nosuch"),
    ("Effect", "follows"): EFFECT.format("moves: 1, to: gone, follows: nosuch"),
    ("Figure", "of"): "figures: {f: {clause: '1', says: s, is: 1, of: nosuch}}\n",
    ("Claim", "by"): "claims: {c: {clause: '1', says: s, always: always, by: nosuch}}\n",
    ("Claim", "of"): "claims: {c: {clause: '1', says: s, always: always, of: nosuch}}\n",
    ("Amendment", "terms"): "amendments: {a: {from: 2025-01-01, clause: '1', says: s, terms: {nosuch: {value: 1}}}}\n",
    ("Amendment", "without"): "amendments: {a: {from: 2025-01-01, clause: '1', says: s, without: [nosuch]}}\n",
    **{
        ("Meant", kind): f"means: {{m: {{clause: '1', says: s, {kind}: {of}}}}}\n"
        for kind, of in {
            "reachable": "nosuch",
            "shadowed": "nosuch",
            "contradiction": "nosuch",
            "answered": "nosuch",
            "dead_zone": "nosuch",
            "cut_short": "nosuch",
            "lapse": "[nosuch, final]",
            "reading": "nosuch",
        }.items()
    },
    ("Attribute", "of"): "events: {e: {attributes: {a: {type: event, of: nosuch}}}}\n",
    ("Attribute", "for_"): "party_attributes: {a: {type: day, for: nosuch}}\n",
    ("Document", "without"): "without: [nosuch]\n",
    ("Document", "reads"): "reads: {nosuch: a}\n",
    ("Document", "counting"): "counting: nosuch\n",
    ("Plus", "counting"): RULE.format("{on: {plus: {days: 1}, to: 2024-01-01, counting: nosuch}}"),
    ("Minus", "counting"): RULE.format("{on: {minus: {days: 1}, from: 2024-01-01, counting: nosuch}}"),
    ("Every", "counting"): RULE.format("{on: {every: {days: 1}, from: 2024-01-01, times: 1, counting: nosuch}}"),
    ("Within", "counting"): RULE.format("{within: {days: 1}, after: 2024-01-01, counting: nosuch}"),
    ("CountingRule", "calendar"): RULE.format("{within: {days: 1}, after: 2024-01-01, counting: {calendar: nosuch}}"),
    ("OwnCalendar", "like"): "calendars: {c: {like: nosuch}}\n",
    ("BusinessDay", "business_day"): RULE.format("{business_day: nosuch}"),
}
"""A use of a name that nothing has, for each field that holds one."""

DECLARES = {
    ("EventKind", "attributes"), ("EventKind", "with_grant"), ("Action", "attributes"),
    ("Reading", "options"), ("Amendment", "rules"),
    *(("Document", section) for section in plan.SECTIONS),
}  # fmt: skip
"""Fields whose names are declared there, and mean something by it."""


def fields_that_hold_names() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for module in (expressions, plan):
        for construct in vars(module).values():
            if not isinstance(construct, type) or not issubclass(construct, Node):
                continue
            if construct.__module__ != module.__name__ or construct is Node:
                continue
            fields: Any = construct
            for field in dataclasses.fields(fields):
                names_one = NAME.search(str(field.type)) or "CountingUse" in str(field.type)
                is_calendar = field.name in ("calendar", "business_day")
                if (names_one or is_calendar) and field.name in construct.__slots__:
                    found.add((construct.__name__, field.name))
    return found


def test_every_field_that_holds_a_name_is_here() -> None:
    assert fields_that_hold_names() == {*USES} | DECLARES


@pytest.mark.parametrize(("construct", "field"), USES, ids=[".".join(each) for each in USES])
def test_a_name_that_nothing_has_is_a_problem(tmp_path: Path, construct: str, field: str) -> None:
    use = USES[construct, field]
    section = use.partition(":")[0]
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{section}:"))
    path = tmp_path / "plan.yaml"
    path.write_text(head + use, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        kenri.load(path)
    assert any("`nosuch`" in each.message for each in refused.value.problems), refused.value.problems


def test_names_of_every_sort_of_expression_are_checked_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    for use in ("rules: {r: {clause: '1', says: s, permit: exercise, when: nosuch}}\n", LIMIT.format("nosuch"),
                RULE.format("{on: nosuch}")):  # fmt: skip
        path.write_text(HEAD + use, encoding="utf-8")
        with pytest.raises(ProblemsError, match="`nosuch`"):
            kenri.load(path)


@pytest.mark.parametrize("length", [2, 300, 4000])
def test_a_circle_is_found_however_long_and_by_way_of_times(tmp_path: Path, length: int) -> None:
    links = "".join(f"  d{n}: {{is: {{sum: [d{(n + 1) % length}, 1]}}}}\n" for n in range(length))
    path = tmp_path / "plan.yaml"
    path.write_text(HEAD + "amounts:\n" + links, encoding="utf-8")
    with pytest.raises(ProblemsError, match="goes round in a circle"):
        kenri.load(path)
    times = "{every: {days: 1}, from: 2024-01-01, times: n}"
    path.write_text(HEAD + f"dates: {{d: {{is: {times}}}}}\namounts: {{n: {{is: {{count: d}}}}}}\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match="goes round in a circle"):
        kenri.load(path)


@pytest.mark.parametrize(
    "id_", ["../t2/x", "/etc/passwd", "..", "a/../b", "%2e%2e/x", "..\\x", "a//b", "A", "a/", "./a"]
)
@pytest.mark.parametrize("listed", [True, False])
def test_what_is_extended_is_an_id_and_never_a_path(tmp_path: Path, id_: str, listed: bool) -> None:
    secret = tmp_path / "t2"
    secret.mkdir()
    (secret / "x.yaml").write_text("family: t2/x\nterms: {t: {value: 1}}\n", encoding="utf-8")
    rules = tmp_path / "rules"
    rules.mkdir()
    path = rules / "plan.yaml"
    path.write_text(f"{HEAD}extends: {[id_] if listed else repr(id_)}\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match="`extends` must be an id"):
        kenri.load(path)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("family: shared\nterms: {t: {value: 1}}\n", encoding="utf-8")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "shared.yaml").symlink_to(tmp_path / "secret.yaml")
    path = rules / "plan.yaml"
    path.write_text(f"{HEAD}extends: shared\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match="is a link to a file outside its folder"):
        kenri.load(path)
