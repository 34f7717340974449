"""`kenri play`: play a life event by event, and see what each changes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PlanName, Rules


def play(
    plan: PlanName,
    life: Annotated[
        str | None, typer.Argument(metavar="[LIFE]", help="A life to begin with; an empty one if left out.")
    ] = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Play a life: add events with completion, ask, undo, save as a life or a scenario. Also from piped lines.

    With piped lines the exit code is 2 if any was refused. With --json each line is answered by one line of JSON.
    """
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.inputs.questions import STDIN, open_life, open_plan
    from kenri.faces.playing.lines import Play, piped
    from kenri.faces.playing.session import Session
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    loaded = open_plan(plan, rules)
    if life == STDIN:
        raise refused(Sentence("input-is-played"))
    recorded = open_life(loaded, life) if life is not None else loaded.life({})
    session = Session(loaded, recorded, plan_name=plan, lang=lang)
    if as_json:
        from kenri.faces.playing.data import answers

        refused_any = False
        for answer in answers(session, sys.stdin):
            refused_any |= answer["refused"] is not None
            show_json(answer, indent=None)
        raise typer.Exit(2 if refused_any else 0)
    console = output()
    is_typed = sys.stdin.isatty() and sys.stdout.isatty()
    sitting = Play(session, console, confirms=is_typed)
    sitting.hello()
    if is_typed:
        from kenri.faces.playing.prompt import typed

        sitting.run(typed(session))
    else:
        sitting.run(piped(sys.stdin, console))
        if sitting.refusals:
            raise typer.Exit(2)
