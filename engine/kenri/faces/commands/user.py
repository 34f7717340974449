"""`kenri user`: who signs in, which roles they have on which days, and to whose rights they have access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, RegisterName, ServiceAddress
from kenri.faces.commands.quick import QuickCommand, QuickGroup

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kenri.service.appointments import Appointment

app = typer.Typer(
    name="user",
    cls=QuickGroup,
    help="Let people sign in: who they are, which roles they have, and whose rights they see.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="By which name they sign in.", show_default=False)]
_Issuer = Annotated[
    str | None, typer.Option("--issuer", metavar="NAME", help="For this issuer alone; for all if left out.")
]
_From = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="The first day on which it counts; today if left out.")
]
_Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="The last day on which it counts; no end if left out.")
]

_AUTHOR = "local"


def create(register: RegisterName, name: _Name, as_json: Json = False, lang: LangOption = "en") -> None:
    """Record somebody, who as yet may do nothing: give a role, or access to a holder's rights, and a password."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.service.people import add_person

    with database.writing() as connection:
        person = add_person(connection, name, now=now(), author=_AUTHOR)
    if as_json:
        show_json({"name": person.name})
    else:
        show(word("user-made", lang, name=person.name))


def list_(
    register: RegisterName,
    known_at: Annotated[
        str | None, typer.Option("--known-at", metavar="DAY", help="As it was recorded by the end of this day.")
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """List everybody, with what they were given, by whom and when."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import open_database
    from kenri.faces.words.service import word
    from kenri.faces.words.values import listed

    database = open_database(register)
    from kenri.faces.contracts.people_data import person_data
    from kenri.faces.inputs.giving import end_of, read_day
    from kenri.service.appointments import appointments_of
    from kenri.service.credentials import openid_links, ways_to_sign_in
    from kenri.service.people import people

    at = None if known_at is None else end_of(read_day(known_at, "--known-at"))
    with database.reading() as connection:
        found = [
            (
                each,
                appointments_of(connection, each.id, known_at=at),
                ways_to_sign_in(connection, each.id),
                openid_links(connection, each.id),
            )
            for each in people(connection)
            if at is None or each.recorded <= at
        ]
    if as_json:
        show_json([person_data(*each) for each in found])
        return
    if not found:
        show(word("no-users", lang))
    for each, given, ways, links in found:
        show(word("user-line", lang, name=each.name, ways=listed(ways, lang) or word("no-way", lang)))
        for issuer, subject in links:
            show("  " + word("openid-line", lang, issuer=issuer, subject=subject))
        for one in given:
            show("  " + _line(one, lang))


def role(
    register: RegisterName,
    name: _Name,
    role: Annotated[
        str, typer.Argument(metavar="ROLE", help="`administrator`, `plan_author` or `auditor`.", show_default=False)
    ],
    issuer: _Issuer = None,
    since: _From = None,
    until: _Until = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Give a role, for days from today on or as said."""
    _give(register, name, role, "", issuer, since, until, as_json=as_json, lang=lang)


def access(
    register: RegisterName,
    name: _Name,
    holder: Annotated[str, typer.Argument(metavar="HOLDER", help="Whose rights.", show_default=False)],
    as_: Annotated[
        str, typer.Option("--as", metavar="ROLE", help="In which role; whose own rights they are if left out.")
    ] = "holder",
    issuer: Annotated[
        str | None, typer.Option("--issuer", metavar="NAME", help="Of which issuer, where there are several.")
    ] = None,
    since: _From = None,
    until: _Until = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Give access to the rights of one holder.

    An heir sees them once the register records the death, and whoever represents the holder until then at most.
    """
    _give(register, name, as_, holder, issuer, since, until, as_json=as_json, lang=lang)


def revoke(
    register: RegisterName,
    name: _Name,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="End this role alone.")] = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="HOLDER", help="End access to this holder's rights alone.")
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """End what somebody was given, from now on; without an option all of it, every session and every way to sign in."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.faces.inputs.giving import today
    from kenri.service.appointments import appointments_of, end_appointments
    from kenri.service.people import find_person, shut_out

    made = now()
    with database.writing() as connection:
        person = find_person(connection, name)
        if role is None and holder is None:
            shut_out(connection, person, today=today(), now=made, author=_AUTHOR)
        else:
            ended = [
                each
                for each in appointments_of(connection, person.id)
                if role in (None, each.role) and (each.holder == holder if holder is not None else not each.holder)
            ]
            end_appointments(connection, person.id, ended, today=today(), now=made, author=_AUTHOR)
    if as_json:
        show_json({"name": person.name, "revoked": True})
    else:
        show(word("user-revoked", lang, name=person.name))


def password(
    register: RegisterName,
    name: _Name,
    link: Annotated[
        bool, typer.Option("--link", help="Make a link by which they set it themselves, once, within a day.")
    ] = False,
    url: ServiceAddress = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Set a password, read from the terminal or from the first line of what comes in. Every session ends.

    With `--link` nothing is read: it shows, this once, a link by which they set it.
    """
    if link:
        _password_link(register, name, url, as_json=as_json, lang=lang)
        return
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.service.credentials import set_password
    from kenri.service.people import find_person
    from kenri.service.sessions import end_sessions

    with database.reading() as connection:
        find_person(connection, name)
    text = _secret(word("password-asked", lang))
    with database.writing() as connection:
        person = find_person(connection, name)
        set_password(connection, person.id, text, now())
        end_sessions(connection, person.id, now())
    if as_json:
        show_json({"name": person.name, "password": True})
    else:
        show(word("password-set", lang, name=person.name))


def _password_link(register: str, name: str, url: str | None, *, as_json: bool, lang: LangOption) -> None:
    import secrets

    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.inputs.service_address import service_address
    from kenri.faces.words.service import word

    service = service_address(url)
    database = open_database(register)
    from kenri.faces.contracts.people_data import made_link_data
    from kenri.service.password_links import make_password_link
    from kenri.service.people import find_person

    secret = secrets.token_urlsafe(32)
    with database.writing() as connection:
        person = find_person(connection, name)
        ends = make_password_link(connection, person.id, secret=secret, now=now(), author=_AUTHOR)
    made = made_link_data(person.name, secret, ends, service)
    if as_json:
        show_json(made)
    else:
        show(word("password-link", lang, name=person.name, instant=made["ends"]), made["url"] or made["path"])


def totp(
    register: RegisterName,
    name: _Name,
    off: Annotated[bool, typer.Option("--off", help="Want no code any more.")] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Want a code of the moment besides the password: show, this once, what a device makes it of, and spare codes."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.service.credentials import begin_totp, take_totp, totp_address
    from kenri.service.people import find_person
    from kenri.service.sessions import end_sessions

    made = now()
    with database.writing() as connection:
        person = find_person(connection, name)
        if off:
            take_totp(connection, person.id, now=made, author=_AUTHOR)
            found = None
        else:
            end_sessions(connection, person.id, made)
            found = begin_totp(connection, person.id, made)
    address = None if found is None else totp_address(found.secret, person.name)
    if as_json:
        codes = None if found is None else list(found.recovery)
        show_json({"name": person.name, "address": address, "recovery": codes})
    elif found is None:
        show(word("totp-off", lang, name=person.name))
    else:
        show(word("totp-on", lang, name=person.name), str(address), word("totp-spare", lang), *found.recovery)


def openid(
    register: RegisterName,
    name: _Name,
    issuer: Annotated[
        str,
        typer.Argument(metavar="ISSUER", help="What the other service calls itself: an address.", show_default=False),
    ],
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT", help="By which name that service means them: the `sub` it tells.", show_default=False
        ),
    ],
    off: Annotated[bool, typer.Option("--off", help="Let them sign in so no more.")] = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Let somebody sign in by another service too (OpenID Connect), which means them by a name of its own.

    Where that ends (`--off`), every session ends.
    """
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.service.openid import linked_otherwise
    from kenri.service.people import find_person

    with database.writing() as connection:
        person = find_person(connection, name)
        linked_otherwise(connection, person, issuer, subject, now(), is_off=off)
    if as_json:
        show_json({"name": person.name, "issuer": issuer, "subject": subject, "linked": not off})
    else:
        key = "openid-off" if off else "openid-on"
        show(word(key, lang, name=person.name, issuer=issuer, subject=subject))


# --- what they have in common


def _give(
    register: str, name: str, role: str, holder: str, issuer: str | None, since: str | None, until: str | None, *,
    as_json: bool, lang: LangOption,
) -> None:  # fmt: skip
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.registers import now, open_database
    from kenri.faces.words.service import word

    database = open_database(register)
    from kenri.faces.contracts.people_data import given_data
    from kenri.faces.inputs.giving import must_be_role, read_day, today
    from kenri.service.appointments import appoint, appointments_of
    from kenri.service.people import find_person

    must_be_role(role, holder, "--as" if holder else "ROLE")
    first = today() if since is None else read_day(since, "--from")
    last = None if until is None else read_day(until, "--until")
    with database.writing() as connection:
        of = _issuer(connection, issuer, holder, role)
        person = find_person(connection, name)
        appoint(
            connection, person.id, role, issuer=of, holder=holder, since=first, until=last, now=now(), author=_AUTHOR
        )
        given = appointments_of(connection, person.id)[-1]
    if as_json:
        show_json({"name": person.name, "given": given_data(given)})
    else:
        show(word("user-given", lang, name=person.name, given=_line(given, lang)))


def _issuer(connection: Connection, named: str | None, holder: str, role: str) -> str | None:
    """The issuer that is meant; of a holder, who is to be there, the only one without a name."""
    from kenri.faces.inputs.giving import must_be_there
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence, did_you_mean
    from kenri.register.ledger import Ledger, issuers

    known = issuers(connection)
    if named is not None and named not in known:
        raise refused(Sentence("no-such-issuer", name=quote(named)), did_you_mean(named, known))
    if not holder:
        return named
    if named is None and len(known) != 1:
        raise refused(Sentence("which-issuer", names=tuple(map(quote, sorted(known)))))
    of = next(iter(known)) if named is None else named
    must_be_there(holder, role, Ledger(connection, of, known[of]))
    return of


def _secret(prompt: str) -> str:
    """A password as it is typed, twice and unseen; or the first line of what comes in."""
    import sys
    from getpass import getpass

    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(prompt)
    if getpass(prompt) != first:
        raise refused(Sentence("passwords-differ"))
    return first


def _line(given: Appointment, lang: LangOption) -> str:
    from kenri.faces.words.service import instant, word

    said = word("given-role", lang, role=given.role, first=given.since.isoformat())
    if given.until is not None:
        said += word("given-until", lang, last=given.until.isoformat())
    if given.holder:
        said += word("given-holder", lang, holder=given.holder)
    if given.issuer is not None:
        said += word("of-issuers", lang, names=given.issuer)
    return said + word("given-by", lang, author=given.author, instant=instant(given.recorded))


app.command("create", cls=QuickCommand)(create)
app.command("list", cls=QuickCommand)(list_)
app.command("role", cls=QuickCommand)(role)
app.command("access", cls=QuickCommand)(access)
app.command("revoke", cls=QuickCommand)(revoke)
app.command("password", cls=QuickCommand)(password)
app.command("totp", cls=QuickCommand)(totp)
app.command("openid", cls=QuickCommand)(openid)


@app.callback()
def main() -> None:
    """Let people sign in: who they are, which roles they have, and whose rights they see."""
