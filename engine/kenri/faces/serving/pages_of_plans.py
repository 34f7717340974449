"""*Plan*: what each page about a plan asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any

from kenri.faces.serving import of_everybody, of_plans
from kenri.faces.serving.answered import Answered, html_answer
from kenri.faces.serving.asked import ALL, Asked
from kenri.faces.serving.writes import must_have_files
from kenri.faces.words.values import listed
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence
from kenri.register.plan_versions import KeptPlan

__all__ = ["changed_page", "plan_checks", "plan_shown", "plan_versions", "plans_listed", "reading_impact"]


def plans_listed(asked: Asked) -> Answered:
    """All plans."""
    from kenri.faces.pages.plans import plans_page
    from kenri.faces.serving.pages_served import frame_of

    versions = asked.register.plans()
    plans = {id_: asked.register.plan(id_).plan for id_ in versions}
    return html_answer(plans_page(frame_of(asked), plans, versions))


def plan_shown(asked: Asked) -> Answered:
    """One plan, clause by clause, as it is used on a day."""
    from kenri.faces.pages.plans import PlanFacts, plan_page
    from kenri.faces.serving.pages_served import frame_of

    told = of_plans.explain(_about(asked, rule=None))
    facts = PlanFacts(
        plan=of_plans.plan_asked(asked).plan,
        explained=told,
        versions=asked.register.plans()[told["plan"]],
        used_on=asked["used_on"],
    )
    return html_answer(plan_page(frame_of(asked), facts))


def plan_checks(asked: Asked) -> Answered:
    """The findings of `kenri check`."""
    from kenri.faces.pages.plans import checks_page
    from kenri.faces.serving.pages_served import frame_of

    report = asked.worked("check", of_plans.checked)
    return html_answer(checks_page(frame_of(asked), of_plans.plan_asked(_about(asked, used_on=None)).plan, report))


def reading_impact(asked: Asked) -> Answered:
    """Whose answers change under another reading."""
    told = asked.worked("impact", of_everybody.impact, after=None, limit=ALL)
    return _impact(asked, told, listed(asked["reading"], asked.lang))


def changed_page(asked: Asked) -> Answered:
    """Whose answers change if a plan becomes what rule files say. Nothing is taken in."""
    asked = _about(asked, plan=asked.register.plan(asked["plan"]).id)
    must_have_files([Path(each.name) for each in asked.files], "rules")
    named = asked.files
    if len(named) == 1:  # whatever the one file is called, it is of the plan that is looked at
        named = [replace(named[0], name=f"{asked['plan']}.yaml")]
    about: dict[str, Any] = {"becomes": [asked["plan"]], "after": None, "limit": ALL, "reading": []}
    told = replace(asked, files=named).worked("impact", of_everybody.impact_of_files, **about)
    return _impact(asked, told, listed((each.name for each in asked.files), asked.lang))


def _impact(asked: Asked, told: Any, of: str) -> Answered:
    from kenri.faces.pages.plans import ImpactFacts, impact_page
    from kenri.faces.serving.pages_served import frame_of

    shown = {**told, "impact": asked.placed(told["impact"])}
    facts = ImpactFacts(
        plan=asked.register.plan(asked["plan"]).plan,
        told=shown,
        of=of,
        count=len({each["holder"] for each in told["impact"]}),
        further=asked.links.pop("after", None),
        asked=asked.values,
    )
    frame = frame_of(asked, [each["holder"] for each in shown["impact"]])
    if asked.files:  # what was sent to this page cannot be asked for again
        frame = replace(frame, address=frame.link("/plans", asked["plan"]))
    return html_answer(impact_page(frame, facts))


def plan_versions(asked: Asked) -> Answered:
    """The versions of a plan, and how two of them differ: as text, and proved where that is asked for."""
    from kenri.faces.pages.plans import VersionsFacts, versions_page
    from kenri.faces.serving.pages_served import frame_of

    newest = asked.register.plan(asked["plan"])
    asked = _about(asked, plan=newest.id)
    id_ = newest.id
    days = asked.register.plans()[id_]
    facts = VersionsFacts(plan=newest.plan, versions=days)
    if len(days) > 1:
        after = _among(days, asked["after_version"], days[-1])
        before = _among(days, asked["before_version"], days[max(0, days.index(after) - 1)])
        both = _version(asked, before), _version(asked, after)
        facts = replace(
            facts,
            before=before,
            after=after,
            lines=_lines(asked.register.texts(id_, _day(before)), asked.register.texts(id_, _day(after))),
            entries=_entries(*both),
            compared=asked.worked("compared", lambda about: _compared(about, *both)) if asked["compare"] else None,
        )
    return html_answer(versions_page(frame_of(asked), facts))


def _among(days: list[str], given: str | None, default: str) -> str:
    if given is None:
        return default
    day = "" if given == "always" else given
    if day not in days:
        known = [each or "always" for each in days]
        raise refused(
            Sentence("parameter-not-among", name="`version`", choices=tuple(map(quote, known)), found=quote(given))
        )
    return day


def _day(since: str) -> date:
    return date.fromisoformat(since) if since else date(1, 1, 1)


def _version(asked: Asked, since: str) -> KeptPlan:
    return asked.register.plan(asked["plan"], _day(since))


def _entries(before: KeptPlan, after: KeptPlan) -> list[dict[str, str]]:
    from kenri.checking.edits import edits

    return [{"section": section, "name": name, "edit": edit} for section, name, edit in edits(before, after)]


def _compared(asked: Asked, before: KeptPlan, after: KeptPlan) -> Any:
    from kenri.checking.edits import edits
    from kenri.faces.contracts.comparison_data import comparison_data
    from kenri.solving import SolverMissingError
    from kenri.solving.effort import STEPS

    try:
        from kenri.checking.difference import compare
    except SolverMissingError:
        raise refused(Sentence("solver-missing")) from None
    found = compare(before, after, steps=STEPS, seconds=asked.time.seconds, left=asked.time.left)
    return comparison_data(before, found, [*edits(before, after)], {}, asked.lang)


def _lines(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    """What is otherwise in the text of their files, with three lines around."""
    found: list[tuple[str, str]] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, "").splitlines(), after.get(name, "").splitlines()
        changed = [*unified_diff(old, new, lineterm="")][2:]
        if changed:
            found += [("@", name), *((each[:1], each[1:]) for each in changed if not each.startswith("@@"))]
    return found


def _about(asked: Asked, **values: Any) -> Asked:
    """The same with other values: what is asked for a part of the page."""
    return replace(asked, values={**asked.values, **values}, links={})
