"""`kenri schema`: JSON Schema, so that an editor completes and checks what one writes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kenri.faces.commands.options import Rules


def schema(
    of: Annotated[
        Literal["rules", "life", "scenario", "answer"],
        typer.Argument(help="Which kind of file, or what `kenri ask --json` prints."),
    ] = "rules",
    plan: Annotated[
        str | None,
        typer.Argument(metavar="[PLAN]", help="For lives and scenarios: complete the words of this plan."),
    ] = None,
    rules: Rules = None,
    _json: Annotated[bool, typer.Option("--json", help="Taken for granted: a schema is JSON.")] = True,
) -> None:
    """Print the JSON Schema of rule files, lives or scenarios, for an editor, or of answers, for a program."""
    from kenri.faces.commands.console import show_json
    from kenri.faces.commands.inputs import open_plan, refused

    if of in ("rules", "answer") and plan is not None:
        raise refused("this schema is the same whatever the plan", "leave the plan out")
    if of == "answer":
        from kenri.faces.answers import answer_schema

        show_json(answer_schema())
        return
    if of == "rules":
        from kenri.faces.schema import rule_file_schema

        show_json(rule_file_schema())
        return
    from kenri.faces.life_schema import life_schema, scenario_schema

    loaded = open_plan(plan, rules).plan if plan is not None else None
    show_json(life_schema(loaded) if of == "life" else scenario_schema(loaded))
