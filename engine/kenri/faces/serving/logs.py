"""The log of a service: a line of JSON for each thing that happened, on standard error.

Nothing in it tells of anybody: of a request its operation and status, never its parameters; of an error its kind and
the lines of code that led to it, never what it says.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

__all__ = ["log", "take_over"]


def log(event: str, **said: Any) -> None:
    """Write a line. What is None is left out."""
    told = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    line = json.dumps({**told, **{name: value for name, value in said.items() if value is not None}})
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


class _AsLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        from kenri.faces.serving.worker import frames_of

        error = record.exc_info[1] if record.exc_info else None
        log("server", level=record.levelname.lower(), at=record.name, fault=None if error is None else frames_of(error))


def take_over() -> None:
    """Have what the server and its parts log by themselves, from warnings on, written as such lines."""
    logging.basicConfig(handlers=[_AsLines()], level=logging.WARNING, force=True)
