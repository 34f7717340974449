"""The frame words of what is found about plans: the reports of checks, of comparisons and of slips."""

from __future__ import annotations

from kenri.checking.about import about
from kenri.checking.verdict import Bound, Mark
from kenri.faces.words.phrases import PhraseTable
from kenri.model.days import iso
from kenri.model.sentences import Language

_PHRASES = {
    # kinds of checks
    "claim": ("claims", "主張"),
    "reachable": ("rules that can decide a case", "結論を決め得る規定"),
    "shadowed": ("rules that change an outcome", "結論を変える規定"),
    "contradiction": ("rules that go together", "規定相互の整合"),
    "answered": ("questions that have an answer", "答えのある問い"),
    "dead-zone": ("rights that can be exercised", "行使できる権利"),
    "lapse": ("lapse", "消滅"),
    "cut-short": ("windows that run to their end", "最後まで続く期間"),
    "reading": ("readings that matter", "結論を左右する読み方"),
    # how each ended
    "proved": ("proved", "証明"),
    "refuted": ("refuted", "反証"),
    "meant": ("meant", "趣旨どおり"),
    "noted": ("noted", "参考"),
    "undecided": ("undecided", "未決"),
    "stopped": ("stopped", "中断"),
    "not-checked": ("not checked", "検査外"),
    # the table
    "checked": ("checked", "検査"),
    "seconds": ("seconds", "秒"),
    # marks
    "stale": (
        "warning: `{name}` marks nothing: no {kind} of {subject} is found; take it out",
        "警告：`means` の {name} に当たる指摘は見つかりません（{kind} {subject}）。",
    ),
    # differences
    "added": ("added", "追加"),
    "removed": ("removed", "削除"),
    "changed": ("changed", "変更"),
    "newly-allowed": ("newly allowed", "新たに可となるもの"),
    "newly-denied": ("newly denied", "新たに不可となるもの"),
    "proved-the-same": ("proved the same: ", "同一と証明："),
    # stories
    "granted": ("{grant}: granted {number}", "{grant}：{number}個を割当て"),
    "nothing-happens": ("(nothing happens)", "（出来事なし）"),
    "allowed": ("allowed", "可"),
    "denied": ("denied", "不可"),
    "unknown": ("unknown", "不明"),
    # which lives were looked at
    "bound": (
        (
            "Looked at: every life of one grant of {number} on {granted_on}, from {first} to {last}, in which each of"
            " {kinds:kind|kinds} of event happens at most {most:time|times}; {notes}."
        ),
        (
            "調べた範囲：{granted_on}に割り当てた{number}個、{first}から{last}まで、{kinds}種の出来事がそれぞれ{most}回まで。"
            "{notes}"
        ),
    ),
    # slips
    "scenario-unfit": (
        "left out: {place} {name} is not met by the plan itself; see `kenri test`",
        "除外：{place} {name}は規約そのものでも期待どおりにならない。`kenri test`で確かめる。",
    ),
    "fate-open": ("open", "未決"),
    "fate-unnoticed": ("unnoticed", "検出されない"),
    "caught": (
        "{caught} of {all:slip is|slips are} noticed by scenarios and claims",
        "{all}件の誤記のうち{caught}件をシナリオと主張が検出",
    ),
    "same": (
        "{count:changes|change} no answer within the bound, as the solver proves, or for a reason that is listed",
        "{count}件は結論を変えない（証明済み、又は理由を記載済み）",
    ),
    "open": ("{count} could not be decided", "{count}件は未決"),
    "left": ("{count} would go unnoticed", "{count}件は検出されない"),
}

word = PhraseTable(_PHRASES)


def stale_text(mark: Mark, lang: Language) -> str:
    """That a mark marks nothing, with its place."""
    place = f"{mark.place}: " if mark.place is not None else ""
    subject = about(mark.kind, mark.subject).text(lang)
    return place + word("stale", lang, name=mark.name, kind=mark.kind, subject=subject)


def bound_text(bound: Bound, lang: Language) -> str:
    """Which lives were looked at, in words."""
    return word(
        "bound",
        lang,
        number=bound.number,
        granted_on=iso(bound.granted_on),
        first=iso(bound.first),
        last=iso(bound.last),
        kinds=len(bound.events),
        most=max(bound.events.values(), default=0),
        notes=("; " if lang == "en" else "").join(note.text(lang) for note in bound.notes),
    )
