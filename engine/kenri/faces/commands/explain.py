"""`kenri explain`: a plan, or one rule of it, in plain words beside its clauses."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PlanName, Rules


def explain(
    plan: PlanName,
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="One rule alone, or whatever has this id.")
    ] = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Explain a plan in plain words beside its clauses, or one of its rules."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.commands.inputs import open_plan, refused
    from kenri.faces.explain_view import plan_data, render_plan, render_rule
    from kenri.model.problems import did_you_mean, quote

    loaded = open_plan(plan, rules).plan
    if as_json:
        data = plan_data(loaded, lang)
        if rule is not None:
            entries = [entry for entry in data["entries"] if entry["id"] == rule]
            if not entries:
                known = [entry["id"] for entry in data["entries"]]
                raise refused(f"{quote(loaded.id)} has no {quote(rule)}", did_you_mean(rule, known))
            data = {**data, "entries": entries}
        show_json(data)
    else:
        show(render_plan(loaded, lang) if rule is None else render_rule(loaded, rule, lang))
