"""`kenri plans`."""

from __future__ import annotations

from pathlib import Path

from tests.faces.commands.running import Kenri


def test_plans_are_listed(kenri: Kenri, project: Path) -> None:
    assert "iij/2015-5th-series" in kenri("plans").out
    listed = {each["plan"]: each for each in kenri("plans", "--rules", "rules", "--json").data}
    assert listed["acme/options"]["rules"] == 5
    assert listed["iij/2015-5th-series"]["document"] == "2015-06-26-stock-options-5th-series"
