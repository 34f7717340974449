"""`kenri windows`: on which days may who do what?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import (
    Facts,
    GrantId,
    Json,
    KnownAt,
    LangOption,
    LifeName,
    PlanName,
    Readings,
    Rights,
    Rules,
)


def windows(
    plan: PlanName,
    life: LifeName,
    action: Annotated[
        str | None, typer.Option("--action", metavar="ACTION", help="What is to be done; every action if left out.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="PARTY", help="A party or a role; every party if left out.")
    ] = None,
    rights: Rights = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    with_: Facts = None,
    rules: Rules = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture too.")] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write calendar entries with reminders too.")
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show all windows past and coming, as a strip with a month calendar for each short one."""
    from kenri.faces import windows_view
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.inputs import facts, files_read, open_life, open_plan, pairs, refused
    from kenri.faces.commands.outputs import must_be_apart
    from kenri.faces.written_file import write_file
    from kenri.model.sentences import Sentence

    loaded = open_plan(plan, rules)
    recorded = open_life(loaded, life)
    must_be_apart({"--svg": svg, "--ics": ics}, files_read(loaded, plan, life))
    tracks = windows_view.tracked(
        loaded,
        recorded,
        action=action,
        by=by,
        grant=grant,
        rights=rights,
        known_at=known_at,
        readings=pairs(reading, "--reading"),
        facts=facts(with_),
    )
    known = recorded.known_at(loaded.instant(known_at))
    drawing = windows_view.timeline(loaded, known, tracks, lang)
    if drawing is None and (svg or ics):
        raise refused(Sentence("nothing-to-draw"))
    if drawing is not None and svg is not None:
        from kenri.faces import calendar_svg

        write_file(svg, calendar_svg.render(drawing, lang=lang).encode())
    if drawing is not None and ics is not None:
        from datetime import UTC, datetime

        from kenri.faces import calendar_ics

        seed = f"{loaded.id} {' '.join(sorted(known.grants) + sorted(known.parties))}"
        write_file(ics, calendar_ics.render(drawing, uid_seed=seed, lang=lang, stamp=datetime.now(UTC)))
    if as_json:
        show_json(windows_view.windows_data(loaded, tracks, lang))
    else:
        from rich.text import Text

        console = output()
        if drawing is not None:
            from kenri.faces import calendar_strip

            console.print(calendar_strip.render(drawing, width=min(console.width, 120), lang=lang))
            console.print()
        if said := windows_view.nothing(tracks, lang):
            console.print(said)
        else:
            console.print(windows_view.table(loaded, known, tracks, lang))
        for line in windows_view.cautions_text(tracks, lang):
            console.print(Text(line, "dim"))
