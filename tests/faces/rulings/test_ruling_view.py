"""What a ruling says to people, and what it is as data."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kenri.api import LoadedPlan, load
from kenri.faces.contracts.plain import exact
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.rulings.ruling_view import render_ruling
from kenri.model.ruling import Ruling
from kenri.model.sentences import Language
from tests.faces.small_plan import LIFE, PAID, small_plan

LEAVES_LATE = [{"id": "e1", "event": "leaves", "on": "2028-06-25", "who": "sato", "good": True}]
ENDS = {**LIFE, "events": [*LIFE["events"], {"event": "ends", "on": "2025-06-30"}]}
UNKNOWN_CAP = {**LIFE, "grants": [{**LIFE["grants"][0], "rank": "senior"}], "events": LEAVES_LATE}
GROUNDS = """\
plan: acme/grounds
extends: vocabulary/equity
events: {leaves: {personal: true}, retires: {personal: true}}
dates:
  leaving: {is: {first: {event: leaves}}, says: leaving}
  retiring: {is: {first: {event: retires}}, says: retiring}
rules:
  after:
    clause: "1"
    says: Ten days after either.
    permit: exercise
    when: {any: [{within: {days: 10}, after: leaving}, {within: {days: 10}, after: retiring}]}
"""
KEYS = {
    "plan", "action", "by", "grant", "on", "known_at", "number", "counts", "outcome", "rules", "to_change", "window",
    "windows", "next_day", "most", "least", "lot", "figures", "turns_on", "settled", "readings", "missing", "balances",
    "lapsed_on", "of_events", "together", "varies", "beyond", "elsewhere",
    "perhaps_day", "perhaps_missing", "gaps", "sums", "duties", "cautions", "not_answered",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return small_plan(tmp_path_factory.mktemp("plan"))


def shown(plan: LoadedPlan, ruling: Ruling, lang: Language = "en", *, width: int = 200) -> str:
    console = Console(width=width, record=True, color_system=None, file=None, quiet=True)
    with console.capture() as captured:
        console.quiet = False
        console.print(render_ruling(ruling, lang))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def in_order(text: str, *parts: str) -> None:
    """Each part is in the text, after the one before."""
    at = 0
    for part in parts:
        assert part in text[at:], f"{part!r} after {text[:at][-60:]!r} in\n{text}"
        at = text.index(part, at) + len(part)


def test_allowed(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2025-07-05", rights=4, facts=PAID)
    in_order(
        shown(plan, ruling),
        "ALLOWED  exercise rights: 4 rights on 2025-07-05 (Sat)",
        "Acme options · asked by sato · grant g1",
        "Until: 2025-07-05 (Sat) is the last day of the window 2025-06-26 (Thu) – 2025-07-05 (Sat)",
        "† roll: yes → 2025-06-26 (Thu) – 2025-07-07 (Mon)",
        "How many: up to 10 rights\n",
        "Payment due: 800 JPY  (clause 3)",
        "permitted by after-leaving  (clause 4(2))",
        "The holder exercises within ten days after leaving.",
        "after leaving — holds; days: 2025-06-26 (Thu) – 2025-07-05 (Sat)",
        "leaving: 2025-06-25 (Wed)",
        "“leaves the company”: 2025-06-25 (Wed) [e1]",
        "up to 10 rights  ← the day asked about",
        "The outcome is the same under every reading; what follows a † is not.",
        "held 10, exercised 0, extinguished 0",
    )


def test_allowed_in_japanese(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2025-07-05", rights=4, facts=PAID)
    in_order(
        shown(plan, ruling, "ja"),
        "可（できる）  2025年7月5日(土)　行使 4個",
        "アクメ新株予約権",
        "期限：2025年7月5日(土)まで（2025年6月26日(木)〜2025年7月5日(土)）",
        "払込金額：800円",
        "認める規定 after-leaving",
        "退任後10日以内に行使する。",
        "「退任の日」の翌日から10日",
        "該当",
        "保有 10、行使済 0、消滅 0",
    )


def test_denied_and_what_would_have_to_change(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(LIFE, on="2025-06-20", facts=PAID))
    in_order(
        text,
        "DENIED  exercise rights: any number on 2025-06-20 (Fri)",
        "Next possible day: 2025-06-26 (Thu)",
        "not permitted by after-leaving  (clause 4(2))",
        "What would have to change",
        "after-leaving would have to apply; what stands in its way:",
        "after leaving — does not hold",
        "Windows",
        "2025-06-26 (Thu) – 2025-07-05 (Sat)",
    )
    assert "What it brings about" not in text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "p would have to apply, and as it is read here it applies on no day"),
        ("ja", "p が該当すること（この読み方では該当する日がない）"),
    ],
)
def test_a_rule_that_is_read_never_to_apply_has_nothing_in_its_way(tmp_path: Path, lang: Language, said: str) -> None:
    """What stood in its way was announced with a colon, and nothing came."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "plan: p\nextends: vocabulary/equity\n"
        "readings: {a: {clause: '1', question: A?, options: {x: X, y: Y}, default: x}}\n"
        "rules:\n  p: {clause: '1', says: P., permit: exercise, when: {reading: a, choices: {x: never, y: always}}}\n"
    )
    plan = load(path)
    text = shown(
        plan, plan.ask({"grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1}]}, on="2025-01-01"), lang
    )
    assert said in [line.strip() for line in text.splitlines()]


def test_a_forbidding_rule_would_have_to_cease_to_apply(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(LIFE, on="2025-07-05", facts={"paid": False}))
    in_order(
        text,
        "forbidden by payment",
        "unless: the question's payment in full is yes — does not hold",
        "payment would have to cease to apply; it rests on:",
        "the question's payment in full is yes — does not hold",
    )


def test_a_number_above_the_limit(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2025-07-05", rights=11, facts=PAID)
    in_order(
        shown(plan, ruling),
        "limited by held",
        "up to 10 rights: the number held",
        "the number must be at most 10 rights, by held: the number held",
    )
    assert ruling_data(ruling, "en")["rules"][0]["bound"] == 10


def test_nobody_is_permitted(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(LIFE, on="2025-07-05", by="mori", facts=PAID))
    in_order(text, "no rule of the plan permits mori to do this", "The plan permits it to: the holder.")


def test_of_what_a_fact_rests_on_only_what_has_days_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GROUNDS, encoding="utf-8")
    plan = load(path)
    life: dict[str, Any] = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "number": 1}]}
    nothing = shown(plan, plan.ask(life, on="2024-03-05"))
    assert (nothing.count("leaving:"), nothing.count("retiring:")) == (1, 0)
    retired = life | {"events": [{"on": "2024-03-01", "event": "retires"}]}
    told = shown(plan, plan.ask(retired, on="2024-03-05"))
    assert (told.count("leaving:"), told.count("retiring: 2024-03-01")) == (0, 1)


