"""Lives of scenarios as tables: each question a row, in every form that tables may have."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet

from kenri.api import LoadedPlan, load
from kenri.loader.library import shipped
from kenri.loader.scenarios import read_scenarios
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from kenri.model.problems import Report
from kenri.model.ruling import Ruling
from kenri.model.scenario import ExpectedRuling


class Asked(NamedTuple):
    """A question of a scenario, as a row and as it is asked without a table."""

    life: Life
    question: dict[str, Any]
    row: dict[str, Any]


class Group(NamedTuple):
    """The questions of one action under the same readings."""

    plan: LoadedPlan
    action: str
    readings: dict[str, str]
    asked: list[Asked]


def groups(name: str) -> Iterator[Group]:
    """All questions of the scenarios of a plan."""
    plan, report = load(name), Report()
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[Asked]] = defaultdict(list)
    for path in sorted((shipped("scenarios") / name).rglob("*.yaml")):
        for told in read_scenarios(path, lambda _: plan.plan, report, lambda _: plan.other_plan):
            if told.life.plans:
                continue  # grants under other plans stand in no table
            data = life_data(told.life, plan.plan)
            for ask in told.asks:
                expected = ask.expected
                if isinstance(expected, ExpectedRuling):
                    several = found[expected.action, tuple(sorted(expected.readings.items()))]
                    several.append(_asked(f"row-{len(several)}", told.life, data, expected))
    assert not report.problems
    for (action, readings), asked in found.items():
        yield Group(plan, action, dict(readings), asked)


def _asked(id_: str, life: Life, data: Mapping[str, Any], expected: ExpectedRuling) -> Asked:
    question: dict[str, Any] = {
        "on": expected.on,
        "rights": None if expected.rights is None else Fraction(expected.rights),
        "by": expected.by,
        "grant": expected.grant,
        "known_at": expected.known_at,
        "facts": dict(expected.with_),
    }
    row = {"id": id_, **row_of(data)}
    row |= {name: value for name, value in question.items() if value is not None and name != "facts"}
    row |= {f"asked.{name}": value for name, value in question["facts"].items()}
    return Asked(life, question, row)


def row_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row for a life as data: dotted ones where it has one grant, and else lists."""
    grants, parties = data.get("grants", []), dict(data.get("parties", {}))
    row: dict[str, Any] = {f"fact.{name}": value for name, value in data.get("facts", {}).items()}
    if len(grants) == 1:
        (grant,) = grants
        row["grantee"] = grant["grantee"]
        row |= {f"grant.{name}": value for name, value in grant.items() if name != "grantee"}
        own = parties.pop(grant["grantee"], {})
        row |= {f"grantee.{name}": value for name, value in own.items()}
    elif grants:
        row["grants"] = grants
    row["parties"] = [{"name": name, **body} for name, body in parties.items()]
    row["events"] = data.get("events", [])
    return row


# --- the forms


def plainly(value: Any) -> Any:
    """A value as JSON has it: days and numbers that are not whole as text."""
    match value:
        case Mapping():
            return {name: plainly(each) for name, each in value.items()}
        case list() | tuple():
            return [plainly(each) for each in value]
        case bool() | int() | None:
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)


def as_texts(value: Any) -> Any:
    """The same with every scalar as text, as a column of texts has it."""
    match value:
        case Mapping():
            return {name: as_texts(each) for name, each in value.items()}
        case list() | tuple():
            return [as_texts(each) for each in value]
        case bool():
            return "true" if value else "false"
        case None:
            return None
        case _:
            return str(plainly(value))


def typed_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """A table whose columns, and whose fields of lists, have types of their own where all values have the same."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _column(values: list[Any]) -> pa.Array:
    return pa.array(_alike(values))


def _alike(values: list[Any]) -> list[Any]:
    """Values of one type: what is not becomes text."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, Mapping) for value in there):
        names = list(dict.fromkeys(name for value in there for name in value))
        fields = {name: _alike([(value or {}).get(name) for value in values]) for name in names}
        return [
            None if value is None else {name: fields[name][at] for name in names} for at, value in enumerate(values)
        ]
    if there and all(isinstance(value, list) for value in there):
        flat = iter(_alike([item for value in there for item in value]))
        return [None if value is None else [next(flat) for _ in value] for value in values]
    kinds = {type(value) for value in there}
    if kinds <= {int} or kinds <= {bool} or kinds == {date} or kinds == {str} or kinds == {Decimal}:
        return values
    return [as_texts(value) for value in values]


def text_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """A table of nothing but texts, and lists of structs of texts."""
    return typed_table([as_texts(row) for row in rows])


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """A CSV file; what is a list or a period is JSON in its cell."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _cell(value) for name, value in row.items()})
    return path


def _cell(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(plainly(value), ensure_ascii=False)
    return "" if value is None else str(as_texts(value))


def write_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """A table in the form that the suffix tells."""
    match path.suffix:
        case ".parquet":
            pa.parquet.write_table(typed_table(rows), path)
        case ".feather":
            pa.feather.write_feather(text_table(rows), path)
        case _:
            write_csv(path, rows)
    return path


def write_flat(folder: Path, data: Mapping[str, Any], suffix: str = ".csv") -> Path:
    """Flat tables of one life, with what the record leaves to be known written out."""
    folder.mkdir(parents=True)
    grants = [{"id": "grant", **grant} for grant in data["grants"]]
    write_table(folder / f"grants{suffix}", grants)
    parties = data.get("parties") or {grant["grantee"]: {"role": "grantee"} for grant in grants}
    write_table(folder / f"parties{suffix}", [{"name": name, **body} for name, body in parties.items()])
    if data.get("events"):
        write_table(folder / f"events{suffix}", data["events"])
    return folder


# --- what a ruling says, read off it without the code under test


def expected_answer(ruling: Ruling) -> dict[str, Any]:
    window = ruling.window
    found = {
        "on": date.fromordinal(ruling.on),
        "outcome": ruling.outcome,
        "rules": [finding.rule for finding in ruling.findings],
        "clauses": list(dict.fromkeys(finding.clause for finding in ruling.findings)),
        "most_exact": str(ruling.most),
        "window_first": date.fromordinal(window.first) if window and window.first else None,
        "window_last": date.fromordinal(window.last) if window and window.last else None,
        "next_day": date.fromordinal(ruling.next_day) if ruling.next_day else None,
        "missing": list(ruling.missing),
        "settled": ruling.is_settled,
        "answered_by": "reference",
    }
    for figure in ruling.figures:
        found[f"figure.{figure.name}_exact"] = None if figure.value is None else str(figure.value)
    return found
