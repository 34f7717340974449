"""`kenri act` and `kenri exercise`: a request to act is judged by a register, and recorded there or refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from kenri.faces.commands.options import GrantId, Json, LangOption, Readings, RegisterName, Rights

_Holder = Annotated[
    str | None, typer.Option("--holder", metavar="NAME", help="Whose rights; left out for an act of the company.")
]
_On = Annotated[str, typer.Option("--on", metavar="DAY", help="The day or instant of the act, or `today`.")]
_By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="PARTY", help="Who acts; the grantee, or whom alone the plan permits it, if left out."
    ),
]
_Event = Annotated[
    str | None, typer.Option("--event", metavar="KIND", help="The event that records it, where there are several.")
]
_With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="NAME=VALUE", help="What else the event says; may be given several times."),
]
_Plan = Annotated[
    str | None, typer.Option("--plan", metavar="ID", help="Under which plan, where the holder is under several.")
]
_EvenIf = Annotated[
    Literal["allowed", "unknown", "denied"],
    typer.Option(
        "--even-if",
        help="Record it also if it is not known to be permitted (`unknown`), or not permitted (`denied`), as a "
        "violation.",
    ),
]
_KeepRefusal = Annotated[
    bool, typer.Option("--keep-refusal", help="Keep a refusal in the register; left out, nothing is written then.")
]
_Key = Annotated[
    str | None,
    typer.Option("--key", metavar="NAME", help="A name of the request: made again under it, it is recorded once."),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would become of it; nothing is written.")]


def act(
    register: RegisterName,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="What is done: an action of the plan.", show_default=False)
    ],
    holder: _Holder = None,
    on: _On = "today",
    rights: Rights = None,
    grant: GrantId = None,
    by: _By = None,
    event: _Event = None,
    with_: _With = None,
    plan: _Plan = None,
    reading: Readings = None,
    even_if: _EvenIf = "allowed",
    keep_refusal: _KeepRefusal = False,
    key: _Key = None,
    dry_run: _DryRun = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Judge an act by a register, and record it with its ruling if it is permitted. Exit code 1 if it is not recorded.

    It is judged on what is recorded at that moment, which nobody changes meanwhile.
    """
    _request(
        register, "kenri act", dry_run=dry_run, as_json=as_json, lang=lang, with_=with_, reading=reading,
        action=action, holder=holder, on=on, rights=rights, grant=grant, by=by, event=event, plan=plan,
        even_if=even_if, keeps_refusal=keep_refusal, key=key,
    )  # fmt: skip


def exercise(
    register: RegisterName,
    holder: _Holder = None,
    on: _On = "today",
    rights: Rights = None,
    grant: GrantId = None,
    by: _By = None,
    event: _Event = None,
    with_: _With = None,
    plan: _Plan = None,
    reading: Readings = None,
    even_if: _EvenIf = "allowed",
    keep_refusal: _KeepRefusal = False,
    key: _Key = None,
    dry_run: _DryRun = False,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Exercise rights of a holder in a register: `kenri act REGISTER exercise`. Exit code 1 if it is not recorded."""
    _request(
        register, "kenri exercise", dry_run=dry_run, as_json=as_json, lang=lang, with_=with_, reading=reading,
        action="exercise", holder=holder, on=on, rights=rights, grant=grant, by=by, event=event, plan=plan,
        even_if=even_if, keeps_refusal=keep_refusal, key=key,
    )  # fmt: skip


def _request(
    register: str,
    source: str,
    *,
    dry_run: bool,
    as_json: bool,
    lang: LangOption,
    with_: list[str] | None,
    reading: list[str] | None,
    on: str,
    **said: Any,
) -> None:
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.inputs.questions import facts, pairs
    from kenri.faces.inputs.registers import author, now, open_register
    from kenri.faces.registers.entry_words import entry_words

    fields, readings = facts(with_), pairs(reading, "--reading")
    opened = open_register(register)
    from kenri.register.acts import ActRequest

    request = ActRequest(on=None if on == "today" else on, fields=fields, readings=readings, **said)
    answer = opened.act(request, author=author(), now=now(), source=source, only_tell=dry_run)
    if as_json:
        from kenri.faces.contracts.act_data import act_data

        show_json(act_data(answer, lang))
    else:
        from kenri.faces.registers.act_view import render_act

        if answer.ruling is not None:
            from kenri.faces.rulings.ruling_view import render_ruling

            show(render_ruling(answer.ruling, lang, of_register=True), "")
        show(*render_act(answer, entry_words(opened, lang), only_tell=dry_run))
    if not answer.is_recorded and answer.kept.became != "event":
        raise typer.Exit(1)
