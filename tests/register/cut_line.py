"""A line to a PostgreSQL on which something happens when the n-th piece passes, in either direction."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from threading import Thread
from typing import Self

PORT = 5433
"""The name of its socket ends in it."""


class Cut(Enum):
    """What becomes of the n-th piece."""

    DROPPED = "the piece is lost, and the connection with it"
    TORN = "half of it passes, and the connection is lost"
    HALF_CLOSED = "it is lost, and nothing more passes in its direction"
    AFTER = "it passes, and then something happens at the other end"
    BEFORE = "something happens at the other end, and then it passes"


class CutLine:
    """A line that listens in the folder of a server, for one deed."""

    def __init__(self, folder: Path, at: int, cut: Cut, happens: Callable[[], None] = lambda: None) -> None:
        self.passed = 0
        """How many pieces have passed."""
        self._at, self._cut, self._happens = at, cut, happens
        self._server = str(folder / ".s.PGSQL.5432")
        self._name = folder / f".s.PGSQL.{PORT}"
        self._wakes, self._waked = socket.socketpair()
        self._listening = socket.socket(socket.AF_UNIX)
        self._name.unlink(missing_ok=True)
        self._listening.bind(str(self._name))
        self._listening.listen()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wakes.close()
        self._thread.join()
        self._name.unlink()

    def _run(self) -> None:
        pairs: dict[socket.socket, socket.socket] = {}
        while True:
            ready, _, _ = select.select([self._waked, self._listening, *pairs], [], [])
            if self._waked in ready:
                break
            for each in ready:
                if each is self._listening:
                    here, there = each.accept()[0], socket.socket(socket.AF_UNIX)
                    try:
                        there.connect(self._server)
                    except OSError:
                        here.close()
                        continue
                    pairs |= {here: there, there: here}
                elif each in pairs and not self._passes(each, pairs[each]):
                    for end in (each, pairs.pop(each)):
                        pairs.pop(end, None)
                        end.close()
        for each in (self._waked, self._listening, *pairs):
            each.close()

    def _passes(self, source: socket.socket, target: socket.socket) -> bool:
        """Whether what came passes, and the connection goes on."""
        try:
            piece = source.recv(65536)
            if not piece:
                return False
            self.passed += 1
            if self.passed == self._at:
                match self._cut:
                    case Cut.DROPPED:
                        return False
                    case Cut.TORN:
                        target.sendall(piece[: len(piece) // 2])
                        return False
                    case Cut.HALF_CLOSED:
                        target.shutdown(socket.SHUT_WR)
                        return True
                    case Cut.AFTER:
                        target.sendall(piece)
                        self._happens()
                        return True
                    case Cut.BEFORE:
                        self._happens()
            target.sendall(piece)
        except OSError:
            return False
        return True
