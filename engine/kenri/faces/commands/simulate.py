"""`kenri simulate`: what does each event of a life change, and what if something else happened?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kenri.faces.commands.options import (
    EngineName,
    EveryBy,
    GrantId,
    Holder,
    Json,
    LangOption,
    PerhapsLife,
    PlanName,
    Readings,
    RegisterOption,
    Rules,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenri.api import LoadedPlan
    from kenri.faces.contracts.decision_data import Fired
    from kenri.simulation.comparison import BranchComparison


def simulate(
    plan: PlanName,
    life: PerhapsLife = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="ACTION", help="What may be done; every action if left out.")
    ] = None,
    by: EveryBy = None,
    grant: GrantId = None,
    reading: Readings = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="EVENTS",
            help="Branch: what if this happened too? `KIND [VALUE ...] DAY` in words of the plan; `;` parts several.",
        ),
    ] = None,
    what_if_file: Annotated[
        list[Path] | None, typer.Option("--what-if-file", metavar="FILE", help="A YAML file of named branches.")
    ] = None,
    sweep: Annotated[
        str | None,
        typer.Option("--sweep", metavar="EVENT=FIRST..LAST", help="Instead: move this event from day to day."),
    ] = None,
    asked: Annotated[
        str | None, typer.Option("--asked", metavar="FIRST..LAST", help="With --sweep: the days asked about.")
    ] = None,
    rights: Annotated[
        str | None, typer.Option("--rights", metavar="N", help="With --sweep: how many; any number if left out.")
    ] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="With --sweep: a picture.")] = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="With --sweep: in pixels.")] = None,
    rules: Rules = None,
    engine: EngineName = "reference",
    register: RegisterOption = None,
    holder: Holder = None,
    as_json: Json = False,
    lang: LangOption = "en",
) -> None:
    """Play events in the order they were recorded, and show what each changed; branch with --what-if."""
    from kenri.faces.commands.console import show, show_json
    from kenri.faces.contracts.simulation_data import comparison_data
    from kenri.faces.inputs.questions import not_beside, only_with, open_recorded, pairs
    from kenri.faces.playback.branches_view import render_branches
    from kenri.faces.playback.simulation_view import render_simulation
    from kenri.faces.words.simulation import word
    from kenri.simulation.branching import branches
    from kenri.simulation.comparison import compare

    if sweep is None:
        only_with("--sweep", {"--asked": asked, "--rights": rights, "--svg": svg, "--png": png})
    else:
        forward = engine if engine != "reference" else None
        not_beside("--sweep", {"--what-if": what_if, "--what-if-file": what_if_file, "--engine": forward})
        from kenri.faces.commands.sweep import sweep as swept

        event, days = _parted(sweep, "--sweep", "EVENT=FIRST..LAST")
        _, asked_days = _parted(f"={asked or ''}", "--asked", "FIRST..LAST")
        swept(
            plan,
            *asked_days,
            life,
            register=register,
            holder=holder,
            vary=event,
            from_=days[0],
            to=days[1],
            rights=rights,
            action=action or "exercise",
            by=by,
            grant=grant,
            reading=reading,
            rules=rules,
            svg=svg,
            png=png,
            as_json=as_json,
            lang=lang,
        )
        return
    loaded, recorded = open_recorded(plan, life, rules, register=register, holder=holder)
    readings = pairs(reading, "--reading")
    others = branches(loaded, recorded, what_if or (), what_if_file or ())
    first = word("recorded", lang)
    lives = {first: recorded, **{name: each for name, each in others.items() if name != first}}
    comparison = compare(loaded, lives, action=action, by=by, grant=grant, readings=readings)
    fired = _fired(loaded, comparison, readings) if engine == "forward" else {}
    if as_json:
        show_json(comparison_data(loaded, comparison, lang, fired))
        return
    show(render_simulation(loaded, comparison.simulations[first], lang, fired.get(first)))
    if others:
        show("", render_branches(loaded, comparison, lang, fired))


def _parted(text: str, option: str, form: str) -> tuple[str, tuple[str, str]]:
    """The event and the first and last day in the text of an option."""
    from kenri.model.problems import quote, refused
    from kenri.model.sentences import Sentence

    event, equals, days = text.partition("=")
    first, dots, last = days.partition("..")
    if not (equals and dots and first and last):
        raise refused(Sentence("form-of-range", option=quote(option), form=quote(form)))
    return event, (first, last)


def _fired(plan: LoadedPlan, comparison: BranchComparison, readings: Mapping[str, str]) -> dict[str, Fired]:
    """What forward chaining decides at each step of each branch, and how."""
    from kenri.forward import forward_plan

    found: dict[str, Fired] = {}
    for name, simulation in comparison.simulations.items():
        decisions = {}
        for step in simulation:
            then = plan.as_known_at(step.known_at)
            for ruling in step.rulings:
                court = then.court(step.life, ruling.grant, None)
                decisions[step.id, ruling.grant, ruling.action, ruling.by] = forward_plan(then).decide(
                    court.life,
                    court.grant,
                    ruling.action,
                    then.party(step.life, ruling.by, court.grant),
                    ruling.on,
                    readings={name: option for name, option in readings.items() if name in then.plan.readings},
                )
        found[name] = decisions
    return found
