"""A grantee is the grantee of the grant that is asked about: who holds another may not exercise this one."""

from __future__ import annotations

from typing import Any

import pytest

from kenri import load
from kenri.model.problems import ProblemsError

PLAN = "plans/splits-in-steps"  # its one rule: the grantee may exercise at any time

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}, "ben": {"role": "grantee"}, "acme": {"role": "company"}},
    "grants": [
        {"id": "a", "grantee": "ann", "on": "2022-01-03", "number": 100},
        {"id": "b", "grantee": "ben", "on": "2022-01-03", "number": 100},
    ],
}

ASKED: dict[tuple[str, str | None], str] = {
    ("a", None): "allowed",
    ("a", "ann"): "allowed",
    ("a", "grantee"): "allowed",
    ("a", "ben"): "denied",
    ("a", "acme"): "denied",
    ("b", "ann"): "denied",
    ("b", "ben"): "allowed",
    ("b", "grantee"): "allowed",
}


@pytest.mark.parametrize(("grant", "by"), ASKED)
def test_whoever_holds_another_grant_is_denied(grant: str, by: str | None) -> None:
    plan, expected = load(PLAN), ASKED[grant, by]
    life = plan.life(LIFE)
    for _ in range(20):  # by the reference, and by the form that is made once several have asked
        assert plan.ask(life, "exercise", on="2023-01-04", grant=grant, rights=1, by=by).outcome == expected
    asked = {"grant": grant, "on": "2023-01-04", "rights": 1, **({"by": by} if by else {})}
    rows = [{"id": f"r{at}", **LIFE, "parties": _listed(), **asked} for at in range(9)]
    assert {each["outcome"] for each in plan.batch(_table(rows)).to_pylist()} == {expected}
    if by == "ben":
        other = plan.life({**LIFE, "grants": LIFE["grants"][:1]})
        found = {plan.decide(other, "exercise", on="2023-01-04", rights=1, by=by)[0] for _ in range(20)}
        assert found == {"denied"}
        found = {
            plan.decide(other, "exercise", on="2023-01-04", rights=1, by=other.parties["ben"])[0] for _ in range(20)
        }
        assert found == {"denied"}
        assert plan.by_reference().ask(other, "exercise", on="2023-01-04", rights=1, by="ben").outcome == "denied"


def test_plain_data_with_a_grantee_who_holds_nothing_is_decided_alike() -> None:
    plan, data = load(PLAN), {**LIFE, "grants": LIFE["grants"][:1]}
    for _ in range(20):
        assert plan.decide(data, "exercise", on="2023-01-04", rights=1, by="ben")[0] == "denied"
        assert plan.decide(data, "exercise", on="2023-01-04", rights=1, by="ann")[0] == "allowed"
    assert [each["outcome"] for each in _one_grant_rows(plan, 9)] == ["allowed", "denied"] * 9


def test_an_act_about_the_grant_of_another_is_not_permitted() -> None:
    plan = load(PLAN)
    events = [
        {"on": "2023-01-04", "event": "exercises", "who": who, "grant": "a", "rights": 1} for who in ("ann", "ben")
    ]
    audit = plan.audit({**LIFE, "events": events})
    verdicts = {each.event.who: each.verdict for grant in audit.grants for each in grant.acts}
    assert verdicts == {"ann": "allowed", "ben": "denied"}


def test_nobody_is_refused_who_asks_as_the_role_of_several() -> None:
    plan = load(PLAN)
    with pytest.raises(ProblemsError, match="ann"):
        plan.ask(
            {**LIFE, "parties": {"ann": {"roles": ["grantee", "heir"]}, "ben": {"roles": ["grantee", "heir"]}}},
            "exercise",
            on="2023-01-04",
            grant="a",
            rights=1,
            by="heir",
        )


def _listed() -> list[dict[str, str]]:
    return [{"name": name, **body} for name, body in LIFE["parties"].items()]


def _one_grant_rows(plan: Any, many: int) -> list[dict[str, Any]]:
    rows = [
        {
            "id": f"{by}{at}",
            "grantee": "ann",
            "grantee.role": "grantee",
            "grant.on": "2022-01-03",
            "grant.number": 100,
            "parties": [{"name": "ben", "role": "grantee"}],
            "on": "2023-01-04",
            "rights": 1,
            "by": by,
        }
        for at in range(many)
        for by in ("ann", "ben")
    ]
    found: list[dict[str, Any]] = plan.batch(_table(rows)).to_pylist()
    return found


def _table(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)
