"""The server: listens at an address, serves until it is told to stop, and then lets what runs come to its end."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable

import uvicorn

from kenri.faces.serving.app import application
from kenri.faces.serving.logs import log, take_over
from kenri.faces.serving.long_work import LongWork
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.faces.serving.public_address import PublicAddress
from kenri.faces.serving.rounds import Rounds
from kenri.faces.serving.workers import Workers
from kenri.loader.system_reason import system_reason
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["listening", "serve"]

_LAST_SECONDS = 30
"""So long what runs may take when the service is told to stop."""

_MOST_HEAD = 256 << 10
"""Bytes of the largest request without its body: every parameter as long as it may be, in characters of four bytes that
are written as twelve.
"""


def listening(host: str, port: int) -> socket.socket:
    """A socket that is bound. Raises `ProblemsError` where the address cannot be had."""
    try:
        ((family, kind, protocol, _, where), *_) = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(where)
            bound.listen()
        except OSError:
            bound.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else quote(str(error))
        raise refused(Sentence("port-taken", address=quote(f"{host}:{port}", limit=300), reason=reason)) from None
    return bound


def serve(
    bound: socket.socket,
    register: str,
    *,
    workers: int,
    seconds: float,
    wait: float,
    work_minutes: float,
    remind: float | None,
    openid: Callable[[str], OpenIdSettings],
    public: str | None = None,
    shown: str,
    tell: Callable[[str], None],
) -> int:
    """Serve until a signal says to stop; which one it was. `tell` is given the address once requests are taken.

    `wait`: seconds after which a question that may take long becomes work, which may take `work_minutes`.
    `public` is where people reach it, where that is known.
    `openid` has by which other services people sign in, given the address that is listened at.
    `remind`: so many minutes between runs of reminders; None: there are none.
    """
    take_over()
    host, port = bound.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    told: list[int] = []
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _: told.append(number))  # the server raises again what it was stopped by
    work_seconds = work_minutes * 60
    answering = Workers(register, workers, seconds, openid(url), work_seconds=work_seconds)
    config = uvicorn.Config(
        application(
            answering,
            LongWork(answering, register, number=max(1, workers - 1), wait=wait, seconds=work_seconds),
            None if remind is None else Rounds(register, remind),
            PublicAddress.of(public),
        ),
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="none",
        loop="asyncio",
        http="h11",
        h11_max_incomplete_event_size=_MOST_HEAD,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )

    def begun() -> None:
        log("started", url=url, register=shown, process=os.getpid())
        tell(url)

    server = _Server(config, begun)
    server.run(sockets=[bound])
    log("stopped")
    return told[-1] if told else signal.SIGTERM


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests, and say so."""
        await super().startup(sockets)
        self._begun()
