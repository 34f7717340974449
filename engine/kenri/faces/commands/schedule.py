"""`kenri schedule`: which part vests when, and how many have vested then?"""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import (
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
    Svg,
)


def schedule(
    plan: PlanName,
    life: PerhapsLife = None,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A figure or an amount; the only one there is if left out.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="Mark the next part after this day, or after `today`."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every line of a long schedule.")] = False,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    rules: Rules = None,
    svg: Svg = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show the vesting schedule of a grant: a line for each part, with what has vested by then; and the next part."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.schedule_data import schedule_data
    from kenri.faces.inputs.questions import asked_day, files_read, open_recorded, pairs
    from kenri.faces.rulings import schedule_svg
    from kenri.faces.rulings.schedule_view import render_schedule
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.written_file import write_files
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    if register is not None and name is None:  # no life is named there, so that the name stands in its place
        life, name = None, life
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, known_at=known_at)
    to_output = must_be_apart({"--svg": svg}, files_read(loaded, plan, life, register), as_json=as_json)
    day = None if on is None else loaded.day(asked_day(loaded, on))
    found = loaded.schedule(recorded, name, grant=grant, known_at=known_at, readings=pairs(reading, "--reading"))
    if svg is not None:
        picture = schedule_svg.render(found, day, lang=lang)
        if picture is None:
            raise refused(Sentence("no-part-to-draw"))
        write_files({svg: picture.encode()})
    if to_output:
        return
    if as_json:
        show_json(schedule_data(loaded.id, found, day, lang))
        return
    console = output()
    for part in render_schedule(found, day, lang, whole=all_):
        console.print(part)
