"""The words of the plans that a page is about: data names things by their ids, people by what plans call them."""

from __future__ import annotations

from collections.abc import Mapping

from kenri.faces.words import say
from kenri.faces.words.advice import supply_for
from kenri.faces.words.names import PlanNames
from kenri.faces.words.values import said
from kenri.model.plan import Plan
from kenri.model.sentences import Language

__all__ = ["PlansInWords"]


class PlansInWords:
    """Words for what several plans declare; of a plan that is not among them, the ids themselves."""

    def __init__(self, plans: Mapping[str, Plan], lang: Language) -> None:
        self._names = {id_: PlanNames(plan, lang) for id_, plan in plans.items()}
        self._lang = lang

    def title(self, plan: str) -> str:
        """What a plan calls itself, else its id."""
        names = self._names.get(plan)
        return plan if names is None else said(names.plan.title, self._lang) or plan

    def what(self, plan: str, name: str | None) -> str:
        """An action; or what else may come, such as an effect or a duty."""
        names = self._names.get(plan)
        if names is None or name is None:
            return name or ""
        return names.action(name) if name in names.plan.actions else names.bare(name).replace("-", " ")

    def balance(self, plan: str, name: str) -> str:
        """Where rights stand."""
        names = self._names.get(plan)
        return name if names is None else names.balance(name)

    def event(self, plan: str, kind: str) -> str:
        """A kind of event."""
        names = self._names.get(plan)
        if names is None or kind not in names.plan.events:
            return kind.replace("_", " ")
        return names.bare(kind, names.plan.events[kind].says)

    def role(self, plan: str, name: str) -> str:
        """Who somebody is."""
        names = self._names.get(plan)
        return name if names is None else names.role(name)

    def rule(self, plan: str, name: str, readings: Mapping[str, str]) -> str:
        """When a rule applies, as the rule file has it, in plain words; empty: always."""
        names = self._names.get(plan)
        if names is None or name not in names.plan.rules or names.plan.rules[name].when is None:
            return ""
        return say(names.plan, names.plan.rules[name].when, "condition", self._lang, readings=readings)

    def supply(self, plan: str, action: str, name: str) -> str:
        """What to do about something that is missing."""
        names = self._names.get(plan)
        return name if names is None else supply_for(names.plan, action, name, self._lang, of_register=True)

    def actions(self, plan: str) -> list[str]:
        """The actions of a plan."""
        names = self._names.get(plan)
        return [] if names is None else [*names.plan.actions]

    def events(self, plan: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """The kinds of event that may be supposed: each with its words, and what else it has to tell."""
        names = self._names.get(plan)
        if names is None:
            return []
        found = [(kind, self.event(plan, kind), tuple(each.attributes)) for kind, each in names.plan.events.items()]
        return sorted(found, key=lambda each: each[1])

    def zone(self, plan: str) -> str:
        """The zone of a plan's days."""
        names = self._names.get(plan)
        return "UTC" if names is None else names.plan.zone
