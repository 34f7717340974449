"""Plain words, in English and Japanese, for every construct of the rule language.

`kenri.faces.words.say` says an expression on one line. Each construct has one arm, in `moments`, `conditions` and
`quantities`; `names` says what a plan declares, `values` days and numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never, cast

from kenri.faces.words.values import day, number, said, span
from kenri.faces.words.voice import Voice
from kenri.model.expressions import Condition, Moments, Quantity
from kenri.model.plan import Plan
from kenri.model.sentences import Language
from kenri.model.walk import Sort

__all__ = ["Voice", "day", "number", "said", "say", "span"]


def say(plan: Plan, expression: Any, sort: Sort, lang: Language, *, readings: Mapping[str, str] | None = None) -> str:
    """An expression of the plan as a short phrase on one line, for reading and not for parsing.

    With `readings` only the chosen option of a clause that can be read in several ways is said, otherwise each.
    """
    voice = Voice(plan, lang, readings or {})
    match sort:
        case "moments":
            return voice.moments(cast(Moments, expression))
        case "condition":
            return voice.condition(cast(Condition, expression))
        case "quantity":
            return voice.quantity(cast(Quantity, expression))
        case _:
            assert_never(sort)
