"""The two pages of the glossary, in English and in Japanese, made of the same terms (`docs/glossary.yaml`).

`python -m tests.glossary_pages` writes them anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kenri.model.sentences import Language
from tests.committed_files import ROOT

TERMS = ROOT / "docs" / "glossary.yaml"
PAGES: dict[Language, Path] = {
    "en": ROOT / "docs" / "glossary.md",
    "ja": ROOT / "docs" / "ja" / "glossary.md",
}

_WORDS = {
    "en": {
        "title": "Glossary",
        "about": "The field's standard terms, in English and Japanese, and the words kenri uses for them.",
        "field": "The field",
        "means": "meaning",
        "in": "in kenri",
    },
    "ja": {
        "title": "用語集",
        "about": "この分野の標準的な用語と、kenriで対応する語。",
        "field": "この分野の用語",
        "means": "意味",
        "in": "kenriでは",
    },
}


def terms() -> dict[str, list[dict[str, Any]]]:
    """The terms of the field and of kenri."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(TERMS.read_text(encoding="utf-8"))
    return found


def page(lang: Language) -> str:
    """The text of one page."""
    words, read = _WORDS[lang], terms()
    field = _table(lang, read["field"], [_heads(lang)[0], _heads(lang)[1], words["means"], words["in"]])
    kenri = _table(lang, read["kenri"], [*_heads(lang), words["means"]])
    return "\n".join(
        [
            f"# {words['title']}",
            "",
            words["about"],
            "",
            f"## {words['field']}",
            "",
            *field,
            "",
            "## kenri",
            "",
            *kenri,
            "",
        ]
    )


def _heads(lang: Language) -> tuple[str, str]:
    """The language of the page first."""
    return ("English", "日本語") if lang == "en" else ("日本語", "English")


def _table(lang: Language, entries: list[dict[str, Any]], heads: list[str]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    other: Language = "ja" if lang == "en" else "en"
    for entry in entries:
        in_kenri = entry.get("kenri", "")
        cells = [entry["term"][lang], entry["term"][other], entry["means"][lang]]
        if len(heads) == 4:
            cells.append(in_kenri if isinstance(in_kenri, str) else in_kenri[lang])
        yield "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"


if __name__ == "__main__":
    for each, path in PAGES.items():
        path.write_text(page(each), encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
