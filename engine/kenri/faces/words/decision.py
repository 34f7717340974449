"""The frame words of a decision of forward chaining."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "allowed": ("ALLOWED", "可（できる）"),
    "denied": ("DENIED", "不可（できない）"),
    "unknown": ("UNKNOWN", "不明（事実が足りない）"),
    "by": ("decided by", "決め手"),
    "most": ("at most", "上限"),
    "most-unlimited": ("no limit", "上限なし"),
    "most-no-largest": ("a limit that itself is not allowed", "上限未満"),
    "most-unknown": ("not known", "不明"),
    "missing": ("not known", "不明な事実"),
    "balances": ("balances", "残高"),
    "not-answered": (
        "not answered here: windows, the next day, figures, the readings it turns on, and what was not looked at",
        "この方式では答えない事項（標準の方式で照会）：期間、次に可能な日、計算値、読み方による違い、考慮していない事項",
    ),
    "fired": ("Rules in the order they fired", "規則の適用順"),
    "nothing-new": ("nothing new", "既知"),
    "true": ("true", "真"),
    "false": ("false", "偽"),
    "open": ("unknown", "不明"),
}

word = PhraseTable(_PHRASES)
