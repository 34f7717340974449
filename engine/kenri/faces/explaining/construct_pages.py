"""The pages of the reference of the rule language, which come with the package: one for each family of constructs.

A page is Markdown. Where it holds the table of a construct, comments say so, `<!-- keys of Within -->` before it and
`<!-- end of keys -->` after it; what stands between them is made from the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from kenri.faces.words.construct_names import NAMES
from kenri.loader.hints import fields_of, recognised_by
from kenri.loader.library import shipped
from kenri.model.expressions import Node
from kenri.model.walk import SORTS

__all__ = ["Page", "Tables", "names", "pages", "with_tables"]

Tables: TypeAlias = Callable[[type[Node]], str]
"""The table of a construct, as Markdown."""

FEW = 3
"""On how many pages a key may stand and still lead to them."""

_KEYS = re.compile(r"<!-- keys of (?P<construct>\w+) -->\n(?P<table>.*?)<!-- end of keys -->", re.DOTALL)
_BY_NAME = {construct.__name__: construct for construct in NAMES}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name (that of its file), its title, its text, and the constructs whose tables it holds."""

    name: str
    title: str
    text: str
    constructs: tuple[type[Node], ...]


@cache
def pages() -> tuple[Page, ...]:
    """All pages, by name; first the one that says what the others are about."""
    files = sorted(shipped("docs/reference").glob("*.md"), key=lambda file: (file.stem != "index", file.stem))
    return tuple(_page(file.stem, file.read_text(encoding="utf-8")) for file in files)


def _page(name: str, text: str) -> Page:
    title = text.partition("\n")[0].removeprefix("# ")
    return Page(name, title, text, tuple(_BY_NAME[found["construct"]] for found in _KEYS.finditer(text)))


def with_tables(text: str, tables: Tables) -> str:
    """The text of a page with each table made anew."""
    return _KEYS.sub(lambda found: _marked(found["construct"], tables(_BY_NAME[found["construct"]])), text)


def _marked(construct: str, table: str) -> str:
    return f"<!-- keys of {construct} -->\n\n{table}\n\n<!-- end of keys -->"


@cache
def names() -> dict[str, tuple[Page, ...]]:
    """What pages may be asked for by: a page's name, a key by which an expression is recognised, and any other key that
    stands on few pages.
    """
    own: dict[str, list[Page]] = {page.name: [page] for page in pages()}
    others: dict[str, list[Page]] = {}
    for page in pages():
        for key in _keys(page, recognising=True):
            if page not in own.setdefault(key, []):
                own[key].append(page)
        for key in _keys(page, recognising=False):
            others.setdefault(key, []).append(page)
    few = {key: on for key, on in others.items() if len(on) <= FEW and key not in own}
    return {key: tuple(on) for key, on in (own | few).items()}


def _keys(page: Page, *, recognising: bool) -> Iterator[str]:
    """The keys on a page, each once: those by which expressions are recognised, or all."""
    expressions = {construct for sort in SORTS.values() for construct in sort}
    found: dict[str, None] = {}
    for construct in page.constructs:
        if not recognising:
            found |= dict.fromkeys(fields_of(construct))
        elif construct in expressions:
            found |= dict.fromkeys(recognised_by(construct))
    yield from found
