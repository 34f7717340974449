"""Requests as they come over HTTP, read with every limit that holds for them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from urllib.parse import quote as quote_path
from uuid import uuid4

from kenri.faces.serving.cookies import is_secure, session_text, sign_in_text
from kenri.model.problems import quote, refused
from kenri.model.sentences import Language, Sentence

if TYPE_CHECKING:
    from starlette.requests import Request

    from kenri.faces.serving.operations import Body

__all__ = [
    "LANGUAGE_COOKIE",
    "MOST_BODY",
    "address_of",
    "body_of",
    "header_of",
    "is_page",
    "language_of",
    "limited_body",
    "must_be_of_this_site",
    "number_of",
    "parsed_form",
    "signing_header",
]

LANGUAGE_COOKIE = "kenri-language"

MOST_BODY = 16
"""MiB of the largest body."""

_MOST_PARTS = 50
_MOST_PARAMETERS = 500

_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""What a proxy says: whoever asks is then somewhere else."""

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


def number_of(request: Request) -> str:
    """The number of a request, by which the log and its answer name it."""
    found: str = request.scope.setdefault("kenri.number", str(uuid4()))
    return found


def is_page(request: Request) -> bool:
    """Whether it is looked at, and no program asks: a page was asked for, or nothing that there is, by a browser."""
    found: bool = request.scope.get("kenri.page", False)
    return found


def address_of(request: Request) -> str | None:
    """Where a page is asked for, with its query; None of what is no page."""
    if not is_page(request):
        return None
    path = quote_path(request.url.path, safe="/")
    return f"{path}?{request.url.query}" if request.url.query else path


def language_of(request: Request) -> Language:
    """The language that is liked best of those there are; of pages, the one that was chosen on one."""
    match request.cookies.get(LANGUAGE_COOKIE) if is_page(request) else None:
        case "en" | "ja" as chosen:
            return chosen
        case _:
            pass
    best: tuple[float, Language] = (0.0, "en")
    for each in request.headers.get("accept-language", "").split(",")[:20]:
        name, _, said = each.strip().partition(";q=")
        try:
            weight = float(said) if said else 1.0
        except ValueError:
            continue
        lang: Language | None = (
            "ja" if name.lower().startswith("ja") else "en" if name.lower().startswith("en") else None
        )
        if lang is not None and best[0] < weight <= 1:
            best = weight, lang
    return best[1]


def header_of(request: Request, operation: str) -> dict[str, Any]:
    """What a process that answers is told of a request. Raises `ProblemsError` for one that may not be asked."""
    token = _token(request)
    session = None if token is not None else session_text(request)
    if token is None and session is None:
        _must_be_of_this_machine(request)
    is_read = request.method in ("GET", "HEAD")
    if token is None and (session is None or not is_read) and not (is_read and _is_visit(request)):
        must_be_of_this_site(request)
    try:
        query = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="replace")
    except ValueError:
        raise refused(Sentence("parameter-given-twice", name=quote("…"))) from None
    return {
        "operation": operation,
        "request": number_of(request),
        "lang": language_of(request),
        "query": [*request.path_params.items(), *query],
        "page": address_of(request),
        "token": token,
        "session": session,
        "csrf": request.headers.get("kenri-csrf"),
        "method": request.method,
        "is_local": token is None and session is None,
        "if_none_match": request.headers.get("if-none-match"),
        "if_match": request.headers.get("if-match"),
        "idempotency_key": request.headers.get("idempotency-key"),
        "files": [],
    }


async def signing_header(request: Request, operation: str) -> dict[str, Any]:
    """What a process that signs people in and out is told of a request. Raises `ProblemsError`.

    Whoever writes does so from a page of ours: also before there is a session, so that nobody is signed in as another.
    """
    fields: list[tuple[str, str]] = parse_qsl(request.url.query, keep_blank_values=True, errors="replace")
    if operation == "openid":
        must_be_of_this_site(request)
    if request.method == "POST":
        must_be_of_this_site(request)
        said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if said != "application/x-www-form-urlencoded":
            raise refused(Sentence("body-of-another-kind", wanted=Sentence("form-fields"), found=quote(said)))
        content = await limited_body(request)
        fields = parse_qsl(content[:_MOST_FIELDS].decode(errors="replace"), keep_blank_values=True, errors="replace")
    return {
        "operation": operation,
        "request": number_of(request),
        "lang": language_of(request),
        "page": address_of(request) or "/",
        "method": request.method,
        "fields": dict(fields),
        "session": session_text(request),
        "provider": request.path_params.get("provider", ""),
        "secret": request.path_params.get("secret", ""),
        "sign_in": sign_in_text(request),
        "is_secure": is_secure(request),
        "address": _from_where(request),
    }


