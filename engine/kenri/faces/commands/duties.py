"""`kenri duties`: who must do what, until when, and was it done?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import (
    EveryBy,
    GrantId,
    Holder,
    Json,
    KnownAt,
    LangOption,
    PerhapsLife,
    PlanName,
    Readings,
    RegisterOption,
    Rules,
)


def duties(
    plan: PlanName,
    on: Annotated[
        str,
        typer.Option("--on", metavar="DAY", help="The day asked about, or `today`.", show_default=False),
    ],
    life: PerhapsLife = None,
    by: EveryBy = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    rules: Rules = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Write the last days of what is still to be done as a calendar."),
    ] = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show what must be done: by whom, until when, under which clause, and how it stands on a day."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.duties_data import duties_data
    from kenri.faces.inputs.questions import asked_day, files_read, open_recorded, pairs
    from kenri.faces.rulings.duties_view import marks, render_duties
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.written_file import write_files

    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, on=on, known_at=known_at)
    to_output = must_be_apart({"--ics": ics}, files_read(loaded, plan, life, register), as_json=as_json)
    found = loaded.duties(
        recorded,
        on=asked_day(loaded, on),
        by=by,
        grant=grant,
        known_at=known_at,
        readings=pairs(reading, "--reading"),
    )
    if ics is not None:
        from datetime import UTC, datetime

        from kenri.faces.drawing import calendar_ics

        seed = f"{loaded.id} duties {' '.join(sorted(recorded.grants) + sorted(recorded.parties))}"
        calendar = calendar_ics.render(marks(found.owed, lang), uid_seed=seed, lang=lang, stamp=datetime.now(UTC))
        write_files({ics: calendar})
    if to_output:
        return
    if as_json:
        show_json(duties_data(found, lang))
        return
    console = output()
    for part in render_duties(loaded.as_known_at(loaded.instant(known_at)).plan, found, lang):
        console.print(part)
