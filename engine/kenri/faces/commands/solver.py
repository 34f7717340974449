"""What commands that need the solver say where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def solver() -> Iterator[None]:
    """Turns a missing solver into a problem that says how to install it."""
    from kenri.model.problems import Problem, ProblemsError
    from kenri.model.sentences import Sentence
    from kenri.solving import SolverMissingError

    try:
        yield
    except SolverMissingError:
        raise ProblemsError([Problem(None, Sentence("solver-missing"))]) from None
