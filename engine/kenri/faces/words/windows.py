"""The words of windows, in a table and beside the bars of a drawing; and the events between them in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from kenri.faces.words import number, said
from kenri.faces.words.names import PlanNames
from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import in_brackets, in_zone, listed, plain_day
from kenri.model.expressions import EventMoments
from kenri.model.hours import clock
from kenri.model.life import Event, Fact, Life
from kenri.model.ruling import Exact, Window
from kenri.model.sentences import Language

_PHRASES = {
    "title": ("Windows under {plan}", "{plan}の期間"),
    "who": ("who may do what", "誰が何を"),
    "first": ("first day", "初日"),
    "last": ("last day", "最終日"),
    "days": ("days", "日数"),
    "most": ("at most", "上限"),
    "always": ("always", "従来"),
    "open": ("no end", "期限なし"),
    "unknown": ("unknown whether open", "可否不明"),
    "comma": (", ", "、"),
    "granted": ("granted {number}", "割当 {number}"),
    "up_to": ("up to {number}", "{number}まで"),
    "left_out": ("and {count} more", "ほか{count}件"),
    "unlimited": ("no limit", "上限なし"),
    "no-largest": ("no largest", "上限未満"),
    "not_known": ("not known", "不明"),
    "none": (
        "No window: nobody in this life may do it on any day.",
        "期間なし：この記録では、いつ誰も行うことができない。",
    ),
}

word = PhraseTable(_PHRASES)


def most_text(window: Window, lang: Language) -> str:
    """The largest number on the days of a window, or between which it lies; and whether it is any at all."""
    numbers = [most for most in window.numbers if not isinstance(most, str)]
    named = dict.fromkeys(most for most in window.numbers if isinstance(most, str))
    lying = [between(numbers)] if numbers else []
    return listed([*lying, *(word("not_known" if most == "unknown" else most, lang) for most in named)], lang)


def window_hours(window: Window, lang: Language) -> str:
    """From which hour of its first day to which of its last a window is open; nothing where both are whole."""
    ends = []
    if window.opens is not None:
        ends.append(f"from {clock(window.opens)}" if lang == "en" else f"{clock(window.opens)}から")
    if window.closes is not None:
        ends.append(f"until {clock(window.closes)}" if lang == "en" else f"{clock(window.closes)}まで")
    return in_zone(word("comma", lang).join(ends), window.zone, lang) if ends else ""


def between(numbers: Sequence[Exact]) -> str:
    """The one number there is, or the least and the most."""
    least, most = min(numbers), max(numbers)
    return number(most) if least == most else f"{number(least)} – {number(most)}"


def event_text(event: Event, life: Life, names: PlanNames) -> str:
    """An event in a few words: what happened, to whom unless that is plain, and what else is recorded about it."""
    names = names.of_plan(life.plan_telling(event, names.plan))
    details = [_fact_text(event.kind, name, value, names) for name, value in event.attributes.items()]
    grantees = {grant.grantee for grant in life.grants.values()}
    who = f"{event.who}{names.either(': ', '：')}" if event.who and event.who not in grantees else ""
    says = names.plan.events[event.kind].says
    # The Japanese sentence of an event is short, and its name would be English.
    what = said(says, "ja").rstrip("。") if names.lang == "ja" and says else names.bare(event.kind, says)
    return who + what + (in_brackets(listed(details, names.lang), names.lang) if details else "")


def _fact_text(kind: str, name: str, value: Fact, names: PlanNames) -> str:
    of = EventMoments(event=(kind,))
    use = names.plan.events[kind].attributes.get(name)
    is_day = getattr(use, "type", use) == "day"
    called_so = names.event_attribute(name, of) + names.either(": ", "：")
    match value:
        case bool():
            return f"{called_so}{names.value(value)}"
        case int() if is_day:
            return f"{called_so}{plain_day(value, names.lang)}"
        case str():
            return value.replace("_", " ")
        case float():
            return ""
        case _:
            return f"{called_so}{number(value)}"