_MOST_FIELDS = 16_384
"""Bytes of a form that are read."""


def _from_where(request: Request) -> str:
    """The address that asks: of what a proxy on this machine hands on, the last that it names."""
    host = "" if request.client is None else request.client.host
    named = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return (named if named and _is_loopback(request) else host)[:100]


def _token(request: Request) -> str | None:
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise refused(Sentence("not-signed-in"))
    return token.strip()


def _must_be_of_this_machine(request: Request) -> None:
    """Raise `ProblemsError` for what comes from elsewhere than this machine without a token or a session.

    A page of another site may have a browser on this machine ask us under a name of its own, which it lets lead here,
    and the browser would let it read the answer: so the name is looked at.
    """
    host = request.headers.get("host", "")
    if not _is_loopback(request) or any(name in request.headers for name in _FORWARDED):
        raise refused(Sentence("not-signed-in"))
    if _name_of(host) not in _LOCAL_NAMES:
        raise refused(Sentence("host-not-served", host=quote(host)))


def must_be_of_this_site(request: Request) -> None:
    """Raise `ProblemsError` for what a page of another site has a browser ask, as the browser tells of it."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    is_of_another = origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    if is_of_another or request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise refused(Sentence("asked-by-another-site"))


def _is_visit(request: Request) -> bool:
    """Whether somebody goes to a page, also by a link of another site or of a mail. That site does not see the page."""
    said = (request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest"))
    return is_page(request) and said == ("navigate", "document")


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _name_of(host: str) -> str:
    """A name without its port."""
    name, mark, port = host.rpartition(":")
    return (name if mark and port.isdigit() else host).lower()


async def body_of(request: Request, kind: Body, parts: Mapping[str, str] | None) -> tuple[list[bytes], Any]:
    """What came with a request: the bytes of each part, and of an upload its part and name for each.

    Raises `ProblemsError` for what is too large, or of another kind than is wanted.
    """
    if kind == "none":
        return [], []
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind in ("entries", "fields")
    wanted = "application/json" if is_json else "multipart/form-data"
    if said != wanted:
        form = Sentence("form-json") if is_json else Sentence("form-upload")
        raise refused(Sentence("body-of-another-kind", wanted=form, found=quote(said)))
    content = await limited_body(request)
    if is_json:
        return [content], []
    return await _form(request, content, parts or {})


async def limited_body(request: Request) -> bytes:
    """The body of a request. Raises `ProblemsError` where it is too large, as soon as that is known."""
    return b"".join([each async for each in _limited(request)])


async def _limited(request: Request) -> AsyncIterator[bytes]:
    most = MOST_BODY << 20
    too_large = Sentence("body-too-large", most=MOST_BODY)
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced[:18]) > most:
        raise refused(too_large)
    received = 0
    async for each in request.stream():
        received += len(each)
        if received > most:
            raise refused(too_large)
        yield each


async def _form(request: Request, content: bytes, parts: Mapping[str, str]) -> tuple[list[bytes], Any]:
    fields, files = await parsed_form(request, content)
    for part in (*(name for name, _ in fields), *(part for part, _, _ in files if part not in parts)):
        raise refused(Sentence("parameter-unknown", name=quote(part)))
    return [found for _, _, found in files], [[part, name] for part, name, _ in files]


async def parsed_form(request: Request, content: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str, bytes]]]:
    """The fields of a form in parts, each with its text, and its files, each of a part, with its name and its bytes.

    Raises `ProblemsError` for what is no such form.
    """
    from starlette.datastructures import UploadFile
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def whole() -> AsyncGenerator[bytes]:
        yield content

    parser = MultiPartParser(
        request.headers, whole(), max_files=_MOST_PARTS, max_fields=_MOST_PARTS, max_part_size=MOST_BODY << 20
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError, ValueError) as error:
        raise refused(Sentence("body-not-read", reason=quote(str(error), limit=200))) from None
    fields: list[tuple[str, str]] = []
    files: list[tuple[str, str, bytes]] = []
    try:
        for part, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append((part, value.filename or "", await value.read()))
            else:
                fields.append((part, value))
    finally:
        await form.close()
    return fields, files
