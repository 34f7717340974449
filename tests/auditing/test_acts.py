"""Acts judged by what was known when they were recorded, and by what is known now; verdicts are worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kenri.auditing.acts import ActFinding, HolderAudit, act_kind, audited
from kenri.model.ruling import Outcome
from tests.auditing.small_audit import OneVersion, kept, options

UNTIL = date(2025, 12, 31).toordinal()


def audit_of(*, instant: str | None = None, until: str = "2025-12-31", **asked: Any) -> HolderAudit:
    last = date.fromisoformat(until).toordinal()
    plan = options()
    (found,) = audited(OneVersion(plan), [kept()], last, instant=plan.instant(instant), **asked)
    return found


def acts(found: HolderAudit) -> dict[str, tuple[Any, ...]]:
    return {
        each.act.event.id: (each.kind, each.verdict_then, each.verdict, [str(record) for record in each.turned_by])
        for each in found.findings
        if isinstance(each, ActFinding)
    }


def test_each_act_is_judged_then_and_now() -> None:
    """Bob left on 1 March, which was recorded on 1 May: on 15 April nobody knew. Cat left on 1 February as was known on
    10 March, 37 days before; it was 1 May. Dan had 60, of which 15 were cancelled, and asked for 50. Of Gus it is open
    whether the board bars him. Permitted then and now are ann-ex, bob-ex-1 and fay-ex.
    """
    found = audit_of()
    assert acts(found) == {
        "bob-ex-2": ("permitted-then", "allowed", "denied", ["#2 event bob-left"]),
        "cat-ex": ("permitted-now", "denied", "allowed", ["#7 event cat-left-2"]),
        "dan-ex": ("not-permitted", "denied", "denied", []),
        "gus-ex": ("unknown", "unknown", "unknown", []),
    }
    assert len(found.findings) == 4
    assert found.unknown_sums == 1  # of Gus's 70 an unknown number was forfeited
    assert dict(found.counts) == {
        "permitted": 3, "permitted-then": 1, "permitted-now": 1, "not-permitted": 1, "unknown": 1
    }  # fmt: skip


def test_the_rules_that_decided_then_are_told_beside_those_of_now() -> None:
    (cat,) = [each for each in audit_of().findings if isinstance(each, ActFinding) and each.act.event.id == "cat-ex"]
    assert cat.judgement_then is not None
    assert ("after-leaving" in cat.judgement_then.rules, "after-leaving" in cat.act.judgement.rules) == (True, False)
    assert cat.holder == "cat"


def test_what_was_not_known_yet_turns_nothing() -> None:
    """On 20 April it was not known that Bob had left, nor that Cat had not: both verdicts are those of then."""
    found = acts(audit_of(instant="2025-04-20"))
    assert "bob-ex-2" not in found
    assert found["cat-ex"] == ("not-permitted", "denied", "denied", [])


def test_before_anything_was_known_no_act_is() -> None:
    found = audit_of(instant="2024-01-01")
    assert (dict(found.counts), found.findings) == ({}, ())


def test_later_days_are_not_looked_at() -> None:
    assert set(acts(audit_of(until="2025-03-09"))) == {"gus-ex"}


def test_readings_bear_on_it() -> None:
    """Thirty days after 1 March are gone by on 1 April, or with the day of leaving counted on 31 March."""
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"id": "a", "grantee": "ann", "on": "2024-01-01", "number": 10}],
        "events": [
            {"event": "leaves", "on": "2025-03-01"},
            {"id": "x", "event": "exercises", "on": "2025-03-31", "rights": 6},
        ],
    }
    (found,) = audited(OneVersion(options()), [kept(life)], UNTIL)
    assert (acts(found), found.turning) == ({}, 1)
    (found,) = audited(OneVersion(options()), [kept(life)], UNTIL, readings={"days": "yes"})
    assert (acts(found), found.turning) == ({"x": ("not-permitted", "denied", "denied", [])}, 1)


def test_the_first_two_acts_of_a_day_are_two() -> None:
    """Both ask for 6 of 10: the second asks for more than there is."""
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"id": "a", "grantee": "ann", "on": "2024-01-01", "number": 10}],
        "events": [
            {"id": "x1", "event": "exercises", "on": "2025-02-10", "rights": 6},
            {"id": "x2", "event": "exercises", "on": "2025-02-10", "rights": 6},
        ],
    }
    (found,) = audited(OneVersion(options()), [kept(life)], UNTIL)
    assert acts(found) == {"x2": ("not-permitted", "denied", "denied", [])}


def test_an_act_that_was_short_of_what_nobody_knew_was_permitted_then() -> None:
    """4 of 10 were cancelled on 1 February, which was recorded on 1 March: on 10 February 8 were asked for, and there
    were 6. A rule says that nobody exercises more than is held, so both ways of telling it agree.
    """
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"id": "a", "grantee": "ann", "on": "2024-01-01", "number": 10}],
        "events": [
            {"id": "c", "event": "cancels", "on": "2025-02-01", "rights": 4, "recorded": "2025-03-01"},
            {"id": "x", "event": "exercises", "on": "2025-02-10", "rights": 8},
        ],
    }
    (found,) = audited(OneVersion(options()), [kept(life)], UNTIL)
    (finding,) = found.findings
    assert isinstance(finding, ActFinding)
    assert (finding.act.is_short, finding.act.is_short_then) == (True, False)
    assert acts(found) == {"x": ("permitted-then", "allowed", "denied", ["#1 event c"])}


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ("allowed", "allowed", "permitted"),
        ("allowed", "denied", "permitted-then"),
        ("denied", "allowed", "permitted-now"),
        ("denied", "denied", "not-permitted"),
        ("unknown", "allowed", "permitted-now"),
        ("unknown", "denied", "not-permitted"),
        ("allowed", "unknown", "unknown"),
        ("denied", "unknown", "unknown"),
        (None, "denied", "not-permitted"),
        (None, "allowed", "permitted-now"),
    ],
)
def test_what_two_verdicts_come_to(then: Outcome | None, now: Outcome, kind: str) -> None:
    assert act_kind(then, now) == kind
