"""Days, numbers, flags and lists that are told as texts are read as columns where they are plainly written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kenri.api import LoadedPlan
from kenri.columnar.json_lists import listed
from kenri.columnar.layout import Layout
from kenri.columnar.sources import opened
from tests.columnar.random_tables import asking_of, compare
from tests.columnar.scenario_tables import write_csv
from tests.columnar.small_tables import plan

KINDS = {"event": "word", "on": "day", "rights": "number", "good": "flag", "who": "name", "span": "period"}

LISTS: Mapping[str | None, list[dict[str, Any]] | None] = {
    None: [],
    "[]": [],
    ' [ {"event": "leaves", "on": "2025-03-01"} ] ': [{"event": "leaves", "on": "2025-03-01"}],
    '[{"event": "leaves", "good": true, "who": null}, {"rights": -4}]': [
        {"event": "leaves", "good": True},
        {"rights": -4},
    ],
    '[{"rights": "12"}, {"rights": 4.0}, {"rights": -2e1}]': [{"rights": 12}, {"rights": 4}, {"rights": -20}],
    '[{"on": "\\u5e74"}]': [{"on": "年"}],  # a text as it stands: whether it is a day is told later
    **dict.fromkeys(
        (
            *("", "null", "{}", "leaves", "[1]", "[null]", "[[]]", "[{}]", '[{"who": null}]', '[{"on": "a"}'),
            *(
                '[{"on": 20250301}]',
                '[{"rights": 0.5}]',
                '[{"rights": "04"}]',
                '[{"rights": true}]',
                *(
                    f'[{{"rights": {each}}}]'
                    for each in ("1e400000000", "1e-400000000", "1e9" + "9" * 20, "4.0" + "0" * 99)
                ),
            ),
            *('[{"good": 1}]', '[{"good": "true"}]', '[{"who": 7}]', '[{"event": ["leaves"]}]', '[{"colour": "red"}]'),
            *('[{"event": "a", "event": "b"}]', '[{"span": {"first": "2025-03-01"}}]', '[{"who": "\\ud800"}]'),
            *('[{"who": "a\\u0000"}]', f'[{{"rights": {10**19}}}]', "[" * 100_000),
        )
    ),
}
"""Texts, with what the items say; None where it is for the strict loader."""


def test_lists_of_json_are_lists_of_structs() -> None:
    found, plain = listed(pa.array([*LISTS], pa.string()), KINDS)
    assert plain.tolist() == [items is not None for items in LISTS.values()]
    told = [
        [{name: value for name, value in item.items() if value is not None} for item in items or ()]
        for items in found.to_pylist()
    ]
    assert told == [items or [] for items in LISTS.values()]
    assert found.is_valid().to_pylist() == [text is not None for text in LISTS]
    assert found.type.value_type == pa.struct(
        [("event", pa.string()), ("good", pa.bool_()), ("on", pa.string()), ("rights", pa.int64())]
    )


def test_lists_of_which_none_says_anything_are_lists() -> None:
    found, plain = listed(pa.array([None, "[]", "no"]), KINDS)
    assert found.to_pylist() == [None, [], []]
    assert plain.tolist() == [True, True, False]


def rows(count: int) -> list[dict[str, Any]]:
    """Rows of one shape. Ninety days after leaving are open; a holder has a hundred rights and one more each."""
    return [
        {
            "id": f"r{at}",
            "grant.on": f"2024-01-{at + 1:02}",
            "grant.number": str(100 + at),
            "events": json.dumps(
                [
                    {"event": "leaves", "on": "2025-03-01", "good": at % 2 > 0},
                    {"event": "exercises", "on": f"2025-03-{at + 2:02}", "rights": 60},
                ]
            ),
            "on": str(date(2025, 5, 26) + timedelta(days=at)),
            "rights": "45",
            "asked.paid": "true",
        }
        for at in range(count)
    ]


@pytest.mark.parametrize("settle", [False, True], ids=["bare", "settled"])
def test_a_table_of_texts_alone_is_answered_by_forms(tmp_path: Path, settle: bool) -> None:
    loaded = plan(tmp_path)
    source = opened(write_csv(tmp_path / "t.csv", rows(8)), Layout(loaded.plan, "exercise"))
    (block,) = source.blocks(100)
    assert compare(loaded, asking_of(loaded, "exercise", settle=settle), block.columns).compiled == 8
    # The ninetieth day after 1 March is 30 May, which the fifth row asks about; of 100 to 104 rights 60 are exercised.
    answers = loaded.batch(block.columns, settle=settle)
    assert answers.column("most_exact").to_pylist() == [*map(str, range(40, 45)), "0", "0", "0"]
    assert answers.column("outcome").to_pylist() == ["denied"] * 8
    assert loaded.batch(block.columns, rights=None).column("answered_by").to_pylist() == ["compiled"] * 8


ODD = {
    "grant.on": (
        "2024-1-5",
        "2024-01-05 ",
        "20240105",
        "2024-02-30",
        "0000-01-01",
        "2024-01-05T00:00",
        "٢٠٢٤-01-05",
        "x",
    ),
    "grant.number": (
        "0100",
        "+100",
        "1e2",
        "100.0",
        "-0",
        "1_00",
        " 100",
        "１００",
        "1/2",
        "-5",
        "9" * 30,
        "true",
        "r1",
    ),
    "on": ("2025-3-9", "tomorrow", "today", "2025-03-09T12:00:00+09:00", "2025-02-29", ""),
    "rights": ("045", "45.0", "0.5", "all", "0", "-1", "1/3", ""),
    "asked.paid": ("True", "yes", "1", "false ", "on", "r1"),
    "events": (
        "[]",
        "{}",
        "none",
        '[{"event": "leaves"}]',
        '[{"event": "leaves", "on": "2025-02-29"}]',
        '[{"on": null}]',
    ),
}
"""What stands in one cell among rows that are plain: other ways to write a value, and what is none."""


@pytest.mark.parametrize("column", ODD)
def test_what_is_not_plainly_written_is_read_by_the_loader(tmp_path: Path, column: str) -> None:
    loaded = plan(tmp_path)
    for odd in ODD[column]:
        several = rows(8)
        for at in (2, 5):
            several[at][column] = odd
        batch = pa.RecordBatch.from_pylist(several)
        assert compare(loaded, asking_of(loaded, "exercise", settle=False), batch).compiled >= 6
        for row in several:
            row[column] = odd
        compare(loaded, asking_of(loaded, "exercise", settle=False), pa.RecordBatch.from_pylist(several))


def test_names_that_are_written_like_days_and_numbers_are_names(tmp_path: Path) -> None:
    loaded: LoadedPlan = plan(tmp_path)
    several = [
        {**row, "grantee": name, "by": name}
        for row, name in zip(
            rows(8), ["2024-01-01", "45", "true", "leaves", "60", "r0", "grantee", "heir"], strict=True
        )
    ]
    compare(loaded, asking_of(loaded, "exercise", settle=False), pa.RecordBatch.from_pylist(several))
