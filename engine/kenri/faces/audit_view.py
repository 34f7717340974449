"""An audit in a terminal and as data: the acts judged, and the roll-forward of the rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kenri.audit import Act, Audit, GrantAudit, Line
from kenri.faces.glossary import word
from kenri.faces.name_table import NameTable
from kenri.faces.ruling_advice import nobody_permits
from kenri.faces.ruling_data import cautions_data
from kenri.faces.turning_data import turning_data
from kenri.faces.turning_words import ways
from kenri.faces.windows_view import exact_data
from kenri.faces.words import Lang, day, number, said
from kenri.faces.words.names import Names
from kenri.faces.words.values import plain_day
from kenri.model.days import FIRST_DAY, iso
from kenri.model.life import UNNAMED
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, Outcome
from kenri.reference.balances import HELD

_WORDS = {
    "en": {
        "grant": "Grant{grant} of {grantee}: {number} on {day}",
        "grant_undated": "Grant{grant} of {grantee}: {number}",
        "acts": "Recorded acts",
        "no_acts": "No act is recorded.",
        "day": "day",
        "event": "event",
        "act": "act",
        "verdict": "verdict",
        "clause": "clause",
        "then": "as known then",
        "allowed": "permitted",
        "denied": "NOT PERMITTED",
        "unknown": "CANNOT BE JUDGED",
        "missing": "not known: {names}",
        "at_most": "at most {number} on that day",
        "roll": "Rights up to {day}",
        "opening": "granted",
        "closing": "closing",
        "adds_up": "{granted} granted = {sum}",
        "adds_not": "{granted} granted, but the balances are {sum}",
        "adds_unknown": "the sum is not known",
        "too_many": "it asked for more rights than there were",
        "short": "asked for {asked}, and only {number} were there",
        "clean": "Every recorded act was permitted, and all rights are accounted for.",
        "clean_as_read": "As clauses are read here, every recorded act was permitted; all rights are accounted for.",
        "acts_in_all": "{count} acts: {permitted} permitted, {denied} not permitted, {unknown} cannot be judged.",
        "violations": "{count} not permitted: {ids}",
        "shorts": "{count} that moved more than there was: {ids}",
        "unjudged": "{count} cannot be judged: {ids}",
        "turning": "{count} judged otherwise under another reading: {ids}",
        "closing_turns": "the closing balances turn on how clauses are read:",
        "number": "number",
        "not_known": "?",
        "effect": "movement",
        "one_more": "1 more grant: every recorded act was permitted, and its rights add up; `--all` shows it.",
        "more": "{count} more grants: every recorded act was permitted, and all rights add up; `--all` shows them.",
    },
    "ja": {
        "grant": "割当{grant}（{grantee}）：{day}に{number}個",
        "grant_undated": "割当{grant}（{grantee}）：{number}個",
        "acts": "記録された行為",
        "no_acts": "行為の記録はない。",
        "day": "日",
        "event": "記録",
        "act": "行為",
        "verdict": "判定",
        "clause": "条項",
        "then": "記録時の判定",
        "allowed": "適法",
        "denied": "違反",
        "unknown": "判定不能",
        "missing": "不明：{names}",
        "at_most": "当日の上限 {number}",
        "roll": "{day}までの権利の増減",
        "opening": "割当",
        "closing": "期末",
        "adds_up": "割当{granted} ＝ {sum}",
        "adds_not": "割当{granted}に対し、残高は{sum}",
        "adds_unknown": "合計は不明",
        "too_many": "残高を超える数",
        "short": "{asked}に対し{number}しかなかった",
        "clean": "記録された行為はすべて認められたもので、権利の数も一致する。",
        "clean_as_read": "今回の読み方では、記録された行為はすべて認められたもので、権利の数も一致する。",
        "acts_in_all": "行為{count}件：適法{permitted}件、違反{denied}件、判定不能{unknown}件",
        "violations": "違反{count}件：{ids}",
        "shorts": "残高を超える増減{count}件：{ids}",
        "unjudged": "判定不能{count}件：{ids}",
        "turning": "読み方により判定が変わるもの{count}件：{ids}",
        "closing_turns": "期末の残高は条項の読み方による：",
        "number": "数",
        "not_known": "?",
        "effect": "増減",
        "one_more": "ほかの割当1件：記録された行為はすべて適法で、権利の数も一致する。`--all`で表示する。",
        "more": "ほかの割当{count}件：記録された行為はすべて適法で、権利の数も一致する。`--all`で表示する。",
    },
}

_STYLES: dict[Outcome, str] = {"allowed": "green", "denied": "bold red", "unknown": "bold yellow"}


IN_FULL = 10
"""So many grants are shown in full; of more, those about which there is something to say."""


def render_audit(plan: Plan, audit: Audit, lang: Lang, *, is_whole: bool = True) -> RenderableType:
    """The audit as it is read in a terminal.

    Unless it `is_whole`, of many grants those are counted about which there is nothing to say, and the others come with
    what is not permitted first, then what cannot be judged, then what turns on how clauses are read.
    """
    words = _WORDS[lang]
    parts: list[RenderableType] = []
    shown = list(audit.grants)
    if not is_whole and len(shown) > IN_FULL:
        shown = sorted((grant for grant in shown if _grade(grant) < _CLEAN), key=_grade)
    for grant in shown:
        parts += _grant(plan, grant, lang)
    if more := len(audit.grants) - len(shown):
        parts.append(Text(words["one_more" if more == 1 else "more"].format(count=f"{more:,}"), "green"))
    if audit.is_clean:
        turns = audit.turning or any(grant.closing_turns.is_settled is not True for grant in audit.grants)
        parts.append(Text(words["clean_as_read" if turns else "clean"], "bold green"))
    verdicts = list(audit.verdicts.values())
    if not audit.is_clean and verdicts:
        counts = {"permitted": "allowed", "denied": "denied", "unknown": "unknown"}
        many = {key: verdicts.count(outcome) for key, outcome in counts.items()}  # type: ignore[arg-type]  # outcomes
        parts.append(Text(words["acts_in_all"].format(count=len(verdicts), **many)))
    denied = [id_ for id_, verdict in audit.verdicts.items() if verdict == "denied"]
    for key, found in (("violations", denied), ("shorts", audit.short)):
        if found:
            parts.append(Text(words[key].format(count=len(found), ids=", ".join(found)), "bold red"))
    if audit.unjudged:
        ids = ", ".join(audit.unjudged)
        parts.append(Text(words["unjudged"].format(count=len(audit.unjudged), ids=ids), "bold yellow"))
    if audit.turning:
        ids = ", ".join(audit.turning)
        parts.append(Text(words["turning"].format(count=len(audit.turning), ids=ids), "bold yellow"))
    parts += [Text(each.says(lang), "dim") for each in audit.cautions]
    return Group(*parts)


_CLEAN = 3


def _grade(audited: GrantAudit) -> int:
    """How soon a grant must be looked at: what is not permitted first, and what is clean last."""
    if audited.not_permitted or audited.adds_up is False or any(line.is_short for line in audited.lines):
        return 0
    if audited.adds_up is None or any(act.verdict == "unknown" for act in audited.acts):
        return 1
    turns = (audited.closing_turns, *(act.turns for act in audited.acts))
    revised = any(act.then.outcome != act.ruling.outcome for act in audited.acts)
    return 2 if revised or any(each.is_settled is not True for each in turns) else _CLEAN


def _grant(plan: Plan, audited: GrantAudit, lang: Lang) -> Iterator[RenderableType]:
    words, grant = _WORDS[lang], audited.grant
    if grant.grantee:
        template = words["grant" if grant.on > FIRST_DAY else "grant_undated"]
        heading = template.format(
            grant="" if grant.id == UNNAMED else f" {grant.id}",
            grantee=grant.grantee,
            number=number(grant.number),
            day=day(grant.on, lang),
        )
        yield Text(heading, "bold")
    yield Text(f"\n{words['acts']}", "bold") if audited.acts else Text(f"\n{words['no_acts']}")
    if audited.acts:
        yield Padding(_acts(plan, audited, lang), (0, 0, 0, 2))
    if grant.grantee:
        yield Text("\n" + words["roll"].format(day=day(audited.until, lang)), "bold")
        yield Padding(_roll(plan, audited, lang), (0, 0, 0, 2))
        yield Padding(_sums(plan, audited, lang), (0, 0, 1, 2))
        if audited.closing_turns.is_settled is not True:
            yield Padding(Text(words["closing_turns"]), (0, 0, 0, 2))
            yield from ways(audited.closing_turns, lambda found: _balances(plan, found, lang), lang, 4)
            yield Text()


def _acts(plan: Plan, audited: GrantAudit, lang: Lang) -> RenderableType:
    """A line for each act; below it, why those that were not surely permitted were not."""
    words, names = _WORDS[lang], Names(plan, lang)
    table = _table(words["day"], words["event"], words["act"], words["verdict"], words["then"])
    why: list[RenderableType] = []
    for act in audited.acts:
        ruling, event = act.ruling, act.event
        what = names.action(ruling.action) + (f" {number(ruling.number)}" if ruling.number is not None else "")
        table.add_row(
            plain_day(event.on, lang),
            event.id,
            f"{ruling.by}: {what}" if ruling.by else what,
            *(Text(words[each], _STYLES[each]) for each in (act.verdict, act.then.outcome)),
        )
        if act.verdict != "allowed" or act.turns.is_settled is not True:
            why += _why(plan, act, lang)
    return Group(table, *why)


def _why(plan: Plan, act: Act, lang: Lang) -> Iterator[RenderableType]:
    words, ruling, place = _WORDS[lang], act.ruling, act.event.place
    heading = Text.assemble("\n", (act.event.id, "bold"), f" {plain_day(act.event.on, lang)}: ")
    heading.append(words[act.verdict], _STYLES[act.verdict])
    if place is not None:
        heading.append(f"  {place.file}:{place.line}" if place.line else f"  {place.file}", "dim")
    yield heading
    notes = [f"{finding.clause} {finding.rule}: {said(finding.says, lang)}" for finding in ruling.findings]
    if act.is_short:
        notes.append(words["too_many"])
    if not notes:
        notes += nobody_permits(plan, ruling, lang)
    if ruling.missing:
        notes.append(words["missing"].format(names=", ".join(ruling.missing)))
    is_less = not isinstance(ruling.most, str) and ruling.number is not None and 0 < ruling.most < ruling.number
    if ruling.outcome == "denied" and is_less and not isinstance(ruling.most, str):
        notes.append(words["at_most"].format(number=number(ruling.most)))
    yield from (Padding(Text(note), (0, 0, 0, 2)) for note in notes)
    yield from ways(act.turns, words.__getitem__, lang)


def _roll(plan: Plan, audited: GrantAudit, lang: Lang) -> NameTable:
    words, names = _WORDS[lang], Names(plan, lang)
    used = _used(audited)
    table = _table(words["day"], words["effect"], words["clause"], words["event"], words["number"])
    for name in used:
        table.add_column(names.balance(name), header_style="dim", justify="right")
    grant = audited.grant
    opening = [number(grant.number) if name == "held" else "0" for name in used]
    table.add_row(plain_day(grant.on, lang) if grant.on > FIRST_DAY else "", words["opening"], "", "", "", *opening)
    for line in audited.lines:
        moved = Text(said(line.says, lang) or line.effect)
        if line.is_short and line.asked is not None and line.number is not None:
            short = words["short"].format(asked=number(line.asked), number=number(line.number))
            moved.append(f"\n{short}", "bold red")
        balances = [_number(line.balances.get(name), lang) for name in used]
        table.add_row(plain_day(line.day, lang), moved, line.clause, line.event, _number(line.number, lang), *balances)
    closing = [Text(_number(audited.closing.get(name), lang), "bold") for name in used]
    table.add_row(plain_day(audited.until, lang), words["closing"], "", "", "", *closing)
    return table


def _used(audited: GrantAudit) -> list[str]:
    """The balances that rights were ever in: held first, the others as the plan declares them."""
    moved = {name for line in audited.lines for name in (line.from_, line.to)}
    return [HELD, *(name for name, value in audited.closing.items() if name != HELD and (value != 0 or name in moved))]


def _sums(plan: Plan, audited: GrantAudit, lang: Lang) -> Text:
    words, names = _WORDS[lang], Names(plan, lang)
    parts = [
        f"{_number(value, lang)} {names.balance(name)}"
        for name, value in sorted(audited.closing.items(), key=lambda item: item[0] != HELD)
        if value != 0
    ]
    key, style = {True: ("adds_up", "green"), False: ("adds_not", "bold red"), None: ("adds_unknown", "yellow")}[
        audited.adds_up
    ]
    return Text(words[key].format(granted=_number(audited.granted, lang), sum=" + ".join(parts) or "0"), style)


def _balances(plan: Plan, balances: Mapping[str, Exact | None], lang: Lang) -> str:
    """What stands in each balance, held first."""
    names = Names(plan, lang)
    several = sorted(balances.items(), key=lambda item: item[0] != HELD)
    return word("comma", lang).join(f"{_number(value, lang)} {names.balance(name)}" for name, value in several)


def _table(*columns: str) -> NameTable:
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, header_style="dim", overflow="fold", no_wrap=index == 0)  # a day stays in one piece
    return table


def _number(value: Exact | None, lang: Lang) -> str:
    return _WORDS[lang]["not_known"] if value is None else number(value)


# --- data


_VERDICTS: dict[Outcome, str] = {"allowed": "permitted", "denied": "not-permitted", "unknown": "cannot-be-judged"}


def audit_data(plan: Plan, audit: Audit, lang: Lang) -> dict[str, Any]:
    """The audit as plain data: days as text, numbers that are not known as null.

    Of each act, and of the closing balances, `settled` says whether it is the same under every reading, and `ways` the
    smallest changes of readings that make it another. `turning` lists the acts that are not settled.
    """
    return {
        "plan": plan.id,
        "clean": audit.is_clean,
        "acts": len(audit.verdicts),
        "permitted": [id_ for id_, verdict in audit.verdicts.items() if verdict == "allowed"],
        "violations": list(audit.violating),
        "unjudged": list(audit.unjudged),
        "turning": list(audit.turning),
        "grants": [_grant_data(each, lang) for each in audit.grants],
        "cautions": cautions_data(audit.cautions, lang),
    }


def _grant_data(audited: GrantAudit, lang: Lang) -> dict[str, Any]:
    return {
        "grant": audited.grant.id or None,
        "grantee": audited.grant.grantee or None,
        "granted": exact_data(audited.granted),
        "until": iso(audited.until) if audited.until > FIRST_DAY else None,
        "acts": [_act_data(act, lang) for act in audited.acts],
        "movements": [_line_data(line, lang) for line in audited.lines],
        "closing": {name: exact_data(value) for name, value in audited.closing.items()},
        "closing_turns": turning_data(audited.closing_turns),
        "adds_up": audited.adds_up,
    }


def _act_data(act: Act, lang: Lang) -> dict[str, Any]:
    place = act.event.place
    return {
        "event": act.event.id,
        "on": iso(act.event.on),
        "who": act.ruling.by,
        "action": act.ruling.action,
        "number": exact_data(act.ruling.number),
        "verdict": _VERDICTS[act.verdict],
        "outcome": act.ruling.outcome,
        "outcome_as_known_then": act.then.outcome,
        **turning_data(act.turns, "outcome"),
        "missing": list(act.ruling.missing),
        "cautions": [each.code for each in act.ruling.cautions],
        "most": exact_data(act.ruling.most),
        "rules": [
            {"rule": finding.rule, "clause": finding.clause, "says": said(finding.says, lang)}
            for finding in act.ruling.findings
        ],
        "place": str(place) if place is not None else None,
    }


def _line_data(line: Line, lang: Lang) -> dict[str, Any]:
    return {
        "on": iso(line.day),
        "effect": line.effect,
        "clause": line.clause,
        "says": said(line.says, lang),
        "event": line.event or None,
        "from": line.from_,
        "to": line.to or None,
        "number": exact_data(line.number),
        "asked": exact_data(line.asked),
        "short": line.is_short,
        "balances": {name: exact_data(value) for name, value in line.balances.items()},
    }
