"""`kenri explain`: a plan, family or vocabulary, or one rule or word of it, in plain words beside its clauses.

With `--construct` it explains the rule language itself: one construct, or what there is.
"""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PlanName, Rules
from kenri.model.sentences import Language


def explain(
    plan: PlanName = "",
    rule: Annotated[
        str | None,
        typer.Argument(metavar="[RULE]", help="One rule alone, or whatever has this id: an event with its attributes."),
    ] = None,
    construct: Annotated[
        bool,
        typer.Option(
            "--construct",
            help="Explain the rule language: in the place of PLAN a key of it, such as within; without, what there is.",
        ),
    ] = False,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Explain a plan, family or vocabulary in plain words beside its clauses, or one of its rules or words."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.plan_data import plan_data
    from kenri.faces.explaining.explained import explained
    from kenri.faces.explaining.plan_view import render_plan, render_rule
    from kenri.faces.inputs.questions import open_shared
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence, did_you_mean

    if construct:
        if rule is not None:
            raise refused(Sentence("construct-without-plan"))
        _explain_construct(plan, lang, as_json=as_json)
        return
    if not plan:
        missing = Sentence("usage-missing-argument", name=quote("PLAN"))
        raise refused(Sentence("usage", what=missing), Sentence("see-help", command=quote("kenri explain -h")))
    loaded, is_whole = open_shared(plan, rules)
    if as_json:
        data = plan_data(loaded, explained(loaded, lang, is_whole=is_whole), lang)
        if rule is not None:
            named = {key: [each for each in data[key] if each["id"] == rule] for key in ("entries", "words")}
            if not any(named.values()):
                known = [each["id"] for key in named for each in data[key]]
                sentence = Sentence("not-in-plan", plan=quote(loaded.id), name=quote(rule))
                raise refused(sentence, did_you_mean(rule, known))
            data = {**data, **named}
        show_json(data)
    else:
        show(
            render_plan(loaded, lang, is_whole=is_whole)
            if rule is None
            else render_rule(loaded, rule, lang, is_whole=is_whole)
        )


def _explain_construct(name: str, lang: Language, *, as_json: bool) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.explaining.construct_view import constructs_data, pages_about, render_list, render_pages

    about = pages_about(name)
    if as_json:
        show_json(constructs_data(about, lang, with_text=bool(name)))
    else:
        show(render_pages(about, lang) if name else render_list(lang))
