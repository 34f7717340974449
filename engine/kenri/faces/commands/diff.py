"""`kenri diff`: what changes from one plan, or one version of a plan, to another?"""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Events, Json, LangOption, PlanName, Rules, Save, Seconds, Steps
from kenri.solving.effort import SAFETY, STEPS


def diff(
    before: PlanName,
    after: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="The other plan, by its id or path.", show_default=False)
    ] = None,
    amendment: Annotated[
        list[str] | None,
        typer.Option("--amendment", metavar="NAME", help="Compare the plan without this amendment with it as it is."),
    ] = None,
    action: Annotated[
        list[str] | None, typer.Option("--action", metavar="NAME", help="Only this action; may be given several times.")
    ] = None,
    events: Events = 2,
    steps: Steps = STEPS,
    seconds: Seconds = SAFETY,
    save: Save = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Prove two plans the same, or show the smallest life and day on which they differ, in each direction.

    Exit code 1 if they differ or if that stayed undecided.
    """
    from kenri.api import load
    from kenri.checking.edits import edits
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.solver import solver
    from kenri.faces.contracts.comparison_data import comparison_data
    from kenri.faces.findings.difference_view import comparison_view
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.inputs.scenarios_of import scenarios_of
    from kenri.faces.words.commands import word
    from kenri.faces.writing.story_files import scenarios_of_stories
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence, did_you_mean

    with solver():
        from kenri.checking.difference import compare
    if (after is None) == (not amendment):
        raise refused(Sentence("nothing-to-compare"))
    must_be_folder(rules)
    second = load(before if after is None else after, rules=rules)
    first = load(before, rules=rules, without=tuple(amendment or ()))
    unknown = [name for name in action or () if name not in first.plan.actions]
    if unknown:
        raise refused(Sentence("no-such-action", name=quote(unknown[0])), did_you_mean(unknown[0], first.plan.actions))
    with progress(word("comparing", lang), lang, hidden=as_json) as shown:
        compared = compare(
            first,
            second,
            actions=action,
            events=events,
            steps=steps,
            seconds=seconds,
            progress=shown,
            scenarios=scenarios_of(before, second if after is None else first, None),
        )
    found = (
        (
            index,
            each.story,
            Sentence(
                "is-newly-allowed" if each.direction == "newly-allowed" else "is-newly-denied", action=each.action
            ),
            f"{each.direction} {each.action}",
        )
        for index, each in enumerate(compared.differences)
        if each.story is not None and each.status == "refuted"
    )
    stories = scenarios_of_stories(first, before, found, lang, folder=save)
    changed = list(edits(first, second))
    if as_json:
        show_json(comparison_data(first, compared, changed, stories, lang))
    else:
        console = output()
        for part in comparison_view(first, compared, changed, stories, lang):
            console.print(part, soft_wrap=True)
    if any(each.status != "proved" for each in compared.differences):
        raise typer.Exit(1)
