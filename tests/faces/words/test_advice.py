"""What is to be done about what is missing: of a life file, and of a register."""

import re
from dataclasses import replace

import pytest

from kenri import load
from kenri.faces.words.advice import supply_for
from kenri.model.lacking import lacks
from kenri.model.sentences import Language

PLAN = load("iij/2018-terms").plan
NAMES = ["exercise_period", "position", "part_time", lacks("of-event", attribute="requested_on", event="exercises")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_a_register_lacks_is_brought_in_and_by_the_name_that_tables_know(name: str, lang: Language) -> None:
    of_life, of_register = (supply_for(PLAN, "exercise", name, lang, of_register=each) for each in (False, True))
    assert of_life != of_register
    assert not re.search("in the life:|に記入", of_register)
    assert re.search(r"`(fact|grant|party|exercises)\.\w+`", of_register)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_that_a_document_does_not_state_something_is_said_once(lang: Language) -> None:
    """The rule file says why, often in the words with which it was told that there is a reason."""
    said = supply_for(PLAN, "exercise", "exercise_period", lang)
    assert len(re.findall("does not state|記載がない", said)) == 1
    unsaid = replace(PLAN, terms={"exercise_period": replace(PLAN.terms["exercise_period"], unknown="")})
    assert len(re.findall("does not state|記載がない", supply_for(unsaid, "exercise", "exercise_period", lang))) == 1
