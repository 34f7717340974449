"""Checks that every value in a rule file is one that there can be where it stands: a comparison may come true, a
default may be taken, and a term has one type all its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from kenri.loader.declarations import attribute, term_type
from kenri.loader.documents import Path
from kenri.loader.expected import written
from kenri.loader.merge import Merged, Origin
from kenri.loader.type_names import type_name
from kenri.loader.values import in_rules, shown, with_unit
from kenri.loader.vocabulary import may_be_zero, numbers_above_zero
from kenri.model import expressions as e
from kenri.model.expressions import Value
from kenri.model.plan import Attribute, AttributeKind, AttributeUse, DatedValue, EventKind, Rule, Term
from kenri.model.problems import Report, quote
from kenri.model.sentences import Sentence
from kenri.model.walk import Sort

BUILT_IN_GRANT: Mapping[str, AttributeKind] = {"number": "number", "on": "day"}
"""What every grant has, besides the attributes that a plan declares."""

_NAMED_VALUES = {
    "terms": "name-of-term",
    "amounts": "name-of-amount",
    "dates": "name-of-date",
    "states": "name-of-state",
}
"""What a name may stand for where an expression is meant, by section."""


_ABOVE = ("at_least", "more_than", "equals")
_BELOW = ("at_most", "less_than", "equals")
"""The bounds of a number on either side."""

Floor: TypeAlias = Literal["above-zero", "from-zero"]
"""Whether every number of a sort is above zero, or one may be zero."""

_RANGES: Mapping[Floor, Sentence] = {
    "above-zero": Sentence("above-zero"),
    "from-zero": Sentence("at-least", least=0),
}


class RuleValues:
    """The values of a merged plan; `sorts` tells of which sort each name is."""

    def __init__(self, merged: Merged, sorts: Mapping[str, Sort | None], report: Report) -> None:
        self.merged = merged
        self.sorts = sorts
        self.report = report
        self._events: Mapping[str, EventKind] = merged.sections["events"]
        self.above_zero = numbers_above_zero(merged.sections["events"], merged.sections["effects"])

    # --- comparisons

    def selected(self, wanted: Any, declared: Attribute, name: str, origin: Origin, path: Path) -> None:
        """Every value that an attribute is compared with must be one that it can have."""
        for index, value in enumerate(wanted) if isinstance(wanted, tuple) else ((None, wanted),):
            found = self._compared(value, declared, name)
            if found is not None:
                self.report.add(origin.problem(*found, path if index is None else (*path, index)))

    def left_out(self, node: e.EventMoments, kinds: Iterable[str], origin: Origin, path: Path) -> None:
        """What `where_not` leaves out must leave something of some kind of event, and of what `where` asks for."""
        found = [self._nothing_left(node, kind) for kind in kinds]
        if found and None not in found:
            name, sentence = next(each for each in found if each is not None)
            self.report.add(origin.problem(sentence, path=(*path, "where_not", name)))

    def _nothing_left(self, node: e.EventMoments, kind: str) -> tuple[str, Sentence] | None:
        """The attribute of which nothing is left in a kind of event, and the problem; None where something is."""
        attributes: Mapping[str, AttributeUse] = self.merged.sections["events"][kind].attributes
        for name, unwanted in node.where_not.items():
            if name not in attributes or isinstance(unwanted, e.Bounds):
                continue
            declared, wanted = attribute(attributes[name]), node.where.get(name)
            without = quote(f"where_not: {{{name}: {_written(unwanted)}}}", limit=300)
            if wanted is None:
                if not declared.optional and (all_ := _all_of(declared)) and all_ <= _values(unwanted):
                    return name, Sentence("nothing-left-of-attribute", name=quote(name), where_not=without)
            elif not isinstance(wanted, e.Bounds) and _values(wanted) <= _values(unwanted):
                where = quote(f"where: {{{name}: {_written(wanted)}}}", limit=300)
                return name, Sentence("no-such-event-fits", kind=quote(kind), where=where, where_not=without)
        return None

    def recurring(self, node: e.Every, origin: Origin, path: Path) -> None:
        """Days that recur are some time apart."""
        unit, number = node.every.given()
        if number == 0:
            key = unit.replace("-", "_")
            sentence = Sentence("period-of-nothing", found=quote(f"{key}: 0"))
            self.report.add(origin.problem(sentence, path=(*path, "every", key)))

    def _compared(self, value: Value, declared: Attribute, name: str) -> tuple[Sentence, Sentence | None] | None:
        """Why an attribute can never have a value that is written in a rule file, and what to write; else None."""
        misfit = in_rules(value, declared, name, is_compared=True)
        if not isinstance(value, str) or value in declared.one_of:
            return misfit
        section = next((each for each in _NAMED_VALUES if value in self.merged.sections[each]), None)
        if section is None:
            return misfit
        kind = Sentence(_NAMED_VALUES[section], name=quote(value))
        sentence = Sentence("compared-with-name", kind=kind, attribute=quote(name))
        if declared.type in ("number", "ratio") and self.sorts.get(value) == "quantity":
            bounds = quote(f"{{at_least: {value}, at_most: {value}}}", limit=1000)
            return sentence, Sentence("measure-instead", bounds=bounds)
        if declared.type == "day" and self.sorts.get(value) == "moments":
            return sentence, Sentence("compare-days-with-days")
        term = self.merged.sections["terms"].get(value)
        if misfit is None and not (term is not None and term_type(term) == "text"):
            return None
        stated = term.value if term is not None and isinstance(term.value, str) else None
        if stated:
            return sentence, Sentence("write-value-itself", value=quote(stated))
        return sentence, None

    def fact(self, node: e.GrantIs | e.PartyIs | e.AskedIs, origin: Origin, path: Path) -> None:
        """What a fact is compared with must be a value it can have; a fact of several actions, under one of them."""
        several = [attribute(use) for use in self._uses(node) if use is not None]
        name = next(iter(getattr(node, key) for key in ("grant", "party", "asked") if hasattr(node, key)))
        wanted = node.is_
        at: Path = (*path, "is")
        for index, value in enumerate(wanted) if isinstance(wanted, tuple) else ((None, wanted),):
            found = [misfit for declared in several if (misfit := self._compared(value, declared, name)) is not None]
            number = value if isinstance(value, int | Decimal) and not isinstance(value, bool) else 1
            if isinstance(node, e.GrantIs) and name == "number" and number < 0:
                what = quote(_measured(e.GrantNumber(grant=name)))
                range_ = _RANGES["from-zero"]
                found = [(Sentence("never-that-number", what=what, range=range_, number=shown(value)), None)]
            if isinstance(node, e.AskedIs) and name == "number" and number <= 0:
                found = [(Sentence("not-some-rights", number=shown(value)), None)] * len(several)
            if found and len(found) == len(several):
                self.report.add(origin.problem(*found[0], at if index is None else (*at, index)))

    def _uses(self, node: e.GrantIs | e.PartyIs | e.AskedIs) -> list[AttributeUse | None]:
        """How the fact that is looked at is declared."""
        sections = self.merged.sections
        match node:
            case e.GrantIs(grant=name):
                return [sections["grant_attributes"].get(name, BUILT_IN_GRANT.get(name))]
            case e.PartyIs(party=name):
                return [sections["party_attributes"].get(name)]
            case e.AskedIs(asked=name):
                number: list[AttributeUse] = ["number"] if name == "number" else []
                return [*(each.attributes.get(name) for each in sections["actions"].values()), *number]

    # --- declarations and terms

    def declaration(self, name: str, use: AttributeUse, origin: Origin, path: Path) -> None:
        declared = attribute(use)
        if declared.one_of and declared.type not in (None, "text"):
            sentence = Sentence("words-have-no-type", name=quote(name), type=type_name(declared.type))
            self.report.add(origin.problem(sentence, path=(*path, "type")))
        elif declared.default is not None:
            found = in_rules(declared.default, declared, name, is_default=True)
            if found is not None:
                self.report.add(origin.problem(*found, (*path, "default")))

    def term(self, name: str, term: Term, origin: Origin) -> None:
        if term.is_unknown:
            return
        kind = term_type(term)
        self._stated(name, term, kind, origin, ())
        amendments = self.merged.sections["amendments"].values()
        amended = {amendment.from_ for amendment in amendments if name in amendment.terms}
        for index, dated in enumerate(term.dated):
            if dated.from_ not in amended:  # what an amendment says is looked at there
                self._stated(name, dated, kind, origin, ("dated", index))

    def amended_term(self, name: str, term: Term, origin: Origin) -> None:
        stated = self.merged.sections["terms"].get(name)
        if stated is not None and not stated.is_unknown and not term.is_unknown and name not in self.merged.faulty:
            kind = term_type(stated)
            if term.type not in (None, kind):
                types = type_name(kind), type_name(term.type)
                sentence = Sentence("amended-type", name=quote(name), old=types[0], new=types[1])
                self.report.add(origin.problem(sentence, path=("terms", name, "type")))
            else:
                self._stated(name, term, kind, origin, ("terms", name))

    def _stated(self, name: str, term: Term | DatedValue, kind: str, origin: Origin, path: Path) -> None:
        """The value of a term, or a later one, must be of the term's type."""
        if (term.first is not None) != (kind == "period"):
            wrong = Sentence("period-has-first-and-last")
            if kind != "period":
                wrong = Sentence("no-period", name=quote(name), type=type_name(kind))
            key = "first" if term.first is not None else "value"
            self.report.add(origin.problem(wrong, path=(*path, key)))
        elif term.value is not None:
            found = in_rules(term.value, Attribute(type=kind), name)  # type: ignore[arg-type]  # a type of attributes
            is_said = isinstance(term, Term) and term.type is not None
            if found is None and kind == "text" and not is_said and isinstance(term.value, str):
                unit = with_unit(term.value)
                if unit is not None:
                    value, of = quote(f"value: {unit[0]}", limit=300), quote(f"unit: {_in_yaml(unit[1])}", limit=300)
                    found = Sentence("text-with-unit", text=quote(term.value), value=value, unit=of), None
            if found is not None:
                self.report.add(origin.problem(*found, (*path, "value")))

    def number_of_event(self, wanted: Any, kinds: Sequence[str], name: str, origin: Origin, path: Path) -> None:
        """What the number of an event is compared with must be a number that events of these kinds can have."""
        uses = [attribute(use) for kind in kinds if (use := self._events[kind].attributes.get(name)) is not None]
        types = [each.type for each in uses]
        floor: Floor | None = None
        if types and all(name in self.above_zero.get(kind, ()) for kind in kinds):
            floor = "from-zero" if any(map(may_be_zero, uses)) else "above-zero"
        elif types and all(type_ == "ratio" for type_ in types):
            floor = "from-zero"
        if isinstance(wanted, e.Bounds):
            self._above_floor(wanted, floor, name, origin, path)
        elif floor == "above-zero":
            for index, value in enumerate(wanted) if isinstance(wanted, tuple) else ((None, wanted),):
                if isinstance(value, int | Decimal) and not isinstance(value, bool) and value <= 0:
                    sentence = Sentence(
                        "never-that-number", what=quote(name), range=_RANGES[floor], number=shown(value)
                    )
                    self.report.add(origin.problem(sentence, path=path if index is None else (*path, index)))

    def bounds(self, node: e.Bounds | e.Compare | Rule, origin: Origin, path: Path) -> None:
        """Bounds that are numbers as written must leave some number between them, those of a limit too; and what is
        measured must be able to be so.
        """
        if isinstance(node, e.Compare):
            self._above_floor(node, self._floor(node.quantity), _measured(node.quantity), origin, path)
        above = {key: bound for key in _ABOVE if isinstance(bound := getattr(node, key, None), int | Decimal)}
        below = {key: bound for key in _BELOW if isinstance(bound := getattr(node, key, None), int | Decimal)}
        for low, least in above.items():
            for high, most in below.items():
                if least > most or (least == most and (low == "more_than" or high == "less_than")):
                    bounds = quote(f"{low}: {least}", limit=300), quote(f"{high}: {most}", limit=300)
                    sentence = Sentence("no-number-between", low=bounds[0], high=bounds[1])
                    self.report.add(origin.problem(sentence, path=(*path, high)))
                    return

    def _floor(self, node: e.Quantity) -> Floor | None:
        """What the least there is of a quantity is, where that follows from what it is."""
        match node:
            case e.AskedNumber(asked="number"):
                return "above-zero"
            case e.GrantNumber(grant="number") | e.Balance() | e.Count():
                return "from-zero"
            case e.GrantNumber(grant=name):
                uses = [self.merged.sections["grant_attributes"].get(name)]
            case e.PartyNumber(party=name):
                uses = [self.merged.sections["party_attributes"].get(name)]
            case e.AskedNumber(asked=name):
                actions = self.merged.sections["actions"].values()
                uses = [each.attributes[name] for each in actions if name in each.attributes]
            case _:
                return None
        types = {attribute(use).type for use in uses if use is not None}
        return "from-zero" if types == {"ratio"} else None

    def _above_floor(
        self, node: e.Bounds | e.Compare, floor: Floor | None, what: str, origin: Origin, path: Path
    ) -> None:
        """A bound, as written, that a number of which there is none so small would have to keep."""
        equal = node.equals if isinstance(node, e.Compare) else None
        for key, bound in (("less_than", node.less_than), ("at_most", node.at_most), ("equals", equal)):
            if floor is None or not isinstance(bound, int | Decimal):
                continue
            if bound < 0 or (bound == 0 and (key == "less_than" or floor == "above-zero")):
                said = quote(f"{key}: {bound}", limit=300)
                sentence = Sentence("never-that-number", what=quote(what), range=_RANGES[floor], number=said)
                self.report.add(origin.problem(sentence, path=(*path, key)))

    def number_of_act(self, name: str, declared: Attribute, origin: Origin) -> None:
        if declared.type not in ("number", "ratio"):
            type_ = type_name(declared.type)
            sentence = Sentence("attribute-of-other-type", name=quote(name), type=type_, wanted=type_name("number"))
            self.report.add(origin.problem(sentence, path=("number",)))
        elif isinstance(declared.default, int | Decimal) and declared.default <= 0:
            sentence = Sentence("act-about-none", name=quote(name), number=quote(str(declared.default)))
            self.report.add(origin.problem(sentence, path=("attributes", name, "default")))


def _values(several: Value | tuple[Value, ...]) -> set[Value]:
    return set(several) if isinstance(several, tuple) else {several}


def _all_of(declared: Attribute) -> set[Value]:
    """Everything that an attribute can be, where that can be listed; else nothing."""
    return {True, False} if declared.type == "flag" else set(declared.one_of)


def _written(several: Value | tuple[Value, ...]) -> str:
    """One value or several, as a rule file has them."""
    words = [written(value) for value in (several if isinstance(several, tuple) else (several,))]
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _measured(node: e.Quantity) -> str:
    """A quantity that is one of those with a least number, as it is written; of others nothing is said."""
    match node:
        case (
            e.GrantNumber(grant=name) | e.PartyNumber(party=name) | e.AskedNumber(asked=name) | e.Balance(balance=name)
        ):
            return f"{{{node.key}: {name}}}"
        case e.Count():
            return node.key
        case _:
            return ""


def _in_yaml(word: str) -> str:
    return word if word[:1].isalpha() else f'"{word}"'
