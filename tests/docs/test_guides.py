"""The guide says the same in English and in Japanese: the same examples, save for what they say to people."""

import re
from typing import Any

import yaml

from tests.docs.language_examples import DOCS, examples

TEXTS = {"says", "question", "zone"}
ENGLISH, JAPANESE = (DOCS / "guide.md", DOCS / "ja" / "guide.md")


def without_texts(value: Any) -> Any:
    """The data of an example; of the options of a reading only the names, and no text or zone."""
    if isinstance(value, list):
        return [without_texts(each) for each in value]
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key not in TEXTS}
        return {key: sorted(each) if key == "options" else without_texts(each) for key, each in kept.items()}
    return value


def test_both_guides_have_the_same_examples() -> None:
    english, japanese = examples([ENGLISH]), examples([JAPANESE])
    assert [each.kind for each in english] == [each.kind for each in japanese]
    for one, other in zip(english, japanese, strict=True):
        assert without_texts(yaml.safe_load(one.text)) == without_texts(yaml.safe_load(other.text)), other.id


def test_both_guides_have_the_same_sections() -> None:
    english, japanese = (
        re.findall(r"^(#+) (\d*)", path.read_text("utf-8"), re.MULTILINE) for path in (ENGLISH, JAPANESE)
    )
    assert english == japanese
    assert [number for _, number in english if number] == [str(number) for number in range(1, 11)]


def test_the_examples_of_the_japanese_guide_speak_japanese() -> None:
    said = [text for each in examples([JAPANESE]) for text in re.findall(r"(?:says|question): ([^,}\n]+)", each.text)]
    assert len(said) > 30
    assert [text for text in said if not re.search("[ぁ-ん]", text)] == []


def test_each_pattern_quotes_its_clause_and_asks_a_question() -> None:
    for path in (ENGLISH, JAPANESE):
        patterns = re.split(r"^### \d+\. ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        for pattern in patterns:
            kinds = [kind for kind in ("\n> ", "```yaml plan\n", "```yaml life\n", "```yaml ask\n") if kind in pattern]
            assert len(kinds) == 4, pattern.partition("\n")[0]
