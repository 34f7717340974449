"""`kenri lint`: what is wrong with rule files, and what looks like a slip?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, Rules


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
    from kenri.faces.contracts.lint_data import lint_data
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.words.commands import word
    from kenri.lint import lint, rule_files, scenarios_beside
    from kenri.model.problems import Report
    from kenri.scenarios import Scenarios, scenario_files

    must_be_folder(rules)
    files = rule_files(names or (), rules)
    folders = scenarios or scenarios_beside(files)
    unread = Report()
    loaded_scenarios = Scenarios(rules=rules).read(scenario_files(folders), unread) if folders else None
    found = lint(files, loaded_scenarios, rules)
    problems = (*found.problems, *unread.errors) if scenarios else found.problems
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if as_json:
        show_json(lint_data(found, problems, lang))
    else:
        report(problems, lang)
        counted = word("linted", lang, files=found.files, plans=len(found.plans), errors=errors, warnings=warnings)
        style = "bold red" if errors else "bold yellow" if warnings else "bold green"
        output().print(counted, style=style)
    if errors:
        raise typer.Exit(2)
    if strict and warnings:
        raise typer.Exit(1)
