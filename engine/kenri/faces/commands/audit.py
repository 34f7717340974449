"""`kenri audit`: was everything that is recorded permitted, and are all rights accounted for?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kenri.faces.commands.options import (
    Aside,
    GrantId,
    Holder,
    Json,
    KnownAt,
    LangOption,
    PerhapsLife,
    PlanName,
    Readings,
    RegisterOption,
    Rules,
    TableOut,
)

if TYPE_CHECKING:
    from kenri.api import LoadedPlan


def audit(
    plan: PlanName,
    life: PerhapsLife = None,
    grant: GrantId = None,
    known_at: KnownAt = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DAY", help="The last day looked at, or `today`; that of the last event if left out."
        ),
    ] = None,
    reading: Readings = None,
    all_: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Show every grant; of more than 10, else those about which there is something to say. "
            "Without LIFE and --register, every holder of the register that stands in the place of PLAN.",
        ),
    ] = False,
    of_plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="ID", help="With --all REGISTER: under one plan; under every one if left out."),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="TABLE", help="Judge every row of a table, as `kenri batch` takes it."),
    ] = None,
    out: TableOut = None,
    aside: Aside = None,
    rules: Rules = None,
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Judge every recorded act, and roll the rights forward. Exit code 1 if anything was not surely permitted.

    With --table it is done for every row of a table; told is each act that was not permitted or cannot be judged, and
    each duty that was not done. With --all REGISTER it is done for every holder of a register; told is each act that
    was not permitted by what was known when it was recorded, or by what is known now.
    """
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.audit_data import audit_data
    from kenri.faces.inputs.questions import asked_day, not_beside, only_with, open_plan, open_recorded, pairs
    from kenri.faces.rulings.audit_view import render_audit

    if all_ and life is None and register is None and table is None:
        from kenri.faces.commands.audit_all import audit_all

        not_beside("--all REGISTER", {"--grant": grant, "--rules": rules, "--aside": aside})
        audit_all(
            plan, plan=of_plan, holder=holder, known_at=known_at, until=until, readings=pairs(reading, "--reading"),
            out=out, as_json=as_json, lang=lang,
        )  # fmt: skip
        return
    only_with("--all REGISTER", {"--plan": of_plan})
    if table is None:
        only_with("--table", {"--out": out, "--aside": aside})
    else:
        not_beside(
            "--table", {"LIFE": life, "--grant": grant, "--all": all_, "--register": register, "--holder": holder}
        )
    if table is not None:
        loaded = open_plan(plan, rules)
        last = asked_day(loaded, until) if until is not None else None
        _audit_table(
            loaded, table, {"known_at": known_at, "until": last, "readings": pairs(reading, "--reading")},
            out=out, aside=aside, as_json=as_json, lang=lang,
        )  # fmt: skip
        return
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder, known_at=known_at)
    asked: dict[str, Any] = {
        "grant": grant,
        "known_at": known_at,
        "until": asked_day(loaded, until) if until is not None else None,
        "readings": pairs(reading, "--reading"),
    }
    if register is None or holder is None:
        found = loaded.audit(recorded, **asked)
    else:
        from kenri.faces.inputs.registers import open_register
        from kenri.faces.registers.one_audit import audit_of_one

        found = audit_of_one(open_register(register), loaded, recorded, holder, **asked)
    if as_json:
        show_json(audit_data(loaded.plan, found, lang))
    else:
        show(render_audit(loaded.plan, found, lang, is_whole=all_))
    if not found.is_clean:
        raise typer.Exit(1)


def _audit_table(
    plan: LoadedPlan,
    table: Path,
    asked: dict[str, Any],
    *,
    out: Path | None,
    aside: Path | None,
    as_json: bool,
    lang: LangOption,
) -> None:
    from time import perf_counter

    from kenri.columnar import must_be_installed
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.tables import ran
    from kenri.faces.contracts.batch_data import batch_data
    from kenri.faces.rulings.batch_view import render_batch
    from kenri.faces.words.commands import word

    must_be_installed()
    from kenri.columnar.audits_by_columns import AuditByColumns
    from kenri.columnar.layout import Layout
    from kenri.columnar.sources import opened

    judge = AuditByColumns(
        plan,
        instant=plan.instant(asked["known_at"]),
        until=None if asked["until"] is None else plan.day(asked["until"]),
        readings=plan.readings(asked["readings"]),
    )
    begun = perf_counter()
    with progress(word("auditing", lang), lang, hidden=as_json) as shown:
        summary = ran(
            plan, opened(table, Layout(plan.plan)), judge, asked={"audit": asked}, out=out, aside=aside, lang=lang,
            progress=shown,
        )  # fmt: skip
    if as_json:
        show_json(batch_data(summary, head=out is None))
    else:
        show(render_batch(summary, lang, head=out is None, seconds=perf_counter() - begun))
    if summary.answers:
        raise typer.Exit(1)
