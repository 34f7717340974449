"""`kenri roll-forward`: how the rights in a register moved between two days, so that it adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, Readings, RegisterName


def roll_forward(
    register: RegisterName,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first day; since ever if left out.")
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day, or `today`.")] = "today",
    by: Annotated[
        Literal["plan", "holder", "grant"],
        typer.Option("--by", help="What is added up: all rights under a plan, or less."),
    ] = "plan",
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="Under one plan; under every one if left out.")
    ] = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="NAME", help="Of one holder; of everybody if left out.")
    ] = None,
    known_at: KnownAt = None,
    was_known_at: Annotated[
        str | None,
        typer.Option(
            "--was-known-at", metavar="T", help="Show too what became known later than that has changed of it."
        ),
    ] = None,
    reading: Readings = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a table too: .csv, .xlsx or .parquet.")
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show how rights moved between two days: what there was, what was granted and moved, under which clause, and what
    there is.
    """
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.contracts.roll_data import ROLL_COLUMNS, roll_rows
    from kenri.faces.inputs.questions import pairs
    from kenri.faces.inputs.registers import files_of, open_register
    from kenri.faces.registers.everybody_roll import everybody_roll_data, roll_of
    from kenri.faces.registers.roll_view import render_rolls
    from kenri.faces.words.auditing import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.table_files import table_file, table_form
    from kenri.faces.writing.written_file import write_files

    opened = open_register(register)
    to_output = must_be_apart({"--out": out}, files_of(register), as_json=as_json)
    if out is not None:
        table_form(out)
    with progress(word("rolling", lang), lang, hidden=as_json or to_output) as tell:
        found = roll_of(
            opened, first=from_, last=to, by=by, plan=plan, holder=holder, known_at=known_at,
            was_known_at=was_known_at, readings=pairs(reading, "--reading"), tell=tell,
        )  # fmt: skip
    if out is not None:
        rows = [row for each in found.rolled for row in roll_rows(*each, lang)]
        write_files({out: table_file(out, ROLL_COLUMNS, rows)})
    if to_output:
        return
    if as_json:
        show_json(everybody_roll_data(opened.issuer, found, by, lang))
        return
    console = output()
    for part in render_rolls(found.rolled, found.span, found.was_known, lang):
        console.print(part)
