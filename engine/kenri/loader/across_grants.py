"""Checks of what a plan takes over several grants: other plans must be there and tell what is asked of their grants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kenri.loader.documents import Path
from kenri.loader.merge import Merged, Origin
from kenri.model import expressions as e
from kenri.model.across import circle_through_grants, is_for_any_plan, is_told_by, overs_in
from kenri.model.dependence import MOVEMENTS, all_reached, in_own_words
from kenri.model.plan import Plan
from kenri.model.problems import Report, quote
from kenri.model.sentences import Sentence, Value
from kenri.model.walk import everything

Linked = Callable[[str, Report], Plan | None]
"""The plan of an id; None with a problem, or nothing more to say, where there is none."""


def check_across_grants(plan: Plan, merged: Merged, report: Report, linked: Linked) -> None:
    """Report what a plan cannot take over grants; `linked` gives another plan, linked but not checked for this."""
    Across(plan, merged, report, linked).check()


class Across:
    """The check of one plan."""

    def __init__(self, plan: Plan, merged: Merged, report: Report, linked: Linked) -> None:
        self.plan = plan
        self.merged = merged
        self.report = report
        self.linked = linked
        self.plans: dict[str, Plan | None] = {plan.id: plan}

    def check(self) -> None:
        """Report all that is wrong."""
        for (section, name), origin in self.merged.origins.items():
            item = self.merged.sections[section].get(name)
            if item is not None and section not in ("events", "actions"):
                for part in in_own_words(item, self.plan.id):
                    if isinstance(part.value, e.OverGrants):
                        self._over(part.value, origin, part.path)
        self._company()
        self._circle()

    def _over(self, node: e.OverGrants, origin: Origin, path: Path) -> None:
        for index, id_ in enumerate(node.plan):
            other = self._plan(id_, origin, (*path, "plan", index))
            if other is None or other.id == self.plan.id:
                continue
            if not is_for_any_plan(node.sum):
                self.report.add(origin.problem(Sentence("number-of-other-plans"), path=(*path, "sum")))
                break
            if (lacking := is_told_by(other, node.sum)) is not None:
                sentence = Sentence("plan-tells-no-number", plan=quote(other.id), name=quote(lacking))
                self.report.add(origin.problem(sentence, path=(*path, "sum")))
            for name in node.where:
                if name not in ("number", "on", *other.grant_attributes):
                    sentence = Sentence("plan-tells-no-number", plan=quote(other.id), name=quote(name))
                    self.report.add(origin.problem(sentence, path=(*path, "where", name), at_key=True))
        self._of_question(node, origin, path)

    def _plan(self, id_: str, origin: Origin, path: Path) -> Plan | None:
        if id_ not in self.plans:
            found = Report()
            self.plans[id_] = self.linked(id_, found)
            if self.plans[id_] is None:
                for problem in found.problems:
                    at = origin.problem(problem.sentence, problem.advice, path) if problem.place is None else problem
                    self.report.add(at)
        return self.plans[id_]

    def _of_question(self, node: e.OverGrants, origin: Origin, path: Path) -> None:
        """What is taken in other grants is the same whatever is asked, and in whatever event it is asked for."""
        if self.plan.id not in (node.plan or (self.plan.id,)):
            return
        for each in all_reached(self.plan, (node.sum,)):
            is_of_one = isinstance(each, e.Balance) and each.for_ is not None
            if is_of_one or isinstance(each, e.AskedDay | e.AskedIs | e.AskedNumber | e.May):
                key = quote(f"{each.key}: {getattr(each, each.key)}")
                self.report.add(origin.problem(Sentence("question-in-grants", what=key), path=(*path, "sum")))
                return
        inside = [part.value for part in everything(node.sum)]
        is_of_event = any(isinstance(each, e.EventNumber) for each in inside)
        if is_of_event and not any(isinstance(each, e.Running) for each in inside):
            self.report.add(origin.problem(Sentence("of-event-out-of-place"), path=(*path, "sum")))

    # --- actions about the company

    def _company(self) -> None:
        company = {name for name, action in self.plan.actions.items() if action.about == "company"}
        if not company:
            return
        for name, rule in self.plan.rules.items():
            about = company.intersection((*rule.permit, *rule.forbid, *rule.limit))
            self._without_grant("rules", name, rule, about)
        for name, figure in self.plan.figures.items():
            self._without_grant("figures", name, figure, company.intersection(figure.of))

    def _without_grant(self, section: str, name: str, entry: Any, actions: set[str]) -> None:
        if not actions or (section, name) not in self.merged.origins:
            return
        for node in all_reached(self.plan, (entry,), in_grants=False):
            if (found := _of_one_grant(node)) is not None:
                sentence = Sentence("company-looks-at-grant", action=quote(min(actions)), what=quote(found))
                self.report.add(self.merged.origin(section, name).problem(sentence, at_key=True))
                return

    # --- circles

    def _circle(self) -> None:
        plans = {id_: plan for id_, plan in self.plans.items() if plan is not None}
        waiting = [plan for plan in plans.values() if plan.id != self.plan.id]
        while waiting:
            for node in overs_in(waiting.pop()):
                for id_ in node.plan:
                    if id_ not in self.plans and (found := self.linked(id_, Report())) is not None:
                        waiting.append(found)
                        plans[id_] = self.plans[id_] = found
        circle = circle_through_grants(plans)
        if circle:
            first = next((name for plan, name in circle if plan == self.plan.id and name != MOVEMENTS), None)
            section = next(
                (each for each in ("dates", "states", "amounts") if (each, first) in self.merged.origins), ""
            )
            sentence = Sentence("circle-through-grants", chain=chain_of(circle))
            if first is not None and section:
                self.report.add(self.merged.origin(section, first).problem(sentence, at_key=True))
            else:
                self.report.add(Origin(self.plan.id, self.merged.plan.tree, ()).problem(sentence))


def chain_of(circle: tuple[tuple[str, str], ...]) -> tuple[Value, ...]:
    """A circle of numbers of several plans, as it is said: each by its plan and name, the first again at the end."""

    def said(plan: str, name: str) -> Value:
        of = Sentence("the-balances") if name == MOVEMENTS else quote(name)
        return Sentence("name-of-plan", name=of, plan=quote(plan))

    return tuple(said(*each) for each in (*circle, circle[0]))


def _of_one_grant(node: e.Node) -> str | None:
    """How a construct that looks at the one grant asked about is written; None for any other."""
    match node:
        case e.GrantDay(grant=name) | e.GrantNumber(grant=name) | e.GrantIs(grant=name):
            return f"grant: {name}"
        case e.Balance(balance=name):
            return f"balance: {name}"
        case e.PartyDay(party=name, of="grantee") | e.PartyNumber(party=name, of="grantee"):
            return f"party: {name}"
        case e.PartyIs(party=name, of="grantee"):
            return f"party: {name}"
        case e.EventMoments(who="grantee"):
            return "who: grantee"
        case e.OverGrants(of="holder"):
            return "of: holder"
        case e.OverGrants(granted="before"):
            return "granted: before"
        case _:
            return None
