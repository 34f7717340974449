"""`kenri explain --construct`: the pages of the reference at the terminal, in both languages, and as data."""

import json
import re

import pytest
from rich.console import Console, RenderableType

from kenri.faces.explaining.construct_pages import FEW, names, pages
from kenri.faces.explaining.construct_view import TITLES_JA, constructs_data, pages_about, render_list, render_pages
from kenri.loader.hints import recognised_by
from kenri.model.problems import ProblemsError
from kenri.model.sentences import Language
from kenri.model.walk import SORTS

EXPRESSIONS = sorted({key for sort in SORTS.values() for construct in sort for key in recognised_by(construct)})


def shown(renderable: RenderableType, *, width: int = 160) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_every_expression_leads_to_the_pages_that_hold_its_tables(key: str) -> None:
    constructs = {each for sort in SORTS.values() for each in sort if key in recognised_by(each)}
    assert constructs <= {each for page in pages_about(key) for each in page.constructs}
    assert all(constructs & set(page.constructs) for page in pages_about(key))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("within", ["within"]),
        ("tolled", ["within"]),
        ("permit", ["rules"]),
        ("rules", ["rules"]),
        ("at", ["another-day"]),
        ("at_least", ["event", "quantity", "rules"]),
        ("lives", ["lives"]),
    ],
)
def test_a_name_leads_to_its_pages(name: str, found: list[str]) -> None:
    assert [page.name for page in pages_about(name)] == found
    assert len(found) <= FEW


def test_without_a_name_there_are_all_pages() -> None:
    assert pages_about("") == pages()
    text = shown(render_list("en"))
    assert all(f"{page.name} " in text for page in pages())


def test_an_unknown_name_has_the_nearest_beside_it() -> None:
    with pytest.raises(ProblemsError, match="the nearest known name is `within`"):
        pages_about("withn")
    assert "of" not in names(), "what stands everywhere leads nowhere"


def test_the_page_is_shown_with_its_table_and_examples_and_without_marks_or_links() -> None:
    text = shown(render_pages(pages_about("within"), "en"))
    assert re.search(r"^ tolled +condition +none +Days on which", text, re.MULTILINE)
    assert "from-it: {within: {days: 10}, from: 2024-06-25}" in text
    assert "<!--" not in text
    assert ".md" not in text


def test_in_japanese_names_and_frame_are() -> None:
    text = shown(render_pages(pages_about("within"), "ja"))
    assert "ある日からの期間、期間の延長、事由の定める日まで（within）" in text
    assert "説明文と例は英語である。" in text
    assert re.search(r"^ tolled +条件 +なし +期間の進行が停止する日。", text, re.MULTILINE)
    assert "after、from、beforeのうち一つだけを書く。" in text
    listed = shown(render_list("ja"))
    assert "ある日からの期間" in listed
    assert "a period" not in listed


def test_every_page_has_a_japanese_title() -> None:
    assert {page.name for page in pages() if not page.constructs} == set(TITLES_JA)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_data_survives_json(lang: Language) -> None:
    data = constructs_data(pages(), lang, with_text=True)
    assert json.loads(json.dumps(data)) == data
    (within,) = (page for page in data["pages"] if page["page"] == "within")
    (first, *_) = within["constructs"]
    assert first["recognised_by"] == ["within"]
    assert first["sort"] == ("条件" if lang == "ja" else "condition")
    (key,) = (key for key in first["keys"] if key["key"] == "within")
    assert (key["required"], key["default"]) == (True, None)
    assert within["text"].startswith("# ")
