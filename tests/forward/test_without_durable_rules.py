"""Where durable-rules is not, on CPython 3.13 or in an environment without it, asking for it says so in one line."""

from __future__ import annotations

import json
import subprocess
import sys

WITHOUT = """
import json
import sys
sys.modules["durable_rules_engine"] = None
import kenri
from kenri.forward import ForwardUnavailable, available, forward_answer, refused
plan = kenri.load("iij/2015-5th-series")
assert not available() and refused(plan.plan) == ()
grant = {"grantee": "a", "on": "2015-07-13", "number": 1, "position": "director"}
life = {"parties": {"a": {"role": "grantee"}}, "grants": [grant]}
assert plan.ask(life, on="2025-07-05").outcome == "denied"
try:
    forward_answer(plan, life, on="2025-07-05")
except ForwardUnavailable as error:
    print(json.dumps([each.render() for each in error.problems]))
"""


def test_where_durable_rules_is_not_everything_else_works_and_it_says_so() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (problem,) = json.loads(done.stdout)
    assert problem.startswith("the forward evaluator needs durable-rules, which is not here")


def test_the_command_says_so_in_one_line() -> None:
    program = """
import sys
sys.modules["durable_rules_engine"] = None
sys.argv = ["kenri", "test", "plans/itron-2009", "--engine", "forward"]
from kenri.faces.main import run
run()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("the forward evaluator needs durable-rules, which is not here")
    assert "Traceback" not in done.stderr