def test_a_grant_without_a_name_is_not_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(GROUNDS, encoding="utf-8")
    life: dict[str, Any] = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "number": 1}]}
    plan = load(path)
    assert "asked by ann\n" in shown(plan, plan.ask(life, on="2024-03-05"))


def test_a_limit_that_is_not_known(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(UNKNOWN_CAP, on="2028-07-01", rights=2, facts=PAID))
    in_order(text, "limited by senior", "not known: cap (not stated)")


def test_a_figure_says_how_to_supply_what_it_needs(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(UNKNOWN_CAP, on="2028-07-01", facts=PAID))
    in_order(text, "Payment due: not known without number", "number: say how many: `--rights N`", "Why")


def test_lapsed(plan: LoadedPlan) -> None:
    ruling = plan.ask(ENDS, on="2025-07-05", facts=PAID)
    in_order(
        shown(plan, ruling),
        "DENIED",
        "Lapsed: the rights ended on 2025-06-30 (Mon) and can never be exercised again",
        "more than 0 would have to be allowed by held: the number held",
        "2025-06-26 (Thu) – 2025-06-29 (Sun)",
    )
    assert ruling_data(ruling, "en")["lapsed_on"] == "2025-06-30"


def test_a_reading_it_turns_on_is_shown_each_way(plan: LoadedPlan) -> None:
    in_order(
        shown(plan, plan.ask(LIFE, on="2025-07-06", facts=PAID)),
        "The outcome turns on how these are read:",
        "roll  (clause 4(2)) Does a last day on a Sunday move?",
        "no: DENIED — it stays (as read here)",
        "yes: ALLOWED — it moves to Monday (to read it so: --reading roll=yes)",
    )


