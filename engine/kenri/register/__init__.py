"""The register of an issuer's rights: everybody's parties, grants, facts and events in one database, append-only, each
with two times: from which day it is so, and when it was recorded.

Needs SQLAlchemy and Alembic, the extra `register`. What is recorded is folded to lives (`folding`), which the
evaluators are asked about as about those in files.
"""

from __future__ import annotations

from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["must_be_installed"]


def must_be_installed() -> None:
    """Raise `ProblemsError` where SQLAlchemy or Alembic is not installed."""
    try:
        import alembic  # noqa: F401  whether it is there
        import sqlalchemy  # noqa: F401  likewise
    except ImportError:
        raise refused(Sentence("register-missing")) from None
