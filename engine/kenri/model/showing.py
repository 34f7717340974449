"""How values show themselves in a notebook: they are drawn from above, because values know no face."""

from __future__ import annotations

import sys


def drawn(value: object) -> str | None:
    """A value as the package draws it, as HTML or as SVG; None where there is nothing to draw: its text is shown then.

    The package is there whichever part of it was asked for, and says how by its `_drawn`. It is not imported for that,
    so that beginning a command imports nothing.
    """
    draw = getattr(sys.modules.get("kenri"), "_drawn", None)
    found: str | None = None if draw is None else draw(value)
    return found
