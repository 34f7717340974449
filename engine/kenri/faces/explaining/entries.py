"""Everything a plan says, one entry for each thing it declares, in the order of the clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from kenri.faces.contracts.plan_data import Entry, EntryLine, Section
from kenri.faces.explaining.figures import figure_words
from kenri.faces.explaining.schedule_parts import parts_words
from kenri.faces.words import Voice, day, said, span
from kenri.faces.words.glossary import measured, word
from kenri.faces.words.values import in_brackets
from kenri.model.expressions import Choice, Vests
from kenri.model.plan import (
    THIS_EVENT,
    Amendment,
    Claim,
    Duty,
    Effect,
    Figure,
    Meant,
    Plan,
    Reading,
    Rule,
    Said,
    Term,
)
from kenri.model.sentences import Language
from kenri.model.walk import SORTS, Sort, everything

SECTIONS: tuple[Section, ...] = (
    "terms", "hours", "dates", "states", "amounts", "rules", "duties", "effects", "figures", "claims", "means",
    "records", "readings", "amendments",
)  # fmt: skip
"""What has a clause, in the order in which the entries of one clause are shown; `vocabulary` has the others."""

_NAMED: dict[Sort, Section] = {"moments": "dates", "condition": "states", "quantity": "amounts"}


class Explainer:
    """Says the entries of a plan in a language."""

    def __init__(self, plan: Plan, lang: Language, *, is_whole: bool = True) -> None:
        self.plan = plan
        self.lang = lang
        self.voice = Voice(plan, lang, {})
        self.is_whole = is_whole
        """Whether everything named is declared, as in a plan; a vocabulary may speak of what stands beside it."""

    def word(self, key: str, **values: object) -> str:
        """A frame word."""
        return word(key, self.lang, **values)

    def entries(self) -> list[Entry]:
        """Every entry, in the order of the clauses; what has no clause comes last."""
        found = [self.entry(section, id_) for section in SECTIONS for id_ in getattr(self.plan, section)]
        return sorted(found, key=lambda entry: clause_order(entry.clause))

    def entry(self, section: Section, id_: str) -> Entry:
        """One entry."""
        declared: Any = getattr(self.plan, section)[id_]
        words: dict[Section, Callable[[], Iterator[EntryLine | str]]] = {
            "terms": lambda: self._term(declared),
            "hours": lambda: iter((self.voice.names.hour(id_, named=False),)),
            "dates": lambda: self._said("", declared.is_, "moments"),
            "states": lambda: self._said("", declared.is_, "condition"),
            "amounts": lambda: self._said("", declared.is_, "quantity"),
            "rules": lambda: self._rule(declared),
            "duties": lambda: self._duty(declared),
            "effects": lambda: self._effect(declared),
            "figures": lambda: self._figure(id_, declared),
            "claims": lambda: self._claim(declared),
            "means": lambda: self._meant(declared),
            "records": lambda: iter(()),
            "readings": lambda: self._reading(declared),
            "amendments": lambda: self._amendment(declared),
        }
        notes: Said = getattr(declared, "note", "")
        lines = [line if isinstance(line, EntryLine) else EntryLine(line) for line in words[section]()]
        if notes:
            lines.append(EntryLine(self.word("note", note=said(notes, self.lang))))
        return Entry(
            section=section,
            id=id_,
            clause=declared.clause,
            sentence=said(declared.question if isinstance(declared, Reading) else declared.says, self.lang),
            words=tuple(lines),
            origin=self.plan.origins.get((section, id_), self.plan.id),
        )

    def resting_on(self, entry: Entry) -> list[Entry]:
        """What an entry is said in terms of: the days, states, amounts, terms and readings it names, nearest first."""
        seen = {(entry.section, entry.id)}
        waiting = [(entry.section, entry.id)]
        for section, id_ in waiting:
            for used in self._used(section, id_):
                if used not in seen:
                    seen.add(used)
                    waiting.append(used)
        return [self.entry(section, id_) for section, id_ in waiting[1:]]

    def _used(self, section: Section, id_: str) -> Iterator[tuple[Section, str]]:
        choices = tuple(constructs[-1] for constructs in SORTS.values())
        for part in everything(getattr(self.plan, section)[id_]):
            if isinstance(part.value, choices):
                reading: Any = part.value
                if reading.reading in self.plan.readings:
                    yield "readings", reading.reading
            elif isinstance(part.value, str):
                named = _NAMED.get(part.sort) if part.sort is not None else None
                if named is not None and part.value in getattr(self.plan, named):
                    yield named, part.value
                elif part.path[-1:] == ("hour",) and part.value in self.plan.hours:
                    yield "hours", part.value
                elif (part.sort is not None or part.path[-1] in _UNITS) and part.value in self.plan.terms:
                    yield "terms", part.value

    # --- one section each

    def _term(self, term: Term) -> Iterator[str]:
        if term.is_unknown:
            yield said(term.unknown, self.lang) or self.word("not-stated")
        else:
            yield measured(self.voice.names.term_value(term), term.unit, self.lang)

    def _said(self, key: str, node: Any, sort: Sort) -> Iterator[EntryLine]:
        """An expression after a frame word; one that a reading decides has a line for each option."""
        plain: Any = {"moments": self.voice.moments, "condition": self.voice.condition, "quantity": self.voice.quantity}

        def framed(phrase: str) -> str:
            return self.word(key, phrase=phrase) if key else phrase

        if not isinstance(node, Choice):
            yield EntryLine(framed(plain[sort](node)))
            yield from self._parts(node, 1)
            return
        choice: Any = node
        yield EntryLine(framed(self.word("by-reading", reading=choice.reading)))
        declared = self.plan.readings.get(choice.reading)
        default = declared.default if declared is not None else ""
        for option, way in choice.choices.items():
            mark = in_brackets(self.word("default"), self.lang) if option == default else ""
            yield EntryLine(f"{option}{mark}{self.word('colon')}{plain[sort](way)}", 1)
            yield from self._parts(way, 2)

    def _parts(self, node: Any, level: int) -> Iterator[EntryLine]:
        """The parts of a schedule."""
        if isinstance(node, Vests) and (parts := parts_words(self.plan, node, self.lang)) is not None:
            yield EntryLine(parts, level)

    def _rule(self, rule: Rule) -> Iterator[EntryLine | str]:
        names = self.voice.names
        for key, verb in (("permits", rule.permit), ("forbids", rule.forbid), ("limits", rule.limit)):
            if verb:
                actions = self._listed(names.action(one) for one in verb)
                yield self.word(key, actions=actions)
        bounds = (("to-at-most", rule.at_most), ("to-at-least", rule.at_least), ("to-lots", rule.in_lots_of))
        for key, bound in bounds:
            if bound is not None:
                yield from self._said(key, bound, "quantity")
        if rule.by:
            yield self.word("by", roles=self._listed(names.role(role) for role in rule.by))
        if rule.when == "always":
            yield self.word("always")
        else:
            yield from self._said("when", rule.when, "condition")
        if rule.unless != "never":
            yield from self._said("except", rule.unless, "condition")
        if rule.from_ is not None or rule.until is not None:
            first = rule.from_.toordinal() if rule.from_ is not None else None
            last = rule.until.toordinal() if rule.until is not None else None
            yield self.word("in-force", days=span(first, last, self.lang))

    def _duty(self, duty: Duty) -> Iterator[EntryLine | str]:
        names = self.voice.names
        yield self.word("by", roles=self._listed(names.role(role) for role in duty.by))
        if duty.from_ is not None:
            yield from self._said("duty-from", duty.from_, "moments")
        yield from self._said("duty-until", duty.until, "moments")
        yield from self._said("duty-done", duty.done, "condition")
        if duty.of:
            yield self.word("duty-of", actions=self._listed(names.action(one) for one in duty.of))
        if duty.otherwise:
            yield self.word("duty-otherwise", sentence=said(duty.otherwise, self.lang))

    def _effect(self, effect: Effect) -> Iterator[str]:
        names, on = self.voice.names, self.voice.moments(effect.on)
        if effect.scales is not None:
            yield self.word("scales", on=on, number=self.voice.quantity(effect.scales))
        else:
            yield self.word(
                "moves",
                on=on,
                number=self.voice.quantity(effect.moves if effect.moves is not None else "all"),
                source=names.balance(effect.from_),
                to=names.balance(effect.to or ""),
            )
        if effect.for_ == THIS_EVENT:
            yield self.word("moves-for-this")
        elif effect.for_ is not None:
            yield self.word("moves-for", name=names.event_attribute(effect.for_, effect.on))
        if effect.at is not None:
            yield self.word(effect.at.replace("_", "-"))
        if effect.follows:
            yield self.word("follows", effects=self._listed(effect.follows))

    def _figure(self, id_: str, figure: Figure) -> Iterator[EntryLine | str]:
        if figure.day is not None:
            yield from self._said("", figure.day, "moments")
        else:
            yield from self._said("", figure.number, "quantity")
        if self.is_whole:
            yield from figure_words(self.plan, id_, self.lang)

    def _claim(self, claim: Claim) -> Iterator[EntryLine | str]:
        said_as = (("claim-always", claim.always), ("claim-never", claim.never), ("claim-possible", claim.possible))
        for key, condition in said_as:
            if condition is not None:
                yield from self._said(key, condition, "condition")
        if claim.by:
            yield self.word("by", roles=self._listed(self.voice.names.role(role) for role in claim.by))
        if claim.when != "always":
            yield from self._said("when", claim.when, "condition")

    def _meant(self, meant: Meant) -> Iterator[str]:
        for kind, of in meant.marks():
            yield self.word(f"meant-{kind}", of=self._listed(map("`{}`".format, of)))

    def _reading(self, reading: Reading) -> Iterator[str]:
        for option, means in reading.options.items():
            default = in_brackets(self.word("default"), self.lang) if option == reading.default else ""
            yield f"{option}{default}{self.word('colon')}{said(means, self.lang)}"

    def _amendment(self, amendment: Amendment) -> Iterator[str]:
        yield self.word("from", day=day(amendment.from_, self.lang))
        if amendment.terms:
            values = (f"{name} = {self.voice.names.term_value(term)}" for name, term in amendment.terms.items())
            yield self.word("changes-terms", names=self._listed(values))
        if amendment.rules:
            yield self.word("changes-rules", names=self._listed(amendment.rules))
        if amendment.without:
            yield self.word("drops-rules", names=self._listed(amendment.without))

    def _listed(self, words: Any) -> str:
        return self.word("comma").join(words)


_UNITS = {"days", "weeks", "months", "years", "business_days"}
"""Keys under which a duration may name a term."""


def clause_order(clause: str) -> tuple[tuple[int, int, str], ...]:
    """Where a clause stands among others: numbers as numbers, before words; no clause comes last.

    >>> sorted(["2(11)2", "10", "2(5)", "", "general"], key=clause_order)
    ['2(5)', '2(11)2', '10', 'general', '']
    """
    tokens = re.findall(r"\d+|[^\W\d_]+", clause)
    if not tokens:
        return ((2, 0, ""),)
    return tuple((0, int(token), "") if token.isdecimal() else (1, 0, token) for token in tokens)
