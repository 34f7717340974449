"""`kenri ask`: may somebody do this on a day, and why?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kenri.faces.commands.options import (
    ActionName,
    By,
    EngineName,
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


def ask(
    plan: PlanName,
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day asked about, or `today`.", show_default=False)
    ],
    life: PerhapsLife = None,
    rights: Rights = None,
    action: ActionName = "exercise",
    by: By = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    with_: Facts = None,
    rules: Rules = None,
    engine: EngineName = "reference",
    register: RegisterOption = None,
    holder: Holder = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="With --register: keep the answer there, as one that was given.")
    ] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Ask whether somebody may do something on a day: the ruling, its clauses, the window, the number, the cost."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.questions import asked_day, facts, not_beside, only_with, open_recorded, pairs

    if keep:
        not_beside("--keep", {"--engine": engine if engine != "reference" else None})
    if register is None:
        only_with("--register", {"--keep": keep})
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, on=on, known_at=known_at)
    asked: dict[str, Any] = {
        "on": asked_day(loaded, on),
        "rights": rights,
        "by": by,
        "grant": grant,
        "known_at": known_at,
        "readings": pairs(reading, "--reading"),
        "facts": facts(with_),
    }
    if engine == "forward":
        from kenri.faces.contracts.decision_data import decision_data
        from kenri.faces.rulings.decision_view import render_decision
        from kenri.forward import forward_answer

        decision = forward_answer(loaded, recorded, action, **asked)
        judged_by = loaded.as_known_at(loaded.instant(known_at)).plan
        if as_json:
            show_json(decision_data(judged_by, decision, lang))
        else:
            show(render_decision(judged_by, decision, lang))
        return
    kept = None
    if keep and register is not None and holder is not None:
        from kenri.faces.inputs.registers import author, now, open_register

        opened = open_register(register)
        ruling, kept = opened.answer(plan, holder, action, now=now(), author=author(), source="kenri ask", **asked)
    else:
        ruling = loaded.ask(recorded, action, **asked)
    if as_json:
        from kenri.faces.contracts.ruling_data import ruling_data

        data = ruling_data(ruling, lang, known_at=known_at, of_register=register is not None)
        show_json({**data, **({} if kept is None else {"kept": kept.key})})
    else:
        from kenri.faces.rulings.ruling_view import render_ruling

        show(render_ruling(ruling, lang, of_register=register is not None))
        if known_at is not None:
            from kenri.faces.words.glossary import word

            show(word("as-known-at", lang, instant=known_at))
        if kept is not None:
            from kenri.faces.words.acts import word as act_word

            show(act_word("kept", lang, name=kept.key))
