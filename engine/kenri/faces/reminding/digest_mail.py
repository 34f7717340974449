"""A digest: one mail with all that a subscriber is told on a day, as plain text and as HTML.

Names that come from a register may hold anything. Each stands in a line of plain text, in HTML escaped, and in a header
without what could end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from kenri.faces.reminding.told_lines import ToldLine, line_of
from kenri.faces.words.reminding import word
from kenri.faces.words.values import day as day_words
from kenri.faces.words.values import listed
from kenri.model.sentences import Language
from kenri.model.visible import flattened
from kenri.service.announcing import Announcement
from kenri.service.outbox import Begun

__all__ = ["digest_mail", "end_address"]

_LONGEST_SUBJECT = 150

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:1em auto;padding:0 1em}"
    "li{margin:.6em 0}.b{color:#555;font-size:.9em}footer{color:#555;font-size:.85em;margin-top:2em}"
)


def digest_mail(
    begun: Begun, told: Sequence[Announcement], *, issuer: str, sender: str, service: str | None, stamp: datetime
) -> str:
    """The mail, ready to be sent: ASCII, with CR LF at the ends of lines.

    `service` is the address under which the service is reached, where there is one: there whoever has the mail can end
    it. `stamp` is the instant at which it is made.
    """
    to = begun.subscription
    lang = to.lang
    lines = [line_of(each, begun.day, lang) for each in told]
    ends = None if service is None else end_address(service, to.secret)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name="kenri", addr_spec=sender)
    mail["To"] = Address(addr_spec=to.target)
    mail["Subject"] = _subject(lines, issuer, lang)
    mail["Date"] = format_datetime(stamp)
    mail["Message-ID"] = f"<{begun.id}@kenri.{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    by_mail = f"<mailto:{sender}?subject=unsubscribe>"
    mail["List-Unsubscribe"] = by_mail if ends is None else f"<{ends}>, {by_mail}"
    if ends is not None:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Content-Language"] = lang
    footer = _footer(begun, lines, sender, ends, lang)
    head = word("greeting", lang, issuer=flattened(issuer), day=day_words(begun.day, lang))
    mail.set_content(_text(head, lines, footer, lang), cte="base64")
    mail.add_alternative(_html(head, lines, footer, ends, lang), subtype="html", cte="base64")
    mail.set_boundary(f"=_{begun.id}")
    return mail.as_bytes().decode("ascii")


def end_address(service: str, secret: str) -> str:
    """Where whoever has a mail can say that they want no more of them."""
    return f"{service}/unsubscribe/{secret}"


def _subject(lines: Sequence[ToldLine], issuer: str, lang: Language) -> str:
    said = word("subject", lang, issuer=flattened(issuer)[:80], count=len(lines))
    return said[:_LONGEST_SUBJECT]


def _parts(lines: Sequence[ToldLine], lang: Language) -> list[tuple[str, list[ToldLine]]]:
    changed = [each for each in lines if each.is_change]
    coming = [each for each in lines if not each.is_change]
    titled = [(word("changed-title", lang), changed), (word("coming-title", lang), coming)]
    return [(title, several) for title, several in titled if several]


def _footer(begun: Begun, lines: Sequence[ToldLine], sender: str, ends: str | None, lang: Language) -> list[str]:
    days = listed(map(str, begun.subscription.distances), lang)
    found = [word("distances", lang, days=days)]
    if any("†" in each.head for each in lines):
        found.append(word("turning", lang))
    found.append(word("end-by-mail", lang, address=sender) if ends is None else word("end-by", lang, url=ends))
    return found


def _text(head: str, lines: Sequence[ToldLine], footer: Sequence[str], lang: Language) -> str:
    said = [head]
    for title, several in _parts(lines, lang):
        said += ["", title, ""]
        for each in several:
            said += [f"- {each.head}", *(f"  {below}" for below in each.below)]
    return "\n".join([*said, "", "-- ", *footer, ""])


def _html(head: str, lines: Sequence[ToldLine], footer: Sequence[str], ends: str | None, lang: Language) -> str:
    said = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(head)}</title>',
        f"<style>{_STYLE}</style></head><body><p>{escape(head)}</p>",
    ]
    for title, several in _parts(lines, lang):
        said.append(f"<h2>{escape(title)}</h2><ul>")
        for each in several:
            below = "".join(f'<div class="b">{escape(line)}</div>' for line in each.below)
            said.append(f"<li>{escape(each.head)}{below}</li>")
        said.append("</ul>")
    said.append("<footer>")
    for line in footer:
        shown = escape(line)
        if ends is not None and ends in line:
            shown = shown.replace(escape(ends), f'<a href="{escape(ends)}">{escape(ends)}</a>')
        said.append(f"<p>{shown}</p>")
    said.append("</footer></body></html>")
    return "\n".join(said) + "\n"
