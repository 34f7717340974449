"""Pages under `ja/` are marked as Japanese, for readers that speak and for the fonts of browsers."""

from __future__ import annotations

from typing import Any


def _marked(_: Any, pagename: str, __: str, context: dict[str, Any], ___: Any) -> None:
    if pagename.startswith("ja/"):
        context["language"] = "ja"


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("html-page-context", _marked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
