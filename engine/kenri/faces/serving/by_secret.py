"""What is served to whoever has a secret address, and to nobody else by it: calendars, and the end of mails.

A secret that leads nowhere, one that was taken back, and what is no secret at all are answered alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from kenri import __version__
from kenri.faces.serving.answered import Answered
from kenri.faces.words.reminding import word
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, Microsecond
from kenri.register.register import Register
from kenri.service.feeds import Feed, feed_of
from kenri.service.subscriptions import is_ended_by, revoke_by_secret

if TYPE_CHECKING:
    from kenri.register.database import Database

__all__ = ["BY_SECRET", "Kind", "by_secret"]

Kind: TypeAlias = Literal["feed", "unsubscribe"]

BY_SECRET: tuple[Kind, ...] = ("feed", "unsubscribe")
"""Operations for which nobody signs in."""

_AHEAD = 731
"""Days that a calendar shows."""

_REFRESH = timedelta(hours=6)
"""So often a calendar is to be read again."""


def by_secret(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    """What comes of a request with a secret. Raises `ProblemsError` for one that leads nowhere."""
    if header["operation"] == "feed":
        return _calendar(database, header, now)
    return _ending(database, header, now)


def _nowhere(path: str) -> Sentence:
    return Sentence("no-such-path", path=quote(path))


def _calendar(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    with database.reading() as connection:
        feed = feed_of(connection, header["secret"])
    if feed is None:
        raise refused(_nowhere("/feeds/….ics"))
    register = Register.of(database, feed.issuer)
    local = datetime.fromtimestamp(now // MICROSECONDS, UTC).astimezone(ZoneInfo(feed.zone))
    with register.reading() as ledger:
        said = f"{__version__} {ledger.sequence}:{ledger.head} {feed.name} {local.date()}"
    tag = f'"{sha256(said.encode(errors="surrogatepass")).hexdigest()[:40]}"'
    headers = {"etag": tag, "cache-control": "private, max-age=900", "x-robots-tag": "noindex"}
    if header["if_none_match"] is not None and tag in header["if_none_match"]:
        return Answered(304, headers=headers)
    body = _rendered(register, feed, local)
    headers["content-disposition"] = 'inline; filename="deadlines.ics"'
    return Answered(200, body, "text/calendar; charset=utf-8", headers)


def _rendered(register: Register, feed: Feed, local: datetime) -> bytes:
    from kenri.faces.drawing import calendar_ics
    from kenri.faces.registers.due_view import due_marks
    from kenri.faces.reminding.occasions import coming_to

    found = sorted(coming_to(register, local.date(), _AHEAD, feed.holder), key=lambda each: each.what.day)
    key = "calendar-of" if feed.holder else "calendar"
    return calendar_ics.render(
        due_marks(found, feed.lang),
        uid_seed=f"{register.issuer}\0{feed.name}",
        lang=feed.lang,
        stamp=local,
        title=word(key, feed.lang, issuer=register.issuer, holder=feed.holder),
        refresh=_REFRESH,
    )


# --- no more mail


def _ending(database: Database, header: Mapping[str, Any], now: Microsecond) -> Answered:
    lang = header["lang"]
    if header["is_write"]:
        with database.writing() as connection:
            is_there = revoke_by_secret(connection, header["secret"], now)
    else:
        with database.reading() as connection:
            is_there = is_ended_by(connection, header["secret"])
    if not is_there:
        raise refused(_nowhere("/unsubscribe/…"))
    said = (
        f"<p>{escape(word('ended', lang))}</p>"
        if header["is_write"]
        else f"<p>{escape(word('end-question', lang))}</p>"
        f'<form method="post"><button>{escape(word("end-button", lang))}</button></form>'
    )
    title = escape(word("end-title", lang))
    page = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"></head><body><h1>{title}</h1>{said}</body></html>\n'
    )
    policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'"
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    return Answered(200, page.encode(), "text/html; charset=utf-8", headers)
