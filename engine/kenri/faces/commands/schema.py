"""`kenri schema`: JSON Schema, so that an editor completes and checks what one writes."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kenri.faces.commands.options import LangOption, Rules


def schema(
    of: Annotated[
        Literal["rules", "life", "scenario", "answer", "problems"],
        typer.Argument(help="Which kind of file, or what `kenri ask --json` prints, or any command for bad input."),
    ] = "rules",
    plan: Annotated[
        str | None,
        typer.Argument(metavar="[PLAN]", help="For lives and scenarios: complete the words of this plan."),
    ] = None,
    rules: Rules = None,
    _json: Annotated[bool, typer.Option("--json", help="Problems in JSON, too: a schema is JSON in any case.")] = False,
    _lang: LangOption = "en",
) -> None:
    """Print the JSON Schema of rule files, lives or scenarios, for editors, or of answers or problems, for programs."""
    from kenri.faces.commands.console import show_json
    from kenri.faces.inputs.questions import only_with, open_plan
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    if of in ("rules", "answer", "problems") and plan is not None:
        raise refused(Sentence("schema-without-plan"))
    if plan is None:
        only_with("PLAN", {"--rules": rules})
    if of == "answer":
        from kenri.faces.contracts.answers import answer_schema

        show_json(answer_schema())
        return
    if of == "problems":
        from kenri.faces.contracts.problem_data import problems_schema

        show_json(problems_schema())
        return
    if of == "rules":
        from kenri.faces.contracts.schema import rule_file_schema

        show_json(rule_file_schema())
        return
    from kenri.faces.contracts.life_schema import life_schema, scenario_schema

    loaded = open_plan(plan, rules).plan if plan is not None else None
    show_json(life_schema(loaded) if of == "life" else scenario_schema(loaded))
