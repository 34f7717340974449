"""durable-rules does not import on CPython 3.13: there, only what must hold without it is tested."""

from kenri.forward import available

WITH_DURABLE_RULES = [
    "test_durable_rules.py",
    "test_forward_agreement.py",
    "test_forward_plan.py",
]
"""What asks forward chaining, or looks into its engine. What compares evaluators is in `tests/conformance`."""

collect_ignore = [] if available() else WITH_DURABLE_RULES
