"""The words of what must be done: how it stands, and until when."""

from __future__ import annotations

from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames
from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import day, in_brackets, plain_day, said
from kenri.model.days import NEVER, Day
from kenri.model.duty import OwedDuty
from kenri.model.sentences import Language

_PHRASES = {
    "title": ("What must be done, on {day}", "{day}における義務"),
    "none": ("Nothing has to be done in this life.", "この経過では義務はない。"),
    "until": ("until", "期限"),
    "until-day": ("until {last}", "期限 {last}"),
    "by": ("by", "義務者"),
    "duty": ("duty", "義務"),
    "standing": ("how it stands", "状況"),
    "coming": ("to come", "開始前"),
    "open": ("to be done, {days:day|days} left", "未履行、残り{days}日"),
    "open-last": ("to be done today", "未履行、本日が期限"),
    "open-endless": ("to be done", "未履行"),
    "done": ("done on {day}", "{day}に履行"),
    "not-done": ("not done", "不履行"),
    "unknown": ("not known without {names}", "{names}が必要"),
    "not-known": ("not known", "不明"),
    "otherwise": ("otherwise", "果たされないとき"),
    "between": ("{first} – {last}", "{first}〜{last}"),
    "no-end": ("no last day", "期限なし"),
    "audit": ("What had to be done", "義務の履行"),
    "must": ("Must be done", "しなければならないこと"),
    "all-done": ("as here", "同じ"),
}

word = PhraseTable(_PHRASES)


def last_day(owed: OwedDuty, lang: Language) -> str:
    """The last day, or what is known of it."""
    if owed.last is not None:
        return day(owed.last, lang)
    if not owed.perhaps:
        return word("no-end", lang)
    first, last = owed.perhaps.first, owed.perhaps.bounds[-1] - 1
    if last >= NEVER - 1:
        return word("not-known", lang)
    return word("between", lang, first=plain_day(first, lang), last=plain_day(last, lang))


def standing(owed: OwedDuty, on: Day, missing: str, lang: Language) -> str:
    """How it stands on a day; `missing` are the names of what is missing to know it."""
    match owed.standing:
        case "done":
            return word("done", lang, day=day(owed.done_on or on, lang))
        case "open" if owed.last is None:
            return word("open-endless", lang)
        case "open" if owed.last == on:
            return word("open-last", lang)
        case "open":
            return word("open", lang, days=(owed.last or on) - on)
        case "unknown":
            return word("unknown", lang, names=missing) if missing else word("not-known", lang)
        case other:
            return word(other, lang)


def line(owed: OwedDuty, on: Day, missing: str, lang: Language) -> str:
    """One duty in one line: its sentence, its clause, the last day, how it stands."""
    clause = gloss("clause", lang, clause=owed.clause)
    until = word("until-day", lang, last=last_day(owed, lang))
    what = said(owed.says, lang) + in_brackets(clause, lang) + gloss("dash", lang) + until
    return what + gloss("colon", lang) + standing(owed, on, missing, lang)


def owner(owed: OwedDuty, names: PlanNames) -> str:
    """Who must do it: a party by its id, or a role by its name."""
    return names.role(owed.by) if owed.is_role else owed.by
