"""What is recorded, as people read it: in Japanese with the words of the plans in the place of their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.register import word
from kenri.faces.words.values import listed, plain_day
from kenri.model.expressions import EventMoments
from kenri.model.plan import Plan
from kenri.model.sentences import Language

__all__ = ["EntryWords"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_KEYS: Mapping[str, str] = {
    "id": "番号",
    "on": "日付",
    "number": "個数",
    "grantee": "権利者",
    "who": "対象者",
    "role": "立場",
    "roles": "立場",
    "plan": "プラン",
    "event": "事由",
    "grant": "割当",
    "recorded": "記録日",
    "corrects": "訂正対象",
    "cancelled": "取消",
    "first": "初日",
    "last": "末日",
    # of an answer that is kept
    "action": "行為",
    "asked": "請求",
    "outcome": "回答",
    "became": "扱い",
    "sets_aside": "対象の請求",
    "reason": "理由",
    "violates": "違反となる行為",
    "rights": "個数",
}
"""What every life knows, in Japanese; in English its own names are words."""


class EntryWords:
    """Entries of a register in words. Plans are asked for their words in the order given."""

    def __init__(self, plans: Iterable[Plan], lang: Language) -> None:
        self.lang = lang
        self._names = [PlanNames(plan, lang) for plan in plans]

    def data(self, data: Mapping[str, Any], *, but: Iterable[str] = ()) -> str:
        """All that is recorded of something, one after another, `but` some of it."""
        kind = str(data.get("event", ""))
        left_out = {*but}
        return listed(
            (
                f"{self.key(name, kind)}{self._colon}{self.value(value, name)}"
                for name, value in data.items()
                if name not in left_out
            ),
            self.lang,
        )

    def event(self, kind: str) -> str:
        """A kind of event."""
        declared = (names.plan.events[kind].says for names in self._names if kind in names.plan.events)
        return called(kind, next(declared, ""), self.lang)

    def action(self, name: str) -> str:
        """An action."""
        return self._of(name, (names.plan.actions.get(name) for names in self._names))

    def lacking(self, name: str) -> str:
        """What is missing, by its name in an answer."""
        return next((said for names in self._names if (said := names.lacking(name)) != name), name)

    def difference(self, before: Any, after: Any) -> str:
        """What is otherwise: of a mapping the keys whose values differ."""
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            kind = str(after.get("event", before.get("event", "")))
            return listed(
                (
                    f"{self.key(name, kind)}{self._colon}{self._change(before.get(name), after.get(name), name)}"
                    for name in {**before, **after}
                    if before.get(name) != after.get(name)
                ),
                self.lang,
            )
        return (
            self.value(before if after is None else after) if None in (before, after) else self._change(before, after)
        )

    def _change(self, before: Any, after: Any, name: str = "") -> str:
        return f"{self.value(before, name)} → {self.value(after, name)}"

    @property
    def _colon(self) -> str:
        return ": " if self.lang == "en" else "："

    def key(self, name: str, kind: str) -> str:
        """A part of an entry; of an event of a `kind` by what this says of it."""
        if self.lang == "en":
            return name
        if name in _KEYS:
            return _KEYS[name]
        if name in word.table:  # what is kept of a party
            return word(name, self.lang)
        for names in self._names:
            if kind in names.plan.events and name in names.plan.events[kind].attributes:
                return names.event_attribute(name, EventMoments(event=(kind,)))
        supplied = (names.supplied(name) for names in self._names)
        return next((said for said in supplied if said != name), name)

    def value(self, value: Any, name: str = "") -> str:
        """What stands under a key, by its name."""
        if value is None:
            return "–"
        if isinstance(value, Mapping):
            return self.data(value)
        if isinstance(value, list | tuple):
            return f"[{listed((self.value(each, name) for each in value), self.lang)}]"
        if self.lang == "en":
            return str(value)
        match value:
            case bool():
                return "はい" if value else "いいえ"
            case str() if name == "event":
                return self.event(value)
            case str() if name == "action":
                return self.action(value)
            case str() if name in ("role", "roles"):
                return self._of(value, (names.plan.roles.get(value) for names in self._names))
            case str() if name == "outcome":
                return gloss(value, self.lang)
            case str() if _DAY.fullmatch(value):
                return plain_day(date.fromisoformat(value), self.lang)
            case _:
                return str(value)

    def _of(self, name: str, declared: Iterable[Any]) -> str:
        """What the first plan that declares something calls it; in English its name."""
        if self.lang == "ja":
            for names, each in zip(self._names, declared, strict=True):
                if each is not None:
                    return names.or_id(name, each.says)
        return name
