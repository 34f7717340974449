"""Pages of the site that stand outside `docs/`, where a repository has them: the README and the changelog.

A line `<!-- page: README.md -->` in a page is replaced by that file, from the root of the checkout. Links that lead to
these files, or from them into `docs/`, are made to lead to pages of the site.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

PAGES = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "docs/decisions/": "decisions.md"}
"""Where the site has what a link may lead to, from the root of the checkout."""

_TAKEN_IN = re.compile(r"^<!-- page: (\S+) -->$", re.MULTILINE)
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]*)((?:#[^)\s]*)?)\)")


def taken_in(text: str) -> str:
    """A page with what it takes in, links of that led into the site."""
    return _TAKEN_IN.sub(lambda found: _from_root((ROOT / found[1]).read_text(encoding="utf-8")), text)


def _from_root(text: str) -> str:
    def led(link: re.Match[str]) -> str:
        target = PAGES.get(link[1]) or link[1].removeprefix("docs/")
        inside = link[1] in PAGES or link[1].startswith("docs/")
        return f"]({target if inside else f'../{link[1]}'}{link[2]})"

    return _LINK.sub(led, text)


def led_inside(text: str, depth: int) -> str:
    """A page of `docs/`, so many folders deep, whose links to pages outside lead to those of the site."""
    up = "../" * depth

    def led(link: re.Match[str]) -> str:
        page = PAGES.get(link[1].removeprefix(f"{up}../")) if link[1].startswith(f"{up}../") else None
        return f"]({up}{page}{link[2]})" if page else link[0]

    return _LINK.sub(led, text)


def _read(_: Any, docname: str, source: list[str]) -> None:
    source[0] = led_inside(taken_in(source[0]), docname.count("/"))


def setup(app: Any) -> dict[str, bool]:
    """Join Sphinx."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
