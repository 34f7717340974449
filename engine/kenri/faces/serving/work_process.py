"""A process that does work, piece after piece, for as long as there is any and somebody speaks to it.

It is begun by `long_work` as `python -m kenri.faces.serving.work_process`, and may be ended at any moment. Beside the
work, a thread says every few seconds that it goes on, and ends the process with it where it is not to go on: where it
was cancelled, or taken for lost and begun by another, took too long, or nobody speaks to this process any more.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, perf_counter
from typing import Any, NoReturn, TextIO
from uuid import uuid4

from kenri.faces.serving.answered import problem_answer
from kenri.faces.serving.answering import Answering
from kenri.faces.serving.frames import read_frame
from kenri.faces.serving.work_answers import WorkAnswer
from kenri.faces.serving.worker import frames_of
from kenri.model.problems import Problem, ProblemsError, refused
from kenri.model.sentences import Language, Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.register.register import microseconds
from kenri.service.works import (
    MOST_ATTEMPTS,
    PieceOfWork,
    begin_next,
    give_back,
    is_any_to_do,
    question_of,
    say_at_it,
    settle_work,
)

__all__ = ["main"]

_SAYS = 3.0
"""Seconds between one word that the work goes on and the next: several fit into the lease."""

_LOOKS = 2.0
"""Seconds between looks at whether there is something to do."""

_IDLE = 30.0
"""Seconds without anything to do after which the process ends."""

_ENDED_WITH_WORK = 3
"""How the process ends where its work is not to go on."""


def _now() -> Microsecond:
    return microseconds(datetime.now(UTC))


@dataclass
class _InHand:
    """The piece of work that is being done, and how far it is."""

    work: PieceOfWork
    lang: Language
    until: float
    """By the clock of this machine, when it has taken too long."""
    begun: float
    done: int = 0
    total: int = 0

    def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class _Process:
    def __init__(self, register: str, seconds: float, folder: Path, log: TextIO) -> None:
        self.name = str(uuid4())
        self._database = Database(register)
        self._answering = Answering(register, seconds=seconds)
        self._seconds = seconds
        self._folder = folder
        self._log = log
        self._in_hand: _InHand | None = None
        self._is_settling = Lock()
        """Held while it is told what a work came to: the one or the other thread does, once."""
        self._is_asked = Event()

    def go_on(self) -> None:
        """Work until there has been nothing to do for a while."""
        Thread(target=self._watch, daemon=True).start()
        idle_since = monotonic()
        while monotonic() < idle_since + _IDLE:
            self._is_asked.clear()
            work = self._next()
            if work is None:
                self._is_asked.wait(_LOOKS)
                continue
            self._do(work)
            idle_since = monotonic()

    def _next(self) -> PieceOfWork | None:
        with self._database.reading() as connection:
            if not is_any_to_do(connection, _now()):
                return None
        with self._database.writing() as connection:
            return begin_next(connection, self.name, _now())

    # --- a piece of work

    def _do(self, work: PieceOfWork) -> None:
        with self._database.reading() as connection:
            question = question_of(connection, work.id)
        read = read_frame(BytesIO(question))
        lang: Language = "en" if read is None or read[0]["lang"] != "ja" else "ja"
        now = monotonic()
        in_hand = _InHand(work, lang, until=now + self._seconds, begun=perf_counter())
        self._in_hand = in_hand
        answer, fault = self._worked_out(in_hand, question)
        with self._is_settling:
            self._settle(in_hand, answer, fault)
            self._in_hand = None

    def _worked_out(self, in_hand: _InHand, question: bytes) -> tuple[WorkAnswer, list[str] | None]:
        if in_hand.work.attempts > MOST_ATTEMPTS:
            return self._refusal(in_hand, refused(Sentence("work-lost", times=MOST_ATTEMPTS))), None
        try:
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                os.chdir(folder)
                try:
                    return self._answering.work_out(in_hand.work, question, in_hand.tell), None
                finally:
                    os.chdir(self._folder)
        except ProblemsError as error:
            return self._refusal(in_hand, error), None
        except Exception as error:  # noqa: BLE001  whatever it is, it is told, and the next piece is begun
            return self._refusal(in_hand, ProblemsError([Problem(None, Sentence("own-fault"))])), frames_of(error)

    @staticmethod
    def _refusal(in_hand: _InHand, error: ProblemsError) -> WorkAnswer:
        return WorkAnswer.of_answered(problem_answer(error.problems, in_hand.lang, str(uuid4())))

    def _settle(self, in_hand: _InHand, answer: WorkAnswer, fault: list[str] | None = None) -> None:
        """Keep what it came to; `_is_settling` is held."""
        work, status = in_hand.work, answer.answered.status
        with self._database.writing() as connection:
            is_kept = settle_work(connection, work.id, self.name, _now(), status=status, answer=answer.kept())
        self._tell(in_hand, status=status if is_kept else None, codes=answer.answered.codes or None, fault=fault)

    def _tell(self, in_hand: _InHand, **more: Any) -> None:
        """A line for the log, without anything of what was asked."""
        said = {
            "operation": in_hand.work.operation, "caller": in_hand.work.caller, "attempt": in_hand.work.attempts,
            "ms": round((perf_counter() - in_hand.begun) * 1000, 1), **more,
        }  # fmt: skip
        print(json.dumps(said), file=self._log, flush=True)

    # --- beside it

    def _watch(self) -> None:
        """Look after the work, and never let it go on unseen."""
        try:
            self._look_after()
        except Exception as error:  # noqa: BLE001  whatever it is, another process is begun
            print(json.dumps({"fault": frames_of(error)}), file=self._log, flush=True)
            self._end(1)

    def _look_after(self) -> NoReturn:
        says_at = 0.0
        while True:
            ready, _, _ = select.select([sys.stdin.fileno()], [], [], 0.5)
            if ready:
                if not os.read(sys.stdin.fileno(), 4096):
                    self._stop()
                self._is_asked.set()
            in_hand = self._in_hand
            if in_hand is None:
                continue
            if monotonic() > in_hand.until:
                self._stop_too_long(in_hand)
            if monotonic() > says_at:
                self._say(in_hand)
                says_at = monotonic() + _SAYS

    def _say(self, in_hand: _InHand) -> None:
        with self._is_settling:
            if self._in_hand is not in_hand:
                return
            try:
                with self._database.writing() as connection:
                    is_ours = say_at_it(
                        connection, in_hand.work.id, self.name, _now(), done=in_hand.done, total=in_hand.total
                    )
            except ProblemsError:
                return  # somebody writes for long, or the database is away: whoever would take it cannot either
            if not is_ours:
                self._tell(in_hand, dropped=True)  # it was cancelled, or another is at it
                self._end(_ENDED_WITH_WORK)

    def _stop_too_long(self, in_hand: _InHand) -> None:
        with self._is_settling:
            if self._in_hand is not in_hand:
                return  # it was just done
            error = refused(Sentence("question-too-long", seconds=f"{self._seconds:g}"))
            with suppress(ProblemsError):  # where that cannot be kept, another takes it
                self._settle(in_hand, self._refusal(in_hand, error))
            self._end(_ENDED_WITH_WORK)

    def _stop(self) -> NoReturn:
        """Nobody speaks to this process any more."""
        in_hand = self._in_hand
        if in_hand is not None:
            _within(4.0, lambda: self._give_back(in_hand))
        self._end(0)

    def _give_back(self, in_hand: _InHand) -> None:
        with self._database.writing() as connection:
            give_back(connection, in_hand.work.id, self.name)

    def _end(self, code: int) -> NoReturn:
        """End this process, whatever it does."""
        shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(code)


def _within(seconds: float, act: Callable[[], None]) -> None:
    """Do something that may wait for what this process itself holds, and wait no longer for it."""

    def tried() -> None:
        with suppress(ProblemsError):  # the lease ends by itself
            act()

    thread = Thread(target=tried, daemon=True)
    thread.start()
    thread.join(seconds)


def main() -> None:
    """Work as it is told on standard input; a line of JSON for each piece on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to whoever began this process, and ends it
    log = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no line of it
    told = read_frame(os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0))
    if told is None:
        return
    with tempfile.TemporaryDirectory(prefix="kenri-work-") as folder:
        os.chdir(folder)
        process = _Process(told[0]["register"], told[0]["seconds"], Path(folder), log)
        try:
            process.go_on()
        except ProblemsError as error:
            print(json.dumps({"codes": sorted({each.code for each in error.problems})}), file=log, flush=True)
            sys.exit(1)
        except Exception as error:  # noqa: BLE001  whatever it is, another process is begun
            print(json.dumps({"fault": frames_of(error)}), file=log, flush=True)
            sys.exit(1)


if __name__ == "__main__":
    main()
