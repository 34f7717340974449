"""How values show themselves in a notebook: they are drawn from above, because values know no face."""

from __future__ import annotations

from collections.abc import Callable

drawn_by: Callable[[object], str | None] | None = None
"""Draws a value, as HTML or as SVG, whichever it has; None of one that there is nothing to draw of.

Set by the package when any part of it is imported, so that it does not matter which was asked for.
"""


def drawn(value: object) -> str | None:
    """A value as it is drawn, or None: then a notebook shows its text."""
    return None if drawn_by is None else drawn_by(value)
