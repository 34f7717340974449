"""A plan and all it extends, merged by name: what is inherited stands unless it is knowingly changed or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path as FilePath
from typing import Any

from kenri.loader.decode import clause_of, entry
from kenri.loader.documents import Path
from kenri.loader.library import Library, Sourced
from kenri.loader.shared_words import that_declare
from kenri.loader.tree import Tree
from kenri.loader.widening import alike, is_typed, widened
from kenri.model.plan import SECTIONS, Action, Amendment, Attribute, DatedValue, Document, EventKind, Rule, Term
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, Value, did_you_mean

REPLACEABLE = (
    "readings",
    "calendars",
    "events",
    "actions",
    "terms",
    "hours",
    "dates",
    "states",
    "amounts",
    "rules",
    "duties",
    "effects",
    "figures",
    "claims",
    "means",
    "records",
)
"""Sections whose inherited entries may be replaced with `replaces: true`."""

ATTRIBUTES = ("party_attributes", "grant_attributes")

WIDENABLE = ("events", "actions", *ATTRIBUTES)
"""Sections whose inherited entries may be added to with `widens: true`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written: the document, its tree, and the path in it."""

    document: str
    tree: Tree
    path: Path
    widened_at: tuple[Origin, ...] = ()
    """Where later documents add to the entry, the last of them last."""

    def problem(
        self,
        sentence: Sentence,
        help_: Sentence | None = None,
        path: Path = (),
        *,
        at_key: bool = False,
    ) -> Problem:
        """A problem at a path inside the entry: in the document that adds it, where it is added to an inherited one."""
        for later in reversed(self.widened_at):
            if path and later.tree.has((*later.path, *path)):
                return later.problem(sentence, help_, path, at_key=at_key)
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
    above: dict[str, frozenset[str]] = field(default_factory=dict)
    """By document, all that it extends, however remote."""
    clashes: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Entries that two documents declare otherwise, neither of which extends the other: one below both settles it."""
    left_out: dict[tuple[str, str], Origin] = field(default_factory=dict)
    """Where an inherited entry was left out that nothing took the place of."""

    def origin(self, section: str, name: str) -> Origin:
        """Where an entry was written."""
        return self.origins[section, name]

    def strangers(self, section: str, name: str, document: str) -> list[str]:
        """The documents that declare an entry, or add to it, and that a document does not extend."""
        origin = self.origin(section, name)
        known = {document, *self.above.get(document, ())}
        return [each.document for each in (origin, *origin.widened_at) if each.document not in known]

    def still_named(self, section: str, name: str, origin: Origin, path: Path) -> Problem | None:
        """The problem of an entry that was left out and is named at a path of another: it is told where it was left
        out, since what names it may be right wherever it is not. None if it was not left out.
        """
        left_out = self.left_out.get((section, name))
        if left_out is None:
            return None
        whole = (*origin.path, *path)
        by, place = entry(whole) or Sentence("the-document"), str(origin.tree.place(whole))
        sentence = Sentence("left-out-but-named", name=quote(name), by=by, place=place)
        return left_out.problem(sentence)


def merge(plan: Sourced, library: Library, report: Report) -> Merged:
    """The plan with its families and vocabularies, the most remote first; amendments are not yet applied."""
    merged = Merged(plan)
    _add(merged, plan, library, report, ())
    return merged


def _add(merged: Merged, sourced: Sourced, library: Library, report: Report, above: tuple[str, ...]) -> None:
    document = sourced.document
    if document.id in merged.lineage:
        return
    here = Origin(document.id, sourced.tree, ())
    for index, id_ in enumerate(document.extends):
        path: Path = ("extends", index)
        if id_ in (*above, document.id):
            chain: Value = quote(id_)
            for each in reversed((*above, document.id)):
                chain = Sentence("extends", first=quote(each), rest=chain)
            report.add(here.problem(Sentence("circle-of-documents", chain=chain), path=path))
            merged.is_whole = False
            continue
        found = library.find(id_, report, beside=sourced)
        if found is None or found.document.plan:
            merged.is_whole = False
        if found is None:
            hint = library.hint(id_, "family", "vocabulary")
            report.add(here.problem(Sentence("no-such-family", name=quote(id_)), hint, path))
        elif found.document.plan:
            report.add(here.problem(Sentence("plan-extended", name=quote(id_)), path=path))
        else:
            if (other := library.passed_over(id_, found)) is not None:
                file, help_ = other
                said = Sentence("shipped-or-beside", name=quote(id_), file=quote(str(file), limit=4096))
                report.add(here.problem(said, help_, path))
            _add(merged, found, library, report, (*above, document.id))
    merged.lineage.append(document.id)
    merged.above[document.id] = frozenset(document.extends).union(
        *(merged.above.get(each, ()) for each in document.extends)
    )
    merged.faulty |= sourced.faulty
    _leave_out(merged, document, here, report)
    for section in SECTIONS:
        for name, item in getattr(document, section).items():
            _put(merged, section, name, item, Origin(document.id, sourced.tree, (section, name)), report)
    _report_clashes(merged, here, report)
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


