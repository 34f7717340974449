"""`kenri audit --all REGISTER`: every recorded act of a register, as known then and as known now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenri.model.sentences import Language


def audit_all(
    register: str,
    *,
    plan: str | None,
    holder: str | None,
    known_at: str | None,
    until: str | None,
    readings: Mapping[str, str],
    out: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Audit every holder of a register, or one. Exit code 1 if anything was not surely permitted, then or now."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.contracts.auditing_data import AUDITING_COLUMNS, auditing_row
    from kenri.faces.inputs.registers import files_of, open_register
    from kenri.faces.registers.auditing_view import render_auditing
    from kenri.faces.registers.everybody_audit import audit_of, everybody_audit_data
    from kenri.faces.words.auditing import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.table_files import table_file, table_form
    from kenri.faces.writing.written_file import write_files
    from kenri.register.answers_again import AnswerAgain

    opened = open_register(register)
    to_output = must_be_apart({"--out": out}, files_of(register), as_json=as_json)
    if out is not None:
        table_form(out)
    with progress(word("working", lang), lang, hidden=as_json or to_output) as tell:
        found = audit_of(
            opened, plan=plan, holder=holder, until=until or "today", known_at=known_at, readings=readings, tell=tell
        )
    if out is not None:
        write_files({out: table_file(out, AUDITING_COLUMNS, [auditing_row(each, lang) for each in found.findings])})
    if as_json:
        show_json(everybody_audit_data(opened.issuer, found, lang))
    elif not to_output:
        console = output()
        holders = {each.given.holder if isinstance(each, AnswerAgain) else each.holder for each in found.findings}
        for part in render_auditing(found, lang, names=opened.names(holders)):
            console.print(part)
    if found.findings:
        raise typer.Exit(1)
