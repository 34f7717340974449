"""The application: takes requests in, has them answered by processes, and says of each what became of it.

Nothing is answered here itself, so that whoever asks how the service does is answered at once, whatever else is asked.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kenri import __version__
from kenri.faces.serving.answered import Answered, json_bytes, problem_answer
from kenri.faces.serving.incoming import body_of, header_of, language_of, number_of
from kenri.faces.serving.logs import log
from kenri.faces.serving.metrics import Metrics
from kenri.faces.serving.openapi import openapi
from kenri.faces.serving.operations import BASE, OPERATIONS, Operation
from kenri.faces.serving.worker import frames_of
from kenri.faces.serving.workers import WorkerLostError, Workers
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence

__all__ = ["application"]

Answer = Callable[[Request], Awaitable[Answered]]

_SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-cache",
    "vary": "Accept-Language, Authorization, Cookie",
}
"""What every answer says to browsers and to what stands between."""


def application(workers: Workers) -> Starlette:
    """The application over some processes, which it begins and ends."""
    served = _Served(workers)
    routes = [
        Route("/health", served.told("health", served.health)),
        Route("/ready", served.told("ready", served.ready)),
        Route("/metrics", served.told("metrics", served.counted)),
        Route(f"{BASE}/openapi.json", served.told("openapi", served.described)),
        Route(f"{BASE}/issuers", served.told("issuers", served.issuers)),
        *(
            Route(each.path, served.told(each.name, served.of(each)), methods=[each.method])
            for each in OPERATIONS.values()
        ),
    ]
    application = Starlette(
        routes=routes,
        lifespan=served.lifespan,
        exception_handlers={404: served.nothing_there, 405: served.another_method},
    )
    application.router.redirect_slashes = False  # each thing has one address
    return application


class _Served:
    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._metrics = Metrics(workers)
        self._description = json_bytes(openapi())

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._workers.begin()
        yield
        await self._workers.end()

    # --- what every request goes through

    def told(self, operation: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: the answer with what belongs to every one, counted and logged."""

        async def endpoint(request: Request) -> Response:
            begun = perf_counter()
            request.state.log = {}
            answered = await self._answer(request, answer)
            seconds = perf_counter() - begun
            self._metrics.count(operation, answered.status, seconds)
            log(
                "request",
                request=number_of(request),
                method=request.method,
                operation=operation,
                status=answered.status,
                codes=list(answered.codes) or None,
                ms=round(seconds * 1000, 1),
                **request.state.log,
            )
            return _response(request, answered)

        return endpoint

    async def _answer(self, request: Request, answer: Answer) -> Answered:
        lang, number = language_of(request), number_of(request)
        try:
            return await answer(request)
        except ProblemsError as error:
            wait = {"Retry_After": "1"} if any(each.code == "too-busy" for each in error.problems) else {}
            return problem_answer(error.problems, lang, number, **wait)
        except ClientDisconnect:
            return Answered(400)  # nobody reads it
        except WorkerLostError:
            request.state.log["fault"] = ["WorkerLostError"]
        except Exception as error:  # noqa: BLE001  whatever it is, it is answered and logged
            request.state.log["fault"] = frames_of(error)
        return problem_answer([Problem(None, Sentence("own-fault"))], lang, number)

    async def _asked(
        self, request: Request, header: dict[str, Any], parts: list[bytes], *, is_long: bool = False
    ) -> Answered:
        answered, told = await self._workers.answer(header, parts, is_long=is_long)
        request.state.log |= {"caller": told["caller"] or None, "fault": told["fault"]}
        return answered

    # --- answers

    def of(self, operation: Operation) -> Answer:
        """What answers an operation."""

        async def answer(request: Request) -> Answered:
            header = header_of(request, operation.name)
            parts, header["files"] = await body_of(request, operation.body, operation.parts)
            return await self._asked(request, header, parts, is_long=operation.is_long)

        return answer

    async def issuers(self, request: Request) -> Answered:
        """The issuers that whoever asks may know of."""
        return await self._asked(request, header_of(request, "issuers"), [])

    async def health(self, _: Request) -> Answered:
        """Whether the service runs."""
        return Answered(200, json_bytes({"status": "ok", "kenri": __version__}))

    async def ready(self, request: Request) -> Answered:
        """Whether a process answers, which it does only where the register can be opened."""
        if not self._workers.there:
            raise refused(Sentence("too-busy"))
        header = {"operation": "ready", "request": number_of(request), "lang": language_of(request)}
        await self._workers.answer(header, [])
        return Answered(200, json_bytes({"status": "ready"}))

    async def counted(self, request: Request) -> Answered:
        """How the service does, for those who may know."""
        answered = await self._asked(request, header_of(request, "metrics"), [])
        return Answered(200, self._metrics.text(), self._metrics.kind) if answered.status == 200 else answered

    async def described(self, _: Request) -> Answered:
        """What is served, as OpenAPI. It tells of nobody, so that everybody may read it."""
        return Answered(200, self._description)

    # --- what is not served

    async def nothing_there(self, request: Request, _: Exception) -> Response:
        """Where nothing is served."""
        problem = refused(Sentence("no-such-path", path=quote(request.url.path)))
        return await self.told("none", _raising(problem))(request)

    async def another_method(self, request: Request, error: Exception) -> Response:
        """Where something else may be done."""
        allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
        methods = tuple(quote(each.strip()) for each in sorted(allowed.split(",")))
        method, path = quote(request.method), quote(request.url.path)
        problem = refused(Sentence("no-such-method", method=method, path=path, methods=methods))
        response = await self.told("none", _raising(problem))(request)
        response.headers["allow"] = allowed
        return response


def _raising(error: ProblemsError) -> Answer:
    async def answer(_: Request) -> Answered:
        raise error

    return answer


def _response(request: Request, answered: Answered) -> Response:
    headers = {**_SAFE, **answered.headers, "kenri-request": number_of(request)}
    if answered.body:
        headers["content-language"] = language_of(request)
    if further := headers.pop("kenri-next", None):
        headers["link"] = _link(request, json.loads(further))
    response = Response(answered.body, answered.status, headers)
    if answered.status != 304:
        response.headers["content-type"] = answered.kind
    return response


def _link(request: Request, further: dict[str, str]) -> str:
    """Where the next page is."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in further]
    return f'<{request.url.path}?{urlencode([*query, *further.items()])}>; rel="next"'
