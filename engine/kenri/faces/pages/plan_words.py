"""The words of the plans that a page is about: data names things by their ids, people by what plans call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kenri.faces.words import say
from kenri.faces.words.advice import supply_for
from kenri.faces.words.entries import EntryWords
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.values import said
from kenri.model.plan import Plan
from kenri.model.sentences import Language

__all__ = ["PlansInWords"]


class PlansInWords:
    """Words for what several plans declare; of a plan that is not among them, the ids themselves."""

    def __init__(self, plans: Mapping[str, Plan], lang: Language) -> None:
        self._names = {id_: PlanNames(plan, lang) for id_, plan in plans.items()}
        self._lang = lang
        self._entries = EntryWords(plans.values(), lang)

    def title(self, plan: str) -> str:
        """What a plan calls itself, else its id."""
        names = self._names.get(plan)
        return plan if names is None else said(names.plan.title, self._lang) or plan

    def what(self, plan: str, name: str | None) -> str:
        """An action; or what else may come, such as an effect or a duty."""
        names = self._names.get(plan)
        if names is None or name is None:
            return name or ""
        if name in names.plan.actions:
            return names.action(name)
        declared = names.plan.effects.get(name) or names.plan.duties.get(name)
        in_words = name if declared is None else called(name, declared.says, self._lang)
        return in_words if in_words != name else names.bare(name).replace("-", " ")

    def lackings(self, plan: str, missing: Iterable[str]) -> list[str]:
        """What is missing."""
        names = self._names.get(plan)
        return [name if names is None else names.lacking(name) for name in missing]

    def pairs(self, data: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What is recorded of something, part by part, as far as a part is one thing."""
        kind = str(data.get("event", ""))
        parts = ((name, value) for name, value in data.items() if isinstance(value, str | int))
        return [(self._entries.key(name, kind), self._entries.value(value, name)) for name, value in parts]

    def balance(self, plan: str, name: str) -> str:
        """Where rights stand."""
        names = self._names.get(plan)
        return name if names is None else names.balance(name)

    def event(self, plan: str, kind: str) -> str:
        """A kind of event."""
        names = self._names.get(plan)
        if names is None or kind not in names.plan.events:
            return kind.replace("_", " ")
        return names.event_kind(kind)

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
