"""`kenri test`: does every scenario get the answer that was worked out by hand?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kenri.faces.commands.options import EngineName, Json, LangOption, Rules

if TYPE_CHECKING:
    from rich.console import Group

    from kenri.model.scenario import Told
    from kenri.scenario_run import Difference, Scenarios

_WORDS = {
    "en": {
        "scenarios": "{count} scenarios, {asks} questions",
        "passed": "all answered as expected",
        "failed": "{count} failed",
        "unread": "not all could be asked",
        "unchecked": "not checked by this engine: {listed}",
        "progress": "asking",
        "what": "what",
        "expected": "expected",
        "got": "got",
        "because": "because",
    },
    "ja": {
        "scenarios": "シナリオ{count}件、質問{asks}件",
        "passed": "すべて期待どおり",
        "failed": "{count}件が不一致",
        "unread": "照会できないものあり",
        "unchecked": "この方式では照合しない項目: {listed}",
        "progress": "照会中",
        "what": "項目",
        "expected": "期待",
        "got": "結果",
        "because": "理由",
    },
}


def check(
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
    from kenri.faces.commands.inputs import must_be_folder
    from kenri.faces.problem_data import problems_data
    from kenri.model.problems import Problem, ProblemsError, Report
    from kenri.scenario_run import Scenarios, scenario_files

    must_be_folder(rules)
    examiner = Scenarios(rules=rules) if engine == "reference" else _forward(rules)
    problems = Report()
    told = examiner.read(scenario_files(scenarios or ()), problems)
    differences: list[Difference] = []
    words = _WORDS[lang]
    console = output()
    with _progress(words["progress"], told, hidden=as_json) as progress:
        for each in told:
            try:
                differences += examiner.examine(each)
            except ProblemsError as error:
                for problem in error.problems:
                    problems.add(problem)
            progress(each)
    found: tuple[Problem, ...] = problems.errors
    asks = sum(len(each.asks) for each in told)
    failed = {difference.told.place for difference in differences}
    unchecked: Mapping[str, int] | None = getattr(examiner, "unchecked", None)
    if as_json:
        show_json(
            {
                "scenarios": len(told),
                "questions": asks,
                "failed": len(failed),
                "differences": [_data(difference) for difference in differences],
                "problems": problems_data(found, lang),
                **({} if unchecked is None else {"unchecked": dict(sorted(unchecked.items()))}),
            }
        )
    else:
        if differences:
            for _, group in groupby(differences, key=lambda each: (each.told.place, each.asked)):
                console.print(_failure(list(group), words), soft_wrap=True)
        counted = words["scenarios"].format(count=len(told), asks=asks)
        verdict = words["failed"].format(count=len(failed)) if failed else words["unread" if found else "passed"]
        console.print(f"{counted}: {verdict}", style="bold red" if failed or found else "bold green")
        if unchecked:
            listed = ", ".join(f"{name} {number}" for name, number in sorted(unchecked.items()))
            console.print(words["unchecked"].format(listed=listed), soft_wrap=True)
    if found:
        if not as_json:
            report(found, lang)
        raise typer.Exit(2)
    if differences:
        raise typer.Exit(1)


def _forward(rules: Path | None) -> Scenarios:
    from kenri.evaluators.forward import ForwardScenarios, ForwardUnavailable, available

    if not available():
        raise ForwardUnavailable
    return ForwardScenarios(rules=rules)


@contextmanager
def _progress(word: str, told: Sequence[Told], *, hidden: bool) -> Iterator[Callable[[Told], None]]:
    """A bar on standard error while scenarios run, where somebody watches; it is called after each."""
    from kenri.faces.commands.console import make_console

    console = make_console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda _: None
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(word, total=len(told))
        yield lambda _: progress.advance(task)


def _failure(differences: list[Difference], words: dict[str, str]) -> Group:
    """One question that was answered otherwise than expected: the story, and a table of what differs."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from kenri.faces.name_table import NameTable

    first = differences[0]
    told = first.told
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for column in ("what", "expected", "got"):
        table.add_column(words[column], header_style="dim", overflow="fold")
    for each in differences:
        table.add_row(Text(each.what), Text(each.expected, "green"), Text(each.got, "red"))
    clause = f" ({told.clause})" if told.clause else ""
    return Group(
        Text.assemble((str(first.place), "bold red"), ": ", (told.name, "bold"), f"{clause}: {first.asked}"),
        Padding(Text(f"{words['because']}: {told.because}", "dim"), (0, 0, 0, 2)),
        Padding(table, (0, 0, 1, 2)),
    )


def _data(difference: Difference) -> dict[str, Any]:
    place = difference.place
    return {
        "scenario": difference.told.name,
        "plan": difference.told.plan,
        "clause": difference.told.clause,
        "because": difference.told.because,
        "asked": difference.asked,
        "what": difference.what,
        "expected": difference.expected,
        "got": difference.got,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
