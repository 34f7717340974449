"""Any cells under known headings are read exactly or told of, never anything else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kenri.importing.headings import headings_of
from kenri.importing.mapping_file import SheetMapping, TableMapping
from kenri.importing.rows import FactRow, GrantRow, SheetRows
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import Targets
from kenri.model.problems import Report
from tests.importing.small_tables import plan_of, read, told, workbook

HEADINGS = [
    *(
        "who",
        "Name",
        "Grant ID",
        "Grant Date",
        "Options Granted",
        "Exercise Price",
        "Kind",
        "Event",
        "Event Date",
        "rights",
    ),
    *(
        "Recorded",
        "Corrects",
        "Cancelled",
        "reason for leaving",
        "split ratio",
        "vesting date 1",
        "vesting shares 1",
        "Notes",
    ),
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "E1",
            "G1",
            "行使",
            "付与",
            "leaves",
            "own_wish",
            "R7.6.25",
            "１，０００",
            "△3",
            "合計",
            "以下余白",
            "例：x",
            "yes",
            "1/3",
            "25%",
        ]
    ),
    st.integers(-10, 50_000),
    st.decimals(0, 1000, places=2),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.text(max_size=6),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=4), st.permutations(HEADINGS))
def test_any_rows_are_read_exactly_or_told_of(rows: list[list[Any]], headings: list[str]) -> None:
    plan = plan_of()
    sheet = TableSheet(file="a.xlsx", name="a", rows=lambda: iter([(1, headings), *enumerate(rows, 2)]))
    report = Report()
    targets = Targets({plan.id: plan})
    found = headings_of(sheet, targets, TableMapping(), report)
    assert found is not None
    assert not report.problems
    for row in SheetRows(sheet, found, targets, TableMapping(), SheetMapping(), report):
        assert not isinstance(row, FactRow)  # no heading names a fact
        assert not any(isinstance(value, float) for value in row.data.values())
        if isinstance(row, GrantRow):
            assert date.fromisoformat(str(row.data["on"])).year >= 1868
            assert isinstance(row.data["number"], int | Decimal)
    for problem in report.problems:
        assert problem.render("en")
        assert problem.render("ja")


GRANTS = st.lists(
    st.tuples(
        st.integers(1, 10**12),
        st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2),
        st.dates(date(1990, 1, 1), date(2100, 12, 31)),
        st.sampled_from(["serial", "iso", "era", "date"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(GRANTS)
def test_every_right_row_is_read_back_whatever_way_it_is_written(grants: list[tuple[int, Decimal, date, str]]) -> None:
    rows: list[list[Any]] = [["社員番号", "割当番号", "割当日", "割当個数", "行使価額"]]
    for place, (number, price, day, way) in enumerate(grants):
        rows.append([f"E{place}", f"G{place}", _written(day, way), f"{number:,}個" if place % 2 else number, price])
    with TemporaryDirectory() as folder:
        found = read(workbook(Path(folder, "a.xlsx"), {"a": rows}))
    assert found.is_usable
    assert [(each[2]["on"], each[2]["number"], each[2]["price"]) for each in told(found)] == [
        (day.isoformat(), number, price) for number, price, day, _ in grants
    ]


def _written(day: date, way: str) -> Any:
    """A day in one of the ways in which people write it."""
    if way == "serial":
        return (day - date(1899, 12, 30)).days
    if way == "iso":
        return day.isoformat()
    if way == "era":
        era, first = ("令和", 2019) if day >= date(2019, 5, 1) else ("平成", 1989)
        year = day.year - first + 1
        return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return day