WITHOUT = ("rules", "duties", "effects", "figures", "claims", "means", "records")
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
            merged.clashes.pop((section, name), None)
            merged.left_out[section, name] = replace(here, path=("without", index))
            _forget_what_was_meant(merged, name)


def _forget_what_was_meant(merged: Merged, left_out: str) -> None:
    """What is left out has no findings, so that an inherited mark on one says nothing here."""
    meant = merged.sections["means"]
    for name in [name for name, each in meant.items() if left_out in {part for _, of in each.marks() for part in of}]:
        del meant[name]
        del merged.origins["means", name]


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
    """Add an entry to what is inherited, as it says that it stands to an inherited one of its name."""
    if name in merged.sections[section]:
        _put_over(merged, section, name, item, origin, report)
        return
    if getattr(item, "widens", False):
        if name not in merged.faulty:
            help_ = that_declare(section, name) or did_you_mean(name, merged.sections[section])
            report.add(origin.problem(Sentence("nothing-to-widen", name=quote(name)), help_, at_key=True))
        return
    if getattr(item, "replaces", False):
        help_ = that_declare(section, name) or did_you_mean(name, merged.sections[section])
        report.add(origin.problem(Sentence("nothing-to-replace", name=quote(name)), help_, at_key=True))
    _put_new(merged, section, name, item, origin, report)


def _put_new(merged: Merged, section: str, name: str, item: Any, origin: Origin, report: Report) -> None:
    attributes = item.attributes if isinstance(item, EventKind | Action) else {}
    declared: dict[Path, Any] = {("attributes", key): use for key, use in attributes.items()}
    if section in ATTRIBUTES:
        declared[()] = item
    for path, use in declared.items():
        if path and isinstance(use, Attribute) and use.widens:
            sentence = Sentence("nothing-to-widen", name=quote(str(path[-1])))
            report.add(origin.problem(sentence, Sentence("widen-the-whole"), path, at_key=True))
        elif not is_typed(use):
            sentence = Sentence("key-of-several-needed", keys=("`type`", "`one_of`"))
            report.add(origin.problem(sentence, Sentence("only-inherited-widens"), path))
    merged.sections[section][name] = item
    merged.origins[section, name] = origin
    merged.left_out.pop((section, name), None)


def _put_over(merged: Merged, section: str, name: str, item: Any, origin: Origin, report: Report) -> None:
    """Add an entry whose name is inherited already.

    Of two documents that know nothing of each other, neither is wrong: what they declare alike stands, and what they
    declare otherwise is for the document that extends both to settle.
    """
    inherited = merged.sections[section][name]
    strangers = merged.strangers(section, name, origin.document)
    if getattr(item, "widens", False):
        wider, misfits = widened(inherited, item)
        if misfits and strangers:
            merged.clashes[section, name] = (strangers[0], origin.document)
        else:
            for each in misfits:
                report.add(origin.problem(each.sentence, path=each.path))
        known = merged.origin(section, name)
        _put_wider(merged, section, name, wider, replace(known, widened_at=(*known.widened_at, origin)), report)
    elif strangers and not _fills(inherited, item):
        if not alike(inherited, item):
            merged.clashes[section, name] = (strangers[0], origin.document)
    elif getattr(item, "replaces", False) or _fills(inherited, item):
        merged.clashes.pop((section, name), None)
        _put_new(merged, section, name, item, origin, report)
    elif section in REPLACEABLE or inherited != item:
        report.add(_again(merged, section, name, inherited, item, origin))


