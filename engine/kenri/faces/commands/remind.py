"""`kenri remind`: tells subscribers of what comes, and shows what could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, RegisterName, ServiceAddress

if TYPE_CHECKING:
    from kenri.model.sentences import Language
    from kenri.service.outbox import Message, State


def remind(
    register: RegisterName,
    status: Annotated[
        bool, typer.Option("--status", help="Send nothing; show what waits, and what was given up.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send nothing; put back what was given up, for the next run.")
    ] = False,
    url: ServiceAddress = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Announce what comes to those who have subscribed, each thing once at each distance, and send what waits.

    It is run as often as one likes, such as every quarter of an hour. Mail goes through the server `KENRI_SMTP`, from
    the address `KENRI_MAIL_FROM`. Exit code 1 where something could not be looked at or sent, or was given up.
    """
    from kenri.faces.commands.console import report, show, show_json
    from kenri.faces.contracts.problem_data import problems_data
    from kenri.faces.inputs.registers import issuer_in, now, open_register
    from kenri.faces.inputs.service_address import service_address
    from kenri.faces.words.reminding import word
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence
    from kenri.service import must_be_installed

    if status and again:
        raise refused(Sentence("options-exclude", option=quote("--status"), other=quote("--again")))
    service_address(url)  # refused, if it is none, whatever is done
    must_be_installed()
    opened = open_register(register)
    from kenri.service.outbox import messages, try_again

    if status:
        issuer = issuer_in(opened)
        with opened.database.reading() as connection:
            states: tuple[State, ...] = ("waiting", "begun", "failed")
            found = messages(connection, issuer, states=states)
        _show_status(found, as_json=as_json, lang=lang)
        raise typer.Exit(int(any(each.state == "failed" for _, each in found)))
    if again:
        issuer = issuer_in(opened)
        with opened.database.writing() as connection:
            count = try_again(connection, issuer, now())
        if as_json:
            show_json({"again": count})
        else:
            show(word("put-back", lang, count=count))
        return
    from kenri.faces.reminding.one_run import remind as run
    from kenri.faces.reminding.sending import sending_by

    with sending_by(url) as sending:
        done = run(opened, sending, now)
    if as_json:
        show_json(
            {
                "queued": done.queued,
                "sent": done.sent,
                "waiting": done.waiting,
                "failed": done.failed,
                "problems": problems_data(tuple(done.problems), lang),
            }
        )
    else:
        said = word("reminded", lang, queued=done.queued, sent=done.sent, waiting=done.waiting, failed=done.failed)
        show(said)
        report(tuple(done.problems), lang)
    if done.problems or done.failed or done.waiting:
        raise typer.Exit(1)


def _show_status(found: list[tuple[str, Message]], *, as_json: bool, lang: Language) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.words.reminding import word
    from kenri.faces.words.service import instant

    if as_json:
        show_json(
            [
                {
                    "subscription": name,
                    "id": each.id,
                    "day": each.day,
                    "state": each.state,
                    "attempts": each.attempts,
                    "next": None if each.state == "failed" else instant(each.due),
                    "reason": each.reason or None,
                }
                for name, each in found
            ]
        )
        return
    if not found:
        show(word("nothing-waits", lang))
    for name, each in found:
        reason = word("because", lang, reason=each.reason) if each.reason else ""
        key = f"{each.state}-line"
        show(word(key, lang, name=name, day=each.day, attempts=each.attempts, reason=reason, instant=instant(each.due)))
