"""`kenri token`: by which tokens programs may ask a service, and what."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, RegisterName
from kenri.faces.commands.quick import QuickCommand, QuickGroup

app = typer.Typer(
    name="token",
    cls=QuickGroup,
    help="Let programs ask a service: make tokens, list them, take them back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="What the token is called.", show_default=False)]


def create(
    register: RegisterName,
    name: _Name,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", metavar="SCOPE", help="`read`, `write`, `plans` or `metrics`; `read` if left out."),
    ] = None,
    issuer: Annotated[
        list[str] | None,
        typer.Option("--issuer", metavar="NAME", help="Of this issuer alone; may be given several times."),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=36_600, help="It ends after so many days; never if left out.")
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Make a token, and show it: this once, since only its hash is kept."""
    import secrets

    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word
    from kenri.model.problems import Problem, ProblemsError, quote
    from kenri.model.sentences import Sentence, did_you_mean

    database = open_database(register)
    from kenri.register.ledger import issuers
    from kenri.register.records import MICROSECONDS
    from kenri.service.access import SCOPES
    from kenri.service.tokens import make_token

    wrong = [
        Sentence("parameter-not-among", name=quote("--scope"), choices=tuple(map(quote, SCOPES)), found=quote(each))
        for each in scope or ()
        if each not in SCOPES
    ]
    if wrong:
        raise ProblemsError(Problem(None, each) for each in wrong)
    made = now()
    ends = None if days is None else made + days * 86_400 * MICROSECONDS
    with database.writing() as connection:
        known = issuers(connection)
        if lost := [each for each in issuer or () if each not in known]:
            raise ProblemsError(
                Problem(None, Sentence("no-such-issuer", name=quote(each)), did_you_mean(each, known)) for each in lost
            )
        text = make_token(
            connection, name, scope or ("read",), issuer or (), secret=secrets.token_urlsafe(32), now=made, ends=ends
        )
    if as_json:
        show_json({"token": text, "name": name})
    else:
        show(word("token-made", lang, name=name), text)


def list_(register: RegisterName, as_json: Json = False, lang: LangOption = "en") -> None:
    """List the tokens that were ever made, with what each may do."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import open_database
    from kenri.faces.words.service import instant, word
    from kenri.faces.words.values import listed

    database = open_database(register)
    from kenri.faces.contracts.token_data import token_data
    from kenri.service.people import people
    from kenri.service.tokens import tokens

    with database.reading() as connection:
        found = tokens(connection)
        names = {each.id: each.name for each in people(connection)}
    if as_json:
        show_json([token_data(each, names.get(each.person or 0)) for each in found])
        return
    if not found:
        show(word("no-tokens", lang))
    for each in found:
        said = word("token-line", lang, name=each.name, scopes=listed(each.scopes, lang))
        if each.issuers:
            said += word("of-issuers", lang, names=listed(each.issuers, lang))
        if each.ends is not None:
            said += word("ends-at", lang, instant=instant(each.ends))
        if each.used is not None:
            said += word("used-at", lang, instant=instant(each.used))
        if each.revoked is not None:
            said += word("revoked-at", lang, instant=instant(each.revoked))
        show(said)


def revoke(register: RegisterName, name: _Name, as_json: Json = False, lang: LangOption = "en") -> None:
    """Take a token back: from now on nothing is answered to it."""
    from kenri.faces.commands.revoking import revoked

    revoked("token", register, name, as_json=as_json, lang=lang)


app.command("create", cls=QuickCommand)(create)
app.command("list", cls=QuickCommand)(list_)
app.command("revoke", cls=QuickCommand)(revoke)


@app.callback()
def main() -> None:
    """Let programs ask a service: make tokens, list them, take them back."""
