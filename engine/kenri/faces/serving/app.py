"""The application: takes requests in, has them answered by processes, and says of each what became of it.

Nothing is answered here itself, so that whoever asks how the service does is answered at once, whatever else is asked.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kenri import __version__
from kenri.faces.serving.accounts import is_own_address
from kenri.faces.serving.answered import HTML, Answered, json_bytes, refusal
from kenri.faces.serving.by_secret import Kind
from kenri.faces.serving.cookies import is_secure
from kenri.faces.serving.incoming import (
    LANGUAGE_COOKIE,
    address_of,
    body_of,
    header_of,
    language_of,
    number_of,
    signing_header,
)
from kenri.faces.serving.logs import log
from kenri.faces.serving.long_work import LongWork
from kenri.faces.serving.metrics import Metrics
from kenri.faces.serving.openapi import openapi
from kenri.faces.serving.operations import BASE, OPERATIONS, Operation
from kenri.faces.serving.page_forms import read_page_form
from kenri.faces.serving.pages_served import PAGES
from kenri.faces.serving.public_address import AtPublicAddress, PublicAddress
from kenri.faces.serving.rounds import Rounds
from kenri.faces.serving.worker import frames_of
from kenri.faces.serving.workers import TooLongError, WorkerLostError, Workers
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.service.come_again import ComeAgainError
from kenri.service.works import new_work_id

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


_OF_SIGN_IN = ("sign-in", "openid", "openid-back")
"""From where nobody is sent to sign in first."""


_AT_ROOT = PublicAddress()


def application(
    workers: Workers, long_work: LongWork, rounds: Rounds | None = None, public: PublicAddress = _AT_ROOT
) -> Starlette:
    """The application over some processes, which it begins and ends; so it does long work, and rounds of reminders.

    `public` is where people reach it.
    """
    served = _Served(workers, long_work, rounds, public)
    routes = [
        Route("/health", served.told("health", served.health)),
        Route("/ready", served.told("ready", served.ready)),
        Route("/metrics", served.told("metrics", served.counted)),
        Route(f"{BASE}/openapi.json", served.told("openapi", served.described)),
        Route("/feeds/{secret}.ics", served.told("feed", served.by_secret("feed"))),
        Route(
            "/unsubscribe/{secret}",
            served.told("unsubscribe", served.by_secret("unsubscribe")),
            methods=["GET", "POST"],
        ),
        Route(f"{BASE}/issuers", served.told("issuers", served.issuers)),
        *(
            Route(each.path, served.told(each.name, served.of(each)), methods=[each.method])
            for each in OPERATIONS.values()
        ),
        Route("/sign-in", served.told("sign-in", served.signing("sign-in"), is_page=True), methods=["GET", "POST"]),
        Route(
            "/sign-in/openid/{provider}",
            served.told("openid", served.signing("openid", is_long=True), is_page=True),
            methods=["GET"],
        ),
        Route(
            "/sign-in/openid/{provider}/back",
            served.told("openid-back", served.signing("openid-back", is_long=True), is_page=True),
            methods=["GET"],
        ),
        Route(
            "/password/{secret}",
            served.told("password", served.signing("password"), is_page=True),
            methods=["GET", "POST"],
        ),
        Route("/sign-out", served.told("sign-out", served.signing("sign-out"), is_page=True), methods=["POST"]),
        Route("/account", served.told("account", served.signing("account"), is_page=True), methods=["GET", "POST"]),
        Route("/static/{name}", served.told("static", served.static)),
        Route("/language/{lang}", served.told("language", served.chosen_language, is_page=True)),
        *(
            Route(_pattern(each.address), served.told(each.name, served.of(each), is_page=True), methods=[each.method])
            for each in PAGES.values()
        ),
    ]
    steps = frozenset(each.path.split("/")[1] for each in routes)
    application = Starlette(
        routes=routes,
        middleware=[Middleware(AtPublicAddress, public, steps)],
        lifespan=served.lifespan,
        exception_handlers={404: served.nothing_there, 405: served.another_method},
    )
    application.router.redirect_slashes = False  # each thing has one address
    return application


class _Served:
    def __init__(self, workers: Workers, long_work: LongWork, rounds: Rounds | None, public: PublicAddress) -> None:
        self._workers = workers
        self._long_work = long_work
        self._public = public
        self._rounds = rounds
        self._metrics = Metrics(workers)
        self._description = json_bytes(openapi(public.path))

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._workers.begin()
        self._long_work.begin()
        if self._rounds is not None:
            self._rounds.begin()
        yield
        if self._rounds is not None:
            await self._rounds.end()
        await self._long_work.end()
        await self._workers.end()

    # --- what every request goes through

    def told(
        self, operation: str, answer: Answer, *, is_page: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: the answer with what belongs to each, counted and logged; of a page problems are one too."""

        async def endpoint(request: Request) -> Response:
            begun = perf_counter()
            request.scope["kenri.page"] = is_page
            request.state.log = {}
            answered = await self._answer(request, answer)
            if is_page and answered.status == 401 and request.method == "GET" and operation not in _OF_SIGN_IN:
                where = urlencode({"back": address_of(request) or "/"})
                answered = Answered(303, headers={"location": f"/sign-in?{where}", "cache-control": "no-store"})
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
            return _response(request, answered, self._public)

        return endpoint

    async def _answer(self, request: Request, answer: Answer) -> Answered:
        lang, number, page = language_of(request), number_of(request), address_of(request)
        try:
            return await answer(request)
        except ProblemsError as error:
            again = error.headers if isinstance(error, ComeAgainError) else {}
            return refusal(error.problems, lang, number, page=page, **again)
        except ClientDisconnect:
            return Answered(400)  # nobody reads it
        except WorkerLostError:
            request.state.log["fault"] = ["WorkerLostError"]
        except Exception as error:  # noqa: BLE001  whatever it is, it is answered and logged
            request.state.log["fault"] = frames_of(error)
        return refusal([Problem(None, Sentence("own-fault"))], lang, number, page=page)

    async def _asked(
        self,
        request: Request,
        header: dict[str, Any],
        parts: list[bytes],
        *,
        is_long: bool = False,
        wait: float | None = None,
    ) -> Answered:
        answered, told = await self._workers.answer(header, parts, is_long=is_long, wait=wait)
        request.state.log |= told["log"]
        return answered

    async def _asked_or_accepted(self, request: Request, header: dict[str, Any], parts: list[bytes]) -> Answered:
        """The answer, or where it will be: of what takes longer than is waited for, or is not to be waited for."""
        header["work"] = new_work_id()
        is_preferred = any("respond-async" in each.lower() for each in request.headers.getlist("prefer"))
        if not is_preferred:
            try:
                return await self._asked(request, header, parts, is_long=True, wait=self._long_work.wait)
            except TooLongError:
                pass
        answered = await self._asked(request, {**header, "accept": True}, parts)
        self._long_work.look()
        if is_preferred and answered.status == 202:
            answered = replace(answered, headers={**answered.headers, "preference-applied": "respond-async"})
        return answered

    # --- answers

    def of(self, operation: Operation) -> Answer:
        """What answers an operation."""

        async def answer(request: Request) -> Answered:
            header = header_of(request, operation.name)
            if operation.body == "form":
                parts = await read_page_form(request, header, operation.parts or {})
            else:
                parts, header["files"] = await body_of(request, operation.body, operation.parts)
            if operation.is_work:
                return await self._asked_or_accepted(request, header, parts)
            return await self._asked(request, header, parts, is_long=operation.is_long)

        return answer

    def by_secret(self, kind: Kind) -> Answer:
        """What answers whoever has a secret address: it is asked for nothing else, and by no other name than it has."""

        async def answer(request: Request) -> Answered:
            header = {
                "operation": kind,
                "request": number_of(request),
                "lang": language_of(request),
                "secret": request.path_params["secret"],
                "if_none_match": request.headers.get("if-none-match"),
                "is_write": request.method == "POST",
            }
            return await self._asked(request, header, [], is_long=kind == "feed")

        return answer

    def signing(self, operation: str, *, is_long: bool = False) -> Answer:
        """What signs people in and out, and shows them their account; `is_long` where another service is asked."""

        async def answer(request: Request) -> Answered:
            return await self._asked(request, await signing_header(request, operation), [], is_long=is_long)

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
            raise self._workers.too_busy()
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

    async def static(self, request: Request) -> Answered:
        """What pages load: under an address with its hash it never changes."""
        from kenri.faces.pages.static_files import static_files

        found = static_files().get(request.path_params["name"])
        if found is None:
            raise refused(Sentence("no-such-path", path=quote(request.url.path)))
        is_exact = request.query_params.get("v") == found.tag
        kept = "public, max-age=31536000, immutable" if is_exact else "no-cache"
        headers = {"etag": f'"{found.tag}"', "cache-control": kept, "vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Answered(304, headers=headers)
        return Answered(200, found.content, found.kind, headers)

    async def chosen_language(self, request: Request) -> Answered:
        """Back to the page where a language was chosen, which is kept in a cookie."""
        lang, back = request.path_params["lang"], request.query_params.get("back", "/")
        if lang not in ("en", "ja"):
            raise refused(Sentence("no-such-path", path=quote(request.url.path)))
        secure = "; Secure" if is_secure(request) else ""
        cookie = f"{LANGUAGE_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}"
        return Answered(303, headers={"location": _within(back), "set-cookie": cookie, "cache-control": "no-store"})

    # --- what is not served

    async def nothing_there(self, request: Request, _: Exception) -> Response:
        """Where nothing is served."""
        problem = refused(Sentence("no-such-path", path=quote(request.url.path)))
        return await self.told("none", _raising(problem), is_page=_is_browser(request))(request)

    async def another_method(self, request: Request, error: Exception) -> Response:
        """Where something else may be done; where a form is sent to, whoever looks is led to the page that has it."""
        if request.method == "GET" and _is_browser(request):
            return await self.told("none", _leading(_page_of_form(request.url.path)), is_page=True)(request)
        allowed = (error.headers or {}).get("Allow", "") if isinstance(error, HTTPException) else ""
        methods = tuple(quote(each.strip()) for each in sorted(allowed.split(",")))
        method, path = quote(request.method), quote(request.url.path)
        problem = refused(Sentence("no-such-method", method=method, path=path, methods=methods))
        response = await self.told("none", _raising(problem), is_page=_is_browser(request))(request)
        response.headers["allow"] = allowed
        return response


def _pattern(address: str) -> str:
    """The route of a page: a name in its address may have anything in it."""
    return address.replace("}", ":path}")


def _is_browser(request: Request) -> bool:
    """Whether somebody looks at what is answered, and no program asks."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def _within(address: str) -> str:
    """An address of this service as it was given; that of the first page for one that leads elsewhere."""
    return address if is_own_address(address) else "/"


def _page_of_form(path: str) -> str:
    """The page that has the forms which are sent to an address below its own; the first page where there is none."""
    above = f"/{path.split('/')[1]}"
    return above if any(each.address == above and each.method == "GET" for each in PAGES.values()) else "/"


def _leading(address: str) -> Answer:
    async def answer(_: Request) -> Answered:
        return Answered(303, headers={"location": address, "cache-control": "no-store"})

    return answer


def _raising(error: ProblemsError) -> Answer:
    async def answer(_: Request) -> Answered:
        raise error

    return answer


def _response(request: Request, answered: Answered, public: PublicAddress) -> Response:
    headers = {**_SAFE, **public.headers(answered.headers), "kenri-request": number_of(request)}
    if answered.body:
        headers.setdefault("content-language", language_of(request))
    if further := headers.pop("kenri-next", None):
        headers["link"] = _link(request, json.loads(further), public)
    is_page = answered.kind == HTML and "content-disposition" not in headers
    response = Response(public.page(answered.body) if is_page else answered.body, answered.status, headers)
    if answered.status != 304:
        response.headers["content-type"] = answered.kind
    return response


def _link(request: Request, further: dict[str, str], public: PublicAddress) -> str:
    """Where the next page is."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in further]
    return f'<{public.outside(request.url.path)}?{urlencode([*query, *further.items()])}>; rel="next"'
