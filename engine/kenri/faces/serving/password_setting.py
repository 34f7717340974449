"""The page at which somebody who was given a link sets another password: nobody signs in by it.

A link that was never made, was used, or is over is answered alike, so that it tells of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.serving.accounts import frame_of
from kenri.faces.serving.answered import Answered, html_answer, noted, status_of
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.database import Database
from kenri.register.records import Microsecond
from kenri.service.password_links import PasswordLink, person_of_link, set_password_by_link

__all__ = ["password_setting"]


def password_setting(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    """The page, and what becomes of its form. Raises `ProblemsError` for a link that leads nowhere."""
    secret = header["secret"]
    with database.reading() as connection:
        link = _must_lead(person_of_link(connection, secret, now))
    if header["method"] != "POST":
        return _page(header, link)
    try:
        _must_lead(set_password_by_link(database, secret, header["fields"].get("new", ""), now))
    except ProblemsError as error:
        if any(status_of(each) == 404 for each in error.problems):
            raise
        answered = _page(header, link, problems_data(error.problems, header["lang"]))
        return noted(replace(answered, status=max(map(status_of, error.problems))), error)
    done = _page({**header, "page": "/sign-in"}, link, is_done=True)  # no link of it leads back here
    return replace(done, log={"caller": f"person {link.name}", "link_by": link.author})


def _must_lead(link: PasswordLink | None) -> PasswordLink:
    if link is None:
        raise refused(Sentence("no-such-path", path=quote("/password/…")))
    return link


def _page(
    header: Mapping[str, Any], link: PasswordLink, problems: list[Any] | None = None, *, is_done: bool = False
) -> Answered:
    from kenri.faces.pages.signing import password_page

    answered = html_answer(password_page(frame_of(header), link.name, problems or [], is_done=is_done))
    return replace(answered, headers={**answered.headers, "cache-control": "no-store", "x-robots-tag": "noindex"})
