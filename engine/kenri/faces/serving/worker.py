"""A process that answers requests one after another, as long as somebody speaks to it.

It is begun by `workers` as `python -m kenri.faces.serving.worker`, told which register it is about, and may be ended at
any moment: what it writes is in one transaction. Each request is answered in a folder of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from kenri.faces.serving.answered import Answered, refusal
from kenri.faces.serving.answering import Answering
from kenri.faces.serving.frames import framed, read_frame
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.model.problems import Problem, ProblemsError
from kenri.model.sentences import Sentence
from kenri.service.come_again import ComeAgainError

__all__ = ["main"]


def main() -> None:
    """Answer until nobody speaks to this process any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to whoever began this process, and ends it
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
    with tempfile.TemporaryDirectory(prefix="kenri-serve-") as folder:
        os.chdir(folder)
        _serve(sys.stdin.buffer, answers)


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    begun = read_frame(requests)
    if begun is None:
        return
    settings = begun[0]
    openid = OpenIdSettings.of_data(settings.get("openid"))
    answering = Answering(settings["register"], openid=openid, seconds=settings["seconds"])
    answering.begin()
    answers.write(framed({"ready": True}))
    answers.flush()
    while (message := read_frame(requests)) is not None:
        header, parts = message
        answered, fault = _answered(answering, header, parts)
        told = {
            "status": answered.status,
            "kind": answered.kind,
            "headers": dict(answered.headers),
            "codes": answered.codes,
            "log": {
                "caller": answering.caller_shown or None, "clauses": answering.refused_by or None, "fault": fault,
                **answered.log,
            },
        }  # fmt: skip
        answers.write(framed(told, [answered.body]))
        answers.flush()


def _answered(answering: Answering, header: Mapping[str, Any], parts: list[bytes]) -> tuple[Answered, list[str] | None]:
    """The answer, and where in kenri it went wrong, if it did: without what the error says, which may name somebody."""
    lang, number, page = header["lang"], header["request"], header.get("page")
    before = Path.cwd()
    try:
        with tempfile.TemporaryDirectory(dir=before) as folder:
            os.chdir(folder)
            try:
                return answering.answer(header, parts), None
            finally:
                os.chdir(before)
    except ProblemsError as error:
        again = error.headers if isinstance(error, ComeAgainError) else {}
        return refusal(error.problems, lang, number, page=page, **again), None
    except Exception as error:  # noqa: BLE001  whatever it is, the next request is answered
        return refusal([Problem(None, Sentence("own-fault"))], lang, number, page=page), frames_of(error)


def frames_of(error: BaseException) -> list[str]:
    """The kind of an error, and the lines of code that led to it."""
    steps = traceback.extract_tb(error.__traceback__)
    return [type(error).__name__, *(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in steps[-12:])]


if __name__ == "__main__":
    main()
