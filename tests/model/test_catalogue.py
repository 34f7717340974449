"""The catalogue: every code the engine uses is in it, every entry is used, and both languages say the same."""

import ast
import re

import pytest

from kenri.faces.words.key_meanings import IN_JAPANESE
from kenri.loader.decode import DESCRIPTIONS
from kenri.loader.hints import fields_of
from kenri.model import expressions, plan, scenario
from kenri.model.catalogue import PHRASES, PROBLEMS
from kenri.model.expressions import Node
from tests.engine_source import ROOT, engine_modules
from tests.sentence_laws import ENTRIES, english_in, made, needed, placeholders

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def test_every_code_is_a_slug_and_means_one_thing() -> None:
    assert [code for code in ENTRIES if CODE.fullmatch(code) is None] == []
    assert PROBLEMS.keys() & PHRASES.keys() == set()


def test_every_sentence_has_codes_that_can_be_read_off_its_source() -> None:
    assert [each.where for each in made() if not each.codes] == []


def test_every_code_used_is_in_the_catalogue() -> None:
    assert [f"{each.where}: {code}" for each in made() for code in each.codes if code not in ENTRIES] == []


def test_every_entry_is_used() -> None:
    used = {code for each in made() for code in each.codes}
    assert sorted(ENTRIES.keys() - used) == []


def test_every_sentence_is_made_with_the_values_its_words_need() -> None:
    wrong = [
        f"{each.where}: {code} needs {sorted(needed(code))}, given {sorted(each.names)}"
        for each in made()
        for code in each.codes
        if code in ENTRIES and needed(code) != each.names
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ENTRIES)
def test_both_languages_say_the_same(code: str) -> None:
    said = ENTRIES[code]
    for english, japanese in zip(said[::2], said[1::2], strict=True):
        assert placeholders(english) == placeholders(japanese)
        assert english_in(japanese) == []
        assert quoted_examples(english) == quoted_examples(japanese)


def quoted_examples(text: str) -> list[str]:
    """What is to be written as it stands, in order of the alphabet."""
    return sorted(set(re.findall(r"`[^`]*`", text)))


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_reads_as_its_language_has_it(code: str) -> None:
    english, japanese, *help_ = PROBLEMS[code]
    assert not english.endswith(".")
    assert english[0].islower() or english[0] in "{`"
    assert japanese.endswith("。") or code == "usage"
    assert not re.search("です|ます|ません|ください", japanese)
    if help_:
        assert not help_[0].endswith(".")
        assert help_[1].endswith("。")
        assert not re.search("です|ます|ません|ください", help_[1])


def descriptions(*, required: bool = False) -> set[str]:
    """What is said of keys beside their type hints; of those alone that must be there."""
    constructs = {
        each
        for module in (expressions, plan, scenario)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Node) and each not in (Node, plan.Plan)
    }
    return {
        field.description
        for construct in constructs
        if hasattr(construct, "__dataclass_fields__")
        for field in fields_of(construct).values()
        if field.is_required or not required
    }


def test_every_key_is_described_in_both_languages() -> None:
    assert set(IN_JAPANESE) == descriptions()
    assert "" not in IN_JAPANESE
    assert [
        text for text in IN_JAPANESE.values() if not text.endswith("。") or re.search("です|ます|ください", text)
    ] == []
    assert [text for text in IN_JAPANESE.values() if not re.search("[ぁ-んァ-ヶ一-龠]", text)] == []


def test_what_is_said_of_a_missing_key_is_as_everywhere() -> None:
    assert {each.text() for each in DESCRIPTIONS} <= descriptions(required=True)
    assert [each.code for each in DESCRIPTIONS if IN_JAPANESE[each.text()] != each.text("ja")] == []


TELLING = {
    "Fault",
    "Misfit",
    "Problem",
    "Refused",
    "_refuse",
    "_refused",
    "_wrong",
    "misfit",
    "problem",
    "refused",
    "wrong",
}
"""What is called with something to say to a user."""


def test_nothing_is_said_as_a_bare_string() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{each.lineno}"
        for path, module in engine_modules()
        for each in ast.walk(module.tree)
        if isinstance(each, ast.Call) and called(each.func) in TELLING
        for given in (*each.args, *(keyword.value for keyword in each.keywords))
        if isinstance(given, ast.JoinedStr) or (isinstance(given, ast.Constant) and " " in str(given.value))
    ]
    assert bare == []


def called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
