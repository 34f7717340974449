"""`kenri figure`: what numbers does the plan give on a day?"""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import (
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
)


def figure(
    plan: PlanName,
    life: PerhapsLife = None,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which figures; all if left out.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day asked about, or `today`; needless for what never changes."),
    ] = None,
    rights: Rights = None,
    by: By = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    with_: Facts = None,
    rules: Rules = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show figures of a plan on a day: also those of no action, and of an action that is denied."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.figures_data import figures_data
    from kenri.faces.inputs.questions import asked_day, facts, open_recorded, pairs
    from kenri.faces.rulings.figure_view import figures, render_figures

    if register is not None and life is not None:  # no life is named there, so that the first name stands in its place
        names, life = [life, *(names or ())], None
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, on=on, known_at=known_at)
    day = None if on is None else asked_day(loaded, on)
    found = figures(
        loaded,
        recorded,
        names or (),
        facts=facts(with_),
        on=day,
        rights=rights,
        by=by,
        grant=grant,
        known_at=known_at,
        readings=pairs(reading, "--reading"),
    )
    judged_by = loaded.as_known_at(loaded.instant(known_at)).plan
    if as_json:
        from kenri.model.days import iso

        show_json(figures_data(judged_by, found, None if day is None else iso(loaded.day(day)), lang))
    else:
        show(*render_figures(judged_by, found, lang))
