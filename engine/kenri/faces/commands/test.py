"""`kenri test`: does every scenario get the answer that was worked out by hand?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import EngineName, Json, LangOption, Rules
from kenri.model.sentences import Language

if TYPE_CHECKING:
    from rich.console import Group

    from kenri.model.scenario import LoadedScenario
    from kenri.scenarios import Scenarios, UnmetExpectation


def run_scenarios(
    scenarios: Annotated[
        list[Path] | None,
        typer.Argument(help="Scenario files, folders, or ids of shipped plans; left out, all that are shipped."),
    ] = None,
    rules: Rules = None,
    engine: EngineName = "reference",
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Run scenarios: life stories with the answers they must get. Exit code 1 if any answer differs."""
    from kenri.faces.commands.console import output, report, show_json
    from kenri.faces.contracts.scenarios_data import failures, scenarios_data
    from kenri.faces.inputs.questions import must_be_folder
    from kenri.faces.words.commands import word
    from kenri.faces.words.values import listed
    from kenri.model.problems import Problem, ProblemsError, Report
    from kenri.scenarios import Scenarios, scenario_files

    must_be_folder(rules)
    examiner = Scenarios(rules=rules) if engine == "reference" else _forward(rules)
    problems = Report()
    loaded = examiner.read(scenario_files(scenarios or ()), problems)
    differences: list[UnmetExpectation] = []
    console = output()
    with _progress(word("asking", lang), loaded, hidden=as_json) as progress:
        for each in loaded:
            try:
                differences += examiner.examine(each)
            except ProblemsError as error:
                for problem in error.problems:
                    problems.add(problem)
            progress(each)
    found: tuple[Problem, ...] = problems.errors
    asks = sum(len(each.asks) for each in loaded)
    failed = failures(differences)
    unchecked: Mapping[str, int] | None = getattr(examiner, "unchecked", None)
    if as_json:
        show_json(scenarios_data(loaded, differences, found, lang, unchecked=unchecked))
    else:
        if differences:
            for _, group in groupby(differences, key=lambda each: (each.scenario.place, each.asked)):
                console.print(_failure(list(group), lang), soft_wrap=True)
        counted = word("scenarios", lang, count=len(loaded), asks=asks)
        verdict = word("failed", lang, count=len(failed)) if failed else word("unread" if found else "passed", lang)
        console.print(f"{counted}: {verdict}", style="bold red" if failed or found else "bold green")
        if unchecked:
            names = listed((f"{name} {number}" for name, number in sorted(unchecked.items())), lang)
            console.print(word("unchecked", lang, listed=names), soft_wrap=True)
    if found:
        if not as_json:
            report(found, lang)
        raise typer.Exit(2)
    if differences:
        raise typer.Exit(1)


def _forward(rules: Path | None) -> Scenarios:
    from kenri.forward import ForwardScenarios, ForwardUnavailable, available

    if not available():
        raise ForwardUnavailable
    return ForwardScenarios(rules=rules)


@contextmanager
def _progress(
    what: str, scenarios: Sequence[LoadedScenario], *, hidden: bool
) -> Iterator[Callable[[LoadedScenario], None]]:
    """A bar on standard error while scenarios run, where somebody watches; it is called after each."""
    from kenri.faces.drawing.console import make_console

    console = make_console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda _: None
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=len(scenarios))
        yield lambda _: progress.advance(task)


def _failure(differences: list[UnmetExpectation], lang: Language) -> Group:
    """One question that was answered otherwise than expected: the story, and a table of what differs."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from kenri.faces.drawing.name_table import NameTable
    from kenri.faces.words.commands import word

    first = differences[0]
    scenario = first.scenario
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for column in ("what", "expected", "got"):
        table.add_column(word(column, lang), header_style="dim", overflow="fold")
    for each in differences:
        table.add_row(Text(each.what), Text(each.expected, "green"), Text(each.got, "red"))
    clause = f" ({scenario.clause})" if scenario.clause else ""
    return Group(
        Text.assemble((str(first.place), "bold red"), ": ", (scenario.name, "bold"), f"{clause}: {first.asked}"),
        Padding(Text(f"{word('because', lang)}: {scenario.because}", "dim"), (0, 0, 0, 2)),
        Padding(table, (0, 0, 1, 2)),
    )
