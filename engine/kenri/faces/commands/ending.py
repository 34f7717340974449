"""How a command ends: every way out has its exit code, and a message of one line where something went wrong.

- 0: answered, whatever the answer.
- 1: a scenario, an audit or a check failed.
- 2: bad input (an argument or a file), or an output that cannot be written; the report says where and what.
- 70: an error of the program; one line asks to report it, and with `KENRI_DEBUG=1` the traceback comes before it.
- 130: Ctrl-C. 141: the reader of the output has gone, as `head` does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from kenri.model.visible import on_one_line, visible

if TYPE_CHECKING:
    from kenri.model.problems import Problem

FAILED, BAD_INPUT, OWN_FAULT, INTERRUPTED, READER_GONE = 1, 2, 70, 130, 141

REPORT_TO: Final = "the maintainers"
DEBUG: Final = "KENRI_DEBUG"


def ended(command: Callable[[], Any]) -> int:
    """Run a command to its end; the exit code."""
    _open_streams()
    if sys.stdout is None:
        _refuse_output()
        return BAD_INPUT
    try:
        code = _run(command)
        sys.stdout.flush()
    except BrokenPipeError:
        code = READER_GONE
    except OSError as error:
        _refuse_output(error)
        code = BAD_INPUT
    except KeyboardInterrupt:
        code = INTERRUPTED
    else:
        return code
    _forget_output()
    return code


def _run(command: Callable[[], Any]) -> int:
    from kenri.model.problems import ProblemsError

    try:
        result = command()
    except SystemExit as leaving:
        # The command line's library leaves with 1 when a pipe breaks, having caught what says so.
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        return leaving.code if isinstance(leaving.code, int) else FAILED if leaving.code else 0
    except ProblemsError as error:
        _refuse(error.problems)
        return BAD_INPUT
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except OSError as error:
        if error.filename is not None:  # a file of the program itself: what a user named is reported as a problem
            return _own_fault(error)
        raise
    except typer.Abort:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  whatever it is, nobody above could say more
        return _usage(error) if hasattr(error, "format_message") else _own_fault(error)
    return result if isinstance(result, int) else 0


def _refuse(problems: Iterable[Problem]) -> None:
    """Say what is wrong in the manner that the words of the command line ask for."""
    from kenri.faces.commands.console import refuse
    from kenri.faces.commands.usage import manner

    lang, as_json = manner(sys.argv[1:])
    if as_json:
        refuse(problems, lang, as_json=True)
    else:
        quietly(lambda: refuse(problems, lang, as_json=False))


def _refuse_output(error: OSError | None = None) -> None:
    """Say on standard error, in words even where JSON is wanted, that there is nowhere to answer."""
    from kenri.faces.commands.console import refuse
    from kenri.faces.commands.usage import manner
    from kenri.loader.system_reason import system_reason
    from kenri.model.problems import Problem
    from kenri.model.sentences import Sentence

    sentence = (
        Sentence("output-closed") if error is None else Sentence("answer-not-written", reason=system_reason(error))
    )
    lang, _ = manner(sys.argv[1:])
    quietly(lambda: refuse([Problem(None, sentence)], lang, as_json=False))


def _usage(error: Any) -> int:
    """A command line that cannot be understood: how it is written, and what is wrong, as everything else is told."""
    import io

    from kenri.faces.commands.usage import manner, usage_problem

    _, as_json = manner(sys.argv[1:])
    if type(error).__name__ == "NoArgsIsHelpError":
        told = io.StringIO()
        error.show(file=told)
        _tell(visible(told.getvalue().rstrip("\n")))
    else:
        if not as_json and error.ctx is not None:
            _tell(visible(error.ctx.get_usage()))
        _refuse([usage_problem(error)])
    return int(error.exit_code)


def _own_fault(error: BaseException) -> int:
    if os.environ.get(DEBUG) == "1":
        import traceback

        _tell(visible("".join(traceback.format_exception(error)).rstrip("\n")))
    # What the error says may be long, and hold what no terminal should see.
    said = on_one_line(str(error).partition("\n")[0])[:200]
    what = f"{type(error).__name__}{': ' if said else ''}{said}"
    how = "" if os.environ.get(DEBUG) == "1" else f"; run it again with {DEBUG}=1 for the details"
    _tell(
        f"kenri: this is an error of kenri, not of yours: please report it to {REPORT_TO} with the command: {what}{how}"
    )
    return OWN_FAULT


def _open_streams() -> None:
    """Streams that were closed before the start: nothing comes from standard input, and problems go nowhere."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  open for as long as the program runs
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  likewise
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal that lacks a character still gets the rest
            reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """What is still buffered has nowhere to go; Python would complain of it while it leaves."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None  # as it is where standard output is closed


def _tell(text: str) -> None:
    quietly(lambda: print(text, file=sys.stderr, flush=True))


def quietly(tell: Callable[[], None]) -> None:
    """Say something on standard error; where that is not possible the exit code says it all."""
    try:
        tell()
    except OSError:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open for as long as it runs
