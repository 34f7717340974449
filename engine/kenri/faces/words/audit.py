"""The frame words of an audit."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "grant": ("Grant{grant} of {grantee}: {number} on {day}", "割当{grant}（{grantee}）：{day}に{number}個"),
    "grant_undated": ("Grant{grant} of {grantee}: {number}", "割当{grant}（{grantee}）：{number}個"),
    "acts": ("Recorded acts", "記録された行為"),
    "no_acts": ("No act is recorded.", "行為の記録はない。"),
    "day": ("day", "日"),
    "event": ("event", "記録"),
    "act": ("act", "行為"),
    "verdict": ("verdict", "判定"),
    "clause": ("clause", "条項"),
    "then": ("as known then", "記録時の判定"),
    "allowed": ("permitted", "適法"),
    "denied": ("NOT PERMITTED", "違反"),
    "unknown": ("CANNOT BE JUDGED", "判定不能"),
    "missing": ("not known: {names}", "不明：{names}"),
    "at_most": ("at most {number} on that day", "当日の上限 {number}"),
    "roll": ("Rights up to {day}", "{day}までの権利の増減"),
    "opening": ("granted", "割当"),
    "closing": ("closing", "期末"),
    "adds_up": ("{granted} granted = {sum}", "割当{granted} ＝ {sum}"),
    "adds_not": ("{granted} granted, but the balances are {sum}", "割当{granted}に対し、残高は{sum}"),
    "adds_unknown": ("the sum is not known", "合計は不明"),
    "too_many": ("it asked for more rights than there were", "残高を超える数"),
    "short": ("asked for {asked}, and only {number} were there", "{asked}に対し{number}しかなかった"),
    "clean": (
        "Every recorded act was permitted, and all rights are accounted for.",
        "記録された行為はすべて認められたもので、権利の数も一致する。",
    ),
    "clean_as_read": (
        "As clauses are read here, every recorded act was permitted; all rights are accounted for.",
        "今回の読み方では、記録された行為はすべて認められたもので、権利の数も一致する。",
    ),
    "clean_unknown": (
        "Every recorded act was permitted. Where all rights stand is not known.",
        "記録された行為はすべて認められたもの。権利の残高には不明のものがある。",
    ),
    "acts_in_all": (
        "{count:act|acts}: {permitted} permitted, {denied} not permitted, {unknown} cannot be judged.",
        "行為{count}件：適法{permitted}件、違反{denied}件、判定不能{unknown}件",
    ),
    "violations": ("{count} not permitted: {ids}", "違反{count}件：{ids}"),
    "not_done": ("{count:duty|duties} not done: {ids}", "不履行の義務{count}件：{ids}"),
    "shorts": ("{count} that moved more than there was: {ids}", "残高を超える増減{count}件：{ids}"),
    "unjudged": ("{count} cannot be judged: {ids}", "判定不能{count}件：{ids}"),
    "turning": (
        "{count} judged otherwise under another reading: {ids}",
        "読み方により判定が変わるもの{count}件：{ids}",
    ),
    "closing_turns": ("the closing balances turn on how clauses are read:", "期末の残高は条項の読み方による："),
    "number": ("number", "数"),
    "not_known": ("?", "?"),
    "effect": ("movement", "増減"),
    "more": (
        (
            "{count:more grant: every recorded act was permitted, and its rights add up; `--all` shows it."
            "|more grants: every recorded act was permitted, and all rights add up; `--all` shows them.}"
        ),
        "ほかの割当{count}件：記録された行為はすべて適法で、権利の数も一致する。`--all`で表示する。",
    ),
}

word = PhraseTable(_PHRASES)
