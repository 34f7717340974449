"""The type `date` in a signature is that of the standard library, and no attribute of ours that has the same name."""

from __future__ import annotations

from typing import Any

FOREIGN = {"date", "datetime.date"}


def _plain(_: Any, doctree: Any) -> None:
    from docutils.nodes import inline
    from sphinx.addnodes import pending_xref

    for link in list(doctree.findall(pending_xref)):
        if (
            link.get("refdomain") == "py"
            and link.get("reftarget") in FOREIGN
            and link.get("reftype") in {"class", "obj"}
        ):
            link.replace_self(inline("", "date"))


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("doctree-read", _plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
