"""Every evaluator judges random plans, made of every construct of the language, as the reference does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.random_plans import plans
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_lives import asked_facts, askers, chosen_readings, lives, numbers
from kenri.testing.toy_words import ASKED_DAYS
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import differences
from tests.effort import examples

EXAMPLES = {"forward": 40, "terms": 200, "compiled": 200, "pointwise": 100}
"""How many plans, as far as an answer is dear."""


def test_a_random_plan_is_judged_alike(evaluator: Evaluator) -> None:
    @examples(EXAMPLES[evaluator.name])
    @given(st.data())
    def law(data: st.DataObject) -> None:
        life = data.draw(lives()).known_at(None)
        number = st.none() | numbers.filter(lambda number: number > 0)
        each = EvaluatorQuestion(
            life=life,
            grant=life.grants["g"],
            action="exercise",
            asker=life.parties[data.draw(askers)],
            day=data.draw(st.sampled_from(ASKED_DAYS)),
            number=data.draw(number if evaluator.name != "pointwise" else number.filter(lambda many: many is not None)),
            question=data.draw(asked_facts),
            readings=data.draw(chosen_readings),
        )
        question = Question(data.draw(plans()), each, calendars)
        assert not differences(evaluator, question, REFERENCE.answer(question))

    law()
