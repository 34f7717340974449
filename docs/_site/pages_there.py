"""Tables of contents take in whatever pages there are, and name the rest that nobody placed.

A pattern (`guide*`) that matches no page is left out; a name without `*` is held to: where there is no such page, the
site is not made. A folder that has an index, or a page of its name beside it, is named by that page alone. `(the rest)`
stands for what no other line of the page names. An index that has no table of its own lists the pages of its folder
beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

REST = "(the rest)"

_TOCTREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OF_THE_FOLDER = "\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"


def there(text: str, folder: Path, page: str) -> str:
    """The text of a page (without its suffix) in a folder, with the tables of contents that there are pages for."""
    if page == "index" and not _TOCTREE.search(text):
        return text + _OF_THE_FOLDER
    pages = sorted(_pages(folder, page))
    lines = [line for table in _TOCTREE.findall(text) for line in table.splitlines() if line and line[0] != ":"]
    rest = [each for each in pages if each != page and not any(fnmatch(each, line) for line in lines)]

    def table(found: re.Match[str]) -> str:
        head = [line for line in found[1].splitlines() if line.startswith(":")]
        entries: list[str] = []
        for line in found[1].splitlines():
            if line == REST:
                entries += rest
            elif "*" in line:
                entries += [each for each in pages if fnmatch(each, line) and each not in (*entries, page)]
            elif line and line not in head:
                entries.append(line)
        return "\n".join(["```{toctree}", *head, "", *entries, "```"]) if entries else ""

    return _TOCTREE.sub(table, text)


def _pages(folder: Path, asking: str) -> Iterator[str]:
    """The names of the pages in a folder and in the folders in it, as a table of contents of one of them names them."""
    for path in (*folder.glob("*.*"), *folder.glob("*/*.*")):
        page = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix not in {".md", ".ipynb"} or page.startswith("_"):
            continue
        within, _, name = page.rpartition("/")
        has_page = (folder / within / "index.md").exists() or (folder / f"{within}.md").exists()
        if not within or within == asking or name == "index" or not has_page:
            yield page


def _read(app: Any, docname: str, source: list[str]) -> None:
    path = Path(app.srcdir) / docname
    source[0] = there(source[0], path.parent, path.name)


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
