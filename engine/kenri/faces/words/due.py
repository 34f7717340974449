"""The words of what comes in a span of days."""

from __future__ import annotations

from kenri.faces.words.advice import lacking_words
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import in_zone, number, plain_day, said
from kenri.model.hours import clock
from kenri.model.plan import Plan
from kenri.model.sentences import Language
from kenri.simulation.due import Coming

__all__ = ["clause_with_sentence", "how_many", "told", "word"]

_PHRASES = {
    "title": ("What comes from {first} to {last}", "{first}から{last}までの予定"),
    "nothing": ("Nothing comes.", "予定はない。"),
    "day": ("day", "日"),
    "holder": ("holder", "保有者"),
    "what": ("what", "内容"),
    "number": ("how many", "数"),
    "clause": ("clause", "条項"),
    "grant": ("grant", "割当"),
    "by": ("{what} by {by}", "{by}の{what}"),
    "late": ("{what}: not done", "{what}：不履行"),
    "must": ("{what}: must be done by {by}", "{what}：{by}の義務の期限"),
    "opens": ("{what}: opens", "{what}：開始"),
    "opens-until": ("{what}: opens, until {until}", "{what}：開始、{until}まで"),
    "closes": ("{what}: last day", "{what}：最終日"),
    "changes": ("{what}: another number", "{what}：上限が変わる"),
    "moves": ("{what}: to {to}", "{what}：{to}へ"),
    "scales": ("{what}: the number changes", "{what}：数が変わる"),
    "unknown": ("{what}: not known", "{what}：不明"),
    "unknown-without": ("{what}: not known without {names}", "{what}：{names}がなければ不明"),
    "from-hour": ("from {hour}", "{hour}から"),
    "until-hour": ("until {hour}", "{hour}まで"),
    "turning": (
        "† depends on how a clause is read: `kenri ask … --register` tells on which.",
        "† 条項の解釈による。どの解釈かは`kenri ask … --register`が示す。",
    ),
    "looked-at": ("{count:holder|holders} looked at.", "{count}名を調べた。"),
    "working": ("looking at holders", "保有者を調べています"),
    "written": ("Written to {file}.", "{file}に書いた。"),
}

word = PhraseTable(_PHRASES)


def told(plan: Plan, each: Coming, holder: str, lang: Language) -> str:
    """What comes, in some words; who acts is told where it is not the holder."""
    names = PlanNames(plan, lang)
    what = names.action(each.what) if each.what in plan.actions else called(each.what, each.says, lang)
    if each.by != holder and each.kind != "must":
        what = word("by", lang, what=what, by=each.by)
    by = each.by
    until = "" if each.until is None else plain_day(each.until, lang)
    match each.kind:
        case "moves":
            text = word("moves" if each.to else "scales", lang, what=what, to=names.balance(each.to) if each.to else "")
        case "opens":
            text = word("opens-until" if until else "opens", lang, what=what, by=by, until=until)
        case "unknown":
            lacking = lacking_words(each.missing, lang, plan)
            text = word("unknown-without" if lacking else "unknown", lang, what=what, by=by, names=lacking)
        case other:
            text = word(other, lang, what=what, by=by)
    if each.hour is not None:
        hour = word("from-hour" if each.kind == "opens" else "until-hour", lang, hour=clock(each.hour))
        text += gloss("comma", lang) + in_zone(hour, each.zone, lang)
    return text + ("" if each.is_settled else " †")


def clause_with_sentence(each: Coming, beside: str, lang: Language) -> str:
    """The clause with its sentence, which is not said again where it stands in a text `beside`."""
    sentence = said(each.says, lang)
    return (
        each.clause
        if not sentence or sentence.rstrip("。") in beside
        else f"{each.clause}{gloss('colon', lang)}{sentence}"
    )


def how_many(each: Coming, lang: Language) -> str:
    """The number, or nothing where it is about none; rights that move are always so many."""
    if each.number is None and each.kind != "moves":
        return ""
    if each.number is None or isinstance(each.number, str):
        from kenri.faces.words.windows import word as of_windows

        if each.number is None:
            return of_windows("not_known", lang)
        return of_windows("not_known" if each.number == "unknown" else each.number, lang)
    return number(each.number)
