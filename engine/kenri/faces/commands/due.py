"""`kenri due`: what comes for everybody in a register, in a span of days."""

from __future__ import annotations

from itertools import chain
from itertools import count as count_from
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, KnownAt, LangOption, Readings, RegisterName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from kenri.faces.commands.progress import Progress
    from kenri.faces.drawing.timeline import DayMark
    from kenri.faces.registers.due_view import ComingOf
    from kenri.model.sentences import Language
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register

LONGEST = 3_660
"""So many days are looked at, at most: ten years."""


def due(
    register: RegisterName,
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, max=LONGEST, help="So many days after the first.")
    ] = 30,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The first day, or `today`.")] = "today",
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="ID", help="Under one plan; under every one if left out.")
    ] = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="NAME", help="For one holder; for everybody if left out.")
    ] = None,
    known_at: KnownAt = None,
    reading: Readings = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a table too: .csv, .xlsx or .parquet.")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write one calendar too.")] = None,
    ics_each: Annotated[
        Path | None,
        typer.Option("--ics-each", metavar="DIR", help="Write a calendar for each holder into this folder too."),
    ] = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Show what opens, closes, changes, lapses or must be done soon: for whom, how many, under which clause."""
    from kenri.faces.commands.console import output, show_json
    from kenri.faces.commands.progress import progress
    from kenri.faces.contracts.due_data import DUE_COLUMNS, due_data, due_row
    from kenri.faces.inputs.questions import pairs
    from kenri.faces.inputs.registers import files_of, open_register, readings_among
    from kenri.faces.registers.due_view import due_marks, render_due
    from kenri.faces.words.due import word
    from kenri.faces.writing.apart import must_be_apart
    from kenri.faces.writing.table_files import table_file
    from kenri.faces.writing.written_file import make_folder, write_files

    opened = open_register(register)
    to_output = must_be_apart({"--out": out, "--ics": ics}, files_of(register), as_json=as_json)
    plans = _plans(opened, plan, on, within)
    readings = readings_among(pairs(reading, "--reading"), (loaded for loaded, _ in plans))
    with progress(word("working", lang), lang, hidden=as_json or to_output) as tell:
        asked = {"known_at": known_at, "readings": readings}
        found = sorted(
            _found(opened, plans, asked, holder, tell), key=lambda each: (each.what.kind != "late", each.what.day)
        )
    count = len(opened.holders()) if holder is None else 1
    span = min((each for _, each in plans), default=None)
    written = {}
    if out is not None:
        rows = [due_row(of, its.id, each, lang) for of, its, each in found]
        written[out] = table_file(out, DUE_COLUMNS, rows)
    if ics is not None:
        written[ics] = _calendar(due_marks(found, lang), opened.issuer, lang)
    if ics_each is not None:
        of_each: dict[str, list[ComingOf]] = {}
        for each in found:
            of_each.setdefault(each.holder, []).append(each)
        paths = {name: ics_each / f"{file}.ics" for name, file in _file_names(of_each).items()}
        options = {f"--ics-each {name}": path for name, path in paths.items()}
        must_be_apart({"--out": out, "--ics": ics, **options}, files_of(register))
        make_folder(ics_each)
        for name, several in of_each.items():
            written[paths[name]] = _calendar(due_marks(several, lang), f"{opened.issuer} {name}", lang)
    write_files(written)
    if to_output:
        return
    if as_json:
        show_json(
            {
                "register": opened.issuer,
                "first": None if span is None else span[0].isoformat(),
                "last": None if span is None else span[1].isoformat(),
                "holders": count,
                "due": [due_data(of, its.id, each, lang) for of, its, each in found],
            }
        )
        return
    console = output()
    for part in render_due(found, span, count, lang):
        console.print(part)


def _plans(opened: Register, name: str | None, on: str, within: int) -> list[tuple[KeptPlan, tuple[date, date]]]:
    """The plans as they are used on the first day, each with the days that are looked at, by its own clocks.

    Raises `ProblemsError` for what is no day.
    """
    from datetime import date

    from kenri.faces.inputs.questions import asked_day
    from kenri.model.days import NEVER

    found = []
    for id_ in [*opened.plans()] if name is None else [name]:
        newest = opened.plan(id_)
        first = newest.day(asked_day(newest, on))
        span = date.fromordinal(first), date.fromordinal(min(first + within, NEVER - 1))
        found.append((opened.plan(id_, span[0]), span))
    return found


def _found(
    opened: Register,
    plans: Sequence[tuple[KeptPlan, tuple[date, date]]],
    asked: Mapping[str, Any],
    holder: str | None,
    tell: Progress,
) -> Iterator[ComingOf]:
    """What comes, for each plan and each holder in turn; what concerns no grant is told once."""
    from kenri.faces.registers.due_view import ComingOf
    from kenri.simulation.due import Coming, coming

    total = len(plans) * (len(opened.holders()) if holder is None else 1)
    done = 0
    for plan, span in plans:
        instant = plan.instant(asked["known_at"])
        readings = {name: option for name, option in asked["readings"].items() if name in plan.plan.readings}
        told = set[Coming]()
        last = None
        if holder is None:
            lives = opened.lives(plan, day=span[0], known_at=instant)
        else:
            lives = iter([(holder, opened.life(holder, plan, day=span[0], known_at=instant))])
        for name, life in lives:
            done += 1
            tell(name, done, total)
            if life is last or not life.grants_under(plan.plan):
                continue
            last = life
            is_of_one = len({grant.grantee for grant in life.grants.values()}) == 1
            for each in coming(plan, life, *span, known_at=asked["known_at"], readings=readings):
                if each.grant:
                    yield ComingOf(name if is_of_one else life.grants[each.grant].grantee, plan.plan, each)
                elif each not in told:
                    told.add(each)
                    yield ComingOf("", plan.plan, each)


def _calendar(marks: list[DayMark], seed: str, lang: Language) -> bytes:
    from datetime import UTC, datetime

    from kenri.faces.drawing import calendar_ics

    return calendar_ics.render(marks, uid_seed=f"{seed} due", lang=lang, stamp=datetime.now(UTC))


def _file_names(holders: Iterable[str]) -> dict[str, str]:
    """A name of a file for each holder, no two alike: what no system's files may have in their names stands as `_`."""
    found: dict[str, str] = {}
    taken = set[str]()
    for holder in holders:
        plain = "".join(each if each.isalnum() or each in "-_." else "_" for each in holder).strip(".") or "_"
        ways = chain([plain], (f"{plain}-{count}" for count in count_from(2)))
        found[holder] = next(way for way in ways if way.casefold() not in taken)
        taken.add(found[holder].casefold())
    return found
