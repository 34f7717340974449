"""A construct of the rule language explained, by the page of the reference that is about it: for people and as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.rule import Rule
from rich.text import Text

from kenri.faces.drawing.name_table import NameTable
from kenri.faces.explaining.construct_pages import Page, names, pages, with_tables
from kenri.faces.explaining.construct_tables import construct_data, table
from kenri.faces.words.construct_names import NAMES
from kenri.faces.words.glossary import word
from kenri.loader.hints import recognised_by
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Language, Sentence, did_you_mean

__all__ = ["constructs_data", "pages_about", "render_list", "render_pages"]

TITLES_JA = {
    "index": "規則言語のリファレンス",
    "lives": "経過",
    "mistakes": "誤りとその報告",
    "questions": "質問と判定",
    "steps": "段階のある行為",
    "vocabularies": "付属の用語集",
}
"""The pages that hold no table of a construct."""

_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]+\)")


def pages_about(name: str) -> tuple[Page, ...]:
    """The pages about a construct, by its key, or of that name; all where no name is given.

    Raises `ProblemsError` with the nearest known names.
    """
    if not name:
        return pages()
    known = names()
    if name not in known:
        sentence = Sentence("no-such-construct", name=quote(name))
        raise ProblemsError([Problem(None, sentence, did_you_mean(name, known))])
    return known[name]


def render_list(lang: Language) -> RenderableType:
    """What there is: for each page its name, the keys of its constructs, and what these are called."""
    listed = NameTable(show_edge=False, pad_edge=False, header_style="bold", expand=False)
    listed.add_column(word("construct-page", lang))
    listed.add_column(word("construct-keys", lang))
    listed.add_column(word("construct-names", lang), overflow="fold")
    for page in pages():
        keys = dict.fromkeys(key for construct in page.constructs for key in recognised_by(construct))
        listed.add_row(Text(page.name, "bold"), Text(" ".join(keys)), Text(_about(page, lang)))
    return Group(listed, Text(), Text(word("construct-hint", lang), "dim"))


def render_pages(shown: Sequence[Page], lang: Language) -> RenderableType:
    """Pages as they are in the reference, one after another; the tables are in the language asked for."""
    parts: list[RenderableType] = []
    for page in shown:
        parts += [Rule(), _page(page, lang)] if parts else [_page(page, lang)]
    return Group(*parts)


def constructs_data(shown: Iterable[Page], lang: Language, *, with_text: bool) -> dict[str, Any]:
    """Pages as plain data, ready for JSON.

    Key `pages`: each with `page`, `title`, `constructs` (as `construct_data` gives them) and, where it is wanted,
    `text`: the page as Markdown.
    """
    return {
        "pages": [
            {
                "page": page.name,
                "title": page.title,
                "constructs": [construct_data(construct, lang) for construct in page.constructs],
                **({"text": _text(page, lang)} if with_text else {}),
            }
            for page in shown
        ]
    }


def _page(page: Page, lang: Language) -> RenderableType:
    pieces = _FENCED.split(_text(page, lang))
    return Markdown("".join(piece if piece.startswith("```") else _LINK.sub(r"\1", piece) for piece in pieces))


def _text(page: Page, lang: Language) -> str:
    """The page; in Japanese under the names of its constructs, with a word that the rest is in English."""
    if lang == "en":
        return page.text
    text = with_tables(page.text, lambda construct: table(construct, lang))
    _, _, rest = text.partition("\n")
    return f"# {_about(page, lang)}（{page.name}）\n\n{word('construct-english', lang)}\n{rest}"


def _about(page: Page, lang: Language) -> str:
    """What the constructs of a page are called, or its title."""
    called = dict.fromkeys(_name(construct, lang) for construct in page.constructs)
    return word("comma", lang).join(called) or (TITLES_JA[page.name] if lang == "ja" else page.title)


def _name(construct: Any, lang: Language) -> str:
    return NAMES[construct].ja if lang == "ja" else NAMES[construct].en
