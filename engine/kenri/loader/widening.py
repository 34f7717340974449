"""What an inherited word becomes when a later document adds to it, without repeating what it has.

A widening only ever adds: what a life could say of the word before, it may say still. So words are added to a list, an
attribute is added, may be missing, or has a default where there was none; a type and a default that are there stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from kenri.loader.declarations import attribute
from kenri.loader.documents import Path
from kenri.loader.type_names import type_name
from kenri.model.expressions import Node
from kenri.model.plan import Action, Attribute, AttributeUse, EventKind
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["RefusedWidening", "alike", "is_typed", "widened"]

Word = TypeVar("Word", EventKind, Action)


@dataclass(frozen=True, slots=True)
class RefusedWidening:
    """Why something cannot be added: what is wrong, and where in the widening it stands."""

    sentence: Sentence
    path: Path


def widened(inherited: object, item: object) -> tuple[object, tuple[RefusedWidening, ...]]:
    """A word with what another declaration of it adds, and what of that does not fit and is left out."""
    match inherited, item:
        case (EventKind() as event, EventKind(attributes=added)):
            return _with_attributes(event, added)
        case (Action() as action, Action(attributes=added)):
            return _with_attributes(action, added)
        case (str() | Attribute(), Attribute()):
            return _widened_attribute(attribute(inherited), item, "", ())  # type: ignore[arg-type]  # a name is a type here
        case _:
            raise TypeError(f"{item!r} is nothing that widens {inherited!r}")


def _with_attributes(inherited: Word, added: Mapping[str, AttributeUse]) -> tuple[Word, tuple[RefusedWidening, ...]]:
    attributes = dict(inherited.attributes)
    misfits: list[RefusedWidening] = []
    for name, use in added.items():
        path = ("attributes", name)
        if name not in attributes:
            attributes[name] = use
        elif not alike(attribute(attributes[name]), attribute(use)):
            attributes[name], found = _widened_attribute(attribute(attributes[name]), attribute(use), name, path)
            misfits += found
    return replace(inherited, attributes=attributes), tuple(misfits)


def _widened_attribute(
    old: Attribute, new: Attribute, name: str, path: Path
) -> tuple[Attribute, tuple[RefusedWidening, ...]]:
    subject = quote(name) if name else Sentence("it")
    misfits: list[RefusedWidening] = []
    words = (*old.one_of, *(word for word in new.one_of if word not in old.one_of))
    default = old.default
    if new.type is not None and new.type != old.type:
        if old.type is None:
            misfits.append(RefusedWidening(Sentence("stays-list-of-words", subject=subject), (*path, "type")))
        else:
            misfits.append(
                RefusedWidening(Sentence("stays-of-type", subject=subject, type=type_name(old.type)), (*path, "type"))
            )
    if new.one_of and not old.one_of:
        sentence = Sentence("no-list-of-words", subject=subject, type=type_name(old.type))
        misfits.append(RefusedWidening(sentence, (*path, "one_of")))
        words = ()
    if new.default is not None and old.default is not None and new.default != old.default:
        sentence = Sentence("keeps-default", subject=subject, default=quote(str(old.default)))
        misfits.append(RefusedWidening(sentence, (*path, "default")))
    elif new.default is not None:
        default = new.default
    if new.for_ and old.for_ and new.for_ != old.for_:
        sentence = Sentence("stays-for", subject=subject, roles=tuple(map(quote, old.for_)))
        misfits.append(RefusedWidening(sentence, (*path, "for")))
    wider = replace(
        old,
        one_of=words,
        default=default,
        optional=old.optional or new.optional,
        says=new.says or old.says,
        for_=old.for_ or new.for_,
    )
    return wider, tuple(misfits)


def is_typed(use: AttributeUse) -> bool:
    """Whether a declaration of an attribute can stand by itself: it has a type, or words."""
    return isinstance(use, str) or use.type is not None or bool(use.one_of)


def alike(one: object, other: object) -> bool:
    """Whether two declarations mean the same, whatever they say of it to people."""
    return _unsaid(one) == _unsaid(other)


def _unsaid(item: object) -> object:
    """A declaration without what it says to people, and without how it stands to an inherited one."""
    if isinstance(item, str):
        return Attribute(type=item)  # type: ignore[arg-type]  # the short way to declare one
    if not isinstance(item, Node):
        return item
    unsaid = {"says": "", "note": "", "replaces": False, "widens": False}
    plain = replace(item, **{key: value for key, value in unsaid.items() if _has(item, key)})  # type: ignore[type-var]  # a construct is a dataclass
    if isinstance(plain, EventKind | Action):
        return replace(plain, attributes={}), {name: _unsaid(attribute(use)) for name, use in plain.attributes.items()}
    return plain


def _has(item: Node, key: str) -> bool:
    return any(field.name == key for field in fields(item))  # type: ignore[arg-type]  # a construct is a dataclass
