"""Tables in and answers out: one row for each holder or grant, read in blocks, judged, and written so that a run that
is stopped goes on where it was.

Needs pyarrow, the extra `batch`. Who judges is behind one small interface (`judge.Judge`).
"""

from __future__ import annotations

from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["must_be_installed"]


def must_be_installed() -> None:
    """Raise `ProblemsError` where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401  whether it is there
    except ImportError:
        raise refused(Sentence("batch-missing")) from None
