"""`kenri impact`: whose answers change when something is otherwise, before it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, Readings, RegisterName, Rules


def impact(
    register: RegisterName,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="What would be brought in: as for `kenri register import`."),
    ] = None,
    becomes: Annotated[
        list[str] | None,
        typer.Option(
            "--becomes",
            metavar="PLAN",
            help="A new version of a plan of the register: its rule file; again for each plan that shares a family.",
        ),
    ] = None,
    reading: Readings = None,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="From which day on, or `today`.")] = "today",
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="Under one plan; under every one if left out.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="What the columns and words of tables mean.")
    ] = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show whose answers change, and how, under another reading, a new version of a plan, or a correction. Nothing is
    written.
    """
    from contextlib import ExitStack

    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.contracts.impact_data import impact_data
    from kenri.faces.inputs.questions import asked_day, must_be_folder, only_with, pairs
    from kenri.faces.inputs.registers import author, entries_for, now, open_register, readings_among
    from kenri.faces.registers.everybody_impact import impact_on_each, plans_supposed
    from kenri.faces.registers.impact_view import render_impact
    from kenri.faces.words.impact import word
    from kenri.model.days import as_date, iso
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    must_be_folder(rules)
    if not files:
        only_with("FILE", {"--mapping": mapping})
    if not becomes:
        only_with("--becomes", {"--rules": rules})
    readings = pairs(reading, "--reading")
    if not files and not becomes and not readings:
        raise refused(Sentence("nothing-supposed"))
    opened = open_register(register)
    ids = [*opened.plans()] if plan is None else [plan]
    newest = opened.plan(ids[0] if ids else None)
    day = newest.day(asked_day(newest, on))
    both = plans_supposed(opened, ids, becomes or (), as_date(day), () if rules is None else (rules,))
    readings_among(readings, (after for _, after in both))
    with ExitStack() as stack, ExitStack() as alone:
        other, touched = opened, None
        if files:
            entries, _ = entries_for(opened, files, plan, mapping)
            other, changes = alone.enter_context(opened.supposing(entries, now=now(), author=author()))
            touched = changes.touched if not becomes and not readings else None
        tell = stack.enter_context(progress(word("working", lang), lang, hidden=as_json))
        count = len(other.holders())
        total = count * len(both)
        each = impact_on_each(
            (opened, other),
            both,
            day,
            readings,
            touched,
            lambda done: tell("", done, total),
            alone.close if files else None,
        )
        found = [*each]
    if as_json:
        told = [impact_data(holder, its.id, each, lang) for holder, its, each in found]
        show_json({"register": opened.issuer, "on": iso(day), "holders": count, "impact": told})
        return
    console = output()
    names = opened.names({each.holder for each in found})
    for part in render_impact(found, day, count, lang, names=names):
        console.print(part)
