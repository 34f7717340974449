"""Every heading that the page lists is known, means one thing, and is told of in the page."""

from __future__ import annotations

import pytest

from kenri.importing.heading_words import HEADINGS
from kenri.importing.headings import headings_of
from kenri.importing.mapping_file import TableMapping
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import Targets
from kenri.model.problems import Report
from tests.heading_table import PAGE, page
from tests.importing.small_tables import plan_of


def test_the_page_lists_the_headings_that_the_engine_knows() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.heading_table`"


@pytest.mark.parametrize(
    ("target", "heading"), [(target, heading) for target, headings in HEADINGS.items() for heading in headings]
)
def test_each_heading_stands_for_what_the_page_says(target: str, heading: str) -> None:
    other = "Grant ID" if target != "grant" else "Event ID"
    sheet = TableSheet(
        file="a.csv",
        rows=lambda: iter([(1, [heading, other, "Grant Date" if target != "grant.on" else "who"]), (2, ["1"])]),
    )
    plan = plan_of()
    report = Report()
    found = headings_of(sheet, Targets({plan.id: plan}), TableMapping(), report)
    assert report.problems == ()
    assert found is not None
    names = [column.target.name for column in found.columns if column.heading == heading]
    assert names == ([] if target == "ignored" else [target])
