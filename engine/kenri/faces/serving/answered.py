"""What comes of a request: an answer or its problems, ready to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.model.problems import Problem, ProblemsError, counted
from kenri.model.sentences import Language
from kenri.model.visible import visible_json
from kenri.service.come_again import ComeAgainError

__all__ = [
    "HTML",
    "JSON",
    "PROBLEM",
    "Answered",
    "html_answer",
    "json_bytes",
    "noted",
    "problem_answer",
    "problems_as_page",
    "refusal",
    "status_of",
]

JSON = "application/json"
PROBLEM = "application/problem+json"
HTML = "text/html; charset=utf-8"

_OF_PAGES = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "same-origin",  # without any, browsers would not say of a form that it is ours
    "vary": "Accept-Language, Authorization, Cookie",
}
"""What every page says to browsers: nothing is loaded from elsewhere, and no script runs that a text brought along."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A status, a body and its kind, and the headers that go with it."""

    status: int
    body: bytes = b""
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    """The kinds of problem in it, for the log."""
    log: Mapping[str, str] = field(default_factory=dict)
    """What the log is told besides: of who has signed in, or has set a password by a link, the `caller`."""


def json_bytes(data: Any) -> bytes:
    """Data as it is sent: Japanese stays readable, and what cannot be seen is escaped, as on the command line."""
    return visible_json(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).encode()


def html_answer(body: bytes, status: int = 200) -> Answered:
    """A page as it is sent."""
    return Answered(status, body, HTML, _OF_PAGES)


def noted(page: Answered, error: ProblemsError) -> Answered:
    """A page that tells what was refused, with what the log and whoever comes again are told of it."""
    again = {"retry-after": str(error.seconds)} if isinstance(error, ComeAgainError) else {}
    codes = tuple(dict.fromkeys(each.code for each in error.problems))
    return replace(page, headers={**page.headers, **again}, codes=codes)


def refusal(
    problems: Iterable[Problem], lang: Language, request: str, *, page: str | None = None, **headers: str
) -> Answered:
    """Problems as whoever asked can read them: of a page, which was asked for at an address, as a page."""
    several = tuple(problems)
    answered = problem_answer(several, lang, request, **headers)
    if page is None:
        return answered
    return problems_as_page(answered, problems_data(several, lang), lang, page, request)


def problems_as_page(
    answered: Answered, problems: Sequence[dict[str, Any]], lang: Language, page: str, request: str
) -> Answered:
    """Problems, also as data, as a page that was asked for at an address."""
    from kenri.faces.pages.frame import PageFrame
    from kenri.faces.pages.problem_page import problem_page

    body = problem_page(PageFrame(lang=lang, address=page), problems, answered.status, request)
    return replace(answered, body=body, kind=HTML, headers={**answered.headers, **_OF_PAGES})


def problem_answer(problems: Iterable[Problem], lang: Language, request: str, **headers: str) -> Answered:
    """Problems as RFC 9457 has them; `problems` holds them as the command line tells them with `--json`.

    `request` is the number of the request. Headers are named with `_` for `-`.
    """
    several = tuple(problems)
    first = several[0]
    status = max(map(status_of, several))
    said = first.text(lang) if len(several) == 1 else counted(several, lang)
    body = {
        "type": f"urn:kenri:problem:{first.code}",
        "title": said,
        "status": status,
        "detail": "\n".join(each.render(lang) for each in several),
        "instance": f"urn:uuid:{request}",
        "problems": problems_data(several, lang),
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if status == 401:
        named["www-authenticate"] = "Bearer"
    return Answered(status, json_bytes(body), PROBLEM, named, tuple(dict.fromkeys(each.code for each in several)))


def status_of(problem: Problem) -> int:
    """The status that says of what kind a problem is; 422 for what is wrong with what was asked about."""
    return _STATUS.get(problem.code, 422)


_STATUS = {
    "parameter-unknown": 400,
    "parameter-missing": 400,
    "parameter-given-twice": 400,
    "parameter-not-whole": 400,
    "parameter-not-among": 400,
    "parameter-not-text": 400,
    "body-not-read": 400,
    "body-not-json": 400,
    "body-not-so": 400,
    "no-file-given": 400,
    "file-name-not-taken": 400,
    "file-given-twice": 400,
    "key-not-taken": 400,
    "head-not-given": 400,
    "not-signed-in": 401,
    "token-not-known": 401,
    "session-ended": 401,
    "sign-in-refused": 401,
    "code-wanted": 401,
    "openid-refused": 401,
    "form-not-ours": 403,
    "lives-not-apart": 403,
    "person-of-others": 403,
    "token-of-others": 403,
    "not-in-their-name": 403,
    "last-administrator": 409,
    "too-many-attempts": 429,
    "not-permitted": 403,
    "asked-by-another-site": 403,
    "no-such-path": 404,
    "no-such-work": 404,
    "no-such-issuer": 404,
    "no-such-holder": 404,
    "no-such-plan-in-register": 404,
    "no-such-method": 405,
    "act-not-meant": 409,
    "work-not-done": 409,
    "work-cancelled": 410,
    "register-moved": 412,
    "body-too-large": 413,
    "body-of-another-kind": 415,
    "host-not-served": 421,
    "own-fault": 500,
    "work-lost": 500,
    "question-too-long": 503,
    "too-busy": 503,
    "database-failed": 503,
    "openid-unreachable": 503,
    "perhaps-written": 503,
}
"""By the code of a problem. Those of more are told together, as the highest."""
