"""On which days an answer looks at how rights stand, told from the rules alone: most look at the asked day only."""

from __future__ import annotations

from kenri.model import expressions as e
from kenri.model.days import NEVER, Day
from kenri.model.dependence import Dependence
from kenri.model.first_hand import expressions_of
from kenri.model.judgement import ActQuestion
from kenri.model.plan import Plan
from kenri.model.supplied import default_of
from kenri.model.walk import parts

_DAY_BY_DAY = (
    e.All,
    e.AnyOf,
    e.Not,
    e.Compare,
    e.Balance,
    e.Sum,
    e.Difference,
    e.Product,
    e.Quotient,
    e.Round,
    e.Least,
    e.Greatest,
    e.Cases,
    e.CaseLine,
    e.ConditionChoice,
    e.QuantityChoice,
)
"""What comes on each day of what its parts are on that day. Others may, too; they count as looking at all days."""


def days_looked_at(plan: Plan, dependence: Dependence, action: str) -> frozenset[str] | None:
    """The facts of a question that name the other days on which the rules about an action and its figures look at how
    rights stand, besides the day asked about; None where they may look at any day.
    """
    named = set[str]()
    keys = [(kind, name) for name, _, _ in dependence.rules_about[action] for kind in ("rules", "limits")]
    keys += [("figures", name) for name, figure in plan.figures.items() if action in figure.of]
    waiting = [each for key in keys for each in expressions_of(plan, key) or ()]
    while waiting:
        value, sort = waiting.pop()
        if isinstance(value, _DAY_BY_DAY):
            waiting += [(part.value, part.sort) for part in parts(value)]
        elif isinstance(value, e.Take) and isinstance(value.at, e.AskedDay):
            named.add(value.at.asked)
            waiting.append((value.take, "quantity"))
        elif isinstance(value, e.Node):
            if dependence.may_look_at_rights(dependence.of_node(value)):
                return None
        elif isinstance(value, str) and sort == "moments":
            if dependence.may_look_at_rights(dependence.needs("dates", value)):
                return None
        elif isinstance(value, str) and sort is not None:
            waiting += expressions_of(plan, ("states" if sort == "condition" else "amounts", value)) or ()
    return frozenset(named)


def looked_at_until(plan: Plan, act: ActQuestion, named: frozenset[str]) -> Day:
    """The last day on which the answer on an act looks at how rights stand, where facts name all days but its own."""
    asked, declared = dict(act.question), plan.actions[act.action].attributes
    days = [asked.get(name, default_of(declared.get(name), name)) for name in named]
    return max([act.on, *(day for day in days if isinstance(day, int) and day < NEVER)])
