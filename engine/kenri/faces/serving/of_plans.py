"""Plans of a register: which there are, their text, in plain words, checked; and tables asked about by them."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.questions import asked_day, pairs
from kenri.faces.serving.answered import Answered
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.of_files import handed_out
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean

if TYPE_CHECKING:
    from kenri.register.plan_versions import KeptPlan

__all__ = ["batch", "checked", "explain", "plan_text", "plans"]


def plans(asked: Asked) -> Any:
    """As `kenri register plan`, which lists them."""
    return {"plans": asked.register.plans(), "taken": []}


def plan_text(asked: Asked) -> Any:
    """The rule files of a plan, as they were taken in."""
    plan = plan_asked(asked)
    return {"plan": plan.id, "files": asked.register.texts(plan.id, _day(asked, plan))}


def explain(asked: Asked) -> Any:
    """As `kenri explain`."""
    from kenri.faces.contracts.plan_data import plan_data
    from kenri.faces.explaining.explained import explained

    plan = plan_asked(asked).plan
    data = plan_data(plan, explained(plan, asked.lang, is_whole=True), asked.lang)
    rule = asked["rule"]
    if rule is None:
        return data
    named = {key: [each for each in data[key] if each["id"] == rule] for key in ("entries", "words")}
    if not any(named.values()):
        known = [each["id"] for key in named for each in data[key]]
        raise refused(Sentence("not-in-plan", plan=quote(plan.id), name=quote(rule)), did_you_mean(rule, known))
    return {**data, **named}


def checked(asked: Asked) -> Any:
    """As `kenri check`, without scenarios of the plan; what there is no time for is told as stopped."""
    from kenri.faces.contracts.report_data import report_data
    from kenri.faces.findings.check_view import kinds_and_names
    from kenri.faces.writing.story_files import stories_of_findings
    from kenri.solving import SolverMissingError
    from kenri.solving.effort import STEPS

    try:
        from kenri.checking.plan_check import check, subjects
    except SolverMissingError:
        raise refused(Sentence("solver-missing")) from None

    plan = plan_asked(asked)
    kinds, names = kinds_and_names(asked["only"], subjects(plan))
    report = check(
        plan, events=asked["events"], kinds=kinds or None, names=names or None, steps=STEPS, seconds=asked.time.seconds,
        left=asked.time.left, stopwatch=time.perf_counter, progress=lambda _, *far: asked.tell(*far),
    )  # fmt: skip
    stories = stories_of_findings(plan, plan.id, report, asked.lang)
    return report_data(plan, report, stories, asked.lang, timings=False)


def batch(asked: Asked) -> Answered:
    """As `kenri batch --out`: the answers as a table in the form asked for."""
    from kenri.columnar import must_be_installed
    from kenri.faces.serving.writes import must_have_files

    must_be_installed()
    from kenri.columnar.batch import must_say_days
    from kenri.columnar.by_columns import ByColumns
    from kenri.columnar.judge import checked as asking_of
    from kenri.columnar.layout import Layout
    from kenri.columnar.runs import run
    from kenri.columnar.sources import opened

    plan = plan_asked(asked)
    on = asked["on"]
    asking = asking_of(
        plan, asked["action"], on=None if on is None else asked_day(plan, on), days=None, rights=asked["rights"],
        by=asked["by"], readings=pairs(asked["reading"], "--reading"), settle=asked["settle"],
    )  # fmt: skip
    with asked.uploaded("table") as tables:
        must_have_files(tables, "table")
        source = opened(tables[0], Layout(plan.plan, asking.action))
        must_say_days(source.schema.names, on, None)
        out = Path(f"answers.{asked['as']}")
        run(source, ByColumns(plan, asking), out, asked={}, must_resume=False, aside=None, lang=asked.lang,
            progress=lambda *_: None)  # fmt: skip
        return handed_out(out.read_bytes(), out.name)


def plan_asked(asked: Asked) -> KeptPlan:
    newest = asked.register.plan(asked["plan"])
    return asked.register.plan(asked["plan"], _day(asked, newest))


def _day(asked: Asked, newest: KeptPlan) -> date | None:
    """The day whose version is looked at; None: the newest."""
    on = asked["used_on"]
    return None if on is None else date.fromordinal(newest.day(asked_day(newest, on)))
