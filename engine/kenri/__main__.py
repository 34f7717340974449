"""The command `kenri`, and `python -m kenri`: where it begins, and where Ctrl-C ends it from the first moment on.

Most of the time until a command runs goes into imports, in which an interruption would be told by a traceback. Until
they are done, and again once the command has ended, it ends the process at once.
"""

import os
import sys

TYPE_CHECKING = False  # as in `typing`, which is imported later

if TYPE_CHECKING:
    from typing import Any, NoReturn

INTERRUPTED = 130
"""As in `kenri.faces.commands.ending`, which is not imported yet when this is needed first."""


def run() -> None:
    """Run the command line, and leave with an exit code: see `kenri.faces.commands.ending`."""
    try:
        import signal

        is_interruptible = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not in the background
        if is_interruptible:
            signal.signal(signal.SIGINT, _leave)
        sys.unraisablehook = _unraisable
        from kenri.faces.main import run as begin

        try:
            if is_interruptible:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            begin()
        finally:
            if is_interruptible:
                signal.signal(signal.SIGINT, _leave)
    except KeyboardInterrupt:
        _leave()


def _leave(*_: object) -> "NoReturn":
    os._exit(INTERRUPTED)


def _unraisable(unraisable: "Any") -> None:
    """An interruption in what can raise nothing, as a callback of the importer is, would be told and forgotten."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _leave()
    sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    run()
