"""`kenri due`: what comes for everybody in a register, in a span of days."""

from __future__ import annotations

from itertools import chain
from itertools import count as count_from
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, Readings, RegisterName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kenri.faces.registers.due_view import ComingOf

LONGEST = 3_660
"""So many days are looked at, at most, as in `kenri.faces.registers.everybody_due`, which is not imported yet."""


def due(
    register: RegisterName,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, max=LONGEST, help="So many days after the first.")
    ] = 30,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The first day, or `today`.")] = "today",
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="Under one plan; under every one if left out.")
    ] = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="NAME", help="For one holder; for everybody if left out.")
    ] = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a table too: .csv, .xlsx or .parquet.")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write one calendar too.")] = None,
    ics_each: Annotated[
        Path | None,
        typer.Option("--ics-each", metavar="DIR", help="Write a calendar for each holder into this folder too."),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show what opens, closes, changes, lapses or must be done soon: for whom, how many, under which clause."""
    from datetime import UTC, datetime

    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.contracts.due_data import DUE_COLUMNS, due_data, due_row
    from kenri.faces.inputs.questions import pairs
    from kenri.faces.inputs.registers import files_of, open_register, readings_among
    from kenri.faces.registers.due_view import due_calendar, render_due
    from kenri.faces.registers.everybody_due import due_of, plans_due
    from kenri.faces.words.due import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.table_files import table_file
    from kenri.faces.writing.written_file import make_folder, write_files

    opened = open_register(register)
    to_output = must_be_apart({"--out": out, "--ics": ics}, files_of(register), as_json=as_json)
    plans = plans_due(opened, plan, on, within)
    readings = readings_among(pairs(reading, "--reading"), (loaded for loaded, _ in plans))
    with progress(word("working", lang), lang, hidden=as_json or to_output) as tell:
        asked = {"known_at": known_at, "readings": readings}
        found = sorted(
            due_of(opened, plans, asked, holder, tell), key=lambda each: (each.what.kind != "late", each.what.day)
        )
    count = len(opened.holders()) if holder is None else 1
    span = min((each for _, each in plans), default=None)
    written = {}
    if out is not None:
        rows = [due_row(of, its.id, each, lang) for of, its, each in found]
        written[out] = table_file(out, DUE_COLUMNS, rows)
    if ics is not None:
        written[ics] = due_calendar(found, opened.issuer, lang, datetime.now(UTC))
    if ics_each is not None:
        of_each: dict[str, list[ComingOf]] = {}
        for each in found:
            of_each.setdefault(each.holder, []).append(each)
        paths = {name: ics_each / f"{file}.ics" for name, file in _file_names(of_each).items()}
        options = {f"--ics-each {name}": path for name, path in paths.items()}
        must_be_apart({"--out": out, "--ics": ics, **options}, files_of(register))
        make_folder(ics_each)
        for name, several in of_each.items():
            written[paths[name]] = due_calendar(several, f"{opened.issuer} {name}", lang, datetime.now(UTC))
    write_files(written)
    if to_output:
        return
    if as_json:
        show_json(
            {
                "register": opened.issuer,
                "first": None if span is None else span[0].isoformat(),
                "last": None if span is None else span[1].isoformat(),
                "holders": count,
                "due": [due_data(of, its.id, each, lang) for of, its, each in found],
            }
        )
        return
    console = output()
    names = opened.names({each.holder for each in found})
    for part in render_due(found, span, count, lang, names=names):
        console.print(part)


def _file_names(holders: Iterable[str]) -> dict[str, str]:
    """A name of a file for each holder, no two alike: what no system's files may have in their names stands as `_`."""
    found: dict[str, str] = {}
    taken = set[str]()
    for holder in holders:
        plain = "".join(each if each.isalnum() or each in "-_." else "_" for each in holder).strip(".") or "_"
        ways = chain([plain], (f"{plain}-{count}" for count in count_from(2)))
        found[holder] = next(way for way in ways if way.casefold() not in taken)
        taken.add(found[holder].casefold())
    return found
