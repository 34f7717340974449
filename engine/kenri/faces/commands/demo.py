"""`kenri demo`: real questions about a published series of stock options, its windows drawn, and a year of a company.

What is asked is data, in scenarios/demo: the engine knows no plan.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kenri.faces.commands.options import Json, LangOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Protocol

    from rich.console import Console

    from kenri.model.sentences import Language

    class RunsCommand(Protocol):
        """Runs a command, and gives what it prints where that is not shown."""

        def __call__(self, words: Sequence[str], *, is_shown: bool) -> str: ...


_REGISTER = "register.db"
"""The register that --to leaves beside the files of the year."""

_NEEDED = ("sqlalchemy", "alembic", "python_calamine")
"""What the extras `register` and `tables` bring to read workbooks into a register."""


def demo(
    ctx: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Only write the files of the year, and its register, into a folder."),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Answer questions about published stock options, draw their windows, and go through a year of a company."""
    from tempfile import TemporaryDirectory

    from rich.text import Text

    from kenri.faces.commands.console import output, show, show_json
    from kenri.faces.words.demo import word

    year, run = _shown("year.yaml"), _runner(ctx)
    if to is not None:
        _write(year, to, run, as_json=as_json, lang=lang)
        return
    console = None if as_json else output()
    answers = {"questions": [*_questions(console, lang)], "year": []}
    if not _lacking():
        with TemporaryDirectory() as folder:
            names = {year["register"]: Path(folder, _REGISTER), year["files"]: _files(year)[0].parent}
            answers["year"] += _go_through(year, names, run, console, lang)
    elif console is not None:
        show(Text(word("extras", lang)))
    if as_json:
        show_json(answers)


def fill_with_the_year(ctx: typer.Context, register: Path) -> None:
    """Make a register of the year, as it is in the end, in a new file."""
    year = _shown("year.yaml")
    _record(year, {year["register"]: register, year["files"]: _files(year)[0].parent}, _runner(ctx))


def _record(year: Mapping[str, Any], names: Mapping[str, Path], run: RunsCommand) -> None:
    """Do what is recorded in the year, and show nothing."""
    for step in year["steps"]:
        if "title" not in step:
            run([_placed(each, names) for each in [*step["run"], "--json"]], is_shown=False)


def _questions(console: Console | None, lang: Language) -> Iterator[Any]:
    """Ask about single lives, and draw the windows of some; the answers as data."""
    from rich.rule import Rule

    from kenri.faces.contracts.ruling_data import ruling_data
    from kenri.faces.contracts.tracks import tracked
    from kenri.faces.drawing import calendar_strip
    from kenri.faces.inputs.questions import open_life, open_plan
    from kenri.faces.rulings import windows_view
    from kenri.faces.rulings.ruling_view import render_ruling

    shown = _shown("questions.yaml")
    plan = open_plan(shown["plan"], None)
    questions = shown["questions"]
    lives = {name: open_life(plan, name) for name in [each["life"] for each in questions] + shown["windows"]}
    for each in questions:
        ruling = plan.ask(lives[each["life"]], by=each["by"], on=each["on"], rights=each["rights"])
        yield ruling_data(ruling, lang)
        if console is not None:
            asked = ("--by", each["by"], "--on", str(each["on"]), "--rights", str(each["rights"]))
            _tell(console, ("ask", plan.id, each["life"], *asked), each["title"], lang)
            console.print(render_ruling(ruling, lang))
    if console is None:
        return
    for name in shown["windows"]:
        console.print(Rule(align="left"))
        _tell(console, ("windows", plan.id, name, "--action", "exercise"), None, lang)
        tracks = tracked(plan, lives[name], action="exercise")
        drawing = windows_view.timeline(plan, lives[name], tracks, lang)
        if drawing is not None:
            console.print(calendar_strip.render(drawing, width=min(console.width, 120), lang=lang))


