"""`kenri holders` and `kenri holder`: who holds rights in a register, and what is recorded of one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, RegisterName

_Plan = Annotated[
    str | None, typer.Option("--plan", metavar="ID", help="In the words of which plan, where there are several.")
]


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
    from kenri.faces.contracts.register_data import holder_line
    from kenri.faces.inputs.registers import open_register
    from kenri.faces.registers.view import render_holders

    opened = open_register(register)
    today = datetime.now(UTC).date()
    loaded = opened.plan(plan, today)
    lives = opened.lives(loaded, day=today, known_at=loaded.instant(known_at))
    if as_json:
        show_json([holder_line(name, life) for name, life in lives])
    else:
        show(render_holders(lives, lang))


def holder(
    register: RegisterName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose.", show_default=False)],
    plan: _Plan = None,
    known_at: KnownAt = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show the rights of one holder: how they moved up to today, the life that is recorded, and its history."""
    from datetime import UTC, datetime

    from kenri.faces.commands.console import output, show, show_json
    from kenri.faces.contracts.register_data import holder_data
    from kenri.faces.inputs.registers import open_register
    from kenri.faces.registers.view import render_history
    from kenri.faces.rulings.audit_view import render_audit
    from kenri.loader.written_lives import life_data, life_text

    opened = open_register(register)
    today = datetime.now(UTC).date()
    loaded = opened.plan(plan, today)
    life = opened.life(name, loaded, day=today, known_at=loaded.instant(known_at))
    audited = loaded.audit(life, known_at=known_at, until=today) if life.grants else None
    history = opened.history(name)
    if as_json:
        show_json(holder_data(name, loaded.plan, life, audited, history, lang))
        return
    if audited is not None:
        show(render_audit(loaded.plan, audited, lang, is_whole=False))
    console = output()
    console.print(life_text(life_data(life, loaded.plan)), markup=False, highlight=False, soft_wrap=True)
    show(render_history(history, lang, [str(each.origin) for each in history]))