def _put_wider(merged: Merged, section: str, name: str, item: Any, origin: Origin, report: Report) -> None:
    merged.sections[section][name] = item
    merged.origins[section, name] = origin
    if isinstance(item, EventKind | Action):
        for key, use in item.attributes.items():
            if not is_typed(use):
                sentence = Sentence("no-attribute-to-widen", name=quote(key))
                known = [each for each, other in item.attributes.items() if is_typed(other)]
                report.add(origin.problem(sentence, did_you_mean(key, known), ("attributes", key), at_key=True))


def _again(merged: Merged, section: str, name: str, inherited: Any, item: Any, origin: Origin) -> Problem:
    """The problem of an inherited entry that is declared once more, and does not say why."""
    where = str(merged.origin(section, name).place)
    is_same = alike(inherited, item)
    leave_out = Sentence("leave-out-inherited")
    if section not in REPLACEABLE:
        sentence = Sentence("declared-otherwise", name=quote(name), place=where)
        if is_same:
            return origin.problem(sentence, leave_out, at_key=True)
        return origin.problem(sentence, Sentence("widen" if section in ATTRIBUTES else "other-name"), at_key=True)
    sentence = Sentence("already-defined", name=quote(name), place=where)
    if is_same:
        return origin.problem(sentence, leave_out, at_key=True)
    return origin.problem(sentence, Sentence("widen-or-replace") if section in WIDENABLE else None, at_key=True)


def _report_clashes(merged: Merged, here: Origin, report: Report) -> None:
    """Report what the documents that this one extends declare otherwise, and this one did not settle."""
    extended = merged.above[here.document]
    for (section, name), (one, other) in list(merged.clashes.items()):
        if not {one, other} <= extended:
            continue
        del merged.clashes[section, name]
        help_ = Sentence("replace-or-extend-one") if section in REPLACEABLE else None
        sentence = Sentence("declared-twice", name=quote(name), one=quote(one), other=quote(other))
        report.add(here.problem(sentence, help_, ("extends",)))


def _fills(inherited: Any, item: Any) -> bool:
    """Whether a term gives the value that an inherited one leaves unknown."""
    return isinstance(inherited, Term) and isinstance(item, Term) and inherited.is_unknown


def amended(merged: Merged, known: Mapping[str, Amendment], report: Report) -> None:
    """Apply amendments, in the order given: terms get a later value, rules an end and a successor."""
    for name, amendment in known.items():
        origin = merged.origin("amendments", name)
        for term_name, term in amendment.terms.items():
            _amend_term(merged, amendment, term_name, term, origin, report)
        for index, rule_name in enumerate(amendment.without):
            if rule_name in merged.faulty:
                continue
            if rule_name not in merged.sections["rules"]:
                path: Path = ("without", index)
                help_ = did_you_mean(rule_name, merged.sections["rules"])
                sentence = Sentence("no-rule-to-end", name=quote(rule_name))
                problem = merged.still_named("rules", rule_name, origin, path)
                report.add(problem or origin.problem(sentence, help_, path))
            else:
                _end_rule(merged, rule_name, amendment)
        for rule_name, rule in amendment.rules.items():
            successor = rule_name
            if rule_name in merged.sections["rules"]:
                _end_rule(merged, rule_name, amendment)
                successor = f"{rule_name}@{name}"
            merged.sections["rules"][successor] = replace(rule, from_=rule.from_ or amendment.from_)
            merged.left_out.pop(("rules", successor), None)
            path = (*origin.path, "rules", rule_name)
            merged.origins["rules", successor] = Origin(origin.document, origin.tree, path)


def _end_rule(merged: Merged, name: str, amendment: Amendment) -> None:
    """The rule, and the successors that earlier amendments gave it, are in force only until the day before."""
    rules: dict[str, Rule] = merged.sections["rules"]
    for each, rule in rules.items():
        if each != name and not each.startswith(f"{name}@"):
            continue
        if amendment.from_ == date.min:  # no day is before it
            rules[each] = replace(rule, unless="always")
            continue
        last = amendment.from_ - timedelta(days=1)
        if rule.until is None or rule.until > last:
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
    elif old.is_unknown or term.is_unknown:
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
