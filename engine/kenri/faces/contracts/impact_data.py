"""What becomes of answers when something is otherwise, as plain data, ready for JSON."""

from __future__ import annotations

from typing import Any

from kenri.faces.contracts.duties_data import owed_data
from kenri.faces.contracts.simulation_data import change_data, moved_data
from kenri.model.sentences import Language
from kenri.simulation.impact import Impact

__all__ = ["impact_data"]


def impact_data(holder: str, plan: str, found: Impact, lang: Language) -> dict[str, Any]:
    """What becomes of the answers about a holder under a plan: `windows`, `movements`, `movements_withdrawn`, `duties`
    and `duties_withdrawn`, as in a step of a simulation.
    """
    return {
        "holder": holder,
        "plan": plan,
        "windows": [change_data(each) for each in found.windows],
        "movements": [moved_data(each, lang) for each in found.movements],
        "movements_withdrawn": [moved_data(each, lang) for each in found.movements_withdrawn],
        "duties": owed_data(found.duties, lang),
        "duties_withdrawn": owed_data(found.duties_withdrawn, lang),
    }
