"""The example of docs/checking.md does what the page says of it."""

from __future__ import annotations

from pathlib import Path

from kenri.api import load
from kenri.checking.plan_check import check

PAGE = Path(__file__).parents[2] / "docs" / "checking.md"


def test_what_the_example_marks_is_meant(tmp_path: Path) -> None:
    """Nothing else is found, so that `kenri check` exits with 0, and no mark is idle."""
    block = PAGE.read_text("utf-8").partition("```yaml\nplan: acme/options\n")[2].partition("```")[0]
    (tmp_path / "acme.yaml").write_text(f"plan: acme/options\n{block}", "utf-8")
    report = check(load(tmp_path / "acme.yaml"))
    assert [each.subject for each in report.findings] == []
    assert {each.mark.name for each in report.results if each.mark} == {"the-period-ends-all", "who-serves-to-the-end"}
    assert report.stale == ()
