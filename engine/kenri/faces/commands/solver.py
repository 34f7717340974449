"""What commands that need the solver say where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def solver() -> Iterator[None]:
    """Turns a missing solver into a problem that says how to install it."""
    from kenri.evaluators.proofs import SolverMissingError
    from kenri.model.problems import Problem, ProblemsError

    try:
        yield
    except SolverMissingError as error:
        message, _, help_ = str(error).partition(": ")
        raise ProblemsError([Problem(None, message, help_)]) from None
