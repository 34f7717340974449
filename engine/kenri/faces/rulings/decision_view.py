"""A decision of the forward evaluator for people and as data: the answer, then which rule fired when, and on what.

Its keys in JSON are stable: `engine`, `outcome`, `rules` (each with `rule`, `clause`, `sentence`), `most`, `missing`,
`balances`, `not_answered` (the keys of a ruling that it has no answer to), and `trace`: steps in the order in which
rules fired, each with `chapter`, `rule`, the facts it fired `on`, and what it `derived`. A fact has a `sort`, a `name`,
a `day` (and a `last` one for a period) and a `value`; of a condition that is 0 (false), 1 (unknown) or 2 (true).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.faces.contracts.ruling_data import exact
from kenri.faces.words import number, said
from kenri.faces.words.calendar import Lang
from kenri.forward import Decision, Known, Step
from kenri.model.days import FIRST_DAY, NEVER, Day, iso
from kenri.model.plan import Plan

NOT_ANSWERED = (
    "to_change", "window", "windows", "next_day", "perhaps_day", "perhaps_missing", "least", "lot", "gaps", "figures",
    "turns_on", "settled", "lapsed_on", "cautions",
)  # fmt: skip
"""The keys of a ruling that forward chaining does not answer: it looks at one day, one reading and one number."""

_STYLES = {"allowed": "bold green", "denied": "bold red", "unknown": "bold yellow"}

_WORDS: dict[str, tuple[str, str]] = {
    "allowed": ("ALLOWED", "可（できる）"),
    "denied": ("DENIED", "不可（できない）"),
    "unknown": ("UNKNOWN", "不明（事実が足りない）"),
    "by": ("decided by", "決め手"),
    "most": ("at most", "上限"),
    "most-unlimited": ("no limit", "上限なし"),
    "most-no-largest": ("a limit that itself is not allowed", "上限未満"),
    "most-unknown": ("not known", "不明"),
    "missing": ("not known", "不明な事実"),
    "balances": ("balances", "残高"),
    "not-answered": (
        "not answered here: windows, the next day, figures, the readings it turns on, and what was not looked at",
        "この方式では答えない事項（標準の方式で照会）：期間、次に可能な日、計算値、読み方による違い、考慮していない事項",
    ),
    "fired": ("Rules in the order they fired", "規則の適用順"),
    "nothing-new": ("nothing new", "既知"),
    "true": ("true", "真"),
    "false": ("false", "偽"),
    "open": ("unknown", "不明"),
}

_TRUTHS = ("false", "open", "true")
_TRUTH_SORTS = ("condition", "rule")


def render_decision(plan: Plan, decision: Decision, lang: Lang) -> RenderableType:
    """The decision as lines of text and a table of what fired."""
    return Group(*_sections(plan, decision, lang))


def _sections(plan: Plan, decision: Decision, lang: Lang) -> Iterator[RenderableType]:
    yield Text(_word(decision.outcome, lang), _STYLES[decision.outcome])
    for name in decision.rules:
        rule = plan.rules[name]
        yield Text(f"  {_word('by', lang)} {name} ({rule.clause}): {said(rule.says, lang)}")
    most = _word(f"most-{decision.most}", lang) if isinstance(decision.most, str) else number(decision.most)
    yield Text(f"  {_word('most', lang)}: {most}")
    if decision.missing:
        yield Text(f"  {_word('missing', lang)}: {', '.join(decision.missing)}")
    balances = (f"{name} {exact(value)}" for name, value in decision.balances.items() if value != 0)
    yield Text(f"  {_word('balances', lang)}: {', '.join(balances)}")
    yield Text(f"  {_word('not-answered', lang)}", "dim")
    yield Text("\n" + _word("fired", lang), "bold")
    for place, step in enumerate(decision.trace, 1):
        on = "; ".join(_fact(known, lang) for known in step.on if known.sort != "asked")
        derived = _fact(step.derived, lang) if step.derived else _word("nothing-new", lang)
        line = Text.assemble((f"{place:>5} ", "dim"), (step.chapter, "bold"), f" [{step.rule}] ")
        yield line.append(f"{on} → {derived}" if on else f"→ {derived}")


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key][lang == "ja"]


def _fact(known: Known, lang: Lang) -> str:
    days = "" if known.day is None else _day(known.day)
    if known.sort == "period" and known.day is not None:
        days = f"{_day(known.day)}..{_day(known.last or NEVER)}"
    value = known.value
    if known.sort in _TRUTH_SORTS and isinstance(value, int):
        shown = _word(_TRUTHS[value], lang)
    elif known.sort in ("period", "turn", "step", "effect") or value is None:
        shown = ""
    elif known.sort == "outcome":
        shown = _word(str(value), lang)
    else:
        shown = str(value)
    return " ".join(part for part in (known.name, days, shown) if part)


def _day(day: Day) -> str:
    return "" if day <= FIRST_DAY or day >= NEVER - 1 else iso(day)


def decision_data(plan: Plan, decision: Decision, lang: Lang) -> dict[str, Any]:
    """The decision under the keys described above; sentences are in `lang`."""
    return {
        "engine": "forward",
        "outcome": decision.outcome,
        "rules": [
            {"rule": name, "clause": plan.rules[name].clause, "sentence": said(plan.rules[name].says, lang)}
            for name in decision.rules
        ],
        "most": exact(decision.most),
        "missing": list(decision.missing),
        "balances": {name: exact(value) for name, value in decision.balances.items()},
        "not_answered": list(NOT_ANSWERED),
        "trace": [_step(step) for step in decision.trace],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "chapter": step.chapter,
        "rule": step.rule,
        "on": [_known(known) for known in step.on],
        "derived": _known(step.derived) if step.derived is not None else None,
    }


def _known(known: Known) -> dict[str, Any]:
    data: dict[str, Any] = {"sort": known.sort, "name": known.name}
    if known.day is not None:
        data["day"] = iso(known.day)
    if known.last is not None:
        data["last"] = iso(known.last)
    if known.value is not None:
        data["value"] = known.value if isinstance(known.value, int | str) else str(known.value)
    return data
