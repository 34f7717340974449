"""Sentences as values, and the catalogue that puts them into words."""

import pickle

import pytest

from kenri.model.sentences import Sentence


def test_sentences_are_equal_by_code_and_values_whatever_their_order() -> None:
    one, other = Sentence("repeated-key", key="`a`", first="x:1:1"), Sentence("repeated-key", first="x:1:1", key="`a`")
    assert one == other
    assert hash(one) == hash(other)
    assert one != Sentence("repeated-key", key="`b`", first="x:1:1")
    assert one != Sentence("empty-item")
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_value_may_be_a_sentence_or_several() -> None:
    within = Sentence("listed", names=(Sentence("one-problem"), Sentence("warning-count", number=2)))
    assert within.text() == "1 problem, 2 warnings"
    assert within.text("ja") == "誤り1件、注意2件"


def test_user_input_is_never_taken_for_a_placeholder() -> None:
    assert Sentence("no-such-file", file="`{file}`").text() == "there is no file `{file}`"


def test_what_the_catalogue_lacks_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        Sentence("no-such-code").text()
    with pytest.raises(KeyError):
        Sentence("no-such-file").text("ja")
