"""Scenarios: life stories with the answers that a document gives, each set beside the answer of the engine."""

from kenri.scenarios.files import NO_SCENARIOS, scenario_files
from kenri.scenarios.running import Scenarios, UnmetExpectation

__all__ = ["NO_SCENARIOS", "Scenarios", "UnmetExpectation", "scenario_files"]
