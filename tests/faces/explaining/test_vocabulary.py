"""The words of a plan, told in both languages whatever an attribute may be."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from kenri.faces.explaining.vocabulary import word_entries
from kenri.model.plan import Attribute, AttributeKind, EventKind
from kenri.model.sentences import Language
from kenri.testing.toy_words import EMPTY_PLAN


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("kind", get_args(AttributeKind))
def test_each_type_of_attribute_has_words(kind: AttributeKind, lang: Language) -> None:
    declared = Attribute(type=kind, of=("pays",) if kind == "event" else (), says="what it is")
    plan = replace(EMPTY_PLAN, events={"comes": EventKind(attributes={"named": declared})})
    (line,) = [line.text for entry in word_entries(plan, lang) for line in entry.words if "named" in line.text]
    assert line.startswith("named")
    assert "what it is" in line
    assert ("pays" in line) == (kind == "event")
