"""`kenri audit`: was everything that is recorded permitted, and are all rights accounted for?"""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import GrantId, Json, KnownAt, LangOption, LifeName, PlanName, Readings, Rules


def audit(
    plan: PlanName,
    life: LifeName,
    grant: GrantId = None,
    known_at: KnownAt = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DAY", help="The last day looked at, or `today`; that of the last event if left out."
        ),
    ] = None,
    reading: Readings = None,
    all_: Annotated[
        bool,
        typer.Option(
            "--all", help="Show every grant; of more than 10, else those about which there is something to say."
        ),
    ] = False,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Judge every recorded act, and roll the rights forward. Exit code 1 if anything was not surely permitted."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.audit_data import audit_data
    from kenri.faces.inputs.questions import asked_day, open_life, open_plan, pairs
    from kenri.faces.rulings.audit_view import render_audit

    loaded = open_plan(plan, rules)
    found = loaded.audit(
        open_life(loaded, life),
        grant=grant,
        known_at=known_at,
        until=asked_day(loaded, until) if until is not None else None,
        readings=pairs(reading, "--reading"),
    )
    if as_json:
        show_json(audit_data(loaded.plan, found, lang))
    else:
        show(render_audit(loaded.plan, found, lang, is_whole=all_))
    if not found.is_clean:
        raise typer.Exit(1)
