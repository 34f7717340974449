"""`kenri subscribe`: who is told of deadlines, by mail or by a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, PerhapsHolder, RegisterName, ToldIn, Zone
from kenri.faces.commands.quick import QuickCommand, QuickGroup

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.service.subscriptions import Channel

app = typer.Typer(
    name="subscribe",
    cls=QuickGroup,
    help="Have deadlines announced by mail or webhooks: make subscriptions, list them, take them back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="What the subscription is called.", show_default=False)]

_Before = Annotated[
    list[int] | None,
    typer.Option(
        "--before",
        metavar="DAYS",
        help="So many days before; may be given several times. 30, 21, 10, 5 and 1 if left out.",
    ),
]

_Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Of this kind alone, as `kenri due --json` has them; may be given several times.",
    ),
]

_Hour = Annotated[int, typer.Option("--hour", min=0, max=23, help="From this hour of the day on.")]


def mail(
    register: RegisterName,
    name: _Name,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The mail address.", show_default=False)],
    holder: PerhapsHolder = None,
    before: _Before = None,
    kind: _Kind = None,
    zone: Zone = "UTC",
    hour: _Hour = 7,
    told_in: ToldIn = "en",
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Have a digest sent by mail, one for each day on which there is something to tell."""
    import secrets

    _make(
        register, name, "mail", address, secrets.token_urlsafe(32), holder=holder, before=before, kind=kind, zone=zone,
        hour=hour, told_in=told_in, as_json=as_json, lang=lang,
    )  # fmt: skip


def webhook(
    register: RegisterName,
    name: _Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where it is sent: `https://…`.", show_default=False)],
    holder: PerhapsHolder = None,
    before: _Before = None,
    kind: _Kind = None,
    zone: Zone = "UTC",
    hour: _Hour = 7,
    told_in: ToldIn = "en",
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="It may lead to this machine and its networks, and be `http://`."),
    ] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Have what comes sent as JSON that is signed, and show the secret: this once."""
    from kenri.faces.inputs.secrets_of_hooks import new_hook_secret

    secret = new_hook_secret()
    _make(
        register, name, "webhook", url, secret, holder=holder, before=before, kind=kind, zone=zone, hour=hour,
        told_in=told_in, is_private_allowed=allow_private, as_json=as_json, lang=lang,
    )  # fmt: skip


def _make(
    register: str,
    name: str,
    channel: Channel,
    target: str,
    secret: str,
    *,
    holder: str | None,
    before: list[int] | None,
    kind: list[str] | None,
    zone: str,
    hour: int,
    told_in: Language,
    is_private_allowed: bool = False,
    as_json: bool,
    lang: Language,
) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import issuer_in, must_be_holder, now, open_register
    from kenri.faces.words.reminding import word

    opened = open_register(register)
    must_be_holder(opened, holder)
    from kenri.faces.contracts.reminding_data import made_subscription_data
    from kenri.service.subscriptions import DISTANCES, make_subscription

    issuer = issuer_in(opened)
    with opened.database.writing() as connection:
        make_subscription(
            connection,
            issuer,
            name,
            channel,
            target,
            secret=secret,
            holder=holder or "",
            distances=before or DISTANCES,
            kinds=kind or (),
            zone=zone,
            hour=hour,
            lang=told_in,
            is_private_allowed=is_private_allowed,
            now=now(),
        )
    if as_json:
        show_json(made_subscription_data(name, target, secret if channel == "webhook" else None))
        return
    show(word("subscribed", lang, name=name, target=target))
    if channel == "webhook":
        show(word("secret-shown", lang), secret)


def list_(register: RegisterName, as_json: Json = False, lang: LangOption = "en") -> None:
    """List the subscriptions that were ever made, with what each is told."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import issuer_in, open_register
    from kenri.faces.words.reminding import word
    from kenri.faces.words.service import instant
    from kenri.faces.words.values import listed

    opened = open_register(register)
    from kenri.faces.contracts.reminding_data import subscription_data
    from kenri.service.subscriptions import subscriptions

    issuer = issuer_in(opened)
    with opened.database.reading() as connection:
        found = subscriptions(connection, issuer)
    if as_json:
        show_json([subscription_data(each) for each in found])
        return
    if not found:
        show(word("no-subscriptions", lang))
    for each in found:
        said = word(
            "subscription-line",
            lang,
            name=each.name,
            target=each.target,
            holder=each.holder or word("of-everybody", lang),
            days=listed(map(str, each.distances), lang),
            hour=each.hour,
            zone=each.zone,
        )
        if each.kinds:
            said += word("of-kinds", lang, kinds=listed(each.kinds, lang))
        if each.revoked is not None:
            said += word("revoked-at", lang, instant=instant(each.revoked))
        show(said)


def revoke(register: RegisterName, name: _Name, as_json: Json = False, lang: LangOption = "en") -> None:
    """Take a subscription back, with what was still to be sent."""
    from kenri.faces.commands.revoking import revoked

    revoked("subscription", register, name, as_json=as_json, lang=lang)


app.command("mail", cls=QuickCommand)(mail)
app.command("webhook", cls=QuickCommand)(webhook)
app.command("list", cls=QuickCommand)(list_)
app.command("revoke", cls=QuickCommand)(revoke)


@app.callback()
def main() -> None:
    """Have deadlines announced by mail or webhooks: make subscriptions, list them, take them back."""
