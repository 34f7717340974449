"""Forward chaining on durable-rules: events become facts, rules derive states, windows and rulings, and say in which
order and why.

A second, independent statement of the meaning: it looks at one day, and at others only where an expression does.
"""

from kenri.forward.adapter import EngineError, ForwardUnavailable, available
from kenri.forward.answer import forward_answer, forward_plan
from kenri.forward.plan import Decision, ForwardPlan, RefusedError, compile_plan
from kenri.forward.refusals import Refusal, refused
from kenri.forward.scenarios import ForwardScenarios
from kenri.forward.trace import Firing, Known, Trace

__all__ = [
    "Decision",
    "EngineError",
    "Firing",
    "ForwardPlan",
    "ForwardScenarios",
    "ForwardUnavailable",
    "Known",
    "Refusal",
    "RefusedError",
    "Trace",
    "available",
    "compile_plan",
    "forward_answer",
    "forward_plan",
    "refused",
]
