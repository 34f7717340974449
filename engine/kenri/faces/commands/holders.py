"""`kenri holders` and `kenri holder`: who holds rights in a register, and what is recorded of one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, RegisterName

_Plan = Annotated[str | None, typer.Option("--plan", metavar="ID", help="Under one plan; under every one if left out.")]


def holders(
    register: RegisterName,
    plan: _Plan = None,
    known_at: KnownAt = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """List everybody who holds rights in a register, with what was granted to them."""
    from datetime import UTC, datetime

    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.register_data import granted_to, holder_line
    from kenri.faces.inputs.registers import open_register
    from kenri.faces.registers.view import render_holders

    opened = open_register(register)
    today = datetime.now(UTC).date()
    versions = opened.plans()
    used = [id_ for id_, days in versions.items() if min(days) <= today.isoformat()]
    # Of several plans any one does: in its words a life has the grants under all of them.
    loaded = opened.plan(used[0] if plan is None and used else plan, today)
    lives = opened.lives(loaded, day=today, known_at=loaded.instant(known_at))
    if as_json:
        lines = (holder_line(name, life, loaded.id, only=plan) for name, life in lives)
        show_json([line for line in lines if plan is None or line["grants"]])
        return
    held = [(name, each) for name, life in lives for each in granted_to(name, life, loaded.id, only=plan)]
    names = opened.names({name for name, _ in held})
    show(render_holders(held, lang, names=names, is_of_several=plan is None and len(versions) > 1))


def holder(
    register: RegisterName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose.", show_default=False)],
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan", metavar="ID", help="Under one plan; under every one that they have rights of if left out."
        ),
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="As it stands on a day, or `today`.")] = "today",
    known_at: KnownAt = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show the rights of one holder: how they moved up to a day, windows, what vests next, life and history."""
    from kenri.faces.commands.console import output, show, show_json
    from kenri.faces.inputs.registers import open_register
    from kenri.faces.registers.entry_words import entry_words
    from kenri.faces.registers.one_holder import holder_of, one_holder_data
    from kenri.faces.registers.view import render_details, render_history
    from kenri.faces.rulings.audit_view import render_audit
    from kenri.faces.rulings.schedule_view import render_schedule
    from kenri.faces.rulings.windows_view import cautions_text, nothing, table
    from kenri.faces.words.register import word
    from kenri.loader.written_lives import life_data, life_text
    from kenri.model.visible import on_one_line

    opened = open_register(register)
    found = holder_of(opened, name, plan=plan, on=on, known_at=known_at)
    if as_json:
        show_json(one_holder_data(found, lang))
        return
    from rich.text import Text

    console = output()
    show(*render_details(found.holder, found.details, lang))
    console.print()
    for each in found.plans:
        if len(found.plans) > 1:
            console.print(Text(on_one_line(each.plan.id), "bold underline"))
        if each.audit is not None:
            show(render_audit(each.plan.plan, each.audit, lang, is_whole=False))
            console.print()
            console.print(nothing(each.windows, lang) or table(each.plan, each.known, each.windows, lang))
            for line in cautions_text(each.windows, lang):
                console.print(Text(line, "dim"))
        for schedule in each.schedules:
            console.print()
            if len(each.schedules) > 1:
                console.print(Text(on_one_line(word("schedule-of", lang, grant=schedule.grant)), "dim"))
            for part in render_schedule(schedule, each.on, lang, whole=False):
                console.print(part)
        console.print()
        text = life_text(life_data(each.known, each.plan.plan))
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    show(render_history(found.history, entry_words(opened, lang), [str(each.origin) for each in found.history]))
