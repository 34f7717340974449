"""What a service keeps in a register beside the rights: who may ask by which token, and what was answered to writes.

It knows no HTTP and no clock. What people and programs see of a service is `kenri.faces.serving`.
"""

from __future__ import annotations

from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["must_be_installed"]

_NEEDED = ("sqlalchemy", "alembic", "starlette", "uvicorn", "prometheus_client", "httpx")


def must_be_installed() -> None:
    """Raise `ProblemsError` where what serves is not installed: the extra `service`."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in _NEEDED):
        raise refused(Sentence("service-missing"))
