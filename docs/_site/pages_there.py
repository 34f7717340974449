"""Tables of contents name folders and pages that may not be there: a pattern that matches none is left out.

A name without `*` is held to: where there is no such page, the site is not made.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_TOCTREE = re.compile(r"^```\{toctree\}\n.*?^```$", re.MULTILINE | re.DOTALL)


def there(text: str, folder: Path) -> str:
    """A page in a folder, with the patterns of its tables of contents that match a page."""

    def matches(line: str) -> bool:
        return "*" not in line or any(each.suffix in {".md", ".ipynb"} for each in folder.glob(line))

    return _TOCTREE.sub(lambda found: "\n".join(filter(matches, found[0].split("\n"))), text)


def _read(app: Any, docname: str, source: list[str]) -> None:
    source[0] = there(source[0], (Path(app.srcdir) / docname).parent)


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
