"""The questions of shipped scenarios, checked, for whoever holds an evaluator to them."""

from __future__ import annotations

from collections.abc import Iterator

from kenri.asking.question import Question
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling, LoadedScenario
from kenri.scenarios import Scenarios, scenario_files
from tests.effort import those_with_a_turn


def questions_in_turn(name: str, turns: int) -> Iterator[tuple[LoadedScenario, ExpectedRuling, Question]]:
    """The questions about rulings of a plan's scenarios, each with what is expected: in a quick run one in `turns`."""
    scenarios = Scenarios()
    asks = [
        (told, ask.expected)
        for told in scenarios.read(scenario_files([name]), Report())
        for ask in told.asks
        if isinstance(ask.expected, ExpectedRuling)
    ]
    for told, expected in those_with_a_turn(asks, turns):
        yield told, expected, scenarios.question(told, expected)
