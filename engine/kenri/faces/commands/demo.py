"""`kenri demo`: real questions about a published series of stock options, and its windows drawn.

What is asked is data, in scenarios/demo: the engine knows no plan.
"""

from __future__ import annotations

from typing import Any

from kenri.faces.commands.options import Json, LangOption


def demo(as_json: Json = False, lang: LangOption = "en") -> None:
    """Answer questions about published stock options, with their reasons, and draw the windows."""
    from rich.rule import Rule
    from rich.text import Text

    from kenri.faces.commands.console import output, show_json
    from kenri.faces.contracts.ruling_data import ruling_data
    from kenri.faces.contracts.tracks import tracked
    from kenri.faces.drawing import calendar_strip
    from kenri.faces.inputs.questions import open_life, open_plan
    from kenri.faces.rulings import windows_view
    from kenri.faces.rulings.ruling_view import render_ruling
    from kenri.faces.words import said

    shown = _shown()
    plan = open_plan(shown["plan"], None)
    questions = shown["questions"]
    lives = {name: open_life(plan, name) for name in [each["life"] for each in questions] + shown["windows"]}
    rulings = [plan.ask(lives[each["life"]], by=each["by"], on=each["on"], rights=each["rights"]) for each in questions]
    if as_json:
        show_json([ruling_data(ruling, lang) for ruling in rulings])
        return
    console = output()
    for each, ruling in zip(questions, rulings, strict=True):
        console.print(Rule(Text(said(each["title"], lang), "bold"), align="left"))
        command = f"$ kenri ask {plan.id} {each['life']} --by {each['by']} --on {each['on']} --rights {each['rights']}"
        console.print(Text(command, "dim"), soft_wrap=True)
        console.print(render_ruling(ruling, lang))
    for name in shown["windows"]:
        console.print(Rule(align="left"))
        console.print(Text(f"$ kenri windows {plan.id} {name} --action exercise", "dim"), soft_wrap=True)
        tracks = tracked(plan, lives[name], action="exercise")
        drawing = windows_view.timeline(plan, lives[name], tracks, lang)
        if drawing is not None:
            console.print(calendar_strip.render(drawing, width=min(console.width, 120), lang=lang))


def _shown() -> Any:
    """What is shown: a shipped file, which the tests keep in order."""
    from kenri.loader.library import shipped
    from kenri.loader.tree import read
    from kenri.model.problems import Report

    report = Report()
    trees = read(shipped("scenarios") / "demo" / "questions.yaml", report=report)
    report.raise_if_any()
    return trees[0].value
