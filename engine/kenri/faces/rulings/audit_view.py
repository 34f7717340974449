"""An audit in a terminal: the acts judged, and the roll-forward of the rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kenri.audit import Act, Audit, GrantAudit
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.rulings.duties_view import owed_table
from kenri.faces.words import day, number, said
from kenri.faces.words.advice import lacking_words, nobody_permits
from kenri.faces.words.audit import word
from kenri.faces.words.duties import word as duty_word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames
from kenri.faces.words.turning import ways
from kenri.faces.words.values import listed, plain_day
from kenri.model.days import FIRST_DAY
from kenri.model.life import UNNAMED
from kenri.model.plan import HELD, Plan
from kenri.model.ruling import Exact, Outcome
from kenri.model.sentences import Language

_STYLES: dict[Outcome, str] = {**STYLES, "allowed": "green"}
"""In a list of acts what was permitted does not stand out."""


IN_FULL = 10
"""So many grants are shown in full; of more, those about which there is something to say."""


def render_audit(plan: Plan, audit: Audit, lang: Language, *, is_whole: bool = True) -> RenderableType:
    """The audit as it is read in a terminal.

    Unless it `is_whole`, of many grants those are counted about which there is nothing to say, and the others come with
    what is not permitted first, then what cannot be judged, then what turns on how clauses are read.
    """
    parts: list[RenderableType] = []
    shown = list(audit.grants)
    if not is_whole and len(shown) > IN_FULL:
        shown = sorted((grant for grant in shown if _grade(grant) < _CLEAN), key=_grade)
    for grant in shown:
        parts += _grant(plan, grant, lang)
    if more := len(audit.grants) - len(shown):
        parts.append(Text(word("more", lang, count=f"{more:,}"), "green"))
    if audit.duties:
        parts.append(Text(duty_word("audit", lang), "bold"))
        parts.append(Padding(owed_table(plan, audit.duties, audit.grants[0].until, lang), (0, 0, 1, 2)))
    if audit.is_clean:
        turns = audit.turning or any(grant.closing_turns.is_settled is not True for grant in audit.grants)
        if any(grant.adds_up is None for grant in audit.grants):
            parts.append(Text(word("clean_unknown", lang), "bold yellow"))
        else:
            parts.append(Text(word("clean_as_read" if turns else "clean", lang), "bold green"))
    verdicts = list(audit.verdicts.values())
    if not audit.is_clean and verdicts:
        counts = {"permitted": "allowed", "denied": "denied", "unknown": "unknown"}
        many = {key: verdicts.count(outcome) for key, outcome in counts.items()}  # type: ignore[arg-type]  # outcomes
        parts.append(Text(word("acts_in_all", lang, count=len(verdicts), **many)))
    denied = [id_ for id_, verdict in audit.verdicts.items() if verdict == "denied"]
    for key, found in (("violations", denied), ("shorts", audit.short)):
        if found:
            parts.append(Text(word(key, lang, count=len(found), ids=listed(found, lang)), "bold red"))
    if audit.not_done:
        parts.append(
            Text(word("not_done", lang, count=len(audit.not_done), ids=listed(audit.not_done, lang)), "bold red")
        )
    if audit.unjudged:
        ids = listed(audit.unjudged, lang)
        parts.append(Text(word("unjudged", lang, count=len(audit.unjudged), ids=ids), "bold yellow"))
    if audit.turning:
        ids = listed(audit.turning, lang)
        parts.append(Text(word("turning", lang, count=len(audit.turning), ids=ids), "bold yellow"))
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
    revised = any(act.verdict_then != act.verdict for act in audited.acts)
    return 2 if revised or any(each.is_settled is not True for each in turns) else _CLEAN


def _grant(plan: Plan, audited: GrantAudit, lang: Language) -> Iterator[RenderableType]:
    grant = audited.grant
    if grant.grantee:
        heading = word(
            "grant" if grant.on > FIRST_DAY else "grant_undated",
            lang,
            grant="" if grant.id == UNNAMED else f" {grant.id}",
            grantee=grant.grantee,
            number=number(grant.number),
            day=day(grant.on, lang),
        )
        yield Text(heading, "bold")
    yield Text(f"\n{word('acts', lang)}", "bold") if audited.acts else Text(f"\n{word('no_acts', lang)}")
    if audited.acts:
        yield Padding(_acts(plan, audited, lang), (0, 0, 0, 2))
    if grant.grantee:
        yield Text("\n" + word("roll", lang, day=day(audited.until, lang)), "bold")
        yield Padding(_roll(plan, audited, lang), (0, 0, 0, 2))
        yield Padding(_sums(plan, audited, lang), (0, 0, 1, 2))
        if audited.closing_turns.is_settled is not True:
            yield Padding(Text(word("closing_turns", lang)), (0, 0, 0, 2))
            yield from ways(audited.closing_turns, lambda found: _balances(plan, found, lang), lang, 4)
            yield Text()


def _acts(plan: Plan, audited: GrantAudit, lang: Language) -> RenderableType:
    """A line for each act; below it, why those that were not surely permitted were not."""
    names = PlanNames(plan, lang)
    table = _table(lang, "day", "event", "act", "verdict", "then")
    why: list[RenderableType] = []
    for act in audited.acts:
        judged, event = act.judgement, act.event
        what = names.action(judged.action) + (f" {number(judged.number)}" if judged.number is not None else "")
        table.add_row(
            plain_day(event.on, lang),
            event.id,
            f"{judged.by}{gloss('colon', lang)}{what}" if judged.by else what,
            *(Text(word(each, lang), _STYLES[each]) for each in (act.verdict, act.verdict_then)),
        )
        if act.verdict != "allowed" or act.turns.is_settled is not True:
            why += _why(plan, act, lang)
    return Group(table, *why)


def _why(plan: Plan, act: Act, lang: Language) -> Iterator[RenderableType]:
    judged, place = act.judgement, act.event.place
    heading = Text.assemble("\n", (act.event.id, "bold"), f" {plain_day(act.event.on, lang)}: ")
    heading.append(word(act.verdict, lang), _STYLES[act.verdict])
    if place is not None:
        heading.append(f"  {place.file}:{place.line}" if place.line else f"  {place.file}", "dim")
    yield heading
    notes = [
        f"{finding.clause} {finding.rule}{gloss('colon', lang)}{said(finding.says, lang)}"
        for finding in judged.findings
    ]
    if act.is_short:
        notes.append(word("too_many", lang))
    if not notes and judged.outcome == "denied":
        notes += nobody_permits(plan, judged, lang)
    if judged.missing:
        notes.append(word("missing", lang, names=lacking_words(judged.missing, lang, plan)))
    is_less = not isinstance(judged.most, str) and judged.number is not None and 0 < judged.most < judged.number
    if judged.outcome == "denied" and is_less and not isinstance(judged.most, str):
        notes.append(word("at_most", lang, number=number(judged.most)))
    yield from (Padding(Text(note), (0, 0, 0, 2)) for note in notes)
    yield from ways(act.turns, partial(word, lang=lang), lang)


def _roll(plan: Plan, audited: GrantAudit, lang: Language) -> NameTable:
    names = PlanNames(plan, lang)
    used = _used(audited)
    table = _table(lang, "day", "effect", "clause", "event", "number")
    for name in used:
        table.add_column(names.balance(name), header_style="dim", justify="right")
    grant = audited.grant
    opening = [number(grant.number) if name == "held" else "0" for name in used]
    table.add_row(
        plain_day(grant.on, lang) if grant.on > FIRST_DAY else "", word("opening", lang), "", "", "", *opening
    )
    for line in audited.lines:
        moved = Text(said(line.says, lang) or line.effect)
        if line.is_short and line.asked is not None and line.number is not None:
            short = word("short", lang, asked=number(line.asked), number=number(line.number))
            moved.append(f"\n{short}", "bold red")
        balances = [_number(line.balances.get(name), lang) for name in used]
        table.add_row(plain_day(line.day, lang), moved, line.clause, line.event, _number(line.number, lang), *balances)
    closing = [Text(_number(audited.closing.get(name), lang), "bold") for name in used]
    table.add_row(plain_day(audited.until, lang), word("closing", lang), "", "", "", *closing)
    return table


def _used(audited: GrantAudit) -> list[str]:
    """The balances that rights were ever in: held first, the others as the plan declares them."""
    moved = {name for line in audited.lines for name in (line.from_, line.to)}
    return [HELD, *(name for name, value in audited.closing.items() if name != HELD and (value != 0 or name in moved))]


def _sums(plan: Plan, audited: GrantAudit, lang: Language) -> Text:
    names = PlanNames(plan, lang)
    parts = [
        f"{_number(value, lang)} {names.balance(name)}"
        for name, value in sorted(audited.closing.items(), key=lambda item: item[0] != HELD)
        if value != 0
    ]
    key, style = {True: ("adds_up", "green"), False: ("adds_not", "bold red"), None: ("adds_unknown", "yellow")}[
        audited.adds_up
    ]
    return Text(word(key, lang, granted=_number(audited.granted, lang), sum=" + ".join(parts) or "0"), style)


def _balances(plan: Plan, balances: Mapping[str, Exact | None], lang: Language) -> str:
    """What stands in each balance, held first."""
    names = PlanNames(plan, lang)
    several = sorted(balances.items(), key=lambda item: item[0] != HELD)
    return gloss("comma", lang).join(f"{_number(value, lang)} {names.balance(name)}" for name, value in several)


def _table(lang: Language, *columns: str) -> NameTable:
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for index, column in enumerate(columns):
        is_day = index == 0  # which stays in one piece
        table.add_column(word(column, lang), header_style="dim", overflow="fold", no_wrap=is_day)
    return table


def _number(value: Exact | None, lang: Language) -> str:
    return word("not_known", lang) if value is None else number(value)
