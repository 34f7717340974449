"""`kenri windows`: on which days may who do what?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import (
    EveryBy,
    Facts,
    GrantId,
    Holder,
    Json,
    KnownAt,
    LangOption,
    PerhapsLife,
    PlanName,
    Readings,
    RegisterOption,
    Rights,
    Rules,
    Svg,
)


def windows(
    plan: PlanName,
    life: PerhapsLife = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="ACTION", help="What is to be done; every action if left out.")
    ] = None,
    by: EveryBy = None,
    rights: Rights = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    with_: Facts = None,
    rules: Rules = None,
    svg: Svg = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write a picture in pixels too.")] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write calendar entries with reminders too.")
    ] = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show all windows past and coming, as a strip with a month calendar for each short one."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.tracks import tracked
    from kenri.faces.contracts.windows_data import windows_data
    from kenri.faces.inputs.questions import facts, files_read, open_recorded, pairs
    from kenri.faces.rulings import windows_view
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.written_file import write_files
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    to_png = None
    if png is not None:
        from kenri.faces.drawing.png_renderer import renderer

        to_png = renderer()  # or what is lacking, before any work
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, known_at=known_at)
    to_output = must_be_apart(
        {"--svg": svg, "--png": png, "--ics": ics}, files_read(loaded, plan, life, register), as_json=as_json
    )
    chosen = pairs(reading, "--reading")
    tracks = tracked(
        loaded,
        recorded,
        action=action,
        by=by,
        grant=grant,
        rights=rights,
        known_at=known_at,
        readings=chosen,
        facts=facts(with_),
    )
    known, drawing = windows_view.with_deadlines(
        loaded, recorded, tracks, lang, by=by, grant=grant, known_at=known_at, readings=chosen
    )
    if drawing is None and (svg or png or ics):
        raise refused(Sentence("nothing-to-draw"))
    written: dict[Path, bytes] = {}
    if drawing is not None and (svg is not None or png is not None):
        from kenri.faces.drawing import calendar_svg

        picture = calendar_svg.render(drawing, lang=lang)
        if svg is not None:
            written[svg] = picture.encode()
        if png is not None and to_png is not None:
            written[png] = to_png(picture)
    if drawing is not None and ics is not None:
        from datetime import UTC, datetime

        written[ics] = windows_view.calendar(loaded, known, drawing, lang, datetime.now(UTC))
    write_files(written)
    if to_output:
        return
    if as_json:
        show_json(windows_data(loaded, tracks, lang))
    else:
        from rich.text import Text

        console = output()
        if drawing is not None:
            from kenri.faces.drawing import calendar_strip

            console.print(calendar_strip.render(drawing, width=min(console.width, 120), lang=lang))
            console.print()
        if said := windows_view.nothing(tracks, lang):
            console.print(said)
        else:
            console.print(windows_view.table(loaded, known, tracks, lang))
        for line in windows_view.cautions_text(tracks, lang):
            console.print(Text(line, "dim"))
