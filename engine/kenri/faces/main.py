"""The command `kenri`: its commands, and where they begin; `kenri.faces.commands.ending` has its exit codes."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from kenri.faces.commands.act import act, exercise
from kenri.faces.commands.ask import ask
from kenri.faces.commands.audit import audit
from kenri.faces.commands.batch import batch
from kenri.faces.commands.check import check
from kenri.faces.commands.demo import demo
from kenri.faces.commands.diff import diff
from kenri.faces.commands.due import due
from kenri.faces.commands.duties import duties
from kenri.faces.commands.ending import ended
from kenri.faces.commands.explain import explain
from kenri.faces.commands.feed import app as feed
from kenri.faces.commands.figure import figure
from kenri.faces.commands.holders import holder, holders
from kenri.faces.commands.impact import impact
from kenri.faces.commands.lint import lint
from kenri.faces.commands.mutate import mutate
from kenri.faces.commands.new import new
from kenri.faces.commands.plans import plans
from kenri.faces.commands.play import play
from kenri.faces.commands.quick import QuickCommand, QuickGroup
from kenri.faces.commands.register import app as register
from kenri.faces.commands.remind import remind
from kenri.faces.commands.request import app as request
from kenri.faces.commands.roll_forward import roll_forward
from kenri.faces.commands.schedule import schedule
from kenri.faces.commands.schema import schema
from kenri.faces.commands.serve import serve
from kenri.faces.commands.simulate import simulate
from kenri.faces.commands.subscribe import app as subscribe
from kenri.faces.commands.sweep import sweep
from kenri.faces.commands.test import run_scenarios
from kenri.faces.commands.token import app as token
from kenri.faces.commands.user import app as user
from kenri.faces.commands.windows import windows
from kenri.model.collecting import SELDOM

app = typer.Typer(
    name="kenri",
    cls=QuickGroup,
    help="Who may do what, with which equity rights, on which day, and why.",
    no_args_is_help=True,
    rich_markup_mode=None,  # help with Rich takes longer to import than all the rest
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("ask", cls=QuickCommand)(ask)
app.command("figure", cls=QuickCommand)(figure)
app.command("schedule", cls=QuickCommand)(schedule)
app.command("duties", cls=QuickCommand)(duties)
app.command("windows", cls=QuickCommand)(windows)
app.command("sweep", cls=QuickCommand)(sweep)
app.command("simulate", cls=QuickCommand)(simulate)
app.command("play", cls=QuickCommand)(play)
app.command("explain", cls=QuickCommand)(explain)
app.command("audit", cls=QuickCommand)(audit)
app.command("batch", cls=QuickCommand)(batch)
app.add_typer(register)
app.command("exercise", cls=QuickCommand)(exercise)
app.command("act", cls=QuickCommand)(act)
app.add_typer(request)
app.command("due", cls=QuickCommand)(due)
app.command("impact", cls=QuickCommand)(impact)
app.command("roll-forward", cls=QuickCommand)(roll_forward)
app.command("holders", cls=QuickCommand)(holders)
app.command("holder", cls=QuickCommand)(holder)
app.command("serve", cls=QuickCommand)(serve)
app.add_typer(token)
app.add_typer(user)
app.add_typer(feed)
app.add_typer(subscribe)
app.command("remind", cls=QuickCommand)(remind)
app.command("test", cls=QuickCommand)(run_scenarios)
app.command("check", cls=QuickCommand)(check)
app.command("diff", cls=QuickCommand)(diff)
app.command("mutate", cls=QuickCommand)(mutate)
app.command("lint", cls=QuickCommand)(lint)
app.command("new", cls=QuickCommand)(new)
app.command("plans", cls=QuickCommand)(plans)
app.command("schema", cls=QuickCommand)(schema)
app.command("demo", cls=QuickCommand)(demo)


def _version(wanted: bool) -> None:
    if wanted:
        from kenri import __version__
        from kenri.model.language import LANGUAGE

        print(f"kenri {__version__}, rule language {LANGUAGE}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Show the versions of kenri and of the rule language, and exit.",
        ),
    ] = False,
) -> None:
    """Who may do what, with which equity rights, on which day, and why."""


def run() -> None:
    """Run the command line, and leave with an exit code: see above. Nothing that goes wrong ends in a traceback."""
    gc.set_threshold(SELDOM)  # most of what one command makes lives until its end: looking for garbage only costs
    sys.exit(ended(lambda: app(prog_name="kenri", standalone_mode=False)))
