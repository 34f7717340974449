"""`kenri request`: requests to act that wait, since it was not known whether they are permitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kenri.faces.commands.options import Json, LangOption, PerhapsHolder, RegisterName
from kenri.faces.commands.quick import QuickCommand, QuickGroup

if TYPE_CHECKING:
    from kenri.register.kept_rulings import SetAside

app = typer.Typer(
    name="request",
    cls=QuickGroup,
    help="Decide on requests that wait: list them, record them, withdraw or refuse them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Key = Annotated[str, typer.Argument(metavar="KEY", help="What the request is called.", show_default=False)]


def list_(register: RegisterName, holder: PerhapsHolder = None, as_json: Json = False, lang: LangOption = "en") -> None:
    """List requests that were not recorded when they were made, with what became of them."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import must_be_holder, open_register
    from kenri.faces.registers.entry_words import entry_words

    opened = open_register(register)
    must_be_holder(opened, holder)
    from kenri.faces.contracts.request_data import request_data
    from kenri.faces.registers.request_view import render_request
    from kenri.faces.words.acts import word
    from kenri.register.requests import requests

    with opened.reading() as ledger:
        found = [request_data(each) for each in requests(ledger, holder)]
    if as_json:
        show_json(found)
        return
    if not found:
        show(word("no-requests", lang))
    words = entry_words(opened, lang)
    for each in found:
        show(render_request(each, words))


def record(
    register: RegisterName,
    key: _Key,
    even_if: Annotated[
        Literal["allowed", "unknown"],
        typer.Option("--even-if", help="Record it also if it is still not known to be permitted (`unknown`)."),
    ] = "allowed",
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Record a request as of its day, if it is permitted by what is known now. Exit code 1 if it is not recorded."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import author, now, open_register
    from kenri.faces.registers.entry_words import entry_words

    opened = open_register(register)
    answer = opened.act_requested(key, even_if, now=now(), author=author(), source="kenri request")
    if as_json:
        from kenri.faces.contracts.act_data import act_data

        show_json(act_data(answer, lang))
    else:
        from kenri.faces.registers.act_view import render_act

        show(*render_act(answer, entry_words(opened, lang), only_tell=False))
    if not answer.is_recorded:
        raise typer.Exit(1)


def withdraw(
    register: RegisterName,
    key: _Key,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is withdrawn.")] = "",
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Withdraw a request that waits: whoever made it does not want it any more."""
    _set_aside(register, key, "withdrawn", reason, as_json=as_json, lang=lang)


def refuse(
    register: RegisterName,
    key: _Key,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why, as its holder is to read it.", show_default=False)
    ],
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Refuse a request that waits, with a reason which its holder sees."""
    _set_aside(register, key, "refused", reason, as_json=as_json, lang=lang)


def _set_aside(register: str, key: str, how: SetAside, reason: str, *, as_json: bool, lang: LangOption) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import author, now, open_register
    from kenri.faces.registers.entry_words import entry_words

    opened = open_register(register)
    from kenri.faces.contracts.request_data import request_data
    from kenri.faces.registers.request_view import render_request

    ended = opened.set_aside(key, how, reason=reason, now=now(), author=author(), source="kenri request")
    told = request_data(ended)
    if as_json:
        show_json(told)
    else:
        show(render_request(told, entry_words(opened, lang)))


app.command("list", cls=QuickCommand)(list_)
app.command("record", cls=QuickCommand)(record)
app.command("withdraw", cls=QuickCommand)(withdraw)
app.command("refuse", cls=QuickCommand)(refuse)


@app.callback()
def main() -> None:
    """Decide on requests that wait: list them, record them, withdraw or refuse them."""
