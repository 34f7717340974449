"""One name or several: rule files may write one by itself, and whoever reads them wants a list."""

from __future__ import annotations


def several(names: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """One name or several, as several; none where nothing is said.

    >>> several("exercise"), several(("exercise", "sell")), several(None)
    (('exercise',), ('exercise', 'sell'), ())
    """
    return () if names is None else (names,) if isinstance(names, str) else names
