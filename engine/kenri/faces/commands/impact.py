"""`kenri impact`: whose answers change when something is otherwise, before it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import Json, LangOption, Readings, RegisterName, Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from kenri.faces.registers.impact_view import ImpactOn
    from kenri.model.days import Day
    from kenri.model.life import Life
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register


def impact(
    register: RegisterName,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="What would be brought in: as for `kenri register import`."),
    ] = None,
    becomes: Annotated[
        str | None,
        typer.Option("--becomes", metavar="PLAN", help="A new version of a plan of the register: its rule file."),
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
    from kenri.faces.registers.impact_view import render_impact
    from kenri.faces.words.impact import word
    from kenri.model.days import as_date, iso
    from kenri.model.problems import refused
    from kenri.model.sentences import Sentence

    must_be_folder(rules)
    if not files:
        only_with("FILE", {"--mapping": mapping})
    if becomes is None:
        only_with("--becomes", {"--rules": rules})
    readings = pairs(reading, "--reading")
    if not files and becomes is None and not readings:
        raise refused(Sentence("nothing-supposed"))
    opened = open_register(register)
    ids = [*opened.plans()] if plan is None else [plan]
    newest = opened.plan(ids[0] if ids else None)
    day = newest.day(asked_day(newest, on))
    both = _versions(opened, ids, becomes, as_date(day), () if rules is None else (rules,))
    readings_among(readings, (after for _, after in both))
    with ExitStack() as stack:
        other, touched = opened, None
        if files:
            entries, _ = entries_for(opened, files, plan, mapping)
            other, changes = stack.enter_context(opened.supposing(entries, now=now(), author=author()))
            touched = changes.touched if becomes is None and not readings else None
        tell = stack.enter_context(progress(word("working", lang), lang, hidden=as_json))
        count = len(other.holders())
        found = [*_found((opened, other), both, day, readings, touched, lambda done: tell("", done, count * len(both)))]
    if as_json:
        told = [impact_data(holder, its.id, each, lang) for holder, its, each in found]
        show_json({"register": opened.issuer, "on": iso(day), "holders": count, "impact": told})
        return
    console = output()
    for part in render_impact(found, day, count, lang):
        console.print(part)


def _versions(
    opened: Register, ids: Sequence[str], becomes: str | None, day: date | None, folders: tuple[Path, ...]
) -> list[tuple[KeptPlan, KeptPlan]]:
    """The plans as they are used on a day, each with what it becomes. Raises `ProblemsError` if it is none."""
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence, did_you_mean

    if becomes is None:
        return [(each, each) for each in (opened.plan(id_, day) for id_ in ids)]
    new = opened.plan_as(becomes, day=day, folders=folders)
    if new.id not in ids:
        raise refused(Sentence("no-such-plan-in-register", plan=quote(new.id)), did_you_mean(new.id, ids))
    return [(opened.plan(new.id, day), new)]


def _found(
    registers: tuple[Register, Register],
    both: Sequence[tuple[KeptPlan, KeptPlan]],
    day: Day,
    readings: Mapping[str, str],
    touched: Collection[str] | None,
    tell: Callable[[int], None],
) -> Iterator[ImpactOn]:
    """What becomes of the answers about each holder under each plan; of those alone whom something touches."""
    from datetime import date

    from kenri.faces.registers.impact_view import ImpactOn
    from kenri.model.entries import EVERYBODY
    from kenri.simulation.impact import ImpactSide, impact

    opened, other = registers
    on = date.fromordinal(day)
    done = 0
    for before, after in both:
        chosen = after.readings({name: option for name, option in readings.items() if name in after.plan.readings})
        was = opened.lives(before, day=on)
        held: tuple[str, Life] | None = next(was, None)
        last = None
        for holder, life in other.lives(after, day=on):
            done += 1
            tell(done)
            then = None
            if held is not None and held[0] == holder:  # who is there before is there after, in the same order
                then, held = held[1], next(was, None)
            if touched is not None and not {holder, EVERYBODY} & set(touched):
                continue
            if not life.grants_under(after.plan) or life is last:
                continue
            last = life
            side = None if then is None else ImpactSide(before, then, {})
            found = impact(side, ImpactSide(after, life, chosen), day)
            if found:
                yield ImpactOn(holder, after.plan, found)
