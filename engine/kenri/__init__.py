"""Who may do what, with which equity rights, on which day, and why.

>>> import kenri
>>> plan = kenri.load("iij/2015-5th-series")
>>> life = {"parties": {"sato": {"role": "grantee"}},
...         "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
...         "events": [{"on": "2025-06-25", "event": "leaves_position", "position": "director"}]}
>>> ruling = plan.ask(life, "exercise", on="2025-07-05", rights=4)
>>> ruling.outcome, ruling.rules
('allowed', ('ten-days-after-leaving',))

Importing this is quick and imports nothing: the engine is imported when it is first used.
"""

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than the command `kenri` may leave Ctrl-C without an answer."""

if TYPE_CHECKING:
    from typing import Any

    from kenri.api import LoadedPlan, load
    from kenri.model.life import Life
    from kenri.model.problems import Problem, ProblemsError
    from kenri.model.ruling import Ruling

__version__ = "0.1.0"

__all__ = ["Life", "LoadedPlan", "Problem", "ProblemsError", "Ruling", "__version__", "load"]

_WHERE = {
    "Life": "kenri.model.life",
    "LoadedPlan": "kenri.api",
    "Problem": "kenri.model.problems",
    "ProblemsError": "kenri.model.problems",
    "Ruling": "kenri.model.ruling",
    "load": "kenri.api",
}


def __getattr__(name: str) -> "Any":
    if name not in _WHERE:
        raise AttributeError(f"module `kenri` has no attribute `{name}`")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_WHERE[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__


def _drawn(value: object) -> "str | None":
    """How values draw themselves in a notebook; see `kenri.model.showing`."""
    from kenri.faces.playback.notebook import drawn

    return drawn(value)
