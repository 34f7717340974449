"""The command `kenri`. Exit codes: 0 answered, 1 a scenario or an audit failed, 2 bad input."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kenri.faces.commands import check
from kenri.faces.commands.ask import ask
from kenri.faces.commands.audit import audit
from kenri.faces.commands.demo import demo
from kenri.faces.commands.explain import explain
from kenri.faces.commands.lint import lint
from kenri.faces.commands.new import new
from kenri.faces.commands.plans import plans
from kenri.faces.commands.schema import schema
from kenri.faces.commands.windows import windows

app = typer.Typer(
    name="kenri",
    help="Who may do what, with which equity rights, on which day, and why.",
    no_args_is_help=True,
    rich_markup_mode=None,  # help with Rich takes longer to import than all the rest
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("ask")(ask)
app.command("windows")(windows)
app.command("explain")(explain)
app.command("audit")(audit)
app.command("test")(check.check)
app.command("lint")(lint)
app.command("new")(new)
app.command("plans")(plans)
app.command("schema")(schema)
app.command("demo")(demo)


def _version(wanted: bool) -> None:
    if wanted:
        from kenri import __version__

        print(f"kenri {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Who may do what, with which equity rights, on which day, and why."""


def run() -> None:
    """Run the command line. Bad input is reported to standard error in full, never as a traceback."""
    from kenri.model.problems import ProblemsError

    try:
        app()
    except ProblemsError as error:
        from kenri.faces.commands.console import report

        report(error.problems)
        sys.exit(2)
    except BrokenPipeError:
        # The reader has gone, as `head` does; what is still buffered has nowhere to go either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
