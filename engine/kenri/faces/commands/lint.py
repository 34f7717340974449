"""`kenri lint`: what is wrong with rule files, and what looks like a slip?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kenri.faces.commands.options import Json, LangOption, Rules

_WORDS = {
    "en": "{files} rule files, {plans} plans: {errors} problems, {warnings} warnings",
    "ja": "規定ファイル{files}件、プラン{plans}件：誤り{errors}件、注意{warnings}件",
}


def lint(
    names: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RULES]...",
            help="Rule files, folders, or ids; left out, all in the folder of --rules, or all that are shipped.",
        ),
    ] = None,
    scenarios: Annotated[
        list[Path] | None,
        typer.Option("--scenarios", help="Where the scenarios are; left out, in `scenarios` beside `rules`."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 for warnings.")] = False,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Check rule files: problems, and warnings about what is never used, never permitted or never tried."""
    from kenri.faces.commands.console import output, report, show_json
    from kenri.faces.commands.inputs import must_be_folder
    from kenri.lint import lint, rule_files, scenarios_beside
    from kenri.model.problems import ProblemsError, Report
    from kenri.scenario_run import Scenarios, scenario_files

    must_be_folder(rules)
    files = rule_files(names or (), rules)
    folders = scenarios or scenarios_beside(files)
    unread = Report()
    told = Scenarios(rules=rules).read(scenario_files(folders), unread) if folders else None
    found = lint(files, told, rules)
    errors = len(found.errors)
    warnings = len(found.problems) - errors
    if as_json:
        show_json(
            {
                "files": found.files,
                "plans": list(found.plans),
                "problems": [_data(problem) for problem in found.problems],
            }
        )
    else:
        report(found.problems)
        counted = _WORDS[lang].format(files=found.files, plans=len(found.plans), errors=errors, warnings=warnings)
        style = "bold red" if errors else "bold yellow" if warnings else "bold green"
        output().print(counted, style=style)
    if errors:
        raise typer.Exit(2)
    if scenarios and unread.errors:
        raise ProblemsError(unread.errors)
    if strict and warnings:
        raise typer.Exit(1)


def _data(problem: Any) -> dict[str, Any]:
    place = problem.place
    return {
        "severity": problem.severity,
        "message": problem.message,
        "help": problem.help,
        "about": problem.rule,
        "clause": problem.clause,
        "file": place.file if place is not None else None,
        "line": place.line if place is not None else None,
        "column": place.column if place is not None else None,
    }
