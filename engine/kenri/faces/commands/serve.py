"""`kenri serve`: programs ask over HTTP what is asked here at a terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption


def serve(
    ctx: typer.Context,
    register: Annotated[
        str | None,
        typer.Option(
            "--register", metavar="REGISTER", help="A register: a file, or an address; that of this user if left out."
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="The port; 0 takes one that is free.")] = 8400,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Processes that answer, each one after another.")
    ] = 2,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="So long an answer may take, before it is stopped.")
    ] = 60.0,
    wait: Annotated[
        float,
        typer.Option("--wait", metavar="SECONDS", min=0.1, help="After so long, what may take long becomes work."),
    ] = 10.0,
    work_minutes: Annotated[
        float,
        typer.Option("--work-minutes", metavar="MINUTES", min=0.01, help="So long work may take; then it is stopped."),
    ] = 60.0,
    remind: Annotated[
        float | None,
        typer.Option(
            "--remind", metavar="MINUTES", min=0.1, help="Announce what comes too (`kenri remind`), so often."
        ),
    ] = None,
    openid: Annotated[
        str | None,
        typer.Option(
            "--openid", metavar="FILE", help="By which other services people sign in (OpenID Connect), in TOML."
        ),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Serve a register over HTTP until Ctrl-C, or until the system says to stop.

    On this machine everybody is served as long as there is no token (`kenri token create`), and from then on only who
    sends one.
    """
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.commands.demo import fill_with_the_year
    from kenri.faces.commands.ending import INTERRUPTED
    from kenri.faces.words.service import word
    from kenri.service import must_be_installed

    must_be_installed()
    import os
    import signal
    from dataclasses import replace

    from kenri.faces.inputs.data_folder import own_register
    from kenri.faces.inputs.service_address import service_address
    from kenri.faces.serving.openid_settings import NO_OPENID, openid_settings
    from kenri.faces.serving.server import listening
    from kenri.faces.serving.server import serve as served
    from kenri.register.database import Database

    own, file = service_address(os.environ.get("KENRI_URL") or None), openid or os.environ.get("KENRI_OPENID")
    settings = openid_settings(file, own or "") if file else NO_OPENID
    is_new = False
    if register is None:
        register, is_new = own_register(lambda file: fill_with_the_year(ctx, file))
    database = Database(register)
    database.open()
    if database.file is not None:
        register = str(database.file.absolute())  # who answers stands in a folder of its own
    if remind is not None:
        from kenri.faces.reminding.sending import sending_by

        with sending_by():
            pass  # what is wrong with how mail is sent is said at once, and not from round to round
    bound = listening(host, port)

    def tell(url: str) -> None:
        if as_json:
            show_json({"url": url, "register": database.shown, "new": is_new}, indent=None)
        else:
            show(word("serves", lang, register=database.shown, url=url))
            if is_new:
                show(word("demo-made", lang))

    stopped_by = served(
        bound,
        register,
        workers=workers,
        seconds=seconds,
        wait=wait,
        work_minutes=work_minutes,
        remind=remind,
        shown=database.shown,
        tell=tell,
        public=own,
        openid=lambda url: settings if own else replace(settings, url=url),
    )
    if stopped_by == signal.SIGINT:
        raise typer.Exit(INTERRUPTED)
