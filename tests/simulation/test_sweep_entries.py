"""A sweep asked for by the plan, and by `kenri simulate --sweep`."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from kenri.api import load
from kenri.faces.main import app

ASKED = ("2045-06-20", "2045-07-20")


def test_a_plan_sweeps_as_the_sweep_does() -> None:
    plan = load("iij/2015-5th-series")
    life = plan.life("scenarios/lives/leaver.yaml")
    days = ("2045-07-01", "2045-07-14")
    swept = plan.sweep(life, asked=ASKED, vary="leaves_position", days=days, rights=1)
    assert swept.table() == plan.sweep(life, asked=ASKED, vary="leaves_position", days=days, rights=1).table()


def test_simulate_sweeps_what_sweep_sweeps() -> None:
    runner = CliRunner()
    varied = ["--vary", "leaves_position", "--from", "2045-07-01", "--to", "2045-07-14"]
    days = ["--asked-from", ASKED[0], "--asked-to", ASKED[1]]
    wanted = runner.invoke(app, ["sweep", "iij/2015-5th-series", "leaver", *varied, *days, "--rights", "1", "--json"])
    sweep = ["--sweep", "leaves_position=2045-07-01..2045-07-14", "--asked", "..".join(ASKED)]
    got = runner.invoke(app, ["simulate", "iij/2015-5th-series", "leaver", *sweep, "--rights", "1", "--json"])
    assert got.exit_code == wanted.exit_code == 0
    assert json.loads(got.stdout) == json.loads(wanted.stdout)
