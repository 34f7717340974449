"""A plan and all it extends, merged by name: what is inherited stands unless it is knowingly replaced or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any

from kenri.loader.decode import clause_of, entry
from kenri.loader.documents import Path
from kenri.loader.library import Library, Sourced
from kenri.loader.tree import Tree
from kenri.model.plan import SECTIONS, Amendment, DatedValue, Document, Rule, Term
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

REPLACEABLE = (
    "readings",
    "events",
    "actions",
    "terms",
    "dates",
    "states",
    "amounts",
    "rules",
    "effects",
    "figures",
    "claims",
    "records",
)
"""Sections whose inherited entries may be replaced with `replaces: true`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written: the document, its tree, and the path in it."""

    document: str
    tree: Tree
    path: Path

    def problem(
        self,
        sentence: Sentence | str,
        help_: Sentence | str | None = None,
        path: Path = (),
        *,
        at_key: bool = False,
    ) -> Problem:
        """A problem at a path inside the entry."""
        whole = self.path + path
        place = self.tree.place(whole, key=at_key)
        return Problem(place, sentence, help_, entry(whole), clause_of(self.tree.value, whole))

    @property
    def place(self) -> Place:
        """Where the entry's name is written."""
        return self.tree.place(self.path, key=True)


@dataclass(slots=True)
class Merged:
    """Everything a plan has by section and name, where each was written, and the settings of the nearest document."""

    plan: Sourced
    sections: dict[str, dict[str, Any]] = field(default_factory=lambda: {section: {} for section in SECTIONS})
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    lineage: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    """Names of entries that something is wrong with: what uses them is not called wrong for that."""
    is_whole: bool = True
    """Whether everything the plan extends was found."""

    def origin(self, section: str, name: str) -> Origin:
        """Where an entry was written."""
        return self.origins[section, name]


def merge(plan: Sourced, library: Library, report: Report) -> Merged:
    """The plan with its families and vocabularies, the most remote first; amendments are not yet applied."""
    merged = Merged(plan)
    _add(merged, plan, library, report, ())
    return merged


def _add(merged: Merged, sourced: Sourced, library: Library, report: Report, above: tuple[str, ...]) -> None:
    document = sourced.document
    if document.id in merged.lineage:
        return
    extends = (document.extends,) if isinstance(document.extends, str) else document.extends
    here = Origin(document.id, sourced.tree, ())
    for index, id_ in enumerate(extends):
        path: Path = ("extends",) if isinstance(document.extends, str) else ("extends", index)
        if id_ in (*above, document.id):
            chain: Sentence | str = quote(id_)
            for each in reversed((*above, document.id)):
                chain = Sentence("extends", first=quote(each), rest=chain)
            report.add(here.problem(Sentence("circle-of-documents", chain=chain), path=path))
            merged.is_whole = False
            continue
        found = library.find(id_, report, beside=sourced)
        if found is None or found.document.plan:
            merged.is_whole = False
        if found is None:
            known = [known_id for kind in ("family", "vocabulary") for known_id in library.ids(kind)]
            report.add(here.problem(Sentence("no-such-family", name=quote(id_)), did_you_mean(id_, known), path))
        elif found.document.plan:
            report.add(here.problem(Sentence("plan-extended", name=quote(id_)), path=path))
        else:
            _add(merged, found, library, report, (*above, document.id))
    merged.lineage.append(document.id)
    merged.faulty |= sourced.faulty
    _leave_out(merged, document, here, report)
    for section in SECTIONS:
        for name, item in getattr(document, section).items():
            _put(merged, section, name, item, Origin(document.id, sourced.tree, (section, name)), report)
    for setting in ("zone", "counting"):
        if (value := getattr(document, setting)) is not None:
            merged.settings[setting] = (value, Origin(document.id, sourced.tree, (setting,)))
    _choose_defaults(merged, document, here, report)


def add_claims(merged: Merged, sourced: Sourced, report: Report) -> None:
    """Add the claims of a document that stands beside the plan."""
    document = sourced.document
    here = Origin(document.id, sourced.tree, ())
    beside = FilePath(sourced.tree.source.name).parent / (document.claims_for or "")
    is_file = beside.resolve() == FilePath(merged.plan.tree.source.name).resolve()
    if document.claims_for != merged.plan.document.id and not is_file:
        about, plan = quote(document.claims_for or ""), quote(merged.plan.document.id)
        report.add(here.problem(Sentence("claims-about-another", found=about, plan=plan), path=("claims_for",)))
        return
    for section in SECTIONS:
        if section != "claims" and getattr(document, section):
            report.add(here.problem(Sentence("only-claims-here"), path=(section,), at_key=True))
    merged.faulty |= sourced.faulty
    for name, item in document.claims.items():
        _put(merged, "claims", name, item, Origin(document.id, sourced.tree, ("claims", name)), report)


WITHOUT = ("rules", "effects", "figures", "claims", "records")
"""Sections whose inherited entries may be left out."""