def _go_through(
    year: Mapping[str, Any], names: Mapping[str, Path], run: RunsCommand, console: Console | None, lang: Language
) -> Iterator[Any]:
    """Do what happens in the year, and show what the steps with a title print; what they answer as data."""
    import json

    _tell(console, ("demo", "--to", year["files"]), year["title"], lang)
    for step in year["steps"]:
        title, words = step.get("title"), step["run"]
        placed = [_placed(word, names) for word in words]
        _tell(console, words, title, lang)
        if title is None or console is None:
            answer = run([*placed, "--json"], is_shown=False)
            if title is not None:
                yield {"command": ["kenri", *words], "answer": json.loads(answer)}
        else:
            run([*placed, "--lang", lang], is_shown=True)


def _write(year: Mapping[str, Any], to: Path, run: RunsCommand, *, as_json: bool, lang: Language) -> None:
    """Write the files of the year into a folder, and its register as it is in the end."""
    from rich.text import Text

    from kenri.faces.commands.console import show, show_json
    from kenri.faces.words.demo import word
    from kenri.faces.writing.written_file import write_new_files
    from kenri.loader.source import is_there
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    advice = Sentence("move-or-another-folder")
    if is_there(to / _REGISTER):
        raise refused(Sentence("file-is-there", file=quote(str(to / _REGISTER), limit=4096)), advice)
    write_new_files({to / each.name: each.read_bytes() for each in _files(year)}, advice)
    names = {year["register"]: to / _REGISTER, year["files"]: to}
    is_kept = not _lacking()
    if is_kept:
        _record(year, names, run)
    written = [*(to / each.name for each in _files(year)), *([to / _REGISTER] if is_kept else [])]
    if as_json:
        show_json({"files": [str(path) for path in written]})
    else:
        show(*(Text(str(path)) for path in written))
        show(Text(word("try", lang, register=to / _REGISTER) if is_kept else word("extras", lang)))


def _placed(word: str, names: Mapping[str, Path]) -> str:
    """A word of a command, in which what it calls the register or the folder of the files is where that is."""
    first, mark, rest = word.partition("/")
    return str(names[first] / rest if mark else names[first]) if first in names else word


def _lacking() -> bool:
    """Whether something is not installed that reads workbooks into a register."""
    from importlib.util import find_spec

    return not all(find_spec(each) for each in _NEEDED)


def _runner(ctx: typer.Context) -> RunsCommand:
    """What runs a command of kenri as it would be typed, and gives what it prints where that is not shown."""
    root: Any = ctx.find_root().command

    def run(words: Sequence[str], *, is_shown: bool) -> str:
        from contextlib import ExitStack, redirect_stderr, redirect_stdout
        from io import BytesIO, TextIOWrapper

        kept = BytesIO()
        printed = TextIOWrapper(kept, encoding="utf-8", write_through=True)
        with ExitStack() as hiding:
            if not is_shown:
                hiding.enter_context(redirect_stdout(printed))
                hiding.enter_context(redirect_stderr(TextIOWrapper(BytesIO(), encoding="utf-8")))
            code = root.main([*words], prog_name="kenri", standalone_mode=False)
        if code:
            raise RuntimeError(f"a command of the year ended with {code}: {' '.join(words)}")
        return kept.getvalue().decode()

    return run


def _tell(console: Console | None, words: Sequence[str], title: Any, lang: Language) -> None:
    """Say which command comes, below a title where it has one."""
    if console is None:
        return
    import shlex

    from rich.rule import Rule
    from rich.text import Text

    from kenri.faces.words import said

    if title is not None:
        console.print(Rule(Text(said(title, lang), "bold"), align="left"))
    console.print(Text(f"$ kenri {shlex.join(words)}", "dim"), soft_wrap=True)


def _files(year: Mapping[str, Any]) -> list[Path]:
    """The files of the year, as they are shipped."""
    from kenri.loader.library import shipped

    return sorted(each for each in (shipped("scenarios") / "demo" / year["files"]).iterdir() if each.is_file())


def _shown(name: str) -> Any:
    """What is shown: a shipped file, which the tests keep in order."""
    from kenri.loader.library import shipped
    from kenri.loader.tree import read
    from kenri.model.problems import Report

    report = Report()
    trees = read(shipped("scenarios") / "demo" / name, report=report)
    report.raise_if_any()
    return trees[0].value
