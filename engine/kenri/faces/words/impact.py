"""The words of what becomes of answers when something is otherwise."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "title": ("What becomes of the answers from {day} on", "{day}以降の回答への影響"),
    "nothing": ("No answer changes.", "回答は変わらない。"),
    "count": (
        "{changed} of {count:holder|holders}: another answer.",
        "{count}名中{changed}名の回答が変わる。",
    ),
    "more": ("and {count:holder|holders} more", "ほか{count}名"),
    "company": ("about no grant", "割当によらないもの"),
    "was": ("{window}, now {after}", "{window}、今後は{after}"),
    "moves": ("moves", "移動する"),
    "moves-no-more": ("does not move", "移動しない"),
    "must": ("must be done", "義務になる"),
    "must-no-more": ("must not be done any more", "義務でなくなる"),
    "working": ("looking at holders", "保有者を調べています"),
}

word = PhraseTable(_PHRASES)
