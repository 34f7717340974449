"""What is made for the documentation and committed is what would be made now."""

import re

import pytest

from kenri.model.sentences import Language
from tests import calendar_table
from tests.docs.pictures import COMMANDS, FOLDER, drawn
from tests.glossary_pages import PAGES, page, terms

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_picture_is_as_it_is_drawn(name: str) -> None:
    assert (FOLDER / name).read_bytes() == drawn(name), "run `make pictures`"


def test_every_picture_has_its_command() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(COMMANDS)


def test_every_picture_of_a_page_is_shown() -> None:
    """They are taken in a browser, by `make page-pictures`."""
    shown = (FOLDER.parent / "pages.md").read_text(encoding="utf-8")
    pictures = [path.name for path in (FOLDER / "pages").iterdir()]
    assert pictures
    assert [name for name in pictures if f"(images/pages/{name})" not in shown] == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_glossary_is_as_its_terms_are(lang: Language) -> None:
    assert PAGES[lang].read_text(encoding="utf-8") == page(lang), "run `make glossary`"


def test_the_shipped_calendars_are_as_their_tables_are() -> None:
    assert calendar_table.PAGE.read_text(encoding="utf-8") == calendar_table.page(), "run `make calendars`"


def test_every_term_is_said_in_both_languages() -> None:
    for entry in (*terms()["field"], *terms()["kenri"]):
        for said in (entry["term"], entry["means"]):
            assert set(said) == {"en", "ja"}
            assert JAPANESE.search(said["ja"]), said
            assert not JAPANESE.search(said["en"]), said


def test_a_term_stands_once() -> None:
    names = [entry["term"]["en"] for entries in terms().values() for entry in entries]
    assert len(names) == len(set(names)) > 50