@pytest.mark.parametrize(
    ("life", "on", "facts", "name", "supply"),
    [
        (LIFE, "2025-07-05", {}, "paid", "give it with the question: `--with paid=…`"),
        (UNKNOWN_CAP, "2028-07-01", PAID, "cap", "the notice leaves it open; give it in the life: `facts: {cap: …}`"),
        (
            {**UNKNOWN_CAP, "grants": [{key: value for key, value in LIFE["grants"][0].items() if key != "rank"}]},
            "2028-07-01", PAID, "rank", "give it with the grant in the life: `rank: …`",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_and_how_to_supply_it(
    plan: LoadedPlan, life: dict[str, Any], on: str, facts: dict[str, Any], name: str, supply: str
) -> None:
    ruling = plan.ask(life, on=on, rights=2, facts=facts)
    text = shown(plan, ruling)
    in_order(text, "UNKNOWN", "(perhaps)", "What is missing", f"{name}: ", supply)
    (missing,) = (one for one in ruling_data(ruling, "en")["missing"] if one["name"] == name)
    assert supply in missing["supply"]
    (recorded,) = (one for one in ruling_data(ruling, "en", of_register=True)["missing"] if one["name"] == name)
    assert "give it in the life" not in recorded["supply"], "a register is brought files in"
    assert "in the life" not in recorded["supply"]


# --- data ---


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    ("life", "on", "question"),
    [
        (LIFE, "2025-07-05", {"rights": 4, "facts": PAID}),
        (LIFE, "2025-07-06", {"facts": PAID}),
        (LIFE, "2025-07-05", {}),
        (ENDS, "2025-07-05", {"facts": PAID}),
        (UNKNOWN_CAP, "2028-07-01", {"facts": PAID, "rights": "1/3"}),
        (LIFE, "2025-07-05", {"by": "mori"}),
    ],
)
def test_data_survives_json(
    plan: LoadedPlan, life: dict[str, Any], on: str, question: dict[str, Any], lang: Language
) -> None:
    data = ruling_data(plan.ask(life, on=on, **question), lang)
    assert json.loads(json.dumps(data)) == data
    assert set(data) == KEYS


def test_data_of_an_allowed_exercise(plan: LoadedPlan) -> None:
    data = ruling_data(plan.ask(LIFE, on="2025-07-05", rights=4, facts=PAID), "ja")
    assert data["outcome"] == "allowed"
    rolled = {"first": "2025-06-26", "last": "2025-07-07", "status": "allowed", "most": 10, "steps": []}
    turns = {"settled": False, "ways": [{"readings": {"roll": "yes"}, "windows": [rolled]}]}
    window = {"first": "2025-06-26", "last": "2025-07-05", "status": "allowed", "most": 10, "steps": [], **turns}
    assert (data["settled"], data["turns_on"], data["together"], data["elsewhere"]) == (True, [], [], [])
    assert (data["window"], data["windows"]) == (window, [window])
    (rule,) = data["rules"]
    (fact,) = rule.pop("facts")
    assert rule == {
        "rule": "after-leaving",
        "clause": "4(2)",
        "sentence": "退任後10日以内に行使する。",
        "verdict": "permit",
        "applies": True,
        "bound": None,
    }
    assert fact["days"] == [{"first": "2025-06-26", "last": "2025-07-05"}]
    assert fact["rests_on"] == [
        {"name": "leaving", "sort": "date", "days": ["2025-06-25"], "events": []},
        {"name": "leaves", "sort": "event", "days": ["2025-06-25"], "events": ["e1"]},
    ]
    (figure,) = data["figures"]
    assert (figure["figure"], figure["value"], figure["unit"]) == ("payment-due", 800, "JPY")


def test_numbers_are_exact_in_data() -> None:
    assert [exact(value) for value in (Fraction(1, 3), Fraction(6, 2), 5, None)] == ["1/3", 3, 5, None]


def test_a_ruling_keeps_to_the_width(plan: LoadedPlan) -> None:
    text = shown(plan, plan.ask(LIFE, on="2025-07-06", facts=PAID), width=60)
    assert max(map(len, text.splitlines())) <= 60
