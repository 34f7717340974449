"""The decision in rules engines, by hand, on folded facts. Those that have no months are given the heir's last day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.by_hand import FIRST, LAST, NEVER, Facts
from benchmarks.peers.population import Folded
from kenri.model.periods import add_months

Decide = Callable[[Facts, int, int, bool], bool]
"""Decides about folded facts, a day, a number, and whether an heir asks."""


def heir_last(facts: Facts) -> int:
    """The last day of the heir's six months."""
    return NEVER if facts.inherited == NEVER else add_months(facts.inherited, 6, "month-end")


def _context(facts: Facts, day: int, number: int, is_heir: bool) -> dict[str, Any]:
    last = heir_last(facts)
    return {**facts._asdict(), "day": day, "number": number, "is_heir": is_heir, "heir_last": last}


def zen() -> Decide:
    """An expression of Zen, compiled once."""
    import zen

    compiled = zen.compile_expression(
        f"day >= {FIRST} and day <= {LAST} and floor(number) == number and number <= held and "
        "(is_heir ? day >= inherited and day <= heir_last : day > left and day <= left + 10 and day <= died)"
    )
    return lambda *asked: compiled.evaluate(_context(*asked))


def cel() -> Decide:
    """An expression of CEL in C++, checked and compiled once."""
    from cel_expr_python import cel

    whole = ("left", "died", "inherited", "held", "day", "number", "heir_last")
    variables = {**dict.fromkeys(whole, cel.Type.INT), "is_heir": cel.Type.BOOL}
    compiled = cel.NewEnv(variables=variables).compile(
        f"day >= {FIRST} && day <= {LAST} && number <= held && "
        "(is_heir ? day >= inherited && day <= heir_last : day > left && day <= left + 10 && day <= died)"
    )
    return lambda *asked: compiled.eval(data=_context(*asked)).value()


def durable_rules() -> Decide:
    """Rules of durable-rules, compiled once."""
    from benchmarks.by_durable_rules import decider

    decide = decider()

    def decided(facts: Facts, day: int, number: int, is_heir: bool) -> bool:
        own = (facts.left + 1, min(facts.left + 10, facts.died))
        return decide(facts, day, number, (facts.inherited, heir_last(facts)) if is_heir else own) == "allowed"

    return decided


def openfisca() -> Callable[[Folded], Any]:
    """A formula of OpenFisca, over as many persons as there are rows."""
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    from benchmarks.peers import arrays

    person = entities.SingleEntity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])

    def variable(name: str, kind: type, **more: Any) -> None:
        about = {"value_type": kind, "entity": person, "definition_period": periods.DateUnit.YEAR, "label": name}
        system.add_variable(type(name, (variables.Variable,), {**about, **more}))

    for name in Folded._fields:
        variable(name, bool if name == "by_heir" else int)

    def formula(persons: Any, period: Any) -> Any:
        return arrays.decided(Folded(*(persons(name, period) for name in Folded._fields)))

    variable("allowed", bool, formula=formula)
    year = periods.period("2025")

    def decide(facts: Folded) -> Any:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, len(facts.on))
        for name, column in facts._asdict().items():
            simulation.set_input(name, year, column)
        return simulation.calculate("allowed", year)

    return decide
