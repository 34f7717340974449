"""Questions about one holder: each comes to what its command prints with `--json`."""

from __future__ import annotations

from typing import Any

from kenri.faces.inputs.questions import asked_day, facts
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.of_files import CALENDAR, windows_calendar

__all__ = ["ask", "audit", "duties", "figure", "holder", "schedule", "simulate", "sweep", "windows"]


def ask(asked: Asked) -> Any:
    """As `kenri ask`."""
    from kenri.faces.contracts.ruling_data import ruling_data

    plan, life = asked.life(asked["on"])
    ruling = plan.ask(
        life, asked["action"], on=asked_day(plan, asked["on"]), facts=facts(asked["with"]), **asked.question
    )
    return ruling_data(ruling, asked.lang, known_at=asked["known_at"], of_register=True)


def windows(asked: Asked) -> Any:
    """As `kenri windows`."""
    from kenri.faces.contracts.tracks import tracked
    from kenri.faces.contracts.windows_data import windows_data

    plan, life = asked.life()
    tracks = tracked(plan, life, action=asked["action"], facts=facts(asked["with"]), **asked.question)
    if asked["as"] == CALENDAR:
        return windows_calendar(asked, plan, life, tracks)
    return windows_data(plan, tracks, asked.lang)


def figure(asked: Asked) -> Any:
    """As `kenri figure`."""
    from kenri.faces.contracts.figures_data import figures_data
    from kenri.faces.rulings.figure_view import figures
    from kenri.model.days import iso

    plan, life = asked.life(asked["on"])
    day = None if asked["on"] is None else asked_day(plan, asked["on"])
    found = figures(plan, life, asked["name"], facts=facts(asked["with"]), on=day, **asked.question)
    judged_by = plan.as_known_at(plan.instant(asked["known_at"])).plan
    return figures_data(judged_by, found, None if day is None else iso(plan.day(day)), asked.lang)


def schedule(asked: Asked) -> Any:
    """As `kenri schedule`."""
    from kenri.faces.contracts.schedule_data import schedule_data

    plan, life = asked.life()
    day = None if asked["on"] is None else plan.day(asked_day(plan, asked["on"]))
    return schedule_data(plan.id, plan.schedule(life, asked["name"], **asked.question), day, asked.lang)


def duties(asked: Asked) -> Any:
    """As `kenri duties`."""
    from kenri.faces.contracts.duties_data import duties_data

    plan, life = asked.life(asked["on"])
    return duties_data(plan.duties(life, on=asked_day(plan, asked["on"]), **asked.question), asked.lang)


def audit(asked: Asked) -> Any:
    """As `kenri audit`."""
    from kenri.faces.contracts.audit_data import audit_data
    from kenri.faces.registers.one_audit import audit_of_one

    plan, life = asked.life()
    until = None if asked["until"] is None else asked_day(plan, asked["until"])
    found = audit_of_one(asked.register, plan, life, asked["holder"], until=until, **asked.question)
    return audit_data(plan.plan, found, asked.lang)


def simulate(asked: Asked) -> Any:
    """As `kenri simulate`, with its `--what-if`."""
    from kenri.faces.contracts.simulation_data import comparison_data
    from kenri.faces.words.simulation import word
    from kenri.simulation.branching import branches
    from kenri.simulation.comparison import compare

    plan, life = asked.life()
    first = word("recorded", asked.lang)
    others = branches(plan, life, asked["what_if"], ())
    lives = {first: life, **{name: each for name, each in others.items() if name != first}}
    question = {name: value for name, value in asked.question.items() if name != "known_at"}
    return comparison_data(plan, compare(plan, lives, action=asked["action"], **question), asked.lang, {})


def sweep(asked: Asked) -> Any:
    """As `kenri sweep`."""
    from kenri.faces.contracts.sweep_data import sweep_data
    from kenri.faces.inputs.swept import swept_by

    plan, life = asked.life()
    swept = swept_by(
        plan,
        life,
        asked["action"],
        asked=(asked["asked_from"], asked["asked_to"]),
        vary=asked["vary"],
        days=(asked["from"], asked["to"]),
        facts=facts(asked["with"]),
        **asked.question,
    )
    return sweep_data(swept, asked.lang)


def holder(asked: Asked) -> Any:
    """As `kenri holder`."""
    from kenri.faces.registers.one_holder import holder_of, one_holder_data

    found = holder_of(asked.register, asked["holder"], plan=asked["plan"], on=asked["on"], known_at=asked["known_at"])
    data = one_holder_data(found, asked.lang)
    if not asked.may("see_everybody"):
        data["history"] = [{**each, **_NOT_TOLD} for each in data["history"]]
    return data


_NOT_TOLD = {"sequence": None, "corrects": None, "hash": None, "by": "", "source": ""}
"""What holders are not told of their own history: it counts and names what was recorded of others too."""
