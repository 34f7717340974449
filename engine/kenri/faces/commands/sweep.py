"""`kenri sweep`: the same question for every day of a range, and for every day on which an event might happen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import (
    ActionName,
    By,
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


def sweep(
    plan: PlanName,
    asked_from: Annotated[
        str, typer.Option("--asked-from", metavar="DAY", help="The first day asked about.", show_default=False)
    ],
    asked_to: Annotated[
        str, typer.Option("--asked-to", metavar="DAY", help="The last day asked about.", show_default=False)
    ],
    life: PerhapsLife = None,
    vary: Annotated[
        str | None,
        typer.Option("--vary", metavar="EVENT", help="Move this event: its id, or its kind if there is one of it."),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help="The first day of the event; 182 days before its own if left out."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", help="The last day of the event; 182 days after its own if left out."),
    ] = None,
    rights: Rights = None,
    action: ActionName = "exercise",
    by: By = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    with_: Facts = None,
    rules: Rules = None,
    svg: Svg = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write a picture in pixels too.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a table of all cells too.")] = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Ask one question for every day of a range and, with --vary, for every day of an event: a strip or a grid."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.inputs.questions import facts, files_read, open_recorded, pairs
    from kenri.faces.inputs.swept import swept_by
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.written_file import write_files

    to_png = None
    if png is not None:
        from kenri.faces.drawing.png_renderer import renderer

        to_png = renderer()  # or what is lacking, before any work
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, known_at=known_at)
    to_output = must_be_apart(
        {"--svg": svg, "--png": png, "--csv": csv}, files_read(loaded, plan, life, register), as_json=as_json
    )
    swept = swept_by(
        loaded,
        recorded,
        action,
        asked=(asked_from, asked_to),
        vary=vary,
        days=(from_, to),
        rights=rights,
        by=by,
        grant=grant,
        known_at=known_at,
        readings=pairs(reading, "--reading"),
        facts=facts(with_),
    )
    written: dict[Path, bytes] = {}
    if svg is not None or png is not None:
        from kenri.faces.playback import sweep_svg

        drawing = sweep_svg.render(swept, lang=lang)
        if svg is not None:
            written[svg] = drawing.encode()
        if png is not None and to_png is not None:
            written[png] = to_png(drawing)
    if csv is not None:
        from kenri.faces.contracts.sweep_data import sweep_csv

        written[csv] = sweep_csv(swept).encode()
    write_files(written)
    if to_output:
        return
    if as_json:
        from kenri.faces.contracts.sweep_data import sweep_data

        show_json(sweep_data(swept, lang))
    else:
        from kenri.faces.playback import sweep_view

        console = output()
        console.print(sweep_view.render(swept, width=min(console.width, 120), lang=lang))
