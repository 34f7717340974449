"""`kenri batch`: one question about every row of a table."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kenri.faces.commands.options import (
    ActionName,
    Aside,
    By,
    Json,
    LangOption,
    PlanName,
    Readings,
    Rights,
    Rules,
    TableOut,
    TablePath,
)


def batch(
    plan: PlanName,
    table: TablePath,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day asked about, or `today`, where a row has none of its own."),
    ] = None,
    days: Annotated[
        str | None,
        typer.Option("--days", metavar="FIRST..LAST", help="Every day of a range, in stretches of equal answers."),
    ] = None,
    rights: Rights = None,
    action: ActionName = "exercise",
    by: By = None,
    reading: Readings = None,
    no_settle: Annotated[
        bool,
        typer.Option("--no-settle", help="Do not look at other readings, which takes most of the time."),
    ] = False,
    verify: Annotated[
        str | None,
        typer.Option(
            "--verify",
            metavar="SHARE",
            help="Have this share of the answers judged again by the reference and by forward chaining, such as 0.01.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help="Another number chooses other answers for `--verify`.")
    ] = None,
    out: TableOut = None,
    aside: Aside = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Only go on with a run that was stopped; never begin one anew.")
    ] = False,
    row: Annotated[
        str | None,
        typer.Option("--row", metavar="ID", help="Answer nothing: show the life of this row, as `kenri ask` takes it."),
    ] = None,
    engine: Annotated[
        Literal["local", "spark"],
        typer.Option("--engine", help="Where rows are answered: in this process, or on the workers of Spark."),
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="MASTER", help="The master of Spark, as Spark names it: `local[2]`."),
    ] = None,
    rules: Rules = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Ask one question about every row of a table: one row for each holder or grant, with its events as a list.

    The table is Parquet, Arrow (Feather) or CSV, or a folder of `grants`, `parties` and `events`. A run that was
    stopped goes on where it was. Exit code 2, with nothing written, if a row cannot be answered and `--aside` is not
    given; 70, with nothing written, if an answer that is judged again comes out otherwise, which is an error of kenri.
    """
    from time import perf_counter

    from kenri.columnar import must_be_installed
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.commands.tables import judging, life_of, ran, range_of_days, show_life
    from kenri.faces.contracts.batch_data import batch_data
    from kenri.faces.inputs.questions import asked_day, not_beside, only_with, open_plan, pairs
    from kenri.faces.rulings.batch_view import render_batch
    from kenri.faces.words.commands import word

    must_be_installed()
    from kenri.columnar.batch import must_say_days
    from kenri.columnar.judge import Judge, checked
    from kenri.columnar.layout import Layout
    from kenri.columnar.sources import opened
    from kenri.columnar.verified import SEED, Verified, share_of
    from kenri.faces.commands.witnesses import witnesses

    if out is None:
        only_with("--out", {"--resume": resume})
    if engine != "spark":
        only_with("--engine spark", {"--master": master})
    if days is not None:
        not_beside("--days", {"--on": on, "--no-settle": no_settle, "--verify": verify})
    if verify is None:
        only_with("--verify", {"--seed": seed})
    share = None if verify is None else share_of(verify)
    loaded = open_plan(plan, rules)
    asking = checked(
        loaded,
        action,
        on=None if on is None else asked_day(loaded, on),
        days=None if days is None else range_of_days(loaded, days),
        rights=rights,
        by=by,
        readings=pairs(reading, "--reading"),
        settle=not no_settle,
    )
    source = opened(table, Layout(loaded.plan, asking.action))
    if row is not None:
        given = {"--on": on, "--days": days, "--rights": rights, "--by": by, "--reading": reading}
        not_beside(
            "--row",
            {**given, "--no-settle": no_settle, "--verify": verify, "--out": out, "--aside": aside, "--master": master},
        )
        show_life(life_of(source, row), as_json=as_json)
        return
    must_say_days(source.schema.names, on, days)
    verified = None
    begun = perf_counter()
    with (
        judging(engine, master, loaded, asking) as judge,
        progress(word("answering", lang), lang, hidden=as_json) as shown,
    ):
        own: Judge = judge
        if share is not None:
            own = verified = Verified(judge, witnesses(loaded, asking), share, SEED if seed is None else seed)
        summary = ran(
            loaded, source, own, asked={"batch": asking, "verify": (share, seed)}, out=out, aside=aside, lang=lang,
            must_resume=resume, progress=shown,
        )  # fmt: skip
    if verified is not None:
        summary.again, summary.seed = verified.again, verified.seed
    if as_json:
        show_json(batch_data(summary, head=out is None))
    else:
        show(render_batch(summary, lang, head=out is None, seconds=perf_counter() - begun))
