"""What `kenri ask --json` writes is what its published contract describes."""

import json
from fractions import Fraction

import jsonschema
import pytest
from pydantic import ValidationError

from kenri.api import load
from kenri.faces.contracts.answers import Answer, answer_schema
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling
from kenri.scenarios import Scenarios, scenario_files
from tests.effort import those_with_a_turn

PLANS = Library().ids("plan")


@pytest.mark.parametrize("plan", PLANS)
def test_the_answer_to_every_shipped_scenario_keeps_the_contract(plan: str) -> None:
    report = Report()
    loaded = load(plan)
    schema = answer_schema()
    runner = Scenarios(plans={plan: loaded})
    asks = [
        (told, ask.expected)
        for told in runner.read(scenario_files([plan]), report)
        for ask in told.asks
        if isinstance(ask.expected, ExpectedRuling)
    ]
    report.raise_if_any()
    assert asks
    for asked, (told, expected) in enumerate(those_with_a_turn(asks, 12)):
        data = ruling_data(runner.ruling(told, expected), "en")
        text = json.dumps(data)
        assert Answer.model_validate_json(text).model_dump(mode="json", by_alias=True) == data
        if asked < 3:  # the schema says the same as the model, more slowly
            jsonschema.validate(json.loads(text), schema)


def test_numbers_come_back_exact_and_days_as_days() -> None:
    plan = load(PLANS[0])
    assert plan.id
    value = Answer.model_fields["most"]
    assert value.is_required()
    from kenri.faces.contracts.answers import NumberFrom

    step = NumberFrom.model_validate_json('{"from": "2025-06-26", "most": "1/3"}')
    assert step.most == Fraction(1, 3)
    assert step.from_.isoformat() == "2025-06-26"


@pytest.mark.parametrize("text", ['{"from": "2025-06-26", "most": 0.5}', '{"from": "2025-06-26", "most": true}'])
def test_numbers_that_are_not_exact_are_refused(text: str) -> None:
    from kenri.faces.contracts.answers import NumberFrom

    with pytest.raises(ValidationError):
        NumberFrom.model_validate_json(text)
