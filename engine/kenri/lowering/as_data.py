"""Programs as data, to be kept in files: a number for each step, by which others name it."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from kenri.lowering.exact import ExactStep, Program
from kenri.lowering.tables import Dense


def as_bytes(program: Program, said: Any) -> bytes:
    """A program, with something of JSON that is said about it."""
    numbers: dict[ExactStep, int] = {}
    tables: dict[Dense, int] = {}
    steps = []
    for step in _all(program):
        numbers[step] = len(numbers)
        of = [numbers[each] for each in step.of]
        steps.append([step.op, of, step.least, step.most, _detail(step.detail, tables), step.is_flag])
    told = {
        "said": said,
        "tables": [[table.first, b64encode(_little(table.values).tobytes()).decode()] for table in tables],
        "steps": steps,
        "roots": [numbers[root] for root in program.roots],
        "denominators": list(program.denominators),
        "ranges": list(program.ranges),
        "flags": list(program.flags),
    }
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 1)


def from_bytes(content: bytes) -> tuple[Program, Any]:
    """The program of some bytes, and what was said about it. Raises `ValueError` for bytes that are none."""
    try:
        told = json.loads(zlib.decompress(content))
        return _program(told), told["said"]
    except (zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise ValueError("no program") from error


def _program(told: Mapping[str, Any]) -> Program:
    tables = []
    for first, values in told["tables"]:
        numbers = array("q")
        numbers.frombytes(b64decode(values))
        tables.append(Dense(first, _little(numbers)))
    steps: list[ExactStep] = []
    for op, of, least, most, (sort, detail), is_flag in told["steps"]:
        known = tables[detail] if sort == "table" else tuple(detail) if sort == "numbers" else detail
        steps.append(ExactStep(op, tuple(steps[each] for each in of), (least, most), known, is_flag=is_flag))
    return Program(
        [step for step in steps if step.op != "constant"],
        [steps[each] for each in told["roots"]],
        told["denominators"],
        [(least, most) for least, most in told["ranges"]],
        told["flags"],
    )


def _all(program: Program) -> Mapping[ExactStep, None]:
    """The steps of a program and their constants, each after those it is made of."""
    found: dict[ExactStep, None] = {}
    for step in (*program.steps, *program.roots):
        found |= dict.fromkeys(each for each in step.of if each.op == "constant")
        found[step] = None
    return found


def _detail(detail: Any, tables: dict[Dense, int]) -> tuple[str, Any]:
    match detail:
        case Dense():
            return "table", tables.setdefault(detail, len(tables))
        case tuple() | list():
            return "numbers", list(detail)
        case _:
            return "plain", detail


def _little(values: array[int]) -> array[int]:
    """Numbers with their lowest byte first, or from there as they are here."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
