"""Structure-aware mutation of YAML text: what is changed is a part of the tree, so that the rest still means something.

A part is replaced by another that stands under the same key somewhere in the shipped files and documented examples,
by an odd word, or by itself in another shape; keys are dropped, repeated, renamed; and once in a while the text
itself is cut or has characters changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.fuzz.choices import Choices, happens, one_of
from tests.fuzz.odd import WORDS

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Any = getattr(yaml, "CBaseDumper", yaml.BaseDumper)

_STR = "tag:yaml.org,2002:str"
_SEQ = "tag:yaml.org,2002:seq"
_MAP = "tag:yaml.org,2002:map"


@dataclass(frozen=True)
class Pool:
    """The parts of many files by the key they stand under, as text: nodes are changed in place, so each use is new."""

    by_key: dict[str, list[str]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def learn(self, text: str) -> None:
        """Take the parts of a text into the pool."""
        for root in nodes(text):
            for key, value in _entries(root):
                known = self.by_key.setdefault(key, [])
                written = _text([value])
                if len(written) < 1000 and written not in known and len(known) < 60:
                    if not known:
                        self.keys.append(key)
                    known.append(written)
                if isinstance(value, yaml.ScalarNode) and len(value.value) < 60 and value.value not in self.words:
                    self.words.append(value.value)


def nodes(text: str) -> list[Any]:
    """The documents of a text as nodes. Raises `yaml.YAMLError`."""
    return list(yaml.compose_all(text, Loader=_LOADER))


def _text(documents: Sequence[Any]) -> str:
    return str(yaml.serialize_all(documents, Dumper=_DUMPER, allow_unicode=True, width=10**6))


def _entries(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, value
            yield from _entries(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item)


@dataclass(frozen=True)
class _Slot:
    """A place of a tree: the list that holds the part, where, and the key it stands under."""

    holder: list[Any]
    index: int
    key: str

    @property
    def value(self) -> Any:
        item = self.holder[self.index]
        return item[1] if isinstance(item, tuple) else item

    def put(self, value: Any) -> None:
        item = self.holder[self.index]
        self.holder[self.index] = (item[0], value) if isinstance(item, tuple) else value


def _slots(node: Any, key: str = "") -> Iterator[_Slot]:
    if isinstance(node, yaml.MappingNode):
        for index, (name, value) in enumerate(node.value):
            under = name.value if isinstance(name, yaml.ScalarNode) else ""
            yield _Slot(node.value, index, under)
            yield from _slots(value, under)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield _Slot(node.value, index, key)
            yield from _slots(item, key)


def mutated(text: str, pool: Pool, choices: Choices) -> str:
    """The text with one change, or a few."""
    if happens(choices, 12):
        return _scratched(text, choices)
    try:
        documents = nodes(text)
    except yaml.YAMLError:
        return _scratched(text, choices)
    if not documents:
        return one_of(choices, WORDS)
    for _ in range(1 + (choices.below(3) if happens(choices, 2) else 0)):
        slots = [slot for document in documents for slot in _slots(document)]
        if not slots:
            break
        _change(one_of(choices, slots), pool, choices)
    try:
        return _text(documents)
    except (yaml.YAMLError, RecursionError, UnicodeEncodeError):
        return _scratched(text, choices)


def _change(slot: _Slot, pool: Pool, choices: Choices) -> None:
    match choices.below(12):
        case 0 | 1 | 2:
            slot.put(_scalar(one_of(choices, WORDS), choices))
        case 3 | 4 | 5:
            slot.put(_fresh(one_of(choices, pool.by_key.get(slot.key) or [one_of(choices, WORDS)])))
        case 6:
            slot.put(_fresh(one_of(choices, pool.by_key[one_of(choices, pool.keys)])))
        case 7:
            slot.put(_scalar(one_of(choices, pool.words), choices))
        case 8:
            del slot.holder[slot.index]
        case 9:
            slot.holder.insert(choices.below(len(slot.holder) + 1), slot.holder[slot.index])
        case 10:
            _rename(slot, pool, choices)
        case _:
            slot.put(_reshaped(slot.value, choices))


def _fresh(text: str) -> Any:
    """A part of the pool; what is no YAML by itself, as an odd word may be, is a scalar."""
    try:
        found = nodes(text)
    except yaml.YAMLError:
        found = []
    return found[0] if found else _plain(text)


def _scalar(word: str, choices: Choices) -> Any:
    return yaml.ScalarNode(_STR, word, style='"') if happens(choices, 3) else _plain(word)


def _plain(word: str) -> Any:
    return yaml.ScalarNode(_STR, word)


def _rename(slot: _Slot, pool: Pool, choices: Choices) -> None:
    item = slot.holder[slot.index]
    if isinstance(item, tuple):
        name = one_of(choices, pool.keys) if happens(choices, 2) else one_of(choices, WORDS)
        slot.holder[slot.index] = (_plain(name), item[1])
    elif len(slot.holder) > 1:
        other = choices.below(len(slot.holder))
        slot.holder[slot.index], slot.holder[other] = slot.holder[other], slot.holder[slot.index]


def _reshaped(value: Any, choices: Choices) -> Any:
    """The same part as a list, a mapping, a part of itself, or many of it."""
    match choices.below(6):
        case 0:
            return yaml.SequenceNode(_SEQ, [value])
        case 1:
            return yaml.MappingNode(_MAP, [(_plain(one_of(choices, WORDS)), value)])
        case 2:
            for _ in range(one_of(choices, (3, 20, 60, 200))):
                value = yaml.MappingNode(_MAP, [(_plain("not"), value)], flow_style=True)
            return value
        case 3:
            return yaml.SequenceNode(_SEQ, [value] * one_of(choices, (2, 5, 300)))
        case 4 if isinstance(value, yaml.MappingNode | yaml.SequenceNode) and value.value:
            inner = one_of(choices, value.value)
            return inner[1] if isinstance(inner, tuple) else inner
        case _:
            return yaml.SequenceNode(_SEQ, []) if happens(choices, 2) else yaml.MappingNode(_MAP, [])


def _scratched(text: str, choices: Choices) -> str:
    """The text cut, repeated, or with some characters changed."""
    at = choices.below(len(text) + 1)
    match choices.below(5):
        case 0:
            return text[:at]
        case 1:
            return text[at:]
        case 2:
            return text[:at] + one_of(choices, WORDS) + text[at:]
        case 3:
            until = min(len(text), at + 1 + choices.below(20))
            return text[:at] + text[until:]
        case _:
            return text[:at] + text[max(0, at - 200) : at] + text[at:]
