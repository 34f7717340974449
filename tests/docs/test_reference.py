"""The pages of the reference: what each says of a construct is what the model has, and every construct has its page."""

import json
import re
from collections import Counter

import pytest

from kenri.faces.contracts.life_schema import life_schema
from kenri.faces.explaining.construct_pages import Page, pages
from kenri.faces.explaining.construct_tables import construct_data, table
from kenri.faces.words.construct_names import NAMES
from kenri.loader.hints import fields_of
from kenri.model.expressions import Node
from kenri.model.plan import Document
from tests.docs.language_examples import DOCS
from tests.docs.shown_constructs import constructs, shown
from tests.reference_pages import written_anew

PAGES = pages()
CONSTRUCTS = constructs()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_tables_are_as_the_model_has_them(page: Page) -> None:
    assert page.text == written_anew(page), "run `make reference`"


def test_every_construct_has_one_table_and_there_is_no_other() -> None:
    found = Counter(construct.__name__ for page in PAGES for construct in page.constructs)
    assert found == {construct.__name__: 1 for construct in CONSTRUCTS}


def test_every_construct_has_a_name_in_both_languages() -> None:
    assert {each.__name__ for each in NAMES} == {each.__name__ for each in CONSTRUCTS}
    for names in NAMES.values():
        assert names.en[0].islower()
        assert re.search(r"[ぁ-んァ-ン一-龠]", names.ja)
        assert names.meaning_ja.endswith("。")
    assert not [name for name, times in Counter(each.en for each in NAMES.values()).items() if times > 1]


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.__name__)
def test_a_table_has_each_key_with_its_meaning(construct: type[Node]) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", table(construct, "en"), re.MULTILINE)
    assert [key for key, *_ in rows] == list(fields_of(construct))
    assert [key for key, _, _, meaning in rows if len(meaning) < 5] == []
    for (_, _, left_out, _), field in zip(rows, fields_of(construct).values(), strict=True):
        assert (left_out == "required") == field.is_required


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.__name__)
def test_a_construct_is_told_in_japanese_and_as_data(construct: type[Node]) -> None:
    told = re.sub(r"`[^`]*`|IANA|included|excluded", "", table(construct, "ja"))
    assert not re.findall(r"[A-Za-z]{3,}", told)
    data = construct_data(construct, "ja")
    assert json.loads(json.dumps(data)) == data


def test_the_default_in_a_table_is_that_of_the_model() -> None:
    """By hand, one of each kind: a word, a flag, a number, none, none because there is no text."""
    told = {
        construct.__name__: dict(
            re.findall(r"^\| `(\w+)` \| .+? \| (.+?) \| .+ \|$", table(construct, "en"), re.MULTILINE)
        )
        for construct in CONSTRUCTS
    }
    assert told["Rule"]["when"] == "`always`"
    assert told["EventKind"]["once"] == "`false`"
    assert told["LastOf"]["year_starts"] == "`1`"
    assert told["Within"]["tolled"] == "none"
    assert told["Term"]["unit"] == "none"
    assert told["Duration"]["days"] == "none"


def test_the_type_in_a_table_is_that_of_the_model() -> None:
    """By hand, one of each kind."""
    told = {
        construct.__name__: dict(
            re.findall(r"^\| `(\w+)` \| (.+?) \| .+? \| .+ \|$", table(construct, "en"), re.MULTILINE)
        )
        for construct in CONSTRUCTS
    }
    assert told["Within"]["within"] == "a period"
    assert told["Within"]["counting"] == "name or a counting"
    assert told["Held"]["same_day"] == "`begins`, `ends`"
    assert told["Duration"]["days"] == "whole number or name"
    assert told["Rule"]["permit"] == "name, or a list"
    assert told["Rule"]["from"] == "day"
    assert told["Rule"]["at_most"] == "number"
    assert told["Rule"]["when"] == "condition"
    assert told["Rule"]["clause"] == "text"
    assert told["EarlierOf"]["earlier_of"] == "list: days"
    assert told["DaysBetween"]["days_between"] == "list of two: days, days"
    assert told["Reading"]["options"] == "by name: text, or `{en: …, ja: …}`"
    assert told["Amendment"]["recorded"] == "day or instant"
    assert told["ExpectedRuling"]["windows"] == "list: a window, or `[]`"
    assert told["PartyIs"]["is"] == "value, or a list"


ANYWHERE = {"note", "replaces", "widens", "clause", "says"}
"""Keys of many constructs, which mean the same in each."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_is_used_by_an_example_of_its_own_page(page: Page) -> None:
    """Save the sections of a document, which have pages of their own."""
    used = {(construct, key) for construct, key in shown(f"reference/{page.name}")}
    lacking = [
        f"{construct.__name__}: {key}"
        for construct in page.constructs
        if construct is not Document
        for key in fields_of(construct)
        if (construct, key) not in used and key not in ANYWHERE
    ]
    assert lacking == []


def test_every_page_is_found_from_the_first() -> None:
    first, *others = PAGES
    assert first.name == "index"
    assert [page.name for page in others if f"({page.name}.md" not in first.text] == []


def test_the_page_of_lives_has_the_keys_of_a_life() -> None:
    text = (DOCS / "reference" / "lives.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]*) \| .* \|$", text, re.MULTILINE)
    keys = {key for row in rows for key in re.findall(r"`(\w+)", row)}
    schema = life_schema()["properties"]
    event = set(schema["events"]["items"]["properties"])
    assert keys == set(schema) | event
