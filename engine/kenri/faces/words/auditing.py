"""What is said of the audit of a register, and of how rights moved between two days."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    # kenri audit --all
    "title": ("Recorded acts up to {day}, each as known then and now", "{day}までの行為（記録時と現在の判定）"),
    "allowed": ("permitted", "適法"),
    "denied": ("NOT PERMITTED", "違反"),
    "unknown": ("CANNOT BE JUDGED", "判定不能"),
    "no-act": ("no act", "行為ではない"),
    "then-and-now": ("then {then}, now {now}", "記録時{then}、現在{now}"),
    "then-as-now": ("{now}, then and now", "記録時も現在も{now}"),
    "too-many": ("it asked for more rights than there were", "残高を超える数"),
    "too-many-then": ("then: it asked for more rights than there were", "記録時：残高を超える数"),
    "rule-then": ("then: {rule}", "記録時：{rule}"),
    "missing": ("not known: {names}", "不明：{names}"),
    "at-most": ("at most {number} on that day", "当日の上限 {number}"),
    "since": ("since {instant}: {records}", "{instant}から：{records}"),
    "short": ("{what} asked for {asked}, and only {number} were there", "{what}：{asked}に対し{number}しかなかった"),
    "sums-not": ("{granted} granted, but the balances are {sum}", "割当{granted}に対し、残高は{sum}"),
    "not-done": ("{what}: not done by {day}", "{what}：{day}までに不履行"),
    "perhaps-not-done": ("{what}: perhaps not done", "{what}：不履行の可能性"),
    "unruled": ("{what}: no version of the plan was used on that day", "{what}：当日に使うプランの版がない"),
    "more": ("and {count} more; `--out` and `--json` have all", "ほか{count}件（`--out`と`--json`に全件）"),
    "permitted": ("{count:act|acts} permitted then and now", "記録時も現在も適法{count}件"),
    "permitted-then": (
        "{count:act|acts} permitted then, and not by what became known later",
        "記録時は適法、その後に判明したことにより違反{count}件",
    ),
    "permitted-now": (
        "{count:act|acts} not permitted by what was known then, and permitted now",
        "記録時は適法でなく、現在は適法{count}件",
    ),
    "not-permitted": ("{count:act|acts} not permitted", "違反{count}件"),
    "unknown-acts": ("{count:act|acts} cannot be judged", "判定不能{count}件"),
    "answered": ("{what}: as was answered at {instant}", "{what}：{instant}の回答"),
    "answer-allowed": ("ALLOWED", "可"),
    "answer-denied": ("DENIED", "不可"),
    "answer-unknown": ("NOT KNOWN", "不明"),
    "asked-no-more": ("then {then}, now it cannot be asked", "当時{then}、現在は照会できない"),
    "other-number": ("then at most {then}, now at most {now}", "当時の上限{then}、現在の上限{now}"),
    "answers": (
        "{count:answer is|answers are} kept, of which {others} would be otherwise now",
        "記録した回答{count}件のうち、現在は異なるもの{others}件",
    ),
    "others": ("{count:other finding|other findings}", "ほかの指摘{count}件"),
    "clean": ("Nothing is to be told about any act.", "行為について指摘はない。"),
    "unknown-sums": (
        "Where all rights of {count:grant|grants} stand is not known; `kenri roll-forward` has the bounds.",
        "割当{count}件は権利の残高に不明のものがある。その範囲は`kenri roll-forward`に示す。",
    ),
    "turning": (
        "{count:act turns|acts turn} on how clauses are read.",
        "条項の解釈により判定が変わる行為{count}件",
    ),
    "looked-at": ("{count:holder|holders} looked at.", "{count}名を調べた。"),
    "by-columns": (
        "Columns told that all was permitted of {count:holder|holders}.",
        "うち{count}名は列によりすべて可と判定した。",
    ),
    "working": ("auditing holders", "保有者を監査しています"),
    # kenri roll-forward
    "rolled": ("How rights moved from {first} to {last}", "{first}から{last}までの権利の増減"),
    "rolled-until": ("How rights moved up to {last}", "{last}までの権利の増減"),
    "known-at": ("as known at {instant}", "{instant}に判明していたところによる"),
    "no-rolls": ("There are no rights.", "権利はない。"),
    "of-plan": ("{plan}: {count:grant|grants}", "{plan}：割当{count}件"),
    "of-holder": ("{holder}, {plan}: {count:grant|grants}", "{holder}、{plan}：割当{count}件"),
    "of-grant": ("{grant} of {holder}, {plan}", "{grant}（{holder}）、{plan}"),
    "movement": ("movement", "増減"),
    "clause": ("clause", "条項"),
    "total": ("total", "合計"),
    "count": ("how many", "件数"),
    "opening": ("opening", "期首"),
    "granted": ("granted", "割当"),
    "restated": ("restated by what is so on the last day", "末日のプランと事実による修正"),
    "closing": ("closing", "期末"),
    "adds-not": ("The movements do not make the closing.", "増減の合計が期末と一致しない。"),
    "not-known": (
        "Not in these lines: {count:grant|grants}, {granted} granted, of which something is not known ({grants}).",
        "上に含まない割当{count}件（付与数{granted}）は不明の点がある（{grants}）。",
    ),
    "between": ("{low} to {high}", "{low}～{high}"),
    "no-bound": ("?", "?"),
    "bounds": ("{line}: {numbers}", "{line}：{numbers}"),
    "changed": (
        "What became known after {instant} has changed:",
        "{instant}より後に判明したことによる変更：",
    ),
    "unchanged": (
        "Nothing that became known after {instant} has changed it.",
        "{instant}より後に判明したことによる変更はない。",
    ),
    "more-rolls": ("and {count} more; `--out` and `--json` have all", "ほか{count}件（`--out`と`--json`に全件）"),
    "rolling": ("adding up rights", "権利を集計しています"),
}

word = PhraseTable(_PHRASES)
