"""The audit of a register, in a terminal: each finding with its reason, and how many acts there are of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, assert_never

from rich.padding import Padding
from rich.text import Text

from kenri.auditing.acts import ActFinding, ActKind, DutyFinding, ShortFinding, SumFinding, UnruledFinding
from kenri.faces.registers.due_view import with_name
from kenri.faces.registers.everybody_audit import EverybodyAudit, RegisterFinding
from kenri.faces.words import day, number, said
from kenri.faces.words.advice import lacking_words, nobody_permits, supply_for
from kenri.faces.words.auditing import word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.register import word as of_register
from kenri.faces.words.turning import ways
from kenri.faces.words.values import in_brackets, listed_apart
from kenri.model.days import Day
from kenri.model.judgement import Decider
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant
from kenri.model.plan import Plan, Said
from kenri.model.ruling import Exact, Finding, Most, Outcome
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line
from kenri.register.answers_again import AnswerAgain
from kenri.register.records import MICROSECONDS, Microsecond

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["instant_words", "render_auditing"]

_RECORDS = 5
"""So many recordings of one instant are named."""

_SHOWN = 100
"""So many findings are shown; tables and data have all."""

_KINDS: tuple[ActKind, ...] = ("permitted", "permitted-now", "permitted-then", "not-permitted", "unknown")
_STYLES: Mapping[str, str] = {
    "permitted": "green",
    "permitted-now": "yellow",
    "permitted-then": "bold red",
    "not-permitted": "bold red",
    "unknown": "bold yellow",
}


def render_auditing(
    audit: EverybodyAudit, lang: Language, *, names: Mapping[str, str] | None = None
) -> Iterator[RenderableType]:
    """Each finding, and the sums. `names` is what people call the holders."""
    several, until = audit.findings, audit.until
    if until is not None:
        yield Text(word("title", lang, day=day(until, lang)), "bold")
    for each in several[:_SHOWN]:
        yield _heading(each, lang, names)
        for line in _why(each, lang):
            yield Padding(line, (0, 0, 0, 4))
    if len(several) > _SHOWN:
        yield Text(word("more", lang, count=len(several) - _SHOWN))
    if not several:
        yield Text(word("clean", lang), "green")
    for kind in _KINDS:
        if audit.counts[kind]:
            key = "unknown-acts" if kind == "unknown" else kind
            yield Text(word(key, lang, count=audit.counts[kind]), _STYLES[kind])
    if audit.answers:
        others = sum(isinstance(each, AnswerAgain) for each in several)
        yield Text(word("answers", lang, count=audit.answers, others=others), "bold red" if others else "green")
    if others := sum(not isinstance(each, ActFinding | AnswerAgain) for each in several):
        yield Text(word("others", lang, count=others), "bold red")
    if audit.unknown_sums:
        yield Text(word("unknown-sums", lang, count=audit.unknown_sums), "bold yellow")
    if audit.turning:
        yield Text(word("turning", lang, count=audit.turning), "yellow")
    yield Text(word("looked-at", lang, count=audit.holders), "dim")
    if audit.by_columns:
        yield Text(word("by-columns", lang, count=audit.by_columns), "dim")


def _heading(found: RegisterFinding, lang: Language, called_so: Mapping[str, str] | None) -> Text:
    """When, whose and what, and what is wrong with it."""
    match found:
        case ActFinding():
            act = found.act
            names = PlanNames(found.plan, lang)
            what = names.action(act.judgement.action)
            if act.judgement.number is not None:
                what += f" {number(act.judgement.number)}"
            if act.judgement.by not in ("", found.holder):
                what = f"{act.judgement.by}{gloss('colon', lang)}{what}"
            line = _start(
                act.event.on, found, found.grant.id, f"{act.event.id}{gloss('colon', lang)}{what}", lang, called_so
            )
            line.append("  ")
            line.append(_verdicts(found, lang), _STYLES[found.kind])
            return line
        case ShortFinding():
            moved = found.line
            told = word("short", lang, what=moved.id, asked=_number(moved.asked), number=_number(moved.number))
            return _start(moved.day, found, found.grant.id, told, lang, called_so, "bold red")
        case SumFinding():
            names = PlanNames(found.plan, lang)
            sums = " + ".join(f"{_number(value)} {names.balance(name)}" for name, value in found.closing.items())
            told = word("sums-not", lang, granted=_number(found.granted), sum=sums)
            return _start(found.until, found, found.grant.id, told, lang, called_so, "bold red")
        case DutyFinding():
            owed = found.owed
            is_late = owed.standing == "not-done" and owed.last is not None
            last = "" if owed.last is None else day(owed.last, lang)
            duty = called(owed.duty, owed.says, lang)
            told = word("not-done" if is_late else "perhaps-not-done", lang, what=duty, day=last)
            style = "bold red" if is_late else "bold yellow"
            return _start(owed.last, found, owed.grant, told, lang, called_so, style)
        case AnswerAgain():
            given = found.given
            names = PlanNames(found.plan.plan, lang)
            what = names.action(given.action)
            if given.asked.get("rights") is not None:
                what += f" {given.asked['rights']}"
            told = word("answered", lang, what=what, instant=_instant(found.record.recorded))
            line = _start(found.day, found, given.grant, told, lang, called_so)
            line.append("  ")
            line.append(_answers(found, lang), "bold red")
            return line
        case UnruledFinding():
            event = found.event
            return _start(
                event.on, found, event.grant or "", word("unruled", lang, what=event.id), lang, called_so, "bold yellow"
            )
        case _:
            assert_never(found)


def _start(
    on: Day | None,
    found: RegisterFinding,
    grant: str,
    told: str,
    lang: Language,
    called_so: Mapping[str, str] | None,
    style: str = "default",
) -> Text:
    line = Text("" if on is None else f"{day(on, lang)}  ")
    holder = found.given.holder if isinstance(found, AnswerAgain) else found.holder
    line.append(on_one_line(with_name(holder, called_so)), "bold")
    line.append(on_one_line(f"  {grant}  " if grant else "  "), "dim")
    line.append(on_one_line(told), style)
    return line


def _answers(found: AnswerAgain, lang: Language) -> str:
    """What was answered, and what would be now."""
    given, now = found.given, found.again
    if now is None:
        return word("asked-no-more", lang, then=word(f"answer-{given.outcome}", lang))
    if given.outcome == now.outcome:
        return word("other-number", lang, then=_most(given.most), now=_most(now.most))
    outcomes = {"then": word(f"answer-{given.outcome}", lang), "now": word(f"answer-{now.outcome}", lang)}
    return word("then-and-now", lang, **outcomes)


def _most(most: Most | str) -> str:
    return number(most) if not isinstance(most, str) else most


def _verdicts(found: ActFinding, lang: Language) -> str:
    now = word(found.verdict, lang)
    if found.verdict_then == found.verdict:
        return word("then-as-now", lang, now=now)
    then: Outcome | None = found.verdict_then
    return word("then-and-now", lang, then=word("no-act" if then is None else then, lang), now=now)


def _why(found: RegisterFinding, lang: Language) -> Iterator[RenderableType]:
    match found:
        case ActFinding():
            judged = found.act.judgement
            notes = [_because(each, lang) for each in judged.findings]
            if found.act.is_short:
                notes.append(word("too-many", lang))
            if not notes:
                notes += nobody_permits(found.plan, judged, lang)
            is_less = not isinstance(judged.most, str) and judged.number is not None and 0 < judged.most < judged.number
            if judged.outcome == "denied" and is_less and not isinstance(judged.most, str):
                notes.append(word("at-most", lang, number=number(judged.most)))
            if found.verdict_then != found.verdict:
                notes += _then(found, lang)
            if found.turned_at is not None:
                records = [_recording(each, lang) for each in found.turned_by]
                notes.append(
                    word("since", lang, instant=instant_words(found.turned_at), records=listed_apart(records, lang))
                )
            yield from (Text(on_one_line(note)) for note in notes)
            yield from _lacking(found.plan, judged.action, judged.missing, lang)
            yield from ways(found.act.turns, partial(word, lang=lang), lang, 0)
        case ShortFinding():
            yield Text(on_one_line(f"{found.line.clause} {_with_sentence(found.line.effect, found.line.says, lang)}"))
        case DutyFinding():
            yield Text(on_one_line(f"{found.owed.clause} {_with_sentence(found.owed.duty, found.owed.says, lang)}"))
            yield from _lacking(found.plan, "", found.owed.missing, lang)
        case AnswerAgain():
            plan = found.plan.plan
            if found.again is not None:
                for each in found.again.findings:
                    yield Text(on_one_line(_because(each, lang)))
            if found.turned_at is not None:
                told = listed_apart((_recording(each, lang) for each in found.turned_by[:_RECORDS]), lang)
                more = "" if len(found.turned_by) <= _RECORDS else " …"
                yield Text(on_one_line(word("since", lang, instant=_instant(found.turned_at), records=told + more)))
            if found.again is not None:
                yield from _lacking(plan, found.given.action, found.again.missing, lang)
        case SumFinding() | UnruledFinding():
            return
        case _:
            assert_never(found)


def _with_sentence(name: str, says: Said, lang: Language) -> str:
    """An effect or a duty by its name and its sentence, or in Japanese by the sentence alone."""
    return said(says, "ja") or name if lang == "ja" else f"{name}: {said(says, lang)}"


def _then(found: ActFinding, lang: Language) -> Iterator[str]:
    """By which rules it was judged when it was recorded."""
    several = () if found.judgement_then is None else found.judgement_then.findings
    for each in several:
        yield word("rule-then", lang, rule=_because(each, lang))
    if (
        found.verdict_then == "denied"
        and found.judgement_then is not None
        and found.judgement_then.outcome == "allowed"
    ):
        yield word("too-many-then", lang)


def _lacking(plan: Plan, action: str, names: Sequence[str], lang: Language) -> Iterator[Text]:
    """What is missing, and what to do about each."""
    if names:
        yield Text(word("missing", lang, names=lacking_words(names, lang, plan)))
        yield from (Text(on_one_line(supply_for(plan, action, name, lang, of_register=True)), "dim") for name in names)


def _record(each: KnownRecord, lang: Language) -> str:
    """A record by its number in the chain, its kind and its name."""
    number = "" if each.sequence is None else f"#{each.sequence} "
    return f"{number}{of_register(each.kind, lang)} {each.key}"


def _because(each: Finding | Decider, lang: Language) -> str:
    """A rule that decides, by its clause, its name and its sentence."""
    return f"{each.clause} {each.rule}{gloss('colon', lang)}{said(each.says, lang)}"


def _recording(each: KnownRecord, lang: Language) -> str:
    return _record(each, lang) + (in_brackets(each.source, lang) if each.source else "")


def _instant(recorded: Microsecond) -> str:
    return instant_words(recorded // MICROSECONDS)


def instant_words(instant: Instant) -> str:
    """An instant as it is shown, to the second, in UTC."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _number(value: Exact | None) -> str:
    return "?" if value is None else number(value)
