"""Claims about all the lives there can be, within a bound: the meaning of the rule language as terms of a solver (Z3).

Every expression becomes a term over the days and attributes of events that may or may not happen. With a recorded life
in their place every term is a plain value, so that the same code answers questions, and is held against the reference
evaluator life by life.
"""

from __future__ import annotations

__all__ = ["SolverMissingError"]


class SolverMissingError(Exception):
    """The solver is not installed."""

    def __init__(self) -> None:
        super().__init__('checking needs the solver Z3: install it with `pip install "kenri[proofs]"`')
