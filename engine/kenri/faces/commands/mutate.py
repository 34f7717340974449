"""`kenri mutate`: would the scenarios and claims of a plan notice a slip in it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PlanName, PlanScenarios, Rules, Seconds, Steps
from kenri.model.sentences import Language
from kenri.solving.effort import SAFETY, STEPS

if TYPE_CHECKING:
    from rich.console import Console

    from kenri.api import LoadedPlan
    from kenri.checking.mutation_run import MutationReport
    from kenri.model.scenario import LoadedScenario


def mutate(
    plan: PlanName,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A section, such as `rules`, or the name of an entry."),
    ] = None,
    scenarios: PlanScenarios = None,
    explained: Annotated[
        list[Path] | None,
        typer.Option("--explained", metavar="FILE", help="A YAML file of slips that change no answer, with reasons."),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, help="Try only so many, spread evenly over all.")
    ] = None,
    steps: Steps = STEPS,
    seconds: Seconds = SAFETY,
    no_proof: Annotated[
        bool, typer.Option("--no-proof", help="Do not ask the solver what survivors would change.")
    ] = False,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Change each number, bound, convention and condition by one step, and see which changes would be noticed.

    A slip that no scenario and no claim notices comes with a life that tells it from the plan, as a scenario to add.
    Exit code 1 if there are such slips that no reason is given for, or a scenario that the plan itself does not meet.
    """
    from kenri.api import load
    from kenri.checking.mutation_run import examine
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.solver import solver
    from kenri.faces.contracts.mutation_data import mutation_data
    from kenri.faces.inputs.questions import must_be_folder, not_beside
    from kenri.faces.inputs.scenarios_of import scenarios_of
    from kenri.faces.words.commands import word
    from kenri.faces.writing.story_files import scenarios_of_stories
    from kenri.model.sentences import Sentence

    if no_proof:
        not_beside("--no-proof", {"--steps": steps != STEPS, "--seconds": seconds != SAFETY})
    must_be_folder(rules)
    loaded = load(plan, rules=rules)
    loaded_scenarios = scenarios_of(plan, loaded, scenarios)
    if not no_proof:
        with solver():
            import kenri.checking.difference  # noqa: F401  # so that a missing solver is told before long work begins
    with progress(word("mutating", lang), lang, hidden=as_json) as shown:
        report = examine(
            loaded,
            loaded_scenarios,
            only=frozenset(only or ()),
            reasons=_reasons(explained),
            sample=sample,
            steps=None if no_proof else steps,
            seconds=seconds,
            progress=shown,
            siblings=lambda: _siblings(loaded),
        )
    left = [each for each in report.survivors if each.fate in ("unnoticed", "open")]
    found = (
        (each.slip, each.story, Sentence("slip-would-change", slip=each.slip), each.slip)
        for each in left
        if each.story is not None
    )
    texts = scenarios_of_stories(loaded, plan, found, lang)
    if as_json:
        show_json(mutation_data(report, texts, lang))
    else:
        _show(output(), report, texts, lang)
    if left or report.unfit:
        raise typer.Exit(1)


def _siblings(plan: LoadedPlan) -> Iterator[tuple[LoadedPlan, list[LoadedScenario]]]:
    """The other shipped plans, each with its scenarios, where this plan is one of those that are shipped."""
    from kenri.api import load
    from kenri.faces.inputs.scenarios_of import scenarios_of
    from kenri.loader.library import Library

    ids = Library().ids("plan")
    for name in ids if plan.id in ids else ():
        if name != plan.id:
            other = load(name)
            yield other, scenarios_of(name, other, None)


def _show(console: Console, report: MutationReport, texts: dict[str, str], lang: Language) -> None:
    from rich.text import Text

    from kenri.faces.findings.check_view import scenario_view
    from kenri.faces.words.findings import word

    styles = {"unnoticed": "bold yellow", "open": "cyan"}
    for each in report.survivors:
        if each.fate in styles:
            told = (word(f"fate-{each.fate}", lang), styles[each.fate])
            console.print(Text.assemble(told, f"  {each.slip}"), soft_wrap=True)
            if each.reason is not None:
                console.print(Text(f"  {each.reason.text(lang)}", "dim"), soft_wrap=True)
            if each.slip in texts:
                console.print(scenario_view(texts[each.slip]), soft_wrap=True)
    counted = {fate: sum(each.fate == fate for each in report.survivors) for fate in ("same", "open", "unnoticed")}
    for scenario in report.unfit:
        line = word("scenario-unfit", lang, name=scenario.name, place=str(scenario.place))
        console.print(Text(line, "bold red"), soft_wrap=True)
    console.print(word("caught", lang, caught=report.caught, all=report.slips), style="bold green")
    for key, fate in (("same", "same"), ("open", "open"), ("left", "unnoticed")):
        if counted[fate]:
            style = styles.get(fate, "green")
            console.print(word(key, lang, count=counted[fate]), style=style)


def _reasons(paths: list[Path] | None) -> dict[str, str]:
    """The reasons listed in some files and in the one that is shipped, by the slip."""
    from kenri.loader.library import shipped
    from kenri.loader.reasons import read_reasons
    from kenri.model.problems import Report

    report = Report()
    found: dict[str, str] = {}
    for path in [shipped("scenarios") / "equivalent-slips.yml", *(paths or ())]:
        found |= read_reasons(path, report)
    report.raise_if_any()
    return found
