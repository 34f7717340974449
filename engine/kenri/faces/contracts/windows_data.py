"""Windows as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kenri.asking.askable import AskablePlan
from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.nearest import days_elsewhere
from kenri.faces.contracts.tracks import Tracked, cautions_of
from kenri.faces.contracts.turning_data import bare_window, elsewhere_data, windows_turning
from kenri.model.days import FIRST_DAY
from kenri.model.ruling import Window
from kenri.model.sentences import Language


def windows_data(plan: AskablePlan, tracks: Sequence[Tracked], lang: Language = "en") -> dict[str, Any]:
    """The windows as plain data; days are text, and a bound that is not there is null.

    `cautions` say what was not looked at: those of each window by their `code`, and all with their sentences.
    """
    left_out = [
        {"action": track.action, "by": track.by, "grant": track.grant or None, "windows": track.left_out}
        for track in tracks
        if track.left_out
    ]
    return {
        "plan": plan.id,
        "windows": [
            {"action": track.action, "by": track.by, "grant": track.grant or None, **window_data(window)}
            | {"cautions": [each.code for each in window.cautions]}
            for track in tracks
            for window in track.windows
        ],
        "elsewhere": [
            {"action": track.action, "by": track.by, "grant": track.grant or None, **way}
            for track in tracks
            for turning in track.elsewhere
            for way in elsewhere_data((turning,), days_elsewhere(turning)[0])
        ],
        **({"left_out": left_out} if left_out else {}),
        "cautions": cautions_data(cautions_of(tracks), lang),
    }


def window_data(window: Window) -> dict[str, Any]:
    """One window as plain data; of many steps those nearest to its first day."""
    day = window.first or FIRST_DAY
    return {**bare_window(window, day), **(windows_turning(window.turns, day) if window.turns is not None else {})}
