"""How outcomes are coloured; a word says the same wherever a colour does."""

from __future__ import annotations

from collections.abc import Mapping

from kenri.model.duty import DutyStanding
from kenri.model.ruling import Outcome

STYLES: Mapping[Outcome, str] = {"allowed": "bold green", "denied": "bold red", "unknown": "bold yellow"}
"""The styles in which they are written in a terminal."""

DUTY_STYLES: dict[DutyStanding, str] = {
    "open": "bold",
    "coming": "dim",
    "done": "green",
    "not-done": "bold red",
    "unknown": "yellow",
}
