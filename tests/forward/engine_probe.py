"""Small programs run against the C engine in a process of their own, where a crash harms nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from typing import Any

PRELUDE = """
import json
import durable_rules_engine as engine

def ruleset(**rules):
    made = {name: {"all": patterns} for name, patterns in rules.items()}
    return engine.create_ruleset("probe", json.dumps(made))

def drain(handle, state):
    started = engine.start_action_for_state(handle, state)
    message = started and started[1]
    fired = []
    while message:
        ((name, _),) = json.loads(message).items()
        fired.append(name)
        message = engine.complete_and_start_action(handle, state)
    return fired

def post(handle, *facts, sid="1"):
    told = [{"sid": sid, **fact} for fact in facts]
    code, state = engine.assert_facts(handle, json.dumps(told))
    return code, drain(handle, state)
"""


def run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program after the prelude."""
    text = PRELUDE + textwrap.dedent(program)
    return subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )


def answer(program: str, **environment: str) -> Any:
    """What a program prints, as JSON."""
    done = run(program, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
