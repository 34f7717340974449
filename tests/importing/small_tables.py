"""Small plans and tables for the tests of importing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook

from kenri import load
from kenri.importing.mapping_file import read_mapping
from kenri.importing.tables import Imported, read_tables
from kenri.model.plan import Plan
from kenri.model.problems import Report

OPTIONS = """\
plan: acme/options
title: {en: Options of 2024, ja: 第1回新株予約権}
extends: vocabulary/equity
party_attributes: {born: {type: day, optional: true, says: {en: day of birth, ja: 生年月日}}}
grant_attributes:
  price: {type: number, says: {en: exercise price, ja: 行使価額}}
  kind: {one_of: [incentive, ordinary], default: ordinary, says: {en: kind of option, ja: 種類}}
events:
  leaves:
    says: {en: The holder leaves., ja: 退職}
    personal: true
    attributes:
      reason: {one_of: [own_wish, redundancy], says: {en: reason for leaving, ja: 退職事由}}
  splits:
    says: {en: Shares are split., ja: 株式分割}
    attributes: {ratio: {type: ratio, says: {en: split ratio, ja: 分割比率}}}
  part_vests: {personal: true, number: amount, with_grant: vestings, attributes: {amount: number}}
rules: {holder: {clause: "1", says: The holder may exercise., permit: exercise}}
"""


@cache
def plan_of(text: str = OPTIONS) -> Plan:
    """The plan of a text."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "plan.yaml")
        path.write_text(text, encoding="utf-8")
        return load(path).plan


def read(
    *paths: Path, plan: Plan | None = None, mapping: str | None = None, plans: Mapping[str, Plan] | None = None
) -> Imported:
    """The tables in some files, in the words of one plan, with the text of a mapping file."""
    own = plan or plan_of()
    known = plans or {own.id: own}
    if mapping is None:
        return read_tables(paths, known)
    report = Report()
    mapped = read_mapping("mapping.yaml", report, mapping)
    report.raise_if_any()
    return read_tables(paths, known, mapped)


def workbook(path: Path, sheets: Mapping[str, Sequence[Any]]) -> Path:
    """A workbook with rows in sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    book.save(path)
    return path


def text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A table in text."""
    path.write_bytes("\r\n".join((*lines, "")).encode(encoding))
    return path


def told(imported: Imported) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, key and data of each entry."""
    return [(each.kind, each.key, dict(each.data)) for each in imported.entries]  # type: ignore[arg-type]  # no facts here


def wrong(imported: Imported) -> list[str]:
    """Place and code of each problem, warnings marked by a question mark."""
    return [
        f"{Path(str(each.place)).name if each.place else ''} {each.code}{'?' if each.severity == 'warning' else ''}"
        for each in imported.problems
    ]
