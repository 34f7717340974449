"""Answers on which no reading bears, told as such without looking at any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kenri.model.ruling import Ruling, Window, Windows
from kenri.model.turning import Turning

_PARTS = ("outcome", "most", "least", "lot", "gaps", "balances", "lapsed_on", "next_day", "perhaps_day")
"""The parts of a ruling of which it is told what they turn on, besides figures and windows."""


def settled_windows(windows: Iterable[Window]) -> Windows:
    """Windows that are the same under every reading."""
    return Windows(replace(each, turns=Turning()) for each in windows)


def settled_ruling(ruling: Ruling) -> Ruling:
    """A ruling that is the same under every reading."""
    windows = settled_windows(ruling.windows)
    nothing: Turning[Any] = Turning()
    return replace(
        ruling,
        window=next((window for window in windows if window.holds_on(ruling.on)), None),
        windows=windows,
        figures=tuple(replace(each, turns=Turning()) for each in ruling.figures),
        is_settled=True,
        turning=dict.fromkeys(_PARTS, nothing),
    )
