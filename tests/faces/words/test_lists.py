"""Things that stand one after another are parted by the marks of the language, and not by those of English alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kenri.faces.pages.templating import template_texts
from tests.engine_source import engine_modules

ENGLISH = {", ", "; "}

OF_DATA = {
    "kenri.faces.words.stories": "the flow of YAML, as a life file has it",
    "kenri.faces.words.voice": "the words of English alone",
    "kenri.faces.words.moments": "of one language, beside the other",
    "kenri.faces.words.names": "of one language, beside the other",
    "kenri.faces.pages.imports": "a list in a cell of data",
    "kenri.faces.rulings.batch_view": "a list in a cell of data",
    "kenri.faces.commands.usage": "an error of the parser of options, in English",
    "kenri.faces.words.values": "where the marks are told",
}
"""Where lists are written with the marks of English, and why."""


def joined_in_english(tree: ast.AST) -> Iterator[int]:
    """Lines on which something is joined by a mark of English."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(mark)), attr="join")) if mark in ENGLISH:
                yield node.lineno
            case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]) if first in ENGLISH:
                yield node.lineno


def test_no_face_lists_things_with_the_marks_of_english() -> None:
    """Mails, calendars, pages and the terminal wrote `, ` between parts in Japanese."""
    found = {
        f"{module.name}:{line}"
        for _, module in engine_modules()
        if module.name.startswith("kenri.faces.") and not module.name.startswith("kenri.faces.contracts.")
        if module.name not in OF_DATA
        for line in joined_in_english(module.tree)
    }
    assert found == set()


def test_no_page_lists_things_with_the_marks_of_english() -> None:
    found = {
        name: marks
        for name, text in template_texts().items()
        if (marks := re.findall(r'join\("[,;] "\)|%}[,;] \{%', text))
    }
    assert found == {}
