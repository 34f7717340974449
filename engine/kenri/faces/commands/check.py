"""`kenri check`: is a plan complete and consistent, and does it mean what was intended?"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import (
    Events,
    Json,
    LangOption,
    PlanName,
    PlanScenarios,
    Rules,
    Save,
    Seconds,
    Steps,
)
from kenri.solving.effort import SAFETY, STEPS


def check(
    plan: PlanName,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A kind of check, or a rule, reading, action or claim."),
    ] = None,
    claims: Annotated[
        list[Path] | None, typer.Option("--claims", metavar="FILE", help="A file of claims from beside the plan.")
    ] = None,
    scenarios: PlanScenarios = None,
    events: Events = 2,
    steps: Steps = STEPS,
    seconds: Seconds = SAFETY,
    save: Save = None,
    all_days: Annotated[
        bool, typer.Option("--all-days", help="For rights that can never be exercised, every day on which that is so.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit code 1 also for what is undecided, stopped or not checked, and for marks on nothing."
        ),
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Say how long each kind of check took.")] = False,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Prove or refute what a plan should be: complete, free of contradictions, and true to its claims.

    Every refutation is a life story that the reference evaluator has replayed, printed as a scenario file. Exit code 1
    if anything is refuted that the plan does not say is meant (`means`).
    """
    from kenri.api import load
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.solver import solver
    from kenri.faces.contracts.report_data import report_data
    from kenri.faces.findings.check_view import kinds_and_names, report_view
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.inputs.scenarios_of import scenarios_of
    from kenri.faces.words.commands import word
    from kenri.faces.writing.story_files import stories_of_findings

    with solver():
        from kenri.checking.plan_check import check, subjects
    must_be_folder(rules)
    loaded = load(plan, rules=rules, claims=claims or ())
    kinds, names = kinds_and_names(only or (), subjects(loaded))
    loaded_scenarios = scenarios_of(plan, loaded, scenarios)
    with progress(word("checking", lang), lang, hidden=as_json) as shown:
        report = check(
            loaded,
            events=events,
            kinds=kinds or None,
            names=names or None,
            steps=steps,
            seconds=seconds,
            progress=shown,
            scenarios=loaded_scenarios,
            stopwatch=time.perf_counter,
        )
    if all_days:
        from kenri.checking.dead_days import with_days

        report = with_days(loaded, report)
    stories = stories_of_findings(loaded, plan, report, lang, folder=save)
    if as_json:
        show_json(report_data(loaded, report, stories, lang, timings=timings))
    else:
        console = output()
        for part in report_view(loaded, report, stories, lang, timings=timings):
            console.print(part, soft_wrap=True)
    grades = {each.grade for each in report.results}
    if "finding" in grades or (strict and ("open" in grades or report.stale)):
        raise typer.Exit(1)
