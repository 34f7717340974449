"""`kenri mutate`: would the scenarios and claims of a plan notice a slip in it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kenri.evaluators.proofs.effort import SAFETY, STEPS
from kenri.faces.commands.options import Json, LangOption, PlanName, Rules
from kenri.faces.commands.prove import Seconds, Steps

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.scenario import Told

_WORDS = {
    "en": {
        "caught": "{caught} of {all} slips are noticed by scenarios and claims",
        "same": "{count} change no answer within the bound, as the solver proves, or for a reason that is listed",
        "open": "{count} could not be decided",
        "left": "{count} would go unnoticed",
    },
    "ja": {
        "caught": "{all}件の誤記のうち{caught}件をシナリオと主張が検出",
        "same": "{count}件は結論を変えない（証明済み、又は理由を記載済み）",
        "open": "{count}件は未決",
        "left": "{count}件は検出されない",
    },
}


def mutate(
    plan: PlanName,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="A section, such as `rules`, or the name of an entry."),
    ] = None,
    scenarios: Annotated[
        list[Path] | None,
        typer.Option("--scenarios", metavar="PATH", help="Scenarios of the plan; left out, those that are shipped."),
    ] = None,
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
    Exit code 1 if there are such slips that no reason is given for.
    """
    from kenri.api import load
    from kenri.checking.mutation_run import examine
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.inputs import must_be_folder, not_beside
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.scenarios_of import scenarios_of
    from kenri.faces.commands.solver import solver
    from kenri.faces.story_files import story_text

    if no_proof:
        not_beside("--no-proof", {"--steps": steps != STEPS, "--seconds": seconds != SAFETY})
    must_be_folder(rules)
    loaded = load(plan, rules=rules)
    told = scenarios_of(plan, loaded, scenarios)
    if not no_proof:
        with solver():
            import kenri.checking.difference  # noqa: F401  # so that a missing solver is told before long work begins
    with progress("mutating" if lang == "en" else "変異中", hidden=as_json) as shown:
        report = examine(
            loaded,
            told,
            only=frozenset(only or ()),
            reasons=_reasons(explained),
            sample=sample,
            steps=None if no_proof else steps,
            seconds=seconds,
            progress=shown,
            siblings=lambda: _siblings(loaded),
        )
    left = [each for each in report.survivors if each.fate in ("unnoticed", "open")]
    texts = {
        each.slip: story_text(loaded, plan, each.story, f"{each.slip} would change this answer")
        for each in left
        if each.story is not None
    }
    if as_json:
        show_json(
            {
                "plan": loaded.id,
                "slips": report.slips,
                "caught": report.caught,
                "survivors": [
                    {"slip": each.slip, "fate": each.fate, "reason": each.reason, "scenario": texts.get(each.slip)}
                    for each in report.survivors
                ],
            }
        )
    else:
        _show(output(), report, texts, _WORDS[lang])
    if left:
        raise typer.Exit(1)


def _siblings(plan: LoadedPlan) -> Iterator[tuple[LoadedPlan, list[Told]]]:
    """The other shipped plans, each with its scenarios, where this plan is one of those that are shipped."""
    from kenri.api import load
    from kenri.faces.commands.scenarios_of import scenarios_of
    from kenri.loader.library import Library

    ids = Library().ids("plan")
    for name in ids if plan.id in ids else ():
        if name != plan.id:
            other = load(name)
            yield other, scenarios_of(name, other, None)


def _show(console: Any, report: Any, texts: dict[str, str], words: dict[str, str]) -> None:
    from rich.text import Text

    from kenri.faces.check_view import scenario_view

    styles = {"unnoticed": "bold yellow", "open": "cyan"}
    for each in report.survivors:
        if each.fate in styles:
            console.print(Text.assemble((each.fate, styles[each.fate]), f"  {each.slip}"), soft_wrap=True)
            if each.reason:
                console.print(Text(f"  {each.reason}", "dim"), soft_wrap=True)
            if each.slip in texts:
                console.print(scenario_view(texts[each.slip]), soft_wrap=True)
    counted = {fate: sum(each.fate == fate for each in report.survivors) for fate in ("same", "open", "unnoticed")}
    console.print(words["caught"].format(caught=report.caught, all=report.slips), style="bold green")
    for key, fate in (("same", "same"), ("open", "open"), ("left", "unnoticed")):
        if counted[fate]:
            style = styles.get(fate, "green")
            console.print(words[key].format(count=counted[fate]), style=style)


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
