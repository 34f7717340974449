"""Terms given to a solver (Z3): what can be so in some life within a bound, and in which one."""

from __future__ import annotations

__all__ = ["SolverMissingError"]


class SolverMissingError(Exception):
    """The solver is not installed."""

    def __init__(self) -> None:
        super().__init__('checking needs the solver Z3: install it with `pip install "kenri[proofs]"`')
