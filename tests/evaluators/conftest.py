"""durable-rules does not import on CPython 3.13: there, only what must hold without it is tested."""

from kenri.evaluators.forward import available

collect_ignore = [] if available() else ["test_durable_rules.py", "test_forward_agreement.py", "test_forward_plan.py"]
