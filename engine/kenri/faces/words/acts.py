"""The words of what becomes of a request to act on a register."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "recorded": ("Recorded as {name}: {event}", "{name}として記録した：{event}"),
    "recorded-unknown": (
        "Recorded as {name}, though it is not known whether it is permitted: {event}",
        "許されるか不明のまま{name}として記録した：{event}",
    ),
    "recorded-denied": (
        "Recorded as {name}, though not permitted; an audit will tell it: {event}",
        "許されないまま{name}として記録した（監査で示される）：{event}",
    ),
    "refused": ("Nothing was recorded: it is not permitted.", "許されないため、記録しなかった。"),
    "refused-unknown": (
        "Nothing was recorded: it is not known whether it is permitted. `--even-if unknown` records it all the same.",
        "許されるか不明のため、記録しなかった。それでも記録するには`--even-if unknown`を付ける。",
    ),
    "refused-kept": ("The refusal is kept as {name}.", "拒んだことを{name}として残した。"),
    "would-be-recorded": (
        "It would be recorded: {event}. Nothing was written.",
        "記録される内容：{event}。何も書き込んでいない。",
    ),
    "would-be-refused": ("It would not be recorded. Nothing was written.", "記録されない。何も書き込んでいない。"),
    "spoils": (
        "With it {acts} would not be permitted any more, or that would not be known.",
        "これを記録すると、{acts}は許されなくなるか、許されるか不明になる。",
    ),
    "spoilt": (
        "With it {acts} is not permitted any more, or that is not known.",
        "これにより、{acts}は許されなくなったか、許されるか不明になった。",
    ),
    "short": (
        "There are fewer rights than it moves.",
        "動かす権利が残っている権利より多い。",
    ),
    "again": (
        "This request was answered before: {outcome} as {name}, by {plan} {clauses}.",
        "この請求には既に回答している：{outcome}（{name}、{plan} {clauses}）。",
    ),
    "no-requests": ("No request is kept of which nothing was recorded.", "記録しなかった請求はない。"),
    "request-line": ("{name}: {holder}, {action}{number}, {on}", "{name}：{holder}、{action}{number}、{on}"),
    "request-number": (" {number}", " {number}"),
    "request-of-all": ("of the company", "会社"),
    "request-waits": (" — waits", "：待機中"),
    "request-not-permitted": (" — was not permitted", "：許されなかった"),
    "request-recorded": (" — recorded {instant} ({author})", "：{instant}に記録（{author}）"),
    "request-withdrawn": (" — withdrawn {instant} ({author})", "：{instant}に取下げ（{author}）"),
    "request-refused": (" — refused {instant} ({author})", "：{instant}に却下（{author}）"),
    "request-missing": ("; missing: {names}", "、不足：{names}"),
    "request-reason": (": {reason}", "：{reason}"),
    "kept": ("This answer is kept as {name}.", "この回答を{name}として残した。"),
    "head": ("Head: {head}", "末尾：{head}"),
}

word = PhraseTable(_PHRASES)
