"""`kenri feed`: calendars of deadlines that are read at secret addresses."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PerhapsHolder, RegisterName, ServiceAddress, ToldIn, Zone
from kenri.faces.commands.quick import QuickCommand, QuickGroup

app = typer.Typer(
    name="feed",
    cls=QuickGroup,
    help="Let calendars show deadlines: make feeds with secret addresses, list them, take them back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="What the feed is called.", show_default=False)]


def create(
    register: RegisterName,
    name: _Name,
    holder: PerhapsHolder = None,
    zone: Zone = "UTC",
    told_in: ToldIn = "en",
    url: ServiceAddress = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Make a feed, and show its address: this once, since only its hash is kept."""
    import secrets

    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import issuer_in, must_be_holder, now, open_register
    from kenri.faces.inputs.service_address import service_address
    from kenri.faces.words.reminding import word

    service = service_address(url)
    opened = open_register(register)
    must_be_holder(opened, holder)
    from kenri.faces.contracts.reminding_data import made_feed_data
    from kenri.service.feeds import make_feed

    secret = secrets.token_urlsafe(32)
    issuer = issuer_in(opened)
    with opened.database.writing() as connection:
        make_feed(connection, issuer, name, holder or "", lang=told_in, zone=zone, secret=secret, now=now())
    made = made_feed_data(name, secret, service)
    if as_json:
        show_json(made)
    elif service is None:
        show(word("feed-made", lang, name=name), made["path"], word("feed-path", lang))
    else:
        show(word("feed-made", lang, name=name), made["url"], made["webcal"])


def list_(register: RegisterName, as_json: Json = False, lang: LangOption = "en") -> None:
    """List the feeds that were ever made, with whose deadlines each shows."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import issuer_in, open_register
    from kenri.faces.words.reminding import word
    from kenri.faces.words.service import instant

    opened = open_register(register)
    from kenri.faces.contracts.reminding_data import feed_data
    from kenri.service.feeds import feeds

    issuer = issuer_in(opened)
    with opened.database.reading() as connection:
        found = feeds(connection, issuer)
    if as_json:
        show_json([feed_data(each) for each in found])
        return
    if not found:
        show(word("no-feeds", lang))
    for each in found:
        holder = each.holder or word("of-everybody", lang)
        said = word("feed-line", lang, name=each.name, holder=holder, zone=each.zone)
        if each.revoked is not None:
            said += word("revoked-at", lang, instant=instant(each.revoked))
        show(said)


def revoke(register: RegisterName, name: _Name, as_json: Json = False, lang: LangOption = "en") -> None:
    """Take a feed back: from now on its address leads nowhere."""
    from kenri.faces.commands.revoking import revoked

    revoked("feed", register, name, as_json=as_json, lang=lang)


app.command("create", cls=QuickCommand)(create)
app.command("list", cls=QuickCommand)(list_)
app.command("revoke", cls=QuickCommand)(revoke)


@app.callback()
def main() -> None:
    """Let calendars show deadlines: make feeds with secret addresses, list them, take them back."""
