"""Every link of a page leads to a file, and to a heading of it; each page has one title."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.committed_files import ROOT, committed_files

PAGES = sorted(path for path in committed_files() if path.suffix == ".md" and path.parent.name != "requirements")

_FENCED = re.compile(r"^(```+|~~~+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(<?([^)\s>]+)")


def prose(path: Path) -> str:
    return _FENCED.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """The fragments by which the headings of a page are linked: in small letters, without marks, `-` for spaces."""
    headings = re.findall(r"^#{1,6} +(.+?) *$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead(path: Path) -> Iterator[str]:
    for target in _LINK.findall(_CODE.sub("", prose(path))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        to = (path.parent / name).resolve() if name else path
        if not to.exists() or (fragment and to.suffix == ".md" and fragment not in anchors(to)):
            yield target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(dead(path)) == []


TITLED = [
    path
    for path in PAGES
    if path.is_relative_to(ROOT / "docs") and not path.read_text("utf-8").startswith(("<!--", "---"))
]
"""All but those that begin with what the site puts there."""


@pytest.mark.parametrize("path", TITLED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_begins_with_its_only_title(path: Path) -> None:
    text = prose(path)
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## Two words\n\n```text\n[no](link)\n```\n", "utf-8")
    page = tmp_path / "b.md"
    page.write_text(
        "# B\n[1](a.md) [2](a.md#two-words) [3](a.md#three) [4](c.md) [5](#b) [6](#c) [7](https://x)", "utf-8"
    )
    assert list(dead(page)) == ["a.md#three", "c.md", "#c"]