def _leave_out(merged: Merged, document: Document, here: Origin, report: Report) -> None:
    for index, name in enumerate(document.without):
        places = [section for section in WITHOUT if name in merged.sections[section]]
        if not places and name not in merged.faulty:
            known = [known for section in WITHOUT[:-1] for known in merged.sections[section]]
            sentence = Sentence("nothing-to-leave-out", name=quote(name))
            report.add(here.problem(sentence, did_you_mean(name, known), ("without", index)))
        for section in places:
            del merged.sections[section][name]
            del merged.origins[section, name]


def _choose_defaults(merged: Merged, document: Document, here: Origin, report: Report) -> None:
    readings = merged.sections["readings"]
    for name, option in document.reads.items():
        if name in merged.faulty:
            continue
        if name not in readings:
            sentence, help_ = Sentence("no-such-reading", name=quote(name)), did_you_mean(name, readings)
            report.add(here.problem(sentence, help_, ("reads", name), at_key=True))
        elif option not in readings[name].options:
            reading = Sentence("the-reading", name=quote(name))
            sentence = Sentence("no-such-option", option=quote(option), reading=reading)
            report.add(here.problem(sentence, did_you_mean(option, readings[name].options), ("reads", name)))
        else:
            readings[name] = replace(readings[name], default=option)


def _put(merged: Merged, section: str, name: str, item: Any, origin: Origin, report: Report) -> None:
    inherited = merged.sections[section].get(name)
    replaces = getattr(item, "replaces", False)
    if inherited is not None and section in REPLACEABLE and not replaces and not _fills(inherited, item):
        where = str(merged.origin(section, name).place)
        report.add(origin.problem(Sentence("already-defined", name=quote(name), place=where), at_key=True))
        return
    if inherited is None and replaces:
        help_ = did_you_mean(name, merged.sections[section])
        report.add(origin.problem(Sentence("nothing-to-replace", name=quote(name)), help_, at_key=True))
    if inherited is not None and section not in REPLACEABLE and inherited != item:
        where = str(merged.origin(section, name).place)
        report.add(origin.problem(Sentence("declared-otherwise", name=quote(name), place=where), at_key=True))
        return
    merged.sections[section][name] = item
    merged.origins[section, name] = origin


def _fills(inherited: Any, item: Any) -> bool:
    """Whether a term gives the value that an inherited one leaves unknown."""
    return isinstance(inherited, Term) and isinstance(item, Term) and bool(inherited.unknown)


def amended(merged: Merged, known: Mapping[str, Amendment], report: Report) -> None:
    """Apply amendments, the earliest first: terms get a later value, rules an end and a successor."""
    for name, amendment in sorted(known.items(), key=lambda item: item[1].from_):
        origin = merged.origin("amendments", name)
        for term_name, term in amendment.terms.items():
            _amend_term(merged, amendment, term_name, term, origin, report)
        for index, rule_name in enumerate(amendment.without):
            if rule_name in merged.faulty:
                continue
            if rule_name not in merged.sections["rules"]:
                help_ = did_you_mean(rule_name, merged.sections["rules"])
                sentence = Sentence("no-rule-to-end", name=quote(rule_name))
                report.add(origin.problem(sentence, help_, ("without", index)))
            else:
                _end_rule(merged, rule_name, amendment)
        for rule_name, rule in amendment.rules.items():
            successor = rule_name
            if rule_name in merged.sections["rules"]:
                _end_rule(merged, rule_name, amendment)
                successor = f"{rule_name}@{name}"
            merged.sections["rules"][successor] = replace(rule, from_=rule.from_ or amendment.from_)
            path = (*origin.path, "rules", rule_name)
            merged.origins["rules", successor] = Origin(origin.document, origin.tree, path)


def _end_rule(merged: Merged, name: str, amendment: Amendment) -> None:
    """The rule, and the successors that earlier amendments gave it, are in force only until the day before."""
    last = amendment.from_ - timedelta(days=1)
    rules: dict[str, Rule] = merged.sections["rules"]
    for each, rule in rules.items():
        if (each == name or each.startswith(f"{name}@")) and (rule.until is None or rule.until > last):
            rules[each] = replace(rule, until=last)


def _amend_term(merged: Merged, amendment: Amendment, name: str, term: Term, origin: Origin, report: Report) -> None:
    terms: dict[str, Term] = merged.sections["terms"]
    path: Path = ("terms", name)
    old = terms.get(name)
    if name in merged.faulty:
        return
    if old is None:
        help_ = did_you_mean(name, terms)
        report.add(origin.problem(Sentence("no-term-to-amend", name=quote(name)), help_, path, at_key=True))
    elif old.unknown or term.unknown:
        report.add(origin.problem(Sentence("unknown-term-amended", name=quote(name)), path=path, at_key=True))
    else:
        later = DatedValue(
            from_=amendment.from_,
            value=term.value,
            first=term.first,
            last=term.last,
            clause=term.clause or amendment.clause,
        )
        kept = [dated for dated in old.dated if dated.from_ < amendment.from_]
        terms[name] = replace(old, dated=(*kept, later))
