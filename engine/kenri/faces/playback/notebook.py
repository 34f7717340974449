"""Answers as a notebook shows them: rulings as HTML; windows, schedules and sweeps as pictures."""

from __future__ import annotations

import os
from datetime import date

from kenri.faces.drawing.timeline import Bar, Timeline, TimelineTrack
from kenri.faces.words.glossary import word
from kenri.model.limits import SHOWN, SWEPT_DAYS, SWEPT_EVENT_DAYS
from kenri.model.ruling import Ruling, Window
from kenri.model.schedule import Schedule
from kenri.model.sentences import Language


def drawn(value: object) -> str | None:
    """A ruling as HTML, a window, several, a schedule or a sweep as SVG; None of what has no day to draw, or is too
    much to.

    In the language that `KENRI_LANG` says, English if it says none.
    """
    from kenri.simulation.sweep import Sweep

    lang: Language = "ja" if os.environ.get("KENRI_LANG") == "ja" else "en"
    if isinstance(value, Ruling):
        from kenri.faces.rulings.ruling_html import render

        return render(value, lang)
    if isinstance(value, Window):
        return _windows((value,), lang)
    if isinstance(value, tuple):
        return _windows(value, lang)
    if isinstance(value, Schedule):
        from kenri.faces.rulings import schedule_svg

        return schedule_svg.render(value, None, lang=lang)
    if isinstance(value, Sweep):
        from kenri.faces.playback import sweep_svg

        fits = len(value) <= SWEPT_EVENT_DAYS.most and len(value.asked_days) <= SWEPT_DAYS.most
        return sweep_svg.render(value, lang=lang) if fits else None
    return None


def _windows(windows: tuple[Window, ...], lang: Language) -> str | None:
    from kenri.faces.drawing import calendar_svg

    bars = tuple(
        Bar(
            first=window.first_date or date.min,
            last=window.last_date,
            label="",
            kind="open" if window.status == "allowed" else "unknown",
        )
        for window in windows[: SHOWN.most]
    )
    left_out = len(windows) - len(bars)
    name = word("and-more", lang, count=left_out) if left_out else ""
    try:
        drawing = Timeline.fit(word("windows", lang), tracks=[TimelineTrack(name, bars)])
    except ValueError:  # no window has a bound, or there is none
        return None
    return calendar_svg.render(drawing, lang=lang)
