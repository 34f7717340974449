"""From the strictly read data of a file to the constructs of the rule language, by their type hints alone.

Nothing here knows a construct by name: a new one needs no change. Every mistake becomes a problem at the place of the
key or value that shows it, with the entry (rule, term, ...) and clause around it.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from kenri.loader.documents import PROBLEMS_LIMIT, Path
from kenri.loader.expected import (
    NAME,
    expectation,
    help_for,
    logic_in_where,
    name_like,
    text_fault,
    unrecognised,
    written,
)
from kenri.loader.hints import Hint, chosen, fields_of
from kenri.loader.plain import plain
from kenri.loader.tree import Data, Tree, read
from kenri.model.expressions import Node
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence, Value, did_you_mean

__all__ = ["clause_of", "decode", "entry", "is_well_formed", "salvage"]

N = TypeVar("N", bound=Node)

ABOUT = {
    "readings": "about-reading",
    "countings": "about-counting",
    "calendars": "about-calendar",
    "roles": "about-role",
    "events": "about-event",
    "actions": "about-action",
    "balances": "about-balance",
    "party_attributes": "about-party-attribute",
    "grant_attributes": "about-grant-attribute",
    "terms": "about-term",
    "hours": "about-hour",
    "dates": "about-date",
    "states": "about-state",
    "amounts": "about-amount",
    "rules": "about-rule",
    "duties": "about-duty",
    "effects": "about-effect",
    "figures": "about-figure",
    "claims": "about-claim",
    "records": "about-record",
    "means": "about-meant",
    "amendments": "about-amendment",
}
"""How an entry of each section is spoken about."""

DESCRIPTIONS = (
    Sentence("says-asker-named"),
    Sentence("says-reading"),
    Sentence("says-event"),
    Sentence("says-while"),
    Sentence("says-by"),
    Sentence("says-may"),
    Sentence("says-running"),
    Sentence("says-through"),
    Sentence("says-amendment-from"),
    Sentence("says-meant"),
    Sentence("says-audit"),
    Sentence("says-because"),
    Sentence("says-plan"),
    Sentence("says-scenarios"),
)
"""What is said of required keys: in English as beside their type hints."""


def decode(cls: type[N], tree: Tree, path: Path = (), *, report: Report) -> N | None:
    """The construct that is written at a path of a tree; None when anything in it is wrong, with the reasons in the
    report.

    Parts that were refused when the tree was read give no second problem, and None too. Of what is wrong everywhere the
    first `PROBLEMS_LIMIT` problems are told.
    Raises `KeyError` or `IndexError` if the tree has no such path.
    """
    data: Data = tree.value
    for step in path:
        data = data[step]  # type: ignore[index]  # the path leads through mappings and lists
    try:
        decoded = _Decoding(tree, report).value(Hint(constructs=(cls,)), data, path)
    except _EnoughError:
        return None
    return decoded if isinstance(decoded, cls) else None


def is_well_formed(node: Node) -> bool:
    """Whether a construct could be written in a file: each value is of its sort, and every constraint holds.

    >>> from kenri.model.expressions import Quotient
    >>> is_well_formed(Quotient(divide=(6, 3))), is_well_formed(Quotient(divide=(6,)))
    (True, False)
    """
    return decode(type(node), replace(_empty(), value=plain(node)), report=Report()) is not None


@cache
def _empty() -> Tree:
    (found,) = read(None, "{}", report=Report())
    return found


def salvage(cls: type[N], tree: Tree) -> tuple[N, frozenset[str]] | None:
    """What can be decoded of a tree in which something is wrong, and the names of the entries that cannot.

    So that the rest can be checked in the same run, and names of faulty entries are not called unknown. None when the
    tree is no mapping, or holds more mistakes than are told. Constraints between keys are not looked at again.
    """
    if not isinstance(tree.value, dict):
        return None
    try:
        return _salvaged(cls, tree.value, _Decoding(tree, Report()))
    except _EnoughError:
        return None


def _salvaged(cls: type[N], mapping: dict[str, Data], decoding: "_Decoding") -> tuple[N, frozenset[str]]:
    given: dict[str, object] = {}
    faulty: set[str] = set()
    for key, field in fields_of(cls).items():
        data = mapping.get(key)
        if data is None:
            continue
        if field.hint.values is not None and isinstance(data, dict):
            entries = {name: decoding.value(field.hint.values, item, (key, name)) for name, item in data.items()}
            faulty |= {name for name, entry in entries.items() if entry is None}
            given[field.name] = {name: entry for name, entry in entries.items() if entry is not None}
        elif (value := decoding.value(field.hint, data, (key,))) is not None:
            given[field.name] = value
    return cls(**given), frozenset(faulty)


class _EnoughError(Exception):
    """So many problems were found that the rest is not looked at; the report says so."""


class _Decoding:
    """One walk over a tree. `value` gives None for what is wrong: nothing in a file is None."""

    def __init__(self, tree: Tree, report: Report) -> None:
        self._tree = tree
        self._report = report
        self._faults = 0
        self._told = 0
        self._blank: set[Path] = set()

    def value(self, hint: Hint, data: Data, path: Path) -> object | None:
        value = self._value(hint, data, path)
        return (value,) if hint.is_one_or_several and value is not None and not isinstance(data, list) else value

    def _value(self, hint: Hint, data: Data, path: Path) -> object | None:
        if self._tree.is_refused(path):
            self._faults += 1
            return None
        if isinstance(data, dict):
            return self._mapping(hint, data, path)
        if isinstance(data, list):
            return self._list(hint, data, path)
        if type(data) in hint.scalars:
            if not isinstance(data, str):
                return data
            if not hint.is_reference:
                return self._text(data, path)
            if (fault := text_fault(hint, data)) is None:
                return data
            self._unlike(hint, fault[0], path, fault[1])
            return None
        if data in hint.words:
            return data
        self._unfit(hint, data, quote(written(data)), path)
        return None

    def _text(self, text: str, path: Path) -> str | None:
        """A text, whatever is said in it: one without a word leaves its reader with nothing."""
        if text and not text.isspace():
            return text
        self._blank.add(path)
        self._wrong(path, Sentence("blank-text", subject=_subject(path)))
        return None

    def _list(self, hint: Hint, data: list[Data], path: Path) -> object | None:
        if not hint.items:
            self._unfit(hint, data, Sentence("a-list"), path)
            return None
        if not data:
            self._wrong(path, Sentence("empty-list", subject=_subject(path)))
            return None
        if not hint.is_open and len(data) != len(hint.items):
            sentence = Sentence("wrong-length", subject=_subject(path), number=len(hint.items), found=len(data))
            self._wrong(path, sentence)
            return None
        items = [
            self.value(hint.items[0 if hint.is_open else index], item, (*path, index))
            for index, item in enumerate(data)
        ]
        return None if None in items else tuple(items)

    def _mapping(self, hint: Hint, data: dict[str, Data], path: Path) -> object | None:
        if hint.constructs:
            construct = chosen(hint.constructs, data)
            if construct is not None:
                return self._construct(construct, data, path)
        if hint.values is not None:
            return self._by_name(hint, hint.values, data, path)
        if not hint.constructs:
            self._unfit(hint, data, Sentence("a-mapping"), path)
            return None
        self._wrong(path, *unrecognised(hint, data, _subject(path)))
        return None

    def _construct(self, construct: type[Node], data: dict[str, Data], path: Path) -> Node | None:
        fields = fields_of(construct)
        before = self._faults
        given: dict[str, object] = {}
        for key, item in data.items():
            if (field := fields.get(key)) is None:
                self._unknown_key((*path, key), key, fields)
            elif item == [] and field.may_be_empty and not self._tree.is_refused((*path, key)):
                given[field.name] = ()
            else:
                given[field.name] = self.value(field.hint, item, (*path, key))
        for key, field in fields.items():
            if field.is_required and key not in data:
                self._wrong(path, Sentence("missing-key", key=quote(key)), _what_to_add(key, field.description))
        for constraint in construct.constraints:
            for fault in constraint.faults(data):
                place = (*path, fault.key) if fault.key else path
                if fault.key and (place in self._blank or self._tree.has_refused(place)):
                    self._faults += 1  # what is wrong with a part of it is said already
                    continue
                self._wrong(place, fault.sentence, fault.help, at_key=fault.at == "key")
        return construct(**given) if self._faults == before else None

    def _by_name(self, hint: Hint, values: Hint, data: dict[str, Data], path: Path) -> dict[str, object] | None:
        before = self._faults
        decoded = {}
        if hint.keys and not data:
            self._wrong(path, Sentence("blank-text", subject=_subject(path)))
        for key, item in data.items():
            where = (*path, key)
            if hint.keys and key not in hint.keys:
                self._unknown_key(where, key, hint.keys)
            elif not hint.keys and NAME.fullmatch(key) is None:
                self._wrong(where, Sentence("not-a-name", key=quote(key)), name_like(key), at_key=True)
            elif path and (fault := logic_in_where(path[-1], key, item)) is not None:
                self._wrong(where, *fault, at_key=True)
                continue
            decoded[key] = self.value(values, item, where)
        return decoded if self._faults == before else None

    def _unknown_key(self, path: Path, key: str, known: Iterable[str]) -> None:
        self._wrong(path, Sentence("unknown-key", key=quote(key)), did_you_mean(key, known), at_key=True)

    def _unfit(self, hint: Hint, data: Data, found: Value, path: Path) -> None:
        self._unlike(hint, found, path, help_for(hint, data))

    def _unlike(self, hint: Hint, found: Value, path: Path, help_: Sentence | None) -> None:
        expected = expectation(hint)
        self._wrong(path, Sentence("wrong-type", subject=_subject(path), expected=expected, found=found), help_)

    def _wrong(self, path: Path, sentence: Sentence, help_: Sentence | None = None, *, at_key: bool = False) -> None:
        self._faults += 1
        if not self._tree.is_refused(path):
            place = self._tree.place(path, key=at_key)
            self._report.add(Problem(place, sentence, help_, entry(path), clause_of(self._tree.value, path)))
            self._told += 1
            if self._told >= PROBLEMS_LIMIT:
                self._report.add(Problem(place, Sentence("too-many-problems", limit=PROBLEMS_LIMIT)))
                raise _EnoughError


def _subject(path: Path) -> Sentence:
    """What a message speaks about: the key, or an item of the list under it."""
    if not path:
        return Sentence("the-document")
    last = path[-1]
    if isinstance(last, str):
        return Sentence("listed", names=quote(last))
    under = next((step for step in reversed(path) if isinstance(step, str)), "")
    if not under:
        return Sentence("item", number=last + 1)
    return Sentence("item-of", number=last + 1, key=quote(under))


def _what_to_add(key: str, description: str) -> Sentence:
    """What to write for a required key, with what it holds as it is said beside its type hint."""
    says = next((each for each in DESCRIPTIONS if each.text() == description), None)
    if says is None:
        return Sentence("add-key", key=quote(f"{key}: ..."))
    return Sentence("add-key-described", key=quote(f"{key}: ..."), description=says)


def entry(path: Path) -> Sentence | None:
    """The entry around a path, innermost last: rule `a`, or amendment `b`, rule `a`. None where there is none."""
    entries = [
        Sentence(ABOUT[section], name=quote(name))
        for section, name in zip(path[:4:2], path[1:4:2], strict=False)
        if isinstance(section, str) and section in ABOUT and isinstance(name, str)
    ]
    return None if not entries else entries[0] if len(entries) == 1 else Sentence("listed", names=tuple(entries))


def clause_of(data: Data, path: Path) -> str:
    """The innermost clause written around a path."""
    clause = ""
    for step in (*path, None):
        if isinstance(data, dict):
            written_clause = data.get("clause")
            clause = written_clause if isinstance(written_clause, str) else clause
            if not isinstance(step, str) or step not in data:
                break
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    return clause
