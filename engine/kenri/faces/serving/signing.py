"""Signing in and out. A cookie is set here and nowhere else; what people see of their own account is `accounts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.serving.accounts import account, frame_of, is_own_address, session_asking, told_of
from kenri.faces.serving.answered import Answered, html_answer, noted, status_of
from kenri.faces.serving.cookies import no_session_cookie, session_cookie
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.faces.serving.openid_signing import OpenIdRefusedError, signed_in_elsewhere, to_another_service
from kenri.faces.serving.password_setting import password_setting
from kenri.model.problems import ProblemsError, refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.service.notices import has_news
from kenri.service.sessions import is_csrf_token, session_of, sign_out
from kenri.service.signing_in import sign_in

__all__ = ["SIGNING", "signed"]

SIGNING = ("sign-in", "sign-out", "account", "openid", "openid-back", "password")
"""What is answered here, by its name."""


def signed(database: Database, openid: OpenIdSettings, header: Mapping[str, Any], now: Microsecond) -> Answered:
    """What comes of a request. Raises `ProblemsError`."""
    match header["operation"], header["method"]:
        case "sign-in", "POST":
            return _sign_in(database, openid, header, now)
        case "sign-in", _:
            return _sign_in_page(openid, header, [], 200)
        case (("openid" | "openid-back"), _):
            return _elsewhere(database, openid, header, now)
        case "sign-out", _:
            return _sign_out(database, header, now)
        case "password", _:
            return password_setting(database, header, now)
        case _:
            return account(database, header, now)


def _sign_in(database: Database, openid: OpenIdSettings, header: Mapping[str, Any], now: Microsecond) -> Answered:
    fields = header["fields"]
    try:
        text = sign_in(
            database, fields.get("name", ""), fields.get("password", ""), code=fields.get("code", ""),
            address=header["address"], now=now,
        )  # fmt: skip
    except ProblemsError as error:
        return _refusal_page(openid, header, error)
    return _signed_in(database, header, text, fields.get("back", "/"), now)


def _elsewhere(database: Database, openid: OpenIdSettings, header: Mapping[str, Any], now: Microsecond) -> Answered:
    """To another service and back; what became of nothing is told on the page on which people sign in."""
    try:
        if header["operation"] == "openid":
            return to_another_service(database, openid, header, now)
        text, back = signed_in_elsewhere(database, openid, header, now)
    except OpenIdRefusedError as error:
        shown = {**header, "page": "/sign-in", "fields": {}}  # what came back is in no link of the page
        answered = _refusal_page(openid, shown, error)
        return replace(answered, codes=(*answered.codes, f"openid-{error.why}"))
    return _signed_in(database, header, text, back, now)


def _signed_in(database: Database, header: Mapping[str, Any], text: str, back: str, now: Microsecond) -> Answered:
    """On to a page; first to the account, where there is something of which they have not been told."""
    with database.reading() as connection:
        session = session_of(connection, text, now)
        is_first_told = session is not None and has_news(connection, session.person)
    address = f"/account?{urlencode({'back': back})}" if is_first_told else back
    to = _to(address, session_cookie(text, is_secure=header["is_secure"]))
    return replace(to, log=told_of(database, text, now))


def _refusal_page(openid: OpenIdSettings, header: Mapping[str, Any], error: ProblemsError) -> Answered:
    problems = problems_data(error.problems, header["lang"])
    return noted(_sign_in_page(openid, header, problems, max(map(status_of, error.problems))), error)


def _sign_in_page(openid: OpenIdSettings, header: Mapping[str, Any], problems: list[Any], status: int) -> Answered:
    from kenri.faces.pages.signing import sign_in_page

    fields = header["fields"]
    is_code_wanted = any(each["code"] == "code-wanted" for each in problems)
    return html_answer(
        sign_in_page(
            frame_of(header), fields.get("name", ""), fields.get("back", "/"), problems, is_code_wanted, openid.shown
        ),
        status,
    )


def _sign_out(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    text, _ = session_asking(database, header, now)
    if not is_csrf_token(text, header["fields"].get("csrf")):
        raise refused(Sentence("form-not-ours"))
    told = told_of(database, text, now)
    with database.writing() as connection:
        sign_out(connection, text, now)
    return replace(_to("/sign-in", no_session_cookie(is_secure=header["is_secure"])), log=told)


def _to(address: str, cookie: str) -> Answered:
    """Go on to an address of this service."""
    location = address if is_own_address(address) else "/"
    return Answered(303, headers={"location": location, "set-cookie": cookie, "cache-control": "no-store"})
