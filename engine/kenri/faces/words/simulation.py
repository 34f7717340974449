"""The words in which a simulation is told, and its parts as short texts: events, windows, movements."""

from __future__ import annotations

from collections.abc import Sequence

from kenri.faces.words import number, said, span
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import in_brackets, plain_day, window_span
from kenri.loader.declarations import attribute
from kenri.model.days import FIRST_DAY
from kenri.model.expressions import EventMoments
from kenri.model.life import UNNAMED, Event, Fact, Life
from kenri.model.limits import SHOWN
from kenri.model.ruling import Exact, Most, Window
from kenri.model.sentences import Language
from kenri.simulation.steps import Moved, StateSpan

_PHRASES = {
    "amendment": ("amendment {name}", "変更 {name}"),
    "known": ("known from {when}", "{when}に判明"),
    "corrects": ("corrects {id}", "{id}を訂正"),
    "cancels": ("takes back {id}", "{id}を取消し"),
    "states": ("states", "状態"),
    "windows": ("windows", "期間"),
    "rights": ("rights", "権利数"),
    "act": ("act", "行為"),
    "answers": ("answers", "回答"),
    "deadline": ("deadline", "期限"),
    "duties": ("duties", "義務"),
    "again": ("LOOK AGAIN", "要再確認"),
    "fired": ("fired", "適用順"),
    "begins": ("begins", "開始"),
    "ends": ("ends", "終了"),
    "no-more": ("no more as was known", "従前の見込みは消滅"),
    "opened": ("opens", "開始"),
    "closed": ("closes", "消滅"),
    "cut": ("is cut", "短縮"),
    "extended": ("is extended", "延長"),
    "moved": ("moves", "移動"),
    "changed": ("changes", "変更"),
    "was": ("was {before}", "従前 {before}"),
    "most-no-largest": ("up to a limit that itself is not allowed", "上限未満"),
    "most-unlimited": ("without limit", "上限なし"),
    "most-unknown": ("not known how many at most", "上限は不明"),
    "perhaps": ("perhaps on {day}", "{day}は未確定"),
    "up-to": ("up to {number}", "{number}まで"),
    "unknown-window": ("unknown whether open", "可否不明"),
    "no-window": ("no window", "期間なし"),
    "allowed": ("ALLOWED", "可"),
    "denied": ("DENIED", "不可"),
    "unknown": ("UNKNOWN", "不明"),
    "on": ("on {day}", "{day}"),
    "next": ("next on {day}", "次は{day}"),
    "none-coming": ("none is coming", "なし"),
    "coming": ("if nothing else happens", "他に何もなければ"),
    "expected": ("not any more", "見込み消滅"),
    "act-then": ("was {then}, is {now}", "当時{then}、現在{now}"),
    "days-then": ("answered {then}, right is {now}", "当時の回答{then}、正しくは{now}"),
    "each": ("{figure} of one", "1個の{figure}"),
    "recorded": ("as recorded", "記録どおり"),
    "branch": ("What if: {name}", "仮定：{name}"),
    "same": ("Nothing else is recorded in it.", "追加の記録はない。"),
    "side": ("Side by side", "比較"),
    "question": ("question", "項目"),
    "no-difference": ("The branches do not differ.", "差異はない。"),
    "asked-windows": ("{who}: windows", "{who}：期間"),
    "asked-last-day": ("{who}: last day", "{who}：最終日"),
    "asked-number": ("{who}: at most", "{who}：上限"),
    "asked-outcome": ("{who} on {day}", "{who}（{day}）"),
    "asked-balance": ("in the end {balance}{grant}", "最終的に{balance}{grant}"),
    "end": ("In the end: {balances}", "最終残高：{balances}"),
    "nothing": ("Nothing is recorded.", "記録はない。"),
}

word = PhraseTable(_PHRASES)


def event_text(event: Event, life: Life, names: PlanNames) -> str:
    """What happened, with what is recorded about it: `leaves_position director`."""
    kind = life.kind_of(event, names.plan)
    what = said(kind.says, "ja").rstrip("。") if names.lang == "ja" and kind.says else event.kind
    types = {name: attribute(use).type for name, use in kind.attributes.items()}
    names = names.of_plan(life.plan_telling(event, names.plan))
    facts = [_fact(names, event.kind, name, value, types.get(name)) for name, value in event.attributes.items()]
    return " ".join([what, *facts])


def _fact(names: PlanNames, kind: str, name: str, value: Fact, type_: str | None) -> str:
    if isinstance(value, str):
        return value
    given = name if names.lang == "en" else names.event_attribute(name, EventMoments(event=(kind,)))
    match value:
        case bool():
            return f"{given}={str(value).lower() if names.lang == 'en' else names.value(value)}"
        case int() if type_ == "day":
            return f"{given}={plain_day(value, names.lang)}"
        case float():
            return f"{given}={names.either('unlimited', '無制限')}"
        case _:
            return f"{given}={number(value)}"


def window_text(window: Window, lang: Language) -> str:
    """The days of a window and the largest number on them."""
    text = window_span(window, lang)
    if window.status == "unknown":
        text += in_brackets(word("unknown-window", lang), lang)
    most = most_text(window.numbers, lang)
    return text + (gloss("comma", lang) + most if most else "")


def windows_text(windows: Sequence[Window], lang: Language) -> str:
    """Several windows, one a line."""
    shown = windows[: SHOWN.most]
    more = [gloss("and-more", lang, count=len(windows) - len(shown))] if len(windows) > len(shown) else []
    return "\n".join([*(window_text(window, lang) for window in shown), *more]) or word("no-window", lang)


def most_text(numbers: Sequence[Most], lang: Language) -> str:
    """The largest number, and what it becomes where it changes; empty where there is no limit."""
    if all(most == "unlimited" for most in numbers):
        return ""
    texts = (word(f"most-{most}", lang) if isinstance(most, str) else exact_text(most) for most in numbers)
    told = " → ".join(dict.fromkeys(texts))
    return told if all(isinstance(most, str) for most in numbers) else word("up-to", lang, number=told)


def exact_text(value: Exact | None) -> str:
    """A number, or a question mark for one that is not known."""
    return "?" if value is None else number(value)


def span_text(state: StateSpan, names: PlanNames) -> str:
    """A state with its days."""
    says = names.of(state.state, state.says).strip("「」")
    is_named = says != state.state.replace("_", " ")
    name = (
        state.state + in_brackets(says, "en") if is_named and names.lang == "en" else says if is_named else state.state
    )
    return f"{name}{of_grant(state.grant)}{gloss('colon', names.lang)}{span(state.first, state.last, names.lang)}"


def moved_text(moved: Moved, names: PlanNames) -> str:
    """A movement: its day, how many rights from where to where, and by which clause."""
    day = plain_day(moved.day, names.lang) if moved.day > FIRST_DAY else ""
    ways = names.balance(moved.from_) + (f" → {names.balance(moved.to)}" if moved.to else "")
    short = f"/{exact_text(moved.asked)}" if moved.number != moved.asked else ""
    event = f" [{moved.event}]" if moved.event else ""
    effect = called(moved.effect, moved.says, names.lang)
    return f"{day} {exact_text(moved.number)}{short} {ways}{of_grant(moved.grant)}  {moved.clause} {effect}{event}"


def of_grant(grant: str) -> str:
    """The grant, where it is named."""
    return "" if grant in ("", UNNAMED) else f" [{grant}]"
