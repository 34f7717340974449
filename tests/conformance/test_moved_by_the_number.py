"""Effects may look at the number asked about where no rule about the action does: what stands in the balances then."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kenri.api import load
from kenri.model.expressions import AskedIs, AskedNumber, CaseLine, Cases, QuantityChoice
from kenri.model.life import Grant, Life, Party
from kenri.model.plan import Amount, BalanceKind, Effect, Plan, Reading, Rule
from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_lives import court
from kenri.testing.toy_words import EMPTY_PLAN, START
from tests.conformance.evaluators import OTHERS, REFERENCE, Evaluator, Question
from tests.conformance.gaps import answer, parts

ANN = Party(id="ann", roles=("holder",))
GRANT = Grant(id="g", grantee="ann", on=START, number=10)
LIFE = Life(parties={"ann": ANN}, grants={"g": GRANT})
OPEN = {"open": Rule(permit=("exercise",), clause="1", says="Anybody may.")}
BY_RULE = {**OPEN, "not": Rule(forbid=("exercise",), clause="2", says="No nine.", when=AskedIs(asked="number", is_=9))}
TWICE = Cases(cases=(CaseLine(when=AskedIs(asked="number", is_=3), is_=6),), otherwise=1)
ON = date.fromordinal(START + 1)


def plan(rules: dict[str, Rule], **of_effect: Any) -> Plan:
    effect = Effect(clause="3", says="They move.", on=ON, **of_effect)
    return replace(
        EMPTY_PLAN,
        rules=rules,
        balances={"used": BalanceKind(), "gone": BalanceKind(lapse=True)},
        amounts={"asked-for": Amount(is_=AskedNumber(asked="number"))},
        effects={"moved": effect},
    )


# of ten rights: what is left when as many moved as are asked about, or as many times as many stand there
CASES: list[tuple[str, dict[str, Any], int | None, int | None]] = [
    ("as many go", {"moves": AskedNumber(asked="number"), "to": "used"}, 3, 7),
    ("by a name", {"moves": "asked-for", "to": "used"}, 4, 6),
    ("no more than there are", {"moves": AskedNumber(asked="number"), "to": "used"}, 12, 0),
    ("by a case", {"moves": TWICE, "to": "used"}, 3, 4),
    ("by its other case", {"moves": TWICE, "to": "used"}, 2, 9),
    ("scaled", {"scales": AskedNumber(asked="number")}, 3, 30),
    ("of no number nobody knows", {"moves": AskedNumber(asked="number"), "to": "used"}, None, None),
    ("nor what they are scaled by", {"scales": "asked-for"}, None, None),
]


@pytest.mark.parametrize("rules", [OPEN, BY_RULE], ids=["no rule looks at it", "a rule looks at it"])
@pytest.mark.parametrize(("of_effect", "number", "held"), [case[1:] for case in CASES], ids=[each[0] for each in CASES])
@pytest.mark.parametrize("evaluator", [REFERENCE, *OTHERS], ids=lambda each: each.name)
def test_what_is_held_is_told_of_the_number_asked_about(
    evaluator: Evaluator, of_effect: dict[str, Any], number: int | None, held: int | None, rules: dict[str, Rule]
) -> None:
    if not evaluator.is_here() or "balances" not in parts(evaluator):
        pytest.skip("it tells no balances here")
    asked = EvaluatorQuestion(LIFE, GRANT, "exercise", ANN, START + 3, number, {}, {})
    found = answer(evaluator, Question(plan(rules, **of_effect), asked, calendars))
    if found is not None:
        assert found["balances"]["held"] == held
        assert found["outcome"] == "allowed"


def test_when_the_last_rights_lapsed_and_what_that_turns_on() -> None:
    """All ten go where ten are asked about, half of them as the other reading has it."""
    half = QuantityChoice(reading="how-many", choices={"all": AskedNumber(asked="number"), "five": 5})
    readings = {"how-many": Reading(clause="3", question="?", options={"all": "a", "five": "f"}, default="all")}
    told = replace(plan(OPEN, moves=half, to="gone"), readings=readings)
    judge = court(told, LIFE)
    ruling = judge.rule("exercise", ANN, START + 3, number=10)
    assert (ruling.balances, ruling.lapsed_on) == ({"held": 0, "used": 0, "gone": 10}, START + 1)
    assert [way.value["held"] for way in ruling.turning["balances"].ways] == [5]
    assert [way.value for way in ruling.turning["lapsed_on"].ways] == [None]
    assert not judge.rule("exercise", ANN, START + 3, number=5).turning["balances"].ways


@pytest.mark.parametrize("number", [1, 2, 3, None])
def test_a_compiled_form_tells_the_same(tmp_path: Any, number: int | None) -> None:
    """Of several questions of one shape the later ones are answered by the form."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "plan: acme/min\nextends: vocabulary/equity\nbalances: {used: {}}\nwithout: [within-what-is-held]\n"
        "rules: {may: {clause: '1', says: Holders may., permit: exercise}}\n"
        "effects: {e: {clause: '2', says: Gone., on: 2024-05-01, moves: {asked: number}, to: used}}\n",
        encoding="utf-8",
    )
    loaded, by_form = load(path), False
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 10}]}
    for day in range(1, 28):
        ruling, by_form = loaded.told(loaded.question(life, "exercise", on=f"2024-06-{day:02}", rights=number))
        assert ruling.balances["held"] == (None if number is None else 10 - number)
    assert by_form is (number is not None)
